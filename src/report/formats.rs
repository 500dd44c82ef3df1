//! The formats that reports can be written in: one table. A new format is a file beside this one and a row here.

use std::path::Path;

use super::writer::{Frame, Report};
use super::{baseline, github, json, junit, markdown, sarif, summary, tables, text, vcon};

/// One format of reports.
#[derive(Debug)]
pub struct ReportFormat {
    /// As said to `--format`.
    pub name: &'static str,
    /// How the names of its files end, without the leading dot; the first is its own.
    pub endings: &'static [&'static str],
    /// It is made to be handed on: personal data is masked unless somebody refuses.
    pub shared: bool,
    make: for<'a> fn(Frame<'a>) -> Box<dyn Report + 'a>,
}

impl ReportFormat {
    /// A report of this format.
    pub fn report<'a>(&self, frame: Frame<'a>) -> Box<dyn Report + 'a> {
        (self.make)(frame)
    }
}

/// Every format, the one for people first.
pub static REPORTS: [ReportFormat; 11] = [
    ReportFormat { name: TEXT, endings: &["txt"], shared: false, make: |frame| Box::new(text::Text::new(frame)) },
    ReportFormat { name: "jsonl", endings: &["jsonl", "ndjson"], shared: false, make: |_| Box::new(json::Lines) },
    ReportFormat { name: "json", endings: &["json"], shared: false, make: |_| Box::new(json::Array) },
    ReportFormat {
        name: "summary",
        endings: &["summary.json"],
        shared: false,
        make: |frame| Box::new(summary::Overview::new(frame)),
    },
    ReportFormat {
        name: "markdown",
        endings: &["md", "markdown"],
        shared: true,
        make: |frame| Box::new(markdown::Markdown::new(frame)),
    },
    ReportFormat { name: "csv", endings: &["csv"], shared: false, make: |_| Box::new(tables::Findings) },
    ReportFormat { name: "csv-calls", endings: &["calls.csv"], shared: false, make: |_| Box::new(tables::Calls) },
    ReportFormat {
        name: "junit",
        endings: &["junit.xml", "xml"],
        shared: true,
        make: |frame| Box::new(junit::Junit { frame }),
    },
    ReportFormat {
        name: "sarif",
        endings: &["sarif", "sarif.json"],
        shared: true,
        make: |frame| Box::new(sarif::Sarif::new(frame)),
    },
    ReportFormat { name: "github", endings: &[], shared: true, make: |frame| Box::new(github::Github { frame }) },
    ReportFormat { name: VCON, endings: &["vcon"], shared: false, make: |frame| Box::new(vcon::Vcons::new(frame)) },
];

/// What `--write-baseline` writes: a format of its own, which nobody asks for by name.
pub static BASELINE: ReportFormat =
    ReportFormat { name: "baseline", endings: &[], shared: false, make: |_| Box::new(baseline::Baseline) };

/// The format for a terminal.
pub const TEXT: &str = "text";
/// The format that gives vCons back.
pub const VCON: &str = "vcon";

/// The format of a name.
pub fn named(name: &str) -> Option<&'static ReportFormat> {
    REPORTS.iter().find(|format| format.name == name)
}

/// The format that a file's name asks for: the longest ending that fits.
pub fn of_file(file: &Path) -> Option<&'static ReportFormat> {
    let name = file.file_name()?.to_str()?.to_ascii_lowercase();
    let fits = |format: &&ReportFormat| {
        let ends = |ending: &&&str| name.strip_suffix(**ending).is_some_and(|rest| rest.ends_with('.'));
        format.endings.iter().filter(ends).map(|ending| ending.len()).max()
    };
    REPORTS.iter().filter(|format| fits(format).is_some()).max_by_key(fits)
}
