//! CHAT's codes inside what is said: they go, and the words that were spoken stay, with repetitions and fillers, for
//! these were spoken too. Used by the reader of CHAT.

use super::BULLET;
use crate::transcript::draft::Glyph;

/// Marks of conversation analysis: pitch, loudness, overlap, latching.
const MARKS: &str = "↑↓↗↘→⇗⇘∞≈≋∙⌈⌉⌊⌋⁇∆∇°▁▔☺♋∬Ϋ∮↫⁎◉§∾↻Ἡ⤇ˈˌ‹›〔〕";
/// CHAT sets its marks apart.
const MARKS_APART: [char; 7] = ['.', '?', '!', ',', ';', ':', '…'];
/// No code in brackets is longer than this many bytes.
const LONGEST_CODE: usize = 400;

/// What was said.
pub(super) fn plain(text: &str) -> String {
    let text = without_brackets(text);
    let mut out = String::with_capacity(text.len());
    for token in text.split_whitespace() {
        let word = spoken(token);
        if word.is_empty() {
            continue;
        }
        let mark = !word.chars().any(char::is_alphanumeric) && word.starts_with(MARKS_APART);
        if !mark && !out.is_empty() {
            out.push(' ');
        }
        if !(mark && out.is_empty()) {
            out.push_str(&word);
        }
    }
    out
}

/// Without `[//]`, `[= a note]`, `[: another word]`, and their like; `[PII]` and `[noise]` are no codes of CHAT.
fn without_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let end = rest.as_bytes()[at..].iter().take(LONGEST_CODE).position(|&b| b == b']').map(|end| at + end + 1);
        let Some(end) = end else {
            out.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        let inside = &rest[at + 1..end - 1];
        out.push_str(&rest[..at]);
        out.push_str(if is_code(inside) { " " } else { &rest[at..end] });
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn is_code(inside: &str) -> bool {
    !inside.starts_with(char::is_alphabetic) || inside == "e" || inside.starts_with("x ")
}

/// What was said in a part of a file that begins at a byte, behind the first colon: each character with the bytes that
/// mean it, whatever the space.
pub(super) fn shown(part: &str, begin: usize) -> Vec<Glyph> {
    let mut glyphs = Vec::with_capacity(part.len());
    let mut at = part.find(':').map_or(part.len(), |colon| colon + 1);
    let mut from = at;
    let mut token = |from: usize, to: usize| {
        let (mut from, to) = (from, to);
        let word = spoken(&part[from..to]);
        let mark = !word.chars().any(char::is_alphanumeric) && word.starts_with(MARKS_APART);
        let none = mark && glyphs.is_empty();
        for c in word.chars().filter(|c| !c.is_whitespace() && !none) {
            // An ending is written in other characters than it is shown in.
            let found = part[from..to].find(c).map(|found| (from + found, from + found + c.len_utf8()));
            let (first, behind) = found.unwrap_or((from, to));
            glyphs.push(Glyph { c, from: begin + first, to: begin + behind });
            from = behind;
        }
    };
    while let Some(c) = part[at..].chars().next() {
        let rest = &part.as_bytes()[at..];
        let closed =
            |mark: u8, longest: usize| rest[1..].iter().take(longest).position(|&b| b == mark).map(|end| end + 2);
        let passed_over = match c {
            BULLET => Some(closed(BULLET as u8, rest.len()).unwrap_or(rest.len())),
            '[' => closed(b']', LONGEST_CODE).filter(|end| is_code(&part[at + 1..at + end - 1])),
            c if c.is_whitespace() => Some(c.len_utf8()),
            _ => None,
        };
        if let Some(length) = passed_over {
            token(from, at);
            from = at + length;
        }
        at += passed_over.unwrap_or(c.len_utf8());
    }
    token(from, part.len());
    glyphs
}

/// A token as it was spoken; empty for what was not.
fn spoken(token: &str) -> String {
    if let Some(ending) = token.strip_prefix('+') {
        return ending_of(ending).to_owned();
    }
    let token = token.trim_matches(['<', '>']);
    if token.starts_with('[') {
        return token.to_owned();
    }
    match token {
        "‡" | "„" => return ",".to_owned(),
        _ if is_pause(token) => return String::new(),
        _ => {}
    }
    let token = match token.strip_prefix('&') {
        // A filler: `&-um`, in older files `&um`.
        Some(rest) if rest.starts_with('-') => &rest[1..],
        Some(rest) if rest.starts_with(char::is_alphabetic) => rest,
        // A piece of a word, a noise, a gesture, somebody else's word.
        Some(_) => return String::new(),
        None => token,
    };
    let omitted = token
        .strip_prefix('0')
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')));
    if omitted || token.starts_with('#') {
        return String::new();
    }
    // `uh@fp`, `hola@s:spa`: what kind of word it is. An address has a dot behind its sign.
    let kind = token.find('@').filter(|at| !token[*at..].contains('.')).unwrap_or(token.len());
    let word = &token[..kind];
    let mut out = String::with_capacity(word.len());
    let mut before = ' ';
    let letters: Vec<char> = word.chars().collect();
    for (index, &c) in letters.iter().enumerate() {
        let next = letters.get(index + 1).copied().unwrap_or(' ');
        let inside = before.is_alphabetic();
        match c {
            // A pause in a word, a long sound, the part of a word that was swallowed, a compound.
            '(' | ')' | '^' => {}
            ':' if inside && !next.is_ascii_digit() => {}
            '+' if inside && next.is_alphabetic() => {}
            '_' => out.push(' '),
            c if MARKS.contains(c) => {}
            c => {
                out.push(c);
                before = c;
            }
        }
    }
    out
}

/// `(.)`, `(...)`, `(2.5)`.
fn is_pause(token: &str) -> bool {
    let inside = token.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inside.is_some_and(|inside| inside.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '_')))
}

/// How an utterance ends that trails off, is cut off, or asks: `+...`, `+/.`, `+//?`.
fn ending_of(code: &str) -> &'static str {
    match code {
        "..." => "…",
        "..?" => "…?",
        "!?" => "?!",
        _ if code.ends_with('?') => "?",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn codes_go_and_words_stay() {
        for (code, said) in [
            ("(es)cucha , mira !", "escucha, mira!"),
            ("<I want> [//] I need (.) the &-um bill &=laughs .", "I want I need the um bill."),
            ("the [/] the &+bi black+board gonna [: going to] no:: T_V .", "the the blackboard gonna no T V."),
            ("+< uh@fp 0is hola@s:spa (2.5) +...", "uh hola…"),
            ("why +/?", "why?"),
            ("xxx .", "xxx."),
            ("mi correo es ana@example.com y a las 10:30 [PII] .", "mi correo es ana@example.com y a las 10:30 [PII]."),
            ("0 [=! nods] .", ""),
            ("bueno ‡ sí [x 3] .", "bueno, sí."),
            ("0.5 0,5 05 euros", "0.5 0,5 05 euros"),
        ] {
            assert_eq!(plain(code), said, "{code}");
        }
    }
}
