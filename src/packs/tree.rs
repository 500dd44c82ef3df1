//! What a TOML file says, as a tree with the place of everything in it: read from the text, or unpacked from the bytes
//! into which the embedded files are packed when the program is built (see `build.rs`). Most strings stand in the text
//! as they are, and are only pointed at. Used by `table`.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// A value, or what stands in the place of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string.
    Text(Cow<'static, str>),
    /// A number, and whether it is written as a whole one.
    Number(f64, bool),
    /// true or false.
    Flag(bool),
    /// An array.
    Array(Vec<Node>),
    /// A table.
    Table(Vec<(Key, Node)>),
    /// What no file of rules can hold, by the name of its type.
    Other(&'static str),
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its place in the text.
    pub span: Range<usize>,
}

/// The key of a value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The key.
    pub name: Cow<'static, str>,
    /// Its place in the text.
    pub span: Range<usize>,
}

impl Value {
    /// The name of its type.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Number(_, true) => "integer",
            Self::Number(..) => "float",
            Self::Flag(_) => "boolean",
            Self::Array(_) => "array",
            Self::Table(_) => "table",
            Self::Other(kind) => kind,
        }
    }
}

impl Node {
    /// Reads a text as far as it can be read, and what is wrong in it.
    pub fn parse(text: &str) -> (Self, Vec<toml::de::Error>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let span = table.span();
        (Self { value: table_of(table.into_inner()), span }, errors)
    }
}

fn node(value: Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = value.into_inner();
    let finite = |number: Option<f64>| number.filter(|n| n.is_finite());
    let value = match value {
        DeValue::String(text) => Value::Text(Cow::Owned(text.into_owned())),
        DeValue::Integer(ref n) => {
            let number = i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok();
            finite(number.map(|n| n as f64)).map_or(Value::Other("integer"), |n| Value::Number(n, true))
        }
        DeValue::Float(ref n) => {
            finite(n.as_str().replace('_', "").parse().ok()).map_or(Value::Other("float"), |n| Value::Number(n, false))
        }
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Array(items) => Value::Array(items.into_iter().map(node).collect()),
        DeValue::Table(table) => table_of(table),
        DeValue::Datetime(_) => Value::Other("datetime"),
    };
    Node { value, span }
}

fn table_of(table: DeTable<'_>) -> Value {
    let key = |key: Spanned<DeString<'_>>| Key { span: key.span(), name: Cow::Owned(key.into_inner().into_owned()) };
    Value::Table(table.into_iter().map(|(name, value)| (key(name), node(value))).collect())
}

/// What a packed value begins with.
pub(super) mod tag {
    /// A string of its own.
    pub const TEXT: u8 = 0;
    /// A string that stands in the text as it is, within its quotes.
    pub const QUOTED: u8 = 1;
    /// The same without quotes: a key.
    pub const BARE: u8 = 2;
    pub const NUMBER: u8 = 3;
    pub const FALSE: u8 = 4;
    pub const TRUE: u8 = 5;
    pub const ARRAY: u8 = 6;
    pub const TABLE: u8 = 7;
    pub const WHOLE: u8 = 8;
}

/// The tree of a text that was packed; none if these are not the bytes of this text.
pub fn unpack(bytes: &'static [u8], text: &'static str) -> Option<Node> {
    Unpacker { text, bytes, at: 0 }.node()
}

struct Unpacker {
    text: &'static str,
    bytes: &'static [u8],
    at: usize,
}

impl Unpacker {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn span(&mut self) -> Option<Range<usize>> {
        let away = self.number()?;
        self.at = self.at.wrapping_add_signed((away >> 1) as isize ^ -((away & 1) as isize));
        Some(self.at..self.at + self.number()?)
    }

    fn string(&mut self, tag: u8, span: &Range<usize>) -> Option<Cow<'static, str>> {
        Some(Cow::Borrowed(match tag {
            tag::BARE => self.text.get(span.clone())?,
            tag::QUOTED => self.text.get(span.start + 1..span.end - 1)?,
            tag::TEXT => {
                let length = self.number()?;
                let (string, rest) = self.bytes.split_at_checked(length)?;
                self.bytes = rest;
                str::from_utf8(string).ok()?
            }
            _ => return None,
        }))
    }

    fn node(&mut self) -> Option<Node> {
        let (tag, span) = (self.byte()?, self.span()?);
        let value = match tag {
            tag::NUMBER | tag::WHOLE => {
                let (number, rest) = self.bytes.split_first_chunk()?;
                self.bytes = rest;
                Value::Number(f64::from_le_bytes(*number), tag == tag::WHOLE)
            }
            tag::FALSE => Value::Flag(false),
            tag::TRUE => Value::Flag(true),
            tag::ARRAY => {
                let count = self.number()?;
                let mut items = Vec::with_capacity(count);
                for _ in 0..count {
                    items.push(self.node()?);
                }
                Value::Array(items)
            }
            tag::TABLE => {
                let count = self.number()?;
                let mut entries = Vec::with_capacity(count);
                for _ in 0..count {
                    let (tag, span) = (self.byte()?, self.span()?);
                    let name = self.string(tag, &span)?;
                    entries.push((Key { name, span }, self.node()?));
                }
                Value::Table(entries)
            }
            tag => Value::Text(self.string(tag, &span)?),
        };
        Some(Node { value, span })
    }
}
