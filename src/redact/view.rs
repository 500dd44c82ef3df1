//! A turn while it is redacted: its words, what is said in it, and what of it is masked so far.

use std::ops::Range;

use super::known::{Known, Said, Says, is};
use super::numbers::Date;
use super::words::{MASK, Made, Word, Words};
use crate::transcript::Role;

/// A name that is spelled has no fewer letters.
pub(super) const FEWEST: usize = 3;

/// Whether a word is a letter, or the name of one.
pub(super) fn is_letter(word: &Word) -> bool {
    word.made == Made::Letters && (word.single || word.what & is::LETTER != 0)
}

/// A turn.
pub(super) struct View<'t> {
    pub words: Words<'t>,
    pub said: Vec<Said>,
    pub role: Role,
    /// Its dates in digits, once its numbers are masked.
    pub dates: Vec<Date>,
    facts: Facts,
    spans: Vec<Range<usize>>,
    /// It was seen before, and nothing was masked in it.
    pub again: bool,
}

/// What tells at once that most things are not to be looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// A bit for each kind of phrase that is said.
    says: u32,
    /// There are letters enough to spell a name.
    letters: bool,
}

/// What is kept of a turn in which nothing was masked: its words and what is said in it.
pub(super) type Kept = (Words<'static>, Vec<Said>, Facts);

impl<'t> View<'t> {
    /// Takes a text apart; `apart` also where letters and digits stand side by side.
    pub fn new(text: &'t str, role: Role, known: &Known, apart: bool) -> Self {
        // "Sr.", "Av.", "apt.": a longer one is a word, and the dot behind it ends a sentence.
        let short = is::TITLE | is::STREET | is::STREET_BEHIND | is::ADDRESS_PART;
        let is_short = |word: &str, what: u32| word.len() <= 4 && what & short != 0 && what & is::FUNCTION == 0;
        let words = Words::new(text, apart, |word| known.meaning(word), is_short);
        let said = known.said(&words);
        let says = said.iter().fold(0, |bits, said| bits | 1 << said.says as u32);
        let letters = words.list.iter().filter(|word| is_letter(word)).take(FEWEST).count() == FEWEST;
        Self { words, said, facts: Facts { says, letters }, role, dates: Vec::new(), spans: Vec::new(), again: false }
    }

    /// A text that was taken apart before.
    pub fn again(text: &'t str, role: Role, (words, said, facts): Kept) -> Self {
        Self { words: words.with_text(text), said, facts, role, dates: Vec::new(), spans: Vec::new(), again: true }
    }

    /// The text with what is masked; or what is to be kept, where nothing is.
    pub fn done(self) -> Result<String, Kept> {
        match self.masked() {
            Some(text) => Ok(text),
            None => Err((self.words.without_text(), self.said, self.facts)),
        }
    }

    /// Whether such a phrase is said.
    pub fn says(&self, says: Says) -> bool {
        self.facts.says & 1 << says as u32 != 0
    }

    /// Whether there are so many letters by themselves as a name has that is spelled.
    pub fn has_letters(&self) -> bool {
        self.facts.letters
    }

    /// What is said before a word, the nearest first. No more than a few phrases are looked at.
    pub fn before(&self, word: usize) -> impl Iterator<Item = &Said> {
        const NEAREST: usize = 24;
        self.said[..self.said.partition_point(|said| said.first < word)].iter().rev().take(NEAREST)
    }

    /// How often something was masked so far.
    pub fn marks(&self) -> usize {
        self.spans.len()
    }

    /// Masks words, the first and the last included.
    pub fn mask_words(&mut self, first: usize, last: usize) {
        if first <= last && last < self.words.len() {
            self.spans.push(self.words.span(first, last));
        }
    }

    /// Masks bytes, on boundaries of characters.
    pub fn mask_bytes(&mut self, span: Range<usize>) {
        self.spans.push(span);
    }

    /// The text with what is masked; none where nothing is that was not before. Spaces stay, so that words keep their number.
    pub fn masked(&self) -> Option<String> {
        if self.spans.is_empty() {
            return None;
        }
        let mut spans = self.spans.clone();
        spans.sort_by_key(|span| span.start);
        let mut spans = spans.iter().peekable();
        let mut until = 0;
        let mut changed = false;
        let mut out = String::with_capacity(self.words.text.len() + 16);
        for (at, c) in self.words.text.char_indices() {
            while let Some(span) = spans.next_if(|span| span.start <= at) {
                until = until.max(span.end);
            }
            let hide = at < until && !c.is_whitespace() && c != MASK;
            changed |= hide;
            out.push(if hide { MASK } else { c });
        }
        changed.then_some(out)
    }
}
