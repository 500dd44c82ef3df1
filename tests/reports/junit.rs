//! `JUnit` XML: a suite a file, a case a call.

use super::{common, of_call, report, without_hashes};
use roxmltree::Document;

#[test]
fn a_call_is_a_case() {
    let out = without_hashes(&of_call("junit", &["--ui-lang", "en"]));
    let failure = out.find("\n−").expect("a fault");
    let end = out.find("</failure>").expect("an end");
    insta::assert_snapshot!(format!("{}…\n{}", &out[..=failure], &out[end..]), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
    <testsuite name="-" package="coach" id="0" timestamp="2026-03-02T10:00:00" hostname="localhost" tests="1" failures="1" errors="0" time="12.250">
    <properties><property name="coach" value="0.1.0"/><property name="rules" value="…"/><property name="redaction" value="refused"/><property name="redaction-says" value="Personal data is not masked in this report: it was asked for so."/></properties>
    <testcase classname="Ana_Luz" name="c-1" time="12.250"><failure type="score" message="49/100, DOES NOT PASS">
    …
    </failure></testcase>
    <system-out/><system-err/>
    </testsuite>
    </testsuites>
    "#);
}

#[test]
fn counts_are_those_of_the_cases() {
    let folder = common::Folder::new();
    let calls = |from: usize, to: usize| -> String {
        let call = super::CALL.replace('\n', " ");
        (from..to).map(|n| call.replace("c-1", &format!("c-{n}")) + "\n").collect()
    };
    let many = folder.file("many.jsonl", calls(0, 1_203));
    let few = folder.file("sub/few.jsonl", calls(0, 2) + "{\"broken\n");
    let nobody = folder.file("nobody.txt", "A: hello there\nB: hello to you, too\nC: and to me\n");
    let out = report("junit", &[&many, &few, &nobody, "samples", "no-such-file"]).out;
    let xml = Document::parse(&out).expect("XML");
    let suites: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("testsuite")).collect();
    let mut totals = [0; 4];
    for (place, suite) in suites.iter().enumerate() {
        assert_eq!(suite.attribute("id"), Some(place.to_string().as_str()));
        let cases = || suite.children().filter(|node| node.has_tag_name("testcase"));
        let with = |tag: &str| cases().filter(|case| case.children().any(|node| node.has_tag_name(tag))).count();
        let counts = [cases().count(), with("failure"), with("error"), with("skipped")];
        assert!(counts[0] <= 1_000);
        for (name, (count, total)) in
            ["tests", "failures", "errors", "skipped"].iter().zip(counts.iter().zip(&mut totals))
        {
            assert_eq!(suite.attribute(*name).unwrap_or("0"), count.to_string(), "{name}");
            *total += count;
        }
    }
    let named = |name: &str| suites.iter().filter(|suite| suite.attribute("name") == Some(name)).count();
    assert_eq!((named(&many), named(&few)), (2, 1), "a thousand cases are a suite");
    assert!(totals[0] > 1_270 && totals[1] > 1_250 && totals[2] >= 2 && totals[3] >= 1, "{totals:?}");
}

#[test]
fn what_fails_the_run_fails_its_case() {
    let good = "samples/en-hotel-good.md";
    assert!(!report("junit", &[good]).out.contains("<failure"));
    let middling =
        |more: &[&str]| report("junit", &[&["--pass-mark", "10", "samples/es-banco-regular.json"], more].concat());
    assert!(!middling(&[]).out.contains("<failure"));
    assert!(middling(&["--fail-under", "90"]).out.contains("<failure"));
}
