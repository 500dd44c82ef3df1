//! Every sample, broken in every way that files break: cut off, with bytes changed, with lines or fields doubled or
//! missing. Whatever is left of it is read the same each time or refused, and what is found stands where it says.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use callcoach::coach::Coach;
use callcoach::packs::Packs;
use callcoach::report::json::write_line;
use callcoach::transcript::{Call, Calls, FORMATS, Input, Reader, Reading, Turn};
use serde_json::Value;

static COACH: LazyLock<Coach> = LazyLock::new(|| Coach::new(Packs::embedded(), Reading::default()).0);

/// The name and the bytes of every sample.
static SAMPLES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut files: Vec<PathBuf> = [root.join("formats"), root].iter().flat_map(|folder| files_in(folder)).collect();
    files.sort();
    assert!(files.len() > 50, "the samples were found");
    let name = |file: &Path| file.file_name().expect("a name").to_string_lossy().into_owned();
    files.iter().map(|file| (name(file), std::fs::read(file).expect("a sample"))).collect()
});

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_file()).collect()
}

/// Numbers that look like chance and are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn of(name: &str) -> Self {
        Self(name.bytes().fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())))
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }
}

fn read(reader: &Reader, bytes: &[u8]) -> Calls {
    let source: Arc<str> = "input".into();
    let calls = reader.read(&Input { source: &source, bytes, first_line: 1, lines: reader.reads_lines(bytes, false) });
    for call in calls.iter().flatten() {
        assert!(!call.turns.is_empty());
        let whole = |turn: &Turn| turn.start.is_none_or(f64::is_finite) && turn.end.is_none_or(f64::is_finite);
        assert!(call.turns.iter().all(whole));
    }
    calls
}

/// Reads twice and compares.
fn read_alike(bytes: &[u8]) -> Calls {
    let calls = read(&COACH.reader, bytes);
    assert_eq!(format!("{calls:?}"), format!("{:?}", read(&COACH.reader, bytes)));
    calls
}

/// Every finding stands on whole characters of its turn.
fn check_spans(call: &Call) {
    COACH.worker().score(call, |card| {
        for (turn, said) in card.turns.iter().zip(&call.turns) {
            for finding in &turn.findings {
                let [start, end] = finding.span;
                let quote: String = said.text.chars().skip(start).take(end - start).collect();
                assert_eq!(finding.quote, quote);
            }
        }
        let mut bytes = Vec::new();
        write_line(card, &mut bytes);
        assert!(serde_json::from_slice::<Value>(&bytes).is_ok());
    });
}

fn check(bytes: &[u8], scored: bool) {
    let calls = read_alike(bytes);
    if scored {
        calls.iter().flatten().for_each(check_spans);
    }
}

#[test]
fn every_sample_is_read_and_cut_off_anywhere() {
    const CUTS: usize = 24;
    for (name, bytes) in SAMPLES.iter() {
        assert!(read_alike(bytes).iter().any(Result::is_ok), "{name}");
        let mut dice = Dice::of(name);
        for cut in 0..CUTS {
            check(&bytes[..dice.below(bytes.len())], cut % 4 == 0);
        }
    }
}

#[test]
fn changed_bytes_are_read_or_refused() {
    const CHANGES: usize = 24;
    // What means something to some reader.
    const MARKS: &[u8] = b"\"'{}[]<>()|:,;\\/-\t\n\r .0179aZ*&#@=\x00\x15\x80\xC3\xE2\xF0\xFF";
    for (name, bytes) in SAMPLES.iter() {
        let mut dice = Dice::of(name);
        for change in 0..CHANGES {
            let mut changed = bytes.clone();
            for _ in 0..=dice.below(4) {
                let at = dice.below(changed.len());
                match dice.below(4) {
                    0 => changed[at] ^= 1 << dice.below(8),
                    1 => drop(changed.remove(at)),
                    2 => changed.insert(at, MARKS[dice.below(MARKS.len())]),
                    _ => changed[at] = MARKS[dice.below(MARKS.len())],
                }
            }
            check(&changed, change % 4 == 0);
        }
    }
}

#[test]
fn lines_may_be_missing_double_or_elsewhere() {
    const CHANGES: usize = 16;
    for (name, bytes) in SAMPLES.iter() {
        let mut dice = Dice::of(name);
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        for change in 0..CHANGES {
            let mut changed = lines.clone();
            let (at, other) = (dice.below(lines.len()), dice.below(lines.len()));
            match change % 4 {
                0 => drop(changed.remove(at)),
                1 => changed.insert(at, lines[at]),
                2 => changed.swap(at, other),
                _ => changed.truncate(at),
            }
            check(&changed.concat(), change % 4 == 1);
        }
    }
}

/// Changes one place in a value: the one that a walk with the dice comes to.
fn change(value: &mut Value, dice: &mut Dice) {
    let stop = dice.below(4) == 0;
    match value {
        Value::Array(list) if !list.is_empty() => {
            let at = dice.below(list.len());
            match dice.below(4) {
                0 if stop => drop(list.remove(at)),
                1 if stop => list.push(list[at].clone()),
                2 if stop => list[at] = Value::Null,
                _ => change(&mut list[at], dice),
            }
        }
        Value::Object(fields) if !fields.is_empty() => {
            let at = dice.below(fields.len());
            let key = fields.keys().nth(at).expect("a field").clone();
            match dice.below(4) {
                0 if stop => drop(fields.remove(&key)),
                1 if stop => {
                    let other = fields.values().nth(dice.below(fields.len())).expect("a field").clone();
                    fields.insert(key, other);
                }
                _ => change(fields.get_mut(&key).expect("a field"), dice),
            }
        }
        other => {
            let others = [
                Value::Null,
                Value::Bool(true),
                Value::from(-1),
                Value::from(1e300),
                Value::from(u64::MAX),
                Value::from(""),
                Value::from("\u{202e}ñ 12:61"),
                Value::Array(vec![Value::Null]),
                Value::Object(serde_json::Map::new()),
            ];
            *other = others[dice.below(others.len())].clone();
        }
    }
}

#[test]
fn fields_may_be_missing_or_hold_anything() {
    const CHANGES: usize = 48;
    for (name, bytes) in SAMPLES.iter() {
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else { continue };
        let mut dice = Dice::of(name);
        for number in 0..CHANGES {
            let mut changed = value.clone();
            (0..=dice.below(3)).for_each(|_| change(&mut changed, &mut dice));
            check(&serde_json::to_vec(&changed).expect("JSON"), number % 4 == 0);
        }
        // The same field twice in one object.
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        let key = text.find('"').expect("a key");
        let end = text[key..].find(',').map_or(text.len(), |end| key + end + 1);
        check((text[..end].to_owned() + &text[key..]).as_bytes(), false);
    }
}

#[test]
fn every_format_reads_every_sample_or_refuses_it() {
    let packs = Packs::embedded();
    for format in FORMATS {
        let reading = Reading { from: Some(format), ..Reading::default() };
        let reader = Reader::new(&packs, reading, &mut Vec::new());
        for (name, bytes) in SAMPLES.iter() {
            let mut dice = Dice::of(name);
            for cut in [bytes.len(), dice.below(bytes.len())] {
                let calls = read(&reader, &bytes[..cut]);
                assert!(calls.iter().flatten().all(|call| call.format == format.name), "{name} as {}", format.name);
            }
        }
    }
}
