//! `coach score`: reads, scores and writes as it goes; bad files are named on standard error and the rest is scored.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use indicatif::{ProgressBar, ProgressStyle};

use super::Status;
use super::args::{AudienceChoice, DetailChoice, ScoreArgs};
use super::outputs::{Briefs, Open, Output, Sheet, WriteError, destroying, outputs, whole_path};
use super::setup::{self, read_error, words_language};
use crate::batch::{self, PassedOver, Piece, STDIN};
use crate::coach::Coach;
use crate::packs::{Args, Problem, render};
use crate::records::{Met, Records};
use crate::report::plain_number;
use crate::report::safe::shown;
use crate::report::{
    Audience, Brief, Card, Cards, Detail, Details, Earlier, Folders, Frame, Part, Redaction, Summary, Unread, VCON,
    Views,
};
use crate::rules::SEVERITIES;
use crate::transcript::Reading;

/// So many calls that fail are named.
const MOST_NAMED: usize = 8;
/// So many stale entries are named one by one.
const MOST_STALE: usize = 20;

/// Runs the command.
pub fn run(args: &ScoreArgs) -> Status {
    let first = args.paths.first().filter(|p| p.as_path() != Path::new(STDIN));
    let near = first.map_or_else(|| PathBuf::from("."), Clone::clone);
    let asked = outputs(args);
    let pointing = asked.as_ref().is_ok_and(|asked| asked.iter().any(|output| output.format.points));
    let vcons = asked.as_ref().is_ok_and(|asked| asked.iter().any(|output| output.format.name == VCON));
    let reading = Reading {
        agents: args.agents.clone(),
        from: args.read.from,
        keep_vcons: vcons,
        keep_places: pointing,
        ..Reading::default()
    };
    let mut records = Records::default();
    let mut files = Vec::new();
    let folders = Folders::below(args.paths.iter().map(PathBuf::as_path).filter(|path| *path != Path::new(STDIN)));
    let mut earlier = None;
    let coach = setup::coach(&args.common, &near, reading, |packs| {
        packs.settings.pass_mark.flag("--pass-mark", args.pass_mark);
        packs.settings.fail_under.flag("--fail-under", args.fail_under.map(Some));
        packs.settings.fail_on.flag("--fail-on", args.fail_on.clone().map(Some));
        packs.settings.redact.flag("--redact", args.redact.then_some(Some(true)));
        packs.settings.redact.flag("--no-redact", args.no_redact.then_some(Some(false)));
        packs.settings.baseline.flag("--baseline", args.baseline.clone().map(Some));
        for file in args.disputes.iter().chain(&packs.settings.disputes.value.clone()) {
            records.add_disputes(file, packs);
        }
        if let Some(file) = packs.settings.baseline.value.clone() {
            records.add_baseline(&file, packs);
        }
        match args.compare.as_ref().map(|file| Earlier::read(file, &folders)) {
            Some(Ok(read)) => earlier = Some(Arc::new(read)),
            Some(Err(problem)) => packs.problems.push(*problem),
            None => {}
        }
        match asked {
            Ok(asked) => {
                packs.problems.extend(destroying(&asked, args, packs));
                files = asked;
            }
            Err(problems) => packs.problems.extend(problems),
        }
        if vcons && let Err(text) = now() {
            packs.problems.push(Problem::general("source-date-epoch", vec![("value", text)]));
        }
    });
    match coach {
        Ok(mut coach) => {
            coach.records = records;
            let status = Run { folders, earlier, ..Run::new(&coach, args, &files) }.go();
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

/// What a thread makes of a call.
struct Made {
    /// One a report.
    parts: Vec<Part>,
    briefs: Briefs,
    /// What it has of what the records name.
    met: Met,
    /// The call's id, if it fails what was asked for.
    failing: Option<String>,
    /// With `--strict`: what was guessed or could not be judged, a line each.
    doubts: Vec<String>,
}

struct Run<'a> {
    coach: &'a Coach,
    args: &'a ScoreArgs,
    sheets: Vec<Sheet<'a>>,
    files: &'a [Output],
    views: Views,
    /// Some report wants to know what all calls came to: plain, masked.
    details: [bool; 2],
    /// What the folders of the calls tell.
    folders: Folders,
    /// The run to compare this one with.
    earlier: Option<Arc<Earlier>>,
    /// Buffers that were written out, to be used again.
    spare: Mutex<Vec<Vec<u8>>>,
}

/// What the run came to, and the writing of it.
struct Outcome<'a> {
    run: &'a Run<'a>,
    open: Vec<Open<'a>>,
    /// Of the plain cards, and of the masked ones.
    summaries: [Summary; 2],
    met: Met,
    failed: bool,
    /// How many calls fail what was asked for, and the ids of the first.
    failing: usize,
    named: Vec<String>,
}

impl<'a> Run<'a> {
    fn new(coach: &'a Coach, args: &'a ScoreArgs, files: &'a [Output]) -> Self {
        let fixed = coach.packs.settings.ui_lang.value.as_str();
        let frame = Frame {
            messages: &coach.packs.messages,
            language: words_language(coach),
            fixed_language: Some(fixed).filter(|code| *code != "auto"),
            book: &coach.book,
            rules_hash: coach.rules_hash(),
            pass_mark: coach.marks().pass,
            redaction: Redaction::Plain,
            baseline: coach.records.has_baseline(),
            look: setup::look(args.common.color),
            detail: match args.detail {
                DetailChoice::Auto => Detail::Auto,
                DetailChoice::Full => Detail::Full,
                DetailChoice::Line => Detail::Line,
            },
            audience: match args.audience {
                AudienceChoice::Reviewer => Audience::Reviewer,
                AudienceChoice::Agent => Audience::Agent,
            },
            now: now().unwrap_or_default(),
        };
        let redact = coach.packs.settings.redact.value;
        let sheets: Vec<Sheet<'a>> = files.iter().map(|output| Sheet::new(output, redact, frame)).collect();
        let masked = |masked: bool| sheets.iter().any(|sheet| sheet.masked == masked);
        let details = [false, true]
            .map(|masked| sheets.iter().any(|sheet| sheet.masked == masked && sheet.report.needs_summary()));
        let views = Views { plain: masked(false), masked: masked(true) };
        let (folders, earlier, spare) = (Folders::default(), None, Mutex::default());
        Self { coach, args, sheets, files, views, details, folders, earlier, spare }
    }

    fn go(&self) -> Status {
        let args = self.args;
        let mut outcome = match Outcome::open(self) {
            Ok(outcome) => outcome,
            Err(problem) => {
                let packs = &self.coach.packs;
                let language = words_language(self.coach);
                let color = setup::color(args.common.color).err;
                let _ =
                    write!(io::stderr(), "{}", render(&[*problem], &packs.sources, &packs.messages, language, color));
                return Status::Usage;
            }
        };
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = args.threads.map_or_else(cores, usize::from);
        let bar = self.progress_bar();
        let make = |cards: &Cards<'_>| self.make(cards);
        let input = batch::Paths { paths: args.paths.clone(), except: self.no_transcripts() };
        if self.earlier.is_some() && !self.details.contains(&true) && !args.quiet {
            self.remark("report.compare-unshown", &Args::new());
        }
        let mut open = outcome.begin();
        let passed_over = batch::run(self.coach, input, threads, self.views, make, |piece| {
            bar.inc(piece.bytes);
            open = open && bar.suspend(|| outcome.take(piece));
            open
        });
        bar.finish_and_clear();
        open = open && outcome.finish();
        if !open {
            // Nobody takes the rest: what is left unread and unsaid is no news.
            return if outcome.failed { Status::Failed } else { Status::Done };
        }
        if args.strict {
            outcome.failed |= passed_over.count() > 0;
            for name in &passed_over.names {
                self.remark("report.passed-over", &vec![("what", name.clone())]);
            }
        }
        if !args.quiet {
            self.remarks(&passed_over);
            self.stale(&outcome.met);
        }
        outcome.status()
    }

    /// Files that may lie in the folders that are read, and are no transcripts: what the run writes, and its records.
    fn no_transcripts(&self) -> Vec<PathBuf> {
        let settings = &self.coach.packs.settings;
        let records = self.args.disputes.iter().chain(&settings.disputes.value).chain(&settings.baseline.value);
        let written = self.files.iter().filter_map(|output| output.file.as_ref());
        written.chain(records).chain(&self.args.compare).map(|file| whole_path(file)).collect()
    }

    /// On the threads: everything that takes time.
    fn make(&self, cards: &Cards<'_>) -> Made {
        let part = |sheet: &Sheet<'_>| {
            let bytes = self.spare.lock().ok().and_then(|mut spare| spare.pop()).unwrap_or_default();
            let mut part = Part { bytes, ..Part::default() };
            sheet.report.part(cards.get(sheet.masked), &mut part);
            part
        };
        let brief = |card: &Card<'_>| {
            let details =
                self.details[usize::from(card.masked)].then(|| Box::new(Details::of(card, cards.id, &self.folders)));
            let (score, passed) = (card.score.map(|score| score.0), card.passed == Some(true));
            Brief {
                score,
                passed,
                fails: self.fails(card),
                asked: self.asked().is_some(),
                disputed: card.disputed,
                language: card.language.to_owned(),
                details,
            }
        };
        let card = cards.plain.as_ref().or(cards.masked.as_ref()).expect("a call has a card");
        let said = card.turns.iter().flat_map(|turn| &turn.findings).map(|finding| finding.fingerprint);
        let prints = said.chain(card.expected.iter().map(|expected| expected.fingerprint));
        let records = &self.coach.records;
        let met = if records.is_empty() { Met::default() } else { records.met([cards.id, card.id], prints) };
        let doubts = if self.args.strict { &card.doubts[..] } else { &[] };
        Made {
            parts: self.sheets.iter().map(part).collect(),
            briefs: Briefs { plain: cards.plain.as_ref().map(brief), masked: cards.masked.as_ref().map(brief) },
            met,
            failing: self.fails(card).then(|| card.id.to_owned()),
            doubts: doubts.iter().map(|doubt| format!("{}: {}: {doubt}", card.source, card.id)).collect(),
        }
    }

    /// What was asked for, as the command line would say it; none where a run fails for no score and no fault.
    fn asked(&self) -> Option<String> {
        let settings = &self.coach.packs.settings;
        let under = settings.fail_under.value.map(|least| format!("--fail-under {}", plain_number(least)));
        let on = settings.fail_on.value.as_ref().map(|level| format!("--fail-on {level}"));
        let asked: Vec<String> = under.into_iter().chain(on).collect();
        (!asked.is_empty()).then(|| asked.join(", "))
    }

    /// Whether a call fails what was asked for. What a baseline knows and what is disputed fails nothing; what has no
    /// score is below none.
    fn fails(&self, card: &Card<'_>) -> bool {
        let settings = &self.coach.packs.settings;
        let low = settings.fail_under.value.zip(card.gate).is_some_and(|(least, score)| score < least);
        let level = settings.fail_on.value.as_deref().map(rank);
        let grave = level.is_some_and(|level| {
            let said = card.turns.iter().flat_map(|turn| &turn.findings);
            said.filter(|f| f.kind == "avoid" && !f.known && f.disputed.is_none()).any(|f| rank(f.severity) >= level)
        });
        // Who writes a baseline takes things as they are.
        (low || grave) && self.args.write_baseline.is_none()
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

    /// A sentence on standard error.
    fn remark(&self, key: &str, args: &Args) {
        let messages = &self.coach.packs.messages;
        self.tell(&messages.say(words_language(self.coach), key, args));
    }

    /// A line on standard error; where personal data is masked, there too.
    fn tell(&self, line: &str) {
        let masked = self.coach.packs.settings.redact.value == Some(true);
        let line = if masked { self.coach.redactor().text(line) } else { line.into() };
        let _ = writeln!(io::stderr(), "coach: {}", shown(&line));
    }

    /// What was passed over, on standard error.
    fn remarks(&self, passed_over: &PassedOver) {
        let PassedOver { hidden, binary, reports, rules, loops, packed, .. } = passed_over;
        let (messages, language) = (&self.coach.packs.messages, words_language(self.coach));
        let kinds = [
            ("report.hidden", hidden),
            ("report.binary", binary),
            ("report.reports", reports),
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
            self.remark("report.passed-over", &vec![("what", counted.join(", "))]);
        }
    }

    /// Entries of the records that are about nothing any more.
    fn stale(&self, met: &Met) {
        let (stale, elsewhere) = self.coach.records.stale(met);
        for entry in stale.iter().take(MOST_STALE) {
            let key = if entry.disputed { "report.stale-dispute" } else { "report.stale-baseline" };
            let text = |text: &String| if text.is_empty() { "?".to_owned() } else { text.clone() };
            let args = vec![
                ("call", text(&entry.call)),
                ("rule", text(&entry.rule)),
                ("fingerprint", entry.fingerprint.clone()),
            ];
            self.remark(key, &args);
        }
        let count = |count: usize| vec![("count", count.to_string())];
        if stale.len() > MOST_STALE {
            self.remark("report.stale-more", &count(stale.len() - MOST_STALE));
        }
        if elsewhere > 0 {
            self.remark("report.elsewhere", &count(elsewhere));
        }
        let ambiguous = met.ambiguous();
        for print in ambiguous.iter().take(MOST_STALE) {
            self.remark("report.ambiguous", &vec![("fingerprint", (*print).to_owned())]);
        }
    }
}

/// Place of a severity in the rising order; zero for none.
fn rank(severity: &str) -> usize {
    SEVERITIES.iter().position(|(name, _, _)| *name == severity).map_or(0, |place| place + 1)
}

impl<'a> Outcome<'a> {
    fn open(run: &'a Run<'a>) -> Result<Self, Box<Problem>> {
        let open = run.sheets.iter().map(Open::new).collect::<Result<_, _>>()?;
        let summaries = [(); 2].map(|()| Summary::against(run.earlier.clone()));
        Ok(Self { run, open, summaries, met: Met::default(), failed: false, failing: 0, named: Vec::new() })
    }

    /// Does something with every report; says whether any can still be written.
    fn each(&mut self, mut what: impl FnMut(&mut Open<'a>) -> Result<(), WriteError>) -> bool {
        for open in &mut self.open {
            // That nobody reads standard output any more is no mistake.
            if let Err(WriteError { path: Some(path), detail }) = what(open) {
                self.failed = true;
                let args = vec![("path", path.display().to_string()), ("detail", detail)];
                self.run.remark("report.write-failed", &args);
            }
        }
        self.open.iter().any(Open::is_open)
    }

    fn begin(&mut self) -> bool {
        self.each(Open::begin)
    }

    /// In input order, on the main thread.
    fn take(&mut self, piece: Piece<Made>) -> bool {
        for result in piece.results {
            match result {
                Ok(made) => self.call(made),
                Err(error) => {
                    self.summaries.iter_mut().for_each(|summary| summary.unread += 1);
                    self.run.tell(&read_error(self.run.coach, &error));
                    let plain = Unread {
                        source: error.source.to_string(),
                        place: error.place,
                        code: error.code,
                        reason: setup::read_reason(self.run.coach, &error),
                    };
                    let masked = self.run.views.masked.then(|| {
                        let redactor = self.run.coach.redactor();
                        let text = |text: &str| redactor.text(text).into_owned();
                        Unread { source: text(&plain.source), reason: text(&plain.reason), ..plain.clone() }
                    });
                    self.open.iter_mut().for_each(|open| open.unread(&plain, masked.as_ref()));
                }
            }
        }
        self.each(Open::flush)
    }

    fn call(&mut self, made: Made) {
        let Made { parts, briefs, met, failing, doubts } = made;
        self.failed |= failing.is_some() || !doubts.is_empty();
        self.failing += usize::from(failing.is_some());
        self.named.extend(failing.filter(|_| self.named.len() < MOST_NAMED));
        for doubt in &doubts {
            self.run.tell(doubt);
        }
        self.met.append(met);
        for (summary, brief) in self.summaries.iter_mut().zip([&briefs.plain, &briefs.masked]) {
            if let Some(brief) = brief {
                summary.add(brief);
            }
        }
        for (open, mut part) in self.open.iter_mut().zip(parts) {
            open.call(&mut part, &briefs);
            part.bytes.clear();
            if let Ok(mut spare) = self.run.spare.lock() {
                spare.push(part.bytes);
            }
        }
    }

    /// What can only be written at the end.
    fn finish(&mut self) -> bool {
        let summaries = std::mem::take(&mut self.summaries);
        let open = self.each(|open| open.end(&summaries));
        self.summaries = summaries;
        open
    }

    fn status(&self) -> Status {
        let [plain, masked] = &self.summaries;
        let summary = if self.run.views.plain { plain } else { masked };
        let loud = !self.run.args.quiet;
        let say = |count: usize, [one, many]: [&str; 2]| {
            if count > 0 && loud {
                self.run.remark(if count == 1 { one } else { many }, &vec![("count", count.to_string())]);
            }
        };
        say(if summary.calls > 0 { summary.unread } else { 0 }, ["report.unread-one", "report.unread-many"]);
        if let Some(asked) = self.run.asked().filter(|_| loud && self.failing > 0) {
            let more = if self.failing > self.named.len() { ", …" } else { "" };
            let calls = self.named.join(", ") + more;
            let args = vec![("count", self.failing.to_string()), ("asked", asked), ("calls", calls)];
            self.run.remark(if self.failing == 1 { "report.fails-one" } else { "report.fails-many" }, &args);
        }
        say(summary.not_judged, ["report.not-judged-one", "report.not-judged-many"]);
        if summary.calls == 0 {
            self.run.remark("report.nothing-read", &Args::new());
            return Status::NothingRead;
        }
        if self.failed || summary.unread > 0 { Status::Failed } else { Status::Done }
    }
}
