//! What is wrong with a call, in one list: faults that were said and things that are missing. For the reports that tell
//! a row, a test or an annotation of each; what was done well they leave to others.

use std::borrow::Cow;

use super::build::plain_number;
use super::card::{Card, Disputed};
use super::safe::{cut, shown};
use super::text::{Page, lost};

/// So many characters of a quote are enough to know it again.
pub const MOST_QUOTED: usize = 300;
/// A message may have a quote in it.
pub const MOST_SAID: usize = 600;

/// A fault or a missing thing.
#[derive(Debug, Clone, Copy)]
pub struct Wrong<'c> {
    /// The rule.
    pub rule: &'c str,
    /// The behaviour of the catalogue.
    pub behaviour: &'c str,
    /// tip, minor, major or critical; empty for what is missing.
    pub severity: &'static str,
    /// Zero or less.
    pub points: f64,
    /// The turn where it was said, or at which it was missed.
    pub turn: Option<usize>,
    /// Characters of the turn's text, half open; none for what is missing.
    pub span: Option<[usize; 2]>,
    /// The words; empty for what is missing.
    pub quote: &'c str,
    /// The behaviour's name.
    pub title: &'c str,
    /// What is the matter.
    pub message: &'c str,
    /// What to say instead; may be empty.
    pub suggestion: &'c str,
    /// Its name in baselines and disputes.
    pub fingerprint: &'c str,
    /// A baseline knows it.
    pub known: bool,
    /// Who took it out of the score, and why.
    pub disputed: Option<Disputed<'c>>,
}

/// Everything wrong: what was said in the order of the call, then what is missing.
pub fn wrong<'c>(card: &'c Card<'_>) -> impl Iterator<Item = Wrong<'c>> {
    let turns = card.turns.iter().flat_map(|turn| turn.findings.iter().map(move |finding| (turn.index, finding)));
    let said = turns.filter(|(_, finding)| finding.kind == "avoid").map(|(turn, f)| Wrong {
        rule: f.rule,
        behaviour: f.behaviour,
        severity: f.severity,
        points: f.points.0,
        turn: Some(turn),
        span: Some(f.span),
        quote: f.quote,
        title: f.title,
        message: &f.message,
        suggestion: &f.suggestion,
        fingerprint: f.fingerprint,
        known: f.known,
        disputed: f.disputed,
    });
    let missing = card.expected.iter().filter(|e| e.status == "missed").map(|e| Wrong {
        rule: e.rule,
        behaviour: e.behaviour,
        severity: "",
        points: e.points.0,
        turn: e.turn,
        span: None,
        quote: "",
        title: e.title,
        message: e.message,
        suggestion: e.suggestion,
        fingerprint: e.fingerprint,
        known: e.known,
        disputed: e.disputed,
    });
    said.chain(missing)
}

impl Wrong<'_> {
    /// What it costs, or that it costs nothing and why.
    pub fn price(&self, page: &Page<'_>) -> String {
        match (self.points < 0.0, self.disputed.is_some()) {
            (true, _) => lost(self.points),
            (false, true) => page.word("report.disputed").to_owned(),
            (false, false) => page.word("report.tip").to_owned(),
        }
    }

    /// One of its texts, shortened: first the words that it quotes.
    pub fn told<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match cut(self.quote, MOST_QUOTED) {
            Cow::Owned(quote) => Cow::Owned(cut(&text.replacen(self.quote, &quote, 1), MOST_SAID).into_owned()),
            Cow::Borrowed(_) => cut(text, MOST_SAID),
        }
    }

    /// In one line what is the matter, the words, and what is better. Nothing in it steers a terminal.
    pub fn sentence(&self, page: &Page<'_>) -> String {
        let mut said = self.told(self.message).into_owned();
        // Most messages name the words themselves.
        if !self.quote.is_empty() && !self.message.contains(self.quote) {
            said += &format!(" «{}»", cut(self.quote, MOST_QUOTED));
        }
        if !self.suggestion.is_empty() {
            let key = if self.span.is_some() { "report.say-instead" } else { "report.say" };
            said += &format!(" {} {}", page.word(key), self.told(self.suggestion));
        }
        if let Some(Disputed { who, when, reason }) = self.disputed {
            let args = [("who", who), ("when", when), ("reason", reason)].map(|(key, text)| (key, text.to_owned()));
            said += &format!(" {}", page.say("report.disputed-by", &args.to_vec()));
        }
        shown(&said).into_owned()
    }
}

/// The verdict in a few words: `58/100, DOES NOT PASS`.
pub fn verdict(card: &Card<'_>, page: &Page<'_>) -> String {
    let key = match card.passed {
        Some(true) => "report.passed",
        Some(false) => "report.failed",
        None => "report.not-judged",
    };
    match card.score {
        Some(score) => format!("{}/100, {}", plain_number(score.0), page.word(key)),
        None => page.word(key).to_owned(),
    }
}
