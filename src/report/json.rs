//! JSON: one card a line, or an array. A writer of its own, since most of what a run over thousands of calls writes is
//! text that needs no escape; it knows what cards are made of, and nothing else.

use std::fmt;

use serde::ser::{Error as _, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeTuple, Serializer};

use super::brief::Brief;
use super::card::Card;
use super::quoted::quoted;
use super::summary::Summary;
use super::writer::{Part, Report, Writer};

/// One object a call, one a line.
pub struct Lines;

impl Report for Lines {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        write_line(card, &mut part.bytes);
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Self)
    }
}

impl Writer for Lines {
    fn call(&mut self, part: &mut Part, _: &Brief, out: &mut Vec<u8>) {
        out.extend_from_slice(&part.bytes);
        out.push(b'\n');
    }
}

/// An array of the same objects.
pub struct Array;

impl Report for Array {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        write_line(card, &mut part.bytes);
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(OpenArray { empty: true })
    }
}

struct OpenArray {
    empty: bool,
}

impl Writer for OpenArray {
    fn call(&mut self, part: &mut Part, _: &Brief, out: &mut Vec<u8>) {
        out.extend(if std::mem::take(&mut self.empty) { b"[\n" } else { b",\n" });
        out.extend_from_slice(&part.bytes);
    }

    fn end(&mut self, _: &Summary, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.empty { b"[]\n" } else { b"\n]\n" });
    }
}

/// Appends a card as one line without its end.
///
/// # Panics
/// Never: a card has nothing that the writer does not know, which a test shows.
pub fn write_line(card: &Card<'_>, out: &mut Vec<u8>) {
    write_value(card, out);
}

/// Appends what is made of the same kinds of values as a card: structs, lists, options, texts, numbers, truths.
///
/// # Panics
/// If there is another kind in it.
pub(super) fn write_value(value: &impl Serialize, out: &mut Vec<u8>) {
    value.serialize(&mut Bytes(out)).expect("it is made of what the writer knows");
}

struct Bytes<'a>(&'a mut Vec<u8>);

/// Something that no card has.
#[derive(Debug)]
struct Unknown(String);

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unknown {}

impl serde::ser::Error for Unknown {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

type Written = Result<(), Unknown>;

fn unknown<T>(what: &str) -> Result<T, Unknown> {
    Err(Unknown::custom(what))
}

impl Bytes<'_> {
    fn number(&mut self, number: impl Serialize) -> Written {
        serde_json::to_writer(&mut *self.0, &number).map_err(Unknown::custom)
    }

    /// Most numbers are the indices of turns.
    fn whole(&mut self, number: u64) -> Written {
        match u8::try_from(number) {
            Ok(small @ 0..10) => self.0.push(b'0' + small),
            Ok(small @ 10..100) => self.0.extend([b'0' + small / 10, b'0' + small % 10]),
            _ => return self.number(number),
        }
        Ok(())
    }
}

/// An array or an object whose end has not come.
struct Open<'w, 'a> {
    writer: &'w mut Bytes<'a>,
    close: u8,
    empty: bool,
}

impl<'w, 'a> Open<'w, 'a> {
    fn new(writer: &'w mut Bytes<'a>, [open, close]: [u8; 2]) -> Self {
        writer.0.push(open);
        Self { writer, close, empty: true }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.empty) {
            self.writer.0.push(b',');
        }
    }

    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        self.next();
        value.serialize(&mut *self.writer)
    }

    fn close(self) {
        self.writer.0.push(self.close);
    }
}

impl SerializeSeq for Open<'_, '_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        self.item(value)
    }

    fn end(self) -> Written {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Open<'_, '_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        self.item(value)
    }

    fn end(self) -> Written {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Open<'_, '_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Written {
        self.next();
        // A field's name is one of ours, without anything to escape.
        let out = &mut *self.writer.0;
        out.push(b'"');
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Written {
        self.close();
        Ok(())
    }
}

/// Kinds of values that no card has.
macro_rules! none_of {
    ($($name:ident($($type:ty),*);)*) => {
        $(fn $name(self, $(_: $type),*) -> Written { unknown(stringify!($name)) })*
    };
}

impl<'w, 'a> Serializer for &'w mut Bytes<'a> {
    type Ok = ();
    type Error = Unknown;
    type SerializeSeq = Open<'w, 'a>;
    type SerializeTuple = Open<'w, 'a>;
    type SerializeStruct = Open<'w, 'a>;
    type SerializeTupleStruct = Impossible<(), Unknown>;
    type SerializeTupleVariant = Impossible<(), Unknown>;
    type SerializeMap = Impossible<(), Unknown>;
    type SerializeStructVariant = Impossible<(), Unknown>;

    fn serialize_bool(self, value: bool) -> Written {
        self.0.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i32(self, value: i32) -> Written {
        self.serialize_i64(i64::from(value))
    }

    fn serialize_i64(self, value: i64) -> Written {
        if value < 0 {
            self.0.push(b'-');
        }
        self.whole(value.unsigned_abs())
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.whole(value)
    }

    fn serialize_f64(self, value: f64) -> Written {
        self.number(value)
    }

    fn serialize_str(self, value: &str) -> Written {
        quoted(value, self.0);
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.0.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'w, 'a>, Unknown> {
        Ok(Open::new(self, *b"[]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'w, 'a>, Unknown> {
        Ok(Open::new(self, *b"[]"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'w, 'a>, Unknown> {
        Ok(Open::new(self, *b"{}"))
    }

    none_of! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_f32(f32);
        serialize_char(char);
        serialize_bytes(&[u8]);
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: &T,
    ) -> Written {
        unknown(variant)
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unknown> {
        unknown(name)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unknown> {
        unknown(variant)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unknown> {
        unknown("a map")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unknown> {
        unknown(variant)
    }
}
