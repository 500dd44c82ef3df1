//! The lookout: where anchors are heard, and which of their patterns may stand there. Folded text comes in words
//! already, so the automaton over words is a table: a word's number tells what it anchors; only the words that no phrase
//! writes down go letter by letter through an Aho-Corasick automaton, for the anchors that are a word's beginning (an
//! automaton over the letters of all literals was slower). Filled by `anchor`; used by `pattern`.

use std::ops::Range;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored as From, Input, StartKind};
use rustc_hash::FxHashMap;

use super::anchor::{Anchor, Key};
use super::cue::CueId;
use super::pattern::{Purpose, Text};
use super::place::Side;
use super::speller::{Literal, Speller, UNKNOWN};
use super::windows::{Neighbours, Sets, Windows};

/// A pattern that an anchor belongs to, with what is looked at before it: cheap, and wrong only by letting through too
/// much. Thousands are looked at in a call: every byte of them counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchored {
    pub near: Neighbours,
    pub purpose: Purpose,
    pub pattern: u32,
    /// The literal that holds the anchor.
    pub literal: Literal,
    /// The anchor's first word within its literal.
    pub offset: u8,
    /// The anchor is all of the literal.
    pub whole: bool,
    /// The pattern is nothing but the literal.
    pub lone: bool,
    /// The literal must begin a sentence.
    pub begins: bool,
    /// The literal must end a sentence.
    pub ends: bool,
}

/// Anchors as they were chosen, in the order of their keys.
#[derive(Default)]
pub(super) struct Table {
    /// The patterns, without their literals.
    pub chains: Vec<Anchored>,
    /// Each with the number of its pattern.
    pub anchors: Vec<(u32, Anchor)>,
}

impl Table {
    /// The words by whose beginnings something is anchored.
    pub fn beginnings(&self) -> impl Iterator<Item = u32> {
        self.anchors.iter().filter_map(|(_, anchor)| match anchor.key {
            Key::Beginning(word) => Some(word),
            _ => None,
        })
    }
}

impl Anchored {
    /// The first word of the literal, if the pattern may stand around an anchor at this word of a sentence.
    #[inline]
    fn first(&self, windows: &Windows, sentence: &Range<usize>, at: usize) -> Option<usize> {
        let first = at.wrapping_sub(self.offset as usize);
        let after = first.wrapping_add(self.literal.len());
        let inside = first >= sentence.start && first < sentence.end && after <= sentence.end;
        let fits = inside
            && windows.hold((first, after - 1), &self.near)
            && (!self.begins || first == sentence.start)
            && (!self.ends || after == sentence.end);
        fits.then_some(first)
    }
}

/// What an anchor anchors: first what only the agent says, then what anybody says, then what only others say. Most
/// cues are the agent's, and a customer's turn need not look at them.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    from: u32,
    both: u32,
    others: u32,
    to: u32,
}

impl Span {
    /// Over entries from a place on, sorted by their sides.
    fn new(from: u32, sides: impl Iterator<Item = Side>) -> Self {
        let mut span = Self { from, both: from, others: from, to: from };
        for side in sides {
            span.to += 1;
            span.others += u32::from(side < Side::Others);
            span.both += u32::from(side < Side::Both);
        }
        span
    }

    fn of(self, side: Side) -> Range<usize> {
        let (from, to) = match side {
            Side::Agent => (self.from, self.others),
            Side::Others => (self.both, self.to),
            Side::Both => (self.from, self.to),
        };
        from as usize..to as usize
    }
}

/// Anchors and what they anchor.
pub(super) struct Lookout {
    /// Anchor by anchor: what is looked at together lies together.
    entries: Vec<Anchored>,
    /// Of every word: what it anchors, as the word itself or by its beginning; and whether it is the first of a pair.
    words: Vec<(Span, bool)>,
    pairs: FxHashMap<(u32, u32), Span>,
    beginnings: Beginnings,
}

impl Lookout {
    /// Of all anchors; `sets` knows the words that begin as one does by whose beginning something is anchored.
    pub fn new(table: Table, speller: &Speller, sets: &Sets) -> Self {
        let Table { chains, mut anchors } = table;
        let side = |(chain, _): &(u32, Anchor)| chains[*chain as usize].purpose.heard_in.side();
        for group in anchors.chunk_by_mut(|(_, a), (_, b)| a.key == b.key).filter(|group| group.len() > 1) {
            group.sort_by_key(side);
        }
        let entry = |(chain, Anchor { key, literal, offset }): &(u32, Anchor)| {
            let whole = literal.len() == if matches!(key, Key::Pair(..)) { 2 } else { 1 };
            Anchored { literal: *literal, offset: *offset, whole, ..chains[*chain as usize] }
        };
        let mut entries: Vec<Anchored> = Vec::with_capacity(anchors.len() + anchors.len() / 8);
        entries.extend(anchors.iter().map(entry));
        let mut words = vec![(Span::default(), false); speller.count()];
        let (mut beginnings, mut ranges, mut pairs) = (Vec::new(), Vec::new(), FxHashMap::default());
        // Of the words that begin so what they anchor by their beginning: what is known of a word is told by its number.
        let mut begun: FxHashMap<u32, Vec<Span>> = FxHashMap::default();
        let mut from = 0;
        for group in anchors.chunk_by(|(_, a), (_, b)| a.key == b.key) {
            let sides = entries[from as usize..from as usize + group.len()].iter();
            let range = Span::new(from, sides.map(|entry| entry.purpose.heard_in.side()));
            from = range.to;
            match group[0].1.key {
                Key::Word(number) => words[number as usize].0 = range,
                Key::Beginning(number) => {
                    beginnings.push(speller.word(number));
                    ranges.push(range);
                    let known = sets.beginning(number).iter().filter(|number| **number != UNKNOWN);
                    known.for_each(|number| begun.entry(*number).or_default().push(range));
                }
                Key::Pair(first, second) => {
                    words[first as usize].1 = true;
                    pairs.insert((first, second), range);
                }
            }
        }
        for (number, mut begun) in begun {
            let range = &mut words[number as usize].0;
            let from = entries.len() as u32;
            begun.push(*range);
            let own = |s: Span| [(s.from, s.both), (s.both, s.others), (s.others, s.to)];
            for side in 0..3 {
                for part in begun.iter().map(|span| own(*span)[side]) {
                    entries.extend_from_within(part.0 as usize..part.1 as usize);
                }
            }
            *range = Span::new(from, entries[from as usize..].iter().map(|entry| entry.purpose.heard_in.side()));
        }
        Self { entries, words, pairs, beginnings: Beginnings::new(&beginnings, ranges) }
    }

    /// Every place where an anchor of a cue that is wanted is heard and its pattern may be: the literal's first word in
    /// the text.
    pub fn each(&self, text: &Text<'_>, wanted: impl Fn(CueId) -> bool, mut found: impl FnMut(usize, &Anchored)) {
        let side = text.heard_in.side();
        let mut all = |at: usize, span: &Span| {
            let sentence = text.windows.sentence(at);
            for anchored in &self.entries[span.of(side)] {
                if wanted(anchored.purpose.cue)
                    && anchored.purpose.heard_in.meets(text.heard_in)
                    && let Some(first) = anchored.first(text.windows, &sentence, at)
                {
                    found(first, anchored);
                }
            }
        };
        for (at, number) in text.numbers.iter().enumerate() {
            if *number == UNKNOWN {
                self.beginnings.each(text.folded.word(at), |range| all(at, range));
                continue;
            }
            let (range, begins_pair) = &self.words[*number as usize];
            all(at, range);
            if *begins_pair
                && let Some(next) = text.numbers.get(at + 1)
                && let Some(pair) = self.pairs.get(&(*number, *next))
            {
                all(at, pair);
            }
        }
    }
}

/// The anchors that are only the beginning of a word, and what they anchor.
struct Beginnings {
    automaton: AhoCorasick,
    ranges: Vec<Span>,
}

impl Beginnings {
    fn new(texts: &[&str], ranges: Vec<Span>) -> Self {
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .start_kind(StartKind::Anchored)
            .build(texts)
            .expect("the packs' size is limited");
        Self { automaton, ranges }
    }

    /// What is anchored by the beginnings of a word.
    fn each(&self, word: &str, mut found: impl FnMut(&Span)) {
        let input = Input::new(word).anchored(From::Yes);
        let mut state = OverlappingState::start();
        while let Ok(()) = self.automaton.try_find_overlapping(input.clone(), &mut state)
            && let Some(beginning) = state.get_match()
        {
            found(&self.ranges[beginning.pattern().as_usize()]);
        }
    }
}
