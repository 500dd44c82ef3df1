//! vCon, both ways, and the World Transcription Format that stands in many of them.

use serde_json::{Value, json};

use super::common::{Folder, Ran, coach, without_fingerprints};
use super::{read, read_file};

#[test]
fn a_vcon_of_two_recordings_is_one_call_in_the_order_of_their_starts() {
    insta::assert_snapshot!(read("vcon.json"), @"
    0195544a-1d2e-8c4b-9a21-4f0d3c5b7a10 vcon 4 turns agent=Óscar Peña started=2026-03-02T10:02:30Z
      other (Locución) 0.5-3: Para averías, pulse uno.
      agent (Óscar Peña) 149.9-153.4: Servicio técnico, le atiende Óscar. ¿En qué puedo ayudarle?
      customer (Marta Ibáñez) 153.7-156.3: La caldera no enciende desde anoche.
      agent (Óscar Peña) 156.6-159.1: Entiendo. ¿Sale algún código en la pantalla?
    ");
}

#[test]
fn text_dialogs_are_turns() {
    insta::assert_snapshot!(read("vcon-chat.json"), @"
    01955499-77aa-8e01-8b11-2c6d5e4f3a21 vcon 3 turns agent=Priya started=2026-03-04T16:10:02Z
      customer 0-: my pass was charged twice
    this month
      agent (Priya) 67-: Hi, you're through to Priya at Tramline. How can I help?
      customer 148-: it says 42 both times
    ");
}

#[test]
fn wtf_has_segments_speakers_and_words() {
    insta::assert_snapshot!(read("wtf.json"), @"
    wtf wtf 3 turns agent=Dana
      note: 4 segments were joined to 3 turns.
      agent (Dana) 0.3-3.4 of [0,2]: Northline Energy, this is Dana. How can I help?
      customer 4-6.2 of [2,3]: My meter reading is wrong.
      agent (Dana) 6.9-8.1 of [3,4]: I'm sorry to hear that.
    ");
}

/// A vCon with one recording and one analysis.
fn with_analysis(analysis: &Value) -> Value {
    json!({
        "uuid": "u-1", "created_at": "2026-03-02T10:00:00Z",
        "parties": [{"name": "Ana", "role": "agent"}, {"name": "Luis", "role": "customer"}],
        "dialog": [{"type": "recording", "start": "2026-03-02T10:00:00Z", "duration": 20, "parties": [0, 1]}],
        "analysis": [analysis],
    })
}

fn score(value: &Value, args: &[&str]) -> Ran {
    coach(&[&["score", "--quiet", "-"], args].concat()).input(value.to_string()).run()
}

/// Speaker, start and text of each turn of each call.
fn turns(values: &[Value]) -> Vec<Vec<String>> {
    let lines = values.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let ran = coach(&["score", "--quiet", "-", "--format", "jsonl"]).input(lines).run();
    assert_eq!(ran.err, "");
    let turn = |turn: &Value| format!("{} {} {}", turn["speaker"], turn["start"], turn["text"]).replace('"', "");
    let turns = |call: &Value| call["turns"].as_array().expect("turns").iter().map(turn).collect();
    ran.calls().iter().map(turns).collect()
}

fn refusal(value: &Value) -> String {
    let ran = score(value, &["--format", "jsonl"]);
    assert_eq!((ran.out.as_str(), ran.status), ("", 3), "{}", ran.err);
    ran.err.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn bodies_are_read_whatever_made_them() {
    let said = ["agent null Dígame.", "customer null No funciona."];
    let listed = json!([{"speaker": "Ana", "text": "Dígame."}, {"speaker": "Luis", "text": "No funciona."}]);
    let labelled = "**Agente:** Dígame.\n**Cliente:** No funciona.\n";
    let bodies = [
        json!({"type": "transcript", "dialog": 0, "encoding": "json", "body": listed}),
        json!({"type": "transcript", "dialog": [0], "encoding": "none", "body": listed.to_string()}),
        json!({"type": "transcript", "dialog": 0, "encoding": "json", "body": json!({"messages": listed}).to_string()}),
        json!({"type": "transcript", "dialog": 0, "encoding": "json", "body": {"id": 7, "turns": listed}}),
        json!({"type": "transcript", "dialog": 0, "transcript": listed}),
        json!({"type": "transcript", "encoding": "none", "body": labelled}),
        json!({"type": "transcript", "dialog": null, "encoding": "json", "body": {"transcript": {"text": labelled}}}),
        json!({"type": "transcript", "dialog": 0, "encoding": "base64url",
               "body": "QW5hIChhZ2VudGUpOiBEw61nYW1lLgpDbGllbnRlOiBObyBmdW5jaW9uYS4K"}),
        json!({"type": "my_notes", "dialog": 0, "encoding": "none", "body": [
            {"parties": 0, "message": "Dígame."}, {"parties": [1, 0], "message": "No funciona."}, {"event": "end"}]}),
    ];
    let read = turns(&bodies.clone().map(|body| with_analysis(&body)));
    assert_eq!(read.len(), bodies.len());
    for (turns, body) in read.iter().zip(bodies) {
        assert_eq!(*turns, said, "{body}");
    }
    let moments = json!({"type": "transcript", "dialog": 0, "encoding": "json", "body": [
        {"role": "agent", "content": "Dígame.", "timestamp": "2026-03-02T10:00:01.5Z"},
        {"role": "customer", "content": "No funciona.", "timestamp": "2026-03-02T11:00:03+01:00"}]});
    assert_eq!(turns(&[with_analysis(&moments)]), [["agent 1.5 Dígame.", "customer 3 No funciona."]]);
}

#[test]
fn a_body_of_deepgrams_is_read_whole_or_as_its_best_alternative() {
    let word = |text: &str, start: u8, speaker: u8| {
        json!({"word": text.to_lowercase(), "punctuated_word": text, "start": start, "end": start, "confidence": 0.9,
               "speaker": speaker})
    };
    let best = json!({"transcript": "Le atiende Ana. No va.", "confidence": 0.9, "words": [
        word("Le", 1, 0), word("atiende", 1, 0), word("Ana.", 2, 0), word("No", 4, 1), word("va.", 5, 1)]});
    let whole = json!({"metadata": {}, "results": {"channels": [{"alternatives": [best]}]}});
    let bodies = [whole, best].map(|body| with_analysis(&json!({"type": "transcript", "dialog": 0, "body": body})));
    // So little was said that nobody is taken for the agent.
    let said = ["other 1 Le atiende Ana.", "other 4 No va."];
    assert_eq!(turns(&bodies), [said, said]);
}

#[test]
fn of_two_transcripts_of_a_dialog_the_one_that_tells_the_speakers_apart_is_read() {
    let mut file = with_analysis(&json!({"type": "transcript", "dialog": 0, "body": [{"text": "Dígame. No va."}]}));
    let second = json!({"type": "wtf_transcription", "dialog": 0, "encoding": "json", "body": {
        "transcript": {"text": "Dígame. No va."}, "metadata": {"provider": "x"},
        "segments": [{"start": 1, "end": 2, "text": "Dígame.", "speaker": "Ana"},
                     {"start": 3, "end": 4, "text": "No va.", "speaker": "Luis"}]}});
    file["analysis"].as_array_mut().expect("a list").push(second);
    assert_eq!(turns(&[file]), [["agent 1 Dígame.", "customer 3 No va."]]);
}

#[test]
fn recordings_that_lie_far_apart_are_calls_of_their_own() {
    let body = json!([{"speaker": "agent", "text": "Dígame."}, {"speaker": "customer", "text": "No va."}]);
    let mut file = with_analysis(&json!({"type": "transcript", "dialog": 0, "body": body}));
    file["analysis"].as_array_mut().expect("a list").push(json!({"type": "transcript", "dialog": 1, "body": body}));
    let mut ids = |start: &str| -> Vec<String> {
        file["dialog"].as_array_mut().expect("a list").truncate(1);
        file["dialog"]
            .as_array_mut()
            .expect("a list")
            .push(json!({"type": "recording", "start": start, "parties": [0, 1]}));
        let calls = score(&file, &["--format", "jsonl"]).calls();
        calls.iter().map(|call| format!("{} {}", call["id"], call["turns"].as_array().map_or(0, Vec::len))).collect()
    };
    assert_eq!(ids("2026-03-02T10:10:00Z"), [r#""u-1" 4"#]);
    assert_eq!(ids("2026-03-03T10:10:00Z"), [r#""u-1#1" 2"#, r#""u-1#2" 2"#]);
}

#[test]
fn what_must_not_be_read_is_refused() {
    let body = json!([{"speaker": "agent", "text": "Dígame."}]);
    let open = with_analysis(&json!({"type": "transcript", "dialog": 0, "body": body}));
    let with = |key: &str, value: Value| {
        let mut file = open.clone();
        file[key] = value;
        file
    };
    for key in ["critical", "must_support"] {
        let error = refusal(&with(key, json!(["wtf_transcription", "vault", "sealed"])));
        assert!(error.contains("vault, sealed") && !error.contains("wtf"), "{error}");
        assert_eq!(turns(&[with(key, json!([])), with(key, json!(["wtf_transcription"]))]).len(), 2);
    }
    for (file, word) in [
        (json!({"payload": "e30", "signatures": [{"protected": "e30", "signature": "AA"}]}), "JWS"),
        (json!({"protected": "e30", "iv": "AA", "ciphertext": "AA", "tag": "AA", "recipients": [{}]}), "JWE"),
        (with("analysis", json!([{"type": "summary", "dialog": 0, "body": "Dígame."}])), "without a transcript"),
        (with("analysis", Value::Null), "without a transcript"),
        (with("dialog", json!(7)), "dialog"),
    ] {
        let error = refusal(&file);
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn a_body_of_no_known_format_is_named_with_its_place() {
    let folder = Folder::new();
    let text = "{\"vcon\": \"0.4.0\", \"parties\": [],\n \"dialog\": [],\n \"analysis\": [{\"type\": \"transcript\",\n   \
                \"body\": {\"zone\": 1}}]}";
    let error = read_file(&folder.file("odd.json", text), &[]);
    assert!(error.contains("…: 4:12: ") && error.contains("zone"), "{error}");
}

/// The keys of an object as they stand in a text.
fn keys(text: &str) -> Vec<String> {
    struct Keys;
    impl<'de> serde::de::Visitor<'de> for Keys {
        type Value = Vec<String>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut keys = Vec::new();
            while let Some((key, _)) = map.next_entry::<String, serde::de::IgnoredAny>()? {
                keys.push(key);
            }
            Ok(keys)
        }
    }
    serde::Deserializer::deserialize_map(&mut serde_json::Deserializer::from_str(text), Keys).expect("an object")
}

fn written(args: &[&str], input: &str) -> Ran {
    let ran = coach(&[&["score", "--quiet", "--format", "vcon"], args].concat()).input(input).run();
    assert_eq!((ran.err.as_str(), ran.status), ("", 0));
    ran
}

const ODD: &str = r#" {
  "z_first": 1.50, "uuid": "u-2", "big": 123456789012345678901234567890, "e": 1E+2, "esc": "\u00e9\/\"\\",
  "created_at": "2026-03-02T10:00:00.000+01:00",
  "parties": [ {"role": "agent", "x": {"b": 1, "a": -0.0} }, {"role": "customer"} ],
  "dialog": [ {"type": "recording", "start": "2026-03-02T10:00:00+01:00", "duration": 61.50, "alg": "SHA-512"} ],
  "analysis": [ {"type": "transcript", "dialog": 0, "body": [ {"party": 0, "text": "D¤ígame ."}, {"party": 1, "text": "No va."} ]} ],
  "attachments": [ ]
}
"#;

#[test]
fn a_vcon_comes_back_with_the_report_and_nothing_else_changed() {
    let odd = ODD.replace('¤', "\u{202e}");
    let odd = odd.as_str();
    let ran = written(&["-"], odd);
    let (line, rest) = ran.out.split_once('\n').expect("a line");
    assert_eq!(rest, "");
    // Letter by letter what it was, but for the space between, the time, and the report.
    let open: String = odd.lines().map(|line| line.trim().replace(": ", ":").replace(", \"", ",\"")).collect();
    let open = open.replace("[ ", "[").replace(" ]", "]").replace(" }", "}").replace(", {", ",{");
    let open = open.replace('\u{202e}', "\\u202e");
    let (before, after) = open.split_once("]}],\"attachments\"").expect("the end of the analyses");
    let created = r#""created_at":"2026-03-02T10:00:00.000+01:00","#;
    let before = before.replace(created, &format!("{created}\"updated_at\":\"2026-03-02T09:01:02Z\","));
    assert!(line.starts_with(&format!("{before}]}},{{\"type\":\"report\",\"dialog\":0,")), "{line}");
    assert!(line.ends_with(&format!("}}],\"attachments\"{after}")), "{line}");
    let vcon: Value = serde_json::from_str(line).expect("JSON");
    let report = &vcon["analysis"][1];
    assert_eq!(report["vendor"], "coach");
    assert_eq!(report["encoding"], "json");
    let card = &score(&serde_json::from_str(odd).expect("JSON"), &["--format", "jsonl"]).calls()[0];
    assert_eq!((&report["body"]["score"], &report["body"]["turns"]), (&card["score"], &card["turns"]));
    // The same again, and as the environment says the time.
    assert_eq!(written(&["-", "-j", "3"], odd).out, ran.out);
    let told = coach(&["score", "--format", "vcon", "-"]).env("SOURCE_DATE_EPOCH", "1800000000").input(odd).run();
    assert!(told.out.contains(r#""updated_at":"2027-01-15T08:00:00Z""#), "{}", told.out);
    let wrong = coach(&["score", "--format", "vcon", "-"]).env("SOURCE_DATE_EPOCH", "today").input(odd).run();
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("SOURCE_DATE_EPOCH"), "{}", wrong.err);
}

#[test]
fn the_samples_come_back_as_they_were() {
    for (sample, dialogs) in [("vcon.json", json!([0, 1])), ("vcon-chat.json", json!([0, 1, 2]))] {
        let file = format!("{}/samples/formats/{sample}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&file).expect("a sample");
        let out = written(&[&file], "").out;
        let (was, mut is): (Value, Value) =
            (serde_json::from_str(&text).expect("JSON"), serde_json::from_str(&out).expect("JSON"));
        let mut order = keys(&text);
        if was.get("updated_at").is_none() {
            let created = order.iter().position(|key| key == "created_at").expect("created_at");
            order.insert(created + 1, "updated_at".to_owned());
        }
        assert_eq!(keys(&out), order);
        let updated = is["updated_at"].take();
        assert!(updated.as_str() > was["updated_at"].as_str(), "{updated}");
        is["updated_at"] = was["updated_at"].clone();
        let report = is["analysis"].as_array_mut().and_then(Vec::pop).expect("a report");
        assert_eq!(report["dialog"], dialogs);
        if was.get("updated_at").is_none() {
            is.as_object_mut().expect("an object").remove("updated_at");
        }
        assert_eq!(is, was);
        // What was given back is read as it was before.
        assert_eq!(written(&["-"], &out).out.matches(r#""type":"report""#).count(), 2);
    }
}

#[test]
fn the_reports_on_two_calls_of_one_vcon_come_back_in_it() {
    let body = json!([{"speaker": "agent", "text": "Dígame."}, {"speaker": "customer", "text": "No va."}]);
    let mut file = with_analysis(&json!({"type": "transcript", "dialog": 0, "body": body}));
    file["analysis"].as_array_mut().expect("a list").push(json!({"type": "transcript", "dialog": 1, "body": body}));
    let later = json!({"type": "recording", "start": "2026-03-05T10:00:00Z", "parties": [0, 1]});
    file["dialog"].as_array_mut().expect("a list").push(later);
    let ran = written(&["-"], &format!("{file}\n{file}\n"));
    let vcons = ran.calls();
    assert_eq!(vcons.len(), 2);
    let of = |vcon: &Value| {
        vcon["analysis"].as_array().expect("a list").iter().skip(2).map(|a| a["dialog"].clone()).collect()
    };
    assert_eq!(vcons.iter().map(of).collect::<Vec<Vec<Value>>>(), vec![vec![json!(0), json!(1)]; 2]);
}

#[test]
fn a_call_of_another_format_becomes_a_new_vcon_that_is_read_alike() {
    for file in ["samples/en-card-middling.txt", "samples/es-banco-regular.json"] {
        let out = written(&[file], "").out;
        assert_eq!(written(&[file], "").out, out);
        let vcon: Value = serde_json::from_str(&out).expect("JSON");
        for key in ["uuid", "created_at", "parties", "dialog", "analysis"] {
            assert!(vcon.get(key).is_some(), "{key}");
        }
        let was = &coach(&["score", "--quiet", "--format", "jsonl", file]).run().calls()[0];
        let is = &score(&vcon, &["--format", "jsonl"]).calls()[0];
        assert_eq!(without_fingerprints(&is["turns"]), without_fingerprints(&was["turns"]));
        assert_eq!(is["score"], was["score"]);
        assert_eq!(vcon["analysis"][1]["body"], *was);
    }
}
