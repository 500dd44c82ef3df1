//! What is wrong in a rule file or a `coach.toml`, and where: collected, never thrown, so that one run shows
//! every mistake. Used by every room that checks what people wrote in TOML; the words are message keys.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::messages::{Args, Messages};

/// A place in one of the files read: the file's number in [`Sources`] and a byte range in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Index into [`Sources`].
    pub file: usize,
    /// Byte range in that file's text.
    pub span: Range<usize>,
}

/// A value together with the place where it was written.
#[derive(Debug, Clone)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub at: Location,
}

/// One TOML file: the name shown to people, and its text.
#[derive(Debug, Clone)]
pub struct Source {
    /// As shown in messages: a path, or `rules/es/jargon.toml` for what is embedded.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
    /// Part of the binary, not of the user's own files.
    pub embedded: bool,
    /// No rules and no settings: records about findings, read beside them so that mistakes are told alike.
    pub record: bool,
}

/// Every TOML file read in this run, in reading order.
#[derive(Debug, Clone, Default)]
pub struct Sources(pub Vec<Source>);

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, source: Source) -> usize {
        self.0.push(source);
        self.0.len() - 1
    }

    /// `name:line:column` of a place, both counted from 1, columns in characters.
    pub fn place(&self, at: &Location) -> String {
        let source = &self.0[at.file];
        let (line, column) = line_and_column(&source.text, at.span.start);
        format!("{}:{line}:{column}", source.name)
    }

    /// `name:line`, for saying where a setting came from.
    pub fn line(&self, at: &Location) -> String {
        let source = &self.0[at.file];
        format!("{}:{}", source.name, line_and_column(&source.text, at.span.start).0)
    }
}

/// Line and column (characters), counted from 1, of a byte offset; an offset past the end is the end.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let column = before[line_start..].iter().filter(|&&b| b & 0xC0 != 0x80).count() + 1;
    (line, column)
}

/// One mistake. `code` names both the kind of mistake and its message (`problem.<code>`, with an optional
/// `problem.<code>.help`); `args` fill the message's `{…}`.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Kebab-case, stable.
    pub code: &'static str,
    /// Where; a mistake of a whole folder or file has none.
    pub at: Option<Location>,
    /// Values for the message.
    pub args: Args,
    /// A second place that belongs to it (a clash), with its own message key.
    pub related: Option<(Location, &'static str)>,
    /// The nearest known word, for "did you mean".
    pub suggestion: Option<String>,
}

impl Problem {
    /// A mistake at a place.
    pub fn at(code: &'static str, at: &Location, args: Args) -> Self {
        Self { code, at: Some(at.clone()), args, related: None, suggestion: None }
    }

    /// A mistake with no place in a text.
    pub fn general(code: &'static str, args: Args) -> Self {
        Self { code, at: None, args, related: None, suggestion: None }
    }

    /// Adds the other place of a clash.
    #[must_use]
    pub fn with_related(mut self, at: &Location, key: &'static str) -> Self {
        self.related = Some((at.clone(), key));
        self
    }

    /// Adds the nearest of the known words, if one is near.
    #[must_use]
    pub fn did_you_mean<'a>(mut self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.suggestion = nearest(wrong, known).map(str::to_owned);
        self
    }
}

/// The known word nearest to a wrong one, if it is near enough to be meant.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (strsim::jaro_winkler(wrong, word), word))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, word)| word)
}

/// So many mistakes are shown at once: who has more has made one of them many times.
const MOST_SHOWN: usize = 100;

/// The mistakes as text for a person: place, excerpt with carets, a plain sentence, what to do.
pub fn render(problems: &[Problem], sources: &Sources, messages: &Messages, language: &str, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for problem in problems.iter().take(MOST_SHOWN) {
        let title = messages.say(language, &format!("problem.{}", problem.code), &problem.args);
        let mut group = Group::with_title(Level::ERROR.primary_title(title).id(problem.code));
        let related_label = problem.related.as_ref().map(|(_, key)| messages.say(language, key, &problem.args));
        if let Some(at) = &problem.at {
            let same_file = problem.related.as_ref().filter(|(other, _)| other.file == at.file);
            let mut snippet = snippet(sources, at).annotation(AnnotationKind::Primary.span(visible(sources, at)));
            if let (Some((other, _)), Some(label)) = (same_file, &related_label) {
                snippet = snippet.annotation(AnnotationKind::Context.span(visible(sources, other)).label(label));
            }
            group = group.element(snippet);
            if let (Some((other, _)), Some(label)) = (&problem.related, &related_label)
                && other.file != at.file
            {
                let annotation = AnnotationKind::Context.span(visible(sources, other)).label(label);
                group = group.element(self::snippet(sources, other).annotation(annotation));
            }
        }
        if let Some(word) = &problem.suggestion {
            let help = messages.say(language, "problem.did-you-mean", &vec![("word", word.clone())]);
            group = group.element(Level::HELP.message(help));
        }
        if let Some(help) = messages.find(language, &format!("problem.{}.help", problem.code), &problem.args) {
            group = group.element(Level::HELP.message(help));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    if problems.len() > MOST_SHOWN {
        let count = (problems.len() - MOST_SHOWN).to_string();
        out.push_str(&messages.say(language, "problems.more", &vec![("count", count)]));
        out.push_str("\n\n");
    }
    out
}

fn snippet<'a>(sources: &'a Sources, at: &Location) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = &sources.0[at.file];
    Snippet::source(&*source.text).path(source.name.as_str())
}

/// The span kept inside its text and never across lines: a caret under a whole table helps nobody.
fn visible(sources: &Sources, at: &Location) -> Range<usize> {
    let text = &sources.0[at.file].text;
    let start = text.floor_char_boundary(at.span.start.min(text.len()));
    let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
    let end = text.floor_char_boundary(at.span.end.clamp(start, text.len())).min(line_end);
    start..end.max(start)
}
