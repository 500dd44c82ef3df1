//! Which column holds what: their names are words, which the packs' `[columns]` list. Used by the reader of tables.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::fold::words_of;
use crate::packs::{Packs, RawColumns};

/// What a column holds, as the packs' `[columns]` call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Text,
    Role,
    Speaker,
    Start,
    End,
    Duration,
    Call,
    Id,
    Agent,
    Team,
    Started,
    Order,
}

impl Column {
    /// In the order of [`RawColumns::KEYS`].
    const ALL: [Self; 12] = [
        Self::Text,
        Self::Role,
        Self::Speaker,
        Self::Start,
        Self::End,
        Self::Duration,
        Self::Call,
        Self::Id,
        Self::Agent,
        Self::Team,
        Self::Started,
        Self::Order,
    ];

    fn has_unit(self) -> bool {
        matches!(self, Self::Start | Self::End | Self::Duration)
    }
}

/// The names of columns in all languages.
#[derive(Debug, Default)]
pub(in crate::transcript) struct Columns {
    /// The name without spaces, what it holds, and its place in its list.
    names: FxHashMap<String, (Column, usize)>,
    milliseconds: FxHashSet<String>,
    seconds: FxHashSet<String>,
}

impl Columns {
    /// From the packs.
    pub fn new(packs: &Packs) -> Self {
        let mut columns = Self::default();
        for (key, names) in packs.columns.iter().flat_map(|raw| &raw.names) {
            let column = RawColumns::KEYS.iter().position(|k| k == key).and_then(|at| Column::ALL.get(at));
            for (rank, name) in names.iter().map(|name| plain(&name.value)).enumerate() {
                match column {
                    Some(column) => drop(columns.names.entry(name).or_insert((*column, rank))),
                    None if *key == "milliseconds" => drop(columns.milliseconds.insert(name)),
                    None => drop(columns.seconds.insert(name)),
                }
            }
        }
        columns
    }

    /// What a column of this name holds, its rank among the names for that, and whether its times are milliseconds.
    fn find(&self, name: &str) -> Option<(Column, usize, Option<bool>)> {
        let name = plain(name);
        if let Some((column, rank)) = self.names.get(&name) {
            return Some((*column, *rank, None));
        }
        let units = [(&self.milliseconds, true), (&self.seconds, false)];
        units.into_iter().find_map(|(units, millis)| {
            units.iter().find_map(|unit| {
                let (column, rank) = self.names.get(name.strip_suffix(unit.as_str())?)?;
                column.has_unit().then_some((*column, *rank, Some(millis)))
            })
        })
    }

    /// Whether a word behind a number says milliseconds; none for a word that is no unit.
    pub(super) fn unit(&self, word: &str) -> Option<bool> {
        let word = plain(word);
        let millis = self.milliseconds.contains(&word);
        (millis || self.seconds.contains(&word)).then_some(millis)
    }

    /// Whether a name is that of a column of what is said.
    pub(super) fn is_of_text(&self, name: &str) -> bool {
        name.len() <= LONGEST_NAME && self.find(name).is_some_and(|(column, ..)| column == Column::Text)
    }

    /// What the columns of a header hold.
    pub(super) fn header(&self, record: &csv::StringRecord) -> Header {
        let mut header = Header { width: record.len(), ..Header::default() };
        let mut ranks = [usize::MAX; Column::ALL.len()];
        for (at, name) in record.iter().enumerate() {
            if name.len() <= LONGEST_NAME
                && let Some((column, rank, millis)) = self.find(name)
                && rank < ranks[column as usize]
            {
                ranks[column as usize] = rank;
                header.places[column as usize] = Some(at);
                header.millis[column as usize] = millis;
            }
        }
        header
    }
}

/// No column has a longer name (bytes).
const LONGEST_NAME: usize = 60;

/// Where a table has its columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    places: [Option<usize>; Column::ALL.len()],
    millis: [Option<bool>; Column::ALL.len()],
    /// The number of columns, known ones and others.
    pub width: usize,
}

impl Header {
    pub fn has(&self, column: Column) -> bool {
        self.place(column).is_some()
    }

    pub fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// Whether the name of a column says that its times are milliseconds, or seconds.
    pub fn millis(&self, column: Column) -> Option<bool> {
        self.millis[column as usize]
    }

    /// The number of columns that are known.
    pub fn known(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// What a row has in a column, if anything.
    pub fn cell<'r>(&self, row: &'r csv::StringRecord, column: Column) -> Option<&'r str> {
        row.get(self.place(column)?).map(str::trim).filter(|cell| !cell.is_empty())
    }
}

/// A name as it is compared: `Start Time`, `start_time` and `startTime` are the same.
fn plain(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut small = false;
    for c in name.chars() {
        if small && c.is_uppercase() {
            spaced.push(' ');
        }
        small = c.is_lowercase();
        spaced.push(if c.is_alphanumeric() { c } else { ' ' });
    }
    words_of(&spaced).replace(' ', "")
}
