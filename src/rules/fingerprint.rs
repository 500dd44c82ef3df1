//! Fingerprints: names of findings that outlive a run, so that a baseline knows what it knew and a dispute finds what
//! it disputes. Made of the call, the rule and the words; used by whoever keeps records.

use rustc_hash::FxHashMap;

use super::{BehaviourKind, Judged, RuleBook, RuleId, Status};
use crate::transcript::{Call, hash_all};

/// The fingerprints of a call's faults and missing things: 16 hexadecimal digits each.
#[derive(Debug, Clone, Default)]
pub struct Fingerprints {
    /// One a finding, in the same order; empty where it is no fault.
    pub findings: Vec<String>,
    /// One an expected thing, in the same order; empty where it is not missing.
    pub expected: Vec<String>,
}

/// So many digits tell the findings of any number of calls apart.
const DIGITS: usize = 16;

/// Takes the fingerprints of a call. What goes in is the call's id, the rule, the words that were quoted (case and
/// space aside, digits masked: a hash of a card number can be guessed) and, where the same rule finds the same words
/// several times, which of them it is. Neither the turn's number nor the rest of the call nor any points go in, so
/// that a fingerprint survives edits elsewhere and other weights.
pub fn fingerprints(call: &Call, judged: &Judged, book: &RuleBook) -> Fingerprints {
    let print = |name: &str, words: &str, nth: usize| {
        let nth = nth.to_string();
        let pieces = [&call.id, name, words, &nth].map(str::as_bytes);
        let mut hash = hash_all(pieces.into_iter().flat_map(|piece| [piece, b"\0"]));
        hash.truncate(DIGITS);
        hash
    };
    let mut seen: FxHashMap<(RuleId, String), usize> = FxHashMap::default();
    let findings = judged.findings.iter().map(|finding| {
        if book.behaviour(finding.rule).kind != BehaviourKind::Avoid {
            return String::new();
        }
        let words = words(&call.turns[finding.turn].text[finding.start..finding.end]);
        let nth = seen.entry((finding.rule, words.clone())).or_default();
        *nth += 1;
        print(&book.get(finding.rule).id, &words, *nth)
    });
    let findings = findings.collect();
    // Which of a behaviour's rules decides can change with the call, and each is missed once.
    let expected = judged.expected.iter().map(|expected| match expected.status {
        Status::Missed => print(&book.behaviour(expected.rule).id, "", 0),
        _ => String::new(),
    });
    Fingerprints { findings, expected: expected.collect() }
}

fn words(quote: &str) -> String {
    let mut out = String::with_capacity(quote.len());
    for word in quote.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let lower = word.chars().flat_map(char::to_lowercase);
        out.extend(lower.map(|c| if c.is_numeric() { '#' } else { c }));
    }
    out
}
