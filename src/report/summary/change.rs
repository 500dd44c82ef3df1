//! What has changed since an earlier run: the mean, the faults, and which calls pass or fail that did not. Used by
//! `summary`, and by the reports that show it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::earlier::{Earlier, FaultName, Sum};
use super::{Groups, Kind, Summary, share};
use crate::report::brief::{Brief, Details};

/// So many calls that pass no longer, or pass now, are named.
const MOST_TURNED: usize = 20;
/// So many faults that rose, or fell, are named.
const MOST_FAULTS: usize = 20;

/// A number then and now; none where there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Against {
    /// In the earlier run.
    pub before: Option<f64>,
    /// In this one.
    pub now: Option<f64>,
}

impl Against {
    /// By how much it rose.
    pub fn change(self) -> Option<f64> {
        Some(self.now? - self.before?)
    }
}

/// Something whose number moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// An agent, a team, a rule; of a missing thing, the behaviour.
    pub name: String,
    /// Something expected that does not come.
    pub missing: bool,
    /// The mean score, or in how many of a hundred calls: in the earlier run.
    pub before: f64,
    /// In this one.
    pub now: f64,
}

impl Moved {
    /// By how much it rose.
    pub fn change(&self) -> f64 {
        self.now - self.before
    }
}

/// A call that passes and did not, or the reverse.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned {
    /// Its id.
    pub call: String,
    /// Its score in the earlier run.
    pub before: f64,
    /// In this one.
    pub now: f64,
}

/// Calls whose verdict turned the same way.
#[derive(Debug, Default)]
pub struct Turns {
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<Turned>,
}

/// What is kept to tell what turned.
#[derive(Debug)]
pub(super) struct Turning {
    earlier: Arc<Earlier>,
    /// Calls of the earlier run that were found again.
    met: FxHashSet<u64>,
    fail: Turns,
    pass: Turns,
}

/// This run beside an earlier one.
#[derive(Debug)]
pub struct Compared<'a> {
    /// The earlier run's file.
    pub file: &'a str,
    /// Its calls.
    pub calls_before: usize,
    /// Calls with a score that are in both runs: the same id and the same name of the file.
    pub matched: usize,
    /// Other rules were in force: some of the change may be theirs.
    pub rules_differ: bool,
    /// The mean score.
    pub mean: Against,
    /// The share of the calls with a score that pass, 0 to 1.
    pub pass_rate: Against,
    /// The mean of the agents that are in both, what moved most first.
    pub agents: Vec<Moved>,
    /// The same of teams.
    pub teams: Vec<Moved>,
    /// Faults that are in more of a hundred calls than before, what rose most first.
    pub rose: Vec<Moved>,
    /// Those in fewer.
    pub fell: Vec<Moved>,
    /// Calls that passed and fail now.
    pub fail: &'a Turns,
    /// Calls that failed and pass now.
    pub pass: &'a Turns,
}

impl Turning {
    pub(super) fn new(earlier: Arc<Earlier>) -> Self {
        Self { earlier, met: FxHashSet::default(), fail: Turns::default(), pass: Turns::default() }
    }

    /// A call of this run.
    pub(super) fn add(&mut self, brief: &Brief, details: &Details) {
        let Some(now) = brief.score else { return };
        let Some(Some((before, passed))) = self.earlier.scores.get(&details.key) else { return };
        // A second call of the same name is another.
        if !self.met.insert(details.key) || *passed == brief.passed {
            return;
        }
        let turns = if brief.passed { &mut self.pass } else { &mut self.fail };
        turns.count += 1;
        if turns.first.len() < MOST_TURNED {
            turns.first.push(Turned { call: details.id.clone(), before: f64::from(*before), now });
        }
    }

    pub(super) fn compared<'s>(&'s self, summary: &Summary, rules: &str) -> Compared<'s> {
        let earlier = &*self.earlier;
        let (rose, fell) = self.faults(summary);
        Compared {
            file: &earlier.file,
            calls_before: earlier.calls,
            matched: self.met.len(),
            rules_differ: earlier.rules.len() != 1 || !earlier.rules.contains(rules),
            mean: Against { before: earlier.all.mean(), now: summary.mean() },
            pass_rate: Against { before: share(earlier.passed, earlier.all.judged), now: summary.pass_rate() },
            agents: means(&earlier.agents, summary.by(Kind::Agent)),
            teams: means(&earlier.teams, summary.by(Kind::Team)),
            rose,
            fell,
            fail: &self.fail,
            pass: &self.pass,
        }
    }

    /// The faults that rose and those that fell.
    fn faults(&self, summary: &Summary) -> (Vec<Moved>, Vec<Moved>) {
        let (before, now) = (self.earlier.all.judged, summary.scores.count());
        if before == 0 || now == 0 {
            return (Vec::new(), Vec::new());
        }
        let mut counts: BTreeMap<FaultName, usize> = BTreeMap::new();
        for (rule, fault) in &summary.faults {
            let name = if fault.missing { &fault.behaviour } else { rule };
            let name = FaultName { missing: fault.missing, name: name.clone() };
            // Two rules may miss the same in one call.
            let calls = counts.entry(name).or_default();
            *calls = (*calls + fault.calls).min(now);
        }
        let names: BTreeSet<&FaultName> = counts.keys().chain(self.earlier.faults.keys()).collect();
        let hundred = |counts: &BTreeMap<FaultName, usize>, name: &FaultName, of: usize| {
            counts.get(name).copied().unwrap_or(0) as f64 * 100.0 / of as f64
        };
        let moved = names.into_iter().map(|name| Moved {
            name: name.name.clone(),
            missing: name.missing,
            before: hundred(&self.earlier.faults, name, before),
            now: hundred(&counts, name, now),
        });
        let (mut rose, mut fell): (Vec<Moved>, Vec<Moved>) =
            moved.filter(|moved| moved.change().abs() > 1e-9).partition(|moved| moved.change() > 0.0);
        for moved in [&mut rose, &mut fell] {
            most_moved(moved);
            moved.truncate(MOST_FAULTS);
        }
        (rose, fell)
    }
}

/// The means of those that are in both runs.
fn means(before: &BTreeMap<String, Sum>, now: &Groups) -> Vec<Moved> {
    let both = before.iter().filter_map(|(name, sum)| {
        let now = now.named.get(name)?.scores.mean()?;
        Some(Moved { name: name.clone(), missing: false, before: sum.mean()?, now })
    });
    let mut moved: Vec<Moved> = both.collect();
    most_moved(&mut moved);
    moved
}

fn most_moved(moved: &mut [Moved]) {
    moved.sort_by(|a, b| b.change().abs().total_cmp(&a.change().abs()).then_with(|| a.name.cmp(&b.name)));
}
