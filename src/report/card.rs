//! The scorecard of one call as the world sees it: the one struct that every report is rendered from, and that is
//! written as JSON. Not the engine's own types, so that neither moves with the other. Made by `build`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::transcript::{Original, Places};

/// A number of points, seconds or shares: whole where it is whole, else with at most two decimals.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let whole = self.0 as i32;
        if (f64::from(whole) - self.0).abs() == 0.0 {
            return serializer.serialize_i32(whole);
        }
        let rounded = (self.0 * 100.0).round() / 100.0;
        if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
            serializer.serialize_i64(rounded as i64)
        } else {
            serializer.serialize_f64(rounded)
        }
    }
}

impl JsonSchema for Number {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }
}

/// Which cards of a call are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Views {
    /// The one with everything as it was said.
    pub plain: bool,
    /// The one in which personal data is masked.
    pub masked: bool,
}

impl Views {
    /// As it was said, and nothing else.
    pub const PLAIN: Self = Self { plain: true, masked: false };
}

/// The cards of a call, those that were asked for.
#[derive(Debug)]
pub struct Cards<'a> {
    /// The call's id as the input has it, whatever is masked.
    pub id: &'a str,
    /// With everything as it was said.
    pub plain: Option<Card<'a>>,
    /// With personal data masked.
    pub masked: Option<Card<'a>>,
}

impl<'a> Cards<'a> {
    /// The card as it was said.
    ///
    /// # Panics
    /// If nobody asked for it.
    pub fn plain(&self) -> &Card<'a> {
        self.plain.as_ref().expect("the plain card was asked for")
    }

    /// The card with personal data masked, or without.
    ///
    /// # Panics
    /// If nobody asked for it.
    pub fn get(&self, masked: bool) -> &Card<'a> {
        if masked { self.masked.as_ref().expect("the masked card was asked for") } else { self.plain() }
    }
}

/// One call, scored and explained.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Card<'a> {
    /// The input's own id, or the file's stem.
    pub id: &'a str,
    /// The file.
    pub source: &'a str,
    /// The format that it was read as.
    pub format: &'a str,
    /// Code of the language spoken.
    pub language: &'a str,
    /// The agent, if the input says who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<&'a str>,
    /// The team, if the input says which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<&'a str>,
    /// When it began, as the input writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<&'a str>,
    /// 0 to 100; null where no turn is known to be the agent's, and so nothing could be judged.
    pub score: Option<Number>,
    /// At least the pass mark and nothing critical; null without a score.
    pub passed: Option<bool>,
    /// Points from which a call passes.
    pub pass_mark: Number,
    /// Points lost beyond the hundred that there were.
    #[serde(skip_serializing_if = "is_zero")]
    pub beyond: Number,
    /// Rules of critical faults, which fail the call whatever its score.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub critical: Vec<&'a str>,
    /// Faults and missing things that were taken out of the score because somebody disputes them.
    #[serde(skip_serializing_if = "is_none")]
    pub disputed: usize,
    /// The least that would make a failed call pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raise: Option<Raise<'a>>,
    /// Every turn of the input.
    pub turns: Vec<Turn<'a>>,
    /// Every expected behaviour.
    pub expected: Vec<Expected<'a>>,
    /// The phases found, in order.
    pub phases: Vec<Phase>,
    /// Phases that the call went past without a word of theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phases_skipped: Vec<&'static str>,
    /// Things said far from their phase.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phases_out_of_order: Vec<PhaseAt>,
    /// Conditions, each from the turn where it shows.
    pub conditions: Vec<Condition<'a>>,
    /// Behaviours that could not be judged for want of times.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unverifiable: Vec<&'a str>,
    /// Numbers that are shown and not scored.
    pub metrics: Metrics,
    /// Why there is no score, and what mends it: one of the notes; empty where there is one.
    #[serde(skip)]
    pub not_judged: String,
    /// Those of the notes that tell of a guess, or of something that could not be told.
    #[serde(skip)]
    pub doubts: Vec<String>,
    /// What was assumed in reading.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What made this card of what.
    pub stamp: Stamp<'a>,
    /// The vCon that it is to be written into.
    #[serde(skip)]
    pub original: Option<&'a Original>,
    /// The line of its beginning in its file, from 1.
    #[serde(skip)]
    pub line: usize,
    /// Where its turns stand in its file, if anybody asked for it.
    #[serde(skip)]
    pub places: Option<&'a Places>,
    /// The score that decides whether a run fails: what a baseline knows costs nothing in it.
    #[serde(skip)]
    pub gate: Option<f64>,
    /// Personal data is masked in it.
    #[serde(skip)]
    pub masked: bool,
}

impl Card<'_> {
    /// Whether a finding of a turn is where an expected thing was met: the other places would only be noise.
    pub fn is_met_by(&self, finding: &Finding<'_>, turn: usize) -> bool {
        let here = |e: &Expected<'_>| e.behaviour == finding.behaviour && e.status == "met" && e.turn == Some(turn);
        finding.kind == "expect" && self.expected.iter().any(here)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(number: &Number) -> bool {
    number.0 == 0.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_no(yes: &bool) -> bool {
    !*yes
}

/// One turn and what was found in it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Turn<'a> {
    /// From 0, as in the input.
    pub index: usize,
    /// agent, customer or other.
    #[schemars(extend("enum" = ["agent", "customer", "other"]))]
    pub speaker: &'static str,
    /// The speaker's name, if the input has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Number>,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Number>,
    /// The source's segments that were joined to this turn, from 0, half open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<[usize; 2]>,
    /// Unchanged.
    pub text: &'a str,
    /// 0 to 100, on the agent's turns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Number>,
    /// A wait that the transcript marks in it.
    #[serde(skip)]
    pub wait: Option<Wait>,
    /// What was found.
    pub findings: Vec<Finding<'a>>,
}

impl Turn<'_> {
    /// Whether one of its findings is about some of its words: what is about the turn as a whole marks and quotes none.
    pub fn is_part(&self, finding: &Finding<'_>) -> bool {
        !finding.quote.is_empty() && finding.quote.len() < self.text.trim().len()
    }
}

/// A wait that the transcript marks: "[hold music]".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// How long, where the mark tells.
    pub seconds: Option<f64>,
}

/// One finding with everything that defends it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Finding<'a> {
    /// The rule.
    pub rule: &'a str,
    /// The behaviour of the catalogue.
    pub behaviour: &'a str,
    /// avoid, expect, praise or condition.
    #[schemars(extend("enum" = ["avoid", "expect", "praise", "condition"]))]
    pub kind: &'static str,
    /// tip, minor, major or critical.
    #[schemars(extend("enum" = ["tip", "minor", "major", "critical"]))]
    pub severity: &'static str,
    /// Zero or less.
    pub points: Number,
    /// Characters of the turn's text, half open.
    pub span: [usize; 2],
    /// That piece of the text, unchanged.
    pub quote: &'a str,
    /// The behaviour's name in the report's language: for people; programs have the id.
    #[serde(skip)]
    pub title: &'a str,
    /// What is the matter.
    pub message: Cow<'a, str>,
    /// What to say instead.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub suggestion: Cow<'a, str>,
    /// Why it matters.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub because: &'a str,
    /// The numbers of the founding documents that it comes from; empty for a user's own rule.
    #[serde(skip)]
    pub documents: &'a str,
    /// What was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Number>,
    /// The limit that it passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Number>,
    /// Its name in baselines and disputes; empty where it is no fault.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub fingerprint: &'a str,
    /// A baseline knows it.
    #[serde(skip_serializing_if = "is_no")]
    pub known: bool,
    /// Who took it out of the score, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<Disputed<'a>>,
}

/// Who disputes a fault.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Disputed<'a> {
    /// Who.
    pub who: &'a str,
    /// When, as the record writes it.
    pub when: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// Whether an expected behaviour came.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Expected<'a> {
    /// The rule that decided.
    #[serde(skip)]
    pub rule: &'a str,
    /// The behaviour of the catalogue.
    pub behaviour: &'a str,
    /// Its phase, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["contact", "listening", "development", "conclusion"]))]
    pub phase: Option<&'static str>,
    /// met, missed, not-applicable or unverifiable.
    #[schemars(extend("enum" = ["met", "missed", "not-applicable", "unverifiable"]))]
    pub status: &'static str,
    /// Where it came, or the occasion at which it was missed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn: Option<usize>,
    /// Zero or less.
    pub points: Number,
    /// The behaviour's name in the report's language: for people; programs have the id.
    #[serde(skip)]
    pub title: &'a str,
    /// What is missing; the name where nothing is.
    pub message: &'a str,
    /// What to say.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub suggestion: &'a str,
    /// Why it matters.
    #[serde(skip)]
    pub because: &'a str,
    /// The numbers of the founding documents that it comes from; empty for a user's own rule.
    #[serde(skip)]
    pub documents: &'a str,
    /// Its name in baselines and disputes; empty where it is not missing.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub fingerprint: &'a str,
    /// A baseline knows it.
    #[serde(skip_serializing_if = "is_no")]
    pub known: bool,
    /// Who took it out of the score, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<Disputed<'a>>,
}

/// One phase found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Phase {
    /// contact, listening, development or conclusion.
    #[schemars(extend("enum" = ["contact", "listening", "development", "conclusion"]))]
    pub phase: &'static str,
    /// Index of its first turn.
    pub first_turn: usize,
    /// Index of its last turn.
    pub last_turn: usize,
}

/// A thing of one phase said in the middle of another.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PhaseAt {
    /// The phase it belongs to.
    #[schemars(extend("enum" = ["contact", "listening", "development", "conclusion"]))]
    pub phase: &'static str,
    /// Where it was said.
    pub turn: usize,
}

/// A condition and where it begins.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Condition<'a> {
    /// The behaviour of the catalogue.
    pub behaviour: &'a str,
    /// The customer's turn from which it holds.
    pub turn: usize,
    /// The customer's turn from which it holds no more, if it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<usize>,
    /// Its name in the report's language: for people; programs have the id.
    #[serde(skip)]
    pub title: &'a str,
}

/// The least that would make a failed call pass.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Raise<'a> {
    /// Turns whose faults to mend.
    pub turns: Vec<usize>,
    /// Behaviours to add.
    pub expected: Vec<&'a str>,
    /// The score that would be reached.
    pub to: Number,
}

/// Numbers about the call; what the input does not tell is null.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Metrics {
    /// 0 to 1.
    pub agent_talk_share: Option<Number>,
    /// Turns of the agent.
    pub agent_turns: usize,
    /// Turns of the customer.
    pub customer_turns: usize,
    /// Words of the agent's longest turn.
    pub longest_turn_words: Option<usize>,
    /// Its index.
    pub longest_turn: Option<usize>,
    /// Seconds of the agent's longest turn.
    pub longest_turn_seconds: Option<Number>,
    /// The agent's words a minute.
    pub words_per_minute: Option<Number>,
    /// Seconds of silence between turns, pauses of three seconds and more.
    pub silence_seconds: Option<Number>,
    /// The longest of them.
    pub longest_silence_seconds: Option<Number>,
    /// Seconds of waits that the transcript marks.
    pub wait_seconds: Option<Number>,
    /// Interruptions by the agent; null where neither times nor marks tell.
    pub interruptions: Option<usize>,
    /// From the first start to the last end.
    pub duration_seconds: Option<Number>,
}

/// What made this card of what: the same three give the same card.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Stamp<'a> {
    /// Version of the program.
    pub coach: &'static str,
    /// Hash of all rules, cues and settings in force.
    pub rules: &'a str,
    /// Hash of the call's bytes in the input.
    pub input: String,
}
