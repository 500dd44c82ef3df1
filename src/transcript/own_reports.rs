//! Tells reports of our own from transcripts, by how they begin: a report that lies among the calls is none of them.
//! vCons are calls, whatever report stands in them. Used by the reader, and by whoever is about to write over a file.

use std::borrow::Cow;

use super::decode::decode;
use crate::packs::Packs;

/// What kind of a report a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnReport {
    /// JSON cards: the turns are in them, so that they can be read as calls again.
    Cards,
    /// Anything else: nothing in it is a call.
    Other,
}

/// Knows our reports. Made once a run.
#[derive(Debug, Clone)]
pub struct OwnReports {
    /// What reports are called, in every language.
    titles: Vec<String>,
}

/// How tables begin, of findings and of calls; a test writes them both.
const TABLES: [&str; 2] =
    ["call,source,agent,team,started,language,score,passed,", "id,source,format,language,agent,team,started,score,"];
/// What every card has before its turns.
const CARD: [&str; 6] = ["id", "source", "format", "language", "passed", "pass_mark"];
/// What every summary begins with.
const SUMMARY: [&str; 3] = ["coach", "rules", "pass_mark"];
/// What may stand in a line of a baseline, of disputes or of verdicts.
const RECORD: [&str; 9] = ["fingerprint", "call", "rule", "turn", "verdict", "who", "when", "reason", "note"];
/// A call among many begins so, behind its score: it passes, it fails, nobody could judge it.
const VERDICTS: [&str; 3] = ["✓  ", "✗  ", "?  "];
/// What is told an agent of a call among many.
const TOLD: [&str; 2] = ["  ✓ ", "  → "];

impl OwnReports {
    /// So much of a file (bytes) tells.
    pub const HEAD: usize = 4096;

    /// From the program's words.
    pub fn new(packs: &Packs) -> Self {
        let messages = &packs.messages;
        let titles =
            messages.languages().into_iter().map(|language| messages.plain(language, "files.title").to_owned());
        Self { titles: titles.collect() }
    }

    /// Whether a file that begins so is a report, and which. No more than [`Self::HEAD`] bytes are looked at.
    pub fn of_bytes(&self, bytes: &[u8]) -> Option<OwnReport> {
        let head = &bytes[..bytes.len().min(Self::HEAD)];
        let plain = |bytes| match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            // Cut off inside of a character.
            Err(error) if error.error_len().is_none() => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok(),
            Err(_) => None,
        };
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        // A shell may have written it as UTF-16; of anything else that is not UTF-8 nothing is ours.
        let text = match plain(head) {
            Some(text) if !text.contains('\0') => Cow::Borrowed(text),
            _ if matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) => decode(&head[..head.len() & !1])?.text,
            _ => return None,
        };
        self.of(&text)
    }

    /// Whether a text that begins so is a report, and which.
    pub fn of(&self, text: &str) -> Option<OwnReport> {
        let text = &text[..text.floor_char_boundary(Self::HEAD)];
        let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace() && c != ' ');
        let other = |is: bool| is.then_some(OwnReport::Other);
        match text.trim_start().as_bytes().first()? {
            b'{' | b'[' => of_json(text.trim_start()),
            b'<' => other(is_markup(text)),
            b'#' => other(self.is_markdown(text)),
            b':' => other(self.is_annotations(text)),
            b'c' | b'i' | b'"' if is_table(text) => Some(OwnReport::Other),
            _ => other(is_page(text)),
        }
    }

    /// The title, and below it either whether personal data is masked, or nothing.
    fn is_markdown(&self, text: &str) -> bool {
        let mut lines = text.lines();
        let title = lines.next().and_then(|line| line.strip_prefix("# "));
        let below = lines.find(|line| !line.is_empty());
        title.is_some_and(|title| self.titles.iter().any(|known| known == title))
            && below.is_none_or(|line| line.starts_with('*'))
    }

    /// Annotations for GitHub begin with a notice that has the report's title.
    fn is_annotations(&self, text: &str) -> bool {
        let title = text.strip_prefix("::notice title=").and_then(|rest| rest.split_once("::"));
        title.is_some_and(|(title, _)| self.titles.iter().any(|known| known == title))
    }
}

/// A spreadsheet that saved the table again may have parted it otherwise.
fn is_table(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let plain: String =
        line.chars().filter(|c| *c != '"').map(|c| if c == ';' || c == '\t' { ',' } else { c }).collect();
    TABLES.iter().any(|table| plain.starts_with(table))
}

/// The page for browsers, which names who made it, and `JUnit`'s XML, in which our suites are of our package.
fn is_markup(text: &str) -> bool {
    let page = || text.starts_with("<!doctype html>") && text.contains("<meta name=\"generator\" content=\"coach ");
    let suites = || text.split_once("<testsuites>").map(|(_, rest)| rest.trim_start());
    // Without a call there is nothing between.
    let is_ours = |rest: &str| rest.starts_with("</testsuites>") || suite(rest).contains(" package=\"coach\"");
    page() || text.starts_with("<?xml") && suites().is_some_and(is_ours)
}

/// The tag of the first suite.
fn suite(text: &str) -> &str {
    let tag = text.strip_prefix("<testsuite ").unwrap_or_default();
    &tag[..tag.find('>').unwrap_or(tag.len())]
}

/// Cards, one or a list; a summary; lines of records; SARIF with our name as the driver's.
fn of_json(text: &str) -> Option<OwnReport> {
    if text.contains("\"driver\"") {
        let close: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        return close.contains("\"tool\":{\"driver\":{\"name\":\"coach\",").then_some(OwnReport::Other);
    }
    // Nothing else has these, so that others are not taken apart.
    if !text.contains("\"pass_mark\"") && !text.contains("\"fingerprint\"") {
        return None;
    }
    let keys = keys(text);
    let all = |names: &[&str]| names.iter().all(|name| keys.contains(name));
    if all(&CARD) {
        Some(OwnReport::Cards)
    } else {
        let record = all(&["fingerprint"]) && keys.iter().all(|key| RECORD.contains(key));
        (all(&SUMMARY) || record).then_some(OwnReport::Other)
    }
}

/// The names of the fields of the first object, as far as the text goes.
fn keys(text: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, text.find('{').unwrap_or(text.len()));
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => break,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let start = at + 1;
                at = start;
                while bytes.get(at).is_some_and(|byte| *byte != b'"') {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                let is_key = text.get(at + 1..).is_some_and(|rest| rest.trim_start().starts_with(':'));
                keys.extend(text.get(start..at).filter(|_| depth == 1 && is_key));
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

/// The report for a terminal: full, a line a call, or what an agent is told of many calls.
fn is_page(text: &str) -> bool {
    let plain;
    let mut text = text;
    if text.contains('\u{1b}') {
        plain = without_colour(text);
        text = &plain;
    }
    let first = text.lines().next().unwrap_or_default();
    if first.starts_with("══ ") && first.ends_with('═') {
        return true;
    }
    let row = first.trim_start_matches(' ').split_once(' ');
    if row.is_some_and(|(score, rest)| is_score(score) && VERDICTS.iter().any(|verdict| rest.starts_with(verdict))) {
        return true;
    }
    is_told(text)
}

fn is_score(text: &str) -> bool {
    text == "—" || text.parse::<f64>().is_ok_and(|score| (0.0..=100.0).contains(&score))
}

/// Names of calls, and below each what is told of it, further in.
fn is_told(text: &str) -> bool {
    let further_in = |line: &str| line.starts_with("  ");
    if !text.lines().nth(1).is_some_and(further_in) {
        return false;
    }
    // The last line may be cut off.
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    // Behind an empty line stands what is told of all calls.
    let lines: Vec<&str> = whole.lines().take_while(|line| !line.is_empty()).collect();
    let named = |pair: &[&str]| further_in(pair[0]) || further_in(pair[1]);
    let told = |line: &&str| TOLD.iter().any(|mark| line.starts_with(mark));
    let calls = lines.iter().filter(|line| !further_in(line)).count();
    lines.first().is_some_and(|line| !further_in(line))
        && lines.windows(2).all(named)
        && lines.iter().filter(|line| told(line)).count() * 2 >= calls
}

/// Without what sets colours: `ESC [ … m`.
fn without_colour(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split("\u{1b}[");
    out.extend(parts.next());
    out.extend(parts.map(|part| part.split_once('m').map_or("", |(_, rest)| rest)));
    out
}
