//! Plain text as people keep it: a labelled line a turn, wrapped lines below it, times in many shapes, bold and
//! bullets, or dialogue dashes without labels. Registered in `format`; takes what no other format claims.

mod line;
mod shapes;

use rustc_hash::FxHashSet;

use super::Piece;
use super::parts::clock::Clock;
use super::parts::labels::speakers;
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
    let with_label = lines.iter().filter(|line| line.label.is_some_and(|label| labels.contains(label))).count();
    let names = shapes::names_above(reader, &lines);
    let with_name = names.iter().flatten().count();
    draft.said = if with_name > with_label.max(1) {
        shapes::below_names(&lines, &names)
    } else if with_label > 0 {
        labelled(&lines, &labels)
    } else {
        unlabelled(reader, piece, &lines, &mut draft)?
    };
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
    let label_of = |line: &Line<'_>| line.label.is_some_and(|label| labels.contains(label));
    let mut above = None;
    let mut rest = lines.iter().filter(|line| !line.written.is_empty()).peekable();
    while let Some(line) = rest.next() {
        if let Some(label) = line.label.filter(|label| labels.contains(label)) {
            let (start, end) = clock.times(line.stamp.or(above.take()));
            all.push(Said::new(Who::Label(label.to_owned()), line.said).at(start, end));
        } else if line.is_time() && rest.peek().is_some_and(|next| label_of(next)) {
            // A time on a line of its own belongs to the turn below.
            above = line.stamp;
        } else if let Some(said) = all.last_mut() {
            said.go_on(line.written);
        }
    }
    all.retain(|said| !said.text.is_empty());
    all
}

/// What has no label before a colon: roles set apart otherwise, dashes, or times alone.
fn unlabelled(
    reader: &Reader,
    piece: &Piece<'_>,
    lines: &[Line<'_>],
    draft: &mut Draft,
) -> Result<Vec<Said>, ReadError> {
    let apart = shapes::roles_apart(reader, lines);
    if apart.len() > 1 {
        return Ok(apart);
    }
    let timed = shapes::timed(lines);
    if timed.len() > 1 && !lines.iter().any(|line| line.dash) {
        draft.segments = true;
        return Ok(timed);
    }
    dashes(piece, lines, &mut draft.notes)
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
