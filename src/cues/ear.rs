//! The ear: goes once over every turn with the anchors of the call's language, looks for the phrases around them, and
//! drops what an innocent twin, a place or another cue forbids. One ear a thread.

use regex::Regex;
use rustc_hash::FxHashMap;

use super::cue::{Cue, CueId, CueTable, Position};
use super::heard::{Event, Heard, Hit};
use super::lexicon::Lexicon;
use super::like_name::{Named, has_capitals};
use super::pattern::{Meaning, Purpose, Text};
use super::place::{HeardIn, Places};
use super::restrict::restrict;
use super::twins::{Twin, Twins};
use super::windows::Windows;
use super::{measure, shapes};
use crate::fold::{Folded, fold_into};
use crate::transcript::{Call, Turn};

/// Hears calls of one language. Keeps its buffers from call to call.
pub struct Ear<'a> {
    cues: &'a CueTable,
    lexicon: &'a Lexicon,
    raw: Vec<Raw>,
    expressions: FxHashMap<u32, Option<Regex>>,
    event: Folded,
    windows: Windows,
    /// The cues, a bit each, whose innocent twins are worth looking for in a turn.
    doubted: Vec<u64>,
    /// The innocent twins that stand around what is looked at.
    around: Twins,
    /// They are those of this cue in this turn, heard by its form.
    around_of: Option<(CueId, usize)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Raw {
    cue: CueId,
    meaning: Meaning,
    first: u32,
    last: u32,
    phrase: u32,
}

impl Raw {
    /// Cue by cue in order of place, the longer ones first; in one number, since thousands are sorted.
    fn order(&self) -> u128 {
        let Self { cue, meaning, first, last, phrase } = *self;
        u128::from(cue.0) << 104
            | (meaning as u128) << 96
            | u128::from(first) << 64
            | u128::from(!last) << 32
            | u128::from(phrase)
    }
}

impl Raw {
    fn twin(&self) -> Twin {
        Twin { words: (self.first, self.last), phrase: self.phrase }
    }
}

impl<'a> Ear<'a> {
    /// An ear for a language.
    pub fn new(cues: &'a CueTable, lexicon: &'a Lexicon) -> Self {
        Self {
            cues,
            lexicon,
            raw: Vec::new(),
            expressions: FxHashMap::default(),
            event: Folded::default(),
            windows: Windows::default(),
            doubted: Vec::new(),
            around: Twins::default(),
            around_of: None,
        }
    }

    /// Everything in a call, into `heard`, whose buffers are used again.
    pub fn hear(&mut self, call: &Call, heard: &mut Heard) {
        heard.hits.clear();
        if heard.folded.len() < call.turns.len() {
            heard.folded.resize_with(call.turns.len(), Folded::default);
            heard.numbers.resize_with(call.turns.len(), Vec::new);
        }
        heard.events.clear();
        self.around_of = None;
        let places = Places::of(call);
        for (index, turn) in call.turns.iter().enumerate() {
            self.turn(index, turn, &places, heard);
        }
        let count = self.cues.cues.len();
        heard.index(call.turns.len(), count);
        let mut found = Vec::new();
        shapes::hear(self.cues, self.lexicon, &places, call, heard, &mut found, &mut |hit: &Hit| {
            self.is_excused(hit, &places, call, heard)
        });
        heard.hits.append(&mut found);
        measure::hear(self.cues, call, heard);
        heard.sort();
        heard.index(call.turns.len(), count);
        if restrict(self.cues, &self.lexicon.before, &places, call, heard) {
            heard.index(call.turns.len(), count);
        }
    }

    /// The words and the events of one turn.
    fn turn(&mut self, index: usize, turn: &Turn, places: &Places, heard: &mut Heard) {
        let mut folded = std::mem::take(&mut heard.folded[index]);
        let mut numbers = std::mem::take(&mut heard.numbers[index]);
        let text = turn.text.as_str();
        fold_into(text, &self.lexicon.habits, &mut folded);
        let heard_in = places.text(index, turn.speaker, false);
        self.scan(text, &folded, &mut numbers, heard_in);
        self.doubt(heard_in);
        self.twins(text, &folded, &numbers, heard_in);
        self.raw.sort_unstable_by_key(Raw::order);
        self.raw.dedup();
        self.expressions(index, text, &folded, heard_in, &mut heard.hits);
        let mut from = 0;
        while from < self.raw.len() {
            let cue = self.raw[from].cue;
            let to = from + self.raw[from..].iter().take_while(|r| r.cue == cue).count();
            self.resolve(index, &folded, from, to, &mut heard.hits);
            from = to;
        }
        self.raw.clear();
        let inside = places.text(index, turn.speaker, true);
        heard.events.push(self.events(index, text, &folded, inside, &mut heard.hits));
        heard.folded[index] = folded;
        heard.numbers[index] = numbers;
    }

    /// One pass for anchors; what stands around them is looked up word by word.
    fn scan(&mut self, text: &str, folded: &Folded, numbers: &mut Vec<u32>, heard_in: HeardIn) {
        let lexicon = self.lexicon;
        let patterns = &lexicon.patterns;
        patterns.speller.number(folded, numbers);
        self.windows.read(folded, numbers);
        let capitals = has_capitals(text);
        let named = Named { speller: &patterns.speller, text, folded, numbers, capitals };
        let text = Text { folded, numbers, windows: &self.windows, heard_in };
        patterns.said(
            &text,
            |word| named.likeness(word),
            |purpose, first, last| {
                let Purpose { cue, meaning, phrase, .. } = *purpose;
                let meaning = if meaning == Meaning::Asked { Meaning::Said } else { meaning };
                self.raw.push(Raw { cue, meaning, first, last, phrase });
            },
        );
    }

    /// Which cues an innocent twin could excuse in this turn.
    fn doubt(&mut self, heard_in: HeardIn) {
        self.doubted.clear();
        self.doubted.resize(self.lexicon.excusable.len(), 0);
        let mut doubt = |cue: CueId| self.doubted[cue.0 as usize / 64] |= 1 << (cue.0 % 64);
        self.raw.iter().for_each(|raw| doubt(raw.cue));
        let open = self.lexicon.expressions.iter().filter(|e| !e.gated && e.heard_in.meets(heard_in));
        open.for_each(|expression| doubt(expression.cue));
        self.doubted.iter_mut().zip(&self.lexicon.excusable).for_each(|(doubted, excusable)| *doubted &= excusable);
    }

    /// The innocent twins of the cues in doubt, in the turn that was scanned last.
    fn twins(&mut self, text: &str, folded: &Folded, numbers: &[u32], heard_in: HeardIn) {
        if self.doubted.iter().all(|bits| *bits == 0) {
            return;
        }
        let lexicon = self.lexicon;
        let patterns = &lexicon.patterns;
        let named = Named { speller: &patterns.speller, text, folded, numbers, capitals: has_capitals(text) };
        let text = Text { folded, numbers, windows: &self.windows, heard_in };
        patterns.twins(
            &text,
            |cue| self.doubted[cue.0 as usize / 64] & (1 << (cue.0 % 64)) != 0,
            |word| named.likeness(word),
            |purpose, first, last| {
                let Purpose { cue, meaning, phrase, .. } = *purpose;
                self.raw.push(Raw { cue, meaning, first, last, phrase });
            },
        );
    }

    /// Whether an innocent twin stands near what is heard by its form.
    fn is_excused(&mut self, hit: &Hit, places: &Places, call: &Call, heard: &Heard) -> bool {
        let (word, bit) = (hit.cue.0 as usize / 64, 1 << (hit.cue.0 % 64));
        if self.lexicon.excusable[word] & bit == 0 {
            return false;
        }
        let turn = hit.turn as usize;
        let (text, folded, numbers) = (call.turns[turn].text.as_str(), &heard.folded[turn], &heard.numbers[turn]);
        // The hits of a cue come turn by turn: a turn is gone through once, however many there are.
        if self.around_of.replace((hit.cue, turn)) != Some((hit.cue, turn)) {
            self.windows.read(folded, numbers);
            self.doubted.clear();
            self.doubted.resize(self.lexicon.excusable.len(), 0);
            self.doubted[word] = bit;
            self.twins(text, folded, numbers, places.text(turn, call.turns[turn].speaker, false));
            self.around.set(self.raw.drain(..).map(|raw| raw.twin()));
        }
        self.around.around(self.cues.get(hit.cue), folded, hit.words).next().is_some()
    }

    /// The hits of one cue in one turn: the longest of those that overlap, less those with a twin around.
    fn resolve(&mut self, turn: usize, folded: &Folded, from: usize, to: usize, hits: &mut Vec<Hit>) {
        let raws = &self.raw[from..to];
        let about = self.cues.get(raws[0].cue);
        self.around.set(raws.iter().filter(|r| r.meaning == Meaning::Unless).map(Raw::twin));
        let twin = |phrase: u32, first: u32, last: u32| {
            self.around.around(about, folded, (first, last)).any(|twin| self.belongs(twin.phrase, phrase))
        };
        let before = hits.len();
        let mut covered = 0;
        for raw in raws.iter().filter(|r| r.meaning == Meaning::Said) {
            let last = raw.last;
            if last <= covered || twin(raw.phrase, raw.first, last) {
                continue;
            }
            if raw.first < covered
                && let Some(previous) = hits.last_mut().filter(|_| covered > 0)
            {
                // Two ways of saying it that run into each other are one, as long as both.
                previous.words.1 = last;
                previous.strength = previous.strength.max(self.strength(raw.cue, raw.phrase));
                previous.end = folded.words[last as usize - 1].end;
                covered = last;
                continue;
            }
            covered = last;
            let span = folded.original(raw.first as usize, last as usize);
            hits.push(Hit {
                cue: raw.cue,
                turn: turn as u32,
                phrase: raw.phrase,
                start: span.start,
                end: span.end,
                words: (raw.first, last),
                strength: self.strength(raw.cue, raw.phrase),
            });
        }
        keep_in_position(about, folded, before, hits);
    }

    /// Whether an innocent twin is one of a phrase: it stands in the same `[[cue]]`, or in one of twins only.
    fn belongs(&self, twin: u32, phrase: u32) -> bool {
        let block = |phrase: u32| self.lexicon.phrases[phrase as usize].block;
        block(twin).is_none() || block(twin) == block(phrase)
    }

    fn strength(&self, cue: CueId, phrase: u32) -> f32 {
        self.cues.get(cue).strength * self.lexicon.phrases[phrase as usize].score
    }

    /// The expert's door: regular expressions on the original text, once one of their literals was heard.
    fn expressions(&mut self, turn: usize, text: &str, folded: &Folded, heard_in: HeardIn, hits: &mut Vec<Hit>) {
        let lexicon = self.lexicon;
        if lexicon.expressions.is_empty() {
            return;
        }
        let mut gates: Vec<CueId> = self.raw.iter().filter(|r| r.meaning == Meaning::Gate).map(|r| r.cue).collect();
        gates.dedup();
        for expression in &lexicon.expressions {
            let open =
                if expression.gated { gates.contains(&expression.cue) } else { expression.heard_in.meets(heard_in) };
            if !open {
                continue;
            }
            // Each ear has its own: threads that share one wait for each other.
            let own = self.expressions.entry(expression.phrase);
            let Some(regex) = own.or_insert_with(|| Regex::new(&expression.source).ok()) else { continue };
            let before = hits.len();
            let about = self.cues.get(expression.cue);
            let twins = self.raw.iter().filter(|r| r.cue == expression.cue && r.meaning == Meaning::Unless);
            self.around.set(twins.map(Raw::twin));
            for found in regex.find_iter(text).filter(|m| !m.is_empty()) {
                // The word in which it begins, and the one after the word in which it ends.
                let first = folded.words.partition_point(|w| (w.end as usize) <= found.start()) as u32;
                let last = folded.words.partition_point(|w| (w.start as usize) < found.end()) as u32;
                let words = (first, last.max(first));
                if self.around.around(about, folded, words).next().is_some() {
                    continue;
                }
                hits.push(Hit {
                    cue: expression.cue,
                    turn: turn as u32,
                    phrase: expression.phrase,
                    start: found.start() as u32,
                    end: found.end() as u32,
                    words,
                    strength: about.strength,
                });
            }
            keep_in_position(about, folded, before, hits);
        }
    }

    /// Bracketed events: what they are by their own words, and how long they lasted.
    fn events(
        &mut self,
        turn: usize,
        text: &str,
        folded: &Folded,
        heard_in: HeardIn,
        hits: &mut Vec<Hit>,
    ) -> Vec<Event> {
        let mut events = Vec::with_capacity(folded.events.len());
        for range in &folded.events {
            let inside = &text[range.start as usize + 1..range.end as usize - 1];
            let mut event = std::mem::take(&mut self.event);
            fold_into(inside, &self.lexicon.habits, &mut event);
            let mut numbers = Vec::new();
            self.scan(inside, &event, &mut numbers, heard_in);
            self.raw.sort_unstable_by_key(Raw::order);
            self.raw.dedup_by_key(|r| r.cue);
            let word = folded.words.partition_point(|w| w.start < range.start) as u32;
            for raw in self.raw.drain(..) {
                hits.push(Hit {
                    cue: raw.cue,
                    turn: turn as u32,
                    phrase: raw.phrase,
                    start: range.start,
                    end: range.end,
                    words: (word, word),
                    strength: self.cues.get(raw.cue).strength,
                });
            }
            let seconds = measure::seconds_said(&event, &self.lexicon.durations);
            self.event = event;
            events.push(Event { start: range.start, end: range.end, seconds });
        }
        events
    }
}

/// Drops the hits from `before` on that do not stand where their cue must.
fn keep_in_position(cue: &Cue, folded: &Folded, before: usize, hits: &mut Vec<Hit>) {
    /// "Right, so, good morning": a few words may stand before the first ones.
    const LEEWAY: u32 = 3;
    let words = folded.words.len() as u32;
    match cue.position {
        None => {}
        Some(Position::Start) => {
            let kept: Vec<Hit> = hits.drain(before..).filter(|h| h.words.0 <= LEEWAY).collect();
            hits.extend(kept);
        }
        Some(Position::End) => {
            let kept: Vec<Hit> = hits.drain(before..).filter(|h| h.words.1 + LEEWAY >= words).collect();
            hits.extend(kept);
        }
        Some(Position::Alone) => {
            let covered: u32 = hits[before..].iter().map(|h| h.words.1 - h.words.0).sum();
            if covered < words {
                hits.truncate(before);
            } else if let Some((first, rest)) = hits[before..].split_first_mut() {
                // "Sí, ajá, claro": one turn that is nothing else is one hit.
                first.end = rest.last().map_or(first.end, |l| l.end);
                first.words.1 = words;
                hits.truncate(before + 1);
            }
        }
    }
}
