//! `coach formats` and `--from`: what is listed is what can be asked for.

mod common;

use common::{Folder, coach};

#[test]
fn every_format_that_is_listed_can_be_asked_for() {
    let listed: Vec<serde_json::Value> =
        serde_json::from_str(&coach(&["formats", "--format", "json"]).run().out).expect("an array");
    assert!(listed.len() > 2);
    for name in listed.iter().map(|format| format["name"].as_str().expect("a name")) {
        let ran = coach(&["score", "--from", name, "samples/es-banco-regular.json"]).run();
        assert_ne!(ran.status, 2, "{name}: {}", ran.err);
        for columns in ["40", "80"] {
            let table = coach(&["formats", "--ui-lang", "es"]).env("COLUMNS", columns).run().out;
            assert!(table.contains(name), "{table}");
            assert!(table.lines().all(|line| line.chars().count() <= columns.parse().expect("a number")), "{table}");
        }
    }
}

#[test]
fn a_format_may_be_named_and_a_wrong_name_is_explained() {
    let near = coach(&["score", "--from", "call-analitics", "samples/"]).run();
    assert!(near.status == 2 && near.err.contains("'call-analytics'"), "{}", near.err);
    let folder = Folder::new();
    let file = folder.file("quoted.txt", "{\"Agent\": hello there\nCustomer: hello\n");
    let card = &coach(&["score", "--from", "text", "--format", "jsonl", &file]).run().calls()[0];
    assert_eq!(card["format"], "text");
    let ran = coach(&["score", "--from", "call-analytics", "samples/es-banco-regular.json"]).run();
    assert!(ran.status == 3 && ran.err.contains("Transcript"), "{}", ran.err);
    let checked = coach(&["check", "--from", "text", "Agent: Calm down.\nCustomer: No.\n"]).run();
    assert!(checked.status == 0 && checked.out.contains("Calm down"), "{}", checked.err);
    let on = "samples/es-banco-regular.json";
    assert_eq!(coach(&["rules", "explain", "jargon", "--on", on, "--from", "coach"]).run().status, 0);
    assert_eq!(coach(&["rules", "explain", "jargon", "--on", on, "--from", "call-analytics"]).run().status, 3);
}
