//! The rows of a table with their lines: which separator it has, which row is its header, and which rows are broken
//! and must not take the others with them. Used by the reader of tables.

use csv::{ReaderBuilder, StringRecord};

use super::columns::{Column, Header};
use crate::transcript::draft::{Dress, Stretch};
use crate::transcript::formats::Piece;
use crate::transcript::{ReadError, Reader};

/// What separates fields.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// So many rows below the header are looked at before a text is taken for a table.
const LOOKED_AT: usize = 5;
/// So many broken rows are named one by one.
const MOST_NAMED: usize = 1000;
/// What is read again for the sake of quotation marks comes to so many times the text at most.
const MOST_AGAIN: usize = 8;

/// How a table is written.
pub(super) struct Layout {
    separator: u8,
    /// Bytes before the header.
    begin: usize,
    pub header: Header,
}

fn csv_reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// The layout of a text that is a table: a known column of text, and another known one beside it.
pub(super) fn layout(reader: &Reader, text: &str) -> Option<Layout> {
    // Excel's own line: "sep=;".
    let first = text.lines().next().unwrap_or_default().trim_end();
    let stated = first.strip_prefix("sep=").and_then(|sep| sep.bytes().next());
    let begin = if stated.is_some() { text.find('\n').map_or(text.len(), |end| end + 1) } else { 0 };
    let head = text[begin..].lines().find(|line| !line.trim().is_empty())?;
    let mut best: Option<Layout> = None;
    for separator in SEPARATORS.into_iter().filter(|sep| stated.is_none_or(|stated| stated == *sep)) {
        // To make a reader of tables is dear, and most texts are none.
        if !head
            .split(char::from(separator))
            .any(|cell| reader.columns().is_of_text(cell.trim_matches([' ', '"', '\''])))
        {
            continue;
        }
        let mut records = csv_reader(&text[begin..], separator).into_records().filter_map(Result::ok);
        let Some(header) = records.next().map(|record| reader.columns().header(&record)) else { continue };
        let Some(place) = header.place(Column::Text) else { continue };
        let alone = header.width == 1;
        let fits =
            |row: StringRecord| row.len() > place && (!alone || row.get(0).is_some_and(|cell| cell.contains('\n')));
        let known = header.known();
        if (known > 1 || alone)
            && records.take(LOOKED_AT).any(fits)
            && best.as_ref().is_none_or(|best| known > best.header.known())
        {
            best = Some(Layout { separator, begin, header });
        }
    }
    best
}

/// A row, and its line in the file from 1.
pub(super) struct Row {
    pub line: usize,
    pub cells: StringRecord,
    /// Where its cell of text stands in the file, if anybody wants to know.
    pub text: Stretch,
}

/// All rows below the header; broken ones are errors.
pub(super) fn rows(layout: &Layout, piece: &Piece<'_>, keep_places: bool) -> (Vec<Row>, Vec<ReadError>) {
    let (mut rows, mut errors, mut more) = (Vec::new(), Vec::new(), 0);
    let mut begin = layout.begin;
    let mut line = piece.first_line + lines(&piece.text[..begin]);
    let mut header = true;
    let mut again = MOST_AGAIN * piece.text.len();
    'again: loop {
        let text = &piece.text[begin..];
        let mut records = csv_reader(text, layout.separator);
        let mut cells = StringRecord::new();
        loop {
            let from = records.position().byte() as usize;
            if !matches!(records.read_record(&mut cells), Ok(true)) {
                break 'again;
            }
            let to = records.position().byte() as usize;
            let at = cells.position().map_or(from, |position| position.byte() as usize);
            let row_line = line + cells.position().map_or(0, |position| position.line() as usize - 1);
            if std::mem::take(&mut header) {
                continue;
            }
            let raw = text.get(at..to).unwrap_or_default().trim_end();
            // A quotation mark that never closes would swallow the rows behind it: read them again without it.
            if raw.contains('\n') && !well_quoted(raw.as_bytes(), layout.separator) {
                if errors.len() < MOST_NAMED {
                    errors.push(ReadError::at(piece.source, (row_line, 1), "row-quote", Vec::new()));
                } else {
                    more += 1;
                }
                // Where every row swallows all behind it, the rest is given up.
                let Some(left) = again.checked_sub(raw.len()) else { continue };
                again = left;
                let next = at + raw.find('\n').map_or(raw.len(), |end| end + 1);
                line = row_line + 1;
                begin += next;
                continue 'again;
            }
            let rule = |cell: &str| cell.trim().trim_matches(['-', ':', '=']).is_empty();
            if cells.iter().all(rule) {
                continue;
            }
            let filled = cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
            let found = filled.last().map_or(0, |(last, _)| last + 1);
            let short = layout.header.place(Column::Text).is_some_and(|place| cells.len() <= place);
            if found <= layout.header.width && !short {
                let text = layout.header.place(Column::Text).filter(|_| keep_places);
                let text = text
                    .map(|place| cell(raw.trim_start_matches(['\r', '\n']), layout.separator, place))
                    .unwrap_or_default();
                rows.push(Row { line: row_line, cells: cells.clone(), text });
            } else if errors.len() < MOST_NAMED {
                let number = |n: usize| n.to_string();
                let args = vec![("found", number(cells.len())), ("expected", number(layout.header.width))];
                errors.push(ReadError::at(piece.source, (row_line, 1), "row-fields", args));
            } else {
                more += 1;
            }
        }
    }
    if more > 0 {
        errors.push(ReadError::new(piece.source, "rows-more", vec![("count", more.to_string())]));
    }
    (rows, errors)
}

/// Where a cell stands in its row: a quotation mark that opens it hides separators until the one that closes it.
fn cell(row: &str, separator: u8, place: usize) -> Stretch {
    let (mut cells, mut from, mut inside) = (0, 0, false);
    for (at, byte) in row.bytes().chain([separator]).enumerate() {
        let ends = at == row.len() || byte == separator && !inside;
        if ends && cells == place {
            return Stretch { dress: Dress::Cell, ..Stretch::of(&row[from..at]) };
        } else if ends {
            (cells, from) = (cells + 1, at + 1);
        } else if byte == b'"' && (inside || at == from) {
            // Two of them close and open again, at once.
            inside = !inside;
        } else if byte == b'"' && row.as_bytes()[from] == b'"' && row.as_bytes()[at - 1] == b'"' {
            inside = true;
        }
    }
    Stretch::default()
}

fn lines(text: &str) -> usize {
    text.bytes().filter(|&b| b == b'\n').count()
}

/// Whether every field that begins with a quotation mark ends with one.
fn well_quoted(row: &[u8], separator: u8) -> bool {
    let (mut inside, mut begins, mut at) = (false, true, 0);
    while at < row.len() {
        let (byte, next) = (row[at], row.get(at + 1));
        if inside && byte == b'"' {
            if next == Some(&b'"') {
                at += 1;
            } else if next.is_none_or(|next| *next == separator || matches!(next, b'\r' | b'\n')) {
                inside = false;
            } else {
                return false;
            }
        } else if !inside {
            inside = begins && byte == b'"';
            begins = byte == separator;
        }
        at += 1;
    }
    !inside
}

#[cfg(test)]
mod tests {
    use super::well_quoted;

    #[test]
    fn quotation_marks_must_close() {
        for good in [r#"a,"b, c",d"#, "a,\"b\nc\"", "a,\"say \"\"yes\"\"\"", r#"5" pipe,b"#] {
            assert!(well_quoted(good.as_bytes(), b','), "{good}");
        }
        for bad in ["\",", "a,\"b\nc,d", "a,\"b\nc,\"d\"", "\"a\nb,\"c"] {
            assert!(!well_quoted(bad.as_bytes(), b','), "{bad}");
        }
    }
}
