//! Google Meet: a title and the list of who was there, then blocks of some minutes, each below the time of its
//! beginning, with a line `Name: …` a turn, and a closing line with the length. Registered in `formats`.

use super::Piece;
use super::parts::clock::{self, Clock, Stamp};
use super::parts::labels::looks_like_name;
use super::text::take_apart;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::{ReadError, Reader};

/// The first block is looked for in so many lines.
const LOOKED_AT: usize = 200;
/// No name is longer than this many bytes.
const LONGEST_NAME: usize = 60;

pub(super) fn sniff(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !bare(line).is_empty()).take(LOOKED_AT);
    let first = lines.find_map(block).is_some_and(|stamp| stamp.start <= 0.0);
    first && lines.next().is_some_and(|line| turn(line).is_some())
}

/// The line without the marks of headings and stress.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '\\' | '\u{feff}'))
}

/// A line of its own: `00:05:00` or `(00:05:00)`.
fn block(line: &str) -> Option<Stamp> {
    let line = bare(line);
    let time = line.trim_matches(['(', ')']);
    let clock = time.len() == 8
        && time.bytes().enumerate().all(|(i, b)| if i % 3 == 2 { b == b':' } else { b.is_ascii_digit() });
    if clock { clock::alone(line) } else { None }
}

/// A line with its speaker.
fn turn(line: &str) -> Option<(&str, &str)> {
    let taken = take_apart(line);
    let label = taken.label.filter(|label| label.len() <= LONGEST_NAME && looks_like_name(label))?;
    Some((label, taken.said))
}

pub(super) fn read(_: &Reader, piece: &Piece<'_>) -> Vec<Result<Draft, ReadError>> {
    let mut said: Vec<Said> = Vec::new();
    let mut clock = Clock::default();
    let (mut begun, mut behind_empty, mut stamp) = (false, false, None);
    for line in piece.text.lines() {
        if bare(line).is_empty() {
            behind_empty = true;
            continue;
        }
        if let Some(found) = block(line) {
            (begun, stamp) = (true, Some(found));
        } else if begun && let Some((label, text)) = turn(line) {
            // Only the first turn of a block begins with it; of the others nobody knows when.
            let (start, end) = clock.times(stamp.take());
            said.push(Said::new(Who::Label(label.to_owned()), text).at(start, end));
        } else if begun
            && !behind_empty
            && let Some(said) = said.last_mut()
        {
            said.go_on(line.trim());
        } else if begun && ends(line) {
            break;
        }
        behind_empty = false;
    }
    said.retain(|said| !said.text.is_empty());
    vec![Ok(Draft { said, ..Draft::default() })]
}

/// The closing line says how long the meeting took: `… 00:31:07`.
fn ends(line: &str) -> bool {
    bare(line).split_whitespace().any(|word| block(word).is_some())
}
