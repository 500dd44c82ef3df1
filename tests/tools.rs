//! Completions and manual pages: for every command, and written only where somebody asked for them.

mod common;

use common::{Folder, coach};

const COMMANDS: [&str; 8] = ["score", "check", "rules", "formats", "config", "schema", "completions", "man"];

#[test]
fn every_shell_completes_every_command() {
    let help = coach(&["--help"]).run().out;
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = coach(&["completions", shell]).run();
        assert_eq!(ran.status, 0, "{}", ran.err);
        for word in COMMANDS.iter().chain(&["fail-under", "pass-mark", "explain"]) {
            assert!(ran.out.contains(word), "{shell}: {word}");
        }
    }
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed: Vec<&str> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(listed, COMMANDS);
    assert_eq!(coach(&["completions", "tcsh"]).run().status, 2);
}

#[test]
fn bash_takes_the_completions() {
    let script = coach(&["completions", "bash"]).run().out;
    let asked = "COMP_WORDS=(coach sch); COMP_CWORD=1; _coach coach sch coach; echo \"${COMPREPLY[@]}\"";
    let Ok(ran) = std::process::Command::new("bash").args(["-c", &format!("{script}\n{asked}")]).output() else {
        return;
    };
    assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), "schema", "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn every_command_has_its_page() {
    let page = coach(&["man", "score"]).run();
    assert_eq!(page.status, 0, "{}", page.err);
    for said in [".TH coach-score 1", "\\-\\-fail\\-under", "Exit with 1 if a call scores less than this"] {
        assert!(page.out.contains(said), "{said} in {}", page.out);
    }
    assert!(coach(&["man"]).run().out.contains(".TH coach 1"));
    assert!(coach(&["man", "rules", "list"]).run().out.contains(".TH coach-rules-list 1"));
    for nothing in [&["man", "scores"][..], &["man", "score", "list"], &["man", "../x"]] {
        let ran = coach(nothing).run();
        assert!(ran.status == 2 && ran.out.is_empty() && ran.err.contains(nothing[1]), "{}", ran.err);
    }
}

#[test]
fn all_pages_are_written_into_the_folder_that_was_named() {
    let folder = Folder::new();
    let ran = coach(&["man", "--dir", "new/pages"]).folder(&folder.0).run();
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    let written =
        walkdir::WalkDir::new(&folder.0).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
    let mut names: Vec<String> = written
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(&folder.0).expect("below").to_string_lossy().into_owned())
        .collect();
    let mut wanted: Vec<String> = COMMANDS.iter().map(|name| format!("new/pages/coach-{name}.1")).collect();
    wanted.extend(["", "-rules-explain", "-rules-list", "-rules-test"].map(|name| format!("new/pages/coach{name}.1")));
    names.sort();
    wanted.sort();
    assert_eq!(names, wanted);
    let blocked = folder.file("a-file", "");
    let ran = coach(&["man", "--dir", &blocked]).run();
    assert!(ran.status == 2 && ran.err.contains("a-file"), "{}", ran.err);
}
