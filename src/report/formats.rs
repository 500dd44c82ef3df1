//! The formats that reports can be written in: one table. A new format is a file beside this one and a row here.

use std::path::Path;

use super::writer::{Frame, Report};
use super::{baseline, github, html, json, junit, markdown, sarif, summary, tables, text, vcon};

/// One format of reports.
#[derive(Debug)]
pub struct ReportFormat {
    /// As said to `--format`.
    pub name: &'static str,
    /// How the names of its files end, without the leading dot; the first is its own.
    pub endings: &'static [&'static str],
    /// It is made to be handed on: personal data is masked unless somebody refuses.
    pub shared: bool,
    /// It tells where in their files the findings stand.
    pub points: bool,
    make: Make,
}

type Make = for<'a> fn(Frame<'a>) -> Box<dyn Report + 'a>;

impl ReportFormat {
    const fn new(name: &'static str, endings: &'static [&'static str], make: Make) -> Self {
        Self { name, endings, shared: false, points: false, make }
    }

    const fn shared(self) -> Self {
        Self { shared: true, ..self }
    }

    const fn pointing(self) -> Self {
        Self { points: true, ..self }
    }

    /// A report of this format.
    pub fn report<'a>(&self, frame: Frame<'a>) -> Box<dyn Report + 'a> {
        (self.make)(frame)
    }
}

/// Every format, the one for people first.
pub static REPORTS: [ReportFormat; 12] = [
    ReportFormat::new(TEXT, &["txt"], |frame| Box::new(text::Text::new(frame))),
    ReportFormat::new("jsonl", &["jsonl", "ndjson"], |_| Box::new(json::Lines)),
    ReportFormat::new("json", &["json"], |_| Box::new(json::Array)),
    ReportFormat::new("summary", &["summary.json"], |frame| Box::new(summary::Overview::new(frame))),
    ReportFormat::new("html", &["html", "htm"], |frame| Box::new(html::Html::new(frame))).shared(),
    ReportFormat::new("markdown", &["md", "markdown"], |frame| Box::new(markdown::Markdown::new(frame))).shared(),
    ReportFormat::new("csv", &["csv"], |_| Box::new(tables::Findings)),
    ReportFormat::new("csv-calls", &["calls.csv"], |_| Box::new(tables::Calls)),
    ReportFormat::new("junit", &["junit.xml", "xml"], |frame| Box::new(junit::Junit { frame })).shared(),
    ReportFormat::new("sarif", &["sarif", "sarif.json"], |frame| Box::new(sarif::Sarif::new(frame)))
        .shared()
        .pointing(),
    ReportFormat::new("github", &[], |frame| Box::new(github::Github { frame })).shared().pointing(),
    ReportFormat::new(VCON, &["vcon", "vcon.json"], |frame| Box::new(vcon::Vcons::new(frame))),
];

/// What `--write-baseline` writes: a format of its own, which nobody asks for by name.
pub static BASELINE: ReportFormat = ReportFormat::new("baseline", &[], |_| Box::new(baseline::Baseline));

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
        let ends =
            |ending: &&&str| name.strip_suffix(**ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        format.endings.iter().filter(ends).map(|ending| ending.len()).max()
    };
    REPORTS.iter().filter(|format| fits(format).is_some()).max_by_key(fits)
}
