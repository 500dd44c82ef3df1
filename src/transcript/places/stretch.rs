//! Places in text: readers of lines, captions and rows tell the stretch that they cut an utterance from, and here it is
//! found in it, with the marks of captions and the quotation marks of cells taken for what they mean.

use super::glyphs::{ahead, behind, plain, unquoted};
use super::{LONGEST, labelled};
use crate::transcript::draft::{Dress, Glyph, Said, Stretch};

/// So many ends of lines are tried for the end of an utterance.
const TRIED: usize = 8;

/// Gives the characters that show each utterance that is found, by its number.
pub(super) fn find(text: &str, said: &[&Said], show: &mut dyn FnMut(usize, &[Glyph])) {
    let mut from = 0;
    while from < said.len() {
        let stretch = said[from].stretch;
        // What was cut from one cue or cell stands in it one behind the other.
        let length = said[from..]
            .iter()
            .take_while(|said| (said.stretch.from, said.stretch.to) == (stretch.from, stretch.to))
            .count();
        if let Some((begin, part)) = part(text, stretch).filter(|(_, part)| part.len() <= LONGEST) {
            let glyphs = match stretch.dress {
                Dress::Plain => plain(part, begin),
                Dress::Caption(show) | Dress::Chat(show) => show(part, begin),
                Dress::Cell => unquoted(part, begin),
            };
            within(&glyphs, &said[from..from + length], stretch.dress, &mut |at, glyphs| show(from + at, glyphs));
        }
        from += length;
    }
}

/// The part of a text that a stretch is, and its beginning: only what was cut from the text lies within it.
fn part(text: &str, stretch: Stretch) -> Option<(usize, &str)> {
    let begin = stretch.from.checked_sub(text.as_ptr() as usize)?;
    let end = stretch.to.checked_sub(text.as_ptr() as usize)?;
    text.get(begin..end).map(|part| (begin, part))
}

fn within(glyphs: &[Glyph], said: &[&Said], dress: Dress, show: &mut dyn FnMut(usize, &[Glyph])) {
    if let [one] = said
        && let Some(end) = ahead(&one.text, glyphs, 0)
        && glyphs[end..].iter().all(|glyph| glyph.c.is_whitespace())
    {
        return show(0, &glyphs[..end]);
    }
    if let Dress::Chat(_) = dress {
        // Its marks stand apart: whoever compares the characters sees whether they are the same.
        if said.len() == 1 {
            show(0, glyphs);
        }
        return;
    }
    if let Dress::Cell = dress {
        return labelled::find(glyphs, said.iter().copied(), show);
    }
    // Labels stand before what is said, so it is looked for from the end.
    let glyphs = &closed(glyphs);
    let ends: Vec<usize> = (0..=glyphs.len()).filter(|end| ends_here(glyphs, *end)).collect();
    let mut end = glyphs.len();
    for (at, said) in said.iter().enumerate().rev() {
        let tried = ends[..ends.partition_point(|to| *to <= end)].iter().rev().take(TRIED);
        let place = |to: &usize| {
            let from = behind(&said.text, glyphs, *to).filter(|from| begins_here(glyphs, *from))?;
            Some((from, *to))
        };
        let Some((from, to)) = tried.into_iter().find_map(place) else { continue };
        show(at, &glyphs[from..to]);
        end = from;
    }
}

/// With one space for several, which whoever looks for words would go through again and again: the end of a line, where
/// there is one or a mark among them.
fn closed(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut closed: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        match closed.last_mut().filter(|last| last.c.is_whitespace() && glyph.c.is_whitespace()) {
            Some(space) => {
                let apart = glyph.c == '\n' || space.to != glyph.from;
                *space = Glyph { c: if apart { '\n' } else { space.c }, to: glyph.to, ..*space };
            }
            None => closed.push(*glyph),
        }
    }
    closed
}

/// A line ends, or there is a mark between one character and the next.
fn ends_here(glyphs: &[Glyph], end: usize) -> bool {
    glyphs.get(end).is_none_or(|next| next.c == '\n' || end > 0 && glyphs[end - 1].to != next.from)
}

/// No word goes on here.
fn begins_here(glyphs: &[Glyph], from: usize) -> bool {
    let before = from.checked_sub(1).map(|before| glyphs[before]);
    before.is_none_or(|before| !before.c.is_alphanumeric() || glyphs.get(from).is_some_and(|g| g.from != before.to))
}
