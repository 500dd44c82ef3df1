//! Reads the files of records: disputes as TOML or JSON lines, baselines as JSON lines. Every mistake is told with its
//! place. Used by `records` alone.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use super::{Dispute, Records};
use crate::packs::{Args, Location, Packs, Problem, Problems, Table};

/// A line of a baseline, of disputes, or of the verdicts that the HTML report saves.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    fingerprint: Option<Cow<'a, str>>,
    call: Option<String>,
    rule: Option<String>,
    who: Option<String>,
    when: Option<String>,
    #[serde(alias = "note")]
    reason: Option<String>,
    /// right or wrong: only what is wrong is disputed.
    verdict: Option<Cow<'a, str>>,
}

/// A verdict that agrees with the finding.
const RIGHT: &str = "right";
/// One that does not: a dispute, as is a line without a verdict.
const WRONG: &str = "wrong";

impl Records {
    /// Adds a file of disputes: TOML with `[[dispute]]` tables, or JSON lines. Mistakes go to the packs' problems.
    pub fn add_disputes(&mut self, file: &Path, packs: &mut Packs) {
        let Some((source, text)) = packs.add_record(file) else { return };
        if text.trim_start().starts_with('{') {
            for (at, line) in lines(source, &text, &mut packs.problems) {
                match line.verdict.as_deref() {
                    // Who looks again may come to another verdict.
                    Some(RIGHT) => {
                        line.fingerprint.map(|print| self.disputes.remove(&*print));
                    }
                    None | Some(WRONG) => self.dispute_line(&at, line, &mut packs.problems),
                    Some(verdict) => {
                        let args = vec![("value", verdict.to_owned()), ("allowed", format!("{RIGHT}, {WRONG}"))];
                        packs.problems.push(Problem::at("not-allowed", &at, args));
                    }
                }
            }
            return;
        }
        let problems = &mut packs.problems;
        let mut table = Table::parse(source, &text, problems);
        for mut dispute in table.tables("dispute", problems) {
            let at = dispute.at.clone();
            let before = problems.len();
            let mut given = |key| dispute.text(key, problems).map(|text| text.value.into_owned());
            let (fingerprint, who, reason) = (given("fingerprint").map(Cow::Owned), given("who"), given("reason"));
            let (call, rule, verdict) = (given("call"), given("rule"), None);
            let when = dispute.moment("when", &text, problems).map(|text| text.value.into_owned());
            dispute.finish(problems);
            if problems.len() == before {
                self.dispute_line(&at, Line { fingerprint, call, rule, who, when, reason, verdict }, problems);
            }
        }
        table.finish(problems);
    }

    fn dispute_line(&mut self, at: &Location, line: Line<'_>, problems: &mut Problems) {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let fields = [
            ("fingerprint", line.fingerprint.map(Cow::into_owned)),
            ("who", line.who),
            ("when", line.when),
            ("reason", line.reason),
        ];
        let [fingerprint, who, when, reason] = fields.map(|(key, text)| (key, given(text)));
        for (key, text) in [&fingerprint, &who, &when, &reason] {
            if text.is_none() {
                problems.push(Problem::at("key-required", at, vec![("key", (*key).to_owned())]));
            }
        }
        let (Some(fingerprint), Some(who), Some(when), Some(reason)) = (fingerprint.1, who.1, when.1, reason.1) else {
            return;
        };
        self.calls.extend(line.call.clone());
        let dispute = Dispute { who, when, reason, call: line.call };
        if let Some(earlier) = self.disputes.insert(fingerprint.clone(), dispute.clone())
            && earlier != dispute
        {
            problems.push(Problem::at("dispute-twice", at, vec![("fingerprint", fingerprint)]));
        }
    }

    /// Adds a baseline. Mistakes go to the packs' problems.
    pub fn add_baseline(&mut self, file: &Path, packs: &mut Packs) {
        self.has_baseline = true;
        let Some((source, text)) = packs.add_record(file) else { return };
        for (at, line) in lines(source, &text, &mut packs.problems) {
            if let Some(fingerprint) = line.fingerprint.filter(|print| !print.trim().is_empty()) {
                self.calls.extend(line.call.clone());
                self.baseline.insert(fingerprint.into_owned(), (line.call, line.rule));
            } else {
                let args = vec![("key", "fingerprint".to_owned())];
                packs.problems.push(Problem::at("key-required", &at, args));
            }
        }
    }
}

/// The lines of a file and where they stand; those that are no JSON objects are told.
fn lines<'t>(file: usize, text: &'t str, problems: &mut Problems) -> Vec<(Location, Line<'t>)> {
    let mut read = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span: Range<usize> = start..start + line.trim_end().len();
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Line<'t>>(line) {
            Ok(line) => read.push((Location { file, span }, line)),
            Err(error) => {
                let args: Args = vec![("detail", error.to_string())];
                let column = span.start + error.column().saturating_sub(1).min(span.len());
                problems.push(Problem::at("record-line", &Location { file, span: column..span.end.max(column) }, args));
            }
        }
    }
    read
}
