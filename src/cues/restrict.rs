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
        let mut asks = Asks::of(*id, cues.get(*id));
        let (mut next, mut kept) = (chains.first[id.0 as usize], false);
        while let Some(index) = next {
            next = chains.next[index];
            let hit = heard.hits[index];
            let factor = before.factor(*id, &heard.folded[hit.turn as usize], hit.words.0);
            if factor != 0.0 && asks.fit(&hit, places, call, heard) {
                kept = true;
                heard.hits[index].strength *= factor;
            } else {
                heard.hits[index].cue = DROPPED;
                any = true;
            }
            if next.is_none_or(|next| heard.hits[next].turn != hit.turn) && !std::mem::take(&mut kept) {
                heard.forget(*id, hit.turn as usize);
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

/// What one cue asks for.
struct Asks<'a> {
    cue: &'a Cue,
    not_with: Others<'a>,
    except: Others<'a>,
}

impl<'a> Asks<'a> {
    fn of(id: CueId, cue: &'a Cue) -> Self {
        let others = |cues: &'a [CueId]| Others { cues, itself: cues.contains(&id), ..Others::default() };
        Self { cue, not_with: others(&cue.not_with), except: others(&cue.except) }
    }

    /// Whether everything is there that a hit's cue asks for.
    fn fit(&mut self, hit: &Hit, places: &Places, call: &Call, heard: &Heard) -> bool {
        let (cue, turn) = (self.cue, hit.turn as usize);
        let speaker = call.turns[turn].speaker;
        places.allow(cue, turn, speaker)
            && (cue.reply_to.is_empty() || places.answered(turn).is_some_and(|t| heard.has_any(&cue.reply_to, t)))
            && (cue.with.is_empty() || heard.has_any(&cue.with, turn))
            && !self.not_with.beside(hit, heard)
            && !self.except.cover(hit, heard)
    }
}

/// The hits of some cues in one turn, in orders in which one is found without looking at the others: the hits of a cue
/// come turn by turn, and a turn may have thousands.
#[derive(Default)]
struct Others<'a> {
    cues: &'a [CueId],
    /// The cue asks for itself: what is dropped of it changes the answer.
    itself: bool,
    turn: Option<u32>,
    /// Start, and the furthest end so far.
    reach: Vec<(u32, u32)>,
    /// The sentences in which they begin.
    sentences: Vec<Option<u32>>,
}

/// The sentence in which a hit begins.
fn sentence(hit: &Hit, heard: &Heard) -> Option<u32> {
    heard.folded[hit.turn as usize].words.get(hit.words.0 as usize).map(|w| w.sentence)
}

impl Others<'_> {
    /// Goes through a turn; whether any of the cues is heard in it.
    fn find(&mut self, turn: u32, heard: &Heard) -> bool {
        if self.cues.is_empty() || !heard.has_any(self.cues, turn as usize) {
            return false;
        }
        if self.turn.replace(turn) != Some(turn) || self.itself {
            self.reach.clear();
            self.sentences.clear();
            for other in heard.in_turn(turn as usize).iter().filter(|other| self.cues.contains(&other.cue)) {
                let furthest = self.reach.last().map_or(0, |(_, end)| *end);
                self.reach.push((other.start, furthest.max(other.end)));
                self.sentences.push(sentence(other, heard));
            }
            self.sentences.sort_unstable();
        }
        true
    }

    /// Whether one is heard in the same sentence as a hit.
    fn beside(&mut self, hit: &Hit, heard: &Heard) -> bool {
        self.find(hit.turn, heard) && self.sentences.binary_search(&sentence(hit, heard)).is_ok()
    }

    /// Whether a hit's own words stand within one.
    fn cover(&mut self, hit: &Hit, heard: &Heard) -> bool {
        let reaches = |reach: &[(u32, u32)]| {
            let before = reach.partition_point(|(start, _)| *start <= hit.start);
            before > 0 && reach[before - 1].1 >= hit.end
        };
        self.find(hit.turn, heard) && reaches(&self.reach)
    }
}
