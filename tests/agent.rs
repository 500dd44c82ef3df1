//! What agents are told of their own words: `coach check` before, `--for agent` after. Better words, and no verdict.

mod common;

use common::{Folder, SAMPLES, coach, score_samples};
use insta::assert_snapshot;

const CALL: &str = "Agent: Good morning, Larch Travel, this is Noor. How can I help you?
Customer: Hello, I'm Edith. My ticket doesn't open.
Agent: Edith, which ticket is it? The PNR should be in the mail.
Customer: The what?
Agent: The PNR. Without the PNR there is nothing I can do.
Customer: Oh dear.
Agent: Let me look it up with your name instead, Edith. Here it is, I've sent it again.
Customer: Thank you.
Agent: Thank you for calling, Edith. Goodbye.
";

fn told(args: &[&str]) -> String {
    let ran = coach(args).input(CALL).run();
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out
}

#[test]
fn a_call_is_told_with_what_went_well_and_three_things() {
    assert_snapshot!(told(&["score", "--for", "agent", "-"]), @"
    ══ - ══════════════════════════════════════════════════════════════════════════

      9 turns

      What went well
      ✓ Friendly greeting · Says who is speaking · Offers help · #0
        Good morning, Larch Travel, this is Noor. How can I help you?
      ✓ Addresses the customer by name · #2
        Edith, which ticket is it? The PNR should be in the mail.
      ✓ Says what was done or will be done · #6
        … me look it up with your name instead, Edith. Here it is, I've sent it
        again.
      Also: Thanks the customer · Says goodbye

      What would help most
      → Jargon · 2 times · #2, #4
        You said: Edith, which ticket is it? The PNR should be in the mail.
                                                 ~~~
        “PNR” may mean nothing to the customer. Use everyday words, or explain it in
        the same breath.
        Better: your booking code
        Why: Jargon, abbreviations, acronyms and slang are on the list of what not
          to use with a customer (document 001); language should be clear and
          simple, so that the customer understands it (document 002).

      → Flat refusal · #4
        You said: The PNR. Without the PNR there is nothing I can do.
                                                    ~~~~~~~~~~~~~~~~
        “nothing I can do” shuts the door and leaves the customer with nothing. Give
        the reason, say you're sorry, or offer what can be done.
        Better: I'm sorry, I can't do that on this ticket because it was a
          promotional fare. What I can do is move you to another date free of
          charge.
        Why: A bare no, with no reason and nothing in its place, reads as a negative
          attitude (document 001); and where a complaint cannot be met, there is
          still a superior or a refund to offer (document 004).

      → Questions that help to understand
        No question about the problem itself was asked; number, address and date of
        birth do not tell what happened.
        Say: Can you tell me what exactly happens when you try it?
        Why: Good attention rests on asking: the right questions bring out the
          answers that solve the case (document 000), and questions belong to the
          phase of attunement (document 002).
    ");
}

#[test]
fn no_score_and_no_verdict_is_told() {
    let messages = callcoach::packs::Packs::embedded().messages;
    for ui in ["en", "es"] {
        let judging = ["passed", "failed", "not-judged", "sum", "raise", "points", "tip"];
        let words: Vec<String> =
            judging.iter().map(|key| messages.plain(ui, &format!("report.{key}")).to_owned()).collect();
        for detail in ["full", "line"] {
            let ran =
                score_samples(&["--for", "agent", "--ui-lang", ui, "--detail", detail, "--pass-mark", "99"]).run();
            assert_eq!(ran.status, 0, "{}", ran.err);
            for line in ran.out.lines() {
                let said: Vec<&str> = line.split_whitespace().collect();
                assert!(!words.iter().any(|word| said.contains(&word.as_str())), "{line}");
                assert!(!line.contains("/100") && !line.contains('−') && !line.contains('✗'), "{line}");
            }
        }
    }
}

#[test]
fn many_calls_get_a_few_lines_each_and_what_they_share() {
    let folder = Folder::new();
    for number in 10..24 {
        folder.file(
            &format!("call-{number}.txt"),
            if number == 10 { CALL.replace("PNR", "name") } else { CALL.to_owned() },
        );
    }
    let ran = coach(&["score", "--for", "agent", &folder.path()]).run();
    assert!(ran.out.contains("Over these 14 calls\n"), "{}", ran.out);
    assert!(ran.out.contains("→ In 14 of 14: Flat refusal\n"), "{}", ran.out);
    assert!(ran.out.contains("✓ In 14 of 14: "), "{}", ran.out);
    let of_one = ran.out.split("call-12").nth(1).and_then(|rest| rest.split("call-13").next()).expect("a call");
    assert!(of_one.lines().count() < 8 && of_one.contains("Jargon (#2, #4)"), "{of_one}");
    let single = coach(&["score", "-j", "1", "--for", "agent", &folder.path()]).run();
    assert_eq!(ran.out, single.out);
}

#[test]
fn a_call_that_nobody_can_judge_says_why() {
    let ran = coach(&["score", "--for", "agent", "samples/formats/whisper.json"]).run();
    assert!(ran.out.contains("--agent"), "{}", ran.out);
    assert!(!ran.out.contains('→') && !ran.out.contains('✓'), "{}", ran.out);
}

#[test]
fn it_is_a_text_and_nothing_else() {
    for args in [&["--format", "jsonl"][..], &["-o", "cards.json"]] {
        let ran = coach(&[&["score", "--for", "agent", SAMPLES[0]][..], args].concat()).run();
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains("--for agent"), "{}", ran.err);
    }
    assert!(!common::root().join("cards.json").exists());
}

#[test]
fn it_fits_every_width_and_nothing_steers_the_terminal() {
    let hostile = CALL.replace("Edith", "\u{1b}[31mEdith\u{202e}").replace("morning", "morning \u{7}");
    for columns in ["32", "60", "80", "200"] {
        for detail in ["full", "line"] {
            let ran = coach(&["score", "--for", "agent", "--detail", detail, "-", SAMPLES[5]])
                .input(&hostile)
                .env("COLUMNS", columns)
                .run();
            assert!(!ran.out.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{:?}", ran.out);
            let widest = ran.out.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            assert!(widest <= columns.parse().expect("a number"), "{columns}: {}", ran.out);
        }
    }
}

#[test]
fn what_is_disputed_is_told_to_nobody() {
    let folder = Folder::new();
    let file = folder.file("call.txt", CALL);
    let card = &coach(&["score", "--format", "jsonl", &file]).run().calls()[0];
    let findings =
        card["turns"].as_array().expect("turns").iter().flat_map(|t| t["findings"].as_array().expect("findings"));
    let jargon = findings.filter(|finding| finding["behaviour"] == "jargon");
    let line = |finding: &serde_json::Value| {
        let print = &finding["fingerprint"];
        format!("{{\"fingerprint\":{print},\"who\":\"Noor\",\"reason\":\"said so\",\"when\":\"2026-01-01\"}}")
    };
    let lines: Vec<String> = jargon.map(line).collect();
    let lines = lines.join("\n");
    let disputes = folder.file("verdicts.jsonl", lines);
    assert!(coach(&["score", "--for", "agent", &file]).run().out.contains("Jargon"));
    let ran = coach(&["score", "--for", "agent", "--disputes", &disputes, &file]).run();
    assert!(ran.status == 0 && !ran.out.contains("Jargon"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_message_gets_words_that_fit() {
    assert_snapshot!(coach(&["check", "Hold on. Right, your PNR isn't on my screen."]).run().out, @"
      Hold on. Right, your PNR isn't on my screen.
      ~~~~~~~              ~~~

    → Abrupt hold
      “Hold on”: the customer was made to wait without being asked, without hearing
      why, or before they could answer.
      Better: May I put you on hold for two minutes while I check this with the
        billing team?

    → Jargon
      “PNR” may mean nothing to the customer. Use everyday words, or explain it in
      the same breath.
      Better: your booking code
    ");
    let twice = coach(&["check", "Your PNR is wrong, so is your PNR."]).run().out;
    assert_eq!(twice.matches("Jargon").count(), 1, "{twice}");
    // Of a word that nobody explained no other trade's example is shown.
    let own = coach(&["check", "Your QXZ isn't on my screen."]).run().out;
    assert!(own.contains("QXZ") && own.contains("Jargon") && !own.contains("ONT"), "{own}");
    assert_snapshot!(coach(&["check", "Claro que sí, con mucho gusto."]).run().out, @"
    ✓ Nada que corregir.
    Lo que ya está bien: Seguridad y buena disposición
    ");
}

#[test]
fn editors_get_the_findings_as_json_and_no_points() {
    let ran = coach(&["check", "--format", "json", "-"]).input("Señora, su PNR no está. ¿La ayudo?\n").run();
    assert_eq!(ran.status, 0, "{}", ran.err);
    let message: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let turn = &message["turns"][0];
    let finding = &turn["findings"].as_array().expect("findings").iter().find(|f| f["behaviour"] == "jargon");
    let finding = finding.expect("jargon");
    let span = [0, 1].map(|end| finding["span"][end].as_u64().expect("a place") as usize);
    let text: Vec<char> = turn["text"].as_str().expect("text").chars().collect();
    assert_eq!(text[span[0]..span[1]].iter().collect::<String>(), "PNR");
    assert!(finding["suggestion"].as_str().is_some_and(|said| !said.is_empty()));
    for key in ["points", "score", "passed", "fingerprint"] {
        assert!(!ran.out.contains(&format!("\"{key}\"")), "{}", ran.out);
    }
}
