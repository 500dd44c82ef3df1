//! Where turns stand in their files: every character of every sample stands where it is said to stand, and how many
//! turns of each sample have a place.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use callcoach::packs::Packs;
use callcoach::transcript::{Call, Input, Reader, Reading, Region};
use proptest::prelude::*;

mod common;
use common::root;

fn reader(keep_places: bool) -> Reader {
    Reader::new(&Packs::embedded(), Reading { keep_places, ..Reading::default() }, &mut Vec::new())
}

static WITH: LazyLock<Reader> = LazyLock::new(|| reader(true));
static WITHOUT: LazyLock<Reader> = LazyLock::new(|| reader(false));

fn read(reader: &Reader, bytes: &[u8]) -> Vec<Call> {
    let source: Arc<str> = "input".into();
    reader.read(&Input { source: &source, bytes, first_line: 1, lines: false }).into_iter().flatten().collect()
}

/// What stands there.
fn cut(text: &str, region: Region) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let of_line = |line: usize| {
        let from = if line == region.start_line { region.start_column - 1 } else { 0 };
        let length = if line == region.end_line { region.end_column - 1 - from } else { usize::MAX };
        lines[line - 1].chars().skip(from).take(length).collect::<String>()
    };
    (region.start_line..=region.end_line).map(of_line).collect::<Vec<_>>().join("\n")
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What somebody meant who wrote this for one character.
fn meant(written: &str) -> Vec<String> {
    let mut json = serde_json::from_str::<String>(&format!("\"{written}\"")).unwrap_or_default();
    // JSON in a string of JSON.
    if json.starts_with('\\') && json.len() > 1 {
        json = serde_json::from_str::<String>(&format!("\"{json}\"")).unwrap_or_default();
    }
    let entity = match written {
        "&amp;" => "&",
        "&lt;" => "<",
        "&ldquo;" => "“",
        "&rdquo;" => "”",
        "&aacute;" => "á",
        "\"\"" => "\"",
        _ => "",
    };
    let number = written.strip_prefix("&#").and_then(|rest| rest.strip_suffix(';')?.parse().ok());
    let numbered = number.and_then(char::from_u32).map(String::from).unwrap_or_default();
    vec![written.to_owned(), json, entity.to_owned(), numbered]
}

/// Checks every character that has a place, and gives how many turns have one, and how many there are.
fn check(text: &str, call: &Call) -> (usize, usize) {
    let places = call.places.as_ref().expect("places were asked for");
    let mut found = 0;
    for (turn, said) in call.turns.iter().enumerate() {
        let length = said.text.chars().count();
        let Some(whole) = places.region(turn, [0, length]) else { continue };
        found += 1;
        let mut last = (0, 0);
        for (at, c) in said.text.chars().enumerate() {
            let region = places.region(turn, [at, at + 1]);
            if c.is_whitespace() {
                assert!(region.is_none_or(|region| cut(text, region).trim().is_empty()), "space is space");
                continue;
            }
            let region = region.expect("a found turn is found whole");
            let written = cut(text, region);
            assert!(meant(&written).contains(&c.to_string()), "{c} is written {written}: {}", said.text);
            assert!((region.start_line, region.start_column) >= last, "characters stand in order");
            last = (region.end_line, region.end_column);
        }
        assert_eq!((whole.end_line, whole.end_column), last, "the turn ends with its last character");
        assert_eq!(places.region(turn, [length, length + 9]), None);
    }
    (found, call.turns.len())
}

fn samples() -> Vec<PathBuf> {
    let folders = [root().join("samples"), root().join("samples/formats")];
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

#[test]
fn every_character_of_every_sample_stands_where_it_is_said_to_stand() {
    let mut table = String::new();
    for path in samples() {
        let bytes = std::fs::read(&path).expect("a sample");
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        let text = text.trim_start_matches('\u{feff}');
        let (mut found, mut turns) = (0, 0);
        for call in read(&WITH, &bytes) {
            let (of_call, all) = check(text, &call);
            found += of_call;
            turns += all;
        }
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if found < turns {
            table.push_str(&format!("{name}: {found} of {turns}\n"));
        }
    }
    insta::assert_snapshot!(table, @"");
}
