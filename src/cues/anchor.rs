//! Anchors: of every phrase the word that is rarest, or where all are common two that stand side by side. Only where an
//! anchor is heard are the other words of its phrase looked for, so that common words and gaps cost nothing where
//! nothing rare is said. All anchors of all cues are looked for in one pass. Folded text comes in words already, so the
//! automaton over words is a table: a word's number tells what it anchors; only the words that no phrase writes down go
//! letter by letter through an Aho-Corasick automaton, for the anchors that are a word's beginning (an automaton over
//! the letters of all literals was slower). Chosen here once a language; used by `pattern`.

use std::ops::Range;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored as From, Input, StartKind};
use rustc_hash::FxHashMap;

use super::notation::{Chain, Place};
use super::place::{HeardIn, Side};
use super::speller::{GIVEN_NAME, Kind, Literal, Speller, UNKNOWN};
use crate::fold::Folded;

/// A pattern that an anchor belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchored {
    pub pattern: u32,
    /// The literal that holds the anchor.
    pub literal: Literal,
    /// The places that the literal fills: the first, and the one after the last.
    pub places: (u8, u8),
}

/// What is looked at before a pattern: cheap, and wrong only by letting through too much.
#[derive(Debug, Clone, Copy)]
struct Glance {
    before: Neighbours,
    after: Neighbours,
    /// The anchor's first word within its literal.
    offset: u8,
    /// Words of the literal.
    length: u8,
    /// The literal must begin a sentence.
    begins: bool,
    /// The literal must end a sentence.
    ends: bool,
}

impl Glance {
    /// The first word of the literal, if the pattern may stand around an anchor at this word.
    fn first(&self, folded: &Folded, numbers: &[u32], at: usize) -> Option<usize> {
        let first = at.checked_sub(self.offset as usize)?;
        let last = first + self.length as usize;
        if (self.begins && !folded.begins_sentence(first)) || (self.ends && !folded.begins_sentence(last)) {
            return None;
        }
        let from = first.saturating_sub(self.before.reach as usize);
        let to = (last + self.after.reach as usize).min(numbers.len());
        let fits = last <= numbers.len()
            && self.before.stand_in(&numbers[from..first])
            && self.after.stand_in(&numbers[last..to]);
        fits.then_some(first)
    }
}

/// The words that can stand nearest to an anchor on one side, as a set of 64 that may hold more than it should.
#[derive(Debug, Clone, Copy)]
struct Neighbours {
    set: u64,
    /// One of them is among so many words.
    reach: u8,
}

impl Neighbours {
    /// Nothing is asked of this side.
    const ANY: Self = Self { set: 0, reach: 0 };

    /// Those in the places going away from the anchor, each with the gap that lies before it.
    fn new<'a>(places: impl Iterator<Item = (&'a Place, u8)>, nearest: impl Fn(Literal) -> Option<u32>) -> Self {
        let mut neighbours = Self { set: 0, reach: 1 };
        for (place, gap) in places {
            neighbours.reach = neighbours.reach.saturating_add(gap);
            for literal in place.iter().filter(|l| !l.is_empty()) {
                let Some(number) = nearest(*literal) else { return Self::ANY };
                neighbours.set |= bit(number);
            }
            if place.last().is_some_and(|l| !l.is_empty()) {
                return neighbours;
            }
        }
        Self::ANY
    }

    fn stand_in(self, numbers: &[u32]) -> bool {
        self.reach == 0 || numbers.iter().any(|number| self.set & bit(*number) != 0)
    }
}

fn bit(number: u32) -> u64 {
    1 << (number % 64)
}

/// What an anchor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Word(u32),
    Beginning(u32),
    Pair(u32, u32),
}

/// All anchors of a language.
pub(super) struct Anchors {
    /// Anchor by anchor: what is looked at together lies together.
    heard_in: Vec<HeardIn>,
    glances: Vec<Glance>,
    entries: Vec<Anchored>,
    /// Of every word: what it anchors, as the word itself or by its beginning; and whether it is the first of a pair.
    words: Vec<(Span, bool)>,
    pairs: FxHashMap<(u32, u32), Span>,
    beginnings: Beginnings,
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

impl Anchors {
    /// Every place where an anchor is heard and its pattern may be: the literal's first word in the text.
    pub fn each(&self, folded: &Folded, numbers: &[u32], heard_in: HeardIn, mut found: impl FnMut(usize, &Anchored)) {
        let side = heard_in.side();
        let mut all = |at: usize, span: &Span| {
            let range = span.of(side);
            let glances = self.glances[range.clone()].iter().zip(&self.entries[range.clone()]);
            for (wanted, (glance, anchored)) in self.heard_in[range].iter().zip(glances) {
                if wanted.meets(heard_in)
                    && let Some(first) = glance.first(folded, numbers, at)
                {
                    found(first, anchored);
                }
            }
        };
        for (at, number) in numbers.iter().enumerate() {
            if *number == UNKNOWN {
                self.beginnings.each(folded.word(at), |range| all(at, range));
                continue;
            }
            let (range, begins_pair) = &self.words[*number as usize];
            all(at, range);
            if *begins_pair
                && let Some(next) = numbers.get(at + 1)
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

/// Chooses the anchors of a language's phrases.
#[derive(Default)]
pub(super) struct AnchorBuilder {
    chains: Vec<(u32, Chain, HeardIn)>,
    /// How often each word of the speller is likely to be heard.
    weights: Vec<u32>,
    /// The same of each place; the patterns keep the places, so that an address is a place for good.
    places: FxHashMap<*const Literal, u32>,
    entries: Vec<(Key, HeardIn, Glance, Anchored)>,
}

/// A word that is likelier to be heard than this is no good anchor.
const COMMON: u32 = 300;
/// Two places are looked for together only where they come to no more than so many literals.
const MOST_PAIRS: usize = 24;

impl AnchorBuilder {
    /// Takes a chain in; it is anchored when all are known.
    pub fn add(&mut self, pattern: u32, chain: Chain, heard_in: HeardIn) {
        self.chains.push((pattern, chain, heard_in));
    }

    fn anchor_all(&mut self, speller: &mut Speller) {
        self.weights = weights(self.chains.iter().map(|(_, chain, _)| chain), speller);
        for (pattern, chain, heard_in) in std::mem::take(&mut self.chains) {
            let (places, literals) = self.choose(&chain, speller);
            let (before, after) = neighbours(&chain, places, speller);
            for literal in literals {
                let (key, offset) = self.key(literal, speller);
                let (offset, length) = (offset as u8, literal.len() as u8);
                let begins = chain.begins && places.0 == 0;
                let ends = chain.ends && places.1 as usize == chain.places.len();
                let glance = Glance { before, after, offset, length, begins, ends };
                self.entries.push((key, heard_in, glance, Anchored { pattern, literal, places }));
            }
        }
    }

    /// The places that are to be looked for, and what may stand there: the rarest place, or, where all are common, the
    /// rarest two that stand side by side.
    fn choose(&mut self, chain: &Chain, speller: &mut Speller) -> ((u8, u8), Vec<Literal>) {
        let written = |l: &Literal| !l.is_empty() && !speller.is_open(*l);
        let needed: Vec<bool> = chain.places.iter().map(|place| place.iter().all(written)).collect();
        let weights: Vec<u32> = chain.places.iter().map(|place| self.weight(place, speller)).collect();
        let single = (0..chain.places.len()).filter(|i| needed[*i]).min_by_key(|i| weights[*i]);
        let single = single.expect("a chain has a place that it needs");
        if weights[single] > COMMON {
            let beside = |i: &usize| {
                let pair = chain.places[*i].len() * chain.places[i + 1].len() <= MOST_PAIRS;
                let whole = chain.places[*i].iter().chain(&*chain.places[i + 1]).all(|l| !l.beginning);
                pair && whole && chain.gaps[*i] == 0 && needed[*i] && needed[i + 1]
            };
            let both = |i: usize| weights[i].min(weights[i + 1]) / 4;
            let pair = (0..chain.gaps.len()).filter(beside).min_by_key(|i| both(*i));
            if let Some(first) = pair.filter(|i| both(*i) < weights[single]) {
                let mut literals = Vec::new();
                for a in &*chain.places[first] {
                    literals.extend(chain.places[first + 1].iter().map(|b| speller.join(*a, *b)));
                }
                return ((first as u8, first as u8 + 2), literals);
            }
        }
        ((single as u8, single as u8 + 1), chain.places[single].to_vec())
    }

    /// How often a place's words are likely to be heard.
    fn weight(&mut self, place: &Place, speller: &Speller) -> u32 {
        if let Some(weight) = self.places.get(&place.as_ptr()) {
            return *weight;
        }
        let literal = |l: &Literal| {
            let rarest = self.words(*l, speller).map(|(_, weight)| weight).min();
            rarest.unwrap_or(u32::MAX / 8) / (4 * (l.len() as u32).max(1) - 3)
        };
        let weight = place.iter().map(literal).fold(0, u32::saturating_add);
        self.places.insert(place.as_ptr(), weight);
        weight
    }

    /// The written words of a literal: where they stand in it, and how likely they are.
    fn words<'a>(&'a self, literal: Literal, speller: &'a Speller) -> impl Iterator<Item = (usize, u32)> + 'a {
        let row = speller.row(literal);
        row.iter().enumerate().filter_map(move |(at, number)| {
            let weight = *self.weights.get(*number as usize)?;
            let beginning = literal.beginning && at + 1 == row.len();
            Some((at, if beginning { weight * 2 } else { weight }))
        })
    }

    /// The rarest word of a literal; two side by side where it is common.
    fn key(&self, literal: Literal, speller: &Speller) -> (Key, usize) {
        let row = speller.row(literal);
        let (at, weight) =
            self.words(literal, speller).min_by_key(|(_, weight)| *weight).expect("an anchor has a written word");
        let whole = row.len() - usize::from(literal.beginning);
        let known = |number: u32| (number as usize) < self.weights.len();
        if weight > COMMON && whole > 1 {
            let likely = |i: &usize| self.weights[row[*i] as usize] + self.weights[row[i + 1] as usize];
            let pairs = (0..whole - 1).filter(|i| known(row[*i]) && known(row[i + 1]));
            if let Some(i) = pairs.min_by_key(likely) {
                return (Key::Pair(row[i], row[i + 1]), i);
            }
        }
        let key = if literal.beginning && at + 1 == row.len() { Key::Beginning(row[at]) } else { Key::Word(row[at]) };
        (key, at)
    }

    /// The anchors of all chains.
    pub fn finish(mut self, speller: &mut Speller) -> Anchors {
        self.anchor_all(speller);
        let mut order: Vec<(Key, Side, u32)> =
            (0u32..).zip(&self.entries).map(|(at, entry)| (entry.0, entry.1.side(), at)).collect();
        order.sort_unstable();
        let sorted = || order.iter().map(|(_, _, at)| &self.entries[*at as usize]);
        let mut heard_in: Vec<HeardIn> = sorted().map(|entry| entry.1).collect();
        let (mut glances, mut entries): (Vec<_>, Vec<_>) = sorted().map(|(_, _, g, a)| (*g, *a)).unzip();
        let mut words = vec![(Span::default(), false); speller.count()];
        let (mut beginnings, mut ranges, mut pairs) = (Vec::new(), Vec::new(), FxHashMap::default());
        let mut from = 0;
        for group in order.chunk_by(|a, b| a.0 == b.0) {
            let range = Span::new(from, group.iter().map(|(_, side, _)| *side));
            from = range.to;
            match group[0].0 {
                Key::Word(number) => words[number as usize].0 = range,
                Key::Beginning(number) => {
                    beginnings.push(speller.word(number));
                    ranges.push(range);
                }
                Key::Pair(first, second) => {
                    words[first as usize].1 = true;
                    pairs.insert((first, second), range);
                }
            }
        }
        let beginnings = Beginnings::new(&beginnings, ranges);
        // What is known of a word is told by its number alone.
        for (number, (range, _)) in words.iter_mut().enumerate() {
            let mut begun = Vec::new();
            beginnings.each(speller.word(number as u32), |range| begun.push(*range));
            if !begun.is_empty() {
                let from = entries.len() as u32;
                begun.push(*range);
                let own = |s: Span| [(s.from, s.both), (s.both, s.others), (s.others, s.to)];
                for side in 0..3 {
                    for part in begun.iter().map(|span| own(*span)[side]) {
                        let part = part.0 as usize..part.1 as usize;
                        heard_in.extend_from_within(part.clone());
                        glances.extend_from_within(part.clone());
                        entries.extend_from_within(part);
                    }
                }
                *range = Span::new(from, heard_in[from as usize..].iter().map(|heard_in| heard_in.side()));
            }
        }
        Anchors { heard_in, glances, entries, words, pairs, beginnings }
    }
}

/// What may stand on both sides of the places that hold a chain's anchor.
fn neighbours(chain: &Chain, (first, after): (u8, u8), speller: &Speller) -> (Neighbours, Neighbours) {
    let known = |number: &u32| (*number < GIVEN_NAME).then_some(*number);
    let last = |l: Literal| if l.beginning { None } else { speller.row(l).last().and_then(known) };
    let next = |l: Literal| if l.beginning && l.len() == 1 { None } else { speller.row(l).first().and_then(known) };
    let before = (0..first as usize).rev().map(|i| (&chain.places[i], chain.gaps[i]));
    let behind = (after as usize..chain.places.len()).map(|i| (&chain.places[i], chain.gaps[i - 1]));
    (Neighbours::new(before, last), Neighbours::new(behind, next))
}

/// How often each word is likely to be heard: an estimate, only for choosing anchors. Short words and those without
/// content are everywhere; and a word that stands in many phrases is one that people say.
fn weights<'a>(chains: impl Iterator<Item = &'a Chain>, speller: &Speller) -> Vec<u32> {
    let mut weights: Vec<u32> = (0..speller.count() as u32)
        .map(|number| match speller.word(number).len() {
            _ if speller.is(number, Kind::FUNCTION) => 6000,
            0..=2 => 2000,
            3 => 60,
            4 => 15,
            _ => 5,
        })
        .collect();
    // A list is one place, however many phrases use it.
    let mut uses: FxHashMap<*const Literal, (&Place, u32)> = FxHashMap::default();
    for place in chains.flat_map(|chain| &chain.places) {
        uses.entry(place.as_ptr()).or_insert((place, 0)).1 += 1;
    }
    for (place, count) in uses.values() {
        for number in place.iter().flat_map(|literal| speller.row(*literal)) {
            if let Some(weight) = weights.get_mut(*number as usize) {
                *weight += 2 * count;
            }
        }
    }
    weights
}
