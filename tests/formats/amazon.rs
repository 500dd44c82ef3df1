//! Amazon's formats.

use super::{coach, read, read_text};

#[test]
fn call_analytics_has_roles_times_and_its_own_interruptions() {
    insta::assert_snapshot!(read("call-analytics.json"), @"
    agua-0412 call-analytics 3 turns
      agent 0.3-4.1: Aguas del Valle, buenos días, le atiende Irene. ¿En qué puedo ayudarle?
      customer 4.6-8.9: Buenos días, me ha venido un recibo altísimo y quería saber si
      agent 8-9.7: ¿Me dice el número de contrato?
    ");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/formats/call-analytics.json");
    let card = &coach(&["score", "--format", "jsonl", file]).run().calls()[0];
    let rules: Vec<&str> = card["turns"][2]["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    assert!(rules.contains(&"cuts-in"), "{rules:?}");
}

#[test]
fn contact_lens_tells_roles_by_participant() {
    insta::assert_snapshot!(read("contact-lens.json"));
}

#[test]
fn contact_lens_chat_has_times_of_day_and_events() {
    insta::assert_snapshot!(read("contact-lens-chat.json"));
}

#[test]
fn contact_lens_streams_segments() {
    insta::assert_snapshot!(read("contact-lens-live.json"));
}

#[test]
fn post_call_analytics_tells_roles_in_a_table() {
    insta::assert_snapshot!(read("amazon-pca.json"));
}

#[test]
fn bedrock_data_automation_has_speakers_and_channels() {
    insta::assert_snapshot!(read("amazon-bda.json"));
}

#[test]
fn transcribe_has_words_and_speakers_apart() {
    insta::assert_snapshot!(read("amazon-transcribe.json"));
}

#[test]
fn transcribe_has_words_by_channel() {
    insta::assert_snapshot!(read("amazon-transcribe-channels.json"));
}

#[test]
fn what_is_missing_or_strange_is_borne() {
    let file = r#"{"Participants": null, "JobName": 7, "Transcript": [
        {"ParticipantId": "AGENT", "Content": "Hello, how can I help?", "BeginOffsetMillis": "40", "Items": null},
        {"ParticipantId": "CUSTOMER", "Content": null, "BeginOffsetMillis": null, "EndOffsetMillis": -1e300},
        {"ParticipantId": "CUSTOMER", "Content": "Hi.", "BeginOffsetMillis": 900}]}"#;
    insta::assert_snapshot!(read_text(file));
}

#[test]
fn what_is_broken_is_told_with_its_place() {
    insta::assert_snapshot!(read_text(r#"{"results": {"items": [{"alternatives": {"content": "Hi"}}]}}"#));
    insta::assert_snapshot!(read_text(r#"{"ConversationAnalytics": {}, "SpeechSegments": []}"#));
}
