//! Reads one TOML table key by key, and collects every mistake with its place: a wrong type, a key that is not
//! known (with the nearest that is), a value out of range. The raw entries of [`super::raw`] are read with it.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Located, Location, Problem};

/// A string with its place.
pub type Text = Located<String>;

/// The mistakes found so far.
pub type Problems = Vec<Problem>;

/// One table being read. Every key asked for counts as known; `finish` reports the others.
pub struct Table<'a> {
    file: usize,
    /// Where the table stands: its header, or its value.
    pub at: Location,
    entries: Vec<(Spanned<Cow<'a, str>>, Spanned<DeValue<'a>>)>,
    known: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// Parses a whole file; syntax errors go to `problems`, and what could be read is read.
    pub fn parse(file: usize, text: &'a str, problems: &mut Problems) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            let args = vec![("detail", error.message().trim().replace('\n', "; "))];
            problems.push(Problem::at("toml-syntax", &Location { file, span }, args));
        }
        let span = table.span();
        Self::new(file, span, table.into_inner())
    }

    fn new(file: usize, span: Range<usize>, table: DeTable<'a>) -> Self {
        Self { file, at: Location { file, span }, entries: table.into_iter().collect(), known: Vec::new() }
    }

    fn place(&self, span: Range<usize>) -> Location {
        Location { file: self.file, span }
    }

    /// Whether there is such a key.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(k, _)| k.get_ref() == key)
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.known.push(key);
        let index = self.entries.iter().position(|(k, _)| k.get_ref() == key)?;
        Some(self.entries.swap_remove(index).1)
    }

    fn wrong_type(&self, key: &str, wanted: &'static str, value: &Spanned<DeValue<'_>>, problems: &mut Problems) {
        let args = vec![
            ("key", key.to_owned()),
            ("wanted", wanted.to_owned()),
            ("found", value.get_ref().type_str().to_owned()),
        ];
        problems.push(Problem::at("wrong-type", &self.place(value.span()), args));
    }

    /// A string.
    pub fn text(&mut self, key: &'static str, problems: &mut Problems) -> Option<Text> {
        let value = self.take(key)?;
        let at = self.place(value.span());
        if let DeValue::String(text) = value.get_ref() {
            return Some(Located { value: text.to_string(), at });
        }
        self.wrong_type(key, "string", &value, problems);
        None
    }

    /// A string that must be there.
    pub fn required(&mut self, key: &'static str, problems: &mut Problems) -> Option<Text> {
        if !self.has(key) {
            problems.push(Problem::at("key-required", &self.at, vec![("key", key.to_owned())]));
        }
        self.text(key, problems)
    }

    /// A string or an array of strings.
    pub fn texts(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Text> {
        let Some(value) = self.take(key) else { return Vec::new() };
        self.strings_of(key, value, problems)
    }

    fn strings_of(&self, key: &str, value: Spanned<DeValue<'a>>, problems: &mut Problems) -> Vec<Text> {
        let span = value.span();
        match value.into_inner() {
            DeValue::String(text) => vec![Located { value: text.into_owned(), at: self.place(span) }],
            DeValue::Array(items) => {
                let mut texts = Vec::with_capacity(items.len());
                for item in items {
                    let at = self.place(item.span());
                    if let DeValue::String(text) = item.get_ref() {
                        texts.push(Located { value: text.to_string(), at });
                    } else {
                        self.wrong_type(key, "string", &item, problems);
                    }
                }
                texts
            }
            other => {
                self.wrong_type(key, "array of strings", &Spanned::new(span, other), problems);
                Vec::new()
            }
        }
    }

    /// A list of groups: `["a", ["b", "c"]]` is the group a and the group b-or-c.
    pub fn groups(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Vec<Text>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().map(|item| self.strings_of(key, item, problems)).collect(),
            other => vec![self.strings_of(key, Spanned::new(span, other), problems)],
        }
    }

    /// A number, whole or not.
    pub fn number(&mut self, key: &'static str, problems: &mut Problems) -> Option<Located<f64>> {
        let value = self.take(key)?;
        self.number_of(key, &value, problems)
    }

    fn number_of(&self, key: &str, value: &Spanned<DeValue<'_>>, problems: &mut Problems) -> Option<Located<f64>> {
        let at = self.place(value.span());
        let parsed = match value.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok().map(|n| n as f64),
            DeValue::Float(n) => n.as_str().replace('_', "").parse::<f64>().ok(),
            _ => None,
        };
        if let Some(value) = parsed.filter(|n| n.is_finite()) {
            Some(Located { value, at })
        } else {
            self.wrong_type(key, "number", value, problems);
            None
        }
    }

    /// Every remaining entry as a number, with its key: `"useless" = 0.8`.
    pub fn all_numbers(&mut self, problems: &mut Problems) -> Vec<(Text, Located<f64>)> {
        let entries: Vec<_> = self.entries.drain(..).collect();
        let named = entries.into_iter().filter_map(|(key, value)| {
            let name = Located { at: self.place(key.span()), value: key.into_inner().into_owned() };
            let number = self.number_of(&name.value, &value, problems)?;
            Some((name, number))
        });
        let mut numbers: Vec<_> = named.collect();
        numbers.sort_by_key(|(name, _)| name.at.span.start);
        numbers
    }

    /// true or false.
    pub fn flag(&mut self, key: &'static str, problems: &mut Problems) -> Option<Located<bool>> {
        let value = self.take(key)?;
        let at = self.place(value.span());
        if let DeValue::Boolean(value) = value.get_ref() {
            return Some(Located { value: *value, at });
        }
        self.wrong_type(key, "boolean", &value, problems);
        None
    }

    /// A table below this one.
    pub fn table(&mut self, key: &'static str, problems: &mut Problems) -> Option<Table<'a>> {
        let value = self.take(key)?;
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(Table::new(self.file, span, table)),
            other => {
                self.wrong_type(key, "table", &Spanned::new(span, other), problems);
                None
            }
        }
    }

    /// The tables of `[[key]]`.
    pub fn tables(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Table<'a>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            let args = vec![("key", key.to_owned())];
            problems.push(Problem::at("double-brackets", &self.place(span), args));
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => tables.push(Table::new(self.file, span, table)),
                other => self.wrong_type(key, "table", &Spanned::new(span, other), problems),
            }
        }
        tables
    }

    /// Every remaining entry that is a table, with its key: `[rules.jargon]`.
    pub fn all_tables(&mut self) -> Vec<(Text, Table<'a>)> {
        let (tables, rest) = self.entries.drain(..).partition(|(_, v)| v.get_ref().is_table());
        self.entries = rest;
        let named = |(key, value): (Spanned<Cow<'a, str>>, Spanned<DeValue<'a>>)| {
            let at = self.place(key.span());
            let DeValue::Table(table) = value.into_inner() else { unreachable!("only tables were taken") };
            (Located { value: key.into_inner().into_owned(), at: at.clone() }, Table::new(self.file, at.span, table))
        };
        let tables: Vec<_> = tables;
        tables.into_iter().map(named).collect()
    }

    /// Every remaining entry as a list of strings, with its key: `area = ["sales", "billing"]`.
    pub fn all_texts(&mut self, problems: &mut Problems) -> Vec<(Text, Vec<Text>)> {
        let entries: Vec<_> = self.entries.drain(..).collect();
        let mut lists = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let name = Located { at: self.place(key.span()), value: key.into_inner().into_owned() };
            let texts = self.strings_of(&name.value, value, problems);
            lists.push((name, texts));
        }
        lists.sort_by_key(|(name, _)| name.at.span.start);
        lists
    }

    /// Every remaining entry as one string, with its key: `"bandwidth" = "how much fits through your line"`.
    pub fn all_pairs(&mut self, problems: &mut Problems) -> Vec<(Text, Text)> {
        let mut pairs = Vec::new();
        for (name, texts) in self.all_texts(problems) {
            if let Ok([text]) = <[Text; 1]>::try_from(texts) {
                pairs.push((name, text));
            } else {
                problems.push(Problem::at("one-string", &name.at, vec![("key", name.value.clone())]));
            }
        }
        pairs
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self, problems: &mut Problems) {
        for (key, _) in &self.entries {
            let args = vec![("key", key.get_ref().to_string())];
            problems.push(
                Problem::at("unknown-key", &self.place(key.span()), args)
                    .did_you_mean(key.get_ref(), self.known.iter().copied()),
            );
        }
    }
}
