//! Builds a call's card from what the rooms before know: quotes cut, spans counted in characters, messages filled in
//! the report's language.

use std::borrow::Cow;
use std::cell::LazyCell;

use rustc_hash::FxHashMap;

use super::card::{
    Card, Condition, Disputed, Expected, Finding, Metrics, Number, Phase, PhaseAt, Raise, Stamp, Turn, Wait,
};
use crate::cues::{Heard, Lexicon, Measure, NO_PHRASE};
use crate::packs::{Args, Messages, fill};
use crate::records::Records;
use crate::rules::{BehaviourKind, Fingerprints, Judged, Kind, Rule, RuleBook, RuleText, Status};
use crate::score::{Marks, Score, metrics};
use crate::transcript::{Call, Note, Role};

/// Everything that a card is made of.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The call as read.
    pub call: &'a Call,
    /// What was heard in it.
    pub heard: &'a Heard,
    /// The words that were listened for.
    pub lexicon: &'a Lexicon,
    /// What was judged.
    pub judged: &'a Judged,
    /// The points.
    pub score: &'a Score,
    /// The score that decides whether a run fails.
    pub gate: Option<f64>,
    /// The fingerprints of its faults and missing things.
    pub prints: &'a Fingerprints,
    /// What is known and what is disputed.
    pub records: &'a Records,
    /// The rules.
    pub book: &'a RuleBook,
    /// What the score depended on.
    pub marks: Marks,
    /// The program's own words.
    pub messages: &'a Messages,
    /// Language of the report.
    pub ui_language: &'a str,
    /// Hash of rules and settings.
    pub rules_hash: &'a str,
    /// Why findings are disputed, by fingerprint, where the records' own words are not to be shown.
    pub reasons: &'a FxHashMap<String, String>,
    /// Personal data is masked in the call.
    pub masked: bool,
}

/// The behaviour whose findings are counted as interruptions.
const INTERRUPTING: &str = "interrupting";

/// Builds the card.
pub fn build<'a>(m: &Material<'a>) -> Card<'a> {
    let call = m.call;
    let unverifiable = m.unverifiable();
    let points = m.score.findings.iter().zip(&m.prints.findings);
    let mut findings = m.judged.findings.iter().zip(points).peekable();
    let mut disputed = 0;
    let mut turns = Vec::with_capacity(call.turns.len());
    for (index, turn) in call.turns.iter().enumerate() {
        let mut here = Vec::new();
        // They stand in order: a character is counted once, however many findings there are.
        let (mut counted, mut before) = (0, 0);
        while let Some((finding, (points, print))) = findings.next_if(|(f, _)| f.turn == index) {
            before += characters(&turn.text[counted..finding.start]);
            counted = finding.start;
            let finding = m.finding(finding, *points, print, before);
            disputed += usize::from(finding.disputed.is_some());
            here.push(finding);
        }
        turns.push(Turn {
            index,
            speaker: turn.speaker.as_str(),
            name: turn.name.as_deref(),
            start: turn.start.map(Number),
            end: turn.end.map(Number),
            joined: turn.joined.map(|(first, end)| [first, end]),
            text: &turn.text,
            score: m.score.turns[index].map(Number),
            wait: m.wait(index),
            findings: here,
        });
    }
    let points = m.score.expected.iter().zip(&m.prints.expected);
    let expected: Vec<Expected<'a>> =
        m.judged.expected.iter().zip(points).map(|(e, (points, print))| m.expected(e, *points, print)).collect();
    disputed += expected.iter().filter(|e| e.disputed.is_some()).count();
    Card {
        id: &call.id,
        source: &call.source,
        format: call.format,
        language: &call.language,
        agent: call.agent.as_deref(),
        team: call.team.as_deref(),
        started: call.started.as_deref(),
        score: m.score.call.map(Number),
        passed: m.score.passed,
        pass_mark: Number(m.marks.pass),
        beyond: Number(m.score.beyond),
        critical: m.critical(),
        disputed,
        raise: m.raise(),
        turns,
        expected,
        phases: m.phases(),
        phases_skipped: m.judged.phases.skipped.iter().map(|p| p.as_str()).collect(),
        phases_out_of_order: m
            .judged
            .phases
            .out_of_order
            .iter()
            .map(|(phase, turn)| PhaseAt { phase: phase.as_str(), turn: *turn })
            .collect(),
        conditions: m.conditions(),
        metrics: m.metrics(&unverifiable),
        unverifiable,
        not_judged: m.not_judged(),
        doubts: m.call.notes.iter().filter(|note| note.is_doubt()).map(|note| m.note(note)).collect(),
        notes: m.notes(),
        original: call.original.as_ref(),
        line: call.line,
        places: call.places.as_ref(),
        gate: m.gate,
        masked: m.masked,
        stamp: Stamp { coach: env!("CARGO_PKG_VERSION"), rules: m.rules_hash, input: format!("sha256:{}", call.hash) },
    }
}

impl<'a> Material<'a> {
    fn text(&self, rule: crate::rules::RuleId) -> &'a RuleText {
        self.book.get(rule).text(self.ui_language)
    }

    /// A finding that has so many characters before it.
    fn finding(&self, finding: &crate::rules::Finding, points: f64, print: &'a str, before: usize) -> Finding<'a> {
        let said: &'a str = &self.call.turns[finding.turn].text;
        let quote = &said[finding.start..finding.end];
        let behaviour = self.book.behaviour(finding.rule);
        let text = self.text(finding.rule);
        let (message, suggestion) = match behaviour.kind {
            BehaviourKind::Avoid => {
                let args = LazyCell::new(|| self.args(finding, quote));
                let suggestion = self.instead(finding).map_or_else(|| filled(&text.suggestion, &args), Cow::Borrowed);
                (filled(&text.message, &args), suggestion)
            }
            BehaviourKind::Praise => {
                (filled(&text.message, &LazyCell::new(|| self.args(finding, quote))), Cow::Borrowed(""))
            }
            BehaviourKind::Expect | BehaviourKind::Condition => (Cow::Borrowed(text.title.as_str()), Cow::Borrowed("")),
        };
        let explained = matches!(behaviour.kind, BehaviourKind::Avoid | BehaviourKind::Praise);
        Finding {
            rule: &self.book.get(finding.rule).id,
            behaviour: &behaviour.id,
            kind: behaviour.kind.as_str(),
            severity: finding.severity.as_str(),
            points: Number(points),
            span: [before, before + characters(quote)],
            quote,
            title: &text.title,
            message,
            suggestion,
            because: if explained { &text.why } else { "" },
            documents: &behaviour.source,
            value: finding.measured.map(|(value, _)| Number(value)),
            limit: finding.measured.map(|(_, limit)| Number(limit)),
            fingerprint: print,
            known: self.records.knows(print),
            disputed: self.disputed(print),
        }
    }

    /// The plain words that a phrase brings: they fit better than any example of the rule's.
    fn instead(&self, finding: &crate::rules::Finding) -> Option<&'a str> {
        let phrase = (finding.phrase != NO_PHRASE).then(|| &self.lexicon.phrases[finding.phrase as usize])?;
        phrase.instead.as_deref()
    }

    /// The values that a message may use.
    fn args(&self, finding: &crate::rules::Finding, quote: &str) -> Args {
        let mut args: Args = vec![("quote", quote.to_owned())];
        let plain = || self.messages.plain(self.ui_language, "report.plain-words");
        args.push(("instead", self.instead(finding).unwrap_or_else(plain).to_owned()));
        if let Some((value, limit)) = finding.measured {
            args.push(("value", plain_number(value)));
            args.push(("limit", plain_number(limit)));
        }
        args
    }

    fn disputed(&self, print: &str) -> Option<Disputed<'a>> {
        let dispute = self.records.dispute(print)?;
        let reason = self.reasons.get(print).unwrap_or(&dispute.reason);
        Some(Disputed { who: &dispute.who, when: &dispute.when, reason })
    }

    fn expected(&self, expected: &crate::rules::Expected, points: f64, print: &'a str) -> Expected<'a> {
        let text = self.text(expected.rule);
        let behaviour = self.book.behaviour(expected.rule);
        let missed = expected.status == Status::Missed;
        Expected {
            rule: &self.book.get(expected.rule).id,
            behaviour: &behaviour.id,
            phase: behaviour.phase.map(crate::cues::Phase::as_str),
            status: expected.status.as_str(),
            turn: expected.turn,
            points: Number(points),
            title: &text.title,
            message: if missed { &text.message } else { &text.title },
            suggestion: if missed { &text.suggestion } else { "" },
            because: &text.why,
            documents: &behaviour.source,
            fingerprint: print,
            known: self.records.knows(print),
            disputed: self.disputed(print),
        }
    }

    fn wait(&self, turn: usize) -> Option<Wait> {
        let events = &self.heard.events[turn];
        if events.is_empty() {
            return None;
        }
        // Not every mark is one of a wait: those are that some rule measures waits by.
        let waits = |rule: &Rule| match &rule.kind {
            Kind::Limit(limit) => limit.measure == Measure::Wait && self.heard.has_any(&limit.cues, turn),
            _ => false,
        };
        let seconds = events.iter().filter_map(|event| event.seconds).reduce(|a, b| a + b);
        self.book.rules.iter().any(waits).then_some(Wait { seconds })
    }

    fn phases(&self) -> Vec<Phase> {
        let spans = self.judged.phases.spans.iter();
        spans.map(|s| Phase { phase: s.phase.as_str(), first_turn: s.first, last_turn: s.last }).collect()
    }

    fn conditions(&self) -> Vec<Condition<'a>> {
        let mut conditions: Vec<Condition<'a>> = Vec::new();
        for held in &self.judged.conditions {
            let behaviour = self.book.behaviour(held.rule).id.as_str();
            let title = &self.text(held.rule).title;
            conditions.push(Condition { behaviour, turn: held.from, until: held.until, title });
        }
        conditions
    }

    fn critical(&self) -> Vec<&'a str> {
        let mut rules: Vec<&str> = Vec::new();
        for index in &self.score.critical {
            let rule = self.book.get(self.judged.findings[*index].rule).id.as_str();
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        rules
    }

    fn raise(&self) -> Option<Raise<'a>> {
        let raise = self.score.raise.as_ref()?;
        let behaviour = |index: &usize| self.book.behaviour(self.judged.expected[*index].rule).id.as_str();
        Some(Raise {
            turns: raise.turns.clone(),
            expected: raise.expected.iter().map(behaviour).collect(),
            to: Number(raise.to),
        })
    }

    fn unverifiable(&self) -> Vec<&'a str> {
        let mut behaviours: Vec<&str> = Vec::new();
        for rule in &self.judged.unverifiable {
            let index = self.book.get(*rule).behaviour;
            let behaviour = self.book.behaviours[index].id.as_str();
            let found = self.judged.findings.iter().any(|f| self.book.get(f.rule).behaviour == index);
            // What one measure cannot tell another may: a long speech is one by its words, too.
            let measured = self.book.in_force().any(|(id, rule)| {
                let limit = matches!(&rule.kind, Kind::Limit(limit) if limit.cues.is_empty());
                limit && rule.behaviour == index && !self.judged.unverifiable.contains(&id)
            });
            if !found && !measured && !behaviours.contains(&behaviour) {
                behaviours.push(behaviour);
            }
        }
        let carried = self.judged.carried.iter().map(|finding| self.book.behaviour(finding.rule).id.as_str());
        if self.call.agent.is_none() || self.call.started.is_none() {
            behaviours.extend(carried);
        }
        behaviours
    }

    fn metrics(&self, unverifiable: &[&str]) -> Metrics {
        let found = metrics(self.call, self.heard);
        let unverifiable = unverifiable.contains(&INTERRUPTING);
        let of = |finding: &&crate::rules::Finding| self.book.behaviour(finding.rule).id == INTERRUPTING;
        let interruptions = self.judged.findings.iter().filter(of).count();
        let agent = found.agent_turns > 0 && self.call.turns.iter().any(|t| t.speaker == Role::Agent);
        Metrics {
            agent_talk_share: found.agent_talk_share.map(Number),
            agent_turns: found.agent_turns,
            customer_turns: found.customer_turns,
            longest_turn_words: found.longest_turn.map(|(words, _)| words),
            longest_turn: found.longest_turn.map(|(_, turn)| turn),
            longest_turn_seconds: found.longest_turn_seconds.map(Number),
            words_per_minute: found.words_per_minute.map(f64::round).map(Number),
            silence_seconds: found.silence_seconds.map(Number),
            longest_silence_seconds: found.longest_silence_seconds.map(Number),
            wait_seconds: found.wait_seconds.map(Number),
            interruptions: (agent && !unverifiable).then_some(interruptions),
            duration_seconds: found.duration_seconds.map(Number),
        }
    }

    fn note(&self, note: &Note) -> String {
        self.messages.say(self.ui_language, &format!("note.{}", note.code), &note.args)
    }

    fn notes(&self) -> Vec<String> {
        self.call.notes.iter().map(|note| self.note(note)).collect()
    }

    fn not_judged(&self) -> String {
        let reason = self.call.notes.iter().find(|note| self.score.call.is_none() && note.says_no_agent());
        reason.map(|note| self.note(note)).unwrap_or_default()
    }
}

/// Characters of a text; most texts are ASCII or nearly so.
fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// Most messages have nothing to fill in.
fn filled<'a>(template: &'a str, args: &LazyCell<Args, impl FnOnce() -> Args>) -> Cow<'a, str> {
    if template.contains('{') { Cow::Owned(fill(template, args)) } else { Cow::Borrowed(template) }
}

/// A number as people write it: whole, or with one decimal.
pub fn plain_number(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}
