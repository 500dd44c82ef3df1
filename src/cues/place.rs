//! Where in a call a turn stands, and what can be heard there: whose turn it is, whether it comes early or late, whether
//! it is said or an event in brackets. What cannot count is not looked for. Used by the ear and what it listens with.

use super::cue::Cue;
use crate::transcript::{Call, Role};

/// A cue that counts only in so many first turns of its speaker, or fewer, is not looked for after them…
const EARLY: usize = 5;
/// …nor one that counts only in so many last turns before them. What asks for more is looked for everywhere.
const LATE: usize = 4;

/// Of each turn its number among its speaker's, and how many those are.
pub(super) struct Places {
    numbers: Vec<usize>,
    counts: [usize; 3],
    /// Of each turn the last one before it that is another speaker's.
    answered: Vec<Option<usize>>,
}

impl Places {
    pub fn of(call: &Call) -> Self {
        let mut counts = [0usize; 3];
        let mut number = |speaker| {
            let n = &mut counts[speaker as usize];
            *n += 1;
            *n - 1
        };
        let numbers = call.turns.iter().map(|turn| number(turn.speaker)).collect();
        let mut answered: Vec<Option<usize>> = Vec::with_capacity(call.turns.len());
        for turn in 0..call.turns.len() {
            let before = turn.checked_sub(1);
            let other = before.filter(|before| call.turns[*before].speaker != call.turns[turn].speaker);
            answered.push(other.or_else(|| before.and_then(|before| answered[before])));
        }
        Self { numbers, counts, answered }
    }

    /// The last turn of another speaker before a turn.
    pub fn answered(&self, turn: usize) -> Option<usize> {
        self.answered[turn]
    }

    fn is_in_first(&self, turn: usize, count: usize) -> bool {
        self.numbers[turn] < count
    }

    fn is_in_last(&self, turn: usize, count: usize, speaker: Role) -> bool {
        self.numbers[turn] + count >= self.counts[speaker as usize]
    }

    /// Whether a cue counts so early or so late in a call.
    pub fn allow(&self, cue: &Cue, turn: usize, speaker: Role) -> bool {
        cue.first_turns.is_none_or(|n| self.is_in_first(turn, n))
            && cue.last_turns.is_none_or(|n| self.is_in_last(turn, n, speaker))
    }

    /// What a turn, or an event in it, is.
    pub fn text(&self, turn: usize, speaker: Role, event: bool) -> HeardIn {
        let (early, late) = (self.is_in_first(turn, EARLY), self.is_in_last(turn, LATE, speaker));
        HeardIn::one(speaker as usize, early, late, event)
    }
}

/// Whose words something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Agent,
    Both,
    Others,
}

/// Where a pattern can be heard, or what a text is: a set of kinds of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeardIn(u32);

impl HeardIn {
    fn one(role: usize, early: bool, late: bool, event: bool) -> Self {
        Self(1 << (role * 8 + usize::from(early) * 4 + usize::from(late) * 2 + usize::from(event)))
    }

    /// Where a cue can be heard.
    pub fn wanted(cue: &Cue, event: bool) -> Self {
        let roles =
            [Role::Agent, Role::Customer, Role::Other].into_iter().filter(|r| cue.speaker.is_none_or(|s| s == *r));
        let either = |only: bool| if only { &[true][..] } else { &[false, true] };
        let early = either(cue.first_turns.is_some_and(|n| n <= EARLY));
        let late = either(cue.last_turns.is_some_and(|n| n <= LATE));
        let mut all = 0;
        for role in roles {
            for early in early {
                for late in late {
                    all |= Self::one(role as usize, *early, *late, event).0;
                }
            }
        }
        Self(all)
    }

    /// Whose words these are, of a text or a pattern: the agent's alone, anybody's, or others' alone.
    pub fn side(self) -> Side {
        let agent = 0xFF << (Role::Agent as u32 * 8);
        match (self.0 & agent != 0, self.0 & !agent != 0) {
            (true, false) => Side::Agent,
            (true, true) => Side::Both,
            (false, _) => Side::Others,
        }
    }

    /// Whether a pattern that asks for this can be heard in a text that is that.
    pub fn meets(self, text: Self) -> bool {
        self.0 & text.0 != 0
    }
}
