//! Every format: read by its content alone, with the right calls, turns, roles and times. A module a family, each
//! with its own small files in samples/formats/.

#[path = "../common/mod.rs"]
mod common;

mod amazon;
mod asr;
mod captions;
mod platforms;
mod roles;
mod same;
mod tables;
mod telephony;
mod vcon;

use common::{Ran, coach};
use serde_json::Value;

/// How a sample is read: a line a call with the format, the number of turns, and the notes; below it a line a turn
/// with speaker, name, times, the joined segments, what interrupts, and the text.
fn read(sample: &str) -> String {
    let file = format!("{}/samples/formats/{sample}", env!("CARGO_MANIFEST_DIR"));
    read_file(&file, &[])
}

/// The same for any file, with further arguments.
fn read_file(file: &str, args: &[&str]) -> String {
    let mut all = vec!["score", "--format", "jsonl", "--quiet", file];
    all.extend(args);
    show(&coach(&all).run(), file)
}

/// The same for a text that stands in the test.
fn read_text(text: &str) -> String {
    show(&coach(&["score", "--format", "jsonl", "--quiet", "-"]).input(text).run(), "-:")
}

fn show(ran: &Ran, file: &str) -> String {
    let mut out = ran.err.replace(file, "…");
    for call in ran.calls() {
        let turns = call["turns"].as_array().expect("turns");
        out += &format!("{} {} {} turns", text(&call["id"]), text(&call["format"]), turns.len());
        for key in ["agent", "team", "started"] {
            out += &call.get(key).map(|value| format!(" {key}={}", text(value))).unwrap_or_default();
        }
        out += "\n";
        for note in call["notes"].as_array().into_iter().flatten() {
            out += &format!("  note: {}\n", text(note));
        }
        for turn in turns {
            let name = turn.get("name").map(|name| format!(" ({})", text(name))).unwrap_or_default();
            let times = match (turn.get("start"), turn.get("end")) {
                (None, _) => String::new(),
                (Some(start), end) => format!(" {start}-{}", end.map(ToString::to_string).unwrap_or_default()),
            };
            let joined = turn.get("joined").map(|range| format!(" of {range}")).unwrap_or_default();
            out += &format!("  {}{name}{times}{joined}: {}\n", text(&turn["speaker"]), text(&turn["text"]));
        }
    }
    out
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}
