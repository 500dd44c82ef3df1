//! Telephony, corpora and chats.

use super::{read, read_text};

#[test]
fn twilio_tells_channels_and_sometimes_times() {
    insta::assert_snapshot!(read("twilio.json"), @"
    GT77 twilio 4 turns
      note: «1» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «2» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (1): Floristería Alba, le atiende Nuria, ¿en qué puedo ayudarle?
      customer (2) 3.5-5.9: El ramo llegó marchito.
      customer (2) 6.1-8: Eran para un cumpleaños.
      agent (1) 8.4-12: Lo lamento mucho. Le mandamos otro hoy mismo sin coste.
    ");
}

#[test]
fn a_twilio_transcript_may_tell_its_roles() {
    let file = r#"{"sid": "GT1", "channel": {"participants": [{"channel_participant": 1, "role": "Customer"},
        {"channel_participant": 2, "role": "Agent", "full_name": "Ada"}]},
        "sentences": [{"mediaChannel": 2, "transcript": "Hello, how can I help?", "startTime": "0.4"},
        {"mediaChannel": 1, "transcript": "Hi."}]}"#;
    insta::assert_snapshot!(read_text(file), @"
    GT1 twilio 2 turns agent=Ada
      agent (Ada) 0.4-: Hello, how can I help?
      customer: Hi.
    ");
}

#[test]
fn harper_valley_is_a_list_of_segments() {
    insta::assert_snapshot!(read("harper-valley.json"), @"
    harper-valley harper-valley 3 turns started=2026-03-02T10:02:11Z
      agent 5.99-8.27: hello this is river town bank my name is sam
      customer 8.7-11.8: i lost my [noise] card
      agent 12-14.5: sorry to hear that i will block it right away
    ");
}

#[test]
fn ccai_insights_counts_from_the_epoch() {
    insta::assert_snapshot!(read("ccai-insights.json"), @"
    ccai-insights ccai-insights 4 turns started=2026-03-02T10:02:11Z
      other 0-: Bienvenido. Le paso con un agente.
      agent 4.2-: Hola, soy Pablo, de Fibra Sol. ¿Qué le ocurre?
      customer 9.5-: No tengo internet desde ayer.
      agent 15-: Entiendo. Reviso su línea ahora.
    ");
}

#[test]
fn ccai_insights_gives_segments() {
    let file = r#"{"name": "projects/p/locations/l/conversations/c-9", "startTime": "2026-03-02T10:02:11Z",
        "callMetadata": {"customerChannel": 1, "agentChannel": 2},
        "qualityMetadata": {"agentInfo": [{"agentId": "7", "displayName": "Ada", "team": "North"}]},
        "transcript": {"transcriptSegments": [
        {"text": "Hello, how can I help?", "messageTime": "2026-03-02T10:02:12.500Z", "channelTag": 2,
            "words": [{"word": "Hello,", "endOffset": "0.500s"}, {"word": "how", "startOffset": "0.500s", "endOffset": "2.100s"}]},
        {"text": "My bill is wrong.", "messageTime": "2026-03-02T10:02:15Z", "segmentParticipant": {"role": "END_USER"}}]}}"#;
    insta::assert_snapshot!(read_text(file), @"
    c-9 ccai-insights 2 turns agent=Ada team=North started=2026-03-02T10:02:11Z
      agent 0-2.1: Hello, how can I help?
      customer 4-: My bill is wrong.
    ");
}

#[test]
fn abcd_is_a_list_of_chats_with_actions() {
    insta::assert_snapshot!(read("abcd.json"), @"
    101 abcd 4 turns
      agent: Hello, how can I help you?
      customer: Where is my jacket?
      other (action): Account has been pulled up.
      agent: It left today, it will be with you on Friday.
    102 abcd 2 turns
      customer: hi, i want to return <name>
      agent: sure, may i have your order id?
    ");
}

#[test]
fn the_whole_abcd_corpus_is_several_calls() {
    let file = r#"{"train": [{"convo_id": 1, "original": [["agent", "Hi!"], ["customer", "Hello."]]}],
        "dev": [], "test": [{"convo_id": 2, "original": [["customer", "Hello?"], ["agent", "Hi!"]]}]}"#;
    insta::assert_snapshot!(read_text(file), @"
    1 abcd 2 turns
      agent: Hi!
      customer: Hello.
    2 abcd 2 turns
      customer: Hello?
      agent: Hi!
    ");
}

#[test]
fn intercom_has_html_and_notes() {
    insta::assert_snapshot!(read("intercom.json"), @"
    5501 intercom 4 turns agent=Raúl started=2026-03-02T10:01:40Z
      customer (Inés) 0-: Hola, no puedo entrar en mi cuenta 🙁
      other (Bot) 5-: Soy el asistente. Busco a una persona.
      agent (Raúl) 31-: Hola, Inés, soy Raúl.
    ¿Qué mensaje le sale?
      customer (Inés) 60-: “Clave no válida”
    ");
}

#[test]
fn several_intercom_conversations_with_their_parts_bare() {
    let file = r#"{"conversations": [
        {"id": "1", "conversation_parts": [{"part_type": "comment", "body": "Hi", "author": {"type": "user"}},
            {"part_type": "comment", "body": "Hello!", "author": {"type": "admin", "name": "Bo"}}]},
        {"id": "2", "conversation_parts": []}]}"#;
    insta::assert_snapshot!(read_text(file), @"
    coach: … 1:1: has no turns
    1 intercom 2 turns agent=Bo
      customer: Hi
      agent (Bo): Hello!
    ");
}

#[test]
fn zendesk_has_chats_tickets_and_messages() {
    insta::assert_snapshot!(read("zendesk-chat.json"), @"
    2603.1 zendesk 3 turns agent=Ruth started=2026-03-02T10:00:05Z
      customer (Mo) 0-: Can I change my delivery day?
      other (Store) 1-: An agent will be right with you.
      agent (Ruth) 26-: Hi Mo, Ruth here. Of course, which day suits you?
    2603.2 zendesk 2 turns agent=Ruth started=2026-03-02T11:00:00Z
      customer (Visitor 88) 0-: hello?
      agent (Ruth) 9-: Hello, how can I help?
    ");
    insta::assert_snapshot!(read("zendesk-ticket.json"), @"
    zendesk-ticket zendesk 2 turns agent=Leo started=2026-03-02T10:00:00Z
      customer (Sara) 0-: No me llega el código
      agent (Leo) 390-: Buenas, soy Leo.
    ¿Me confirma su teléfono?
    ");
    insta::assert_snapshot!(read("zendesk-messages.json"), @"
    zendesk-messages zendesk 3 turns agent=Bea started=2026-03-02T10:00:00Z
      customer (Kim) 0-: Is the shop open today?
      other (Helper) 1.2-: Let me find a person.
      agent (Bea) 40-: Hi Kim, yes, until six.
    ");
}
