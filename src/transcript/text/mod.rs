//! Plain text as people keep it: a labelled line a turn, wrapped lines below it, times in many shapes, bold and
//! bullets, or dialogue dashes without labels. Registered in `format`; takes what no other format claims.

mod clock;
mod line;

use rustc_hash::FxHashMap;

use super::format::Piece;
use super::{Call, Calls, Note, ReadError, Reader, Role, Turn, check_size, hash, id_from};
use line::{Line, take_apart};

/// What a label in this file stands for.
type Labels<'a> = FxHashMap<&'a str, (Role, Option<String>)>;

/// Reads a plain-text transcript: one call.
pub(super) fn read(reader: &Reader, piece: &Piece<'_>) -> Calls {
    vec![read_call(reader, piece)]
}

fn read_call(reader: &Reader, piece: &Piece<'_>) -> Result<Call, ReadError> {
    let mut lines: Vec<Line<'_>> = Vec::with_capacity(piece.text.lines().count());
    lines.extend(piece.text.lines().map(take_apart));
    let mut notes = Vec::new();
    let labels = labels_of(reader, piece, &lines, &mut notes)?;
    let turns = if labels.is_empty() { dashes(piece, &lines, &mut notes)? } else { labelled(&lines, &labels) };
    check_size(piece.source, 1, &turns)?;
    let mut names = turns.iter().filter(|t| t.speaker == Role::Agent).filter_map(|t| t.name.clone());
    Ok(Call {
        id: id_from(piece.source, None),
        source: piece.source.clone(),
        language: String::new(),
        agent: names.next(),
        team: None,
        started: None,
        turns,
        notes,
        hash: hash(piece.bytes),
    })
}

/// Which labels name speakers: those that are known, and names that come back line after line.
fn labels_of<'a>(
    reader: &Reader,
    piece: &Piece<'_>,
    lines: &[Line<'a>],
    notes: &mut Vec<Note>,
) -> Result<Labels<'a>, ReadError> {
    let mut counts: Vec<(&'a str, usize)> = Vec::new();
    let mut index: FxHashMap<&'a str, usize> = FxHashMap::default();
    for label in lines.iter().filter_map(|l| l.label) {
        let at = *index.entry(label).or_insert_with(|| {
            counts.push((label, 0));
            counts.len() - 1
        });
        counts[at].1 += 1;
    }
    let mut labels = Labels::default();
    let mut names = Vec::new();
    for (label, count) in counts {
        if let Some(role) = reader.speakers().role(label) {
            labels.insert(label, role);
        } else if count > 1 && looks_like_name(label) {
            names.push(label);
        }
    }
    let has = |labels: &Labels<'_>, role| labels.values().any(|(r, _)| *r == role);
    let missing = [Role::Agent, Role::Customer].into_iter().filter(|role| !has(&labels, *role)).collect::<Vec<_>>();
    match (&missing[..], &names[..]) {
        ([_, _], []) => Ok(Labels::default()),
        ([_, _], _) => Err(ReadError::new(piece.source, "roles-unknown", vec![("speakers", names.join(", "))])),
        ([role], [name]) => {
            // One side is labelled by its role, the other by its name.
            labels.insert(name, (*role, Some((*name).to_owned())));
            let code = if *role == Role::Agent { "agent-assumed" } else { "customer-assumed" };
            notes.push(Note { code, args: vec![("name", (*name).to_owned())] });
            Ok(labels)
        }
        _ => {
            for name in names {
                labels.insert(name, (Role::Other, Some(name.to_owned())));
                notes.push(Note { code: "speaker-unknown", args: vec![("name", name.to_owned())] });
            }
            Ok(labels)
        }
    }
}

/// A name has few words and begins large: "Laura", "María José", "SPEAKER 1", and not "ojo" or "the price is".
fn looks_like_name(label: &str) -> bool {
    label.split_whitespace().count() <= 4 && label.chars().next().is_some_and(char::is_uppercase)
}

fn labelled(lines: &[Line<'_>], labels: &Labels<'_>) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::with_capacity(lines.len());
    let mut clock = Clock::default();
    for line in lines {
        if let Some((speaker, name)) = line.label.and_then(|label| labels.get(label)) {
            turns.push(clock.turn(*speaker, name.clone(), line));
        } else if let Some(turn) = turns.last_mut() {
            append(turn, line.written);
        }
    }
    turns.retain(|turn| !turn.text.is_empty());
    turns
}

fn append(turn: &mut Turn, text: &str) {
    if !turn.text.is_empty() && !text.is_empty() {
        turn.text.push(' ');
    }
    turn.text.push_str(text);
}

/// Dialogue dashes without labels: the speakers take turns, and the agent answers the call.
fn dashes(piece: &Piece<'_>, lines: &[Line<'_>], notes: &mut Vec<Note>) -> Result<Vec<Turn>, ReadError> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut clock = Clock::default();
    for line in lines {
        if line.dash {
            let speaker = if turns.len().is_multiple_of(2) { Role::Agent } else { Role::Customer };
            turns.push(Turn { text: line.whole.to_owned(), ..clock.turn(speaker, None, line) });
        } else if let Some(turn) = turns.last_mut() {
            append(turn, line.written);
        }
    }
    if turns.len() < 2 {
        let first = lines.iter().position(|l| !l.said.is_empty()).unwrap_or(0);
        return Err(ReadError::at(piece.source, (first + 1, 1), "no-labels", Vec::new()));
    }
    notes.push(Note { code: "turns-alternate", args: Vec::new() });
    Ok(turns)
}

/// Makes times of day into seconds since the call began.
#[derive(Default)]
struct Clock {
    began: Option<f64>,
    /// The last time, and the midnights before it.
    last: f64,
    midnights: f64,
}

/// A time of day that falls back by more than this (seconds) is the next day's.
const HALF_A_DAY: f64 = 12.0 * 3600.0;

impl Clock {
    fn turn(&mut self, speaker: Role, name: Option<String>, line: &Line<'_>) -> Turn {
        let stamp = line.stamp;
        let began = match stamp {
            // A recording does not begin hours after itself: so large a first time is a time of day.
            Some(s) => *self.began.get_or_insert(if s.wall_clock || s.start >= 6.0 * 3600.0 { s.start } else { 0.0 }),
            None => 0.0,
        };
        let start = stamp.map(|s| self.since(began, s.start));
        let end = stamp.and_then(|s| s.end).map(|end| self.since(began, end));
        Turn { speaker, name, text: line.said.to_owned(), start, end }
    }

    fn since(&mut self, began: f64, time: f64) -> f64 {
        if began > 0.0 && time < self.last - HALF_A_DAY {
            self.midnights += 2.0 * HALF_A_DAY;
        }
        self.last = time;
        (time + self.midnights - began).max(0.0)
    }
}
