//! What an agent is told, about a message before it is said and about a call that is over: what was done well, and the
//! few things that would help most, each with the words and better ones. No score, no points, no verdict. `coach check`
//! shows the one, `--for agent` the other.

use std::fmt::Write as _;

use super::call::{about, title, whole};
use super::page::{Mark, Page, Tone, fitted, visible_width};
use super::words::clock;
use crate::report::advice::{Good, Help, MOST, goods, helps};
use crate::report::card::{Card, Turn};

/// So many places of one thing are named, and then how many more.
const MOST_PLACES: usize = 6;
/// So many characters are shown on either side of the words in question.
const AROUND: usize = 60;
/// Words in question longer than this are cut.
const LONGEST: usize = 200;

/// About a message that was not said yet.
pub fn message(card: &Card<'_>, page: &Page<'_>) -> String {
    let mut out = String::new();
    for turn in &card.turns {
        let faults = turn.findings.iter().filter(|f| f.kind == "avoid");
        let marks: Vec<Mark> = faults.map(|f| Mark { span: f.span, tone: Tone::Bad }).collect();
        if !marks.is_empty() {
            page.text(&mut out, "  ", "  ", turn.text, &marks);
        }
    }
    let said: Vec<Help<'_>> = helps(card).into_iter().filter(|help| !help.example.missing).collect();
    for help in said.iter().take(MOST) {
        out.push('\n');
        heading(&mut out, "", help, "", page);
        better(&mut out, "  ", help, "report.say-instead", page);
    }
    let good: Vec<&str> = goods(card, true).iter().map(|good| good.title).collect();
    if said.is_empty() {
        nothing(&mut out, "", page);
    }
    if !good.is_empty() {
        let line = if said.is_empty() { "" } else { "\n" };
        let head = format!("{line}{} ", page.paint(page.word("check.good"), Tone::Good));
        page.text(&mut out, &head, "  ", &good.join(" · "), &[]);
    }
    out
}

/// About a call that is over.
pub fn call(card: &Card<'_>, page: &Page<'_>) -> String {
    let mut out = format!("{}\n\n", title(card, page));
    page.text(&mut out, "  ", "  ", &about(card, page), &[]);
    if card.score.is_none() {
        page.text(&mut out, "  ", "  ", &card.not_judged, &[]);
        out.push('\n');
        return out;
    }
    let (good, helps) = (goods(card, false), helps(card));
    if !good.is_empty() {
        section(&mut out, "agent.good", page);
        well(&mut out, card, &good, page);
    }
    if helps.is_empty() {
        out.push('\n');
        nothing(&mut out, "  ", page);
    } else {
        section(&mut out, "agent.help", page);
    }
    for (index, help) in helps.iter().take(MOST).enumerate() {
        if index > 0 {
            out.push('\n');
        }
        heading(&mut out, "  ", help, &places(card, help, page), page);
        if let Some((turn, span)) = help.example.words {
            said(&mut out, &card.turns[turn], span, help.example.whole_turn, page);
        }
        let say = if help.example.missing { "report.say" } else { "report.say-instead" };
        better(&mut out, "    ", help, say, page);
        if !help.example.because.is_empty() {
            let why = format!("    {} ", page.paint(page.word("report.why"), Tone::Faint));
            page.text(&mut out, &why, "      ", help.example.because, &[]);
        }
    }
    if !card.doubts.is_empty() {
        out.push('\n');
    }
    for doubt in card.doubts.iter().filter(|doubt| **doubt != card.not_judged) {
        let note = format!("  {}: ", page.word("report.note"));
        page.text(&mut out, &note, "    ", doubt, &[]);
    }
    out.push('\n');
    out
}

/// A call among many, in a few lines.
pub fn short(card: &Card<'_>, page: &Page<'_>) -> String {
    let id_width = page.look.width.min(120).saturating_sub(4);
    let mut out = format!("{}\n", page.paint(fitted(card.id, id_width).trim_end(), Tone::Strong));
    if card.score.is_none() {
        page.text(&mut out, "  ", "  ", &card.not_judged, &[]);
        return out;
    }
    let (good, helps) = (goods(card, false), helps(card));
    let good: Vec<&str> = good.iter().take(MOST).map(|good| good.title).collect();
    if !good.is_empty() {
        let tick = format!("  {} ", page.paint("✓", Tone::Good));
        page.text(&mut out, &tick, "    ", &good.join(" · "), &[]);
    }
    let help = |help: &Help<'_>| {
        let places = places(card, help, page);
        if places.is_empty() { help.example.title.to_owned() } else { format!("{} ({places})", help.example.title) }
    };
    let helps: Vec<String> = helps.iter().take(MOST).map(help).collect();
    if helps.is_empty() {
        nothing(&mut out, "  ", page);
    } else {
        let arrow = format!("  {} ", page.paint("→", Tone::Notice));
        page.text(&mut out, &arrow, "    ", &helps.join(" · "), &[]);
    }
    out
}

fn section(out: &mut String, key: &str, page: &Page<'_>) {
    let _ = writeln!(out, "\n  {}", page.paint(page.word(key), Tone::Strong));
}

fn nothing(out: &mut String, indent: &str, page: &Page<'_>) {
    let tick = format!("{indent}{} ", page.paint("✓", Tone::Good));
    page.text(out, &tick, &format!("{indent}  "), page.word("check.nothing"), &[]);
}

/// What was done well: some turns with their words, and the names of the rest.
fn well(out: &mut String, card: &Card<'_>, good: &[Good<'_>], page: &Page<'_>) {
    let mut turns: Vec<usize> = Vec::new();
    let mut rest: Vec<&str> = Vec::new();
    for good in good {
        let shown = turns.contains(&good.turn) || turns.len() < MOST;
        match good.words {
            Some(_) if shown => turns.extend(Some(good.turn).filter(|turn| !turns.contains(turn))),
            _ => rest.push(good.title),
        }
    }
    for turn in turns {
        let here = || good.iter().filter(|good| good.turn == turn && good.words.is_some());
        let names = here().map(|good| good.title).collect::<Vec<_>>().join(" · ");
        let tick = format!("  {} ", page.paint("✓", Tone::Good));
        let place = place(card, turn, page);
        page.text(out, &tick, "    ", &format!("{names} · {place}"), &[whole(&names, Tone::Strong)]);
        let mut spans: Vec<[usize; 2]> = here().filter_map(|good| good.words).collect();
        spans.sort_unstable();
        let (words, marks) = excerpt(card.turns[turn].text, &spans, Tone::Good);
        page.text(out, "    ", "    ", &words, &marks);
    }
    if !rest.is_empty() {
        let also = format!("  {} ", page.paint(page.word("agent.more-good"), Tone::Good));
        page.text(out, &also, "    ", &rest.join(" · "), &[]);
    }
}

/// What would help: its name, how often, and where.
fn heading(out: &mut String, indent: &str, help: &Help<'_>, places: &str, page: &Page<'_>) {
    let title = help.example.title;
    let mut parts = vec![title.to_owned()];
    if help.times > 1 {
        parts.push(page.say("agent.times", &vec![("count", help.times.to_string())]));
    }
    parts.extend(Some(places.to_owned()).filter(|places| !places.is_empty()));
    let arrow = format!("{indent}{} ", page.paint("→", Tone::Notice));
    page.text(out, &arrow, &format!("{indent}  "), &parts.join(" · "), &[whole(title, Tone::Strong)]);
}

/// What is the matter, and what to say.
fn better(out: &mut String, indent: &str, help: &Help<'_>, say: &str, page: &Page<'_>) {
    page.text(out, indent, indent, help.example.message, &[]);
    if !help.example.suggestion.is_empty() {
        let say = format!("{indent}{} ", page.paint(page.word(say), Tone::Good));
        page.text(out, &say, &format!("{indent}  "), help.example.suggestion, &[]);
    }
}

/// The words in question, with some of what stands around them.
fn said(out: &mut String, turn: &Turn<'_>, span: [usize; 2], whole_turn: bool, page: &Page<'_>) {
    let label = page.paint(page.word("agent.said"), Tone::Faint);
    let (first, indent) = if page.is_narrow() {
        (format!("    {label}\n      "), "      ".to_owned())
    } else {
        let first = format!("    {label} ");
        let indent = " ".repeat(visible_width(&first));
        (first, indent)
    };
    let (text, marks) = excerpt(turn.text, &[span], Tone::Bad);
    page.text(out, &first, &indent, &text, if whole_turn { &[] } else { &marks });
}

/// A piece of a text around some spans of characters, and where those are in it. Cut between words, with `…`.
fn excerpt(text: &str, spans: &[[usize; 2]], tone: Tone) -> (String, Vec<Mark>) {
    let all: Vec<char> = text.chars().collect();
    let start = spans.iter().map(|span| span[0]).min().unwrap_or_default().min(all.len());
    let end = spans.iter().map(|span| span[1]).max().unwrap_or_default().clamp(start, all.len()).min(start + LONGEST);
    let mut from = start.saturating_sub(AROUND);
    if from > 0 {
        from = (from..start).find(|at| all[*at].is_whitespace()).map_or(start, |at| at + 1);
    }
    let mut to = (end + AROUND).min(all.len());
    if to < all.len() {
        to = (end..to).rev().find(|at| all[*at].is_whitespace()).unwrap_or(end);
    }
    let before = if from > 0 { "… " } else { "" };
    let after = if to < all.len() { " …" } else { "" };
    let shift = before.chars().count();
    let piece: String = all[from..to].iter().collect();
    let place = |at: usize| at.clamp(from, to) - from + shift;
    let marks = spans.iter().map(|span| Mark { span: [place(span[0]), place(span[1])], tone });
    (format!("{before}{piece}{after}"), marks.collect())
}

/// A turn's number, and its time where there is one.
fn place(card: &Card<'_>, turn: usize, page: &Page<'_>) -> String {
    match card.turns.get(turn).and_then(|turn| turn.start) {
        Some(start) => page.say("agent.at", &vec![("turn", turn.to_string()), ("time", clock(start.0))]),
        None => format!("#{turn}"),
    }
}

fn places(card: &Card<'_>, help: &Help<'_>, page: &Page<'_>) -> String {
    let named: Vec<String> = help.turns.iter().take(MOST_PLACES).map(|turn| place(card, *turn, page)).collect();
    let mut places = named.join(", ");
    if help.turns.len() > MOST_PLACES {
        let more = vec![("count", (help.turns.len() - MOST_PLACES).to_string())];
        let _ = write!(places, " {}", page.say("agent.more-turns", &more));
    }
    places
}
