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
    insta::assert_snapshot!(read("contact-lens.json"), @"
    gas-2207 contact-lens 6 turns
      other 0-3.2: Para facturas, pulse uno.
      agent 4.1-8.6: Gas del Norte, buenas tardes, le atiende [PII]. ¿En qué puedo ayudarle?
      customer 9.3-13.9: Me han cobrado dos veces la misma factura.
      agent 14.2-16.6: Siento la molestia. Lo miro ahora mismo, no cuelgue.
      customer 16.2-17.4: Sí, sí, espero.
      agent 26.4-30.9: Gracias por esperar. Le devolvemos el segundo cobro en tres días.
    ");
}

#[test]
fn contact_lens_chat_has_times_of_day_and_events() {
    insta::assert_snapshot!(read("contact-lens-chat.json"), @"
    chat-31 contact-lens-chat 4 turns agent=Owen started=2026-03-02T10:02:00Z
      other 1.5-: You are next in line.
      customer (Priya) 20.25-: My parcel says delivered but nothing is here.
      agent (Owen) 52-: Hi Priya, this is Owen. I'm sorry about that, let me check with the driver.
      customer (Priya) 90-: Thanks.
    ");
}

#[test]
fn contact_lens_streams_segments() {
    insta::assert_snapshot!(read("contact-lens-live.json"), @"
    live-8 contact-lens-chat 2 turns
      agent 0.3-2.8: Mutua Sur, le habla Teresa, ¿dígame?
      customer 3.3-4.7: Quería dar un parte.
    ");
}

#[test]
fn post_call_analytics_tells_roles_in_a_table() {
    insta::assert_snapshot!(read("amazon-pca.json"), @"
    7f1c-pca amazon-pca 4 turns agent=Marta Ruiz started=2026-03-02T09:15:00
      agent 0.2-3.1: Óptica Luz, le atiende Marta, ¿en qué le ayudo?
      customer 3.6-8.4: Las gafas que me hicieron me marean y nadie me
      agent 7.9-9: ¿Cuándo las recogió?
      customer 9.4-14.2: El lunes. Déjeme terminar, por favor.
    ");
}

#[test]
fn bedrock_data_automation_has_speakers_and_channels() {
    insta::assert_snapshot!(read("amazon-bda.json"), @"
    lamp-17 amazon-bda 4 turns
      note: “spk_0” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “spk_1” does not say who it is; taken for the customer, since the other side is labelled.
      agent (spk_0) 0.1-4.2: Bright Homes, thank you for calling, my name is Noor, how can I help you today?
      customer (spk_1) 4.7-8: Hi, my lamp arrived broken and I want a new one.
      agent (spk_0) 8.3-12.1: I'm so sorry to hear that. May I have your order number?
      customer (spk_1) 15-16: It's 4471.
    ");
}

#[test]
fn transcribe_has_words_and_speakers_apart() {
    insta::assert_snapshot!(read("amazon-transcribe.json"), @"
    clinica-88 amazon-transcribe 4 turns
      note: «spk_1» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «spk_0» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (spk_1) 0.5-3.75 of [0,1]: Buenas tardes, Clínica Norte, le atiende Julia. ¿En qué puedo ayudarle?
      customer (spk_0) 4.6-5.75 of [1,2]: Quería cambiar mi cita.
      agent (spk_1) 6.4-7.85 of [2,3]: Claro. ¿Me dice su apellido?
      agent (spk_1) 13-13.25 of [3,4]: Soler.
    ");
}

#[test]
fn transcribe_has_words_by_channel() {
    insta::assert_snapshot!(read("amazon-transcribe-channels.json"), @"
    lakeside-5 amazon-transcribe 4 turns
      note: “ch_0” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “ch_1” does not say who it is; taken for the customer, since the other side is labelled.
      agent (ch_0) 0.2-3.75 of [0,1]: Hello, this is Grace at Lakeside Rentals, how may I help you?
      customer (ch_1) 2-2.25 of [1,2]: Right.
      customer (ch_1) 5-6.75 of [2,3]: My booking shows the wrong dates.
      agent (ch_0) 9.6-11.65 of [3,4]: I can certainly check that for you.
    ");
}

#[test]
fn what_is_missing_or_strange_is_borne() {
    let file = r#"{"Participants": null, "JobName": 7, "Transcript": [
        {"ParticipantId": "AGENT", "Content": "Hello, how can I help?", "BeginOffsetMillis": "40", "Items": null},
        {"ParticipantId": "CUSTOMER", "Content": null, "BeginOffsetMillis": null, "EndOffsetMillis": -1e300},
        {"ParticipantId": "CUSTOMER", "Content": "Hi.", "BeginOffsetMillis": 900}]}"#;
    insta::assert_snapshot!(read_text(file), @"
    7 contact-lens 3 turns
      agent 0.04-: Hello, how can I help?
      customer: 
      customer 0.9-: Hi.
    ");
}

#[test]
fn what_is_broken_is_told_with_its_place() {
    insta::assert_snapshot!(read_text(r#"{"results": {"items": [{"alternatives": {"content": "Hi"}}]}}"#), @"
    coach: … 1:40: the JSON does not have at results.items[0].alternatives what is expected there: invalid type: map, expected a sequence
    coach: No transcript could be read.
    ");
    insta::assert_snapshot!(read_text(r#"{"ConversationAnalytics": {}, "SpeechSegments": []}"#), @"
    coach: … 1:1: has no turns
    coach: No transcript could be read.
    ");
}
