//! What all calls of a run came to: together, by agent, by team and by day, and against an earlier run. Grows with the
//! names of rules and of some thousands of groups, not with the calls. All is added in input order on one thread, so
//! that threads change nothing.

mod change;
mod earlier;
mod groups;
mod json;
mod scores;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use change::{Against, Compared, Moved, Turns};
pub use earlier::Earlier;
pub use groups::{Counted, Group, Groups, Kind};
pub use json::Overview;
pub use scores::Scores;

use super::brief::{Brief, Details, Fault};
use change::Turning;

/// In how many calls a phase was missing.
pub type Phases = BTreeMap<&'static str, usize>;

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
    /// Faults and missing things that are out of the scores because somebody disputes them.
    pub disputed: usize,
    /// The lowest score.
    pub lowest: Option<f64>,
    /// The highest score.
    pub highest: Option<f64>,
    /// The scores of the calls that have one.
    pub scores: Scores,
    /// Faults and missing things by rule, where anybody asked for details.
    pub faults: BTreeMap<String, Fault>,
    /// What was done well, by rule, where anybody asked for details.
    pub praises: BTreeMap<String, Fault>,
    /// In how many calls a phase was missing.
    pub phases_missed: Phases,
    /// The same by agent, by team and by day.
    pub groups: [Groups; 3],
    /// The names of rules, by which groups count.
    names: Names,
    /// The earlier run, and what has turned since.
    turning: Option<Turning>,
}

/// The names of rules as numbers.
#[derive(Debug, Default)]
struct Names {
    names: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

impl Summary {
    /// Of a run that is compared with an earlier one.
    pub fn against(earlier: Option<Arc<Earlier>>) -> Self {
        Self { turning: earlier.map(Turning::new), ..Self::default() }
    }

    /// Adds a call.
    pub fn add(&mut self, brief: &Brief) {
        self.calls += 1;
        self.passed += usize::from(brief.passed);
        self.disputed += brief.disputed;
        if let Some(score) = brief.score {
            self.scores.add(score);
            self.lowest = self.scores.lowest();
            self.highest = self.scores.highest();
        } else {
            self.not_judged += 1;
        }
        if let Some(details) = &brief.details {
            self.details(brief, details);
        }
    }

    fn details(&mut self, brief: &Brief, details: &Details) {
        add_all(&mut self.faults, &details.faults);
        add_all(&mut self.praises, &details.praises);
        for phase in &details.phases_missed {
            *self.phases_missed.entry(phase).or_default() += 1;
        }
        let mut numbered = |faults: &BTreeMap<String, Fault>| -> Vec<(u32, Counted)> {
            faults.iter().map(|(name, fault)| (self.names.number(name), Counted::of(fault))).collect()
        };
        let (faults, praises) = (numbered(&details.faults), numbered(&details.praises));
        for (kind, groups) in Kind::ALL.into_iter().zip(&mut self.groups) {
            groups.add(kind.name(details), brief, &faults, &praises, &details.phases_missed);
        }
        if let Some(turning) = &mut self.turning {
            turning.add(brief, details);
        }
    }

    /// The mean score of the calls that have one.
    pub fn mean(&self) -> Option<f64> {
        self.scores.mean()
    }

    /// The share of the calls with a score that pass, 0 to 1.
    pub fn pass_rate(&self) -> Option<f64> {
        share(self.passed, self.scores.count())
    }

    /// The groups of a kind.
    pub fn by(&self, kind: Kind) -> &Groups {
        &self.groups[kind as usize]
    }

    /// The most frequent faults or praises: those in most calls first, of these the dearest.
    pub fn most_frequent(faults: &BTreeMap<String, Fault>) -> Vec<(&String, &Fault)> {
        let mut faults: Vec<_> = faults.iter().collect();
        faults.sort_by(|(_, a), (_, b)| {
            b.calls.cmp(&a.calls).then(b.points.total_cmp(&a.points)).then(b.times.cmp(&a.times))
        });
        faults
    }

    /// The rules that a group counted, most frequent first.
    pub fn rules_of<'s>(&'s self, counted: &'s BTreeMap<u32, Counted>) -> Vec<(&'s str, &'s Counted)> {
        let mut rules: Vec<(&str, &Counted)> =
            counted.iter().map(|(number, counted)| (self.names.names[*number as usize].as_str(), counted)).collect();
        rules.sort_by(|(a_name, a), (b_name, b)| {
            b.calls.cmp(&a.calls).then(b.points.total_cmp(&a.points)).then(a_name.cmp(b_name))
        });
        rules
    }

    /// What has changed since the earlier run, if there is one. `rules` is the hash of the rules in force.
    pub fn compared(&self, rules: &str) -> Option<Compared<'_>> {
        self.turning.as_ref().map(|turning| turning.compared(self, rules))
    }
}

/// A share, 0 to 1; none of nothing.
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn add_all(all: &mut BTreeMap<String, Fault>, call: &BTreeMap<String, Fault>) {
    for (rule, fault) in call {
        let Some(sum) = all.get_mut(rule) else {
            all.insert(rule.clone(), fault.clone());
            continue;
        };
        sum.calls += fault.calls;
        sum.times += fault.times;
        sum.points += fault.points;
        if sum.example.is_none() {
            sum.example.clone_from(&fault.example);
        }
    }
}
