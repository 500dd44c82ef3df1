//! Patterns: phrases as places filled by literals. Where a phrase's anchor is heard, its other places are looked for
//! around it, word by word, within the sentence. Used by the lexicon and the ear.

use std::ops::Range;
use std::sync::OnceLock;
use std::thread;

use super::cue::CueId;
use super::like_name::Likeness;
use super::lookout::{Anchored, Lookout, Table};
use super::place::HeardIn;
use super::plan::{Drawn, Plan};
use super::speller::{GIVEN_NAME, Literal, NAME, Place, Speller};
use super::windows::{Sets, Windows};
use crate::fold::Folded;

/// All patterns of a language.
pub(super) struct Patterns {
    /// The words.
    pub speller: Speller,
    /// Where what is said is looked for.
    said: Lookout,
    /// Where innocent twins are looked for.
    twins: Lookout,
    store: Store,
}

#[derive(Default)]
struct Store {
    patterns: Vec<Pattern>,
    /// The places of all patterns in one row.
    places: Vec<Slot>,
    /// Made when they are needed first: many never are.
    indices: Vec<(Place, OnceLock<Index>)>,
    /// Which words begin alike.
    sets: Sets,
}

/// A place of a pattern.
struct Slot {
    place: Place,
    /// The words with which its literals begin, and those with which they end.
    first: u64,
    last: u64,
    /// The number of its index.
    index: u32,
    /// The most words between it and the next one.
    gap: u8,
    /// It may be left out.
    optional: bool,
}

struct Pattern {
    /// Its first place.
    from: u32,
    count: u8,
    /// The places that hold its anchor: the first, and the one after the last.
    anchor: (u8, u8),
    /// Counts only where a sentence begins.
    begins: bool,
    /// Counts only where a sentence ends.
    ends: bool,
}

/// What hearing a pattern means for its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// The cue is heard.
    Said,
    /// The cue is heard, if the sentence asks.
    Asked,
    /// The cue is heard, in a bracketed event.
    Marker,
    /// An innocent twin of the cue is heard.
    Unless,
    /// The cue's regular expressions are worth trying.
    Gate,
}

/// What a pattern is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purpose {
    /// Index into the lexicon's phrases.
    pub phrase: u32,
    pub cue: CueId,
    pub meaning: Meaning,
    pub heard_in: HeardIn,
}

/// A place with many literals, sorted so that those for a word are found at once.
#[derive(Default)]
struct Index {
    /// By their first word; those that any word may begin stand apart.
    by_first: Vec<(u32, Literal)>,
    begin_open: Vec<Literal>,
    /// By their last word; those that any word may end stand apart.
    by_last: Vec<(u32, Literal)>,
    end_open: Vec<Literal>,
}

/// A place with fewer literals than this is looked through.
const MANY: usize = 9;
/// A place without an index.
const NO_INDEX: u32 = u32::MAX;

impl Index {
    fn new(place: Place, speller: &Speller, sets: &Sets) -> Self {
        let mut index = Self::default();
        // What begins a word stands with the words that begin so; beside a name, which is longer is told in order.
        let names = speller.place(place).iter().any(|literal| speller.is_open(*literal));
        for literal in speller.place(place).iter().filter(|l| !l.is_empty()) {
            let row = speller.row(*literal);
            let sort = |number: u32, beginning: bool, sorted: &mut Vec<(u32, Literal)>, open: &mut Vec<Literal>| {
                if number >= GIVEN_NAME || beginning && names {
                    open.push(*literal);
                } else if beginning {
                    sorted.extend(sets.beginning(number).iter().map(|number| (*number, *literal)));
                } else {
                    sorted.push((number, *literal));
                }
            };
            let (beginning, last) = (literal.beginning, row.len() - 1);
            sort(row[0], beginning && last == 0, &mut index.by_first, &mut index.begin_open);
            sort(row[last], beginning, &mut index.by_last, &mut index.end_open);
        }
        // Those that are whole words come before beginnings, and the longest stay first among those of a word.
        index.by_first.sort_by_key(|(word, literal)| (*word, literal.beginning && literal.len() == 1));
        index.by_last.sort_by_key(|(word, literal)| (*word, literal.beginning));
        index
    }

    fn of_word(sorted: &[(u32, Literal)], word: u32) -> impl Iterator<Item = Literal> {
        let from = sorted.partition_point(|(w, _)| *w < word);
        sorted[from..].iter().take_while(move |(w, _)| *w == word).map(|(_, literal)| *literal)
    }
}

/// A text in which patterns are looked for.
pub(super) struct Text<'a> {
    pub folded: &'a Folded,
    /// Its words by number.
    pub numbers: &'a [u32],
    pub windows: &'a Windows,
    pub heard_in: HeardIn,
}

impl Patterns {
    /// Every pattern that stands in a text, innocent twins aside: what it is, its first word and the one after the last.
    pub fn said(
        &self,
        text: &Text<'_>,
        like_name: impl Fn(usize) -> Likeness,
        mut found: impl FnMut(&Purpose, u32, u32),
    ) {
        self.said.each(text, |_| true, |first, anchored| self.found(anchored, first, text, &like_name, &mut found));
    }

    /// Every innocent twin of some cues that stands in a text.
    pub fn twins(
        &self,
        text: &Text<'_>,
        wanted: impl Fn(CueId) -> bool,
        like_name: impl Fn(usize) -> Likeness,
        mut found: impl FnMut(&Purpose, u32, u32),
    ) {
        self.twins.each(text, wanted, |first, anchored| self.found(anchored, first, text, &like_name, &mut found));
    }

    fn found(
        &self,
        anchored: &Anchored,
        first: usize,
        text: &Text<'_>,
        like_name: &dyn Fn(usize) -> Likeness,
        found: &mut dyn FnMut(&Purpose, u32, u32),
    ) {
        let purpose = &anchored.purpose;
        let asks = || text.folded.may_ask(text.folded.words[first].sentence);
        if purpose.meaning == Meaning::Asked && !asks() {
            return;
        }
        let words = if anchored.lone && anchored.whole {
            Some((first, first + anchored.literal.len()))
        } else {
            self.around(anchored, first, text, like_name)
        };
        if let Some((begins, ends)) = words {
            found(purpose, begins as u32, ends as u32);
        }
    }

    /// The words that a pattern takes, if its anchor's literal stands at a word and the rest around it.
    fn around(
        &self,
        anchored: &Anchored,
        first: usize,
        text: &Text<'_>,
        like_name: &dyn Fn(usize) -> Likeness,
    ) -> Option<(usize, usize)> {
        let pattern = &self.store.patterns[anchored.pattern as usize];
        let search = Search { patterns: self, pattern, text, like_name, sentence: text.windows.sentence(first) };
        let (place, after) = (pattern.anchor.0 as usize, pattern.anchor.1 as usize);
        if !search.may_stand_beside((place, after), (first, first + anchored.literal.len() - 1)) {
            return None;
        }
        if !anchored.whole && !search.stands(anchored.literal, first) {
            return None;
        }
        let begins = search.backward(place, first, search.gap_before(place))?;
        let last = first + anchored.literal.len();
        let ends = search.forward(after, last, search.gap_before(after))?;
        let fits =
            (!pattern.begins || begins == search.sentence.start) && (!pattern.ends || ends == search.sentence.end);
        fits.then_some((begins, ends))
    }
}

/// The search for the places of a pattern around its anchor.
struct Search<'a> {
    patterns: &'a Patterns,
    pattern: &'a Pattern,
    text: &'a Text<'a>,
    like_name: &'a dyn Fn(usize) -> Likeness,
    sentence: Range<usize>,
}

impl Search<'_> {
    fn slot(&self, place: usize) -> &Slot {
        &self.patterns.store.places[self.pattern.from as usize + place]
    }

    fn index(&self, slot: &Slot) -> Option<&Index> {
        let Store { indices, sets, .. } = &self.patterns.store;
        let (place, index) = indices.get(slot.index as usize)?;
        Some(index.get_or_init(|| Index::new(*place, &self.patterns.speller, sets)))
    }

    /// Whether something of every place around the anchor's is in the sentence, on its side.
    fn may_stand_beside(&self, (place, after): (usize, usize), (first, last): (usize, usize)) -> bool {
        let from = self.pattern.from as usize;
        let slots = &self.patterns.store.places[from..from + self.pattern.count as usize];
        let (before, behind) = self.text.windows.beside(first, last);
        let may = |slots: &[Slot], words: u64| {
            slots.iter().all(|slot| slot.optional || slot.first & words != 0 && slot.last & words != 0)
        };
        may(&slots[..place], before) && may(&slots[after..], behind)
    }

    /// The most words between a place and the one before it.
    fn gap_before(&self, place: usize) -> u8 {
        place.checked_sub(1).map_or(0, |before| self.slot(before).gap)
    }

    /// Where the places before `place` begin, the last of them ending at most `gap` words before `at`.
    fn backward(&self, place: usize, at: usize, gap: u8) -> Option<usize> {
        let Some(before) = place.checked_sub(1) else { return Some(at) };
        let slot = self.slot(before);
        let next_gap = self.gap_before(before);
        let least = at.saturating_sub(gap as usize).max(self.sentence.start + 1);
        for end in (least..=at).rev().filter(|end| slot.last & self.text.windows.of(end - 1) != 0) {
            let begins = |literal: Literal| {
                let start = end.checked_sub(literal.len())?;
                self.stands(literal, start).then(|| self.backward(before, start, next_gap)).flatten()
            };
            let found = match self.index(slot) {
                None => self.patterns.speller.place(slot.place).iter().copied().find_map(begins),
                Some(index) => {
                    let known = Index::of_word(&index.by_last, self.text.numbers[end - 1]);
                    known.chain(index.end_open.iter().copied()).find_map(begins)
                }
            };
            if found.is_some() {
                return found;
            }
        }
        if slot.optional { self.backward(before, at, gap.saturating_add(next_gap)) } else { None }
    }

    /// Where the places from `place` on end, the first of them beginning at most `gap` words after `at`.
    fn forward(&self, place: usize, at: usize, gap: u8) -> Option<usize> {
        if place == self.pattern.count as usize {
            return Some(at);
        }
        let slot = self.slot(place);
        let most = (at + gap as usize + 1).min(self.sentence.end);
        for start in (at..most).filter(|start| slot.first & self.text.windows.of(*start) != 0) {
            let ends = |literal: Literal| {
                let end = start + literal.len();
                self.stands(literal, start).then(|| self.forward(place + 1, end, slot.gap)).flatten()
            };
            let found = match self.index(slot) {
                None => self.patterns.speller.place(slot.place).iter().copied().find_map(ends),
                Some(index) => {
                    let known = Index::of_word(&index.by_first, self.text.numbers[start]);
                    known.chain(index.begin_open.iter().copied()).find_map(ends)
                }
            };
            if found.is_some() {
                return found;
            }
        }
        if slot.optional { self.forward(place + 1, at, gap.saturating_add(slot.gap)) } else { None }
    }

    /// Whether a literal stands at a word, within the sentence.
    fn stands(&self, literal: Literal, at: usize) -> bool {
        let speller = &self.patterns.speller;
        let words = speller.row(literal);
        let Some(here) = self.text.numbers.get(at..at + words.len()).filter(|_| !words.is_empty()) else {
            return false;
        };
        if at < self.sentence.start || at + words.len() > self.sentence.end {
            return false;
        }
        let whole = words.len() - usize::from(literal.beginning);
        let fits = |i: usize| {
            words[i] == here[i]
                || words[i] >= GIVEN_NAME
                    && match (self.like_name)(at + i) {
                        Likeness::None => false,
                        Likeness::Some => words[i] == NAME,
                        Likeness::Given => true,
                    }
        };
        let last = at + words.len() - 1;
        (0..whole).all(fits)
            && (!literal.beginning || self.text.folded.word(last).starts_with(speller.word(words[whole])))
    }
}

impl Patterns {
    /// The patterns of a language's phrases; of each phrase what it is looked for.
    pub fn new(plan: Plan, purposes: &[Purpose]) -> Self {
        let Plan { mut speller, counts, steps, drawn, anchors } = plan;
        let mut store = Store::default();
        let (mut said, mut twins) = (Table::default(), Table::default());
        let of_phrases = purposes.iter().zip(&counts).flat_map(|(purpose, n)| (0..*n).map(move |_| purpose));
        // Of each chain its number among those of its table, and whether it is an innocent twin's.
        let mut numbers = Vec::with_capacity(drawn.len());
        let mut from = 0;
        for (purpose, Drawn { held, begins, ends, count }) in of_phrases.zip(drawn) {
            let pattern = store.patterns.len() as u32;
            store.patterns.push(Pattern { from, count, anchor: held.places, begins, ends });
            from += u32::from(count);
            let twin = purpose.meaning == Meaning::Unless;
            let table = if twin { &mut twins } else { &mut said };
            numbers.push((table.chains.len() as u32, twin));
            table.chains.push(Anchored {
                near: held.near,
                purpose: *purpose,
                pattern,
                literal: Literal::NOTHING,
                offset: 0,
                whole: false,
                lone: count == 1,
                begins: begins && held.places.0 == 0,
                ends: ends && held.places.1 == count,
            });
        }
        for (chain, anchor) in anchors {
            let (chain, twin) = numbers[chain as usize];
            if twin { &mut twins } else { &mut said }.anchors.push((chain, anchor));
        }
        let mut sets = Sets::default();
        // Lists stand in many phrases and have one index.
        let mut indexed = vec![NO_INDEX; speller.count_places()];
        let mut many = Vec::new();
        let lone = store.patterns.iter().flat_map(|p| (0..p.count).map(|_| p.count == 1));
        for (step, lone) in steps.iter().zip(lone) {
            let literals = speller.place(step.place);
            let optional = literals.last().is_some_and(|l| l.is_empty());
            let index = &mut indexed[step.place.index()];
            if *index == NO_INDEX && literals.len() >= MANY && !lone {
                *index = many.len() as u32;
                many.push((step.place, OnceLock::new()));
            }
            let index = if lone { NO_INDEX } else { *index };
            let (first, last) = sets.of(step.place, &speller);
            store.places.push(Slot { place: step.place, first, last, index, gap: step.gap, optional });
        }
        for table in [&said, &twins] {
            sets.begin(table.beginnings(), &speller);
        }
        let (words, known) = (&speller, &sets);
        let (said, twins) = thread::scope(|scope| {
            let twins = scope.spawn(move || Lookout::new(twins, words, known));
            (Lookout::new(said, words, known), twins.join().expect("its anchors are as the others are"))
        });
        speller.finish();
        (store.indices, store.sets) = (many, sets);
        Self { speller, said, twins, store }
    }
}
