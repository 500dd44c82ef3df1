//! Echo: a turn that gives back what the other speaker has just said: enough of its words with content are the
//! other's, and they are a good part of it.

use rustc_hash::FxHashSet;

use super::Scene;
use crate::cues::heard::Hit;

/// How many turns back the other's words are remembered.
const REMEMBERED: usize = 8;
/// The share of a turn's words with content that must be the other's.
const SHARE: f64 = 0.4;
/// Words are compared by so many first letters: inflections are the same word.
const STEM: usize = 5;

pub(super) fn hear(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    for turn in scene.turns() {
        let speaker = scene.call.turns[turn].speaker;
        let own: FxHashSet<&str> = content(scene, turn).collect();
        if own.is_empty() {
            continue;
        }
        let before = (turn.saturating_sub(REMEMBERED)..turn).filter(|t| scene.call.turns[*t].speaker != speaker);
        let theirs: FxHashSet<&str> = before.flat_map(|t| content(scene, t)).collect();
        let echoed = own.iter().filter(|w| theirs.contains(*w)).count();
        if echoed as f64 >= own.len() as f64 * SHARE && scene.counts(echoed) {
            let words = scene.heard.folded[turn].words.len() as u32;
            found.extend(scene.hit(turn, (0, words)));
        }
    }
}

/// The stems of a turn's words that have a content of their own.
fn content<'a>(scene: &'a Scene<'_>, turn: usize) -> impl Iterator<Item = &'a str> {
    let folded = &scene.heard.folded[turn];
    (0..folded.words.len())
        .map(|w| folded.word(w))
        .filter(|w| w.len() > 2 && !scene.lexicon.words.function.contains(*w))
        .map(|w| w.char_indices().nth(STEM).map_or(w, |(end, _)| &w[..end]))
}
