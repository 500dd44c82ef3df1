//! SRT: numbered captions with times. A caption without its times keeps its place, and that is said; whatever the file
//! has of speakers stands in the text. Registered in `formats`.

use super::Piece;
use super::parts::captions::{Cue, draft, is_number, time_line};
use crate::transcript::draft::Draft;
use crate::transcript::{ReadError, Reader};

/// Times are looked for in so many lines.
const LOOKED_AT: usize = 20;

pub(super) fn sniff(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LOOKED_AT);
    // Behind the times nothing stands but where on the screen: `X1:201`, `align:start`.
    let bare = |line: &str| {
        let place = |word: &str| word.contains(':') && !word.ends_with(':');
        time_line(line).is_some_and(|(_, behind)| behind.split_whitespace().all(place))
    };
    lines().next().is_some_and(|first| is_number(first) || bare(first)) && lines().any(bare)
}

pub(super) fn read(reader: &Reader, piece: &Piece<'_>) -> Vec<Result<Draft, ReadError>> {
    vec![Ok(draft(reader, &cues(piece.text)))]
}

fn cues(text: &str) -> Vec<Cue<'_>> {
    let mut cues: Vec<Cue<'_>> = Vec::new();
    let mut lines = text.lines().map(str::trim).peekable();
    let (mut begins, mut number) = (true, 0);
    while let Some(line) = lines.next() {
        if line.is_empty() {
            begins = true;
            continue;
        }
        if let Some((stamp, _)) = time_line(line) {
            cues.push(Cue { id: None, stamp: Some(stamp), lines: Vec::new() });
        } else if is_number(line) && lines.peek().is_some_and(|next| time_line(next).is_some()) {
            number = line.parse().unwrap_or(number);
        } else if begins
            && is_number(line)
            && line.parse() == Ok(number + 1)
            && lines.peek().is_some_and(|l| !l.is_empty())
        {
            number += 1;
            cues.push(Cue { id: None, stamp: None, lines: Vec::new() });
        } else if let Some(cue) = cues.last_mut() {
            cue.lines.push(line);
        }
        begins = false;
    }
    cues
}
