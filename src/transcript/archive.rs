//! Zip archives: the files in one, in the order of their names, each as a stream of its own. Nothing is written
//! anywhere, and an archive inside an archive is not opened. Used by the batch.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::container::{Budget, Guard, Stream, io_error};
use super::{Limits, ReadError};

/// Where an archive's bytes are.
#[derive(Debug, Clone)]
pub enum Place {
    /// In a file.
    File(PathBuf),
    /// In memory, as from standard input.
    Memory(Arc<[u8]>),
}

/// The files of an archive that are still to be read.
pub struct Archive {
    source: Arc<str>,
    place: Place,
    members: std::vec::IntoIter<Member>,
    budget: Arc<Budget>,
}

struct Member {
    name: String,
    start: u64,
    packed: u64,
    crc: u32,
    method: CompressionMethod,
    encrypted: bool,
}

/// Folders of these names hold what belongs to a system and not to anybody's calls.
const SYSTEM: [&str; 1] = ["__MACOSX"];
/// An archive with one of these is a document or a program.
const DOCUMENT: [&str; 3] = ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"];

trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

impl Place {
    fn open(&self) -> io::Result<Box<dyn Bytes>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}

impl Archive {
    /// Reads an archive's table of contents. `passed_over` is told of what is hidden or a rule file.
    ///
    /// # Errors
    /// When it is broken, or a document that only looks like an archive.
    pub fn open(
        source: &Arc<str>,
        place: Place,
        limits: &Limits,
        mut passed_over: impl FnMut(Passed, String),
    ) -> Result<Self, ReadError> {
        let unreadable = |error: io::Error| io_error(source, None, &error);
        let broken = |error: zip::result::ZipError| match error {
            zip::result::ZipError::Io(error) if error.raw_os_error().is_some() => unreadable(error),
            error => ReadError::new(source, "packing-broken", vec![("detail", error.to_string())]),
        };
        let mut bytes = place.open().map_err(unreadable)?;
        let size = bytes.seek(SeekFrom::End(0)).map_err(unreadable)?;
        let mut archive = ZipArchive::new(bytes).map_err(broken)?;
        let mut members = Vec::new();
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index).map_err(broken)?;
            let name = file.name().map_or_else(|_| format!("#{index}"), std::borrow::Cow::into_owned);
            if DOCUMENT.contains(&name.as_str()) {
                return Err(ReadError::new(source, "binary", Vec::new()));
            }
            let shown = || format!("{source}/{name}");
            match file.data_start() {
                _ if file.is_dir() => {}
                _ if name.split(['/', '\\']).any(|part| part.starts_with('.') || SYSTEM.contains(&part)) => {
                    passed_over(Passed::Hidden, shown());
                }
                _ if Path::new(&name).extension().is_some_and(|end| end == "toml") => {
                    passed_over(Passed::Rules, shown());
                }
                None => return Err(ReadError::new(source, "packing-broken", vec![("detail", name)])),
                Some(start) => members.push(Member {
                    start,
                    packed: file.compressed_size(),
                    crc: file.crc32(),
                    method: file.compression(),
                    encrypted: file.encrypted(),
                    name,
                }),
            }
        }
        members.sort_by(|a, b| a.name.cmp(&b.name));
        let budget = Budget::new(size, limits);
        Ok(Self { source: Arc::clone(source), place, members: members.into_iter(), budget })
    }

    /// The next file: its name behind the archive's, and what is in it.
    pub fn next_file(&mut self) -> Option<(Arc<str>, Result<Stream, ReadError>)> {
        let member = self.members.next()?;
        let source: Arc<str> = format!("{}/{}", self.source, member.name).into();
        let stream = self.stream(&source, &member);
        Some((source, stream))
    }

    fn stream(&self, source: &Arc<str>, member: &Member) -> Result<Stream, ReadError> {
        if member.encrypted {
            return Err(ReadError::new(source, "encrypted", Vec::new()));
        }
        let opened = self.place.open().and_then(|mut bytes| {
            bytes.seek(SeekFrom::Start(member.start))?;
            Ok(bytes.take(member.packed))
        });
        let packed = opened.map_err(|error| io_error(source, None, &error))?;
        let (crc, budget) = (member.crc, Arc::clone(&self.budget));
        match member.method {
            CompressionMethod::Stored => Ok(checked(packed, crc, budget)),
            CompressionMethod::Deflated => Ok(checked(DeflateDecoder::new(packed), crc, budget)),
            method => Err(ReadError::new(source, "packing-unknown", vec![("method", method.to_string())])),
        }
    }
}

/// Why a file of an archive is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// It, or its folder, is hidden.
    Hidden,
    /// It is a rule or settings file.
    Rules,
}

fn checked(input: impl Read + Send + 'static, crc: u32, budget: Arc<Budget>) -> Stream {
    Box::new(Checked { input: Guard { input, budget }, wanted: crc, found: Crc::new() })
}

/// A file whose checksum must come out at its end.
struct Checked<R> {
    input: R,
    wanted: u32,
    found: Crc,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        self.found.update(&into[..read]);
        if read == 0 && !into.is_empty() && self.found.sum() != self.wanted {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "checksum"));
        }
        Ok(read)
    }
}
