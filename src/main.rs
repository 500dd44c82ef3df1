//! The `coach` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    callcoach::cli::run()
}
