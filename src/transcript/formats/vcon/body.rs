//! The bodies of a vCon: JSON as it is or in a string, or text; made by whatever made it. A body is read by the
//! reader of its format, which its shape or its text tells, and else as a list of turns.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::parties::Parties;
use super::turns;
use crate::transcript::ReadError;
use crate::transcript::decode::decode;
use crate::transcript::draft::{Draft, Who};
use crate::transcript::fault::fault;
use crate::transcript::formats::parts::labelled;
use crate::transcript::formats::{Piece, VCON, by_shape, by_text};
use crate::transcript::json::{self, Item};
use crate::transcript::shape::Shape;

/// Reads bodies, and knows where they stand.
pub(super) struct Bodies<'a> {
    item: &'a Item<'a>,
    /// A place in the text and its line: bodies come in order, and lines are counted once.
    counted: (usize, usize),
}

/// What a body is.
enum Content<'a> {
    Json(Cow<'a, str>),
    Text(String),
}

impl<'a> Bodies<'a> {
    pub fn new(item: &'a Item<'a>) -> Self {
        Self { item, counted: (0, item.line) }
    }

    /// A transcript; none if there is nothing in it.
    pub fn read(
        &mut self,
        body: &'a RawValue,
        encoding: Option<&str>,
        began: Option<f64>,
        path: impl Fn() -> String,
    ) -> Result<Option<Draft>, ReadError> {
        let Some(content) = content(body, encoding) else { return Ok(None) };
        let read = match &content {
            Content::Json(text) => self.json(text, began),
            Content::Text(text) => self.plain(text),
        };
        read.map_err(|error| self.placed(error, body, matches!(content, Content::Json(Cow::Borrowed(_))), &path()))
    }

    /// A list of turns, whatever it is called.
    pub fn turns(&self, body: &'a RawValue, began: Option<f64>) -> Option<Draft> {
        turns::read(self.item.reader, body.get(), began)
    }

    /// A text that is a whole conversation: one of JSON or captions, or of lines with labels that mean the parties.
    pub fn conversation(&self, text: &str, parties: &Parties<'_>, began: Option<f64>) -> Option<Draft> {
        if json::sniff(text) {
            return self.json(text, began).ok().flatten();
        }
        text.lines().nth(1)?;
        let draft = self.plain(text).ok().flatten()?;
        let known = |who: &Who| match who {
            Who::Label(label) => parties.knows(label),
            Who::Role(_) | Who::Unknown => false,
        };
        let all = draft.said.iter().all(|said| known(&said.who));
        (all && super::tells_apart(&draft)).then_some(draft)
    }

    fn json(&self, text: &str, began: Option<f64>) -> Result<Option<Draft>, ReadError> {
        let reader = self.item.reader;
        let item = Item { text, ..*self.item };
        let shape = Shape::of(text).map_err(|error| fault(&item, &error, None))?;
        if let Some((_, read)) = by_shape(&shape).filter(|(name, _)| *name != VCON) {
            return read(&item).map(first);
        }
        // Deepgram's best alternative alone, as the vCon server keeps it.
        if shape.has("words[].word") && shape.has("transcript") && shape.has("confidence") {
            let whole = format!(r#"{{"results":{{"channels":[{{"alternatives":[{text}]}}]}}}}"#);
            let whole = Item { text: &whole, ..item };
            let shape = Shape::of(whole.text).map_err(|error| fault(&whole, &error, None))?;
            if let Some((_, read)) = by_shape(&shape) {
                return read(&whole).map(first);
            }
        }
        if let Some(draft) = turns::read(reader, text, began) {
            return Ok(Some(draft));
        }
        match turns::text(text) {
            Some(text) => self.plain(&text),
            None if shape.is_empty() => Ok(None),
            None => Err(ReadError { args: vec![("fields", shape.top().join(", "))], ..item.error("json-unknown") }),
        }
    }

    fn plain(&self, text: &str) -> Result<Option<Draft>, ReadError> {
        let Item { reader, source, line, .. } = *self.item;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let piece = Piece { source, text, bytes: text.as_bytes(), first_line: line };
        match by_text(text) {
            Some(read) => read(reader, &piece).into_iter().next().transpose(),
            None => labelled::read(reader, &piece).map(Some),
        }
    }

    /// An error of a body as one of the file: the body's own lines and columns count only where they are the file's.
    fn placed(&mut self, error: ReadError, body: &RawValue, as_it_is: bool, path: &str) -> ReadError {
        let mut error = error;
        let text = self.item.text;
        let at = (body.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
        if at < self.counted.0 {
            self.counted = (0, self.item.line);
        }
        let between = &text.as_bytes()[self.counted.0..at];
        self.counted = (at, self.counted.1 + between.iter().filter(|&&b| b == b'\n').count());
        let line = self.counted.1;
        let column = at - text.as_bytes()[..at].iter().rposition(|&b| b == b'\n').map_or(0, |end| end + 1);
        error.place = Some(match error.place.filter(|_| as_it_is) {
            Some((own, own_column)) if own == self.item.line => (line, column + own_column),
            Some((own, own_column)) => (line + (own - self.item.line), own_column),
            None => (line, column + 1),
        });
        for (name, value) in &mut error.args {
            if *name == "path" {
                *value = format!("{path}.{value}");
            }
        }
        error
    }
}

/// A text's text; none where it is no string.
pub(super) fn text(body: &RawValue, encoding: Option<&str>) -> Option<String> {
    match content(body, encoding)? {
        Content::Text(text) | Content::Json(Cow::Owned(text)) => Some(text),
        Content::Json(Cow::Borrowed(_)) => None,
    }
}

/// A body holds one conversation; where a format can hold several, the first.
fn first(drafts: Vec<Draft>) -> Option<Draft> {
    drafts.into_iter().next().filter(|draft| !draft.said.is_empty())
}

/// JSON stands as it is, or in a string whatever the encoding says; text stands in a string, or as base64url.
fn content<'a>(body: &'a RawValue, encoding: Option<&str>) -> Option<Content<'a>> {
    let raw = body.get();
    match raw.as_bytes().first()? {
        b'{' | b'[' => return Some(Content::Json(Cow::Borrowed(raw))),
        b'"' => {}
        _ => return None,
    }
    let mut text: String = serde_json::from_str(raw).ok()?;
    if encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64url") || encoding == "base64") {
        text = decode(&base64(&text)?)?.text.into_owned();
    }
    Some(if json::sniff(&text) { Content::Json(Cow::Owned(text)) } else { Content::Text(text) })
}

/// Decodes base64, of either alphabet, with or without its padding.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            b'=' => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_read_in_either_alphabet() {
        assert_eq!(base64("wr9Tw60_").as_deref(), Some("¿Sí?".as_bytes()));
        assert_eq!(base64("wr9Tw60/").as_deref(), Some("¿Sí?".as_bytes()));
        assert_eq!(base64("SG9sYQ==").as_deref(), Some(&b"Hola"[..]));
        assert_eq!(base64("SG9s\nYQ").as_deref(), Some(&b"Hola"[..]));
        assert_eq!(base64("¿no?"), None);
    }
}
