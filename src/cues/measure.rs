//! Numbers about turns, from times and from markers that say how long something lasted. What the input does not
//! tell is none, never zero. Used by the ear for cues with a measure and by the judge for limits.

use super::asked::Asked;
use super::cue::{Cue, CueId, CueTable, Measure};
use super::heard::{Heard, Hit, NO_PHRASE};
use super::lexicon::Durations;
use super::repeats::repeats;
use crate::fold::Folded;
use crate::transcript::{Call, Role, Turn};

/// Taking the floor from somebody who began less than this many seconds before is starting together, not
/// interrupting. About 40% of speaker changes overlap; most are this, or a backchannel.
const STARTED_TOGETHER: f64 = 0.5;
/// A speaker who stops within this many seconds after the other came in has lost the floor; who speaks on longer
/// has kept it.
const LOST_THE_FLOOR: f64 = 2.0;
/// Words a minute mean nothing in a turn shorter than this, in seconds.
const SHORTEST_PACE: f64 = 4.0;

/// A measure, ready to be read off at every turn of a call.
pub struct Gauge<'a> {
    measure: Measure,
    call: &'a Call,
    heard: &'a Heard,
    repeats: Vec<usize>,
    /// The call is written and not spoken.
    typed: bool,
}

impl<'a> Gauge<'a> {
    /// For a call.
    pub fn new(measure: Measure, call: &'a Call, heard: &'a Heard) -> Self {
        let repeats = if measure == Measure::Repeats { repeats(call, heard) } else { Vec::new() };
        let typed = matches!(measure, Measure::Gap | Measure::Reply) && typed(call);
        Self { measure, call, heard, repeats, typed }
    }

    /// The value at a turn; none where the input does not tell, or where it does not apply.
    ///
    /// `waits` are the cues that mark a wait; only [`Measure::Wait`] asks for them.
    pub fn value(&self, turn: usize, waits: &[CueId]) -> Option<f64> {
        let (call, heard) = (self.call, self.heard);
        let this = &call.turns[turn];
        let words = heard.folded[turn].words.len() as f64;
        let seconds = this.start.zip(this.end).map(|(start, end)| end - start);
        match self.measure {
            Measure::Words => Some(words),
            Measure::Seconds => seconds,
            Measure::WordsPerMinute => seconds.filter(|s| *s >= SHORTEST_PACE).map(|s| words / s * 60.0),
            // "Hmm" over somebody's words takes nothing.
            Measure::Overlap if words == 0.0 => Some(0.0),
            // Where the source lists its interruptions, its list counts.
            Measure::Overlap if this.interrupts.is_some() => Some(0.0),
            Measure::Overlap => overlap(call, turn),
            // Who writes is silent meanwhile, and a hold is a wait of its own.
            Measure::Gap if self.typed || turn > 0 && !heard.events[turn - 1].is_empty() => Some(0.0),
            Measure::Gap if this.silence.is_some() => this.silence,
            Measure::Gap => {
                let start = this.start?;
                let before = call.turns[..turn].iter().rev().take(4).filter_map(|t| t.end).reduce(f64::max)?;
                Some((start - before).max(0.0))
            }
            Measure::Reply => {
                // Who writes twice has waited since the first message.
                let before = &call.turns[..turn];
                let theirs = before.iter().rev().take_while(|before| before.speaker != this.speaker);
                let before = theirs.last().or(before.last()).filter(|_| self.typed)?;
                Some((this.start? - before.end.or(before.start)?).max(0.0))
            }
            Measure::Repeats => Some(self.repeats[turn] as f64),
            Measure::Wait => wait(call, heard, turn, waits),
        }
    }
}

/// Whether the call's times allow a measure at all.
pub fn measurable(measure: Measure, call: &Call) -> bool {
    let timed = |t: &Turn| t.start.is_some() && t.end.is_some();
    match measure {
        Measure::Words | Measure::Repeats => true,
        Measure::Reply => typed(call),
        Measure::Seconds | Measure::WordsPerMinute => call.turns.iter().any(timed),
        Measure::Overlap | Measure::Gap | Measure::Wait => {
            call.turns.iter().filter(|t| timed(t)).count() * 2 > call.turns.len()
        }
    }
}

/// In talk the next one speaks after a second at most; where most wait longer than this (seconds), they write.
const WRITING: f64 = 6.0;

/// Whether a call's times are those of a chat: when each message was sent, or long pauses between most turns.
fn typed(call: &Call) -> bool {
    let pairs = || call.turns.windows(2).filter_map(|pair| Some((pair[0].start?, pair[0].end, pair[1].start?)));
    let slow = pairs().filter(|(start, end, next)| next - end.unwrap_or(*start) >= WRITING).count();
    let count = pairs().count();
    count > 0 && (pairs().all(|(_, end, _)| end.is_none()) || slow * 2 > count)
}

/// How long a turn speaks over another speaker who then stops: the floor was taken. None without times; zero where
/// nothing was taken.
fn overlap(call: &Call, turn: usize) -> Option<f64> {
    let this = &call.turns[turn];
    let (start, end) = (this.start?, this.end?);
    let other = call.turns[..turn]
        .iter()
        .rev()
        .take(3)
        .find(|t| t.speaker != this.speaker && t.speaker != Role::Other && t.end.is_some_and(|e| e > start));
    let Some(other) = other else { return Some(0.0) };
    let Some((other_start, other_end)) = other.start.zip(other.end) else { return Some(0.0) };
    // A turn may pause: where words have times, it is over words that somebody speaks.
    if !this.words.is_empty() && !other.words.is_empty() && !speaks_over(&this.words, &other.words) {
        return Some(0.0);
    }
    let began_together = start - other_start < STARTED_TOGETHER;
    let kept_the_floor = other_end - start > LOST_THE_FLOOR && other_end > end;
    if began_together || kept_the_floor || other_end >= end {
        return Some(0.0);
    }
    Some(other_end - start)
}

/// Whether some word is spoken while a word of the other is. Both lists are in order.
fn speaks_over(words: &[(f64, f64)], other: &[(f64, f64)]) -> bool {
    let mut other = other.iter().peekable();
    words.iter().any(|(start, end)| {
        while other.next_if(|(_, over)| over <= start).is_some() {}
        other.peek().is_some_and(|(begins, _)| begins < end)
    })
}

/// Seconds that a spoken word takes, at the pace of 150 a minute.
const WORD: f64 = 0.4;

/// How long the wait was that a turn holds or ends: one that it marks itself, or one marked since the speaker's last
/// words that had no length of its own there. As its marker says, else what the marking turn is longer than its words,
/// or the silence after it.
fn wait(call: &Call, heard: &Heard, turn: usize, waits: &[CueId]) -> Option<f64> {
    let speaker = call.turns[turn].speaker;
    let speaks = |turn: usize| !heard.folded[turn].words.is_empty();
    let marker = |turn: usize| heard.in_turn(turn).iter().find(|hit| waits.contains(&hit.cue));
    let own = marker(turn).and_then(|hit| inside(call, heard, turn, hit));
    if own.is_some() || !speaks(turn) {
        return own;
    }
    // Back to the speaker's last words, which may have begun the wait.
    let last = (0..turn).rev().find(|before| call.turns[*before].speaker == speaker && speaks(*before)).unwrap_or(0);
    let (marked, hit) = (last..turn).rev().find_map(|before| Some((before, marker(before)?)))?;
    let said = inside(call, heard, marked, hit);
    if said.is_some() && call.turns[marked].speaker == speaker {
        // It was that turn's own.
        return None;
    }
    let begins = if speaks(marked) { call.turns[marked].end } else { call.turns[marked].start };
    let silence = call.turns[turn].start.zip(begins).map(|(start, begins)| (start - begins).max(0.0));
    said.into_iter().chain(silence).reduce(f64::max)
}

/// A wait of at least so many seconds inside a turn is what makes the turn so long.
const INSIDE: f64 = 5.0;

/// How long a wait lasts inside the turn that marks it: as the marker says, else what the turn is longer than its words.
fn inside(call: &Call, heard: &Heard, turn: usize, marker: &Hit) -> Option<f64> {
    let event = heard.events[turn].iter().find(|event| event.start == marker.start);
    if let Some(seconds) = event.and_then(|event| event.seconds) {
        return Some(seconds);
    }
    let this = &call.turns[turn];
    let words = heard.folded[turn].words.len() as f64;
    let longer = this.start.zip(this.end).map(|(start, end)| end - start - words * WORD);
    longer.filter(|seconds| *seconds >= INSIDE)
}

/// Hits of the cues that have a measure.
pub(super) fn hear(cues: &CueTable, call: &Call, heard: &mut Heard) {
    for &id in cues.measured() {
        let cue = cues.get(id);
        let Some(measure) = cue.measure else { continue };
        let with = Asked::of(&cue.with, cues);
        if !with.may_be_anywhere(heard) {
            continue;
        }
        let gauge = Gauge::new(measure, call, heard);
        let mut found = Vec::new();
        for (turn, said) in call.turns.iter().enumerate() {
            if cue.speaker.is_some_and(|s| s != said.speaker) || !with.may_be_in(turn, heard) {
                continue;
            }
            let value = gauge.value(turn, &[]);
            if value.is_some_and(|v| v >= cue.at_least && v <= cue.at_most) {
                found.push(whole_turn((id, cue), turn, said, &heard.folded[turn]));
            }
        }
        heard.hits.append(&mut found);
    }
}

/// A hit that is the turn as a whole.
pub(super) fn whole_turn((id, cue): (CueId, &Cue), turn: usize, said: &Turn, folded: &Folded) -> Hit {
    let words = (0, folded.words.len() as u32);
    let (start, end) = whole_turn_span(said);
    let strength = cue.strength;
    Hit { cue: id, turn: turn as u32, phrase: NO_PHRASE, start: start as u32, end: end as u32, words, strength }
}

/// Seconds that an event's words tell: "45 s", "12 segundos", "2 min", "dos minutos", "1 h".
pub(super) fn seconds_said(event: &Folded, words: &Durations) -> Option<f64> {
    let all: Vec<&str> = (0..event.words.len()).map(|i| event.word(i)).collect();
    let number = |word: &str| word.parse::<f64>().ok().or_else(|| words.numbers.get(word).copied());
    let unit = |word: &str| {
        let units = [(&words.seconds, 1.0), (&words.minutes, 60.0), (&words.hours, 3600.0)];
        units.into_iter().find(|(words, _)| words.contains(word)).map(|(_, seconds)| seconds)
    };
    let mut total = None;
    for (index, word) in all.iter().enumerate() {
        let joined = word.find(|c: char| !c.is_ascii_digit()).filter(|split| *split > 0);
        let found = match joined {
            Some(split) => number(&word[..split]).zip(unit(&word[split..])),
            None => number(word).zip(all.get(index + 1).and_then(|next| unit(next))),
        };
        if let Some((amount, unit)) = found {
            *total.get_or_insert(0.0) += amount * unit;
        }
    }
    total
}

/// The bytes of a turn's text without the space around it.
pub fn whole_turn_span(said: &Turn) -> (usize, usize) {
    let start = said.text.len() - said.text.trim_start().len();
    (start, start + said.text.trim().len())
}
