//! `coach rules`: list and test the rules in force.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Status;
use super::args::{Common, RulesAction, RulesListArgs, RulesTestArgs};
use super::explain;
use super::setup::{self, words_language};
use crate::coach::Coach;
use crate::examples::{self, Verdict};
use crate::packs::Args;
use crate::report::plain_number;
use crate::report::text::{Page, Tone, fitted};
use crate::rules::{BehaviourKind, Rule, RuleId};
use crate::transcript::Reading;

/// Runs the command.
pub fn run(action: &RulesAction) -> Status {
    let done = match action {
        RulesAction::List(args) => list(args),
        RulesAction::Explain(args) => explain::run(args),
        RulesAction::Test(args) => test(args),
    };
    done.unwrap_or_else(|status| status)
}

pub(super) fn coach(common: &Common) -> Result<Coach, Status> {
    setup::coach(common, Path::new("."), Reading::default(), |_| {})
}

pub(super) fn page<'a>(coach: &'a Coach, common: &Common) -> Page<'a> {
    Page { look: setup::look(common.color), messages: &coach.packs.messages, language: words_language(coach) }
}

pub(super) fn print(text: &str) -> Status {
    // A closed pipe ends quietly.
    let _ = io::stdout().lock().write_all(text.as_bytes());
    Status::Done
}

/// What a rule costs, in words: points of a fault, weight of something expected.
pub(super) fn price(rule: &Rule, kind: BehaviourKind, page: &Page<'_>) -> String {
    match kind {
        BehaviourKind::Avoid => format!("−{}", plain_number(rule.points.value)),
        BehaviourKind::Expect => page.say("rules.weight", &vec![("weight", plain_number(rule.weight.value))]),
        BehaviourKind::Praise | BehaviourKind::Condition => String::new(),
    }
}

fn list(args: &RulesListArgs) -> Result<Status, Status> {
    let coach = coach(&args.common)?;
    let page = page(&coach, &args.common);
    let mut out = String::new();
    let width = |of: &dyn Fn(&Rule) -> usize| coach.book.rules.iter().map(of).max().unwrap_or(0);
    let id_width = width(&|r: &Rule| r.id.len()) + 2;
    let mut last = None;
    for kind in [BehaviourKind::Avoid, BehaviourKind::Expect, BehaviourKind::Praise, BehaviourKind::Condition] {
        let of_kind = |id: &RuleId| coach.book.behaviour(*id).kind == kind;
        let ids = (0..coach.book.rules.len() as u16).map(RuleId).filter(of_kind);
        let mut rules: Vec<&Rule> = ids.map(|id| coach.book.get(id)).collect();
        // In the catalogue's order, which for what is expected is the order of a call.
        rules.sort_by_key(|rule| rule.behaviour);
        for rule in rules {
            if last.replace(kind) != Some(kind) {
                let heading = page.word(&format!("rules.kind.{}", kind.as_str())).to_owned();
                out += &format!("{}\n", page.paint(&heading, Tone::Strong));
            }
            let severity = if kind == BehaviourKind::Avoid { rule.severity.as_str() } else { "" };
            let off = if rule.off.is_some() { page.word("rules.off") } else { "" };
            let title = &rule.text(page.language).title;
            let price = fitted(&price(rule, kind, &page), 10);
            let row = format!("  {}{}{}{title} {off}", fitted(&rule.id, id_width), fitted(severity, 10), price);
            out += row.trim_end();
            out.push('\n');
        }
    }
    let behaviours: std::collections::BTreeSet<usize> = coach.book.in_force().map(|(_, r)| r.behaviour).collect();
    let counts: Args =
        vec![("rules", coach.book.in_force().count().to_string()), ("behaviours", behaviours.len().to_string())];
    out += &format!("\n{}\n", page.say("rules.count", &counts));
    Ok(print(&out))
}

fn test(args: &RulesTestArgs) -> Result<Status, Status> {
    let mut coach_args = Vec::new();
    coach_args.extend(args.folder.iter().cloned());
    let coach = setup::coach(&args.common, Path::new("."), Reading::default(), |packs| {
        for folder in &coach_args {
            packs.add_folder(folder);
        }
    })?;
    let page = page(&coach, &args.common);
    let inside = |rule: &Rule| {
        let source = &coach.packs.sources.0[rule.at.file];
        args.folder.as_ref().is_none_or(|folder| PathBuf::from(&source.name).starts_with(folder))
    };
    let tested = examples::run(&coach, inside);
    let mut out = String::new();
    for outcome in &tested.outcomes {
        let (key, tone) = match outcome.verdict {
            Verdict::Missed => ("rules.test.missed", Tone::Bad),
            Verdict::FalseAlarm => ("rules.test.false-alarm", Tone::Bad),
            Verdict::Caught | Verdict::Clean => continue,
        };
        let rule = &coach.book.get(outcome.rule).id;
        let head = format!("{} {rule} ({})", page.paint(page.word(key), tone), outcome.language);
        let example = outcome.example.value.trim().replace('\n', " / ");
        out += &format!("{head}  {}\n    {example}\n", examples::place(&coach, &outcome.example));
    }
    for (rule, language) in &tested.untested {
        let rule = &coach.book.get(*rule).id;
        out += &format!("{} {rule} ({language})\n", page.paint(page.word("rules.test.untested"), Tone::Notice));
    }
    for (cue, language) in &tested.unheard {
        let cue = &coach.cues.get(*cue).id;
        out += &format!("{} {cue} ({language})\n", page.paint(page.word("rules.test.unheard"), Tone::Notice));
    }
    let count = |verdict| tested.count(verdict).to_string();
    let counts: Args = vec![
        ("caught", count(Verdict::Caught)),
        ("missed", count(Verdict::Missed)),
        ("clean", count(Verdict::Clean)),
        ("false", count(Verdict::FalseAlarm)),
        ("untested", tested.untested.len().to_string()),
    ];
    out += &format!("{}\n", page.say("rules.test.count", &counts));
    print(&out);
    Ok(if tested.passed() { Status::Done } else { Status::Failed })
}
