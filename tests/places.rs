//! Where turns stand in their files: every character of every sample stands where it is said to stand, and how many
//! turns of each sample have a place.

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
    let mut less = String::new();
    let mut all_found = 0;
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
        all_found += found;
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if found < turns {
            less.push_str(&format!("{name}: {found} of {turns}\n"));
        }
    }
    // What stands in base64 has no place. Of every other sample all turns have one.
    insta::assert_snapshot!(less, @"vcon-chat.json: 2 of 3");
    assert!(all_found > 250, "{all_found} turns were found");
}

/// The region of a part of what is said in the first call, and what stands there.
fn region_of(bytes: &[u8], text: &str, turn: usize, part: &str) -> ((usize, usize, usize, usize), String) {
    let calls = read(&WITH, bytes);
    let call = &calls[0];
    let said = &call.turns[turn].text;
    let from = said[..said.find(part).unwrap_or_else(|| panic!("{part} in {said}"))].chars().count();
    let places = call.places.as_ref().expect("places");
    let region = places.region(turn, [from, from + part.chars().count()]).expect("a place");
    let Region { start_line, start_column, end_line, end_column } = region;
    ((start_line, start_column, end_line, end_column), cut(text, region))
}

#[test]
fn parts_of_turns_stand_where_an_editor_shows_them() {
    let check = |text: &str, turn, part: &str, place: (usize, usize, usize, usize), written: &str| {
        assert_eq!(region_of(text.as_bytes(), text, turn, part), (place, written.to_owned()), "{part} in {text}");
    };
    // Lines, with either end; a quote across two of them.
    let lines = "Agente: Hola, ¿qué tal?\r\nCliente: Mal, muy\r\n  mal. Adiós.\r\n";
    check(lines, 0, "¿qué tal?", (1, 15, 1, 24), "¿qué tal?");
    check(lines, 1, "muy mal", (2, 15, 3, 6), "muy\r\n  mal");
    check(lines, 1, "Adiós", (3, 8, 3, 13), "Adiós");
    // A name above, which is also said.
    let above = "Agent\nYour name?\n\nCustomer\nAgent Smith\n\nAgent\nThank you.\n";
    check(above, 1, "Agent Smith", (5, 1, 5, 12), "Agent Smith");
    // Captions: marks, entities, a turn across two cues; a label that is also said.
    let cues = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ana>Hola, <i>R&amp;D</i>\nle oye,\n\n\
                2\n00:02.000 --> 00:03.000\n<v Ana>dígame.</v>\n\n3\n00:03.100 --> 00:04.000\n<v Luis>Ana, Ana.\n";
    check(cues, 0, "R&D", (5, 17, 5, 24), "R&amp;D");
    check(cues, 0, "oye, dígame", (6, 4, 10, 14), "oye,\n\n2\n00:02.000 --> 00:03.000\n<v Ana>dígame");
    check(cues, 1, "Ana, Ana.", (14, 9, 14, 18), "Ana, Ana.");
    let srt =
        "1\n00:00:01,000 --> 00:00:02,000\nAgent: Agent: yes.\n\n2\n00:00:03,000 --> 00:00:04,000\nCustomer: yes.\n";
    check(srt, 1, "yes", (7, 11, 7, 14), "yes");
    // Tables: two marks mean one, a cell across two lines, a word that stands in other cells, too.
    let table = "speaker,text,note\nagent,\"She said \"\"yes\"\",\nñ ok\",yes\ncustomer,agent,agent\n";
    check(table, 0, "\"yes\",\nñ", (2, 17, 3, 2), "\"\"yes\"\",\nñ");
    check(table, 1, "agent", (4, 10, 4, 15), "agent");
    let cells = "id;date;transcript\n7;2026-01-02;Agent: Good morning, yes?\\nCustomer: Good morning.\n";
    check(cells, 1, "Good", (2, 51, 2, 55), "Good");
    // JSON: escapes are wider than what they mean; the same text in another field is no place of it.
    let json = "{\"title\": \"No.\", \"turns\": [\n  {\"speaker\": \"agent\", \"text\": \"S\\u00ed \\ud83d\\ude00, \\\"d\u{ed}game\\\"\"},\n\
                  {\"speaker\": \"customer\", \"text\": \"No.\"}]}";
    check(json, 0, "í 😀", (2, 34, 2, 53), "\\u00ed \\ud83d\\ude00");
    check(json, 0, "\"dígame\"", (2, 55, 2, 65), "\\\"dígame\\\"");
    check(json, 1, "No.", (3, 34, 3, 37), "No.");
    let once = r#"{"title": "Hi", "turns": [{"text": "Hi", "speaker": "agent"}]}"#;
    check(once, 0, "Hi", (1, 37, 1, 39), "Hi");
}

#[test]
fn other_encodings_and_later_blocks_keep_their_lines() {
    let text = "Agente: ñandú, hola.\nCliente: Sí, claro.\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(region_of(&utf16, text, 1, "Sí"), ((2, 10, 2, 12), "Sí".to_owned()));
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    assert_eq!(region_of(&marked, text, 0, "ñandú"), ((1, 9, 1, 14), "ñandú".to_owned()));
    let office: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
    assert_eq!(region_of(&office, text, 0, "hola"), ((1, 16, 1, 20), "hola".to_owned()));

    let line = r#"{"turns": [{"speaker": "agent", "text": "Hello there"}]}"#;
    let source: Arc<str> = "input".into();
    let bytes = format!("{line}\n\n  {line}\n");
    let input = Input { source: &source, bytes: bytes.as_bytes(), first_line: 100, lines: true };
    let calls: Vec<Call> = WITH.read(&input).into_iter().flatten().collect();
    let place = |call: &Call| call.places.as_ref().and_then(|places| places.region(0, [6, 11])).expect("a place");
    let begins: Vec<_> =
        calls.iter().map(|call| (call.line, place(call).start_line, place(call).start_column)).collect();
    assert_eq!(begins, [(100, 100, 48), (102, 102, 50)]);
    let list = format!("[\n{line},\n\n{line}]");
    let lines: Vec<_> = read(&WITH, list.as_bytes()).iter().map(|c| (c.line, place(c).start_line)).collect();
    assert_eq!(lines, [(2, 2), (4, 4)]);
    let table = "call_id,speaker,text\n1,agent,Hello there\n2,agent,Hello there\n1,customer,bye\n";
    let calls = read(&WITH, table.as_bytes());
    let lines: Vec<_> = calls.iter().map(|c| (c.line, place(c).start_line)).collect();
    assert_eq!(lines, [(2, 2), (3, 3)]);
    assert!(read(&WITHOUT, table.as_bytes()).iter().all(|call| call.places.is_none() && call.line > 1));
}

#[test]
fn what_is_too_large_has_no_places_and_is_read() {
    let place = |text: &str, call: usize, turn: usize| {
        let calls = read(&WITH, text.as_bytes());
        calls[call].places.as_ref().expect("places").region(turn, [0, 2]).map(|region| region.start_line)
    };
    let own = |notes: usize| {
        let note = format!("\"{}\"", "x".repeat(1 << 20));
        let notes = vec![note; notes].join(",");
        format!("{{\"turns\": [{{\"speaker\": \"agent\", \"text\": \"Hi\"}}],\n\"notes\": [{notes}]}}")
    };
    assert_eq!(place(&own(15), 0, 0), Some(1));
    assert_eq!(place(&own(16), 0, 0), None);
    // A list of calls may be longer than each of them.
    assert_eq!(place(&format!("[{},\n{}]", own(10), own(10)), 1, 0), Some(3));
    let table = |length: usize| {
        let said = format!("Agent: Hi.\\nCustomer: {}\\n", "Hello. ".repeat(1000)).repeat(length / 7000);
        format!("id;transcript\n1;{said}\n2;Agent: Hi.\\nCustomer: Hello.\n")
    };
    assert_eq!(place(&table(1 << 19), 0, 0), Some(2));
    assert_eq!((place(&table((1 << 20) + 7000), 0, 0), place(&table((1 << 20) + 7000), 1, 0)), (None, Some(3)));
}

/// Few words, so that nearly all of them come again, and some are labels.
fn words() -> impl Strategy<Value = Vec<(bool, Vec<&'static str>)>> {
    let word = prop::sample::select(vec!["sí", "no", "ok.", "Agent", "agent", "Customer", "¿qué?", "\"A\"", "a,b"]);
    let turn = (any::<bool>(), prop::collection::vec(word, 1..4));
    prop::collection::vec(turn, 2..12)
}

/// Writes a file turn by turn and keeps where the words of each begin.
struct Written {
    text: String,
    begins: Vec<(usize, usize)>,
}

impl Written {
    fn new(begin: &str) -> Self {
        Self { text: begin.to_owned(), begins: Vec::new() }
    }

    fn turn(&mut self, before: &str, said: &str, behind: &str) {
        self.text.push_str(before);
        let line = self.text.rfind('\n').map_or(0, |end| end + 1);
        self.begins.push((self.text.matches('\n').count() + 1, self.text[line..].chars().count() + 1));
        self.text.push_str(said);
        self.text.push_str(behind);
    }

    /// Every turn stands where it was written.
    fn check(&self, turns: usize) -> Result<(), TestCaseError> {
        let calls = read(&WITH, self.text.as_bytes());
        prop_assert_eq!(calls.len(), 1, "{}", &self.text);
        prop_assert_eq!(calls[0].turns.len(), turns, "{}", &self.text);
        check(&self.text, &calls[0]);
        let places = calls[0].places.as_ref().expect("places");
        for (turn, begin) in self.begins.iter().enumerate() {
            let region = places.region(turn, [0, usize::MAX]);
            prop_assert_eq!(region.map(|r| (r.start_line, r.start_column)), Some(*begin), "{}: {}", turn, &self.text);
        }
        Ok(())
    }
}

fn json(text: &str) -> String {
    let quoted = serde_json::to_string(text).expect("JSON");
    quoted[1..quoted.len() - 1].to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn words_that_come_again_stand_where_they_were_written(turns in words()) {
        let role = |agent: bool| if agent { "Agent" } else { "Customer" };
        let mut lines = Written::new("Agent: begin\nCustomer: begin\n");
        lines.begins = vec![(1, 8), (2, 11)];
        let mut own = Written::new(r#"{"words": ["sí", "no", "Agent"], "turns": ["#);
        let mut table = Written::new("no,speaker,text\n");
        let mut cues = Written::new("WEBVTT\n");
        for (index, (agent, words)) in turns.iter().enumerate() {
            let (role, said) = (role(*agent), words.join(" "));
            lines.turn(&format!("{role}: "), &said, "\n");
            let comma = if index == 0 { "" } else { ",\n" };
            own.turn(&format!(r#"{comma}{{"speaker": "{}", "text": ""#, role.to_lowercase()), &json(&said), "\"}");
            let quoted = format!("\"{}\"", said.replace('"', "\"\""));
            table.turn(&format!("no,{role},"), &quoted, "\n");
            // The mark that opens a cell is none of its words.
            table.begins[index].1 += 1;
            let minute = index * 2;
            let times = format!("\n{index}\n{minute:02}:00.000 --> {minute:02}:01.000\n<v {role}>");
            cues.turn(&times, &words.join("\n"), "\n");
        }
        own.text.push_str("]}");
        lines.check(turns.len() + 2)?;
        own.check(turns.len())?;
        table.check(turns.len())?;
        cues.check(turns.len())?;
    }

    #[test]
    fn words_one_by_one_stand_where_they_were_written(turns in words()) {
        // As Amazon Transcribe has them: speakers beside each word, marks by themselves.
        let mut words = Written::new(r#"{"jobName": "sí", "results": {"transcripts": [{"transcript": "no"}], "items": ["#);
        let mut speaker = 0;
        for (index, (_, said)) in turns.iter().enumerate() {
            speaker = (speaker + 1) % 3;
            for (place, word) in said.iter().enumerate() {
                let comma = if index + place == 0 { "" } else { ",\n" };
                let second = index * 10 + place;
                let before = format!(
                    r#"{comma}{{"start_time": "{second}.1", "end_time": "{second}.9", "speaker_label": "spk_{speaker}", "#
                );
                let before = format!(r#"{before}"type": "pronunciation", "alternatives": [{{"content": ""#);
                words.turn(&before, &json(word), r#""}, {"content": "sí"}]}"#);
                if place > 0 {
                    words.begins.pop();
                }
            }
        }
        words.text.push_str("]}}");
        words.check(turns.len())?;
    }

    #[test]
    fn words_of_two_channels_stand_where_they_were_written_or_nowhere(turns in words()) {
        // One channel behind the other in the file, one speaker after the other in the call.
        let mut file = Written::new(r#"{"jobName": "a", "results": {"items": [{"alternatives": []}], "channel_labels": {"channels": ["#);
        let mut begins = vec![(0, 0); turns.len()];
        for channel in 0..2 {
            file.text.push_str(&format!("{}{{\"channel_label\": \"ch_{channel}\", \"items\": [", [",", ""][1 - channel]));
            let own: Vec<usize> = (0..turns.len()).filter(|index| index % 2 == channel).collect();
            let words = own.iter().flat_map(|index| turns[*index].1.iter().enumerate().map(move |word| (*index, word)));
            for (number, (index, (place, word))) in words.enumerate() {
                let comma = if number == 0 { "" } else { ",\n" };
                let (start, end) = (format!("{index}0.{place}"), format!("{index}0.{place}5"));
                let times = format!(r#"{comma}{{"start_time": "{start}", "end_time": "{end}", "type": "pronunciation", "#);
                file.turn(&format!(r#"{times}"alternatives": [{{"content": ""#), &json(word), "\"}]}");
                let begin = file.begins.pop().expect("a word");
                if place == 0 {
                    begins[index] = begin;
                }
            }
            file.text.push_str("]}");
        }
        file.text.push_str("]}}}");
        let calls = read(&WITH, file.text.as_bytes());
        prop_assert_eq!(calls[0].turns.len(), turns.len());
        check(&file.text, &calls[0]);
        let places = calls[0].places.as_ref().expect("places");
        for (turn, begin) in begins.iter().enumerate() {
            let region = places.region(turn, [0, usize::MAX]);
            let begins = region.map(|region| (region.start_line, region.start_column));
            prop_assert!(begins.is_none_or(|begins| begins == *begin), "{}: {:?} {:?} {}", turn, begins, begin, &file.text);
        }
    }

    #[test]
    fn places_change_nothing_else_and_never_panic(
        text in "(Agent: |Cliente: |\\*AGT:\t|@Begin\n|WEBVTT\n|00:01.000 --> 00:02.000\n|<v Ana>|&amp;|&#9;|\\[x 3\\]|\u{15}1_2\u{15}|\
                 speaker,text\n|\"|,|\\\\n|\n|\n|ñ| |no|\\{\"turns\": \\[|\\{\"speaker\": \"agent\", \"text\": \"a\\\\u00e9\"\\},?|\\]\\}){0,30}"
    ) {
        let with = read(&WITH, text.as_bytes());
        let plain = read(&WITHOUT, text.as_bytes());
        let bare: Vec<Call> = with.iter().cloned().map(|call| Call { places: None, ..call }).collect();
        prop_assert_eq!(format!("{bare:?}"), format!("{plain:?}"));
        for call in &with {
            prop_assert!(call.line >= 1 && call.places.is_some());
            let places = call.places.as_ref().expect("places");
            let lines: Vec<&str> = text.split('\n').collect();
            for turn in 0..=call.turns.len() {
                for span in [[0, usize::MAX], [0, 0], [3, 1], [2, 3]] {
                    let Some(region) = places.region(turn, span) else { continue };
                    prop_assert!(span[0] < span[1]);
                    prop_assert!((region.start_line, region.start_column) < (region.end_line, region.end_column));
                    prop_assert!(region.end_column <= lines[region.end_line - 1].chars().count() + 1);
                }
            }
        }
    }

    #[test]
    fn any_bytes_have_places_or_none(bytes in prop::collection::vec(any::<u8>(), 0..300), json in any::<bool>()) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let said = [text.as_str(), "no", &text[..text.floor_char_boundary(text.len() / 2)]];
        let turns: Vec<_> = said.iter().map(|text| serde_json::json!({"speaker": "agent", "text": text})).collect();
        let value = serde_json::json!({"notes": said, "turns": turns}).to_string();
        let bytes = if json { value.clone().into_bytes() } else { bytes };
        for call in read(&WITH, &bytes) {
            if json {
                let (found, _) = check(&value, &call);
                let filled = said.iter().filter(|text| !text.trim().is_empty()).count();
                prop_assert!(found >= filled, "{found} of {filled} in {value}");
            }
        }
    }
}
