//! Reports in files: Markdown, CSV, `JUnit` XML, SARIF, GitHub annotations. Each is read again by a parser of its kind.

#[path = "../common/mod.rs"]
mod common;

mod csv_rows;
mod github;
mod hostile;
mod junit;
mod markdown;
mod sarif;

use common::{Ran, coach};

/// A call with a fault, something praised and much missing. Its agent has a name that Markdown would take for more.
const CALL: &str = r#"{"id": "c-1", "agent": "Ana_Luz", "team": "Norte", "started": "2026-03-02T10:00:00+01:00", "turns": [
 {"speaker": "agent", "text": "Buenos días, le atiende Ana Luz, de Aguas del Norte. ¿En qué le puedo ayudar?", "start": 0, "end": 4.5},
 {"speaker": "customer", "text": "Hola, no me llega la factura.", "start": 5, "end": 7},
 {"speaker": "agent", "text": "Espere un momento.", "start": 7.5, "end": 9},
 {"speaker": "customer", "text": "Bueno.", "start": 9.5, "end": 10},
 {"speaker": "agent", "text": "Cálmese, señor. Adiós.", "start": 11, "end": 12.25}]}"#;

/// Reports of a format on inputs, with everything as it was said.
fn report(format: &str, args: &[&str]) -> Ran {
    coach(&[&["score", "--quiet", "--no-redact", "--format", format][..], args].concat()).run()
}

/// Of the call above.
fn of_call(format: &str, args: &[&str]) -> String {
    let all = [&["score", "--quiet", "--no-redact", "--format", format, "-"][..], args].concat();
    let ran = coach(&all).input(CALL).run();
    assert_eq!(ran.err, "");
    ran.out
}

#[test]
fn a_file_s_name_asks_for_its_format() {
    let folder = common::Folder::new();
    for (name, begins) in [
        ("a.md", "# "),
        ("a.csv", "call,source,"),
        ("a.calls.csv", "id,source,"),
        ("a.junit.xml", "<?xml "),
        ("a.xml", "<?xml "),
        ("a.sarif", "{\"$schema\""),
        ("a.sarif.json", "{\"$schema\""),
        ("github=a.txt", "::"),
    ] {
        let path = folder.0.join(name.trim_start_matches("github="));
        let prefix = if name.starts_with("github=") { "github=" } else { "" };
        let output = format!("{prefix}{}", path.display());
        let ran = coach(&["score", "--quiet", "--no-redact", "-o", &output, "-"]).input(CALL).run();
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
        let text = std::fs::read_to_string(&path).expect("a report");
        assert!(text.starts_with(begins), "{name}: {text}");
    }
}

#[test]
fn the_same_bytes_whatever_the_threads() {
    for format in ["markdown", "csv", "csv-calls", "junit", "sarif", "github"] {
        let of = |threads: &str| report(format, &["--threads", threads, "samples", "no-such-file"]).out;
        let one = of("1");
        assert!(one.len() > 5_000, "{format}: {one}");
        assert!(one == of("3"), "{format}");
    }
}

#[test]
fn what_is_not_masked_says_so() {
    for format in ["markdown", "junit", "sarif", "github"] {
        let says = "Personal data is not masked in this report";
        assert!(of_call(format, &["--ui-lang", "en"]).contains(says), "{format}");
    }
    for format in ["csv", "csv-calls"] {
        assert!(!of_call(format, &["--ui-lang", "en"]).contains("masked"), "{format}");
    }
}

#[test]
fn what_is_made_to_be_handed_on_is_masked() {
    let call =
        CALL.replace("la factura", "la factura, soy Alma Quintanilla, mi correo es alma.quintanilla@example.com");
    for format in ["markdown", "junit", "sarif", "github"] {
        let args = ["score", "--quiet", "--ui-lang", "en", "--format", format, "-"];
        let out = coach(&args).input(&call).run().out;
        assert!(out.contains("Personal data is masked.") && !out.contains("uintanilla"), "{format}: {out}");
        assert!(!out.contains("example.com"), "{format}: {out}");
    }
}

/// Keeps of a report what a change of the rules does not touch.
fn without_hashes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("sha256:") {
        out += &rest[..at];
        out += "…";
        rest = rest[at + 7..].trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    out + rest
}
