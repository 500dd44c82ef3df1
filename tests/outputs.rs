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

/// Every kind of report, in files of its own below `calls`.
const REPORTS: [&str; 11] = [
    "calls/a.jsonl",
    "calls/a.json",
    "calls/a.summary.json",
    "calls/a.html",
    "calls/a.md",
    "calls/a.csv",
    "calls/a.calls.csv",
    "calls/a.xml",
    "calls/a.sarif",
    "github=calls/a.github",
    "calls/a.txt",
];

const CALL: &str = "Agent: Good morning, how can I help you?\nCustomer: The oven is broken.\nAgent: I don't know.\n";

#[test]
fn reports_among_the_calls_are_passed_over_in_both_languages() {
    for (count, language, says) in
        [(1, "en", "Passed over: 12 reports of coach."), (15, "es", "Se pasaron por alto: 12 informes de coach.")]
    {
        for more in [&["--detail", "auto"][..], &["--detail", "line", "--no-redact"]] {
            let folder = Folder::new();
            for number in 0..count {
                folder.file(&format!("calls/call-{number}.txt"), CALL);
            }
            let outputs: Vec<&str> = REPORTS.iter().flat_map(|report| ["-o", report]).collect();
            let args = [&["score", "calls", "--ui-lang", language, "--write-baseline", "calls/base"], more].concat();
            // Twice: what was written may be written over.
            for _ in 0..2 {
                let ran = coach(&[&args[..], &outputs].concat()).folder(&folder.0).run();
                assert_eq!((ran.status, ran.err.as_str()), (0, ""));
            }
            let ran = coach(&["score", "calls", "--ui-lang", language, "--format", "jsonl"]).folder(&folder.0).run();
            assert_eq!((ran.status, ran.calls().len()), (0, count));
            assert_eq!(ran.err, format!("coach: {says}\n"));
        }
    }
}

#[test]
fn what_an_agent_is_told_may_be_written_over() {
    for detail in ["full", "line"] {
        let folder = Folder::new();
        for number in 0..3 {
            folder.file(&format!("calls/{number}.txt"), CALL);
        }
        let args = ["score", "calls", "--for", "agent", "--detail", detail, "-o", "calls/told.txt"];
        for _ in 0..2 {
            assert_eq!(coach(&args).folder(&folder.0).run().status, 0);
        }
        let ran = coach(&["score", "calls", "--format", "jsonl"]).folder(&folder.0).run();
        assert_eq!((ran.calls().len(), ran.err.as_str()), (3, "coach: Passed over: 1 reports of coach.\n"));
    }
}

#[test]
fn no_output_destroys_what_it_is_not() {
    let folder = Folder::new();
    folder.file("calls/call.txt", CALL);
    folder.file("calls/.notes", "# Notes\n\nNothing yet.\n");
    folder.file("settings/coach.toml", "baseline = \"known.jsonl\"\n");
    for name in ["settings/known.jsonl", "base.jsonl", "disputes.jsonl"] {
        folder.file(name, "");
    }
    assert_eq!(coach(&["score", "calls", "-o", "earlier.jsonl"]).folder(&folder.0).run().status, 0);
    std::fs::hard_link(folder.0.join("calls/call.txt"), folder.0.join("linked.txt")).expect("a link");
    let refused = |args: &[&str]| {
        let ran = coach(&[&["score"], args].concat()).folder(&folder.0).run();
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains("error[output-input]"), "{args:?}: {}", ran.err);
    };
    refused(&["calls/call.txt", "-o", "linked.txt"]);
    refused(&["calls", "-o", "calls/call.txt"]);
    refused(&["calls", "-o", "text=calls/.notes"]);
    refused(&["calls", "-o", "vcon=calls/.notes"]);
    refused(&["calls", "--disputes", "disputes.jsonl", "-o", "disputes.jsonl"]);
    refused(&["calls", "--baseline", "base.jsonl", "-o", "base.jsonl"]);
    refused(&["calls", "--compare", "earlier.jsonl", "-o", "earlier.jsonl"]);
    refused(&["calls", "--config", "settings/coach.toml", "-o", "settings/known.jsonl"]);
    refused(&["calls", "--config", "settings/coach.toml", "-o", "text=settings/coach.toml"]);
    assert_eq!(std::fs::read_to_string(folder.0.join("calls/call.txt")).expect("the call"), CALL);
    let written = |args: &[&str]| {
        let ran = coach(&[&["score", "calls"], args].concat()).folder(&folder.0).run();
        assert_eq!(ran.status, 0, "{args:?}: {}", ran.err);
    };
    folder.file("calls/empty.html", "");
    written(&["-o", "calls/empty.html"]);
    written(&["--baseline", "base.jsonl", "--write-baseline", "base.jsonl"]);
    written(&["-o", "calls/all.vcon"]);
    written(&["-o", "calls/all.vcon"]);
}
