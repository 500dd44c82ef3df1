//! Any bytes as a rule file, or (by the first byte) as a `coach.toml`, laid over what is embedded. Mistakes are
//! rendered; without any a call is scored and the rules' own examples are run.

#![no_main]

use std::sync::{Arc, LazyLock};

use callcoach::coach::Coach;
use callcoach::examples;
use callcoach::packs::{Packs, render};
use callcoach::report::json::write_line;
use callcoach::report::text::{Look, Page, full};
use callcoach::transcript::{Input, Reading};
use libfuzzer_sys::fuzz_target;

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::embedded);
const CALLS: [&str; 2] =
    [include_str!("../../samples/es-seguro-mala.txt"), include_str!("../../samples/en-hotel-good.md")];

fuzz_target!(|data: &[u8]| {
    let Some((pick, bytes)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let text: Arc<str> = text.into();
    let mut packs = PACKS.clone();
    match pick % 4 {
        0 => packs.add_text("own/own.toml", &text, None),
        1 => packs.add_text("own/en/own.toml", &text, Some("en".to_owned())),
        2 => packs.add_text("own/es/own.toml", &text, Some("es".to_owned())),
        _ => drop(packs.add_settings_text("coach.toml", &text)),
    }
    // All that is known of broken TOML is where it breaks; the rest of the way is dear.
    let broken = packs.problems.iter().any(|problem| problem.code == "toml-syntax");
    if broken && bytes.len() % 16 != 0 {
        let _ = render(&packs.problems, &packs.sources, &packs.messages, "en", true);
        return;
    }
    let (coach, problems) = Coach::new(packs, Reading::default());
    if !problems.is_empty() {
        let language = if pick & 4 == 0 { "es" } else { "en" };
        let shown = render(&problems, &coach.packs.sources, &coach.packs.messages, language, pick & 8 == 0);
        assert!(!shown.is_empty());
        return;
    }
    let source: Arc<str> = "call".into();
    let mut worker = coach.worker();
    for call in CALLS {
        let input = Input { source: &source, bytes: call.as_bytes(), first_line: 1, lines: false };
        for call in coach.reader.read(&input).into_iter().flatten() {
            worker.score(&call, |card| {
                write_line(card, &mut Vec::new());
                let look = Look { width: 80, color: false };
                let language = coach.ui_language(card.language);
                full(card, &Page { look, messages: &coach.packs.messages, language })
            });
        }
    }
    let own = |rule: &callcoach::rules::Rule| !coach.packs.sources.0[rule.at.file].embedded;
    examples::run(&coach, own);
});
