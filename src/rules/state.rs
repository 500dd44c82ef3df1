//! The state of a call along its turns: which conditions hold from where to where. An upset customer may calm down,
//! and get upset again. Made by the judge before anything else, since other rules ask for it.

use super::judge::{Court, Finding, Judged};
use super::model::{ConditionRule, Kind, Rule, RuleId, Scope};
use crate::cues::CueId;
use crate::transcript::Role;

/// A condition and the turns in which it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The condition.
    pub rule: RuleId,
    /// Index of the turn from which it holds.
    pub from: usize,
    /// Index of the turn from which it holds no more, if it ends.
    pub until: Option<usize>,
}

impl Held {
    fn at(&self, turn: usize) -> bool {
        self.from <= turn && self.until.is_none_or(|until| turn < until)
    }
}

/// Since which turn a condition holds that a rule waits for.
pub(super) fn since(rule: &Rule, conditions: &[Held], turn: usize) -> Option<usize> {
    let waited_for = |held: &&Held| held.at(turn) && rule.when.contains(&Scope::Condition(held.rule));
    conditions.iter().filter(waited_for).map(|held| held.from).min()
}

impl Court<'_> {
    /// Finds where every condition in force holds.
    pub(super) fn conditions(&self, judged: &mut Judged) {
        for (id, rule) in self.book.in_force() {
            if let Kind::Condition(condition) = &rule.kind {
                self.condition(id, rule, condition, judged);
            }
        }
    }

    /// A condition holds from the customer's turn at which its cues have come to their threshold, to the one that
    /// ends it.
    fn condition(&self, id: RuleId, rule: &Rule, condition: &ConditionRule, judged: &mut Judged) {
        if !self.heard.has_anywhere(&condition.cues) {
            return;
        }
        let mut strength = 0.0;
        let mut last = 0;
        let mut holds: Option<Held> = None;
        for turn in 0..self.call.turns.len() {
            if self.call.turns[turn].speaker != Role::Customer {
                continue;
            }
            let here = self.hits(&condition.cues, turn).max_by(|a, b| a.strength.total_cmp(&b.strength));
            let Some(hit) = here else {
                if self.heard.has_any(&condition.ends_by, turn) {
                    strength = 0.0;
                    judged.conditions.extend(holds.take().map(|held| Held { until: Some(turn), ..held }));
                }
                continue;
            };
            // What was said long ago no longer adds up.
            if holds.is_none() && turn - last > condition.within_turns {
                strength = 0.0;
            }
            last = turn;
            strength += condition.cues.iter().map(|cue| self.weight(*cue, turn)).sum::<f64>();
            if strength >= condition.threshold {
                judged.findings.push(Finding { weight: strength, ..Self::finding(rule, id, hit) });
                holds = holds.or(Some(Held { rule: id, from: turn, until: None }));
            }
        }
        judged.conditions.extend(holds);
    }

    /// How much a cue weighs in a turn: what is not enough alone adds up, wording by wording; anything else counts
    /// once, since the same thing said twice in one breath is said once.
    pub(super) fn weight(&self, cue: CueId, turn: usize) -> f64 {
        if !self.heard.has(cue, turn) {
            return 0.0;
        }
        let hits = self.heard.in_turn(turn).iter().filter(|hit| hit.cue == cue);
        if !self.cues.get(cue).adds {
            return hits.map(|hit| f64::from(hit.strength)).fold(0.0, f64::max);
        }
        let mut said: Vec<u32> = Vec::new();
        let mut sum = 0.0;
        for hit in hits {
            if !said.contains(&hit.phrase) {
                said.push(hit.phrase);
                sum += f64::from(hit.strength);
            }
        }
        sum
    }

    /// Whether something holds at a turn: a condition then, a cue so far.
    pub(super) fn holds(&self, scope: Scope, conditions: &[Held], turn: usize) -> bool {
        match scope {
            // They stand rule by rule, and those of one rule one after the other.
            Scope::Condition(id) => {
                let begun = conditions.partition_point(|held| (held.rule, held.from) <= (id, turn));
                begun.checked_sub(1).is_some_and(|last| conditions[last].rule == id && conditions[last].at(turn))
            }
            Scope::Cue(cue) => self.heard.first(&[cue], 0..turn + 1).is_some(),
        }
    }

    /// Whether what a rule's `when` and `unless` name holds at a turn.
    pub(super) fn applies(&self, rule: &Rule, conditions: &[Held], turn: usize) -> bool {
        let holds = |scope: &Scope| self.holds(*scope, conditions, turn);
        rule.when.iter().all(holds) && !rule.unless.iter().any(holds)
    }

    /// Whether any of these held at some time in the call.
    pub(super) fn any_held(&self, scopes: &[Scope], conditions: &[Held]) -> bool {
        scopes.iter().any(|scope| self.held(*scope, conditions))
    }

    /// Whether something held at some time in the call.
    pub(super) fn held(&self, scope: Scope, conditions: &[Held]) -> bool {
        match scope {
            Scope::Condition(id) => conditions.iter().any(|held| held.rule == id),
            Scope::Cue(cue) => self.heard.has_anywhere(&[cue]),
        }
    }

    /// Whether what a rule's `when` and `unless` name held at some time in the call.
    pub(super) fn applied(&self, rule: &Rule, conditions: &[Held]) -> bool {
        let held = |scope: &Scope| self.held(*scope, conditions);
        rule.when.iter().all(held) && !rule.unless.iter().any(held)
    }

    /// Whether a piece of evidence is there in a turn: a condition that holds, a cue that is heard in it.
    pub(super) fn is_evident(&self, scope: Scope, conditions: &[Held], turn: usize) -> bool {
        match scope {
            Scope::Cue(cue) => self.heard.has(cue, turn),
            condition @ Scope::Condition(_) => self.holds(condition, conditions, turn),
        }
    }
}
