//! `coach rules explain`: everything about one rule, and with `--on` why it finds something in a transcript or does not.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::Status;
use super::args::RulesExplainArgs;
use super::rules::{page, price, print};
use super::setup;
use crate::coach::Coach;
use crate::packs::{Args, nearest};
use crate::report::plain_number;
use crate::report::text::{Page, Tone, fitted};
use crate::rules::{BehaviourKind, Court, Kind, Rule, RuleId, Scope, Step, trace};
use crate::transcript::{Call, Input, Reading, read_whole};

/// Runs the command.
///
/// # Errors
/// The exit status, after what was wrong was said on standard error.
pub fn run(args: &RulesExplainArgs) -> Result<Status, Status> {
    let reading = Reading { from: args.read.from, ..Reading::default() };
    let coach = setup::coach(&args.common, Path::new("."), reading, |_| {})?;
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
    if let Some(file) = &args.on {
        let status = explain_on(&coach, &found, file, &page, &mut out);
        print(&out);
        return Ok(status);
    }
    for id in found {
        explain_rule(&coach, id, &page, &mut out);
    }
    Ok(print(&out))
}

/// The rules on every call of a file.
fn explain_on(coach: &Coach, rules: &[RuleId], file: &Path, page: &Page<'_>, out: &mut String) -> Status {
    let source: Arc<str> = file.to_string_lossy().into();
    let calls = match read_whole(file, &source, coach.reader.limits()) {
        Ok(bytes) => coach.reader.read(&Input { source: &source, bytes: &bytes, first_line: 1, lines: false }),
        Err(error) => vec![Err(error)],
    };
    let mut worker = coach.worker();
    let (mut good, mut bad) = (false, false);
    for call in calls {
        match call {
            Err(error) => {
                bad = true;
                let _ = writeln!(io::stderr(), "coach: {}", setup::read_error(coach, &error));
            }
            Ok(call) => {
                good = true;
                let (judged, heard) = worker.judge(&call);
                let court = Court::new(&coach.book, &coach.cues, &call, heard);
                let page =
                    &Page { look: page.look, messages: page.messages, language: coach.ui_language(&call.language) };
                for id in rules {
                    let title = &coach.book.get(*id).text(page.language).title;
                    let head = format!("{}  {title}", page.paint(&coach.book.get(*id).id, Tone::Strong));
                    page.text(out, "", "", &format!("{} · {head}", call.id), &[]);
                    let turns = trace(&court, &judged, *id);
                    if turns.is_empty() {
                        page.text(out, "  ", "  ", page.word("trace.nothing"), &[]);
                    }
                    for (turn, steps) in turns {
                        explain_turn(&call, turn, &steps, page, out);
                    }
                    out.push('\n');
                }
            }
        }
    }
    match (good, bad) {
        (false, _) => Status::NothingRead,
        (true, true) => Status::Failed,
        (true, false) => Status::Done,
    }
}

fn explain_turn(call: &Call, turn: Option<usize>, steps: &[Step], page: &Page<'_>, out: &mut String) {
    let head = match turn {
        Some(turn) => format!("  #{turn}"),
        None => format!("  {}", page.word("trace.call")),
    };
    let text = turn.map_or("", |turn| call.turns[turn].text.trim());
    page.text(out, &format!("{} ", fitted(&head, 8)), &" ".repeat(9), text, &[]);
    for step in steps {
        let said = |key: &str, args: &Args| page.say(&format!("trace.{key}"), args);
        let signed = |weight: f64| format!("{}{}", if weight < 0.0 { "−" } else { "+" }, two(weight.abs()));
        let named = |name: &String| ("name", name.clone());
        let line = match step {
            Step::Heard(name, span, weight) => {
                let quote = turn.map_or("", |turn| &call.turns[turn].text[span.clone()]);
                said("heard", &vec![named(name), ("quote", quote.to_owned()), ("weight", signed(*weight))])
            }
            Step::Beside(name, weight) => said("beside", &vec![named(name), ("weight", signed(*weight))]),
            Step::Lacks(name) => said("lacks", &vec![named(name)]),
            Step::RuledOut(name) => said("ruled-out", &vec![named(name)]),
            Step::Excused(name, turn) => said("excused", &vec![named(name), ("turn", turn.to_string())]),
            Step::CameBefore(name, turn) => said("came", &vec![named(name), ("turn", turn.to_string())]),
            Step::Value(value, limit) => said("value", &vec![("value", two(*value)), ("limit", two(*limit))]),
            Step::Outweighed(name) => said("outweighed", &vec![named(name)]),
            Step::Status(status) => page.word(&format!("trace.status.{status}")).to_owned(),
            Step::Found => page.word("trace.found").to_owned(),
            Step::NotFound => page.word("trace.not-found").to_owned(),
        };
        let tone = match step {
            Step::Found => Tone::Strong,
            Step::NotFound => Tone::Faint,
            _ => Tone::Notice,
        };
        let mark = page.paint("·", tone);
        page.text(out, &format!("         {mark} "), &" ".repeat(11), &line, &[]);
    }
}

/// At most two decimals.
fn two(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
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
        let phrases: Vec<&str> = lexicon.said(cue).map(|p| &*p.text).collect();
        let twins: Vec<&str> = lexicon.twins(cue).map(|p| &*p.text).collect();
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
        Kind::Carried(_) => parts.push(page.word("rules.judged.carried").to_owned()),
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
