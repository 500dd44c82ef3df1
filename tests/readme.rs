//! The README is true: every file that it shows is written, every command that it shows is run as written, and what
//! comes out is what it says. `…` alone on a line stands for any lines.

mod common;

use std::path::Path;
use std::process::Command;

use common::Folder;

struct Block {
    /// What stands behind the three backticks.
    about: String,
    lines: Vec<String>,
    number: usize,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(about)) => {
                open = Some(Block { about: about.to_owned(), lines: Vec::new(), number: number + 1 });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// Runs a command line of the README in a folder and gives what it wrote on both outputs.
fn run(command: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_coach")).parent().expect("a folder");
    let path = std::env::join_paths(
        std::iter::once(binary.to_path_buf()).chain(std::env::split_paths(&std::env::var_os("PATH").expect("PATH"))),
    );
    let line = command.replace("cargo run --release --", "coach");
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {line}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", path.expect("a path"))
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .env("LC_ALL", "C")
        .output()
        .expect("a shell");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Whether an output is what is shown, line by line; a line `…` stands for any lines.
fn is_as_shown(output: &[&str], shown: &[String]) -> bool {
    match shown.split_first() {
        None => output.is_empty(),
        Some((first, rest)) if first == "…" => (0..=output.len()).any(|skip| is_as_shown(&output[skip..], rest)),
        Some((first, rest)) => output.first() == Some(&first.as_str()) && is_as_shown(&output[1..], rest),
    }
}

#[test]
fn every_command_is_run_as_written() {
    let text = std::fs::read_to_string(common::root().join("README.md")).expect("the README");
    let folder = Folder::new();
    for entry in walkdir::WalkDir::new(common::root().join("samples")) {
        let entry = entry.expect("an entry");
        if entry.file_type().is_file() {
            let name =
                entry.path().strip_prefix(common::root()).expect("below the root").to_string_lossy().into_owned();
            folder.file(&name, std::fs::read(entry.path()).expect("a sample"));
        }
    }
    let mut ran = 0;
    for block in blocks(&text) {
        if let Some(name) = block.about.split("title=\"").nth(1).and_then(|t| t.split('"').next()) {
            folder.file(name, block.lines.join("\n") + "\n");
        }
        if !block.about.starts_with("console") {
            continue;
        }
        let mut lines = block.lines.iter().peekable();
        while let Some(line) = lines.next() {
            let command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("README:{}: no command", block.number));
            let mut shown = Vec::new();
            while let Some(next) = lines.next_if(|l| !l.starts_with("$ ")) {
                shown.push(next.trim_end().to_owned());
            }
            // This test is itself a part of that one.
            if command == "cargo test" {
                continue;
            }
            let output = run(command, &folder.0);
            let output: Vec<&str> = output.trim_end().lines().map(str::trim_end).collect();
            assert!(is_as_shown(&output, &shown), "README:{}: {command}\n{}", block.number, output.join("\n"));
            ran += 1;
        }
    }
    assert!(ran >= 10, "only {ran} commands were run");
}

/// The README's table of formats, made of what `coach formats` lists.
fn table_of_formats() -> String {
    let ran = common::coach(&["formats", "--format", "json"]).run();
    let formats: Vec<serde_json::Value> = serde_json::from_str(&ran.out).expect("an array");
    let messages = callcoach::packs::Packs::embedded().messages;
    let word = |key: &str| messages.plain("en", key).to_owned();
    let mut table = "| Format | `--from` | Who speaks | Times | Besides |\n|---|---|---|---|---|\n".to_owned();
    for format in formats {
        let text = |key: &str| format[key].as_str().expect("text").to_owned();
        let besides = ["words", "interruptions"].iter().filter(|key| format[**key] == true);
        let besides: Vec<String> = besides.map(|key| word(&format!("formats.{key}"))).collect();
        let (roles, times) = (text("roles"), text("times"));
        let cells = [
            text("title"),
            format!("`{}`", text("name")),
            word(&format!("formats.roles.{roles}")),
            word(&format!("formats.times.{times}")),
            besides.join(", "),
        ];
        table += &format!("| {} |\n", cells.join(" | ")).replace("  |", " |");
    }
    table
}

#[test]
fn the_formats_are_those_that_are_read() {
    const BEGIN: &str = "<!-- made by: UPDATE_README=1 cargo test --test readme -->\n";
    let file = common::root().join("README.md");
    let text = std::fs::read_to_string(&file).expect("the README");
    let (before, rest) = text.split_once(BEGIN).expect("the table's beginning");
    let (shown, after) = rest.split_once("<!-- end -->").expect("the table's end");
    let made = format!("\n{}\n", table_of_formats());
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&file, format!("{before}{BEGIN}{made}<!-- end -->{after}")).expect("the README");
    } else {
        assert_eq!(shown, made, "say UPDATE_README=1 cargo test --test readme");
    }
}

#[test]
fn what_a_newcomer_needs_first_is_there() {
    let text = std::fs::read_to_string(common::root().join("README.md")).expect("the README");
    for needed in ["cargo run --release -- score samples/", "cargo test"] {
        assert!(text.contains(needed), "{needed}");
    }
}
