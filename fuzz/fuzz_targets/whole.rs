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
use callcoach::report::text::{Look, Page, full, line};
use callcoach::report::{Card, Views, json, vcon};
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

fn reports(card: &Card<'_>) {
    for turn in &card.turns {
        for finding in &turn.findings {
            let [start, end] = finding.span;
            let quote: String = turn.text.chars().skip(start).take(end - start).collect();
            assert_eq!(finding.quote, quote);
        }
    }
    let mut out = Vec::new();
    json::write_line(card, &mut out);
    vcon::write_new(card, None, &mut out);
    if let Some(original) = card.original {
        let mut report = Vec::new();
        vcon::write_report(card, &original.dialogs, &mut report);
        vcon::write_back(&original.text, &[report], None, &mut out);
    }
    let text = String::from_utf8(out).expect("UTF-8");
    assert_eq!(steered(&text), None);
    let language = COACH.ui_language(card.language);
    for width in [32, 100] {
        let page = Page { look: Look { width, color: false }, messages: &COACH.packs.messages, language };
        assert_eq!(steered(&full(card, &page)), None);
        assert_eq!(steered(&line(card, &page)), None);
    }
}

fuzz_target!(|data: &[u8]| {
    std::fs::write(&*FILE, data).expect("a file in memory");
    batch::run(&COACH, Paths::all(vec![FILE.clone()]), 1, Views::PLAIN, |cards| reports(cards.plain()), |piece| {
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
