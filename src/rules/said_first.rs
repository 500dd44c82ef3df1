//! Who used a word first: what the customer said, the agent may say too. The judge asks it about every hit of a rule
//! that excuses such words; each question is a look-up, however long the call.

use rustc_hash::FxHashMap;

use super::judge::Court;
use crate::cues::{CueId, Hit, NO_PHRASE};
use crate::transcript::Role;

/// What one role says in a call, by its words and by the phrases heard in it.
pub(super) struct SaidFirst<'a> {
    court: &'a Court<'a>,
    /// Of each word the places where it is said: turn and number.
    places: FxHashMap<&'a str, Vec<(usize, usize)>>,
    /// Of each phrase the first turn in which it is heard.
    phrases: FxHashMap<(CueId, u32), usize>,
    /// The first turn of every row of words that was asked for.
    known: FxHashMap<&'a str, Option<usize>>,
}

impl<'a> SaidFirst<'a> {
    pub fn new(court: &'a Court<'a>, role: Role) -> Self {
        let mut said =
            Self { court, places: FxHashMap::default(), phrases: FxHashMap::default(), known: FxHashMap::default() };
        let turns = court.call.turns.iter().enumerate().filter(|(_, t)| t.speaker == role);
        for (turn, _) in turns {
            let folded = &court.heard.folded[turn];
            for word in 0..folded.words.len() {
                said.places.entry(folded.word(word)).or_default().push((turn, word));
            }
            for hit in court.heard.in_turn(turn).iter().filter(|hit| hit.phrase != NO_PHRASE) {
                said.phrases.entry((hit.cue, hit.phrase)).or_insert(turn);
            }
        }
        said
    }

    /// Whether the words of a hit, or its phrase in other words, were said in an earlier turn.
    pub fn before(&mut self, hit: &Hit, words: &'a str) -> bool {
        let turn = hit.turn as usize;
        let phrase = self.phrases.get(&(hit.cue, hit.phrase)).is_some_and(|first| *first < turn);
        phrase || self.first(words).is_some_and(|first| first < turn)
    }

    fn first(&mut self, words: &'a str) -> Option<usize> {
        if let Some(first) = self.known.get(words) {
            return *first;
        }
        let row: Vec<&str> = words.split(' ').collect();
        let goes_on = |(turn, at): &&(usize, usize)| {
            let folded = &self.court.heard.folded[*turn];
            at + row.len() <= folded.words.len() && (1..row.len()).all(|i| folded.word(at + i) == row[i])
        };
        let places = self.places.get(row[0]).map_or(&[][..], Vec::as_slice);
        let first = places.iter().find(goes_on).map(|(turn, _)| *turn);
        self.known.insert(words, first);
        first
    }
}
