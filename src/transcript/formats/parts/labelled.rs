//! A call as one text inside another format: lines with labels, labels within a line, or no label at all. Used by the
//! readers of formats that hold such a text; the lines themselves are read by `text`.

use std::borrow::Cow;

use super::super::{Piece, text};
use super::clock;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::{Note, ReadError, Reader};

/// The call. A text that names no speaker is one turn of nobody's: where one speaker ends and the other begins, it
/// does not say, and whoever guessed would judge the wrong one.
///
/// # Errors
/// As the plain-text reader has them.
pub(in crate::transcript::formats) fn read(reader: &Reader, piece: &Piece<'_>) -> Result<Draft, ReadError> {
    let lines = lines(reader, piece.text);
    let labelled = text::labelled_lines(reader, &lines) > 0;
    // Dialogue dashes are told from running text by the reader of lines.
    match text::read_call(reader, &Piece { text: &lines, ..*piece }) {
        Err(_) if !labelled => {
            let notes = vec![Note { code: "running-text", args: Vec::new() }];
            Ok(Draft { said: vec![Said::new(Who::Unknown, piece.text)], notes, ..Draft::default() })
        }
        read => read,
    }
}

/// How many turns a text has that begin with labels.
pub(in crate::transcript::formats) fn turns(reader: &Reader, text: &str) -> usize {
    text::labelled_lines(reader, &lines(reader, text))
}

/// The text with each label at the beginning of a line. Cells of tables write the end of a line in many ways, or
/// not at all: `Agent: Hello. Customer: Hi.`
fn lines<'a>(reader: &Reader, text: &'a str) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    for mark in ["\\r\\n", "\\n", "<br>", "<br/>", "<br />"] {
        if text.contains(mark) {
            text = Cow::Owned(text.replace(mark, "\n"));
        }
    }
    // Where lines have labels, those within a line are what somebody says.
    let breaks = if text::labelled_lines(reader, &text) > 1 { Vec::new() } else { breaks(reader, &text) };
    if breaks.is_empty() {
        return text;
    }
    let mut broken = String::with_capacity(text.len() + breaks.len());
    let mut from = 0;
    for at in breaks {
        broken.push_str(text[from..at].trim_end_matches([' ', '|', '\t']));
        broken.push('\n');
        from = at;
    }
    broken.push_str(&text[from..]);
    Cow::Owned(broken)
}

/// Where a known label stands within a line, behind the end of a sentence or a bar.
fn breaks(reader: &Reader, text: &str) -> Vec<usize> {
    /// No label that stands within a line is longer (bytes).
    const LONGEST: usize = 40;
    let mut breaks = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let far = text.floor_char_boundary(colon.saturating_sub(LONGEST));
        let Some(mark) = text[far..colon].rfind(['.', '?', '!', '…', '|', '\n', '"', '”', '»', ']']) else {
            continue;
        };
        let mark_at = far + mark;
        let behind = mark_at + text[mark_at..].chars().next().map_or(1, char::len_utf8);
        let label = text[behind..colon].trim_start();
        let bare = label.trim_start_matches(['*', '_', '[']);
        let apart = label.len() < colon - behind || text[mark_at..].starts_with('|');
        let large = bare.starts_with(char::is_uppercase);
        if apart && large && !text[mark_at..].starts_with('\n') && reader.speakers().role(bare).is_some() {
            // A time in brackets belongs to the label behind it.
            let stamp = text[far..behind].rfind('[').map(|open| far + open);
            let stamp = stamp.filter(|open| clock::leading(&text[*open..]).is_some_and(|s| open + s.length >= behind));
            breaks.push(stamp.unwrap_or(colon - label.len()));
        }
    }
    breaks
}
