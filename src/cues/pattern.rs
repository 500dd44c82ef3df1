//! Patterns: phrases as places filled by literals. Of each, the place with the rarest words is its anchor: the
//! automaton looks for anchors only, and where one is heard the other places are looked for around it, word by word.
//! So common words and gaps cost nothing where nothing rare is said. Used by the lexicon and the ear.

use std::hash::BuildHasher;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::like_name::Likeness;
use super::notation::{Chain, GIVEN_NAME, Literal, NAME, Place, Speller, UNKNOWN};
use crate::fold::Folded;
use crate::transcript::Role;

/// All patterns of a language.
#[derive(Default)]
pub(super) struct Patterns {
    /// Of each literal in the automaton: how many words it has, and where its entries in `anchored` end.
    anchors: Vec<(u32, u32)>,
    /// What the anchors hold, anchor by anchor.
    anchored: Vec<Anchored>,
    patterns: Vec<Pattern>,
    /// The places of all patterns in one row, each with the gap behind it and the number of its index.
    places: Vec<(Place, u8, u32)>,
    indices: Vec<Index>,
    speller: Speller,
}

struct Pattern {
    /// Index into the lexicon's phrases.
    phrase: u32,
    /// Its first place.
    from: u32,
    count: u8,
    /// Counts only where a sentence begins.
    begins: bool,
    /// Counts only where a sentence ends.
    ends: bool,
    /// Counts only in a question.
    asked: bool,
}

/// What a pattern asks of the text besides its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Only {
    pub heard_in: HeardIn,
    /// Only in a question.
    pub asked: bool,
}

/// Where a pattern can be heard: in whose turns, and whether in what is said or in bracketed events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeardIn(u8);

impl HeardIn {
    const EVENTS: u8 = 4;

    /// What a pattern asks for: a speaker, or any.
    pub fn wanted(speaker: Option<Role>, event: bool) -> Self {
        let speakers = speaker.map_or(0b111, |role| 1 << role as u8);
        Self(if event { speakers << Self::EVENTS } else { speakers })
    }

    /// What a text is.
    pub fn text(speaker: Role, event: bool) -> Self {
        Self::wanted(Some(speaker), event)
    }
}

/// A pattern that an anchor belongs to.
#[derive(Clone, Copy)]
pub(super) struct Anchored {
    pub pattern: u32,
    /// The places that the anchor fills: the first, and the one after the last.
    places: (u8, u8),
    heard_in: HeardIn,
}

/// A place with many literals, sorted so that those for a word are found at once.
#[derive(Default)]
struct Index {
    /// By their first word; those that are only a word's beginning stand apart.
    by_first: Vec<(u32, Literal)>,
    begin_open: Vec<Literal>,
    /// By their last word; those whose last word is only a beginning stand apart.
    by_last: Vec<(u32, Literal)>,
    end_open: Vec<Literal>,
}

/// A place with fewer literals than this is looked through.
const MANY: usize = 9;
/// A place without an index.
const NO_INDEX: u32 = u32::MAX;

impl Index {
    fn new(place: &Place, speller: &Speller) -> Self {
        let mut index = Self::default();
        for literal in place.iter().filter(|l| !l.is_empty()) {
            let row = speller.row(*literal);
            if literal.beginning && row.len() == 1 || row[0] >= GIVEN_NAME {
                index.begin_open.push(*literal);
            } else {
                index.by_first.push((row[0], *literal));
            }
            if literal.beginning || row[row.len() - 1] >= GIVEN_NAME {
                index.end_open.push(*literal);
            } else {
                index.by_last.push((row[row.len() - 1], *literal));
            }
        }
        // Stable: the longest stay first among those of a word.
        index.by_first.sort_by_key(|(word, _)| *word);
        index.by_last.sort_by_key(|(word, _)| *word);
        index
    }

    fn of_word(sorted: &[(u32, Literal)], word: u32) -> impl Iterator<Item = Literal> {
        let from = sorted.partition_point(|(w, _)| *w < word);
        sorted[from..].iter().take_while(move |(w, _)| *w == word).map(|(_, literal)| *literal)
    }
}

/// A folded turn with its words as numbers of the vocabulary, found out when first asked for.
#[derive(Default)]
pub(super) struct Numbered {
    numbers: Vec<u32>,
    /// Of each word, whether it is like a name.
    names: Vec<Likeness>,
    ready: bool,
}

impl Numbered {
    /// Forgets the turn before.
    pub fn clear(&mut self) {
        self.ready = false;
    }
}

impl Patterns {
    /// Whether a folded word stands in any phrase.
    pub fn knows(&self, word: &str) -> bool {
        self.speller.number(word) != UNKNOWN
    }

    /// How many words an anchor has.
    pub fn words(&self, anchor: usize) -> u32 {
        self.anchors[anchor].0
    }

    /// The patterns that an anchor belongs to and that can be heard in a text.
    pub fn anchored(&self, anchor: usize, text: HeardIn) -> impl Iterator<Item = Anchored> {
        let from = anchor.checked_sub(1).map_or(0, |before| self.anchors[before].1 as usize);
        let entries = &self.anchored[from..self.anchors[anchor].1 as usize];
        entries.iter().copied().filter(move |entry| entry.heard_in.0 & text.0 != 0)
    }

    /// The words from the first to the one after the last that a pattern takes, if it stands around its anchor.
    pub fn around(
        &self,
        anchored: Anchored,
        (first, last): (u32, u32),
        folded: &Folded,
        numbered: &mut Numbered,
        like_name: impl Fn(usize) -> Likeness,
    ) -> Option<(u32, u32)> {
        let pattern = &self.patterns[anchored.pattern as usize];
        let (place, after) = (anchored.places.0 as usize, anchored.places.1 as usize);
        let sentence = folded.words[first as usize].sentence;
        if pattern.asked && !folded.may_ask(sentence) {
            return None;
        }
        if pattern.count == 1 {
            return pattern.stands_where_it_must((first, last), folded).then_some((first, last));
        }
        if !numbered.ready {
            numbered.numbers.clear();
            let number = |index| self.speller.number(folded.word(index));
            numbered.numbers.extend((0..folded.words.len()).map(number));
            numbered.names.clear();
            numbered.names.extend((0..folded.words.len()).map(like_name));
            numbered.ready = true;
        }
        let (numbers, names) = (&numbered.numbers[..], &numbered.names[..]);
        let search = Search { patterns: self, pattern, folded, numbers, names, sentence };
        let begins = search.backward(place, first as usize, search.gap_before(place))?;
        let ends = search.forward(after, last as usize, search.gap_before(after))?;
        let found = (begins as u32, ends as u32);
        pattern.stands_where_it_must(found, folded).then_some(found)
    }

    /// The phrase that a pattern belongs to.
    pub fn phrase(&self, pattern: u32) -> u32 {
        self.patterns[pattern as usize].phrase
    }
}

impl Pattern {
    fn stands_where_it_must(&self, (first, last): (u32, u32), folded: &Folded) -> bool {
        let (first, last) = (first as usize, last as usize);
        let sentence = folded.words[first].sentence;
        let begins = first == 0 || folded.words[first - 1].sentence != sentence;
        let ends = folded.words.get(last).is_none_or(|w| w.sentence != sentence);
        (!self.begins || begins) && (!self.ends || ends)
    }
}

struct Search<'a> {
    patterns: &'a Patterns,
    pattern: &'a Pattern,
    folded: &'a Folded,
    numbers: &'a [u32],
    names: &'a [Likeness],
    sentence: u32,
}

impl Search<'_> {
    fn place(&self, index: usize) -> &Place {
        &self.patterns.places[self.pattern.from as usize + index].0
    }

    fn index(&self, place: usize) -> Option<&Index> {
        let number = self.patterns.places[self.pattern.from as usize + place].2;
        self.patterns.indices.get(number as usize)
    }

    /// The most words between a place and the one before it.
    fn gap_before(&self, index: usize) -> u8 {
        index.checked_sub(1).map_or(0, |before| self.patterns.places[self.pattern.from as usize + before].1)
    }

    /// Where the places before `place` begin, the last of them ending at most `gap` words before `at`.
    fn backward(&self, place: usize, at: usize, gap: u8) -> Option<usize> {
        let Some(before) = place.checked_sub(1) else { return Some(at) };
        let literals = self.place(before);
        let next_gap = self.gap_before(before);
        for end in (at.saturating_sub(gap as usize)..=at).rev() {
            if end == 0 || self.folded.words[end - 1].sentence != self.sentence {
                break;
            }
            let begins = |literal: Literal| {
                let start = end.checked_sub(literal.len())?;
                self.stands(literal, start).then(|| self.backward(before, start, next_gap)).flatten()
            };
            let found = match self.index(before) {
                None => literals.iter().copied().find_map(begins),
                Some(index) => {
                    let known = Index::of_word(&index.by_last, self.numbers[end - 1]);
                    known.chain(index.end_open.iter().copied()).find_map(begins)
                }
            };
            if found.is_some() {
                return found;
            }
        }
        let optional = literals.last().is_some_and(|l| l.is_empty());
        if optional { self.backward(before, at, gap.saturating_add(next_gap)) } else { None }
    }

    /// Where the places from `place` on end, the first of them beginning at most `gap` words after `at`.
    fn forward(&self, place: usize, at: usize, gap: u8) -> Option<usize> {
        if place == self.pattern.count as usize {
            return Some(at);
        }
        let literals = self.place(place);
        let next_gap = self.gap_before(place + 1);
        for start in at..=at + gap as usize {
            if self.folded.words.get(start).is_none_or(|w| w.sentence != self.sentence) {
                break;
            }
            let ends = |literal: Literal| {
                let end = start + literal.len();
                self.stands(literal, start).then(|| self.forward(place + 1, end, next_gap)).flatten()
            };
            let found = match self.index(place) {
                None => literals.iter().copied().find_map(ends),
                Some(index) => {
                    let known = Index::of_word(&index.by_first, self.numbers[start]);
                    known.chain(index.begin_open.iter().copied()).find_map(ends)
                }
            };
            if found.is_some() {
                return found;
            }
        }
        let optional = literals.last().is_some_and(|l| l.is_empty());
        if optional { self.forward(place + 1, at, gap.saturating_add(next_gap)) } else { None }
    }

    /// Whether a literal stands at a word, within the sentence.
    fn stands(&self, literal: Literal, at: usize) -> bool {
        let words = self.patterns.speller.row(literal);
        // Nearly every literal fails on its first word: that one is looked at before anything else.
        let (Some(first), Some(here)) = (words.first(), self.numbers.get(at)) else { return false };
        let whole = words.len() - usize::from(literal.beginning);
        if whole > 0 && first != here && *first < GIVEN_NAME {
            return false;
        }
        let last = at + words.len() - 1;
        if last >= self.numbers.len() || self.folded.words[last].sentence != self.sentence {
            return false;
        }
        let fits = |i: usize| match words[i] {
            NAME => self.names[at + i] != Likeness::None,
            GIVEN_NAME => self.names[at + i] == Likeness::Given,
            word => word == self.numbers[at + i],
        };
        let same = (0..whole).all(fits);
        same && (!literal.beginning || self.folded.word(last).starts_with(self.patterns.speller.word(words[whole])))
    }
}

/// Puts the patterns of a language together.
#[derive(Default)]
pub(super) struct PatternBuilder {
    made: Patterns,
    /// How often each word of the speller is likely to be heard.
    weights: Vec<u32>,
    /// The anchors' texts in one row, and where each ends.
    texts: String,
    ends: Vec<usize>,
    numbers: FxHashMap<u64, u32>,
    /// What the anchors hold, with the anchor's number.
    anchored: Vec<(u32, Anchored)>,
    /// The places are kept by the patterns: an address is a place for good.
    indexed: FxHashMap<*const Literal, u32>,
}

impl PatternBuilder {
    /// The words of the phrases to come.
    pub fn speller(&mut self) -> &mut Speller {
        &mut self.made.speller
    }

    /// Adds one chain of a phrase. `common` are words without content, which are everywhere.
    pub fn add(&mut self, phrase: u32, chain: &Chain, only: Only, common: &FxHashSet<String>) {
        for number in self.weights.len()..self.made.speller.count() {
            self.weights.push(weight(self.made.speller.word(number as u32), common));
        }
        let pattern = self.made.patterns.len() as u32;
        let (places, anchors) = self.choose(chain);
        for literal in anchors {
            let number = self.anchor(literal);
            self.anchored.push((number, Anchored { pattern, places, heard_in: only.heard_in }));
        }
        let (from, count) = (self.made.places.len() as u32, chain.places.len() as u8);
        let gaps = chain.gaps.iter().copied().chain([0]);
        for (place, gap) in chain.places.iter().zip(gaps) {
            let index = if count > 1 { self.index(place) } else { NO_INDEX };
            self.made.places.push((Arc::clone(place), gap, index));
        }
        self.made.patterns.push(Pattern {
            phrase,
            from,
            count,
            begins: chain.begins,
            ends: chain.ends,
            asked: only.asked,
        });
    }

    /// The places that are to be looked for, and what may stand there: the rarest place, or, where all are common, the
    /// rarest two that stand side by side.
    fn choose(&mut self, chain: &Chain) -> ((u8, u8), Vec<Literal>) {
        let written = |l: &Literal| !l.is_empty() && !self.made.speller.is_open(*l);
        let needed = |i: &usize| chain.places[*i].iter().all(written);
        let single = (0..chain.places.len()).filter(needed).min_by_key(|i| self.weight(&chain.places[*i]));
        let single = single.expect("a chain has a place that it needs");
        let weight = self.weight(&chain.places[single]);
        if weight > COMMON {
            let beside = |i: &usize| {
                let pair = chain.places[*i].len() * chain.places[i + 1].len() <= MOST_PAIRS;
                pair && chain.gaps[*i] == 0
                    && needed(i)
                    && needed(&(i + 1))
                    && chain.places[*i].iter().all(|l| !l.beginning)
            };
            let both = |i: usize| self.weight(&chain.places[i]).min(self.weight(&chain.places[i + 1])) / 4;
            let pair = (0..chain.gaps.len()).filter(beside).min_by_key(|i| both(*i)).filter(|i| both(*i) < weight);
            if let Some(first) = pair {
                let mut literals = Vec::new();
                for a in &*chain.places[first] {
                    literals.extend(chain.places[first + 1].iter().map(|b| self.made.speller.join(*a, *b)));
                }
                return ((first as u8, first as u8 + 2), literals);
            }
        }
        ((single as u8, single as u8 + 1), chain.places[single].to_vec())
    }

    /// How often a place's words are likely to be heard.
    fn weight(&self, place: &Place) -> u32 {
        let literal = |l: &Literal| {
            let row = self.made.speller.row(*l);
            let last = row.len() - 1;
            let word = |(i, n): (usize, &u32)| {
                let weight = self.weights.get(*n as usize).copied().unwrap_or(u32::MAX / 8);
                if l.beginning && i == last { weight * 2 } else { weight }
            };
            let rarest = row.iter().enumerate().map(word).min().unwrap_or(u32::MAX);
            rarest / (4 * row.len() as u32 - 3)
        };
        place.iter().map(literal).fold(0, u32::saturating_add)
    }

    /// The number of a place's index; lists stand in many phrases and have one.
    fn index(&mut self, place: &Place) -> u32 {
        if place.len() < MANY {
            return NO_INDEX;
        }
        let speller = &self.made.speller;
        let indices = &mut self.made.indices;
        *self.indexed.entry(place.as_ptr()).or_insert_with(|| {
            indices.push(Index::new(place, speller));
            indices.len() as u32 - 1
        })
    }

    fn anchor(&mut self, literal: Literal) -> u32 {
        let from = self.texts.len();
        // A space on each side makes whole words; a beginning has none behind it.
        for word in self.made.speller.row(literal) {
            self.texts.push(' ');
            self.texts.push_str(self.made.speller.word(*word));
        }
        if !literal.beginning {
            self.texts.push(' ');
        }
        let mut key = FxBuildHasher.hash_one(&self.texts[from..]);
        loop {
            match self.numbers.get(&key) {
                None => break,
                Some(&number) if self.text(number as usize) == &self.texts[from..] => {
                    self.texts.truncate(from);
                    return number;
                }
                // Another text has the same hash: the next place is taken, as in any hash table.
                Some(_) => key = key.wrapping_add(1),
            }
        }
        let number = self.ends.len() as u32;
        self.numbers.insert(key, number);
        self.ends.push(self.texts.len());
        self.made.anchors.push((literal.len() as u32, 0));
        number
    }

    fn text(&self, number: usize) -> &str {
        let from = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[from..self.ends[number]]
    }

    /// The texts of the anchors, for the automaton, in the order of their numbers.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|number| self.text(number))
    }

    /// The patterns.
    pub fn finish(mut self) -> Patterns {
        // Anchor by anchor: what is heard together lies together.
        self.anchored.sort_by_key(|(anchor, _)| *anchor);
        for (place, (anchor, _)) in self.anchored.iter().enumerate() {
            self.made.anchors[*anchor as usize].1 = place as u32 + 1;
        }
        self.made.anchored = self.anchored.into_iter().map(|(_, entry)| entry).collect();
        self.made
    }
}

/// A place that is likelier to be heard than this is no good anchor.
const COMMON: u32 = 300;
/// Two places are looked for together only where they come to no more than so many literals.
const MOST_PAIRS: usize = 24;

/// How often a word is likely to be heard: an estimate, only for choosing anchors.
fn weight(word: &str, common: &FxHashSet<String>) -> u32 {
    match word.len() {
        _ if common.contains(word) => 2000,
        0..=2 => 800,
        3 => 60,
        4 => 15,
        _ => 5,
    }
}
