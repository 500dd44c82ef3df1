//! Text in XML 1.0, in elements and in attributes alike. Used by `junit`; a crate would not make it smaller.

use super::safe::shown;

/// Appends a text that an XML reader gives back as it is shown: characters that XML forbids, and those that steer a
/// terminal, are marks.
pub fn text(text: &str, out: &mut Vec<u8>) {
    let text = shown(text);
    let mut rest = &*text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\u{fffe}', '\u{ffff}']) {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let found = rest[at..].chars().next().expect("it was found");
        out.extend_from_slice(match found {
            '&' => b"&amp;",
            '<' => b"&lt;",
            '>' => b"&gt;",
            '"' => b"&quot;",
            '\'' => b"&apos;",
            _ => "\u{fffd}".as_bytes(),
        });
        rest = &rest[at + found.len_utf8()..];
    }
    out.extend_from_slice(rest.as_bytes());
}

/// Appends ` name="value"`.
pub fn attribute(name: &str, value: &str, out: &mut Vec<u8>) {
    out.push(b' ');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"=\"");
    text(value, out);
    out.push(b'"');
}
