//! Captions, chats and other text formats.

use super::common::Folder;
use super::{read, read_file};

/// How a text is read that stands in a file of this name.
fn read_text(name: &str, text: &str) -> String {
    let folder = Folder::new();
    read_file(&folder.file(name, text), &[])
}

#[test]
fn webvtt_of_teams_has_voices() {
    insta::assert_snapshot!(read("teams.vtt"), @"
    teams webvtt 4 turns agent=Nuria Paredes
      note: 5 segmentos se unieron en 4 turnos.
      note: «Nuria Paredes» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «Óscar Vidal» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (Nuria Paredes) 2.1-7.2 of [0,2]: Muebles Robledo, buenas tardes, le atiende Nuria. ¿En qué puedo ayudarle?
      customer (Óscar Vidal) 8-12.64 of [2,3]: Me llegó el sofá sin dos patas, pedido R&D-118.
      agent (Nuria Paredes) 12.9-15.43 of [3,4]: Lo siento mucho.
      customer (Óscar Vidal) 15.43-15.9 of [4,5]: Ya.
    ");
}

#[test]
fn webvtt_of_zoom_has_labels() {
    insta::assert_snapshot!(read("zoom.vtt"), @"
    zoom webvtt 3 turns agent=Harbour Rentals
      note: 1 captions carry no name; the speaker before them was taken to go on.
      note: 5 segments were joined to 3 turns.
      note: “Harbour Rentals” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “Priya Nair” does not say who it is; taken for the customer, since the other side is labelled.
      agent (Harbour Rentals) 1.25-5.6 of [0,2]: Harbour Rentals, this is Dean speaking, how may I help you?
      customer (Priya Nair) 6.3-11.4 of [2,4]: Hi, the boat we booked for Saturday: is it still ours? Nobody emailed us.
      agent (Harbour Rentals) 15.9-18 of [4,5]: Thank you for waiting. It is, booking [PII].
    ");
}

#[test]
fn webvtt_of_webex_has_names_as_ids() {
    insta::assert_snapshot!(read("webex.vtt"), @"
    webex webvtt 4 turns agent=Marta Soler
      note: «Marta Soler» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «Iván Roca» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      note: Hay turnos de los que no se sabe quién habla; no se juzgan.
      agent (Marta Soler) 0.9-4.2 of [0,1]: Clínica Soler, buenos días, soy Marta, ¿en qué puedo ayudarle?
      customer (Iván Roca) 5-8.3 of [1,2]: Buenos días, quería cambiar la cita del jueves.
      other 8.5-9.1 of [2,3]: Perdón.
      agent (Marta Soler) 9.6-12 of [3,4]: Claro, dígame su DNI, por favor.
    ");
}

#[test]
fn webvtt_without_names_is_read() {
    let text = "\u{feff}WEBVTT - Agent: nobody\nKind: captions\nLanguage: en\n\n\
        00:01.000 --> 00:02.500\nWhen the <00:01.500>line\n\nsecond caption\n00:02.500 --> 00:04.000 align:start\n\
        <c.yellow>goes</c> dead.\n\nNOTE\nnot said\n\n00:04.000 --> 00:06.000\n- Sure.\n- And then\n";
    insta::assert_snapshot!(read_text("plain.vtt", text), @"
    plain webvtt 3 turns
      note: 4 segments were joined to 3 turns.
      note: None of the turns is known to be the agent's, so nothing is judged. Label the agent's turns, or say who it is with --agent NAME or in coach.toml, [speakers].
      other 1-4 of [0,2]: When the line goes dead.
      other 4-4.77 of [2,3]: Sure.
      other 4.77-6 of [3,4]: And then
    ");
}

#[test]
fn webvtt_without_cues_is_an_error() {
    insta::assert_snapshot!(read_text("empty.vtt", "WEBVTT"), @"
    coach: …: 1:1: has no turns
    coach: No transcript could be read.
    ");
}

#[test]
fn srt_labels_hold_until_the_next() {
    insta::assert_snapshot!(read("captions.srt"), @"
    captions srt 4 turns
      note: 1 captions have no times; they were kept in their place.
      note: 2 captions carry no name; the speaker before them was taken to go on.
      note: 6 segments were joined to 4 turns.
      agent 0.4-5.5 of [0,2]: Greenline Energy, good morning, you're through to Tom. How can I help?
      customer 6.1-9 of [2,4]: My meter reads zero. Zero. I sent you a photo last week.
      agent 12-14 of [4,5]: Let me look at that.
      customer 14-15 of [5,6]: Please do.
    ");
}

#[test]
fn captions_with_the_name_above_the_words() {
    let text = "0:0:0.0 --> 0:0:2.20\nInés Mora\nBuenas tardes, le atiende Inés.\n\n\
        0:0:2.50 --> 0:0:4.0\nRaúl Gil\nHola,\nbuenas.\n\n0:0:4.10 --> 0:0:5.0\nInés Mora\nDígame.\n\n\
        0:0:5.10 --> 0:0:6.0\nRaúl Gil\nNo me funciona el wifi.\n";
    insta::assert_snapshot!(read_text("teams.txt", text), @"
    teams srt 4 turns agent=Inés Mora
      note: «Inés Mora» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «Raúl Gil» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (Inés Mora) 0-2.2 of [0,1]: Buenas tardes, le atiende Inés.
      customer (Raúl Gil) 2.5-4 of [1,2]: Hola, buenas.
      agent (Inés Mora) 4.1-5 of [2,3]: Dígame.
      customer (Raúl Gil) 5.1-6 of [3,4]: No me funciona el wifi.
    ");
}

#[test]
fn live_captions_repeat_nothing() {
    let text = "WEBVTT\n\n00:00.000 --> 00:02.000\n \nmy router<00:00.500><c> is</c>\n\n\
        00:02.000 --> 00:02.010\nmy router is\n \n\n00:02.010 --> 00:04.000\nmy router is\ndead<00:03.000><c> again.</c>\n";
    insta::assert_snapshot!(read_text("live.vtt", text), @"
    live webvtt 1 turns
      note: 2 segments were joined to 1 turns.
      note: None of the turns is known to be the agent's, so nothing is judged. Label the agent's turns, or say who it is with --agent NAME or in coach.toml, [speakers].
      other 0-4 of [0,2]: my router is dead again.
    ");
}

#[test]
fn otter_names_stand_above_the_words() {
    insta::assert_snapshot!(read("otter.txt"), @"
    otter otter 4 turns agent=Rosa Aguilar
      note: «Rosa Aguilar» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «Pablo» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      note: Hay turnos de los que no se sabe quién habla; no se juzgan.
      agent (Rosa Aguilar) 2-: Gracias por llamar a Viveros Aguilar, le atiende Rosa. ¿En qué puedo ayudarle?
      customer (Pablo) 7-: Hola. Compré un limonero el martes y ya se le caen las hojas.
      other 15-: Dile lo de la maceta.
      agent (Rosa Aguilar) 3740-: Disculpe la espera. Le cambiamos la planta.
    ");
}

#[test]
fn otter_keywords_above_are_no_speech() {
    let text = "Call 12\nMon, Mar 2, 2026 10:02AM • 3:12\n\nSUMMARY KEYWORDS\nlamp, order\n\nSPEAKERS\nAna\n\n\
        Ana Gil\t00:04\nHello.\n\n00:09\nHi.\n";
    insta::assert_snapshot!(read_text("otter.txt", text), @"
    otter otter 2 turns
      note: Nobody knows who the agent is (speakers: Ana Gil), so nothing is judged. Say it with --agent NAME or in coach.toml.
      other (Ana Gil) 4-: Hello.
      other 9-: Hi.
    ");
}

#[test]
fn google_meet_has_a_time_a_block() {
    insta::assert_snapshot!(read("google-meet.txt"), @"
    google-meet google-meet 4 turns
      note: Nobody knows who the agent is (speakers: Colin Reyes, Joan Pratt), so nothing is judged. Say it with --agent NAME or in coach.toml.
      other (Colin Reyes) 0-: Lakeside Hotel, good morning, Colin speaking.
      other (Joan Pratt): Hi, I have a booking: number 40182.
      other (Colin Reyes): Let me pull that up for you.
      other (Joan Pratt) 192-: Any news?
    ");
}

#[test]
fn zoom_chat_is_read() {
    insta::assert_snapshot!(read("zoom-chat.txt"), @"
    zoom-chat zoom-chat 3 turns agent=Lumen
      note: «Javier» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (Lumen) 0-: Hola, soy Eva de Lumen, ¿en qué puedo ayudarle?
      customer (Javier) 29-: Mi factura viene doble. Las dos son de marzo.
      agent (Lumen) 54-: Deme un momento y la reviso.
    ");
}

#[test]
fn zoom_chat_of_other_versions_is_read() {
    let text = "00:02:11\t From Agent Ana to Everyone:\n\tHello there.\n00:02:40\t From  Luis Gil : My router is dead.\n\
        00:02:50 From Agent Ana to Luis Gil(Direct Message): Sorry.\n";
    insta::assert_snapshot!(read_text("chat.txt", text), @"
    chat zoom-chat 3 turns agent=Ana
      note: “Luis Gil” does not say who it is; taken for the customer, since the other side is labelled.
      agent (Ana) 131-: Hello there.
      customer (Luis Gil) 160-: My router is dead.
      agent (Ana) 170-: Sorry.
    ");
}

#[test]
fn whatsapp_takes_days() {
    insta::assert_snapshot!(read("whatsapp.txt"), @"
    whatsapp whatsapp 4 turns agent=Óptica Sol started=2026-03-12T23:58:00Z
      note: «Óptica Sol» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «+34 600 11 22 33» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (Óptica Sol) 0-: Hola, le atiende Bea de Óptica Sol. ¿En qué puedo ayudarle?
      customer (+34 600 11 22 33) 60-: Mis gafas llegaron rotas el cristal izquierdo: entero
      customer (+34 600 11 22 33) 180-: <Multimedia omitido>
      agent (Óptica Sol) 32520-: Lamento lo ocurrido, se las cambiamos hoy.
    ");
}

#[test]
fn whatsapp_of_other_phones_is_read() {
    let text = "[3/13/26, 10:02:11\u{202f}PM] Acme Help: \u{200e}Messages are end-to-end encrypted.\n\
        [3/13/26, 10:02:15\u{202f}PM] ~ Dana: where is my lamp\n\
        \u{200e}[3/13/26, 10:03:15\u{202f}PM] ~ Dana: \u{200e}image omitted\n\
        [3/14/26, 12:01:00\u{202f}AM] Acme Help: On its way.\n";
    insta::assert_snapshot!(read_text("chat.txt", text), @"
    chat whatsapp 3 turns agent=Acme Help started=2026-03-13T22:02:15Z
      note: “Acme Help” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “Dana” does not say who it is; taken for the customer, since the other side is labelled.
      customer (Dana) 0-: where is my lamp
      customer (Dana) 60-: image omitted
      agent (Acme Help) 7125-: On its way.
    ");
}

#[test]
fn chat_codes_are_cleaned_to_what_was_said() {
    insta::assert_snapshot!(read("chat.cha"), @"
    chat chat 3 turns agent=Dana
      agent (Dana) 0-3.12: good morning, Pine Bank, how may how can I help you?
      customer 3.3-5.6: uh hi my card got blocked
      agent (Dana) 5.4-6.2: I am sorry.
    ");
}

#[test]
fn text_has_many_shapes() {
    for text in [
        "Agent\nGood morning.\n\nCustomer\nHello.\n",
        "### Agent (00:01)\n\nGood morning.\n\n### Customer (00:05)\n\nHello.\n",
        "00:01\nAgent: Good morning.\n00:05\nCustomer: Hello.\n",
        "00:01\nAgent\nGood morning.\n00:05\nCustomer\nHello.\n",
        "Agent (00:01):\nGood morning.\nCustomer (00:05):\nHello.\n",
        "AGENT - Good morning.\nCUSTOMER - Hello.\n",
        "[Agent] Good morning.\n[Customer] Hello.\n",
        "(00:01) Agent > Good morning.\n(00:05) Customer > Hello.\n",
    ] {
        let read = read_text("call.txt", text);
        let turns: Vec<&str> = read.lines().filter(|line| line.starts_with("  ") && !line.contains("note:")).collect();
        let untimed = ["  agent: Good morning.", "  customer: Hello."];
        let timed = ["  agent 1-: Good morning.", "  customer 5-: Hello."];
        let expected = if text.contains("00:") { timed } else { untimed };
        assert_eq!(turns, expected, "{text}");
    }
}

#[test]
fn text_with_names_above_or_times_alone() {
    let names = "Ana Gil\nLumen, le atiende Ana.\n\nSpeaker 2\nHola,\nno va el wifi [noise] {music_3.8s}.\n\n\
        Ana Gil\nLo miro.\n\nSpeaker 2\nBien.\n";
    insta::assert_snapshot!(read_text("names.txt", names), @"
    names text 4 turns
      note: No se sabe quién es el agente (hablan: Ana Gil, Speaker 2), así que nada se juzga. Dígalo con --agent NOMBRE o en coach.toml.
      other (Ana Gil): Lumen, le atiende Ana.
      other (Speaker 2): Hola, no va el wifi [noise] {music_3.8s}.
      other (Ana Gil): Lo miro.
      other (Speaker 2): Bien.
    ");
    let times =
        "[00:00.000 --> 00:02.000]  My line\n[00:02.000 --> 00:04.000]  is dead.\n[00:04.500 --> 00:05.000]  Oh no.\n";
    insta::assert_snapshot!(read_text("times.txt", times), @"
    times text 2 turns
      note: 3 segments were joined to 2 turns.
      note: None of the turns is known to be the agent's, so nothing is judged. Label the agent's turns, or say who it is with --agent NAME or in coach.toml, [speakers].
      other 0-4 of [0,2]: My line is dead.
      other 4.5-5 of [2,3]: Oh no.
    ");
}
