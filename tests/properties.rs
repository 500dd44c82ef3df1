//! Whatever the input: readers never panic, spans stand on character boundaries, quotes are what stands there.

use std::sync::{Arc, LazyLock};

use callcoach::coach::Coach;
use callcoach::cues::notation::{Lists, chains};
use callcoach::cues::speller::Speller;
use callcoach::fold::{Folded, Habits, fold_into};
use callcoach::packs::Packs;
use callcoach::report::{json::write_line, safe};
use callcoach::transcript::Reading;
use callcoach::transcript::{Call, Input};
use proptest::prelude::*;

static COACH: LazyLock<Coach> = LazyLock::new(|| Coach::new(Packs::embedded(), Reading::default()).0);

fn read(bytes: &[u8], lines: bool) -> Vec<Call> {
    let source: Arc<str> = "input".into();
    let calls = COACH.reader.read(&Input { source: &source, bytes, first_line: 1, lines });
    calls.into_iter().flatten().collect()
}

/// What people and programs write, in the order of dice.
fn talk() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Agente: ",
        "Cliente: ",
        "**Agent:** ",
        "Customer: ",
        "[00:12] ",
        "(1:02:03) ",
        "[00:01 - 00:04] Agent (Ana): ",
        "\n",
        "\n",
        "\n",
        " ",
        "— ",
        "- ",
        "¿",
        "?",
        "…",
        "'",
        "’",
        "[hold 40 s]",
        "[",
        "]",
        "{",
        "<",
        ">",
        "📞",
        "ñ",
        "İ",
        "e\u{301}",
        "\u{202e}",
        "\u{0}",
        "gracias por llamar ",
        "transfiero ",
        "calm down ",
        "buenos días ",
        "is there anything else ",
        "holaaaa ",
        "OTP ",
        "IMEI, es decir, el número ",
        "me llamo Ana Ruiz ",
        "1234 5678 ",
        "no puedo ",
        "sorry ",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

fn check_card(call: &Call) {
    COACH.worker().score(call, |card| {
        let mut bytes = Vec::new();
        write_line(card, &mut bytes);
        let json: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        let turns = json["turns"].as_array().expect("turns");
        assert_eq!(turns.len(), call.turns.len());
        for (turn, said) in turns.iter().zip(&call.turns) {
            assert_eq!(turn["text"], said.text);
            let characters: Vec<char> = said.text.chars().collect();
            for finding in turn["findings"].as_array().expect("findings") {
                let place = |i: usize| finding["span"][i].as_u64().expect("a place") as usize;
                let quote: String = characters[place(0)..place(1)].iter().collect();
                assert_eq!(finding["quote"], quote);
            }
        }
        let text = std::str::from_utf8(&bytes).expect("UTF-8");
        assert_eq!(text.chars().find(|c| safe::steers(*c)), None);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn readers_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), lines in any::<bool>()) {
        for call in read(&bytes, lines) {
            check_card(&call);
        }
    }

    #[test]
    fn any_talk_is_scored(text in talk()) {
        for call in read(text.as_bytes(), false) {
            check_card(&call);
        }
    }

    #[test]
    fn any_json_is_scored(texts in prop::collection::vec(talk(), 1..8), times in prop::collection::vec(0.0f64..100.0, 16)) {
        let turns: Vec<serde_json::Value> = texts.iter().enumerate().map(|(i, text)| {
            let speaker = if i % 2 == 0 { "agent" } else { "customer" };
            serde_json::json!({"speaker": speaker, "text": text, "start": times[2 * i], "end": times[2 * i + 1]})
        }).collect();
        let bytes = serde_json::to_vec(&serde_json::json!({"turns": turns})).expect("JSON");
        let calls = read(&bytes, false);
        prop_assert_eq!(calls.len(), 1);
        check_card(&calls[0]);
    }

    #[test]
    fn words_keep_their_places(text in "\\PC{0,80}") {
        let mut folded = Folded::default();
        fold_into(&text, &Habits::default(), &mut folded);
        let mut last = 0;
        for (index, word) in folded.words.iter().enumerate() {
            prop_assert!(text.is_char_boundary(word.start as usize) && text.is_char_boundary(word.end as usize));
            prop_assert!(word.start >= last && word.end > word.start);
            prop_assert!(!folded.word(index).is_empty());
            last = word.end;
        }
    }

    #[test]
    fn the_notation_never_panics(phrase in "[a-cñ()|\\[\\]<>*.0-9 ]{0,40}") {
        let mut speller = Speller::default();
        for chain in chains(&phrase, &Lists::default(), &mut speller).unwrap_or_default() {
            prop_assert_eq!(chain.gaps.len() + 1, chain.places.len());
            prop_assert!(chain.places.iter().all(|place| !speller.place(*place).is_empty()));
        }
    }

    #[test]
    fn what_is_shown_never_steers(text in any::<String>()) {
        prop_assert_eq!(safe::shown(&text).chars().find(|c| safe::steers(*c)), None);
        prop_assert_eq!(safe::shown(&text).chars().count(), text.chars().count());
    }
}
