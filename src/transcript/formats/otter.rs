//! Otter's text: a line with the speaker and the time, below it what is said, at the end a line of Otter's own. Word
//! and Teams write the same lines. Registered in `formats`.

use super::Piece;
use super::parts::clock::{self, Clock, Stamp};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::{ReadError, Reader};

/// Otter's name for whoever it did not know: not one speaker, but any.
const NOBODY: &str = "Unknown Speaker";
/// How Otter's last line begins.
const FOOTER: &str = "Transcribed by http";
/// No name is longer than this many bytes.
const LONGEST_NAME: usize = 60;
/// Speakers are looked for in so many lines.
const LOOKED_AT: usize = 200;

pub(super) fn sniff(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT).peekable();
    let first = lines.peek().and_then(|line| heading(line)).is_some();
    let (mut named, mut headings, mut below) = (0, 0, 0);
    let mut above = false;
    for line in lines {
        let is_heading = heading(line);
        below += usize::from(above && is_heading.is_none());
        named += usize::from(is_heading.is_some_and(|(name, _)| !name.is_empty()));
        above = is_heading.is_some();
        headings += usize::from(above);
    }
    below > 0 && named > 0 && (headings > 1 || first)
}

/// `Ana Gil  1:02`: a name, at least two spaces or a tab, a time, and nothing more. The name may be missing.
fn heading(line: &str) -> Option<(&str, Stamp)> {
    let line = line.trim();
    let at = line.rfind(|c: char| c.is_whitespace());
    let (name, time) = at.map_or(("", line), |at| (line[..at].trim_end(), line[at..].trim_start()));
    let apart = line[name.len()..line.len() - time.len()].chars().count() > 1 || line[name.len()..].starts_with('\t');
    let digits = time.bytes().all(|b| b.is_ascii_digit() || b == b':') && !time.starts_with(':');
    let fits = name.len() <= LONGEST_NAME && !name.ends_with([':', '.', ',']) && (name.is_empty() || apart);
    if !digits || !fits || !(name.is_empty() || name.chars().any(char::is_alphabetic)) {
        return None;
    }
    clock::alone(time).map(|stamp| (name, stamp))
}

pub(super) fn read(_: &Reader, piece: &Piece<'_>) -> Vec<Result<Draft, ReadError>> {
    let mut said: Vec<Said> = Vec::new();
    let mut clock = Clock::default();
    for line in piece.text.lines().map(str::trim) {
        if let Some((name, stamp)) = heading(line) {
            let who = match name {
                "" | NOBODY => Who::Unknown,
                name => Who::Label(name.to_owned()),
            };
            let (start, end) = clock.times(Some(stamp));
            said.push(Said::new(who, "").at(start, end));
        } else if !line.starts_with(FOOTER)
            && let Some(said) = said.last_mut()
        {
            said.go_on(line);
        }
    }
    said.retain(|said| !said.text.is_empty());
    vec![Ok(Draft { said, ..Draft::default() })]
}
