//! Where reports go: several files in one run, each in its format, and nothing written that was not asked for.

mod common;

use common::{Folder, coach, score_samples};

#[test]
fn several_reports_are_written_in_one_run_each_by_its_ending() {
    let folder = Folder::new();
    let [lines, array, text] = ["calls.jsonl", "all.json", "page.txt"].map(|name| folder.0.join(name));
    let args: Vec<String> =
        [&lines, &array, &text].iter().flat_map(|file| ["-o".to_owned(), file.display().to_string()]).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ran = score_samples(&args).run();
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    let read = |file| std::fs::read_to_string(file).expect("a report");
    assert_eq!(read(&lines), score_samples(&["--format", "jsonl"]).run().out);
    assert_eq!(read(&array), score_samples(&["--format", "json"]).run().out);
    assert_eq!(read(&text), score_samples(&[]).run().out);
}

#[test]
fn a_single_file_is_in_the_format_that_was_asked_for() {
    let folder = Folder::new();
    let file = |name: &str| folder.0.join(name).display().to_string();
    let call = "samples/en-hotel-good.md";
    let read = |name: &str| std::fs::read_to_string(folder.0.join(name)).expect("a report");
    let lines = coach(&["score", call, "--format", "jsonl"]).run().out;
    for args in [
        vec!["--format", "jsonl", "-o", &file("a.txt")],
        vec!["-o", &format!("jsonl={}", file("a.txt"))],
        vec!["--format", "jsonl", "-o", &file("a.txt"), "-o", "-"],
    ] {
        let ran = coach(&[&["score", call], &args[..]].concat()).run();
        assert_eq!(ran.status, 0, "{}", ran.err);
        // With several, the ending goes before --format.
        let several = args.len() > 4;
        assert_eq!(read("a.txt") == lines, !several, "{args:?}");
        assert_eq!(ran.out, if several { lines.as_str() } else { "" });
    }
}

#[test]
fn what_cannot_be_written_is_told_before_anything_is_read() {
    let folder = Folder::new();
    let call = folder.file("call.txt", "Agent: Hello.\nCustomer: Hi.\n");
    let again = format!("{}/./call.txt", folder.path());
    let missing = format!("{}/nowhere/a.json", folder.path());
    let same = format!("{}/a.json", folder.path());
    let strange = format!("{}/a.docx", folder.path());
    for (outputs, code) in [
        (vec![again.as_str()], "output-input"),
        (vec![missing.as_str()], "output-unwritable"),
        (vec![same.as_str(), same.as_str()], "output-twice"),
        (vec![strange.as_str()], "output-unknown"),
        (vec!["-", "-"], "output-twice"),
        (vec!["junt=r.xml"], "output-format"),
    ] {
        let mut args = vec!["score", &call];
        args.extend(outputs.iter().flat_map(|output| ["-o", output]));
        let ran = coach(&args).run();
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains(&format!("error[{code}]")), "{}", ran.err);
    }
    assert_eq!(std::fs::read_to_string(&call).expect("the call"), "Agent: Hello.\nCustomer: Hi.\n");
    assert!(!std::path::Path::new(&strange).exists());
}

#[test]
fn what_is_there_is_kept_until_every_report_can_be_written() {
    let folder = Folder::new();
    let good = folder.file("good.html", "keep");
    let missing = format!("{}/nowhere/a.md", folder.path());
    let call = "samples/en-hotel-good.md";
    assert_eq!(coach(&["score", call, "-o", &good, "-o", &missing]).run().status, 2);
    assert_eq!(std::fs::read_to_string(&good).expect("the file"), "keep");
    let long = folder.file("long.jsonl", "x".repeat(1 << 20));
    assert_eq!(coach(&["score", call, "-o", &long]).run().status, 0);
    let lines = coach(&["score", call, "--format", "jsonl"]).run().out;
    assert_eq!(std::fs::read_to_string(&long).expect("the file"), lines);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_success() {
    let folder = Folder::new();
    let err = folder.0.join("err");
    for format in ["text", "jsonl", "csv", "sarif"] {
        let script = format!(
            "'{}' score samples/en-hotel-good.md --format {format} > /dev/full 2> '{}'",
            env!("CARGO_BIN_EXE_coach"),
            err.display()
        );
        let status = std::process::Command::new("sh").args(["-c", &script]).current_dir(common::root()).status();
        assert_eq!(status.expect("a shell").code(), Some(1), "{format}");
        let said = std::fs::read_to_string(&err).expect("what was said");
        assert!(said.contains("- cannot be written"), "{format}: {said}");
    }
}

#[test]
fn a_report_in_the_folder_that_is_read_is_no_transcript() {
    let folder = Folder::new();
    folder.file("calls/one.txt", "Agent: Good morning, how can I help you?\nCustomer: Hello.\n");
    folder.file("calls/disputes.jsonl", "");
    for _ in 0..2 {
        let args = ["score", "calls", "-o", "calls/report.jsonl", "--strict", "--disputes", "calls/disputes.jsonl"];
        let ran = coach(&args).folder(&folder.0).run();
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        let lines = std::fs::read_to_string(folder.0.join("calls/report.jsonl")).expect("a report");
        assert_eq!(lines.lines().count(), 1);
    }
}
