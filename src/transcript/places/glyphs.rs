//! Characters as a reader shows them, each with the bytes of the file that mean it; and texts compared whatever the
//! space between their words. Used by the places alone.

use crate::transcript::draft::Glyph;

/// A text as it is, which begins at a byte.
pub(super) fn plain(text: &str, begin: usize) -> Vec<Glyph> {
    text.char_indices().map(|(at, c)| Glyph { c, from: begin + at, to: begin + at + c.len_utf8() }).collect()
}

/// A cell of a table: in quotation marks, of which two mean one; or as it is.
pub(super) fn unquoted(cell: &str, begin: usize) -> Vec<Glyph> {
    let glyphs = plain(cell, begin);
    if glyphs.first().is_none_or(|first| first.c != '"') {
        return glyphs;
    }
    let mut shown = Vec::with_capacity(glyphs.len());
    let mut inside = glyphs[1..].iter().peekable();
    while let Some(glyph) = inside.next() {
        match (glyph.c, inside.peek().map(|next| next.c)) {
            ('"', Some('"')) => {
                let to = inside.next().map_or(glyph.to, |next| next.to);
                shown.push(Glyph { to, ..*glyph });
            }
            ('"', None) => break,
            _ => shown.push(*glyph),
        }
    }
    shown
}

/// Where a text ends that begins at `at`, whatever the space between words; none where another stands there.
pub(super) fn ahead(said: &str, glyphs: &[Glyph], at: usize) -> Option<usize> {
    let mut at = at;
    for (index, word) in said.split_whitespace().enumerate() {
        let space = glyphs[at..].iter().take_while(|glyph| glyph.c.is_whitespace()).count();
        if index > 0 && space == 0 {
            return None;
        }
        at += space;
        for c in word.chars() {
            if glyphs.get(at)?.c != c {
                return None;
            }
            at += 1;
        }
    }
    Some(at)
}

/// Where a text begins that ends before `end`, whatever the space between words and behind it.
pub(super) fn behind(said: &str, glyphs: &[Glyph], end: usize) -> Option<usize> {
    let mut at = end;
    for (index, word) in said.split_whitespace().rev().enumerate() {
        let space = glyphs[..at].iter().rev().take_while(|glyph| glyph.c.is_whitespace()).count();
        if index > 0 && space == 0 {
            return None;
        }
        at -= space;
        for c in word.chars().rev() {
            at = at.checked_sub(1)?;
            if glyphs[at].c != c {
                return None;
            }
        }
    }
    Some(at)
}

/// What is left of a text behind another that it begins with, whatever the space; none where it does not, or goes on
/// in the middle of a word.
pub(super) fn strip<'s>(said: &'s str, begin: &str) -> Option<&'s str> {
    let mut rest = said.trim_start();
    for (index, word) in begin.split_whitespace().enumerate() {
        let apart = rest.trim_start();
        if index > 0 && apart.len() == rest.len() {
            return None;
        }
        rest = apart.strip_prefix(word)?;
    }
    let cut = rest.starts_with(char::is_alphanumeric) && begin.trim_end().ends_with(char::is_alphanumeric);
    (!cut).then_some(rest)
}
