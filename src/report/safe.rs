//! Text from strangers made safe for a terminal: what could move the cursor, recolour or turn the text around is
//! shown as a mark instead. Used by every report and message that may reach a screen.

use std::borrow::Cow;

/// Whether a character steers instead of showing: controls, and marks that turn the direction of text.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}')
}

/// The text with a mark in the place of every character that steers; tabs and line ends become spaces.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mark = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        c if steers(c) => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.chars().map(mark).collect())
}

/// The beginning of a text, with `…` behind it where it has more than so many characters.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", text[..end].trim_end())),
        None => Cow::Borrowed(text),
    }
}
