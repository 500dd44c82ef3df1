//! The HTML report as a file: one page without anything of a transcript in its markup, the same whatever the threads.
//! How it works in a browser is tested in `tests/browser`.

mod common;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use common::{Folder, SAMPLES, coach, root, score_samples};
use serde_json::Value;
use sha2::{Digest, Sha256};

const PAGE: [&str; 3] = ["--format", "html", "--no-redact"];

/// What stands between two marks, every time.
fn between<'a>(page: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let pieces = page.split(open).skip(1);
    pieces.map(|piece| piece.split_once(close).expect("what is opened is closed").0).collect()
}

/// The blocks of data of a kind.
fn blocks(page: &str, class: &str) -> Vec<Value> {
    let open = format!("<script type=\"application/json\" class=\"{class}\">");
    between(page, &open, "</script>").into_iter().map(|text| serde_json::from_str(text).expect("JSON")).collect()
}

#[test]
fn a_page_holds_every_call_once() {
    let page = score_samples(&PAGE).run().out;
    let calls = score_samples(&["--format", "jsonl"]).run().calls();
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"), "{}", &page[..60]);
    assert!(page.ends_with("</body>\n</html>\n"));
    assert_eq!(page.matches("<script").count(), page.matches("</script>").count());
    let ids = |some: &[Value]| some.iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    let rows = blocks(&page, "row");
    assert_eq!(ids(&rows), ids(&calls));
    for ((row, block), call) in rows.iter().zip(blocks(&page, "call")).zip(&calls) {
        assert_eq!(row["score"], call["score"]);
        let said = |turns: &Value, key: &str| {
            turns.as_array().expect("turns").iter().map(|turn| turn[key].clone()).collect::<Vec<_>>()
        };
        assert_eq!(said(&block["turns"], "t"), said(&call["turns"], "text"));
    }
}

#[test]
fn its_policy_names_its_own_script_and_style_and_nothing_else() {
    let page = score_samples(&PAGE).run().out;
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\">")[0];
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let script = between(&page, "<script>", "</script>");
    let style = between(&page, "<style>", "</style>");
    assert_eq!((script.len(), style.len()), (1, 1));
    let (script, style) = (hash(script[0]), hash(style[0]));
    assert_eq!(
        policy,
        format!("default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'")
    );
    for loads in [" src=", "href=\"http", "url(http", "@import", " style="] {
        assert!(!page.contains(loads), "{loads}");
    }
}

#[test]
fn nothing_of_a_transcript_is_markup() {
    let folder = Folder::new();
    let evil = "</script><script>alert(1)</script><!-- ]]> & <img src=x onerror=alert(2)> \u{202e} \u{2028} \u{1b}[31m";
    let call = serde_json::json!({
        "id": evil, "agent": evil, "team": evil, "started": evil,
        "turns": [{"speaker": "agent", "name": evil, "text": format!("{evil} that's not my problem")}],
    });
    let file = folder.file("<img src=x>.jsonl", format!("{call}\n{call}\n"));
    let page = coach(&["score", &file, "--lang", "en"]).run();
    assert_eq!(page.status, 0, "{}", page.err);
    let page = coach(&[&["score", &file, "--lang", "en"], &PAGE[..]].concat()).run().out;
    assert!(
        !page.contains("<img") && !page.contains("alert(1)<") && !page.contains("<!-- ]"),
        "markup of a transcript"
    );
    assert_eq!(page.matches("<script>").count(), 1);
    for steers in ['\u{202e}', '\u{2028}', '\u{1b}'] {
        assert!(!page.contains(steers), "{steers:?}");
    }
    let rows = blocks(&page, "row");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1]["agent"], evil);
    assert_eq!(blocks(&page, "call")[0]["turns"][0]["t"], call["turns"][0]["text"]);
}

#[test]
fn the_bytes_do_not_depend_on_the_threads() {
    let args = |threads: &'static str| [&["score", "samples", "--threads", threads][..], &PAGE].concat();
    let [one, two] = ["1", "2"].map(|threads| coach(&args(threads)).run().out);
    assert!(one == two, "one thread and two write different pages");
}

#[test]
fn what_could_not_be_read_is_named() {
    let folder = Folder::new();
    let broken = folder.file("broken.json", "{\"turns\": [");
    let page = coach(&[&["score", SAMPLES[0], &broken][..], &PAGE].concat()).run();
    assert_eq!(page.status, 1);
    let unread = blocks(&page.out, "unread");
    assert_eq!(unread.len(), 1);
    assert_eq!(unread[0]["source"], broken);
    assert!(unread[0]["reason"].as_str().expect("a reason").contains("JSON"), "{unread:?}");
}

#[test]
fn one_call_makes_the_page_speak_its_language() {
    for (sample, language) in [(SAMPLES[5], "es"), (SAMPLES[0], "en")] {
        let page = coach(&[&["score", sample][..], &PAGE].concat()).run().out;
        assert!(page.contains(&format!("<html lang=\"{language}\">")), "{sample}");
        assert_eq!(blocks(&page, "about")[0]["language"], language);
        assert_eq!(blocks(&page, "call")[0]["report"], language);
    }
    let page = score_samples(&[&PAGE[..], &["--ui-lang", "es"]].concat()).run().out;
    assert!(page.contains("<html lang=\"es\">"));
    assert!(blocks(&page, "call").iter().all(|call| call["report"] == "es"));
}

#[test]
fn rules_stand_once_and_only_those_that_are_named() {
    let page = score_samples(&PAGE).run().out;
    let rules = &blocks(&page, "rules")[0];
    let rules = rules.as_array().expect("rules");
    let mut named: Vec<u64> = Vec::new();
    for call in blocks(&page, "call") {
        let findings =
            call["turns"].as_array().expect("turns").iter().filter_map(|turn| turn["f"].as_array()).flatten();
        let expected = call["expected"].as_array().expect("expected").iter();
        named.extend(findings.chain(expected).map(|one| one["r"].as_u64().expect("the number of a rule")));
    }
    named.sort_unstable();
    named.dedup();
    let places: Vec<u64> = rules.iter().map(|rule| rule["place"].as_u64().expect("a number")).collect();
    assert_eq!(places, named);
    assert!(rules.iter().all(|rule| rule["texts"].as_array().is_some_and(|texts| texts.len() == 2)), "two languages");
}

#[test]
fn every_word_that_the_scripts_say_is_there() {
    let page = score_samples(&PAGE).run().out;
    let about = &blocks(&page, "about")[0];
    for words in about["words"].as_array().expect("words") {
        let has = |key: &str| words["words"].as_array().expect("pairs").iter().any(|pair| pair[0] == *key);
        let folder = root().join("src/report/html/js");
        let mut said = 0;
        for file in std::fs::read_dir(folder).expect("the scripts") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("a script");
            for key in between(&text, "say(\"", "\"") {
                assert!(has(key), "{key} in {}", words["language"]);
                said += 1;
            }
            for key in between(&text, "counted(\"", "\"") {
                assert!(has(&format!("{key}.one")) && has(&format!("{key}.many")), "{key}");
            }
        }
        assert!(said > 100, "{said} words were looked at");
    }
}

#[test]
fn scripts_and_styles_stay_small_and_make_no_markup() {
    for (folder, most) in [("js", 300), ("css", 200)] {
        for file in std::fs::read_dir(root().join("src/report/html").join(folder)).expect("a folder") {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("text");
            assert!(text.lines().count() <= most, "{} has {} lines", path.display(), text.lines().count());
            for way in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "</script"] {
                assert!(!text.contains(way), "{way} in {}", path.display());
            }
        }
    }
}
