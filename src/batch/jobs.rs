//! Cuts the input into jobs of about the same size, numbered in input order: some small files together, a large file
//! of lines in blocks. Memory is bounded by a few jobs, not by the folder. Used by the batch's threads, one at a time.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::walk::{Found, FoundFile, Kind, PassedOver, Paths, STDIN, Walk};
use crate::transcript::{
    Archive, Block, LineBlocks, Packing, Passed, Place, ReadError, Reader, Stream, io_error, too_large, unpack,
};

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
        /// It was named itself: then it is an error if it is no transcript.
        named: bool,
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
/// So many bytes are read at once to tell whether a stream holds one call a line…
const HEAD: u64 = 64 << 10;
/// …and no more than these.
const LONGEST_HEAD: usize = 8 << 20;

/// The jobs of a run, in input order.
pub(super) struct Jobs<'r> {
    reader: &'r Reader,
    walk: Walk,
    held: Option<(Found, Packing)>,
    archive: Option<Archive>,
    blocks: Option<(Arc<str>, LineBlocks<Stream>)>,
}

impl<'r> Jobs<'r> {
    /// Of the paths, in the order given.
    pub(super) fn new(reader: &'r Reader, input: Paths) -> Self {
        Self { reader, walk: Walk::new(input), held: None, archive: None, blocks: None }
    }

    /// What the walk has passed over so far.
    pub(super) fn passed_over(&self) -> &PassedOver {
        &self.walk.passed_over
    }

    /// The next thing found, and what it is packed in.
    fn found(&mut self) -> Option<(Found, Packing)> {
        self.held.take().or_else(|| {
            let found = self.walk.next()?;
            let packing = match &found {
                Found::File(file, _) => packing(&file.path),
                Found::Stdin | Found::Unreadable(_) => Packing::Plain,
            };
            Some((found, packing))
        })
    }

    fn small_files(&mut self, first: FoundFile, size: u64) -> Job {
        let mut files = vec![first];
        let mut bytes = size;
        while files.len() < MOST_FILES && bytes < MOST_BYTES {
            match self.found() {
                Some((Found::File(file, size), Packing::Plain)) if size <= SMALL => {
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

    /// A large or packed file: none where it is a folder of others, which come next.
    fn file(&mut self, file: &FoundFile, size: u64, packing: Packing) -> Option<Job> {
        let source: Arc<str> = file.path.to_string_lossy().into();
        if packing == Packing::Zip {
            return self.archive(&source, Place::File(file.path.clone()), file.named);
        }
        match File::open(&file.path) {
            Err(error) => Some(Job::Failed(io_error(&source, None, &error))),
            Ok(opened) => {
                let stream = unpack(packing, Box::new(opened), self.reader.limits());
                self.stream(source, stream, (packing == Packing::Plain).then_some(size), file.named)
            }
        }
    }

    fn stdin(&mut self) -> Option<Job> {
        let source: Arc<str> = STDIN.into();
        let limits = self.reader.limits();
        let (packing, stream) = match Packing::of_stream(Box::new(io::stdin())) {
            Ok(opened) => opened,
            Err(error) => return Some(Job::Failed(io_error(&source, None, &error))),
        };
        if packing != Packing::Zip {
            let stream = unpack(packing, stream, limits);
            return self.stream(source, stream, None, true);
        }
        // Its table of contents stands at its end.
        let mut bytes = Vec::new();
        match stream.take(limits.largest_file + 1).read_to_end(&mut bytes) {
            Err(error) => Some(Job::Failed(io_error(&source, None, &error))),
            Ok(size) if size as u64 > limits.largest_file => Some(Job::Failed(too_large(&source, size as u64, limits))),
            Ok(_) => self.archive(&source, Place::Memory(bytes.into()), true),
        }
    }

    fn archive(&mut self, source: &Arc<str>, place: Place, named: bool) -> Option<Job> {
        let passed_over = &mut self.walk.passed_over;
        let opened = Archive::open(source, place, self.reader.limits(), |why, name| {
            passed_over.add(if why == Passed::Hidden { Kind::Hidden } else { Kind::Rules }, name);
        });
        match opened {
            Ok(archive) => self.archive = Some(archive),
            Err(error) if error.code == "binary" && !named => passed_over.add(Kind::Binary, source.to_string()),
            Err(error) => return Some(Job::Failed(error)),
        }
        None
    }

    /// A stream: in blocks if it holds one call a line, else whole up to the limit. None where it is passed over.
    fn stream(&mut self, source: Arc<str>, mut input: Stream, size: Option<u64>, named: bool) -> Option<Job> {
        let limits = self.reader.limits();
        let mut head = Vec::new();
        let (mut ends, mut ended, mut failed) = (0, false, None);
        // Two lines tell; calls are often longer than one reading.
        while ends < 2 && !ended && head.len() < LONGEST_HEAD {
            let before = head.len();
            let read = (&mut input).take(HEAD).read_to_end(&mut head);
            ended = !matches!(read, Ok(1..));
            failed = read.err();
            ends += head[before..].iter().filter(|&&b| b == b'\n').count();
        }
        let own = self.reader.own_report(&head).is_some();
        if own && !named {
            self.walk.passed_over.add(Kind::Reports, source.to_string());
            return None;
        }
        if own && self.reader.refuses(&head) {
            return Some(Job::Failed(ReadError::new(&source, "own-report", Vec::new())));
        }
        if self.reader.reads_lines(&head, failed.is_some()) {
            self.blocks = Some((source, LineBlocks::new(head, failed, input, limits.longest_line)));
            return self.block();
        }
        if Packing::of(&head) != Packing::Plain {
            if named {
                return Some(Job::Failed(ReadError::new(&source, "packed-twice", Vec::new())));
            }
            self.walk.passed_over.add(Kind::Packed, source.to_string());
            return None;
        }
        let known = size.filter(|size| *size > limits.largest_file);
        if let Some(size) = known {
            return Some(Job::Failed(too_large(&source, size, limits)));
        }
        let mut bytes = head;
        let left = (limits.largest_file + 1).saturating_sub(bytes.len() as u64);
        let read = failed.map_or_else(|| input.take(left).read_to_end(&mut bytes), Err);
        Some(match read {
            Err(error) => Job::Failed(io_error(&source, None, &error)),
            Ok(_) if bytes.len() as u64 > limits.largest_file => {
                Job::Failed(too_large(&source, bytes.len() as u64, limits))
            }
            Ok(_) => Job::Bytes { source, bytes, first_line: 1, lines: false, named },
        })
    }

    /// The next block of a file of lines; none at its end.
    fn block(&mut self) -> Option<Job> {
        let (source, blocks) = self.blocks.as_mut()?;
        let source = Arc::clone(source);
        let Some(block) = blocks.next_block() else {
            self.blocks = None;
            return None;
        };
        Some(match block {
            Block::Lines { bytes, first_line } => Job::Bytes { source, bytes, first_line, lines: true, named: true },
            Block::TooLong(line) => {
                let limit = self.reader.limits().longest_line >> 20;
                let args = vec![("limit", limit.to_string())];
                Job::Failed(ReadError::at(&source, (line, 1), "line-too-long", args))
            }
            Block::Broken(line, error) => Job::Failed(io_error(&source, Some((line, 1)), &error)),
        })
    }
}

impl Iterator for Jobs<'_> {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        loop {
            if let Some(job) = self.block() {
                return Some(job);
            }
            let job = if let Some(archive) = &mut self.archive {
                match archive.next_file() {
                    Some((source, Ok(stream))) => self.stream(source, stream, None, false),
                    Some((_, Err(error))) => Some(Job::Failed(error)),
                    None => {
                        self.archive = None;
                        None
                    }
                }
            } else {
                match self.found()? {
                    (Found::Unreadable(error), _) => Some(Job::Failed(error)),
                    (Found::Stdin, _) => self.stdin(),
                    (Found::File(file, size), Packing::Plain) if size <= SMALL => Some(self.small_files(file, size)),
                    (Found::File(file, size), packing) => self.file(&file, size, packing),
                }
            };
            // What unpacks to too much is not looked at any further.
            if matches!(&job, Some(Job::Failed(error)) if error.code == "unpacks-too-far") {
                self.archive = None;
            }
            if job.is_some() {
                return job;
            }
        }
    }
}

/// What a file is packed in; one that cannot be read is told by whoever reads it.
fn packing(path: &Path) -> Packing {
    let mut head = [0; Packing::HEAD];
    let read = File::open(path).and_then(|mut file| file.read(&mut head));
    read.map_or(Packing::Plain, |length| Packing::of(&head[..length]))
}
