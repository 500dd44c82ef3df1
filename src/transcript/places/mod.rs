//! Where in its file a turn's words stand, for reports that point into the file: lines and columns of the decoded text.
//! Made after the reading and only when asked for: a place is exact or there is none. Used by the reader alone; what it
//! gives is for everybody.

mod align;
mod glyphs;
mod labelled;
mod lines;
mod literals;
mod stretch;

use super::Turn;
use super::draft::{Glyph, Said};
use lines::Lines;

/// Where something stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// From 1.
    pub start_line: usize,
    /// From 1, in code points.
    pub start_column: usize,
    /// From 1.
    pub end_line: usize,
    /// From 1, in code points: the first that is no longer part of it.
    pub end_column: usize,
}

/// Characters of a turn that stand beside each other in the file, each as wide as the others.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// The first of them in the turn's text, from 0.
    at: usize,
    length: usize,
    line: usize,
    column: usize,
    /// Code points that the file has for each: more than one where it writes `\u00e9` or `&amp;`.
    width: usize,
}

impl Run {
    fn end(&self) -> usize {
        self.at + self.length
    }
}

/// A JSON value that is larger (bytes) has no places: they take many times its room. A call of hours, word by word, is
/// smaller; lines of calls, and calls in a list, are values of their own.
const LARGEST: usize = 16 << 20;
/// No more does a string, a cell or a cue that is longer (bytes). A day's talk is shorter.
const LONGEST: usize = 1 << 20;

/// Where the turns of a call stand. Unknown are those of a JSON value of more than 16 MiB, and those in a string, a cell
/// or a cue of more than 1 MiB.
#[derive(Debug, Clone)]
pub struct Places {
    turns: Vec<Option<Vec<Run>>>,
}

impl Places {
    /// Where the characters `span` (from 0, half open) of a turn's text stand; space at either end counts where the file
    /// has it so. None where it is not known, and where there are no such characters.
    pub fn region(&self, turn: usize, span: [usize; 2]) -> Option<Region> {
        let runs = self.turns.get(turn)?.as_deref()?;
        let [from, to] = span;
        let first = runs.get(runs.partition_point(|run| run.end() <= from))?;
        let last = runs[..runs.partition_point(|run| run.at < to)].last()?;
        let (start, end) = (from.max(first.at), to.min(last.end()));
        let begins = (first.line, first.column + (start - first.at) * first.width);
        let ends = (last.line, last.column + end.checked_sub(last.at)? * last.width);
        // What was put in the order of time may stand the other way round.
        (start < end && begins < ends).then_some(Region {
            start_line: begins.0,
            start_column: begins.1,
            end_line: ends.0,
            end_column: ends.1,
        })
    }

    /// Of turns that were made of what was found one by one, in the same order.
    pub(super) fn of_turns(found: &[Found], turns: &[Turn]) -> Self {
        let turns = turns.iter().enumerate().map(|(index, turn)| {
            let (from, to) = turn.joined.unwrap_or((index, index + 1));
            let mut whole = Vec::new();
            let mut before = 0;
            for part in found.get(from..to)? {
                // As `join` puts them together.
                before += usize::from(before > 0 && part.characters > 0);
                whole.extend(part.runs.as_ref()?.iter().map(|run| Run { at: run.at + before, ..*run }));
                before += part.characters;
            }
            Some(whole)
        });
        Self { turns: turns.collect() }
    }
}

/// Where one utterance stands.
#[derive(Debug, Clone)]
pub(super) struct Found {
    characters: usize,
    runs: Option<Vec<Run>>,
}

/// A decoded piece of input in which places are looked for.
pub(super) struct Source<'a> {
    text: &'a str,
    lines: Lines,
}

impl<'a> Source<'a> {
    /// Of a text and the number of its first line, from 1.
    pub fn new(text: &'a str, first_line: usize) -> Self {
        Self { text, lines: Lines::of(text, first_line) }
    }

    /// Where what was read from lines, captions or rows stands.
    pub fn in_text<'s>(&self, said: impl IntoIterator<Item = &'s Said>) -> Vec<Found> {
        let said: Vec<&Said> = said.into_iter().collect();
        self.found(&said, |show| stretch::find(self.text, &said, show))
    }

    /// Where what was read from a JSON value stands, which is a part of the text. All that was read from it comes at
    /// once: nothing in it is taken twice.
    pub fn in_json<'s>(&self, value: &str, said: impl IntoIterator<Item = &'s Said>) -> Vec<Found> {
        let said: Vec<&Said> = said.into_iter().collect();
        let begin = (value.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let within = self.text.get(begin..).is_some_and(|rest| rest.starts_with(value));
        self.found(&said, |show| {
            if within && value.len() <= LARGEST {
                align::find(&literals::Texts::of(value, begin), &said, show);
            }
        })
    }

    /// Characters take many times the room of the text: those of each utterance are let go before the next are shown.
    fn found(&self, said: &[&Said], find: impl FnOnce(&mut dyn FnMut(usize, &[Glyph]))) -> Vec<Found> {
        let unknown = said.iter().map(|said| Found { characters: said.text.chars().count(), runs: None });
        let mut found: Vec<Found> = unknown.collect();
        find(&mut |index, glyphs| found[index].runs = self.runs(&said[index].text, glyphs));
        found
    }

    /// A text's characters beside those that show it; none where they are not the same but for space.
    fn runs(&self, said: &str, glyphs: &[Glyph]) -> Option<Vec<Run>> {
        let mut runs: Vec<Run> = Vec::new();
        let mut shown = glyphs.iter().filter(|glyph| !glyph.c.is_whitespace());
        let mut behind = 0;
        for (at, c) in said.chars().enumerate().filter(|(_, c)| !c.is_whitespace()) {
            let glyph = shown.next().filter(|glyph| glyph.c == c)?;
            let width = self.text.get(glyph.from..glyph.to)?.chars().count();
            let space = self.text.get(behind..glyph.from).filter(|_| !runs.is_empty());
            let goes_on = |run: &&mut Run| {
                let gap = at - run.end();
                run.width == width
                    && space.is_some_and(|space| {
                        let bare = space.chars().all(|c| c.is_whitespace() && c != '\n');
                        bare && space.chars().count() == gap && (gap == 0 || width == 1)
                    })
            };
            if let Some(run) = runs.last_mut().filter(goes_on) {
                run.length = at + 1 - run.at;
            } else {
                let (line, column) = self.lines.place(self.text, glyph.from);
                runs.push(Run { at, length: 1, line, column, width });
            }
            behind = glyph.to;
        }
        shown.next().is_none().then_some(runs)
    }
}
