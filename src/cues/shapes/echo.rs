//! Echo: a turn that gives back what the other speaker has just said: enough of its words with content are the
//! other's, and they are a good part of it.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::{Scene, question};
use crate::cues::heard::Hit;

/// How many turns back the other's words are remembered.
const REMEMBERED: usize = 8;
/// The share of a turn's words with content that must be the other's.
const SHARE: f64 = 0.3;
/// Words are compared by so many first letters: inflections are the same word.
const STEM: usize = 5;

pub(super) fn hear(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    let content: Vec<Vec<u64>> = (0..scene.call.turns.len()).map(|turn| content(scene, turn)).collect();
    for turn in scene.turns() {
        let speaker = scene.call.turns[turn].speaker;
        let own = &content[turn];
        let before = turn.saturating_sub(REMEMBERED)..turn;
        let others = before.filter(|t| scene.call.turns[*t].speaker != speaker);
        let said = |word: &u64| others.clone().any(|t| content[t].binary_search(word).is_ok());
        let echoed = own.iter().filter(|word| said(word)).count();
        if echoed > 0 && echoed as f64 >= own.len() as f64 * SHARE && scene.counts(echoed) {
            let words = scene.heard.folded[turn].words.len() as u32;
            found.extend(scene.hit(turn, (0, words)));
        }
    }
}

/// The different stems of a turn's words that have a content of their own, as sorted hashes.
fn content(scene: &Scene<'_>, turn: usize) -> Vec<u64> {
    let folded = &scene.heard.folded[turn];
    let function = &scene.lexicon.words.function;
    let mut asked = (u32::MAX, false);
    // "How long has the water been off?" takes up the water, but gives nothing back.
    let mut in_question = |word: usize| {
        let sentence = folded.words[word].sentence;
        if asked.0 != sentence {
            asked = (sentence, question::begins_as_one(scene, folded, word));
        }
        asked.1
    };
    let words = (0..folded.words.len()).filter(|w| !in_question(*w)).map(|w| folded.word(w));
    let words = words.filter(|w| w.len() > 2 && !function.contains(*w));
    let stem = |w: &str| FxBuildHasher.hash_one(w.char_indices().nth(STEM).map_or(w, |(end, _)| &w[..end]));
    let mut stems: Vec<u64> = words.map(stem).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}
