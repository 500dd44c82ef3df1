//! The calls of one agent, one team, one day. Bounded: when there are too many names, those that come last are counted
//! together. Used by `summary`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Phases, Scores, share};
use crate::report::brief::{Brief, Details, Example, Fault};

/// So many groups of a kind are told apart.
const MOST_GROUPS: usize = 2_000;
/// So many examples are kept for the groups of a kind.
const MOST_EXAMPLES: usize = 20_000;

/// What calls are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whose call it is.
    Agent,
    /// Whose team's.
    Team,
    /// The day it began.
    Day,
}

impl Kind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Agent, Self::Team, Self::Day];

    /// The name of a call's group, and whether a folder says so; none where nobody knows it.
    pub(super) fn name(self, details: &Details) -> Option<(&str, bool)> {
        let named = match self {
            Self::Agent => &details.agent,
            Self::Team => &details.team,
            Self::Day => return details.day.as_deref().map(|day| (day, false)),
        };
        named.as_ref().map(|named| (named.name.as_str(), named.from_folder))
    }
}

/// All groups of a kind.
#[derive(Debug, Default)]
pub struct Groups {
    /// By name.
    pub named: BTreeMap<String, Group>,
    /// The calls of all names that came after the first thousands.
    pub others: Group,
    /// The calls of which nobody knows the name.
    pub unknown: Group,
    examples: usize,
}

/// The calls of one name.
#[derive(Debug, Default)]
pub struct Group {
    /// Calls read.
    pub calls: usize,
    /// Calls that pass.
    pub passed: usize,
    /// The scores of the calls that have one.
    pub scores: Scores,
    /// The name of the first call's group is a folder's; the input does not say it.
    pub from_folder: bool,
    /// Faults and missing things, by the numbers that the summary gives to rules.
    pub faults: BTreeMap<u32, Counted>,
    /// What was done well.
    pub praises: BTreeMap<u32, Counted>,
    /// In how many calls a phase was missing.
    pub phases_missed: Phases,
}

/// How often something was found in a group.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// In how many calls.
    pub calls: usize,
    /// How often in all.
    pub times: usize,
    /// Points lost, zero or more.
    pub points: f64,
    /// The first, as long as there is room for examples.
    pub example: Option<Arc<Example>>,
}

impl Counted {
    /// In one call.
    pub(super) fn of(fault: &Fault) -> Self {
        Self { calls: fault.calls, times: fault.times, points: fault.points, example: fault.example.clone() }
    }
}

impl Groups {
    /// Adds a call to its group.
    pub(super) fn add(
        &mut self,
        name: Option<(&str, bool)>,
        brief: &Brief,
        faults: &[(u32, Counted)],
        praises: &[(u32, Counted)],
        phases_missed: &[&'static str],
    ) {
        let room = self.named.len() < MOST_GROUPS;
        let group = match name {
            None => &mut self.unknown,
            Some((name, _)) if self.named.contains_key(name) => self.named.get_mut(name).expect("it is there"),
            Some((name, from_folder)) if room => {
                self.named.entry(name.to_owned()).or_insert(Group { from_folder, ..Group::default() })
            }
            Some(_) => &mut self.others,
        };
        group.calls += 1;
        group.passed += usize::from(brief.passed);
        if let Some(score) = brief.score {
            group.scores.add(score);
        }
        for (sums, counts) in [(&mut group.faults, faults), (&mut group.praises, praises)] {
            for (rule, counted) in counts {
                let sum = sums.entry(*rule).or_default();
                sum.calls += counted.calls;
                sum.times += counted.times;
                sum.points += counted.points;
                if sum.example.is_none() && self.examples < MOST_EXAMPLES {
                    sum.example.clone_from(&counted.example);
                    self.examples += usize::from(sum.example.is_some());
                }
            }
        }
        for phase in phases_missed {
            *group.phases_missed.entry(phase).or_default() += 1;
        }
    }

    /// Whether there is anything to compare: two groups at least.
    pub fn are_several(&self) -> bool {
        self.named.len() > 1
    }

    /// Whether folders gave all the names.
    pub fn from_folders(&self) -> bool {
        !self.named.is_empty() && self.named.values().all(|group| group.from_folder)
    }
}

impl Group {
    /// The share of the calls with a score that pass, 0 to 1.
    pub fn pass_rate(&self) -> Option<f64> {
        share(self.passed, self.scores.count())
    }
}
