//! The words of a language by number: those of its phrases and those that the language's file sorts into kinds. Phrases
//! are read into rows of numbers, turns are heard as numbers, and the two are compared without looking at letters.

use std::borrow::Cow;
use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::fold::{Folded, Habits, fold_into};

/// A run of whole words by their numbers in a [`Speller`]; the last one may be only a beginning. Empty for an optional
/// piece that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Literal {
    pub(super) from: u32,
    pub(super) length: u16,
    /// The last word is only a beginning.
    pub beginning: bool,
}

impl Literal {
    /// A piece that is not there.
    pub const NOTHING: Self = Self { from: 0, length: 0, beginning: false };

    /// How many words it has.
    pub fn len(self) -> usize {
        self.length as usize
    }

    /// Whether it stands for a piece that is not there.
    pub fn is_empty(self) -> bool {
        self.length == 0
    }
}

/// A place to be filled by one of its literals, the longest first, by its number in a [`Speller`]. Lists are shared, not
/// copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(u32);

impl Place {
    pub(super) fn new(number: u32) -> Self {
        Self(number)
    }

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The number of a word that is in no phrase and of no kind.
pub const UNKNOWN: u32 = u32::MAX;
/// The number that stands for any word that is like a name: `<name>` in a phrase.
pub const NAME: u32 = u32::MAX - 1;
/// The number that stands for any word of the lists of given names: `<given-name>` in a phrase.
pub const GIVEN_NAME: u32 = u32::MAX - 2;

/// What kinds of word one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind(u8);

impl Kind {
    /// Stands whole in some phrase.
    pub const PHRASE: Self = Self(1);
    /// Says a digit or two.
    pub const DIGIT: Self = Self(2);
    /// Has no content of its own.
    pub const FUNCTION: Self = Self(4);
    /// Begins a question.
    pub const INTERROGATIVE: Self = Self(8);
    /// May stand before a question begins.
    pub const LEAD_IN: Self = Self(16);
    /// Stands before a name.
    pub const TITLE: Self = Self(32);
    /// Is a frequent given name.
    pub const GIVEN_NAME: Self = Self(64);
}

/// Words are compared by so many first letters: inflections are the same word.
const STEM: usize = 5;
/// Shorter words have no stem.
const SHORTEST_STEM: usize = 3;

fn stem(word: &str) -> Option<u64> {
    let end = word.char_indices().nth(STEM).map_or(word.len(), |(end, _)| end);
    (word.len() >= SHORTEST_STEM).then(|| FxBuildHasher.hash_one(&word[..end]))
}

/// The words and their numbers. The literals' words lie in one row, and so do the places' literals: there are thousands.
#[derive(Debug, Default)]
pub struct Speller {
    pub(super) numbers: FxHashMap<Cow<'static, str>, u32>,
    pub(super) words: Vec<Cow<'static, str>>,
    pub(super) kinds: Vec<u8>,
    stems: Vec<Option<u64>>,
    pub(super) row: Vec<u32>,
    pub(super) literals: Vec<Literal>,
    /// Of each place the one after its last literal.
    pub(super) places: Vec<u32>,
    folded: Folded,
    habits: Habits,
}

impl Speller {
    /// The words of a literal, by number.
    pub fn row(&self, literal: Literal) -> &[u32] {
        &self.row[literal.from as usize..literal.from as usize + literal.len()]
    }

    /// The literals of a place.
    pub fn place(&self, place: Place) -> &[Literal] {
        let number = place.0 as usize;
        let from = number.checked_sub(1).map_or(0, |before| self.places[before]);
        &self.literals[from as usize..self.places[number] as usize]
    }

    /// How many places there are.
    pub fn count_places(&self) -> usize {
        self.places.len()
    }

    /// A new place of these literals. Of two that stand at the same words the longer one is meant.
    pub fn add_place(&mut self, literals: &[Literal]) -> Place {
        let from = self.literals.len();
        self.literals.extend_from_slice(literals);
        self.literals[from..].sort_by_key(|l| std::cmp::Reverse(l.len()));
        self.places.push(self.literals.len() as u32);
        Place(self.places.len() as u32 - 1)
    }

    /// The numbers of a folded text's words, into `numbers`.
    pub fn number(&self, folded: &Folded, numbers: &mut Vec<u32>) {
        numbers.clear();
        let number = |word| self.numbers.get(folded.word(word)).copied().unwrap_or(UNKNOWN);
        numbers.extend((0..folded.words.len()).map(number));
    }

    /// The folded word of a number.
    pub fn word(&self, number: u32) -> &str {
        &self.words[number as usize]
    }

    /// How many different words there are; numbers go up from zero.
    pub fn count(&self) -> usize {
        self.words.len()
    }

    /// Whether a word is of a kind; an unknown word is of none.
    pub fn is(&self, number: u32, kind: Kind) -> bool {
        self.kinds.get(number as usize).is_some_and(|kinds| kinds & kind.0 != 0)
    }

    /// Whether a folded word is of a kind.
    pub fn is_word(&self, word: &str, kind: Kind) -> bool {
        self.numbers.get(word).is_some_and(|number| self.is(*number, kind))
    }

    /// Whether a literal can be words that no phrase writes down.
    pub fn is_open(&self, literal: Literal) -> bool {
        self.row(literal).iter().any(|number| *number >= GIVEN_NAME)
    }

    /// A word without its ending, as a hash; none for a word too short to have a content. `word` is its folded form.
    pub fn stem(&self, number: u32, word: &str) -> Option<u64> {
        self.stems.get(number as usize).map_or_else(|| stem(word), |known| *known)
    }

    /// Learns the stems of all words, once no more come.
    pub fn finish(&mut self) {
        self.stems = self.words.iter().map(|word| stem(word)).collect();
    }

    /// Puts words into a kind; of several words in a row each.
    pub fn sort_into<'a>(&mut self, kind: Kind, words: impl IntoIterator<Item = &'a str>) {
        for word in words {
            let literal = self.spell(word, false);
            for place in literal.from..literal.from + u32::from(literal.length) {
                let number = self.row[place as usize] as usize;
                self.kinds[number] |= kind.0;
            }
        }
    }

    /// The literal of words as written in a phrase.
    pub fn phrase(&mut self, text: &str, beginning: bool) -> Literal {
        let literal = self.spell(text, beginning);
        let last = (literal.from + u32::from(literal.length)).wrapping_sub(1);
        for place in literal.from..literal.from + u32::from(literal.length) {
            // What is only a beginning is no word.
            if !(beginning && place == last) {
                let number = self.row[place as usize] as usize;
                self.kinds[number] |= Kind::PHRASE.0;
            }
        }
        literal
    }

    fn spell(&mut self, text: &str, beginning: bool) -> Literal {
        let from = self.row.len() as u32;
        // Most are a word that is its own folded form, and thousands are read at every start.
        if let Some(number) = self.numbers.get(text) {
            self.row.push(*number);
            return Literal { from, length: 1, beginning };
        }
        if let Some(length) = self.spell_known(text) {
            return Literal { from, length, beginning };
        }
        fold_into(text, &self.habits, &mut self.folded);
        for index in 0..self.folded.words.len() {
            let word = self.folded.word(index);
            let known = self.numbers.get(word).copied();
            self.row.push(known.unwrap_or_else(|| {
                let number = self.words.len() as u32;
                let word: Cow<'static, str> = Cow::Owned(word.to_owned());
                self.words.push(word.clone());
                self.kinds.push(0);
                self.numbers.insert(word, number);
                number
            }));
        }
        Literal { from, length: self.folded.words.len() as u16, beginning }
    }

    /// Words with a space between them that are all known already: how many they are.
    fn spell_known(&mut self, text: &str) -> Option<u16> {
        let from = self.row.len();
        for word in text.trim_ascii().split(' ') {
            let Some(number) = self.numbers.get(word) else {
                self.row.truncate(from);
                return None;
            };
            self.row.push(*number);
        }
        u16::try_from(self.row.len() - from).ok()
    }

    /// The literal that is any name, of all or of those given.
    pub fn open(&mut self, number: u32) -> Literal {
        let from = self.row.len() as u32;
        self.row.push(number);
        Literal { from, length: 1, beginning: false }
    }

    /// One literal followed by another.
    pub fn join(&mut self, a: Literal, b: Literal) -> Literal {
        if a.is_empty() || b.is_empty() {
            return if a.is_empty() { b } else { a };
        }
        let from = self.row.len() as u32;
        for literal in [a, b] {
            let start = literal.from as usize;
            self.row.extend_from_within(start..start + literal.len());
        }
        Literal { from, length: a.length + b.length, beginning: b.beginning }
    }
}
