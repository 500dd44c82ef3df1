//! Shapes of plain text without a label and a colon: a name above what is said, a role in brackets or before a dash, a
//! time before each line and no name at all. Used by the plain-text reader where colons tell it nothing.

use rustc_hash::FxHashMap;

use super::line::{Line, heading};
use crate::transcript::draft::{Said, Who};
use crate::transcript::formats::parts::clock::{Clock, Stamp};
use crate::transcript::formats::parts::labels::looks_like_name;
use crate::transcript::{Reader, Role};

/// What recognisers call a speaker whom they only number: `[SPEAKER_00] …`.
const NUMBERED: &str = "SPEAKER";

/// Of each line, the speaker whose name it is and nothing else. A role needs no more; a name has to come back, and to
/// stand below an empty line or beside a time.
pub(super) fn names_above<'a>(reader: &Reader, lines: &[Line<'a>]) -> Vec<Option<(&'a str, Option<Stamp>)>> {
    let found: Vec<_> = lines.iter().map(heading).collect();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    found.iter().flatten().for_each(|(name, _)| *counts.entry(name).or_default() += 1);
    let mut above_is_empty = true;
    let mut names = Vec::with_capacity(lines.len());
    for (line, found) in lines.iter().zip(found) {
        let speaks = |(name, stamp): &(&str, Option<Stamp>)| {
            let set_off = above_is_empty || stamp.is_some();
            reader.speakers().role(name).is_some() || counts[name] > 1 && looks_like_name(name) && set_off
        };
        names.push(found.filter(speaks));
        above_is_empty = line.written.is_empty() || line.said.is_empty();
    }
    // A name with a name below it says nothing.
    let mut below = None;
    for index in (0..lines.len()).rev().filter(|index| !lines[*index].said.is_empty()) {
        let is_name = names[index].is_some();
        if below.is_none_or(|below| below) {
            names[index] = None;
        }
        below = Some(is_name && names[index].is_some());
    }
    names
}

/// What is said below each name.
pub(super) fn below_names(lines: &[Line<'_>], names: &[Option<(&str, Option<Stamp>)>]) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    let (mut clock, mut above) = (Clock::default(), None);
    for (line, name) in lines.iter().zip(names) {
        if let Some((name, stamp)) = name {
            let (start, end) = clock.times(stamp.or(above.take()));
            all.push(Said::new(Who::Label((*name).to_owned()), "").at(start, end));
        } else if line.is_time() {
            above = line.stamp;
        } else if let Some(said) = all.last_mut() {
            if said.text.is_empty() && said.start.is_none() {
                (said.start, said.end) = clock.times(above.take());
            }
            said.go_on(line.written);
        }
    }
    all.retain(|said| !said.text.is_empty());
    all
}

/// A role before a dash, a bar or an arrow, or in brackets, line after line: `AGENT - Hello`, `[Cliente] Hola`.
pub(super) fn roles_apart(reader: &Reader, lines: &[Line<'_>]) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    let mut clock = Clock::default();
    for line in lines {
        if let Some((label, text)) = role_apart(reader, line.whole.trim()) {
            let (start, end) = clock.times(line.stamp);
            all.push(Said::new(Who::Label(label.to_owned()), text).at(start, end));
        } else if let Some(said) = all.last_mut() {
            said.go_on(line.written);
        }
    }
    all.retain(|said| !said.text.is_empty());
    all
}

fn role_apart<'a>(reader: &Reader, line: &'a str) -> Option<(&'a str, &'a str)> {
    let speaks = |label: &str| {
        let side = reader.speakers().role(label).is_some_and(|(role, _)| role != Role::Other);
        side || label.get(..NUMBERED.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(NUMBERED))
    };
    let bracket = [('[', ']'), ('(', ')'), ('<', '>')]
        .iter()
        .find_map(|(open, close)| line.strip_prefix(*open)?.split_once(*close));
    let marks = [" - ", " – ", " — ", " | ", "> ", "\t"];
    let split =
        bracket.or_else(|| marks.iter().filter_map(|mark| line.split_once(mark)).min_by_key(|(label, _)| label.len()));
    split.map(|(label, text)| (label.trim(), text.trim())).filter(|(label, _)| label.len() <= 60 && speaks(label))
}

/// Lines with times and no names: whoever speaks, it was said.
pub(super) fn timed(lines: &[Line<'_>]) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    let mut clock = Clock::default();
    for line in lines {
        if line.stamp.is_some() {
            let (start, end) = clock.times(line.stamp);
            all.push(Said::new(Who::Unknown, line.whole).at(start, end));
        } else if let Some(said) = all.last_mut() {
            said.go_on(line.written);
        }
    }
    all.retain(|said| !said.text.is_empty());
    all
}
