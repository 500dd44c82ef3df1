//! Sentences that every report for people says alike, on a screen or in a file: points, times, the sum of a call and
//! what would raise it, what many calls came to.

use std::fmt::Write as _;

use super::page::Page;
use crate::report::brief::{Fault, faults};
use crate::report::build::plain_number;
use crate::report::card::Card;
use crate::report::summary::Summary;
use crate::report::writer::Frame;

/// So many of the faults of all calls have a row.
const MOST_FAULTS: usize = 12;

/// The columns of [`Row::numbers`].
pub const HEADS: [&str; 3] = ["report.in-calls", "report.times", "report.points"];

/// A fault of many calls, or something that is missing in them.
pub struct Row<'s> {
    /// Its name.
    pub name: String,
    /// In how many calls, how often, points lost.
    pub numbers: [String; 3],
    /// What was counted of it.
    pub fault: &'s Fault,
}

/// What was wrong or missing most often, and how many more there are.
pub fn frequent<'s>(summary: &'s Summary, page: &Page<'_>, frame: &Frame<'_>) -> (Vec<Row<'s>>, Option<String>) {
    let faults = Summary::most_frequent(&summary.faults);
    let row = |(rule, fault): &(&String, &'s Fault)| {
        let points = if fault.points > 0.0 { lost(fault.points) } else { "0".to_owned() };
        Row {
            name: fault_name(frame.title_in(rule, page.language), fault.missing, page),
            numbers: [fault.calls.to_string(), fault.times.to_string(), points],
            fault,
        }
    };
    let rows = faults.iter().take(MOST_FAULTS).map(row).collect();
    let more = faults.len().saturating_sub(MOST_FAULTS);
    (rows, (more > 0).then(|| page.say("report.more-faults", &vec![("count", more.to_string())])))
}

/// A fault's name on the page, given its title.
pub fn fault_name(title: String, missing: bool, page: &Page<'_>) -> String {
    if missing { page.say("report.is-missing", &vec![("what", title)]) } else { title }
}

/// What all calls came to, in one line.
pub fn came_to(summary: &Summary, page: &Page<'_>) -> String {
    let args = vec![
        ("calls", summary.calls.to_string()),
        ("passed", summary.passed.to_string()),
        ("mean", or_dash(summary.mean())),
        ("lowest", or_dash(summary.lowest)),
        ("highest", or_dash(summary.highest)),
    ];
    let mut text = page.say("report.overview", &args);
    if let Some((spread, median)) = summary.scores.spread().zip(summary.scores.quantile(0.5)) {
        let args = vec![("spread", plain_number(spread)), ("median", plain_number(median))];
        let _ = write!(text, " · {}", page.say("summary.spread", &args));
    }
    if summary.not_judged > 0 {
        let count = vec![("count", summary.not_judged.to_string())];
        let _ = write!(text, " · {}", page.say("report.of-them-not-judged", &count));
    }
    if summary.disputed > 0 {
        let count = vec![("count", summary.disputed.to_string())];
        let _ = write!(text, " · {}", page.say("report.disputed-count", &count));
    }
    text
}

/// What cost most in a call, or why it has no score.
pub fn costs(card: &Card<'_>, most: usize) -> String {
    let faults = faults(card);
    let mut dearest: Vec<&Fault> = faults.values().filter(|f| f.points > 0.0).collect();
    dearest.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.title.cmp(&b.title)));
    let mut text = card.not_judged.clone();
    for (index, fault) in dearest.iter().take(most).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{} {}", lost(fault.points), fault.title);
    }
    text
}

/// A number, or a dash where there is none.
pub fn or_dash(number: Option<f64>) -> String {
    number.map_or_else(|| "—".to_owned(), plain_number)
}

/// How the score came about; none where there is none.
pub fn sum(card: &Card<'_>, page: &Page<'_>) -> Option<String> {
    let score = card.score?;
    let faults: f64 = card.turns.iter().flat_map(|t| &t.findings).map(|f| f.points.0).sum();
    let missing: f64 = card.expected.iter().map(|e| e.points.0).sum();
    let mut text = "100".to_owned();
    for (points, key) in [(faults, "report.sum-faults"), (missing, "report.sum-missing")] {
        if points < 0.0 {
            let _ = write!(text, " {} {}", lost(points), page.word(key));
        }
    }
    if card.beyond.0 > 0.0 {
        let _ = write!(text, " {}", page.say("report.sum-beyond", &vec![("points", plain_number(card.beyond.0))]));
    }
    let _ = write!(text, " = {}", plain_number(score.0));
    if card.disputed > 0 {
        let count = vec![("count", card.disputed.to_string())];
        let _ = write!(text, " · {}", page.say("report.disputed-count", &count));
    }
    Some(text)
}

/// What would make a failed call pass; none where it passes. `number` writes the number of a turn.
pub fn raise(card: &Card<'_>, page: &Page<'_>, number: impl Fn(usize) -> String) -> Option<String> {
    let (raise, score) = card.raise.as_ref().zip(card.score)?;
    let mut parts = Vec::new();
    if !raise.turns.is_empty() {
        let numbers: Vec<String> = raise.turns.iter().map(|turn| number(*turn)).collect();
        let key = if numbers.len() == 1 { "report.fix-turn" } else { "report.fix-turns" };
        parts.push(page.say(key, &vec![("turns", listed(&numbers, page.word("report.and")))]));
    }
    if !raise.expected.is_empty() {
        let title = |id: &&str| {
            let named = card.expected.iter().find(|e| e.behaviour == *id);
            named.map_or_else(|| (*id).to_owned(), |e| format!("«{}»", e.title))
        };
        let names: Vec<String> = raise.expected.iter().map(title).collect();
        parts.push(page.say("report.add", &vec![("things", listed(&names, page.word("report.and")))]));
    }
    let what = listed(&parts, page.word("report.and"));
    Some(format!("{what}: {} → {}", plain_number(score.0), plain_number(raise.to.0)))
}

/// Points lost, with a real minus sign.
pub fn lost(points: f64) -> String {
    format!("−{}", plain_number(points.abs()))
}

/// Minutes and seconds.
pub fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0) as u64;
    if whole >= 3600 {
        return format!("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    }
    format!("{}:{:02}", whole / 60, whole % 60)
}

/// "a, b and c".
pub fn listed(items: &[String], and: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {and} {last}", most.join(", ")),
    }
}
