//! What is expected: whether each thing was needed in this call, and whether it came where it counts.

use super::judge::{Court, Expected, Status};
use super::model::{ExpectRule, Kind, Rule};
use super::state::Held;
use crate::transcript::Role;

/// One answer a behaviour. Where several rules expect the same thing, the strictest that applies decides.
pub(super) fn all(court: &Court<'_>, conditions: &[Held]) -> Vec<Expected> {
    let mut answers: Vec<(usize, Expected)> = Vec::new();
    for (id, rule) in court.book.in_force() {
        let Kind::Expect(expect) = &rule.kind else { continue };
        let (status, turn) = court.expect(rule, expect, conditions);
        let answer = Expected { rule: id, status, turn };
        match answers.iter_mut().find(|(behaviour, _)| *behaviour == rule.behaviour) {
            Some((_, other)) if other.status < answer.status => *other = answer,
            Some(_) => {}
            None => answers.push((rule.behaviour, answer)),
        }
    }
    // In the catalogue's order, which is the order of a call.
    answers.sort_by_key(|(behaviour, _)| *behaviour);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

impl Court<'_> {
    fn expect(&self, rule: &Rule, expect: &ExpectRule, conditions: &[Held]) -> (Status, Option<usize>) {
        let Some(last) = self.call.turns.len().checked_sub(1) else { return (Status::NotApplicable, None) };
        if !rule.when.is_empty() && !self.applied(rule, conditions) {
            return (Status::NotApplicable, None);
        }
        if !expect.after.is_empty() || !expect.before.is_empty() {
            let (status, turn) = self.around_occasions(expect);
            let excused = status == Status::Missed && !self.applied(rule, conditions);
            return if excused { (Status::NotApplicable, None) } else { (status, turn) };
        }
        let turns = &self.agent_turns;
        let early = expect.first_turns.map_or(turns.len(), |n| n.min(turns.len()));
        let late = expect.last_turns.map_or(0, |n| turns.len().saturating_sub(n));
        let counted = turns.get(late..early.max(late)).unwrap_or_default();
        let heard = self.heard.has_anywhere(&expect.cues) || self.heard.has_anywhere(&expect.met_by);
        match counted.iter().find(|turn| heard && self.meets(expect, **turn)) {
            Some(turn) => (Status::Met, Some(*turn)),
            // What is there is there; what is not there was due only if the call came so far.
            None if self.reached(expect, last) && self.applied(rule, conditions) => (Status::Missed, None),
            None => (Status::NotApplicable, None),
        }
    }

    /// Whether the agent says in a turn what is expected, or what does as well.
    fn meets(&self, expect: &ExpectRule, turn: usize) -> bool {
        self.call.turns[turn].speaker == Role::Agent
            && (self.heard.has_any(&expect.cues, turn) || self.heard.has_any(&expect.met_by, turn))
    }

    fn reached(&self, expect: &ExpectRule, last: usize) -> bool {
        let until = expect.reached_first_turns.and_then(|n| self.agent_turns.get(n.saturating_sub(1)).copied());
        expect.reached_by.is_empty() || self.heard.first(&expect.reached_by, 0..until.unwrap_or(last) + 1).is_some()
    }

    /// Near one of its occasions, after or before it.
    fn around_occasions(&self, expect: &ExpectRule) -> (Status, Option<usize>) {
        let count = self.call.turns.len();
        let reach = expect.within_turns.unwrap_or(count);
        let occasions = |cues: &[_]| -> Vec<usize> {
            let turns = if self.heard.has_anywhere(cues) { 0..count } else { 0..0 };
            turns.filter(|t| self.heard.has_any(cues, *t)).collect()
        };
        let after = occasions(&expect.after).into_iter().map(|t| (t, t..(t + reach + 1).min(count)));
        let before = occasions(&expect.before).into_iter().map(|t| (t, t.saturating_sub(reach)..t + 1));
        let meeting: Vec<usize> = (0..count).filter(|turn| self.meets(expect, *turn)).collect();
        let mut status = (Status::NotApplicable, None);
        for (occasion, window) in after.chain(before) {
            let first = meeting.get(meeting.partition_point(|turn| *turn < window.start)).copied();
            let found = first.filter(|turn| window.contains(turn));
            let answer = match (found, expect.within_seconds) {
                (None, _) => Status::Missed,
                (Some(_), None) => Status::Met,
                (Some(turn), Some(limit)) => match self.seconds_between(occasion, turn) {
                    None => Status::Unverifiable,
                    Some(seconds) if seconds <= limit => Status::Met,
                    Some(_) => Status::Missed,
                },
            };
            match answer {
                // Once is enough: what is missed at one occasion and met at another is met.
                Status::Met => return (Status::Met, found),
                other if status.0 < other => status = (other, Some(occasion)),
                _ => {}
            }
        }
        status
    }

    fn seconds_between(&self, one: usize, other: usize) -> Option<f64> {
        let (first, second) = (one.min(other), one.max(other));
        let from = &self.call.turns[first];
        Some((self.call.turns[second].start? - from.end.or(from.start)?).max(0.0))
    }
}
