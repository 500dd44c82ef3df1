//! From flags to a coach: which packs, which settings, and what to say when they have mistakes. Used by every
//! command.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::Status;
use super::args::{ColorChoice, Common};
use crate::coach::Coach;
use crate::packs::{Args, FILE_NAME, Packs, Problem, render};
use crate::report::safe::shown;
use crate::report::text::Look;
use crate::transcript::{ReadError, Reading};
use terminal_size::{Width, terminal_size};

/// Colour on standard output and on standard error.
#[derive(Debug, Clone, Copy)]
pub struct Color {
    /// On standard output.
    pub out: bool,
    /// On standard error.
    pub err: bool,
}

/// Decides on colour: the flag, then `NO_COLOR` and `CLICOLOR_FORCE`, then whether it is a terminal.
pub fn color(choice: ColorChoice) -> Color {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|v| !v.is_empty() && v != "0");
    let decide = |terminal: bool| match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if refused => false,
        ColorChoice::Auto if forced => true,
        ColorChoice::Auto => terminal && std::env::var_os("TERM").is_none_or(|t| t != "dumb"),
    };
    Color { out: decide(std::io::stdout().is_terminal()), err: decide(std::io::stderr().is_terminal()) }
}

/// How pages look on standard output: as wide as the terminal, or `COLUMNS`, or 80.
pub fn look(choice: ColorChoice) -> Look {
    let columns = || std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let terminal = || terminal_size().map(|(Width(columns), _)| usize::from(columns));
    let width = columns().or_else(terminal).unwrap_or(80);
    let color = color(choice).out;
    colored::control::set_override(color);
    Look { width: width.clamp(32, 400), color }
}

/// One line for standard error about an input that could not be read: file, place, reason.
pub fn read_error(coach: &Coach, error: &ReadError) -> String {
    let reason = read_reason(coach, error);
    let place = error.place.map(|(line, column)| format!("{line}:{column}: ")).unwrap_or_default();
    shown(&format!("{}: {place}{reason}", error.source)).into_owned()
}

/// Why an input could not be read, without its name and the place.
pub fn read_reason(coach: &Coach, error: &ReadError) -> String {
    let reason = coach.packs.messages.say(words_language(coach), &format!("read.{}", error.code), &error.args);
    shown(&reason).into_owned()
}

/// Builds the coach. `near` is where the search for a `coach.toml` begins; `reading` is what the flags say of it.
///
/// # Errors
/// The exit status, after every mistake was shown on standard error.
pub fn coach(common: &Common, near: &Path, reading: Reading, adapt: impl FnOnce(&mut Packs)) -> Result<Coach, Status> {
    let mut packs = Packs::embedded();
    if let Some(file) = settings_file(common, near) {
        packs.add_settings(&file);
    }
    for folder in &common.rules {
        packs.add_folder(folder);
    }
    packs.settings.lang.flag("--lang", common.lang.clone());
    packs.settings.ui_lang.flag("--ui-lang", common.ui_lang.clone());
    adapt(&mut packs);
    check_languages(&mut packs);
    let fixed = Some(packs.settings.lang.value.clone()).filter(|l| l != "auto");
    let (coach, problems) = Coach::new(packs, Reading { language: fixed, ..reading });
    if problems.is_empty() {
        return Ok(coach);
    }
    let language = words_language(&coach);
    let text = render(&problems, &coach.packs.sources, &coach.packs.messages, language, color(common.color).err);
    let count: Args = vec![("count", problems.len().to_string())];
    let key = if problems.len() == 1 { "problems.one" } else { "problems.many" };
    let closing = coach.packs.messages.say(language, key, &count);
    let _ = writeln!(std::io::stderr(), "{text}{closing}");
    Err(Status::Usage)
}

/// The `coach.toml` in force: the one named, or the nearest upward from where the input is.
pub fn settings_file(common: &Common, near: &Path) -> Option<PathBuf> {
    if common.no_config {
        return None;
    }
    common.config.clone().or_else(|| {
        let start = std::fs::canonicalize(near).or_else(|_| std::path::absolute(near)).ok()?;
        let found = start.ancestors().map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file())?;
        // Below where the user is, the short name says more.
        let here = std::env::current_dir().ok();
        let short = here.and_then(|here| found.strip_prefix(here).ok().map(Path::to_path_buf));
        Some(short.unwrap_or(found))
    })
}

fn check_languages(packs: &mut Packs) {
    let known: Vec<String> = packs.languages.iter().map(|l| l.code.clone()).collect();
    for (key, setting) in [("lang", &packs.settings.lang), ("ui-lang", &packs.settings.ui_lang)] {
        if setting.value != "auto" && !known.contains(&setting.value) {
            let args = vec![
                ("key", key.to_owned()),
                ("value", setting.value.clone()),
                ("allowed", format!("auto, {}", known.join(", "))),
            ];
            let problem = match &setting.origin {
                crate::packs::Origin::File(at) => Problem::at("unknown-language", at, args),
                _ => Problem::general("unknown-language", args),
            };
            packs.problems.push(problem);
        }
    }
}

/// The language of what is said outside any call: as set, else as the environment's locale says, else English.
pub fn words_language(coach: &Coach) -> &str {
    let set = coach.packs.settings.ui_lang.value.as_str();
    let codes = coach.packs.language_codes();
    if codes.contains(&set) {
        return set;
    }
    locale_language(&codes).unwrap_or("en")
}

/// The language that the environment's locale says, if it is one of these.
pub fn locale_language<'a>(codes: &[&'a str]) -> Option<&'a str> {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    locale.and_then(|l| codes.iter().find(|code| l.starts_with(**code)).copied())
}
