//! The formats that can be read: one table of names, sniffers and readers, content first. A new format is a file
//! beside this one and a row here; nothing else in the house knows formats.

mod abcd;
mod amazon_bda;
mod amazon_pca;
mod amazon_transcribe;
mod assemblyai;
mod azure_ckm;
mod azure_conversation;
mod azure_speech;
mod call_analytics;
mod ccai;
mod chat;
mod contact_lens_chat;
mod deepgram;
mod dialpad;
mod genesys;
mod gladia;
mod gong;
mod google_stt;
mod harper_valley;
mod intercom;
mod list;
mod meet;
mod otter;
pub(super) mod own;
mod parts;
mod revai;
mod ringcentral;
mod speechmatics;
mod srt;
mod table;
mod text;
mod twilio;
mod vcon;
mod watson;
mod webvtt;
mod whatsapp;
mod whisper;
mod wtf;
mod zendesk;
mod zoom_chat;

pub use list::FORMATS;
pub use parts::times::{epoch, rfc3339};

use std::sync::Arc;

use super::decode::decode;
use super::draft::{Draft, Origin};
use super::json::{self, Item};
use super::places::{Places, Source};
use super::shape::Shape;
use super::{Calls, Input, Note, ReadError, Reader, hash, id_from};

pub(super) use table::Columns;

/// A decoded piece of input, as the readers of formats get it.
pub(super) struct Piece<'a> {
    pub source: &'a Arc<str>,
    pub text: &'a str,
    /// The bytes that the text was decoded from, for the call's hash.
    pub bytes: &'a [u8],
    pub first_line: usize,
}

/// What a format tells of who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roles {
    /// Agent and customer.
    Given,
    /// Names, numbers or letters: the role is found out.
    Labels,
    /// Nothing, in most files.
    None,
}

/// What a format tells of when it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Start and end of each turn.
    Both,
    /// Starts only.
    Starts,
    /// Nothing, in most files.
    None,
}

impl Roles {
    /// As written in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Labels => "labels",
            Self::None => "none",
        }
    }
}

impl Times {
    /// As written in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Starts => "starts",
            Self::None => "none",
        }
    }
}

/// What a format gives at its best.
#[derive(Debug, Clone, Copy)]
pub struct Gives {
    /// Who speaks.
    pub roles: Roles,
    /// When.
    pub times: Times,
    /// The times of words.
    pub words: bool,
    /// The interruptions, as the source itself found them.
    pub interruptions: bool,
}

/// One supported format.
#[derive(Debug)]
pub struct Format {
    /// As said to `--from`.
    pub name: &'static str,
    /// As its makers call it.
    pub title: &'static str,
    /// What it gives.
    pub gives: Gives,
    how: How,
}

impl Format {
    const fn json(name: Name, title: Name, gives: Gives, fields: Fields, read: JsonRead) -> Self {
        Self { name, title, gives, how: How::Json { fields, read } }
    }

    const fn text(name: Name, title: Name, gives: Gives, sniff: fn(&str) -> bool, read: TextRead) -> Self {
        Self { name, title, gives, how: How::Text { sniff, read } }
    }

    const fn table(name: Name, title: Name, gives: Gives, sniff: fn(&Reader, &str) -> bool, read: TextRead) -> Self {
        Self { name, title, gives, how: How::Table { sniff, read } }
    }
}

type Name = &'static str;
/// Paths of which one of each inner list must be there.
type Fields = &'static [&'static [&'static str]];

/// How a format is known, and read.
#[derive(Debug)]
enum How {
    /// By fields that a JSON value has; of each inner list one path is enough. Reads one value: one call or several.
    Json { fields: Fields, read: JsonRead },
    /// By the text. Reads all of it: one call or several.
    Text { sniff: fn(&str) -> bool, read: TextRead },
    /// By the names of its columns, which are words that the packs know. Reads all of it.
    Table { sniff: fn(&Reader, &str) -> bool, read: TextRead },
}

pub(super) type JsonRead = fn(&Item<'_>) -> Result<Vec<Draft>, ReadError>;
type TextRead = fn(&Reader, &Piece<'_>) -> Vec<Result<Draft, ReadError>>;

const fn gives(roles: Roles, times: Times) -> Gives {
    Gives { roles, times, words: false, interruptions: false }
}

impl Gives {
    const fn words(self) -> Self {
        Self { words: true, ..self }
    }

    const fn interruptions(self) -> Self {
        Self { interruptions: true, ..self }
    }
}

/// Name of our own format.
pub(super) const OWN: &str = "coach";
/// Name of the format that reports can be written back into.
pub(super) const VCON: &str = "vcon";
/// Name of the format that takes what no other claims.
pub(super) const TEXT: &str = "text";

/// The format of a name.
pub fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Whether a format is read from JSON.
pub(super) fn is_json(format: &Format) -> bool {
    matches!(format.how, How::Json { .. })
}

/// The reader of the JSON format that a value's fields tell, or that the user named.
pub(super) fn of_shape(reader: &Reader, shape: &Shape) -> Option<(&'static str, JsonRead)> {
    match reader.from {
        Some(Format { name, how: How::Json { read, .. }, .. }) => Some((name, *read)),
        Some(_) => None,
        None => by_shape(shape),
    }
}

/// The reader of the JSON format that a value's fields tell, whatever the user named.
fn by_shape(shape: &Shape) -> Option<(&'static str, JsonRead)> {
    FORMATS.iter().find_map(|format| match format.how {
        How::Json { fields, read } if fields.iter().all(|any| any.iter().any(|path| shape.has(path))) => {
            Some((format.name, read))
        }
        How::Json { .. } | How::Text { .. } | How::Table { .. } => None,
    })
}

/// The reader of the text format that a text tells; none for plain text.
fn by_text(text: &str) -> Option<TextRead> {
    FORMATS.iter().filter(|format| format.name != TEXT).find_map(|format| match format.how {
        How::Text { sniff, read } if sniff(text) => Some(read),
        How::Json { .. } | How::Text { .. } | How::Table { .. } => None,
    })
}

/// Decodes, finds the format by the content, and reads.
pub(super) fn read(reader: &Reader, input: &Input<'_>) -> Calls {
    let Input { source, bytes, first_line, lines } = *input;
    let Some(decoded) = decode(bytes) else {
        return vec![Err(ReadError::new(source, "binary", Vec::new()))];
    };
    let text = decoded.text.as_ref();
    if text.trim().is_empty() && lines {
        return Vec::new();
    }
    if text.trim().is_empty() {
        return vec![Err(ReadError::new(source, "empty", Vec::new()))];
    }
    if !lines && reader.refuses(bytes) {
        return vec![Err(ReadError::new(source, "own-report", Vec::new()))];
    }
    let piece = Piece { source, text, bytes, first_line };
    let mut calls = match text_format(reader, text) {
        Some((name, read)) if !lines => read_text(reader, &piece, name, read),
        _ if lines || json::sniff_lines(text) => json::read_lines(reader, &piece),
        _ => json::read(reader, &piece),
    };
    if let Some(encoding) = decoded.assumed {
        for call in calls.iter_mut().flatten() {
            call.notes.push(Note { code: "encoding-assumed", args: vec![("encoding", encoding.to_owned())] });
        }
    }
    calls
}

/// The reader of the text format that the user named or the content tells; none for JSON.
fn text_format(reader: &Reader, text: &str) -> Option<(&'static str, TextRead)> {
    let json = json::sniff_lines(text) || json::sniff(text);
    let claims = |format: &&Format| match (&format.how, reader.from) {
        // By name: the table is a constant, of which every crate may have its own.
        (How::Text { .. } | How::Table { .. }, Some(from)) => format.name == from.name,
        (How::Text { sniff, .. }, None) => !json && sniff(text),
        (How::Table { sniff, .. }, None) => !json && sniff(reader, text),
        (How::Json { .. }, _) => false,
    };
    FORMATS.iter().find(claims).and_then(|format| match format.how {
        How::Text { read, .. } | How::Table { read, .. } => Some((format.name, read)),
        How::Json { .. } => None,
    })
}

fn read_text(reader: &Reader, piece: &Piece<'_>, format: &'static str, read: TextRead) -> Calls {
    let drafts = read(reader, piece);
    let several = drafts.iter().filter(|draft| draft.is_ok()).count() > 1;
    let (id, hash) = (id_from(piece.source, None), hash(piece.bytes));
    let places = reader.keep_places.then(|| Source::new(piece.text, piece.first_line));
    let finished = drafts.into_iter().enumerate().map(|(index, draft)| {
        let id = if several { format!("{id}#{}", index + 1) } else { id.clone() };
        let origin = Origin { source: piece.source, format, line: piece.first_line, id, hash: hash.clone() };
        let draft = draft?;
        let found = places.as_ref().map(|source| source.in_text(&draft.said));
        let mut call = draft.finish(reader, origin)?;
        call.places = found.map(|found| Places::of_turns(&found, &call.turns));
        Ok(call)
    });
    finished.collect()
}
