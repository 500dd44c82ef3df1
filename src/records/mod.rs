//! Records: what people keep about findings from run to run, by their fingerprints. A baseline of what is known and
//! fails no run, and disputes, which take a finding out of the score. Knows the packs, whose way of telling mistakes it
//! shares; used by the coach and by the command line.

mod read;

use rustc_hash::{FxHashMap, FxHashSet};

/// Who disputes a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Who.
    pub who: String,
    /// When, as it is written.
    pub when: String,
    /// Why.
    pub reason: String,
    /// The call's id, where the record has it.
    pub call: Option<String>,
}

/// Everything that was kept.
#[derive(Debug, Clone, Default)]
pub struct Records {
    disputes: FxHashMap<String, Dispute>,
    /// By fingerprint the call's id and the rule, where the line has them.
    baseline: FxHashMap<String, (Option<String>, Option<String>)>,
    /// There is a baseline, even if it is empty.
    has_baseline: bool,
    /// The calls that entries name.
    calls: FxHashSet<String>,
}

/// An entry that nothing in the run answers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stale {
    /// The call's id, where the entry has it.
    pub call: String,
    /// The rule, where the entry has it.
    pub rule: String,
    /// The fingerprint.
    pub fingerprint: String,
    /// It is a dispute, and no entry of a baseline.
    pub disputed: bool,
}

/// What a run has met of the records.
#[derive(Debug, Default)]
pub struct Met {
    /// Each with the calls in which it was met.
    fingerprints: FxHashMap<String, usize>,
    calls: FxHashSet<String>,
}

impl Records {
    /// The dispute of a finding.
    pub fn dispute(&self, fingerprint: &str) -> Option<&Dispute> {
        self.disputes.get(fingerprint)
    }

    /// Whether the baseline knows a finding.
    pub fn knows(&self, fingerprint: &str) -> bool {
        self.baseline.contains_key(fingerprint)
    }

    /// Whether anything here is of that name.
    pub fn keeps(&self, fingerprint: &str) -> bool {
        self.knows(fingerprint) || self.dispute(fingerprint).is_some()
    }

    /// Whether there is a baseline.
    pub fn has_baseline(&self) -> bool {
        self.has_baseline
    }

    /// Whether nothing was kept.
    pub fn is_empty(&self) -> bool {
        self.disputes.is_empty() && !self.has_baseline
    }

    /// What is known here of a call that was read, by its id as it is and as it is masked, and of the fingerprints of its faults and missing things: no more is
    /// kept of a run, however long it is.
    pub fn met<'f>(&self, calls: [&str; 2], fingerprints: impl Iterator<Item = &'f str>) -> Met {
        let kept = fingerprints.filter(|print| self.keeps(print));
        let calls = calls.into_iter().filter_map(|call| self.calls.get(call).cloned());
        Met { fingerprints: kept.map(|print| (print.to_owned(), 1)).collect(), calls: calls.collect() }
    }

    /// The entries that a run has not met, sorted, and how many more there are of calls that were not in the run:
    /// of those nobody can say that they are stale.
    pub fn stale(&self, met: &Met) -> (Vec<Stale>, usize) {
        let known = self.baseline.iter().map(|(print, (call, rule))| (print, call, rule.as_deref(), false));
        let disputed = self.disputes.iter().map(|(print, dispute)| (print, &dispute.call, None, true));
        let unmet = known.chain(disputed).filter(|(print, ..)| !met.fingerprints.contains_key(*print));
        let (read, elsewhere): (Vec<_>, Vec<_>) =
            unmet.partition(|(_, call, ..)| call.as_ref().is_none_or(|call| met.calls.contains(call)));
        let stale = read.into_iter().map(|(print, call, rule, disputed)| Stale {
            call: call.clone().unwrap_or_default(),
            rule: rule.unwrap_or_default().to_owned(),
            fingerprint: print.clone(),
            disputed,
        });
        let mut stale: Vec<Stale> = stale.collect();
        stale.sort_unstable();
        (stale, elsewhere.len())
    }
}

impl Met {
    /// Takes over what another call met.
    pub fn append(&mut self, other: Self) {
        self.calls.extend(other.calls);
        for (print, calls) in other.fingerprints {
            *self.fingerprints.entry(print).or_default() += calls;
        }
    }

    /// The fingerprints that were met in several calls, sorted: those calls have the same id, and what is kept of one is
    /// taken for all.
    pub fn ambiguous(&self) -> Vec<&str> {
        let several = self.fingerprints.iter().filter(|(_, calls)| **calls > 1);
        let mut prints: Vec<&str> = several.map(|(print, _)| print.as_str()).collect();
        prints.sort_unstable();
        prints
    }
}
