//! Markdown, for a ticket or a pull request: a few calls in full, or what many came to with a table of the lowest.
//! Nothing in it comes alive where it is shown (see `escape`).

mod call;
pub mod escape;

use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicBool, Ordering};

use self::call::{cell, full, row, table};
use self::escape::inline;
use super::brief::Brief;
use super::card::Card;
use super::summary::Summary;
use super::text::{FEW, HEADS, Page, Row, came_to, frequent};
use super::writer::{Detail, Frame, Part, Report, Unread, Writer};

/// So many of many calls have a row.
const MOST_ROWS: usize = 100;
/// So many inputs that could not be read are named.
const MOST_UNREAD: usize = 100;

/// A report in Markdown.
pub struct Markdown<'a> {
    frame: Frame<'a>,
    /// More than a few calls have come: only rows are wanted.
    many: AtomicBool,
}

impl<'a> Markdown<'a> {
    /// For a run.
    pub fn new(frame: Frame<'a>) -> Self {
        Self { frame, many: AtomicBool::new(frame.detail == Detail::Line) }
    }

    fn page<'p>(&'p self, language: &'p str) -> Page<'p> {
        Page { look: self.frame.look, messages: self.frame.messages, language }
    }
}

impl Report for Markdown<'_> {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        if !self.many.load(Ordering::Relaxed) {
            full(card, &self.page(self.frame.language_of(card)), &mut part.bytes);
        }
        if self.frame.detail != Detail::Full {
            row(card, &mut part.short);
        }
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Pages {
            report: self,
            opened: false,
            held: Vec::new(),
            lowest: BinaryHeap::new(),
            calls: 0,
            unread: Vec::new(),
            more_unread: 0,
            language: None,
        })
    }

    fn needs_summary(&self) -> bool {
        true
    }
}

/// How calls are ranked: those that fail, those that pass, those that nobody could judge; each from the lowest score, in
/// hundredths, on; then as they came.
type Rank = (u8, i64, usize);

struct Pages<'a> {
    report: &'a Markdown<'a>,
    /// The title is written.
    opened: bool,
    /// Calls held back until it is known whether they are few: where they stand, full report, row.
    held: Vec<(Rank, Vec<u8>, Vec<u8>)>,
    /// Rows of the lowest of many.
    lowest: BinaryHeap<(Rank, Vec<u8>)>,
    calls: usize,
    unread: Vec<String>,
    more_unread: usize,
    /// The first call's.
    language: Option<String>,
}

impl Writer for Pages<'_> {
    fn call(&mut self, part: &mut Part, brief: &Brief, out: &mut Vec<u8>) {
        self.language.get_or_insert_with(|| brief.language.clone());
        let class = if brief.score.is_none() { 2 } else { u8::from(brief.passed) };
        let rank = (class, brief.score.map_or(0, |score| (score * 100.0).round() as i64), self.calls);
        self.calls += 1;
        match self.report.frame.detail {
            Detail::Full => {
                self.open(out);
                out.extend_from_slice(&part.bytes);
            }
            Detail::Auto if !self.report.many.load(Ordering::Relaxed) => {
                self.held.push((rank, std::mem::take(&mut part.bytes), std::mem::take(&mut part.short)));
                if self.held.len() > FEW {
                    self.report.many.store(true, Ordering::Relaxed);
                    let held = std::mem::take(&mut self.held);
                    for (rank, _, row) in held {
                        self.rank(rank, row);
                    }
                }
            }
            Detail::Auto | Detail::Line => self.rank(rank, std::mem::take(&mut part.short)),
        }
    }

    fn unread(&mut self, unread: &Unread, _: &mut Vec<u8>) {
        if self.unread.len() == MOST_UNREAD {
            self.more_unread += 1;
            return;
        }
        let place = unread.place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
        self.unread.push(format!("{}{place}: {}", unread.source, unread.reason));
    }

    fn end(&mut self, summary: &Summary, out: &mut Vec<u8>) {
        self.open(out);
        if summary.calls > 1 {
            self.overview(summary, out);
        }
        for (_, full, _) in &self.held {
            out.extend_from_slice(full);
        }
        self.rows(out);
        self.not_read(out);
        // One line end is enough.
        while out.ends_with(b"\n\n") {
            out.pop();
        }
    }
}

impl Pages<'_> {
    fn page(&self) -> Page<'_> {
        let frame = &self.report.frame;
        self.report.page(frame.fixed_language.or(self.language.as_deref()).unwrap_or(frame.language))
    }

    /// The title, and whether personal data is masked.
    fn open(&mut self, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.opened, true) {
            return;
        }
        let page = self.page();
        out.extend_from_slice(b"# ");
        inline(page.word("files.title"), out);
        out.extend_from_slice(b"\n\n");
        if let Some(key) = self.report.frame.redaction.message_key() {
            out.push(b'*');
            inline(page.word(key), out);
            out.extend_from_slice(b"*\n\n");
        }
    }

    /// Keeps a row as long as it is among the lowest.
    fn rank(&mut self, rank: Rank, row: Vec<u8>) {
        self.lowest.push((rank, row));
        if self.lowest.len() > MOST_ROWS {
            self.lowest.pop();
        }
    }

    fn overview(&self, summary: &Summary, out: &mut Vec<u8>) {
        let page = self.page();
        out.extend_from_slice(b"**");
        inline(&came_to(summary, &page), out);
        out.extend_from_slice(b"**\n\n");
        let (faults, more) = frequent(summary, &page, &self.report.frame);
        if faults.is_empty() {
            return;
        }
        let [calls, times, points] = HEADS;
        table(&[calls, times, points, "report.faults"].map(|key| page.word(key)), 3, out);
        for Row { name, numbers, .. } in &faults {
            for text in numbers.iter().chain([name]) {
                cell(text, out);
            }
            out.extend_from_slice(b"|\n");
        }
        out.push(b'\n');
        if let Some(more) = more {
            inline(&more, out);
            out.extend_from_slice(b"\n\n");
        }
    }

    fn rows(&mut self, out: &mut Vec<u8>) {
        if self.lowest.is_empty() {
            return;
        }
        let rows = std::mem::take(&mut self.lowest).into_sorted_vec();
        let page = self.page();
        out.extend_from_slice(b"## ");
        inline(page.word("files.lowest"), out);
        out.extend_from_slice(b"\n\n");
        let keys = ["files.score", "files.call", "report.agent", "files.dearest"];
        table(&keys.map(|key| page.word(key)), 1, out);
        for (_, row) in &rows {
            out.extend_from_slice(row);
        }
        out.push(b'\n');
        if self.calls > rows.len() {
            let count = vec![("count", (self.calls - rows.len()).to_string())];
            inline(&page.say("report.more-faults", &count), out);
            out.extend_from_slice(b"\n\n");
        }
    }

    fn not_read(&self, out: &mut Vec<u8>) {
        if self.unread.is_empty() {
            return;
        }
        let page = self.page();
        out.extend_from_slice(b"## ");
        inline(page.word("files.unread"), out);
        out.extend_from_slice(b"\n\n");
        for unread in &self.unread {
            out.extend_from_slice("- ✗ ".as_bytes());
            inline(unread, out);
            out.push(b'\n');
        }
        if self.more_unread > 0 {
            out.extend_from_slice("- … ".as_bytes());
            inline(&page.say("files.more-unread", &vec![("count", self.more_unread.to_string())]), out);
            out.push(b'\n');
        }
    }
}
