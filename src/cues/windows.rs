//! Which words stand near a word, as sets of 64 that may hold more than they should: one look tells that none of a
//! phrase's words is among them. Made once a turn; used by `lookout` and `pattern`.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::speller::{GIVEN_NAME, Place, Speller, UNKNOWN};
use crate::fold::Folded;

/// The set that holds every word.
pub(super) const ANY: u64 = u64::MAX;

/// The set of one word.
pub(super) fn bit(number: u32) -> u64 {
    1 << (number % 64)
}

/// With which words the literals of each place begin, and with which they end. A list is one place, however many phrases
/// use it.
#[derive(Default)]
pub(super) struct Sets {
    places: Vec<Option<(u64, u64)>>,
    /// Of each beginning of a word those that begin so, and their set.
    beginnings: FxHashMap<u32, (Vec<u32>, u64)>,
    /// The numbers of the words by their first two bytes: what may begin alike.
    by_head: FxHashMap<[u8; 2], Vec<u32>>,
}

impl Sets {
    /// Of a place.
    pub fn of(&mut self, place: Place, speller: &Speller) -> (u64, u64) {
        self.places.resize(speller.count_places().max(self.places.len()), None);
        if let Some(sets) = self.places[place.index()] {
            return sets;
        }
        let (mut first, mut last) = (0, 0);
        for literal in speller.place(place).iter().filter(|l| !l.is_empty()) {
            let row = speller.row(*literal);
            first |= self.word(row[0], literal.beginning && row.len() == 1, speller);
            last |= self.word(row[row.len() - 1], literal.beginning, speller);
        }
        self.places[place.index()] = Some((first, last));
        (first, last)
    }

    fn word(&mut self, number: u32, beginning: bool, speller: &Speller) -> u64 {
        match number {
            GIVEN_NAME.. => ANY,
            _ if beginning => {
                self.begin(std::iter::once(number), speller);
                self.beginnings.get(&number).map_or(0, |(_, set)| *set)
            }
            _ => bit(number),
        }
    }

    /// Learns which words begin as some do.
    pub fn begin(&mut self, numbers: impl Iterator<Item = u32>, speller: &Speller) {
        if self.by_head.is_empty() {
            for number in 0..speller.count() as u32 {
                if let Some(head) = speller.word(number).as_bytes().first_chunk() {
                    self.by_head.entry(*head).or_default().push(number);
                }
            }
        }
        for number in numbers {
            self.beginnings.entry(number).or_insert_with(|| {
                let begins = speller.word(number);
                let alike = |other: &u32| speller.word(*other).starts_with(begins);
                let mut found: Vec<u32> = match begins.as_bytes().first_chunk() {
                    Some(head) => self.by_head.get(head).into_iter().flatten().copied().filter(alike).collect(),
                    None => (0..speller.count() as u32).filter(alike).collect(),
                };
                found.push(UNKNOWN);
                let set = found.iter().fold(0, |set, other| set | bit(*other));
                (found, set)
            });
        }
    }

    /// The words that begin as one does, if that was learnt; the unknown ones may, too.
    pub fn beginning(&self, number: u32) -> &[u32] {
        self.beginnings.get(&number).map_or(&[], |(words, _)| words)
    }
}

/// A window of so many words is as good as all of the sentence on that side.
const FAR: usize = 7;

/// What stands near a word on one side: the sets of so many words, and last of all words. Of no words at all nothing is
/// asked.
type Near = [u64; FAR + 1];

const NOTHING: Near = {
    let mut near = [0; FAR + 1];
    near[0] = ANY;
    near
};

/// The words of a turn as sets: each alone, and those that stand before and behind it in its sentence.
#[derive(Debug, Default)]
pub(super) struct Windows {
    words: Vec<u64>,
    before: Vec<Near>,
    after: Vec<Near>,
    sentences: Vec<(u32, u32)>,
}

impl Windows {
    /// Of a turn's words, by their numbers.
    pub fn read(&mut self, folded: &Folded, numbers: &[u32]) {
        let count = numbers.len();
        self.words.clear();
        self.words.extend(numbers.iter().map(|number| bit(*number)));
        self.sentences.clear();
        // What stands there from another turn is written over.
        self.before.resize(count.max(self.before.len()), NOTHING);
        self.after.resize(count.max(self.after.len()), NOTHING);
        for sentence in folded.words.chunk_by(|a, b| a.sentence == b.sentence) {
            let from = self.sentences.len();
            let to = from + sentence.len();
            self.sentences.resize(to, (from as u32, to as u32));
            (self.before[from], self.after[to - 1]) = (NOTHING, NOTHING);
            for word in from + 1..to {
                self.before[word] = farther(&self.before[word - 1], self.words[word - 1]);
            }
            for word in (from..to - 1).rev() {
                self.after[word] = farther(&self.after[word + 1], self.words[word + 1]);
            }
        }
    }

    /// The words of the sentence in which a word stands.
    pub fn sentence(&self, word: usize) -> Range<usize> {
        let (from, to) = self.sentences[word];
        from as usize..to as usize
    }

    /// The set of a word.
    pub fn of(&self, word: usize) -> u64 {
        self.words[word]
    }

    /// Whether some words may stand before and behind the words from `first` to `last`.
    pub fn hold(&self, (first, last): (usize, usize), near: &Neighbours) -> bool {
        near.before & self.before[first][near.reach.0 as usize % (FAR + 1)] != 0
            && near.after & self.after[last][near.reach.1 as usize % (FAR + 1)] != 0
    }

    /// All words of the sentence before the words from `first` to `last`, and behind them.
    pub fn beside(&self, first: usize, last: usize) -> (u64, u64) {
        (self.before[first][FAR], self.after[last][FAR])
    }
}

/// What stands near a word whose neighbour is this one, and that neighbour's own near words.
fn farther(near: &Near, neighbour: u64) -> Near {
    let [_, one, two, three, four, five, _, all] = *near;
    [ANY, 0, one, two, three, four, five, all].map(|near| near | neighbour)
}

/// The words that can stand nearest to an anchor on both sides.
#[derive(Debug, Clone, Copy)]
pub struct Neighbours {
    pub(super) before: u64,
    pub(super) after: u64,
    /// One of them is among so many words.
    pub(super) reach: (u8, u8),
}

impl Neighbours {
    /// Nothing is asked of one side.
    pub const ANYTHING: (u64, u8) = (ANY, 0);

    /// Of what stands before, and behind.
    pub fn new(before: (u64, u8), after: (u64, u8)) -> Self {
        Self { before: before.0, after: after.0, reach: (before.1, after.1) }
    }
}

/// The words that can stand nearest on one side, and how far, of the places going away, each with the gap that lies
/// before it. `first` tells with which words a place begins on this side. Everything, where nothing is asked.
pub(super) fn near(
    places: impl Iterator<Item = (Place, u8)>,
    speller: &Speller,
    mut first: impl FnMut(Place) -> u64,
) -> (u64, u8) {
    let (mut set, mut reach) = (0, 1u8);
    for (place, gap) in places {
        reach = reach.saturating_add(gap);
        set |= first(place);
        if set == ANY {
            break;
        }
        if speller.place(place).last().is_some_and(|l| !l.is_empty()) {
            return (set, reach.min(FAR as u8));
        }
    }
    Neighbours::ANYTHING
}
