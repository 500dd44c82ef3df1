//! The layout shows the design: a room knows only the rooms before it, and no file outgrows its room.

use std::path::{Path, PathBuf};

/// The rooms on the way, each with those it may know. What is not named here may know all of them.
const ORDER: [&str; 9] = ["fold", "packs", "transcript", "cues", "redact", "rules", "records", "score", "report"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

fn room(file: &Path) -> String {
    let inside = file.strip_prefix(root().join("src")).expect("below src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_room_knows_only_the_rooms_before_it() {
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for file in sources(&root().join("src")) {
        let Some(place) = ORDER.iter().position(|r| *r == room(&file)) else { continue };
        looked_at += 1;
        let text = std::fs::read_to_string(&file).expect("a source file");
        for other in text.split("crate::").skip(1) {
            let name: String = other.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let allowed = ORDER[..=place].contains(&name.as_str());
            if !allowed {
                wrong.push(format!("{} knows {name}", file.display()));
            }
        }
    }
    assert!(looked_at > 20, "the rooms were found");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn places_know_no_format() {
    let files = sources(&root().join("src/transcript/places"));
    assert!(files.len() > 4, "the places were found");
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source file");
        assert!(!text.contains("formats::"), "{} knows formats, which know places", file.display());
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for file in sources(&root().join("src")) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        assert!(text.starts_with("//!"), "{} does not begin with a paragraph", file.display());
    }
}

#[test]
fn no_file_outgrows_its_room() {
    for folder in ["src", "tests", "benches"] {
        for file in sources(&root().join(folder)) {
            let lines = std::fs::read_to_string(&file).expect("a source file").lines().count();
            assert!(lines <= 500, "{} has {lines} lines", file.display());
        }
    }
}
