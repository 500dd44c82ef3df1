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
use crate::report::Card;
use crate::transcript::{Input, ReadError};
use jobs::{Job, Jobs};
use row::Rows;
use walk::{Found, Walk};

pub use walk::{PassedOver, STDIN};

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
struct Progress {
    jobs: Jobs,
    next: usize,
    used: usize,
    binary: usize,
}

/// Reads and scores everything below the paths with so many threads. `make` runs on the threads, once a call;
/// `take` runs on this thread, in input order, and says whether to go on. Returns what was passed over.
pub fn run<T: Send>(
    coach: &Coach,
    paths: Vec<PathBuf>,
    threads: usize,
    make: impl Fn(&Card<'_>) -> T + Sync,
    mut take: impl FnMut(Piece<T>) -> bool,
) -> PassedOver {
    let progress = Mutex::new(Progress { jobs: Jobs::new(paths), next: 0, used: 0, binary: 0 });
    let room = Condvar::new();
    let stop = AtomicBool::new(false);
    let (sender, receiver) = mpsc::channel::<(usize, Piece<InRow<T>>)>();
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let sender = sender.clone();
            let (progress, room, stop, make) = (&progress, &room, &stop, &make);
            scope.spawn(move || {
                let mut worker = coach.worker();
                while let Some((number, job)) = next_job(progress, room, stop, threads * AHEAD) {
                    let mut binary = 0;
                    let piece = work(coach, &mut worker, job, make, &mut binary);
                    if binary > 0 {
                        lock(progress).binary += binary;
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
    let progress = lock(&progress);
    PassedOver { binary: progress.binary, ..progress.jobs.passed_over().clone() }
}

/// How many bytes there are below the paths; none where that cannot be told beforehand.
pub fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
    let size = |found| match found {
        Found::File(_, size) => Some(size),
        Found::Stdin => None,
        Found::Unreadable(_) => Some(0),
    };
    Walk::new(paths.to_vec()).map(size).sum()
}

/// Nobody panics with the queue in hand: what a thread left there is whole.
fn lock(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

fn next_job(progress: &Mutex<Progress>, room: &Condvar, stop: &AtomicBool, ahead: usize) -> Option<(usize, Job)> {
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

fn work<'c, T>(
    coach: &'c Coach,
    worker: &mut Worker<'c>,
    job: Job,
    make: &impl Fn(&Card<'_>) -> T,
    binary: &mut usize,
) -> Piece<InRow<T>> {
    let mut results = Vec::new();
    let mut size = 0;
    match job {
        Job::Failed(error) => results.push(Err(error)),
        Job::Bytes { source, bytes, first_line, lines } => {
            size = bytes.len();
            let input = Input { source: &source, bytes: &bytes, first_line, lines };
            score_all(coach, worker, &input, make, &mut results);
        }
        Job::Files(files) => {
            for file in files {
                let source: Arc<str> = file.path.to_string_lossy().into();
                let before = results.len();
                match std::fs::read(&file.path) {
                    Ok(bytes) => {
                        size += bytes.len();
                        let input = Input { source: &source, bytes: &bytes, first_line: 1, lines: false };
                        score_all(coach, worker, &input, make, &mut results);
                    }
                    Err(error) => {
                        let args = vec![("detail", error.to_string())];
                        results.push(Err(ReadError::new(&source, "unreadable", args)));
                    }
                }
                // A picture among the transcripts of a folder is no mistake of anybody's.
                let no_text = |result: &Result<InRow<T>, ReadError>| result.as_ref().is_err_and(|e| e.code == "binary");
                if !file.named && results[before..].iter().all(no_text) {
                    *binary += results.len() - before;
                    results.truncate(before);
                }
            }
        }
    }
    Piece { results, bytes: size as u64 }
}

/// Reads and scores one input. Should the program fail on it, that is told like any other reason, and the others go on.
fn score_all<'c, T>(
    coach: &'c Coach,
    worker: &mut Worker<'c>,
    input: &Input<'_>,
    make: &impl Fn(&Card<'_>) -> T,
    results: &mut Vec<Result<InRow<T>, ReadError>>,
) {
    let done = catch_unwind(AssertUnwindSafe(|| {
        for call in coach.reader.read(input) {
            results.push(call.map(|call| worker.score_in_row(&call, make)));
        }
    }));
    if done.is_err() {
        *worker = coach.worker();
        results.push(Err(ReadError::new(input.source, "internal", Vec::new())));
    }
}
