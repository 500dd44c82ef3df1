//! The marks inside captions: voices, tags, times and entities of `WebVTT`, and the tags that SRT has borrowed. Tags go,
//! voices part the text, and whatever is no known mark stays as it is. Used by the readers of captions.

use crate::transcript::draft::Glyph;
use crate::transcript::html::entity;

/// A tag is no longer than this many characters: whatever is longer is text.
const LONGEST_TAG: usize = 256;
/// Tags that say how text looks, and nothing of who speaks.
const TAGS: [&str; 12] = ["b", "br", "c", "font", "i", "lang", "rt", "ruby", "s", "span", "u", "v"];

/// The text of a caption without its marks, in pieces of one voice each; no voice where none is stated.
pub(in crate::transcript::formats) fn voices(payload: &str) -> Vec<(Option<String>, String)> {
    let mut pieces: Vec<(Option<String>, String)> = vec![(None, String::new())];
    let mut rest = payload;
    while let Some(at) = rest.find(['<', '{']) {
        push(&mut pieces, &rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((Tag::Voice(name), after)) => {
                let name = unescape(name.trim());
                pieces.push((Some(name).filter(|name| !name.is_empty()), String::new()));
                rest = after;
            }
            Some((Tag::VoiceEnds, after)) => {
                pieces.push((None, String::new()));
                rest = after;
            }
            Some((Tag::Look, after)) => rest = after,
            None => {
                push(&mut pieces, &rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    push(&mut pieces, rest);
    pieces.retain(|(_, text)| !text.trim().is_empty());
    pieces.into_iter().map(|(voice, text)| (voice, unescape(&text))).collect()
}

/// The same character by character, of a part of a file that begins at a byte: each with the bytes that mean it.
pub(in crate::transcript::formats) fn shown(payload: &str, begin: usize) -> Vec<Glyph> {
    let mut glyphs = Vec::with_capacity(payload.len());
    let mut at = 0;
    while let Some(c) = payload[at..].chars().next() {
        let rest = &payload[at..];
        if matches!(c, '<' | '{')
            && let Some((_, after)) = tag(rest)
        {
            at = payload.len() - after.len();
            continue;
        }
        let (meant, length) = if c == '&' { entity(rest) } else { (c.to_string(), c.len_utf8()) };
        let (from, to) = (begin + at, begin + at + length);
        glyphs.extend(meant.chars().map(|c| Glyph { c, from, to }));
        at += length;
    }
    glyphs
}

fn push(pieces: &mut [(Option<String>, String)], text: &str) {
    if let Some((_, last)) = pieces.last_mut() {
        last.push_str(text);
    }
}

enum Tag<'a> {
    Voice(&'a str),
    VoiceEnds,
    Look,
}

/// The tag that a text begins with, and what follows it.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    // `{\an8}`: where a line stands on the screen.
    let close = if text.starts_with("{\\") { '}' } else { '>' };
    let end = text.char_indices().take(LONGEST_TAG).find(|(_, c)| *c == close)?.0;
    let (inside, after) = (&text[1..end], &text[end + 1..]);
    if close == '}' {
        return Some((Tag::Look, after));
    }
    if text.starts_with('{') {
        return None;
    }
    let (name, further) = inside.split_at(inside.find(['.', ' ', '\t', '\n']).unwrap_or(inside.len()));
    if name == "v" {
        let name = further.split_once([' ', '\t', '\n']).map_or("", |(_, name)| name);
        return Some((Tag::Voice(name), after));
    }
    if inside == "/v" {
        return Some((Tag::VoiceEnds, after));
    }
    let known = TAGS.contains(&name.trim_matches('/').to_ascii_lowercase().as_str());
    let time = name.starts_with(|c: char| c.is_ascii_digit())
        && inside.contains(':')
        && inside.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    (known || time).then_some((Tag::Look, after))
}

/// The text with what its entities stand for.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (meant, length) = entity(&rest[at..]);
        out.push_str(&meant);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(payload: &str) -> Vec<(Option<String>, String)> {
        voices(payload)
    }

    #[test]
    fn voices_part_the_text_and_tags_go() {
        let voice = |name: &str, text: &str| (Some(name.to_owned()), text.to_owned());
        assert_eq!(
            parts("<v Ana Gil>Hola.</v>\n<v.loud Luis &amp; Co>Sí"),
            [voice("Ana Gil", "Hola."), voice("Luis & Co", "Sí")]
        );
        assert_eq!(
            parts("<00:19.000><c.x>pizza</c> {\\an8}<i>pie</i> &lt;3 <PII> 2 < 3 {music_3.8s} R&D"),
            [(None, "pizza pie <3 <PII> 2 < 3 {music_3.8s} R&D".to_owned())]
        );
        assert_eq!(parts("<v >a"), [(None, "a".to_owned())]);
        assert!(parts("<v Ana></v> ").is_empty());
        assert_eq!(unescape("&#225;&#xe1;&lrm;&nada;R&D&"), "áá&nada;R&D&");
    }
}
