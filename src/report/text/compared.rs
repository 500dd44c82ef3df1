//! What has changed since an earlier run, at the end of a text report.

use std::fmt::Write as _;

use super::page::{Mark, Page, Tone, fitted};
use super::words::{fault_name, or_dash};
use crate::report::build::plain_number;
use crate::report::summary::{Compared, Moved, Turns};
use crate::report::writer::Frame;

/// So many agents, teams and faults have a row.
const MOST_ROWS: usize = 5;
/// So many calls are named.
const MOST_CALLS: usize = 10;

/// The whole of it.
pub(super) fn compared(out: &mut String, compared: &Compared<'_>, calls: usize, page: &Page<'_>, frame: &Frame<'_>) {
    let number = if page.is_narrow() { 7 } else { 9 };
    let table = Table { page, name: page.look.width.saturating_sub(2 + 3 * number).clamp(8, 52), number };
    let title = page.say("summary.compared", &vec![("file", compared.file.to_owned())]);
    out.push('\n');
    page.text(out, "", "", &title, &[]);
    table.head(out, "");
    let (now, before) = (calls as f64, compared.calls_before as f64);
    table.row(out, page.word("summary.calls"), Some(before), Some(now), None);
    let mean = compared.mean;
    table.row(out, page.word("summary.mean-score"), mean.before, mean.now, Some(true));
    let rate = compared.pass_rate;
    let hundred = |share: Option<f64>| share.map(|share| share * 100.0);
    table.row(out, page.word("summary.pass-rate"), hundred(rate.before), hundred(rate.now), Some(true));
    if compared.rules_differ {
        let warning = page.word("summary.rules-differ");
        let whole = Mark { span: [0, warning.chars().count()], tone: Tone::Strong };
        page.text(out, "  ", "  ", warning, &[whole]);
    }
    let own = |moved: &Moved| moved.name.clone();
    let fault =
        |moved: &Moved| fault_name(frame.fault_in(&moved.name, moved.missing, page.language), moved.missing, page);
    table.moved(out, "summary.moved-agents", &compared.agents, true, own);
    table.moved(out, "summary.moved-teams", &compared.teams, true, own);
    table.moved(out, "summary.rose", &compared.rose, false, fault);
    table.moved(out, "summary.fell", &compared.fell, false, fault);
    turned(out, "summary.fail-now", compared.fail, page);
    turned(out, "summary.pass-now", compared.pass, page);
    if compared.matched == 0 {
        out.push('\n');
        page.text(out, "", "", page.word("summary.none-matched"), &[]);
    }
}

struct Table<'a> {
    page: &'a Page<'a>,
    /// Columns of the names.
    name: usize,
    /// Columns of a number.
    number: usize,
}

impl Table<'_> {
    fn head(&self, out: &mut String, title: &str) {
        let mut row = format!("  {}", fitted(title, self.name));
        for key in ["summary.before", "summary.now", "summary.change"] {
            let _ = write!(row, "{:>width$}", self.page.word(key), width = self.number);
        }
        let _ = writeln!(out, "{}", self.page.paint(&row, Tone::Strong));
    }

    /// A row; `good` says whether it is good that the number rises, where it is either.
    fn row(&self, out: &mut String, name: &str, before: Option<f64>, now: Option<f64>, good: Option<bool>) {
        let change = now.zip(before).map(|(now, before)| now - before);
        let written = change.map(signed).unwrap_or_default();
        let width = self.number;
        let cell = format!("{written:>width$}");
        let tone = good.zip(change.filter(|change| change.abs() >= 0.05));
        let cell = match tone {
            Some((good, change)) if good == (change > 0.0) => self.page.paint(&cell, Tone::Good),
            Some(_) => self.page.paint(&cell, Tone::Bad),
            None => cell,
        };
        let name = fitted(name, self.name);
        let _ = writeln!(out, "  {name}{:>width$}{:>width$}{cell}", or_dash(before), or_dash(now));
    }

    fn moved(&self, out: &mut String, title: &str, moved: &[Moved], good: bool, name: impl Fn(&Moved) -> String) {
        // What is as it was says nothing.
        let moved: Vec<&Moved> = moved.iter().filter(|moved| moved.change().abs() >= 0.05).collect();
        if moved.is_empty() {
            return;
        }
        out.push('\n');
        self.head(out, self.page.word(title));
        for moved in moved.iter().take(MOST_ROWS) {
            self.row(out, &name(moved), Some(moved.before), Some(moved.now), Some(good));
        }
        if moved.len() > MOST_ROWS {
            let count = (moved.len() - MOST_ROWS).to_string();
            let _ = writeln!(out, "  {}", self.page.say("summary.more", &vec![("count", count)]));
        }
    }
}

/// A change with its sign.
fn signed(change: f64) -> String {
    let number = plain_number(change.abs());
    match number.as_str() {
        "0" => "0".to_owned(),
        _ if change > 0.0 => format!("+{number}"),
        _ => format!("−{number}"),
    }
}

fn turned(out: &mut String, key: &str, turns: &Turns, page: &Page<'_>) {
    if turns.count == 0 {
        return;
    }
    let shown = turns.first.iter().take(MOST_CALLS).map(|turned| {
        let call = fitted(&turned.call, 40).trim_end().to_owned();
        let args = vec![("call", call), ("before", plain_number(turned.before)), ("now", plain_number(turned.now))];
        page.say("summary.turned", &args)
    });
    let mut calls = shown.collect::<Vec<_>>().join(", ");
    if turns.count > MOST_CALLS {
        let count = (turns.count - MOST_CALLS).to_string();
        calls = page.say("summary.and-more", &vec![("calls", calls), ("count", count)]);
    }
    out.push('\n');
    page.text(out, "", "  ", &page.say(key, &vec![("count", turns.count.to_string()), ("calls", calls)]), &[]);
}
