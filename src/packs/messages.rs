//! The words that the program itself says, per language: headings, verdicts, mistakes. They live in
//! `rules/<language>/messages*.toml`, beside the cues; every room that speaks to people asks here.

use rustc_hash::FxHashMap;

/// Named values for a message's `{…}` places.
pub type Args = Vec<(&'static str, String)>;

/// All messages of all languages.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    by_language: FxHashMap<String, FxHashMap<String, String>>,
}

impl Messages {
    /// Adds or replaces one message.
    pub fn set(&mut self, language: &str, key: &str, text: &str) {
        self.by_language.entry(language.to_owned()).or_default().insert(key.to_owned(), text.to_owned());
    }

    /// Takes over the messages of other files.
    pub(super) fn append(&mut self, other: Self) {
        for (language, messages) in other.by_language {
            self.by_language.entry(language).or_default().extend(messages);
        }
    }

    /// The message with its places filled, or none if no language has it. A language that lacks it falls back
    /// on English, so that a new language can begin with few messages.
    pub fn find(&self, language: &str, key: &str, args: &Args) -> Option<String> {
        self.template(language, key).map(|template| fill(template, args))
    }

    /// The message with its places filled; an unknown key is shown as it is, which a test forbids.
    pub fn say(&self, language: &str, key: &str, args: &Args) -> String {
        self.find(language, key, args).unwrap_or_else(|| key.to_owned())
    }

    /// A message without places.
    pub fn plain<'a>(&'a self, language: &str, key: &'a str) -> &'a str {
        self.template(language, key).unwrap_or(key)
    }

    /// The codes of the languages that have messages, sorted.
    pub fn languages(&self) -> Vec<&str> {
        let mut languages: Vec<&str> = self.by_language.keys().map(String::as_str).collect();
        languages.sort_unstable();
        languages
    }

    /// Every key of a language, sorted.
    pub fn keys(&self, language: &str) -> Vec<&str> {
        let mut keys: Vec<&str> =
            self.by_language.get(language).into_iter().flat_map(|m| m.keys().map(String::as_str)).collect();
        keys.sort_unstable();
        keys
    }

    fn template(&self, language: &str, key: &str) -> Option<&str> {
        [language, "en"].iter().find_map(|l| self.by_language.get(*l)?.get(key)).map(String::as_str)
    }
}

/// Fills `{name}` places; what has no value stays as written, so that a wrong name is seen and not lost.
pub fn fill(template: &str, args: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        match args.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}
