//! The public surface: JSON whose every field can be believed, on every sample.

mod common;

use common::{coach, score_samples};
use serde_json::Value;

fn cards() -> Vec<Value> {
    let ran = coach(&["score", "--format", "jsonl", "samples"]).run();
    // Some samples of formats have a row or an element that is broken, as files have.
    assert!(ran.status <= 1, "{}", ran.err);
    ran.calls()
}

/// Points, scores and seconds in hundredths, which can be added up and compared.
fn number(value: &Value) -> i64 {
    (value.as_f64().unwrap_or_else(|| panic!("{value} is no number")) * 100.0).round() as i64
}

fn index(value: &Value) -> usize {
    value.as_u64().and_then(|n| n.try_into().ok()).unwrap_or_else(|| panic!("{value} is no place"))
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

/// Every finding of a card, with its turn.
fn findings(card: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    list(&card["turns"]).iter().flat_map(|turn| list(&turn["findings"]).iter().map(move |f| (turn, f)))
}

#[test]
fn the_points_shown_add_up_to_the_score() {
    let mut lost_somewhere = 0;
    for card in cards() {
        let faults: i64 = findings(&card).map(|(_, f)| number(&f["points"])).sum();
        let missing: i64 = list(&card["expected"]).iter().map(|e| number(&e["points"])).sum();
        let beyond = card.get("beyond").map_or(0, number);
        if card["score"].is_null() {
            assert!(card["passed"].is_null() && faults == 0 && missing == 0, "{}", card["id"]);
            assert!(list(&card["turns"]).iter().all(|turn| turn["speaker"] != "agent"));
            assert!(list(&card["expected"]).iter().all(|e| e["status"] == "unverifiable"));
            continue;
        }
        assert_eq!(10_000 + faults + missing + beyond, number(&card["score"]), "{}", card["id"]);
        lost_somewhere += usize::from(faults < 0 && missing < 0);
        for turn in list(&card["turns"]) {
            let lost: i64 = list(&turn["findings"]).iter().map(|f| number(&f["points"])).sum();
            match turn["speaker"].as_str() {
                Some("agent") => assert_eq!(number(&turn["score"]), (10_000 + lost).max(0)),
                _ => assert!(turn.get("score").is_none() && lost == 0),
            }
        }
    }
    assert!(lost_somewhere > 1, "some samples lose points both ways");
}

#[test]
fn every_quote_is_its_span() {
    let mut seen = 0;
    for card in cards() {
        for (turn, finding) in findings(&card) {
            let text: Vec<char> = turn["text"].as_str().expect("text").chars().collect();
            let span = list(&finding["span"]);
            let (start, end) = (index(&span[0]), index(&span[1]));
            let quote: String = text[start..end].iter().collect();
            assert_eq!(finding["quote"], quote);
            assert!(start < end);
            seen += 1;
        }
    }
    assert!(seen > 50, "only {seen} findings");
}

#[test]
fn kinds_points_and_statuses_agree() {
    let catalogue = std::fs::read_to_string(common::root().join("rules/behaviours.toml")).expect("the catalogue");
    for card in cards() {
        for (turn, finding) in findings(&card) {
            let behaviour = finding["behaviour"].as_str().expect("a behaviour");
            assert!(catalogue.contains(&format!("id = \"{behaviour}\"")), "{behaviour}");
            let customer = turn["speaker"] == "customer";
            let points = number(&finding["points"]);
            match finding["kind"].as_str() {
                Some("avoid") if finding["severity"] == "tip" => assert!(points == 0 && !customer),
                Some("avoid") => assert!(points < 0 && !customer),
                Some("expect" | "praise") => assert!(points == 0 && !customer),
                Some("condition") => assert!(points == 0 && customer),
                other => panic!("{other:?} is no kind"),
            }
        }
        for expected in list(&card["expected"]) {
            let points = number(&expected["points"]);
            match expected["status"].as_str() {
                Some("missed") => assert!(points < 0),
                Some("met" | "not-applicable" | "unverifiable") => assert_eq!(points, 0),
                other => panic!("{other:?} is no status"),
            }
        }
    }
}

#[test]
fn no_turn_is_merged_split_or_dropped() {
    let text = std::fs::read_to_string(common::root().join("samples/es-banco-regular.json")).expect("a sample");
    let input: Value = serde_json::from_str(&text).expect("JSON");
    let card = &coach(&["score", "--format", "jsonl", "samples/es-banco-regular.json"]).run().calls()[0];
    assert_eq!(card["id"], input["id"]);
    assert_eq!(card["agent"], input["agent"]);
    assert_eq!(card["started"], input["started"]);
    assert_eq!(card["source"], "samples/es-banco-regular.json");
    for (index, (said, turn)) in list(&input["turns"]).iter().zip(list(&card["turns"])).enumerate() {
        assert_eq!(turn["index"], index);
        assert_eq!(turn["text"], said["text"]);
        assert_eq!(turn["speaker"], said["speaker"]);
    }
    assert_eq!(list(&input["turns"]).len(), list(&card["turns"]).len());
}

#[test]
fn json_is_the_array_of_the_lines() {
    let array: Vec<Value> =
        serde_json::from_str(&coach(&["score", "--format", "json", "samples"]).run().out).expect("an array");
    assert_eq!(array, cards());
    let none = coach(&["score", "--format", "json", "rules"]).run();
    assert_eq!((none.out.as_str(), none.status), ("[]\n", 3));
}

#[test]
fn what_would_raise_it_would_raise_it() {
    let mut failed = 0;
    for card in cards() {
        let Some(raise) = card.get("raise") else { continue };
        assert_eq!(card["passed"], false);
        let turns = list(&raise["turns"]);
        let added = list(&raise["expected"]);
        let back = |values: i64| -values;
        let from_turns: i64 =
            findings(&card).filter(|(t, _)| turns.contains(&t["index"])).map(|(_, f)| back(number(&f["points"]))).sum();
        let from_expected: i64 = list(&card["expected"])
            .iter()
            .filter(|e| added.contains(&e["behaviour"]))
            .map(|e| back(number(&e["points"])))
            .sum();
        let beyond = card.get("beyond").map_or(0, number);
        assert_eq!(number(&raise["to"]), number(&card["score"]) - beyond + from_turns + from_expected);
        assert!(number(&raise["to"]) >= number(&card["pass_mark"]));
        failed += 1;
    }
    assert!(failed > 1, "some samples fail");
}

#[test]
fn the_stamp_says_what_made_it_of_what() {
    let stamp = |args: &[&str]| coach(args).run().calls()[0]["stamp"].clone();
    let one = stamp(&["score", "--format", "jsonl", "samples/es-banco-regular.json"]);
    assert_eq!(one["coach"], env!("CARGO_PKG_VERSION"));
    for key in ["rules", "input"] {
        let hash = one[key].as_str().and_then(|h| h.strip_prefix("sha256:")).expect("a hash");
        assert!(hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()));
    }
    let other = stamp(&["score", "--format", "jsonl", "--pass-mark", "10", "samples/es-banco-regular.json"]);
    assert_eq!(one["input"], other["input"]);
    assert_ne!(one["rules"], other["rules"], "another pass mark is another rule");
}

#[test]
fn exit_statuses_are_as_promised() {
    let status = |args: &[&str]| coach(args).run().status;
    assert_eq!(score_samples(&[]).run().status, 0);
    assert_eq!(status(&["score", "samples", "--fail-under", "30"]), 1, "a sample has less");
    assert_eq!(status(&["score", "samples/es-internet-buena.txt", "--fail-under", "50"]), 0);
    assert_eq!(status(&["score", "samples", "--fail-on", "major"]), 1);
    assert_eq!(status(&["score", "samples/en-hotel-good.md", "--fail-on", "minor"]), 0);
    assert_eq!(status(&["score", "samples", "no-such-file.txt"]), 1);
    assert_eq!(status(&["score", "no-such-file.txt"]), 3);
    assert_eq!(status(&["score", "samples", "--rules", "no-such-folder"]), 2);
    assert_eq!(status(&["score"]), 2);
    assert_eq!(status(&["score", "samples", "--fail-under", "lots"]), 2);
    assert_eq!(status(&[]), 2);
}

#[test]
fn with_no_command_there_is_a_short_help() {
    let ran = coach(&[]).run();
    assert!(ran.err.contains("Usage: coach <COMMAND>"), "{}", ran.err);
}
