//! Bytes to calls: unpacked if they are packed, the format told by the content; and read again as the format that
//! the first byte picks. What is read twice must come out the same.

#![no_main]

use std::io::{Cursor, Read};
use std::sync::{Arc, LazyLock, OnceLock};

use callcoach::packs::Packs;
use callcoach::transcript::{
    Archive, Block, Calls, FORMATS, Input, LineBlocks, Packing, Place, Reader, Reading, unpack,
};
use libfuzzer_sys::fuzz_target;

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::embedded);
static READERS: [OnceLock<Reader>; FORMATS.len()] = [const { OnceLock::new() }; FORMATS.len()];
static BY_CONTENT: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&PACKS, Reading { keep_vcons: true, keep_places: true, ..Reading::default() }, &mut Vec::new()));

/// More than this out of one input only costs time.
const MOST: u64 = 1 << 20;

fn read(reader: &Reader, bytes: &[u8], lines: bool) -> Calls {
    let source: Arc<str> = "input".into();
    reader.read(&Input { source: &source, bytes, first_line: 1, lines })
}

fn read_alike(reader: &Reader, bytes: &[u8], lines: bool) {
    let (first, second) = (read(reader, bytes, lines), read(reader, bytes, lines));
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
}

fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let limits = BY_CONTENT.limits();
    let whole = |stream: Box<dyn Read + Send>| {
        let mut out = Vec::new();
        // What comes before an error is read too.
        let _ = stream.take(MOST).read_to_end(&mut out);
        out
    };
    match Packing::of(bytes) {
        Packing::Plain => vec![bytes.to_vec()],
        Packing::Zip => {
            let Ok(mut archive) = Archive::open(&"input".into(), Place::Memory(bytes.into()), limits, |_, _| ()) else {
                return Vec::new();
            };
            let mut files = Vec::new();
            while let Some((_, stream)) = archive.next_file() {
                files.extend(stream.ok().map(whole));
            }
            files.truncate(8);
            files
        }
        packing => vec![whole(unpack(packing, Box::new(Cursor::new(bytes.to_vec())), limits))],
    }
}

fn by_content(bytes: &[u8]) {
    if !BY_CONTENT.reads_lines(bytes, false) {
        return read_alike(&BY_CONTENT, bytes, false);
    }
    let mut blocks = LineBlocks::new(Vec::new(), None, bytes, 1 << 16);
    while let Some(block) = blocks.next_block() {
        if let Block::Lines { bytes, .. } = block {
            read_alike(&BY_CONTENT, &bytes, true);
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((pick, bytes)) = data.split_first() else { return };
    for bytes in unpacked(bytes) {
        by_content(&bytes);
    }
    let format = usize::from(*pick) % FORMATS.len();
    let reader = READERS[format].get_or_init(|| {
        let reading = Reading { from: Some(&FORMATS[format]), ..Reading::default() };
        Reader::new(&PACKS, reading, &mut Vec::new())
    });
    read_alike(reader, bytes, reader.reads_lines(bytes, false));
});
