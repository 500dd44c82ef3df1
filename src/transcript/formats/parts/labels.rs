//! Which labels before a colon name speakers: those that the packs know, names that come back, and all of them where
//! every line has one. Used by the readers of text and captions.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::transcript::Reader;

/// No name has more words than this, or than [`MOST_LARGE`] where each is written as names are.
const MOST: usize = 4;
const MOST_LARGE: usize = 7;

/// The label of a line, if it has one, and whether a turn may well begin here.
pub(in crate::transcript::formats) type Candidate<'a> = (Option<&'a str>, bool);

/// Of the labels at the beginnings of lines, those that name speakers.
pub(in crate::transcript::formats) fn speakers<'a>(
    reader: &Reader,
    lines: impl Iterator<Item = Candidate<'a>>,
) -> FxHashSet<&'a str> {
    let mut counts: FxHashMap<&'a str, usize> = FxHashMap::default();
    let (mut labelled, mut bare) = (0, 0);
    for (label, begins) in lines {
        match label {
            Some(label) => {
                *counts.entry(label).or_default() += 1;
                labelled += usize::from(begins);
            }
            None => bare += usize::from(begins),
        }
    }
    let always = bare == 0 && labelled > 1 && counts.keys().all(|label| looks_like_name(label));
    let speaks = |(label, count): &(&'a str, usize)| {
        always || *count > 1 && looks_like_name(label) || reader.speakers().role(label).is_some()
    };
    counts.into_iter().filter(speaks).map(|(label, _)| label).collect()
}

/// A first name and a surname: where names are labels, one that stands only once is a label, too.
pub(in crate::transcript::formats) fn full_name(label: &str) -> bool {
    let large = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    looks_like_name(label) && label.contains(' ') && label.split_whitespace().all(large)
}

/// A name has few words and begins large, or is numbered: "Laura", "María del Carmen Gil", "speaker 1", and not "ojo"
/// or "the price is".
pub(in crate::transcript::formats) fn looks_like_name(label: &str) -> bool {
    let large = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let numbered = label.starts_with(char::is_alphabetic) && label.ends_with(|c: char| c.is_ascii_digit());
    let words = label.split_whitespace().take(MOST_LARGE + 1).count();
    let as_names = |word: &str| large(word) || word.chars().count() <= 3 || word.starts_with(['(', '[']);
    (large(label) || numbered) && (words <= MOST || words <= MOST_LARGE && label.split_whitespace().all(as_names))
}

#[cfg(test)]
mod tests {
    use super::looks_like_name;

    #[test]
    fn names_are_short_and_begin_large() {
        for name in ["Laura", "María del Carmen Gil de la Fuente", "SPEAKER 1", "spk_0", "A", "Ana (Ventas)"] {
            assert!(looks_like_name(name), "{name}");
        }
        for other in ["ojo", "the price is", "Lo que pasa es que", "", "12"] {
            assert!(!looks_like_name(other), "{other}");
        }
    }
}
