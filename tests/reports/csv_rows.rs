//! CSV: one row a finding, one row a call.

use std::collections::BTreeMap;

use super::{common, of_call, report};

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row like the header")).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

#[test]
fn the_points_of_a_call_add_up_to_its_score() {
    let findings = rows(&report("csv", &["samples"]).out);
    let calls = rows(&report("csv-calls", &["samples"]).out);
    assert!(calls.len() > 60 && findings.len() > 200, "{} {}", calls.len(), findings.len());
    let mut judged = 0;
    for call in &calls {
        let own = findings.iter().filter(|row| row["call"] == call["id"] && row["source"] == call["source"]);
        let points: f64 = own.map(|row| number(&row["points"])).sum();
        if call["score"].is_empty() {
            assert!(points == 0.0 && call["passed"].is_empty());
            continue;
        }
        assert!((points - (number(&call["score"]) - 100.0 - number(&call["beyond"]))).abs() < 0.05, "{}", call["id"]);
        judged += 1;
    }
    assert!(judged > 50, "{judged}");
}

#[test]
fn a_row_a_finding_in_the_order_of_the_call() {
    let found = rows(&of_call("csv", &[]));
    let wrong: Vec<String> = found
        .iter()
        .filter(|row| row["kind"] == "avoid")
        .map(|row| format!("{} {} {} {} {}", row["turn"], row["speaker"], row["start"], row["rule"], row["quote"]))
        .collect();
    insta::assert_snapshot!(wrong.join("\n"), @"
    2 agent 7.5 abrupt-hold Espere un momento
    4 agent 11 negative-tone Cálmese
    ");
    let missed: Vec<&str> =
        found.iter().filter(|row| row["status"] == "missed").map(|row| row["behaviour"].as_str()).collect();
    assert!(missed.len() > 3, "{missed:?}");
    assert!(found.iter().all(|row| row["call"] == "c-1" && row["agent"] == "Ana_Luz" && row["team"] == "Norte"));
}

#[test]
fn a_row_a_call_with_its_measures() {
    let call = &rows(&of_call("csv-calls", &[]))[0];
    let cells = ["format", "language", "started", "turns", "agent_turns", "duration_seconds"].map(|key| &call[key]);
    assert_eq!(cells, ["coach", "es", "2026-03-02T10:00:00+01:00", "5", "3", "12.25"]);
    assert!(number(&call["faults"]) >= 1.0 && number(&call["missed"]) >= 1.0 && number(&call["worst_points"]) < 0.0);
}

#[test]
fn lines_end_as_the_rfc_says() {
    for format in ["csv", "csv-calls"] {
        let out = of_call(format, &[]);
        assert!(out.ends_with("\r\n") && out.matches('\n').count() == out.matches("\r\n").count());
    }
}

#[test]
fn a_record_shows_as_a_status() {
    let folder = common::Folder::new();
    let call = folder.file("c.json", super::CALL);
    let prints: Vec<String> = rows(&report("csv", &[&call]).out)
        .iter()
        .filter(|row| !row["fingerprint"].is_empty())
        .map(|row| row["fingerprint"].clone())
        .collect();
    let dispute = format!(
        "{{\"fingerprint\": \"{}\", \"who\": \"Eva\", \"when\": \"2026-03-03\", \"reason\": \"=no\"}}\n",
        prints[0]
    );
    let disputes = folder.file("disputes.jsonl", dispute);
    let baseline = folder.file("baseline.jsonl", format!("{{\"fingerprint\": \"{}\"}}\n", prints[1]));
    let out = report("csv", &[&call, "--disputes", &disputes, "--baseline", &baseline]).out;
    let status =
        |print: &str| rows(&out).iter().find(|row| row["fingerprint"] == print).expect("a row")["status"].clone();
    assert_eq!((status(&prints[0]).as_str(), status(&prints[1]).as_str()), ("disputed", "known"));
}
