//! `coach.toml`: what a team sets once for all its runs, each value with where it came from. Command-line flags
//! are laid over it by the command line; the values in force are printed by `coach config`.

use std::fmt;
use std::path::PathBuf;

use super::problem::{Located, Location, Problem};
use super::raw::one_of;
use super::table::{Problems, Table, Text};

/// The name looked for upward from the input.
pub const FILE_NAME: &str = "coach.toml";

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// A file said it.
    File(Location),
    /// The command line said it: the flag's name.
    Flag(&'static str),
}

/// A value in force and its origin.
#[derive(Debug, Clone)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Who said it.
    pub origin: Origin,
}

impl<T> Setting<T> {
    /// A default.
    pub const fn default_value(value: T) -> Self {
        Self { value, origin: Origin::Default }
    }

    /// What the command line says goes before what the file says.
    pub fn flag(&mut self, name: &'static str, value: Option<T>) {
        if let Some(value) = value {
            *self = Self { value, origin: Origin::Flag(name) };
        }
    }

    fn file(&mut self, value: Option<(T, Location)>) {
        if let Some((value, at)) = value {
            *self = Self { value, origin: Origin::File(at) };
        }
    }
}

/// The settings in force.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Points (0 to 100) from which a call passes.
    pub pass_mark: Setting<f64>,
    /// Points of the hundred that the protocol (what is expected) shares, before each share is rounded.
    pub protocol_points: Setting<f64>,
    /// A call below this many points fails the run.
    pub fail_under: Setting<Option<f64>>,
    /// A finding of this severity or a worse one fails the run.
    pub fail_on: Setting<Option<String>>,
    /// auto, or the language of every call.
    pub lang: Setting<String>,
    /// auto (the call's own), or the language of the report.
    pub ui_lang: Setting<String>,
    /// Whether personal data is masked in every report, or in none; unsaid, in those made to be handed on.
    pub redact: Setting<Option<bool>>,
    /// The baseline, where one is set.
    pub baseline: Setting<Option<PathBuf>>,
    /// Files of disputes.
    pub disputes: Setting<Vec<PathBuf>>,
    /// `[limits]`, in the order of [`LIMITS`].
    pub limits: [Setting<f64>; LIMITS.len()],
}

/// A limit on what is read: its key in `[limits]`, its default, the least and the most that it can be set to.
pub struct LimitKey {
    /// As written in TOML; the unit stands in it.
    pub key: &'static str,
    default: f64,
    least: i32,
    most: i32,
}

const fn limit(key: &'static str, default: f64, least: i32, most: i32) -> LimitKey {
    LimitKey { key, default, least, most }
}

/// Every limit.
pub const LIMITS: [LimitKey; 6] = [
    limit("largest-file-mib", 256.0, 1, 65_536),
    limit("longest-line-mib", 64.0, 1, 4_096),
    limit("longest-turn-kib", 64.0, 1, 1_048_576),
    limit("most-turns", 100_000.0, 1, 100_000_000),
    limit("unpacked-gib", 64.0, 1, 1_048_576),
    limit("unpack-ratio", 200.0, 1, 1_000_000),
];

impl Default for Settings {
    fn default() -> Self {
        Self {
            pass_mark: Setting::default_value(75.0),
            protocol_points: Setting::default_value(50.0),
            fail_under: Setting::default_value(None),
            fail_on: Setting::default_value(None),
            lang: Setting::default_value("auto".to_owned()),
            ui_lang: Setting::default_value("auto".to_owned()),
            redact: Setting::default_value(None),
            baseline: Setting::default_value(None),
            disputes: Setting::default_value(Vec::new()),
            limits: LIMITS.map(|limit| Setting::default_value(limit.default)),
        }
    }
}

/// The severities in rising order, as written in TOML and on the command line.
const SEVERITIES: [(&str, ()); 4] = [("tip", ()), ("minor", ()), ("major", ()), ("critical", ())];

impl Settings {
    /// Reads the settings' keys and returns the folders of rules that the file names.
    pub(super) fn read(&mut self, t: &mut Table, p: &mut Problems) -> Vec<Text> {
        let points = |n: Option<Located<f64>>, p: &mut Problems| {
            let n = n?;
            if (0.0..=100.0).contains(&n.value) {
                return Some((n.value, n.at));
            }
            p.push(Problem::at("out-of-range", &n.at, range_args(n.value, 0, 100)));
            None
        };
        let value = |text: Option<Text>| text.map(|t| (t.value.into_owned(), t.at));
        let number = t.number("pass-mark", p);
        self.pass_mark.file(points(number, p));
        let number = t.number("protocol-points", p);
        self.protocol_points.file(points(number, p));
        let number = t.number("fail-under", p);
        self.fail_under.file(points(number, p).map(|(v, at)| (Some(v), at)));
        let level = t.text("fail-on", p).filter(|level| one_of(level, &SEVERITIES, p).is_some());
        self.fail_on.file(level.map(|t| (Some(t.value.into_owned()), t.at)));
        self.ui_lang.file(value(t.text("ui-lang", p)));
        self.lang.file(value(t.text("call-lang", p)));
        self.redact.file(t.flag("redact", p).map(|flag| (Some(flag.value), flag.at)));
        self.baseline.file(t.text("baseline", p).map(|file| (Some(PathBuf::from(&*file.value)), file.at)));
        let disputes = t.texts("disputes", p);
        let at = disputes.first().map(|file| file.at.clone());
        let files = disputes.iter().map(|file| PathBuf::from(&*file.value)).collect();
        self.disputes.file(at.map(|at| (files, at)));
        if let Some(mut limits) = t.table("limits", p) {
            for (limit, setting) in LIMITS.iter().zip(&mut self.limits) {
                let Some(number) = limits.number(limit.key, p) else { continue };
                let whole = number.value.fract() == 0.0;
                if whole && (f64::from(limit.least)..=f64::from(limit.most)).contains(&number.value) {
                    setting.file(Some((number.value, number.at)));
                } else {
                    p.push(Problem::at("out-of-range", &number.at, range_args(number.value, limit.least, limit.most)));
                }
            }
            limits.finish(p);
        }
        t.texts("packs", p)
    }
}

impl Settings {
    /// The value of a limit.
    pub fn limit(&self, key: &str) -> f64 {
        LIMITS.iter().zip(&self.limits).find(|(limit, _)| limit.key == key).map_or(0.0, |(_, setting)| setting.value)
    }
}

/// The values for a message about a number outside its range.
fn range_args(value: impl fmt::Display, least: i32, most: i32) -> Vec<(&'static str, String)> {
    vec![("value", value.to_string()), ("least", least.to_string()), ("most", most.to_string())]
}
