//! Our own JSON: one object a call, an array of such objects, or one object a line. Fields that are not ours are
//! passed over. Registered in `format`.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::format::Piece;
use super::{Call, Calls, ReadError, Reader, Role, Turn, check_size, hash, id_from};
use crate::packs::line_and_column;

#[derive(Deserialize)]
struct OwnCall<'a> {
    id: Option<Id>,
    #[serde(borrow)]
    turns: Vec<OwnTurn<'a>>,
    agent: Option<String>,
    team: Option<String>,
    started: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
struct OwnTurn<'a> {
    #[serde(borrow)]
    speaker: Cow<'a, str>,
    name: Option<String>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    start: Option<f64>,
    end: Option<f64>,
}

/// One JSON value: an object, or an array of objects. `[00:12] Agent:` and `{music}` are text.
pub(super) fn sniff(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !c.is_whitespace());
    matches!((marks.next(), marks.next()), (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | ']')))
}

/// Several lines, each an object of its own.
pub(super) fn sniff_lines(text: &str) -> bool {
    /// Broken lines at the beginning must not hide the others.
    const LOOKED_AT: usize = 10;
    let lines = || text.lines().map(str::trim).filter(|l| !l.is_empty()).take(LOOKED_AT);
    let whole = |line: &str| line.starts_with('{') && line.ends_with('}') && is_json(line);
    lines().next().is_some_and(|first| first.starts_with("{\"")) && lines().any(whole)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Reads one object a line; a bad line is named and loses none of the others.
pub(super) fn read_lines(reader: &Reader, piece: &Piece<'_>) -> Calls {
    let numbered = piece.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let several = piece.first_line > 1 || piece.text.lines().filter(|line| !line.trim().is_empty()).nth(1).is_some();
    numbered
        .map(|(index, line)| {
            let number = piece.first_line + index;
            let own = serde_json::from_str::<OwnCall<'_>>(line).map_err(|e| json_error(piece.source, number, &e))?;
            let id = id_from(piece.source, several.then_some(number));
            call(reader, piece.source, number, own, id, hash(line.trim().as_bytes()))
        })
        .collect()
}

/// Reads one object, or an array of them.
pub(super) fn read(reader: &Reader, piece: &Piece<'_>) -> Calls {
    let source = piece.source;
    if piece.text.trim_start().starts_with('{') {
        return vec![
            serde_json::from_str::<OwnCall<'_>>(piece.text)
                .map_err(|e| json_error(source, 1, &e))
                .and_then(|own| call(reader, source, 1, own, id_from(source, None), hash(piece.bytes))),
        ];
    }
    let items: Vec<&serde_json::value::RawValue> = match serde_json::from_str(piece.text) {
        Ok(items) => items,
        Err(error) => return vec![Err(json_error(source, 1, &error))],
    };
    if items.is_empty() {
        return vec![Err(ReadError::new(source, "empty", Vec::new()))];
    }
    let several = items.len() > 1;
    items
        .into_iter()
        .map(|item| {
            let offset = item.get().as_ptr() as usize - piece.text.as_ptr() as usize;
            let (line, _) = line_and_column(piece.text, offset);
            let own = serde_json::from_str::<OwnCall<'_>>(item.get()).map_err(|e| json_error(source, line, &e))?;
            let id = id_from(source, several.then_some(line));
            call(reader, source, line, own, id, hash(item.get().as_bytes()))
        })
        .collect()
}

fn json_error(source: &Arc<str>, first_line: usize, error: &serde_json::Error) -> ReadError {
    let message = error.to_string();
    let detail = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let place = (first_line + error.line().saturating_sub(1), error.column());
    let code = match error.is_data() {
        true => "json-shape",
        // Half of a pair: the other half is another character, or the end of the escape is missing.
        false if detail.contains("surrogate") || detail.contains("hex escape") => "json-escape",
        false => "json-syntax",
    };
    ReadError::at(source, place, code, vec![("detail", detail)])
}

fn call(
    reader: &Reader,
    source: &Arc<str>,
    line: usize,
    own: OwnCall<'_>,
    fallback_id: String,
    hash: String,
) -> Result<Call, ReadError> {
    let role = |speaker: &str| match speaker {
        "agent" => (Role::Agent, None),
        "customer" => (Role::Customer, None),
        other => reader.speakers().role(other).unwrap_or((Role::Other, None)),
    };
    let turns: Vec<Turn> = own
        .turns
        .into_iter()
        .map(|turn| {
            let (speaker, name) = role(&turn.speaker);
            // An end before its start says nothing; the start may still be right.
            let end = turn.end.filter(|end| turn.start.is_none_or(|start| *end >= start));
            Turn { speaker, name: turn.name.or(name), text: turn.text.into_owned(), start: turn.start, end }
        })
        .collect();
    check_size(source, line, &turns)?;
    if turns.iter().all(|t| t.speaker == Role::Other) {
        let args = vec![("speakers", "agent, customer".to_owned())];
        return Err(ReadError::at(source, (line, 1), "roles-unknown", args));
    }
    let id = match own.id {
        Some(Id::Text(id)) => id,
        Some(Id::Number(id)) => id.to_string(),
        None => fallback_id,
    };
    Ok(Call {
        id,
        source: Arc::clone(source),
        language: String::new(),
        agent: own.agent,
        team: own.team,
        started: own.started,
        turns,
        notes: Vec::new(),
        hash,
    })
}
