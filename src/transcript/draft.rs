//! A call as a format's reader found it: what was said, with whatever the format tells of the speakers. Every reader
//! makes drafts; here segments become turns, speakers get their roles, and the draft becomes a call.

use std::sync::Arc;

use super::join::join;
use super::roles::assign;
use super::{Call, Note, ReadError, Reader, Role, Turn, check_size};

/// What a format tells of who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Who {
    /// The role itself.
    Role(Role),
    /// A name, a number, a letter: `Ana`, `spk_0`, `A`. Whose it is, is found out; a role's word in it counts.
    Label(String),
    /// Nothing.
    Unknown,
}

/// A character as a reader shows it, and the bytes of the file that mean it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// What is shown.
    pub c: char,
    /// Its first byte.
    pub from: usize,
    /// The first byte behind it.
    pub to: usize,
}

/// Shows a part of a file that begins at a byte, as its reader understands it.
pub(super) type Show = fn(&str, usize) -> Vec<Glyph>;

/// How the words of an utterance are written in its stretch of the file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Dress {
    /// As they are.
    #[default]
    Plain,
    /// With the marks of captions.
    Caption(Show),
    /// As a cell of a table.
    Cell,
    /// As a line of CHAT, with its codes, behind a colon.
    Chat(Show),
}

/// The stretch of a decoded file that an utterance was cut from: addresses in memory, of which only those within the
/// file's own text mean anything. Looked at only where places are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stretch {
    pub from: usize,
    pub to: usize,
    pub dress: Dress,
}

impl Stretch {
    /// Of a part of the file's text.
    pub fn of(part: &str) -> Self {
        let from = part.as_ptr() as usize;
        Self { from, to: from + part.len(), dress: Dress::Plain }
    }

    /// From the first part to the last.
    pub fn between(first: &str, last: &str, dress: Dress) -> Self {
        Self { from: Self::of(first).from, to: Self::of(last).to, dress }
    }
}

/// One utterance, or a segment of one.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub who: Who,
    /// The speaker's name, where it stands beside what tells who speaks.
    pub name: Option<String>,
    /// As the format has it, without the space around it.
    pub text: String,
    /// Seconds from the start of the call.
    pub start: Option<f64>,
    /// Seconds from the start of the call.
    pub end: Option<f64>,
    /// Start and end of each word in seconds, in order; empty where the format has none.
    pub words: Vec<(f64, f64)>,
    /// What the format itself says: this cuts somebody off, or it does not. None where it says nothing of the kind.
    pub interrupts: Option<bool>,
    /// It begins a turn, whoever spoke before: the format says that the speaker changes, if not who it is.
    pub apart: bool,
    /// What it was cut from, where it was cut from lines, cues or cells, or is a string of our own JSON.
    pub stretch: Stretch,
}

impl Said {
    /// Something said, without times.
    pub fn new(who: Who, text: &str) -> Self {
        let text = text.trim();
        let stretch = Stretch::of(text);
        let text = text.to_owned();
        let (name, start, end, words) = (None, None, None, Vec::new());
        Self { who, name, text, start, end, words, interrupts: None, apart: false, stretch }
    }

    /// A further line of it.
    pub fn go_on(&mut self, line: &str) {
        if self.text.is_empty() {
            self.stretch = Stretch::of(line);
        } else if !line.is_empty() {
            self.text.push(' ');
            self.stretch.to = Stretch::of(line).to;
        }
        self.text.push_str(line);
    }

    /// With its times in seconds.
    pub fn at(self, start: Option<f64>, end: Option<f64>) -> Self {
        Self { start, end, ..self }
    }
}

/// An interruption that the source itself lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Interruption {
    /// Who interrupts.
    pub by: Role,
    /// Seconds from the start of the call.
    pub start: f64,
}

/// A call as it stands in its file. Without an id it gets the file's.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub id: Option<String>,
    pub agent: Option<String>,
    pub team: Option<String>,
    /// RFC 3339 where the format allows it.
    pub started: Option<String>,
    /// In the order in which it is to be read.
    pub said: Vec<Said>,
    /// `said` is cut as captions and recognisers cut: what belongs together is joined.
    pub segments: bool,
    /// The interruptions that the source lists; none where it lists nothing of the kind.
    pub interruptions: Option<Vec<Interruption>>,
    /// The silences that the source lists, start and end in seconds; none where it lists nothing of the kind.
    pub silences: Option<Vec<(f64, f64)>>,
    pub notes: Vec<Note>,
    /// The parts of its file that it was read from, where the file numbers them.
    pub parts: Vec<usize>,
    /// The line of its beginning (from 1), where that is not the line of what it was read from.
    pub line: Option<usize>,
}

/// Where a draft stands: what a call needs to know of it.
pub(super) struct Origin<'a> {
    pub source: &'a Arc<str>,
    /// Name of the format.
    pub format: &'static str,
    /// Line of its beginning, from 1.
    pub line: usize,
    /// Its id, if it has none of its own.
    pub id: String,
    /// SHA-256 of its bytes.
    pub hash: String,
}

impl Draft {
    /// Puts what was said in the order of its times; what has none stays behind what it stood behind.
    pub fn sort(&mut self) {
        let mut last = f64::NEG_INFINITY;
        let mut keyed: Vec<(f64, Said)> = Vec::with_capacity(self.said.len());
        for said in self.said.drain(..) {
            last = said.start.unwrap_or(last);
            keyed.push((last, said));
        }
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.said.extend(keyed.into_iter().map(|(_, said)| said));
    }

    /// The call.
    ///
    /// # Errors
    /// When it is none: no turns, too many, or one that nobody could have said.
    pub fn finish(self, reader: &Reader, origin: Origin<'_>) -> Result<Call, ReadError> {
        let mut notes = self.notes;
        let (said, joined) =
            if self.segments { join(self.said, reader.limits().longest_turn) } else { (self.said, Vec::new()) };
        if let Some(first) = joined.first() {
            let segments = joined.last().map_or(0, |last: &(usize, usize)| last.1) - first.0;
            if segments > joined.len() {
                let args = vec![("segments", segments.to_string()), ("turns", joined.len().to_string())];
                notes.push(Note { code: "segments-joined", args });
            }
        }
        let roles = assign(reader, &said, &mut notes);
        let mut turns: Vec<Turn> = Vec::with_capacity(said.len());
        for (index, (said, (speaker, name))) in said.into_iter().zip(roles).enumerate() {
            // An end before its start says nothing; the start may still be right.
            let end = said.end.filter(|end| said.start.is_none_or(|start| *end >= start));
            let joined = joined.get(index).copied();
            let Said { text, start, words, interrupts, .. } = said;
            let name = said.name.or(name);
            turns.push(Turn { speaker, name, text, start, end, words, interrupts, silence: None, joined });
        }
        if let Some(list) = self.silences {
            state_silences(&mut turns, list);
        }
        if let Some(list) = self.interruptions {
            state_interruptions(&mut turns, &list);
        }
        check_size(origin.source, origin.line, &turns, reader.limits())?;
        let mut names = turns.iter().filter(|t| t.speaker == Role::Agent).filter_map(|t| t.name.as_deref());
        let agent = self.agent.or_else(|| names.find(|name| names_somebody(name)).map(str::to_owned));
        Ok(Call {
            id: self.id.filter(|id| !id.is_empty()).unwrap_or(origin.id),
            source: Arc::clone(origin.source),
            format: origin.format,
            language: String::new(),
            agent,
            team: self.team,
            started: self.started,
            turns,
            notes,
            hash: origin.hash,
            original: None,
            line: self.line.unwrap_or(origin.line),
            places: None,
        })
    }
}

/// Whether a label is a person's name: `spk_1`, `ch_0` and `A` are many people's, and no agent's record.
fn names_somebody(label: &str) -> bool {
    let numbered = label.contains(|c: char| c.is_numeric() || c == '_');
    !numbered && label.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().nth(1).is_some())
}

/// Gives each listed silence to the first turn that begins with its end or later; before every other turn was none.
fn state_silences(turns: &mut [Turn], mut list: Vec<(f64, f64)>) {
    list.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut silences = list.into_iter().peekable();
    for turn in turns {
        let Some(start) = turn.start else { continue };
        let mut longest = 0.0_f64;
        while let Some((from, to)) = silences.next_if(|(_, to)| *to <= start + ROUNDING) {
            longest = longest.max(to - from);
        }
        turn.silence = Some(longest);
    }
}

/// A listed interruption may begin so many seconds outside the turn that makes it: sources round.
const ROUNDING: f64 = 0.5;
/// So many turns that began before an interruption are looked at for the one that makes it.
const LOOKED_AT: usize = 16;

/// Gives each listed interruption to the turn of its speaker that begins nearest to it; every other turn makes none.
fn state_interruptions(turns: &mut [Turn], list: &[Interruption]) {
    for turn in turns.iter_mut() {
        turn.interrupts = Some(false);
    }
    let mut starts: Vec<(f64, usize)> = turns.iter().enumerate().filter_map(|(i, t)| Some((t.start?, i))).collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    for stated in list {
        let after = starts.partition_point(|(start, _)| *start <= stated.start + ROUNDING);
        let makes_it = |&&(start, index): &&(f64, usize)| {
            let turn = &turns[index];
            turn.speaker == stated.by && stated.start <= turn.end.unwrap_or(start) + ROUNDING
        };
        if let Some(&(_, index)) = starts[..after].iter().rev().take(LOOKED_AT).find(makes_it) {
            turns[index].interrupts = Some(true);
        }
    }
}
