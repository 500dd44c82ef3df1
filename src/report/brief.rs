//! What a run keeps of a call once its report is written: the verdict, and for those who sum up its faults. Small, so
//! that a folder of any size takes no more memory than its faults have names.

use std::collections::BTreeMap;

use super::card::{Card, Finding};

/// One call's part in what all calls came to.
#[derive(Debug, Clone)]
pub struct Brief {
    /// 0 to 100; none where nothing could be judged.
    pub score: Option<f64>,
    /// At least the pass mark and nothing critical.
    pub passed: bool,
    /// The call fails what was asked for.
    pub fails: bool,
    /// Language of the call.
    pub language: String,
    /// For those who sum up.
    pub details: Option<Box<Details>>,
}

/// What a summary counts of a call.
#[derive(Debug, Clone, Default)]
pub struct Details {
    /// The call's id.
    pub id: String,
    /// Its file.
    pub source: String,
    /// Title, how often, and points of every fault and missing thing, by rule.
    pub faults: BTreeMap<String, Fault>,
}

/// How often something was wrong, and what it cost.
#[derive(Debug, Clone, Default)]
pub struct Fault {
    /// Its name in the report's language.
    pub title: String,
    /// In how many calls.
    pub calls: usize,
    /// How often in all.
    pub times: usize,
    /// Points lost, zero or more.
    pub points: f64,
    /// Something expected that did not come.
    pub missing: bool,
}

impl Details {
    /// Of a card.
    pub fn of(card: &Card<'_>) -> Self {
        Self { id: card.id.to_owned(), source: card.source.to_owned(), faults: faults(card) }
    }
}

fn said<'a>(card: &'a Card<'_>) -> impl Iterator<Item = &'a Finding<'a>> {
    card.turns.iter().flat_map(|t| &t.findings).filter(|f| f.kind == "avoid")
}

/// The faults and missing things of a card, by rule; what is disputed is none.
pub(super) fn faults(card: &Card<'_>) -> BTreeMap<String, Fault> {
    let mut faults: BTreeMap<String, Fault> = BTreeMap::new();
    for finding in said(card).filter(|f| f.disputed.is_none()) {
        let fault = faults.entry(finding.rule.to_owned()).or_default();
        finding.title.clone_into(&mut fault.title);
        fault.times += 1;
        fault.points -= finding.points.0;
    }
    for missed in card.expected.iter().filter(|e| e.status == "missed" && e.disputed.is_none()) {
        let fault = faults.entry(missed.rule.to_owned()).or_default();
        missed.title.clone_into(&mut fault.title);
        fault.times += 1;
        fault.points -= missed.points.0;
        fault.missing = true;
    }
    for fault in faults.values_mut() {
        fault.calls = 1;
    }
    faults
}
