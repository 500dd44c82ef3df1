//! A call full of what comes alive somewhere goes through every format and stays what it is: text.

use super::common::{Coach, Folder, coach};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::json;

/// Pieces that are something else elsewhere.
const EVIL: &[&str] = &[
    "\n::set-env name=X::1\n::error::x\r\n##[error]x %0A%0D",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</details></summary><!-- -->",
    "]]> <![CDATA[ &amp; &lt; \" '",
    "=HYPERLINK(\"http://evil\")",
    "@SUM(A1)",
    "+1; =cmd|' /C calc'!A0",
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "\u{202e}gnp.exe\u{2066}x\u{2069}\u{200f}",
    "\u{fffe}\u{ffff}\u{85}\u{2028}\u{2029}",
    "[link](https://evil.example) ![img](https://evil.example/p.png) <https://evil.example>",
    "https://evil.example www.evil.example ana@evil.example",
    "@octocat #123 GH-7 !4 a/b#5 owner/repo@9ba12248 9ba12248",
    "`code` ``` ~~~ **bold** __b__ ~~s~~ $x$ | cell | [^1] {#id} :tada:",
    "\n# heading\n- item\n1. item\n> quote\n---\n| a |\n|---|\n/close\n",
    "{0} [a](1) \\[ {{ }}",
];

/// Everything below U+0020, and the evil pieces, in a turn with faults before and behind.
fn hostile(folder: &Folder) -> (String, String) {
    let controls: String = (0..0x20).filter_map(char::from_u32).chain(['\u{7f}', '\u{9b}']).collect();
    let evil = format!("{controls} {}", EVIL.join(" "));
    // Four megabytes in one line.
    let long = "una palabra y otra más ".repeat(180_000);
    let turns = json!([
        {"speaker": "agent", "text": format!("{evil} Cálmese, señor.")},
        {"speaker": "customer", "text": evil},
        {"speaker": "agent", "text": format!("{evil} Espere un momento. {long} no me grite")},
        {"speaker": "agent", "text": format!("¡No sea tonto {} !", EVIL[1])},
        {"speaker": "customer", "text": "¡Qué vergüenza!"},
        {"speaker": "agent", "text": "=1+1 Adiós."},
    ]);
    let id = format!("=1+1 {}", EVIL.join(" "));
    let call =
        json!({"id": id, "agent": "@octocat <b>|\u{202e}", "team": "+Norte`|`", "started": "\u{1b}x", "turns": turns});
    let path = folder.file("evil #1 `x` <b>,\u{202e}.json", call.to_string());
    let config = folder.file("coach.toml", "[limits]\nlongest-turn-kib = 8192\n");
    (path, config)
}

fn of(format: &str) -> String {
    let folder = Folder::new();
    let (path, config) = hostile(&folder);
    let args =
        ["score", "--quiet", "--no-redact", "--config", &config, "--format", format, &path, "no-such <b>|`\u{1b}"];
    let run: Coach = coach(&args);
    let ran = run.run();
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.out.contains("no-such"), "the unread input is named in {format}");
    let steers =
        |c: char| (c.is_control() && !"\n\r".contains(c)) || "\u{202e}\u{2066}\u{2069}\u{200f}\u{2028}".contains(c);
    assert!(!ran.out.contains(steers), "{format} has a character that steers");
    assert!(ran.out.len() < 400_000 || format == "csv", "{format}: {} bytes", ran.out.len());
    ran.out
}

#[test]
fn markdown_shows_it_as_text() {
    let out = of("markdown");
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    let mut text = String::new();
    for event in Parser::new_ext(&out, options) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let own = ["<details>", "<summary>", "</summary>", "</details>", "<b>", "</b>"];
                let rest = own.iter().fold(html.to_string(), |rest, tag| rest.replace(tag, ""));
                // What stands in two elements is not taken together.
                text.push('·');
                let word = |c: char| c.is_alphabetic() || c.is_whitespace() || ",.".contains(c);
                assert!(rest.chars().all(word), "{html}");
            }
            Event::Start(
                Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Strikethrough,
            )
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Rule => panic!("{event:?}"),
            Event::Start(Tag::Heading { id, classes, .. }) => assert!(id.is_none() && classes.is_empty()),
            Event::Text(piece) => text += &piece,
            Event::End(_) => text.push('\n'),
            _ => {}
        }
    }
    // What GitHub and GitLab look for in the finished text.
    let alive = regex::Regex::new(
        r"@\w|#\d|\bGH-\d|!\d|\$\w|://|(?i)www\.|:[a-z]\w*:|\b[0-9a-f]{7,40}\b|\[\^|\{[+-]|(?m)^\s*/[a-z]+",
    );
    let alive = alive.expect("a pattern");
    let found = alive.find(&text).map(|found| found.as_str().to_owned());
    assert_eq!(found, None, "{text}");
    let shown = text.replace('\u{200b}', "");
    for piece in
        ["<script>alert(1)</script>", "| cell |", "[link](https://evil.example)", "@octocat #123", "]]> <![CDATA["]
    {
        assert!(shown.contains(piece), "{piece} can be read");
    }
    let columns: Vec<usize> =
        out.lines().filter(|line| line.starts_with('|')).map(|line| line.matches('|').count()).collect();
    assert!(columns.len() > 10 && columns.iter().all(|bars| [4, 5, 6, 7].contains(bars)), "{columns:?}");
}

#[test]
fn csv_has_no_formula() {
    for format in ["csv", "csv-calls"] {
        let folder = Folder::new();
        let (path, config) = hostile(&folder);
        let args = ["score", "--quiet", "--config", &config, "--format", format, &path];
        let out = coach(&args).run().out;
        for delimiter in [b',', b';', b'\t'] {
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(out.as_bytes());
            let mut cells = 0;
            for row in reader.records() {
                for cell in &row.expect("a row") {
                    cells += 1;
                    let begins = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
                    let ours = begins.parse::<f64>().is_ok();
                    assert!(ours || !begins.starts_with(['=', '+', '-', '@', '＝']), "{format}: {cell:.40}");
                    assert!(cell.encode_utf16().count() <= 32_767 || delimiter != b',');
                    assert!(!cell.contains(|c: char| c.is_control()) || delimiter != b',');
                }
            }
            assert!(cells > 20 || delimiter != b',', "{format}");
        }
    }
}

#[test]
fn xml_gives_it_back_as_text() {
    let out = of("junit");
    let xml = roxmltree::Document::parse(&out).expect("XML");
    let known = [
        "testsuites",
        "testsuite",
        "properties",
        "property",
        "testcase",
        "failure",
        "error",
        "system-out",
        "system-err",
    ];
    assert!(xml.descendants().filter(roxmltree::Node::is_element).all(|node| known.contains(&node.tag_name().name())));
    let case = xml.descendants().find(|node| node.has_tag_name("testcase")).expect("a case");
    let name = case.attribute("name").expect("a name");
    assert!(name.contains("<script>alert(1)</script>") && name.contains("]]> <![CDATA[ &amp; &lt; \" '"), "{name}");
    assert!(case.descendants().any(|node| node.text().is_some_and(|text| text.contains("<script>alert(1)</script>"))));
}

#[test]
fn sarif_has_neither_links_nor_places_to_fill() {
    let out = of("sarif");
    let log: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(results.len() > 3);
    for result in results {
        let text = result["message"]["text"].as_str().expect("a text");
        assert!(!text.contains("](") && !text.contains("{0}"), "{text}");
        let place = &result["locations"][0];
        let uri = place["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("an address");
        assert!(uri.starts_with("file:///") && !uri[7..].contains(['#', '<', '`', ' ', ',', ':']), "{uri}");
        let shown = |text: &str| !text.contains(|c: char| c.is_control() || c == '\u{202e}');
        let texts =
            [&result["properties"]["call"], &result["properties"]["quote"], &place["logicalLocations"][0]["name"]];
        assert!(texts.iter().all(|text| text.as_str().is_none_or(shown)), "{texts:?}");
    }
}

#[test]
fn no_line_but_ours_is_a_command() {
    let out = of("github");
    for line in out.lines() {
        let (command, rest) = line.strip_prefix("::").and_then(|line| line.split_once(' ')).expect("a command");
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        let (properties, message) = rest.split_once("::").expect("a message");
        let names: Vec<&str> = properties.split(',').map(|p| p.split('=').next().unwrap_or_default()).collect();
        let places: [&[&str]; 5] = [
            &["title"],
            &["file", "title"],
            &["file", "line", "title"],
            &["file", "line", "endLine", "title"],
            &["file", "line", "endLine", "col", "endColumn", "title"],
        ];
        assert!(places.contains(&&names[..]), "{properties}");
        assert!(!line.contains("##[") && !message.contains("%0A") && message.len() < 4_000, "{line}");
    }
    assert!(out.contains("set-env name=X"), "it can be read");
}
