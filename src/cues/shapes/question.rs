//! Questions: a sentence with a question mark behind it, or, in a turn without any punctuation, a sentence that
//! begins as questions begin.

use super::Scene;
use crate::cues::heard::Hit;
use crate::fold::Folded;

pub(super) fn hear(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    for turn in scene.turns() {
        let folded = &scene.heard.folded[turn];
        let mut from = 0;
        while from < folded.words.len() {
            let sentence = folded.words[from].sentence;
            let last = from + folded.words[from..].iter().take_while(|w| w.sentence == sentence).count();
            if scene.counts(last - from) && (folded.asks(sentence) || begins_as_one(scene, folded, from)) {
                found.extend(scene.hit(turn, (from as u32, last as u32)));
            }
            from = last;
        }
    }
}

/// Whether the sentence that begins at a word may ask, and begins with a word that asks, lead-ins aside.
pub(super) fn begins_as_one(scene: &Scene<'_>, folded: &Folded, from: usize) -> bool {
    let words = &scene.lexicon.words;
    let sentence = folded.words[from].sentence;
    let inside = (from..folded.words.len()).take_while(|w| folded.words[*w].sentence == sentence);
    let mut first = inside.map(|w| folded.word(w)).skip_while(|w| words.lead_ins.contains(*w));
    folded.may_ask(sentence) && first.next().is_some_and(|word| words.interrogatives.contains(word))
}
