//! The formats that can be read: one table of names, sniffers and readers, content first. A new format is a file
//! beside this one and a row here; nothing else in the house knows formats.

use std::sync::Arc;

use super::decode::decode;
use super::{Calls, Input, Note, ReadError, Reader, json, text};

/// A decoded piece of input, as the readers of formats get it.
pub(super) struct Piece<'a> {
    pub source: &'a Arc<str>,
    pub text: &'a str,
    /// The bytes that the text was decoded from, for the call's hash.
    pub bytes: &'a [u8],
    pub first_line: usize,
}

/// One supported format.
pub struct Format {
    /// As said to people.
    pub name: &'static str,
    sniff: fn(&str) -> bool,
    read: fn(&Reader, &Piece<'_>) -> Calls,
}

/// Every format, in the order in which they are tried; plain text takes what is left.
pub const FORMATS: &[Format] = &[
    Format { name: "jsonl", sniff: json::sniff_lines, read: json::read_lines },
    Format { name: "json", sniff: json::sniff, read: json::read },
    Format { name: "text", sniff: |_| true, read: text::read },
];

/// Decodes, finds the format by the content, and reads.
pub(super) fn read(reader: &Reader, input: &Input<'_>) -> Calls {
    let Input { source, bytes, first_line, lines } = *input;
    let Some(decoded) = decode(bytes) else {
        return vec![Err(ReadError::new(source, "binary", Vec::new()))];
    };
    let text = decoded.text.as_ref();
    if text.trim().is_empty() && lines {
        return Vec::new();
    }
    if text.trim().is_empty() {
        return vec![Err(ReadError::new(source, "empty", Vec::new()))];
    }
    let piece = Piece { source, text, bytes, first_line };
    let format = if lines { Some(&FORMATS[0]) } else { FORMATS.iter().find(|f| (f.sniff)(text)) };
    let mut calls = format.map(|f| (f.read)(reader, &piece)).unwrap_or_default();
    if let Some(encoding) = decoded.assumed {
        for call in calls.iter_mut().flatten() {
            call.notes.push(Note { code: "encoding-assumed", args: vec![("encoding", encoding.to_owned())] });
        }
    }
    calls
}
