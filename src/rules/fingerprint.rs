//! Fingerprints: names of findings that outlive a run, so that a baseline knows what it knew and a dispute finds what
//! it disputes. Made of the call, the rule and the words; used by whoever keeps records.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{BehaviourKind, Finding, Judged, RuleBook, RuleId, Status};
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

/// Takes the fingerprints of a call. What goes in is the call's id, the rule and the words that were quoted (case and
/// space aside, digits masked: a hash of a card number can be guessed); where the same rule finds the same words in
/// several places, the words around as well. Neither the turn's number nor the rest of the call nor any points go
/// in, so that a fingerprint survives edits elsewhere and other weights. An edit can make words the only ones of their
/// kind, or no longer the only ones: a finding whose other name is `kept` in somebody's records goes by that one.
pub fn fingerprints(
    call: &Call,
    judged: &Judged,
    book: &RuleBook,
    kept: Option<&dyn Fn(&str) -> bool>,
) -> Fingerprints {
    let print = |name: &str, words: &str, place: &str, nth: usize| {
        let nth = nth.to_string();
        let pieces = [&call.id, name, words, place, &nth].map(str::as_bytes);
        let mut hash = hash_all(pieces.into_iter().flat_map(|piece| [piece, b"\0"]));
        hash.truncate(DIGITS);
        hash
    };
    let fault = |finding: &&Finding| book.behaviour(finding.rule).kind == BehaviourKind::Avoid;
    let quoted = |finding: &Finding| words(&call.turns[finding.turn].text[finding.start..finding.end]);
    let mut places: FxHashMap<(RuleId, String), usize> = FxHashMap::default();
    for finding in judged.findings.iter().filter(fault) {
        *places.entry((finding.rule, quoted(finding))).or_default() += 1;
    }
    let mut seen: FxHashMap<(RuleId, String, String), usize> = FxHashMap::default();
    let mut first: FxHashSet<(RuleId, String)> = FxHashSet::default();
    let mut prints = Fingerprints::default();
    for finding in &judged.findings {
        if !fault(&finding) {
            prints.findings.push(String::new());
            continue;
        }
        let (rule, quote) = (&book.get(finding.rule).id, quoted(finding));
        let around = around(&call.turns[finding.turn].text, finding.start, finding.end);
        let key = (finding.rule, quote);
        let alone = places[&key] == 1;
        // Of several the first answers to the name that it would have alone.
        let leads = first.insert(key.clone());
        let (rule_id, quote) = key;
        let nth = seen.entry((rule_id, quote.clone(), around.clone())).or_default();
        *nth += 1;
        let by_words = || print(rule, &quote, "", 0);
        let by_place = || print(rule, &quote, &around, *nth);
        let own = if alone { by_words() } else { by_place() };
        let other = kept.filter(|kept| !kept(&own)).and_then(|kept| {
            let other = match (alone, leads) {
                (true, _) => by_place(),
                (false, true) => by_words(),
                (false, false) => return None,
            };
            Some(other).filter(|other| kept(other))
        });
        prints.findings.push(other.unwrap_or(own));
    }
    // Which of a behaviour's rules decides can change with the call, and each is missed once.
    let expected = judged.expected.iter().map(|expected| match expected.status {
        Status::Missed => print(&book.behaviour(expected.rule).id, "", "", 0),
        _ => String::new(),
    });
    prints.expected = expected.collect();
    prints
}

/// So many words on either side tell the same words in two places apart.
const AROUND: usize = 3;

/// The words before and after a place in a text.
fn around(text: &str, start: usize, end: usize) -> String {
    let mut before: Vec<&str> = text[..start].split_whitespace().rev().take(AROUND).collect();
    before.reverse();
    let after: Vec<&str> = text[end..].split_whitespace().take(AROUND).collect();
    words(&[before.join(" "), after.join(" ")].join(" | "))
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
