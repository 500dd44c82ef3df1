//! Sentences that every report for people says alike, on a screen or in a file: points, times, the sum of a call and
//! what would raise it.

use std::fmt::Write as _;

use super::page::Page;
use crate::report::build::plain_number;
use crate::report::card::Card;

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
