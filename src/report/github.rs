//! GitHub annotations: a workflow command a line for every fault and missing thing, which a run of GitHub Actions shows
//! beside the file. What is known or disputed is only counted. Nothing that was said can begin a command: it is never
//! the beginning of a line.

use std::io::Write as _;

use super::brief::Brief;
use super::card::Card;
use super::place::region;
use super::safe::{cut, shown};
use super::summary::Summary;
use super::text::Page;
use super::writer::{Frame, Part, Report, Unread, Writer};
use super::wrong::{MOST_QUOTED, Wrong, wrong};

/// A line a fault.
pub struct Github<'a> {
    /// The run.
    pub frame: Frame<'a>,
}

/// The kinds of annotations.
const LEVELS: [&str; 3] = ["error", "warning", "notice"];

fn level(wrong: &Wrong<'_>) -> &'static str {
    match wrong.severity {
        "critical" | "major" => LEVELS[0],
        "tip" => LEVELS[2],
        _ => LEVELS[1],
    }
}

impl Report for Github<'_> {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        let frame = &self.frame;
        let page = Page { look: frame.look, messages: frame.messages, language: frame.language_of(card) };
        for wrong in wrong(card) {
            if wrong.known || wrong.disputed.is_some() {
                part.short.push(b'.');
                continue;
            }
            let out = &mut part.bytes;
            let _ = write!(out, "::{} file=", level(&wrong));
            property(card.source, out);
            if let Some(at) = wrong.turn.and_then(|turn| region(card, turn, wrong.span)) {
                let _ = write!(out, ",line={},endLine={}", at.start_line, at.end_line);
                // Columns are only taken on one line; the last one is inside.
                if at.start_line == at.end_line {
                    let last = at.end_column.saturating_sub(1).max(at.start_column);
                    let _ = write!(out, ",col={},endColumn={last}", at.start_column);
                }
            } else {
                // Where the words cannot be told from others, the call can.
                let _ = write!(out, ",line={}", card.line);
            }
            out.extend_from_slice(b",title=");
            property(wrong.title, out);
            out.extend_from_slice(b"::");
            data(&cut(card.id, MOST_QUOTED), out);
            if let Some(turn) = wrong.turn {
                data(&format!(" ({})", page.say("files.at-turn", &vec![("turn", turn.to_string())])), out);
            }
            data(&format!(", {}: {}", wrong.price(&page), wrong.sentence(&page)), out);
            out.push(b'\n');
        }
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Lines { frame: &self.frame, counts: [0; 3], left_out: 0 })
    }
}

/// The message of a command. `##[` begins a command of the older kind wherever it stands.
fn data(text: &str, out: &mut Vec<u8>) {
    escaped(text, b"", out);
}

/// The value of a property of a command.
fn property(text: &str, out: &mut Vec<u8>) {
    escaped(text, b":,", out);
}

fn escaped(text: &str, besides: &[u8], out: &mut Vec<u8>) {
    let mut before = b' ';
    for byte in shown(text).bytes() {
        if byte == b'%' || besides.contains(&byte) {
            let _ = write!(out, "%{byte:02X}");
        } else {
            if byte == b'#' && before == b'#' {
                out.push(b' ');
            }
            out.push(byte);
        }
        before = byte;
    }
}

struct Lines<'a> {
    frame: &'a Frame<'a>,
    /// Errors, warnings, notices.
    counts: [usize; 3],
    /// Known or disputed.
    left_out: usize,
}

impl Lines<'_> {
    fn notice(&self, text: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(b"::notice title=");
        property(self.frame.word("files.title"), out);
        out.extend_from_slice(b"::");
        data(text, out);
        out.push(b'\n');
    }
}

impl Writer for Lines<'_> {
    fn begin(&mut self, out: &mut Vec<u8>) {
        if let Some(key) = self.frame.redaction.message_key() {
            self.notice(self.frame.word(key), out);
        }
    }

    fn call(&mut self, part: &mut Part, _: &Brief, out: &mut Vec<u8>) {
        self.left_out += part.short.len();
        for line in part.bytes.split(|byte| *byte == b'\n') {
            // A line begins with two colons.
            let of = |level: &str| line.get(2..).is_some_and(|rest| rest.starts_with(level.as_bytes()));
            if let Some(level) = LEVELS.iter().position(|level| of(level)) {
                self.counts[level] += 1;
            }
        }
        out.extend_from_slice(&part.bytes);
    }

    fn unread(&mut self, unread: &Unread, out: &mut Vec<u8>) {
        self.counts[0] += 1;
        out.extend_from_slice(b"::error file=");
        property(&unread.source, out);
        if let Some((line, column)) = unread.place {
            let _ = write!(out, ",line={line},col={column}");
        }
        out.extend_from_slice(b",title=");
        property(self.frame.word("files.unread"), out);
        out.extend_from_slice(b"::");
        data(&unread.reason, out);
        out.push(b'\n');
    }

    fn end(&mut self, _: &Summary, out: &mut Vec<u8>) {
        let number = |count: usize| count.to_string();
        let [errors, warnings, notices] = self.counts.map(number);
        let args = vec![("errors", errors), ("warnings", warnings), ("notices", notices)];
        let mut text = self.frame.say("files.github-shows", &args);
        if self.left_out > 0 {
            text += " ";
            text += &self.frame.say("files.left-out", &vec![("count", number(self.left_out))]);
        }
        self.notice(&text, out);
    }
}
