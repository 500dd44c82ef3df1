//! What many calls came to: by agent, team and day, and against an earlier run.

mod common;

use common::{Folder, coach};
use serde_json::{Value, json};

/// A call in the program's own format; what is empty is left out.
fn call(id: &str, agent: &str, team: &str, started: &str, turns: &[(&str, &str)]) -> Value {
    let turns: Vec<Value> = turns.iter().map(|(speaker, text)| json!({"speaker": speaker, "text": text})).collect();
    let mut call = json!({"id": id, "language": "en", "turns": turns});
    for (key, value) in [("agent", agent), ("team", team), ("started", started)] {
        if !value.is_empty() {
            call[key] = json!(value);
        }
    }
    call
}

const GOOD: &[(&str, &str)] = &[
    ("agent", "Good morning, thank you for calling Lumen Energy, my name is Ana, how can I help you?"),
    ("customer", "Hello, my bill is twice as high as in May."),
    ("agent", "I understand, that must be worrying. May I have your name, please?"),
    ("customer", "Ruth Vale."),
    ("agent", "Thank you, Ruth. So your bill is twice as high as in May, is that right?"),
    ("customer", "Yes. Could you correct it?"),
    (
        "agent",
        "Absolutely, I'll do that for you now. I have corrected it, Ruth: you pay 40 dollars. Does that solve it?",
    ),
    ("customer", "Yes."),
    ("agent", "Is there anything else I can help you with? Thank you for calling, Ruth, have a good day."),
];
const BAD: &[(&str, &str)] = &[
    ("agent", "Yes?"),
    ("customer", "My bill is twice as high as in May."),
    ("agent", "That's not my problem. You have to calm down."),
    ("customer", "But I am calm."),
    ("agent", "Calm down, I said."),
];

/// Six calls: two agents of two teams on three days, and two in folders that say whose they are.
fn calls() -> Folder {
    let folder = Folder::new();
    let file = |name: &str, call: Value| folder.file(&format!("calls/{name}"), call.to_string());
    file("a1.json", call("a1", "Ana", "North", "2026-03-01T23:30:00-06:00", GOOD));
    file("a2.json", call("a2", "Ana", "North", "2026-03-02T09:00:00Z", BAD));
    file("b1.json", call("b1", "Beto", "South", "2026-03-02 10:00", BAD));
    file("b2.json", call("b2", "Beto", "South", "yesterday", BAD));
    file("west/Carla/c1.json", call("c1", "", "", "", GOOD));
    file("west/2026-03-03/Carla/c2.json", call("c2", "", "", "", BAD));
    folder
}

fn score(folder: &Folder, args: &[&str]) -> common::Ran {
    let all = [&["score", "calls", "--no-config", "--ui-lang", "en"], args].concat();
    coach(&all).folder(&folder.0).run()
}

fn summary(folder: &Folder, args: &[&str]) -> Value {
    let ran = score(folder, &[&["--format", "summary"], args].concat());
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {} {}", ran.out, ran.err))
}

fn lines(folder: &Folder) -> Vec<Value> {
    score(folder, &["--format", "jsonl"]).calls()
}

/// Mean and standard deviation of the scores of these calls, worked out the long way.
fn numbers(cards: &[Value], ids: &[&str]) -> (f64, f64) {
    let scores: Vec<f64> = cards
        .iter()
        .filter(|card| ids.iter().any(|id| card["id"] == *id))
        .map(|card| card["score"].as_f64().expect("a score"))
        .collect();
    assert_eq!(scores.len(), ids.len());
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    let squares: f64 = scores.iter().map(|score| (score - mean).powi(2)).sum();
    (mean, (squares / (scores.len() as f64 - 1.0)).sqrt())
}

fn near(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((value - expected).abs() < 0.0051, "{value} is not {expected}");
}

fn group<'v>(summary: &'v Value, kind: &str, name: &str) -> &'v Value {
    let groups = summary[kind]["groups"].as_array().expect("groups");
    groups.iter().find(|group| group["name"] == name).unwrap_or_else(|| panic!("{kind} has no {name}: {groups:?}"))
}

fn names(groups: &Value) -> Vec<&str> {
    groups["groups"].as_array().expect("groups").iter().map(|group| group["name"].as_str().expect("a name")).collect()
}

#[test]
fn everything_is_counted_by_agent_team_and_day() {
    let folder = calls();
    let (cards, all) = (lines(&folder), summary(&folder, &[]));
    let (mean, spread) = numbers(&cards, &["a1", "a2", "b1", "b2", "c1", "c2"]);
    assert_eq!((&all["calls"], &all["judged"], &all["passed"]), (&json!(6), &json!(6), &json!(2)));
    near(&all["mean"], mean);
    near(&all["spread"], spread);
    near(&all["pass_rate"], 2.0 / 6.0);
    assert_eq!(all["rules"], cards[0]["stamp"]["rules"]);

    assert_eq!(names(&all["by_agent"]), ["Ana", "Beto", "Carla"]);
    let ana = group(&all, "by_agent", "Ana");
    let (mean, spread) = numbers(&cards, &["a1", "a2"]);
    near(&ana["mean"], mean);
    near(&ana["median"], mean);
    near(&ana["spread"], spread);
    assert_eq!((&ana["calls"], &ana["passed"], &ana["from_folder"]), (&json!(2), &json!(1), &json!(false)));
    let carla = group(&all, "by_agent", "Carla");
    assert_eq!((&carla["calls"], &carla["from_folder"]), (&json!(2), &json!(true)));

    assert_eq!(names(&all["by_team"]), ["North", "South", "west"]);
    assert_eq!(group(&all, "by_team", "South")["pass_rate"], json!(0.0));

    // The day of the call's own clock; a folder's name where there is none; nothing for “yesterday”.
    assert_eq!(names(&all["by_day"]), ["2026-03-01", "2026-03-02", "2026-03-03"]);
    assert_eq!(group(&all, "by_day", "2026-03-02")["calls"], 2);
    assert_eq!(all["by_day"]["unknown"]["calls"], 2);
}

#[test]
fn faults_and_praises_have_the_words_of_the_first_call() {
    let folder = calls();
    let (cards, all) = (lines(&folder), summary(&folder, &[]));
    for (list, kind) in [("faults", "avoid"), ("praises", "praise")] {
        let mut quoted = 0;
        for found in all[list].as_array().expect("a list").iter().filter(|found| found["missing"] == false) {
            let heard = cards.iter().flat_map(|card| {
                let turns = card["turns"].as_array().expect("turns").iter();
                turns.flat_map(move |turn| {
                    turn["findings"].as_array().expect("findings").iter().map(move |f| (card, turn, f))
                })
            });
            let heard: Vec<_> = heard.filter(|(_, _, f)| f["kind"] == kind && f["rule"] == found["rule"]).collect();
            assert_eq!(found["times"], heard.len(), "{found}");
            let (card, turn, finding) = heard[0];
            let example = &found["example"];
            assert_eq!((&example["call"], &example["turn"]), (&card["id"], &turn["index"]));
            assert_eq!(example["quote"], finding["quote"]);
            quoted += 1;
        }
        assert!(quoted > 0, "some {list}");
    }
    let beto = group(&all, "by_agent", "Beto")["faults"].as_array().expect("faults");
    assert!(beto.len() == 5 && beto.iter().all(|fault| fault["calls"] == 2), "{beto:?}");
    let call = beto.iter().find_map(|fault| fault["example"]["call"].as_str());
    assert_eq!(call, Some("b1"), "the first of the group's own calls");
}

#[test]
fn threads_change_no_byte() {
    let folder = calls();
    for format in ["summary", "text"] {
        let run = |threads: &str| score(&folder, &["--format", format, "--detail", "line", "-j", threads]).out;
        assert_eq!(run("1"), run("2"));
    }
}

/// The cards as an earlier run might have written them: three calls were better, other rules, an unknown fault.
fn earlier(folder: &Folder) -> Vec<Value> {
    let mut cards = lines(folder);
    for card in &mut cards {
        if card["agent"] == "Beto" {
            (card["score"], card["passed"]) = (json!(90), json!(true));
        }
        if card["id"] == "c1" {
            (card["score"], card["passed"]) = (json!(10.5), json!(false));
            card["turns"][0]["findings"] = json!([{"rule": "no-such-rule", "kind": "avoid", "points": -5}]);
        }
        card["expected"] = json!([]);
    }
    cards
}

fn write(folder: &Folder, name: &str, cards: &[Value]) -> String {
    let lines: Vec<String> = cards.iter().map(Value::to_string).collect();
    folder.file(name, lines.join("\n"))
}

#[test]
fn what_has_changed_is_told() {
    let folder = calls();
    let before = earlier(&folder);
    let file = write(&folder, "earlier.jsonl", &before);
    let now = summary(&folder, &["--compare", &file]);
    let compared = &now["compared"];
    let ids = ["a1", "a2", "b1", "b2", "c1", "c2"];
    let (mean_before, mean_now) = (numbers(&before, &ids).0, numbers(&lines(&folder), &ids).0);
    near(&compared["mean"]["before"], mean_before);
    near(&compared["mean"]["now"], mean_now);
    near(&compared["mean"]["change"], mean_now - mean_before);
    near(&compared["pass_rate"]["before"], 0.5);
    assert_eq!((&compared["calls_before"], &compared["matched"]), (&json!(6), &json!(6)));
    assert_eq!(compared["rules_differ"], false);
    let turned = |way: &str| -> Vec<&str> {
        let calls = compared[way]["calls"].as_array().expect("calls");
        assert_eq!(compared[way]["count"], calls.len());
        calls.iter().map(|call| call["call"].as_str().expect("an id")).collect()
    };
    assert_eq!((turned("fail"), turned("pass")), (vec!["b1", "b2"], vec!["c1"]));
    assert_eq!(compared["pass"]["calls"][0]["before"], 10.5);
    let agents: Vec<&Value> = compared["agents"].as_array().expect("agents").iter().map(|a| &a["name"]).collect();
    // Ana's mean is what it was. Folders name agents in both runs, since they are the same.
    assert_eq!(agents[2], "Ana");
    assert_eq!(compared["agents"][2]["change"], 0);
    assert!(agents.contains(&&json!("Carla")) && agents.contains(&&json!("Beto")));
    assert_eq!(
        (&compared["fell"][0]["name"], &compared["fell"][0]["change"]),
        (&json!("no-such-rule"), &json!(-16.67))
    );
    let missing = |fault: &Value| fault["missing"] == true && fault["before"] == 0;
    assert!(compared["rose"].as_array().is_some_and(|rose| !rose.is_empty() && rose.iter().all(missing)));

    let text = score(&folder, &["--compare", &file]).out;
    assert!(text.contains("Fail now and passed before (2): b1 (90 → "), "{text}");
    assert!(text.contains("Pass now and failed before (1): c1 (10.5 → "), "{text}");
    assert!(!text.contains("Other rules"), "{text}");
}

#[test]
fn other_rules_and_other_calls_are_told() {
    let folder = calls();
    let mut before = earlier(&folder);
    for (index, card) in before.iter_mut().enumerate() {
        card["stamp"]["rules"] = json!("sha256:other");
        card["id"] = json!(format!("elsewhere-{index}"));
    }
    // Where it lies among the calls, it is none of them.
    let file = write(&folder, "calls/earlier.jsonl", &before);
    let whole = summary(&folder, &["--compare", &file]);
    assert_eq!(whole["calls"], 6);
    let compared = &whole["compared"];
    assert_eq!((&compared["rules_differ"], &compared["matched"]), (&json!(true), &json!(0)));
    let text = score(&folder, &["--compare", &file]).out;
    assert!(text.contains("Other rules were in force then") && text.contains("No call is in both runs"), "{text}");
}

#[test]
fn an_array_and_a_summary_are_earlier_runs_too() {
    let folder = calls();
    let same = |earlier: &Value| {
        let compared = &earlier["compared"];
        assert_eq!(compared["mean"]["change"], 0, "{compared}");
        assert_eq!((&compared["calls_before"], &compared["rules_differ"]), (&json!(6), &json!(false)));
        assert_eq!((&compared["rose"], &compared["fell"]), (&json!([]), &json!([])));
        assert_eq!(compared["agents"].as_array().map(Vec::len), Some(3));
        compared["matched"].clone()
    };
    let array = folder.file("earlier.json", score(&folder, &["--format", "json"]).out);
    assert_eq!(same(&summary(&folder, &["--compare", &array])), 6);
    let whole = folder.file("earlier.summary.json", score(&folder, &["--format", "summary"]).out);
    assert_eq!(same(&summary(&folder, &["--compare", &whole])), 0, "a summary names no calls");
    let line = folder.file("line.json", summary(&folder, &[]).to_string());
    assert_eq!(same(&summary(&folder, &["--compare", &line])), 0);
}

#[test]
fn what_is_no_earlier_run_is_named_with_its_line() {
    let folder = calls();
    let good = lines(&folder)[0].to_string();
    let cases = [
        (folder.file("broken.jsonl", format!("{good}\n{{\"id\": 3\n")), "line 2 of "),
        (folder.file("other.jsonl", "{\"id\": \"x\"}\n"), "line 1 of "),
        (folder.file("pretty.json", "{\n  \"calls\": \"many\"\n}\n"), "line 2 of "),
        (folder.file("empty.jsonl", "\n"), "has no calls"),
        (folder.0.join("none.jsonl").display().to_string(), "cannot read "),
    ];
    for (file, expected) in cases {
        let ran = score(&folder, &["--compare", &file]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{file}");
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
}

#[test]
fn reports_without_a_summary_count_nothing_and_say_so() {
    let folder = calls();
    let file = write(&folder, "earlier.jsonl", &earlier(&folder));
    let ran = score(&folder, &["--format", "jsonl", "--compare", &file]);
    assert!(ran.err.contains("--compare shows nothing here"), "{}", ran.err);
    let ran = score(&folder, &["--format", "summary", "--compare", &file]);
    assert!(!ran.err.contains("--compare"), "{}", ran.err);
}

#[test]
fn ten_thousand_agents_stay_few() {
    let folder = Folder::new();
    let turns: &[(&str, &str)] = &[("agent", "Yes?"), ("customer", "Hello.")];
    let mut text = String::new();
    for number in 0..10_000 {
        let agent = if number == 7 { "\u{1b}[31m\u{202e}x".repeat(5_000) } else { format!("agent {number:05}") };
        text += &format!("{}\n", call(&format!("c{number}"), &agent, "", "", turns));
    }
    let file = folder.file("calls/many.jsonl", text);
    let ran = coach(&["score", &file, "--no-config", "--format", "summary"]).run();
    let all: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(all["by_agent"]["groups"].as_array().map(Vec::len), Some(2_000));
    assert_eq!((&all["calls"], &all["by_agent"]["others"]["calls"]), (&json!(10_000), &json!(8_000)));
    assert!(names(&all["by_agent"]).iter().all(|name| name.chars().count() <= 121));
    let text = coach(&["score", &file, "--no-config", "--detail", "line"]).run().out;
    let closing: Vec<&str> = text.lines().skip(10_001).collect();
    assert!(closing.len() < 80, "{}", closing.join("\n"));
    assert!(closing.iter().any(|line| line.contains("1988")), "{}", closing.join("\n"));
    for out in [&ran.out, &text] {
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "nothing steers");
    }
}

#[test]
fn the_closing_tables_fit_the_page() {
    let folder = calls();
    let file = write(&folder, "earlier.jsonl", &earlier(&folder));
    for language in ["en", "es"] {
        for width in [32, 60, 72, 100, 200] {
            let args = ["score", "calls", "--no-config", "--detail", "line", "--ui-lang", language, "--compare", &file];
            let ran = coach(&args).folder(&folder.0).env("COLUMNS", &width.to_string()).run();
            let wide = ran.out.lines().find(|line| line.chars().count() > width && !line.contains(&folder.path()));
            assert_eq!(wide, None, "{width} columns: {}", ran.out);
        }
    }
}

#[test]
fn the_closing_tables_read_well() {
    let folder = calls();
    let file = write(&folder, "earlier.jsonl", &earlier(&folder));
    let text = score(&folder, &["--detail", "line", "--compare", &file]).out.replace(&folder.path(), "");
    insta::assert_snapshot!(text, @"
       95 ✓  a1                            −5 Questions that help to understand
       36 ✗  a2                            −12 Negative tone, −12 Says what was don…
       36 ✗  b1                            −12 Negative tone, −12 Says what was don…
       36 ✗  b2                            −12 Negative tone, −12 Says what was don…
       36 ✗  c2                            −12 Negative tone, −12 Says what was don…
       95 ✓  c1                            −5 Questions that help to understand

    6 calls · 2 pass · mean 55.7 · from 36 to 95 · spread 30.5 · median 36

      Most frequent                                        calls     times    points
      Missing: Questions that help to understand               6         6       −42
      Negative tone                                            4         8       −48
        “That's not my problem” (a2, #2)
      Missing: Says what was done or will be done              4         4       −48
      Missing: Says the problem back                           4         4       −32
      Missing: Asks whether there is anything else             4         4       −24
      Missing: Asks whether the matter is settled              4         4       −24
      Missing: Says goodbye                                    4         4       −16
      Missing: Thanks the customer                             4         4       −16
      Missing: Addresses the customer by name                  4         4       −16

      Done well                                                calls     times
      Sure and willing                                             2         2
        “Absolutely, I'll” (a1, #6)

      Agent                    calls     mean   spread     pass  most often
      Beto                         2       36        0       0%  2× Negative tone
      Ana                          2     65.5     41.7      50%  2× Missing: Questi…
      Carla                        2     65.5     41.7      50%  2× Missing: Questi…

      Team                     calls     mean   spread     pass  most often
      South                        2       36        0       0%  2× Negative tone
      North                        2     65.5     41.7      50%  2× Missing: Questi…
      west                         2     65.5     41.7      50%  2× Missing: Questi…

      Day                      calls     mean   spread     pass  most often
      2026-03-01                   1       95        —     100%  1× Missing: Questi…
      2026-03-02                   2       36        0       0%  2× Negative tone
      2026-03-03                   1       36        —       0%  1× Negative tone
      (not known)                  2     65.5     41.7      50%  2× Missing: Questi…

    Compared with /earlier.jsonl
                                                            before      now   change
      Calls                                                      6        6        0
      Mean score                                              59.6     55.7     −3.9
      Of 100 calls pass                                         50     33.3    −16.7

      Agents (mean)                                         before      now   change
      Beto                                                      90       36      −54
      Carla                                                   23.3     65.5    +42.3

      Teams (mean)                                          before      now   change
      South                                                     90       36      −54
      west                                                    23.3     65.5    +42.3

      More often, in 100 calls                              before      now   change
      Missing: Questions that help to understand                 0      100     +100
      Missing: Says goodbye                                      0     66.7    +66.7
      Missing: Asks whether there is anything else               0     66.7    +66.7
      Missing: Says the problem back                             0     66.7    +66.7
      Missing: Asks whether the matter is settled                0     66.7    +66.7
      … and 3 more

      Less often, in 100 calls                              before      now   change
      no-such-rule                                            16.7        0    −16.7

    Fail now and passed before (2): b1 (90 → 36), b2 (90 → 36)

    Pass now and failed before (1): c1 (10.5 → 95)
    ");
}

#[test]
fn folders_tell_what_the_input_does_not() {
    let folder = Folder::new();
    let file = |name: &str, agent: &str, team: &str| {
        let id = name.replace('/', "-");
        folder.file(&format!("calls/{name}.json"), call(&id, agent, team, "", &GOOD[..4]).to_string());
    };
    // One folder: a team's, unless the team is known.
    file("one/x", "", "");
    file("one/y", "Ana", "");
    file("luis/z", "", "North");
    // Two: an agent's in a team's.
    file("south/eva/x", "", "");
    // Known is known.
    file("south/eva/y", "Ana", "North");
    // None.
    file("alone", "", "");
    let placed = |args: &[&str]| {
        let ran = coach(args).folder(&folder.0).run();
        let all: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err));
        let of = |kind: &str| {
            let groups = all[kind]["groups"].as_array().expect("groups").iter();
            let mut named: Vec<String> = groups
                .map(|group| {
                    let mark = if group["from_folder"] == true { "/" } else { "" };
                    format!("{}{mark} {}", group["name"].as_str().expect("a name"), group["calls"])
                })
                .collect();
            named.push(format!("? {}", all[kind]["unknown"].get("calls").unwrap_or(&json!(0))));
            named.join(", ")
        };
        (of("by_agent"), of("by_team"))
    };
    let score = ["score", "--no-config", "--format", "summary"];
    let (agents, teams) = placed(&[&score[..], &["calls"]].concat());
    assert_eq!(agents, "Ana 2, eva/ 1, luis/ 1, ? 2");
    assert_eq!(teams, "North 2, one/ 2, south/ 1, ? 1");
    // Several paths: what they have in common tells nothing, what is below does.
    let (_, teams) = placed(&[&score[..], &["calls/one", "calls/luis/z.json"]].concat());
    assert_eq!(teams, "North 1, one/ 2, ? 0");
    // From here and from the root of the disk there is nothing in common.
    let far = format!("{}/calls/one/x.json", folder.path());
    let (agents, teams) = placed(&[&score[..], &["calls/one/y.json", &far]].concat());
    assert_eq!((agents.as_str(), teams.as_str()), ("Ana 1, ? 1", "? 2"));
}
