//! Numbers about a whole call that are shown and not scored: who talks how much, the longest turn, silence, waits.
//! What the input does not tell is none.

use crate::cues::measure::{Gauge, measurable};
use crate::cues::{Heard, Measure};
use crate::transcript::{Call, Role, Turn};

/// Numbers about a call. Times in seconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metrics {
    /// Turns of the agent.
    pub agent_turns: usize,
    /// Turns of the customer.
    pub customer_turns: usize,
    /// The agent's share of what both say, 0 to 1: by time where every turn has times, else by words.
    pub agent_talk_share: Option<f64>,
    /// The agent's longest turn in words, and its index.
    pub longest_turn: Option<(usize, usize)>,
    /// The agent's longest turn in seconds.
    pub longest_turn_seconds: Option<f64>,
    /// The agent's pace, over all turns with times.
    pub words_per_minute: Option<f64>,
    /// All silences of at least three seconds between turns.
    pub silence_seconds: Option<f64>,
    /// The longest of them.
    pub longest_silence_seconds: Option<f64>,
    /// All waits that the transcript marks and whose length it tells: "[hold 40 s]", or the times of a turn that is
    /// nothing but such a mark.
    pub wait_seconds: Option<f64>,
    /// From the first start to the last end.
    pub duration_seconds: Option<f64>,
}

/// A pause shorter than this (seconds) is breathing and not silence.
const SILENCE: f64 = 3.0;

/// Measures a call.
pub fn metrics(call: &Call, heard: &Heard) -> Metrics {
    let words = |turn: usize| heard.folded[turn].words.len();
    let seconds = |turn: usize| call.turns[turn].start.zip(call.turns[turn].end).map(|(s, e)| e - s);
    // A turn that is nothing but "[hold music]" is nobody's talk.
    let talks = |turn: usize, said: &Turn| words(turn) > 0 || said.text.is_empty();
    let of = |role: Role| {
        let turns = call.turns.iter().enumerate();
        turns.filter(move |(turn, said)| said.speaker == role && talks(*turn, said)).map(|(turn, _)| turn)
    };
    let sum_words = |role| of(role).map(words).sum::<usize>() as f64;
    let sum_seconds = |role| of(role).map(seconds).sum::<Option<f64>>();
    let (agent, customer) = match sum_seconds(Role::Agent).zip(sum_seconds(Role::Customer)) {
        Some(times) if times.0 + times.1 > 0.0 => times,
        _ => (sum_words(Role::Agent), sum_words(Role::Customer)),
    };
    let longest = of(Role::Agent).max_by(|a, b| words(*a).cmp(&words(*b)).then(b.cmp(a)));
    let timed = of(Role::Agent).filter_map(|t| seconds(t).map(|s| (words(t) as f64, s)));
    let (timed_words, timed_seconds) = timed.fold((0.0, 0.0), |sum, (w, s)| (sum.0 + w, sum.1 + s));
    let gaps = measurable(Measure::Gap, call).then(|| {
        let gauge = Gauge::new(Measure::Gap, call, heard);
        let gaps = (0..call.turns.len()).filter_map(|t| gauge.value(t, &[]));
        gaps.filter(|g| *g >= SILENCE).collect::<Vec<f64>>()
    });
    let wait = |turn: usize| {
        let marked = heard.events[turn].iter().filter_map(|event| event.seconds).reduce(|a, b| a + b);
        let nothing_else = words(turn) == 0 && !heard.events[turn].is_empty();
        marked.or_else(|| seconds(turn).filter(|_| nothing_else))
    };
    let ends = call.turns.iter().filter_map(|t| t.end.or(t.start)).reduce(f64::max);
    let starts = call.turns.iter().filter_map(|t| t.start).reduce(f64::min);
    Metrics {
        agent_turns: of(Role::Agent).count(),
        customer_turns: of(Role::Customer).count(),
        agent_talk_share: (agent + customer > 0.0).then(|| (agent + 0.0) / (agent + customer)),
        longest_turn: longest.map(|turn| (words(turn), turn)),
        longest_turn_seconds: of(Role::Agent).filter_map(seconds).reduce(f64::max),
        words_per_minute: (timed_seconds > 0.0).then(|| timed_words / timed_seconds * 60.0),
        silence_seconds: gaps.as_ref().map(|gaps| gaps.iter().fold(0.0, |sum, gap| sum + gap)),
        longest_silence_seconds: gaps.and_then(|gaps| gaps.into_iter().reduce(f64::max)),
        wait_seconds: (0..call.turns.len()).filter_map(wait).reduce(|a, b| a + b),
        duration_seconds: starts.zip(ends).map(|(s, e)| e - s),
    }
}
