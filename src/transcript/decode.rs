//! Bytes to text: UTF-8 with or without a byte order mark, UTF-16, and Windows-1252 as typed on office machines.
//! What was assumed is said. Used by the reader before any format is looked at.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A decoded text, and the encoding's name where it is not UTF-8.
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub assumed: Option<&'static str>,
}

/// Decodes, or none for bytes that are no text.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[length..]);
    }
    if bytes[..bytes.len().min(SAMPLE)].contains(&0) {
        return decode_as(without_mark(bytes)?, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Decoded { text: Cow::Borrowed(text), assumed: None }),
        // One bad line among calls must not change the letters of the others.
        Err(_) if bytes.starts_with(b"{\"") => Some(line_by_line(bytes)),
        Err(_) => decode_as(WINDOWS_1252, bytes),
    }
}

fn line_by_line(bytes: &[u8]) -> Decoded<'_> {
    let line = |line| match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(line).0,
    };
    let text = bytes.split_inclusive(|&b| b == b'\n').map(line).collect::<String>();
    Decoded { text: text.into(), assumed: Some(WINDOWS_1252.name()) }
}

const SAMPLE: usize = 4096;

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Decoded<'a>> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let assumed = (encoding != UTF_8).then(|| encoding.name());
    (!had_errors || encoding == UTF_8).then_some(Decoded { text, assumed })
}

/// UTF-16 without a mark: Western text has its zero bytes all in odd or all in even places.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 2 * 3 / 4;
    match (even, odd) {
        (0, odd) if odd >= most => Some(UTF_16LE),
        (even, 0) if even >= most => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> (String, Option<&'static str>) {
        let decoded = decode(bytes).expect("text");
        (decoded.text.into_owned(), decoded.assumed)
    }

    #[test]
    fn office_encodings_are_read_and_named() {
        let utf16: Vec<u8> = "Señor".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut marked = vec![0xFF, 0xFE];
        marked.extend(&utf16);
        assert_eq!(text_of(&marked), ("Señor".into(), Some("UTF-16LE")));
        assert_eq!(text_of(&utf16), ("Señor".into(), Some("UTF-16LE")));
        assert_eq!(text_of(b"Se\xF1or"), ("Señor".into(), Some("windows-1252")));
        assert_eq!(text_of("\u{feff}Señor".as_bytes()), ("Señor".into(), None));
    }

    #[test]
    fn binary_is_no_text() {
        assert!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0").is_none());
    }
}
