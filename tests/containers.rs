//! Packed files and archives: read as what is in them, told by their content, and never unpacked to more than is sane.

mod common;

use std::io::{Cursor, Write};

use common::{Folder, Ran, coach};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("a vector takes it");
    encoder.finish().expect("a vector takes it")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, bytes)) in files.iter().enumerate() {
        let method = if index % 2 == 0 { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a file");
        writer.write_all(bytes).expect("a vector takes it");
    }
    writer.finish().expect("an archive").into_inner()
}

fn call(id: usize) -> String {
    format!("{{\"id\": \"c{id}\", \"turns\": [{{\"speaker\": \"agent\", \"text\": \"Good morning, call {id}.\"}}]}}\n")
}

fn score(paths: &[&str]) -> Ran {
    coach(&[&["score", "--format", "jsonl"], paths].concat()).run()
}

fn ids(ran: &Ran) -> Vec<String> {
    ran.calls().iter().map(|call| call["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn what_is_packed_is_read_as_what_it_is() {
    let folder = Folder::new();
    let plain = std::fs::read(common::root().join("samples/en-parcels-bad.jsonl")).expect("a sample");
    let without = |mut call: Value| {
        call.as_object_mut().expect("a card").remove("source");
        call
    };
    let cards = |path: &str| -> Vec<Value> { score(&[path]).calls().into_iter().map(without).collect() };
    let wanted = cards("samples/en-parcels-bad.jsonl");
    assert!(!wanted.is_empty());
    // Their names say nothing; several packed one after the other are one file.
    let half = plain.iter().position(|&b| b == b'\n').map_or(plain.len(), |end| end + 1);
    let twice = [gzip(&plain[..half]), gzip(&plain[half..])].concat();
    let frames = [zstd(&plain[..half]), b"\x50\x2A\x4D\x18\x03\0\0\0abc".to_vec(), zstd(&plain[half..])].concat();
    for (name, packed) in [("a.txt", gzip(&plain)), ("b.json", twice), ("c.gz", zstd(&plain)), ("d", frames)] {
        assert_eq!(cards(&folder.file(name, packed)), wanted, "{name}");
    }
    let piped = coach(&["score", "--format", "jsonl", "-"]).input(gzip(&plain)).run();
    assert_eq!(piped.calls().into_iter().map(without).collect::<Vec<_>>(), wanted);
    let text = std::fs::read(common::root().join("samples/es-seguro-mala.txt")).expect("a sample");
    let file = folder.file("es-seguro-mala.txt.gz", gzip(&text));
    assert_eq!(ids(&score(&[&file])), ["es-seguro-mala"]);
    assert_eq!(coach(&["rules", "explain", "jargon", "--on", &file]).run().status, 0);
}

#[test]
fn an_archive_is_read_like_a_folder() {
    let folder = Folder::new();
    let lines: String = (0..3).map(call).collect();
    let inner = zip(&[("x.txt", b"Agent: hi\nCustomer: hello\n")]);
    let (a_call, packed) = (call(7), gzip(call(8).as_bytes()));
    let archive = zip(&[
        ("z/last.jsonl", lines.as_bytes()),
        ("a/first.json", a_call.as_bytes()),
        ("a/.hidden.json", a_call.as_bytes()),
        ("__MACOSX/first.json", a_call.as_bytes()),
        ("a/noise.png", b"\x89PNG\0\0\0\x01\x02"),
        ("a/rules.toml", b"x = 1"),
        ("m/inner.zip", &inner),
        ("m/inner.gz", &packed),
        ("m/broken.json", b"{\"turns\": [3]}"),
    ]);
    let file = folder.file("calls.bin", &archive);
    let ran = score(&[&file]);
    assert_eq!(ids(&ran), ["c7", "c0", "c1", "c2"]);
    let source = ran.calls()[1]["source"].as_str().expect("a source").replace(&folder.path(), "…");
    assert_eq!(source, "…/calls.bin/z/last.jsonl");
    insta::assert_snapshot!(ran.err.replace(&folder.path(), "…"), @r#"
    coach: …/calls.bin/m/broken.json: 1:12: the JSON does not have the expected shape at turns[0] (invalid type: integer `3`, expected struct OwnTurn); expected {"id", "turns": [{"speaker": "agent"|"customer", "text"}]}
    coach: Passed over: 2 hidden, 1 that are no text, 1 TOML, 2 packed inside an archive.
    coach: 1 input could not be read.
    "#);
    assert_eq!(ran.status, 1);
    let piped = coach(&["score", "--format", "jsonl", "-"]).input(&archive).run();
    assert_eq!(ids(&piped), ids(&ran));
    // A document of an office program is an archive only inside.
    folder.file("memo.docx", zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]));
    let ran = score(&[&folder.path()]);
    assert!(ran.err.contains("2 that are no text"), "{}", ran.err);
}

#[test]
fn what_is_cut_off_gives_the_lines_before() {
    let folder = Folder::new();
    let lines: String = (0..4000)
        .flat_map(|id| [call(id), if id == 1 { "{\"turns\": oops\n".to_owned() } else { String::new() }])
        .collect();
    let packed = gzip(lines.as_bytes());
    let ran = score(&[&folder.file("calls.gz", &packed[..packed.len() / 2])]);
    let found = ids(&ran);
    assert!(found.len() > 100 && found.len() < 3900, "{}", found.len());
    assert!(found.iter().enumerate().all(|(index, id)| *id == format!("c{index}")));
    let place = format!("calls.gz: {}:1: ", found.len() + 2);
    assert!(ran.err.contains(&place) && ran.err.contains("cut off"), "{place} {}", ran.err);
    assert!(ran.err.contains(": 3:"), "{}", ran.err);
    assert_eq!(ran.status, 1);
    // Zstandard gives nothing of its last frame window before the end; that it is cut off is told all the same.
    let packed = zstd(lines.as_bytes());
    let ran = score(&[&folder.file("calls.zst", &packed[..packed.len() / 2])]);
    assert!(ran.status != 0 && ids(&ran).len() < 3900 && ran.err.contains("cut off"), "{}", ran.err);
    let whole = zip(&[("a.json", call(1).as_bytes())]);
    let ran = score(&[&folder.file("cut.zip", &whole[..whole.len() - 8])]);
    assert!(ran.status == 3 && ran.err.contains("cut off"), "{}", ran.err);
}

#[test]
fn a_bomb_ends_in_a_clear_error() {
    let folder = Folder::new();
    let zeros = vec![b' '; 20 << 20];
    let gz = gzip(&zeros);
    let archive =
        zip(&[("a.txt", &zeros[..1 << 20]), ("b.txt", &[]), ("c.txt", &zeros), ("d.json", call(1).as_bytes())]);
    let padded = call(5).replacen('{', &format!("{{\"pad\": \"{}\", ", " ".repeat(100_000)), 1);
    let lines = padded.repeat(250);
    let many = gzip(lines.as_bytes());
    let settings = folder.file("strict.toml", "[limits]\nunpack-ratio = 20\n");
    for (name, bytes, calls) in [("a.gz", gz, 0), ("b.zst", zstd(&zeros), 0), ("c.zip", archive, 0), ("d.gz", many, 1)]
    {
        let file = folder.file(name, bytes);
        let ran = coach(&["score", "--format", "jsonl", "--config", &settings, &file]).run();
        assert!(ran.err.contains("unpacks to more than unpack-ratio = 20"), "{name}: {}", ran.err);
        assert_eq!(ran.status, if calls == 0 { 3 } else { 1 }, "{name}");
        assert_eq!(ran.out.lines().count() > 100, calls > 0, "{name}");
    }
}
