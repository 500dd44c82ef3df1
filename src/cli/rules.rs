//! `coach rules`: list, explain and test the rules in force.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Status;
use super::args::{Common, RulesAction, RulesExplainArgs, RulesListArgs, RulesTestArgs};
use super::setup::{self, words_language};
use crate::coach::Coach;
use crate::examples::{self, Verdict};
use crate::packs::{Args, nearest};
use crate::report::plain_number;
use crate::report::text::{Page, Tone, fitted};
use crate::rules::{BehaviourKind, Kind, Rule, RuleId, Scope};

/// Runs the command.
pub fn run(action: &RulesAction) -> Status {
    let done = match action {
        RulesAction::List(args) => list(args),
        RulesAction::Explain(args) => explain(args),
        RulesAction::Test(args) => test(args),
    };
    done.unwrap_or_else(|status| status)
}

fn coach(common: &Common) -> Result<Coach, Status> {
    setup::coach(common, Path::new("."), &[], |_| {})
}

fn page<'a>(coach: &'a Coach, common: &Common) -> Page<'a> {
    Page { look: setup::look(common.color), messages: &coach.packs.messages, language: words_language(coach) }
}

fn print(text: &str) -> Status {
    // A closed pipe ends quietly.
    let _ = io::stdout().lock().write_all(text.as_bytes());
    Status::Done
}

/// What a rule costs, in words: points of a fault, weight of something expected.
fn price(rule: &Rule, kind: BehaviourKind, page: &Page<'_>) -> String {
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

fn explain(args: &RulesExplainArgs) -> Result<Status, Status> {
    let coach = coach(&args.common)?;
    let page = page(&coach, &args.common);
    let found: Vec<RuleId> = (0..coach.book.rules.len() as u16)
        .map(RuleId)
        .filter(|id| coach.book.get(*id).id == args.id || coach.book.behaviour(*id).id == args.id)
        .collect();
    if found.is_empty() {
        let ids = coach.book.rules.iter().map(|r| r.id.as_str());
        let mut said = page.say("problem.unknown-rule", &vec![("rule", args.id.clone())]);
        if let Some(near) = nearest(&args.id, ids) {
            said += &format!("; {}", page.say("problem.did-you-mean", &vec![("word", near.to_owned())]));
        }
        let _ = writeln!(io::stderr(), "coach: {said}");
        return Err(Status::Usage);
    }
    let mut out = String::new();
    for id in found {
        explain_rule(&coach, id, &page, &mut out);
    }
    Ok(print(&out))
}

fn explain_rule(coach: &Coach, id: RuleId, page: &Page<'_>, out: &mut String) {
    let rule = coach.book.get(id);
    let behaviour = coach.book.behaviour(id);
    let text = rule.text(page.language);
    *out += &format!("{}  {}\n", page.paint(&rule.id, Tone::Strong), text.title);
    let row = |out: &mut String, key: &str, value: &str| {
        if !value.is_empty() {
            let heading = page.paint(&fitted(page.word(key), 16), Tone::Faint);
            page.text(out, &format!("  {heading}"), &" ".repeat(18), value, &[]);
        }
    };
    row(out, "rules.behaviour", &format!("{} ({})", behaviour.id, behaviour.kind.as_str()));
    row(out, "rules.source", &behaviour.source);
    row(out, "rules.written-in", &coach.packs.sources.line(&rule.at));
    row(out, "rules.why", &text.why);
    row(out, "rules.message", &text.message);
    row(out, "rules.suggestion", &text.suggestion);
    let severity = if behaviour.kind == BehaviourKind::Avoid { rule.severity.as_str() } else { "" };
    row(out, "rules.severity", severity);
    let from = if rule.points.at == rule.at {
        String::new()
    } else {
        format!(" ({})", coach.packs.sources.line(&rule.points.at))
    };
    row(out, "rules.price", &format!("{}{from}", price(rule, behaviour.kind, page)));
    row(out, "rules.judged", &judged(coach, rule, page));
    for cue in rule.cues() {
        let about = coach.cues.get(cue);
        let lexicon = coach.lexicon(page.language);
        let phrases: Vec<&str> = lexicon.said(cue).map(|p| p.text.as_str()).collect();
        let twins: Vec<&str> = lexicon.twins(cue).map(|p| p.text.as_str()).collect();
        row(out, "rules.cue", &format!("{} {}", about.id, phrases.join(" · ")));
        row(out, "rules.unless", &twins.join(" · "));
    }
    for (key, examples) in [("rules.bad", &text.bad), ("rules.good", &text.good)] {
        for example in examples {
            row(out, key, &example.value.trim().replace('\n', " / "));
        }
    }
    out.push('\n');
}

/// How a rule judges, in words and numbers.
fn judged(coach: &Coach, rule: &Rule, page: &Page<'_>) -> String {
    let names =
        |cues: &[crate::cues::CueId]| cues.iter().map(|c| coach.cues.get(*c).id.clone()).collect::<Vec<_>>().join(", ");
    let scopes = |scopes: &[Scope]| {
        let name = |scope: &Scope| match scope {
            Scope::Condition(id) => coach.book.get(*id).id.clone(),
            Scope::Cue(cue) => coach.cues.get(*cue).id.clone(),
        };
        scopes.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let mut parts = Vec::new();
    match &rule.kind {
        Kind::Heard(_) => parts.push(page.word("rules.judged.heard").to_owned()),
        Kind::Expect(expect) => {
            parts.push(page.word("rules.judged.expect").to_owned());
            parts.extend(expect.phase.map(|p| page.word(&format!("report.phase.{}", p.as_str())).to_owned()));
            if !expect.after.is_empty() {
                parts.push(page.say("rules.judged.after", &vec![("cues", names(&expect.after))]));
            }
        }
        Kind::Order(order) => {
            let needs: Vec<String> = order.needs.iter().map(|group| names(group).replace(", ", " / ")).collect();
            parts.push(page.say("rules.judged.order", &vec![("needs", needs.join(" + "))]));
        }
        Kind::Limit(limit) => {
            let args: Args = vec![
                ("coach", limit.coach.map_or_else(|| "–".to_owned(), plain_number)),
                ("cost", plain_number(limit.cost)),
            ];
            parts.push(page.say("rules.judged.limit", &args));
        }
        Kind::Condition(condition) => {
            let args: Args = vec![("threshold", plain_number(condition.threshold))];
            parts.push(page.say("rules.judged.condition", &args));
        }
    }
    if !rule.when.is_empty() {
        parts.push(page.say("rules.judged.when", &vec![("what", scopes(&rule.when))]));
    }
    if !rule.unless.is_empty() {
        parts.push(page.say("rules.judged.unless", &vec![("what", scopes(&rule.unless))]));
    }
    parts.join("; ")
}

fn test(args: &RulesTestArgs) -> Result<Status, Status> {
    let mut coach_args = Vec::new();
    coach_args.extend(args.folder.iter().cloned());
    let coach = setup::coach(&args.common, Path::new("."), &[], |packs| {
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
