//! One result of SARIF: what is the matter, where, how grave, and what is known of it.

use std::borrow::Cow;

use serde::Serialize;

use crate::report::card::{Card, Number};
use crate::report::place::{address, region};
use crate::report::safe::{cut, shown};
use crate::report::text::Page;
use crate::report::wrong::{MOST_QUOTED, Wrong};
use crate::transcript::Region;

/// As SARIF has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome<'c> {
    rule_id: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    kind: &'static str,
    level: &'static str,
    message: Message,
    locations: [Location<'c>; 1],
    partial_fingerprints: Fingerprints<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    properties: Properties<'c>,
}

/// A text in which nothing is a placeholder or a link.
#[derive(Serialize)]
pub struct Message {
    text: String,
}

impl Message {
    /// Of any text.
    pub fn of(text: &str) -> Self {
        let shown = shown(text);
        let mut out = String::with_capacity(shown.len());
        let mut before = ' ';
        for c in shown.chars() {
            // `{0}` stands for something else, and `[words](2)` is a link.
            if (before == '{' && c.is_ascii_digit()) || (before == ']' && c == '(') {
                out.push(' ');
            }
            out.push(c);
            before = c;
        }
        Self { text: out }
    }
}

#[derive(Serialize)]
struct Fingerprints<'c> {
    #[serde(rename = "coach/v1")]
    coach: &'c str,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
struct Properties<'c> {
    call: Cow<'c, str>,
    behaviour: &'c str,
    points: Number,
    #[serde(skip_serializing_if = "str::is_empty")]
    quote: Cow<'c, str>,
}

/// Where something stands.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location<'c> {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'c>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Piece>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Piece {
    start_line: usize,
    start_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

impl From<Region> for Piece {
    fn from(region: Region) -> Self {
        let Region { start_line, start_column, end_line, end_column } = region;
        Self { start_line, start_column, end_line: Some(end_line), end_column: Some(end_column) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'c> {
    name: Cow<'c, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fully_qualified_name: Option<String>,
    kind: &'static str,
}

impl Location<'_> {
    /// An input, at a line and a column where they are known.
    pub fn of_input(source: &str, place: Option<(usize, usize)>) -> Self {
        let piece = place.map(|(start_line, start_column)| Piece {
            start_line,
            start_column,
            end_line: None,
            end_column: None,
        });
        Self { physical_location: physical(source, piece), logical_locations: Vec::new() }
    }
}

fn physical(source: &str, region: Option<Piece>) -> Physical {
    let mut uri = String::with_capacity(source.len() + 8);
    address(source, &mut uri);
    Physical { artifact_location: Artifact { uri }, region }
}

/// Appends the result of a fault. `place` is the rule's among those described; with a baseline in use it is said what
/// is new.
pub fn result<'c>(
    card: &'c Card<'_>,
    wrong: &Wrong<'c>,
    place: Option<usize>,
    baseline: bool,
    page: &Page<'_>,
) -> Outcome<'c> {
    let level = match wrong.severity {
        "critical" | "major" => "error",
        "tip" => "note",
        _ => "warning",
    };
    let id = shown(card.id);
    let mut logical_locations = vec![Logical { name: id.clone(), fully_qualified_name: None, kind: "call" }];
    if let Some(turn) = wrong.turn {
        let name = page.say("files.at-turn", &vec![("turn", turn.to_string())]);
        let fully_qualified_name = Some(format!("{id}/{name}"));
        logical_locations.push(Logical { name: Cow::Owned(name), fully_qualified_name, kind: "turn" });
        if let Some(turn) = card.turns.get(turn) {
            let speaker = Cow::Borrowed(turn.speaker);
            logical_locations.push(Logical { name: speaker, fully_qualified_name: None, kind: "speaker" });
        }
    }
    let exact = wrong.turn.and_then(|turn| region(card, turn, wrong.span)).map(Piece::from);
    // Where the words cannot be told from others, the call can.
    let call = || Piece { start_line: card.line, start_column: 1, end_line: None, end_column: None };
    let piece = Some(exact.unwrap_or_else(call));
    let suppressions = wrong.disputed.iter().map(|disputed| {
        let args = [("who", disputed.who), ("when", disputed.when), ("reason", disputed.reason)];
        let args = args.map(|(key, text)| (key, text.to_owned())).to_vec();
        let justification = shown(&page.say("report.disputed-by", &args)).into_owned();
        Suppression { kind: "external", status: "accepted", justification }
    });
    Outcome {
        rule_id: wrong.rule,
        rule_index: place,
        kind: "fail",
        level,
        message: Message::of(&wrong.sentence(page)),
        locations: [Location { physical_location: physical(card.source, piece), logical_locations }],
        partial_fingerprints: Fingerprints { coach: wrong.fingerprint },
        baseline_state: baseline.then_some(if wrong.known { "unchanged" } else { "new" }),
        suppressions: suppressions.collect(),
        properties: Properties {
            call: id,
            behaviour: wrong.behaviour,
            points: Number(wrong.points),
            quote: Cow::Owned(shown(&cut(wrong.quote, MOST_QUOTED)).into_owned()),
        },
    }
}
