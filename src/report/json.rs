//! JSON: one card a line, or an array. Characters that could steer a terminal are escaped like the control
//! characters that JSON escapes anyway: the value is the same, the bytes are harmless.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::card::Card;

/// Appends a card as one line without its end.
///
/// # Panics
/// Never: a card is always JSON, and a vector takes every byte.
pub fn write_line(card: &Card<'_>, out: &mut Vec<u8>) {
    let mut serializer = Serializer::with_formatter(out, Harmless);
    card.serialize(&mut serializer).expect("a card is JSON and a vector takes it");
}

/// Compact, with C1 controls, line separators and text direction marks escaped.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.is_ascii() && !fragment.contains('\u{7f}') {
            return CompactFormatter.write_string_fragment(writer, fragment);
        }
        let mut from = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| super::safe::steers(*c)) {
            CompactFormatter.write_string_fragment(writer, &fragment[from..at])?;
            write!(writer, "\\u{:04x}", u32::from(c))?;
            from = at + c.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[from..])
    }
}
