//! Many calls on the screen: a line a call, and at the end what they came to.

use std::fmt::Write as _;

use super::compared::compared;
use super::groups::{praises, quote, tables};
use super::page::{Page, Tone, fitted};
use super::words::{HEADS, Row, came_to, costs, frequent, or_dash};
use crate::report::build::plain_number;
use crate::report::card::Card;
use crate::report::summary::Summary;
use crate::report::writer::Frame;

/// One call in one line: score, verdict, id, what cost most.
pub fn line(card: &Card<'_>, page: &Page<'_>) -> String {
    let id_width = if page.is_narrow() { 16.min(page.look.width / 2) } else { 28 };
    let (score, verdict) = match card.score {
        Some(score) => (
            page.paint(&format!("{:>5}", plain_number(score.0)), Page::score_tone(score.0, card.pass_mark.0)),
            if card.passed == Some(true) { page.paint("✓", Tone::Good) } else { page.paint("✗", Tone::Bad) },
        ),
        None => (format!("{:>5}", or_dash(None)), page.paint("?", Tone::Notice)),
    };
    let room = page.look.width.saturating_sub(id_width + 11);
    // What is out of the score is said first, where it is not cut off.
    let disputed = vec![("count", card.disputed.to_string())];
    let disputed = if card.disputed > 0 { page.say("report.disputed-here", &disputed) + " · " } else { String::new() };
    let costs = disputed + &costs(card, 4);
    let row = format!("{score} {verdict}  {}  {}", fitted(card.id, id_width), fitted(&costs, room));
    format!("{}\n", row.trim_end())
}

/// So many of the faults have the words of one call.
const MOST_QUOTED: usize = 3;

/// The closing tables, in the page's language, whatever the calls' languages are. `lines` says that the calls stand as
/// lines above: then what was said is quoted.
pub fn overview(summary: &Summary, page: &Page<'_>, frame: &Frame<'_>, lines: bool) -> String {
    let mut out = String::new();
    if summary.calls > 1 {
        page.text(&mut out, "", "", &came_to(summary, page), &[]);
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

/// What was wrong or missing most often.
fn faults_table(out: &mut String, summary: &Summary, page: &Page<'_>, frame: &Frame<'_>, quoted: bool) {
    let (faults, more) = frequent(summary, page, frame);
    if faults.is_empty() {
        return;
    }
    let row = |name: &str, cells: [&str; 3]| {
        // Where there is no room, the points tell most.
        let cells = if page.is_narrow() { &cells[2..] } else { &cells[..] };
        let name_width = page.look.width.saturating_sub(2 + 10 * cells.len()).clamp(16, 52);
        cells.iter().fold(format!("  {}", fitted(name, name_width)), |row, cell| format!("{row}{cell:>10}"))
    };
    let head = HEADS.map(|key| page.word(key));
    let _ = writeln!(out, "\n{}", page.paint(&row(page.word("report.faults"), head), Tone::Strong));
    for (index, Row { name, numbers, fault }) in faults.iter().enumerate() {
        let _ = writeln!(out, "{}", row(name, numbers.each_ref().map(String::as_str)));
        if quoted && index < MOST_QUOTED {
            quote(out, fault.example.as_deref(), page);
        }
    }
    if let Some(more) = more {
        let _ = writeln!(out, "  {more}");
    }
}
