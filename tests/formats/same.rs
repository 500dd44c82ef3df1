//! The same call in five formats: what is found does not hang on how it was kept.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::common::{Folder, coach, without_fingerprints};

/// Speaker, start, end, text; in whole seconds, which every format can say.
const CALL: [(&str, u32, u32, &str); 9] = [
    ("agent", 0, 5, "Ferretería Lucena, buenos días, le atiende Marga. ¿En qué le puedo ayudar?"),
    ("customer", 6, 12, "Buenos días, compré un taladro el lunes y ya no arranca, estoy muy molesto."),
    ("agent", 13, 17, "Eso es porque no se leyó el manual, cálmese."),
    ("customer", 18, 24, "¿Cómo que el manual? Es el segundo que me falla, y me hacen perder la mañana"),
    ("agent", 21, 26, "¿Me dice el número de la factura?"),
    ("customer", 27, 31, "Cuatro, cuatro, uno, nueve."),
    ("agent", 58, 64, "Pase el RMA por el SAT y ellos le gestionan el abono."),
    ("customer", 65, 68, "No le entiendo nada."),
    ("agent", 69, 73, "Tiene razón, perdone: hoy mismo le devolvemos el dinero. Hasta luego."),
];

fn clock(seconds: u32) -> String {
    format!("00:{:02}:{:02}", seconds / 60, seconds % 60)
}

/// The call's file in each format: its name and its content.
fn files() -> Vec<(&'static str, String)> {
    let mut text = String::new();
    let mut vtt = String::from("WEBVTT\n\n");
    let mut csv = String::from("speaker,start,end,text\n");
    for (speaker, start, end, said) in CALL {
        let label = if speaker == "agent" { "Agente" } else { "Cliente" };
        writeln!(text, "[{} - {}] {label}: {said}", clock(start), clock(end)).expect("a string");
        writeln!(vtt, "{}.000 --> {}.000\n<v {label}>{said}</v>\n", clock(start), clock(end)).expect("a string");
        writeln!(csv, "{speaker},{start},{end},\"{said}\"").expect("a string");
    }
    let own = |(speaker, start, end, said)| json!({"speaker": speaker, "start": start, "end": end, "text": said});
    let amazon = |(speaker, start, end, said): (&str, u32, u32, &str)| {
        json!({
            "ParticipantRole": speaker.to_uppercase(), "Content": said,
            "BeginOffsetMillis": start * 1000, "EndOffsetMillis": end * 1000,
        })
    };
    let amazon: Vec<Value> = CALL.into_iter().map(amazon).collect();
    vec![
        ("call.txt", text),
        ("call.vtt", vtt),
        ("call.csv", csv),
        ("call.json", json!({"turns": CALL.into_iter().map(own).collect::<Vec<_>>()}).to_string()),
        ("amazon.json", json!({"Transcript": amazon}).to_string()),
    ]
}

#[test]
fn the_same_call_in_five_formats_gives_the_same_findings() {
    let folder = Folder::new();
    let mut first: Option<(Value, Vec<Value>)> = None;
    for (name, content) in files() {
        let file = folder.file(name, content);
        let card = coach(&["score", "--format", "jsonl", &file]).run().calls().remove(0);
        let card = without_fingerprints(&card);
        let turns: Vec<Value> =
            card["turns"].as_array().expect("turns").iter().map(|turn| turn["findings"].clone()).collect();
        assert_eq!(turns.len(), CALL.len(), "{name}");
        let found = (json!([card["score"], card["expected"], card["conditions"]]), turns);
        match &first {
            None => {
                let rules: Vec<&Value> =
                    found.1.iter().flat_map(|f| f.as_array().expect("findings")).map(|f| &f["behaviour"]).collect();
                for fault in ["interrupting", "long-wait", "jargon"] {
                    assert!(rules.contains(&&json!(fault)), "{fault}: {rules:?}");
                }
                first = Some(found);
            }
            Some(first) => assert_eq!(*first, found, "{name}"),
        }
    }
}
