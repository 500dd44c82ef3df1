//! `coach score`: reads, scores and writes as it goes; bad files are named on standard error and the rest is scored.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use indicatif::{ProgressBar, ProgressStyle};

use super::Status;
use super::args::{Detail, Format, ScoreArgs};
use super::setup::{self, read_error, words_language};
use crate::batch::{self, PassedOver, Piece, STDIN};
use crate::coach::Coach;
use crate::packs::{Args, Problem};
use crate::report::safe::shown;
use crate::report::text::{Look, Overview, Page, Tally, full, line};
use crate::report::{Card, json, vcon};
use crate::rules::SEVERITIES;
use crate::transcript::Reading;

/// Up to so many calls get full reports; beyond, a line each tells more.
const FEW: usize = 12;

/// Runs the command.
pub fn run(args: &ScoreArgs) -> Status {
    let first = args.paths.first().filter(|p| p.as_path() != Path::new(STDIN));
    let near = first.map_or_else(|| PathBuf::from("."), Clone::clone);
    let reading = Reading {
        agents: args.agents.clone(),
        from: args.read.from,
        keep_vcons: args.format == Format::Vcon,
        ..Reading::default()
    };
    let coach = setup::coach(&args.common, &near, reading, |packs| {
        packs.settings.pass_mark.flag("--pass-mark", args.pass_mark);
        packs.settings.fail_under.flag("--fail-under", args.fail_under.map(Some));
        packs.settings.fail_on.flag("--fail-on", args.fail_on.clone().map(Some));
        if args.format == Format::Vcon
            && let Err(text) = now()
        {
            packs.problems.push(Problem::general("source-date-epoch", vec![("value", text)]));
        }
    });
    match coach {
        Ok(coach) => {
            let status = Run::new(&coach, args).go();
            // The program ends here, and the system takes everything back at once.
            std::mem::forget(coach);
            status
        }
        Err(status) => status,
    }
}

/// The time of the run, for formats that state it: as `SOURCE_DATE_EPOCH` says, or none, since the clock would make
/// every run's bytes others.
fn now() -> Result<Option<f64>, String> {
    let Some(set) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty()) else { return Ok(None) };
    let text = set.to_string_lossy();
    match text.trim().parse::<u32>() {
        Ok(seconds) => Ok(Some(f64::from(seconds))),
        Err(_) => Err(text.into_owned()),
    }
}

/// What a thread makes of a card.
struct Made {
    /// JSON, or the text of a full report; empty where only the line is wanted.
    full: Vec<u8>,
    line: Vec<u8>,
    tally: Tally,
    /// The vCon that the report is to be written into.
    vcon: Option<Arc<str>>,
    /// With `--strict`: what was guessed or could not be judged, a line each.
    doubts: Vec<String>,
}

struct Run<'a> {
    coach: &'a Coach,
    args: &'a ScoreArgs,
    look: Look,
    /// The time of the run, where it is said.
    now: Option<f64>,
    /// More than a few calls have come: only lines are wanted.
    many: AtomicBool,
    /// Buffers that were written out, to be used again.
    spare: Mutex<Vec<Vec<u8>>>,
}

/// What the run came to, and the writing of it.
struct Output<'a> {
    run: &'a Run<'a>,
    out: io::StdoutLock<'static>,
    /// What is being put together, kept for its room.
    block: Vec<u8>,
    /// Calls held back until it is known whether they are few.
    held: Vec<Made>,
    overview: Overview,
    failed: bool,
    array_open: bool,
    language: Option<String>,
    /// A vCon, and the reports on its calls so far.
    vcon: Option<(Arc<str>, Vec<Vec<u8>>)>,
}

impl<'a> Run<'a> {
    fn new(coach: &'a Coach, args: &'a ScoreArgs) -> Self {
        let look = setup::look(args.common.color);
        let many = AtomicBool::new(args.detail == Detail::Line);
        let now = now().unwrap_or_default();
        Self { coach, args, look, now, many, spare: Mutex::default() }
    }

    fn go(&self) -> Status {
        let args = self.args;
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = args.threads.map_or_else(cores, usize::from);
        let bar = self.progress_bar();
        let mut output = Output {
            run: self,
            out: io::stdout().lock(),
            block: Vec::new(),
            held: Vec::new(),
            overview: Overview::default(),
            failed: false,
            array_open: false,
            language: None,
            vcon: None,
        };
        let mut open = true;
        let make = |card: &Card<'_>| self.make(card);
        let passed_over = batch::run(self.coach, args.paths.clone(), threads, make, |piece| {
            bar.inc(piece.bytes);
            open = bar.suspend(|| output.take(piece)).is_ok();
            open
        });
        bar.finish_and_clear();
        if open && output.finish().is_err() {
            open = false;
        }
        if args.strict {
            output.failed |= passed_over.count() > 0;
            let (messages, language) = (&self.coach.packs.messages, words_language(self.coach));
            for name in &passed_over.names {
                let args: Args = vec![("what", name.clone())];
                let _ =
                    writeln!(io::stderr(), "coach: {}", shown(&messages.say(language, "report.passed-over", &args)));
            }
        }
        if !args.quiet && open {
            self.remarks(&passed_over);
        }
        output.status()
    }

    /// On the threads: everything that takes time.
    fn make(&self, card: &Card<'_>) -> Made {
        let mut tally = Tally::of(card, rank);
        let (mut full_bytes, mut line_bytes) = (Vec::new(), Vec::new());
        match self.args.format {
            Format::Json | Format::Jsonl => {
                full_bytes = self.spare.lock().ok().and_then(|mut spare| spare.pop()).unwrap_or_default();
                json::write_line(card, &mut full_bytes);
            }
            Format::Vcon => match card.original {
                Some(original) => vcon::write_report(card, &original.dialogs, &mut full_bytes),
                None => vcon::write_new(card, self.now, &mut full_bytes),
            },
            Format::Text => {
                tally = tally.with_faults(card);
                let language = self.coach.ui_language(card.language);
                let page = Page { look: self.look, messages: &self.coach.packs.messages, language };
                if !self.many.load(Ordering::Relaxed) {
                    full_bytes = full(card, &page).into_bytes();
                }
                if self.args.detail != Detail::Full {
                    line_bytes = line(card, &tally, &page).into_bytes();
                }
            }
        }
        let vcon = card.original.map(|original| Arc::clone(&original.text));
        let doubts = if self.args.strict { &card.doubts[..] } else { &[] };
        let doubts = doubts.iter().map(|doubt| format!("{}: {}: {doubt}", card.source, card.id)).collect();
        Made { full: full_bytes, line: line_bytes, tally, vcon, doubts }
    }

    fn progress_bar(&self) -> ProgressBar {
        if self.args.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = match batch::total_bytes(&self.args.paths) {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let reading = self.coach.packs.messages.plain(words_language(self.coach), "report.reading");
        let style = ProgressStyle::with_template(&format!("{reading} {{bar:30}} {{bytes}}/{{total_bytes}} {{eta}}"));
        bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    /// What was passed over, on standard error.
    fn remarks(&self, passed_over: &PassedOver) {
        let PassedOver { hidden, binary, rules, loops, packed, .. } = passed_over;
        let (messages, language) = (&self.coach.packs.messages, words_language(self.coach));
        let kinds = [
            ("report.hidden", hidden),
            ("report.binary", binary),
            ("report.rules", rules),
            ("report.loops", loops),
            ("report.packed", packed),
        ];
        let counted: Vec<String> = kinds
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(key, count)| messages.say(language, key, &vec![("count", count.to_string())]))
            .collect();
        if !counted.is_empty() {
            let args: Args = vec![("what", counted.join(", "))];
            let _ = writeln!(io::stderr(), "coach: {}", messages.say(language, "report.passed-over", &args));
        }
    }
}

/// Place of a severity in the rising order; zero for none.
fn rank(severity: &str) -> usize {
    SEVERITIES.iter().position(|(name, _, _)| *name == severity).map_or(0, |place| place + 1)
}

impl Output<'_> {
    /// In input order, on the main thread. Whole lines are handed over at once, so that a run that is killed leaves
    /// whole lines.
    fn take(&mut self, piece: Piece<Made>) -> io::Result<()> {
        let mut block = std::mem::take(&mut self.block);
        block.clear();
        for result in piece.results {
            match result {
                Ok(made) => self.call(made, &mut block),
                Err(error) => {
                    self.overview.unread += 1;
                    let _ = writeln!(io::stderr(), "coach: {}", read_error(self.run.coach, &error));
                }
            }
        }
        self.close_vcon(&mut block);
        let written = self.write(&block);
        self.block = block;
        written
    }

    /// A vCon goes out once, with the reports on all its calls.
    fn vcon(&mut self, made: Made, block: &mut Vec<u8>) {
        let same = |text: &Arc<str>| self.vcon.as_ref().is_some_and(|(last, _)| Arc::ptr_eq(last, text));
        if !made.vcon.as_ref().is_some_and(same) {
            self.close_vcon(block);
        }
        match (made.vcon, &mut self.vcon) {
            (Some(_), Some((_, reports))) => reports.push(made.full),
            (Some(text), none) => *none = Some((text, vec![made.full])),
            (None, _) => {
                block.extend(made.full);
                block.push(b'\n');
            }
        }
    }

    fn close_vcon(&mut self, block: &mut Vec<u8>) {
        if let Some((text, reports)) = self.vcon.take() {
            vcon::write_back(&text, &reports, self.run.now, block);
            block.push(b'\n');
        }
    }

    fn write(&mut self, block: &[u8]) -> io::Result<()> {
        if block.is_empty() {
            return Ok(());
        }
        self.out.write_all(block)?;
        self.out.flush()
    }

    fn call(&mut self, made: Made, block: &mut Vec<u8>) {
        self.judge(&made.tally);
        self.failed |= !made.doubts.is_empty();
        for doubt in &made.doubts {
            let _ = writeln!(io::stderr(), "coach: {}", shown(doubt));
        }
        self.language.get_or_insert_with(|| made.tally.language.clone());
        match self.run.args.format {
            Format::Jsonl => {
                block.extend_from_slice(&made.full);
                block.push(b'\n');
                self.give_back(made.full);
            }
            Format::Json => {
                block.extend(if self.array_open { b",\n" } else { b"[\n" });
                self.array_open = true;
                block.extend_from_slice(&made.full);
                self.give_back(made.full);
            }
            Format::Vcon => self.vcon(made, block),
            Format::Text => match self.run.args.detail {
                Detail::Full => block.extend(made.full),
                Detail::Line => block.extend(made.line),
                Detail::Auto => {
                    if self.run.many.load(Ordering::Relaxed) {
                        block.extend(made.line);
                        return;
                    }
                    self.held.push(made);
                    if self.held.len() > FEW {
                        self.run.many.store(true, Ordering::Relaxed);
                        self.held.drain(..).for_each(|made| block.extend(made.line));
                    }
                }
            },
        }
    }

    fn give_back(&self, mut buffer: Vec<u8>) {
        buffer.clear();
        if let Ok(mut spare) = self.run.spare.lock() {
            spare.push(buffer);
        }
    }

    fn judge(&mut self, tally: &Tally) {
        let settings = &self.run.coach.packs.settings;
        // What has no score is below none.
        let low = settings.fail_under.value.zip(tally.score).is_some_and(|(least, score)| score < least);
        let level = settings.fail_on.value.as_deref().map(rank);
        let grave = level.is_some_and(|level| tally.worst.is_some_and(|worst| rank(worst) >= level));
        self.failed |= low || grave;
        self.overview.add(tally);
    }

    /// What can only be written at the end.
    fn finish(&mut self) -> io::Result<()> {
        let mut block = Vec::new();
        match self.run.args.format {
            Format::Jsonl | Format::Vcon => {}
            Format::Json => block.extend(if self.array_open { "\n]\n" } else { "[]\n" }.bytes()),
            Format::Text => {
                self.held.drain(..).for_each(|made| block.extend(made.full));
                if self.overview.calls > 1 {
                    let coach = self.run.coach;
                    let language = self.language.as_deref().unwrap_or("en");
                    let page = Page {
                        look: self.run.look,
                        messages: &coach.packs.messages,
                        language: coach.ui_language(language),
                    };
                    let title = |rule: &str| {
                        let id = coach.book.find(rule);
                        id.map_or_else(|| rule.to_owned(), |id| coach.book.get(id).text(page.language).title.clone())
                    };
                    if self.run.many.load(Ordering::Relaxed) {
                        block.push(b'\n');
                    }
                    block.extend(self.overview.render(&page, title).bytes());
                }
            }
        }
        self.write(&block)
    }

    fn status(&self) -> Status {
        let coach = self.run.coach;
        let (messages, language) = (&coach.packs.messages, words_language(coach));
        if self.overview.unread > 0 && self.overview.calls > 0 && !self.run.args.quiet {
            let key = if self.overview.unread == 1 { "report.unread-one" } else { "report.unread-many" };
            let args = vec![("count", self.overview.unread.to_string())];
            let _ = writeln!(io::stderr(), "coach: {}", messages.say(language, key, &args));
        }
        if self.overview.not_judged > 0 && !self.run.args.quiet {
            let key = if self.overview.not_judged == 1 { "report.not-judged-one" } else { "report.not-judged-many" };
            let args = vec![("count", self.overview.not_judged.to_string())];
            let _ = writeln!(io::stderr(), "coach: {}", messages.say(language, key, &args));
        }
        if self.overview.calls == 0 {
            let _ = writeln!(io::stderr(), "coach: {}", messages.plain(language, "report.nothing-read"));
            return Status::NothingRead;
        }
        if self.failed || self.overview.unread > 0 { Status::Failed } else { Status::Done }
    }
}
