//! Faults and praise that are heard: what speaks for each of them in a turn is weighed, and where several rules of one
//! choice find the same words, the one with most evidence speaks. Used by the judge alone.

use rustc_hash::FxHashSet;

use super::judge::{Court, Finding, Judged};
use super::model::{HeardRule, Rule, RuleId};
use super::said_first::SaidFirst;
use super::state::Held;

impl Court<'_> {
    /// Avoid and praise: cues on an agent's turn that weigh enough, unless something excuses them.
    pub(super) fn heard_rule(&self, id: RuleId, rule: &Rule, heard: &HeardRule, judged: &mut Judged) {
        if !self.heard.has_anywhere(&heard.cues) {
            return;
        }
        let mut theirs: Option<SaidFirst<'_>> = None;
        for &turn in &self.agent_turns {
            if !self.heard.has_any(&heard.cues, turn)
                || self.heard.has_any(&heard.unless_same_turn, turn)
                || !self.applies(rule, &judged.conditions, turn)
                || !self.came_before(heard, turn)
            {
                continue;
            }
            let weight = self.evidence(heard, &judged.conditions, turn);
            if weight < heard.threshold {
                continue;
            }
            let mut said: FxHashSet<&str> = FxHashSet::default();
            for hit in self.hits(&heard.cues, turn) {
                let words = self.words(hit);
                let again = said.contains(words) || (!heard.each && !said.is_empty());
                let first = |role| theirs.get_or_insert_with(|| SaidFirst::new(self, role)).before(hit, words);
                if again || heard.unless_said_first_by.is_some_and(first) {
                    continue;
                }
                said.insert(words);
                let measured = heard.weighs().then_some((weight, heard.threshold));
                judged.findings.push(Finding { measured, weight, ..Self::finding(rule, id, hit) });
            }
            if heard.once && !said.is_empty() {
                return;
            }
        }
    }

    /// Whether what a rule needs before came, and what excuses it did not.
    fn came_before(&self, heard: &HeardRule, turn: usize) -> bool {
        let back = turn.saturating_sub(heard.within_turns)..turn;
        let excused = self.heard.first(&heard.unless_before, back.clone()).is_some();
        let came = || back.filter(|t| self.heard.has_any(&heard.needs_before, *t)).take(heard.needs_count).count();
        !excused && (heard.needs_before.is_empty() || came() == heard.needs_count)
    }

    /// The sum of what speaks for a rule in a turn.
    pub(super) fn evidence(&self, heard: &HeardRule, conditions: &[Held], turn: usize) -> f64 {
        let cues = heard.cues.iter().map(|cue| self.weight(*cue, turn));
        let beside = heard.evidence.iter().filter(|(scope, _)| self.is_evident(*scope, conditions, turn));
        cues.sum::<f64>() + beside.map(|(_, weight)| weight).sum::<f64>()
    }

    /// Of the findings that rules of the same choice make in one sentence, keeps the one with most evidence; the rule
    /// that stands first in the book where they have the same.
    pub(super) fn choose(&self, findings: &mut Vec<Finding>) {
        findings.sort_by_key(|finding| finding.turn);
        let choice = |finding: &Finding| self.book.get(finding.rule).choice();
        let beaten = |this: &Finding, others: &[Finding]| {
            others.iter().any(|other| {
                let stronger = other.weight > this.weight || (other.weight >= this.weight && other.rule < this.rule);
                stronger && choice(other) == choice(this) && self.sentence(other) == self.sentence(this)
            })
        };
        let turns = findings.chunk_by(|a, b| a.turn == b.turn);
        let kept: Vec<bool> =
            turns.flat_map(|turn| turn.iter().map(|f| choice(f).is_none() || !beaten(f, turn))).collect();
        let mut kept = kept.into_iter();
        findings.retain(|_| kept.next().unwrap_or(true));
    }

    /// The sentence in which a finding begins.
    fn sentence(&self, finding: &Finding) -> u32 {
        let words = &self.heard.folded[finding.turn].words;
        let at = words.partition_point(|word| (word.end as usize) <= finding.start);
        words.get(at).map_or(u32::MAX, |word| word.sentence)
    }
}
