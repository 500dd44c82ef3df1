//! SARIF 2.1.0, for what shows findings of linters: GitHub code scanning, editors, Azure. One run, written as it goes;
//! every fault and missing thing is a result, every rule in force is described. GitHub takes 25,000 results a run and
//! shows 5,000: nothing is left out here because of that.

mod result;
mod rules;

use std::mem;

use rustc_hash::FxHashMap;
use serde::Serialize;

use self::result::{Location, Message, result};
use super::brief::Brief;
use super::card::{Card, Number};
use super::json::write_value;
use super::summary::Summary;
use super::text::Page;
use super::writer::{Frame, Part, Redaction, Report, Unread, Writer};
use super::wrong::wrong;

/// So many inputs that could not be read are named, since they stand at the end.
const MOST_UNREAD: usize = 1_000;

/// A result a fault.
pub struct Sarif<'a> {
    frame: Frame<'a>,
    /// Places of the rules in force among those described.
    places: FxHashMap<&'a str, usize>,
}

impl<'a> Sarif<'a> {
    /// For a run.
    pub fn new(frame: Frame<'a>) -> Self {
        let rules = frame.book.in_force().map(|(_, rule)| rule.id.as_str());
        Self { frame, places: rules.enumerate().map(|(place, id)| (id, place)).collect() }
    }
}

impl Report for Sarif<'_> {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        let frame = &self.frame;
        let page = Page { look: frame.look, messages: frame.messages, language: frame.language_of(card) };
        for wrong in wrong(card) {
            if !part.bytes.is_empty() {
                part.bytes.extend_from_slice(b",\n");
            }
            let place = self.places.get(wrong.rule).copied();
            write_value(&result(card, &wrong, place, frame.baseline, &page), &mut part.bytes);
        }
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Run { frame: &self.frame, empty: true, unread: Vec::new(), count: 0 })
    }
}

struct Run<'a> {
    frame: &'a Frame<'a>,
    /// No result was written.
    empty: bool,
    /// Notifications of what could not be read.
    unread: Vec<u8>,
    count: usize,
}

impl Writer for Run<'_> {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":",
        );
        write_value(&rules::driver(self.frame), out);
        out.extend_from_slice(b"},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n");
    }

    fn call(&mut self, part: &mut Part, _: &Brief, out: &mut Vec<u8>) {
        if part.bytes.is_empty() {
            return;
        }
        if !mem::take(&mut self.empty) {
            out.extend_from_slice(b",\n");
        }
        out.extend_from_slice(&part.bytes);
    }

    fn unread(&mut self, unread: &Unread, _: &mut Vec<u8>) {
        self.count += 1;
        if self.count > MOST_UNREAD {
            return;
        }
        let notification = Notification {
            level: "error",
            message: Message::of(&format!("{}: {}", unread.source, unread.reason)),
            locations: vec![Location::of_input(&unread.source, unread.place)],
            descriptor: Some(Descriptor { id: unread.code }),
        };
        self.notify(&notification);
    }

    fn end(&mut self, _: &Summary, out: &mut Vec<u8>) {
        if self.count > MOST_UNREAD {
            let count = vec![("count", (self.count - MOST_UNREAD).to_string())];
            self.remark("error", &self.frame.say("files.more-unread", &count));
        }
        let redaction = self.frame.redaction;
        if let Some(key) = redaction.message_key() {
            let level = if redaction == Redaction::Refused { "warning" } else { "note" };
            self.remark(level, self.frame.word(key));
        }
        out.extend_from_slice(b"\n],\"invocations\":[{\"executionSuccessful\":");
        out.extend_from_slice(if self.count == 0 { b"true" } else { b"false" });
        out.extend_from_slice(b",\"toolExecutionNotifications\":[");
        out.append(&mut self.unread);
        out.extend_from_slice(b"]}],\"properties\":");
        write_value(
            &Properties {
                redaction: redaction.code(),
                rules: self.frame.rules_hash,
                pass_mark: Number(self.frame.pass_mark),
            },
            out,
        );
        out.extend_from_slice(b"}]}\n");
    }
}

impl Run<'_> {
    fn remark(&mut self, level: &'static str, text: &str) {
        self.notify(&Notification { level, message: Message::of(text), locations: Vec::new(), descriptor: None });
    }

    fn notify(&mut self, notification: &Notification<'_>) {
        if !self.unread.is_empty() {
            self.unread.extend_from_slice(b",\n");
        }
        write_value(notification, &mut self.unread);
    }
}

#[derive(Serialize)]
struct Notification<'a> {
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    descriptor: Option<Descriptor>,
}

#[derive(Serialize)]
struct Descriptor {
    id: &'static str,
}

/// Of the run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    redaction: &'static str,
    rules: &'a str,
    pass_mark: Number,
}
