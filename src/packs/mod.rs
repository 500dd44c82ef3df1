//! The packs: everything the coach knows, as TOML: cues, rules, texts, lists, languages, messages. The ones
//! embedded in the binary, the user's own folders and `coach.toml`, laid over each other with every value's
//! origin kept. Every room reads its own part from here; this module knows none of them.

mod messages;
#[cfg(test)]
mod pack;
mod people;
mod problem;
mod raw;
mod redaction;
mod settings;
mod table;
mod tree;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use rustc_hash::FxHashSet;
use walkdir::WalkDir;

pub use messages::{Args, Messages, fill};
pub use people::{RawColumns, RawRoles, RawSpeakers};
pub use problem::{Located, Location, Problem, Source, Sources, line_and_column, nearest, render};
pub use raw::{RawAdjustment, RawBehaviour, RawCue, RawLanguage, RawRule, RawText, one_of};
pub use redaction::RawRedaction;
pub use settings::{FILE_NAME, LIMITS, LimitKey, Origin, Setting, Settings};
pub use table::{Problems, Table, Text};

include!(concat!(env!("OUT_DIR"), "/embedded.rs.in"));

/// A rule file larger than this is refused: the largest embedded one is a tenth of it.
const LARGEST_FILE: u64 = 4 << 20;

/// A named list of phrases, for one language or (none) for all.
#[derive(Debug, Clone)]
pub struct RawList {
    /// Used in phrases as `<name>`.
    pub name: Text,
    /// Language of the file or of the `[lists.xx]` table.
    pub language: Option<String>,
    /// The phrases.
    pub phrases: Vec<Text>,
}

/// All entries of all files, in reading order: embedded first, then the user's.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    /// The files.
    pub sources: Sources,
    /// `[[behaviour]]`
    pub behaviours: Vec<RawBehaviour>,
    /// `[[cue]]`
    pub cues: Vec<RawCue>,
    /// `[[rule]]`
    pub rules: Vec<RawRule>,
    /// `[[text]]`
    pub texts: Vec<RawText>,
    /// `[lists]`
    pub lists: Vec<RawList>,
    /// `[language]`, Spanish first.
    pub languages: Vec<RawLanguage>,
    /// `[speakers]`
    pub speakers: Vec<RawSpeakers>,
    /// `[roles]`
    pub roles: Vec<RawRoles>,
    /// `[columns]`
    pub columns: Vec<RawColumns>,
    /// `[redaction]`
    pub redactions: Vec<RawRedaction>,
    /// `[rules.ID]`
    pub adjustments: Vec<RawAdjustment>,
    /// `[messages]`
    pub messages: Messages,
    /// The settings of `coach.toml`.
    pub settings: Settings,
    /// A user's file brings words of its own, so that what was made ready of the embedded ones does not hold.
    pub own_words: bool,
    /// Every mistake found while reading.
    pub problems: Problems,
    /// Languages as files name them, and under which key.
    named_languages: Vec<(&'static str, Text)>,
    /// The users' rule files read so far.
    read_files: FxHashSet<PathBuf>,
}

impl Packs {
    /// What is embedded in the binary.
    pub fn embedded() -> Self {
        let mut packs = Self::default();
        for (name, text, _) in EMBEDDED {
            packs.sources.add(Source {
                name: (*name).to_owned(),
                text: Arc::from(*text),
                embedded: true,
                record: false,
            });
        }
        // Two threads halve what a user waits for before anything happens.
        let half = EMBEDDED.len() / 2;
        let (first, second) = thread::scope(|scope| {
            let second = scope.spawn(|| Self::embedded_part(half..EMBEDDED.len()));
            (Self::embedded_part(0..half), second.join())
        });
        packs.append(first);
        packs.append(second.unwrap_or_else(|_| Self::embedded_part(half..EMBEDDED.len())));
        // Spanish is the first language: it is what is assumed where nothing tells.
        packs.languages.sort_by_key(|l| (l.code != "es", l.code.clone()));
        packs
    }

    /// The entries of some of the embedded files, by their number.
    fn embedded_part(files: Range<usize>) -> Self {
        let mut part = Self::default();
        for file in files {
            let (name, text, packed) = EMBEDDED[file];
            let table = match tree::unpack(packed, text) {
                Some(tree) => Table::whole(file, tree),
                None => Table::parse(file, text, &mut part.problems),
            };
            part.entries(table, folder_language(Path::new(name)));
        }
        part
    }

    /// Takes the entries of other files over, behind its own.
    fn append(&mut self, other: Self) {
        self.behaviours.extend(other.behaviours);
        self.cues.extend(other.cues);
        self.rules.extend(other.rules);
        self.texts.extend(other.texts);
        self.lists.extend(other.lists);
        self.languages.extend(other.languages);
        self.speakers.extend(other.speakers);
        self.roles.extend(other.roles);
        self.columns.extend(other.columns);
        self.redactions.extend(other.redactions);
        self.adjustments.extend(other.adjustments);
        self.messages.append(other.messages);
        self.named_languages.extend(other.named_languages);
        self.problems.extend(other.problems);
    }

    /// The codes of the languages that can be heard, Spanish first.
    pub fn language_codes(&self) -> Vec<&str> {
        self.languages.iter().map(|l| l.code.as_str()).collect()
    }

    /// What cannot be told before every file is read: languages that nobody brings, lists that nothing uses.
    pub fn check(&mut self) {
        let codes = self.language_codes();
        let mut problems = Problems::new();
        for (key, named) in self.named_languages.iter().filter(|(_, named)| !codes.contains(&&*named.value)) {
            let args =
                vec![("key", (*key).to_owned()), ("value", named.value.to_string()), ("allowed", codes.join(", "))];
            problems.push(Problem::at("unknown-language", &named.at, args));
        }
        let own = |at: &Location| !self.sources.0[at.file].embedded;
        for list in self.lists.iter().filter(|list| own(&list.name.at)) {
            let mention = format!("<{}>", list.name.value);
            let named = |cue: &RawCue| {
                cue.negated_by.iter().chain(&cue.intensified_by).any(|name| name.value == list.name.value)
            };
            if !self.phrases().any(|phrase| phrase.contains(&mention)) && !self.cues.iter().any(named) {
                let known = self.lists.iter().filter(|l| !own(&l.name.at)).map(|l| &*l.name.value);
                let args = vec![("name", list.name.value.to_string())];
                problems.push(Problem::at("list-unused", &list.name.at, args).did_you_mean(&list.name.value, known));
            }
        }
        self.problems.extend(problems);
    }

    /// Every phrase of every cue and list.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        let of_cues =
            self.cues.iter().flat_map(|cue| [&cue.phrases, &cue.questions, &cue.unless, &cue.markers, &cue.needs]);
        let terms = self.cues.iter().flat_map(|cue| cue.terms.iter().map(|(phrase, _)| phrase));
        let scores = self.cues.iter().flat_map(|cue| cue.scores.iter().map(|(phrase, _)| phrase));
        let lists = self.lists.iter().flat_map(|list| &list.phrases);
        of_cues.flatten().chain(terms).chain(scores).chain(lists).map(|t| &*t.value)
    }

    /// Adds every `.toml` file below a folder, in the order of their names. A folder or file that cannot be read
    /// is a problem, not an end.
    pub fn add_folder(&mut self, folder: &Path) {
        let mut files = Vec::new();
        for entry in WalkDir::new(folder).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.path().extension().is_some_and(|e| e == "toml") => files.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => {
                    let args = vec![("path", folder.display().to_string()), ("detail", error.to_string())];
                    self.problems.push(Problem::general("rules-unreadable", args));
                }
            }
        }
        if files.is_empty() && self.problems.is_empty() {
            let args = vec![("path", folder.display().to_string())];
            self.problems.push(Problem::general("rules-empty", args));
        }
        for file in files {
            // A folder may be named twice, and settings may lie in it.
            let known = std::fs::canonicalize(&file).is_ok_and(|path| !self.read_files.insert(path));
            if known || file.file_name().is_some_and(|name| name == FILE_NAME) {
                continue;
            }
            if let Some(text) = self.read(&file) {
                let language = folder_language(&file);
                self.add_text(&file.display().to_string(), &text, language);
            }
        }
    }

    /// Adds a `coach.toml`: settings, and whatever a rule file may hold. Folders that it names in `packs` are
    /// read too, relative to the file.
    pub fn add_settings(&mut self, file: &Path) {
        let Some(text) = self.read(file) else { return };
        let base = file.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        for folder in self.add_settings_text(&file.display().to_string(), &text) {
            self.add_folder(&base.join(&*folder.value));
        }
        let settings = &mut self.settings;
        let files = settings.baseline.value.iter_mut().chain(&mut settings.disputes.value);
        files.for_each(|file| *file = base.join(&*file));
    }

    /// Adds the text of a `coach.toml`; the folders that it names are given back and not read.
    pub fn add_settings_text(&mut self, name: &str, text: &Arc<str>) -> Vec<Text> {
        let source =
            self.sources.add(Source { name: name.to_owned(), text: Arc::clone(text), embedded: false, record: false });
        let mut table = Table::parse(source, text, &mut self.problems);
        let folders = self.settings.read(&mut table, &mut self.problems);
        self.own_entries(table, None);
        folders
    }

    fn read(&mut self, file: &Path) -> Option<Arc<str>> {
        let text = std::fs::metadata(file).map_err(|e| ("rules-unreadable", e.to_string())).and_then(|about| {
            if about.len() > LARGEST_FILE {
                return Err(("rules-too-large", about.len().to_string()));
            }
            let bytes = std::fs::read(file).map_err(|e| ("rules-unreadable", e.to_string()))?;
            String::from_utf8(bytes).map_err(|e| ("rules-not-utf8", e.utf8_error().to_string()))
        });
        match text {
            Ok(text) => Some(Arc::from(text)),
            Err((code, detail)) => {
                let args = vec![("path", file.display().to_string()), ("detail", detail)];
                self.problems.push(Problem::general(code, args));
                None
            }
        }
    }

    /// Adds a file that is no rule file, so that mistakes in it are told as those in rules are: its number and its text.
    /// A file that cannot be read is a problem.
    pub fn add_record(&mut self, file: &Path) -> Option<(usize, Arc<str>)> {
        let text = self.read(file)?;
        let source =
            Source { name: file.display().to_string(), text: Arc::clone(&text), embedded: false, record: true };
        Some((self.sources.add(source), text))
    }

    /// Adds the text of a user's file; `language` is what its folder says.
    pub fn add_text(&mut self, name: &str, text: &Arc<str>, language: Option<String>) {
        let source =
            self.sources.add(Source { name: name.to_owned(), text: Arc::clone(text), embedded: false, record: false });
        let table = Table::parse(source, text, &mut self.problems);
        self.own_entries(table, language);
    }

    /// The entries of a user's file.
    fn own_entries(&mut self, table: Table, folder_language: Option<String>) {
        let before = (self.cues.len(), self.lists.len());
        self.own_words |= table.has("language");
        self.entries(table, folder_language);
        self.own_words |= before != (self.cues.len(), self.lists.len());
    }

    fn entries(&mut self, mut table: Table, folder_language: Option<String>) {
        let p = &mut self.problems;
        let named = table.text("lang", p);
        self.named_languages.extend(named.clone().map(|named| ("lang", named)));
        let language = named.map(|t| t.value.into_owned()).or(folder_language);
        let lang = language.as_deref();
        self.behaviours.extend(table.tables("behaviour", p).into_iter().filter_map(|t| RawBehaviour::read(t, p)));
        self.cues.extend(table.tables("cue", p).into_iter().filter_map(|t| RawCue::read(t, lang, p)));
        for rule in table.tables("rule", p) {
            if let Some((rule, text, cue)) = RawRule::read(rule, lang, p) {
                self.rules.push(rule);
                self.cues.extend(cue);
                if !text.is_empty() {
                    self.texts.push(text);
                }
            }
        }
        self.texts.extend(table.tables("text", p).into_iter().filter_map(|t| RawText::read(t, lang, p)));
        if let Some(mut lists) = table.table("lists", p) {
            let by_language = lists.all_tables();
            let named = lists.all_texts(p).into_iter().map(|list| (language.clone(), list));
            let mut all: Vec<_> = named.collect();
            for (code, mut t) in by_language {
                self.named_languages.push(("lists", code.clone()));
                all.extend(t.all_texts(p).into_iter().map(|list| (Some(code.value.to_string()), list)));
            }
            let list = |(language, (name, phrases))| RawList { name, language, phrases };
            self.lists.extend(all.into_iter().map(list));
        }
        if let Some(rules) = table.table("rules", p).as_mut() {
            self.adjustments.extend(rules.all_tables().into_iter().map(|(id, t)| RawAdjustment::read(id, t, p)));
        }
        if let Some(speakers) = table.table("speakers", p) {
            self.speakers.push(RawSpeakers::read(speakers, p));
        }
        if let Some(roles) = table.table("roles", p) {
            self.roles.push(RawRoles::read(roles, p));
        }
        if let Some(columns) = table.table("columns", p) {
            self.columns.push(RawColumns::read(columns, p));
        }
        if let Some(redaction) = table.table("redaction", p) {
            self.redactions.push(RawRedaction::read(redaction, p));
        }
        if let (Some(messages), Some(code)) = (table.table("messages", p).as_mut(), lang) {
            for (key, text) in messages.all_pairs(p) {
                self.messages.set(code, &key.value, &text.value);
            }
        }
        if let (Some(about), Some(code)) = (table.table("language", p), lang) {
            let read = RawLanguage::read(about, code, p);
            self.languages.retain(|l| l.code != read.code);
            self.languages.push(read);
        }
        table.finish(p);
    }
}

/// The language that a file's folder names: two small letters, as in `rules/es/holds.toml`.
fn folder_language(file: &Path) -> Option<String> {
    let folder = file.parent()?.file_name()?.to_str()?;
    (folder.len() == 2 && folder.bytes().all(|b| b.is_ascii_lowercase())).then(|| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    type Keys = BTreeSet<String>;

    /// The keys of every table that a schema knows, its own first.
    fn keys_of(schema: &Value) -> Vec<Keys> {
        let mut all = Vec::new();
        if let Some(properties) = schema["properties"].as_object() {
            assert_eq!(schema["additionalProperties"], false, "{schema}");
            all.push(properties.keys().cloned().collect());
        }
        match schema {
            Value::Object(fields) => all.extend(fields.values().flat_map(keys_of)),
            Value::Array(items) => all.extend(items.iter().flat_map(keys_of)),
            _ => {}
        }
        all
    }

    #[test]
    fn the_schemas_know_the_keys_that_are_asked_for_and_no_others() {
        let rules: Value = serde_json::from_str(include_str!("../cli/schema/of-rules.json")).expect("JSON");
        let config: Value = serde_json::from_str(include_str!("../cli/schema/of-config.json")).expect("JSON");
        let (rules, mut config) = (keys_of(&rules), keys_of(&config));
        config[0].extend(rules[0].iter().cloned());
        let known: BTreeSet<Keys> = rules.into_iter().chain(config).collect();

        // Every table that there is, once.
        let tables = "behaviour = [{}]\ncue = [{}]\nrule = [{}]\ntext = [{}]\nspeakers = {}\nroles = {}\ncolumns = {}\nredaction = {}\n\
                      lang = \"es\"\nlanguage = {}\nrules.jargon = {}\nlimits = {}\n";
        let mut packs = Packs::default();
        packs.add_settings_text("coach.toml", &Arc::from(tables));
        packs.add_text("own.toml", &Arc::from("lang = \"es\""), None);
        let of = |keys: &Vec<&str>| keys.iter().map(|key| (*key).to_owned()).collect::<Keys>();
        let asked: BTreeSet<Keys> = table::ASKED.with_borrow(|asked| asked.iter().map(of).collect());
        assert!(asked.len() > 10, "the tables were read");
        assert_eq!(known, asked);
    }

    #[test]
    fn the_packed_files_are_what_their_texts_say() {
        for (name, text, packed) in EMBEDDED {
            let (read, errors) = tree::Node::parse(text);
            assert!(errors.is_empty(), "{name}");
            assert!(tree::unpack(packed, text).as_ref() == Some(&read), "{name}");
            assert!(pack::pack(&read, text).as_deref() == Some(*packed), "{name}");
        }
    }
}
