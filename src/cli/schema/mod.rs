//! `coach schema`: JSON Schemas for editors and for programs that read what comes out. That of the output is made from
//! the card itself; those of rule files and of `coach.toml` are data beside this file, which tests hold against what
//! the parser asks for.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::Status;
use super::args::{SchemaArgs, SchemaOf};
use super::rules::print;
use crate::report::Card;

/// What rule files may hold.
const RULES: &str = include_str!("of-rules.json");
/// What `coach.toml` may hold besides.
const CONFIG: &str = include_str!("of-config.json");
/// Of files of disputes.
const DISPUTES: &str = include_str!("of-disputes.json");

/// Runs the command.
pub fn run(args: &SchemaArgs) -> Status {
    let schema = match args.of {
        SchemaOf::Output => output(),
        SchemaOf::Rules => embedded(RULES),
        SchemaOf::Config => config(),
        SchemaOf::Disputes => embedded(DISPUTES),
    };
    let json = serde_json::to_string_pretty(&schema).unwrap_or_default();
    print(&format!("{json}\n"))
}

/// Of a card.
fn output() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(RecursiveTransform(strict));
    let mut schema = SchemaGenerator::new(settings).into_root_schema_for::<Card<'_>>();
    schema.insert("title".to_owned(), json!("coach: the card of one call"));
    schema.to_value()
}

/// An object has the keys that are named and no others, and a key that may be left out is never null.
fn strict(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    // The width of a number is the program's own affair.
    object.remove("format");
    let required = object.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (key, property) in properties {
        if !required.iter().any(|name| name == key) {
            never_null(property);
        }
    }
    object.insert("additionalProperties".to_owned(), json!(false));
}

fn never_null(property: &mut Value) {
    let null = json!({ "type": "null" });
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = &types[..] {
            property["type"] = only.clone();
        }
    }
    let Some(Value::Array(any)) = property.get_mut("anyOf") else { return };
    any.retain(|schema| *schema != null);
    if let ([only], Some(object)) = (&any.clone()[..], property.as_object_mut()) {
        object.remove("anyOf");
        object.extend(only.as_object().cloned().unwrap_or_default());
    }
}

fn embedded(text: &str) -> Value {
    serde_json::from_str(text).expect("an embedded schema is JSON, which a test shows")
}

/// Of `coach.toml`: its own keys, and whatever a rule file may hold.
fn config() -> Value {
    let (mut rules, mut config) = (embedded(RULES), embedded(CONFIG));
    for part in ["properties", "$defs"] {
        let mut all: Map<String, Value> = Map::new();
        for schema in [&mut config, &mut rules] {
            all.extend(schema[part].as_object_mut().map(std::mem::take).unwrap_or_default());
        }
        config[part] = Value::Object(all);
    }
    config
}
