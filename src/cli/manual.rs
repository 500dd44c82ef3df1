//! `coach completions` and `coach man`: made from the command line as it is parsed, and from nothing else, so that
//! neither can be stale. In English, as the help texts are.

use std::io::{self, Write};
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::Status;
use super::args::{Cli, CompletionsArgs, ManArgs};
use super::rules::print;
use super::setup::locale_language;
use crate::packs::Packs;

/// Runs `coach completions`.
pub fn completions(args: &CompletionsArgs) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "coach", &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// Runs `coach man`.
pub fn run(args: &ManArgs) -> Status {
    let pages = pages();
    if let Some(folder) = &args.dir {
        return match write(&pages, folder) {
            Ok(()) => Status::Done,
            Err(error) => unwritable(folder, &error),
        };
    }
    let name = args.command.iter().fold("coach".to_owned(), |name, word| format!("{name}-{word}"));
    if let Some((_, page)) = pages.iter().find(|(named, _)| *named == name) {
        return print(&String::from_utf8_lossy(page));
    }
    // As of a command that is not there when it is called.
    let mut error = clap::Error::new(ErrorKind::InvalidSubcommand).with_cmd(&Cli::command());
    error.insert(ContextKind::InvalidSubcommand, ContextValue::String(args.command.join(" ")));
    let _ = error.print();
    Status::Usage
}

/// The pages of all commands, each with its name: `coach`, `coach-rules-list`.
fn pages() -> Vec<(String, Vec<u8>)> {
    let mut coach = Cli::command();
    coach.build();
    let mut pages = Vec::new();
    collect(&coach, "coach", &mut pages);
    pages
}

fn collect(command: &Command, name: &str, pages: &mut Vec<(String, Vec<u8>)>) {
    let mut page = Vec::new();
    // Written to memory: nothing can go wrong.
    let version = concat!("coach ", env!("CARGO_PKG_VERSION"));
    let _ = Man::new(command.clone()).source(version).render(&mut page);
    pages.push((name.to_owned(), page));
    for below in command.get_subcommands() {
        collect(below, &format!("{name}-{}", below.get_name()), pages);
    }
}

fn write(pages: &[(String, Vec<u8>)], folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    pages.iter().try_for_each(|(name, page)| std::fs::write(folder.join(format!("{name}.1")), page))
}

fn unwritable(folder: &Path, error: &io::Error) -> Status {
    let packs = Packs::embedded();
    let language = locale_language(&packs.language_codes()).unwrap_or("en");
    let args = vec![("path", folder.display().to_string()), ("detail", error.to_string())];
    let _ = writeln!(io::stderr(), "coach: {}", packs.messages.say(language, "report.write-failed", &args));
    Status::Usage
}
