//! `WebVTT`, as Teams, Zoom, Webex and others write it: notes, styles, regions and the header's lines are no speech.
//! Registered in `formats`.

use super::Piece;
use super::parts::captions::{Cue, draft, time_line};
use crate::transcript::draft::Draft;
use crate::transcript::{ReadError, Reader};

pub(super) fn sniff(text: &str) -> bool {
    let behind = text.trim_start().strip_prefix("WEBVTT");
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '\t', '\n', '\r']))
}

pub(super) fn read(reader: &Reader, piece: &Piece<'_>) -> Vec<Result<Draft, ReadError>> {
    vec![Ok(draft(reader, &cues(piece.text)))]
}

/// Blocks between empty lines. Whatever stands behind an empty line and is no block of its own goes on with the cue.
fn cues(text: &str) -> Vec<Cue<'_>> {
    let mut cues: Vec<Cue<'_>> = Vec::new();
    let mut lines = text.trim_start().lines().map(str::trim).peekable();
    let (mut begins, mut passed_over, mut id) = (false, true, None);
    while let Some(line) = lines.next() {
        if line.is_empty() {
            (begins, passed_over) = (true, false);
        } else if let Some((stamp, _)) = time_line(line) {
            cues.push(Cue { id: id.take(), stamp: Some(stamp), lines: Vec::new() });
            (begins, passed_over) = (false, false);
        } else if begins && lines.peek().is_some_and(|next| time_line(next).is_some()) {
            id = Some(line);
        } else if begins && is_comment(line) {
            (begins, passed_over) = (false, true);
        } else {
            begins = false;
            if !passed_over && let Some(cue) = cues.last_mut() {
                cue.lines.push(line);
            }
        }
    }
    cues
}

fn is_comment(line: &str) -> bool {
    let behind = ["NOTE", "STYLE", "REGION"].iter().find_map(|word| line.strip_prefix(word));
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '\t']))
}
