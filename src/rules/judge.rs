//! The judge: goes over what was heard with every rule in force and says what follows, each finding with its place.
//! Reads cues and times, never text, and so is the same for every language.

use rustc_hash::FxHashSet;

use super::expect;
use super::model::{HeardRule, Kind, LimitRule, OrderRule, Rule, RuleBook, RuleId, Scope, Severity};
use super::phases::{Phases, find_phases};
use super::said_first::SaidFirst;
use crate::cues::measure::{measurable, value, whole_turn_span};
use crate::cues::{CueId, CueTable, Heard, Hit, NO_PHRASE};
use crate::transcript::{Call, Role};

/// A rule's word on one place of the call. Only [`Court`] makes them, and only with a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// Index of the turn.
    pub turn: usize,
    /// First byte in the turn's text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// How much it weighs here; a limit's coaching band is a tip.
    pub severity: Severity,
    /// Points of 100 that it costs, zero or more.
    pub points: f64,
    /// The phrase that was heard, for its plain words; [`NO_PHRASE`] where none was.
    pub phrase: u32,
    /// What was measured, and the limit it passed.
    pub measured: Option<(f64, f64)>,
}

/// Whether an expected thing came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The call gave no occasion.
    NotApplicable,
    /// The input lacks what it takes to tell.
    Unverifiable,
    /// It came.
    Met,
    /// It was needed and did not come.
    Missed,
}

impl Status {
    /// As written in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotApplicable => "not-applicable",
            Self::Unverifiable => "unverifiable",
            Self::Met => "met",
            Self::Missed => "missed",
        }
    }
}

/// The word on one expected behaviour.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// The rule that decided: of several for one behaviour, the strictest that applies.
    pub rule: RuleId,
    /// What it said.
    pub status: Status,
    /// Where it came, or the occasion at which it was missed, where there is one.
    pub turn: Option<usize>,
}

/// Everything the judge has to say about a call.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// Sorted by turn and place.
    pub findings: Vec<Finding>,
    /// One a behaviour, in the book's order.
    pub expected: Vec<Expected>,
    /// Conditions, each with the turn from which it holds.
    pub conditions: Vec<(RuleId, usize)>,
    /// The phases and what is out of order.
    pub phases: Phases,
    /// Rules that could not be judged for want of times.
    pub unverifiable: Vec<RuleId>,
}

/// A call before the judge.
pub struct Court<'a> {
    /// The rules.
    pub book: &'a RuleBook,
    /// The cues.
    pub cues: &'a CueTable,
    /// The call.
    pub call: &'a Call,
    /// What was heard in it.
    pub heard: &'a Heard,
    /// Indices of the agent's turns.
    pub(super) agent_turns: Vec<usize>,
}

impl<'a> Court<'a> {
    /// A call, what was heard in it, and the rules to judge it by.
    pub fn new(book: &'a RuleBook, cues: &'a CueTable, call: &'a Call, heard: &'a Heard) -> Self {
        let agents = call.turns.iter().enumerate().filter(|(_, turn)| turn.speaker == Role::Agent);
        Self { book, cues, call, heard, agent_turns: agents.map(|(index, _)| index).collect() }
    }
}

/// Judges a call.
pub fn judge(court: &Court<'_>) -> Judged {
    let mut judged = Judged::default();
    for (id, rule) in court.book.in_force() {
        if let Kind::Condition(_) = rule.kind {
            court.condition(id, rule, &mut judged);
        }
    }
    for (id, rule) in court.book.in_force() {
        match &rule.kind {
            Kind::Heard(heard) => court.heard_rule(id, rule, heard, &mut judged),
            Kind::Expect(expect) => court.said(id, rule, &expect.cues, &mut judged),
            Kind::Order(order) => court.order(id, rule, order, &mut judged),
            Kind::Limit(limit) => court.limit(id, rule, limit, &mut judged),
            Kind::Condition(_) => {}
        }
    }
    judged.expected = expect::all(court, &judged.conditions);
    judged.phases = find_phases(court);
    court.settle(&mut judged.findings);
    judged
}

/// Two triggers of an order rule this many turns apart are one event: "I'll put you through", then the music.
const ONE_EVENT: usize = 3;

impl Court<'_> {
    /// Whether what a rule's `when` and `unless` name holds at a turn.
    pub(super) fn applies(&self, rule: &Rule, conditions: &[(RuleId, usize)], turn: usize) -> bool {
        let holds = |scope: &Scope| match scope {
            Scope::Condition(id) => conditions.iter().any(|(rule, from)| rule == id && *from <= turn),
            Scope::Cue(cue) => self.heard.first(&[*cue], 0..turn + 1).is_some(),
        };
        rule.when.iter().all(holds) && !rule.unless.iter().any(holds)
    }

    fn finding(rule: &Rule, id: RuleId, hit: &Hit) -> Finding {
        Finding {
            rule: id,
            turn: hit.turn as usize,
            start: hit.start as usize,
            end: hit.end as usize,
            severity: rule.severity,
            points: rule.points.value,
            phrase: hit.phrase,
            measured: None,
        }
    }

    /// The hits of any of the cues in a turn, in order.
    fn hits<'a>(&'a self, cues: &'a [CueId], turn: usize) -> impl Iterator<Item = &'a Hit> {
        let any = self.heard.has_any(cues, turn);
        self.heard.in_turn(turn).iter().filter(move |h| any && cues.contains(&h.cue))
    }

    /// A condition holds from the customer's turn at which its cues have come to their threshold.
    fn condition(&self, id: RuleId, rule: &Rule, judged: &mut Judged) {
        let Kind::Condition(condition) = &rule.kind else { return };
        if !self.heard.has_anywhere(&condition.cues) {
            return;
        }
        let mut strength = 0.0;
        let mut holds = false;
        for turn in 0..self.call.turns.len() {
            if self.call.turns[turn].speaker != Role::Customer {
                continue;
            }
            let here = self.hits(&condition.cues, turn).max_by(|a, b| self.strength(a).total_cmp(&self.strength(b)));
            let Some(hit) = here else { continue };
            // The same thing said twice in one breath is said once.
            let heard = condition.cues.iter().filter(|cue| self.heard.has(**cue, turn));
            strength += heard.map(|cue| self.cues.get(*cue).strength).sum::<f64>();
            if strength >= condition.threshold {
                judged.findings.push(Self::finding(rule, id, hit));
                if !holds {
                    judged.conditions.push((id, turn));
                    holds = true;
                }
            }
        }
    }

    fn strength(&self, hit: &Hit) -> f64 {
        self.cues.get(hit.cue).strength
    }

    /// Avoid and praise: a cue on an agent's turn, unless something excuses it.
    fn heard_rule(&self, id: RuleId, rule: &Rule, heard: &HeardRule, judged: &mut Judged) {
        if !self.heard.has_anywhere(&heard.cues) {
            return;
        }
        let mut theirs: Option<SaidFirst<'_>> = None;
        for &turn in &self.agent_turns {
            if !self.heard.has_any(&heard.cues, turn)
                || self.heard.has_any(&heard.unless_same_turn, turn)
                || !self.applies(rule, &judged.conditions, turn)
            {
                continue;
            }
            let back = turn.saturating_sub(heard.within_turns)..turn;
            if !heard.unless_before.is_empty() && self.heard.first(&heard.unless_before, back).is_some() {
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
                judged.findings.push(Self::finding(rule, id, hit));
            }
        }
    }

    /// The folded words of a hit.
    fn words(&self, hit: &Hit) -> &str {
        let folded = &self.heard.folded[hit.turn as usize];
        let (first, last) = (hit.words.0 as usize, hit.words.1 as usize);
        if first >= last {
            return "";
        }
        let end = folded.words.get(last).map_or(folded.text.len(), |w| w.at as usize);
        folded.text[folded.words[first].at as usize..end].trim_end_matches([' ', '.'])
    }

    /// Every place where an expected thing is said.
    fn said(&self, id: RuleId, rule: &Rule, cues: &[CueId], judged: &mut Judged) {
        if !self.heard.has_anywhere(cues) {
            return;
        }
        for &turn in &self.agent_turns {
            if let Some(hit) = self.hits(cues, turn).next() {
                judged.findings.push(Finding { points: 0.0, ..Self::finding(rule, id, hit) });
            }
        }
    }

    /// What came before what it needs.
    fn order(&self, id: RuleId, rule: &Rule, order: &OrderRule, judged: &mut Judged) {
        if !self.heard.has_anywhere(&order.cues) {
            return;
        }
        let mut last_event: Option<usize> = None;
        for &turn in &self.agent_turns {
            let Some(hit) = self.hits(&order.cues, turn).next() else { continue };
            let same_event = last_event.is_some_and(|last| turn - last <= ONE_EVENT);
            last_event = Some(turn);
            if same_event
                || self.heard.has_any(&order.unless_same_turn, turn)
                || self.heard.first(&order.unless_before, 0..turn).is_some()
                || !self.applies(rule, &judged.conditions, turn)
            {
                continue;
            }
            let from = turn.saturating_sub(order.within_turns);
            let met = |group: &Vec<CueId>| self.heard.first(group, from..turn + 1).is_some();
            if !order.needs.iter().all(met) {
                let finding = Self::finding(rule, id, hit);
                judged.findings.push(self.last_words_before(turn, &finding).unwrap_or(finding));
            }
        }
    }

    /// Where a turn is nothing but an event, as "[hold]" is, and the agent spoke just before it: the finding about
    /// those words, the last sentence, since they are what the agent can say differently.
    fn last_words_before(&self, turn: usize, finding: &Finding) -> Option<Finding> {
        let before = turn.checked_sub(1).filter(|t| self.call.turns[*t].speaker == Role::Agent)?;
        let words = &self.heard.folded[before].words;
        let last = words.last().filter(|_| self.heard.folded[turn].words.is_empty())?;
        let first = words.partition_point(|w| w.sentence < last.sentence);
        let (start, end) = (words[first].start as usize, last.end as usize);
        Some(Finding { turn: before, start, end, phrase: NO_PHRASE, ..finding.clone() })
    }

    /// What took too long or was too much.
    fn limit(&self, id: RuleId, rule: &Rule, limit: &LimitRule, judged: &mut Judged) {
        if !measurable(limit.measure, self.call) && limit.cues.is_empty() {
            judged.unverifiable.push(id);
            return;
        }
        for &turn in &self.agent_turns {
            if self.heard.has_any(&limit.unless_same_turn, turn) || !self.applies(rule, &judged.conditions, turn) {
                continue;
            }
            let Some(value) = value(limit.measure, self.call, self.heard, turn, &limit.cues) else { continue };
            let costs = value >= limit.cost;
            let passed = if costs { Some(limit.cost) } else { limit.coach.filter(|coach| value >= *coach) };
            let Some(passed) = passed else { continue };
            let (start, end) = whole_turn_span(&self.call.turns[turn]);
            judged.findings.push(Finding {
                rule: id,
                turn,
                start,
                end,
                severity: if costs { rule.severity } else { Severity::Tip },
                points: if costs { rule.points.value } else { 0.0 },
                phrase: NO_PHRASE,
                measured: Some((value, passed)),
            });
        }
    }

    /// Sorts the findings and keeps one of those that several rules make of the same behaviour on the same words.
    fn settle(&self, findings: &mut Vec<Finding>) {
        let behaviour = |f: &Finding| self.book.get(f.rule).behaviour;
        findings.sort_by(|a, b| {
            (a.turn, behaviour(a), a.start)
                .cmp(&(b.turn, behaviour(b), b.start))
                .then(b.points.total_cmp(&a.points))
                .then((a.end, a.rule).cmp(&(b.end, b.rule)))
        });
        let each = |f: &Finding| matches!(&self.book.get(f.rule).kind, Kind::Heard(h) if h.each);
        let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
        for finding in findings.drain(..) {
            let twin = kept.iter_mut().rev().take_while(|k| k.turn == finding.turn).find(|k| {
                behaviour(k) == behaviour(&finding)
                    && (!(each(k) && each(&finding)) || (k.start < finding.end && finding.start < k.end))
            });
            match twin {
                Some(kept) if kept.points < finding.points => *kept = finding,
                Some(_) => {}
                None => kept.push(finding),
            }
        }
        kept.sort_by_key(|f| (f.turn, f.start, f.end, f.rule));
        *findings = kept;
    }
}
