//! Which words are like names: by their capital where the text has capitals, by the lists of given names, and by being
//! no word of any phrase. Used by the ear for `<name>` in phrases and by the shapes about names.

use super::lexicon::Lexicon;
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

/// How much a word of a turn is like a name.
pub(super) fn like_name(lexicon: &Lexicon, text: &str, folded: &Folded, word: usize) -> Likeness {
    let form = folded.word(word);
    let given = lexicon.words.names.contains(form);
    if !can_be_name(lexicon, form) || !by_its_look(lexicon, text, folded, word, given) {
        return Likeness::None;
    }
    if given { Likeness::Given } else { Likeness::Some }
}

fn by_its_look(lexicon: &Lexicon, text: &str, folded: &Folded, word: usize, given: bool) -> bool {
    let form = folded.word(word);
    if !has_capitals(text) {
        return given || (form.len() >= SHORTEST && !lexicon.patterns.knows(form));
    }
    let begins = word == 0 || folded.words[word - 1].sentence != folded.words[word].sentence;
    // A capital at the head of a sentence is only its head, unless the word is no ordinary one or a name goes on.
    let goes_on = || {
        word + 1 < folded.words.len() && can_be_name(lexicon, folded.word(word + 1)) && capital(text, folded, word + 1)
    };
    capital(text, folded, word) && (!begins || given || !lexicon.patterns.knows(form) || goes_on())
}

/// Whether a folded word has letters only, and a content of its own.
fn can_be_name(lexicon: &Lexicon, form: &str) -> bool {
    let words = &lexicon.words;
    let letters = form.len() > 1 && form.chars().all(char::is_alphabetic);
    letters && !words.function.contains(form) && !words.honorifics.contains(form)
}

fn capital(text: &str, folded: &Folded, word: usize) -> bool {
    text[folded.words[word].start as usize..].chars().next().is_some_and(char::is_uppercase)
}

/// Whether a text is written with capitals at all.
pub(super) fn has_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase)
}
