//! `coach formats`: every format that can be read, and what each tells of a call. From the table of formats and nothing
//! else, so that what is listed is what is read.

use serde::Serialize;

use super::Status;
use super::args::{FormatsArgs, ListFormat};
use super::rules::{coach, page, print};
use crate::report::text::{Page, Tone, fitted};
use crate::transcript::FORMATS;

/// One format, as programs read it.
#[derive(Serialize)]
struct Listed {
    name: &'static str,
    title: &'static str,
    /// given, labels or none.
    roles: &'static str,
    /// both, starts or none.
    times: &'static str,
    /// The times of words.
    words: bool,
    /// The interruptions, as the source itself found them.
    interruptions: bool,
}

/// Runs the command.
pub fn run(args: &FormatsArgs) -> Status {
    let coach = match coach(&args.common) {
        Ok(coach) => coach,
        Err(status) => return status,
    };
    let listed = FORMATS.iter().map(|format| Listed {
        name: format.name,
        title: format.title,
        roles: format.gives.roles.as_str(),
        times: format.gives.times.as_str(),
        words: format.gives.words,
        interruptions: format.gives.interruptions,
    });
    let listed: Vec<Listed> = listed.collect();
    match args.format {
        ListFormat::Json => {
            let json = serde_json::to_string_pretty(&listed).unwrap_or_default();
            print(&format!("{json}\n"))
        }
        ListFormat::Text => print(&table(&listed, &page(&coach, &args.common))),
    }
}

fn table(listed: &[Listed], page: &Page<'_>) -> String {
    let mut out = String::new();
    let name_width = listed.iter().map(|format| format.name.len()).max().unwrap_or(0) + 2;
    let keys = listed.iter().flat_map(|f| [format!("formats.roles.{}", f.roles), format!("formats.times.{}", f.times)]);
    let widest = |heading: &str, of: &str| {
        let words = keys.clone().filter(|key| key.contains(of)).map(|key| page.word(&key).chars().count());
        words.chain([page.word(heading).chars().count()]).max().unwrap_or(0) + 2
    };
    let widths = [widest("formats.roles", ".roles."), widest("formats.times", ".times.")];
    let mut row = |name: &str, roles: &str, times: &str, last: &str, tone: Option<Tone>| {
        let paint =
            |text: &str, tone: Option<Tone>| tone.map_or_else(|| text.to_owned(), |tone| page.paint(text, tone));
        if page.is_narrow() {
            out += &format!("{}\n", paint(name, Some(Tone::Strong)));
            page.text(&mut out, "    ", "    ", &[roles, times, last].join(" · "), &[]);
        } else {
            let cells = format!("{}{}{}", fitted(name, name_width), fitted(roles, widths[0]), fitted(times, widths[1]));
            let indent = " ".repeat(name_width + widths[0] + widths[1]);
            page.text(&mut out, &paint(&cells, tone), &indent, last, &[]);
        }
    };
    if !page.is_narrow() {
        let words = ["formats.name", "formats.roles", "formats.times", "formats.title"].map(|key| page.word(key));
        row(words[0], words[1], words[2], words[3], Some(Tone::Strong));
    }
    for format in listed {
        let mut last = vec![format.title];
        last.extend(format.words.then(|| page.word("formats.words")));
        last.extend(format.interruptions.then(|| page.word("formats.interruptions")));
        let roles = format!("formats.roles.{}", format.roles);
        let times = format!("formats.times.{}", format.times);
        row(format.name, page.word(&roles), page.word(&times), &last.join(" · "), None);
    }
    let count = page.say("formats.count", &vec![("count", listed.len().to_string())]);
    out.push('\n');
    page.text(&mut out, "", "", &count, &[]);
    out
}
