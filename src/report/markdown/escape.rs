//! Text that is shown in Markdown and does nothing there: no markup, no HTML, and on GitHub and GitLab no mention, no
//! reference, no link, no emoji. Those are looked for in the finished text, where a backslash is gone; so what would
//! begin one is parted by a space without width.

use crate::report::safe::shown;

/// Parts what would be taken together.
const APART: &str = "\u{200b}";
/// A name of a commit has so many digits at least.
const SHORTEST_HASH: usize = 7;

/// Appends a text in one line. It must not stand at the beginning of a line, where more would mean something.
pub fn inline(text: &str, out: &mut Vec<u8>) {
    let text = shown(text);
    let mut before = ' ';
    let mut part_at = None;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        if !before.is_alphanumeric() && before != '_' {
            part_at = hash_of(&text[at..]).then_some(at + SHORTEST_HASH - 1);
        }
        if part_at == Some(at) {
            out.extend_from_slice(APART.as_bytes());
        }
        match c {
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '&' => out.extend_from_slice(b"&amp;"),
            // Tables are parted before anything else is read.
            '|' => out.extend_from_slice(b"&#124;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '~' | '^' | '$' | '#' => {
                out.extend([b'\\', c as u8]);
            }
            _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        if wakes(&text[..at], c, rest) || (c == 'w' || c == 'W') && is_www(&text[..=at], rest) {
            out.extend_from_slice(APART.as_bytes());
        }
        before = c;
    }
}

/// Whether a mark, with what follows it, would be taken for the beginning of a mention, a reference, a link, an emoji.
fn wakes(until: &str, c: char, rest: &str) -> bool {
    let next = rest.chars().next().unwrap_or(' ');
    let named = next.is_alphanumeric() || matches!(next, '"' | '\'' | '_' | '+' | '-' | '/' | '^' | '.');
    match c {
        '@' | '#' | '!' | '$' | '%' | '~' | '&' | '^' | '*' | '[' | '{' => named,
        ':' => next.is_ascii_alphabetic() || matches!(next, '/' | '+' | '-' | '_'),
        // `gh-12`, `JIRA-7`.
        '-' => next.is_ascii_digit() && names_tracker(until),
        _ => false,
    }
}

/// Whether a text ends as the keys of trackers do.
fn names_tracker(until: &str) -> bool {
    let end = until.as_bytes();
    let last_two = end.len().checked_sub(2).map_or(&b""[..], |from| &end[from..]);
    end.last().is_some_and(u8::is_ascii_uppercase)
        || last_two.eq_ignore_ascii_case(b"gh")
        || last_two.eq_ignore_ascii_case(b"gl")
}

/// Appends a name, such as a file's, as code: nothing in it is looked at, and it can be copied. A name that would end the
/// code, or the cell of a table, is written like any text.
pub fn name(text: &str, out: &mut Vec<u8>) {
    let shown = shown(text);
    if shown.contains(['`', '|', '\\']) || shown.trim().is_empty() {
        inline(&shown, out);
        return;
    }
    out.push(b'`');
    out.extend_from_slice(shown.trim().as_bytes());
    out.push(b'`');
}

/// `www` before a point.
fn is_www(until: &str, rest: &str) -> bool {
    let end = until.as_bytes();
    rest.starts_with('.') && end.len() >= 3 && end[end.len() - 3..].eq_ignore_ascii_case(b"www")
}

/// Whether a text begins with what may be a commit's name: hexadecimal digits, letters among them.
fn hash_of(text: &str) -> bool {
    let digits = text.bytes().take(64).take_while(u8::is_ascii_hexdigit).count();
    let (hash, rest) = text.split_at(digits);
    digits >= SHORTEST_HASH
        && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && hash.bytes().any(|b| b.is_ascii_digit())
        && hash.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let mut out = Vec::new();
        inline(text, &mut out);
        String::from_utf8(out).expect("text").replace(APART, "·")
    }

    #[test]
    fn what_would_come_alive_is_parted() {
        for (text, inert) in [
            ("¿Le parece bien? Son 12,50 €.", "¿Le parece bien? Son 12,50 €."),
            ("@octocat ana@example.com", "@·octocat ana@·example.com"),
            ("#12 a/b#3 !4 %5 ~bug $6", "\\#·12 a/b\\#·3 !·4 %·5 \\~·bug \\$·6"),
            ("GH-12 ABC-7 t-2 2026-03-02", "GH-·12 ABC-·7 t-2 2026-03-02"),
            ("https://a.b WWW.c.d", "https:·//a.b WWW·.c.d"),
            (":tada: 12:30", ":·tada: 12:30"),
            ("9ba12248 48213377 facade0", "9ba122·48 48213377 facade·0"),
            ("<b>|&amp;`*_[x](y)", "&lt;b&gt;&#124;&amp;·amp;\\`\\*·\\_\\[·x\\](y)"),
            ("a\nb\u{202e}\u{1b}[0m", "a b\u{fffd}\u{fffd}\\[·0m"),
        ] {
            assert_eq!(of(text), inert);
        }
    }
}
