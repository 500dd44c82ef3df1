//! Contact-centre and telephony platforms.

use super::read;

#[test]
fn azure_conversation_has_roles_and_ticks() {
    insta::assert_snapshot!(read("azure-conversation.json"), @"
    gas-2231 azure-conversation 4 turns agent=Marta Gil
      agent (Marta Gil) 0.5-4.6: Gas Levante, buenas tardes, le atiende Marta. ¿En qué puedo ayudarle?
      customer 5.2-9: Hola, me han cobrado dos veces la revisión de la caldera.
      agent (Marta Gil) 9.5-11.7: siento la molestia lo miro ahora mismo
      other: Su llamada ha sido transferida.
    ");
}

#[test]
fn azure_knowledge_mining_is_labelled_text() {
    insta::assert_snapshot!(read("azure-ckm.json"), @"
    ckm-88 azure-ckm 3 turns started=2026-03-02T10:02:11Z
      agent: Thank you for calling Harbor Water, this is Dale. How can I help you today?
      customer: Hi Dale. My meter shows a leak that isn't there.
      agent: I understand. Can you read me the number on the meter?
    ");
}

#[test]
fn azure_knowledge_mining_without_labels_is_not_split() {
    insta::assert_snapshot!(read("azure-ckm-running.json"), @"
    ckm-89 azure-ckm 1 turns started=2026-03-02T11:30:00Z
      note: The text does not say who speaks or where a turn ends; it was left in one piece, and nothing is judged.
      note: None of the turns is known to be the agent's, so nothing is judged. Label the agent's turns, or say who it is with --agent NAME or in coach.toml, [speakers].
      other: Hi, I'm Rose, I would like to move my delivery. Hello Rose, thank you for calling Lark Parcels. Which day suits you? Friday, please. Done. Thanks.
    ");
}

#[test]
fn genesys_tells_machines_from_agents_and_counts_from_the_start() {
    insta::assert_snapshot!(read("genesys.json"), @"
    gen-5501 genesys 3 turns agent=raul.mena started=2026-03-02T10:02:11Z
      other 2-3.8: pulse uno para averías
      agent 14.5-18.6: fibra norte buenos días le atiende raúl en qué puedo ayudarle
      customer 19.2-21.8: hola llevo dos días sin internet
    ");
}

#[test]
fn gong_has_sides_where_its_parties_are_given() {
    insta::assert_snapshot!(read("gong.json"), @"
    7001 gong 3 turns agent=Priya Nair started=2026-03-02T10:02:11Z
      note: Nobody knows who “Third Voice” is; those turns are not judged. Say it with --agent or in coach.toml.
      agent (Priya Nair) 0.9-4.7: Oak Street Hosting, this is Priya. How can I help you today?
      customer (Tom Hale) 5.2-9: Hi, our mail has been down since noon.
      other (Third Voice) 9.4-10.1: Yes, for all of us.
    7002 gong 2 turns
      note: “41” was taken for the agent by what is said (99% sure). Say it with --agent.
      note: “42” does not say who it is; taken for the customer, since the other side is labelled.
      agent (41) 0.5-1.5: Oak Street Hosting, how may I help you?
      customer (42) 1.9-3: I want to cancel my plan.
    ");
}

#[test]
fn dialpad_is_put_in_order_and_moments_are_no_speech() {
    insta::assert_snapshot!(read("dialpad.json"), @"
    4815162342 dialpad 3 turns agent=Nuria Paz started=2026-03-02T10:02:14Z
      agent (Nuria Paz) 0-: Muebles Alba, buenos días, le atiende Nuria. ¿En qué le puedo ayudar?
      customer (Luis Rey) 5.5-: Buenas, mi pedido llegó roto.
      agent (Nuria Paz) 10.25-: Cuánto lo siento. ¿Me dice el número de pedido?
    ");
}

#[test]
fn ringcentral_keeps_what_stands_under_both_speakers() {
    insta::assert_snapshot!(read("ringcentral.json"), @"
    552817 ringcentral 4 turns agent=Dana Wu started=2026-03-02T10:02:11.000Z
      agent (Dana Wu) 0.6-3.9: Birch Dental, this is Dana, how can I help you?
      customer (Kim Ott) 4.2-7: Hi, I need to move my appointment.
      agent (Dana Wu) 4.3-7: Hi, I need to move my appointment.
      agent (Dana Wu) 7.4-8.8: Of course. Which day suits you?
    ");
}

#[test]
fn ringcentral_interactions_have_numbered_speakers() {
    insta::assert_snapshot!(read("ringcentral-interaction.json"), @"
    job-12 ringcentral 2 turns
      note: «0» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
      note: «1» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
      agent (0) 0.4-3.2: Clínica Sol, gracias por llamar, ¿en qué puedo ayudarle?
      customer (1) 3.6-6: Quiero cancelar mi cita del martes.
    ");
}
