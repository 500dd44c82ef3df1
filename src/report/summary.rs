//! What all calls of a run came to. Grows with the names of rules, not with the calls.

use std::collections::BTreeMap;

use super::brief::{Brief, Fault};

/// All calls of a run.
#[derive(Debug, Default)]
pub struct Summary {
    /// Calls read.
    pub calls: usize,
    /// Calls of these in which nothing could be judged: in no mean.
    pub not_judged: usize,
    /// Calls that pass.
    pub passed: usize,
    /// Inputs that could not be read.
    pub unread: usize,
    /// Sum of the scores of the calls that have one.
    pub sum: f64,
    /// The lowest score.
    pub lowest: Option<f64>,
    /// The highest score.
    pub highest: Option<f64>,
    /// Faults and missing things by rule, where anybody asked for details.
    pub faults: BTreeMap<String, Fault>,
}

impl Summary {
    /// Adds a call.
    pub fn add(&mut self, brief: &Brief) {
        self.calls += 1;
        self.passed += usize::from(brief.passed);
        if let Some(score) = brief.score {
            self.sum += score;
            self.lowest = Some(self.lowest.map_or(score, |s| s.min(score)));
            self.highest = Some(self.highest.map_or(score, |s| s.max(score)));
        } else {
            self.not_judged += 1;
        }
        for (rule, fault) in brief.details.iter().flat_map(|details| &details.faults) {
            let all = self.faults.entry(rule.clone()).or_insert_with(|| Fault {
                calls: 0,
                times: 0,
                points: 0.0,
                ..fault.clone()
            });
            all.calls += fault.calls;
            all.times += fault.times;
            all.points += fault.points;
        }
    }

    /// The mean score of the calls that have one.
    pub fn mean(&self) -> Option<f64> {
        let judged = self.calls - self.not_judged;
        (judged > 0).then(|| self.sum / judged as f64)
    }
}
