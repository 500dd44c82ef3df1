//! Which words are like names: by their capital where the text has capitals, by the lists of given names, and by being
//! no word of any phrase. Used by the ear for `<name>` in phrases and by the shapes about names.

use super::speller::{Kind, Speller};
use crate::fold::Folded;

/// In text without capitals a shorter word that nobody knows is a slip of the recogniser.
const SHORTEST: usize = 3;

/// How much a word is like a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Not at all.
    None,
    /// By its capital, or because nobody knows it.
    Some,
    /// It stands in the lists of given names.
    Given,
}

/// A turn in which names are looked for.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub speller: &'a Speller,
    pub text: &'a str,
    pub folded: &'a Folded,
    pub numbers: &'a [u32],
    /// The text is written with capitals.
    pub capitals: bool,
}

impl Named<'_> {
    /// How much a word of the turn is like a name.
    pub fn likeness(&self, word: usize) -> Likeness {
        let given = self.speller.is(self.numbers[word], Kind::GIVEN_NAME);
        if !self.can_be_name(word) || !self.by_its_look(word, given) {
            return Likeness::None;
        }
        if given { Likeness::Given } else { Likeness::Some }
    }

    fn by_its_look(&self, word: usize, given: bool) -> bool {
        let known = self.speller.is(self.numbers[word], Kind::PHRASE);
        if !self.capitals {
            return given || (self.folded.word(word).len() >= SHORTEST && !known);
        }
        let words = &self.folded.words;
        let begins = word == 0 || words[word - 1].sentence != words[word].sentence;
        // A capital at the head of a sentence is only its head, unless the word is no ordinary one or a name goes on.
        let goes_on = || word + 1 < words.len() && self.can_be_name(word + 1) && self.capital(word + 1);
        self.capital(word) && (!begins || given || !known || goes_on())
    }

    /// Whether a word has letters only, and a content of its own.
    fn can_be_name(&self, word: usize) -> bool {
        let form = self.folded.word(word);
        let number = self.numbers[word];
        let letters = form.len() > 1 && form.chars().all(char::is_alphabetic);
        letters && !self.speller.is(number, Kind::FUNCTION) && !self.speller.is(number, Kind::TITLE)
    }

    fn capital(&self, word: usize) -> bool {
        let start = self.folded.words[word].start as usize;
        self.text[start..].chars().next().is_some_and(char::is_uppercase)
    }
}

/// Whether a text is written with capitals at all.
pub(super) fn has_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase)
}
