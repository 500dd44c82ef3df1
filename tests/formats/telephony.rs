//! Telephony, corpora and chats.

use super::{read, read_text};

#[test]
fn twilio_tells_channels_and_sometimes_times() {
    insta::assert_snapshot!(read("twilio.json"));
}

#[test]
fn a_twilio_transcript_may_tell_its_roles() {
    let file = r#"{"sid": "GT1", "channel": {"participants": [{"channel_participant": 1, "role": "Customer"},
        {"channel_participant": 2, "role": "Agent", "full_name": "Ada"}]},
        "sentences": [{"mediaChannel": 2, "transcript": "Hello, how can I help?", "startTime": "0.4"},
        {"mediaChannel": 1, "transcript": "Hi."}]}"#;
    insta::assert_snapshot!(read_text(file));
}

#[test]
fn harper_valley_is_a_list_of_segments() {
    insta::assert_snapshot!(read("harper-valley.json"));
}

#[test]
fn ccai_insights_counts_from_the_epoch() {
    insta::assert_snapshot!(read("ccai-insights.json"));
}

#[test]
fn abcd_is_a_list_of_chats_with_actions() {
    insta::assert_snapshot!(read("abcd.json"));
}

#[test]
fn the_whole_abcd_corpus_is_several_calls() {
    let file = r#"{"train": [{"convo_id": 1, "original": [["agent", "Hi!"], ["customer", "Hello."]]}],
        "dev": [], "test": [{"convo_id": 2, "original": [["customer", "Hello?"], ["agent", "Hi!"]]}]}"#;
    insta::assert_snapshot!(read_text(file));
}

#[test]
fn intercom_has_html_and_notes() {
    insta::assert_snapshot!(read("intercom.json"));
}

#[test]
fn several_intercom_conversations_with_their_parts_bare() {
    let file = r#"{"conversations": [
        {"id": "1", "conversation_parts": [{"part_type": "comment", "body": "Hi", "author": {"type": "user"}},
            {"part_type": "comment", "body": "Hello!", "author": {"type": "admin", "name": "Bo"}}]},
        {"id": "2", "conversation_parts": []}]}"#;
    insta::assert_snapshot!(read_text(file));
}

#[test]
fn zendesk_has_chats_tickets_and_messages() {
    insta::assert_snapshot!(read("zendesk-chat.json"));
    insta::assert_snapshot!(read("zendesk-ticket.json"));
    insta::assert_snapshot!(read("zendesk-messages.json"));
}
