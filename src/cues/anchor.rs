//! Anchors: of every phrase the word that is rarest, or where all are common two that stand side by side. Only where an
//! anchor is heard are the other words of its phrase looked for, so that common words and gaps cost nothing where
//! nothing rare is said. Chosen here once a language; used by `pattern`.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashMap;

use super::notation::{Chain, Place};
use super::pattern::{HeardIn, Numbered};
use super::speller::{Kind, Literal, Speller, UNKNOWN};
use crate::fold::Folded;

/// A pattern that an anchor belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchored {
    pub pattern: u32,
    /// The literal that holds the anchor.
    pub literal: Literal,
    /// The anchor's first word within the literal.
    pub offset: u8,
    /// The places that the literal fills: the first, and the one after the last.
    pub places: (u8, u8),
    pub heard_in: HeardIn,
}

/// What an anchor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Word(u32),
    Beginning(u32),
    Pair(u32, u32),
}

/// All anchors of a language, and the automaton that finds words.
pub(super) struct Anchors {
    automaton: AhoCorasick,
    /// Of each text in the automaton: the word's number, and whether it is only a beginning.
    found: Vec<(u32, bool)>,
    /// Anchor by anchor: what is heard together lies together.
    entries: Vec<Anchored>,
    /// Ranges of `entries` by a word's number.
    words: Vec<(u32, u32)>,
    beginnings: FxHashMap<u32, (u32, u32)>,
    pairs: FxHashMap<(u32, u32), (u32, u32)>,
    /// Of each word, whether it is the first of a pair.
    begins_pair: Vec<bool>,
}

impl Anchors {
    /// The words of a folded text by number, and the beginnings in it.
    pub fn number(&self, folded: &Folded, out: &mut Numbered) {
        out.numbers.clear();
        out.numbers.resize(folded.words.len(), UNKNOWN);
        out.beginnings.clear();
        let mut word = 0;
        for found in self.automaton.find_overlapping_iter(&folded.text) {
            // Every text in the automaton is one word behind a space: matches come word by word.
            while (folded.words[word].at as usize) < found.start() + 1 {
                word += 1;
            }
            match self.found[found.pattern().as_usize()] {
                (number, false) => out.numbers[word] = number,
                (number, true) => out.beginnings.push((word as u32, number)),
            }
        }
    }

    /// Every place where an anchor is heard, with what belongs to it: the literal's first word in the text.
    pub fn heard<'a>(&'a self, text: &'a Numbered) -> impl Iterator<Item = (usize, &'a Anchored)> {
        let range = |range: (u32, u32)| &self.entries[range.0 as usize..range.1 as usize];
        let placed = |at: usize, entries: &'a [Anchored]| {
            entries.iter().filter_map(move |e| Some((at.checked_sub(e.offset as usize)?, e)))
        };
        let known = text.numbers.iter().enumerate().filter(|(_, number)| **number != UNKNOWN);
        let single = known.clone().flat_map(move |(at, n)| placed(at, range(self.words[*n as usize])));
        let double = known.filter(|(_, n)| self.begins_pair[**n as usize]).flat_map(move |(at, n)| {
            let pair = text.numbers.get(at + 1).and_then(|next| self.pairs.get(&(*n, *next)));
            placed(at, pair.map_or(&[][..], |pair| range(*pair)))
        });
        let begun = text.beginnings.iter().flat_map(move |(at, n)| {
            placed(*at as usize, self.beginnings.get(n).map_or(&[][..], |entries| range(*entries)))
        });
        single.chain(double).chain(begun)
    }
}

/// Chooses the anchors of a language's phrases.
#[derive(Default)]
pub(super) struct AnchorBuilder {
    chains: Vec<(u32, Chain, HeardIn)>,
    /// How often each word of the speller is likely to be heard.
    weights: Vec<u32>,
    entries: Vec<(Key, Anchored)>,
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
            for literal in literals {
                let (key, offset) = self.key(literal, speller);
                self.entries.push((key, Anchored { pattern, literal, offset: offset as u8, places, heard_in }));
            }
        }
    }

    /// The places that are to be looked for, and what may stand there: the rarest place, or, where all are common, the
    /// rarest two that stand side by side.
    fn choose(&self, chain: &Chain, speller: &mut Speller) -> ((u8, u8), Vec<Literal>) {
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
    fn weight(&self, place: &Place, speller: &Speller) -> u32 {
        let literal = |l: &Literal| {
            let rarest = self.words(*l, speller).map(|(_, weight)| weight).min();
            rarest.unwrap_or(u32::MAX / 8) / (4 * (l.len() as u32).max(1) - 3)
        };
        place.iter().map(literal).fold(0, u32::saturating_add)
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

    /// The anchors, with the automaton over all words of the speller.
    pub fn finish(mut self, speller: &mut Speller) -> Anchors {
        self.anchor_all(speller);
        self.entries.sort_by_key(|(key, _)| *key);
        let mut words = vec![(0, 0); speller.count()];
        let mut begins_pair = vec![false; speller.count()];
        let (mut beginnings, mut pairs) = (FxHashMap::default(), FxHashMap::default());
        let mut from = 0;
        for group in self.entries.chunk_by(|a, b| a.0 == b.0) {
            let range = (from, from + group.len() as u32);
            from = range.1;
            match group[0].0 {
                Key::Word(number) => words[number as usize] = range,
                Key::Beginning(number) => {
                    beginnings.insert(number, range);
                }
                Key::Pair(first, second) => {
                    begins_pair[first as usize] = true;
                    pairs.insert((first, second), range);
                }
            }
        }
        let (automaton, found) = automaton(speller);
        let entries = self.entries.into_iter().map(|(_, entry)| entry).collect();
        Anchors { automaton, found, entries, words, beginnings, pairs, begins_pair }
    }
}

/// One automaton over all words, each with a space on both sides, and all beginnings, with a space in front.
fn automaton(speller: &Speller) -> (AhoCorasick, Vec<(u32, bool)>) {
    let mut texts = Vec::with_capacity(speller.count() * 5 / 4);
    let mut found = Vec::with_capacity(texts.capacity());
    for number in 0..speller.count() as u32 {
        let word = speller.word(number);
        texts.push(format!(" {word} "));
        found.push((number, false));
        if speller.is(number, Kind::BEGINNING) {
            texts.push(format!(" {word}"));
            found.push((number, true));
        }
    }
    // The contiguous automaton is built in a seventh of a DFA's time and is as quick on turns of twenty words.
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::Standard)
        .build(texts)
        .expect("the packs' size is limited");
    (automaton, found)
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
    for literal in chains.flat_map(|chain| &chain.places).flat_map(|place| place.iter()) {
        for number in speller.row(*literal) {
            if let Some(weight) = weights.get_mut(*number as usize) {
                *weight += 2;
            }
        }
    }
    weights
}
