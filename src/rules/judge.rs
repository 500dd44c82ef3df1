//! The judge: goes over what was heard with every rule in force and says what follows, each finding with its place.
//! Reads cues and times, never text, and so is the same for every language.

use super::BehaviourKind;
use super::expect;
use super::model::{CarriedRule, Kind, LimitRule, OrderRule, Rule, RuleBook, RuleId, Severity};
use super::phases::{Phases, find_phases};
use super::state::{Held, since};
use crate::cues::measure::{Gauge, measurable, whole_turn_span};
use crate::cues::{CueId, CueTable, Heard, Hit, Measure, NO_PHRASE};
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
    /// What was measured or weighed, and the limit it passed.
    pub measured: Option<(f64, f64)>,
    /// How much speaks for it.
    pub weight: f64,
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
    /// Conditions, and where they hold.
    pub conditions: Vec<Held>,
    /// The phases and what is out of order.
    pub phases: Phases,
    /// Rules that could not be judged for want of times.
    pub unverifiable: Vec<RuleId>,
    /// What is a fault only if the agent's call before was a hard one: whoever knows the calls decides.
    pub carried: Vec<Finding>,
    /// The call is a hard one for the agent's next.
    pub hard: bool,
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
    court.conditions(&mut judged);
    for (id, rule) in court.book.in_force() {
        match &rule.kind {
            Kind::Heard(heard) => court.heard_rule(id, rule, heard, &mut judged),
            Kind::Expect(expect) => court.said(id, rule, &expect.cues, &mut judged),
            Kind::Order(order) => court.order(id, rule, order, &mut judged),
            Kind::Limit(limit) => court.limit(id, rule, limit, &mut judged),
            Kind::Carried(carried) => court.carried(id, rule, carried, &mut judged),
            Kind::Condition(_) => {}
        }
    }
    judged.expected = expect::all(court, &judged.conditions);
    judged.phases = find_phases(court);
    court.choose(&mut judged.findings);
    court.settle(&mut judged.findings);
    court.settle(&mut judged.carried);
    if court.agent_turns.is_empty() {
        judged.acquit(court.book);
    }
    judged
}

impl Judged {
    /// Without a turn that is known to be the agent's there is nobody to judge, neither for words nor for silence:
    /// what the customer shows is all that is left.
    fn acquit(&mut self, book: &RuleBook) {
        self.findings.retain(|finding| book.behaviour(finding.rule).kind == BehaviourKind::Condition);
        for expected in &mut self.expected {
            (expected.status, expected.turn) = (Status::Unverifiable, None);
        }
        self.phases = Phases::default();
        self.unverifiable.clear();
        self.carried.clear();
    }
}

/// Two triggers of an order rule this many turns apart are one event: "I'll put you through", then the music.
const ONE_EVENT: usize = 3;

impl Court<'_> {
    pub(super) fn finding(rule: &Rule, id: RuleId, hit: &Hit) -> Finding {
        Finding {
            rule: id,
            turn: hit.turn as usize,
            start: hit.start as usize,
            end: hit.end as usize,
            severity: rule.severity,
            points: rule.points.value,
            phrase: hit.phrase,
            measured: None,
            weight: f64::from(hit.strength),
        }
    }

    /// The hits of any of the cues in a turn, in order.
    pub(super) fn hits<'a>(&'a self, cues: &'a [CueId], turn: usize) -> impl Iterator<Item = &'a Hit> {
        let any = self.heard.has_any(cues, turn);
        self.heard.in_turn(turn).iter().filter(move |h| any && cues.contains(&h.cue))
    }

    /// The folded words of a hit.
    pub(super) fn words(&self, hit: &Hit) -> &str {
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
            // A recording that begins with the event does not tell what came before it.
            if turn == 0 && hit.start == 0 && hit.words.0 == hit.words.1 {
                continue;
            }
            let same_event = !order.first_only && last_event.is_some_and(|last| turn - last <= ONE_EVENT);
            last_event = Some(turn);
            if same_event
                || self.heard.first(&order.unless_before, 0..turn).is_some()
                || !self.applies(rule, &judged.conditions, turn)
            {
                continue;
            }
            // What is asked for once a condition holds counts from there on.
            let since = if order.first_only { since(rule, &judged.conditions, turn) } else { None };
            let from = since.unwrap_or(turn.saturating_sub(order.within_turns));
            let met = |group: &Vec<CueId>| self.heard.first(group, from..turn + 1).is_some();
            let excused = self.heard.has_any(&order.unless_same_turn, turn);
            if !excused && !order.needs.iter().all(met) {
                let finding = Self::finding(rule, id, hit);
                judged.findings.push(self.last_words_before(turn, &finding).unwrap_or(finding));
            }
            if order.first_only {
                return;
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

    /// What is heard early in a call, and whether the call is a hard one: what the rule's `when` names held in it.
    fn carried(&self, id: RuleId, rule: &Rule, carried: &CarriedRule, judged: &mut Judged) {
        judged.hard |= self.any_held(&rule.when, &judged.conditions);
        let early = self.agent_turns.iter().take(carried.first_turns);
        let first = early.flat_map(|turn| self.hits(&carried.cues, *turn)).next();
        judged.carried.extend(first.map(|hit| Self::finding(rule, id, hit)));
    }

    /// What took too long or was too much.
    fn limit(&self, id: RuleId, rule: &Rule, limit: &LimitRule, judged: &mut Judged) {
        if !measurable(limit.measure, self.call) && limit.cues.is_empty() {
            judged.unverifiable.push(id);
            return;
        }
        if limit.measure == Measure::Wait && !self.heard.has_anywhere(&limit.cues) {
            return;
        }
        let gauge = Gauge::new(limit.measure, self.call, self.heard);
        for &turn in &self.agent_turns {
            let back = turn.saturating_sub(limit.within_turns)..turn;
            if self.heard.has_any(&limit.unless_same_turn, turn)
                || self.heard.first(&limit.unless_before, back).is_some()
                || !self.applies(rule, &judged.conditions, turn)
            {
                continue;
            }
            let Some(value) = gauge.value(turn, &limit.cues) else { continue };
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
                weight: 1.0,
            });
            if limit.once {
                return;
            }
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
