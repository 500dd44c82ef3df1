//! What stands around the calls of a page: the head with its policy, the style, the words; and behind them the rules and
//! the scripts. Used by `html` alone.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Html, data};
use crate::report::card::Number;
use crate::report::writer::Frame;

/// The page's own style, in the order in which it counts.
const STYLES: [&str; 5] = [
    include_str!("css/base.css"),
    include_str!("css/overview.css"),
    include_str!("css/call.css"),
    include_str!("css/timeline.css"),
    include_str!("css/print.css"),
];

/// The page's scripts: one program in several files.
const SCRIPTS: [&str; 15] = [
    include_str!("js/base.js"),
    include_str!("js/words.js"),
    include_str!("js/data.js"),
    include_str!("js/place.js"),
    include_str!("js/verdicts.js"),
    include_str!("js/charts.js"),
    include_str!("js/overview.js"),
    include_str!("js/list.js"),
    include_str!("js/arc.js"),
    include_str!("js/timeline.js"),
    include_str!("js/transcript.js"),
    include_str!("js/call.js"),
    include_str!("js/saving.js"),
    include_str!("js/top.js"),
    include_str!("js/main.js"),
];

const SKELETON: &str = include_str!("page.html");

/// What the scripts need besides the calls.
#[derive(Serialize)]
struct About<'a> {
    version: &'a str,
    rules: &'a str,
    pass_mark: Number,
    redaction: &'a str,
    language: &'a str,
    words: Vec<Words<'a>>,
}

#[derive(Serialize)]
struct Words<'a> {
    language: &'a str,
    words: Vec<(&'a str, &'a str)>,
}

/// A rule, with its words in every language that the page may speak.
#[derive(Serialize)]
struct Rule<'a> {
    place: usize,
    id: &'a str,
    behaviour: &'a str,
    kind: &'a str,
    documents: &'a str,
    texts: Vec<Text<'a>>,
}

#[derive(Serialize)]
struct Text<'a> {
    language: &'a str,
    title: &'a str,
    message: &'a str,
    suggestion: &'a str,
    why: &'a str,
}

/// The languages that a page may speak.
fn languages<'a>(frame: &Frame<'a>) -> Vec<&'a str> {
    frame.fixed_language.map_or_else(|| frame.messages.languages(), |language| vec![language])
}

fn script() -> String {
    // One function, so that nothing of it is anybody else's.
    format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPTS.concat())
}

/// A hash as a policy names it.
fn source(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// Appends everything up to the first call.
pub(super) fn head(frame: &Frame<'_>, language: &str, out: &mut Vec<u8>) {
    let word = |key| escaped(frame.messages.plain(language, key));
    let style = STYLES.concat();
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
        source(&script()),
        source(&style)
    );
    let places = [
        ("{language}", escaped(language)),
        ("{version}", env!("CARGO_PKG_VERSION").to_owned()),
        ("{policy}", policy),
        ("{style}", style),
        ("{title}", word("html.title")),
        ("{skip}", word("html.skip")),
        ("{reading}", word("html.reading")),
        ("{no-script}", word("html.no-script")),
    ];
    let mut rest = SKELETON;
    while let Some(at) = rest.find('{') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        let (name, text) = places.iter().find(|(name, _)| rest.starts_with(name)).expect("every place has a text");
        out.extend_from_slice(text.as_bytes());
        rest = &rest[name.len()..];
    }
    out.extend_from_slice(rest.as_bytes());
    let words = |language| {
        let keys = frame.messages.keys("en").into_iter().filter(|key| key.starts_with("html."));
        Words { language, words: keys.map(|key| (&key[5..], frame.messages.plain(language, key))).collect() }
    };
    let about = About {
        version: env!("CARGO_PKG_VERSION"),
        rules: frame.rules_hash,
        pass_mark: Number(frame.pass_mark),
        redaction: frame.redaction.code(),
        language,
        words: languages(frame).into_iter().map(words).collect(),
    };
    data("about", &about, out);
}

/// Appends everything after the last call.
pub(super) fn end(html: &Html<'_>, out: &mut Vec<u8>) {
    let book = html.frame.book;
    let languages = languages(&html.frame);
    let used = book.rules.iter().enumerate().filter(|(place, _)| html.used[*place].load(Ordering::Relaxed));
    let rules = used.map(|(place, rule)| {
        let behaviour = &book.behaviours[rule.behaviour];
        let text = |language| {
            let text = rule.text(language);
            Text { language, title: &text.title, message: &text.message, suggestion: &text.suggestion, why: &text.why }
        };
        Rule {
            place,
            id: &rule.id,
            behaviour: &behaviour.id,
            kind: behaviour.kind.as_str(),
            documents: &behaviour.source,
            texts: languages.iter().copied().map(text).collect(),
        }
    });
    data("rules", &rules.collect::<Vec<_>>(), out);
    out.extend_from_slice(b"<script>");
    out.extend_from_slice(script().as_bytes());
    out.extend_from_slice(b"</script>\n</body>\n</html>\n");
}

/// A text between tags or inside of an attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_element_it_stands_in() {
        for text in SCRIPTS.iter().chain(&STYLES) {
            assert!(!text.contains("</") && !text.contains("<!--"), "{}", text.lines().next().unwrap_or_default());
        }
    }
}
