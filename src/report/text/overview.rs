//! Many calls on the screen: a line a call, and at the end the most frequent faults. The tally of a call is small, so
//! that a folder of any size takes no more memory than its faults have names.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::call::lost;
use super::page::{Page, Tone, fitted};
use crate::report::build::plain_number;
use crate::report::card::{Card, Finding};

/// One call's part in the overview.
#[derive(Debug, Clone)]
pub struct Tally {
    /// 0 to 100; none where nothing could be judged.
    pub score: Option<f64>,
    /// At least the pass mark and nothing critical.
    pub passed: bool,
    /// Severity of its worst fault, by its name.
    pub worst: Option<&'static str>,
    /// Title, how often, and points of every fault and missing thing, by rule; empty where nobody shows them.
    pub faults: BTreeMap<String, Fault>,
    /// Language of the report.
    pub language: String,
}

/// How often something was wrong, and what it cost.
#[derive(Debug, Clone, Default)]
pub struct Fault {
    /// Its name in the report's language.
    pub title: String,
    /// In how many calls.
    pub calls: usize,
    /// How often in all.
    pub times: usize,
    /// Points lost, zero or more.
    pub points: f64,
    /// Something expected that did not come.
    pub missing: bool,
}

impl Tally {
    /// Of a card, without its faults. `rank` orders severities, rising.
    pub fn of(card: &Card<'_>, rank: impl Fn(&str) -> usize) -> Self {
        let worst = said(card).map(|finding| finding.severity).max_by_key(|severity| rank(severity));
        let (faults, language) = (BTreeMap::new(), card.language.to_owned());
        let score = card.score.map(|score| score.0);
        Self { score, passed: card.passed == Some(true), worst, faults, language }
    }

    /// With the faults of a card, for those who show them.
    #[must_use]
    pub fn with_faults(self, card: &Card<'_>) -> Self {
        Self { faults: faults(card), ..self }
    }
}

fn said<'a>(card: &'a Card<'_>) -> impl Iterator<Item = &'a Finding<'a>> {
    card.turns.iter().flat_map(|t| &t.findings).filter(|f| f.kind == "avoid")
}

fn faults(card: &Card<'_>) -> BTreeMap<String, Fault> {
    let mut faults: BTreeMap<String, Fault> = BTreeMap::new();
    for finding in said(card) {
        let fault = faults.entry(finding.rule.to_owned()).or_default();
        finding.title.clone_into(&mut fault.title);
        fault.times += 1;
        fault.points -= finding.points.0;
    }
    for missed in card.expected.iter().filter(|e| e.status == "missed") {
        let fault = faults.entry(missed.rule.to_owned()).or_default();
        missed.title.clone_into(&mut fault.title);
        fault.times += 1;
        fault.points -= missed.points.0;
        fault.missing = true;
    }
    for fault in faults.values_mut() {
        fault.calls = 1;
    }
    faults
}

/// One call in one line: score, verdict, id, what cost most. `tally` is the card's, with its faults.
pub fn line(card: &Card<'_>, tally: &Tally, page: &Page<'_>) -> String {
    let mut dearest: Vec<&Fault> = tally.faults.values().filter(|f| f.points > 0.0).collect();
    dearest.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.title.cmp(&b.title)));
    let id_width = if page.is_narrow() { 16.min(page.look.width / 2) } else { 28 };
    let (score, verdict) = match card.score {
        Some(score) => (
            page.paint(&format!("{:>5}", plain_number(score.0)), Page::score_tone(score.0, card.pass_mark.0)),
            if tally.passed { page.paint("✓", Tone::Good) } else { page.paint("✗", Tone::Bad) },
        ),
        None => ("    —".to_owned(), page.paint("?", Tone::Notice)),
    };
    let mut why = card.not_judged.clone();
    let room = page.look.width.saturating_sub(id_width + 11);
    for (index, fault) in dearest.iter().take(4).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(why, "{comma}{} {}", lost(fault.points), fault.title);
    }
    let row = format!("{score} {verdict}  {}  {}", fitted(card.id, id_width), fitted(&why, room));
    format!("{}\n", row.trim_end())
}

/// All calls of a run.
#[derive(Debug, Default)]
pub struct Overview {
    /// Calls read.
    pub calls: usize,
    /// Calls of these in which nothing could be judged: in no mean.
    pub not_judged: usize,
    /// Calls that pass.
    pub passed: usize,
    /// Inputs that could not be read.
    pub unread: usize,
    sum: f64,
    lowest: Option<f64>,
    highest: Option<f64>,
    faults: BTreeMap<String, Fault>,
}

impl Overview {
    /// Adds a call.
    pub fn add(&mut self, tally: &Tally) {
        self.calls += 1;
        self.passed += usize::from(tally.passed);
        if let Some(score) = tally.score {
            self.sum += score;
            self.lowest = Some(self.lowest.map_or(score, |s| s.min(score)));
            self.highest = Some(self.highest.map_or(score, |s| s.max(score)));
        } else {
            self.not_judged += 1;
        }
        for (rule, fault) in &tally.faults {
            let all = self.faults.entry(rule.clone()).or_insert_with(|| Fault {
                calls: 0,
                times: 0,
                points: 0.0,
                ..fault.clone()
            });
            all.calls += fault.calls;
            all.times += fault.times;
            all.points += fault.points;
        }
    }

    /// The closing table. `title` gives a rule's name in the page's language, whatever the calls' languages are.
    pub fn render(&self, page: &Page<'_>, title: impl Fn(&str) -> String) -> String {
        const MOST_ROWS: usize = 12;
        let mut out = String::new();
        if self.calls == 0 {
            return out;
        }
        let number = |n: usize| n.to_string();
        let judged = self.calls - self.not_judged;
        let of = |score: Option<f64>| score.map_or_else(|| "—".to_owned(), plain_number);
        let mut heading = page.say(
            "report.overview",
            &vec![
                ("calls", number(self.calls)),
                ("passed", number(self.passed)),
                ("mean", of((judged > 0).then(|| self.sum / judged as f64))),
                ("lowest", of(self.lowest)),
                ("highest", of(self.highest)),
            ],
        );
        if self.not_judged > 0 {
            heading +=
                &format!(" · {}", page.say("report.of-them-not-judged", &vec![("count", number(self.not_judged))]));
        }
        page.text(&mut out, "", "", &heading, &[]);
        let mut faults: Vec<(&String, &Fault)> = self.faults.iter().collect();
        faults.sort_by(|(_, a), (_, b)| b.calls.cmp(&a.calls).then(b.points.total_cmp(&a.points)));
        if faults.is_empty() {
            return out;
        }
        let row = |name: &str, cells: [&str; 3]| {
            // Where there is no room, the points tell most.
            let cells = if page.is_narrow() { &cells[2..] } else { &cells[..] };
            let name_width = page.look.width.saturating_sub(2 + 10 * cells.len()).clamp(16, 52);
            cells.iter().fold(format!("  {}", fitted(name, name_width)), |row, cell| format!("{row}{cell:>10}"))
        };
        let head = ["report.in-calls", "report.times", "report.points"].map(|key| page.word(key));
        let _ = writeln!(out, "\n{}", page.paint(&row(page.word("report.faults"), head), Tone::Strong));
        for (rule, fault) in faults.iter().take(MOST_ROWS) {
            let name = title(rule);
            let name = if fault.missing { page.say("report.is-missing", &vec![("what", name)]) } else { name };
            let points = if fault.points > 0.0 { lost(fault.points) } else { "0".to_owned() };
            let _ = writeln!(out, "{}", row(&name, [&number(fault.calls), &number(fault.times), &points]));
        }
        if faults.len() > MOST_ROWS {
            let more = page.say("report.more-faults", &vec![("count", number(faults.len() - MOST_ROWS))]);
            let _ = writeln!(out, "  {more}");
        }
        out
    }
}
