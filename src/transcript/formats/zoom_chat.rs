//! Zoom's chat: `10:02:11<TAB>Ana:<TAB>text`, or `10:02:11 From Ana to Everyone: text` with the text behind it or on
//! the lines below. Registered in `formats`.

use super::Piece;
use super::parts::clock::{self, Clock, Stamp};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::{ReadError, Reader};

/// What stands before the sender, and what before the receiver, in the languages of Zoom that we read.
const FROM_TO: [(&str, &[&str]); 2] = [("From ", &[" to "]), ("De ", &[" para ", " a "])];
/// Who writes to whom is no longer than this many bytes.
const LONGEST_NAMES: usize = 160;

struct Message<'a> {
    stamp: Stamp,
    sender: &'a str,
    text: &'a str,
}

pub(super) fn sniff(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| message(line).is_some())
}

fn message(line: &str) -> Option<Message<'_>> {
    let line = line.trim_start_matches('\u{feff}');
    let (time, rest) = line.split_at(line.find(['\t', ' '])?);
    // Newer versions write the date before the time.
    let (stamp, rest) = if let Some(stamp) = clock::alone(time) {
        (stamp, rest)
    } else {
        let stamp = clock::leading(line).filter(|stamp| stamp.wall_clock)?;
        (stamp, &line[stamp.length..])
    };
    if !time.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some((sender, text)) = rest.strip_prefix('\t').and_then(|rest| rest.split_once(":\t")) {
        let plain = !sender.contains('\t') && !sender.trim().is_empty() && sender.len() <= LONGEST_NAMES;
        return plain.then_some(Message { stamp, sender: sender.trim(), text });
    }
    let rest = rest.trim_start();
    let (names, marks) = FROM_TO.iter().find_map(|(from, to)| Some((rest.strip_prefix(from)?, to)))?;
    let (names, text) = names.split_once(':').filter(|(names, _)| names.len() <= LONGEST_NAMES)?;
    let sender = marks.iter().find_map(|mark| names.rfind(mark)).map_or(names, |at| &names[..at]);
    Some(Message { stamp, sender: sender.trim(), text })
}

pub(super) fn read(_: &Reader, piece: &Piece<'_>) -> Vec<Result<Draft, ReadError>> {
    let mut said: Vec<Said> = Vec::new();
    let mut clock = Clock::default();
    for line in piece.text.lines() {
        if let Some(message) = message(line) {
            let (start, end) = clock.times(Some(message.stamp));
            said.push(Said::new(Who::Label(message.sender.to_owned()), message.text).at(start, end));
        } else if let Some(said) = said.last_mut() {
            said.go_on(line.trim());
        }
    }
    said.retain(|said| !said.text.is_empty());
    vec![Ok(Draft { said, ..Draft::default() })]
}
