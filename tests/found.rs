//! What fuzzing and doubling found, kept: input that once took minutes or all memory. No clock runs here; the sizes are
//! such that the old ways would not come to an end.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use callcoach::coach::Coach;
use callcoach::packs::{Packs, render};
use callcoach::transcript::{Call, Calls, FORMATS, Input, Note, Reader, Reading};

static COACH: LazyLock<Coach> = LazyLock::new(|| {
    let reading = Reading { language: Some("en".to_owned()), ..Reading::default() };
    Coach::new(Packs::embedded(), reading).0
});

fn read(text: &str) -> Calls {
    let source: Arc<str> = "input".into();
    COACH.reader.read(&Input { source: &source, bytes: text.as_bytes(), first_line: 1, lines: false })
}

fn only(calls: Calls) -> Call {
    assert_eq!(calls.len(), 1);
    calls.into_iter().next().expect("a call").expect("it is read")
}

fn findings(call: &Call) -> usize {
    COACH.worker().score(call, |card| card.turns.iter().map(|turn| turn.findings.len()).sum())
}

/// One turn of nothing else.
fn turn(said: &str) -> Call {
    let said = said.repeat((60 << 10) / said.len());
    only(read(&format!("Agent: Good morning, how can I help you?\nCustomer: My card.\nAgent: {said}\n")))
}

#[test]
fn a_turn_of_nothing_but_questions_is_gone_through_once() {
    let call = turn("How can I help you? ");
    assert_eq!(call.turns.len(), 3);
    findings(&call);
}

#[test]
fn a_turn_of_nothing_but_faults_or_negations_ends() {
    assert!(findings(&turn("you idiot, shut up, this is not my problem, ")) > 0);
    findings(&turn("no not never don't no puedo no "));
    findings(&turn("[hold ("));
}

#[test]
fn a_name_of_megabytes_is_not_kept_for_every_field_below_it() {
    let fields: Vec<String> = (0..3000).map(|number| format!("\"a{number}\": 1")).collect();
    let text = format!("{{\"{}\": {{{}}}}}", "k".repeat(8 << 20), fields.join(","));
    let error = read(&text).remove(0).expect_err("it is no call");
    assert!(error.code == "json-unknown" && format!("{error:?}").len() < 1000);
}

#[test]
fn a_label_of_half_a_file_names_nobody() {
    let text = format!(r#"{{"turns": [{{"speaker": "{}", "text": "hi"}}]}}"#, "agent (a) ".repeat(30_000));
    assert!(only(read(&text)).notes.iter().any(Note::says_no_agent));
}

#[test]
fn a_table_of_open_quotation_marks_is_not_read_again_for_each() {
    let rows = "agent,\"a,\"b\"c,\"d\n".repeat(60_000);
    let calls = read(&format!("speaker,text\nagent,hello\ncustomer,hi\n{rows}"));
    assert_eq!(calls[0].as_ref().expect("the rows before").turns.len(), 2);
    let errors: Vec<&str> = calls[1..].iter().map(|call| call.as_ref().expect_err("named").code).collect();
    assert!(!errors.is_empty() && errors.iter().all(|code| matches!(*code, "row-quote" | "rows-more")), "{errors:?}");
}

#[test]
fn the_calls_of_a_table_are_hashed_together() {
    let mut text = "call_id,speaker,text\n".to_owned();
    (0..30_000).for_each(|number| writeln!(text, "c{number},agent,hello there").expect("a string"));
    let calls = read(&text);
    assert_eq!(calls.len(), 30_000);
}

#[test]
fn a_vcon_of_many_parts_is_one_call() {
    let list = |item: &str, count: usize| vec![item; count].join(",");
    let begin = r#"{"vcon": "0.3.0", "parties": [{"role": "agent"}, {"role": "customer"}]"#;
    let texts = list(r#"{"type": "text", "parties": [0], "body": "hello"}"#, 60_000);
    let call = only(read(&format!(r#"{begin}, "dialog": [{texts}]}}"#)));
    assert_eq!(call.turns.len(), 60_000);
    let dialogs = list(r#"{"type": "recording"}"#, 40_000);
    let analysis = |number| {
        format!(r#"{{"type": "transcript", "dialog": {number}, "body": [{{"speaker": "Agent", "text": "hi"}}]}}"#)
    };
    let analyses: Vec<String> = (0..40_000).map(analysis).collect();
    let call = only(read(&format!(r#"{begin}, "dialog": [{dialogs}], "analysis": [{}]}}"#, analyses.join(","))));
    assert_eq!(call.turns.len(), 40_000);
}

#[test]
fn a_format_of_another_crate_is_the_same_format() {
    for format in FORMATS.iter().filter(|format| matches!(format.name, "text" | "csv" | "webvtt")) {
        let reader =
            Reader::new(&Packs::embedded(), Reading { from: Some(format), ..Reading::default() }, &mut Vec::new());
        let source: Arc<str> = "input".into();
        let bytes = b"{\"turns\": [{\"speaker\": \"agent\", \"text\": \"hi\"}]}";
        let calls = reader.read(&Input { source: &source, bytes, first_line: 1, lines: false });
        assert!(calls.iter().flatten().all(|call| call.format == format.name), "{}", format.name);
    }
}

#[test]
fn of_mistakes_without_end_the_first_are_shown_and_the_others_counted() {
    for text in [
        (0..20_000).map(|number| format!("k{number} = 1\n")).collect::<Vec<_>>().concat(),
        format!("lang = \"en\"\n[[cue]]\nid = \"c\"\nphrases = [{}]\n", "\"(\", ".repeat(20_000)),
    ] {
        let mut packs = Packs::embedded();
        packs.add_text("own.toml", &text.into(), None);
        let (coach, problems) = Coach::new(packs, Reading::default());
        assert!(problems.len() >= 20_000);
        let shown = render(&problems, &coach.packs.sources, &coach.packs.messages, "en", false);
        assert!(shown.trim_end().ends_with(&format!("… and {} more.", problems.len() - 100)));
    }
}

#[test]
fn a_long_call_is_not_gone_through_from_its_beginning_for_every_turn() {
    let said =
        ["please hold, I will transfer you", "this is a scandal, I am furious", "how can I help you?", "thank you"];
    let turn = |number: usize| {
        let speaker = ["agent", "customer"][number % 2];
        format!(r#"{{"speaker": "{speaker}", "text": "{}"}}"#, said[number % 4])
    };
    let turns: Vec<String> = (0..60_000).map(turn).collect();
    let call = only(read(&format!(r#"{{"turns": [{}]}}"#, turns.join(","))));
    assert!(findings(&call) > 0);
}
