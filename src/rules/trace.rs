//! Why a rule found something in a call or did not, turn by turn: the cues heard, what speaks for it and against it, the
//! threshold against the value. Used by `coach rules explain --on`.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::judge::{Court, Judged};
use super::model::{HeardRule, Kind, OrderRule, Rule, RuleId, Scope};
use crate::cues::measure::Gauge;
use crate::cues::{CueId, Hit};

/// One thing that was weighed.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A cue heard, by its name, at these bytes of the turn, and what it weighs.
    Heard(String, Range<usize>, f64),
    /// A condition or cue beside it that adds to the sum or takes from it.
    Beside(String, f64),
    /// A condition or cue that it waits for, and that is not there.
    Lacks(String),
    /// A condition or cue that rules it out.
    RuledOut(String),
    /// A cue that excuses it, in this turn or in an earlier one.
    Excused(String, usize),
    /// A cue that it needed before, and where it came.
    CameBefore(String, usize),
    /// The value or sum, and the threshold.
    Value(f64, f64),
    /// Another rule of the same choice had more evidence, or came first in the book.
    Outweighed(String),
    /// What an expected thing came to.
    Status(&'static str),
    /// Found here.
    Found,
    /// Not found here.
    NotFound,
}

/// What happened at a turn; none is the call as a whole.
pub type TurnSteps = (Option<usize>, Vec<Step>);

/// Everything that was weighed for a rule.
pub fn trace(court: &Court<'_>, judged: &Judged, id: RuleId) -> Vec<TurnSteps> {
    let rule = court.book.get(id);
    let gauge = match &rule.kind {
        Kind::Limit(limit) => Some(Gauge::new(limit.measure, court.call, court.heard)),
        _ => None,
    };
    let mut turns: Vec<TurnSteps> = (0..court.call.turns.len())
        .filter_map(|turn| {
            let steps = match &rule.kind {
                Kind::Heard(heard) => court.trace_heard(id, rule, heard, judged, turn),
                Kind::Order(order) => court.trace_order(rule, order, judged, turn),
                Kind::Limit(limit) => {
                    let value = gauge.as_ref().and_then(|gauge| gauge.value(turn, &limit.cues));
                    let of_agent = court.agent_turns.binary_search(&turn).is_ok();
                    let value = value.filter(|value| of_agent && *value > 0.0).map(|v| Step::Value(v, limit.cost));
                    value.into_iter().collect()
                }
                Kind::Expect(expect) => court.cues_in(&[&expect.cues[..], &expect.met_by].concat(), turn),
                Kind::Condition(condition) => court.cues_in(&[&condition.cues[..], &condition.ends_by].concat(), turn),
                Kind::Carried(carried) => court.cues_in(&carried.cues, turn),
            };
            (!steps.is_empty()).then_some((Some(turn), steps))
        })
        .collect();
    let of_rule = judged.findings.iter().chain(&judged.carried).filter(|finding| finding.rule == id);
    let found: FxHashSet<usize> = of_rule.map(|finding| finding.turn).collect();
    for (turn, steps) in &mut turns {
        steps.push(if turn.is_some_and(|turn| found.contains(&turn)) { Step::Found } else { Step::NotFound });
    }
    turns.extend(court.whole_call(rule, judged));
    turns
}

impl Court<'_> {
    fn cue_name(&self, cue: CueId) -> String {
        self.cues.get(cue).id.clone()
    }

    /// Any of these, for people.
    fn cue_names(&self, cues: &[CueId]) -> String {
        cues.iter().map(|cue| self.cue_name(*cue)).collect::<Vec<_>>().join(" / ")
    }

    fn scope_name(&self, scope: Scope) -> String {
        match scope {
            Scope::Condition(id) => self.book.get(id).id.clone(),
            Scope::Cue(cue) => self.cue_name(cue),
        }
    }

    fn cues_in(&self, cues: &[CueId], turn: usize) -> Vec<Step> {
        let heard = |hit: &Hit| Step::Heard(self.cue_name(hit.cue), hit.span(), f64::from(hit.strength));
        self.hits(cues, turn).map(heard).collect()
    }

    fn trace_heard(&self, id: RuleId, rule: &Rule, heard: &HeardRule, judged: &Judged, turn: usize) -> Vec<Step> {
        if self.agent_turns.binary_search(&turn).is_err() {
            return Vec::new();
        }
        let mut steps = self.cues_in(&heard.cues, turn);
        if steps.is_empty() {
            return steps;
        }
        let beside = heard.evidence.iter().filter(|(scope, _)| self.is_evident(*scope, &judged.conditions, turn));
        steps.extend(beside.map(|(scope, weight)| Step::Beside(self.scope_name(*scope), *weight)));
        let sum = self.evidence(heard, &judged.conditions, turn);
        steps.push(Step::Value(sum, heard.threshold));
        steps.extend(self.scope_steps(rule, |scope| self.holds(scope, &judged.conditions, turn)));
        let excuse = heard.unless_same_turn.iter().filter(|cue| self.heard.has(**cue, turn));
        steps.extend(excuse.map(|cue| Step::Excused(self.cue_name(*cue), turn)));
        let back = turn.saturating_sub(heard.within_turns)..turn;
        for (cues, excuses) in [(&heard.unless_before, true), (&heard.needs_before, false)] {
            for earlier in back.clone() {
                let there = cues.iter().find(|cue| self.heard.has(**cue, earlier)).map(|cue| self.cue_name(*cue));
                let step = |name| if excuses { Step::Excused(name, earlier) } else { Step::CameBefore(name, earlier) };
                steps.extend(there.map(step));
            }
        }
        let found = judged.findings.iter().any(|f| f.rule == id && f.turn == turn);
        let choice = rule.choice();
        let rival = |f: &&super::judge::Finding| {
            f.turn == turn && f.rule != id && choice.is_some() && self.book.get(f.rule).choice() == choice
        };
        if !found && sum >= heard.threshold {
            let rivals = judged.findings.iter().filter(rival);
            steps.extend(rivals.map(|f| Step::Outweighed(self.book.get(f.rule).id.clone())));
        }
        steps
    }

    /// What a rule's `when` lacks, and what its `unless` rules out.
    fn scope_steps(&self, rule: &Rule, holds: impl Fn(Scope) -> bool) -> Vec<Step> {
        let lacks = rule.when.iter().filter(|s| !holds(**s)).map(|s| Step::Lacks(self.scope_name(*s)));
        let ruled_out = rule.unless.iter().filter(|s| holds(**s)).map(|s| Step::RuledOut(self.scope_name(*s)));
        lacks.chain(ruled_out).collect()
    }

    fn trace_order(&self, rule: &Rule, order: &OrderRule, judged: &Judged, turn: usize) -> Vec<Step> {
        if self.agent_turns.binary_search(&turn).is_err() {
            return Vec::new();
        }
        let mut steps = self.cues_in(&order.cues, turn);
        if steps.is_empty() {
            return steps;
        }
        steps.extend(self.scope_steps(rule, |scope| self.holds(scope, &judged.conditions, turn)));
        let back = turn.saturating_sub(order.within_turns)..turn + 1;
        for group in &order.needs {
            let came = back.clone().find_map(|t| Some((group.iter().find(|cue| self.heard.has(**cue, t))?, t)));
            steps.push(match came {
                Some((cue, earlier)) => Step::CameBefore(self.cue_name(*cue), earlier),
                None => Step::Lacks(self.cue_names(group)),
            });
        }
        let excuse = order.unless_same_turn.iter().filter(|cue| self.heard.has(**cue, turn));
        steps.extend(excuse.map(|cue| Step::Excused(self.cue_name(*cue), turn)));
        steps
    }

    /// What the call as a whole says about a rule.
    fn whole_call(&self, rule: &Rule, judged: &Judged) -> Option<TurnSteps> {
        let Kind::Expect(expect) = &rule.kind else { return None };
        let mut steps = self.scope_steps(rule, |scope| self.held(scope, &judged.conditions));
        for cues in [&expect.reached_by, &expect.after, &expect.before] {
            let first = cues.iter().find_map(|c| Some((*c, self.heard.first(&[*c], 0..self.call.turns.len())?)));
            steps.extend(match first {
                _ if cues.is_empty() => None,
                Some((cue, turn)) => Some(Step::CameBefore(self.cue_name(cue), turn)),
                None => Some(Step::Lacks(self.cue_names(cues))),
            });
        }
        let of_rule = |e: &&super::judge::Expected| self.book.get(e.rule).behaviour == rule.behaviour;
        steps.extend(judged.expected.iter().find(of_rule).map(|e| Step::Status(e.status.as_str())));
        Some((None, steps))
    }
}
