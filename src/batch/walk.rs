//! Which files a run reads: the paths as given, folders walked in the order of their names. What is passed over is
//! counted, so that it can be said. Used by `jobs`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use crate::transcript::ReadError;

/// Standard input, as a path.
pub const STDIN: &str = "-";

/// One thing to read, or why it cannot be.
pub(super) enum Found {
    /// A file and its size in bytes.
    File(FoundFile, u64),
    /// Standard input.
    Stdin,
    /// A path that cannot be read.
    Unreadable(ReadError),
}

/// A file to read.
pub(super) struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// It was named itself, and not found in a folder: then it is an error if it is no transcript.
    pub named: bool,
}

/// What was passed over in folders.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Hidden files and folders.
    pub hidden: usize,
    /// Files that are no text.
    pub binary: usize,
    /// Reports of our own.
    pub reports: usize,
    /// Rule and settings files, which may lie beside the calls that they are for.
    pub rules: usize,
    /// Links that lead back to a folder above.
    pub loops: usize,
    /// Archives and packed files inside an archive.
    pub packed: usize,
    /// The names of the first of them all.
    pub names: Vec<String>,
}

/// Why something is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Hidden,
    Binary,
    Reports,
    Rules,
    Loop,
    Packed,
}

/// So many names are kept: enough to mend things by, and no more however large the folder.
const MOST_NAMES: usize = 100;

impl PassedOver {
    /// One more.
    pub(super) fn add(&mut self, kind: Kind, name: String) {
        *match kind {
            Kind::Hidden => &mut self.hidden,
            Kind::Binary => &mut self.binary,
            Kind::Reports => &mut self.reports,
            Kind::Rules => &mut self.rules,
            Kind::Loop => &mut self.loops,
            Kind::Packed => &mut self.packed,
        } += 1;
        if self.names.len() < MOST_NAMES {
            self.names.push(name);
        }
    }

    /// How many in all.
    pub fn count(&self) -> usize {
        self.hidden + self.binary + self.reports + self.rules + self.loops + self.packed
    }
}

/// What a run reads.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    /// Files, folders, or [`STDIN`], in order.
    pub paths: Vec<PathBuf>,
    /// Files in folders that are not read, as `std::fs::canonicalize` names them: what the run itself writes.
    pub except: Vec<PathBuf>,
}

impl Paths {
    /// All of these.
    pub fn all(paths: Vec<PathBuf>) -> Self {
        Self { paths, except: Vec::new() }
    }
}

/// Walks the paths.
pub(super) struct Walk {
    except: Vec<PathBuf>,
    paths: std::vec::IntoIter<PathBuf>,
    folder: Option<walkdir::IntoIter>,
    /// So far.
    pub(super) passed_over: PassedOver,
}

impl Walk {
    /// In the order given.
    pub(super) fn new(input: Paths) -> Self {
        Self { except: input.except, paths: input.paths.into_iter(), folder: None, passed_over: PassedOver::default() }
    }

    fn in_folder(&mut self) -> Option<Found> {
        let folder = self.folder.as_mut()?;
        loop {
            match folder.next()? {
                Ok(entry) if is_hidden(&entry) => {
                    self.passed_over.add(Kind::Hidden, entry.path().to_string_lossy().into_owned());
                    if entry.file_type().is_dir() {
                        folder.skip_current_dir();
                    }
                }
                Ok(entry) if entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "toml") => {
                    self.passed_over.add(Kind::Rules, entry.path().to_string_lossy().into_owned());
                }
                Ok(entry) if entry.file_type().is_file() && is_one_of(entry.path(), &self.except) => {}
                Ok(entry) if entry.file_type().is_file() => {
                    let size = entry.metadata().map_or(0, |about| about.len());
                    return Some(Found::File(FoundFile { path: entry.into_path(), named: false }, size));
                }
                Ok(_) => {}
                Err(error) if error.loop_ancestor().is_some() => {
                    let path = error.path().unwrap_or(Path::new("?"));
                    self.passed_over.add(Kind::Loop, path.to_string_lossy().into_owned());
                }
                Err(error) => {
                    let path = error.path().unwrap_or(Path::new("?")).to_path_buf();
                    let detail = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    return Some(unreadable(&path, &detail));
                }
            }
        }
    }
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.in_folder() {
                return Some(found);
            }
            self.folder = None;
            let path = self.paths.next()?;
            if path == Path::new(STDIN) {
                return Some(Found::Stdin);
            }
            match std::fs::metadata(&path) {
                Ok(about) if about.is_dir() => {
                    self.folder = Some(WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter());
                }
                Ok(about) => return Some(Found::File(FoundFile { path, named: true }, about.len())),
                Err(error) => return Some(unreadable(&path, &error.to_string())),
            }
        }
    }
}

/// The folder that was asked for may begin with a dot; what is below it may not.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}

/// Whether a file is one of these, by whatever way it was reached.
fn is_one_of(file: &Path, files: &[PathBuf]) -> bool {
    let same_name = |other: &&PathBuf| other.file_name() == file.file_name();
    files.iter().any(|other| same_name(&other) && std::fs::canonicalize(file).is_ok_and(|whole| whole == *other))
}

/// An error of the file system about a path.
pub(super) fn unreadable(path: &Path, detail: &str) -> Found {
    let source: Arc<str> = path.to_string_lossy().into();
    Found::Unreadable(ReadError::new(&source, "unreadable", vec![("detail", detail.to_owned())]))
}
