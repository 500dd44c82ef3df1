//! Where a finding stands in its file, for reports that point there: the file's address, and the region of its words
//! where that is known.

use super::card::Card;
use crate::transcript::Region;

/// Where characters of a turn's text stand in the call's file, or nothing where that is not known for certain.
/// `span` is half open; none is the whole turn.
pub fn region(card: &Card<'_>, turn: usize, span: Option<[usize; 2]>) -> Option<Region> {
    let whole = || [0, card.turns[turn].text.chars().count()];
    card.places?.region(turn, span.unwrap_or_else(whole))
}

/// Appends a path as the address of a file: what is absolute with `file:` in front, everything else as it was named.
/// What cannot stand in an address is percent-encoded.
pub fn address(path: &str, out: &mut String) {
    let windows = cfg!(windows) && path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') {
        out.push_str("file://");
    } else if windows {
        out.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte as char),
            b'\\' if cfg!(windows) => out.push('/'),
            b':' if windows => out.push(':'),
            _ => {
                let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
                out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_nothing_in_them_that_means_something() {
        let of = |path: &str| {
            let mut out = String::new();
            address(path, &mut out);
            out
        };
        assert_eq!(of("calls/marzo 2.txt"), "calls/marzo%202.txt");
        assert_eq!(of("/tmp/a.txt"), "file:///tmp/a.txt");
        assert_eq!(of("../ñ#?%:<\u{1b}.txt"), "../%C3%B1%23%3F%25%3A%3C%1B.txt");
        assert_eq!(of("-"), "-");
    }
}
