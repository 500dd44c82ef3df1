//! Nothing personal is left by the redaction, and nothing else is taken: a test set of our own in both languages, and
//! what must hold for any text.

use std::sync::{Arc, OnceLock};

use callcoach::coach::Coach;
use callcoach::packs::Packs;
use callcoach::redact::Redactor;
use callcoach::transcript::{Call, Note, Original, Reading, Role, Turn};
use proptest::prelude::*;

struct Tools {
    coach: Coach,
    redactor: Redactor,
}

fn tools() -> &'static Tools {
    static TOOLS: OnceLock<Tools> = OnceLock::new();
    TOOLS.get_or_init(|| {
        let (coach, problems) = Coach::new(Packs::embedded(), Reading::default());
        assert!(problems.is_empty(), "{problems:?}");
        let redactor = Redactor::new(&coach.packs);
        Tools { coach, redactor }
    })
}

fn redacted(call: &Call) -> Call {
    let Tools { coach, redactor } = tools();
    let mut worker = coach.worker();
    let (_, heard) = worker.judge(call);
    redactor.redact(call, heard, &coach.cues)
}

fn call(turns: &[(Role, &str)]) -> Call {
    let mut call = Call::one_turn(&Arc::from("call.txt"), "");
    call.turns = turns.iter().map(|(role, text)| Turn::new(*role, None, (*text).to_owned())).collect();
    tools().coach.reader.finish(&mut call);
    call
}

/// A turn of the test set: its text, and the bytes that must go and those that must stay.
struct Marked {
    role: Role,
    text: String,
    secret: Vec<std::ops::Range<usize>>,
    innocent: Vec<std::ops::Range<usize>>,
}

fn marked(written: &str) -> Vec<Marked> {
    let turn = |written: &str| {
        let (role, said) = written.split_once(": ").expect("a label");
        let role = if role.trim() == "A" { Role::Agent } else { Role::Customer };
        let mut turn = Marked { role, text: String::new(), secret: Vec::new(), innocent: Vec::new() };
        let mut rest = said;
        while let Some(at) = rest.find("[[").into_iter().chain(rest.find("((")).min() {
            let secret = rest[at..].starts_with('[');
            turn.text.push_str(&rest[..at]);
            let (inside, behind) = rest[at + 2..].split_once(if secret { "]]" } else { "))" }).expect("a closing mark");
            let from = turn.text.len();
            turn.text.push_str(inside);
            let list = if secret { &mut turn.secret } else { &mut turn.innocent };
            list.push(from..turn.text.len());
            rest = behind;
        }
        turn.text.push_str(rest);
        turn
    };
    written.split(" | ").map(turn).collect()
}

/// The letters and digits in a span of the original that can still be read in the same places.
fn readable(before: &str, after: &str, span: &std::ops::Range<usize>) -> usize {
    let pairs = before.char_indices().zip(after.chars());
    pairs.filter(|((at, old), new)| span.contains(at) && old.is_alphanumeric() && old == new).count()
}

#[derive(Default)]
struct Count {
    items: usize,
    secrets: usize,
    innocents: usize,
    leaks: Vec<String>,
    taken: Vec<String>,
}

fn count(file: &str) -> Count {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/redaction").join(file);
    let text = std::fs::read_to_string(path).expect("the test set");
    let table: toml::Table = text.parse().expect("TOML");
    let mut count = Count::default();
    for (kind, items) in &table {
        for item in items.as_array().expect("a list") {
            count.items += 1;
            let item = item.as_str().expect("a string");
            let marked = marked(item);
            let turns: Vec<(Role, &str)> = marked.iter().map(|m| (m.role, m.text.as_str())).collect();
            let after = redacted(&call(&turns));
            for (turn, after) in marked.iter().zip(&after.turns) {
                let told = || format!("{kind}: {} → {}", turn.text, after.text);
                count.secrets += turn.secret.len();
                count.innocents += turn.innocent.len();
                if turn.secret.iter().any(|span| readable(&turn.text, &after.text, span) > 0) {
                    count.leaks.push(told());
                }
                let whole = |span: &&std::ops::Range<usize>| {
                    let all = turn.text[span.start..span.end].chars().filter(|c| c.is_alphanumeric()).count();
                    readable(&turn.text, &after.text, span) < all
                };
                count.taken.extend(turn.innocent.iter().filter(whole).map(|_| told()));
            }
            assert_eq!(texts(&redacted(&after)), texts(&after), "once is enough: {item}");
        }
    }
    count
}

fn texts(call: &Call) -> Vec<&str> {
    call.turns.iter().map(|turn| turn.text.as_str()).collect()
}

#[test]
fn nothing_personal_is_left_and_innocent_numbers_stay() {
    for file in ["es.toml", "en.toml"] {
        let Count { items, secrets, innocents, leaks, taken } = count(file);
        assert!(items >= 150 && secrets >= 100 && innocents >= 75, "{file}: {items} {secrets} {innocents}");
        assert!(leaks.is_empty(), "{file}: {} of {secrets} can be read:\n{}", leaks.len(), leaks.join("\n"));
        assert!(
            taken.len() * 50 <= innocents,
            "{file}: {} of {innocents} are gone:\n{}",
            taken.len(),
            taken.join("\n")
        );
    }
}

#[test]
fn labels_ids_names_of_files_and_notes_lose_the_name_too() {
    let mut call = call(&[(Role::Agent, "Good morning, how can I help?"), (Role::Customer, "My bill is wrong.")]);
    call.turns[0].name = Some("Beth Hale".to_owned());
    call.turns[1].name = Some("Alma Ortega".to_owned());
    call.agent = Some("Beth Hale".to_owned());
    call.id = "20260314-AlmaOrtega_beth".to_owned();
    call.source = Arc::from("calls/ortega-alma/555-123-4567.alma.json");
    call.notes = vec![Note { code: "speaker-unknown", args: vec![("name", "Alma Ortega".to_owned())] }];
    let after = redacted(&call);
    assert_eq!(after.turns[0].name.as_deref(), Some("Beth Hale"));
    assert_eq!(after.turns[1].name.as_deref(), Some("•••• ••••••"));
    assert_eq!(after.agent.as_deref(), Some("Beth Hale"));
    assert_eq!(after.id, "20260314-••••••••••_beth");
    assert_eq!(&*after.source, "calls/••••••-••••/••••••••••••.••••.json");
    assert_eq!(after.notes[0].args[0].1, "•••• ••••••");
    assert_eq!(after.hash, call.hash);
}

#[test]
fn a_name_that_both_have_goes() {
    let call = call(&[
        (Role::Agent, "Hello, my name is Laura. Who am I speaking with?"),
        (Role::Customer, "My name is Laura Finch."),
        (Role::Agent, "Thanks, Laura."),
    ]);
    assert_eq!(texts(&redacted(&call))[2], "Thanks, •••••.");
}

#[test]
fn a_vcon_is_not_given_back_with_what_is_personal() {
    let mut call = call(&[(Role::Agent, "Your name?"), (Role::Customer, "Lydia Marsh, 617-555-0142.")]);
    call.original = Some(Original { text: Arc::from("{\"parties\":[{\"name\":\"Lydia Marsh\"}]}"), dialogs: vec![0] });
    assert!(redacted(&call).original.is_none());
}

#[test]
fn a_text_outside_a_call_loses_numbers_and_addresses() {
    let Tools { redactor, .. } = tools();
    assert_eq!(redactor.text("in/ana.lopez@example.com.json"), "in/••••••••••••••••••••••••••");
    assert_eq!(redactor.text("rec_20260314-101530.wav"), "rec_20260314-101530.wav");
    assert_eq!(redactor.text("call617555014233.json"), "call••••••••••••.json");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_keeps_its_characters(first in ".{0,120}", second in "[a-zñ0-9 .,@•:/-]{0,160}", words in "((mi|nombre|es|ana|lopez|at|dot|calle|cuatro|12|card|4111|de|born|may|,|\\.) ){0,40}") {
        let call = call(&[(Role::Agent, &first), (Role::Customer, &second), (Role::Customer, &words)]);
        let after = redacted(&call);
        for (before, after) in call.turns.iter().zip(&after.turns) {
            prop_assert_eq!(before.text.chars().count(), after.text.chars().count());
            let same = |(old, new): (char, char)| old == new || new == '•' && !old.is_whitespace();
            prop_assert!(before.text.chars().zip(after.text.chars()).all(same));
        }
        let again = redacted(&after);
        prop_assert_eq!(texts(&again), texts(&after));
        prop_assert_eq!(tools().redactor.text(&second).chars().count(), second.chars().count());
    }
}
