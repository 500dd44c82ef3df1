//! Reads one TOML table key by key, and collects every mistake with its place: a wrong type, a key that is not
//! known (with the nearest that is), a value out of range. The raw entries of [`super::raw`] are read with it.

use std::borrow::Cow;
use std::ops::Range;

use super::problem::{Located, Location, Problem};
use super::tree::{Key, Node, Value};

/// A string with its place. What is embedded is only pointed at: tens of thousands are read at every start.
pub type Text = Located<Cow<'static, str>>;

/// The mistakes found so far.
pub type Problems = Vec<Problem>;

#[cfg(test)]
thread_local! {
    /// The keys that each table was asked for, so that the schemas can be held against them.
    pub static ASKED: std::cell::RefCell<Vec<Vec<&'static str>>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// One table being read. Every key asked for counts as known; `finish` reports the others.
pub struct Table {
    file: usize,
    /// Where the table stands: its header, or its value.
    pub at: Location,
    entries: Vec<(Key, Node)>,
    known: Vec<&'static str>,
}

impl Table {
    /// Parses a whole file; syntax errors go to `problems`, and what could be read is read.
    pub fn parse(file: usize, text: &str, problems: &mut Problems) -> Self {
        let (tree, errors) = Node::parse(text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            let args = vec![("detail", error.message().trim().replace('\n', "; "))];
            problems.push(Problem::at("toml-syntax", &Location { file, span }, args));
        }
        Self::whole(file, tree)
    }

    /// A whole file that was read already.
    pub fn whole(file: usize, tree: Node) -> Self {
        let Value::Table(entries) = tree.value else { unreachable!("a file is a table") };
        Self::new(file, tree.span, entries)
    }

    fn new(file: usize, span: Range<usize>, entries: Vec<(Key, Node)>) -> Self {
        // Room for every key that is asked for: thousands of tables are read at every start.
        Self { file, at: Location { file, span }, entries, known: Vec::with_capacity(48) }
    }

    fn place(&self, span: Range<usize>) -> Location {
        Location { file: self.file, span }
    }

    /// Whether there is such a key.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(k, _)| k.name == key)
    }

    fn take(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        let index = self.entries.iter().position(|(k, _)| k.name == key)?;
        Some(self.entries.swap_remove(index).1)
    }

    fn wrong_type(&self, key: &str, wanted: &'static str, value: &Node, problems: &mut Problems) {
        let args =
            vec![("key", key.to_owned()), ("wanted", wanted.to_owned()), ("found", value.value.kind().to_owned())];
        problems.push(Problem::at("wrong-type", &self.place(value.span.clone()), args));
    }

    /// A string.
    pub fn text(&mut self, key: &'static str, problems: &mut Problems) -> Option<Text> {
        let value = self.take(key)?;
        let at = self.place(value.span.clone());
        if let Value::Text(text) = value.value {
            return Some(Located { value: text, at });
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

    /// A string, or a date or time as it is written in `text`, which is the whole file's.
    pub fn moment(&mut self, key: &'static str, text: &str, problems: &mut Problems) -> Option<Text> {
        let date = |(k, node): &&(Key, Node)| k.name == key && matches!(node.value, Value::Other(_));
        let Some(span) = self.entries.iter().find(date).map(|(_, node)| node.span.clone()) else {
            return self.text(key, problems);
        };
        self.take(key);
        Some(Located { value: text.get(span.clone())?.to_owned().into(), at: self.place(span) })
    }

    /// A string or an array of strings.
    pub fn texts(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Text> {
        let Some(value) = self.take(key) else { return Vec::new() };
        self.strings_of(key, value, problems)
    }

    fn strings_of(&self, key: &str, value: Node, problems: &mut Problems) -> Vec<Text> {
        let Node { value, span } = value;
        match value {
            Value::Text(text) => vec![Located { value: text, at: self.place(span) }],
            Value::Array(items) => {
                let mut texts = Vec::with_capacity(items.len());
                for item in items {
                    if let Value::Text(text) = item.value {
                        texts.push(Located { value: text, at: self.place(item.span) });
                    } else {
                        self.wrong_type(key, "string", &item, problems);
                    }
                }
                texts
            }
            value => {
                self.wrong_type(key, "array of strings", &Node { value, span }, problems);
                Vec::new()
            }
        }
    }

    /// A list of groups: `["a", ["b", "c"]]` is the group a and the group b-or-c.
    pub fn groups(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Vec<Text>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        match value.value {
            Value::Array(items) => items.into_iter().map(|item| self.strings_of(key, item, problems)).collect(),
            other => vec![self.strings_of(key, Node { value: other, span: value.span }, problems)],
        }
    }

    /// A number, whole or not.
    pub fn number(&mut self, key: &'static str, problems: &mut Problems) -> Option<Located<f64>> {
        let value = self.take(key)?;
        self.number_of(key, &value, problems)
    }

    fn number_of(&self, key: &str, value: &Node, problems: &mut Problems) -> Option<Located<f64>> {
        let at = self.place(value.span.clone());
        if let Value::Number(value, _) = value.value {
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
            let name = Located { at: self.place(key.span), value: key.name };
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
        let at = self.place(value.span.clone());
        if let Value::Flag(value) = value.value {
            return Some(Located { value, at });
        }
        self.wrong_type(key, "boolean", &value, problems);
        None
    }

    /// A table below this one.
    pub fn table(&mut self, key: &'static str, problems: &mut Problems) -> Option<Table> {
        let value = self.take(key)?;
        if let Value::Table(table) = value.value {
            return Some(Self::new(self.file, value.span, table));
        }
        self.wrong_type(key, "table", &value, problems);
        None
    }

    /// The tables of `[[key]]`.
    pub fn tables(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Table> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Value::Array(items) = value.value else {
            let args = vec![("key", key.to_owned())];
            problems.push(Problem::at("double-brackets", &self.place(value.span), args));
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            match item.value {
                Value::Table(table) => tables.push(Table::new(self.file, item.span, table)),
                _ => self.wrong_type(key, "table", &item, problems),
            }
        }
        tables
    }

    /// Every remaining entry that is a table, with its key: `[rules.jargon]`.
    pub fn all_tables(&mut self) -> Vec<(Text, Table)> {
        let (tables, rest) = self.entries.drain(..).partition(|(_, v)| matches!(v.value, Value::Table(_)));
        self.entries = rest;
        let named = |(key, node): (Key, Node)| {
            let at = self.place(key.span);
            let Value::Table(table) = node.value else { unreachable!("only tables were taken") };
            (Located { value: key.name, at: at.clone() }, Table::new(self.file, at.span, table))
        };
        let tables: Vec<_> = tables;
        tables.into_iter().map(named).collect()
    }

    /// Every remaining entry as a list of strings, with its key: `area = ["sales", "billing"]`.
    pub fn all_texts(&mut self, problems: &mut Problems) -> Vec<(Text, Vec<Text>)> {
        let entries: Vec<_> = self.entries.drain(..).collect();
        let mut lists = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let name = Located { at: self.place(key.span), value: key.name };
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
                problems.push(Problem::at("one-string", &name.at, vec![("key", name.value.to_string())]));
            }
        }
        pairs
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self, problems: &mut Problems) {
        #[cfg(test)]
        ASKED.with_borrow_mut(|asked| asked.push(self.known.clone()));
        for (key, _) in &self.entries {
            let args = vec![("key", key.name.to_string())];
            problems.push(
                Problem::at("unknown-key", &self.place(key.span.clone()), args)
                    .did_you_mean(&key.name, self.known.iter().copied()),
            );
        }
    }
}
