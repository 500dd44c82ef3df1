//! What is like a name, and how far it goes. Used where names are looked for and where they are hidden.

use super::known::is;
use super::view::View;
use super::words::Made;

/// A name has no more words.
pub(super) const LONGEST: usize = 6;

/// How much speaks for a name at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    /// Somebody says that it comes.
    Yes,
    /// It was asked for.
    Asked,
    /// Only its look.
    No,
}

/// Nothing follows a word in its sentence, or a comma.
pub(super) fn ends_call(view: &View<'_>, word: usize) -> bool {
    // A face or a heart ends it too.
    let sign = |c: char| !c.is_whitespace() && !"-–'’&/".contains(c);
    !view.words.together(word, word + 1) || view.words.gap(word + 1).chars().any(sign)
}

/// Whether a word is like a name.
pub(super) fn looks(view: &View<'_>, word: usize, sure: Sure) -> bool {
    let Some(about) = view.words.list.get(word) else { return false };
    let form = view.words.word(word);
    let what = about.what;
    if about.made != Made::Letters || form.chars().count() < 2 || what & (is::TITLE | is::NOT_NAME) != 0 {
        return false;
    }
    let (given, ordinary) = (what & (is::GIVEN | is::SURNAME) != 0, what & is::ORDINARY != 0);
    // In a text with capitals a surname without one is an ordinary word: "my long name".
    let small = view.words.has_capitals() && !about.capital && what & is::GIVEN == 0 && ordinary;
    if what & is::FUNCTION != 0 && !(about.capital && (given || named(view, word))) {
        return false;
    }
    if given {
        return !small || sure == Sure::Yes;
    }
    let begins = view.words.begins(word);
    match sure {
        Sure::Yes => about.capital || !ordinary || ends_call(view, word),
        Sure::Asked => !ordinary || about.capital && !begins,
        Sure::No => about.capital && !begins && (!ordinary || has_surname(view, word)),
    }
}

/// "Will Marsh", "May Ling": a small word with a capital where no sentence begins, and a surname behind it.
fn named(view: &View<'_>, word: usize) -> bool {
    !view.words.begins(word) && view.words.word(word).len() > 2 && has_surname(view, word)
}

/// "Will Marsh", "Bill Prentiss": behind an ordinary word with a capital comes one that is none.
pub(super) fn has_surname(view: &View<'_>, word: usize) -> bool {
    let next = view.words.list.get(word + 1).is_some_and(|w| w.capital && w.made == Made::Letters);
    next && view.words.gap(word + 1) == " " && !view.words.is(word + 1, is::ORDINARY | is::FUNCTION)
}

/// A name that begins at a word: its first and last word. Titles before it are passed over.
pub(super) fn take(view: &View<'_>, from: usize, sure: Sure) -> Option<(usize, usize)> {
    let words = &view.words;
    let mut first = from;
    while first < words.len() && first - from < 3 && first > 0 {
        let what = words.what(first);
        if what & is::TITLE == 0 && !(what & is::PARTICLE != 0 && words.is(first + 1, is::TITLE)) {
            break;
        }
        first += 1;
    }
    let bridge = |word: usize| {
        let gap = words.gap(word);
        // A dot stands behind an initial: "J. Marsh".
        gap.chars().count() <= 2
            && gap.chars().all(|c| c == ' ' || c == '-' || c == '.' || c == '\u{a0}')
            && (!gap.contains('.') || words.word(word - 1).chars().count() == 1 || words.together(word - 1, word))
    };
    let titled = |word: usize| word > 0 && words.is(word - 1, is::TITLE);
    let opens = |c: char| c.is_whitespace() || ",:\"'«“-".contains(c);
    let starts = |word: usize| word == 0 || words.gap(word).chars().all(|c| opens(c) || c == '.' && titled(word));
    let masked = |word: usize| words.list.get(word).is_some_and(|w| w.made == Made::Masked);
    if first > from && !starts(from) || sure != Sure::Asked && !starts(first) && first == from {
        return None;
    }
    if masked(first) || !(looks(view, first, sure) || unknown_pair(view, first, sure)) {
        return None;
    }
    let capital = words.list[first].capital;
    let mut last = first;
    while last + 1 < words.len() && last - first < LONGEST {
        let next = last + 1;
        let fits = |word: usize| {
            let Some(about) = words.list.get(word) else { return false };
            let form = words.word(word);
            let what = about.what;
            let letters = about.made == Made::Letters;
            let listed = what & (is::GIVEN | is::SURNAME) != 0;
            let plain = what & (is::ORDINARY | is::FUNCTION | is::NOT_NAME | is::MONTH) == 0;
            letters
                && bridge(word)
                && if capital { about.capital } else { (listed && what & is::FUNCTION == 0) || plain && form.len() > 2 }
        };
        // "J. Marsh", "Tom H."
        let initial = words.word(next).len() == 1 && words.list[next].capital && bridge(next);
        let particle = |word: usize| words.is(word, is::PARTICLE) && bridge(word);
        if fits(next) || initial && capital {
            last = next;
        } else if particle(next) && fits(next + 1) {
            last = next + 1;
        } else if particle(next) && particle(next + 1) && fits(next + 2) {
            last = next + 2;
        } else {
            break;
        }
    }
    Some((first, last))
}

/// Without capitals: a word that nobody knows, and a surname behind it.
fn unknown_pair(view: &View<'_>, word: usize, sure: Sure) -> bool {
    let form = view.words.word(word);
    let unknown = view.words.what(word) & (is::ORDINARY | is::FUNCTION | is::NOT_NAME) == 0;
    let next = view.words.what(word + 1);
    let letters = view.words.list.get(word).is_some_and(|w| w.made == Made::Letters);
    let listed = next & (is::SURNAME | is::GIVEN) != 0 && next & is::FUNCTION == 0;
    // Nobody knows either of them: two such are hardly anything else.
    let both = next & (is::ORDINARY | is::FUNCTION | is::NOT_NAME) == 0
        && view.words.list.get(word + 1).is_some_and(|w| w.made == Made::Letters)
        && view.words.word(word + 1).len() > 3
        && view.words.gap(word + 1) == " ";
    sure == Sure::No && letters && unknown && form.len() > 2 && (listed || both)
}
