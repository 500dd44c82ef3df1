//! SARIF: results, rules, what could not be read. That it follows its schema, `tests/schemas/run.sh` shows.

use super::common::{Folder, coach};
use super::{of_call, report};
use serde_json::{Value, json};

fn run(text: &str) -> Value {
    let log: Value = serde_json::from_str(text).expect("JSON");
    log["runs"][0].clone()
}

#[test]
fn every_fault_is_a_result_of_a_rule_that_is_described() {
    let run = run(&report("sarif", &["samples", "no-such-file"]).out);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert!(rules.len() > 80 && results.len() > 200, "{} {}", rules.len(), results.len());
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("a place");
        assert_eq!(rules[index as usize]["id"], result["ruleId"]);
        assert!(!result["message"]["text"].as_str().expect("a text").is_empty());
        assert_eq!(result["partialFingerprints"]["coach/v1"].as_str().map(str::len), Some(16));
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert!(uri.as_str().expect("an address").starts_with("samples/"));
        assert!(result.get("baselineState").is_none() && result.get("suppressions").is_none());
    }
    for rule in rules {
        let texts = ["shortDescription", "fullDescription", "help"].map(|key| rule[key]["text"].as_str().unwrap_or(""));
        assert!(texts.iter().all(|text| !text.is_empty() && !text.contains(['{', '}'])), "{rule}");
        assert_ne!(rule["id"], rule["name"]);
    }
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = invocation["toolExecutionNotifications"].as_array().expect("notifications");
    let unread = told.iter().find(|n| n["descriptor"]["id"] == "unreadable").expect("the file that is not there");
    assert_eq!(unread["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "no-such-file");
    assert_eq!(run["properties"]["redaction"], "refused");
}

#[test]
fn an_empty_run_is_whole() {
    let run = run(&report("sarif", &["no-such-file"]).out);
    assert_eq!(run["results"], Value::Array(Vec::new()));
}

#[test]
fn what_is_known_and_what_is_disputed_is_said() {
    let folder = Folder::new();
    let call = folder.file("c.json", super::CALL);
    let plain = run(&report("sarif", &[&call]).out);
    let print = |place: usize| plain["results"][place]["partialFingerprints"]["coach/v1"].as_str().expect("a print");
    let line = |place: usize, more: &str| format!("{{\"fingerprint\": \"{}\"{more}}}\n", print(place));
    let who = ", \"who\": \"Eva\", \"when\": \"2026-03-03\", \"reason\": \"it was said kindly\"";
    let disputes = folder.file("disputes.jsonl", line(0, who));
    let baseline = folder.file("baseline.jsonl", line(1, ""));
    let marked = run(&report("sarif", &[&call, "--disputes", &disputes, "--baseline", &baseline]).out);
    let results = &marked["results"];
    let states = [0, 1, 2].map(|place| results[place]["baselineState"].as_str().expect("a state"));
    assert_eq!(states, ["new", "unchanged", "new"]);
    let suppression = &results[0]["suppressions"][0];
    assert_eq!((&suppression["kind"], &suppression["status"]), (&"external".into(), &"accepted".into()));
    let why = suppression["justification"].as_str().expect("a text");
    assert!(["Eva", "2026-03-03", "it was said kindly"].iter().all(|part| why.contains(part)), "{why}");
    assert!(results[1].get("suppressions").is_none());
}

#[test]
fn where_it_is_in_the_call() {
    let run = run(&of_call("sarif", &[]));
    let first = &run["results"][0];
    let names: Vec<&str> = first["locations"][0]["logicalLocations"]
        .as_array()
        .expect("places")
        .iter()
        .map(|place| place["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["c-1", "turno 2", "agent"]);
}

#[test]
fn where_it_is_in_the_file() {
    let folder = Folder::new();
    let file = folder
        .file("c.txt", "Agent: Hello.\nCustomer: The van isn't there.\nAgent: ¡Hola! Your PNR isn't on my screen.\n");
    let ran = coach(&["score", "--format", "sarif", &file]).run();
    let log: Value = serde_json::from_str(&ran.out).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let region = |rule: &str| {
        let found = results.iter().find(|result| result["ruleId"] == rule).expect("it is found");
        found["locations"][0]["physicalLocation"]["region"].clone()
    };
    assert_eq!(region("jargon"), json!({"startLine": 3, "startColumn": 20, "endLine": 3, "endColumn": 23}));
    assert_eq!(region("offer-of-help"), json!({"startLine": 1, "startColumn": 1}), "the call, where no words are");
}
