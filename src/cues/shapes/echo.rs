//! Echo: a turn that gives back what the other speaker has just said: enough of its words with content are the
//! other's, and they are a good part of it.

use std::ops::Range;

use super::{Kind, Scene, question};
use crate::cues::heard::Hit;

/// How many turns back the other's words are remembered.
const REMEMBERED: usize = 8;

/// What every turn says, the same for all cues.
#[derive(Default)]
pub(super) struct Contents {
    /// Turn by turn the different stems, sorted.
    stems: Vec<u64>,
    of_turn: Vec<Range<usize>>,
}

impl Contents {
    pub fn of(scene: &Scene<'_>) -> Self {
        let mut contents = Self::default();
        let mut own = Vec::new();
        for turn in 0..scene.call.turns.len() {
            own.clear();
            content(scene, turn, &mut own);
            own.sort_unstable();
            own.dedup();
            let from = contents.stems.len();
            contents.stems.extend_from_slice(&own);
            contents.of_turn.push(from..contents.stems.len());
        }
        contents
    }

    pub fn is_empty(&self) -> bool {
        self.of_turn.is_empty()
    }

    fn turn(&self, turn: usize) -> &[u64] {
        &self.stems[self.of_turn[turn].clone()]
    }
}

pub(super) fn hear(scene: &Scene<'_>, contents: &Contents, found: &mut Vec<Hit>) {
    for turn in scene.turns() {
        let speaker = scene.call.turns[turn].speaker;
        let own = contents.turn(turn);
        let before = turn.saturating_sub(REMEMBERED)..turn;
        let others = before.filter(|t| scene.call.turns[*t].speaker != speaker);
        let said = |word: &u64| others.clone().any(|t| contents.turn(t).binary_search(word).is_ok());
        let echoed = own.iter().filter(|word| said(word)).count();
        if echoed > 0 && echoed as f64 >= own.len() as f64 * scene.cue.share && scene.counts(echoed) {
            let words = scene.heard.folded[turn].words.len() as u32;
            found.push(scene.hit(turn, (0, words)));
        }
    }
}

/// The stems of a turn's words that have a content of their own, as hashes. "How long has the water been
/// off?" takes up the water, but gives nothing back: sentences that begin as questions are left out.
fn content(scene: &Scene<'_>, turn: usize, stems: &mut Vec<u64>) {
    stems_where(scene, turn, stems, |word| !question::begins_as_one(scene, turn, word));
}

/// The stems of the words with content in the sentences that are wanted, by their first words.
pub(super) fn stems_where(scene: &Scene<'_>, turn: usize, stems: &mut Vec<u64>, wanted: impl Fn(usize) -> bool) {
    let folded = &scene.heard.folded[turn];
    let mut sentence = (u32::MAX, false);
    for (index, place) in folded.words.iter().enumerate() {
        if sentence.0 != place.sentence {
            sentence = (place.sentence, wanted(index));
        }
        if sentence.1 && !scene.is(turn, index, Kind::FUNCTION) {
            stems.extend(scene.lexicon.patterns.speller.stem(scene.heard.numbers[turn][index], folded.word(index)));
        }
    }
}
