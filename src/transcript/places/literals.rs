//! The strings of a JSON value in the order of the file, each with the path of names that leads to it; also those of
//! JSON that stands in a string. Used by the places alone, for values that were read: what is no JSON has no strings.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use serde::de::IgnoredAny;

use super::LONGEST;
use crate::transcript::draft::Glyph;
use crate::transcript::html;

/// Lists of what a recogniser also took for possible: only the first of them was said.
const CHOICES: [&str; 4] = ["alternatives", "nBest", "NBest", "nbest"];
/// JSON stands in strings no deeper than this.
const DEEPEST: usize = 2;

/// A string, decoded.
pub(super) struct Literal {
    /// The names that lead to it: the same for all items of a list.
    pub path: u64,
    /// The innermost list that it stands in: the same for all items of one list, and of no other.
    pub list: u64,
    /// What it says, of HTML what it shows, with single spaces.
    pub text: String,
    document: usize,
    from: usize,
    to: usize,
    html: bool,
}

/// The value, or JSON in a string of it.
struct Document<'a> {
    text: Cow<'a, str>,
    /// None of the value itself.
    means: Option<Means>,
}

/// Of each byte of a decoded text, and of its end, the byte of what it stands in that means it. Four bytes are enough for
/// the largest value.
type Means = Vec<u32>;

impl Document<'_> {
    /// The byte of the value that means a byte.
    fn meant(&self, at: usize) -> u32 {
        self.means.as_ref().map_or(at as u32, |means| means[at])
    }
}

/// All strings of a value but the names of fields and what is empty.
pub(super) struct Texts<'a> {
    pub literals: Vec<Literal>,
    /// Address of the value in memory.
    address: usize,
    /// Its first byte in the file.
    begin: usize,
    documents: Vec<Document<'a>>,
    /// So many of the strings are the value's own, and not of JSON in one of them.
    own: usize,
}

impl<'a> Texts<'a> {
    /// Of a value that begins at a byte of the file.
    pub fn of(value: &'a str, begin: usize) -> Self {
        let documents = vec![Document { text: value.into(), means: None }];
        let mut texts = Self { literals: Vec::new(), address: value.as_ptr() as usize, begin, documents, own: 0 };
        let (mut next, mut last) = (0, 1);
        for depth in 0..=DEEPEST {
            for document in next..last {
                texts.lex(document, depth < DEEPEST);
            }
            if depth == 0 {
                texts.own = texts.literals.len();
            }
            (next, last) = (last, texts.documents.len());
        }
        texts
    }

    /// The string that begins at an address in memory, which means something only within the value.
    pub fn at(&self, address: usize) -> Option<usize> {
        let from = address.checked_sub(self.address)?;
        let own = &self.literals[..self.own];
        let index = own.partition_point(|literal| (literal.from, !literal.html) < (from, true));
        own.get(index).filter(|literal| literal.from == from && !literal.html).map(|_| index)
    }

    /// The characters of a string with their bytes in the file.
    pub fn shown(&self, literal: &Literal) -> Vec<Glyph> {
        let document = &self.documents[literal.document];
        let (text, means) = decoded(&document.text[literal.from..literal.to], literal.from);
        let place = |at: usize| self.begin + document.meant(means[at] as usize) as usize;
        let html = literal.html.then(|| html::shown(&text));
        let plain = || super::glyphs::plain(&text, 0);
        let glyphs = html.unwrap_or_else(plain).into_iter();
        glyphs.map(|glyph| Glyph { from: place(glyph.from), to: place(glyph.to), ..glyph }).collect()
    }

    fn lex(&mut self, document: usize, open: bool) {
        let text = std::mem::take(&mut self.documents[document].text);
        let bytes = text.as_bytes();
        let mut frames: Vec<Frame> = vec![Frame { name: document.min(1) as u64, ..Frame::default() }];
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let Some(frame) = frames.last_mut() else { break };
            match byte {
                b'{' | b'[' => {
                    let choices = *byte == b'[' && frame.choice_named;
                    let own = *byte == b'[' && !choices;
                    let inner = Frame {
                        path: frame.inside(),
                        place: frame.place_inside(),
                        outer: if own { frame.place_inside() } else { frame.outer },
                        list: *byte == b'[',
                        names: *byte == b'{',
                        choices,
                        ..Frame::default()
                    };
                    frames.push(inner);
                }
                b'}' | b']' => drop(frames.pop()),
                b',' => {
                    frame.index += 1;
                    frame.names = !frame.list;
                }
                b':' => frame.names = false,
                b'"' => {
                    let from = at + 1;
                    let to = string_end(bytes, from);
                    at = to;
                    let raw = &text[from..to];
                    if frame.names {
                        frame.name = hash((frame.path, raw));
                        frame.choice_named = CHOICES.contains(&raw);
                    } else {
                        let stands = (frame.inside(), hash((document, frame.outer)));
                        self.literal(document, raw, (from, to), stands, open);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.documents[document].text = text;
    }

    fn literal(&mut self, document: usize, raw: &str, (from, to): (usize, usize), stands: (u64, u64), open: bool) {
        let (path, list) = stands;
        let (decoded, means) = decoded(raw, from);
        if decoded.trim().is_empty() {
            return;
        }
        let json = open && decoded.trim_start().starts_with(['{', '[']);
        if json && serde_json::from_str::<IgnoredAny>(&decoded).is_ok() {
            let outer = &self.documents[document];
            let means = means.iter().map(|at| outer.meant(*at as usize)).collect();
            self.documents.push(Document { text: decoded.into(), means: Some(means) });
            return;
        }
        if raw.len() > LONGEST {
            return;
        }
        let literal = |text: &str, html, path| {
            // Whoever compares them would go through a wide space again and again.
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            Literal { path, list, text, document, from, to, html }
        };
        if decoded.contains(['<', '&']) {
            let shown: String = html::shown(&decoded).iter().map(|glyph| glyph.c).collect();
            if shown != decoded && !shown.trim().is_empty() {
                self.literals.push(literal(&shown, true, hash((path, "html"))));
            }
        }
        self.literals.push(literal(&decoded, false, path));
    }
}

/// An object or a list that is open.
#[derive(Default)]
struct Frame {
    path: u64,
    /// By the indexes of the lists around it.
    place: u64,
    /// The place of the innermost list but for choices.
    outer: u64,
    list: bool,
    /// The next string is a name.
    names: bool,
    name: u64,
    index: usize,
    choices: bool,
    choice_named: bool,
}

impl Frame {
    /// The path of what stands here.
    fn inside(&self) -> u64 {
        if self.list { hash((self.path, self.choices && self.index > 0)) } else { self.name }
    }

    /// The place of what stands here.
    fn place_inside(&self) -> u64 {
        if self.list && !self.choices { hash((self.place, self.index)) } else { hash((self.place, self.name)) }
    }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Where a string ends that begins here.
fn string_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// A string's text, and of each of its bytes, and of the end, where what means it begins.
fn decoded(raw: &str, begin: usize) -> (String, Means) {
    let mut text = String::with_capacity(raw.len());
    let mut means = Vec::with_capacity(raw.len() + 1);
    let mut at = 0;
    while let Some(c) = raw[at..].chars().next() {
        let (c, length) = if c == '\\' { escape(&raw[at..]) } else { (c, c.len_utf8()) };
        text.push(c);
        means.resize(text.len(), (begin + at) as u32);
        at += length;
    }
    means.push((begin + at) as u32);
    (text, means)
}

/// What an escape means, and its bytes.
fn escape(text: &str) -> (char, usize) {
    let simple = match text[1..].chars().next() {
        None => return ('\\', 1),
        Some('u') => None,
        Some('n') => Some('\n'),
        Some('t') => Some('\t'),
        Some('r') => Some('\r'),
        Some('b') => Some('\u{8}'),
        Some('f') => Some('\u{c}'),
        Some(c) => return (c, 1 + c.len_utf8()),
    };
    if let Some(c) = simple {
        return (c, 2);
    }
    let unit = |at: usize| u32::from_str_radix(text.get(at..at + 4)?, 16).ok();
    let Some(first) = unit(2) else { return (char::REPLACEMENT_CHARACTER, 2) };
    let second = text.get(6..8).filter(|begin| *begin == "\\u").and_then(|_| unit(8));
    match (char::from_u32(first), second) {
        (Some(c), _) => (c, 6),
        (None, Some(second)) if (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second) => {
            let c = char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
            (c.unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_keep_their_places() {
        let value = r#"{"a": [{"t": "ñ\u00e9\n\ud83d\ude00\"x"}, {"t": "{\"u\": \"\\u00e1b\"}"}], "n": "  "}"#;
        let texts = Texts::of(value, 10);
        let [first, second] = &texts.literals[..] else { panic!("two strings") };
        assert_eq!((first.text.as_str(), second.text.as_str()), ("ñé 😀\"x", "áb"));
        let raw = |literal: &Literal| -> Vec<String> {
            texts.shown(literal).iter().map(|g| value[g.from - 10..g.to - 10].to_owned()).collect()
        };
        assert_eq!(raw(first), ["ñ", r"\u00e9", r"\n", r"\ud83d\ude00", r#"\""#, "x"]);
        assert_eq!(raw(second), [r"\\u00e1", "b"]);
    }
}
