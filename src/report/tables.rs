//! CSV: a row for every finding, or a row for every call. For spreadsheets, which take some texts for formulas: those
//! get an apostrophe before them. Columns have stable English names, numbers a point; a cell is never too long for
//! Excel. The points of a call's findings add up to its score − 100, and to less where the score stopped at zero, by
//! what `beyond` says among the calls.

use std::borrow::Cow;

use csv::{ByteRecord, Terminator, WriterBuilder};

use super::brief::Brief;
use super::card::{Card, Disputed, Number};
use super::json::write_value;
use super::safe::shown;
use super::writer::{Part, Report, Writer};
use super::wrong::wrong;

/// Excel takes no more than 32,767 UTF-16 units in a cell; apostrophes need some.
const MOST_UNITS: usize = 32_000;

/// The columns of `csv`.
const FINDINGS: [&str; 23] = [
    "call",
    "source",
    "agent",
    "team",
    "started",
    "language",
    "score",
    "passed",
    "turn",
    "speaker",
    "start",
    "kind",
    "status",
    "rule",
    "behaviour",
    "severity",
    "points",
    "quote",
    "message",
    "suggestion",
    "because",
    "fingerprint",
    "dispute",
];

/// The columns of `csv-calls`.
const CALLS: [&str; 31] = [
    "id",
    "source",
    "format",
    "language",
    "agent",
    "team",
    "started",
    "score",
    "passed",
    "beyond",
    "turns",
    "agent_turns",
    "customer_turns",
    "duration_seconds",
    "agent_talk_share",
    "longest_turn",
    "longest_turn_words",
    "longest_turn_seconds",
    "words_per_minute",
    "silence_seconds",
    "longest_silence_seconds",
    "wait_seconds",
    "interruptions",
    "faults",
    "missed",
    "praises",
    "disputed",
    "critical",
    "worst_fault",
    "worst_points",
    "notes",
];

/// A row a finding.
pub struct Findings;

/// A row a call.
pub struct Calls;

impl Report for Findings {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        let mut rows = Rows::new(&mut part.bytes);
        let call = call_cells(card);
        for turn in &card.turns {
            for f in &turn.findings {
                let status = status("found", f.known, f.disputed.is_some());
                rows.text_all(&call);
                rows.write(turn.index.into());
                rows.text(turn.speaker);
                rows.optional(turn.start);
                rows.texts(&[f.kind, status, f.rule, f.behaviour, f.severity]);
                rows.write(f.points);
                rows.texts(&[f.quote, &f.message, &f.suggestion, f.because, f.fingerprint, &told(f.disputed)]);
                rows.end();
            }
        }
        for e in card.expected.iter().filter(|e| e.status == "missed") {
            let turn = e.turn.and_then(|turn| card.turns.get(turn));
            rows.text_all(&call);
            rows.optional(e.turn);
            rows.text(turn.map_or("", |turn| turn.speaker));
            rows.optional(turn.and_then(|turn| turn.start));
            let status = status("missed", e.known, e.disputed.is_some());
            rows.texts(&["expect", status, e.rule, e.behaviour, ""]);
            rows.write(e.points);
            rows.texts(&["", e.message, e.suggestion, e.because, e.fingerprint, &told(e.disputed)]);
            rows.end();
        }
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Table { header: &FINDINGS })
    }
}

/// What a row says of its call: score and verdict are the last two.
fn call_cells<'c>(card: &'c Card<'_>) -> [Cow<'c, str>; 8] {
    let text = |text: Option<&'c str>| cell(text.unwrap_or_default());
    let score = card.score.map(|score| String::from_utf8(json(score)).unwrap_or_default());
    [
        cell(card.id),
        cell(card.source),
        text(card.agent),
        text(card.team),
        text(card.started),
        cell(card.language),
        Cow::Owned(score.unwrap_or_default()),
        Cow::Borrowed(card.passed.map_or("", |passed| if passed { "true" } else { "false" })),
    ]
}

/// Who disputes it, when and why.
fn told(disputed: Option<Disputed<'_>>) -> String {
    disputed.map(|Disputed { who, when, reason }| format!("{who} ({when}): {reason}")).unwrap_or_default()
}

/// found or missed, unless a record says more.
fn status(plain: &'static str, known: bool, disputed: bool) -> &'static str {
    match (disputed, known) {
        (true, _) => "disputed",
        (_, true) => "known",
        _ => plain,
    }
}

impl Report for Calls {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        let mut rows = Rows::new(&mut part.bytes);
        let [id, source, agent, team, started, language, score, passed] = call_cells(card);
        let format = cell(card.format);
        rows.text_all(&[id, source, format, language, agent, team, started, score, passed]);
        rows.write(card.beyond);
        let m = &card.metrics;
        rows.numbers(&[card.turns.len(), m.agent_turns, m.customer_turns]);
        rows.optional(m.duration_seconds);
        rows.optional(m.agent_talk_share);
        rows.optional(m.longest_turn);
        rows.optional(m.longest_turn_words);
        let seconds =
            [m.longest_turn_seconds, m.words_per_minute, m.silence_seconds, m.longest_silence_seconds, m.wait_seconds];
        for number in seconds {
            rows.optional(number);
        }
        rows.optional(m.interruptions);
        let counted = || wrong(card).filter(|wrong| wrong.disputed.is_none());
        let praises = card.turns.iter().flat_map(|turn| &turn.findings).filter(|f| f.kind == "praise").count();
        let said = counted().filter(|wrong| wrong.span.is_some()).count();
        rows.numbers(&[said, counted().count() - said, praises, card.disputed]);
        rows.text(&card.critical.join(" "));
        // The first of those that cost most.
        let worst = counted().filter(|w| w.points < 0.0).reduce(|a, b| if b.points < a.points { b } else { a });
        rows.text(worst.map_or("", |worst| worst.rule));
        rows.optional(worst.map(|worst| Number(worst.points)));
        rows.text(&card.notes.join(" "));
        rows.end();
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Table { header: &CALLS })
    }
}

struct Table {
    header: &'static [&'static str],
}

impl Writer for Table {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.header.join(",").as_bytes());
        out.extend_from_slice(b"\r\n");
    }

    fn call(&mut self, part: &mut Part, _: &Brief, out: &mut Vec<u8>) {
        out.extend_from_slice(&part.bytes);
    }
}

/// Rows being put together, cell by cell.
struct Rows<'o> {
    out: csv::Writer<&'o mut Vec<u8>>,
    row: ByteRecord,
}

impl<'o> Rows<'o> {
    fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out: WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out), row: ByteRecord::new() }
    }

    fn text(&mut self, text: &str) {
        self.row.push_field(cell(text).as_bytes());
    }

    fn texts(&mut self, texts: &[&str]) {
        for text in texts {
            self.text(text);
        }
    }

    /// Cells that are made already.
    fn text_all(&mut self, cells: &[Cow<'_, str>]) {
        for cell in cells {
            self.row.push_field(cell.as_bytes());
        }
    }

    /// A number of ours, whatever it begins with.
    fn write(&mut self, number: Number) {
        self.row.push_field(&json(number));
    }

    fn numbers(&mut self, counts: &[usize]) {
        for count in counts {
            self.write(Number::from(*count));
        }
    }

    fn optional(&mut self, number: Option<impl Into<Number>>) {
        match number {
            Some(number) => self.write(number.into()),
            None => self.row.push_field(b""),
        }
    }

    fn end(&mut self) {
        // What is written to grows in memory: that cannot fail.
        let _ = self.out.write_byte_record(&self.row);
        self.row.clear();
    }
}

impl From<usize> for Number {
    fn from(count: usize) -> Self {
        Self(count as f64)
    }
}

/// A number as JSON has it.
fn json(number: Number) -> Vec<u8> {
    let mut out = Vec::with_capacity(8);
    write_value(&number, &mut out);
    out
}

/// A text for a cell: in one line, not too long, and no formula wherever a spreadsheet may begin a cell. Where the
/// system's list separator is a semicolon, Excel begins one behind each, in the middle of what was quoted, too.
fn cell(text: &str) -> Cow<'_, str> {
    let text = short(text);
    let begins = text.starts_with(['\t', '\r', '\n']) || is_formula(&text);
    if !begins && !text.contains(';') {
        return match text {
            Cow::Borrowed(text) => shown(text),
            Cow::Owned(text) => Cow::Owned(shown(&text).into_owned()),
        };
    }
    let mut out = String::with_capacity(text.len() + 8);
    if begins {
        out.push('\'');
    }
    let text = shown(&text);
    for (place, piece) in text.split(';').enumerate() {
        if place > 0 {
            out.push(';');
            if is_formula(piece) {
                out.push('\'');
            }
        }
        out.push_str(piece);
    }
    Cow::Owned(out)
}

/// Whether a spreadsheet may take a cell that begins so for a formula: spaces, quotes and what is not seen aside.
fn is_formula(text: &str) -> bool {
    let unseen = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '"' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    text.trim_start_matches(unseen).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '−'])
}

/// The beginning of a text that fits a cell.
fn short(text: &str) -> Cow<'_, str> {
    if text.len() <= MOST_UNITS {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let over = text.char_indices().find(|(_, c)| {
        // An apostrophe may come behind a semicolon.
        units += c.len_utf16() + usize::from(*c == ';');
        units > MOST_UNITS
    });
    match over {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for (text, safe) in [
            ("hola", "hola"),
            ("=1+1", "'=1+1"),
            ("  @SUM(A1)", "'  @SUM(A1)"),
            ("\t=1", "' =1"),
            ("\u{feff}＝1", "'\u{feff}＝1"),
            ("\u{1b}=1", "'\u{fffd}=1"),
            ("a;=1;b; +2", "a;'=1;b;' +2"),
            ("a;\"=1", "a;'\"=1"),
            ("a-b=c", "a-b=c"),
        ] {
            assert_eq!(cell(text), safe);
        }
    }

    #[test]
    fn a_long_cell_is_cut_between_characters() {
        let long = cell(&"ñ😀;=".repeat(20_000)).into_owned();
        assert!(long.ends_with('…') && long.encode_utf16().count() < 32_767, "{}", long.encode_utf16().count());
        assert_eq!(cell(&"x".repeat(MOST_UNITS)).len(), MOST_UNITS);
    }
}
