//! A plan packed into bytes and unpacked again: small numbers in a row, most of them a single byte, and the letters of
//! all words at the end. The packed plans of the embedded phrases lie in the program.

use std::borrow::Cow;

use super::anchor::{Anchor, Held, Key};
use super::plan::{Drawn, Plan, Step};
use super::speller::{Literal, Place, Speller};
use super::windows::Neighbours;

/// Bytes being written.
#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    /// Where the next literal would begin if it followed the last one.
    next: u32,
}

impl Writer {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// Most literals follow the one before.
    fn literal(&mut self, literal: Literal) {
        let away = i64::from(literal.from) - i64::from(self.next);
        self.number(((away << 1) ^ (away >> 63)) as u64);
        self.number(u64::from(literal.length) << 1 | u64::from(literal.beginning));
        self.next = literal.from + u32::from(literal.length);
    }

    fn set(&mut self, (set, reach): (u64, u8)) {
        self.bytes.push(reach);
        if reach > 0 {
            self.bytes.extend(set.to_le_bytes());
        }
    }
}

/// Bytes being read. What the program itself packed is well formed: past the end all is zero.
struct Bytes {
    bytes: &'static [u8],
    next: u32,
}

impl Bytes {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    #[inline]
    fn number(&mut self) -> u64 {
        let byte = self.byte();
        if byte < 0x80 {
            return u64::from(byte);
        }
        let (mut number, mut shift) = (u64::from(byte & 0x7F), 7);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7F) << shift;
            shift += 7;
            if byte < 0x80 || shift > 56 {
                return number;
            }
        }
    }

    fn count(&mut self) -> usize {
        self.number() as usize
    }

    fn literal(&mut self) -> Literal {
        let away = self.number();
        let away = (away >> 1) as i64 ^ -((away & 1) as i64);
        let from = (i64::from(self.next) + away) as u32;
        let number = self.number();
        let length = (number >> 1) as u16;
        self.next = from + u32::from(length);
        Literal { from, length, beginning: number & 1 != 0 }
    }

    fn set(&mut self) -> (u64, u8) {
        let reach = self.byte();
        if reach == 0 {
            return Neighbours::ANYTHING;
        }
        let Some((set, rest)) = self.bytes.split_first_chunk() else { return Neighbours::ANYTHING };
        self.bytes = rest;
        (u64::from_le_bytes(*set), reach)
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.count();
        let mut all = Vec::with_capacity(count);
        all.extend((0..count).map(|_| one(self)));
        all
    }
}

impl Plan {
    /// The plan as bytes.
    pub fn pack(&self) -> Vec<u8> {
        let mut to = Writer::default();
        let Self { speller, counts, steps, drawn, anchors } = self;
        to.count(speller.words.len());
        for (word, kinds) in speller.words.iter().zip(&speller.kinds) {
            to.count(word.len());
            to.bytes.push(*kinds);
        }
        to.count(speller.row.len());
        // The numbers of names are the highest there are.
        speller.row.iter().for_each(|number| to.number(u64::from(number.wrapping_add(Self::NAMES))));
        to.count(speller.literals.len());
        speller.literals.iter().for_each(|literal| to.literal(*literal));
        to.count(speller.places.len());
        let mut before = 0;
        for end in &speller.places {
            to.number(u64::from(end - before));
            before = *end;
        }
        to.count(counts.len());
        to.bytes.extend(counts);
        to.count(steps.len());
        for step in steps {
            to.count(step.place.index());
            to.bytes.push(step.gap);
        }
        to.count(drawn.len());
        for Drawn { count, begins, ends, held } in drawn {
            to.bytes.extend([*count, u8::from(*begins) | u8::from(*ends) << 1, held.places.0, held.places.1]);
            to.set((held.near.before, held.near.reach.0));
            to.set((held.near.after, held.near.reach.1));
        }
        to.count(anchors.len());
        for (chain, Anchor { key, literal, offset }) in anchors {
            to.number(u64::from(*chain));
            let kind = match key {
                Key::Word(_) => 0,
                Key::Beginning(_) => 1,
                Key::Pair(..) => 2,
            };
            to.literal(*literal);
            to.number(u64::from(*offset) << 2 | kind);
        }
        speller.words.iter().for_each(|word| to.bytes.extend(word.as_bytes()));
        to.bytes
    }

    /// The plan of what [`Plan::pack`] made.
    pub fn unpack(bytes: &'static [u8]) -> Self {
        let mut from = Bytes { bytes, next: 0 };
        let words = from.many(|from| (from.count(), from.byte()));
        let row = from.many(|from| (from.number() as u32).wrapping_sub(Self::NAMES));
        let literals = from.many(Bytes::literal);
        let mut end = 0;
        let places = from.many(|from| {
            end += from.number() as u32;
            end
        });
        let counts = from.many(Bytes::byte);
        let steps = from.many(|from| Step { place: Place::new(from.number() as u32), gap: from.byte() });
        let drawn = from.many(|from| {
            let (count, marks, places) = (from.byte(), from.byte(), (from.byte(), from.byte()));
            let near = Neighbours::new(from.set(), from.set());
            Drawn { count, begins: marks & 1 != 0, ends: marks & 2 != 0, held: Held { places, near } }
        });
        let anchors = from.many(|from| {
            let (chain, literal, number) = (from.number() as u32, from.literal(), from.number());
            let (offset, at) = ((number >> 2) as u8, literal.from as usize + (number >> 2) as usize);
            let key = match number & 3 {
                0 => Key::Word(row[at]),
                1 => Key::Beginning(row[at]),
                _ => Key::Pair(row[at], row[at + 1]),
            };
            (chain, Anchor { key, literal, offset })
        });
        let mut letters = str::from_utf8(from.bytes).unwrap_or_default();
        let mut speller = Speller::default();
        (speller.row, speller.literals, speller.places) = (row, literals, places);
        speller.numbers.reserve(words.len());
        speller.kinds.extend(words.iter().map(|(_, kinds)| *kinds));
        speller.words.extend(words.iter().map(|(length, _)| {
            let (word, rest) = letters.split_at_checked(*length).unwrap_or_default();
            letters = rest;
            Cow::Borrowed(word)
        }));
        speller.numbers.extend(speller.words.iter().cloned().zip(0..));
        Self { speller, counts, steps, drawn, anchors }
    }

    /// How many numbers stand for names; added to a number they make it small.
    const NAMES: u32 = 3;
}
