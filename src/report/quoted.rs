//! Strings in JSON: escaped as JSON asks, and with escapes in the place of characters that could steer a terminal: the
//! value is the same, the bytes are harmless. Used by `json` alone, some fifty times a call.

use super::safe::steers;

/// Appends a text with its quotes.
pub(super) fn quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text;
    loop {
        let plain = plain(rest.as_bytes());
        out.extend_from_slice(&rest.as_bytes()[..plain]);
        let mut characters = rest[plain..].chars();
        let Some(c) = characters.next() else { break };
        rest = characters.as_str();
        escaped(c, out);
    }
    out.push(b'"');
}

/// How many bytes from the beginning on are written as they are: eight are looked at at once.
fn plain(bytes: &[u8]) -> usize {
    let (eights, _) = bytes.as_chunks::<8>();
    let known = eights.iter().take_while(|eight| all_plain(u64::from_le_bytes(**eight))).count() * 8;
    known + bytes[known..].iter().take_while(|byte| is_plain(**byte)).count()
}

/// Whether a byte is a letter, a digit or a mark that needs no second look, or inside of such a character.
fn is_plain(byte: u8) -> bool {
    // The first bytes of all characters that steer, and of many that do not.
    !matches!(byte, 0..0x20 | b'"' | b'\\' | 0x7f | 0xc2 | 0xd8 | 0xe2)
}

/// Whether all of eight bytes are ASCII and plain; no where it cannot be told without a look at each.
fn all_plain(eight: u64) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let control = eight.wrapping_sub(ONES * 0x20);
    let delete = eight.wrapping_add(ONES);
    let quote = zero(eight ^ (ONES * u64::from(b'"')));
    let backslash = zero(eight ^ (ONES * u64::from(b'\\')));
    (eight | control | delete | quote | backslash) & HIGH == 0
}

fn escaped(c: char, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match c {
        '"' | '\\' => c as u8,
        '\n' => b'n',
        '\t' => b't',
        '\r' => b'r',
        '\u{8}' => b'b',
        '\u{c}' => b'f',
        _ if steers(c) => {
            let digit = |shift: u32| HEX[(u32::from(c) >> shift) as usize & 15];
            out.extend([b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
            return;
        }
        _ => {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return;
        }
    };
    out.extend([b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_comes_back() {
        for c in (0..0x3000).chain(0x1_f600..0x1_f650).filter_map(char::from_u32) {
            for text in [format!("{c}"), format!("plain words {c}, and more"), format!("1234567{c}{c}8")] {
                let mut out = Vec::new();
                quoted(&text, &mut out);
                let written = String::from_utf8(out).expect("text");
                assert!(!written.chars().any(steers), "{c:?} in {written}");
                assert_eq!(serde_json::from_str::<String>(&written).expect("JSON"), text);
                if !text.chars().any(|c| steers(c) && c > '\u{1f}') {
                    assert_eq!(written, serde_json::to_string(&text).expect("JSON"));
                }
            }
        }
    }
}
