//! JSON as files hold it: one value a file, a list of calls, or one value a line. Finds the format of each value by
//! its shape and hands it to that format's reader; a bad one is named and loses none of the others.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::draft::{Draft, Origin};
use super::fault::fault;
use super::formats::{self, Piece, own};
use super::places::{Places, Source};
use super::shape::Shape;
use super::{Calls, Original, ReadError, Reader, hash, id_from};

/// One JSON value that is a call, or a vendor's export of several.
pub(super) struct Item<'a> {
    /// For formats that hold labelled text.
    pub reader: &'a Reader,
    pub source: &'a Arc<str>,
    pub text: &'a str,
    /// Line of its beginning, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// Its place in a list of several, from 0.
    pub index: Option<usize>,
}

impl<'a> Item<'a> {
    /// The value as a vendor's type.
    ///
    /// # Errors
    /// With the line, the column and the path of what is wrong.
    pub fn parse<T: Deserialize<'a>>(&self) -> Result<T, ReadError> {
        let mut json = serde_json::Deserializer::from_str(self.text);
        serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            fault(self, error.inner(), Some(path))
        })
    }

    /// An error of the whole value.
    pub fn error(&self, code: &'static str) -> ReadError {
        ReadError::at(self.source, (self.line, self.column), code, Vec::new())
    }
}

/// One JSON value: an object, or a list of objects. `[00:12] Agent:` and `{music}` are text.
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

/// Reads one value a line; a bad line is named and loses none of the others.
pub(super) fn read_lines(reader: &Reader, piece: &Piece<'_>) -> Calls {
    let numbered = piece.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let several = piece.first_line > 1 || piece.text.lines().filter(|line| !line.trim().is_empty()).nth(1).is_some();
    let places = source(reader, piece);
    let mut calls = Calls::new();
    for (index, line) in numbered {
        let number = piece.first_line + index;
        let item = Item { reader, source: piece.source, text: line, line: number, column: 1, index: None };
        let id = id_from(piece.source, several.then_some(number));
        read_item(reader, &item, places.as_ref(), None, &id, line.trim().as_bytes(), &mut calls);
    }
    calls
}

/// Reads one value, or a list of them.
pub(super) fn read(reader: &Reader, piece: &Piece<'_>) -> Calls {
    let source = piece.source;
    let places = self::source(reader, piece);
    let places = places.as_ref();
    let mut calls = Calls::new();
    let whole = Item { reader, source, text: piece.text, line: piece.first_line, column: 1, index: None };
    let id = id_from(source, None);
    if piece.text.trim_start().starts_with('{') {
        read_item(reader, &whole, places, None, &id, piece.bytes, &mut calls);
        return calls;
    }
    let Ok(shape) = Shape::of(piece.text) else { return read_list(reader, &whole, places) };
    // Some write a call as a list of its turns.
    if formats::of_shape(reader, &shape).is_some() {
        read_item(reader, &whole, places, Some(&shape), &id, piece.bytes, &mut calls);
        return calls;
    }
    read_list(reader, &whole, places)
}

/// What places are looked for in, if anybody wants to know them.
fn source<'a>(reader: &Reader, piece: &Piece<'a>) -> Option<Source<'a>> {
    reader.keep_places.then(|| Source::new(piece.text, piece.first_line))
}

/// Reads a list of calls. Where it is broken the calls before that place are read: what comes after nobody can tell.
fn read_list(reader: &Reader, whole: &Item<'_>, places: Option<&Source<'_>>) -> Calls {
    let (source, text) = (whole.source, whole.text);
    let (items, broken) = match serde_json::from_str::<Vec<&RawValue>>(text) {
        Ok(items) if items.is_empty() => return vec![Err(ReadError::new(source, "empty", Vec::new()))],
        Ok(items) => (items, None),
        Err(error) => (whole_elements(text), Some(fault(whole, &error, None))),
    };
    let known = |item: &&RawValue| {
        Shape::of(item.get()).is_ok_and(|shape| formats::of_shape(reader, &shape).is_some() || shape.has("turns"))
    };
    let several = items.len() > 1 || broken.is_some();
    let mut calls = Calls::new();
    // The turns of one broken call are no calls.
    if broken.is_none() || items.first().is_some_and(known) {
        let (mut line, mut column, mut counted) = (whole.line, whole.column, 0);
        for (index, item) in items.into_iter().enumerate() {
            let offset = item.get().as_ptr() as usize - text.as_ptr() as usize;
            let between = &text[counted..offset];
            counted = offset;
            if let Some(end) = between.rfind('\n') {
                line += between.bytes().filter(|&b| b == b'\n').count();
                column = 1 + between[end + 1..].len();
            } else {
                column += between.len();
            }
            let id = id_from(source, several.then_some(line));
            let item = Item { reader, source, text: item.get(), line, column, index: Some(index) };
            read_item(reader, &item, places, None, &id, item.text.as_bytes(), &mut calls);
        }
    }
    calls.extend(broken.map(Err));
    calls
}

/// The elements of a list that is broken somewhere, up to that place.
fn whole_elements(text: &str) -> Vec<&RawValue> {
    let mut items = Vec::new();
    let mut rest = text.trim_start().strip_prefix('[').unwrap_or_default();
    loop {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        let Some(Ok(value)) = values.next() else { return items };
        items.push(value);
        let Some(after) = rest[values.byte_offset()..].trim_start().strip_prefix(',') else { return items };
        rest = after;
    }
}

/// Our own first: it is what large batches are made of, and it is told by reading it.
fn read_item(
    reader: &Reader,
    item: &Item<'_>,
    places: Option<&Source<'_>>,
    shape: Option<&Shape>,
    id: &str,
    bytes: &[u8],
    calls: &mut Calls,
) {
    let drafts = if reader.from.is_none()
        && shape.is_none()
        && let Ok(draft) = own::quick(item)
    {
        Ok((formats::OWN, vec![draft]))
    } else {
        read_shaped(reader, item, shape)
    };
    let (format, drafts) = match drafts {
        Ok(read) => read,
        Err(error) => return calls.push(Err(error)),
    };
    let several = drafts.len() > 1;
    let hash = hash(bytes);
    let original: Option<Arc<str>> = (reader.keep_vcons && format == formats::VCON).then(|| item.text.into());
    let found = places.map(|source| source.in_json(item.text, drafts.iter().flat_map(|draft| &draft.said)));
    let mut before = 0;
    for (index, mut draft) in drafts.into_iter().enumerate() {
        let id = if several { format!("{id}#{}", index + 1) } else { id.to_owned() };
        let origin = Origin { source: item.source, format, line: item.line, id, hash: hash.clone() };
        let dialogs = std::mem::take(&mut draft.parts);
        let said = before..before + draft.said.len();
        before = said.end;
        let mut call = draft.finish(reader, origin);
        if let (Ok(call), Some(found)) = (&mut call, &found) {
            call.places = Some(Places::of_turns(&found[said], &call.turns));
        }
        if let (Ok(call), Some(text)) = (&mut call, &original) {
            call.original = Some(Original { text: Arc::clone(text), dialogs });
        }
        calls.push(call);
    }
}

fn read_shaped(
    reader: &Reader,
    item: &Item<'_>,
    shape: Option<&Shape>,
) -> Result<(&'static str, Vec<Draft>), ReadError> {
    let found;
    let shape = if let Some(shape) = shape {
        shape
    } else {
        found = Shape::of(item.text).map_err(|error| fault(item, &error, None))?;
        &found
    };
    match formats::of_shape(reader, shape) {
        Some((name, read)) => Ok((name, read(item)?)),
        // Our own with something wrong in it.
        None if shape.has("turns") => Ok((formats::OWN, own::read(item)?)),
        None => {
            let args = vec![("fields", shape.top().join(", "))];
            Err(ReadError::at(item.source, (item.line, item.column), "json-unknown", args))
        }
    }
}
