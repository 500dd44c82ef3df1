//! `JUnit` XML: a call is a test, the file that it comes from its suite. Understood by every CI; valid for Jenkins' XSD,
//! and for the stricter one of Ant's where no call is skipped. What Ant's wants and nobody knows is said as plainly as it
//! allows: an unknown time is 1970, the host `localhost`.

use std::io::Write as _;
use std::mem;

use super::brief::Brief;
use super::card::Card;
use super::summary::Summary;
use super::text::Page;
use super::writer::{Frame, Part, Report, Unread, Writer};
use super::wrong::{verdict, wrong};
use super::xml::{attribute, text};
use crate::transcript::{epoch, rfc3339};

/// A suite is written when it has so many cases, since its counts stand before them.
const MOST_CASES: usize = 1_000;
/// Or so many bytes.
const MOST_BYTES: usize = 4 << 20;
/// Ant's XSD wants a time.
const UNKNOWN_TIME: &str = "1970-01-01T00:00:00";

/// A case a call.
pub struct Junit<'a> {
    /// The run.
    pub frame: Frame<'a>,
}

/// What stands in `Part::short`, a line each: what the suite needs to know of a case, and how it begins.
const SUITE: usize = 0;
const STARTED: usize = 1;
const SECONDS: usize = 2;
const OPENING: usize = 3;

impl Report for Junit<'_> {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        let frame = &self.frame;
        let page = Page { look: frame.look, messages: frame.messages, language: frame.language_of(card) };
        let seconds = card.metrics.duration_seconds.map_or(0.0, |seconds| seconds.0);
        let head = &mut part.short;
        text(card.source, head);
        head.push(b'\n');
        text(&card.started.and_then(moment).unwrap_or_default(), head);
        let _ = write!(head, "\n{seconds}\n");
        head.extend_from_slice(b"<testcase");
        attribute("classname", card.agent.or(folder(card.source)).unwrap_or("coach"), head);
        attribute("name", card.id, head);
        let _ = write!(head, " time=\"{seconds:.3}\"");
        // What is told of a call that fails, or that cannot be judged.
        let out = &mut part.bytes;
        if card.score.is_none() {
            out.extend_from_slice(b"<skipped");
            attribute("message", &card.not_judged, out);
            out.extend_from_slice(b"/>");
            return;
        }
        out.extend_from_slice(b"<failure type=\"score\"");
        attribute("message", &verdict(card, &page), out);
        out.push(b'>');
        if !card.critical.is_empty() {
            text(&page.say("report.critical", &vec![("rules", card.critical.join(", "))]), out);
        }
        for wrong in wrong(card) {
            out.push(b'\n');
            text(&format!("{} {}", wrong.price(&page), wrong.title), out);
            if let Some(turn) = wrong.turn {
                text(&format!(" ({})", page.say("files.at-turn", &vec![("turn", turn.to_string())])), out);
            }
            out.extend_from_slice(b": ");
            text(&wrong.sentence(&page), out);
        }
        out.extend_from_slice(b"\n</failure>");
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Suites { frame: &self.frame, suite: Suite::default(), written: 0 })
    }
}

/// Without its zone, as the XSDs have it.
fn moment(started: &str) -> Option<String> {
    let local = started.trim().get(..19)?;
    rfc3339(epoch(local)?).and_then(|moment| Some(moment.get(..19)?.to_owned()))
}

/// The name of the folder that a file lies in.
fn folder(source: &str) -> Option<&str> {
    let mut folders = source.rsplit(['/', '\\']).skip(1);
    folders.next().filter(|name| !matches!(*name, "" | "." | ".."))
}

/// Cases that are not written yet.
#[derive(Default)]
struct Suite {
    /// Its file, escaped.
    name: Vec<u8>,
    cases: Vec<u8>,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
    seconds: f64,
    started: String,
}

struct Suites<'a> {
    frame: &'a Frame<'a>,
    suite: Suite,
    written: usize,
}

impl Suites<'_> {
    /// The suite of a file: the open one, or another after that was written.
    fn suite(&mut self, name: &[u8], out: &mut Vec<u8>) -> &mut Suite {
        let full = self.suite.tests >= MOST_CASES || self.suite.cases.len() >= MOST_BYTES;
        if full || self.suite.name != name {
            self.close(out);
            self.suite.name.extend_from_slice(name);
        }
        self.suite.tests += 1;
        &mut self.suite
    }

    fn close(&mut self, out: &mut Vec<u8>) {
        let suite = mem::take(&mut self.suite);
        if suite.tests == 0 {
            return;
        }
        let name = String::from_utf8_lossy(&suite.name);
        let started = if suite.started.is_empty() { UNKNOWN_TIME } else { &suite.started };
        let Suite { tests, failures, errors, skipped, seconds, .. } = suite;
        let _ = write!(
            out,
            "<testsuite name=\"{name}\" package=\"coach\" id=\"{}\" timestamp=\"{started}\" hostname=\"localhost\" \
             tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"",
            self.written
        );
        // Ant's XSD does not know of cases that are skipped.
        if skipped > 0 {
            let _ = write!(out, " skipped=\"{skipped}\"");
        }
        let _ = write!(out, " time=\"{seconds:.3}\">\n<properties>");
        let redaction = self.frame.redaction;
        let version = env!("CARGO_PKG_VERSION");
        let facts = [("coach", version), ("rules", self.frame.rules_hash), ("redaction", redaction.code())];
        for (name, value) in facts {
            out.extend_from_slice(b"<property");
            attribute("name", name, out);
            attribute("value", value, out);
            out.extend_from_slice(b"/>");
        }
        if let Some(key) = redaction.message_key() {
            out.extend_from_slice(b"<property name=\"redaction-says\"");
            attribute("value", self.frame.word(key), out);
            out.extend_from_slice(b"/>");
        }
        out.extend_from_slice(b"</properties>\n");
        out.extend_from_slice(&suite.cases);
        out.extend_from_slice(b"<system-out/><system-err/>\n</testsuite>\n");
        self.written += 1;
    }
}

impl Writer for Suites<'_> {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    }

    fn call(&mut self, part: &mut Part, brief: &Brief, out: &mut Vec<u8>) {
        let mut lines = [&b""[..]; 4];
        part.short.splitn(4, |byte| *byte == b'\n').zip(&mut lines).for_each(|(line, place)| *place = line);
        let number = |line: &[u8]| std::str::from_utf8(line).ok()?.parse::<f64>().ok();
        let suite = self.suite(lines[SUITE], out);
        suite.seconds += number(lines[SECONDS]).unwrap_or_default();
        if suite.started.is_empty() {
            suite.started = String::from_utf8_lossy(lines[STARTED]).into_owned();
        }
        suite.cases.extend_from_slice(lines[OPENING]);
        // A case fails as the run does; where nothing was asked for, the pass mark decides.
        let failed = brief.score.is_some() && if brief.asked { brief.fails } else { !brief.passed };
        suite.failures += usize::from(failed);
        suite.skipped += usize::from(brief.score.is_none());
        if failed || brief.score.is_none() {
            suite.cases.push(b'>');
            suite.cases.extend_from_slice(&part.bytes);
            suite.cases.extend_from_slice(b"</testcase>\n");
        } else {
            suite.cases.extend_from_slice(b"/>\n");
        }
    }

    fn unread(&mut self, unread: &Unread, out: &mut Vec<u8>) {
        let mut name = Vec::new();
        text(&unread.source, &mut name);
        let suite = self.suite(&name, out);
        suite.errors += 1;
        let cases = &mut suite.cases;
        cases.extend_from_slice(b"<testcase");
        attribute("classname", folder(&unread.source).unwrap_or("coach"), cases);
        let place = unread.place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
        attribute("name", &format!("{}{place}", unread.source), cases);
        cases.extend_from_slice(b" time=\"0.000\"><error");
        attribute("type", unread.code, cases);
        attribute("message", &unread.reason, cases);
        cases.extend_from_slice(b"/></testcase>\n");
    }

    fn end(&mut self, _: &Summary, out: &mut Vec<u8>) {
        self.close(out);
        out.extend_from_slice(b"</testsuites>\n");
    }
}
