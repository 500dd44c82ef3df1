//! What capitals and marks tell: an acronym in a text that has small letters, or a raised voice.

use super::{Kind, Scene};
use crate::cues::heard::Hit;

/// Acronyms have so many letters.
const ACRONYM: std::ops::RangeInclusive<usize> = 2..=6;

pub(super) fn acronyms(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    for turn in scene.turns() {
        let text = scene.call.turns[turn].text.as_str();
        // A turn typed in capitals has no acronyms that could be told.
        if !capitals_together(text) || shouted(scene, turn) * 2 > scene.heard.folded[turn].words.len() {
            continue;
        }
        // "That does NOT work": words without content are only stressed.
        for (index, word) in scene.heard.folded[turn].words.iter().enumerate() {
            let letters = &text[word.start as usize..word.end as usize];
            let capitals = letters.bytes().filter(u8::is_ascii_uppercase).count();
            let all = letters.bytes().all(|b| b.is_ascii_uppercase() || b == b's');
            let stressed = scene.is(turn, index, Kind::FUNCTION) || in_a_name(scene, turn, index);
            if all && !stressed && ACRONYM.contains(&capitals) && letters.len() <= capitals + 2 {
                found.push(scene.hit(turn, (index as u32, index as u32 + 1)));
            }
        }
    }
}

/// Whether a word in capitals stands beside another with a capital, in one sentence: "YVR International Airport" is a name.
fn in_a_name(scene: &Scene<'_>, turn: usize, word: usize) -> bool {
    let text = scene.call.turns[turn].text.as_str();
    let words = &scene.heard.folded[turn].words;
    let named = |other: usize| {
        let Some(beside) = words.get(other).filter(|w| w.sentence == words[word].sentence) else { return false };
        let letters = &text[beside.start as usize..beside.end as usize];
        let begins = other == 0 || words[other - 1].sentence != beside.sentence;
        let capital = letters.chars().next().is_some_and(char::is_uppercase);
        capital && !begins && letters.chars().any(char::is_lowercase)
    };
    named(word + 1) || word.checked_sub(1).is_some_and(named)
}

pub(super) fn shouting(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    let loud = |turn: usize| capitals_together(&scene.call.turns[turn].text);
    // Where everything is in capitals, capitals say nothing.
    let small = |turn: usize| scene.call.turns[turn].text.bytes().any(|b| b.is_ascii_lowercase());
    if !scene.turns().any(loud) || !scene.turns().any(small) {
        return;
    }
    for turn in scene.turns() {
        let count = shouted(scene, turn);
        if count > 0 && scene.counts(count) {
            let words = scene.heard.folded[turn].words.len() as u32;
            found.push(scene.hit(turn, (0, words)));
        }
    }
}

/// Exclamation marks, those that open included: "¡Hola!" has two, "What!!!" three.
pub(super) fn exclaiming(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    for turn in scene.turns() {
        let text = scene.call.turns[turn].text.as_str();
        let count = text.bytes().filter(|b| *b == b'!').count() + text.matches('¡').count();
        if count > 0 && scene.counts(count) {
            found.push(scene.whole_turn(turn));
        }
    }
}

/// Whether two capitals stand side by side: where they do not, no word is in capitals.
fn capitals_together(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_uppercase() && pair[1].is_ascii_uppercase())
}

/// Words of four letters and more that are all in capitals: shorter ones are acronyms.
fn shouted(scene: &Scene<'_>, turn: usize) -> usize {
    let text = scene.call.turns[turn].text.as_str();
    let loud = |word: &str| word.chars().count() >= 4 && word.chars().all(char::is_uppercase);
    scene.heard.folded[turn].words.iter().filter(|w| loud(&text[w.start as usize..w.end as usize])).count()
}
