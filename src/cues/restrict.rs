//! What a cue asks of its surroundings: early or late in the call, in answer to something, together with another cue or
//! not. Used by the ear once everything else is heard.

use super::cue::{Cue, CueId, CueTable};
use super::heard::{Heard, Hit};
use crate::transcript::Call;

/// The mark of a dropped hit until the end of the pass.
const DROPPED: CueId = CueId(u16::MAX);

/// Drops the hits whose cue asks for something that is not there. Whether there were any. A cue is looked at after
/// those that it asks for, so that what they do not hear it does not find.
pub(super) fn restrict(cues: &CueTable, call: &Call, heard: &mut Heard) -> bool {
    let places = Places::of(call);
    let mut any = false;
    for id in cues.restricted() {
        if !heard.has_anywhere(&[*id]) {
            continue;
        }
        let cue = cues.get(*id);
        for index in 0..heard.hits.len() {
            let hit = heard.hits[index];
            if hit.cue == *id && !places.fits(cue, &hit, call, heard) {
                heard.hits[index].cue = DROPPED;
                let turn = hit.turn as usize;
                if !heard.in_turn(turn).iter().any(|other| other.cue == *id) {
                    heard.forget(*id, turn);
                }
                any = true;
            }
        }
    }
    if any {
        heard.hits.retain(|hit| hit.cue != DROPPED);
    }
    any
}

/// Of each turn its number among its speaker's, and how many those are.
struct Places {
    numbers: Vec<usize>,
    counts: [usize; 3],
}

impl Places {
    fn of(call: &Call) -> Self {
        let mut counts = [0usize; 3];
        let mut number = |speaker| {
            let n = &mut counts[speaker as usize];
            *n += 1;
            *n - 1
        };
        let numbers = call.turns.iter().map(|turn| number(turn.speaker)).collect();
        Self { numbers, counts }
    }

    fn fits(&self, cue: &Cue, hit: &Hit, call: &Call, heard: &Heard) -> bool {
        let turn = hit.turn as usize;
        let speaker = call.turns[turn].speaker;
        let number = self.numbers[turn];
        let early = cue.first_turns.is_none_or(|n| number < n);
        let late = cue.last_turns.is_none_or(|n| number + n >= self.counts[speaker as usize]);
        let answered = || (0..turn).rev().find(|t| call.turns[*t].speaker != speaker);
        let answers = cue.reply_to.is_empty() || answered().is_some_and(|t| heard.has_any(&cue.reply_to, t));
        let beside_it = cue.with.is_empty() || heard.has_any(&cue.with, turn);
        early && late && answers && beside_it && !beside(&cue.not_with, hit, heard) && !covered(&cue.except, hit, heard)
    }
}

/// Whether one of the cues is heard in the same sentence as a hit.
fn beside(cues: &[CueId], hit: &Hit, heard: &Heard) -> bool {
    if cues.is_empty() || !heard.has_any(cues, hit.turn as usize) {
        return false;
    }
    let folded = &heard.folded[hit.turn as usize];
    let sentence = |h: &Hit| folded.words.get(h.words.0 as usize).map(|w| w.sentence);
    heard.in_turn(hit.turn as usize).iter().any(|other| cues.contains(&other.cue) && sentence(other) == sentence(hit))
}

/// Whether a hit's own words stand within one of the cues.
fn covered(cues: &[CueId], hit: &Hit, heard: &Heard) -> bool {
    let over = |other: &Hit| other.start <= hit.start && hit.end <= other.end;
    heard.in_turn(hit.turn as usize).iter().any(|other| cues.contains(&other.cue) && over(other))
}
