//! HTML to text: messages of chats and help desks are kept with their markup. Used by the readers of those,
//! of captions for their entities, and by the places.

use super::draft::Glyph;

/// Tags that end a line; others stand within one.
const BREAKS: [&str; 13] = ["br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "blockquote", "hr"];
/// The entities that people's messages hold, beside the numbered ones.
const ENTITIES: [(&str, &str); 34] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("lrm", ""),
    ("rlm", ""),
    ("iexcl", "¡"),
    ("iquest", "¿"),
    ("euro", "€"),
    ("pound", "£"),
    ("hellip", "…"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("bull", "•"),
    ("aacute", "á"),
    ("eacute", "é"),
    ("iacute", "í"),
    ("oacute", "ó"),
    ("uacute", "ú"),
    ("ntilde", "ñ"),
    ("Aacute", "Á"),
    ("Eacute", "É"),
    ("Iacute", "Í"),
    ("Oacute", "Ó"),
    ("Uacute", "Ú"),
    ("Ntilde", "Ñ"),
];
/// No name of an entity is longer than this many bytes.
const LONGEST_ENTITY: usize = 10;

/// The text of a message: without tags, with its entities as what they stand for, lines where the tags break them.
pub(super) fn to_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (said, length) = if rest.starts_with('&') { entity(rest) } else { tag(rest) };
        text.push_str(&said);
        rest = &rest[length..];
    }
    text.push_str(rest);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The same character by character, whatever the space: each with the bytes of the message that mean it.
pub(super) fn shown(html: &str) -> Vec<Glyph> {
    let mut glyphs = Vec::with_capacity(html.len());
    let mut from = 0;
    while let Some(c) = html[from..].chars().next() {
        let rest = &html[from..];
        let (said, length) = match c {
            '&' => entity(rest),
            '<' => tag(rest),
            c => (c.to_string(), c.len_utf8()),
        };
        let to = from + length;
        glyphs.extend(said.chars().map(|c| Glyph { c, from, to }));
        from = to;
    }
    glyphs
}

/// What a tag says, and its bytes. `5 < 6` is none.
fn tag(text: &str) -> (String, usize) {
    let inside = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let named = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
    // Looking no further than the next tag keeps a message of nothing but "<" linear.
    let end = text[1..].find(['<', '>']).filter(|end| text.as_bytes()[end + 1] == b'>');
    let Some(end) = end.filter(|_| named) else { return ("<".to_owned(), 1) };
    let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
    let breaks = BREAKS.contains(&name.to_ascii_lowercase().as_str());
    (if breaks { "\n".to_owned() } else { String::new() }, end + 2)
}

/// What an entity stands for, and its bytes. `AT&T` has none.
pub(super) fn entity(text: &str) -> (String, usize) {
    let itself = ("&".to_owned(), 1);
    let Some(end) = text.bytes().take(LONGEST_ENTITY + 2).position(|b| b == b';') else { return itself };
    let name = &text[1..end];
    let number = match name.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok(),
        Some(decimal) => decimal.parse().ok(),
        None => None,
    };
    let character = number.and_then(char::from_u32).map(|c| if c == '\u{a0}' { ' ' } else { c });
    let named = || ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, stands_for)| (*stands_for).to_owned());
    character.map(String::from).or_else(named).map_or(itself, |said| (said, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_text_stays() {
        for (html, text) in [
            ("<p>Hola, <b>Ana</b>.</p><p>¿Qu&eacute; tal?</p>", "Hola, Ana.\n¿Qué tal?"),
            ("one<br/>two<BR>three", "one\ntwo\nthree"),
            ("5 < 6 &amp; 7 > 6, AT&T &#39;ok&#39; &#x20AC;5 &unknown;", "5 < 6 & 7 > 6, AT&T 'ok' €5 &unknown;"),
            ("<a href=\"https://x.example/?a=1&b=2\">here</a> <!-- no --> end <", "here end <"),
            ("<img src='x'>", ""),
            ("&é;<é>&#xé;&#99999999999;", "&é;<é>&#xé;&#99999999999;"),
        ] {
            assert_eq!(to_text(html), text, "{html}");
        }
    }
}
