//! Markdown: a few calls in full, a table of the lowest of many.

use super::{common, of_call, report};

#[test]
fn a_call_in_full() {
    let out = of_call("markdown", &["--ui-lang", "en"]);
    // What is missing, and how it is said, is the rules' affair.
    let (head, rest) = out.split_once("### Missing").expect("something is missing");
    let (_, tail) = rest.split_once("**Sum**").expect("a sum");
    insta::assert_snapshot!(head, @"");
    let (_, conversation) = tail.split_once("<details>").expect("the conversation");
    insta::assert_snapshot!(conversation, @"");
}

#[test]
fn of_many_the_lowest() {
    let folder = common::Folder::new();
    let call = super::CALL.replace('\n', " ");
    let mut lines: String = (0..150).map(|n| call.replace("c-1", &format!("c-{n:03}")) + "\n").collect();
    let worse = call.replace("Cálmese, señor.", "Cálmese, señor, no sea tonto. ¡No me grite!");
    lines += &worse.replace("c-1", "worst");
    let many = folder.file("many.jsonl", lines);
    let out = report("markdown", &["--ui-lang", "en", &many, "no-such-file"]).out;
    assert!(out.contains("**151 calls · 0 pass"), "{out}");
    let rows: Vec<&str> = out.lines().filter(|line| line.contains("✗ |")).collect();
    assert_eq!(rows.len(), 100);
    assert!(rows[0].contains("`worst`") && rows[1].contains("`c-000`") && rows[99].contains("`c-098`"));
    assert!(out.contains("… and 51 more\n"));
    assert!(out.contains("## Could not be read\n\n- ✗ no-such-file: cannot be read"), "{out}");
    assert!(out.len() < 60_000 && !out.contains("<details>"));
}

#[test]
fn as_much_as_is_asked_for() {
    let of = |detail: &str| report("markdown", &["--ui-lang", "en", "--detail", detail, "samples"]).out;
    let calls = report("jsonl", &["samples"]).out.lines().count();
    assert_eq!(of("full").matches("<details>").count(), calls);
    assert_eq!(of("line").matches("<details>").count(), 0);
    let few = report("markdown", &["--ui-lang", "en", common::SAMPLES[0], common::SAMPLES[1]]).out;
    assert_eq!(few.matches("<details>").count(), 2);
    assert!(few.contains("**2 calls · "));
}
