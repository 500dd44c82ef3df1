//! Where a finding stands in its file, for reports that point there: the file's address, and the region of its words
//! where that is known.

use super::card::Card;

/// A piece of a file. Lines and columns are counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Line of its first character.
    pub start_line: usize,
    /// Column of its first character.
    pub start_column: usize,
    /// Line of its end.
    pub end_line: usize,
    /// The column behind its last character.
    pub end_column: usize,
}

/// Where characters of a turn's text stand in the call's file, or nothing where that is not known for certain.
/// `span` is half open; none is the whole turn.
pub fn region(_card: &Card<'_>, _turn: usize, _span: Option<[usize; 2]>) -> Option<Region> {
    None
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
