//! `coach check`: one message, or a few lines, before they are said or sent. What would help and better words for it,
//! what is already good; no score.

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::Status;
use super::args::{CheckArgs, ListFormat};
use super::setup::{self, read_error};
use crate::batch::STDIN;
use crate::coach::Coach;
use crate::cues::NO_PHRASE;
use crate::report::text::{Look, Page, agent};
use crate::report::{Card, card};
use crate::transcript::{Call, ReadError, Reading};

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
    let text = match args.format {
        ListFormat::Text => advice(&coach, call, setup::look(args.common.color)),
        ListFormat::Json => checked(&coach, call, json),
    };
    let _ = io::stdout().lock().write_all(text.as_bytes());
    // The program ends here, and the system takes everything back at once.
    std::mem::forget(coach);
    Ok(Status::Done)
}

/// What is said of a message that was read.
pub fn advice(coach: &Coach, call: Call, look: Look) -> String {
    checked(coach, call, |card| {
        let language = coach.ui_language(card.language);
        agent::message(card, &Page { look, messages: &coach.packs.messages, language })
    })
}

fn checked<T>(coach: &Coach, mut call: Call, use_card: impl FnOnce(&Card<'_>) -> T) -> T {
    if call.notes.iter().any(|note| note.code == "language-assumed") {
        call.language = likeliest(coach, &mut call);
    }
    coach.worker().score(&call, use_card)
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

/// A message as editors read it: its turns as they are in a card, without anything that counts points.
#[derive(Serialize)]
struct Message<'a> {
    language: &'a str,
    turns: Vec<Said<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    index: usize,
    speaker: &'a str,
    text: &'a str,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    behaviour: &'a str,
    kind: &'a str,
    severity: &'a str,
    span: [usize; 2],
    quote: &'a str,
    title: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    suggestion: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    because: &'a str,
}

fn json(card: &Card<'_>) -> String {
    let turns = card.turns.iter().map(|turn| Said {
        index: turn.index,
        speaker: turn.speaker,
        text: turn.text,
        findings: turn.findings.iter().map(found).collect(),
    });
    let message = Message { language: card.language, turns: turns.collect() };
    let json = serde_json::to_string_pretty(&message).unwrap_or_default();
    format!("{json}\n")
}

fn found<'a>(finding: &'a card::Finding<'_>) -> Found<'a> {
    Found {
        rule: finding.rule,
        behaviour: finding.behaviour,
        kind: finding.kind,
        severity: finding.severity,
        span: finding.span,
        quote: finding.quote,
        title: finding.title,
        message: &finding.message,
        suggestion: &finding.suggestion,
        because: finding.because,
    }
}
