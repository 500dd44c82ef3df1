//! Tables: CSV, TSV and their like, a turn a row or a call a row, known by the names of their columns in any of the
//! languages. A broken row is named and loses none of the others. Registered in `formats`.

mod columns;
mod rows;
mod times;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Piece;
use super::parts::clock::Clock;
use super::parts::labelled;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::{ReadError, Reader};
use columns::{Column, Header};
use rows::{Layout, Row, layout, rows};
use times::{Moment, Since, Span};

pub(in crate::transcript) use columns::Columns;

/// So many cells are looked at to tell turns from calls.
const LOOKED_AT: usize = 10;

/// A header that has a column of text and another known one.
pub(super) fn sniff(reader: &Reader, text: &str) -> bool {
    layout(reader, text).is_some()
}

pub(super) fn read(reader: &Reader, piece: &Piece<'_>) -> Vec<Result<Draft, ReadError>> {
    let Some(layout) = layout(reader, piece.text) else {
        let first = piece.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let args = vec![("columns", first.chars().take(200).collect())];
        return vec![Err(ReadError::at(piece.source, (piece.first_line, 1), "table-columns", args))];
    };
    let Layout { header, .. } = &layout;
    let (rows, errors) = rows(&layout, piece, reader.keep_places);
    let mut calls = if a_call_a_row(reader, header, &rows) {
        rows.iter().map(|row| call(reader, piece, header, row)).collect()
    } else {
        turns(reader, header, &rows).into_iter().map(Ok).collect::<Vec<_>>()
    };
    if calls.is_empty() && errors.is_empty() {
        calls.push(Err(ReadError::new(piece.source, "no-turns", Vec::new())));
    }
    calls.extend(errors.into_iter().map(Err));
    calls
}

/// Whether the cells of text are whole conversations.
fn a_call_a_row(reader: &Reader, header: &Header, rows: &[Row]) -> bool {
    let cells = rows.iter().filter_map(|row| header.cell(&row.cells, Column::Text)).take(LOOKED_AT);
    let (mut seen, mut labelled) = (0, 0);
    for cell in cells {
        seen += 1;
        labelled += usize::from(labelled::turns(reader, cell) > 1);
    }
    let speaks = [Column::Speaker, Column::Role].iter().any(|column| header.has(*column));
    if labelled > 0 {
        return !speaks || labelled * 2 >= seen;
    }
    // Text of nobody's, a call's own id beside each: that is no list of turns either.
    let key = [Column::Call, Column::Id].into_iter().find(|column| header.has(*column));
    let timed = header.has(Column::Start) || header.has(Column::End);
    let own = key.is_none_or(|key| distinct(header, key, rows) == rows.len());
    !speaks && !timed && own && (key.is_some() || header.width == 1)
}

fn distinct(header: &Header, column: Column, rows: &[Row]) -> usize {
    rows.iter().filter_map(|row| header.cell(&row.cells, column)).collect::<FxHashSet<_>>().len()
}

/// A row that is a call.
fn call(reader: &Reader, piece: &Piece<'_>, header: &Header, row: &Row) -> Result<Draft, ReadError> {
    let cell = |column| header.cell(&row.cells, column);
    let Some(text) = cell(Column::Text) else {
        return Err(ReadError::at(piece.source, (row.line, 1), "no-turns", Vec::new()));
    };
    let mut draft = labelled::read(reader, &Piece { text, bytes: &[], first_line: row.line, ..*piece })?;
    draft.said.iter_mut().for_each(|said| said.stretch = row.text);
    draft.line = Some(row.line);
    let id = cell(Column::Call).or(cell(Column::Id)).map(str::to_owned);
    let began = cell(Column::Started).or(cell(Column::Start)).map(started);
    Ok(Draft { id, agent: name(cell(Column::Agent)), team: name(cell(Column::Team)), started: began, ..draft })
}

fn name(cell: Option<&str>) -> Option<String> {
    cell.map(str::to_owned)
}

/// A date in RFC 3339 where it can be made so, else as it is written.
fn started(cell: &str) -> String {
    super::parts::times::started(cell).unwrap_or_else(|| cell.to_owned())
}

/// The rows of one call.
#[derive(Default)]
struct Turns<'r> {
    rows: Vec<&'r Row>,
    spans: Vec<Span>,
}

/// Rows that are turns, by call.
fn turns(reader: &Reader, header: &Header, rows: &[Row]) -> Vec<Draft> {
    // A column "id" mostly numbers the rows: it tells calls only where it comes back.
    let comes_back = |column: &Column| *column == Column::Call || distinct(header, *column, rows) * 2 <= rows.len();
    let key = [Column::Call, Column::Id].into_iter().filter(|column| header.has(*column)).find(comes_back);
    let mut calls: Vec<Turns<'_>> = Vec::new();
    let mut of_id: FxHashMap<&str, usize> = FxHashMap::default();
    let mut last = 0;
    for row in rows {
        // An empty cell is that of the row above, as merged cells are exported.
        if let Some(id) = key.and_then(|key| header.cell(&row.cells, key)) {
            last = *of_id.entry(id).or_insert(calls.len());
        }
        if calls.len() <= last {
            calls.push(Turns::default());
        }
        let moment = |column| header.cell(&row.cells, column).and_then(|cell| Moment::of(cell, reader.columns()));
        let (start, end, length) = (moment(Column::Start), moment(Column::End), moment(Column::Duration));
        calls[last].rows.push(row);
        calls[last].spans.push(Span { start, end, length });
    }
    let guess = times::counts_millis(calls.iter().map(|call| &call.spans[..]));
    let named = header.millis(Column::Start).or(header.millis(Column::End));
    let unit = |column| header.millis(column).or(named).unwrap_or(guess);
    let millis = [Column::Start, Column::End, Column::Duration].map(unit);
    calls.iter().map(|call| draft(reader, header, call, key, millis)).collect()
}

fn draft(reader: &Reader, header: &Header, call: &Turns<'_>, key: Option<Column>, millis: [bool; 3]) -> Draft {
    let moments = call.spans.iter().filter_map(|span| match span.start {
        Some(Moment::Epoch(epoch)) => Some(epoch),
        _ => None,
    });
    let began = moments.min_by(f64::total_cmp);
    let mut since = Since { millis, began, clock: Clock::default() };
    let mut said: Vec<(f64, Said)> = Vec::with_capacity(call.rows.len());
    for (row, span) in call.rows.iter().zip(&call.spans) {
        let cell = |column| header.cell(&row.cells, column);
        let (start, end) = since.seconds(*span);
        let (who, name) = who(reader, header, row);
        let place = cell(Column::Order).and_then(|cell| cell.parse().ok()).unwrap_or(f64::INFINITY);
        let stretch = row.text;
        let text = cell(Column::Text).unwrap_or_default();
        said.push((place, Said { name, stretch, ..Said::new(who, text).at(start, end) }));
    }
    if !header.has(Column::Start) {
        said.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    let first = |column| call.rows.iter().find_map(|row| header.cell(&row.cells, column));
    let mut draft = Draft {
        id: name(key.and_then(first)),
        agent: name(first(Column::Agent)).filter(|_| speaks(header) != Some(Column::Agent)),
        team: name(first(Column::Team)),
        started: first(Column::Started).map(started).or_else(|| began.and_then(super::parts::times::rfc3339)),
        said: said.into_iter().map(|(_, said)| said).collect(),
        // Without speakers these are the segments of a recogniser.
        segments: speaks(header).is_none(),
        line: call.rows.first().map(|row| row.line),
        ..Draft::default()
    };
    draft.sort();
    draft
}

/// The column that says who speaks: one named for the agent only where there is no other.
fn speaks(header: &Header) -> Option<Column> {
    [Column::Role, Column::Speaker, Column::Agent].into_iter().find(|column| header.has(*column))
}

/// Who says a row, by its role where that is known, and the name beside it.
fn who(reader: &Reader, header: &Header, row: &Row) -> (Who, Option<String>) {
    let cell = |column| header.cell(&row.cells, column);
    let speaker = match speaks(header) {
        Some(Column::Agent) => cell(Column::Agent),
        _ => cell(Column::Speaker),
    };
    let role = cell(Column::Role);
    let known = |label: &&str| reader.speakers().role(label).is_some();
    match (role.filter(known), speaker) {
        (Some(role), speaker) => {
            let beside = speaker.filter(|name| !known(name) && name.chars().any(char::is_alphabetic));
            (Who::Label(role.to_owned()), name(beside))
        }
        (None, Some(speaker)) => (Who::Label(speaker.to_owned()), None),
        (None, None) => (role.map_or(Who::Unknown, |role| Who::Label(role.to_owned())), None),
    }
}
