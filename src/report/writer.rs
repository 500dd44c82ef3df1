//! What every report has in common: a part for each call, made on the threads, and a writer that puts the parts
//! together in input order. A format of reports is a file that has both; `formats` lists them.

use std::sync::Arc;

use super::brief::Brief;
use super::card::Card;
use super::summary::Summary;
use super::text::{Look, Told};
use crate::packs::{Args, Messages};
use crate::rules::{Rule, RuleBook, RuleId};

/// Whether personal data is masked in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redaction {
    /// It is masked.
    Masked,
    /// It stands as it was said, which is this report's way.
    Plain,
    /// It stands as it was said in a report that would mask it: somebody asked for that, and the report says so.
    Refused,
}

impl Redaction {
    /// Its name for programs: stable.
    pub fn code(self) -> &'static str {
        match self {
            Self::Masked => "masked",
            Self::Plain => "none",
            Self::Refused => "refused",
        }
    }

    /// The message that a file for people has of it, if any.
    pub fn message_key(self) -> Option<&'static str> {
        match self {
            Self::Masked => Some("files.masked"),
            Self::Plain => None,
            Self::Refused => Some("files.not-masked"),
        }
    }
}

/// How much of each call a text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Full reports for a few calls, a line a call for many.
    Auto,
    /// Full reports.
    Full,
    /// A line a call.
    Line,
}

/// Whom a report is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Who scores calls: everything, with its points.
    Reviewer,
    /// The agent whose call it is: what would help most and what was good, without a score.
    Agent,
}

/// What a report needs besides the calls.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The program's words.
    pub messages: &'a Messages,
    /// The language of what is said outside any call.
    pub language: &'a str,
    /// The language of every report, or none: each call's own.
    pub fixed_language: Option<&'a str>,
    /// The rules in force.
    pub book: &'a RuleBook,
    /// Hash of rules and settings.
    pub rules_hash: &'a str,
    /// Points from which a call passes.
    pub pass_mark: f64,
    /// Whether personal data is masked.
    pub redaction: Redaction,
    /// Whether a baseline says what is known.
    pub baseline: bool,
    /// How text looks.
    pub look: Look,
    /// How much of each call a text shows.
    pub detail: Detail,
    /// Whom the text is for.
    pub audience: Audience,
    /// The time of the run in seconds since the epoch, where it is said: the clock would make every run's bytes others.
    pub now: Option<f64>,
}

impl<'a> Frame<'a> {
    /// The language of a call's report.
    pub fn language_of<'c>(&self, card: &Card<'c>) -> &'c str
    where
        'a: 'c,
    {
        self.fixed_language.unwrap_or(card.language)
    }

    /// One of the program's words, outside any call.
    pub fn word<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.messages.plain(self.language, key)
    }

    /// A message, outside any call.
    pub fn say(&self, key: &str, args: &Args) -> String {
        self.messages.say(self.language, key, args)
    }

    /// A rule's name in a language; its id where it is none of the book's.
    pub fn title_in(&self, rule: &str, language: &str) -> String {
        self.book.find(rule).map_or_else(|| rule.to_owned(), |id| self.book.get(id).text(language).title.clone())
    }

    /// The name of a fault in a language: of a rule, or of a behaviour that is missing; what the book does not know, as
    /// it is.
    pub fn fault_in(&self, name: &str, missing: bool, language: &str) -> String {
        let misses = |(id, _): &(RuleId, &Rule)| self.book.behaviour(*id).id == name;
        let rule = if missing { self.book.in_force().find(misses).map(|(_, rule)| rule.id.as_str()) } else { None };
        self.title_in(rule.unwrap_or(name), language)
    }
}

/// What a call adds to a report.
#[derive(Debug, Default)]
pub struct Part {
    /// The call, as the report shows it.
    pub bytes: Vec<u8>,
    /// Where a report has a short form of a call, that; else empty.
    pub short: Vec<u8>,
    /// The vCon that the call was read from, where it is to be given back.
    pub original: Option<Arc<str>>,
    /// What a report for the agent tells of the call, to be counted.
    pub told: Vec<Told>,
}

/// An input that could not be read.
#[derive(Debug, Clone)]
pub struct Unread {
    /// The file as it was named.
    pub source: String,
    /// Line and column, from 1, where known.
    pub place: Option<(usize, usize)>,
    /// The kind of the reason: kebab-case, stable.
    pub code: &'static str,
    /// The reason, in the language of what is said outside any call; nothing in it steers a terminal.
    pub reason: String,
}

/// A way of writing reports, shared by all threads.
pub trait Report: Sync {
    /// On the threads: what a call adds. `part` is empty.
    fn part(&self, card: &Card<'_>, part: &mut Part);

    /// Puts the parts together: one a run.
    fn writer(&self) -> Box<dyn Writer + '_>;

    /// Whether the end needs what all calls came to: for the others nothing of the kind is counted.
    fn needs_summary(&self) -> bool {
        false
    }
}

/// Puts a report together on one thread, in input order. What it appends to `out` is written at once, so that memory
/// is bounded and a run that is killed leaves whole calls.
pub trait Writer {
    /// Before anything else.
    fn begin(&mut self, _out: &mut Vec<u8>) {}

    /// A call. What is left of the part may be used again.
    fn call(&mut self, part: &mut Part, brief: &Brief, out: &mut Vec<u8>);

    /// Something that could not be read, in its place among the calls.
    fn unread(&mut self, _unread: &Unread, _out: &mut Vec<u8>) {}

    /// After some calls: what need not wait for the next ones is appended.
    fn pause(&mut self, _out: &mut Vec<u8>) {}

    /// After everything else. `summary` has counted everything only where the report needs it.
    fn end(&mut self, _summary: &Summary, _out: &mut Vec<u8>) {}
}
