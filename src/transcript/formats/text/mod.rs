//! Plain text as people keep it: a labelled line a turn, wrapped lines below it, times in many shapes, bold and
//! bullets, or dialogue dashes without labels. Registered in `format`; takes what no other format claims.

mod line;

use rustc_hash::FxHashSet;

use super::Piece;
use super::clock::Clock;
use super::labels::speakers;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::{Note, ReadError, Reader, Role};
use line::Line;
pub(super) use line::take_apart;

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

fn labels_of<'a>(reader: &Reader, lines: &[Line<'a>]) -> FxHashSet<&'a str> {
    speakers(reader, lines.iter().filter(|line| !line.written.is_empty()).map(|line| (line.label, true)))
}

fn labelled(lines: &[Line<'_>], labels: &FxHashSet<&str>) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::with_capacity(lines.len());
    let mut clock = Clock::default();
    for line in lines {
        if let Some(label) = line.label.filter(|label| labels.contains(label)) {
            let (start, end) = clock.times(line.stamp);
            all.push(Said::new(Who::Label(label.to_owned()), line.said).at(start, end));
        } else if let Some(said) = all.last_mut() {
            said.go_on(line.written);
        }
    }
    all.retain(|said| !said.text.is_empty());
    all
}

/// Dialogue dashes without labels: the speakers take turns, and the agent answers the call.
fn dashes(piece: &Piece<'_>, lines: &[Line<'_>], notes: &mut Vec<Note>) -> Result<Vec<Said>, ReadError> {
    let mut all: Vec<Said> = Vec::new();
    let mut clock = Clock::default();
    for line in lines {
        if line.dash {
            let role = if all.len().is_multiple_of(2) { Role::Agent } else { Role::Customer };
            let (start, end) = clock.times(line.stamp);
            all.push(Said::new(Who::Role(role), line.whole).at(start, end));
        } else if let Some(said) = all.last_mut() {
            said.go_on(line.written);
        }
    }
    if all.len() < 2 {
        let first = lines.iter().position(|l| !l.said.is_empty()).unwrap_or(0);
        return Err(ReadError::at(piece.source, (piece.first_line + first, 1), "no-labels", Vec::new()));
    }
    notes.push(Note { code: "turns-alternate", args: Vec::new() });
    Ok(all)
}
