//! Cuts the input into jobs of about the same size, numbered in input order: some small files together, a large file
//! of lines in blocks. Memory is bounded by a few jobs, not by the folder. Used by the batch's threads, one at a time.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::walk::{Found, FoundFile, PassedOver, STDIN, Walk};
use crate::transcript::{LARGEST_FILE, LineBlocks, ReadError, looks_like_lines};

/// A piece of work.
pub(super) enum Job {
    /// Whole files, to be read by the worker.
    Files(Vec<FoundFile>),
    /// Bytes already read: a whole input, or lines of one.
    Bytes {
        /// The file as it was named.
        source: Arc<str>,
        /// The bytes.
        bytes: Vec<u8>,
        /// Number of the first line, from 1.
        first_line: usize,
        /// Lines of calls, cut from a larger input.
        lines: bool,
    },
    /// Something that cannot be read.
    Failed(ReadError),
}

/// Files up to this size are read whole by a worker.
const SMALL: u64 = 1 << 20;
/// A job has at most so many files…
const MOST_FILES: usize = 16;
/// …of at most so many bytes in all.
const MOST_BYTES: u64 = 256 << 10;
/// So many bytes are read at once to tell whether a large file holds one call a line…
const HEAD: u64 = 64 << 10;
/// …and no more than these.
const LONGEST_HEAD: usize = 8 << 20;

/// A file or standard input.
type Stream = Box<dyn Read + Send>;

/// The jobs of a run, in input order.
pub(super) struct Jobs {
    walk: Walk,
    held: Option<Found>,
    blocks: Option<(Arc<str>, LineBlocks<Stream>)>,
}

impl Jobs {
    /// Of the paths, in the order given.
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        Self { walk: Walk::new(paths), held: None, blocks: None }
    }

    /// What the walk has passed over so far.
    pub(super) fn passed_over(&self) -> &PassedOver {
        &self.walk.passed_over
    }

    fn small_files(&mut self, first: FoundFile, size: u64) -> Job {
        let mut files = vec![first];
        let mut bytes = size;
        while files.len() < MOST_FILES && bytes < MOST_BYTES {
            match self.walk.next() {
                Some(Found::File(file, size)) if size <= SMALL => {
                    files.push(file);
                    bytes += size;
                }
                other => {
                    self.held = other;
                    break;
                }
            }
        }
        Job::Files(files)
    }

    /// A large file or standard input: in blocks if it holds one call a line, else whole up to the limit.
    fn large(&mut self, source: Arc<str>, mut input: Stream) -> io::Result<Job> {
        let mut head = Vec::new();
        let mut ends = 0;
        // Two lines tell; calls are often longer than one reading.
        while ends < 2 && head.len() < LONGEST_HEAD {
            let read = (&mut input).take(HEAD).read_to_end(&mut head)?;
            if read == 0 {
                break;
            }
            ends += head[head.len() - read..].iter().filter(|&&b| b == b'\n').count();
        }
        if looks_like_lines(&head) {
            self.blocks = Some((source, LineBlocks::new(head, input)));
            return self.block().transpose().unwrap_or_else(|| Ok(Job::Files(Vec::new())));
        }
        let mut bytes = head;
        input.take(LARGEST_FILE).read_to_end(&mut bytes)?;
        if bytes.len() as u64 >= LARGEST_FILE {
            return Ok(Job::Failed(too_large(&source, bytes.len() as u64)));
        }
        Ok(Job::Bytes { source, bytes, first_line: 1, lines: false })
    }

    fn block(&mut self) -> io::Result<Option<Job>> {
        let Some((source, blocks)) = &mut self.blocks else { return Ok(None) };
        let source = Arc::clone(source);
        let job = blocks.next_block()?.map(|block| Job::Bytes {
            source,
            bytes: block.bytes,
            first_line: block.first_line,
            lines: true,
        });
        if job.is_none() {
            self.blocks = None;
        }
        Ok(job)
    }
}

impl Iterator for Jobs {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        if let Some((source, _)) = &self.blocks {
            let source = Arc::clone(source);
            match self.block() {
                Ok(Some(job)) => return Some(job),
                Ok(None) => {}
                Err(error) => {
                    self.blocks = None;
                    return Some(failed(&source, &error));
                }
            }
        }
        match self.held.take().or_else(|| self.walk.next())? {
            Found::Unreadable(error) => Some(Job::Failed(error)),
            Found::File(file, size) if size <= SMALL => Some(self.small_files(file, size)),
            Found::File(file, size) => {
                let source: Arc<str> = file.path.to_string_lossy().into();
                let opened = File::open(&file.path).and_then(|file| {
                    let lines = size > LARGEST_FILE;
                    let job = self.large(Arc::clone(&source), Box::new(file))?;
                    Ok(if lines && self.blocks.is_none() { Job::Failed(too_large(&source, size)) } else { job })
                });
                Some(opened.unwrap_or_else(|error| failed(&source, &error)))
            }
            Found::Stdin => {
                let source: Arc<str> = STDIN.into();
                let job = self.large(Arc::clone(&source), Box::new(io::stdin()));
                Some(job.unwrap_or_else(|error| failed(&source, &error)))
            }
        }
    }
}

fn failed(source: &Arc<str>, error: &io::Error) -> Job {
    Job::Failed(ReadError::new(source, "unreadable", vec![("detail", error.to_string())]))
}

fn too_large(source: &Arc<str>, size: u64) -> ReadError {
    let mib = |bytes: u64| (bytes >> 20).to_string();
    ReadError::new(source, "too-large", vec![("size", mib(size)), ("limit", mib(LARGEST_FILE))])
}
