//! Many calls on the screen: a line a call, and at the end the most frequent faults.

use std::fmt::Write as _;

use super::call::lost;
use super::page::{Page, Tone, fitted};
use crate::report::brief::{Fault, faults};
use crate::report::build::plain_number;
use crate::report::card::Card;
use crate::report::summary::Summary;

/// One call in one line: score, verdict, id, what cost most.
pub fn line(card: &Card<'_>, page: &Page<'_>) -> String {
    let faults = faults(card);
    let mut dearest: Vec<&Fault> = faults.values().filter(|f| f.points > 0.0).collect();
    dearest.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.title.cmp(&b.title)));
    let id_width = if page.is_narrow() { 16.min(page.look.width / 2) } else { 28 };
    let (score, verdict) = match card.score {
        Some(score) => (
            page.paint(&format!("{:>5}", plain_number(score.0)), Page::score_tone(score.0, card.pass_mark.0)),
            if card.passed == Some(true) { page.paint("✓", Tone::Good) } else { page.paint("✗", Tone::Bad) },
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

/// The closing table. `title` gives a rule's name in the page's language, whatever the calls' languages are.
pub fn overview(summary: &Summary, page: &Page<'_>, title: impl Fn(&str) -> String) -> String {
    const MOST_ROWS: usize = 12;
    let mut out = String::new();
    if summary.calls == 0 {
        return out;
    }
    let number = |n: usize| n.to_string();
    let of = |score: Option<f64>| score.map_or_else(|| "—".to_owned(), plain_number);
    let mut heading = page.say(
        "report.overview",
        &vec![
            ("calls", number(summary.calls)),
            ("passed", number(summary.passed)),
            ("mean", of(summary.mean())),
            ("lowest", of(summary.lowest)),
            ("highest", of(summary.highest)),
        ],
    );
    if summary.not_judged > 0 {
        heading +=
            &format!(" · {}", page.say("report.of-them-not-judged", &vec![("count", number(summary.not_judged))]));
    }
    page.text(&mut out, "", "", &heading, &[]);
    let mut faults: Vec<(&String, &Fault)> = summary.faults.iter().collect();
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
