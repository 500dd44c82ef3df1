//! A call as the page's scripts read it: the card, with the words of a rule left out where the table of rules has them.
//! What is repeated thousands of times has names of one letter. Used by `html` alone.

use serde::Serialize;

use super::Html;
use crate::report::card::{Card, Disputed, Expected, Finding, Metrics, Number, Phase, PhaseAt, Stamp, Turn, Wait};

/// A call.
#[derive(Serialize)]
pub(super) struct Block<'a> {
    /// The language of its report.
    report: &'a str,
    format: &'a str,
    language: &'a str,
    pass_mark: Number,
    beyond: Number,
    critical: Vec<Option<usize>>,
    disputed: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    raise: Option<Raise<'a>>,
    turns: Vec<Said<'a>>,
    expected: Vec<Due<'a>>,
    phases: &'a [Phase],
    skipped: &'a [&'static str],
    out_of_order: &'a [PhaseAt],
    conditions: Vec<State<'a>>,
    times_missing: bool,
    metrics: &'a Metrics,
    #[serde(skip_serializing_if = "str::is_empty")]
    not_judged: &'a str,
    notes: &'a [String],
    stamp: &'a Stamp<'a>,
}

#[derive(Serialize)]
struct Raise<'a> {
    turns: &'a [usize],
    expected: &'a [&'a str],
    to: Number,
}

/// A turn.
#[derive(Serialize)]
struct Said<'a> {
    /// Speaker: a, c or o.
    s: &'a str,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<&'a str>,
    /// Begin, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<Number>,
    /// End, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<Number>,
    /// Text.
    t: &'a str,
    /// Points of a hundred.
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<Number>,
    /// It marks a wait; its seconds, null where nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    w: Option<Pause>,
    /// Findings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    f: Vec<Found<'a>>,
}

/// A wait that a turn marks: how long, where anybody knows.
#[derive(Serialize)]
struct Pause(Option<Number>);

/// A finding.
#[derive(Serialize)]
struct Found<'a> {
    /// Rule.
    r: Option<usize>,
    /// Kind: avoid, praise or expect.
    k: &'a str,
    /// Severity.
    v: &'a str,
    /// Points.
    p: Number,
    /// From and to, in characters.
    s: [usize; 2],
    /// It is about the turn as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    w: Option<bool>,
    /// Message, where it is not the rule's.
    #[serde(skip_serializing_if = "Option::is_none")]
    m: Option<&'a str>,
    /// Suggestion, where it is not the rule's.
    #[serde(skip_serializing_if = "Option::is_none")]
    i: Option<&'a str>,
    /// Value and limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    l: Option<(Number, Number)>,
    /// Fingerprint.
    #[serde(skip_serializing_if = "str::is_empty")]
    f: &'a str,
    /// A baseline knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disputed: Option<Disputed<'a>>,
}

/// Something expected.
#[derive(Serialize)]
struct Due<'a> {
    /// Rule.
    r: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<&'static str>,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    turn: Option<usize>,
    /// Points.
    p: Number,
    /// Fingerprint.
    #[serde(skip_serializing_if = "str::is_empty")]
    f: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disputed: Option<Disputed<'a>>,
}

/// A condition.
#[derive(Serialize)]
struct State<'a> {
    behaviour: &'a str,
    title: &'a str,
    turn: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<usize>,
}

impl<'a> Block<'a> {
    /// Of a card, whose report is in `language`.
    pub fn new(card: &'a Card<'a>, language: &'a str, html: &Html<'_>) -> Self {
        let states = card.conditions.iter();
        Self {
            report: language,
            format: card.format,
            language: card.language,
            pass_mark: card.pass_mark,
            beyond: card.beyond,
            critical: card.critical.iter().map(|rule| html.rule(rule)).collect(),
            disputed: card.disputed,
            raise: card.raise.as_ref().map(|r| Raise { turns: &r.turns, expected: &r.expected, to: r.to }),
            turns: card.turns.iter().map(|turn| said(turn, card, language, html)).collect(),
            expected: card.expected.iter().map(|expected| due(expected, html)).collect(),
            phases: &card.phases,
            skipped: &card.phases_skipped,
            out_of_order: &card.phases_out_of_order,
            conditions: states
                .map(|c| State { behaviour: c.behaviour, title: c.title, turn: c.turn, until: c.until })
                .collect(),
            times_missing: !card.unverifiable.is_empty(),
            metrics: &card.metrics,
            not_judged: &card.not_judged,
            notes: &card.notes,
            stamp: &card.stamp,
        }
    }
}

fn said<'a>(turn: &'a Turn<'a>, card: &Card<'_>, language: &str, html: &Html<'_>) -> Said<'a> {
    let findings = turn.findings.iter();
    let shown = findings.filter(|f| matches!(f.kind, "avoid" | "praise") || card.is_met_by(f, turn.index));
    Said {
        s: &turn.speaker[..1],
        n: turn.name,
        b: turn.start,
        e: turn.end,
        t: turn.text,
        p: turn.score,
        w: turn.wait.map(|Wait { seconds }| Pause(seconds.map(Number))),
        f: shown.map(|finding| found(turn, finding, language, html)).collect(),
    }
}

fn found<'a>(turn: &Turn<'_>, finding: &'a Finding<'a>, language: &str, html: &Html<'_>) -> Found<'a> {
    let rule = html.rule(finding.rule);
    let text = rule.map(|place| html.frame.book.rules[place].text(language));
    let (message, suggestion) = text.map_or(("", ""), |text| (text.message.as_str(), text.suggestion.as_str()));
    Found {
        r: rule,
        k: finding.kind,
        v: finding.severity,
        p: finding.points,
        s: finding.span,
        w: (!turn.is_part(finding)).then_some(true),
        m: Some(&*finding.message).filter(|said| *said != message),
        i: Some(&*finding.suggestion).filter(|said| *said != suggestion),
        l: finding.value.zip(finding.limit),
        f: finding.fingerprint,
        known: finding.known.then_some(true),
        disputed: finding.disputed,
    }
}

fn due<'a>(expected: &'a Expected<'a>, html: &Html<'_>) -> Due<'a> {
    Due {
        r: html.rule(expected.rule),
        phase: expected.phase,
        status: expected.status,
        turn: expected.turn,
        p: expected.points,
        f: expected.fingerprint,
        known: expected.known.then_some(true),
        disputed: expected.disputed,
    }
}
