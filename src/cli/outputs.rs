//! Where reports go: standard output, or files that were named, each in its format. Used by `coach score`.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::args::{AudienceChoice, ScoreArgs};
use crate::batch::STDIN;
use crate::packs::{Packs, Problem};
use crate::report::{
    BASELINE, Brief, Frame, Part, REPORTS, Redaction, Report, ReportFormat, Summary, TEXT, Unread, VCON, Writer,
    report_named, report_of_file,
};
use crate::transcript::OwnReports;

/// A report to be written, and where to.
#[derive(Debug, Clone)]
pub struct Output {
    /// Its format.
    pub format: &'static ReportFormat,
    /// The file; none for standard output.
    pub file: Option<PathBuf>,
}

/// What the command line asks for: one report at least.
///
/// # Errors
/// Everything that is wrong with it.
pub fn outputs(args: &ScoreArgs) -> Result<Vec<Output>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut outputs: Vec<Output> = Vec::new();
    let text = report_named(TEXT).expect("text is a format");
    if args.output.is_empty() {
        outputs.push(Output { format: args.format.unwrap_or(text), file: None });
    }
    for named in &args.output {
        // A single file is in the format that was asked for, whatever it is called.
        let only = args.format.filter(|_| args.output.len() == 1);
        let (prefix, path) = match prefixed(named) {
            Ok(named) => named,
            Err(problem) => {
                problems.push(*problem);
                continue;
            }
        };
        let format = if path.as_os_str() == STDIN {
            prefix.or(args.format).or(Some(text))
        } else {
            prefix.or(only).or_else(|| report_of_file(&path)).or(args.format)
        };
        let Some(format) = format else {
            let allowed: Vec<&str> = REPORTS.iter().map(|format| format.name).collect();
            let values = vec![("path", path.display().to_string()), ("allowed", allowed.join(", "))];
            problems.push(Problem::general("output-unknown", values));
            continue;
        };
        outputs.push(Output { format, file: Some(path).filter(|path| path.as_os_str() != STDIN) });
    }
    // What an agent reads is a text: nobody shall take another report for one without scores.
    let other = outputs.iter().find(|output| output.format.name != TEXT);
    if args.audience == AudienceChoice::Agent
        && let Some(output) = other
    {
        problems.push(Problem::general("audience-text", vec![("format", output.format.name.to_owned())]));
    }
    outputs.extend(args.write_baseline.iter().map(|file| Output { format: &BASELINE, file: Some(file.clone()) }));
    problems.extend(clashes(&outputs, &args.paths));
    if problems.is_empty() { Ok(outputs) } else { Err(problems) }
}

/// `sarif=results.json`: a format's name, or one of its endings, before the path. A word that is neither is a mistake,
/// unless it is part of a path: `./a=b.html`.
fn prefixed(named: &Path) -> Result<(Option<&'static ReportFormat>, PathBuf), Box<Problem>> {
    let split = named.to_str().and_then(|text| text.split_once('='));
    let is_word = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    let Some((name, path)) = split.filter(|(name, _)| is_word(name)) else { return Ok((None, named.to_path_buf())) };
    let by_ending = || REPORTS.iter().find(|format| format.endings.contains(&name));
    match report_named(name).or_else(by_ending) {
        Some(format) if !path.is_empty() => Ok((Some(format), PathBuf::from(path))),
        _ => {
            let names: Vec<&str> = REPORTS.iter().map(|format| format.name).collect();
            let args = vec![("value", named.display().to_string()), ("allowed", names.join(", "))];
            Err(Problem::general("output-format", args).did_you_mean(name, names).into())
        }
    }
}

/// Two reports in one file, or a report over what is to be read.
fn clashes(outputs: &[Output], inputs: &[PathBuf]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: Vec<Option<PathBuf>> = Vec::new();
    let whole: Vec<PathBuf> = inputs.iter().filter_map(|path| std::fs::canonicalize(path).ok()).collect();
    for output in outputs {
        let path = output.file.as_deref().map(whole_path);
        let shown = output.file.as_ref().map_or_else(|| STDIN.to_owned(), |path| path.display().to_string());
        if seen.contains(&path) {
            problems.push(Problem::general("output-twice", vec![("path", shown)]));
        } else if path.as_ref().is_some_and(|path| whole.contains(path) || is_one_of(path, inputs)) {
            problems.push(Problem::general("output-input", vec![("path", shown)]));
        }
        seen.push(path);
    }
    problems
}

/// Reports over what is no report: over what this run reads besides the calls, or over a file among them.
pub fn destroying(outputs: &[Output], args: &ScoreArgs, packs: &Packs) -> Vec<Problem> {
    let known = packs.settings.baseline.value.as_deref().map(whole_path);
    let read = packs.sources.0.iter().filter(|source| !source.embedded).map(|source| PathBuf::from(&source.name));
    let read: Vec<PathBuf> = read.chain(args.compare.clone()).collect();
    let folders = args.paths.iter().filter(|path| path.is_dir());
    let folders: Vec<PathBuf> = folders.filter_map(|path| std::fs::canonicalize(path).ok()).collect();
    let own = OwnReports::new(packs);
    let is_lost = |output: &Output, path: &Path| {
        let whole = whole_path(path);
        // A baseline that is written again is meant to be.
        let is_known =
            |path: &PathBuf| output.format.name == BASELINE.name && known.as_ref() == Some(&whole_path(path));
        let among = folders.iter().any(|folder| whole.starts_with(folder));
        let read: Vec<PathBuf> = read.iter().filter(|path| !is_known(path)).cloned().collect();
        is_one_of(path, &read) || among && path.is_file() && !may_go(path, output, &own)
    };
    let files = outputs.iter().filter_map(|output| Some((output, output.file.as_deref()?)));
    let lost = files.filter(|(output, path)| is_lost(output, path));
    lost.map(|(_, path)| Problem::general("output-input", vec![("path", path.display().to_string())])).collect()
}

/// Whether a file is one of these, by whatever name. Only files are opened: a pipe would be read.
fn is_one_of(path: &Path, files: &[PathBuf]) -> bool {
    let Some(file) = Some(path).filter(|path| path.is_file()).and_then(|path| Handle::from_path(path).ok()) else {
        return false;
    };
    files.iter().any(|other| other.is_file() && Handle::from_path(other).is_ok_and(|other| other == file))
}

/// So much of a file (bytes) is looked at for our report in a vCon, which stands at its end.
const LONGEST_VCON: u64 = 8 << 20;
/// What is in a vCon that we wrote.
const OUR_VCON: &[u8] = br#""vendor":"coach""#;

/// Whether a file that lies among the calls holds nothing but a report, or nothing at all. One that cannot be read is
/// somebody's.
fn may_go(path: &Path, output: &Output, own: &OwnReports) -> bool {
    let most = if output.format.name == VCON { LONGEST_VCON } else { OwnReports::HEAD as u64 };
    let mut text = Vec::new();
    if File::open(path).and_then(|file| file.take(most).read_to_end(&mut text)).is_err() {
        return false;
    }
    // A list of no calls.
    let is_empty = matches!(text.trim_ascii(), b"" | b"[]");
    let is_vcon = || output.format.name == VCON && text.windows(OUR_VCON.len()).any(|piece| piece == OUR_VCON);
    is_empty || own.of_bytes(&text).is_some() || is_vcon()
}

/// A path whatever way it is written; the file need not be there.
pub fn whole_path(path: &Path) -> PathBuf {
    let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    std::fs::canonicalize(path).unwrap_or_else(|_| match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            std::fs::canonicalize(folder).map_or_else(|_| absolute(), |folder| folder.join(name))
        }
        _ => absolute(),
    })
}

/// A report as the threads make it.
pub struct Sheet<'a> {
    /// Its format's.
    pub report: Box<dyn Report + 'a>,
    /// Personal data is masked in it.
    pub masked: bool,
    output: &'a Output,
}

impl<'a> Sheet<'a> {
    /// For an output. `redact` is what was said of masking; `frame` is the run's, whatever it says of it.
    pub fn new(output: &'a Output, redact: Option<bool>, frame: Frame<'a>) -> Self {
        let redaction = match (redact, output.format.shared) {
            (Some(true), _) | (None, true) => Redaction::Masked,
            (Some(false), true) => Redaction::Refused,
            (Some(false) | None, false) => Redaction::Plain,
        };
        let report = output.format.report(Frame { redaction, ..frame });
        Self { report, masked: redaction == Redaction::Masked, output }
    }
}

/// A report being written.
pub struct Open<'a> {
    writer: Box<dyn Writer + 'a>,
    masked: bool,
    file: Option<&'a Path>,
    sink: Box<dyn Write>,
    /// The file again, until what it held is taken away.
    opened: Option<File>,
    /// What is being put together, kept for its room.
    block: Vec<u8>,
    /// It cannot be written any more.
    broken: bool,
}

impl<'a> Open<'a> {
    /// Opens where a report goes.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn new(sheet: &'a Sheet<'a>) -> Result<Self, Box<Problem>> {
        let file = sheet.output.file.as_deref();
        let mut opened = None;
        let sink: Box<dyn Write> = match file {
            None => Box::new(io::stdout().lock()),
            // What is there is taken away when every report can be written, and not before.
            Some(path) => match File::options().write(true).create(true).truncate(false).open(path) {
                Ok(file) => {
                    opened = Some(file.try_clone());
                    Box::new(file)
                }
                Err(error) => {
                    let args = vec![("path", path.display().to_string()), ("detail", error.to_string())];
                    return Err(Problem::general("output-unwritable", args).into());
                }
            },
        };
        let (writer, masked) = (sheet.report.writer(), sheet.masked);
        let opened = opened.and_then(Result::ok);
        Ok(Self { writer, masked, file, sink, opened, block: Vec::new(), broken: false })
    }

    /// Before the first call.
    ///
    /// # Errors
    /// As of every writing: see [`Self::flush`].
    pub fn begin(&mut self) -> Result<(), WriteError> {
        if let Some(file) = self.opened.take().filter(|file| file.metadata().is_ok_and(|about| about.is_file())) {
            let emptied = file.set_len(0);
            self.told(emptied)?;
        }
        self.writer.begin(&mut self.block);
        self.flush()
    }

    /// A call.
    pub fn call(&mut self, part: &mut Part, briefs: &Briefs) {
        if let Some(brief) = briefs.get(self.masked) {
            self.writer.call(part, brief, &mut self.block);
        }
    }

    /// Something that could not be read.
    pub fn unread(&mut self, plain: &Unread, masked: Option<&Unread>) {
        let unread = masked.filter(|_| self.masked).unwrap_or(plain);
        self.writer.unread(unread, &mut self.block);
    }

    /// Whole calls are handed over at once, so that a run that is killed leaves whole calls.
    ///
    /// # Errors
    /// Where it goes takes no more: told once.
    pub fn flush(&mut self) -> Result<(), WriteError> {
        self.writer.pause(&mut self.block);
        self.write()
    }

    /// After the last call.
    ///
    /// # Errors
    /// As of every writing: see [`Self::flush`].
    pub fn end(&mut self, summaries: &[Summary; 2]) -> Result<(), WriteError> {
        self.writer.end(&summaries[usize::from(self.masked)], &mut self.block);
        self.write()?;
        let flushed = self.sink.flush();
        self.told(flushed)
    }

    /// Whether it can still be written.
    pub fn is_open(&self) -> bool {
        !self.broken
    }

    fn write(&mut self) -> Result<(), WriteError> {
        if self.broken || self.block.is_empty() {
            self.block.clear();
            return Ok(());
        }
        let mut written = self.sink.write_all(&self.block);
        // Who reads standard output waits for it.
        if self.file.is_none() && written.is_ok() {
            written = self.sink.flush();
        }
        self.block.clear();
        self.told(written)
    }

    fn told(&mut self, written: io::Result<()>) -> Result<(), WriteError> {
        let Err(error) = written else { return Ok(()) };
        self.broken = true;
        let closed = self.file.is_none() && error.kind() == io::ErrorKind::BrokenPipe;
        let path = self.file.map_or_else(|| PathBuf::from(STDIN), Path::to_path_buf);
        Err(WriteError { path: (!closed).then_some(path), detail: error.to_string() })
    }
}

/// A report that could not be written to its end.
#[derive(Debug)]
pub struct WriteError {
    /// The file, or [`STDIN`] for standard output; none where whoever read that has gone, which is nobody's mistake.
    pub path: Option<PathBuf>,
    /// What the system says.
    pub detail: String,
}

/// What a run keeps of a call: as it was said, and masked; one of them at least.
pub struct Briefs {
    /// As it was said.
    pub plain: Option<Brief>,
    /// Masked.
    pub masked: Option<Brief>,
}

impl Briefs {
    fn get(&self, masked: bool) -> Option<&Brief> {
        if masked { self.masked.as_ref() } else { self.plain.as_ref() }
    }
}
