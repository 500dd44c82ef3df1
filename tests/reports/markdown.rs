//! Markdown: a few calls in full, a table of the lowest of many.

use super::{common, of_call, report};

#[test]
fn a_call_in_full() {
    let out = of_call("markdown", &["--ui-lang", "en"]);
    // What is missing, and how it is said, is the rules' affair.
    let (head, rest) = out.split_once("### Missing").expect("something is missing");
    let (_, tail) = rest.split_once("**Sum**").expect("a sum");
    insta::assert_snapshot!(head, @r"
    # Call reviews

    *Personal data is not masked in this report: it was asked for so.*

    ## `c-1` — 49/100, DOES NOT PASS

    **Call**: `-` · (the pass mark is 75) · Ana\_Luz · Norte · 2026-03-02T10:00:00+01:00 · 5 turns · 0:12

    ### What to mend

    | Points | Turn | What | Said | Why | Better |
    | ---: | ---: | --- | --- | --- | --- |
    | −6 | 2 | Abrupt hold: “Espere un momento”: the customer was made to wait without being asked, without hearing why, or before they could answer. | «Espere un momento» | One must know how to put a call on hold: never abruptly, and never where it is not needed (document 001). | May I put you on hold for two minutes while I check this with the billing team? |
    | −6 | 4 | Negative tone: “Cálmese” sounds irritated or cold to the person on the other end. Say what you need, or what comes next, without the edge. | «Cálmese» | On the phone the customer hears a sigh as clearly as a word. A good technician keeps reactions in check and shows no negative attitude or tone of voice (document 001). | I know this has taken a while. Let's go through it together, and I'll make sure it gets sorted. |
    ");
    let (_, conversation) = tail.split_once("<details>").expect("the conversation");
    insta::assert_snapshot!(conversation.trim(), @r"
    <summary>The conversation, with what to mend in bold</summary>

    | Turn | Who | Said |
    | ---: | --- | --- |
    | 0 | Agent | Buenos días, le atiende Ana Luz, de Aguas del Norte. ¿En qué le puedo ayudar? |
    | 1 | Customer | Hola, no me llega la factura. |
    | 2 | Agent | <b>Espere un momento</b>. |
    | 3 | Customer | Bueno. |
    | 4 | Agent | <b>Cálmese</b>, señor. Adiós. |

    </details>
    ");
}

#[test]
fn of_many_the_lowest() {
    let folder = common::Folder::new();
    let call = super::CALL.replace('\n', " ");
    let mut lines: String = (0..150).map(|n| call.replace("c-1", &format!("c-{n:03}")) + "\n").collect();
    let worse = call.replace("Espere un momento.", "Espere un momento. No puedo hacer nada.");
    lines += &worse.replace("c-1", "worst");
    let many = folder.file("many.jsonl", lines);
    let out = report("markdown", &["--ui-lang", "en", &many, "no-such-file"]).out;
    assert!(out.contains("**151 calls · 0 pass"), "{out}");
    let rows: Vec<&str> = out.lines().filter(|line| line.contains("✗ |")).collect();
    assert_eq!(rows.len(), 100);
    assert!(rows[0].contains("`worst`") && rows[1].contains("`c-000`") && rows[99].contains("`c-098`"));
    assert!(out.contains("… and 51 more\n"));
    assert!(out.contains("## Could not be read\n\n- ✗ no-such-file: cannot be read"), "{out}");
    assert!(out.len() < 60_000 && !out.contains("<details>"));
}

#[test]
fn as_much_as_is_asked_for() {
    let of = |detail: &str| report("markdown", &["--ui-lang", "en", "--detail", detail, "samples"]).out;
    let calls = report("jsonl", &["samples"]).out.lines().count();
    assert_eq!(of("full").matches("<details>").count(), calls);
    assert_eq!(of("line").matches("<details>").count(), 0);
    let few = report("markdown", &["--ui-lang", "en", common::SAMPLES[0], common::SAMPLES[1]]).out;
    assert_eq!(few.matches("<details>").count(), 2);
    assert!(few.contains("**2 calls · "));
}

#[test]
fn many_calls_come_to_the_same_as_on_the_screen() {
    let of = |format: &str| report(format, &["--ui-lang", "en", "--detail", "line", "samples"]).out;
    let (page, screen) = (of("markdown"), of("text"));
    let (_, bold) = page.split_once("**").expect("a sentence in bold");
    let (sentence, table) = bold.split_once("**").expect("its end");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&screen).contains(sentence), "{sentence}");
    // Calls, times and points, in the same order.
    let mut rows = table.lines().skip_while(|line| !line.contains("---:")).skip(1).take_while(|line| !line.is_empty());
    let first = rows.next().expect("a fault").to_owned();
    let mut lines = screen.lines();
    for row in [first.as_str()].into_iter().chain(rows) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let numbers = format!(" {}", cells[1..4].join(" "));
        assert!(lines.any(|line| words(line).ends_with(&numbers)), "{row}");
    }
}
