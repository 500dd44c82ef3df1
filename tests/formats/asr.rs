//! What speech recognisers write.

use serde_json::{Value, json};

use super::{common, read, read_file};

#[test]
fn deepgram_utterances_are_turns_by_channel_in_the_order_of_time() {
    insta::assert_snapshot!(read("deepgram-utterances.json"), @"
    gas-0087 deepgram 4 turns
      note: «ch_0» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «ch_1» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (ch_0) 0.4-4.2: Gas del Norte, buenos días, le atiende Nuria. ¿En qué puedo ayudarle?
      customer (ch_1) 4.9-7.3: Buenos días, huele a gas en la cocina.
      agent (ch_0) 9.8-11.6: Le miro ahora mismo la lectura.
      customer (ch_1) 12.1-13: ¿Y tardan mucho?
    ");
}

#[test]
fn deepgram_without_utterances_gives_paragraphs_or_words() {
    insta::assert_snapshot!(read("deepgram-paragraphs.json"), @"
    parcels-31 deepgram 3 turns
      note: “0” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “1” does not say who it is; taken for the customer, since the other side is labelled.
      agent (0) 0.2-4.4: Thank you for calling Harbour Parcels, this is Owen speaking. How can I help you today?
      customer (1) 5-8.1: Hi, my parcel says delivered. It is not here.
      agent (0) 8.6-11.9: I am sorry about that. Can I have your tracking number?
    ");
    insta::assert_snapshot!(read("deepgram-words.json"), @"
    parcels-32 deepgram 3 turns
      note: “0” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “1” does not say who it is; taken for the customer, since the other side is labelled.
      agent (0) 0.2-4.38 of [0,1]: Thank you for calling Harbour Parcels, this is Owen speaking. How can I help you today?
      customer (1) 5-8.08 of [1,2]: Hi, my parcel says delivered. It is not here.
      agent (0) 8.6-11.88 of [2,3]: I am sorry about that. Can I have your tracking number?
    ");
}

#[test]
fn assemblyai_gives_utterances_or_words_in_milliseconds() {
    insta::assert_snapshot!(read("assemblyai.json"), @"
    optica-5 assemblyai 3 turns
      note: «A» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «B» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (A) 0.32-4.1: Buenas tardes, Óptica Lumen, habla Tomás, ¿en qué le puedo ayudar?
      customer (B) 4.6-7.2: Quería saber si ya llegaron mis lentes.
      agent (A) 7.6-10.15: Permítame su número de pedido, por favor.
    ");
    insta::assert_snapshot!(read("assemblyai-words.json"), @"
    optica-5 assemblyai 3 turns
      note: De ningún turno se sabe que sea del agente, así que nada se juzga. Póngales rótulo a los turnos del agente, o diga quién es con --agent NOMBRE o en coach.toml, [speakers].
      other 0.32-4.08 of [0,1]: Buenas tardes, Óptica Lumen, habla Tomás, ¿en qué le puedo ayudar?
      other 4.6-7.18 of [1,2]: Quería saber si ya llegaron mis lentes.
      other 7.6-10.13 of [2,3]: Permítame su número de pedido, por favor.
    ");
}

#[test]
fn openai_with_speakers_is_joined() {
    insta::assert_snapshot!(read("openai-diarized.json"), @"
    openai-diarized openai-diarized 3 turns
      note: 4 segments were joined to 3 turns.
      note: “A” does not say who it is; taken for the customer, since the other side is labelled.
      agent 0-3.9 of [0,2]: Good morning, Ridge Bank, this is Dana. How can I help you?
      customer (A) 4.4-7 of [2,3]: My card was swallowed by the machine.
      agent 7.5-9.6 of [3,4]: I can block it for you right now.
    ");
}

#[test]
fn whisper_has_no_speakers() {
    insta::assert_snapshot!(read("whisper.json"), @"
    whisper whisper 3 turns
      note: 4 segmentos se unieron en 3 turnos.
      note: De ningún turno se sabe que sea del agente, así que nada se juzga. Póngales rótulo a los turnos del agente, o diga quién es con --agent NOMBRE o en coach.toml, [speakers].
      other 0-2.9 of [0,1]: Buenos días, Hotel Sierra, le atiende Celia.
      other 3.4-6.1 of [1,3]: Quería cancelar la reserva del día doce.
      other 6.8-8.3 of [3,4]: ¿A nombre de quién está?
    ");
    insta::assert_snapshot!(read("whisper-cpp.json"), @"
    whisper-cpp whisper 3 turns
      note: 4 segmentos se unieron en 3 turnos.
      note: De ningún turno se sabe que sea del agente, así que nada se juzga. Póngales rótulo a los turnos del agente, o diga quién es con --agent NOMBRE o en coach.toml, [speakers].
      other 0-2.9 of [0,1]: Buenos días, Hotel Sierra, le atiende Celia.
      other 3.4-6.1 of [1,3]: Quería cancelar la reserva del día doce.
      other 6.8-8.3 of [3,4]: ¿A nombre de quién está?
    ");
}

#[test]
fn whisperx_may_lack_a_speaker_and_write_times_as_strings() {
    insta::assert_snapshot!(read("whisperx.json"), @"
    whisperx whisperx 5 turns
      note: 6 segmentos se unieron en 5 turnos.
      note: «SPEAKER_01» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «SPEAKER_00» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      note: Hay turnos de los que no se sabe quién habla; no se juzgan.
      agent (SPEAKER_01) 0.5-3.8 of [0,1]: Clínica Robles, buenas, habla Vera, ¿en qué le ayudo?
      customer (SPEAKER_00) 4.2-6.4 of [1,3]: Quería mover mi cita del jueves.
      other 6.6-6.9 of [3,4]: Mm.
      agent (SPEAKER_01) 7.2-8.9 of [4,5]: ¿Me indica su DNI, por favor?
      agent (SPEAKER_01) 31-32.4 of [5,6]: Gracias por esperar.
    ");
}

#[test]
fn google_repeats_all_words_in_the_last_result() {
    insta::assert_snapshot!(read("google-stt-v1.json"), @"
    google-stt-v1 google-stt 3 turns
      note: “1” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “2” does not say who it is; taken for the customer, since the other side is labelled.
      agent (1) 0-2.78 of [0,1]: Thank you for calling Pine Insurance, this is Ruth.
      customer (2) 3.3-5.58 of [1,2]: Hello, I had an accident yesterday.
      agent (1) 6-7.38 of [2,3]: I am sorry to hear that.
    ");
    insta::assert_snapshot!(read("google-stt-v2.json"), @"
    google-stt-v2 google-stt 3 turns
      note: “1” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “2” does not say who it is; taken for the customer, since the other side is labelled.
      agent (1) 0-2.78 of [0,1]: Thank you for calling Pine Insurance, this is Ruth.
      customer (2) 3.3-5.58 of [1,2]: Hello, I had an accident yesterday.
      agent (1) 6-7.38 of [2,3]: I am sorry to hear that.
    ");
}

#[test]
fn revai_monologues_are_turns() {
    insta::assert_snapshot!(read("revai.json"), @"
    revai revai 3 turns
      note: “0” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “1” does not say who it is; taken for the customer, since the other side is labelled.
      agent (0) 0.3-3.88: Solar Line, good afternoon, this is Priya. How may I help?
      customer (1) 4.4-7.08: The inverter blinks red, and nothing works.
      agent (0) 7.5-8.78: Let me check that for you.
    ");
}

#[test]
fn speechmatics_marks_belong_to_their_words() {
    insta::assert_snapshot!(read("speechmatics.json"), @"
    alba-77 speechmatics 4 turns
      note: «S1» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «S2» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      note: Hay turnos de los que no se sabe quién habla; no se juzgan.
      agent (S1) 0.2-3.98 of [0,1]: Telefonía Alba, buenos días, le atiende Julio, ¿en qué puedo ayudarle?
      other 4.2-4.38 of [1,2]: Eh.
      customer (S2) 4.6-6.78 of [2,3]: No tengo línea desde ayer.
      agent (S1) 7.2-8.38 of [3,4]: Lamento la molestia.
    ");
    insta::assert_snapshot!(read("speechmatics-live.json"), @"
    speechmatics-live speechmatics 4 turns
      note: «S1» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «S2» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      note: Hay turnos de los que no se sabe quién habla; no se juzgan.
      agent (S1) 0.2-3.98 of [0,1]: Telefonía Alba, buenos días, le atiende Julio, ¿en qué puedo ayudarle?
      other 4.2-4.38 of [1,2]: Eh.
      customer (S2) 4.6-6.78 of [2,3]: No tengo línea desde ayer.
      agent (S1) 7.2-8.38 of [3,4]: Lamento la molestia.
    ");
}

#[test]
fn watson_speakers_are_joined_on_the_moment() {
    insta::assert_snapshot!(read("watson.json"), @"
    watson watson 3 turns
      note: “0” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “1” does not say who it is; taken for the customer, since the other side is labelled.
      agent (0) 0.3-5.22 of [0,1]: thank you for calling meadow pharmacy this is leo how can i help you
      customer (1) 5.24-6.98 of [1,2]: my prescription is not ready
      agent (0) 7.4-9.18 of [2,3]: let me look into that for you
    ");
}

#[test]
fn gladia_utterances_are_turns() {
    insta::assert_snapshot!(read("gladia.json"), @"
    agua-9 gladia 3 turns
      note: «0» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «1» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (0) 0.4-3.8: Agua Clara, buenas tardes, soy Elena, ¿en qué le puedo ayudar?
      customer (1) 4.2-6.2: El recibo viene doble este mes.
      agent (0) 6.6-8: Voy a revisar su contrato.
    ");
}

#[test]
fn azure_phrases_are_put_in_the_order_of_time() {
    insta::assert_snapshot!(read("azure-batch.json"), @"
    azure-batch azure-speech 3 turns
      note: “ch_0” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “ch_1” does not say who it is; taken for the customer, since the other side is labelled.
      agent (ch_0) 0.5-3.7: Thank you for calling City Gym, this is Marta, how can I help you?
      customer (ch_1) 4.2-6.6: I want to cancel my membership.
      agent (ch_0) 7.1-9.2: Sure, may I have your member number?
    ");
    insta::assert_snapshot!(read("azure-fast.json"), @"
    azure-fast azure-speech 3 turns
      note: “1” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “2” does not say who it is; taken for the customer, since the other side is labelled.
      agent (1) 0.5-3.7: Thank you for calling City Gym, this is Marta, how can I help you?
      customer (2) 4.2-6.6: I want to cancel my membership.
      agent (1) 7.1-9.2: Sure, may I have your member number?
    ");
}

/// Services hand their answers on inside other answers; what is read must be the same.
#[test]
fn answers_are_read_inside_of_others() {
    let sample = |name: &str| {
        let file = format!("{}/samples/formats/{name}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str::<Value>(&std::fs::read_to_string(file).expect("a sample")).expect("JSON")
    };
    let (watson, google, whisperx, gladia) =
        (sample("watson"), sample("google-stt-v1"), sample("whisperx"), sample("gladia"));
    let cases = [
        (
            "watson",
            json!([{"result_index": 0, "results": watson["results"]}, {"speaker_labels": watson["speaker_labels"]}]),
        ),
        ("watson", json!({"id": "job", "status": "completed", "results": [watson]})),
        ("google-stt-v1", json!({"name": "1", "done": true, "response": google})),
        ("whisperx", json!({"id": "p", "output": {"segments": whisperx["segments"], "num_speakers": 2}})),
        ("whisperx", whisperx["segments"].clone()),
        ("gladia", json!({"id": "agua-9", "event": "transcription.success", "payload": gladia["result"]})),
    ];
    let folder = common::Folder::new();
    for (name, value) in cases {
        let file = folder.file(&format!("{name}.json"), value.to_string());
        assert_eq!(read_file(&file, &[]), read(&format!("{name}.json")), "{value}");
    }
}
