//! A call's report on the screen: the verdict, the conversation turn by turn with what was found in it, the phases,
//! what is missing, the sum of the points, what would raise it.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::page::{Mark, Page, Tone, fitted, visible_width};
use super::words::{clock, lost, raise, sum};
use crate::report::build::plain_number;
use crate::report::card::{Card, Disputed, Finding, Turn};
use crate::report::safe::shown;

/// The full report of one call.
pub fn full(card: &Card<'_>, page: &Page<'_>) -> String {
    let mut out = String::new();
    let report = Report { card, page, timed: card.turns.iter().any(|t| t.start.is_some()) };
    report.head(&mut out);
    let mut explained = FxHashSet::default();
    for turn in &card.turns {
        report.turn(&mut out, turn, &mut explained);
    }
    report.phases(&mut out);
    report.missing(&mut out);
    report.sum(&mut out);
    report.raise(&mut out);
    report.metrics(&mut out);
    report.notes(&mut out);
    out.push('\n');
    out
}

struct Report<'a> {
    card: &'a Card<'a>,
    page: &'a Page<'a>,
    /// Some turn has a time.
    timed: bool,
}

/// Columns of the headings below the conversation.
const HEADING: usize = 14;

impl Report<'_> {
    fn head(&self, out: &mut String) {
        let (card, page) = (self.card, self.page);
        let _ = writeln!(out, "{}\n", title(card, page));
        let (score, key, tone) = match (card.score, card.passed) {
            (Some(score), Some(passed)) => (
                page.paint(&format!("{}/100", plain_number(score.0)), Page::score_tone(score.0, card.pass_mark.0)),
                if passed { "report.passed" } else { "report.failed" },
                if passed { Tone::Good } else { Tone::Bad },
            ),
            _ => ("—".to_owned(), "report.not-judged", Tone::Notice),
        };
        let mark = page.say("report.pass-mark", &vec![("mark", plain_number(card.pass_mark.0))]);
        let mark = if card.score.is_some() { mark } else { String::new() };
        let head = format!("  {score}  {}  ", page.paint(page.word(key), tone));
        page.text(out, &head, "  ", &mark, &[whole(&mark, Tone::Faint)]);
        page.text(out, "  ", "  ", &about(card, page), &[]);
        if card.score.is_none() {
            page.text(out, "  ", "  ", &card.not_judged, &[]);
        }
        if !card.critical.is_empty() {
            let said = page.say("report.critical", &vec![("rules", card.critical.join(", "))]);
            page.text(out, "  ", "  ", &said, &[]);
        }
        out.push('\n');
    }

    /// What stands before a turn's first line and before the others.
    fn margins(&self, turn: &Turn<'_>) -> (String, String) {
        let page = self.page;
        let speaker = page.word(match turn.speaker {
            "agent" => "report.agent",
            "customer" => "report.customer",
            _ => "report.other",
        });
        let score = turn.score.map(|s| plain_number(s.0)).unwrap_or_default();
        let tone = turn.score.map_or(Tone::Faint, |s| Page::score_tone(s.0, 100.0));
        let tone = if turn.score.is_some_and(|s| s.0 < 100.0) { Tone::Bad } else { tone };
        let number = format!("#{}", turn.index);
        if page.is_narrow() {
            let head = format!(
                "{number} {speaker}{}",
                if score.is_empty() { String::new() } else { format!(" {}", page.paint(&score, tone)) }
            );
            return (format!("{}\n  ", page.paint(&head, Tone::Strong)), "  ".to_owned());
        }
        let time = if self.timed {
            format!("{:>6} ", turn.start.map(|s| clock(s.0)).unwrap_or_default())
        } else {
            String::new()
        };
        let painted = page.paint(&format!("{score:>3}"), tone);
        let first = format!("{number:>4} {}{} {painted} │ ", page.paint(&time, Tone::Faint), fitted(speaker, 8));
        let rest = format!("{}│ ", " ".repeat(visible_width(&first) - 2));
        (first, rest)
    }

    /// `explained` are the rules whose reason was given: once is enough.
    fn turn<'c>(&self, out: &mut String, turn: &Turn<'c>, explained: &mut FxHashSet<&'c str>) {
        let page = self.page;
        let (first, rest) = self.margins(turn);
        let words = turn.findings.iter().filter(|f| turn.is_part(f));
        let mut marks: Vec<Mark> = words.map(|f| Mark { span: f.span, tone: tone_of(f) }).collect();
        marks.sort_by_key(|m| (m.span, m.tone != Tone::Bad));
        page.text(out, &first, &rest, turn.text, &marks);
        for fault in turn.findings.iter().filter(|f| f.kind == "avoid") {
            self.fault(out, &rest, fault, explained.insert(fault.rule));
        }
        let mut good: Vec<String> = Vec::new();
        for finding in turn.findings.iter().filter(|f| f.kind == "praise" || self.card.is_met_by(f, turn.index)) {
            // What was done well beyond the protocol is told with the words that did it.
            let words = finding.kind == "praise" && turn.is_part(finding);
            let quote = if words { format!(" «{}»", finding.quote) } else { String::new() };
            let said = format!("{}{quote}", finding.title);
            if !good.contains(&said) {
                good.push(said);
            }
        }
        if !good.is_empty() {
            let line = format!("{rest}{}", page.paint("✓ ", Tone::Good));
            page.text(out, &line, &format!("{rest}  "), &good.join(" · "), &[]);
        }
        for condition in self.card.conditions.iter().filter(|c| c.turn == turn.index) {
            let line = format!("{rest}{}", page.paint("! ", Tone::Notice));
            page.text(out, &line, &format!("{rest}  "), condition.title, &[]);
        }
        for condition in self.card.conditions.iter().filter(|c| c.until == Some(turn.index)) {
            let line = format!("{rest}{}", page.paint("○ ", Tone::Good));
            let over = page.say("report.over", &vec![("what", condition.title.to_owned())]);
            page.text(out, &line, &format!("{rest}  "), &over, &[]);
        }
    }

    fn fault(&self, out: &mut String, rest: &str, fault: &Finding<'_>, why: bool) {
        let page = self.page;
        let points = match fault.points.0 {
            points if points < 0.0 => lost(points),
            _ if fault.disputed.is_some() => page.word("report.disputed").to_owned(),
            _ => page.word("report.tip").to_owned(),
        };
        let tone = if fault.points.0 < 0.0 { Tone::Bad } else { Tone::Notice };
        let head = format!("{rest}{} ", page.paint(&format!("✗ {points}"), tone));
        page.text(out, &head, &format!("{rest}  "), fault.title, &[whole(fault.title, Tone::Strong)]);
        let indent = format!("{rest}    ");
        page.text(out, &indent, &indent, &fault.message, &[]);
        if !fault.suggestion.is_empty() {
            let say = format!("{indent}{} ", page.paint(page.word("report.say-instead"), Tone::Good));
            let hang = format!("{indent}  ");
            page.text(out, &say, &hang, &fault.suggestion, &[]);
        }
        if why && !fault.because.is_empty() {
            let why = format!("{indent}{} ", page.paint(page.word("report.why"), Tone::Faint));
            let hang = format!("{indent}  ");
            page.text(out, &why, &hang, fault.because, &[]);
        }
        self.records(out, &indent, fault.known, fault.disputed);
    }

    /// What a baseline and a dispute say of a fault.
    fn records(&self, out: &mut String, indent: &str, known: bool, disputed: Option<Disputed<'_>>) {
        let page = self.page;
        if known {
            page.text(out, indent, indent, page.word("report.known"), &[]);
        }
        if let Some(Disputed { who, when, reason }) = disputed {
            let args = [("who", who), ("when", when), ("reason", reason)].map(|(key, text)| (key, text.to_owned()));
            page.text(out, indent, indent, &page.say("report.disputed-by", &args.to_vec()), &[]);
        }
    }

    fn section(&self, out: &mut String, key: &str, text: &str) {
        let page = self.page;
        page.text(out, &self.heading(page.word(key)), &self.indent(), text, &[]);
    }

    /// A heading before a section's first line; where there is no room beside the text, it stands above.
    fn heading(&self, heading: &str) -> String {
        let page = self.page;
        match (page.is_narrow(), heading) {
            (true, "") => self.indent(),
            (true, _) => format!("  {}\n{}", page.paint(heading, Tone::Strong), self.indent()),
            (false, _) => format!("  {}", page.paint(&fitted(heading, HEADING), Tone::Strong)),
        }
    }

    /// What stands before the other lines of a section.
    fn indent(&self) -> String {
        " ".repeat(if self.page.is_narrow() { 4 } else { 2 + HEADING })
    }

    fn phases(&self, out: &mut String) {
        let (card, page) = (self.card, self.page);
        out.push('\n');
        let name = |phase: &str| page.word(&format!("report.phase.{phase}")).to_owned();
        let spans = card.phases.iter().map(|p| match p.last_turn - p.first_turn {
            0 => format!("{} #{}", name(p.phase), p.first_turn),
            _ => format!("{} #{}–{}", name(p.phase), p.first_turn, p.last_turn),
        });
        let spans = spans.collect::<Vec<_>>().join(" ▸ ");
        if card.score.is_some() {
            self.section(out, "report.phases", &spans);
        }
        if !card.phases_skipped.is_empty() {
            let names: Vec<String> = card.phases_skipped.iter().map(|p| name(p)).collect();
            let text = page.say("report.phases-skipped", &vec![("phases", names.join(", "))]);
            page.text(out, &self.indent(), &self.indent(), &text, &[]);
        }
        for far in &card.phases_out_of_order {
            let text = page
                .say("report.phase-out-of-order", &vec![("phase", name(far.phase)), ("turn", far.turn.to_string())]);
            page.text(out, &self.indent(), &self.indent(), &text, &[]);
        }
        let with = |status: &str| {
            let all = card.expected.iter().filter(|e| e.status == status);
            all.map(|e| e.title).collect::<Vec<_>>().join(" · ")
        };
        for (status, key) in [("met", "report.met"), ("unverifiable", "report.unverifiable")] {
            let titles = with(status);
            // Without a score none of it could be told, which was said above.
            if !titles.is_empty() && card.score.is_some() {
                self.section(out, key, &titles);
            }
        }
    }

    fn missing(&self, out: &mut String) {
        let page = self.page;
        let mut key = "report.missing";
        for expected in self.card.expected.iter().filter(|e| e.status == "missed") {
            let heading = self.heading(if key.is_empty() { "" } else { page.word(key) });
            key = "";
            let phase =
                expected.phase.map(|p| format!(" ({})", page.word(&format!("report.phase.{p}")))).unwrap_or_default();
            let lost = if expected.disputed.is_some() {
                page.word("report.disputed").to_owned()
            } else {
                lost(expected.points.0)
            };
            let points = page.paint(&format!("✗ {lost}"), Tone::Bad);
            let title = whole(expected.title, Tone::Strong);
            let all = format!("{}{phase}", expected.title);
            let faint = Mark { span: [title.span[1], usize::MAX], tone: Tone::Faint };
            let indent = format!("{}  ", self.indent());
            page.text(out, &format!("{heading}{points} "), &indent, &all, &[title, faint]);
            let indent = format!("{indent}  ");
            page.text(out, &indent, &indent, expected.message, &[]);
            if !expected.suggestion.is_empty() {
                let say = format!("{indent}{} ", page.paint(page.word("report.say"), Tone::Good));
                page.text(out, &say, &format!("{indent}  "), expected.suggestion, &[]);
            }
            self.records(out, &indent, expected.known, expected.disputed);
        }
    }

    /// The sum, so that nobody has to believe the score.
    fn sum(&self, out: &mut String) {
        if let Some(text) = sum(self.card, self.page) {
            self.section(out, "report.sum", &text);
        }
    }

    fn raise(&self, out: &mut String) {
        if let Some(text) = raise(self.card, self.page, |turn| format!("#{turn}")) {
            self.section(out, "report.raise", &text);
        }
    }

    fn metrics(&self, out: &mut String) {
        let (m, page) = (&self.card.metrics, self.page);
        let mut parts = Vec::new();
        let mut add = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                parts.push(page.say(key, &vec![("value", value)]));
            }
        };
        add("report.talk-share", m.agent_talk_share.map(|s| format!("{:.0}", s.0 * 100.0)));
        let longest = m.longest_turn.zip(m.longest_turn_words);
        add("report.longest-turn", longest.map(|(turn, words)| format!("#{turn}, {words}")));
        add("report.pace", m.words_per_minute.map(|w| plain_number(w.0)));
        add("report.silence", m.silence_seconds.map(|s| plain_number(s.0)));
        add("report.longest-silence", m.longest_silence_seconds.map(|s| plain_number(s.0)));
        add("report.waits", m.wait_seconds.map(|s| plain_number(s.0)));
        add("report.interruptions", m.interruptions.map(|n| n.to_string()));
        if !self.card.unverifiable.is_empty() {
            parts.push(page.word("report.no-times").to_owned());
        }
        if !parts.is_empty() {
            self.section(out, "report.metrics", &parts.join(" · "));
        }
    }

    fn notes(&self, out: &mut String) {
        for note in self.card.notes.iter().filter(|note| **note != self.card.not_judged) {
            self.section(out, "report.note", note);
        }
    }
}

/// The line above a call: its id and its file.
pub fn title(card: &Card<'_>, page: &Page<'_>) -> String {
    let width = page.look.width.min(120);
    let id = shown(card.id);
    let source = if card.source == card.id { String::new() } else { format!(" {} ", shown(card.source)) };
    let source = if visible_width(&id) + visible_width(&source) + 8 > width { String::new() } else { source };
    let fill = width.saturating_sub(visible_width(&id) + visible_width(&source) + 6).max(2);
    format!("══ {} {}{}═", page.paint(&id, Tone::Strong), "═".repeat(fill), page.paint(&source, Tone::Faint))
}

/// Which call it is: whose, how many turns, how long.
pub fn about(card: &Card<'_>, page: &Page<'_>) -> String {
    let names = [card.agent, card.team].into_iter().flatten();
    let mut about: Vec<String> = names.map(|name| shown(name).into_owned()).collect();
    about.push(match card.turns.len() {
        1 => page.word("report.turn-one").to_owned(),
        count => page.say("report.turns", &vec![("count", count.to_string())]),
    });
    about.extend(card.metrics.duration_seconds.map(|d| clock(d.0)));
    about.join(" · ")
}

/// All of a text in one tone.
pub fn whole(text: &str, tone: Tone) -> Mark {
    Mark { span: [0, text.chars().count()], tone }
}

fn tone_of(finding: &Finding<'_>) -> Tone {
    match finding.kind {
        "avoid" if finding.points.0 < 0.0 => Tone::Bad,
        "avoid" | "condition" => Tone::Notice,
        _ => Tone::Good,
    }
}
