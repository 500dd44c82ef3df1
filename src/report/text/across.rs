//! What several calls have in common, told to the agent at their end: what went well in most of them, and what would
//! help in most of them. Counted while the report is put together; grows with behaviours, not with calls.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::page::{Mark, Page, Tone};
use crate::report::advice::{MOST, goods, helps};
use crate::report::card::Card;
use crate::rules::RuleBook;

/// What was told of one call: a behaviour.
#[derive(Debug, Clone)]
pub struct Told {
    behaviour: String,
    rule: String,
    good: bool,
    /// What goes first of those that show alike: points that it would give back; of what was good, whether it is more
    /// than what is expected.
    points: f64,
}

/// Everything that can be told of a call, also what its own lines have no room for.
pub fn told(card: &Card<'_>) -> Vec<Told> {
    if card.score.is_none() {
        return Vec::new();
    }
    let good = goods(card, false).into_iter().map(|good| Told {
        behaviour: good.behaviour.to_owned(),
        rule: good.rule.to_owned(),
        good: true,
        points: f64::from(u8::from(good.praised)),
    });
    let help = helps(card).into_iter().map(|help| Told {
        behaviour: help.behaviour.to_owned(),
        rule: help.example.rule.to_owned(),
        good: false,
        points: help.points,
    });
    good.chain(help).collect()
}

#[derive(Debug, Default)]
struct Count {
    rule: String,
    calls: usize,
    points: f64,
}

/// What was told of all calls.
#[derive(Debug, Default)]
pub struct Across {
    calls: usize,
    good: BTreeMap<String, Count>,
    help: BTreeMap<String, Count>,
}

impl Across {
    /// Adds a call that was judged.
    pub fn add(&mut self, told: Vec<Told>) {
        self.calls += 1;
        for Told { behaviour, rule, good, points } in told {
            let counts = if good { &mut self.good } else { &mut self.help };
            let count = counts.entry(behaviour).or_default();
            if count.calls == 0 {
                count.rule = rule;
            }
            count.calls += 1;
            count.points += points;
        }
    }

    /// The closing lines; none where there are no calls to compare.
    pub fn text(&self, book: &RuleBook, page: &Page<'_>) -> String {
        let mut out = String::new();
        if self.calls < 2 {
            return out;
        }
        let heading = page.say("agent.across", &vec![("count", self.calls.to_string())]);
        let _ = writeln!(out, "{}", page.paint(&heading, Tone::Strong));
        for count in most(&self.good) {
            self.row(&mut out, ("✓", Tone::Good), count, book, page);
        }
        for count in most(&self.help) {
            self.row(&mut out, ("→", Tone::Notice), count, book, page);
            let Some(rule) = book.find(&count.rule) else { continue };
            let text = book.get(rule).text(page.language);
            // What has places to be filled was told with the call.
            let say = |key: &str, said: &str, tone: Tone, out: &mut String| {
                if !said.is_empty() && !said.contains('{') {
                    page.text(out, &format!("    {} ", page.paint(page.word(key), tone)), "      ", said, &[]);
                }
            };
            say("report.say", &text.suggestion, Tone::Good, &mut out);
            say("report.why", &text.why, Tone::Faint, &mut out);
        }
        out
    }

    fn row(&self, out: &mut String, (sign, tone): (&str, Tone), count: &Count, book: &RuleBook, page: &Page<'_>) {
        let title = match book.find(&count.rule) {
            Some(rule) => book.get(rule).text(page.language).title.clone(),
            None => count.rule.clone(),
        };
        let numbers = [("calls", count.calls), ("count", self.calls)].map(|(key, number)| (key, number.to_string()));
        let said = page.say("agent.in-calls", &numbers.into_iter().chain([("what", title.clone())]).collect());
        let start = said.find(&title).map_or(0, |at| said[..at].chars().count());
        let strong = Mark { span: [start, start + title.chars().count()], tone: Tone::Strong };
        page.text(out, &format!("  {} ", page.paint(sign, tone)), "    ", &said, &[strong]);
    }
}

/// What shows in most calls.
fn most(counts: &BTreeMap<String, Count>) -> Vec<&Count> {
    let mut counts: Vec<&Count> = counts.values().collect();
    counts.sort_by(|a, b| b.calls.cmp(&a.calls).then(b.points.total_cmp(&a.points)));
    counts.truncate(MOST);
    counts
}
