//! Batch: many calls over all cores, results in input order, memory bounded by a few jobs. Knows how to read and
//! score; what becomes of a card the caller says.

mod jobs;
mod row;
mod walk;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use crate::coach::{Coach, InRow, Worker};
use crate::report::{Cards, Views};
use crate::transcript::{Input, ReadError};
use jobs::{Job, Jobs};
use row::Rows;
use walk::{Found, Kind, Walk};

pub use walk::{PassedOver, Paths, STDIN};

/// What a piece of the input came to: one result a call, in input order.
pub struct Piece<T> {
    /// Cards made into whatever the caller makes of them, and what could not be read.
    pub results: Vec<Result<T, ReadError>>,
    /// Bytes of input that it took.
    pub bytes: u64,
}

/// Jobs that may be finished and wait for an earlier one, per thread.
const AHEAD: usize = 8;

/// How far the run has come: the next job to hand out, and how many were used up.
struct Progress<'r> {
    jobs: Jobs<'r>,
    next: usize,
    used: usize,
    /// Names of files in folders that are no calls, and what they are.
    passed_over: Vec<(Arc<str>, Kind)>,
}

/// Reads and scores everything below the paths of the input with so many threads. `make` runs on the threads, once a
/// call, with the cards that `views` asks for; `take` runs on this thread, in input order, and says whether to go on.
/// Returns what was passed over.
pub fn run<T: Send>(
    coach: &Coach,
    input: Paths,
    threads: usize,
    views: Views,
    make: impl Fn(&Cards<'_>) -> T + Sync,
    mut take: impl FnMut(Piece<T>) -> bool,
) -> PassedOver {
    let progress =
        Mutex::new(Progress { jobs: Jobs::new(&coach.reader, input), next: 0, used: 0, passed_over: Vec::new() });
    let room = Condvar::new();
    let maker = Maker { coach, views, make };
    let stop = AtomicBool::new(false);
    let (sender, receiver) = mpsc::channel::<(usize, Piece<InRow<T>>)>();
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let sender = sender.clone();
            let (progress, room, stop, maker) = (&progress, &room, &stop, &maker);
            scope.spawn(move || {
                let mut worker = coach.worker();
                while let Some((number, job)) = next_job(progress, room, stop, threads * AHEAD) {
                    let mut no_calls = Vec::new();
                    let piece = work(&mut worker, job, maker, &mut no_calls);
                    if !no_calls.is_empty() {
                        lock(progress).passed_over.append(&mut no_calls);
                    }
                    if sender.send((number, piece)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting: BTreeMap<usize, Piece<InRow<T>>> = BTreeMap::new();
        let mut expected = 0;
        let mut rows = Rows::default();
        for (number, piece) in receiver {
            waiting.insert(number, piece);
            while let Some(piece) = waiting.remove(&expected) {
                expected += 1;
                let results = piece.results.into_iter().map(|call| call.map(|call| rows.place(call))).collect();
                let piece = Piece { results, bytes: piece.bytes };
                if !stop.load(Ordering::Relaxed) && !take(piece) {
                    stop.store(true, Ordering::Relaxed);
                }
                lock(&progress).used = expected;
                room.notify_all();
            }
        }
    });
    let mut progress = lock(&progress);
    let mut passed_over = progress.jobs.passed_over().clone();
    progress.passed_over.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    progress.passed_over.iter().for_each(|(name, kind)| passed_over.add(*kind, name.to_string()));
    passed_over
}

/// How many bytes there are below the paths; none where that cannot be told beforehand.
pub fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
    let size = |found| match found {
        Found::File(_, size) => Some(size),
        Found::Stdin => None,
        Found::Unreadable(_) => Some(0),
    };
    Walk::new(Paths::all(paths.to_vec())).map(size).sum()
}

/// Nobody panics with the queue in hand: what a thread left there is whole.
fn lock<'p, 'r>(progress: &'p Mutex<Progress<'r>>) -> MutexGuard<'p, Progress<'r>> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

fn next_job(progress: &Mutex<Progress<'_>>, room: &Condvar, stop: &AtomicBool, ahead: usize) -> Option<(usize, Job)> {
    let mut at = lock(progress);
    while at.next >= at.used + ahead && !stop.load(Ordering::Relaxed) {
        at = room.wait(at).unwrap_or_else(PoisonError::into_inner);
    }
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let job = at.jobs.next()?;
    at.next += 1;
    Some((at.next - 1, job))
}

/// What makes results of calls.
struct Maker<'c, F> {
    coach: &'c Coach,
    views: Views,
    make: F,
}

fn work<'c, T>(
    worker: &mut Worker<'c>,
    job: Job,
    maker: &Maker<'c, impl Fn(&Cards<'_>) -> T>,
    no_calls: &mut Vec<(Arc<str>, Kind)>,
) -> Piece<InRow<T>> {
    let mut results = Vec::new();
    let mut size = 0;
    match job {
        Job::Failed(error) => results.push(Err(error)),
        Job::Bytes { source, bytes, first_line, lines, named } => {
            size = bytes.len();
            let input = Input { source: &source, bytes: &bytes, first_line, lines };
            score_all(worker, &input, maker, &mut results);
            if !named {
                pass_over_binary(&mut results, 0, &source, no_calls);
            }
        }
        Job::Files(files) => {
            for file in files {
                let source: Arc<str> = file.path.to_string_lossy().into();
                let before = results.len();
                match std::fs::read(&file.path) {
                    Ok(bytes) if !file.named && maker.coach.reader.own_report(&bytes).is_some() => {
                        size += bytes.len();
                        no_calls.push((source, Kind::Reports));
                        continue;
                    }
                    Ok(bytes) => {
                        size += bytes.len();
                        let input = Input { source: &source, bytes: &bytes, first_line: 1, lines: false };
                        score_all(worker, &input, maker, &mut results);
                    }
                    Err(error) => {
                        let args = vec![("detail", error.to_string())];
                        results.push(Err(ReadError::new(&source, "unreadable", args)));
                    }
                }
                if !file.named {
                    pass_over_binary(&mut results, before, &source, no_calls);
                }
            }
        }
    }
    Piece { results, bytes: size as u64 }
}

/// A picture among the transcripts of a folder is no mistake of anybody's.
fn pass_over_binary<T>(
    results: &mut Vec<Result<T, ReadError>>,
    before: usize,
    source: &Arc<str>,
    no_calls: &mut Vec<(Arc<str>, Kind)>,
) {
    let no_text = |result: &Result<T, ReadError>| result.as_ref().is_err_and(|error| error.code == "binary");
    if results.len() > before && results[before..].iter().all(no_text) {
        results.truncate(before);
        no_calls.push((Arc::clone(source), Kind::Binary));
    }
}

/// Reads and scores one input. Should the program fail on it, that is told like any other reason, and the others go on.
fn score_all<'c, T>(
    worker: &mut Worker<'c>,
    input: &Input<'_>,
    maker: &Maker<'c, impl Fn(&Cards<'_>) -> T>,
    results: &mut Vec<Result<InRow<T>, ReadError>>,
) {
    let done = catch_unwind(AssertUnwindSafe(|| {
        for call in maker.coach.reader.read(input) {
            results.push(call.map(|call| worker.score_in_row(&call, maker.views, &maker.make)));
        }
    }));
    if done.is_err() {
        *worker = maker.coach.worker();
        results.push(Err(ReadError::new(input.source, "internal", Vec::new())));
    }
}
