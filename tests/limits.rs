//! Limits and strictness: what is too large, too long or too deep is refused with its place, a setting says how much
//! that is, and `--strict` lets nothing pass that was not read for sure.

mod common;

use common::{Folder, Ran, coach};

const CALL: &str =
    "{\"id\": \"a\", \"turns\": [{\"speaker\": \"agent\", \"text\": \"Good morning to you, Mrs Lane.\"}]}";

fn score(folder: &Folder, limits: &str, name: &str, content: &str) -> Ran {
    let settings = folder.file("limits.toml", format!("[limits]\n{limits}\n"));
    let file = folder.file(name, content);
    let ran = coach(&["score", "--format", "jsonl", "--config", &settings, &file]).run();
    Ran { err: ran.err.replace(&folder.path(), "…"), ..ran }
}

#[test]
fn every_limit_can_be_set() {
    let folder = Folder::new();
    let long = CALL.replace("Mrs Lane", &"word ".repeat(300));
    let ran = score(&folder, "longest-turn-kib = 1", "long.json", &long);
    assert!(ran.status == 3 && ran.err.contains("the limit is 1024"), "{}", ran.err);
    let two = CALL.replace("]}", ", {\"speaker\": \"customer\", \"text\": \"Hello.\"}]}");
    let ran = score(&folder, "most-turns = 1", "two.json", &two);
    assert!(ran.status == 3 && ran.err.contains("has 2 turns and the limit is 1"), "{}", ran.err);
    let ran = score(&folder, "largest-file-mib = 1", "large.txt", &"Agent: hello\nCustomer: hello\n".repeat(50_000));
    assert!(ran.status == 3 && ran.err.contains("is 2 MiB and the limit is 1 MiB"), "{}", ran.err);
    let lines = format!("{CALL}\n{CALL}\n{}\n{CALL}\n", CALL.replace("Mrs Lane", &"word ".repeat(500_000)));
    let ran = score(&folder, "longest-line-mib = 1\nlargest-file-mib = 1", "lines.jsonl", &lines);
    assert_eq!((ran.calls().len(), ran.status), (3, 1));
    assert!(ran.err.contains("lines.jsonl: 3:1: the line is longer than 1 MiB"), "{}", ran.err);
}

#[test]
fn a_limit_that_is_none_is_explained() {
    let folder = Folder::new();
    let ran = score(&folder, "most-turns = 0.5\nlargest-file = 3", "a.json", CALL);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("0.5 is not between 1 and 100000000") && ran.err.contains("largest-file-mib"),
        "{}",
        ran.err
    );
    let shown = coach(&["config", "--no-config"]).run().out;
    assert!(shown.contains("[limits]\nlargest-file-mib = 256"), "{shown}");
}

#[test]
fn what_is_too_deep_or_too_long_has_a_clear_error() {
    let folder = Folder::new();
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let turn = CALL.replace("\"Good morning to you, Mrs Lane.\"", &deep(10_000));
    assert!(score(&folder, "", "deep.json", &turn).err.contains("turns[0].text"));
    assert_eq!(score(&folder, "", "deeper.json", &deep(1_000_000)).status, 3);
    // Where nobody looks it does no harm.
    let beside = CALL.replace("\"id\"", &format!("\"x\": {}, \"id\"", deep(10_000)));
    assert_eq!(score(&folder, "", "beside.json", &beside).status, 0);
    let broken = format!("{{\"turns\": {}", "[{\"a\":".repeat(10_000));
    let ran = score(&folder, "", "broken.json", &broken);
    assert!(ran.status == 3 && ran.err.lines().all(|line| line.len() < 2_000), "{}", ran.err);
}

#[test]
fn errors_in_lists_name_the_place_and_keep_the_others() {
    let folder = Folder::new();
    // What is wrong in one element loses none of the others.
    let list = format!("[{CALL}, {{\"turns\": [{{\"speaker\": \"agent\", \"text\": 3}}]}},\n {CALL}]");
    let ran = score(&folder, "", "wrong.json", &list);
    assert_eq!(ran.calls().len(), 2);
    insta::assert_snapshot!(ran.err, @r#"
    coach: …/wrong.json: 1:130: the JSON does not have the expected shape at [1].turns[0].text (invalid type: integer `3`, expected a string); expected {"id", "turns": [{"speaker": "agent"|"customer", "text"}]}
    coach: 1 input could not be read.
    "#);
    let second = list.find("3}").expect("it is there") + 1;
    assert!(ran.err.contains(&format!("1:{second}: ")));
    // Where the list itself is broken, those before are read.
    let ran = score(
        &folder,
        "",
        "broken.json",
        &format!("[{CALL},\n {CALL},\n {{\"turns\": [{{\"speaker\" \"agent\"}}]}}, {CALL}]"),
    );
    assert_eq!((ran.calls().len(), ran.status), (2, 1));
    insta::assert_snapshot!(ran.err, @"
    coach: …/broken.json: 3:24: broken JSON at [2].turns[0]: expected `:`
    coach: 1 input could not be read.
    ");
    let ran = score(&folder, "", "cut.json", &format!("[{CALL}, {}", &CALL[..40]));
    assert_eq!((ran.calls().len(), ran.status), (1, 1));
    insta::assert_snapshot!(ran.err, @"
    coach: …/cut.json: 1:129: broken JSON at [1].turns[0].speaker: EOF while parsing a string
    coach: 1 input could not be read.
    ");
    // One bad line among many.
    let lines: String = (1..=3000).flat_map(|n| [if n == 1500 { "{\"turns\": [{]}" } else { CALL }, "\n"]).collect();
    let ran = score(&folder, "", "lines.jsonl", &lines);
    assert_eq!((ran.calls().len(), ran.status), (2999, 1));
    insta::assert_snapshot!(ran.err, @"
    coach: …/lines.jsonl: 1500:13: broken JSON at turns[0]: key must be a string
    coach: 1 input could not be read.
    ");
}

#[test]
fn strict_lets_nothing_pass_that_was_not_sure() {
    let folder = Folder::new();
    let sure = folder.file("sure.json", std::fs::read("samples/es-banco-regular.json").expect("a sample"));
    assert_eq!(coach(&["score", "--strict", &sure]).run().status, 0);
    let guessed = folder.file(
        "guessed.txt",
        "Agent: Good morning, how can I help you?\nWendy: Hello, my card is gone.\nAgent: I see.\nWendy: Thanks.\n",
    );
    let unknown = folder.file("unknown.txt", "Zed: hello\nQuin: hello there\n");
    for file in [&guessed, &unknown] {
        assert_eq!(coach(&["score", file]).run().status, 0);
        let ran = coach(&["score", "--strict", "--quiet", file]).run();
        assert!(ran.status == 1 && ran.err.contains(file.as_str()), "{}", ran.err);
    }
    folder.file("calls/.hidden", "x");
    folder.file("calls/call.json", CALL);
    let calls = format!("{}/calls", folder.path());
    assert_eq!(coach(&["score", "--lang", "en", &calls]).run().status, 0);
    let ran = coach(&["score", "--lang", "en", "--strict", &calls]).run();
    assert!(ran.status == 1 && ran.err.contains("/calls/.hidden"), "{}", ran.err);
}
