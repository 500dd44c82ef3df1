//! Anchors: of every phrase the word that is rarest, or where all are common two that stand side by side. Only where an
//! anchor is heard are the other words of its phrase looked for, so that common words and gaps cost nothing where
//! nothing rare is said. Chosen here once a language, by `plan`; looked for by `lookout`.

use super::notation::Chain;
use super::speller::{Kind, Literal, Place, Speller};
use super::windows::{Neighbours, Sets, near};

/// What an anchor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A word.
    Word(u32),
    /// What begins as a word does.
    Beginning(u32),
    /// Two words side by side.
    Pair(u32, u32),
}

/// An anchor, and the literal that holds it.
#[derive(Debug, Clone, Copy)]
pub struct Anchor {
    /// What is looked for.
    pub key: Key,
    /// The literal that holds it.
    pub literal: Literal,
    /// The anchor's first word within its literal.
    pub offset: u8,
}

/// Where in a chain its anchor is, and what stands around it.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    /// The places that hold it: the first, and the one after the last.
    pub places: (u8, u8),
    /// What may stand on both sides of them.
    pub near: Neighbours,
}

/// Chooses the anchors of a language's phrases.
pub struct Chooser {
    /// How often each word of the speller is likely to be heard.
    weights: Vec<u32>,
    /// The same of each place.
    places: Vec<Option<u32>>,
    sets: Sets,
}

/// A word that is likelier to be heard than this is no good anchor.
const COMMON: u32 = 300;
/// Two places are looked for together only where they come to no more than so many literals.
const MOST_PAIRS: usize = 24;

impl Chooser {
    /// For the chains of all phrases, which tell how common a word is.
    pub fn new<'a>(chains: impl Iterator<Item = &'a Chain>, speller: &Speller) -> Self {
        Self { weights: weights(chains, speller), places: vec![None; speller.count_places()], sets: Sets::default() }
    }

    /// The anchors of a chain, behind those of others, and where they are.
    pub fn anchor(&mut self, chain: &Chain, speller: &mut Speller, anchors: &mut Vec<Anchor>) -> Held {
        let (places, literals) = self.choose(chain, speller);
        anchors.extend(literals.into_iter().map(|literal| {
            let (key, offset) = key(literal, &self.weights, speller);
            Anchor { key, literal, offset: offset as u8 }
        }));
        Held { places, near: neighbours(chain, places, speller, &mut self.sets) }
    }

    /// The places that are to be looked for, and what may stand there: the rarest place, or, where all are common, the
    /// rarest two that stand side by side.
    fn choose(&mut self, chain: &Chain, speller: &mut Speller) -> ((u8, u8), Vec<Literal>) {
        let written = |l: &Literal| !l.is_empty() && !speller.is_open(*l);
        let needed: Vec<bool> = chain.places.iter().map(|place| speller.place(*place).iter().all(written)).collect();
        let weights: Vec<u32> = chain.places.iter().map(|place| self.weight(*place, speller)).collect();
        let single = (0..chain.places.len()).filter(|i| needed[*i]).min_by_key(|i| weights[*i]);
        let single = single.expect("a chain has a place that it needs");
        if weights[single] > COMMON {
            let beside = |i: &usize| {
                let (one, other) = (speller.place(chain.places[*i]), speller.place(chain.places[i + 1]));
                let pair = one.len() * other.len() <= MOST_PAIRS;
                let whole = one.iter().chain(other).all(|l| !l.beginning);
                pair && whole && chain.gaps[*i] == 0 && needed[*i] && needed[i + 1]
            };
            let both = |i: usize| weights[i].min(weights[i + 1]) / 4;
            let pair = (0..chain.gaps.len()).filter(beside).min_by_key(|i| both(*i));
            if let Some(first) = pair.filter(|i| both(*i) < weights[single]) {
                let mut literals = Vec::new();
                let others = speller.place(chain.places[first + 1]).to_vec();
                for a in speller.place(chain.places[first]).to_vec() {
                    literals.extend(others.iter().map(|b| speller.join(a, *b)));
                }
                return ((first as u8, first as u8 + 2), literals);
            }
        }
        ((single as u8, single as u8 + 1), speller.place(chain.places[single]).to_vec())
    }

    /// How often a place's words are likely to be heard.
    fn weight(&mut self, place: Place, speller: &Speller) -> u32 {
        if let Some(weight) = self.places[place.index()] {
            return weight;
        }
        let literal = |l: &Literal| {
            let rarest = words(*l, &self.weights, speller).map(|(_, weight)| weight).min();
            rarest.unwrap_or(u32::MAX / 8) / (4 * (l.len() as u32).max(1) - 3)
        };
        let weight = speller.place(place).iter().map(literal).fold(0, u32::saturating_add);
        self.places[place.index()] = Some(weight);
        weight
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
    let before = (0..first as usize).rev().map(|i| (chain.places[i], chain.gaps[i]));
    let before = near(before, speller, |place| sets.of(place, speller).1);
    let behind = (after as usize..chain.places.len()).map(|i| (chain.places[i], chain.gaps[i - 1]));
    Neighbours::new(before, near(behind, speller, |place| sets.of(place, speller).0))
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
    let mut uses = vec![0; speller.count_places()];
    for place in chains.flat_map(|chain| &chain.places) {
        uses[place.index()] += 1;
    }
    for (place, count) in (0..).map(Place::new).zip(&uses).filter(|(_, count)| **count > 0) {
        for number in speller.place(place).iter().flat_map(|literal| speller.row(*literal)) {
            if let Some(weight) = weights.get_mut(*number as usize) {
                *weight += 2 * count;
            }
        }
    }
    weights
}
