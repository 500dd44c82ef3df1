//! Which words stand near a word, as sets of 64 that may hold more than they should: one look tells that none of a
//! phrase's words is among them. Made once a turn; used by `lookout` and `pattern`.

use std::ops::Range;

use super::notation::Place;
use super::speller::Literal;
use crate::fold::Folded;

/// The set that holds every word.
pub(super) const ANY: u64 = u64::MAX;

/// The set of one word.
pub(super) fn bit(number: u32) -> u64 {
    1 << (number % 64)
}

/// The words of a turn as sets: each alone, and two, four and eight in a row; and the sentence of each.
#[derive(Debug, Default)]
pub(super) struct Windows {
    rows: [Vec<u64>; 4],
    sentences: Vec<(u32, u32)>,
}

impl Windows {
    /// Of a turn's words, by their numbers.
    pub fn read(&mut self, folded: &Folded, numbers: &[u32]) {
        let count = numbers.len();
        self.rows[0].clear();
        self.rows[0].extend(numbers.iter().map(|number| bit(*number)));
        for level in 1..self.rows.len() {
            let step = 1 << (level - 1);
            let (shorter, longer) = self.rows.split_at_mut(level);
            let (shorter, longer) = (&shorter[level - 1], &mut longer[0]);
            longer.clear();
            longer.extend(shorter.iter().zip(shorter.iter().skip(step)).map(|(a, b)| a | b));
        }
        self.sentences.clear();
        while self.sentences.len() < count {
            let from = self.sentences.len();
            let sentence = folded.words[from].sentence;
            let length = folded.words[from..].iter().take_while(|w| w.sentence == sentence).count();
            self.sentences.resize(from + length, (from as u32, (from + length) as u32));
        }
    }

    /// The words of the sentence in which a word stands.
    pub fn sentence(&self, word: usize) -> Range<usize> {
        let (from, to) = self.sentences[word];
        from as usize..to as usize
    }

    /// The set of a word.
    pub fn of(&self, word: usize) -> u64 {
        self.rows[0][word]
    }

    /// The set of some words in a row.
    fn of_all(&self, from: usize, to: usize) -> u64 {
        match to - from {
            0 => 0,
            1 => self.rows[0][from],
            2..4 => self.rows[1][from] | self.rows[1][to - 2],
            4..8 => self.rows[2][from] | self.rows[2][to - 4],
            8..=16 => self.rows[3][from] | self.rows[3][to - 8],
            _ => ANY,
        }
    }
}

/// The words that can stand nearest to an anchor on one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Neighbours {
    set: u64,
    /// One of them is among so many words.
    reach: u8,
}

impl Neighbours {
    /// Nothing is asked of this side.
    const ANY: Self = Self { set: 0, reach: 0 };

    /// Those in the places going away from the anchor, each with the gap that lies before it.
    pub fn new<'a>(
        places: impl Iterator<Item = (&'a Place, u8)>,
        nearest: impl Fn(Literal) -> Option<u32>,
    ) -> Self {
        let mut neighbours = Self { set: 0, reach: 1 };
        for (place, gap) in places {
            neighbours.reach = neighbours.reach.saturating_add(gap);
            for literal in place.iter().filter(|l| !l.is_empty()) {
                let Some(number) = nearest(*literal) else { return Self::ANY };
                neighbours.set |= bit(number);
            }
            if place.last().is_some_and(|l| !l.is_empty()) {
                return neighbours;
            }
        }
        Self::ANY
    }

    /// Whether one of them may stand before a word, in its sentence.
    pub fn stand_before(self, word: usize, windows: &Windows, sentence: &Range<usize>) -> bool {
        let from = word.saturating_sub(self.reach as usize).max(sentence.start);
        self.reach == 0 || self.set & windows.of_all(from, word) != 0
    }

    /// Whether one of them may stand from a word on, in the sentence.
    pub fn stand_after(self, word: usize, windows: &Windows, sentence: &Range<usize>) -> bool {
        let to = (word + self.reach as usize).min(sentence.end);
        self.reach == 0 || self.set & windows.of_all(word, to) != 0
    }
}
