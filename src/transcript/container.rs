//! What a file is packed in: gzip, Zstandard or a zip archive, told by its first bytes and never by its name. Unpacks
//! as a stream and stops where a file unpacks to more than it should. Used by the batch and by whoever reads one file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::{Limits, ReadError};

/// A file, standard input, or what comes out of one.
pub type Stream = Box<dyn Read + Send>;

/// What a file is packed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Nothing.
    Plain,
    /// gzip, also several one after the other.
    Gzip,
    /// Zstandard.
    Zstd,
    /// A zip archive.
    Zip,
}

impl Packing {
    /// So many bytes tell.
    pub const HEAD: usize = 4;

    /// By a file's first bytes.
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            // A frame, or one that is to be skipped.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            // A member, or the end of an archive that has none.
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            _ => Self::Plain,
        }
    }

    /// By the beginning of a stream, which is given back whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_stream(mut input: Stream) -> io::Result<(Self, Stream)> {
        let mut head = Vec::with_capacity(Self::HEAD);
        (&mut input).take(Self::HEAD as u64).read_to_end(&mut head)?;
        Ok((Self::of(&head), Box::new(Cursor::new(head).chain(input))))
    }
}

/// A stream unpacked, if it is packed; an archive is no stream and stays as it is.
pub fn unpack(packing: Packing, input: Stream, limits: &Limits) -> Stream {
    let budget = Budget::new(0, limits);
    let counted = Counted { input, budget: Arc::clone(&budget) };
    match packing {
        Packing::Plain | Packing::Zip => counted.input,
        Packing::Gzip => Box::new(Guard { input: MultiGzDecoder::new(counted), budget }),
        Packing::Zstd => Box::new(Guard { input: Frames::new(BufReader::new(counted)), budget }),
    }
}

/// All of one file, unpacked if it is packed.
///
/// # Errors
/// When it cannot be read, is too large, or is an archive of several files.
pub fn read_whole(path: &Path, source: &Arc<str>, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let opened = File::open(path).and_then(|file| Packing::of_stream(Box::new(file)));
    let (packing, input) = opened.map_err(|error| io_error(source, None, &error))?;
    if packing == Packing::Zip {
        return Err(ReadError::new(source, "archive", Vec::new()));
    }
    let read = unpack(packing, input, limits).take(limits.largest_file + 1).read_to_end(&mut bytes);
    read.map_err(|error| io_error(source, None, &error))?;
    match bytes.len() as u64 {
        size if size > limits.largest_file => Err(too_large(source, size, limits)),
        _ => Ok(bytes),
    }
}

/// A file that is larger than it may be.
pub fn too_large(source: &Arc<str>, size: u64, limits: &Limits) -> ReadError {
    let mib = |bytes: u64| bytes.div_ceil(1 << 20).to_string();
    ReadError::new(source, "too-large", vec![("size", mib(size)), ("limit", mib(limits.largest_file))])
}

/// What went wrong in reading a stream: the file system, broken packing, or too much of it.
pub fn io_error(source: &Arc<str>, place: Option<(usize, usize)>, error: &io::Error) -> ReadError {
    let (code, args) = match error.get_ref().and_then(|inner| inner.downcast_ref::<TooFar>()) {
        Some(TooFar { key, limit }) => {
            ("unpacks-too-far", vec![("key", (*key).to_owned()), ("limit", limit.to_string())])
        }
        None if error.raw_os_error().is_some() => ("unreadable", vec![("detail", error.to_string())]),
        None => ("packing-broken", vec![("detail", error.to_string())]),
    };
    ReadError { source: Arc::clone(source), place, code, args }
}

/// Up to so many bytes nobody asks how well they were packed.
const NO_QUESTION: u64 = 16 << 20;

/// How much came in packed and went out unpacked.
pub(super) struct Budget {
    packed: AtomicU64,
    unpacked: AtomicU64,
    limits: Limits,
}

impl Budget {
    /// Of a file of which so many bytes came in already.
    pub fn new(packed: u64, limits: &Limits) -> Arc<Self> {
        let (packed, unpacked) = (AtomicU64::new(packed), AtomicU64::new(0));
        Arc::new(Self { packed, unpacked, limits: limits.clone() })
    }

    /// Takes note of bytes that were unpacked.
    ///
    /// # Errors
    /// When they are more than a file may come to.
    pub fn spend(&self, bytes: usize) -> io::Result<usize> {
        let unpacked = self.unpacked.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        let limits = &self.limits;
        let too_far = |key, limit| Err(io::Error::other(TooFar { key, limit }));
        if unpacked > limits.unpacked {
            return too_far("unpacked-gib", limits.unpacked >> 30);
        }
        if unpacked > NO_QUESTION && unpacked / limits.unpack_ratio > packed {
            return too_far("unpack-ratio", limits.unpack_ratio);
        }
        Ok(bytes)
    }
}

/// More came out than may: the setting that says so, and its value.
#[derive(Debug)]
struct TooFar {
    key: &'static str,
    limit: u64,
}

impl std::fmt::Display for TooFar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.key, self.limit)
    }
}

impl std::error::Error for TooFar {}

/// Counts what comes in packed.
struct Counted<R> {
    input: R,
    budget: Arc<Budget>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        self.budget.packed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Counts what goes out unpacked, and stops it.
pub(super) struct Guard<R> {
    pub input: R,
    pub budget: Arc<Budget>,
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        self.budget.spend(read)
    }
}

/// Zstandard frames, one after the other.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    begun: bool,
}

/// A frame that wants to look back further than this (bytes) would take that much memory.
const WINDOW: u64 = 32 << 20;

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Self { source, decoder, begun: false }
    }

    /// Begins the next frame; false at the end.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.begun {
            if self.source.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.init(&mut self.source) {
                Ok(()) => self.begun = true,
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut self.source).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(true)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.begin()? {
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, one).map_err(io::Error::other)?;
            }
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(into);
            }
            self.begun = false;
        }
        Ok(0)
    }
}
