//! vCon: the scorecard as an analysis of type `report`, put into the vCon that the call was read from, or into a new
//! one around a call of another format. What was there stays as it was written, in its order; only the space between
//! is left out, so that a vCon is one line.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::brief::Brief;
use super::card::Card;
use super::json::write_line;
use super::safe::steers;
use super::summary::Summary;
use super::writer::{Frame, Part, Report, Writer};
use crate::transcript::{epoch, hash_all, rfc3339};

/// What the body of a report is, for programs that read it.
const SCHEMA: &str = "scorecard-1";

/// What stands where a vCon must state a time and nobody knows one.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// The vCons with the reports in them, one a line; other calls as new vCons.
pub struct Vcons {
    now: Option<f64>,
}

impl Vcons {
    /// For a run.
    pub fn new(frame: Frame<'_>) -> Self {
        Self { now: frame.now }
    }
}

impl Report for Vcons {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        if let Some(original) = card.original {
            write_report(card, &original.dialogs, &mut part.bytes);
            part.original = Some(Arc::clone(&original.text));
        } else {
            write_new(card, self.now, &mut part.bytes);
        }
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(OpenVcon { now: self.now, open: None })
    }
}

/// A vCon goes out once, with the reports on all its calls.
struct OpenVcon {
    now: Option<f64>,
    /// The last one, and the reports on its calls so far.
    open: Option<(Arc<str>, Vec<Vec<u8>>)>,
}

impl OpenVcon {
    fn close(&mut self, out: &mut Vec<u8>) {
        if let Some((text, reports)) = self.open.take() {
            write_back(&text, &reports, self.now, out);
            out.push(b'\n');
        }
    }
}

impl Writer for OpenVcon {
    fn call(&mut self, part: &mut Part, _: &Brief, out: &mut Vec<u8>) {
        let report = std::mem::take(&mut part.bytes);
        match (part.original.take(), &mut self.open) {
            (Some(text), Some((last, reports))) if Arc::ptr_eq(last, &text) => reports.push(report),
            (Some(text), _) => {
                self.close(out);
                self.open = Some((text, vec![report]));
            }
            (None, _) => {
                self.close(out);
                out.extend(report);
                out.push(b'\n');
            }
        }
    }

    fn pause(&mut self, out: &mut Vec<u8>) {
        self.close(out);
    }

    fn end(&mut self, _: &Summary, out: &mut Vec<u8>) {
        self.close(out);
    }
}

/// Appends a card as an analysis.
pub fn write_report(card: &Card<'_>, dialogs: &[usize], out: &mut Vec<u8>) {
    out.extend(br#"{"type":"report","#);
    match dialogs {
        [] => {}
        [one] => out.extend(format!(r#""dialog":{one},"#).bytes()),
        several => out.extend(format!(r#""dialog":{},"#, json!(several)).bytes()),
    }
    out.extend(format!(r#""vendor":"coach","product":"callcoach {}","#, card.stamp.coach).bytes());
    out.extend(format!(r#""schema":"{SCHEMA}","encoding":"json","body":"#).bytes());
    write_line(card, out);
    out.push(b'}');
}

/// Appends a vCon with these reports in it. `now` is when that happens; where nobody says, it is a second after the
/// latest moment that the vCon states, so that the same input gives the same bytes.
pub fn write_back(original: &str, reports: &[Vec<u8>], now: Option<f64>, out: &mut Vec<u8>) {
    let Ok(fields) = fields(original) else { return };
    let stated = fields.iter().filter_map(Field::latest).fold(f64::NEG_INFINITY, f64::max);
    let updated = now.or_else(|| Some(stated.floor() + 1.0).filter(|n| n.is_finite())).and_then(rfc3339);
    let updated = format!("\"{}\"", updated.as_deref().unwrap_or(NO_TIME));
    let has = |name: &str| fields.iter().any(|field| field.name == name);
    let (has_updated, has_created, has_analysis) = (has("updated_at"), has("created_at"), has("analysis"));
    let mut open = b'{';
    let mut key = |key: &str, out: &mut Vec<u8>| {
        out.push(open);
        compact(key, out);
        out.push(b':');
        open = b',';
    };
    for field in &fields {
        key(field.key.get(), out);
        match field.name.as_ref() {
            "updated_at" => out.extend(updated.bytes()),
            "analysis" => analyses(Some(field.value.get()), reports, out),
            _ => compact(field.value.get(), out),
        }
        if field.name == "created_at" && !has_updated {
            key("\"updated_at\"", out);
            out.extend(updated.bytes());
        }
    }
    if !has_updated && !has_created {
        key("\"updated_at\"", out);
        out.extend(updated.bytes());
    }
    if !has_analysis {
        key("\"analysis\"", out);
        analyses(None, reports, out);
    }
    out.push(b'}');
}

/// The list of analyses with the reports behind what it has.
fn analyses(list: Option<&str>, reports: &[Vec<u8>], out: &mut Vec<u8>) {
    let list = list.filter(|list| list.starts_with('['));
    match list {
        Some(list) => {
            compact(list, out);
            out.pop();
        }
        None => out.push(b'['),
    }
    for report in reports {
        if out.last() != Some(&b'[') {
            out.push(b',');
        }
        out.extend_from_slice(report);
    }
    out.push(b']');
}

/// A field of the vCon as it is written.
struct Field<'a> {
    key: &'a RawValue,
    name: Cow<'a, str>,
    value: &'a RawValue,
}

impl Field<'_> {
    /// The latest moment that the field states, in seconds since the epoch.
    fn latest(&self) -> Option<f64> {
        match self.name.as_ref() {
            "created_at" | "updated_at" => epoch(&serde_json::from_str::<String>(self.value.get()).ok()?),
            "dialog" => {
                let dialogs: Vec<&RawValue> = serde_json::from_str(self.value.get()).ok()?;
                let end = |dialog: &RawValue| {
                    let dialog: Timed = serde_json::from_str(dialog.get()).ok()?;
                    let lasts = dialog.duration.as_ref().and_then(Value::as_f64).unwrap_or(0.0).max(0.0);
                    Some(epoch(dialog.start.as_ref()?.as_str()?)? + lasts)
                };
                dialogs.into_iter().filter_map(end).reduce(f64::max)
            }
            _ => None,
        }
    }
}

#[derive(serde::Deserialize)]
struct Timed {
    start: Option<Value>,
    duration: Option<Value>,
}

/// The fields of an object, in their order.
fn fields(text: &str) -> serde_json::Result<Vec<Field<'_>>> {
    struct Fields;

    impl<'de> Visitor<'de> for Fields {
        type Value = Vec<Field<'de>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut fields = Vec::new();
            while let Some((key, value)) = map.next_entry::<&RawValue, &RawValue>()? {
                let name = serde_json::from_str::<String>(key.get()).unwrap_or_default().into();
                fields.push(Field { key, name, value });
            }
            Ok(fields)
        }
    }

    serde_json::Deserializer::from_str(text).deserialize_map(Fields)
}

/// JSON without the space between its parts; strings and numbers stay as they are written, but for characters that
/// could steer a terminal, which are escaped.
fn compact(json: &str, out: &mut Vec<u8>) {
    let (mut inside, mut escaped) = (false, false);
    let mut from = 0;
    for (at, c) in json.char_indices() {
        let dropped = if inside { steers(c) } else { c.is_ascii_whitespace() };
        if dropped {
            out.extend_from_slice(&json.as_bytes()[from..at]);
            from = at + c.len_utf8();
        }
        if dropped && inside {
            out.extend(format!("\\u{:04x}", u32::from(c)).bytes());
        }
        if c == '"' && !escaped {
            inside = !inside;
        }
        escaped = inside && c == '\\' && !escaped;
    }
    out.extend_from_slice(&json.as_bytes()[from..]);
}

#[derive(Serialize)]
struct Party<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
}

#[derive(Serialize)]
struct Turn<'a> {
    speaker: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<f64>,
}

/// Appends a new vCon around a call that was read from none: its parties, a dialog of which nothing but the times is
/// known, the transcript in our own JSON, and the report. Its uuid is made of the call's bytes.
pub fn write_new(card: &Card<'_>, now: Option<f64>, out: &mut Vec<u8>) {
    let mut parties: Vec<Party<'_>> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    for turn in &card.turns {
        if seen.insert((turn.name, turn.speaker)) {
            parties.push(Party { name: turn.name, role: Some(turn.speaker).filter(|role| *role != "other") });
        }
    }
    let began = card.started.and_then(epoch);
    let lasts = card.metrics.duration_seconds;
    let ended = began.map(|began| (began + lasts.map_or(0.0, |seconds| seconds.0)).ceil());
    let created = now.or(ended).and_then(rfc3339).unwrap_or_else(|| NO_TIME.to_owned());
    let mut dialog = json!({ "parties": (0..parties.len()).collect::<Vec<_>>() });
    if let Some(start) = began.and_then(rfc3339) {
        dialog["start"] = start.into();
    }
    if let Some(seconds) = lasts {
        dialog["duration"] = json!(seconds);
    }
    let turn = |turn: &super::card::Turn<'_>| {
        let (start, end) = (turn.start.map(|at| at.0), turn.end.map(|at| at.0));
        let turn = Turn { speaker: turn.speaker, name: turn.name, text: turn.text, start, end };
        serde_json::to_string(&turn).unwrap_or_default()
    };
    let turns: Vec<String> = card.turns.iter().map(turn).collect();
    let id = Value::from(card.id).to_string();
    let written = format!(
        r#"{{"vcon":"0.4.0","uuid":"{}","extensions":["CC"],"created_at":"{created}","parties":{},"dialog":[{dialog}],"#,
        uuid(card),
        serde_json::to_string(&parties).unwrap_or_default(),
    ) + &format!(
        r#""analysis":[{{"type":"transcript","dialog":0,"vendor":"coach","schema":"turns","encoding":"json","body":{{"id":{id},"turns":[{}]}}}},"#,
        turns.join(","),
    );
    compact(&written, out);
    write_report(card, &[0], out);
    out.extend(b"],\"attachments\":[]}");
}

/// A UUID of version 8, whose bits are the maker's own: here a hash of the call.
fn uuid(card: &Card<'_>) -> String {
    let mut hash = hash_all([card.stamp.input.as_bytes(), b"\0", card.id.as_bytes()]);
    hash.replace_range(12..13, "8");
    hash.replace_range(16..17, "8");
    format!("{}-{}-{}-{}-{}", &hash[..8], &hash[8..12], &hash[12..16], &hash[16..20], &hash[20..32])
}
