//! `coach config`: the settings in force, as TOML that could be a `coach.toml`, each with where it came from.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Status;
use super::args::ConfigArgs;
use super::setup::{self, words_language};
use crate::coach::Coach;
use crate::packs::{Origin, Setting};
use crate::report::plain_number;

/// Runs the command.
pub fn run(args: &ConfigArgs) -> Status {
    let near = args.path.clone().unwrap_or_else(|| PathBuf::from("."));
    let coach = match setup::coach(&args.common, &near, &[], |_| {}) {
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
    let mut row = |key: &str, value: Option<String>, from: &Origin| {
        let line = match value {
            Some(value) => format!("{key} = {value}"),
            None => format!("# {key} ="),
        };
        let _ = writeln!(out, "{line:<32} # {}", origin(from));
    };
    let number = |setting: &Setting<f64>| Some(plain_number(setting.value));
    row("pass-mark", number(&settings.pass_mark), &settings.pass_mark.origin);
    row("protocol-points", number(&settings.protocol_points), &settings.protocol_points.origin);
    row("fail-under", settings.fail_under.value.map(plain_number), &settings.fail_under.origin);
    row("fail-on", settings.fail_on.value.as_ref().map(|l| format!("{l:?}")), &settings.fail_on.origin);
    row("call-lang", Some(format!("{:?}", settings.lang.value)), &settings.lang.origin);
    row("ui-lang", Some(format!("{:?}", settings.ui_lang.value)), &settings.ui_lang.origin);
    for source in coach.packs.sources.0.iter().filter(|s| !s.embedded) {
        let _ =
            writeln!(out, "# {}", messages.say(language, "config.rules-from", &vec![("path", source.name.clone())]));
    }
    for rule in &coach.book.rules {
        let embedded = |at: &crate::packs::Location| coach.packs.sources.0[at.file].embedded;
        let changed = rule.off.is_some() || !embedded(&rule.points.at) || !embedded(&rule.weight.at);
        if !changed || !embedded(&rule.at) {
            continue;
        }
        let _ = writeln!(out, "\n[rules.{}]", rule.id);
        let mut row = |key: &str, value: String, at: &crate::packs::Location| {
            let _ = writeln!(out, "{:<32} # {}", format!("{key} = {value}"), coach.packs.sources.line(at));
        };
        if let Some(at) = &rule.off {
            row("enabled", "false".to_owned(), at);
        }
        for (key, number) in [("points", &rule.points), ("weight", &rule.weight)] {
            if !embedded(&number.at) {
                row(key, plain_number(number.value), &number.at);
            }
        }
    }
    out
}
