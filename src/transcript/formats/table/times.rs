//! Times in the cells of a table: seconds, milliseconds, hh:mm:ss, times of day and whole moments. What a bare number
//! counts, the column's name tells, or how far the numbers lie apart. Used by the reader of tables.

use super::Columns;
use crate::transcript::formats::parts::clock::{self, Clock, Stamp};
use crate::transcript::formats::parts::times;

/// A larger number of seconds is a moment since the epoch.
const EPOCH: f64 = 1e8;
/// A larger number counts milliseconds since the epoch.
const EPOCH_MILLIS: f64 = 1e11;
/// From turn to turn, nobody takes so many seconds, and nobody as few milliseconds.
const STEP: f64 = 100.0;

/// A cell that is a time.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moment {
    /// A number; whether it says itself that it counts milliseconds.
    Number(f64, Option<bool>),
    /// `hh:mm:ss` in one of its forms.
    Clock(Stamp),
    /// Seconds since the epoch.
    Epoch(f64),
}

impl Moment {
    /// Reads a cell.
    pub fn of(cell: &str, columns: &Columns) -> Option<Self> {
        if let Some(number) = number(cell) {
            return Some(Self::from_number(number, None));
        }
        if let Some(epoch) = times::epoch(cell) {
            return Some(Self::Epoch(epoch));
        }
        if let Some(stamp) = clock::leading(cell).filter(|stamp| stamp.length == cell.len()) {
            return Some(Self::Clock(stamp));
        }
        let unit = cell.rfind(|c: char| c.is_ascii_digit()).map(|last| last + 1)?;
        let millis = columns.unit(&cell[unit..])?;
        number(&cell[..unit]).map(|number| Self::from_number(number, Some(millis)))
    }

    fn from_number(number: f64, millis: Option<bool>) -> Self {
        match number {
            n if n >= EPOCH_MILLIS => Self::Epoch(n / 1000.0),
            n if n >= EPOCH && millis != Some(true) => Self::Epoch(n),
            n => Self::Number(n, millis),
        }
    }

    fn number(self) -> Option<f64> {
        match self {
            Self::Number(number, None) => Some(number),
            _ => None,
        }
    }
}

/// `12.5`, and `12,5` as Spanish tables have it.
fn number(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    let digits = cell.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | ','));
    let parsed = || cell.parse().ok().or_else(|| cell.replacen(',', ".", 1).parse().ok());
    digits.then(parsed)?.filter(|number: &f64| number.is_finite())
}

/// When a row is said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    pub start: Option<Moment>,
    pub end: Option<Moment>,
    pub length: Option<Moment>,
}

/// What the bare numbers of a table's times count, where no name tells it: whole numbers that lie far apart are
/// milliseconds.
pub(super) fn counts_millis<'a>(calls: impl Iterator<Item = &'a [Span]>) -> bool {
    let mut steps: Vec<f64> = Vec::new();
    for call in calls {
        let starts: Vec<f64> = call.iter().filter_map(|span| span.start?.number()).collect();
        let ends = call.iter().filter_map(|span| Some((span.start?.number()?, span.end?.number()?)));
        let lengths = call.iter().filter_map(|span| span.length?.number());
        steps.extend(starts.windows(2).map(|pair| (pair[1] - pair[0]).abs()));
        steps.extend(ends.map(|(start, end)| end - start).chain(lengths));
        if starts.iter().any(|start| start.fract() != 0.0) {
            return false;
        }
    }
    steps.retain(|step| *step > 0.0);
    if steps.is_empty() {
        return false;
    }
    let middle = steps.len() / 2;
    *steps.select_nth_unstable_by(middle, f64::total_cmp).1 >= STEP
}

/// Makes the moments of one call into seconds since it began.
pub(super) struct Since {
    /// What bare numbers count, of starts, ends and lengths.
    pub millis: [bool; 3],
    pub began: Option<f64>,
    pub clock: Clock,
}

impl Since {
    /// Start and end in seconds.
    pub fn seconds(&mut self, span: Span) -> (Option<f64>, Option<f64>) {
        if let Some(Moment::Clock(stamp)) = span.start {
            let end = match span.end {
                Some(Moment::Clock(end)) => Some(end.start),
                _ => stamp.end,
            };
            let (start, end) = self.clock.times(Some(Stamp { end, ..stamp }));
            return (start, end.or_else(|| self.ends(start, span.length)));
        }
        let start = span.start.and_then(|start| self.plain(start, self.millis[0]));
        let end = span.end.and_then(|end| self.plain(end, self.millis[1]));
        (start, end.or_else(|| self.ends(start, span.length)))
    }

    fn plain(&self, moment: Moment, millis: bool) -> Option<f64> {
        match moment {
            Moment::Number(number, own) => Some(if own.unwrap_or(millis) { number / 1000.0 } else { number }),
            Moment::Epoch(epoch) => self.began.map(|began| times::since(began, epoch)),
            Moment::Clock(stamp) => Some(stamp.start),
        }
    }

    fn ends(&self, start: Option<f64>, length: Option<Moment>) -> Option<f64> {
        let length = self.plain(length?, self.millis[2])?;
        start.map(|start| times::since(0.0, start + length))
    }
}
