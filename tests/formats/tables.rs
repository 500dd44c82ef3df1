//! Tables of turns and of calls.

use super::read;

#[test]
fn a_turn_a_row_of_several_calls_in_spanish() {
    insta::assert_snapshot!(read("turns-es.csv"), @r#"
    L-1 csv 3 turns
      agent 1.2-: Viajes Duna, buenos días; le atiende Eva. ¿En qué puedo ayudarle?
      customer 6-: Quiero cambiar
    mi vuelo.
      agent 11-: Claro, ¿me dice su localizador?
    L-2 csv 2 turns
      note: No se pudo reconocer el idioma; se supuso «es». Con --lang se dice.
      agent 0-: Viajes Duna, ¿dígame?
      customer 3-: Me cobraron "dos veces".
    "#);
}

#[test]
fn a_broken_row_is_named_and_loses_no_other() {
    insta::assert_snapshot!(read("turns-en.csv"), @"
    coach: …: 4:1: the row has 7 fields and the header 6; it was passed over. A text with the separator in it must stand in quotes
    coach: …: 5:1: the row has a quotation mark that is opened and not closed as it should be; it was passed over
    coach: …: 7:1: the row has 1 fields and the header 6; it was passed over. A text with the separator in it must stand in quotes
    c-9 csv 4 turns agent=Dana
      agent (Dana) 0.8-3.7: Cedar Bank, this is Dana, how can I help you?
      customer 4.1-5.6: My card is blocked.
      agent (Dana) 8.6-10: May I have your name, please?
      other (Ray) 10.4-11.3: Hi there.
    ");
}

#[test]
fn a_call_a_row_is_labelled_text() {
    insta::assert_snapshot!(read("calls-es.tsv"), @"
    t-1 csv 3 turns agent=Olga started=2026-03-02T10:02:11Z
      agent: Óptica Luz, buenos días.
      customer: Hola, ¿están listas mis gafas?
      agent: Sí, ya puede pasar.
    t-2 csv 3 turns agent=Olga started=2026-03-02T10:20:00Z
      agent: Óptica Luz, ¿en qué puedo ayudarle?
      customer: Quiero anular una cita.
      agent: Claro que sí.
    t-3 csv 1 turns agent=Olga
      note: El texto no dice quién habla ni dónde acaba cada turno; se dejó de una pieza y nada se juzga.
      note: De ningún turno se sabe que sea del agente, así que nada se juzga. Póngales rótulo a los turnos del agente, o diga quién es con --agent NOMBRE o en coach.toml, [speakers].
      other: Buenos días, quería preguntar por mi pedido. Claro, un momento.
    ");
}

#[test]
fn rows_without_speakers_are_segments() {
    insta::assert_snapshot!(read("segments.tsv"), @"
    segments csv 2 turns
      note: 3 segments were joined to 2 turns.
      note: None of the turns is known to be the agent's, so nothing is judged. Label the agent's turns, or say who it is with --agent NAME or in coach.toml, [speakers].
      other 0-4.1 of [0,2]: Maple Energy, how can I help you today?
      other 9-11.5 of [2,3]: My bill is wrong.
    ");
}
