//! Questions: a sentence with a question mark behind it, or, in a turn without any punctuation, a sentence that
//! begins as questions begin.

use super::Scene;
use crate::cues::heard::Hit;

/// How deep into an unpunctuated turn an interrogative may still begin its question.
const NEAR_THE_BEGINNING: usize = 4;

pub(super) fn hear(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    for turn in scene.turns() {
        let text = scene.call.turns[turn].text.as_str();
        let folded = &scene.heard.folded[turn];
        let punctuated = text.bytes().any(|b| matches!(b, b'?' | b'.' | b','));
        let mut from = 0;
        while from < folded.words.len() {
            let sentence = folded.words[from].sentence;
            let length = folded.words[from..].iter().take_while(|w| w.sentence == sentence).count();
            let last = from + length;
            let after = folded.words.get(last).map_or(text.len(), |w| w.start as usize);
            let marked = text[folded.words[last - 1].end as usize..after].contains('?');
            let begins = || {
                let first = (from..last).take(NEAR_THE_BEGINNING);
                first.into_iter().any(|word| scene.lexicon.words.interrogatives.contains(folded.word(word)))
            };
            if marked || (!punctuated && begins()) {
                found.extend(scene.hit(turn, (from as u32, last as u32)));
            }
            from = last;
        }
    }
}
