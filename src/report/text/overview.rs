//! Many calls on the screen: a line a call, and at the end what they came to.

use std::fmt::Write as _;

use super::compared::compared;
use super::groups::{fault_name, praises, quote, tables};
use super::page::{Page, Tone, fitted};
use super::words::lost;
use crate::report::brief::{Fault, faults};
use crate::report::build::plain_number;
use crate::report::card::Card;
use crate::report::summary::Summary;
use crate::report::writer::Frame;

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

/// So many faults have a row.
const MOST_FAULTS: usize = 12;
/// So many of them, the words of one call.
const MOST_QUOTED: usize = 3;

/// The closing tables, in the page's language, whatever the calls' languages are. `lines` says that the calls stand as
/// lines above: then what was said is quoted.
pub fn overview(summary: &Summary, page: &Page<'_>, frame: &Frame<'_>, lines: bool) -> String {
    let mut out = String::new();
    if summary.calls > 1 {
        heading(&mut out, summary, page);
        faults_table(&mut out, summary, page, frame, lines);
        if lines {
            praises(&mut out, summary, page, frame);
        }
        tables(&mut out, summary, page, frame);
    }
    if summary.calls > 0
        && let Some(change) = summary.compared(frame.rules_hash)
    {
        compared(&mut out, &change, summary.calls, page, frame);
    }
    out
}

/// What all calls came to, in one line.
fn heading(out: &mut String, summary: &Summary, page: &Page<'_>) {
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
    if let Some((spread, median)) = summary.scores.spread().zip(summary.scores.quantile(0.5)) {
        let args = vec![("spread", plain_number(spread)), ("median", plain_number(median))];
        heading += &format!(" · {}", page.say("summary.spread", &args));
    }
    if summary.not_judged > 0 {
        heading +=
            &format!(" · {}", page.say("report.of-them-not-judged", &vec![("count", number(summary.not_judged))]));
    }
    page.text(out, "", "", &heading, &[]);
}

/// What was wrong or missing most often.
fn faults_table(out: &mut String, summary: &Summary, page: &Page<'_>, frame: &Frame<'_>, quoted: bool) {
    let faults = Summary::most_frequent(&summary.faults);
    if faults.is_empty() {
        return;
    }
    let row = |name: &str, cells: [&str; 3]| {
        // Where there is no room, the points tell most.
        let cells = if page.is_narrow() { &cells[2..] } else { &cells[..] };
        let name_width = page.look.width.saturating_sub(2 + 10 * cells.len()).clamp(16, 52);
        cells.iter().fold(format!("  {}", fitted(name, name_width)), |row, cell| format!("{row}{cell:>10}"))
    };
    let head = ["report.in-calls", "report.times", "report.points"].map(|key| page.word(key));
    let _ = writeln!(out, "\n{}", page.paint(&row(page.word("report.faults"), head), Tone::Strong));
    for (index, (rule, fault)) in faults.iter().take(MOST_FAULTS).enumerate() {
        let name = frame.title_in(rule, page.language);
        let name = fault_name(name, fault.missing, page);
        let points = if fault.points > 0.0 { lost(fault.points) } else { "0".to_owned() };
        let _ = writeln!(out, "{}", row(&name, [&fault.calls.to_string(), &fault.times.to_string(), &points]));
        if quoted && index < MOST_QUOTED {
            quote(out, fault.example.as_deref(), page);
        }
    }
    if faults.len() > MOST_FAULTS {
        let more = page.say("report.more-faults", &vec![("count", (faults.len() - MOST_FAULTS).to_string())]);
        let _ = writeln!(out, "  {more}");
    }
}
