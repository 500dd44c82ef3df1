//! Annotations of GitHub: a command a line.

use super::{of_call, report};

#[test]
fn a_command_a_line() {
    let out = of_call("github", &["--ui-lang", "en"]);
    let said: Vec<&str> = out.lines().filter(|line| !line.contains("-: c-1, ") && line.len() < 400).collect();
    insta::assert_snapshot!(said.join("\n"), @"");
}

#[test]
fn only_commands_come_out_and_the_last_one_counts_them() {
    let out = report("github", &["--ui-lang", "en", "samples", "no:such,file"]).out;
    let count = |level: &str| out.lines().filter(|line| line.starts_with(&format!("::{level} "))).count();
    let (errors, warnings, notices) = (count("error"), count("warning"), count("notice"));
    assert_eq!(errors + warnings + notices, out.lines().count());
    assert!(errors > 5 && warnings > 100);
    assert!(out.contains("::error file=no%3Asuch%2Cfile,title=Could not be read::cannot be read: No such file"));
    let last = out.lines().last().expect("a line");
    // Two notices are about the report itself.
    let counts = format!("::{errors} errors, {warnings} warnings, {} notices. GitHub shows", notices - 2);
    assert!(last.contains(&counts), "{last}");
}
