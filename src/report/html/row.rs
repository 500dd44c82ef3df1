//! The small thing that a page knows of every call before it is opened: what its list, filters and charts need. Used by
//! `html` alone.

use serde::Serialize;

use super::Html;
use crate::report::card::{Card, Number};

/// So many characters of a quote can be searched for.
const LONGEST_QUOTE: usize = 160;

/// A call in the list.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    id: &'a str,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<&'a str>,
    score: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<Number>,
    turns: usize,
    faults: Vec<Fault<'a>>,
    missing: Vec<Fault<'a>>,
    skipped: &'a [&'static str],
}

/// A fault or a missing thing; written as an array.
struct Fault<'a>(Option<usize>, Number, &'a str, bool);

impl Serialize for Fault<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(rule, points, quote, disputed) = self;
        (rule, points, quote, u64::from(*disputed)).serialize(serializer)
    }
}

impl<'a> Row<'a> {
    /// Of a card.
    pub fn new(card: &'a Card<'a>, html: &Html<'_>) -> Self {
        let said = card.turns.iter().flat_map(|turn| &turn.findings).filter(|f| f.kind == "avoid");
        let missed = card.expected.iter().filter(|e| e.status == "missed");
        Self {
            id: card.id,
            source: card.source,
            agent: card.agent,
            team: card.team,
            started: card.started,
            score: card.score,
            passed: card.passed,
            seconds: card.metrics.duration_seconds,
            turns: card.turns.len(),
            faults: said.map(|f| Fault(html.rule(f.rule), f.points, begin_of(f.quote), f.disputed.is_some())).collect(),
            missing: missed.map(|e| Fault(html.rule(e.rule), e.points, "", e.disputed.is_some())).collect(),
            skipped: &card.phases_skipped,
        }
    }
}

fn begin_of(quote: &str) -> &str {
    quote.char_indices().nth(LONGEST_QUOTE).map_or(quote, |(end, _)| &quote[..end])
}
