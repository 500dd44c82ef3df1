//! Who is the agent where no label says it: told by what people say, or not at all; and by the names that the user gave.

use super::common::Folder;
use super::read_file;

/// How a call is read: its notes, then each label with the role that it got, in the order in which they first speak.
fn roles(call: &[(&str, &str)], args: &[&str]) -> String {
    let lines: Vec<String> = call.iter().map(|(who, said)| format!("{who}: {said}\n")).collect();
    let turns: Vec<serde_json::Value> =
        call.iter().map(|(who, said)| serde_json::json!({ "speaker": who, "text": said })).collect();
    let object = serde_json::json!({ "id": "x", "turns": turns }).to_string();
    let folder = Folder::new();
    let (text, json) = (folder.file("call.txt", lines.concat()), folder.file("call.json", object));
    let read = |file: &str| {
        let all = read_file(file, args);
        let notes: Vec<&str> = all.lines().filter(|line| line.starts_with("  note:")).map(str::trim).collect();
        let said = all.lines().filter(|line| line.starts_with("  ") && !line.starts_with("  note:"));
        let mut seen: Vec<String> = Vec::new();
        for (line, (who, _)) in said.zip(call) {
            let role = line.split_whitespace().next().unwrap_or_default().trim_end_matches(':');
            let found = format!("{who} = {role}");
            if !seen.contains(&found) {
                seen.push(found);
            }
        }
        format!("{}\n{}", notes.join("\n"), seen.join(", ")).trim().to_owned()
    };
    let found = read(&text);
    assert_eq!(found, read(&json), "the same in text and in JSON");
    found
}

#[test]
fn a_spanish_call_of_two_numbers() {
    let call = [
        ("Spk_0", "Luz del Sur, buenas tardes, le saluda Marta. ¿En qué le puedo ayudar?"),
        ("Spk_1", "Buenas, mire, me llegó un recibo altísimo y no entiendo por qué."),
        ("Spk_0", "Con gusto lo reviso. ¿Me confirma su número de suministro?"),
        ("Spk_1", "Sí, cuatro cinco uno. Yo siempre pago menos y en mi casa somos dos."),
        ("Spk_0", "Gracias. ¿Tiene alguna otra consulta?"),
    ];
    insta::assert_snapshot!(roles(&call, &[]), @"
    note: «Spk_0» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
    note: «Spk_1» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
    Spk_0 = agent, Spk_1 = customer
    ");
}

#[test]
fn recognised_speech_without_marks() {
    let call = [
        ("Speaker 1", "hola buenas es que no me funciona el internet desde ayer y trabajo en mi casa"),
        ("Speaker 2", "claro que si digame su numero de cliente por favor"),
        ("Speaker 1", "es el ocho nueve dos ya llame dos veces y nadie me da solucion"),
        ("Speaker 2", "lamento mucho lo sucedido permitame un momento verifico en el sistema"),
    ];
    insta::assert_snapshot!(roles(&call, &[]), @"
    note: «Speaker 2» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
    note: «Speaker 1» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
    Speaker 1 = customer, Speaker 2 = agent
    ");
}

#[test]
fn an_english_call_and_a_chat() {
    let call = [
        ("B", "Thanks for calling Fernhill Water, Jo speaking. How can I help?"),
        ("A", "Hi, I'm calling about my bill, I've been charged twice."),
        ("B", "I'm sorry to hear that. Can I take your account number, please?"),
        ("A", "It's on my card, hang on. Five five one."),
        ("B", "Lovely. Is there anything else I can do for you today?"),
        ("A", "No, that's everything. Thanks for your help."),
    ];
    insta::assert_snapshot!(roles(&call, &[]), @"
    note: “B” was taken for the agent by what is said (99% sure). Say it with --agent.
    note: “A” does not say who it is; taken for the customer, since the other side is labelled.
    B = agent, A = customer
    ");
    let chat = [
        ("Kim", "hi where is my order??"),
        ("Rob", "Hello! May I have your order number please?"),
        ("Kim", "88213. i paid for next day"),
        ("Rob", "Thank you for your patience. I have refunded the delivery fee for you."),
        ("Kim", "ok thanks, thats all"),
    ];
    insta::assert_snapshot!(roles(&chat, &[]), @"
    note: “Rob” was taken for the agent by what is said (99% sure). Say it with --agent.
    note: “Kim” does not say who it is; taken for the customer, since the other side is labelled.
    Kim = customer, Rob = agent
    ");
}

#[test]
fn in_a_call_out_the_one_who_calls_is_the_agent() {
    let call = [
        ("A", "¿Bueno?"),
        ("B", "Buenas tardes, ¿hablo con el señor Rojas? Le llamo de Crédito Norte por su saldo pendiente."),
        ("A", "Ay, estoy manejando, joven."),
        ("B", "Es un minutito. ¿Qué fecha de pago le acomoda? Le puedo ofrecer un convenio de pago."),
        ("A", "No me interesa, ya pagué. ¿Y quién les dio mi número?"),
    ];
    insta::assert_snapshot!(roles(&call, &[]), @"
    note: «B» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
    note: «A» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
    A = customer, B = agent
    ");
}

#[test]
fn a_menu_is_nobody() {
    let call = [
        ("C", "Thank you for calling Tern Bank. For English press one. Your call may be recorded for quality."),
        ("A", "Tern Bank, this is Dee, how may I help you?"),
        ("B", "I want to cancel my card, my wallet is gone."),
        ("A", "I'm sorry to hear that. Could you confirm your date of birth for me?"),
        ("B", "Sure, and will I get my new card by Friday?"),
    ];
    insta::assert_snapshot!(roles(&call, &[]), @"
    note: “C” talks like a machine; those turns are not judged.
    note: “A” was taken for the agent by what is said (99% sure). Say it with --agent.
    note: “B” does not say who it is; taken for the customer, since the other side is labelled.
    C = other, A = agent, B = customer
    ");
    let bot = [
        ("Max", "Hola, soy tu asistente virtual. ¿En qué puedo ayudarte?"),
        ("Lía", "quiero hablar con una persona, no me llegó mi pedido"),
        ("Eva", "Hola, le atiende Eva. ¿Me indica su número de pedido, por favor?"),
        ("Lía", "el 7741, ya lo pagué hace una semana"),
        ("Eva", "Gracias por la espera. Le envío uno nuevo hoy mismo. ¿Alguna otra duda?"),
    ];
    insta::assert_snapshot!(roles(&bot, &[]), @"
    note: «Max» habla como una máquina; sus turnos no se juzgan.
    note: «Eva» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
    note: «Lía» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
    Max = other, Lía = customer, Eva = agent
    ");
}

#[test]
fn a_second_agent_and_a_supervisor_are_no_customers() {
    let call = [
        ("Spk_0", "Viajes Alondra, buenos días, le atiende Paula. ¿En qué le puedo ayudar?"),
        ("Spk_1", "Llamo porque me cobraron dos veces mi vuelo. Es una vergüenza."),
        ("Spk_0", "Lo siento mucho. Le paso con facturación, no cuelgue, por favor."),
        ("Spk_2", "Facturación, le saluda Hugo. ¿Me confirma su nombre completo y el localizador?"),
        ("Spk_1", "Otra vez… Rosa Marín. Páseme con un supervisor."),
        ("Spk_3", "Soy la supervisora. Lamento mucho lo ocurrido. Le devolvemos el importe en cinco días hábiles."),
        ("Spk_1", "Bueno, gracias por su ayuda, señorita."),
        ("Spk_3", "Gracias a usted por su paciencia. ¿Hay algo más en lo que le pueda ayudar?"),
    ];
    insta::assert_snapshot!(roles(&call, &[]), @"
    note: «Spk_3» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
    note: «Spk_0» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
    note: «Spk_2» se tomó por agente por lo que dice (seguridad: 99 %). Con --agent se dice.
    note: «Spk_1» no dice quién es; se tomó por cliente porque la otra parte está rotulada.
    Spk_0 = agent, Spk_1 = customer, Spk_2 = agent, Spk_3 = agent
    ");
}

#[test]
fn who_cannot_be_told_is_left_open() {
    let friends = [
        ("Ana", "¿Viste el partido de ayer?"),
        ("Luis", "Sí, qué final. Yo pensé que perdían."),
        ("Ana", "Mi hermano casi rompe la tele. ¿Vienes el sábado?"),
        ("Luis", "Claro, llevo tu libro y el mío."),
    ];
    insta::assert_snapshot!(roles(&friends, &[]), @"
    note: No se sabe quién es el agente (hablan: Ana, Luis), así que nada se juzga. Dígalo con --agent NOMBRE o en coach.toml.
    Ana = other, Luis = other
    ");
    let podcast = [
        ("Ann", "Welcome back to the show. Today we talk about gardens, and your questions."),
        ("Bo", "I love this one. When I was a kid my mother had a huge garden."),
        ("Ann", "You can start small, you know. What would you plant first?"),
        ("Bo", "I would say tomatoes. They want sun, and you have to water them every day."),
    ];
    insta::assert_snapshot!(roles(&podcast, &[]), @"
    note: Nobody knows who the agent is (speakers: Ann, Bo), so nothing is judged. Say it with --agent NAME or in coach.toml.
    Ann = other, Bo = other
    ");
}

#[test]
fn a_name_that_the_user_gives_wins() {
    let talk =
        |agent: &'static str| [(agent, "Dígame."), ("Luis", "¿En qué le puedo ayudar?"), (agent, "Nada, gracias.")];
    for (label, name) in
        [("Ana", "ANA"), ("ANA", "Ana"), ("Ana Gómez", "ana"), ("Gómez, Ana", "Ana"), ("Cliente (Ana)", "Ana")]
    {
        let found = roles(&talk(label), &["--agent", name]);
        assert!(found.ends_with(&format!("{label} = agent, Luis = customer")), "{label}, {name}: {found}");
    }
    let found = roles(&talk("Ana Gómez"), &["--agent", "Ana Gómez"]);
    assert!(found.ends_with("Ana Gómez = agent, Luis = customer"), "{found}");
}

#[test]
fn the_agent_is_named_as_the_label_names_her() {
    let folder = Folder::new();
    let file = folder.file("call.txt", "Ana Gómez: Dígame.\nLuis: Hola.\nAna Gómez: Adiós.\nLuis: Adiós.\n");
    let read = read_file(&file, &["--agent", "ana"]);
    assert!(read.contains("agent=Ana Gómez"), "{read}");
}

#[test]
fn names_of_the_settings_win_over_what_is_said() {
    let folder = Folder::new();
    let config = folder.file("coach.toml", "[speakers]\nagent = [\"Rita\"]\n");
    let file = folder.file(
        "call.txt",
        "Rita: Llamo porque me cobraron de más.\nIvo: ¿En qué le puedo ayudar?\nRita: Ya.\nIvo: Sí.\n",
    );
    let read = read_file(&file, &["--config", &config]);
    assert!(read.contains("  agent: Llamo"), "{read}");
    assert!(read.contains("  customer (Ivo): ¿En"), "{read}");
}
