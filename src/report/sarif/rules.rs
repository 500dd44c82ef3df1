//! The tool and its rules, as SARIF describes them.

use serde::Serialize;

use super::result::Message;
use crate::packs::fill;
use crate::report::markdown::escape::inline;
use crate::report::writer::Frame;
use crate::rules::{BehaviourKind, Rule, RuleBook, Severity};

/// `tool.driver`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Driver<'a> {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    information_uri: &'static str,
    language: &'a str,
    rules: Vec<Described<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Described<'a> {
    id: &'a str,
    name: String,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties<'a> {
    /// At most ten, as GitHub takes no more.
    tags: [&'a str; 2],
    behaviour: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    documents: &'a str,
}

/// The program, with every rule in force.
pub fn driver<'a>(frame: &Frame<'a>) -> Driver<'a> {
    let language = frame.fixed_language.unwrap_or(frame.language);
    Driver {
        name: "coach",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        language,
        rules: frame.book.in_force().map(|(_, rule)| described(rule, frame, language)).collect(),
    }
}

fn described<'a>(rule: &'a Rule, frame: &Frame<'a>, language: &str) -> Described<'a> {
    let book: &'a RuleBook = frame.book;
    let behaviour = &book.behaviours[rule.behaviour];
    let text = rule.text(language);
    let why = if text.why.is_empty() { &text.title } else { &text.why };
    let say = [&text.suggestion, &text.message, &text.title].into_iter().find(|text| !text.is_empty());
    let help = filled(say.unwrap_or(&rule.id), frame, language);
    let key = if behaviour.kind == BehaviourKind::Expect { "report.say" } else { "report.say-instead" };
    let mut markdown = Vec::new();
    if !text.suggestion.is_empty() {
        markdown.extend_from_slice(b"**");
        inline(frame.messages.plain(language, key), &mut markdown);
        markdown.extend_from_slice(b"** ");
    }
    inline(&help, &mut markdown);
    Described {
        id: &rule.id,
        name: pascal(&rule.id),
        short_description: Message::of(if text.title.is_empty() { &rule.id } else { &text.title }),
        full_description: Message::of(if why.is_empty() { &rule.id } else { why }),
        help: Help { text: help, markdown: String::from_utf8_lossy(&markdown).into_owned() },
        default_configuration: Configuration { level: level(behaviour.kind, rule.severity) },
        properties: Properties {
            tags: [behaviour.kind.as_str(), &behaviour.id],
            behaviour: &behaviour.id,
            kind: behaviour.kind.as_str(),
            documents: &behaviour.source,
        },
    }
}

fn level(kind: BehaviourKind, severity: Severity) -> &'static str {
    match (kind, severity) {
        (BehaviourKind::Praise | BehaviourKind::Condition, _) => "none",
        (BehaviourKind::Expect, _) | (_, Severity::Minor) => "warning",
        (_, Severity::Tip) => "note",
        (_, Severity::Major | Severity::Critical) => "error",
    }
}

/// What a finding would fill in is left open.
fn filled(text: &str, frame: &Frame<'_>, language: &str) -> String {
    let open = ["quote", "value", "limit"].map(|name| (name, "…".to_owned()));
    let words = frame.messages.plain(language, "report.plain-words").to_owned();
    fill(text, &[&open[..], &[("instead", words)]].concat())
}

/// `no-blame` as `NoBlame`: SARIF asks for a name that is not the id.
fn pascal(id: &str) -> String {
    let mut upper = true;
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        if !c.is_alphanumeric() {
            upper = true;
        } else if std::mem::take(&mut upper) {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}
