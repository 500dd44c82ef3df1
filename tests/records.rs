//! What is kept about findings: a baseline of what is known, and disputes. Neither is silent, and neither is lost when
//! the call is edited elsewhere.

mod common;

use common::{Folder, coach};
use serde_json::{Value, json};

const CALL: &str = "Agent: Good morning, Harbour Rentals, Ines speaking. How can I help you?
Customer: The van I booked isn't there.
Agent: Hold on. Your PNR isn't on my screen.
Customer: My what?
Agent: Your PNR. Is there anything else I can do for you?
Customer: No.
Agent: Thank you for calling. Goodbye.
";

/// The faults and missing things of a call: rule, fingerprint, points.
fn faults(card: &Value) -> Vec<(String, String, i64)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let said =
        card["turns"].as_array().expect("turns").iter().flat_map(|turn| turn["findings"].as_array().expect("findings"));
    let all = said.chain(card["expected"].as_array().expect("expected"));
    let named = all.filter(|finding| finding.get("fingerprint").is_some());
    let points = |finding: &Value| finding["points"].as_f64().expect("points") as i64;
    let named = named.map(|f| {
        let rule = if f.get("rule").is_some() { text(&f["rule"]) } else { text(&f["behaviour"]) };
        (rule, text(&f["fingerprint"]), points(f))
    });
    named.collect()
}

fn card(folder: &Folder, args: &[&str]) -> Value {
    let ran = coach(&[&["score", "--format", "jsonl", "call.txt"], args].concat()).folder(&folder.0).run();
    assert!(ran.status < 2, "{}", ran.err);
    ran.calls().remove(0)
}

#[test]
fn fingerprints_outlive_edits_elsewhere_and_other_weights() {
    let folder = Folder::new();
    folder.file("call.txt", CALL);
    let before = faults(&card(&folder, &[]));
    let jargon: Vec<&str> = before.iter().filter(|f| f.0 == "jargon").map(|f| f.1.as_str()).collect();
    assert_eq!(jargon.len(), 2, "{before:?}");
    assert_ne!(jargon[0], jargon[1], "the same words twice are two findings");
    let edited = CALL
        .replace("Ines speaking.", "this is Ines speaking to you.")
        .replace("The van I booked", "Hello? Yes. The van I booked")
        .replace("on my screen", "on  my big screen, it is not there");
    folder.file("call.txt", format!("Agent: Testing the line.\nCustomer: Yes?\n{edited}"));
    folder.file("coach.toml", "[rules.jargon]\npoints = 1\n");
    let after = faults(&card(&folder, &[]));
    let prints = |faults: &[(String, String, i64)]| -> Vec<String> {
        faults.iter().filter(|f| f.0 == "jargon" || f.0 == "abrupt-hold").map(|f| f.1.clone()).collect()
    };
    assert_eq!(prints(&before), prints(&after));
    assert_ne!(before, after, "the points are others");
    // Another call has other fingerprints.
    std::fs::rename(folder.0.join("call.txt"), folder.0.join("other.txt")).expect("a name");
    folder.file("call.txt", CALL.replace("Good", "Fine"));
    let ran = coach(&["score", "--format", "jsonl", "other.txt"]).folder(&folder.0).run();
    let other = faults(&ran.calls()[0]);
    assert!(other.iter().all(|f| before.iter().all(|known| known.1 != f.1)), "{other:?}");
}

#[test]
fn what_a_baseline_knows_fails_no_run_and_what_is_new_does() {
    let folder = Folder::new();
    folder.file("call.txt", CALL);
    let run =
        |args: &[&str]| coach(&[&["score", "call.txt", "--fail-on", "minor"], args].concat()).folder(&folder.0).run();
    assert_eq!(run(&[]).status, 1);
    let ran = run(&["--write-baseline", "known.jsonl"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "who writes a baseline takes things as they are");
    assert!(ran.out.contains("PASS"), "the report is still written: {}", ran.out);
    let known = run(&["--baseline", "known.jsonl"]);
    assert_eq!((known.status, known.err.as_str()), (0, ""));
    assert!(known.out.contains("The baseline knows it"), "{}", known.out);
    let without = card(&folder, &[]);
    let with = card(&folder, &["--baseline", "known.jsonl"]);
    assert_eq!(without["score"], with["score"], "the score is what it is");
    folder.file("call.txt", CALL.replace("Is there anything else", "The CNP flag tripped. Is there anything else"));
    assert_eq!(run(&["--baseline", "known.jsonl"]).status, 1);
    // A setting does as well as a flag.
    folder.file("coach.toml", "baseline = \"known.jsonl\"\n[rules.jargon]\nenabled = false\n");
    let ran = run(&[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(ran.err.matches("the baseline names something that is there no more: call, jargon").count(), 2);
}

#[test]
fn a_score_below_what_was_asked_for_fails_only_for_what_is_new() {
    let folder = Folder::new();
    folder.file("call.txt", CALL);
    let score = card(&folder, &[])["score"].as_f64().expect("a score");
    let under = format!("{}", score + 1.0);
    let run =
        |args: &[&str]| coach(&[&["score", "call.txt", "--fail-under", &under], args].concat()).folder(&folder.0).run();
    assert_eq!(run(&[]).status, 1);
    assert_eq!(run(&["--write-baseline", "known.jsonl"]).status, 0);
    assert_eq!(run(&["--baseline", "known.jsonl"]).status, 0);
}

#[test]
fn a_dispute_takes_a_finding_out_of_the_score_and_is_shown() {
    let folder = Folder::new();
    folder.file("call.txt", CALL);
    let before = card(&folder, &[]);
    let all = faults(&before);
    let hold = all.iter().find(|f| f.0 == "abrupt-hold").expect("a hold");
    let missing = all.iter().find(|f| f.0 == "asks-name" || f.0 == "paraphrase").expect("something missing");
    folder.file(
        "disputes.toml",
        format!(
            "[[dispute]]\nfingerprint = \"{}\"\nwho = \"Marta\"\nwhen = 2026-11-20\nreason = \"The customer had asked for it.\"\n\n\
             [[dispute]]\nfingerprint = \"{}\"\nwho = \"Marta\"\nwhen = \"yesterday\"\nreason = \"Known.\"\n\n\
             [[dispute]]\nfingerprint = \"0000000000000000\"\ncall = \"call\"\nwho = \"X\"\nwhen = \"y\"\nreason = \"z\"\n",
            hold.1, missing.1
        ),
    );
    let after = card(&folder, &["--disputes", "disputes.toml"]);
    let number = |card: &Value| card["score"].as_f64().expect("a score") as i64;
    assert_eq!(number(&after), number(&before) - hold.2 - missing.2);
    assert_eq!(after["disputed"], 2);
    let disputed = |when: &str| json!({"who": "Marta", "when": when, "reason": "The customer had asked for it."});
    let text = after.to_string();
    assert!(text.contains(&disputed("2026-11-20").to_string()), "{text}");
    assert_eq!(text.matches("\"disputed\":{").count(), 2, "{text}");
    for finding in faults(&after) {
        let was = all.iter().find(|f| f.1 == finding.1).expect("known");
        let disputed = finding.1 == hold.1 || finding.1 == missing.1;
        assert_eq!(finding.2, if disputed { 0 } else { was.2 }, "what is disputed nobody else pays");
    }
    assert_eq!(coach(&["score", "call.txt", "--fail-on", "major"]).folder(&folder.0).run().status, 1);
    let args = ["score", "call.txt", "--disputes", "disputes.toml", "--fail-on", "major"];
    let ran = coach(&args).folder(&folder.0).env("COLUMNS", "160").run();
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(ran.out.contains("Disputed by Marta (2026-11-20): The customer had asked for it."), "{}", ran.out);
    assert!(ran.out.contains("2 disputed, out of the score"), "{}", ran.out);
    assert!(ran.err.contains("the dispute 0000000000000000 (call) is of nothing that was found"), "{}", ran.err);
    // As JSON lines, and as the verdicts that the HTML report saves: what is right is no dispute.
    let line = |verdict: &str, print: &str| {
        format!(
            "{{\"fingerprint\":\"{print}\",\"verdict\":\"{verdict}\",\"who\":\"M\",\"when\":\"now\",\"note\":\"n\"}}\n"
        )
    };
    folder.file("verdicts.jsonl", line("wrong", &hold.1) + &line("right", &missing.1));
    let verdicts = card(&folder, &["--disputes", "verdicts.jsonl"]);
    assert_eq!(number(&verdicts), number(&before) - hold.2);
}

#[test]
fn words_said_several_times_are_told_apart_by_their_turns() {
    let folder = Folder::new();
    let calm = ["Calm down, please.", "Sir, calm down.", "I said calm down."];
    let call = |said: &[&str]| {
        let turns: Vec<String> =
            said.iter().map(|said| format!("Customer: It broke again.\nAgent: {said}\n")).collect();
        format!("Agent: Good morning.\n{}", turns.concat())
    };
    let prints = |said: &[&str], args: &[&str]| -> Vec<(String, bool)> {
        folder.file("call.txt", call(said));
        let card = card(&folder, args);
        let turns = card["turns"].as_array().expect("turns").clone();
        let all = turns.iter().flat_map(|turn| turn["findings"].as_array().expect("findings").clone());
        let calm = all.filter(|f| f["quote"].as_str().is_some_and(|quote| quote.to_lowercase() == "calm down"));
        let calm = calm.filter(|f| f.get("fingerprint").is_some());
        calm.map(|f| (f["fingerprint"].as_str().expect("text").to_owned(), f.get("known").is_some())).collect()
    };
    let all = prints(&calm, &[]);
    assert_eq!(all.len(), 3, "{all:?}");
    assert_eq!(prints(&calm[1..], &[]), all[1..], "what is gone takes no other's name with it");
    // One that is left alone, or no longer alone, is known still, and no other in its place.
    let known = |fingerprint: &str| folder.file("known.jsonl", format!("{{\"fingerprint\":\"{fingerprint}\"}}\n"));
    known(&all[2].0);
    assert_eq!(prints(&calm[2..], &["--baseline", "known.jsonl"]), [(all[2].0.clone(), true)]);
    known(&prints(&calm[..1], &[])[0].0);
    let found: Vec<bool> = prints(&calm, &["--baseline", "known.jsonl"]).iter().map(|found| found.1).collect();
    assert_eq!(found, [true, false, false]);
}

#[test]
fn what_is_kept_of_two_calls_of_one_name_is_said_to_be() {
    let folder = Folder::new();
    folder.file("ana/001.txt", CALL);
    folder.file("luis/001.txt", CALL);
    let ran =
        coach(&["score", "ana", "luis", "--write-baseline", "known.jsonl", "--detail", "line"]).folder(&folder.0).run();
    assert_eq!(ran.status, 0, "{}", ran.err);
    let args = ["score", "ana", "luis", "--baseline", "known.jsonl", "--fail-on", "tip"];
    let ran = coach(&args).folder(&folder.0).run();
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("is in several calls of the same name"), "{}", ran.err);
}

#[test]
fn what_fails_a_run_is_named() {
    let folder = Folder::new();
    folder.file("call.txt", CALL);
    let ran = coach(&["score", "call.txt", "--fail-on", "major", "--fail-under", "99"]).folder(&folder.0).run();
    assert_eq!((ran.status, ran.err.as_str()), (1, "coach: 1 call fails --fail-under 99, --fail-on major: call\n"));
}

#[test]
fn the_reason_of_a_dispute_is_masked_with_the_call() {
    let folder = Folder::new();
    folder.file("call.txt", CALL.replace("The van", "This is Wilhelmina Trask. The van"));
    let hold = faults(&card(&folder, &[])).into_iter().find(|f| f.0 == "abrupt-hold").expect("a hold");
    let reason = "Trask asked for it, with card 4111 1111 1111 1111.";
    let line = json!({"fingerprint": hold.1, "who": "M", "when": "now", "reason": reason});
    folder.file("d.jsonl", format!("{line}\n"));
    for format in ["html", "markdown", "sarif", "junit", "github", "jsonl"] {
        let args = ["score", "call.txt", "--disputes", "d.jsonl", "--redact", "--format", format];
        let ran = coach(&args).folder(&folder.0).run();
        assert!(!ran.out.contains("Trask") && !ran.out.contains("4111"), "{format}: {}", ran.out);
    }
    let plain = card(&folder, &["--disputes", "d.jsonl"]).to_string();
    assert!(plain.contains(reason), "{plain}");
}

#[test]
fn mistakes_in_records_are_told_with_their_place() {
    let folder = Folder::new();
    folder.file("call.txt", CALL);
    folder.file("disputes.toml", "[[dispute]]\nfingerprint = \"12\"\nwho = \"M\"\nreasons = \"x\"\n");
    folder.file("lines.jsonl", "{\"fingerprint\":\"ab\",\"who\":\"M\",\"when\":\"now\"}\n\n{\"fingerprint\":\n");
    folder.file("base.jsonl", "{\"call\":\"x\"}\nnothing\n");
    folder.file("verdicts.jsonl", "{\"fingerprint\":\"ab\",\"verdict\":\"maybe\"}\n");
    let args = [
        "score",
        "call.txt",
        "--disputes",
        "disputes.toml",
        "--disputes",
        "lines.jsonl",
        "--baseline",
        "base.jsonl",
        "--disputes",
        "verdicts.jsonl",
    ];
    let ran = coach(&args).folder(&folder.0).run();
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    for place in [
        "disputes.toml:4:1",
        "lines.jsonl:1:1",
        "lines.jsonl:3:",
        "base.jsonl:1:1",
        "base.jsonl:2:",
        "verdicts.jsonl:1:1",
    ] {
        assert!(ran.err.contains(place), "{place}: {}", ran.err);
    }
    assert!(ran.err.contains("did you mean “reason”?"), "{}", ran.err);
    let ran = coach(&["score", "call.txt", "--baseline", "nowhere.jsonl"]).folder(&folder.0).run();
    assert_eq!(ran.status, 2, "{}", ran.err);
}
