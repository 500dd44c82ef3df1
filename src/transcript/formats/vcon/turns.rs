//! A list of turns as anybody writes one: objects that have a text and, under one name or another, a speaker and
//! times. Used for the bodies of vCons, whose makers follow no format.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::transcript::Reader;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::formats::parts::times::{epoch, number, since};

const LISTS: [&str; 10] = [
    "turns",
    "utterances",
    "messages",
    "segments",
    "transcript",
    "conversation",
    "sentences",
    "entries",
    "dialog",
    "lines",
];
const TEXTS: [&str; 8] = ["text", "message", "content", "transcript", "utterance", "body", "sentence", "line"];
const SPEAKERS: [&str; 9] =
    ["speaker", "role", "participant", "name", "from", "author", "sender", "speaker_label", "channel"];
const NAMES: [&str; 3] = ["name", "speaker_name", "speakerName"];
const STARTS: [&str; 8] = ["start", "start_time", "startTime", "begin", "offset", "timestamp", "time", "ts"];
const ENDS: [&str; 3] = ["end", "end_time", "endTime"];
/// Lists lie no deeper in other things than this.
const DEEPEST: usize = 3;

/// A list of turns, alone or under one of its usual names; none where there is none. Times that are moments count
/// from when the dialog began, else from the first of them.
pub(super) fn read(reader: &Reader, text: &str, began: Option<f64>) -> Option<Draft> {
    let list = list(text)?;
    let mut began = began;
    let mut said = Vec::with_capacity(list.len());
    for item in list {
        let Ok(turn) = serde_json::from_str::<Value>(item.get()) else { continue };
        said.extend(one(reader, &turn, &mut began));
    }
    (!said.is_empty()).then(|| Draft { said, ..Draft::default() })
}

/// The text of a body that is nothing else: `{"transcript": "…"}`, `{"text": "…"}`.
pub(super) fn text(text: &str) -> Option<String> {
    let mut text = text;
    for _ in 0..DEEPEST {
        let fields: FxHashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(text).ok()?;
        let field = TEXTS.iter().find_map(|name| fields.get(*name))?.get();
        if let Ok(text) = serde_json::from_str(field) {
            return Some(text);
        }
        text = field;
    }
    None
}

fn list(text: &str) -> Option<Vec<&RawValue>> {
    let mut text = text;
    for _ in 0..DEEPEST {
        if text.trim_start().starts_with('[') {
            return serde_json::from_str(text).ok();
        }
        let fields: FxHashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(text).ok()?;
        let holds = |name: &&str| fields.get(*name).map(|value| value.get()).filter(|v| v.starts_with(['[', '{']));
        text = LISTS.iter().find_map(holds)?;
    }
    None
}

fn one(reader: &Reader, turn: &Value, began: &mut Option<f64>) -> Option<Said> {
    let string = |names: &[&str]| names.iter().find_map(|name| turn.get(name)?.as_str().filter(|t| !t.is_empty()));
    let text = string(&TEXTS)?;
    let role = turn.get("role").and_then(Value::as_str).filter(|role| reader.speakers().role(role).is_some());
    let speaker = SPEAKERS.iter().find_map(|name| label(turn.get(name)?));
    let party = ["party", "parties"].iter().find_map(|name| super::parties::first(turn.get(name)?));
    let who = match (role.map(str::to_owned), speaker, party) {
        // An index of the vCon's own parties.
        (_, None, Some(index)) => Who::Label(super::parties::by_index(index)),
        (Some(label), _, _) | (None, Some(label), _) => Who::Label(label),
        (None, None, None) => Who::Unknown,
    };
    let beside = string(&NAMES).or_else(|| turn.get("speaker")?.as_str());
    let name = beside.filter(|name| who != Who::Label((*name).to_owned()) && reader.speakers().role(name).is_none());
    let start = STARTS.iter().find_map(|name| time(turn.get(name)?, began));
    let end = ENDS.iter().find_map(|name| time(turn.get(name)?, began));
    let lasts = turn.get("duration").and_then(Value::as_f64).filter(|seconds| *seconds >= 0.0);
    let end = end.or_else(|| Some(((start? + lasts?) * 1000.0).round() / 1000.0));
    Some(Said { name: name.map(str::to_owned), ..Said::new(who, text).at(start, end) })
}

fn label(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => ["role", "name", "label", "id"].iter().find_map(|name| match fields.get(*name)? {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }),
        _ => None,
    }
}

/// Seconds from the start: a number, `12.5s`, `1:02:03`, or a moment. So large a number is one of the epoch's.
fn time(value: &Value, began: &mut Option<f64>) -> Option<f64> {
    const YEARS: f64 = 1e8;
    const MILLENNIA: f64 = 1e11;
    let moment = match value {
        Value::Number(number) => number.as_f64().filter(|n| n.is_finite())?,
        Value::String(text) => match epoch(text) {
            Some(moment) => moment,
            None => return number(text).or_else(|| clock(text)),
        },
        _ => return None,
    };
    let moment = if moment > MILLENNIA { moment / 1000.0 } else { moment };
    if moment < YEARS {
        return Some(moment);
    }
    Some(since(*began.get_or_insert(moment), moment).max(0.0))
}

/// `0:12`, `00:01:02.5`.
fn clock(text: &str) -> Option<f64> {
    let parts: Option<Vec<f64>> = text.trim().split(':').map(number).collect();
    match parts?[..] {
        [minutes, seconds] => Some(minutes * 60.0 + seconds),
        [hours, minutes, seconds] => Some(hours * 3600.0 + minutes * 60.0 + seconds),
        _ => None,
    }
}
