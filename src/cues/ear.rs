//! The ear: goes once over every turn with the automaton of the call's language, puts gapped phrases together from
//! the places of their literals, and drops what an innocent twin, a place or another cue forbids. One ear a thread.

use regex::Regex;
use rustc_hash::FxHashMap;

use super::cue::{Cue, CueId, CueTable, Position};
use super::heard::{Event, Heard, Hit, Twin};
use super::lexicon::{Lexicon, Meaning};
use super::{measure, shapes};
use crate::fold::{Folded, fold_into};
use crate::transcript::{Call, Role};

/// Hears calls of one language. Keeps its buffers from call to call.
pub struct Ear<'a> {
    cues: &'a CueTable,
    lexicon: &'a Lexicon,
    /// Occurrences of the kept slots in the turn at hand: first word and the one after the last.
    occurrences: Vec<Vec<(u32, u32)>>,
    touched: Vec<u32>,
    raw: Vec<Raw>,
    expressions: FxHashMap<u32, Option<Regex>>,
    event: Folded,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Raw {
    cue: CueId,
    meaning: Meaning,
    first: u32,
    /// Longer ones sort first.
    last: std::cmp::Reverse<u32>,
    phrase: u32,
}

impl<'a> Ear<'a> {
    /// An ear for a language.
    pub fn new(cues: &'a CueTable, lexicon: &'a Lexicon) -> Self {
        Self {
            cues,
            lexicon,
            occurrences: vec![Vec::new(); lexicon.slots.len()],
            touched: Vec::new(),
            raw: Vec::new(),
            expressions: FxHashMap::default(),
            event: Folded::default(),
        }
    }

    /// The words that it listens for.
    pub fn lexicon(&self) -> &'a Lexicon {
        self.lexicon
    }

    /// Everything in a call, into `heard`, whose buffers are used again.
    pub fn hear(&mut self, call: &Call, heard: &mut Heard) {
        heard.hits.clear();
        heard.twins.clear();
        heard.folded.resize_with(call.turns.len(), Folded::default);
        heard.events.clear();
        for (index, turn) in call.turns.iter().enumerate() {
            let folded = &mut heard.folded[index];
            fold_into(&turn.text, &self.lexicon.habits, folded);
            self.turn(index, turn.speaker, &turn.text, folded, &mut heard.hits, &mut heard.twins);
            let events = self.events(index, turn.speaker, &turn.text, folded, &mut heard.hits);
            heard.events.push(events);
        }
        heard.index(call.turns.len(), self.cues.cues.len());
        shapes::hear(self.cues, self.lexicon, call, heard);
        heard.index(call.turns.len(), self.cues.cues.len());
        measure::hear(self.cues, call, heard);
        heard.index(call.turns.len(), self.cues.cues.len());
        self.restrict(call, heard);
        heard.index(call.turns.len(), self.cues.cues.len());
    }

    /// The words of one turn.
    fn turn(
        &mut self,
        index: usize,
        speaker: Role,
        text: &str,
        folded: &Folded,
        hits: &mut Vec<Hit>,
        twins: &mut Vec<Twin>,
    ) {
        self.scan(folded, speaker, false);
        self.raw.sort_unstable();
        self.raw.dedup();
        self.expressions(index, text, folded, speaker, hits);
        let mut from = 0;
        while from < self.raw.len() {
            let cue = self.raw[from].cue;
            let to = from + self.raw[from..].iter().take_while(|r| r.cue == cue).count();
            self.resolve(index, folded, from, to, hits);
            if self.cues.get(cue).shape.is_some() {
                let unless = self.raw[from..to].iter().filter(|r| r.meaning == Meaning::Unless);
                twins.extend(unless.map(|r| Twin { cue, turn: index as u32, words: (r.first, r.last.0) }));
            }
            from = to;
        }
        self.raw.clear();
    }

    /// One pass of the automaton; gapped phrases are found when their last slot is.
    fn scan(&mut self, folded: &Folded, speaker: Role, event: bool) {
        let lexicon = self.lexicon;
        for found in lexicon.automaton.find_overlapping_iter(&folded.text) {
            let (words, slots) = &lexicon.literals[found.pattern().as_usize()];
            let first = folded.word_at(found.start() + 1) as u32;
            let last = first + words;
            for &slot in slots {
                let about = &lexicon.slots[slot as usize];
                for &pattern in &about.whole {
                    self.emit(pattern, first, last, speaker, event);
                }
                for &pattern in &about.last_of {
                    if let Some(from) = self.backwards(pattern, first, folded) {
                        self.emit(pattern, from, last, speaker, event);
                    }
                }
                if about.kept {
                    let kept = &mut self.occurrences[slot as usize];
                    if kept.is_empty() {
                        self.touched.push(slot);
                    }
                    kept.push((first, last));
                }
            }
        }
        for slot in self.touched.drain(..) {
            self.occurrences[slot as usize].clear();
        }
    }

    /// Where a pattern begins whose last slot begins at a word; none if the others do not stand before it.
    fn backwards(&self, pattern: u32, last_begins: u32, folded: &Folded) -> Option<u32> {
        let pattern = &self.lexicon.patterns[pattern as usize];
        self.before(pattern.slots.len() - 1, pattern, last_begins, folded)
    }

    fn before(&self, place: usize, pattern: &super::lexicon::Pattern, begins: u32, folded: &Folded) -> Option<u32> {
        if place == 0 {
            return Some(begins);
        }
        let gap = u32::from(pattern.gaps[place - 1]);
        let sentence = folded.words[begins as usize].sentence;
        // Occurrences are kept in the order of their ends: the nearest are last.
        for &(first, last) in self.occurrences[pattern.slots[place - 1] as usize].iter().rev() {
            if last > begins {
                continue;
            }
            if last + gap < begins || folded.words[last as usize - 1].sentence != sentence {
                break;
            }
            if let Some(found) = self.before(place - 1, pattern, first, folded) {
                return Some(found);
            }
        }
        None
    }

    fn emit(&mut self, pattern: u32, first: u32, last: u32, speaker: Role, event: bool) {
        let phrase = self.lexicon.patterns[pattern as usize].phrase;
        let about = &self.lexicon.phrases[phrase as usize];
        let right_place = (about.meaning == Meaning::Marker) == event;
        let right_speaker = self.cues.get(about.cue).speaker.is_none_or(|s| s == speaker);
        if right_place && right_speaker {
            let (cue, meaning) = (about.cue, about.meaning);
            self.raw.push(Raw { cue, meaning, first, last: std::cmp::Reverse(last), phrase });
        }
    }

    /// The hits of one cue in one turn: the longest of those that overlap, less those with a twin around.
    fn resolve(&self, turn: usize, folded: &Folded, from: usize, to: usize, hits: &mut Vec<Hit>) {
        let raws = &self.raw[from..to];
        let about = self.cues.get(raws[0].cue);
        let twin = |first: u32, last: u32| {
            let unless = raws.iter().filter(|r| r.meaning == Meaning::Unless);
            unless.map(|r| (r.first, r.last.0)).any(|twin| about.excused(folded, (first, last), twin))
        };
        let before = hits.len();
        let mut covered = 0;
        for raw in raws.iter().filter(|r| r.meaning == Meaning::Said) {
            let last = raw.last.0;
            if last <= covered || twin(raw.first, last) {
                continue;
            }
            if raw.first < covered && let Some(previous) = hits.last_mut().filter(|_| covered > 0) {
                // Two ways of saying it that run into each other are one, as long as both.
                previous.words.1 = last;
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
            });
        }
        keep_in_position(about, folded, before, hits);
    }

    /// The expert's door: regular expressions on the original text, once one of their literals was heard.
    fn expressions(&mut self, turn: usize, text: &str, folded: &Folded, speaker: Role, hits: &mut Vec<Hit>) {
        for expression in &self.lexicon.expressions {
            let about = self.cues.get(expression.cue);
            let gate = !expression.gated
                || self.raw.iter().any(|r| r.cue == expression.cue && r.meaning == Meaning::Gate);
            if !gate || about.speaker.is_some_and(|s| s != speaker) {
                continue;
            }
            // Each ear has its own: threads that share one wait for each other.
            let own = self.expressions.entry(expression.phrase);
            let Some(regex) = own.or_insert_with(|| Regex::new(&expression.source).ok()) else { continue };
            let before = hits.len();
            for found in regex.find_iter(text).filter(|m| !m.is_empty()) {
                let word = |offset: usize| folded.words.partition_point(|w| (w.end as usize) <= offset) as u32;
                hits.push(Hit {
                    cue: expression.cue,
                    turn: turn as u32,
                    phrase: expression.phrase,
                    start: found.start() as u32,
                    end: found.end() as u32,
                    words: (word(found.start()), word(found.end())),
                });
            }
            keep_in_position(about, folded, before, hits);
        }
    }

    /// Bracketed events: what they are by their own words, and how long they lasted.
    fn events(&mut self, turn: usize, speaker: Role, text: &str, folded: &Folded, hits: &mut Vec<Hit>) -> Vec<Event> {
        let mut events = Vec::with_capacity(folded.events.len());
        for range in &folded.events {
            let inside = &text[range.start as usize + 1..range.end as usize - 1];
            let mut event = std::mem::take(&mut self.event);
            fold_into(inside, &self.lexicon.habits, &mut event);
            self.scan(&event, speaker, true);
            self.raw.sort_unstable();
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
                });
            }
            let seconds = measure::seconds_said(&event, &self.lexicon.words);
            self.event = event;
            events.push(Event { start: range.start, end: range.end, seconds });
        }
        events
    }

    /// Drops hits that stand too late, too early, in answer to the wrong thing, or beside what forbids them.
    fn restrict(&self, call: &Call, heard: &mut Heard) {
        let asks = |cue: &Cue| {
            cue.first_turns.is_some()
                || cue.last_turns.is_some()
                || !(cue.reply_to.is_empty() && cue.not_with.is_empty() && cue.except.is_empty())
        };
        if !heard.hits.iter().any(|h| asks(self.cues.get(h.cue))) {
            return;
        }
        let mut count = [0usize; 3];
        let numbers: Vec<usize> = call
            .turns
            .iter()
            .map(|turn| {
                let n = &mut count[turn.speaker as usize];
                *n += 1;
                *n - 1
            })
            .collect();
        let keep = |hit: &Hit| {
            let cue = self.cues.get(hit.cue);
            let turn = hit.turn as usize;
            let speaker = call.turns[turn].speaker;
            let number = numbers[turn];
            let early = cue.first_turns.is_none_or(|n| number < n);
            let late = cue.last_turns.is_none_or(|n| number + n >= count[speaker as usize]);
            let answers = cue.reply_to.is_empty()
                || (0..turn).rev().find(|t| call.turns[*t].speaker != speaker).is_some_and(|t| heard.has_any(&cue.reply_to, t));
            early && late && answers && !beside(&cue.not_with, hit, heard) && !covered(&cue.except, hit, heard)
        };
        let kept: Vec<Hit> = heard.hits.iter().copied().filter(keep).collect();
        heard.hits = kept;
    }
}

/// Whether one of the cues is heard in the same sentence as a hit.
fn beside(cues: &[CueId], hit: &Hit, heard: &Heard) -> bool {
    if cues.is_empty() {
        return false;
    }
    let folded = &heard.folded[hit.turn as usize];
    let sentence = |h: &Hit| folded.words.get(h.words.0 as usize).map(|w| w.sentence);
    heard.in_turn(hit.turn as usize).iter().any(|other| cues.contains(&other.cue) && sentence(other) == sentence(hit))
}

/// Whether a hit's own words run into one of the cues.
fn covered(cues: &[CueId], hit: &Hit, heard: &Heard) -> bool {
    let over = |other: &Hit| other.start < hit.end && hit.start < other.end;
    heard.in_turn(hit.turn as usize).iter().any(|other| cues.contains(&other.cue) && over(other))
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
