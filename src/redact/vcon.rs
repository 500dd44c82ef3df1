//! The vCon that a call was read from: its strings masked in their places, everything else as it was. Used where a
//! report is written back into it.

use super::words::MASK;

/// Fields of parties that are personal as a whole, however short.
const PERSONAL: [&str; 6] = ["tel", "mailto", "sip", "gmlpos", "civicaddress", "did"];
/// Fields that hold no speech: a changed one would make the vCon another.
const KEPT: [&str; 16] = [
    "vcon",
    "uuid",
    "created_at",
    "updated_at",
    "start",
    "type",
    "encoding",
    "mediatype",
    "mimetype",
    "content_hash",
    "hash",
    "role",
    "schema",
    "product",
    "vendor",
    "duration",
];

/// The text with its strings masked by `mask`, which gives nothing for what stays; none where all stays.
pub(super) fn mask(json: &str, mask: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(json.len());
    let mut key = String::new();
    let mut changed = false;
    let mut rest = json;
    while let Some(open) = rest.find('"') {
        out.push_str(&rest[..open]);
        let tail = &rest[open..];
        let Some(length) = string_length(tail) else {
            rest = tail;
            break;
        };
        let raw = &tail[..length];
        rest = &tail[length..];
        let is_key = rest.trim_start().starts_with(':');
        let value: Option<String> = serde_json::from_str(raw).ok();
        let Some(value) = value else {
            out.push_str(raw);
            continue;
        };
        if is_key {
            key = value;
            out.push_str(raw);
            continue;
        }
        let new = if KEPT.contains(&key.as_str()) {
            None
        } else if PERSONAL.contains(&key.as_str()) {
            let hidden = |c: char| if c.is_whitespace() { c } else { MASK };
            Some(value.chars().map(hidden).collect()).filter(|new| *new != value)
        } else {
            mask(&value)
        };
        match new.and_then(|new| serde_json::to_string(&new).ok()) {
            Some(new) => {
                changed = true;
                out.push_str(&new);
            }
            None => out.push_str(raw),
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// The length of a string that begins here, quotes included.
fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}
