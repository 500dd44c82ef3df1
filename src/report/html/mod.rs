//! The HTML report: one file that shows a call or thousands, with an overview, filters and verdicts, and asks nothing
//! of any network. Each call is a block of JSON behind its row of the list; the page's scripts read the rows at once
//! and a call when somebody opens it. Nothing of a transcript is ever markup: it stands in JSON without `<`, `>` and
//! `&`, and the scripts make text of it.

mod block;
mod page;
mod row;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use super::brief::Brief;
use super::card::Card;
use super::json;
use super::summary::Summary;
use super::writer::{Frame, Part, Report, Unread, Writer};
use block::Block;
use row::Row;

/// Reports as a page.
pub struct Html<'a> {
    frame: Frame<'a>,
    /// Places of the rules in the book, by name.
    places: HashMap<&'a str, usize>,
    /// Rules that some call names: the others' words need not be in the page.
    used: Vec<AtomicBool>,
}

impl<'a> Html<'a> {
    /// With everything that a report needs.
    pub fn new(frame: Frame<'a>) -> Self {
        let rules = &frame.book.rules;
        Self {
            frame,
            places: rules.iter().enumerate().map(|(place, rule)| (rule.id.as_str(), place)).collect(),
            used: rules.iter().map(|_| AtomicBool::new(false)).collect(),
        }
    }

    /// The number by which a call names a rule. What is none of the book's rules has none, and no card has such.
    fn rule(&self, name: &str) -> Option<usize> {
        let place = *self.places.get(name)?;
        self.used[place].store(true, Ordering::Relaxed);
        Some(place)
    }
}

impl Report for Html<'_> {
    fn part(&self, card: &Card<'_>, part: &mut Part) {
        let language = self.frame.language_of(card);
        data("row", &Row::new(card, self), &mut part.bytes);
        data("call", &Block::new(card, language, self), &mut part.bytes);
    }

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Pages { html: self, held: Vec::new(), calls: 0, language: None })
    }
}

struct Pages<'a> {
    html: &'a Html<'a>,
    /// What came before the second call: until then the page's language may be the call's.
    held: Vec<u8>,
    calls: usize,
    /// The first call's.
    language: Option<String>,
}

impl Pages<'_> {
    /// The language of the page: that of its only call, or what is said outside of calls.
    fn language(&self) -> &str {
        let frame = &self.html.frame;
        let of_call = self.language.as_deref().filter(|_| self.calls == 1);
        frame.fixed_language.or(of_call).unwrap_or(frame.language)
    }

    /// What stands before the calls, and those that waited for it.
    fn begun(&mut self, out: &mut Vec<u8>) {
        page::head(&self.html.frame, self.language(), out);
        out.append(&mut self.held);
    }
}

impl Writer for Pages<'_> {
    fn call(&mut self, part: &mut Part, brief: &Brief, out: &mut Vec<u8>) {
        self.calls += 1;
        match self.calls {
            1 => {
                self.language = Some(brief.language.clone());
                self.held.extend_from_slice(&part.bytes);
            }
            2 => {
                self.begun(out);
                out.extend_from_slice(&part.bytes);
            }
            _ => out.extend_from_slice(&part.bytes),
        }
    }

    fn unread(&mut self, unread: &Unread, out: &mut Vec<u8>) {
        let out = if self.calls < 2 { &mut self.held } else { out };
        let Unread { source, place, code, reason } = unread;
        let place = place.map(|(line, column)| [line, column]);
        data("unread", &NotRead { source, place, code, reason }, out);
    }

    fn end(&mut self, _: &Summary, out: &mut Vec<u8>) {
        if self.calls < 2 {
            self.begun(out);
        }
        page::end(self.html, out);
    }
}

#[derive(Serialize)]
struct NotRead<'a> {
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<[usize; 2]>,
    code: &'a str,
    reason: &'a str,
}

/// Appends a block of data, in which nothing can be taken for markup.
fn data(class: &str, value: &impl Serialize, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<script type=\"application/json\" class=\"");
    out.extend_from_slice(class.as_bytes());
    out.extend_from_slice(b"\">");
    let start = out.len();
    json::write_value(value, out);
    let markup = |byte: &u8| matches!(byte, b'<' | b'>' | b'&');
    if let Some(first) = out[start..].iter().position(markup) {
        let rest = out.split_off(start + first);
        out.reserve(rest.len() + rest.len() / 8);
        for byte in &rest {
            match byte {
                b'<' => out.extend_from_slice(b"\\u003c"),
                b'>' => out.extend_from_slice(b"\\u003e"),
                b'&' => out.extend_from_slice(b"\\u0026"),
                byte => out.push(*byte),
            }
        }
    }
    out.extend_from_slice(b"</script>\n");
}
