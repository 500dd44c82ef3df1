//! How fast the rooms are: folding, hearing, and the whole way from bytes to JSON, on the samples.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use callcoach::coach::Coach;
use callcoach::cues::{Ear, Heard};
use callcoach::fold::{Folded, Habits, fold_into};
use callcoach::packs::Packs;
use callcoach::report::json::write_line;
use callcoach::transcript::Reading;
use callcoach::transcript::{Call, Input};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn samples() -> Vec<(Arc<str>, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let entries = std::fs::read_dir(folder).expect("samples").map(|e| e.expect("an entry").path());
    let mut files: Vec<_> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    files.iter().map(|f| (f.to_string_lossy().into(), std::fs::read(f).expect("a sample"))).collect()
}

fn calls(coach: &Coach) -> Vec<Call> {
    let read = |(source, bytes): &(Arc<str>, Vec<u8>)| {
        coach.reader.read(&Input { source, bytes, first_line: 1, lines: false })
    };
    samples().iter().flat_map(read).flatten().collect()
}

fn start(c: &mut Criterion) {
    c.bench_function("start: packs, checks and one lexicon", |b| {
        b.iter(|| {
            let (coach, _) = Coach::new(Packs::embedded(), Reading::default());
            black_box(coach.lexicon("es").phrases.len())
        });
    });
}

fn rooms(c: &mut Criterion) {
    let (coach, _) = Coach::new(Packs::embedded(), Reading::default());
    let calls = calls(&coach);
    let bytes: usize = calls.iter().flat_map(|c| &c.turns).map(|t| t.text.len()).sum();
    let mut group = c.benchmark_group("rooms");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("fold", |b| {
        let (habits, mut folded) = (Habits::default(), Folded::default());
        b.iter(|| {
            for turn in calls.iter().flat_map(|c| &c.turns) {
                fold_into(&turn.text, &habits, &mut folded);
                black_box(folded.words.len());
            }
        });
    });
    group.bench_function("hear", |b| {
        let mut ears = ["es", "en"].map(|code| Ear::new(&coach.cues, coach.lexicon(code)));
        let mut heard = Heard::default();
        b.iter(|| {
            for call in &calls {
                ears[usize::from(call.language == "en")].hear(call, &mut heard);
                black_box(heard.hits.len());
            }
        });
    });
    group.finish();
}

fn whole_way(c: &mut Criterion) {
    let (coach, _) = Coach::new(Packs::embedded(), Reading::default());
    let samples = samples();
    let mut group = c.benchmark_group("whole way");
    group.throughput(Throughput::Bytes(samples.iter().map(|(_, bytes)| bytes.len() as u64).sum()));
    group.bench_function("bytes to JSON", |b| {
        let mut worker = coach.worker();
        let mut out = Vec::new();
        b.iter(|| {
            out.clear();
            for (source, bytes) in &samples {
                for call in
                    coach.reader.read(&Input { source, bytes, first_line: 1, lines: false }).into_iter().flatten()
                {
                    worker.score(&call, |card| write_line(card, &mut out));
                }
            }
            black_box(out.len())
        });
    });
    group.finish();
}

criterion_group!(benches, start, rooms, whole_way);
criterion_main!(benches);
