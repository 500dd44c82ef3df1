//! Hides names once they are known: in turns, also letter by letter, and joined in ids and names of files.

use std::borrow::Cow;

use super::known::{Says, is};
use super::look::has_surname;
use super::names::Names;
use super::view::{FEWEST, View, is_letter};
use super::words::{MASK, Made};
use crate::fold::words_of;
use crate::transcript::Role;

/// Masks the names where they stand, and where they are spelled.
pub(super) fn mask_names(view: &mut View<'_>, turn: usize, names: &Names, asked: bool) {
    spelled(view, names, asked);
    if !names.is_empty() {
        let mut before: Option<usize> = None;
        for word in 0..view.words.len() {
            let hit = names.has(view.words.word(word)) || view.words.owner(word).is_some_and(|owner| names.has(owner));
            if !hit {
                continue;
            }
            // "María de la Cruz": what stands between goes with them.
            let first = before.filter(|before| {
                let between = before + 1..word;
                between.len() <= 2 && between.clone().all(|w| view.words.is(w, is::PARTICLE))
            });
            view.mask_words(first.unwrap_or(word), word);
            before = Some(word);
            // A further surname, said only here. Nobody calls himself by his name, so in what a customer says without
            // capitals a word that nobody knows is one.
            let bare = view.role != Role::Agent
                && !view.words.has_capitals()
                && view.words.word(word + 1).len() > 3
                && view.words.list.get(word + 1).is_some_and(|w| w.made == Made::Letters)
                && view.words.gap(word + 1) == " "
                && view.words.what(word + 1) & (is::ORDINARY | is::FUNCTION | is::NOT_NAME) == 0;
            if (bare || view.words.list[word].capital && has_surname(view, word))
                && !names.is_of_agent(view.words.word(word + 1))
            {
                view.mask_words(word + 1, word + 1);
            }
        }
    }
    // What was said to be a name is masked there, whatever word it is.
    for (first, last) in names.places(turn) {
        if !(first..=last).any(|word| names.is_of_agent(view.words.word(word))) {
            view.mask_words(first, last);
        }
    }
}

/// Letters one by one: "O-R-T-E-G-A", "o de oso".
fn spelled(view: &mut View<'_>, names: &Names, asked: bool) {
    let spoken_of = asked || view.says(Says::Spells) || view.says(Says::AsksName);
    for Spelling { first, last, name, explained } in spellings(view) {
        let length = name.chars().count();
        let innocent =
            view.before(first).find(|said| said.says.is_of_numbers()).is_some_and(|s| s.says == Says::Innocent);
        if names.has(&name) || length >= 3 && spoken_of || (length >= 5 || explained) && !innocent {
            view.mask_words(first, last);
        }
    }
}

/// A row of letters.
pub(super) struct Spelling {
    pub first: usize,
    pub last: usize,
    /// What they spell; a dot where only the letter's name is known.
    pub name: String,
    /// Words are said for letters, as nobody does by chance.
    pub explained: bool,
}

/// The word that is said for a letter: "o de oso", "o as in orange", "o for oscar".
pub(super) fn stands_for(view: &View<'_>, letter: usize) -> Option<usize> {
    let words = &view.words;
    // "Ese de sol", "el for lima": the letter stands second in its name.
    let name = words.word(letter);
    let second = name.chars().nth(1).filter(|_| name.len() <= 4);
    (letter + 2..=letter + 3).find(|word| {
        words.list.get(*word).is_some_and(|w| w.made == Made::Letters)
            && words.word(*word).chars().nth(1).is_some()
            && words.word(*word).chars().next().is_some_and(|c| name.starts_with(c) || second == Some(c))
            && !words.is(*word, is::LINK)
            && (words.word(*word).len() > 3 || !words.is(*word, is::LETTER))
            && words.together(letter, *word)
            && (letter + 1..*word).all(|between| words.is(between, is::FUNCTION | is::LINK))
    })
}

/// Rows of letters.
pub(super) fn spellings(view: &View<'_>) -> Vec<Spelling> {
    let words = &view.words;
    let single = |word: usize| words.list.get(word).is_some_and(|w| w.single && w.made == Made::Letters);
    let letter = |word: usize| words.list.get(word).is_some_and(is_letter);
    let mut rows = Vec::new();
    if !view.has_letters() {
        return rows;
    }
    let mut i = 0;
    while i < words.len() {
        if !letter(i) {
            i += 1;
            continue;
        }
        let (first, mut last) = (i, i);
        let mut name = String::new();
        let (mut sure, mut explained) = (0, 0);
        loop {
            let stands_alone = single(last);
            name.push_str(if stands_alone { words.word(last) } else { "." });
            sure += usize::from(stands_alone || !words.is(last, is::FUNCTION | is::LINK));
            let stood = stands_for(view, last);
            explained += usize::from(stood.is_some());
            last = stood.unwrap_or(last);
            let next = last + 1;
            if !(letter(next) && words.gap(next).chars().count() <= 3) {
                break;
            }
            last = next;
        }
        if sure >= 2 && name.chars().count() >= FEWEST {
            rows.push(Spelling { first, last, name, explained: explained > 1 });
        }
        i = last + 1;
    }
    rows
}

/// A file's name or an id with the names in it masked, also where they are joined: `ortega_alma`, `AlmaOrtega`.
pub(super) fn mask_joined<'t>(text: &'t str, names: &Names) -> Cow<'t, str> {
    if names.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut piece = String::new();
    let mut small = false;
    for c in text.chars() {
        if !c.is_alphabetic() || small && c.is_uppercase() {
            flush(&mut piece, names, &mut out);
        }
        small = c.is_lowercase();
        if c.is_alphabetic() {
            piece.push(c);
        } else {
            out.push(c);
        }
    }
    flush(&mut piece, names, &mut out);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Adds a piece, masked if it is a name, or two of them joined.
fn flush(piece: &mut String, names: &Names, out: &mut String) {
    const LONGEST: usize = 40;
    let folded = if piece.is_empty() { String::new() } else { words_of(piece) };
    let two = || {
        let cuts = folded.char_indices().map(|(at, _)| at).filter(|at| *at > 1);
        folded.len() <= LONGEST && cuts.into_iter().any(|at| names.has(&folded[..at]) && names.has(&folded[at..]))
    };
    if names.has(&folded) || two() {
        out.extend(piece.chars().map(|_| MASK));
    } else {
        out.push_str(piece);
    }
    piece.clear();
}
