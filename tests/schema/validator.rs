//! A validator of as much of JSON Schema as the project's own schemas use. It refuses a keyword that it does not know,
//! so that nothing is passed over; `tests/schemas/own.py` asks a complete one, in CI.

use serde_json::Value;

/// Everything in a value that its schema does not allow, each with its place.
pub fn mistakes(root: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(root, root, value, "", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let fields = match schema {
        Value::Bool(true) => return,
        Value::Bool(false) => return found.push(format!("{at}: is not allowed")),
        other => other.as_object().expect("a schema"),
    };
    for (keyword, wanted) in fields {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "default" | "$defs" => {}
            "$ref" => {
                let path = wanted.as_str().and_then(|to| to.strip_prefix('#')).expect("a place in this schema");
                check(root, root.pointer(path).unwrap_or_else(|| panic!("no {path}")), value, at, found);
            }
            "type" => {
                let names = wanted.as_array().map_or_else(|| vec![wanted], |all| all.iter().collect());
                if !names.iter().any(|name| is_a(name.as_str().expect("a name"), value)) {
                    found.push(format!("{at}: {value} is no {wanted}"));
                }
            }
            "enum" => {
                if !wanted.as_array().expect("values").contains(value) {
                    found.push(format!("{at}: {value} is none of {wanted}"));
                }
            }
            "pattern" => {
                let pattern = regex::Regex::new(wanted.as_str().expect("a pattern")).expect("a pattern");
                if value.as_str().is_some_and(|text| !pattern.is_match(text)) {
                    found.push(format!("{at}: {value} is not {wanted}"));
                }
            }
            "minimum" | "maximum" => {
                let (Some(number), Some(limit)) = (value.as_f64(), wanted.as_f64()) else { continue };
                if (keyword == "minimum" && number < limit) || (keyword == "maximum" && number > limit) {
                    found.push(format!("{at}: {keyword} {limit}, not {number}"));
                }
            }
            "minItems" | "maxItems" => {
                let (Some(items), Some(limit)) = (value.as_array(), wanted.as_u64()) else { continue };
                let count = items.len() as u64;
                if (keyword == "minItems" && count < limit) || (keyword == "maxItems" && count > limit) {
                    found.push(format!("{at}: {keyword} {limit}, not {count}"));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, item, &format!("{at}/{index}"), found);
                }
            }
            "anyOf" => {
                let fits = |schema: &Value| {
                    let mut inside = Vec::new();
                    check(root, schema, value, at, &mut inside);
                    inside.is_empty()
                };
                if !wanted.as_array().expect("schemas").iter().any(fits) {
                    found.push(format!("{at}: {value} fits none"));
                }
            }
            "required" => {
                let Some(object) = value.as_object() else { continue };
                for key in wanted.as_array().expect("keys").iter().filter_map(Value::as_str) {
                    if !object.contains_key(key) {
                        found.push(format!("{at}: has no {key}"));
                    }
                }
            }
            "properties" => {
                for (key, schema) in wanted.as_object().expect("properties") {
                    if let Some(value) = value.get(key) {
                        check(root, schema, value, &format!("{at}/{key}"), found);
                    }
                }
            }
            "additionalProperties" => {
                let named = fields.get("properties").and_then(Value::as_object);
                for (key, value) in value.as_object().into_iter().flatten() {
                    if !named.is_some_and(|named| named.contains_key(key)) {
                        check(root, wanted, value, &format!("{at}/{key}"), found);
                    }
                }
            }
            unknown => panic!("the validator does not know {unknown}"),
        }
    }
}

fn is_a(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => panic!("no type {other}"),
    }
}
