//! Anchors: of every phrase the word that is rarest, or where all are common two that stand side by side. Only where an
//! anchor is heard are the other words of its phrase looked for, so that common words and gaps cost nothing where
//! nothing rare is said. Chosen here once a language; looked for by `lookout`.

use std::thread;

use rustc_hash::FxHashMap;

use super::lookout::{Anchor, Anchored, Key, Lookout, Table};
use super::notation::{Chain, Place};
use super::pattern::{Meaning, Purpose};
use super::speller::{Kind, Literal, Speller};
use super::windows::{Neighbours, Sets, near};

/// Chooses the anchors of a language's phrases.
#[derive(Default)]
pub(super) struct AnchorBuilder {
    chains: Vec<(u32, Chain, Purpose)>,
    /// How often each word of the speller is likely to be heard.
    weights: Vec<u32>,
    /// The same of each place; the patterns keep the places, so that an address is a place for good.
    places: FxHashMap<*const Literal, u32>,
    said: Table,
    twins: Table,
}

/// A word that is likelier to be heard than this is no good anchor.
const COMMON: u32 = 300;
/// Two places are looked for together only where they come to no more than so many literals.
const MOST_PAIRS: usize = 24;

impl AnchorBuilder {
    /// Takes a chain in; it is anchored when all are known.
    pub fn add(&mut self, pattern: u32, chain: Chain, purpose: Purpose) {
        self.chains.push((pattern, chain, purpose));
    }

    fn anchor_all(&mut self, speller: &mut Speller, sets: &mut Sets) -> Vec<(u8, u8)> {
        let mut anchored = vec![(0, 0); self.chains.len()];
        self.weights = weights(self.chains.iter().map(|(_, chain, _)| chain), speller);
        for (pattern, chain, purpose) in std::mem::take(&mut self.chains) {
            let (places, literals) = self.choose(&chain, speller);
            let near = neighbours(&chain, places, speller, sets);
            let begins = chain.begins && places.0 == 0;
            let ends = chain.ends && places.1 as usize == chain.places.len();
            let lone = chain.places.len() == 1;
            let table = if purpose.meaning == Meaning::Unless { &mut self.twins } else { &mut self.said };
            let chain = table.chains.len() as u32;
            let (literal, offset, whole) = (Literal::NOTHING, 0, false);
            table.chains.push(Anchored { near, purpose, pattern, literal, offset, whole, lone, begins, ends });
            anchored[pattern as usize] = places;
            for literal in literals {
                let (key, offset) = key(literal, &self.weights, speller);
                table.anchors.push(Anchor { key, chain, literal, offset: offset as u8 });
            }
        }
        anchored
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
            let rarest = words(*l, &self.weights, speller).map(|(_, weight)| weight).min();
            rarest.unwrap_or(u32::MAX / 8) / (4 * (l.len() as u32).max(1) - 3)
        };
        let weight = place.iter().map(literal).fold(0, u32::saturating_add);
        self.places.insert(place.as_ptr(), weight);
        weight
    }

    /// The anchors of all chains: those of what is said, and those of innocent twins; and of each pattern the places
    /// that hold its anchor: the first, and the one after the last.
    pub fn finish(mut self, speller: &mut Speller, sets: &mut Sets) -> (Lookout, Lookout, Vec<(u8, u8)>) {
        let places = self.anchor_all(speller, sets);
        let Self { said, twins, .. } = self;
        for table in [&said, &twins] {
            sets.begin(table.beginnings(), speller);
        }
        let (speller, sets) = (&*speller, &*sets);
        thread::scope(|scope| {
            let twins = scope.spawn(move || Lookout::new(twins, speller, sets));
            (Lookout::new(said, speller, sets), twins.join().expect("its anchors are as the others are"), places)
        })
    }
}

/// The written words of a literal: where they stand in it, and how likely they are.
fn words<'a>(literal: Literal, weights: &'a [u32], speller: &'a Speller) -> impl Iterator<Item = (usize, u32)> + 'a {
    let row = speller.row(literal);
    row.iter().enumerate().filter_map(move |(at, number)| {
        let weight = *weights.get(*number as usize)?;
        let beginning = literal.beginning && at + 1 == row.len();
        Some((at, if beginning { weight * 2 } else { weight }))
    })
}

/// The rarest word of a literal; two side by side where it is common.
fn key(literal: Literal, weights: &[u32], speller: &Speller) -> (Key, usize) {
    let row = speller.row(literal);
    let (at, weight) =
        words(literal, weights, speller).min_by_key(|(_, weight)| *weight).expect("an anchor has a written word");
    let whole = row.len() - usize::from(literal.beginning);
    let known = |number: u32| (number as usize) < weights.len();
    if weight > COMMON && whole > 1 {
        let likely = |i: &usize| weights[row[*i] as usize] + weights[row[i + 1] as usize];
        let pairs = (0..whole - 1).filter(|i| known(row[*i]) && known(row[i + 1]));
        if let Some(i) = pairs.min_by_key(likely) {
            return (Key::Pair(row[i], row[i + 1]), i);
        }
    }
    let key = if literal.beginning && at + 1 == row.len() { Key::Beginning(row[at]) } else { Key::Word(row[at]) };
    (key, at)
}

/// What may stand on both sides of the places that hold a chain's anchor.
fn neighbours(chain: &Chain, (first, after): (u8, u8), speller: &Speller, sets: &mut Sets) -> Neighbours {
    let before = (0..first as usize).rev().map(|i| (&chain.places[i], chain.gaps[i]));
    let before = near(before, |place| sets.of(place, speller).1);
    let behind = (after as usize..chain.places.len()).map(|i| (&chain.places[i], chain.gaps[i - 1]));
    Neighbours::new(before, near(behind, |place| sets.of(place, speller).0))
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
