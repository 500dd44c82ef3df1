//! The rules that ship: without mistakes, complete in both languages, and true to their own examples.

mod common;

use std::collections::BTreeSet;

use callcoach::coach::Coach;
use callcoach::cues::{Lexicon, Plan};
use callcoach::examples::{self, Verdict};
use callcoach::packs::{Packs, render};
use callcoach::rules::BehaviourKind;
use callcoach::transcript::Reading;

fn shipped() -> Coach {
    let (coach, mut problems) = Coach::new(Packs::embedded(), Reading::default());
    for code in ["es", "en"] {
        problems.extend(coach.check_lexicon(code));
    }
    let shown = render(&problems, &coach.packs.sources, &coach.packs.messages, "en", false);
    assert!(problems.is_empty(), "{shown}");
    coach
}

/// Phrases are read when the program is built, from the files themselves: nothing may be lost on the way.
#[test]
fn what_is_packed_is_what_the_files_say() {
    let coach = shipped();
    for language in &coach.packs.languages {
        let packed = Lexicon::packed(&coach.packs, &coach.cues, language);
        assert!(packed.len() > 100_000, "a language has thousands of phrases");
        assert!(Plan::embedded_bytes(&language.code) == Some(&packed[..]), "{}", language.code);
        let unpacked = Plan::embedded(&language.code).expect("a plan").pack();
        assert!(unpacked == packed, "{}: unpacked it is the same", language.code);
    }
}

#[test]
fn shipped_rules_have_no_mistakes() {
    assert!(shipped().book.rules.len() > 25);
}

#[test]
fn every_example_comes_out_as_it_must() {
    let coach = shipped();
    let tested = examples::run(&coach, |_| true);
    let wrong: Vec<String> = tested
        .outcomes
        .iter()
        .filter(|o| matches!(o.verdict, Verdict::Missed | Verdict::FalseAlarm))
        .map(|o| format!("{:?} {} ({}): {}", o.verdict, coach.book.get(o.rule).id, o.language, o.example.value))
        .collect();
    assert!(tested.outcomes.len() > 1000);
    assert_eq!(wrong, Vec::<String>::new());
    let unheard: Vec<(&str, &String)> =
        tested.unheard.iter().map(|(cue, language)| (coach.cues.get(*cue).id.as_str(), language)).collect();
    assert_eq!(unheard, Vec::<(&str, &String)>::new(), "no example exercises these cues");
}

#[test]
fn every_rule_says_its_piece_in_both_languages() {
    let coach = shipped();
    for rule in &coach.book.rules {
        for language in ["es", "en"] {
            let text = rule.texts.get(language).unwrap_or_else(|| panic!("{} has no texts in {language}", rule.id));
            let fault =
                matches!(coach.book.behaviours[rule.behaviour].kind, BehaviourKind::Avoid | BehaviourKind::Expect);
            assert!(!text.title.is_empty() && !text.why.is_empty(), "{} ({language})", rule.id);
            assert!(!fault || (!text.message.is_empty() && !text.suggestion.is_empty()), "{} ({language})", rule.id);
            assert!(text.bad.len() >= 4 && text.good.len() >= 4, "{} has too few examples in {language}", rule.id);
        }
    }
}

#[test]
fn every_behaviour_of_the_catalogue_has_a_rule() {
    let coach = shipped();
    let judged: BTreeSet<&str> =
        coach.book.rules.iter().map(|r| coach.book.behaviours[r.behaviour].id.as_str()).collect();
    let all = coach.book.behaviours.iter().map(|b| b.id.as_str());
    let missing: Vec<&str> = all.filter(|id| !judged.contains(id)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    assert_eq!(coach.book.behaviours.len(), 69, "the catalogue has 69 behaviours, and rules name no others");
}

#[test]
fn both_languages_say_the_same_things() {
    let coach = shipped();
    let messages = &coach.packs.messages;
    assert_eq!(messages.keys("es"), messages.keys("en"));
}

#[test]
fn every_message_that_the_code_asks_for_exists() {
    let coach = shipped();
    let known: BTreeSet<&str> = coach.packs.messages.keys("en").into_iter().collect();
    let mut asked = BTreeSet::new();
    for file in walk(&common::root().join("src")) {
        let text = std::fs::read_to_string(file).expect("a source file");
        for piece in text.split('"').skip(1).step_by(2) {
            let family = ["report.", "rules.", "trace.", "check.", "config.", "problem.", "note.", "read."];
            let key = piece.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'-');
            if key && family.iter().any(|f| piece.starts_with(f) && piece.len() > f.len()) && !piece.ends_with('.') {
                asked.insert(piece.to_owned());
            }
        }
        for (call, family) in [
            ("ReadError::new(", "read."),
            ("ReadError::at(", "read."),
            ("Problem::at(\"", "problem."),
            ("code: \"", ""),
        ] {
            for piece in text.split(call).skip(1) {
                let code = if call.ends_with('"') {
                    piece.split('"').next()
                } else {
                    piece.split(['[', ';']).next().and_then(|args| args.split('"').nth(1))
                };
                let kebab = |c: &&str| c.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && !c.is_empty();
                if let Some(code) = code.filter(kebab) {
                    let family = if family.is_empty() {
                        if text.contains("Note {") { "note." } else { "problem." }
                    } else {
                        family
                    };
                    asked.insert(format!("{family}{code}"));
                }
            }
        }
    }
    let missing: Vec<&String> = asked.iter().filter(|key| !known.contains(key.as_str())).collect();
    assert!(asked.len() > 60, "the keys were found");
    assert_eq!(missing, Vec::<&String>::new());
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn explain_shows_on_a_transcript_why_a_rule_fires() {
    let ran = common::coach(&["rules", "explain", "negative-tone", "--on", "samples/es-seguro-mala.txt"]).run();
    assert_eq!(ran.status, 0, "{}", ran.err);
    for said in ["#6", "«negative-tone»", "umbral 1", "hallado"] {
        assert!(ran.out.contains(said), "{said} in {}", ran.out);
    }
    let ran = common::coach(&["rules", "explain", "greeting", "--on", "samples/en-hotel-good.md"]).run();
    assert!(ran.out.contains("met"), "{}", ran.out);
    let ran = common::coach(&["rules", "explain", "greeting", "--on", "no-such-file"]).run();
    assert_eq!(ran.status, 3);
    assert!(ran.err.contains("no-such-file"), "{}", ran.err);
}
