//! `coach check`: one message, or a few lines, before they are said or sent. What would help and better words for it,
//! what is already good; no score.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use super::Status;
use super::args::CheckArgs;
use super::setup::{self, read_error};
use crate::batch::STDIN;
use crate::coach::Coach;
use crate::cues::NO_PHRASE;
use crate::report::Card;
use crate::report::text::{Look, Mark, Page, Tone};
use crate::transcript::{Call, ReadError, Reading};

/// More than this at once helps nobody.
const MOST: usize = 3;

/// Runs the command.
pub fn run(args: &CheckArgs) -> Status {
    match check(args) {
        Ok(status) | Err(status) => status,
    }
}

fn check(args: &CheckArgs) -> Result<Status, Status> {
    let reading = Reading { from: args.read.from, ..Reading::default() };
    let coach = setup::coach(&args.common, Path::new("."), reading, |_| {})?;
    let call = call(args, &coach).map_err(|error| {
        let _ = writeln!(io::stderr(), "coach: {}", read_error(&coach, &error));
        Status::NothingRead
    })?;
    let text = advice(&coach, call, setup::look(args.common.color));
    let _ = io::stdout().lock().write_all(text.as_bytes());
    Ok(Status::Done)
}

/// What is said of a message that was read.
pub fn advice(coach: &Coach, mut call: Call, look: Look) -> String {
    if call.notes.iter().any(|note| note.code == "language-assumed") {
        call.language = likeliest(coach, &mut call);
    }
    coach.worker().score(&call, |card| {
        let language = coach.ui_language(card.language);
        shown(card, &Page { look, messages: &coach.packs.messages, language })
    })
}

/// The language that hears most phrases: a message of two words has too few to tell its language by.
fn likeliest(coach: &Coach, call: &mut Call) -> String {
    let mut worker = coach.worker();
    let mut phrases = |code: &&str| {
        (*code).clone_into(&mut call.language);
        let (_, heard) = worker.judge(call);
        heard.hits.iter().filter(|hit| hit.phrase != NO_PHRASE).count()
    };
    // Of two alike the last is taken, and the first language stands first.
    let codes = coach.packs.language_codes();
    codes.into_iter().rev().max_by_key(|code| phrases(code)).unwrap_or_default().to_owned()
}

fn call(args: &CheckArgs, coach: &Coach) -> Result<Call, ReadError> {
    let source: Arc<str> = STDIN.into();
    let mut bytes = Vec::new();
    let text = args.text.join(" ");
    if !args.text.is_empty() && text != STDIN {
        bytes.extend(text.bytes());
    } else {
        let read = io::stdin().lock().take(coach.reader.limits().largest_file).read_to_end(&mut bytes);
        read.map_err(|e| ReadError::new(&source, "unreadable", vec![("detail", e.to_string())]))?;
    }
    coach.reader.read_message(&source, &bytes)
}

fn shown(card: &Card<'_>, page: &Page<'_>) -> String {
    let mut out = String::new();
    let mut faults: Vec<_> = card.turns.iter().flat_map(|t| &t.findings).filter(|f| f.kind == "avoid").collect();
    for turn in card.turns.iter().filter(|t| t.findings.iter().any(|f| f.kind == "avoid")) {
        let faults = turn.findings.iter().filter(|f| f.kind == "avoid");
        let marks: Vec<Mark> = faults.map(|f| Mark { span: f.span, tone: Tone::Bad }).collect();
        page.text(&mut out, "  ", "  ", turn.text, &marks);
    }
    faults.sort_by(|a, b| a.points.0.total_cmp(&b.points.0));
    for fault in faults.iter().take(MOST) {
        let _ = writeln!(out, "\n{} {}", page.paint("→", Tone::Notice), page.paint(fault.title, Tone::Strong));
        page.text(&mut out, "  ", "  ", &fault.message, &[]);
        if !fault.suggestion.is_empty() {
            let say = format!("  {} ", page.paint(page.word("report.say-instead"), Tone::Good));
            page.text(&mut out, &say, "    ", &fault.suggestion, &[]);
        }
    }
    let mut good: Vec<&str> = Vec::new();
    for finding in card.turns.iter().flat_map(|t| &t.findings) {
        if matches!(finding.kind, "praise" | "expect") && !good.contains(&finding.title) {
            good.push(finding.title);
        }
    }
    if faults.is_empty() {
        let _ = writeln!(out, "{} {}", page.paint("✓", Tone::Good), page.word("check.nothing"));
    }
    if !good.is_empty() {
        let head = format!(
            "{}{} ",
            if faults.is_empty() { "" } else { "\n" },
            page.paint(page.word("check.good"), Tone::Good)
        );
        page.text(&mut out, &head, "  ", &good.join(" · "), &[]);
    }
    out
}
