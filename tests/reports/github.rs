//! Annotations of GitHub: a command a line.

use super::{of_call, report};

#[test]
fn a_command_a_line() {
    let out = of_call("github", &["--ui-lang", "en"]);
    // What is missing, and how it is said, is the rules' affair.
    let said: Vec<&str> = out.lines().filter(|line| !line.starts_with("::warning ")).collect();
    insta::assert_snapshot!(said.join("\n"), @"
    ::notice title=Call reviews::Personal data is not masked in this report: it was asked for so.
    ::error file=-,line=4,endLine=4,col=32,endColumn=48,title=Abrupt hold::c-1 (turn 2), −6: “Espere un momento”: the customer was made to wait without being asked, without hearing why, or before they could answer. Better: May I put you on hold for two minutes while I check this with the billing team?
    ::error file=-,line=6,endLine=6,col=32,endColumn=38,title=Negative tone::c-1 (turn 4), −6: “Cálmese” sounds irritated or cold to the person on the other end. Say what you need, or what comes next, without the edge. Better: I know this has taken a while. Let's go through it together, and I'll make sure it gets sorted.
    ::notice title=Call reviews::2 errors, 9 warnings, 0 notices. GitHub shows at most ten of each kind a step; all of them stand in the log.
    ");
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
