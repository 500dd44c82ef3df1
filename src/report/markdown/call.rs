//! One call in Markdown: the verdict, what to mend, what is missing, what was done well, the sum, the conversation.

use std::borrow::Cow;
use std::io::Write as _;

use rustc_hash::FxHashSet;

use super::escape::{inline, name};
use crate::report::build::plain_number;
use crate::report::card::{Card, Disputed, Finding, Turn};
use crate::report::safe::cut;
use crate::report::text::{Page, clock, costs, or_dash, raise, sum};
use crate::report::wrong::{MOST_QUOTED, MOST_SAID, Wrong, verdict, wrong};

/// Of what stands between two findings so many characters are shown at most, from both ends.
const MOST_BETWEEN: usize = 400;

/// Appends the full report of a call.
pub fn full(card: &Card<'_>, page: &Page<'_>, out: &mut Vec<u8>) {
    let sheet = Sheet { card, page };
    sheet.head(out);
    sheet.mend(out);
    sheet.good(out);
    sheet.account(out);
    sheet.conversation(out);
}

/// Appends a call as a row of a table: score, verdict, call, agent, what cost most.
pub fn row(card: &Card<'_>, out: &mut Vec<u8>) {
    let score = or_dash(card.score.map(|score| score.0));
    let mark = card.passed.map_or("?", |passed| if passed { "✓" } else { "✗" });
    let _ = write!(out, "| {score} {mark} | ");
    name(&cut(card.id, MOST_QUOTED), out);
    out.push(b' ');
    name(card.source, out);
    out.push(b' ');
    for text in [card.agent.unwrap_or_default(), &costs(card, 3)] {
        cell(&cut(text, MOST_QUOTED), out);
    }
    out.extend_from_slice(b"|\n");
}

/// Appends the head of a table; numbers stand on the right.
pub fn table(columns: &[&str], numbers: usize, out: &mut Vec<u8>) {
    for column in columns {
        cell(column, out);
    }
    out.extend_from_slice(b"|\n");
    for at in 0..columns.len() {
        out.extend_from_slice(if at < numbers { b"| ---: " } else { b"| --- " });
    }
    out.extend_from_slice(b"|\n");
}

/// Appends a cell before its end.
pub fn cell(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"| ");
    inline(text, out);
    out.push(b' ');
}

struct Sheet<'a> {
    card: &'a Card<'a>,
    page: &'a Page<'a>,
}

impl Sheet<'_> {
    fn head(&self, out: &mut Vec<u8>) {
        let (card, page) = (self.card, self.page);
        out.extend_from_slice(b"## ");
        name(&cut(card.id, MOST_QUOTED), out);
        inline(&format!(" — {}", verdict(card, page)), out);
        out.extend_from_slice(b"\n\n");
        let mut about: Vec<Cow<'_, str>> = Vec::new();
        if card.score.is_some() {
            about.push(page.say("report.pass-mark", &vec![("mark", plain_number(card.pass_mark.0))]).into());
        }
        about.extend([card.agent, card.team, card.started].into_iter().flatten().map(|text| cut(text, MOST_QUOTED)));
        about.push(match card.turns.len() {
            1 => page.word("report.turn-one").into(),
            count => page.say("report.turns", &vec![("count", count.to_string())]).into(),
        });
        about.extend(card.metrics.duration_seconds.map(|seconds| Cow::Owned(clock(seconds.0))));
        self.label("files.call", out);
        name(card.source, out);
        inline(&format!(" · {}", about.join(" · ")), out);
        out.extend_from_slice(b"\n\n");
        if card.score.is_none() {
            self.line("report.note", &card.not_judged, out);
        }
        if !card.critical.is_empty() {
            let said = page.say("report.critical", &vec![("rules", card.critical.join(", "))]);
            self.line("report.note", &said, out);
        }
        for note in card.notes.iter().filter(|note| **note != card.not_judged) {
            self.line("report.note", note, out);
        }
    }

    /// A paragraph behind a word in bold, so that no text of strangers begins a line.
    fn line(&self, key: &str, text: &str, out: &mut Vec<u8>) {
        self.label(key, out);
        inline(text, out);
        out.extend_from_slice(b"\n\n");
    }

    fn label(&self, key: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(b"**");
        inline(self.page.word(key), out);
        out.extend_from_slice(b"**: ");
    }

    fn heading(&self, key: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(b"### ");
        inline(self.page.word(key), out);
        out.extend_from_slice(b"\n\n");
    }

    /// A table of what was said, and one of what is missing. Why is told once a rule.
    fn mend(&self, out: &mut Vec<u8>) {
        let (card, page) = (self.card, self.page);
        let word = |key: &'static str| page.word(key).trim_end_matches(':');
        let said: Vec<Wrong<'_>> = wrong(card).filter(|wrong| wrong.span.is_some()).collect();
        if !said.is_empty() {
            self.heading("files.mend", out);
            let keys = ["files.points", "files.turn", "files.what", "files.said", "report.why", "report.say-instead"];
            table(&keys.map(word), 2, out);
        }
        let mut explained = FxHashSet::default();
        let faults = card.turns.iter().flat_map(|turn| &turn.findings).filter(|f| f.kind == "avoid");
        for (wrong, fault) in said.iter().zip(faults) {
            let why = if explained.insert(wrong.rule) { fault.because } else { "" };
            self.wrong(wrong, Some(&format!("«{}»", cut(wrong.quote, MOST_QUOTED))), why, out);
        }
        let missing: Vec<Wrong<'_>> = wrong(card).filter(|wrong| wrong.span.is_none()).collect();
        if !missing.is_empty() {
            out.extend_from_slice(if said.is_empty() { b"" } else { b"\n" });
            self.heading("report.missing", out);
            let keys = ["files.points", "files.turn", "files.what", "report.why", "report.say"];
            table(&keys.map(word), 2, out);
        }
        let expected = card.expected.iter().filter(|e| e.status == "missed");
        for (wrong, expected) in missing.iter().zip(expected) {
            self.wrong(wrong, None, expected.because, out);
        }
        if !said.is_empty() || !missing.is_empty() {
            out.push(b'\n');
        }
    }

    fn wrong(&self, wrong: &Wrong<'_>, quote: Option<&str>, why: &str, out: &mut Vec<u8>) {
        let page = self.page;
        cell(&wrong.price(page), out);
        cell(&wrong.turn.map(|turn| turn.to_string()).unwrap_or_default(), out);
        let mut what = format!("{}: {}", wrong.title, wrong.told(wrong.message));
        if wrong.known {
            what += &format!(" {}", page.word("report.known"));
        }
        if let Some(Disputed { who, when, reason }) = wrong.disputed {
            let args = [("who", who), ("when", when), ("reason", reason)].map(|(key, text)| (key, text.to_owned()));
            what += &format!(" {}", page.say("report.disputed-by", &args.to_vec()));
        }
        cell(&what, out);
        if let Some(quote) = quote {
            cell(quote, out);
        }
        cell(why, out);
        cell(&wrong.told(wrong.suggestion), out);
        out.extend_from_slice(b"|\n");
    }

    fn good(&self, out: &mut Vec<u8>) {
        let (card, page) = (self.card, self.page);
        let praised = |turn: &Turn<'_>, f: &Finding<'_>| {
            let place = page.say("files.at-turn", &vec![("turn", turn.index.to_string())]);
            let quote = if turn.is_part(f) { format!(" «{}»", cut(f.quote, MOST_QUOTED)) } else { String::new() };
            format!("{}{quote} ({place})", f.title)
        };
        let turns = card.turns.iter().flat_map(|turn| turn.findings.iter().map(move |finding| (turn, finding)));
        let praises = turns.filter(|(_, f)| f.kind == "praise").map(|(turn, f)| praised(turn, f));
        let praises: Vec<String> = praises.collect();
        let met: Vec<&str> = card.expected.iter().filter(|e| e.status == "met").map(|e| e.title).collect();
        if praises.is_empty() && met.is_empty() {
            return;
        }
        self.heading("files.done-well", out);
        for praise in &praises {
            out.extend_from_slice("- ✓ ".as_bytes());
            inline(praise, out);
            out.push(b'\n');
        }
        if !praises.is_empty() {
            out.push(b'\n');
        }
        if !met.is_empty() {
            self.line("report.met", &met.join(" · "), out);
        }
    }

    fn account(&self, out: &mut Vec<u8>) {
        if let Some(text) = sum(self.card, self.page) {
            self.line("report.sum", &text, out);
        }
        // A number behind `#` would be a reference.
        if let Some(text) = raise(self.card, self.page, |turn| turn.to_string()) {
            self.line("report.raise", &text, out);
        }
    }

    /// What was said, folded up, with the words of faults marked.
    fn conversation(&self, out: &mut Vec<u8>) {
        let (card, page) = (self.card, self.page);
        out.extend_from_slice(b"<details>\n<summary>");
        inline(page.word("files.conversation"), out);
        out.extend_from_slice(b"</summary>\n\n");
        let columns = ["files.turn", "files.who", "files.said"].map(|key| page.word(key));
        table(&columns, 1, out);
        for turn in &card.turns {
            let _ = write!(out, "| {} ", turn.index);
            let speaker = page.word(match turn.speaker {
                "agent" => "report.agent",
                "customer" => "report.customer",
                _ => "report.other",
            });
            cell(speaker, out);
            out.extend_from_slice(b"| ");
            let faults = turn.findings.iter().filter(|f| f.kind == "avoid" && turn.is_part(f));
            let mut spans: Vec<[usize; 2]> = faults.map(|f| f.span).collect();
            spans.sort_unstable();
            marked(turn.text, &spans, out);
            out.extend_from_slice(b" |\n");
        }
        out.extend_from_slice(b"\n</details>\n\n");
    }
}

/// A text with its marked characters in bold; what is long between them, and in them, is shortened. The spans stand in
/// order.
fn marked(text: &str, spans: &[[usize; 2]], out: &mut Vec<u8>) {
    // Characters and bytes before the place.
    let (mut characters, mut at) = (0, 0);
    for [start, end] in spans {
        let (start, end) = ((*start).max(characters), *end);
        if start >= end {
            continue;
        }
        let from = at + behind(&text[at..], start - characters);
        let to = from + behind(&text[from..], end - start);
        inline(&middle_out(&text[at..from]), out);
        out.extend_from_slice(b"<b>");
        inline(&cut(&text[from..to], MOST_SAID), out);
        out.extend_from_slice(b"</b>");
        (characters, at) = (end, to);
    }
    inline(&middle_out(&text[at..]), out);
}

/// The byte behind so many characters.
fn behind(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

/// Both ends of a text that is longer than what is shown of it.
fn middle_out(text: &str) -> Cow<'_, str> {
    if text.char_indices().nth(MOST_BETWEEN).is_none() {
        return Cow::Borrowed(text);
    }
    let half = MOST_BETWEEN / 2;
    let tail = text.char_indices().rev().nth(half - 1).map_or(0, |(at, _)| at);
    Cow::Owned(format!("{} … {}", text[..behind(text, half)].trim_end(), text[tail..].trim_start()))
}
