//! Plain text as people keep it: a labelled line a turn, wrapped lines below it, times in many shapes, bold and
//! bullets, or dialogue dashes without labels. Registered in `format`; takes what no other format claims.

pub(super) mod clock;
mod line;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Piece;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::{Note, ReadError, Reader, Role};
use clock::Stamp;
use line::{Line, take_apart};

/// Reads a plain-text transcript: one call.
pub(super) fn read(reader: &Reader, piece: &Piece<'_>) -> Vec<Result<Draft, ReadError>> {
    vec![read_call(reader, piece)]
}

/// One call of labelled lines. Used by formats that hold such a text, too.
pub(super) fn read_call(reader: &Reader, piece: &Piece<'_>) -> Result<Draft, ReadError> {
    let mut lines: Vec<Line<'_>> = Vec::with_capacity(piece.text.lines().count());
    lines.extend(piece.text.lines().map(take_apart));
    let mut draft = Draft::default();
    let labels = labels_of(reader, &lines);
    draft.said = if labels.is_empty() { dashes(piece, &lines, &mut draft.notes)? } else { labelled(&lines, &labels) };
    Ok(draft)
}

/// How many lines of a text begin with a label that names a speaker.
pub(super) fn labelled_lines(reader: &Reader, text: &str) -> usize {
    let lines: Vec<Line<'_>> = text.lines().map(take_apart).collect();
    let labels = labels_of(reader, &lines);
    lines.iter().filter(|line| line.label.is_some_and(|label| labels.contains(label))).count()
}

/// Which labels name speakers: those that are known, and names that come back line after line.
fn labels_of<'a>(reader: &Reader, lines: &[Line<'a>]) -> FxHashSet<&'a str> {
    let mut counts: FxHashMap<&'a str, usize> = FxHashMap::default();
    for label in lines.iter().filter_map(|line| line.label) {
        *counts.entry(label).or_default() += 1;
    }
    let speaks = |(label, count): &(&'a str, usize)| {
        *count > 1 && looks_like_name(label) || reader.speakers().role(label).is_some()
    };
    counts.into_iter().filter(speaks).map(|(label, _)| label).collect()
}

/// A name has few words and begins large: "Laura", "María José", "SPEAKER 1", and not "ojo" or "the price is".
fn looks_like_name(label: &str) -> bool {
    label.split_whitespace().count() <= 4 && label.chars().next().is_some_and(char::is_uppercase)
}

fn labelled(lines: &[Line<'_>], labels: &FxHashSet<&str>) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::with_capacity(lines.len());
    let mut clock = Clock::default();
    for line in lines {
        if let Some(label) = line.label.filter(|label| labels.contains(label)) {
            all.push(clock.said(Who::Label(label.to_owned()), line.said, line));
        } else if let Some(said) = all.last_mut() {
            append(said, line.written);
        }
    }
    all.retain(|said| !said.text.is_empty());
    all
}

fn append(said: &mut Said, text: &str) {
    if !said.text.is_empty() && !text.is_empty() {
        said.text.push(' ');
    }
    said.text.push_str(text);
}

/// Dialogue dashes without labels: the speakers take turns, and the agent answers the call.
fn dashes(piece: &Piece<'_>, lines: &[Line<'_>], notes: &mut Vec<Note>) -> Result<Vec<Said>, ReadError> {
    let mut all: Vec<Said> = Vec::new();
    let mut clock = Clock::default();
    for line in lines {
        if line.dash {
            let role = if all.len().is_multiple_of(2) { Role::Agent } else { Role::Customer };
            all.push(clock.said(Who::Role(role), line.whole, line));
        } else if let Some(said) = all.last_mut() {
            append(said, line.written);
        }
    }
    if all.len() < 2 {
        let first = lines.iter().position(|l| !l.said.is_empty()).unwrap_or(0);
        return Err(ReadError::at(piece.source, (piece.first_line + first, 1), "no-labels", Vec::new()));
    }
    notes.push(Note { code: "turns-alternate", args: Vec::new() });
    Ok(all)
}

/// Makes times of day into seconds since the call began.
#[derive(Default)]
pub(super) struct Clock {
    began: Option<f64>,
    /// The last time, and the midnights before it.
    last: f64,
    midnights: f64,
}

/// A time of day that falls back by more than this (seconds) is the next day's.
const HALF_A_DAY: f64 = 12.0 * 3600.0;

impl Clock {
    fn said(&mut self, who: Who, text: &str, line: &Line<'_>) -> Said {
        let (start, end) = line.stamp.map_or((None, None), |stamp| self.times(&stamp));
        Said::new(who, text).at(start, end)
    }

    /// Start and end of what a stamp stands before.
    pub(super) fn times(&mut self, stamp: &Stamp) -> (Option<f64>, Option<f64>) {
        // A recording does not begin hours after itself: so large a first time is a time of day.
        let of_day = stamp.wall_clock || stamp.start >= 6.0 * 3600.0;
        let began = *self.began.get_or_insert(if of_day { stamp.start } else { 0.0 });
        let start = self.since(began, stamp.start);
        (Some(start), stamp.end.map(|end| self.since(began, end)))
    }

    fn since(&mut self, began: f64, time: f64) -> f64 {
        if began > 0.0 && time < self.last - HALF_A_DAY {
            self.midnights += 2.0 * HALF_A_DAY;
        }
        self.last = time;
        (time + self.midnights - began).max(0.0)
    }
}
