//! `coach config`: the settings in force, as TOML that could be a `coach.toml`, each with where it came from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Status;
use super::args::ConfigArgs;
use super::setup::{self, words_language};
use crate::coach::Coach;
use crate::packs::{LIMITS, Location, Origin, Packs, Setting, Text};
use crate::report::plain_number;
use crate::transcript::Reading;

/// Runs the command.
pub fn run(args: &ConfigArgs) -> Status {
    let near = args.path.clone().unwrap_or_else(|| PathBuf::from("."));
    let coach = match setup::coach(&args.common, &near, Reading::default(), |_| {}) {
        Ok(coach) => coach,
        Err(status) => return status,
    };
    let _ = io::stdout().lock().write_all(shown(&coach, &near, args).as_bytes());
    Status::Done
}

fn shown(coach: &Coach, near: &Path, args: &ConfigArgs) -> String {
    let settings = &coach.packs.settings;
    let (messages, language) = (&coach.packs.messages, words_language(coach));
    let mut out = String::new();
    let file = setup::settings_file(&args.common, near);
    let found = match &file {
        Some(file) => messages.say(language, "config.file", &vec![("path", file.display().to_string())]),
        None => messages.plain(language, "config.no-file").to_owned(),
    };
    let _ = writeln!(out, "# {found}");
    let origin = |origin: &Origin| match origin {
        Origin::Default => messages.plain(language, "config.default").to_owned(),
        Origin::File(at) => coach.packs.sources.line(at),
        Origin::Flag(flag) => (*flag).to_owned(),
    };
    let mut setting = |key: &str, value: Option<String>, from: &Origin| match value {
        Some(value) => row(&mut out, key, &value, &origin(from)),
        None => row(&mut out, &format!("# {key}"), "", &origin(from)),
    };
    let number = |setting: &Setting<f64>| Some(plain_number(setting.value));
    setting("pass-mark", number(&settings.pass_mark), &settings.pass_mark.origin);
    setting("protocol-points", number(&settings.protocol_points), &settings.protocol_points.origin);
    setting("fail-under", settings.fail_under.value.map(plain_number), &settings.fail_under.origin);
    setting("fail-on", settings.fail_on.value.as_ref().map(|l| format!("{l:?}")), &settings.fail_on.origin);
    setting("call-lang", Some(format!("{:?}", settings.lang.value)), &settings.lang.origin);
    setting("ui-lang", Some(format!("{:?}", settings.ui_lang.value)), &settings.ui_lang.origin);
    setting("redact", settings.redact.value.map(|redact| redact.to_string()), &settings.redact.origin);
    let path = |file: &PathBuf| format!("{:?}", file.to_string_lossy());
    setting("baseline", settings.baseline.value.as_ref().map(path), &settings.baseline.origin);
    let disputes: Vec<String> = settings.disputes.value.iter().map(path).collect();
    setting("disputes", Some(format!("[{}]", disputes.join(", "))), &settings.disputes.origin);
    let _ = writeln!(out, "\n[limits]");
    for (limit, setting) in LIMITS.iter().zip(&settings.limits) {
        row(&mut out, limit.key, &plain_number(setting.value), &origin(&setting.origin));
    }
    for source in coach.packs.sources.0.iter().filter(|s| !s.embedded) {
        let _ =
            writeln!(out, "# {}", messages.say(language, "config.rules-from", &vec![("path", source.name.clone())]));
    }
    let packs = &coach.packs;
    for (rule, changes) in adjustments(packs) {
        let _ = writeln!(out, "\n[rules.{rule}]");
        for (key, (value, at)) in changes {
            row(&mut out, key, &value, &packs.sources.line(at));
        }
    }
    let own = |text: &Text| !packs.sources.0[text.at.file].embedded;
    for list in packs.lists.iter().filter(|list| own(&list.name)) {
        let language = list.language.as_deref().map(|code| format!(".{code}")).unwrap_or_default();
        let _ = writeln!(out, "\n[lists{language}]");
        row(&mut out, &list.name.value, &array(&list.phrases), &packs.sources.line(&list.name.at));
    }
    for speakers in &packs.speakers {
        let roles = [("agent", &speakers.agent), ("customer", &speakers.customer), ("other", &speakers.other)];
        let mut changed = roles.into_iter().filter(|(_, labels)| labels.first().is_some_and(own)).peekable();
        if changed.peek().is_some() {
            let _ = writeln!(out, "\n[speakers]");
        }
        for (role, labels) in changed {
            row(&mut out, role, &array(labels), &packs.sources.line(&labels[0].at));
        }
    }
    out
}

fn row(out: &mut String, key: &str, value: &str, from: &str) {
    let _ = writeln!(out, "{:<32} # {from}", format!("{key} = {value}"));
}

fn array(texts: &[Text]) -> String {
    format!("[{}]", texts.iter().map(|t| format!("{:?}", t.value)).collect::<Vec<_>>().join(", "))
}

/// What users changed in a rule, key by key: the last word on each.
type Changes<'a> = BTreeMap<&'static str, (String, &'a Location)>;

fn adjustments(packs: &Packs) -> BTreeMap<&str, Changes<'_>> {
    let mut rules: BTreeMap<&str, Changes<'_>> = BTreeMap::new();
    for change in &packs.adjustments {
        let changes = rules.entry(&change.rule.value).or_default();
        let numbers = [
            ("points", &change.points),
            ("weight", &change.weight),
            ("coach", &change.coach),
            ("cost", &change.cost),
            ("within-turns", &change.within_turns),
            ("within-seconds", &change.within_seconds),
            ("threshold", &change.threshold),
        ];
        for (key, number) in numbers {
            changes.extend(number.iter().map(|n| (key, (plain_number(n.value), &n.at))));
        }
        changes.extend(change.enabled.iter().map(|on| ("enabled", (on.value.to_string(), &on.at))));
        changes.extend(change.severity.iter().map(|s| ("severity", (format!("{:?}", s.value), &s.at))));
    }
    rules
}
