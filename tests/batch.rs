//! Many calls: the same bytes whatever the threads, in the order given, and whole lines however it ends.

mod common;

use std::io::Read;
use std::process::{Command, Stdio};

use common::{Folder, coach, score_samples};

/// A folder of a few hundred calls in both languages and several formats.
fn calls(count: usize) -> Folder {
    let folder = Folder::new();
    let sample = |name: &str| {
        let bytes = std::fs::read(common::root().join(name)).expect("a sample");
        (name.trim_start_matches("samples/").to_owned(), bytes)
    };
    let samples = common::SAMPLES.map(sample);
    for number in 0..count {
        let (name, bytes) = &samples[number % samples.len()];
        folder.file(&format!("{:02}/{number:04}-{name}", number % 7), bytes);
    }
    folder
}

#[test]
fn one_thread_or_many_give_the_same_bytes_in_any_order() {
    let folder = calls(150);
    let mut paths: Vec<String> = (0..7).map(|n| format!("{}/{n:02}", folder.path())).collect();
    for format in ["jsonl", "json", "text"] {
        for _ in 0..2 {
            let run = |threads: &str| {
                let mut args = vec!["score", "--format", format, "-j", threads];
                args.extend(paths.iter().map(String::as_str));
                coach(&args).run().out
            };
            let one = run("1");
            assert!(one.lines().count() > 100);
            assert_eq!(one, run("2"));
            assert_eq!(one, run("5"));
            paths.reverse();
        }
    }
}

#[test]
fn results_come_in_the_order_given() {
    let folder = Folder::new();
    let call = |id: &str| format!("{{\"id\": \"{id}\", \"turns\": [{{\"speaker\": \"agent\", \"text\": \"hello\"}}]}}");
    let names = ["zebra", "ant", "monkey"];
    let files: Vec<String> = names.iter().map(|n| folder.file(&format!("{n}.json"), call(n))).collect();
    let ids = |args: &[&str]| -> Vec<String> {
        coach(args).run().calls().iter().map(|c| c["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids(&["score", "--format", "jsonl", &files[0], &files[1], &files[2]]), names);
    assert_eq!(ids(&["score", "--format", "jsonl", &folder.path()]), ["ant", "monkey", "zebra"]);
}

#[test]
fn lines_are_read_piece_by_piece_and_numbered_right() {
    let folder = Folder::new();
    let text = "hello there ".repeat(40);
    let line = |n: usize| format!("{{\"turns\": [{{\"speaker\": \"agent\", \"text\": \"{n} {text}\"}}]}}\n");
    let mut all: String = (1..=4000).map(line).collect();
    all.push_str("{\"turns\": 3}\n");
    let file = folder.file("many.jsonl", &all);
    for ran in [
        coach(&["score", "--format", "jsonl", &file]).run(),
        coach(&["score", "--format", "jsonl", "-"]).input(&all).run(),
    ] {
        let calls = ran.calls();
        assert_eq!((calls.len(), ran.status), (4000, 1));
        for (index, call) in calls.iter().enumerate() {
            assert!(call["id"].as_str().is_some_and(|id| id.ends_with(&format!(":{}", index + 1))), "{}", call["id"]);
        }
        assert!(ran.err.contains(": 4001:11: "), "{}", ran.err);
    }
}

#[test]
fn a_run_that_is_killed_leaves_whole_lines() {
    let folder = calls(400);
    let log = folder.0.join("out.jsonl");
    let mut child = Command::new(env!("CARGO_BIN_EXE_coach"))
        .args(["score", "--format", "jsonl"])
        .args([folder.path(), folder.path(), folder.path(), folder.path()])
        .stdout(std::fs::File::create(&log).expect("a file"))
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    while std::fs::metadata(&log).map_or(0, |about| about.len()) == 0 {
        std::thread::yield_now();
        assert!(child.try_wait().expect("a child").is_none_or(|status| status.success()));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    let written = std::fs::read_to_string(&log).expect("UTF-8");
    let whole = written.rfind('\n').map_or("", |end| &written[..end]);
    assert!(whole.lines().count() > 0);
    for line in whole.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("a whole line");
    }
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let folder = calls(300);
    let mut child = Command::new(env!("CARGO_BIN_EXE_coach"))
        .args(["score", "--format", "jsonl", &folder.path()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut first = [0; 64];
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut first).expect("some output");
    drop(out);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_few_calls_are_shown_whole_and_many_in_a_line_each() {
    let few = score_samples(&[]).run().out;
    assert!(few.contains("#0 ") && few.contains("calls · "), "reports, then the overview");
    let folder = calls(20);
    let many = coach(&["score", &folder.path()]).run().out;
    assert!(!many.contains("#0 "));
    let lines = many.lines().take_while(|l| !l.is_empty()).count();
    assert!(lines >= 20, "{many}");
    let forced = coach(&["score", "--detail", "full", &folder.path()]).run().out;
    assert!(forced.matches("#0 ").count() >= 20);
    let short = score_samples(&["--detail", "line"]).run().out;
    assert!(!short.contains("#0 "));
}
