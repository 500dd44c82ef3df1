//! A baseline: one line of JSON for every fault and missing thing of a run, by which later runs know them again. Read
//! by `records`; written for `--write-baseline`.

use serde::Serialize;

use super::brief::Brief;
use super::card::Card;
use super::writer::{Part, Report, Writer};

/// A line; what is read again is the fingerprint, the rest is for people and for telling what is stale.
#[derive(Serialize)]
struct Line<'a> {
    fingerprint: &'a str,
    call: &'a str,
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    turn: Option<usize>,
}

/// Everything found, a line each.
pub struct Baseline;

impl Report for Baseline {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        let said = card.turns.iter().flat_map(|turn| turn.findings.iter().map(|finding| (Some(turn.index), finding)));
        let said = said.map(|(turn, f)| (turn, f.rule, f.fingerprint, f.disputed.is_some()));
        let missing = card.expected.iter().map(|e| (e.turn, e.rule, e.fingerprint, e.disputed.is_some()));
        for (turn, rule, fingerprint, disputed) in said.chain(missing) {
            // What is disputed is out of the score without being known.
            if fingerprint.is_empty() || disputed {
                continue;
            }
            let line = Line { fingerprint, call: card.id, rule, turn };
            if serde_json::to_writer(&mut part.bytes, &line).is_ok() {
                part.bytes.push(b'\n');
            }
        }
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Self)
    }
}

impl Writer for Baseline {
    fn call(&mut self, part: &mut Part, _: &Brief, out: &mut Vec<u8>) {
        out.extend_from_slice(&part.bytes);
    }
}
