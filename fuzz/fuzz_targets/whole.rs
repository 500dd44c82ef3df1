//! The whole way of a file as `coach score` goes it, from its bytes to every report, and of a message as `coach check`
//! goes it. Spans are those of the text, and nothing that is shown steers a terminal.

#![no_main]

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use callcoach::batch::{self, Paths};
use callcoach::cli::check::advice;
use callcoach::coach::Coach;
use callcoach::packs::Packs;
use callcoach::report::safe::{shown, steers};
use callcoach::report::text::Look;
use callcoach::report::{
    Audience, Brief, Card, Cards, Detail, Details, Folders, Frame, Part, REPORTS, Redaction, Summary, Views,
};
use callcoach::transcript::Reading;
use libfuzzer_sys::fuzz_target;

static COACH: LazyLock<Coach> =
    LazyLock::new(|| Coach::new(Packs::embedded(), Reading { keep_vcons: true, keep_places: true, ..Reading::default() }).0);
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    folder.join(format!("coach-fuzz-{}", std::process::id()))
});

fn steered(text: &str) -> Option<char> {
    text.chars().find(|c| *c != '\n' && steers(*c))
}

/// Every report of a call, from its beginning to its end.
fn reports(cards: &Cards<'_>) {
    let (plain, masked) = (cards.get(false), cards.get(true));
    for card in [plain, masked] {
        for turn in &card.turns {
            for finding in &turn.findings {
                let [start, end] = finding.span;
                let quote: String = turn.text.chars().skip(start).take(end - start).collect();
                assert_eq!(finding.quote, quote);
            }
        }
    }
    for (before, after) in plain.turns.iter().zip(&masked.turns) {
        assert_eq!(before.text.chars().count(), after.text.chars().count());
    }
    for format in &REPORTS {
        let widths: &[usize] = if format.name == "text" { &[32, 100] } else { &[80] };
        widths.iter().for_each(|width| report(format, if format.shared { masked } else { plain }, *width));
    }
}

fn report(format: &callcoach::report::ReportFormat, card: &Card<'_>, width: usize) {
    let frame = Frame {
        messages: &COACH.packs.messages,
        language: "en",
        fixed_language: None,
        book: &COACH.book,
        rules_hash: COACH.rules_hash(),
        pass_mark: 75.0,
        redaction: if format.shared { Redaction::Masked } else { Redaction::Plain },
        baseline: false,
        look: Look { width, color: false },
        detail: Detail::Auto,
        audience: Audience::Reviewer,
        now: None,
    };
    let report = format.report(frame);
    let (mut part, mut out) = (Part::default(), Vec::new());
    report.part(card, &mut part);
    let folders = Folders::below([FILE.as_path()].into_iter());
    let brief = Brief {
        score: card.score.map(|score| score.0),
        passed: card.passed == Some(true),
        fails: false,
        asked: false,
        disputed: card.disputed,
        language: card.language.to_owned(),
        details: Some(Box::new(Details::of(card, card.id, &folders))),
    };
    let mut summary = Summary::default();
    summary.add(&brief);
    let mut writer = report.writer();
    writer.begin(&mut out);
    writer.call(&mut part, &brief, &mut out);
    writer.end(&summary, &mut out);
    let text = String::from_utf8(out).expect("UTF-8");
    assert_eq!(steered(&text.replace("\r\n", "\n")), None, "{}", format.name);
}

fuzz_target!(|data: &[u8]| {
    std::fs::write(&*FILE, data).expect("a file in memory");
    batch::run(&COACH, Paths::all(vec![FILE.clone()]), 1, Views { plain: true, masked: true }, reports, |piece| {
        for error in piece.results.iter().filter_map(|result| result.as_ref().err()) {
            let reason = COACH.packs.messages.say("en", &format!("read.{}", error.code), &error.args);
            assert_eq!(steered(&shown(&reason)), None);
        }
        true
    });
    let source: Arc<str> = "-".into();
    if let Ok(call) = COACH.reader.read_message(&source, data) {
        let advice = advice(&COACH, call, Look { width: 80, color: false });
        assert_eq!(steered(&advice), None);
    }
});
