//! Transcripts as people keep them: nothing that was said is lost, moved or given to somebody else.

mod common;

use common::{Folder, coach};
use serde_json::Value;

fn turns(name: &str, content: &str) -> Vec<(String, String)> {
    let folder = Folder::new();
    let file = folder.file(name, content);
    let card = &coach(&["score", "--format", "jsonl", &file]).run().calls()[0];
    let word = |turn: &Value, key: &str| turn[key].as_str().expect("a string").to_owned();
    card["turns"].as_array().expect("turns").iter().map(|t| (word(t, "speaker"), word(t, "text"))).collect()
}

fn said(speaker: &str, text: &str) -> (String, String) {
    (speaker.to_owned(), text.to_owned())
}

#[test]
fn dialogue_dashes_keep_every_word() {
    let read =
        turns("call.txt", "- Buenos días, le atiende Ana: ¿en qué le ayudo?\n- Hola: no tengo luz.\n- Ya lo miro.\n");
    assert_eq!(
        read,
        [
            said("agent", "Buenos días, le atiende Ana: ¿en qué le ayudo?"),
            said("customer", "Hola: no tengo luz."),
            said("agent", "Ya lo miro."),
        ]
    );
}

#[test]
fn a_wrapped_line_belongs_to_the_turn_above_as_it_is() {
    let read = turns(
        "call.txt",
        "Agent: The technician comes at\n10:30 tomorrow, see\nhttps://example.com/visits\n\
         As the customer said yesterday: no changes.\nCustomer: Fine.\n",
    );
    let text = "The technician comes at 10:30 tomorrow, see https://example.com/visits \
        As the customer said yesterday: no changes.";
    assert_eq!(read, [said("agent", text), said("customer", "Fine.")]);
}

#[test]
fn labels_come_in_many_dresses() {
    let read = turns(
        "call.txt",
        "AGENTE 2 (Ana): uno\n[00:04] Cliente: dos\n**Asesora Laura**: tres\nRosa Gil (clienta): cuatro\n\
         Estimado cliente: le escribo yo.\nagente: cinco\n",
    );
    let speakers: Vec<&str> = read.iter().map(|(speaker, _)| speaker.as_str()).collect();
    assert_eq!(speakers, ["agent", "customer", "agent", "customer", "agent"]);
    assert_eq!(read[3].1, "cuatro Estimado cliente: le escribo yo.");
}

#[test]
fn midnight_is_no_end() {
    let folder = Folder::new();
    let file = folder
        .file("call.txt", "[23:59:50] Agent: Good evening.\n[00:00:05] Customer: Hello.\n[00:00:09] Agent: Yes?\n");
    let card = &coach(&["score", "--format", "jsonl", &file]).run().calls()[0];
    let starts: Vec<&Value> = card["turns"].as_array().expect("turns").iter().map(|turn| &turn["start"]).collect();
    assert_eq!(starts, [0, 15, 19]);
}

#[test]
fn broken_first_lines_hide_none_of_the_others() {
    let folder = Folder::new();
    let good =
        |id: &str| format!("{{\"id\": \"{id}\", \"turns\": [{{\"speaker\": \"agent\", \"text\": \"hello\"}}]}}\n");
    let file =
        folder.file("calls.jsonl", format!("{{\"id\": \"cut\n{{\"id\": 2, \"turns\"\n{}{}\n\n", good("a"), good("b")));
    let ran = coach(&["score", "--format", "jsonl", &file]).run();
    let ids: Vec<Value> = ran.calls().iter().map(|card| card["id"].clone()).collect();
    assert_eq!((ids, ran.status), (vec!["a".into(), "b".into()], 1));
    assert!(ran.err.contains("calls.jsonl: 1:") && ran.err.contains("calls.jsonl: 2:"), "{}", ran.err);
}

#[test]
fn one_badly_encoded_line_changes_no_other() {
    let folder = Folder::new();
    let line = |text: &[u8]| [b"{\"turns\": [{\"speaker\": \"agent\", \"text\": \"", text, b"\"}]}\n"].concat();
    let file = folder.file("calls.jsonl", [line("Señor, uno".as_bytes()), line(b"Se\xf1or, dos")].concat());
    let cards = coach(&["score", "--format", "jsonl", &file]).run().calls();
    let texts: Vec<&Value> = cards.iter().map(|card| &card["turns"][0]["text"]).collect();
    assert_eq!(texts, ["Señor, uno", "Señor, dos"]);
}

#[test]
fn a_message_is_the_agents_whatever_colons_it_has() {
    for message in ["Estimado cliente: cálmese.", "Hola:\n- Cálmese.\n- Es lo que hay."] {
        let ran = coach(&["check", message]).run();
        assert!(ran.out.contains("Tono o actitud negativos"), "{}", ran.out);
    }
    let two_words = coach(&["check", "calm", "down"]).run();
    assert!(two_words.out.contains("Negative tone"), "{}", two_words.out);
    let office = coach(&["check", "-"]).input(b"Se\xf1or, c\xe1lmese ya.").run();
    assert!(office.out.contains("Tono o actitud negativos"), "{}", office.out);
    let endless = coach(&["check", "-"]).input("word ".repeat(40_000)).run();
    assert_eq!(endless.status, 3, "{}", endless.err);
}

#[test]
fn a_report_that_is_named_is_no_transcript_and_its_cards_are_calls_again() {
    let folder = Folder::new();
    let call = folder.file("call.txt", "Agent: Good morning.\nCustomer: The oven is broken.\n");
    let report = |name: &str| {
        let file = format!("{}/{name}", folder.path());
        let ran = coach(&["score", &call, "--format", "html", "-o", &file]).run();
        assert_eq!(ran.status, 0, "{}", ran.err);
        file
    };
    let page = report("page.html");
    let ran = coach(&["score", &page, "--format", "jsonl"]).run();
    assert_eq!((ran.status, ran.out.as_str()), (3, ""));
    assert!(ran.err.contains("page.html: is a report of coach and no transcript"), "{}", ran.err);
    // As a shell writes it, and from standard input.
    let utf16: Vec<u8> =
        std::fs::read_to_string(&page).expect("a page").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ran = coach(&["score", "-"]).input([&[0xFF, 0xFE][..], &utf16].concat()).run();
    assert!(ran.err.contains("is a report of coach"), "{}", ran.err);
    // Whoever names a format knows better.
    let ran = coach(&["score", &page, "--from", "text"]).run();
    assert!(!ran.err.contains("is a report of coach"), "{}", ran.err);

    let cards = coach(&["score", &call, "--format", "jsonl"]).run().out;
    let named = folder.file("cards.jsonl", &cards);
    let again = coach(&["score", &named, "--format", "jsonl"]).run().calls();
    assert_eq!(again[0]["turns"].as_array().expect("turns").len(), 2);
}

#[test]
fn what_only_looks_like_a_report_is_a_call() {
    let turns = r#""turns":[{"speaker":"agent","text":"Hello."},{"speaker":"customer","text":"Hi."}]"#;
    for (name, content) in [
        (
            "a.jsonl",
            format!(
                "{{\"id\":\"a\",\"source\":\"phone\",\"format\":\"text\",\"language\":\"en\",\"passed\":true,{turns}}}\n"
            ),
        ),
        ("b.json", format!("{{\"fingerprint\":\"1\",\"pass_mark\":75,{turns}}}")),
        (
            "c.json",
            format!(
                "{{\"meta\":{{\"id\":1,\"source\":1,\"format\":1,\"language\":1,\"passed\":1,\"pass_mark\":1}},{turns}}}"
            ),
        ),
        ("d.md", "# Call reviews\n\nAgent: Hello.\nCustomer: Hi.\n".to_owned()),
        ("e.csv", "call,source,agent,speaker,text\n1,phone,Ana,agent,Hello.\n1,phone,Ana,customer,Hi.\n".to_owned()),
        ("f.txt", "Agent: Hello.\n  ✓ Customer: Hi.\nAgent: 74 ✗  of them.\nCustomer: Bye.\n".to_owned()),
        ("g.html", "<!doctype html>\nAgent: Hello.\nCustomer: Hi.\n".to_owned()),
    ] {
        let folder = Folder::new();
        folder.file(name, content);
        let ran = coach(&["score", "--format", "jsonl", &folder.path()]).run();
        assert!(ran.calls().len() == 1 && !ran.err.contains("reports of coach"), "{name}: {}", ran.err);
    }
}
