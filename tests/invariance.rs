//! The verdict does not depend on what it must not: how a call was written down, and what people and places are called.

mod common;

use std::collections::BTreeSet;

use common::{Folder, coach, score_samples};

/// A finding as it is compared: call, turn, behaviour.
type Found = BTreeSet<(String, usize, String)>;

/// The samples as one file of calls in our own JSON, with the texts changed.
fn samples(change: impl Fn(&str) -> String) -> String {
    let calls = score_samples(&["--format", "jsonl"]).run().calls();
    let mut out = String::new();
    for mut call in calls {
        // Names in labels are names, too.
        for turn in call["turns"].as_array_mut().expect("turns") {
            for key in ["text", "name"] {
                if let Some(text) = turn[key].as_str().map(&change) {
                    turn[key] = text.into();
                }
            }
            for made in ["findings", "score", "index"] {
                turn.as_object_mut().expect("a turn").remove(made);
            }
        }
        let kept = serde_json::json!({"id": call["id"], "language": call["language"], "turns": call["turns"]});
        out += &format!("{kept}\n");
    }
    out
}

fn findings(input: &str, kinds: &[&str]) -> Found {
    let folder = Folder::new();
    let mut found = Found::new();
    for (language, lang) in [("es", "es"), ("en", "en")] {
        let lines: Vec<&str> = input.lines().filter(|l| l.contains(&format!("\"language\":\"{language}\""))).collect();
        assert!(lines.len() > 2, "samples in {language}");
        let file = folder.file(&format!("{language}.jsonl"), lines.join("\n"));
        for call in coach(&["score", "--format", "jsonl", "--lang", lang, &file]).run().calls() {
            for turn in call["turns"].as_array().expect("turns") {
                for finding in turn["findings"].as_array().expect("findings") {
                    if kinds.contains(&finding["kind"].as_str().expect("a kind")) {
                        let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
                        let index = turn["index"].as_u64().expect("an index") as usize;
                        found.insert((text(&call["id"]), index, text(&finding["behaviour"])));
                    }
                }
            }
        }
    }
    found
}

/// As speech recognition writes: no accents, no punctuation, no capitals. Marks of events and of a cut word stay: they
/// are the transcriber's, not the speaker's.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        inside = (inside || c == '[') && c != ']';
        let folded = match c.to_lowercase().next().unwrap_or(c) {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            other => other,
        };
        match folded {
            _ if inside || matches!(c, '[' | ']' | '—') => out.push(c),
            '.' | ',' | ';' | ':' | '?' | '!' | '¿' | '¡' | '…' | '"' | '«' | '»' | '“' | '”' => {
                out.push(' ');
            }
            '\'' | '’' => {}
            other => out.push(other),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn faults_do_not_hang_on_accents_punctuation_and_capitals() {
    let written = findings(&samples(str::to_owned), &["avoid"]);
    let heard = findings(&samples(plain), &["avoid"]);
    assert!(written.len() > 10, "{written:?}");
    let common = written.intersection(&heard).count();
    let f1 = 2.0 * common as f64 / (written.len() + heard.len()) as f64;
    let lost: Vec<_> = written.symmetric_difference(&heard).collect();
    assert!(f1 >= 0.96, "{f1:.2} {lost:?}");
}

#[test]
fn names_genders_and_cities_change_nothing() {
    let swaps = [
        ("Ruben", "Ingrid"),
        ("Alma", "Oscar"),
        ("Whitfield", "Sandoval"),
        ("Nuria", "Damián"),
        ("Palomar", "Quispe"),
        ("Evaristo", "Rosaura"),
        ("Cano", "Zamora"),
        ("Tomasz", "Yolanda"),
        ("Wendy", "Kwame"),
        ("Achebe", "Lindqvist"),
    ];
    let swap = |text: &str| {
        let mut text = text.to_owned();
        for (from, to) in swaps {
            text = text.replace(from, to);
        }
        text
    };
    let kinds = ["avoid", "expect", "praise", "condition"];
    let before = findings(&samples(str::to_owned), &kinds);
    let after = findings(&samples(swap), &kinds);
    let changed: Vec<_> = before.symmetric_difference(&after).collect();
    assert_eq!(changed, Vec::<&(String, usize, String)>::new());
    let texts = samples(str::to_owned);
    assert!(swaps.iter().all(|(from, _)| texts.contains(from)), "every name is in the samples");
}
