//! Questions: a sentence with a question mark behind it, or, in a turn without any punctuation, a sentence that
//! begins as questions begin.

use super::{Kind, Scene};
use crate::cues::heard::Hit;

pub(super) fn hear(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    for turn in scene.turns() {
        let folded = &scene.heard.folded[turn];
        let mut from = 0;
        while from < folded.words.len() {
            let sentence = folded.words[from].sentence;
            let last = from + folded.words[from..].iter().take_while(|w| w.sentence == sentence).count();
            if scene.counts(last - from) && (folded.asks(sentence) || begins_as_one(scene, turn, from)) {
                found.push(scene.hit(turn, (from as u32, last as u32)));
            }
            from = last;
        }
    }
}

/// Whether the sentence that begins at a word may ask, and begins with a word that asks, lead-ins aside.
pub(super) fn begins_as_one(scene: &Scene<'_>, turn: usize, from: usize) -> bool {
    let folded = &scene.heard.folded[turn];
    let sentence = folded.words[from].sentence;
    let inside = (from..folded.words.len()).take_while(|w| folded.words[*w].sentence == sentence);
    let mut first = inside.skip_while(|word| scene.is(turn, *word, Kind::LEAD_IN));
    folded.may_ask(sentence) && first.next().is_some_and(|word| scene.is(turn, word, Kind::INTERROGATIVE))
}
