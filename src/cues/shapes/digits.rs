//! Digits in a row, written or said one by one: "4417 0552", "cuatro cuatro diecisiete", "double-o five". How many there
//! are tells a card or an account from a price; a card's last digit is a sum of the others.

use super::{Kind, Scene};
use crate::cues::heard::Hit;

/// Runs of so many digits as the cue asks for.
pub(super) fn numbers(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    runs(scene, found, |_| true);
}

/// Runs of digits that end as a card's number does.
pub(super) fn cards(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    runs(scene, found, |digits| CARD.contains(&digits.len()) && luhn(digits));
}

/// Digits of a payment card (ISO/IEC 7812).
const CARD: std::ops::RangeInclusive<usize> = 13..=19;

fn runs(scene: &Scene<'_>, found: &mut Vec<Hit>, wanted: impl Fn(&[u8]) -> bool) {
    let mut digits = Vec::new();
    for turn in scene.turns() {
        let count = scene.heard.folded[turn].words.len();
        let mut word = 0;
        while word < count {
            if !may_say_digits(scene, turn, word) {
                word += 1;
                continue;
            }
            digits.clear();
            let first = word;
            let mut last = word;
            while word < count && read(scene, turn, word, &mut digits) {
                word += 1;
                last = word;
            }
            if scene.counts(digits.len()) && wanted(&digits) {
                found.push(scene.hit(turn, (first as u32, last as u32)));
            }
            word += usize::from(word == first);
        }
    }
}

/// Whether a word can be digits: most are told by their number or their first letter to be none.
fn may_say_digits(scene: &Scene<'_>, turn: usize, word: usize) -> bool {
    let folded = &scene.heard.folded[turn];
    scene.is(turn, word, Kind::DIGIT) || folded.text.as_bytes()[folded.words[word].at as usize].is_ascii_digit()
}

/// Adds the digits of a word; whether it belongs into a row of digits.
fn read(scene: &Scene<'_>, turn: usize, word: usize, digits: &mut Vec<u8>) -> bool {
    let form = scene.heard.folded[turn].word(word);
    if form.bytes().all(|b| b.is_ascii_digit()) {
        digits.extend(form.bytes().map(|b| b - b'0'));
        return true;
    }
    if !scene.is(turn, word, Kind::DIGIT) {
        return false;
    }
    let Some(said) = scene.lexicon.digits.get(form) else { return false };
    // "y" between "cuarenta" and "dos" is nothing of its own, and a row does not begin with it.
    if said.is_empty() {
        return !digits.is_empty();
    }
    let joins = said.len() == 1 && said != "0" && word > 0 && tens_before(scene, turn, word);
    if joins {
        digits.pop();
    }
    digits.extend(said.bytes().map(|b| b - b'0'));
    true
}

/// Whether a word stands behind "forty", perhaps with an "and" between.
fn tens_before(scene: &Scene<'_>, turn: usize, word: usize) -> bool {
    let said = |word: usize| scene.lexicon.digits.get(scene.heard.folded[turn].word(word)).map(String::as_str);
    let before = if said(word - 1) == Some("") { word.checked_sub(2) } else { Some(word - 1) };
    before.and_then(said).is_some_and(|tens| tens.len() == 2 && tens.ends_with('0') && tens != "10")
}

/// The check of payment cards (ISO/IEC 7812-1, annex B).
fn luhn(digits: &[u8]) -> bool {
    let doubled = |d: u8| if d > 4 { d * 2 - 9 } else { d * 2 };
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(i, d)| u32::from(if i % 2 == 1 { doubled(*d) } else { *d })).sum();
    sum.is_multiple_of(10)
}
