//! Files made to be slow, each family in doubling sizes: where time grows with the size, and no faster, the throughput
//! of a family stays the same. The whole way is gone, from bytes to JSON and the report for people;
//! what is masked is judged and masked.

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use callcoach::coach::Coach;
use callcoach::packs::Packs;
use callcoach::report::json::write_line;
use callcoach::report::text::{Look, Page, full};
use callcoach::transcript::{Input, Reading};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// Bytes of the smallest file, doubled so often.
const SMALLEST: usize = 64 << 10;
const DOUBLINGS: u32 = 3;
/// Of files that are one turn: no turn is longer than 64 KiB.
const SMALLEST_TURN: usize = 7 << 10;

/// Makes a file of about so many bytes.
type Make = fn(usize) -> String;

/// A piece for each number while there is room.
fn pieces(size: usize, begin: &str, piece: impl Fn(usize) -> String) -> String {
    let mut file = begin.to_owned();
    let mut numbers = 0..;
    while let Some(number) = numbers.next().filter(|_| file.len() < size) {
        file.push_str(&piece(number));
    }
    file
}

/// A list in JSON.
fn list(size: usize, begin: &str, end: &str, item: impl Fn(usize) -> String) -> String {
    let mut file = pieces(size, begin, |number| item(number) + ",\n");
    file.truncate(file.len() - 2);
    file + end
}

fn role(number: usize) -> &'static str {
    ["agent", "customer"][number % 2]
}

/// Files of many turns, cues, rows or words.
const FILES: [(&str, Make); 40] = [
    ("text/turns", |n| {
        pieces(n, "", |i| format!("{}: I am sorry, calm down, it is {i}.\n", ["Agent", "Customer"][i % 2]))
    }),
    ("text/labels", |n| pieces(n, "", |i| format!("Name{i}: hello there\n"))),
    ("text/labels twice", |n| pieces(n, "", |i| format!("Name{}: hello there, how can I help you?\n", i / 2))),
    ("text/names above", |n| pieces(n, "", |i| format!("Ana Gil{}\nhello there\n\n", i % 9))),
    ("text/lines below a label", |n| {
        pieces(n, "Agent: hello\nCustomer: ", |i| format!("word\n{}", if i % 99 == 98 { "Agent: yes\n" } else { "" }))
    }),
    ("text/dashes", |n| pieces(n, "", |_| "- hello\n".to_owned())),
    ("text/one line", |n| pieces(n, "", |_| "word. And: so ".to_owned())),
    ("text/brackets", |n| pieces(n, "", |_| "[(<{\"'*_-:".to_owned())),
    ("text/times", |n| pieces(n, "", |i| format!("[00:{:02}:{:02}] hello\n", i / 60 % 60, i % 60))),
    ("text/events", |n| pieces(n, "Customer: hello\n", |_| "Agent: [hold 40 s] [music]\n".to_owned())),
    ("own/turns", |n| {
        list(n, r#"{"turns": ["#, "]}", |i| {
            format!(
                r#"{{"speaker": "{}", "text": "no problem, I understand {i}", "start": {i}, "end": {}}}"#,
                role(i),
                i + 3
            )
        })
    }),
    ("own/same time", |n| {
        list(n, r#"{"turns": ["#, "]}", |i| {
            format!(r#"{{"speaker": "{}", "text": "yes but wait", "start": 1, "end": 900}}"#, role(i))
        })
    }),
    ("own/customer, then agent", |n| {
        list(n, r#"{"turns": ["#, "]}", |i| {
            format!(
                r#"{{"speaker": "{}", "text": "this is a scandal, one moment please", "start": {i}}}"#,
                role(usize::from(i > 300))
            )
        })
    }),
    ("own/no problem at all", |n| {
        list(n, r#"{"turns": ["#, "]}", |_| {
            r#"{"speaker": "agent", "text": "How can I help you today with the thing?"}"#.to_owned()
        })
    }),
    ("own/upset and calm", |n| {
        list(n, r#"{"turns": ["#, "]}", |i| {
            let said = ["how can I help you?", "this is a scandal, I am furious", "I am so sorry", "thank you, great"];
            format!(r#"{{"speaker": "{}", "text": "{}"}}"#, role(i), said[i % 4])
        })
    }),
    ("own/nothing expected", |n| {
        list(n, r#"{"turns": ["#, "]}", |i| {
            format!(r#"{{"speaker": "{}", "text": "please hold, I will transfer you, username"}}"#, role(i))
        })
    }),
    ("own/list of calls", |n| {
        list(n, "[", "]", |i| format!(r#"{{"id": "{i}", "turns": [{{"speaker": "agent", "text": "hi"}}]}}"#))
    }),
    ("own/list, broken", |n| {
        list(n, "[", "", |i| format!(r#"{{"id": "{i}", "turns": [{{"speaker": "agent", "text": "hi"}}]}}"#))
    }),
    ("own/lines", |n| {
        pieces(n, "", |i| format!("{{\"id\": \"{i}\", \"turns\": [{{\"speaker\": \"agent\", \"text\": \"hi\"}}]}}\n"))
    }),
    ("own/bad lines", |n| pieces(n, "", |_| "{\"turns\": [{\"speaker\": [{\"a\": [}\n".to_owned())),
    ("json/deep lists", |n| pieces(n, "", |_| "[{\"a\":".to_owned())),
    ("json/deep, closed", |n| format!("{{\"turns\": {}{}}}", "[".repeat(n / 2), "]".repeat(n / 2))),
    ("json/keys", |n| list(n, "{", "}", |i| format!(r#""key{i}": 1"#))),
    ("json/one long key", |n| {
        list(n, &format!(r#"{{"{}": {{"#, "k".repeat(n / 2)), "}}", |i| format!(r#""key{i}": 1"#))
    }),
    ("json/one long label", |n| {
        pieces(n, r#"{"turns": [{"speaker": ""#, |_| "agent (a) ".to_owned()) + r#"", "text": "hi"}]}"#
    }),
    ("deepgram/words", |n| {
        list(n, r#"{"results": {"channels": [{"alternatives": [{"words": ["#, "]}]}]}}", |i| {
            format!(r#"{{"word": "yes", "start": {i}.1, "end": {i}.4, "speaker": {}}}"#, i / 9 % 2)
        })
    }),
    ("deepgram/speakers", |n| {
        list(n, r#"{"results": {"channels": [{"alternatives": [{"words": ["#, "]}]}]}}", |i| {
            format!(r#"{{"word": "yes", "start": {i}.1, "end": {i}.4, "speaker": {i}}}"#)
        })
    }),
    ("call-analytics/interruptions", |n| {
        let turns = list(n / 2, "", "", |i| {
            format!(
                r#"{{"ParticipantRole": "{}", "Content": "yes", "BeginOffsetMillis": 1{i}, "EndOffsetMillis": 90000000}}"#,
                ["AGENT", "CUSTOMER"][i % 2]
            )
        });
        list(
            n,
            &format!(
                r#"{{"Transcript": [{turns}], "ConversationCharacteristics": {{"Interruptions": {{"InterruptionsByInterrupter": {{"AGENT": ["#
            ),
            "]}}}}",
            |i| format!(r#"{{"BeginOffsetMillis": 1{i}}}"#),
        )
    }),
    ("vcon/analyses", |n| {
        let dialogs = list(n / 4, "", "", |_| r#"{"type": "recording"}"#.to_owned());
        list(n, &format!(r#"{{"vcon": "0.3.0", "dialog": [{dialogs}], "parties": [], "analysis": ["#), "]}", |i| {
            format!(r#"{{"type": "transcript", "dialog": {i}, "body": [{{"speaker": "Agent", "text": "hi"}}]}}"#)
        })
    }),
    ("vcon/texts", |n| {
        list(n, r#"{"vcon": "0.3.0", "parties": [{"role": "agent"}, {"role": "customer"}], "dialog": ["#, "]}", |i| {
            format!(r#"{{"type": "text", "parties": [{}], "body": "hello"}}"#, i % 2)
        })
    }),
    ("csv/turns", |n| pieces(n, "speaker,text,start\n", |i| format!("{},hello there,{i}\n", role(i)))),
    ("csv/calls", |n| pieces(n, "call_id,speaker,text\n", |i| format!("{i},agent,hello there\n"))),
    ("csv/columns", |n| {
        let half = pieces(n / 2, "speaker,text", |i| format!(",c{i}"));
        let cells = half.matches(',').count() - 1;
        format!("{half}\nagent,hello{}\ncustomer,hi\n", ",".repeat(cells))
    }),
    ("csv/open quotes", |n| pieces(n, "speaker,text\n", |_| "agent,\"a,\"b\"c,\"d\n".to_owned())),
    ("captions/vtt", |n| {
        pieces(n, "WEBVTT\n\n", |i| {
            format!("{i}\n00:{:02}:{:02}.000 --> 00:59:59.000\n<v Ana{}>hello\n\n", i / 60 % 60, i % 60, i % 5)
        })
    }),
    ("captions/marks", |n| {
        pieces(n, "WEBVTT\n\n00:01.000 --> 00:02.000\n", |i| {
            if i % 99 == 98 { "\n\n00:01.000 --> 00:02.000\n" } else { "<v <{&amp" }.to_owned()
        })
    }),
    ("captions/srt", |n| {
        pieces(n, "", |i| {
            format!("{}\n00:{:02}:{:02},000 --> 00:59:59,000\n- hello\n- Agent{i}: hi\n\n", i + 1, i / 60 % 60, i % 60)
        })
    }),
    ("chat", |n| {
        pieces(n, "@UTF8\n@Begin\n@Participants:\tAGT Agent, CUS Customer\n", |i| {
            format!("*{}:\tyes [/] [= x] +/. \u{15}{i}_{}\u{15}\n\tgoes on\n", ["AGT", "CUS"][i % 2], i + 9)
        })
    }),
    ("whatsapp", |n| {
        pieces(n, "", |i| format!("12/03/2026, {:02}:{:02} - Ana{}: hello\nbelow\n", i / 60 % 24, i % 60, i % 7))
    }),
    ("otter, zoom", |n| pieces(n, "", |i| format!("Ana{}  0:0{}\nhello there\n\n", i % 7, i % 9))),
];

/// Turns of many words, each of which is heard.
const TURNS: [(&str, Make); 12] = [
    ("turn/calm down", |n| turn(n, "calm down ")),
    ("turn/calm down, in sentences", |n| turn(n, "You must calm down. ")),
    ("turn/anger", |n| turn(n, "you idiot, shut up, this is not my problem, ")),
    ("turn/thanks", |n| turn(n, "sorry thanks please ")),
    ("turn/no stop", |n| turn(n, "i am going to be able to have to ")),
    ("turn/negations", |n| turn(n, "no not never don't no puedo no ")),
    ("turn/names", |n| turn(n, "Ana Ruiz Gil ")),
    ("turn/numbers", |n| turn(n, "1234 five 5 6 7 ")),
    ("turn/events", |n| turn(n, "[hold 40 s] ")),
    ("turn/open brackets", |n| turn(n, "[hold (")),
    ("turn/questions", |n| turn(n, "How can I help you? ")),
    ("turn/one word", |n| turn(n, "aaaaaaah")),
];

/// Turns of what is masked, or looks like it.
const MASKED: [(&str, Make); 12] = [
    ("masked/digits", |n| turn(n, "4539 1488 ")),
    ("masked/one number", |n| turn(n, "1")),
    ("masked/at signs", |n| turn(n, "a@")),
    ("masked/read out at signs", |n| turn(n, "a arroba b punto ")),
    ("masked/contexts", |n| turn(n, "my number is ")),
    ("masked/names said", |n| turn(n, "my name is ana ")),
    ("masked/names", |n| turn(n, "Ana Ruiz Gil, ")),
    ("masked/capitals", |n| turn(n, "A ")),
    ("masked/letters", |n| turn(n, "a as in alpha b c ")),
    ("masked/streets", |n| turn(n, "12 Oak Street, ")),
    ("masked/births", |n| turn(n, "born 5 may 1980 ")),
    ("masked/turns", |n| pieces(n, "", |i| format!("{}: Ana{i}, card 4539 {i}.\n", ["Agent", "Customer"][i % 2]))),
];

/// Files in which the same words stand again and again, read with the places of all turns.
const PLACES: [(&str, Make); 13] = [
    ("places/lines", |n| pieces(n, "", |i| format!("{}: yes yes yes\n", ["Agent", "Customer"][i % 2]))),
    ("places/one cell", |n| {
        pieces(n / 2, "id,transcript\n1,\"", |i| format!("{}: yes: yes. ", ["Agent", "Customer"][i % 2])) + "\"\n"
    }),
    ("places/rows", |n| pieces(n, "speaker,text\n", |i| format!("{},\"yes \"\"yes\"\"\"\n", role(i)))),
    ("places/one cue", |n| {
        pieces(n, "WEBVTT\n\n00:01.000 --> 00:02.000\n", |i| format!("- {}yes &amp;\n", ["", "<i>"][i % 2]))
    }),
    ("places/turns", |n| {
        list(n, r#"{"turns": ["#, "]}", |i| format!(r#"{{"speaker": "{}", "text": "yes"}}"#, role(i)))
    }),
    ("places/longer and longer turns", |n| {
        list(n, r#"{"turns": ["#, "]}", |i| {
            format!(r#"{{"speaker": "{}", "text": "yes{}"}}"#, role(i), " yes".repeat(i % 99))
        })
    }),
    ("places/words", |n| {
        list(n, r#"{"results": {"channels": [{"alternatives": [{"words": ["#, "]}]}]}}", |i| {
            format!(r#"{{"word": "yes", "start": {i}.1, "end": {i}.4, "speaker": {}}}"#, i / 9 % 2)
        })
    }),
    ("places/paths", |n| {
        let paths = list(n / 2, "", "", |i| format!(r#""path{i}": ["yes", "yes: yes"]"#));
        list(n, &format!(r#"{{{paths}, "turns": ["#), "]}", |i| {
            format!(r#"{{"speaker": "{}", "text": "\u0079es"}}"#, role(i))
        })
    }),
    ("places/JSON in strings", |n| {
        let list =
            list(n / 2, "", "", |_| r#"{\"speaker\": \"Agent\", \"text\": \"yes\"}"#.to_owned()).replace('\n', " ");
        format!(
            r#"{{"vcon": "0.3.0", "parties": [], "dialog": [{{"type": "recording"}}], "analysis": [{{"type": "transcript", "dialog": 0, "body": "[{list}]"}}]}}"#
        )
    }),
    ("places/conversations in strings", |n| {
        list(n, r#"{"vcon": "0.3.0", "parties": [{"role": "agent"}, {"role": "customer"}], "dialog": ["#, "]}", |i| {
            format!(r#"{{"type": "text", "parties": [{}], "body": "Agent: a\nCustomer: b"}}"#, i % 2)
        })
    }),
    // What a caption repeats of the one above is dropped.
    ("places/long lines dropped", |n| {
        let above = "x".repeat(n / 30) + "\n";
        format!("{}- <00:02.500><c>yes\n{}{}", cues(&above), "- yes\n".repeat(n / 10), above.repeat(9))
    }),
    ("places/wide space in a cue", |n| {
        let space = " ".repeat(n / 3);
        format!("{}- <00:02.500><c>a\n{}b{space}b\n", cues("x\n"), "- a\nx\nb\n".repeat(n / 12))
    }),
    ("places/wide space in a string", |n| {
        let space = " ".repeat(n / 3);
        list(n, &format!(r#"{{"vcon": "0.3.0", "parties": [], "subject": "yes{space}no", "dialog": ["#), "]}", |_| {
            r#"{"type": "text", "encoding": "base64url", "body": "eWVz"}"#.to_owned()
        })
    }),
];

/// A cue of one line, and the head of another.
fn cues(line: &str) -> String {
    format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{line}\n00:02.000 --> 00:03.000\n")
}

fn turn(size: usize, said: &str) -> String {
    format!("Agent: Good morning, how can I help you?\nCustomer: My card.\nAgent: {}\n", said.repeat(size / said.len()))
}

fn masked(c: &mut Criterion, coach: &Coach, (name, make): (&str, Make), smallest: usize) {
    let mut group = c.benchmark_group(name.replace('/', ": "));
    group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_millis(500));
    let source: Arc<str> = "input".into();
    let mut worker = coach.worker();
    for size in (0..=DOUBLINGS).map(|doublings| smallest << doublings) {
        let file = make(size);
        let input = Input { source: &source, bytes: file.as_bytes(), first_line: 1, lines: false };
        let calls: Vec<_> = coach.reader.read(&input).into_iter().filter_map(Result::ok).collect();
        group.throughput(Throughput::Bytes(file.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(size >> 10), &calls, |b, calls| {
            b.iter(|| {
                for call in calls {
                    let (_, heard) = worker.judge(call);
                    black_box(coach.redactor().redact(call, heard, &coach.cues));
                }
            });
        });
    }
    group.finish();
}

fn family(c: &mut Criterion, coach: &Coach, (name, make): (&str, Make), smallest: usize) {
    let mut group = c.benchmark_group(name.replace('/', ": "));
    group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_millis(500));
    let source: Arc<str> = "input".into();
    let mut worker = coach.worker();
    for size in (0..=DOUBLINGS).map(|doublings| smallest << doublings) {
        let file = make(size);
        group.throughput(Throughput::Bytes(file.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(size >> 10), &file, |b, file| {
            b.iter(|| {
                let mut out = Vec::new();
                let mut text = String::new();
                let input = Input { source: &source, bytes: file.as_bytes(), first_line: 1, lines: false };
                for call in coach.reader.read(&input) {
                    match call {
                        Ok(call) => worker.score(&call, |card| {
                            write_line(card, &mut out);
                            let look = Look { width: 100, color: false };
                            text.push_str(&full(card, &Page { look, messages: &coach.packs.messages, language: "en" }));
                        }),
                        Err(error) => drop(write!(text, "{error:?}")),
                    }
                }
                black_box((out.len(), text.len()))
            });
        });
    }
    group.finish();
}

fn hostile(c: &mut Criterion) {
    let reading = Reading { language: Some("en".to_owned()), ..Reading::default() };
    let (coach, _) = Coach::new(Packs::embedded(), reading);
    for made in FILES {
        family(c, &coach, made, SMALLEST);
    }
    for made in TURNS {
        family(c, &coach, made, SMALLEST_TURN);
    }
    for made in MASKED {
        masked(c, &coach, made, SMALLEST_TURN);
    }
    let reading = Reading { language: Some("en".to_owned()), keep_places: true, ..Reading::default() };
    let (coach, _) = Coach::new(Packs::embedded(), reading);
    for made in PLACES {
        family(c, &coach, made, SMALLEST);
    }
}

criterion_group!(benches, hostile);
criterion_main!(benches);
