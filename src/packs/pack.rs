//! Packs a file's tree into the bytes that `tree` unpacks. Used when the program is built, and by its tests.

use std::ops::Range;

use super::tree::{Node, Value, tag};

/// Packs a tree that was read from a text; none if it holds what cannot be packed.
pub fn pack(tree: &Node, text: &str) -> Option<Vec<u8>> {
    let mut packer = Packer { text, bytes: Vec::new(), at: 0 };
    packer.node(tree)?;
    Some(packer.bytes)
}

struct Packer<'a> {
    text: &'a str,
    bytes: Vec<u8>,
    /// Where the last thing began.
    at: usize,
}

impl Packer<'_> {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn span(&mut self, span: &Range<usize>) {
        let away = span.start as isize - self.at as isize;
        self.number(((away << 1) ^ (away >> (isize::BITS - 1))) as usize);
        self.number(span.len());
        self.at = span.start;
    }

    fn string(&mut self, string: &str, span: &Range<usize>) {
        let bare = &self.text[span.clone()];
        let quoted = bare.get(1..bare.len().saturating_sub(1));
        let tag = if bare == string {
            tag::BARE
        } else if quoted == Some(string) {
            tag::QUOTED
        } else {
            tag::TEXT
        };
        self.bytes.push(tag);
        self.span(span);
        if tag == tag::TEXT {
            self.number(string.len());
            self.bytes.extend(string.as_bytes());
        }
    }

    fn node(&mut self, node: &Node) -> Option<()> {
        let Node { value, span } = node;
        match value {
            Value::Text(text) => self.string(text, span),
            Value::Number(number, whole) => {
                self.bytes.push(if *whole { tag::WHOLE } else { tag::NUMBER });
                self.span(span);
                self.bytes.extend(number.to_le_bytes());
            }
            Value::Flag(flag) => {
                self.bytes.push(if *flag { tag::TRUE } else { tag::FALSE });
                self.span(span);
            }
            Value::Array(items) => {
                self.bytes.push(tag::ARRAY);
                self.span(span);
                self.number(items.len());
                items.iter().try_for_each(|item| self.node(item))?;
            }
            Value::Table(entries) => {
                self.bytes.push(tag::TABLE);
                self.span(span);
                self.number(entries.len());
                for (key, value) in entries {
                    self.string(&key.name, &key.span);
                    self.node(value)?;
                }
            }
            Value::Other(_) => return None,
        }
        Some(())
    }
}
