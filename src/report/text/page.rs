//! The page: its width, its colours, the program's words in one language, and text wrapped with marks in place.
//! Used by everything that is written for a person to read.

use std::fmt::Write as _;

use colored::{Color, ColoredString, Colorize};
use unicode_width::UnicodeWidthStr;

use crate::packs::{Args, Messages};
use crate::report::safe::shown;

/// How the page looks, whatever its language.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Whether colours and underlines are written.
    pub color: bool,
}

/// No line of text is longer than this: the eye loses the next one.
const WIDEST_TEXT: usize = 100;
/// What begins a command in the log of a GitHub workflow.
const COMMANDS: [&str; 2] = ["::", "##["];
/// Below this the page is stacked instead of in columns.
const NARROW: usize = 72;

/// What a piece of text is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A fault, or a call that fails.
    Bad,
    /// Done well.
    Good,
    /// To be noticed.
    Notice,
    /// A heading.
    Strong,
    /// Of less weight.
    Faint,
}

/// Words to mark in a text: characters, half open. Those that are only heavier or lighter are not underlined.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// First character and the one after the last.
    pub span: [usize; 2],
    /// Its colour.
    pub tone: Tone,
}

/// A page in one language.
pub struct Page<'a> {
    /// How it looks.
    pub look: Look,
    /// The words.
    pub messages: &'a Messages,
    /// The language.
    pub language: &'a str,
}

impl Page<'_> {
    /// A message.
    pub fn say(&self, key: &str, args: &Args) -> String {
        self.messages.say(self.language, key, args)
    }

    /// A message without places.
    pub fn word<'k>(&'k self, key: &'k str) -> &'k str {
        self.messages.plain(self.language, key)
    }

    /// Whether columns fit beside each other.
    pub fn is_narrow(&self) -> bool {
        self.look.width < NARROW
    }

    /// A piece of text in its colour.
    pub fn paint(&self, text: &str, tone: Tone) -> String {
        if !self.look.color || text.is_empty() {
            return text.to_owned();
        }
        styled(text, tone).to_string()
    }

    /// The colour of a score.
    pub fn score_tone(score: f64, pass: f64) -> Tone {
        if score >= pass.max(90.0) {
            Tone::Good
        } else if score >= pass {
            Tone::Notice
        } else {
            Tone::Bad
        }
    }

    /// A text wrapped behind a prefix, its marked words in colour, or underlined with `~` where there is none.
    /// The first line gets `first`, the others `rest`; without colour both must be equally wide where there are marks.
    pub fn text(&self, out: &mut String, first: &str, rest: &str, text: &str, marks: &[Mark]) {
        let text = shown(text);
        let indent = visible_width(rest);
        let width = self.look.width.saturating_sub(indent).clamp(16, WIDEST_TEXT);
        let taken = visible_width(first.rsplit('\n').next().unwrap_or(first)).saturating_sub(indent);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let byte = |character: usize| starts[character.min(starts.len() - 1)];
        let spans: Vec<(usize, usize, Tone)> =
            marks.iter().map(|m| (byte(m.span[0]), byte(m.span[1]), m.tone)).collect();
        let mut prefix = first;
        for line in lines(&text, width, taken) {
            let line_shown = format!("{prefix}{}", self.marked(&text, line.clone(), &spans));
            let line_shown = line_shown.trim_end();
            let (space, words) = line_shown.split_at(line_shown.len() - line_shown.trim_start().len());
            // In a workflow's log such a line would be a command.
            let inert = if COMMANDS.iter().any(|command| words.starts_with(command)) { "\u{200b}" } else { "" };
            let _ = writeln!(out, "{space}{inert}{words}");
            prefix = rest;
            if !self.look.color {
                let under = underline(&text, line, &spans);
                if !under.is_empty() {
                    let _ = writeln!(out, "{rest}{under}");
                }
            }
        }
    }

    fn marked(&self, text: &str, line: std::ops::Range<usize>, spans: &[(usize, usize, Tone)]) -> String {
        let mut out = String::new();
        let mut at = line.start;
        for (start, end, tone) in spans {
            let (start, end) = ((*start).clamp(at, line.end), (*end).clamp(at, line.end));
            if start >= end {
                continue;
            }
            out.push_str(&text[at..start]);
            let piece = &text[start..end];
            if self.look.color {
                let styled = styled(piece, *tone);
                let weight = matches!(tone, Tone::Strong | Tone::Faint);
                out += &if weight { styled } else { styled.underline() }.to_string();
            } else {
                out += piece;
            }
            at = end;
        }
        out.push_str(&text[at..line.end]);
        out
    }
}

fn styled(text: &str, tone: Tone) -> ColoredString {
    match tone {
        Tone::Bad => text.color(Color::Red).bold(),
        Tone::Good => text.color(Color::Green),
        Tone::Notice => text.color(Color::Yellow),
        Tone::Strong => text.bold(),
        Tone::Faint => text.dimmed(),
    }
}

/// A row that underlines what of the marked faults stands on a line.
fn underline(text: &str, line: std::ops::Range<usize>, spans: &[(usize, usize, Tone)]) -> String {
    let mut row = String::new();
    for (at, c) in text[line.clone()].char_indices() {
        let at = at + line.start;
        let hit = spans.iter().any(|(start, end, tone)| *tone == Tone::Bad && (*start..*end).contains(&at));
        let mark = if hit { '~' } else { ' ' };
        let columns = UnicodeWidthStr::width(c.encode_utf8(&mut [0; 4]) as &str);
        row.extend(std::iter::repeat_n(mark, columns));
    }
    row.trim_end().to_owned()
}

/// The byte ranges of a text's lines; of the first, so many columns are taken already.
fn lines(text: &str, width: usize, taken: usize) -> Vec<std::ops::Range<usize>> {
    let indent = " ".repeat(taken);
    let options = textwrap::Options::new(width).break_words(true).initial_indent(&indent);
    let mut from = 0;
    let mut ranges = Vec::new();
    for (number, line) in textwrap::wrap(text, options).into_iter().enumerate() {
        let line = if number == 0 { &line[taken.min(line.len())..] } else { line.as_ref() };
        let start = text[from..].find(line).map_or(from, |at| from + at);
        let end = start + line.len();
        ranges.push(start..end);
        from = end;
    }
    ranges
}

/// The columns that a text takes on the screen, colours aside.
pub fn visible_width(text: &str) -> usize {
    let mut width = 0;
    let mut rest = text;
    while let Some(escape) = rest.find('\u{1b}') {
        width += UnicodeWidthStr::width(&rest[..escape]);
        rest = rest[escape..].find('m').map_or("", |end| &rest[escape + end + 1..]);
    }
    width + UnicodeWidthStr::width(rest)
}

/// A text cut or filled up with spaces to so many columns.
pub fn fitted(text: &str, columns: usize) -> String {
    let text = shown(text);
    let width = UnicodeWidthStr::width(text.as_ref());
    if width <= columns {
        return format!("{text}{}", " ".repeat(columns - width));
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = UnicodeWidthStr::width(c.encode_utf8(&mut [0; 4]) as &str);
        if used + wide + 1 > columns {
            break;
        }
        out.push(c);
        used += wide;
    }
    format!("{out}…{}", " ".repeat(columns.saturating_sub(used + 1)))
}
