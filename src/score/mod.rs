//! Score: from findings to points, a pure function. Every point lost names its finding, and the points shown add up
//! to the score; praise is shown and never counts. The fourth room on the way.
//!
//! A call has 100 points.
//! * A fault costs what its rule says (`points`), on its turn and on the call: the same number in both places.
//! * What is expected shares a budget (`protocol-points`, 50): a missed thing costs its `weight` over the weights of
//!   all that applied, rounded to whole points, so that all together may come to a point or two more or less. What
//!   did not apply takes its weight out, so that it gives nothing away. In a call to which little applied the shares
//!   are of half of all weights, so that one missed thing is never half the score.
//! * Nothing goes below zero: what was lost beyond the 100 is named as such.
//! * What is disputed costs nothing, and what it would have cost nobody else pays.
//! * A critical fault fails the call whatever its score.
//! * A call without a turn that is known to be the agent's has no score: nobody is there to be judged.

mod metrics;
mod raise;

use crate::rules::{BehaviourKind, Judged, Kind, RuleBook, Severity, Status};

pub use metrics::{Metrics, metrics};
pub use raise::Raise;

/// The score of a call, and where every point went.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// Points that each finding of the judge costs, zero or less, in the same order.
    pub findings: Vec<f64>,
    /// Points that each expected thing costs, zero or less, in the same order.
    pub expected: Vec<f64>,
    /// The score of each turn, 0 to 100; none for turns that are not the agent's.
    pub turns: Vec<Option<f64>>,
    /// The call's score, 0 to 100; none where no turn is known to be the agent's.
    pub call: Option<f64>,
    /// What was lost beyond the hundred points that there were, zero or more.
    pub beyond: f64,
    /// At least the pass mark, and no critical fault; none without a score.
    pub passed: Option<bool>,
    /// Indices of the findings that fail the call whatever its score.
    pub critical: Vec<usize>,
    /// The least that would make a failed call pass.
    pub raise: Option<Raise>,
}

/// What the score depends on besides findings.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    /// Points from which a call passes.
    pub pass: f64,
    /// Points that what is expected can cost in all.
    pub protocol: f64,
}

/// The hundred points of a call, and of a turn.
pub const FULL: f64 = 100.0;

/// What is taken out of a score: it stays to be seen and costs nothing.
#[derive(Debug, Clone, Default)]
pub struct Waived {
    /// Of each finding whether it is; may be shorter.
    pub findings: Vec<bool>,
    /// Of each expected thing whether its missing is; may be shorter.
    pub expected: Vec<bool>,
}

impl Waived {
    fn finding(&self, index: usize) -> bool {
        self.findings.get(index).is_some_and(|waived| *waived)
    }

    fn expected(&self, index: usize) -> bool {
        self.expected.get(index).is_some_and(|waived| *waived)
    }
}

/// Scores a call. `agent_turns` says of each turn whether it is the agent's.
pub fn score(judged: &Judged, book: &RuleBook, agent_turns: &[bool], marks: Marks, waived: &Waived) -> Score {
    let points = |(index, finding): (usize, &crate::rules::Finding)| {
        if waived.finding(index) { 0.0 } else { 0.0 - finding.points }
    };
    let mut expected = expected_points(judged, book, marks.protocol);
    // Its weight stays in the sum: what else is missing costs the same with it and without.
    for (_, points) in expected.iter_mut().enumerate().filter(|(index, _)| waived.expected(*index)) {
        *points = 0.0;
    }
    let mut score = Score {
        findings: judged.findings.iter().enumerate().map(points).collect(),
        expected,
        turns: agent_turns.iter().map(|agent| agent.then_some(FULL)).collect(),
        ..Score::default()
    };
    for (index, finding) in judged.findings.iter().enumerate() {
        if let Some(Some(points)) = score.turns.get_mut(finding.turn) {
            *points = (*points + score.findings[index]).max(0.0);
        }
        let fault = book.behaviour(finding.rule).kind == BehaviourKind::Avoid && !waived.finding(index);
        if fault && finding.severity == Severity::Critical {
            score.critical.push(index);
        }
    }
    if !agent_turns.contains(&true) {
        return score;
    }
    let lost: f64 = score.findings.iter().chain(&score.expected).sum();
    let call = (FULL + lost).max(0.0);
    let passed = call >= marks.pass && score.critical.is_empty();
    score.call = Some(call);
    score.beyond = (0.0 - FULL - lost).max(0.0);
    score.passed = Some(passed);
    score.raise = if passed { None } else { raise::raise(judged, &score, marks.pass) };
    score
}

/// Whole points for each missed thing.
fn expected_points(judged: &Judged, book: &RuleBook, protocol: f64) -> Vec<f64> {
    let weight = |rule| book.get(rule).weight.value;
    let applied: f64 = judged
        .expected
        .iter()
        .filter(|e| matches!(e.status, Status::Met | Status::Missed))
        .map(|e| weight(e.rule))
        .sum();
    let all: f64 = judged.expected.iter().map(|e| weight(e.rule)).sum();
    let shared = applied.max(all / 2.0);
    // Rounded each for itself: things of the same weight cost the same, and nobody has to be told why not.
    let points = |e: &crate::rules::Expected| match e.status {
        Status::Missed if shared > 0.0 => 0.0 - (protocol * weight(e.rule) / shared).round(),
        _ => 0.0,
    };
    judged.expected.iter().map(points).collect()
}

/// Whether a rule's findings can cost points.
pub fn costs(book: &RuleBook, rule: crate::rules::RuleId) -> bool {
    book.behaviour(rule).kind == BehaviourKind::Avoid || matches!(book.get(rule).kind, Kind::Expect(_))
}
