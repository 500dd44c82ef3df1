//! Small tables at the end of a text report: by agent, by team, by day, and what was done well. Only where there is
//! something to compare, and never more than fits on a screen.

use std::fmt::Write as _;

use super::page::{Page, Tone, fitted};
use super::words::{fault_name, or_dash};
use crate::report::brief::{Example, Fault};
use crate::report::safe::shown;
use crate::report::summary::{Group, Kind, Summary};
use crate::report::writer::Frame;

/// So many groups of a kind have a row.
const MOST_ROWS: usize = 12;
/// So many praises have one.
const MOST_PRAISES: usize = 5;
/// Columns of a number.
const NUMBER: usize = 9;
/// With fewer columns left, what is most frequent is not named.
const LEAST_NAMED: usize = 16;

/// The tables by agent, team and day.
pub(super) fn tables(out: &mut String, summary: &Summary, page: &Page<'_>, frame: &Frame<'_>) {
    for kind in Kind::ALL {
        if summary.by(kind).are_several() {
            table(out, summary, kind, page, frame);
        }
    }
}

fn table(out: &mut String, summary: &Summary, kind: Kind, page: &Page<'_>, frame: &Frame<'_>) {
    let groups = summary.by(kind);
    let mut rows: Vec<(&str, &Group)> = groups.named.iter().map(|(name, group)| (name.as_str(), group)).collect();
    let hidden = rows.len().saturating_sub(MOST_ROWS);
    if kind == Kind::Day {
        // In their order, the last ones.
        rows.drain(..hidden);
    } else {
        // The worst first; those without a score at the end.
        let mean = |group: &Group| group.scores.mean().unwrap_or(f64::MAX);
        rows.sort_by(|(a_name, a), (b_name, b)| mean(a).total_cmp(&mean(b)).then(a_name.cmp(b_name)));
        rows.truncate(MOST_ROWS);
    }
    let heading = match kind {
        Kind::Day => "summary.day",
        _ if groups.from_folders() => "summary.folder",
        Kind::Agent => "summary.agent",
        Kind::Team => "summary.team",
    };
    let columns = Columns::of(page);
    let heads = ["report.in-calls", "summary.mean", "summary.spread-short", "summary.pass"].map(|key| page.word(key));
    let head = columns.row(page.word(heading), heads, page.word("summary.most"));
    let _ = writeln!(out, "\n{}", page.paint(head.trim_end(), Tone::Strong));
    let more = |key| page.say(key, &vec![("count", hidden.to_string())]);
    if hidden > 0 && kind == Kind::Day {
        let _ = writeln!(out, "  {}", more("summary.earlier-days"));
    }
    let mut row = |name: &str, group: &Group| {
        let pass = group.pass_rate().map_or_else(|| "—".to_owned(), |rate| format!("{:.0}%", rate * 100.0));
        let cells = [group.calls.to_string(), or_dash(group.scores.mean()), or_dash(group.scores.spread()), pass];
        let most = summary.rules_of(&group.faults).first().map(|(rule, counted)| {
            let missing = summary.faults.get(*rule).is_some_and(|fault| fault.missing);
            format!("{}× {}", counted.calls, fault_name(frame.title_in(rule, page.language), missing, page))
        });
        let row = columns.row(name, cells.each_ref().map(String::as_str), &most.unwrap_or_default());
        let _ = writeln!(out, "{}", row.trim_end());
    };
    for (name, group) in rows {
        row(name, group);
    }
    for (key, group) in [("summary.others", &groups.others), ("summary.unknown", &groups.unknown)] {
        if group.calls > 0 {
            row(page.word(key), group);
        }
    }
    if hidden > 0 && kind != Kind::Day {
        let _ = writeln!(out, "  {}", more("summary.more"));
    }
}

/// How wide the columns are: a name, numbers, and what is most frequent if there is room.
struct Columns {
    name: usize,
    /// The numbers that are shown.
    cells: &'static [usize],
    most: usize,
}

impl Columns {
    fn of(page: &Page<'_>) -> Self {
        let width = page.look.width.min(120);
        // Where there is no room, the mean tells most, then the share that passes.
        let cells: &[usize] = if page.is_narrow() { &[1, 3] } else { &[0, 1, 2, 3] };
        let left = width.saturating_sub(2 + NUMBER * cells.len());
        if left < 2 * LEAST_NAMED + 2 {
            return Self { name: left.clamp(10, 32), cells, most: 0 };
        }
        let name = (left / 2).min(28);
        Self { name, cells, most: left - name - 2 }
    }

    fn row(&self, name: &str, cells: [&str; 4], most: &str) -> String {
        let mut row = format!("  {}", fitted(name, self.name));
        for cell in self.cells {
            let _ = write!(row, "{:>NUMBER$}", cells[*cell]);
        }
        if self.most > 0 {
            let _ = write!(row, "  {}", fitted(most, self.most));
        }
        row
    }
}

/// What was done well most often, with the words of one call.
pub(super) fn praises(out: &mut String, summary: &Summary, page: &Page<'_>, frame: &Frame<'_>) {
    let praises = Summary::most_frequent(&summary.praises);
    if praises.is_empty() {
        return;
    }
    let numbers = if page.is_narrow() { 1 } else { 2 };
    let name_width = page.look.width.saturating_sub(2 + 10 * numbers).clamp(16, 52);
    let row = |name: &str, cells: [&str; 2]| {
        cells[..numbers].iter().fold(format!("  {}", fitted(name, name_width)), |row, cell| format!("{row}{cell:>10}"))
    };
    let head = row(page.word("summary.praises"), ["report.in-calls", "report.times"].map(|key| page.word(key)));
    let _ = writeln!(out, "\n{}", page.paint(&head, Tone::Strong));
    for (rule, praise) in praises.iter().take(MOST_PRAISES) {
        let Fault { calls, times, .. } = praise;
        let name = frame.title_in(rule, page.language);
        let _ = writeln!(out, "{}", row(&name, [&calls.to_string(), &times.to_string()]));
        quote(out, praise.example.as_deref(), page);
    }
    if praises.len() > MOST_PRAISES {
        let count = (praises.len() - MOST_PRAISES).to_string();
        let _ = writeln!(out, "  {}", page.say("summary.more", &vec![("count", count)]));
    }
}

/// The words of one call, in one line.
pub(super) fn quote(out: &mut String, example: Option<&Example>, page: &Page<'_>) {
    let Some(Example { call, turn: Some(turn), quote }) = example else { return };
    if quote.is_empty() {
        return;
    }
    let room = page.look.width.min(100).saturating_sub(4);
    let said = |quote: String| {
        let call = fitted(call, room / 3);
        let args = vec![("quote", quote), ("call", call.trim_end().to_owned()), ("turn", turn.to_string())];
        page.say("summary.example", &args)
    };
    let around = super::page::visible_width(&said(String::new()));
    let quote = fitted(quote, room.saturating_sub(around).max(8));
    let line = said(quote.trim_end().to_owned());
    let _ = writeln!(out, "    {}", page.paint(&shown(&line), Tone::Faint));
}
