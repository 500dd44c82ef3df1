//! The report that people see, on the samples: wide, narrow, with colour and without.

#![allow(clippy::too_many_lines, reason = "a page is as long as it is")]

mod common;

use common::{Coach, coach, score_samples};

fn page(columns: &str, args: &[&str]) -> String {
    shown(columns, coach(&[&["score"], args].concat()))
}

/// All samples on one page.
fn samples(columns: &str, args: &[&str]) -> String {
    shown(columns, score_samples(args))
}

fn shown(columns: &str, run: Coach) -> String {
    let ran = run.env("COLUMNS", columns).run();
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out
}

#[test]
fn a_call_that_fails_says_why_and_what_would_help() {
    insta::assert_snapshot!(page("80", &["samples/es-seguro-mala.txt"]), @"
    ══ es-seguro-mala ════════════════════════════════ samples/es-seguro-mala.txt ═

      1/100  NO APRUEBA  (se aprueba con 75)
      13 turnos

      #0 Agente   100 │ Dígame.
                      │ ✓ Ofrecer ayuda
      #1 Cliente      │ Hola, buen día, llamo porque hace tres semanas que espero al
                      │ perito y no viene nadie, y tengo el auto parado en la
                      │ puerta.
                      │ ! Cliente enfadado
      #2 Agente    94 │ Número de póliza.
                      │ ✗ −6 Resolver sin antes tranquilizar
                      │     El cliente estaba enfadado y con «Número de póliza.»
                      │     pasó directo al caso. Antes, una frase que reconozca lo
                      │     que le pasa.
                      │     Mejor: Tiene toda la razón en estar molesto, y le pido
                      │       disculpas. Cuénteme qué pasó y lo vemos juntos.
                      │     Por qué: El error de siempre con un cliente enfadado es
                      │       buscar la solución sin tranquilizarlo: primero se le
                      │       deja hablar y se conecta con él (documento 004).
      #3 Cliente      │ No la tengo acá, le puedo dar el documento. Mirá, yo lo
                      │ único que quiero saber es cuándo—
      #4 Agente    88 │ Sin la póliza no puedo hacer nada.
                      │               ~~~~~~~~~~~~~~~~~~~
                      │ ✗ −6 Cortar la frase del cliente
                      │     El cliente no había terminado su frase cuando usted
                      │     empezó a hablar. Déjelo acabar y después pregunte.
                      │     Mejor: Disculpe, lo interrumpí. ¿Qué me decía?
                      │     Por qué: Quien corta al cliente deja de escucharlo: es
                      │       irrespetuoso y la historia del problema queda a medias
                      │       (documento 001).
                      │ ✗ −6 Un no sin salida
                      │     «no puedo hacer nada» es un no sin motivo ni salida.
                      │     Diga por qué, discúlpese y ofrezca lo que sí se puede
                      │     hacer.
                      │     Mejor: Lamento no poder hacerlo por teléfono, porque
                      │       piden su firma. Lo que sí puedo es apartarle un turno
                      │       para mañana.
                      │     Por qué: Un «no se puede» sin motivo, disculpa ni
                      │       alternativa es una actitud negativa: cierra la puerta
                      │       y deja al cliente solo con su problema (documento
                      │       001).
      #5 Cliente      │ ¡Pero si es la cuarta vez que llamo! Es una vergüenza, estoy
                      │ harta de que me peloteen.
      #6 Agente    94 │ A mí no me grite, señora. Ya le dije que sin póliza no.
                      │ ~~~~~~~~~~~~~~~~
                      │ ✗ −6 Tono o actitud negativos
                      │     «A mí no me grite» suena a reproche, orden o fastidio.
                      │     Diga lo mismo con calma y con lo que sí va a hacer.
                      │     Mejor: Se lo explico de nuevo con gusto, quizá no fui
                      │       claro. Lo que puedo hacer ahora mismo es esto.
                      │     Por qué: El cliente no ve a quien lo atiende, pero oye
                      │       la irritación, el reproche y hasta un suspiro; una
                      │       actitud negativa rompe el trato respetuoso que se le
                      │       debe (documento 001).
      #7 Cliente      │ Está bien, a ver… 4471 barra 9.
      #8 Agente    91 │ Figura en gestión con el área de SOP. Hay que esperar y
                      │                                  ~~~                  ~
                      │ punto.
                      │ ~~~~~
                      │ ✗ −3 Jerga, siglas o abreviaturas
                      │     «SOP» es una palabra que el cliente puede no conocer.
                      │     Dígalo con palabras de todos, o explíquelo en la misma
                      │     frase.
                      │     Mejor: el equipo que le da seguimiento
                      │     Por qué: Las palabras del oficio, las siglas y el
                      │       lenguaje popular dejan fuera al cliente: el lenguaje
                      │       de una llamada debe ser claro y sencillo, para que
                      │       quien escucha entienda (documentos 001 y 002).
                      │ ✗ −6 Tono o actitud negativos
                      │     «y punto» suena a reproche, orden o fastidio. Diga lo
                      │     mismo con calma y con lo que sí va a hacer.
                      │     Mejor: Se lo explico de nuevo con gusto, quizá no fui
                      │       claro. Lo que puedo hacer ahora mismo es esto.
      #9 Cliente      │ ¿Qué es eso? ¿Y hasta cuándo tengo que esperar?
     #10 Agente    94 │ La paso. [transferencia]
                      │ ~~~~~~~~
                      │ ✗ −6 Transferencia sin aviso
                      │     «La paso.»: la llamada pasa a otra persona sin que el
                      │     cliente sepa con quién o para qué, o antes de que diga
                      │     que sí.
                      │     Mejor: Esto lo resuelve el área de cobros, que puede
                      │       anular el cargo. ¿Le parece bien que le pase con
                      │       ellos?
                      │     Por qué: Una llamada no se transfiere sin explicar para
                      │       qué y sin que el cliente lo acepte (documento 001).
     #11 Cliente      │ ¿Hola? ¿Hola? Esto es una falta de respeto, quiero hablar
                      │ con un supervisor.
     #12 Agente    82 │ No hay ninguno. Adiós.
                      │ ~~~~~~~~~~~~~~
                      │ ✗ −6 «No sé», y nada más
                      │     Con «No hay ninguno» el cliente se queda sin respuesta y
                      │     sin camino. Diga qué va a hacer para averiguarlo, o
                      │     quién lo sabe.
                      │     Mejor: Ese dato no lo tengo a la mano; permítame un
                      │       momento, lo averiguo con el área y se lo digo hoy
                      │       mismo.
                      │     Por qué: No saber algo no es una falta; dejar al cliente
                      │       sin salida, sí: quien atiende averigua o lo pone con
                      │       quien sabe (documento 000).
                      │ ✗ −6 Un no sin salida
                      │     «No hay ninguno» es un no sin motivo ni salida. Diga por
                      │     qué, discúlpese y ofrezca lo que sí se puede hacer.
                      │     Mejor: Lamento no poder hacerlo por teléfono, porque
                      │       piden su firma. Lo que sí puedo es apartarle un turno
                      │       para mañana.
                      │ ✗ −6 Apurar o despachar al cliente
                      │     «No hay ninguno. Adiós.» le dice al cliente que estorba.
                      │     Termine con él lo que trajo, o acuerde cuándo siguen.
                      │     Mejor: Tómese su tiempo, aquí lo espero. Lo dejamos
                      │       resuelto antes de terminar.
                      │     Por qué: Quien llama necesita que se tomen el tiempo de
                      │       resolver lo suyo: apurarlo o cerrar antes de hora deja
                      │       el problema abierto (documento 000).
                      │ ✓ Despedirse

      Fases         contacto #0–1 ▸ conclusión #12
                    Sin nada de: sintonía, desarrollo.
      Cumplido      Ofrecer ayuda · Despedirse
      Faltó         ✗ −3 Saludar con cordialidad (contacto)
                        La llamada empezó sin un saludo. Salude antes de cualquier
                        otra cosa, aunque haya cola.
                        Diga: Muy buenas tardes, gracias por llamar, le atiende
                          Laura.
                    ✗ −3 Decir quién habla (contacto)
                        No se oyó ni su nombre ni el de la empresa en los primeros
                        turnos. Preséntese al saludar.
                        Diga: Buenos días, le atiende Carlos Vera, del servicio al
                          cliente.
                    ✗ −2 Llamar al cliente por su nombre (sintonía)
                        Supo el nombre, o pudo saberlo, y no lo usó después. Úselo
                        al menos una vez mientras atiende el caso.
                        Diga: Gracias por esperar, señora Rivas, ya tengo su caso en
                          la pantalla.
                    ✗ −4 Preguntar por el problema (sintonía)
                        No hizo ninguna pregunta sobre el problema mismo. Antes de
                        resolver, pregunte qué pasa, desde cuándo y en qué casos.
                        Diga: Cuénteme, ¿desde cuándo le pasa y qué le aparece en la
                          pantalla?
                    ✗ −4 Resumir lo que dijo el cliente (sintonía)
                        En ningún momento le devolvió al cliente su problema con
                        palabras propias. Resúmalo antes de pasar a la solución.
                        Diga: A ver si le entendí bien: pagó el lunes y el martes le
                          cortaron el servicio, ¿es así?
                    ✗ −6 Dar una solución o el próximo paso (desarrollo)
                        En toda la llamada no se dijo qué se hizo o qué se hará por
                        el caso: quién lo hace y para cuándo.
                        Diga: Ya registré su caso: hoy mismo lo revisa el área
                          técnica y yo le llamo mañana antes de las doce con la
                          respuesta.
                    ✗ −3 Verificar la conformidad (conclusión)
                        Antes de despedirse faltó preguntar al cliente si el asunto
                        quedó resuelto o si está conforme con la solución.
                        Diga: Antes de despedirnos, ¿quedó resuelto lo que
                          necesitaba?
                    ✗ −3 Ofrecer ayuda adicional (conclusión)
                        La llamada se cierra sin preguntar al cliente si necesita
                        alguna otra cosa.
                        Diga: ¿Hay algo más en lo que le pueda ayudar hoy?
                    ✗ −2 Agradecer al cliente (conclusión)
                        En las últimas palabras de la llamada faltó agradecer al
                        cliente su llamada, su paciencia o su confianza.
                        Diga: Gracias por llamarnos y por su paciencia.
                    ✗ −4 Mostrar empatía
                        El cliente estaba molesto y en ningún momento se le dijo que
                        se entiende lo que siente o lo que le pasa.
                        Diga: Entiendo su molestia, señora: con el negocio parado,
                          cualquiera estaría igual.
                    ✗ −4 Pedir disculpas
                        El cliente estaba molesto y no se le ofreció ninguna
                        disculpa.
                        Diga: Le pido disculpas por lo que ha pasado; no es así como
                          queremos atenderle.
                    ✗ −4 Ofrecer un superior o un reembolso
                        El cliente molesto se quedó sin solución, y nadie le ofreció
                        hablar con un superior ni devolverle el dinero.
                        Diga: Yo no puedo anular ese cargo, pero mi supervisora sí:
                          hoy mismo le paso su caso y ella le llama.
      Cuenta        100 −57 por lo dicho −42 por lo que faltó = 1
      Para subir    corregir los turnos #2, #4, #6, #8, #10 y #12 y añadir
                    «Preguntar por el problema», «Resumir lo que dijo el cliente»,
                    «Dar una solución o el próximo paso» y «Mostrar empatía»: 1 → 76
      Mediciones    habla el agente el 33 % · turno más largo #6, 13 palabras ·
                    interrupciones 1 · no todos los turnos tienen los dos tiempos:
                    interrupciones y silencios no se pueden medir
    ");
}

#[test]
fn a_good_call_is_told_so() {
    insta::assert_snapshot!(page("100", &["samples/en-hotel-good.md"]), @"
    ══ en-hotel-good ═══════════════════════════════════════════════════════ samples/en-hotel-good.md ═

      100/100  PASSES  (the pass mark is 75)
      Tomasz · 18 turns

      #0 Agent    100 │ Good evening, Linden Court Hotel, Tomasz speaking. How can I help you tonight?
                      │ ✓ Friendly greeting · Says who is speaking · Offers help
      #1 Customer     │ Oh hello. I've just opened my confirmation and it says one bed, and there's
                      │ three of us coming, my two girls and me.
      #2 Agent    100 │ Oh dear, that would be a tight squeeze. May I take your name, please?
                      │ ✓ Asks the customer's name
      #3 Customer     │ It's Wendy Achebe.
      #4 Agent    100 │ Thank you, Wendy. Which night are you arriving, and how did you make the
                      │ booking?
                      │ ✓ Addresses the customer by name · Questions that help to understand
      #5 Customer     │ This Saturday, through your website. I'm sure I put three people, I did it on my
                      │ phone on the train and the signal was terrible.
      #6 Agent    100 │ So, just to make sure I've got this right: you booked on our website for
                      │ Saturday, you asked for three people and it came out as a room with one bed. Is
                      │ that correct?
                      │ ✓ Says the problem back
      #7 Customer     │ That's right, yes.
      #8 Agent    100 │ I'm going to look at the rooms we have free on Saturday, so that I can tell you
                      │ straight away whether we can swap it.
                      │ ✓ Says what is being done, and why «I'm going to look at the rooms we have free
                      │   on Saturday, so that I can»
      #9 Customer     │ Thank you.
     #10 Agent    100 │ Good news. I've moved you to a family room with three beds, at the price you
                      │ paid, and the new confirmation is on its way to your inbox now.
                      │ ✓ Says what was done or will be done
     #11 Customer     │ Oh, you star. The girls would have kicked me all night.
     #12 Agent    100 │ I've two of my own, so I know exactly what those nights are like! Are you happy
                      │ with everything now?
                      │ ✓ Asks whether the matter is settled
     #13 Customer     │ Very happy.
     #14 Agent    100 │ Is there anything else I can do for you?
                      │ ✓ Asks whether there is anything else
     #15 Customer     │ No, that's all.
     #16 Agent    100 │ Thank you for calling, Wendy. Have a lovely trip, and goodbye.
                      │ ✓ Thanks the customer · Says goodbye
     #17 Customer     │ Bye now.

      Phases        contact #0–2 ▸ listening #3–8 ▸ development #9–11 ▸ conclusion #12–17
      Met           Friendly greeting · Says who is speaking · Offers help · Asks the customer's name ·
                    Addresses the customer by name · Questions that help to understand · Says the
                    problem back · Says what was done or will be done · Asks whether the matter is
                    settled · Asks whether there is anything else · Thanks the customer · Says goodbye
      Sum           100 = 100
      Measures      the agent talks 70% of it · longest turn #6, 34 words · not every turn has both
                    times: interruptions and silences cannot be measured
    ");
}

#[test]
fn a_narrow_terminal_gets_a_stacked_page() {
    let text = page("44", &["samples/es-banco-regular.json"]);
    insta::assert_snapshot!(text, @"
    ══ es-banco-regular ═══════════════════════

      72/100  NO APRUEBA  (se aprueba con 75)
      Fabián · Tarjetas · 14 turnos

    #0 Agente 100
      Buenas tardes, Banco Río Claro, habla
      Fabián. ¿En qué le puedo colaborar?
      ✓ Saludar con cordialidad · Decir quién
        habla · Ofrecer ayuda
    #1 Cliente
      Buenas tardes. Vea, es que en el cajero de
      la esquina se me quedó la tarjeta y me voy
      de viaje el jueves.
    #2 Agente 100
      Claro que sí. ¿Me regala su nombre
      completo, por favor?
      ✓ Seguridad y buena disposición «Claro que
        sí» · Preguntar el nombre
    #3 Cliente
      Maryluz Ospina Restrepo.
    #4 Agente 100
      Señora Maryluz, ¿a qué hora le pasó y en
      cuál cajero fue?
      ✓ Llamar al cliente por su nombre ·
        Preguntar por el problema
    #5 Cliente
      Hace como media hora, en el del centro
      comercial.
    #6 Agente 91
      Listo. Toca hacer el bloqueo en el core y
                                      ~~~~~~~
      pedir la reexpedición del plástico por el
               ~~~~~~~~~~~~
      BPM.
      ~~~
      ✗ −3 Jerga, siglas o abreviaturas
          «el core» es una palabra que el
          cliente puede no conocer. Dígalo con
          palabras de todos, o explíquelo en la
          misma frase.
          Mejor: un sistema o una empresa que
            trabaja para nosotros
          Por qué: Las palabras del oficio, las
            siglas y el lenguaje popular dejan
            fuera al cliente: el lenguaje de una
            llamada debe ser claro y sencillo,
            para que quien escucha entienda
            (documentos 001 y 002).
      ✗ −3 Jerga, siglas o abreviaturas
          «reexpedición» es una palabra que el
          cliente puede no conocer. Dígalo con
          palabras de todos, o explíquelo en la
          misma frase.
          Mejor: un papel o un paso del envío
      ✗ −3 Jerga, siglas o abreviaturas
          «BPM» es una palabra que el cliente
          puede no conocer. Dígalo con palabras
          de todos, o explíquelo en la misma
          frase.
          Mejor: Es una palabra nuestra; para
            usted quiere decir lo siguiente: …
      ✓ Dar una solución o el próximo paso
    #7 Cliente
      Ay, no le entendí nada. ¿Eso quiere decir
      que me quedo sin tarjeta?
    #8 Agente 94
      Espere un momento. [espera 50 s]
      ~~~~~~~~~~~~~~~~~
      ✗ −6 Espera abrupta
          «Espere un momento»: al cliente se le
          hace esperar sin pedirle permiso, sin
          decirle para qué o sin aguardar su
          respuesta.
          Mejor: ¿Me permite ponerle en espera
            un par de minutos para consultarlo
            con facturación?
          Por qué: Una llamada no se pone en
            espera de golpe ni sin necesidad
            (documento 001): se pide permiso, se
            dice para qué y se aguarda el sí.
    #9 Agente 100
      Ya le bloqueé la tarjeta y le pedí una
      nueva; le llega el miércoles a la
      dirección que tenemos registrada.
    #10 Cliente
      Ah, bueno, entonces sí alcanzo.
    #11 Agente 100
      Sí, señora, alcanza. ¿Algo más en que le
      pueda servir?
      ✓ Ofrecer ayuda adicional
    #12 Cliente
      No, eso era todo, gracias.
    #13 Agente 100
      Con mucho gusto, señora Maryluz. Gracias
      por comunicarse con nosotros, que tenga un
      feliz viaje.
      ✓ Seguridad y buena disposición «Con mucho
        gusto, señora» · Agradecer al cliente ·
        Despedirse · Un toque personal «feliz
        viaje»

      Fases
        contacto #0–2 ▸ sintonía #3–5 ▸
        desarrollo #6–10 ▸ conclusión #11–13
      Cumplido
        Saludar con cordialidad · Decir quién
        habla · Ofrecer ayuda · Preguntar el
        nombre · Llamar al cliente por su nombre
        · Preguntar por el problema · Dar una
        solución o el próximo paso · Ofrecer
        ayuda adicional · Agradecer al cliente ·
        Despedirse
      Faltó
        ✗ −5 Resumir lo que dijo el cliente
          (sintonía)
            En ningún momento le devolvió al
            cliente su problema con palabras
            propias. Resúmalo antes de pasar a
            la solución.
            Diga: A ver si le entendí bien: pagó
              el lunes y el martes le cortaron
              el servicio, ¿es así?
        ✗ −4 Verificar la conformidad
          (conclusión)
            Antes de despedirse faltó preguntar
            al cliente si el asunto quedó
            resuelto o si está conforme con la
            solución.
            Diga: Antes de despedirnos, ¿quedó
              resuelto lo que necesitaba?
        ✗ −4 Agradecer la espera
            Volvió de la espera sin agradecerla
            ni disculparse por ella.
            Diga: Muchas gracias por la espera,
              don Luis. Ya tengo la respuesta.
      Cuenta
        100 −15 por lo dicho −13 por lo que
        faltó = 72
      Para subir
        corregir el turno #6: 72 → 81
      Mediciones
        habla el agente el 63 % · turno más
        largo #9, 20 palabras · esperas 50 s ·
        no todos los turnos tienen los dos
        tiempos: interrupciones y silencios no
        se pueden medir
    ");
    assert!(text.lines().all(|line| line.chars().count() <= 44));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in [32, 60, 72, 80, 140, 200] {
        let text = samples(&columns.to_string(), &[]);
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest.is_some_and(|widest| widest <= columns), "{columns}: {widest:?}");
    }
}

#[test]
fn colour_changes_no_word() {
    let plain = samples("80", &["--color", "never"]);
    let coloured = samples("80", &["--color", "always"]);
    assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some(escape) = rest.find('\u{1b}') {
        bare += &rest[..escape];
        rest = rest[escape..].split_once('m').map_or("", |(_, after)| after);
    }
    bare += rest;
    // Without colour faults are underlined in a row of their own.
    let words =
        |text: &str| text.lines().filter(|l| !l.contains('~')).map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(words(&bare), words(&plain));
}

#[test]
fn a_folder_ends_with_a_table() {
    let text = samples("100", &["--detail", "line"]);
    let (table, rest) = text.split_once("\n  Done well").expect("a second table");
    assert!(rest.contains("\n  Agent  "), "and a third: {rest}");
    insta::assert_snapshot!(table, @"
       74 ✗  en-card-middling              −6 Interrupting the customer, −5 Says the problem back, −4 A…
      100 ✓  en-hotel-good
       26 ✗  en-parcels-bad                −6 Abrupt hold, −6 Cutting the customer short, −6 Long hold,…
       95 ✓  en-parcels-chat               −5 Questions that help to understand
       72 ✗  es-banco-regular              −9 Jerga, siglas o abreviaturas, −6 Espera abrupta, −5 Resum…
      100 ✓  es-internet-buena
        1 ✗  es-seguro-mala                −12 Tono o actitud negativos, −12 Un no sin salida, −6 Apura…

    7 calls · 3 pass · mean 66.9 · from 1 to 100 · spread 38.9 · median 74

      Most frequent                                            calls     times    points
      Jargon                                                       4         6       −18
        “CNP” (en-card-middling, #4)
      Missing: Says the problem back                               4         4       −18
      Missing: Asks whether the matter is settled                  4         4       −14
      Missing: Questions that help to understand                   3         3       −13
      Missing: Thanks for waiting                                  3         3       −11
      Negative tone                                                2         3       −18
      Abrupt hold                                                  2         2       −12
      Cutting the customer short                                   2         2       −12
      Missing: Says what was done or will be done                  2         2       −12
      Missing: Apology to an upset customer                        2         2        −8
      Missing: Empathy with an upset customer                      2         2        −8
      Missing: A superior or a refund where there is no s…         2         2        −8
      … and 15 more
    ");
}
