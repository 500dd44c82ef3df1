//! What was heard in a call: hits in order, and quick questions about them. The judge reads this and never the
//! text. Made by `ear`.

use std::ops::Range;

use super::cue::CueId;
use crate::fold::Folded;

/// A hit that no phrase made: a shape or a measure.
pub const NO_PHRASE: u32 = u32::MAX;

/// A cue heard in a turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which cue.
    pub cue: CueId,
    /// Index of the turn.
    pub turn: u32,
    /// Index of the phrase in the lexicon, or [`NO_PHRASE`].
    pub phrase: u32,
    /// First byte in the turn's text, on a character boundary.
    pub start: u32,
    /// Byte after the last, on a character boundary.
    pub end: u32,
    /// First word and the one after the last, in the folded turn; equal for an event.
    pub words: (u32, u32),
    /// How much it weighs: the cue's strength, its phrase's score, and what stands before it.
    pub strength: f32,
}

impl Hit {
    /// The hit's bytes in the turn's text.
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A bracketed event in a turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// First byte in the turn's text, the bracket.
    pub start: u32,
    /// Byte after the closing bracket.
    pub end: u32,
    /// How long it lasted, in seconds, if it says so.
    pub seconds: Option<f64>,
}

/// Everything heard in one call.
#[derive(Debug, Default)]
pub struct Heard {
    /// Hits sorted by turn, then place.
    pub hits: Vec<Hit>,
    /// The folded turns; there may be more of them, left from longer calls.
    pub folded: Vec<Folded>,
    /// Their words by number, of the lexicon that heard them.
    pub(super) numbers: Vec<Vec<u32>>,
    /// The events of each turn.
    pub events: Vec<Vec<Event>>,
    pub(super) of_turn: Vec<Range<usize>>,
    pub(super) present: Vec<u64>,
    pub(super) anywhere: Vec<u64>,
    /// Of each cue the first turn in which it is heard.
    first: Vec<u32>,
    pub(super) row: usize,
}

impl Heard {
    /// The hits of a turn, in order of place.
    pub fn in_turn(&self, turn: usize) -> &[Hit] {
        self.of_turn.get(turn).map_or(&[], |range| &self.hits[range.clone()])
    }

    /// Whether a cue is heard in a turn.
    pub fn has(&self, cue: CueId, turn: usize) -> bool {
        let (word, bit) = (cue.0 as usize / 64, cue.0 % 64);
        self.present.get(turn * self.row + word).is_some_and(|bits| bits & (1 << bit) != 0)
    }

    /// Whether any of the cues is heard in a turn.
    pub fn has_any(&self, cues: &[CueId], turn: usize) -> bool {
        cues.iter().any(|cue| self.has(*cue, turn))
    }

    /// Whether any of the cues is heard at all.
    pub fn has_anywhere(&self, cues: &[CueId]) -> bool {
        let bit =
            |cue: &CueId| self.anywhere.get(cue.0 as usize / 64).is_some_and(|bits| bits & (1 << (cue.0 % 64)) != 0);
        cues.iter().any(bit)
    }

    /// The first of the turns in which any of the cues is heard.
    pub fn first(&self, cues: &[CueId], turns: Range<usize>) -> Option<usize> {
        if !self.has_anywhere(cues) {
            return None;
        }
        // Many ask whether something was heard so far, turn after turn.
        let first = cues.iter().map(|cue| self.first[cue.0 as usize] as usize).min()?;
        if first >= turns.end {
            return None;
        }
        if first >= turns.start {
            return Some(first);
        }
        turns.into_iter().find(|turn| self.has_any(cues, *turn))
    }

    /// A cue is no longer heard in a turn.
    pub(super) fn forget(&mut self, cue: CueId, turn: usize) {
        self.present[turn * self.row + cue.0 as usize / 64] &= !(1 << (cue.0 % 64));
    }

    /// Puts the hits in order.
    pub(super) fn sort(&mut self) {
        self.hits.sort_unstable_by_key(|h| {
            u128::from(h.turn) << 80 | u128::from(h.start) << 48 | u128::from(h.cue.0) << 32 | u128::from(h.end)
        });
    }

    /// Makes the questions above quick, once the hits are in order.
    pub(super) fn index(&mut self, turns: usize, cues: usize) {
        self.row = cues.div_ceil(64).max(1);
        self.present.clear();
        self.present.resize(turns * self.row, 0);
        self.anywhere.clear();
        self.anywhere.resize(self.row, 0);
        self.first.clear();
        self.first.resize(cues, u32::MAX);
        self.of_turn.clear();
        let mut from = 0;
        for turn in 0..turns {
            let to = from + self.hits[from..].iter().take_while(|h| h.turn as usize == turn).count();
            self.of_turn.push(from..to);
            for hit in &self.hits[from..to] {
                let (word, bit) = (hit.cue.0 as usize / 64, 1 << (hit.cue.0 % 64));
                self.present[turn * self.row + word] |= bit;
                self.anywhere[word] |= bit;
                let first = &mut self.first[hit.cue.0 as usize];
                *first = (*first).min(hit.turn);
            }
            from = to;
        }
    }
}
