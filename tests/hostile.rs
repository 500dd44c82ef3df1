//! Input from strangers: a clear error or a clean report, never a panic, and nothing that steers a terminal.

mod common;

use common::{Folder, coach};

const GOOD: &str = "Agent: Good morning, Linden Court, Tomasz speaking. How can I help?\nCustomer: Hello there.\n";

/// Scores one file and gives what was written on standard error, and the exit status.
fn refused(name: &str, content: impl AsRef<[u8]>) -> (String, i32) {
    let folder = Folder::new();
    let file = folder.file(name, content);
    let ran = coach(&["score", &file]).run();
    assert_eq!(ran.out, "");
    (ran.err.replace(&folder.path(), "…"), ran.status)
}

#[test]
fn an_empty_file_is_named() {
    insta::assert_snapshot!(refused("empty.txt", "").0, @r"
    coach: …/empty.txt: is empty
    coach: No transcript could be read.
    ");
    assert_eq!(refused("blank.txt", " \n\n ").1, 3);
}

#[test]
fn a_line_without_a_label_is_explained() {
    insta::assert_snapshot!(refused("one.txt", "good morning how can i help you").0, @r"
    coach: …/one.txt: 1:1: has no labels that say who speaks; a turn a line is expected, such as “Agent: …” and “Customer: …”
    coach: No transcript could be read.
    ");
}

#[test]
fn unknown_speakers_are_named() {
    let text = "Zed: hello\nQuin: hello there\nZed: bye\nQuin: bye\n";
    let folder = Folder::new();
    let file = folder.file("names.txt", text);
    let ran = coach(&["score", "--fail-under", "100", "--fail-on", "tip", &file]).run();
    let (_, below_the_title) = ran.out.split_once('\n').expect("lines");
    insta::assert_snapshot!(below_the_title, @"

    —  NOT JUDGED
    4 turns
    Nobody knows who the agent is (speakers: Zed, Quin), so nothing is judged. Say
    it with --agent NAME or in coach.toml.

    #0 Other        │ hello
    #1 Other        │ hello there
    #2 Other        │ bye
    #3 Other        │ bye
    ");
    insta::assert_snapshot!(ran.err, @"coach: 1 call could not be judged, since nobody knows who its agent is; it has no score. Say it with --agent NAME.");
    assert_eq!(ran.status, 0, "what cannot be judged fails nothing");
    let card = &coach(&["score", "--format", "jsonl", &file]).run().calls()[0];
    assert!(card["score"].is_null() && card["passed"].is_null() && card.get("raise").is_none());
    assert!(card["expected"].as_array().into_iter().flatten().all(|e| e["status"] == "unverifiable"));
    let beside = coach(&["score", "--detail", "line", &file, "samples/en-hotel-good.md"]).run();
    insta::assert_snapshot!(beside.out, @"
        — ?  names                         Nobody knows who the agent is (speakers:…
      100 ✓  en-hotel-good

    2 calls · 1 pass · mean 100 · from 100 to 100 · 1 not judged

      Done well                                                calls     times
      Says what is being done, and why                             1         1
        “I'm going to look at the rooms we have free on Saturd…” (en-hotel-good, #8)
    ");
    let card = &coach(&["score", "--format", "jsonl", "--agent", "Zed", &file]).run().calls()[0];
    let speakers: Vec<&str> =
        card["turns"].as_array().into_iter().flatten().filter_map(|t| t["speaker"].as_str()).collect();
    assert_eq!(speakers, ["agent", "customer", "agent", "customer"]);
}

#[test]
fn a_line_of_fifty_megabytes_ends_in_a_clear_error() {
    let bare = "word ".repeat(10 << 20);
    assert!(refused("bare.txt", &bare).0.contains("has no labels"));
    let (err, status) = refused("labelled.txt", format!("Agent: {bare}"));
    assert!(err.contains("nobody talks that long at once"), "{err}");
    assert_eq!(status, 3);
    let json = format!("{{\"turns\": [{{\"speaker\": \"agent\", \"text\": \"{bare}\"}}]}}");
    assert!(refused("call.json", json).0.contains("nobody talks that long at once"));
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let (err, status) = refused("noise.txt", b"Agent: hi\0\0\x01\x02 there\nCustomer: hello\n");
    assert!(err.contains("is no text"), "{err}");
    assert_eq!(status, 3);
}

#[test]
fn broken_json_has_a_place() {
    insta::assert_snapshot!(refused("lone.json", "{\"turns\": [\n {\"speaker\": \"agent\", \"text\": \"\\ud800 hi\"}]}").0, @r"
    coach: …/lone.json: 2:38: broken JSON: a \u escape stands for half of a character (unexpected end of hex escape); write the character itself, or both halves
    coach: No transcript could be read.
    ");
    insta::assert_snapshot!(refused("shape.json", "{\"turns\": [\n {\"speaker\": \"agent\"}]}").0, @r#"
    coach: …/shape.json: 2:21: the JSON does not have the expected shape at turns[0] (missing field `text`); expected {"id", "turns": [{"speaker": "agent"|"customer", "text"}]}
    coach: No transcript could be read.
    "#);
    insta::assert_snapshot!(refused("cut.json", "{\"turns\": [").0, @"
    coach: …/cut.json: 1:11: broken JSON at turns: EOF while parsing a list
    coach: No transcript could be read.
    ");
    assert_eq!(refused("deep.json", format!("{}{}", "[{\"a\":".repeat(20_000), "1")).1, 3);
}

#[test]
fn one_bad_line_loses_none_of_the_others() {
    let folder = Folder::new();
    let line =
        |id: &str| format!("{{\"id\": \"{id}\", \"turns\": [{{\"speaker\": \"agent\", \"text\": \"hello\"}}]}}\n");
    let file = folder.file("calls.jsonl", format!("{}{{\"id\": oops}}\n{}", line("a"), line("b")));
    let ran = coach(&["score", "--format", "jsonl", &file]).run();
    let ids: Vec<String> = ran.calls().iter().map(|c| c["id"].as_str().expect("an id").to_owned()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert!(ran.err.contains("calls.jsonl: 2:8: broken JSON"), "{}", ran.err);
    assert_eq!(ran.status, 1);
}

#[test]
fn nothing_steers_the_terminal() {
    let folder = Folder::new();
    let text = "Agent: Good \x1b[31mmorning\x1b[0m \u{9b}2J \u{202e}gninrom\u{202c}, calm down\x07.\nCustomer: \x1b]0;title\x07hi\n";
    let file = folder.file("\u{1b}[2Jescape.txt", text);
    for args in [&["score", &file][..], &["score", "--format", "jsonl", &file], &["score", "--color", "always", &file]]
    {
        let ran = coach(args).run();
        let own_colours = ran.out.replace("\u{1b}[", "");
        let steering =
            own_colours.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(steering, None, "{args:?}");
        if args.len() < 4 && !args.contains(&"always") {
            assert!(!ran.out.contains('\u{1b}'));
        }
    }
    let missing = coach(&["score", "\u{1b}[2Jno-such-file"]).run();
    assert!(!missing.err.contains('\u{1b}'), "{:?}", missing.err);
}

#[test]
fn hidden_and_binary_files_are_passed_over_and_said() {
    let folder = Folder::new();
    folder.file("a.txt", GOOD);
    folder.file(".hidden.txt", GOOD);
    folder.file(".git/config.txt", GOOD);
    folder.file("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01");
    let ran = coach(&["score", "--format", "jsonl", &folder.path()]).run();
    assert_eq!((ran.calls().len(), ran.status), (1, 0));
    insta::assert_snapshot!(ran.err, @"coach: Passed over: 2 hidden, 1 that are no text.");
    assert_eq!(coach(&["score", "--quiet", &folder.path()]).run().err, "");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_passed_over_and_said() {
    let folder = Folder::new();
    folder.file("calls/a.txt", GOOD);
    std::os::unix::fs::symlink(&folder.0, folder.0.join("calls/back")).expect("a link");
    let ran = coach(&["score", "--format", "jsonl", &folder.path()]).run();
    assert_eq!((ran.calls().len(), ran.status), (1, 0));
    insta::assert_snapshot!(ran.err, @"coach: Passed over: 1 links that lead back.");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.file("open.txt", GOOD);
    folder.file("closed/a.txt", GOOD);
    let closed = folder.0.join("closed");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).expect("permissions");
    let readable = std::fs::read_dir(&closed).is_ok();
    let ran = coach(&["score", "--format", "jsonl", &folder.path()]).run();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    if readable {
        // The superuser may read everything.
        assert_eq!((ran.calls().len(), ran.status), (2, 0));
    } else {
        assert_eq!((ran.calls().len(), ran.status), (1, 1));
        assert!(ran.err.contains("closed: cannot be read"), "{}", ran.err);
    }
}

#[test]
fn old_encodings_are_read_and_said() {
    let folder = Folder::new();
    let text = "Agente: Señora, ¿qué pasó? Buenos días, ¿en qué la ayudo?\nCliente: Nada, gracias, es por la señal.\n";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let plain = folder.file("c.txt", format!("\u{feff}{text}"));
    for (file, note) in [(folder.file("a.txt", latin), "windows-1252"), (folder.file("b.txt", utf16), "UTF-16LE")] {
        let card = &coach(&["score", "--format", "jsonl", &file]).run().calls()[0];
        assert_eq!(card["turns"][0]["text"], "Señora, ¿qué pasó? Buenos días, ¿en qué la ayudo?");
        assert!(card["notes"][0].as_str().is_some_and(|n| n.contains(note)), "{card}");
    }
    let card = &coach(&["score", "--format", "jsonl", &plain]).run().calls()[0];
    assert_eq!(card["turns"][0]["text"], "Señora, ¿qué pasó? Buenos días, ¿en qué la ayudo?");
    assert!(card.get("notes").is_none());
}
