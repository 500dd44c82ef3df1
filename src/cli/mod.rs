//! The command line: parses, builds the coach, runs a command, gives the exit status. `main` calls `run` and nothing
//! else.

mod args;
pub mod check;
mod config;
mod explain;
mod formats;
mod manual;
mod outputs;
mod rules;
mod schema;
mod score;
mod setup;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// The exit statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The work was done.
    Done = 0,
    /// A call fails what was asked for, or a file could not be read.
    Failed = 1,
    /// Usage, rule or configuration error.
    Usage = 2,
    /// No transcript could be read at all.
    NothingRead = 3,
}

/// Runs the program and gives its exit status.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let status = match cli.command {
        Command::Score(args) => score::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Rules(args) => rules::run(&args.action),
        Command::Formats(args) => formats::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::run(&args),
    };
    ExitCode::from(status as u8)
}
