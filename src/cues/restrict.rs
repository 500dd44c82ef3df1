//! What a cue asks of its surroundings: early or late in the call, in answer to something, together with another cue or
//! not. Used by the ear once everything else is heard.

use super::before::Before;
use super::cue::{Cue, CueId, CueTable};
use super::heard::{Heard, Hit};
use super::place::Places;
use crate::transcript::Call;

/// The mark of a dropped hit until the end of the pass.
const DROPPED: CueId = CueId(u16::MAX);

/// Drops the hits whose cue asks for something that is not there. Whether there were any. A cue is looked at after
/// those that it asks for, so that what they do not hear it does not find.
pub(super) fn restrict(cues: &CueTable, before: &Before, places: &Places, call: &Call, heard: &mut Heard) -> bool {
    let chains = Chains::of(&heard.hits, cues.cues.len());
    let mut any = false;
    for id in cues.restricted() {
        let cue = cues.get(*id);
        let mut next = chains.first[id.0 as usize];
        while let Some(index) = next {
            next = chains.next[index];
            let hit = heard.hits[index];
            let factor = before.factor(*id, &heard.folded[hit.turn as usize], hit.words.0);
            if factor == 0.0 || !fits(cue, &hit, places, call, heard) {
                heard.hits[index].cue = DROPPED;
                let turn = hit.turn as usize;
                if !heard.in_turn(turn).iter().any(|other| other.cue == *id) {
                    heard.forget(*id, turn);
                }
                any = true;
            } else {
                heard.hits[index].strength *= factor;
            }
        }
    }
    if any {
        heard.hits.retain(|hit| hit.cue != DROPPED);
    }
    any
}

/// The hits of each cue, in order, without looking at all the others.
struct Chains {
    first: Vec<Option<usize>>,
    next: Vec<Option<usize>>,
}

impl Chains {
    fn of(hits: &[Hit], cues: usize) -> Self {
        let mut chains = Self { first: vec![None; cues], next: vec![None; hits.len()] };
        for (index, hit) in hits.iter().enumerate().rev() {
            chains.next[index] = chains.first[hit.cue.0 as usize].replace(index);
        }
        chains
    }
}

/// Whether everything is there that a hit's cue asks for.
fn fits(cue: &Cue, hit: &Hit, places: &Places, call: &Call, heard: &Heard) -> bool {
    let turn = hit.turn as usize;
    let speaker = call.turns[turn].speaker;
    places.allow(cue, turn, speaker)
        && (cue.reply_to.is_empty() || places.answered(turn).is_some_and(|t| heard.has_any(&cue.reply_to, t)))
        && (cue.with.is_empty() || heard.has_any(&cue.with, turn))
        && !beside(&cue.not_with, hit, heard)
        && !covered(&cue.except, hit, heard)
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
    if !heard.has_any(cues, hit.turn as usize) {
        return false;
    }
    let over = |other: &Hit| other.start <= hit.start && hit.end <= other.end;
    heard.in_turn(hit.turn as usize).iter().any(|other| cues.contains(&other.cue) && over(other))
}
