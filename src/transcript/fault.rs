//! Where a JSON text is broken and what is wrong there: line, column and path, whatever part of a file the text is.
//! Used by `json`, on errors only.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::ReadError;
use super::json::Item;

/// The error of a value, with its place in the file. `path` is where the error stands in the value, if that is known.
pub(super) fn fault(item: &Item<'_>, error: &serde_json::Error, path: Option<String>) -> ReadError {
    let message = error.to_string();
    let detail = message.split(" at line ").next().unwrap_or(&message).to_owned();
    // The first line of an element of a list stands behind something.
    let before = if error.line() <= 1 { item.column - 1 } else { 0 };
    let place = (item.line + error.line().saturating_sub(1), before + error.column());
    let path = path.unwrap_or_else(|| path_of(item.text));
    // A key that is none has no name.
    let path = path.strip_suffix(".?").map_or(path.clone(), str::to_owned);
    let path = match (item.index, path.as_str()) {
        (None, _) => path,
        (Some(index), ".") => format!("[{index}]"),
        (Some(index), below) if below.starts_with('[') => format!("[{index}]{below}"),
        (Some(index), below) => format!("[{index}].{below}"),
    };
    let code = match error.is_data() {
        true => "json-field",
        // Half of a pair: the other half is another character, or the end of the escape is missing.
        false if detail.contains("surrogate") || detail.contains("hex escape") => "json-escape",
        false if detail.contains("recursion limit") => "json-deep",
        false if path == "." => "json-syntax",
        false => "json-syntax-at",
    };
    ReadError::at(item.source, place, code, vec![("detail", detail), ("path", path)])
}

/// The path of the place where a text stops being JSON.
fn path_of(text: &str) -> String {
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize::<_, Walked>(&mut json)
        .err()
        .map_or_else(|| ".".to_owned(), |e| e.path().to_string())
}

/// Any value, gone through and not kept; as deep as `serde_json` goes.
struct Walked;

impl<'de> Deserialize<'de> for Walked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Walk)
    }
}

struct Walk;

impl<'de> Visitor<'de> for Walk {
    type Value = Walked;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Walked, A::Error> {
        while map.next_entry::<IgnoredAny, Walked>()?.is_some() {}
        Ok(Walked)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Walked, A::Error> {
        while list.next_element::<Walked>()?.is_some() {}
        Ok(Walked)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Walked, E> {
        Ok(Walked)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Walked, E> {
        Ok(Walked)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Walked, E> {
        Ok(Walked)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Walked, E> {
        Ok(Walked)
    }
    fn visit_str<E>(self, _: &str) -> Result<Walked, E> {
        Ok(Walked)
    }
    fn visit_unit<E>(self) -> Result<Walked, E> {
        Ok(Walked)
    }
}
