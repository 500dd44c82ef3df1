//! Reports for people, on a terminal, in a pipe or in a file: plain text of any width, with or without colour.

mod across;
pub mod agent;
mod call;
mod compared;
mod groups;
mod overview;
mod page;
mod words;

use std::sync::atomic::{AtomicBool, Ordering};

use across::{Across, told};

pub use across::Told;
pub use call::full;
pub use overview::{line, overview};
pub use page::{Look, Mark, Page, Tone, fitted, visible_width};
pub use words::{HEADS, Row, came_to, clock, costs, frequent, lost, or_dash, raise, sum};

use super::brief::Brief;
use super::card::Card;
use super::summary::Summary;
use super::writer::{Audience, Detail, Frame, Part, Report, Writer};

/// Up to so many calls get full reports; beyond, a line each tells more.
pub(super) const FEW: usize = 12;

/// The report on a terminal.
pub struct Text<'a> {
    frame: Frame<'a>,
    /// More than a few calls have come: only lines are wanted.
    many: AtomicBool,
}

impl<'a> Text<'a> {
    /// For a run.
    pub fn new(frame: Frame<'a>) -> Self {
        Self { frame, many: AtomicBool::new(frame.detail == Detail::Line) }
    }

    /// Whether the agent reads it.
    fn for_agent(&self) -> bool {
        self.frame.audience == Audience::Agent
    }

    fn page<'p>(&'p self, language: &'p str) -> Page<'p> {
        Page { look: self.frame.look, messages: self.frame.messages, language }
    }
}

impl Report for Text<'_> {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        let page = self.page(self.frame.language_of(card));
        if !self.many.load(Ordering::Relaxed) {
            let full = if self.for_agent() { agent::call(card, &page) } else { full(card, &page) };
            part.bytes.extend(full.bytes());
        }
        if self.frame.detail != Detail::Full {
            let short = if self.for_agent() { agent::short(card, &page) } else { line(card, &page) };
            part.short.extend(short.bytes());
        }
        if self.for_agent() {
            part.told = told(card);
        }
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Pages { text: self, held: Vec::new(), language: None, across: Across::default() })
    }

    fn needs_summary(&self) -> bool {
        !self.for_agent()
    }
}

struct Pages<'a> {
    text: &'a Text<'a>,
    /// Calls held back until it is known whether they are few: full report and line.
    held: Vec<(Vec<u8>, Vec<u8>)>,
    /// The first call's.
    language: Option<String>,
    /// What was told the agent so far.
    across: Across,
}

impl Writer for Pages<'_> {
    fn call(&mut self, part: &mut Part, brief: &Brief, out: &mut Vec<u8>) {
        self.language.get_or_insert_with(|| brief.language.clone());
        if self.text.for_agent() && brief.score.is_some() {
            self.across.add(std::mem::take(&mut part.told));
        }
        match self.text.frame.detail {
            Detail::Full => out.extend_from_slice(&part.bytes),
            Detail::Line => out.extend_from_slice(&part.short),
            Detail::Auto if self.text.many.load(Ordering::Relaxed) => out.extend_from_slice(&part.short),
            Detail::Auto => {
                self.held.push((std::mem::take(&mut part.bytes), std::mem::take(&mut part.short)));
                if self.held.len() > FEW {
                    self.text.many.store(true, Ordering::Relaxed);
                    self.held.drain(..).for_each(|(_, line)| out.extend(line));
                }
            }
        }
    }

    fn end(&mut self, summary: &Summary, out: &mut Vec<u8>) {
        self.held.drain(..).for_each(|(full, _)| out.extend(full));
        let frame = &self.text.frame;
        let language = frame.fixed_language.or(self.language.as_deref()).unwrap_or(frame.language);
        let page = self.text.page(language);
        let lines = self.text.many.load(Ordering::Relaxed);
        let closing = if self.text.for_agent() {
            self.across.text(frame.book, &page)
        } else {
            overview(summary, &page, frame, lines)
        };
        if lines && !closing.is_empty() {
            out.push(b'\n');
        }
        out.extend(closing.bytes());
    }
}
