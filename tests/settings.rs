//! A user's own rules and settings, and what is said when they have mistakes.

mod common;

use common::{Folder, coach};
use serde_json::Value;

const CALL: &str = "Agent: Good morning, Linden Court, Tomasz speaking. How can I help?\n\
    Customer: Hi, I'd like to change my booking.\n\
    Agent: I can do you a cheap room on Friday.\n\
    Customer: Lovely.\n";

fn findings(card: &Value, behaviour: &str) -> Vec<Value> {
    let turns = card["turns"].as_array().expect("turns");
    let all = turns.iter().flat_map(|t| t["findings"].as_array().expect("findings").clone());
    all.filter(|f| f["behaviour"] == behaviour).collect()
}

const OWN_RULE: &str = r#"
lang = "en"

[[rule]]
id = "no-cheap"
kind = "avoid"
points = 4
phrases = ["cheap*"]
unless-phrases = ["not cheap"]
title = "Cheap"
why = "We sell good value."
message = "“{quote}” makes the room sound poor."
suggestion = "I can offer you a good-value room."
bad = ["It is a cheap room.", "We have cheaper ones."]
good = ["It is a good-value room.", "It is not cheap, but quiet."]
"#;

#[test]
fn a_rule_of_ones_own_is_one_table() {
    let folder = Folder::new();
    folder.file("rules/own.toml", OWN_RULE);
    let call = folder.file("call.txt", CALL);
    let rules = format!("{}/rules", folder.path());
    let card = &coach(&["score", "--format", "jsonl", "--rules", &rules, &call]).run().calls()[0];
    let found = findings(card, "no-cheap");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["quote"], "cheap");
    assert_eq!(found[0]["points"], -4);
    assert_eq!(found[0]["message"], "“cheap” makes the room sound poor.");
    let tested = coach(&["rules", "test", &rules]).run();
    insta::assert_snapshot!(tested.out, @"2 caught, 0 missed, 2 clean, 0 false alarms; 0 rules without examples.");
    assert_eq!(tested.status, 0);
}

#[test]
fn examples_that_come_out_wrong_are_told() {
    let folder = Folder::new();
    let wrong = OWN_RULE.replace("It is a cheap room.", "It is a fine room.").replace("not cheap, but", "cheap, but");
    folder.file("own.toml", wrong);
    let tested = coach(&["rules", "test", &folder.path()]).run();
    insta::assert_snapshot!(tested.out.replace(&folder.path(), "…"), @r"
    missed no-cheap (en)  …/own.toml:14:8
        It is a fine room.
    false alarm no-cheap (en)  …/own.toml:15:37
        It is cheap, but quiet.
    1 caught, 1 missed, 1 clean, 1 false alarms; 0 rules without examples.
    ");
    assert_eq!(tested.status, 1);
}

#[test]
fn settings_are_found_upward_from_the_input() {
    let folder = Folder::new();
    folder.file(
        "coach.toml",
        "pass-mark = 90\npacks = [\"own\"]\n\n[rules.no-cheap]\npoints = 9\n\n[rules.open-question]\nenabled = false\n",
    );
    folder.file("own/rule.toml", OWN_RULE);
    let call = folder.file("2026/march/call.txt", CALL);
    let card = &coach(&["score", "--format", "jsonl", &call]).run().calls()[0];
    assert_eq!(card["pass_mark"], 90);
    assert_eq!(findings(card, "no-cheap")[0]["points"], -9);
    assert!(!card["expected"].as_array().expect("expected").iter().any(|e| e["behaviour"] == "open-question"));
    let plain = &coach(&["score", "--format", "jsonl", "--no-config", &call]).run().calls()[0];
    assert_eq!(plain["pass_mark"], 75);
    assert!(findings(plain, "no-cheap").is_empty());
    let shown = coach(&["config", &call, "--ui-lang", "en", "--pass-mark-is-no-flag-here"]).run();
    assert_eq!(shown.status, 2);
    let shown = coach(&["config", &call]).run().out.replace(&folder.path(), "…");
    insta::assert_snapshot!(shown, @r#"
    # Settings of …/coach.toml
    pass-mark = 90                   # …/coach.toml:1
    protocol-points = 50             # default
    # fail-under =                   # default
    # fail-on =                      # default
    call-lang = "auto"               # default
    ui-lang = "auto"                 # default
    # redact =                       # default
    # baseline =                     # default
    disputes = []                    # default

    [limits]
    largest-file-mib = 256           # default
    longest-line-mib = 64            # default
    longest-turn-kib = 64            # default
    most-turns = 100000              # default
    unpacked-gib = 64                # default
    unpack-ratio = 200               # default
    # also read: …/coach.toml
    # also read: …/own/rule.toml

    [rules.no-cheap]
    points = 9                       # …/coach.toml:5

    [rules.open-question]
    enabled = false                  # …/coach.toml:8
    "#);
}

#[test]
fn speakers_lists_and_limits_can_be_added() {
    let folder = Folder::new();
    folder.file(
        "coach.toml",
        "[speakers]\nagent = [\"Recepción\"]\ncustomer = [\"Visitante\"]\n\n[lists.en]\nknown-terms = [\"PNR\"]\n\n[rules.interrupting]\ncost = 0.2\ncoach = 0.1\n",
    );
    let call = folder.file(
        "call.txt",
        "[00:01 - 00:05] Recepción: Good morning, how can I help you with the PNR?\n\
         [00:05 - 00:09] Visitante: Hello there, I wanted to ask you about the\n\
         [00:08.7 - 00:12] Recepción: Please tell me the date of your trip first.\n\
         [00:12 - 00:14] Visitante: The third of May.\n",
    );
    let card = &coach(&["score", "--format", "jsonl", &call]).run().calls()[0];
    assert_eq!(card["turns"][0]["speaker"], "agent");
    assert!(findings(card, "jargon").is_empty(), "PNR is known here");
    let found = findings(card, "interrupting");
    assert_eq!((found.len(), &found[0]["limit"]), (1, &Value::from(0.2)));
    let plain = &coach(&["score", "--format", "jsonl", "--no-config", "--agent", "Recepción", &call]).run().calls()[0];
    assert!(findings(plain, "interrupting").is_empty());
    assert_eq!(findings(plain, "jargon").len(), 1);
}

#[test]
fn every_mistake_is_shown_in_one_run() {
    let folder = Folder::new();
    folder.file(
        "own.toml",
        r#"lang = "en"

[[rule]]
id = "one"
kind = "avoyd"
mesage = "hm"
phrases = ["(a|b c"]

[[rule]]
id = "two"
kind = "expect"
cue = "greetin"
points = 7
severty = "minor"

[[cue]]
id = "own"
phrases = ["a ..40 b", 3]

[[text]
rule = "one"
"#,
    );
    let call = folder.file("call.txt", CALL);
    let ran = coach(&["score", "--rules", &folder.path(), &call]).run();
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!(ran.err.replace(&folder.path(), "…"), @r#"
    error[not-allowed]: “avoyd” cannot stand here; it can be: avoid, expect, praise, condition, order, limit, carried
     --> …/own.toml:5:8
      |
    5 | kind = "avoyd"
      |        ^^^^^^^
      |
      = help: did you mean “avoid”?

    error[unknown-key]: the key “mesage” is not known
     --> …/own.toml:6:1
      |
    6 | mesage = "hm"
      | ^^^^^^
      |
      = help: did you mean “message”?

    error[phrase-never-closed]: “(” is never closed
     --> …/own.toml:7:13
      |
    7 | phrases = ["(a|b c"]
      |             ^

    error[unknown-cue]: there is no cue named “greetin”
      --> …/own.toml:12:7
       |
    12 | cue = "greetin"
       |       ^^^^^^^^^
       |
       = help: did you mean “greeting”?

    error[field-not-for-kind]: a rule of the kind expect has no “points”
      --> …/own.toml:13:10
       |
    13 | points = 7
       |          ^

    error[unknown-key]: the key “severty” is not known
      --> …/own.toml:14:1
       |
    14 | severty = "minor"
       | ^^^^^^^
       |
       = help: did you mean “severity”?

    error[phrase-gap]: a gap is written with its number of words, 1 to 12: “..3”
      --> …/own.toml:18:15
       |
    18 | phrases = ["a ..40 b", 3]
       |               ^

    error[wrong-type]: “phrases” must be of type string, and is integer
      --> …/own.toml:18:24
       |
    18 | phrases = ["a ..40 b", 3]
       |                        ^

    error[toml-syntax]: broken TOML: unclosed array table, expected `]`
      --> …/own.toml:20:8
       |
    20 | [[text]
       |        ^

    9 mistakes; no call was read.
    "#);
}

#[test]
fn mistakes_in_settings_are_shown_too() {
    let folder = Folder::new();
    folder.file(
        "coach.toml",
        "pass-mark = 140\nfail-on = \"terrible\"\nui-lang = \"fr\"\npas-mark = 3\n[rules.jargn]\nenabled = 1\n",
    );
    let call = folder.file("call.txt", CALL);
    let ran = coach(&["score", &call]).run();
    assert_eq!(ran.status, 2);
    insta::assert_snapshot!(ran.err.replace(&folder.path(), "…"), @r#"
    error[out-of-range]: 140 is not between 0 and 100
     --> …/coach.toml:1:13
      |
    1 | pass-mark = 140
      |             ^^^

    error[not-allowed]: “terrible” cannot stand here; it can be: tip, minor, major, critical
     --> …/coach.toml:2:11
      |
    2 | fail-on = "terrible"
      |           ^^^^^^^^^^

    error[unknown-language]: “fr” is no language known for ui-lang; it can be: auto, es, en
     --> …/coach.toml:3:11
      |
    3 | ui-lang = "fr"
      |           ^^^^

    error[unknown-key]: the key “pas-mark” is not known
     --> …/coach.toml:4:1
      |
    4 | pas-mark = 3
      | ^^^^^^^^
      |
      = help: did you mean “pass-mark”?

    error[unknown-rule]: there is no rule named “jargn”
     --> …/coach.toml:5:8
      |
    5 | [rules.jargn]
      |        ^^^^^
      |
      = help: did you mean “jargon”?

    error[wrong-type]: “enabled” must be of type boolean, and is integer
     --> …/coach.toml:6:11
      |
    6 | enabled = 1
      |           ^

    6 mistakes; no call was read.
    "#);
}

#[test]
fn the_report_speaks_the_language_asked_for() {
    let folder = Folder::new();
    let call = folder.file("call.txt", CALL);
    assert!(coach(&["score", &call]).run().out.contains("PASS"));
    assert!(coach(&["score", "--ui-lang", "es", &call]).run().out.contains("APRUEBA"));
    assert!(coach(&["rules", "list"]).env("LANG", "es_MX.UTF-8").run().out.contains("reglas en vigor"));
    assert_eq!(coach(&["score", "--lang", "xx", &call]).run().status, 2);
}

#[test]
fn what_would_do_nothing_is_refused() {
    let folder = Folder::new();
    folder.file("rules/own.toml", OWN_RULE.replace("lang = \"en\"", "lang = \"english\""));
    folder.file(
        "coach.toml",
        "[rules.greeting]\npoints = 3\nseverity = \"major\"\n\n[lists.es]\nknown-term = [\"SOP\"]\n\n[lists.fr]\nx = [\"y\"]\n",
    );
    let call = folder.file("call.txt", CALL);
    let ran = coach(&["score", "--rules", &format!("{}/rules", folder.path()), &call]).run();
    assert_eq!(ran.status, 2);
    let titles: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("error")).collect();
    insta::assert_snapshot!(titles.join("\n"), @"
    error[not-for-this-kind]: this has no effect on the rule “greeting”, which is of another kind
    error[not-for-this-kind]: this has no effect on the rule “greeting”, which is of another kind
    error[list-unused]: no phrase uses a list named “known-term”
    error[unknown-language]: “fr” is no language known for lists; it can be: es, en
    error[list-unused]: no phrase uses a list named “x”
    error[unknown-language]: “english” is no language known for lang; it can be: es, en
    ");
}

#[test]
fn a_folder_may_be_named_twice() {
    let folder = Folder::new();
    folder.file("coach.toml", "packs = [\"own\"]\n");
    folder.file("own/rule.toml", OWN_RULE);
    let own = format!("{}/own", folder.path());
    let ran = coach(&["rules", "test", &own, "--rules", &own]).folder(&folder.0).run();
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn what_is_expected_is_expected_of_the_agent() {
    let folder = Folder::new();
    folder.file(
        "own/rule.toml",
        "[[rule]]\nid = \"says-deposit\"\nkind = \"expect\"\nphrases = [\"deposit\"]\nafter = [\"booked\"]\n\n\
         [[cue]]\nid = \"booked\"\nphrases = [\"booked\"]\n",
    );
    let status = |text: &str| {
        let call = folder.file("call.txt", text);
        let rules = format!("{}/own", folder.path());
        let card = &coach(&["score", "--format", "jsonl", "--rules", &rules, &call]).run().calls()[0];
        let expected = card["expected"].as_array().expect("expected").clone();
        expected.iter().find(|e| e["behaviour"] == "says-deposit").expect("the rule")["status"].clone()
    };
    assert_eq!(status("Agent: It is booked.\nCustomer: And the deposit?\nAgent: Never mind.\n"), "missed");
    assert_eq!(status("Agent: It is booked.\nCustomer: Good.\nAgent: The deposit is fifty.\n"), "met");
}
