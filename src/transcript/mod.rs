//! Read: any supported file becomes calls: turns in order, who speaks, times if known. Reading never fails for a
//! reason that it does not name, and what it assumed it says. The first room on the way; knows only the packs.

mod archive;
mod container;
mod decode;
mod draft;
mod fault;
mod formats;
mod html;
mod join;
mod json;
mod language;
mod limits;
mod lines;
mod own_reports;
mod places;
mod roles;
mod shape;
mod speakers;
mod tells;

use std::sync::Arc;

use decode::decode;
use formats::Columns;
use sha2::{Digest, Sha256};
use tells::Tells;

use crate::packs::{Args, Packs, Problem};

pub use archive::{Archive, Passed, Place};
pub use container::{Packing, Stream, io_error, read_whole, too_large, unpack};
pub use formats::{FORMATS, Format, Gives, Roles, Times, epoch, named as format_named, rfc3339};
pub use language::Languages;
pub use limits::Limits;
pub use lines::{Block, LineBlocks};
pub use own_reports::{OwnReport, OwnReports};
pub use places::{Places, Region};
pub use speakers::Speakers;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The one who is scored.
    Agent,
    /// The one who is served.
    Customer,
    /// Somebody else, or nobody knows who.
    Other,
}

impl Role {
    /// As written in our own JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Customer => "customer",
            Self::Other => "other",
        }
    }
}

/// One turn, as the input has it: none is merged, split or dropped, but for formats of segments.
#[derive(Debug, Clone)]
pub struct Turn {
    /// Who speaks.
    pub speaker: Role,
    /// The speaker's name, where the label gives one.
    pub name: Option<String>,
    /// What is said, unchanged.
    pub text: String,
    /// Seconds from the start of the call.
    pub start: Option<f64>,
    /// Seconds from the start of the call.
    pub end: Option<f64>,
    /// Start and end of each word in seconds; empty where the format has none.
    pub words: Vec<(f64, f64)>,
    /// What the source itself says: this turn interrupts, or it does not. None where it says nothing of the kind.
    pub interrupts: Option<bool>,
    /// Seconds of silence before this turn as the source itself measured them; none where it measures nothing of the kind.
    pub silence: Option<f64>,
    /// The source's segments that were joined to this turn, from 0, half open; none where the source has turns.
    pub joined: Option<(usize, usize)>,
}

impl Turn {
    /// Something said, without times.
    pub fn new(speaker: Role, name: Option<String>, text: String) -> Self {
        Self {
            speaker,
            name,
            text,
            start: None,
            end: None,
            words: Vec::new(),
            interrupts: None,
            silence: None,
            joined: None,
        }
    }
}

/// Something that was assumed and that the reader of a report should know. The words are a message key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Key of the message: `note.<code>`.
    pub code: &'static str,
    /// Values for the message.
    pub args: Args,
}

impl Note {
    /// It tells of something that was guessed or could not be told, and not only of what was done.
    pub fn is_doubt(&self) -> bool {
        self.code != "segments-joined"
    }

    /// Nobody is known to be the agent: the call cannot be judged.
    pub fn says_no_agent(&self) -> bool {
        self.code.starts_with(NO_AGENT)
    }
}

/// Begins the codes of notes that tell why there is no agent.
const NO_AGENT: &str = "no-agent";

/// One conversation.
#[derive(Debug, Clone)]
pub struct Call {
    /// The input's own id, else the file's stem (with the line, where a file holds several).
    pub id: String,
    /// The file as it was named, `-` for standard input.
    pub source: Arc<str>,
    /// Name of the format that it was read as.
    pub format: &'static str,
    /// Code of the language spoken.
    pub language: String,
    /// The agent, where the input says who it was.
    pub agent: Option<String>,
    /// The agent's team.
    pub team: Option<String>,
    /// When the call began, as the input writes it (RFC 3339 in our own JSON).
    pub started: Option<String>,
    /// The turns.
    pub turns: Vec<Turn>,
    /// What was assumed.
    pub notes: Vec<Note>,
    /// SHA-256 of the call's bytes in the input, as hexadecimal digits.
    pub hash: String,
    /// What it was read from, where the report is to be written into it.
    pub original: Option<Original>,
    /// The line of its beginning in its file, from 1.
    pub line: usize,
    /// Where its turns stand in the file, if that was asked for.
    pub places: Option<Places>,
}

/// A vCon that a call was read from, kept so that it can be given back.
#[derive(Debug, Clone)]
pub struct Original {
    /// The vCon as it was, decoded.
    pub text: Arc<str>,
    /// The dialogs that the call was read from, in order.
    pub dialogs: Vec<usize>,
}

impl Call {
    /// A call of a single turn of the agent.
    pub fn one_turn(source: &Arc<str>, text: &str) -> Self {
        let turn = Turn::new(Role::Agent, None, text.to_owned());
        Self {
            id: source.to_string(),
            source: Arc::clone(source),
            format: formats::TEXT,
            language: String::new(),
            agent: None,
            team: None,
            started: None,
            turns: vec![turn],
            notes: Vec::new(),
            hash: hash(text.as_bytes()),
            original: None,
            line: 1,
            places: None,
        }
    }
}

/// Why a call or a file could not be read: the message `read.<code>` and the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The file as it was named.
    pub source: Arc<str>,
    /// Line and column, from 1, where known.
    pub place: Option<(usize, usize)>,
    /// Kebab-case, stable; `read.<code>` is its message.
    pub code: &'static str,
    /// Values for the message.
    pub args: Args,
}

impl ReadError {
    /// An error of a whole file.
    pub fn new(source: &Arc<str>, code: &'static str, args: Args) -> Self {
        Self { source: Arc::clone(source), place: None, code, args }
    }

    /// An error with a place.
    pub fn at(source: &Arc<str>, place: (usize, usize), code: &'static str, args: Args) -> Self {
        Self { source: Arc::clone(source), place: Some(place), code, args }
    }
}

/// What one file or one block of lines gave.
pub type Calls = Vec<Result<Call, ReadError>>;

/// A piece of input to read: a whole file, or lines cut from a longer one.
pub struct Input<'a> {
    /// The file as it was named.
    pub source: &'a Arc<str>,
    /// The bytes.
    pub bytes: &'a [u8],
    /// Number of the first line, from 1.
    pub first_line: usize,
    /// Only lines of calls, known from the file's beginning; otherwise the content tells the format.
    pub lines: bool,
}

/// How to read, besides what the packs say.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Names that are the agent's.
    pub agents: Vec<String>,
    /// The language of every call, unless it is to be found.
    pub language: Option<String>,
    /// The format of every file, unless its content is to tell.
    pub from: Option<&'static Format>,
    /// Keep the text of vCons, so that they can be given back with a report.
    pub keep_vcons: bool,
    /// Find out where in its file each turn stands.
    pub keep_places: bool,
}

/// Turns bytes into calls. Made once a run, shared by all threads.
pub struct Reader {
    speakers: Speakers,
    tells: Tells,
    columns: Columns,
    own_reports: OwnReports,
    from: Option<&'static Format>,
    languages: Languages,
    fixed_language: Option<String>,
    keep_vcons: bool,
    keep_places: bool,
    limits: Limits,
}

impl Reader {
    /// From what the packs know of speakers and languages.
    pub fn new(packs: &Packs, reading: Reading, problems: &mut Vec<Problem>) -> Self {
        Self {
            speakers: Speakers::new(packs, &reading.agents, problems),
            tells: Tells::new(packs, problems),
            columns: Columns::new(packs),
            own_reports: OwnReports::new(packs),
            languages: Languages::new(packs),
            from: reading.from,
            fixed_language: reading.language,
            keep_vcons: reading.keep_vcons,
            keep_places: reading.keep_places,
            limits: Limits::new(&packs.settings),
        }
    }

    /// Every call of a piece of input, in order; a bad call is an error in its place and loses none of the others.
    pub fn read(&self, input: &Input<'_>) -> Calls {
        let mut calls = formats::read(self, input);
        for call in calls.iter_mut().flatten() {
            self.finish(call);
        }
        calls
    }

    /// A message that is to be said, or a few labelled lines of both sides; what has no labels is the agent's.
    ///
    /// # Errors
    /// Bytes that are no text, nothing at all, or more than anybody says at once.
    pub fn read_message(&self, source: &Arc<str>, bytes: &[u8]) -> Result<Call, ReadError> {
        let text = decode(bytes).ok_or_else(|| ReadError::new(source, "binary", Vec::new()))?.text;
        if text.trim().is_empty() {
            return Err(ReadError::new(source, "empty", Vec::new()));
        }
        if self.from.is_some() {
            let calls = self.read(&Input { source, bytes, first_line: 1, lines: false });
            return calls.into_iter().next().unwrap_or_else(|| Err(ReadError::new(source, "empty", Vec::new())));
        }
        let labelled = self.read(&Input { source, bytes, first_line: 1, lines: false }).into_iter().next();
        let guessed = |call: &Call| call.notes.iter().any(|note| note.code != "language-assumed");
        let both = |call: &Call| {
            [Role::Agent, Role::Customer].iter().all(|role| call.turns.iter().any(|turn| turn.speaker == *role))
        };
        if let Some(Ok(call)) = labelled
            && both(&call)
            && !guessed(&call)
        {
            return Ok(call);
        }
        let mut call = Call::one_turn(source, text.trim());
        check_size(source, 1, &call.turns, &self.limits)?;
        self.finish(&mut call);
        Ok(call)
    }

    /// How large, long and deep an input may be.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether a file that begins so holds one call a line, and is to be read as such. `head` may end in the middle of
    /// a line; `cut` says that nothing comes after it.
    pub fn reads_lines(&self, head: &[u8], cut: bool) -> bool {
        self.from.is_none_or(formats::is_json) && lines::looks_like_lines(head, cut)
    }

    /// What kind of a report of our own a file is that begins so; none for whatever else it is.
    pub fn own_report(&self, head: &[u8]) -> Option<OwnReport> {
        self.own_reports.of_bytes(head)
    }

    /// Whether a file that begins so and was named is refused as a report of our own: cards can be read as calls again,
    /// and whoever names a format knows better.
    pub fn refuses(&self, head: &[u8]) -> bool {
        self.from.is_none() && self.own_report(head) == Some(OwnReport::Other)
    }

    /// The labels that name speakers.
    pub fn speakers(&self) -> &Speakers {
        &self.speakers
    }

    /// What people say by whom they can be told.
    fn tells(&self) -> &Tells {
        &self.tells
    }

    /// How the columns of tables are named.
    fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Finds a call's language, unless it is fixed.
    pub fn finish(&self, call: &mut Call) {
        if let Some(language) = &self.fixed_language {
            call.language.clone_from(language);
        } else {
            let (language, sure) = self.languages.detect(call.turns.iter().map(|t| t.text.as_str()));
            language.clone_into(&mut call.language);
            if !sure {
                call.notes.push(Note { code: "language-assumed", args: vec![("language", language.to_owned())] });
            }
        }
    }
}

/// SHA-256 of bytes as hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    hash_all([bytes])
}

/// SHA-256 of pieces one after the other, as hexadecimal digits.
pub fn hash_all<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut sha = Sha256::new();
    pieces.into_iter().for_each(|piece| sha.update(piece));
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or_default();
    sha.finalize().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The id of a call that has none of its own: the file's stem, with the line where the file holds several.
fn id_from(source: &str, line: Option<usize>) -> String {
    let unpacked = [".gz", ".zst"].iter().find_map(|end| source.strip_suffix(end)).unwrap_or(source);
    let stem = std::path::Path::new(unpacked).file_stem().map_or_else(|| source.into(), |s| s.to_string_lossy());
    line.map_or_else(|| stem.to_string(), |line| format!("{stem}:{line}"))
}

/// Refuses what no conversation is: no turns, too many, or one that nobody could have said.
fn check_size(source: &Arc<str>, line: usize, turns: &[Turn], limits: &Limits) -> Result<(), ReadError> {
    let number = |n: usize| n.to_string();
    if turns.is_empty() {
        return Err(ReadError::at(source, (line, 1), "no-turns", Vec::new()));
    }
    if turns.len() > limits.most_turns {
        let args = vec![("turns", number(turns.len())), ("limit", number(limits.most_turns))];
        return Err(ReadError::at(source, (line, 1), "too-many-turns", args));
    }
    if let Some(long) = turns.iter().position(|t| t.text.len() > limits.longest_turn) {
        let args = vec![
            ("turn", number(long)),
            ("bytes", number(turns[long].text.len())),
            ("limit", number(limits.longest_turn)),
        ];
        return Err(ReadError::at(source, (line, 1), "turn-too-long", args));
    }
    Ok(())
}
