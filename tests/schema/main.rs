//! `coach schema`: what is written, every rule file and every setting are as the schemas say; what the schemas say is
//! what the program takes.

#[path = "../common/mod.rs"]
mod common;
mod validator;

use std::path::{Path, PathBuf};

use common::{Folder, coach, root, score_samples};
use serde_json::{Map, Value, json};
use validator::mistakes;

fn schema(of: &str) -> Value {
    let ran = coach(&["schema", of]).run();
    assert_eq!(ran.status, 0, "{}", ran.err);
    let schema: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    schema
}

fn toml(text: &str) -> Value {
    toml::from_str(text).expect("TOML")
}

/// Every `.toml` file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
    entries.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|e| e == "toml")).collect()
}

#[test]
fn every_card_is_as_its_schema_says() {
    let schema = schema("output");
    let all = coach(&["score", "--quiet", "--format", "jsonl", "samples/"]).run().calls();
    assert!(all.len() > 40);
    // With a record of what is known and disputed the cards have more to say.
    let folder = Folder::new();
    let baseline = folder.path() + "/known.jsonl";
    assert_eq!(score_samples(&["--quiet", "--write-baseline", &baseline]).run().status, 0);
    let print = all.iter().find_map(|card| card["expected"][0]["fingerprint"].as_str()).expect("a missing thing");
    let line =
        json!({"fingerprint": print, "verdict": "wrong", "note": "She said it.", "who": "Ana", "when": "2026-11-01"});
    let disputes = folder.file("verdicts.jsonl", line.to_string() + "\n");
    let grave = folder.file("coach.toml", "[rules.jargon]\nseverity = \"critical\"\npoints = 100\n");
    let late = "Agent: Hello, Larch.\nCustomer: It does not open.\nAgent: Which one?\nCustomer: The blue one.\nAgent: I have \
                sent it again.\nCustomer: Thanks.\nAgent: Is there anything else?\nCustomer: No, bye.\nAgent: How can I help \
                you today?\nCustomer: What?\nAgent: Goodbye.\n";
    let late = folder.file("late.txt", late);
    let asked = ["--baseline", &baseline, "--disputes", &disputes, "--config", &grave, "samples/", &late];
    let more = coach(&[&["score", "-q", "--format", "jsonl"][..], &asked].concat()).run().calls();
    let text = serde_json::to_string(&more).expect("JSON");
    let rare =
        ["known", "disputed", "raise", "critical", "beyond", "until", "joined", "unverifiable", "value", "limit"];
    for key in rare.iter().chain(&["phases_skipped", "phases_out_of_order", "team", "started", "notes"]) {
        assert!(text.contains(&format!("\"{key}\"")), "no sample has {key}");
    }
    for card in all.iter().chain(&more) {
        assert_eq!(mistakes(&schema, card), Vec::<String>::new(), "{}", card["id"]);
    }
}

#[test]
fn a_card_that_is_otherwise_is_none() {
    let schema = schema("output");
    let card = &coach(&["score", "--format", "jsonl", "samples/es-seguro-mala.txt"]).run().calls()[0];
    let turn = card["turns"].as_array().expect("turns").iter().position(|t| t["findings"][0].is_object());
    let finding = format!("/turns/{}/findings/0", turn.expect("a finding"));
    let changed = |at: &str, change: &dyn Fn(&mut Map<String, Value>)| {
        let mut card = card.clone();
        change(card.pointer_mut(at).expect("a place").as_object_mut().expect("an object"));
        mistakes(&schema, &card).len()
    };
    assert_eq!(changed("", &|_| ()), 0);
    for at in ["", &finding, "/expected/0", "/metrics", "/stamp", "/turns/0"] {
        assert_eq!(changed(at, &|object| drop(object.insert("more".to_owned(), json!(1)))), 1, "{at}");
    }
    assert_eq!(changed("", &|card| drop(card.remove("score"))), 1);
    assert_eq!(changed("", &|card| drop(card.insert("agent".to_owned(), Value::Null))), 1);
    assert_eq!(changed(&finding, &|finding| drop(finding.insert("kind".to_owned(), json!("avoyd")))), 1);
    assert_eq!(changed(&finding, &|finding| drop(finding.insert("span".to_owned(), json!([1])))), 1);
}

#[test]
fn every_rule_file_is_as_its_schema_says() {
    let schema = schema("rules");
    let files = files(&root().join("rules"));
    assert!(files.len() > 100);
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a rule file");
        assert_eq!(mistakes(&schema, &toml(&text)), Vec::<String>::new(), "{}", file.display());
    }
}

#[test]
fn what_the_readme_shows_is_as_the_schemas_say() {
    let text = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let [rules, config, disputes] = ["rules", "config", "disputes"].map(schema);
    let mut seen = 0;
    for block in text.split("\n```toml").skip(1) {
        let (about, rest) = block.split_once('\n').expect("a block");
        let value = toml(rest.split("\n```").next().expect("an end"));
        let schema = match about {
            about if about.contains("coach.toml") => &config,
            about if about.contains("disputes.toml") => &disputes,
            _ => &rules,
        };
        let found = mistakes(schema, &value);
        assert_eq!(about.contains("broken/"), !found.is_empty(), "{about}: {found:?}");
        seen += 1;
    }
    assert!(seen > 4);
}

/// A value that a schema allows: the first of its words, a least number.
fn example(root: &Value, schema: &Value) -> Value {
    if let Some(to) = schema["$ref"].as_str() {
        return example(root, root.pointer(to.trim_start_matches('#')).expect("a place in the schema"));
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return example(root, &any[0]);
    }
    if let Some(words) = schema["enum"].as_array() {
        return words[0].clone();
    }
    let name = schema["type"].as_str().or(schema["type"][0].as_str()).expect("a type");
    match name {
        // What has a form is a number.
        "string" => json!(if schema["pattern"].is_string() { "2" } else { "word" }),
        "number" | "integer" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "boolean" => json!(true),
        "array" => json!([example(root, &schema["items"])]),
        "object" => match schema["properties"].as_object() {
            Some(properties) => {
                properties.iter().map(|(key, schema)| (key.clone(), example(root, schema))).collect::<Value>()
            }
            None => json!({ "jargon": example(root, &schema["additionalProperties"]) }),
        },
        other => panic!("no example of {other}"),
    }
}

/// A value as TOML on one line: strings and arrays are written as in JSON.
fn inline(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| format!("\"{key}\" = {}", inline(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// The mistakes that the program finds in a file, or in a `coach.toml`.
fn problems(of: &str, text: &str) -> String {
    let folder = Folder::new();
    if of == "config" {
        let file = folder.file("coach.toml", text);
        coach(&["config", "--config", &file]).run().err
    } else {
        folder.file("en/own.toml", text);
        coach(&["config", "--no-config", "--rules", &folder.path()]).run().err
    }
}

#[test]
fn every_key_of_the_schemas_is_known_with_its_type() {
    for of in ["rules", "config"] {
        let schema = schema(of);
        for (key, property) in schema["properties"].as_object().expect("properties") {
            let told = problems(of, &format!("{key} = {}\n", inline(&example(&schema, property))));
            for code in ["unknown-key", "wrong-type", "not-allowed", "out-of-range", "toml-syntax", "double-brackets"] {
                assert!(!told.contains(&format!("[{code}]")), "{of}, {key}: {told}");
            }
        }
        // The other way round a unit test of the packs holds: a key that is asked for stands in the schema.
        assert!(problems(of, "no-such-key = 1\n").contains("[unknown-key]"));
    }
}

/// The words that can stand in a place, as the program tells them of a wrong one.
fn allowed(told: &str) -> Option<Vec<String>> {
    let words = told.split("“no-such-word” cannot stand here; it can be: ").nth(1)?.lines().next()?;
    Some(words.split(", ").map(str::to_owned).collect())
}

#[test]
fn the_words_that_the_schemas_allow_are_those_that_the_program_takes() {
    let schema = schema("config");
    let mut seen = 0;
    for table in ["behaviour", "cue", "rule", "adjustment"] {
        for (key, property) in schema["$defs"][table]["properties"].as_object().expect("properties") {
            let property = if key == "captures" { &schema["$defs"]["capture"] } else { property };
            let Some(words) = property["enum"].as_array() else { continue };
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            // What a key takes is looked at where the rule's kind has such a key.
            let kinds = if key == "kind" { &["no-such-word"][..] } else { &["avoid", "expect", "limit"] };
            let told = kinds.iter().find_map(|kind| {
                let line = if key == "kind" { String::new() } else { format!("{key} = \"no-such-word\"\n") };
                allowed(&problems(
                    "rules",
                    &match table {
                        "behaviour" => format!("[[behaviour]]\nid = \"own\"\nsource = \"\"\nkind = \"{kind}\"\n{line}"),
                        "cue" => format!("[[cue]]\nid = \"own\"\nphrases = [\"zzz\"]\n{line}"),
                        "adjustment" => format!("[rules.jargon]\n{line}"),
                        _ => format!("[[rule]]\nid = \"own\"\nphrases = [\"zzz\"]\nkind = \"{kind}\"\n{line}"),
                    },
                ))
            });
            assert_eq!(told.as_deref().unwrap_or_default(), words, "{table}, {key}");
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen}");
    let levels: Vec<&str> =
        schema["properties"]["fail-on"]["enum"].as_array().expect("words").iter().filter_map(Value::as_str).collect();
    assert_eq!(allowed(&problems("config", "fail-on = \"no-such-word\"\n")).expect("a mistake"), levels);
}
