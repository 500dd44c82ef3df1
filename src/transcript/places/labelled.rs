//! Places in a text that holds a whole conversation, labels and all: what is said stands behind a label's colon. Used
//! for cells of tables and for strings in JSON.

use rustc_hash::FxHashMap;

use super::glyphs::ahead;
use crate::transcript::draft::{Glyph, Said};

/// So many places behind a colon are tried for each utterance, and so many utterances one behind the other may be
/// missing.
const TRIED: usize = 8;
/// What cells have for the end of a line.
const ENDS: [&str; 5] = ["\\r\\n", "\\n", "<br>", "<br/>", "<br />"];

/// Gives the characters that show each utterance that is found, by its number. Looks at no more of them than there are
/// colons, and may be missing before each.
pub(super) fn find<'s>(
    glyphs: &[Glyph],
    said: impl IntoIterator<Item = &'s Said>,
    show: &mut dyn FnMut(usize, &[Glyph]),
) {
    let glyphs = broken(glyphs);
    let mut behind: FxHashMap<Vec<char>, Vec<usize>> = FxHashMap::default();
    for colon in (0..glyphs.len()).filter(|at| matches!(glyphs[*at].c, ':' | '：')) {
        let marks = glyphs[colon + 1..].iter().take_while(|g| matches!(g.c, '*' | '_') || g.c.is_whitespace()).count();
        let from = colon + 1 + marks;
        behind.entry(first_word(glyphs[from..].iter().map(|glyph| glyph.c))).or_default().push(from);
    }
    let mut cursor = 0;
    let mut place = |said: &Said| {
        let places = behind.get(&first_word(said.text.trim_start().chars()))?;
        let next = places.partition_point(|place| *place < cursor);
        let mut tried = places[next..].iter().take(TRIED);
        let (from, to) = tried.find_map(|from| Some((*from, ahead(&said.text, &glyphs, *from)?)))?;
        // It ends with the line, or with a sentence before another label.
        let last = glyphs[to.checked_sub(1)?].c;
        let rest: Vec<char> = glyphs[to..].iter().map(|g| g.c).take_while(|c| c.is_whitespace()).collect();
        let ends = to + rest.len() == glyphs.len() || rest.contains(&'\n');
        let sentence = !last.is_alphanumeric() && !matches!(last, ',' | ';') && !rest.is_empty();
        let bar = glyphs.get(to + rest.len()).is_some_and(|g| g.c == '|');
        cursor = to;
        (ends || sentence || bar).then(|| &glyphs[from..to])
    };
    let mut missing = 0;
    for (at, said) in said.into_iter().enumerate() {
        if let Some(shown) = place(said) {
            show(at, shown);
            missing = 0;
        } else if missing == TRIED {
            break;
        } else {
            missing += 1;
        }
    }
}

/// No more of a word than this (characters) tells where to look.
const LOOKED_AT: usize = 32;

fn first_word(text: impl Iterator<Item = char>) -> Vec<char> {
    text.take_while(|c| !c.is_whitespace()).take(LOOKED_AT).collect()
}

/// With the ends of lines, however they are written.
fn broken(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut lines = Vec::with_capacity(glyphs.len());
    let mut at = 0;
    while let Some(glyph) = glyphs.get(at) {
        let is = |end: &&&str| end.chars().enumerate().all(|(i, c)| glyphs.get(at + i).is_some_and(|g| g.c == c));
        let length = ENDS.iter().filter(|_| matches!(glyph.c, '\\' | '<')).find(is).map_or(0, |end| end.len());
        lines.push(if length > 0 { Glyph { c: '\n', ..*glyph } } else { *glyph });
        at += length.max(1);
    }
    lines
}
