//! What an earlier run came to, read again from what it wrote: its JSON lines (or the array of the same), a line at a
//! time, or its summary. Used by `summary` to say what has changed, and by the command line, which reads it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::packs::{Args, Problem};
use crate::report::brief::{call_key, cut};
use crate::report::folders::Folders;

/// No line, and no summary, is longer: a card of a call that can be read is far shorter.
const LONGEST: u64 = 256 << 20;
/// So many calls can be known again one by one.
const MOST_CALLS: usize = 2_000_000;
/// So many names of a kind are told apart.
const MOST_NAMES: usize = 2_000;
/// No name is kept longer, in characters.
const LONGEST_NAME: usize = 120;

/// A fault by the name that every run knows: the rule, or the behaviour where something is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaultName {
    /// Something expected that did not come.
    pub missing: bool,
    /// Its rule; of a missing thing, its behaviour.
    pub name: String,
}

/// How many calls have a score, and the sum of their scores.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) judged: usize,
    pub(super) sum: f64,
}

impl Sum {
    fn add(&mut self, score: f64) {
        self.judged += 1;
        self.sum += score;
    }

    pub(super) fn mean(self) -> Option<f64> {
        (self.judged > 0).then(|| self.sum / self.judged as f64)
    }
}

/// What an earlier run came to.
#[derive(Debug, Default)]
pub struct Earlier {
    /// The file as it was named.
    pub file: String,
    /// Calls read.
    pub calls: usize,
    /// Calls that passed.
    pub passed: usize,
    pub(super) all: Sum,
    pub(super) agents: BTreeMap<String, Sum>,
    pub(super) teams: BTreeMap<String, Sum>,
    /// In how many calls.
    pub(super) faults: BTreeMap<FaultName, usize>,
    /// The hashes of the rules; more than one if several runs were put together.
    pub(super) rules: BTreeSet<String>,
    /// Score and verdict by the call's name; none where two calls have the same.
    pub(super) scores: FxHashMap<u64, Option<(f32, bool)>>,
}

/// Of a card what is compared.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    source: Cow<'a, str>,
    agent: Option<String>,
    team: Option<String>,
    score: Option<f64>,
    passed: Option<bool>,
    turns: Vec<Turn>,
    expected: Vec<Expected>,
    stamp: Stamp,
}

#[derive(Deserialize)]
struct Turn {
    #[serde(default)]
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    rule: String,
    kind: String,
    disputed: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Expected {
    behaviour: String,
    status: String,
    disputed: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Stamp {
    rules: String,
}

/// Of a summary what is compared; what it is known by.
#[derive(Deserialize)]
struct Whole {
    calls: usize,
    judged: usize,
    passed: usize,
    mean: Option<f64>,
    rules: String,
    faults: Vec<WholeFault>,
    by_agent: WholeGroups,
    by_team: WholeGroups,
}

#[derive(Deserialize)]
struct WholeFault {
    rule: String,
    behaviour: String,
    missing: bool,
    calls: usize,
}

#[derive(Deserialize)]
struct WholeGroups {
    groups: Vec<WholeGroup>,
}

#[derive(Deserialize)]
struct WholeGroup {
    name: String,
    judged: usize,
    mean: Option<f64>,
}

/// A look at the first line: a summary in one line has these.
#[derive(Deserialize)]
struct Probe {
    by_agent: Option<IgnoredAny>,
}

impl Earlier {
    /// Reads the file. `folders` are this run's: folders name agents and teams only where both runs have the same.
    ///
    /// # Errors
    /// A file that cannot be read, or that is none of this program's.
    pub fn read(file: &Path, folders: &Folders) -> Result<Self, Box<Problem>> {
        let named = || ("path", file.display().to_string());
        let unreadable = |error: &io::Error| {
            Box::new(Problem::general("compare-unreadable", vec![named(), ("detail", error.to_string())]))
        };
        let wrong = |line: usize, detail: String| {
            let args: Args = vec![named(), ("line", line.to_string()), ("detail", detail)];
            Box::new(Problem::general("compare-line", args))
        };
        let mut input = BufReader::new(File::open(file).map_err(|error| unreadable(&error))?);
        let mut earlier = Self { file: file.display().to_string(), ..Self::default() };
        let mut bytes = Vec::new();
        let mut is_first = true;
        for number in 1.. {
            bytes.clear();
            let read = (&mut input).take(LONGEST + 1).read_until(b'\n', &mut bytes).map_err(|e| unreadable(&e))?;
            if read == 0 {
                break;
            }
            let too_long = || wrong(number, format!("> {} MiB", LONGEST >> 20));
            if bytes.len() as u64 > LONGEST {
                return Err(too_long());
            }
            let line = bytes.trim_ascii();
            let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
            // Of an array, each call stands in a line of its own.
            let line = line.strip_suffix(b",").unwrap_or(line);
            if matches!(line, b"" | b"[" | b"]" | b"[]") {
                continue;
            }
            let first = std::mem::take(&mut is_first);
            let in_one_line = || serde_json::from_slice(line).is_ok_and(|probe: Probe| probe.by_agent.is_some());
            if first && (line == b"{" || in_one_line()) {
                (&mut input).take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
                if bytes.len() as u64 > LONGEST {
                    return Err(too_long());
                }
                let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                let whole: Whole = serde_json::from_slice(bytes)
                    .map_err(|error| wrong(number + error.line().saturating_sub(1), error.to_string()))?;
                earlier.whole(whole);
                break;
            }
            let line: Line<'_> = serde_json::from_slice(line).map_err(|error| wrong(number, error.to_string()))?;
            earlier.line(line, folders);
        }
        if is_first {
            return Err(Box::new(Problem::general("compare-empty", vec![named()])));
        }
        Ok(earlier)
    }

    fn line(&mut self, line: Line<'_>, folders: &Folders) {
        let source = if folders.hold(&line.source) { &*line.source } else { "" };
        let place = folders.place(source, line.agent.as_deref(), line.team.as_deref());
        self.calls += 1;
        if self.rules.len() < 2 {
            self.rules.insert(line.stamp.rules);
        }
        let Some(score) = line.score.map(|score| score.clamp(0.0, 100.0)) else { return };
        let passed = line.passed == Some(true);
        self.passed += usize::from(passed);
        self.all.add(score);
        for (sums, named) in [(&mut self.agents, place.agent), (&mut self.teams, place.team)] {
            if let Some(sum) = named.and_then(|named| slot(sums, named.name)) {
                sum.add(score);
            }
        }
        let said = line.turns.into_iter().flat_map(|turn| turn.findings);
        let said = said.filter(|f| f.kind == "avoid" && f.disputed.is_none());
        let missed = line.expected.into_iter().filter(|e| e.status == "missed" && e.disputed.is_none());
        let names: BTreeSet<FaultName> = said
            .map(|f| FaultName { missing: false, name: f.rule })
            .chain(missed.map(|e| FaultName { missing: true, name: e.behaviour }))
            .collect();
        for FaultName { missing, name } in names {
            let name = FaultName { missing, name: cut(&name, LONGEST_NAME) };
            if let Some(calls) = slot(&mut self.faults, name) {
                *calls += 1;
            }
        }
        let key = call_key(&line.id, &line.source);
        if let Some(twice) = self.scores.get_mut(&key) {
            *twice = None;
        } else if self.scores.len() < MOST_CALLS {
            self.scores.insert(key, Some((score as f32, passed)));
        }
    }

    fn whole(&mut self, whole: Whole) {
        let sum = |judged: usize, mean: Option<f64>| Sum {
            judged,
            sum: mean.unwrap_or(0.0).clamp(0.0, 100.0) * judged as f64,
        };
        (self.calls, self.passed) = (whole.calls, whole.passed);
        self.all = sum(whole.judged, whole.mean);
        self.rules.insert(whole.rules);
        for (sums, groups) in [(&mut self.agents, whole.by_agent), (&mut self.teams, whole.by_team)] {
            for group in groups.groups {
                if let Some(slot) = slot(sums, cut(&group.name, LONGEST_NAME)) {
                    *slot = sum(group.judged, group.mean);
                }
            }
        }
        for fault in whole.faults {
            let name = cut(if fault.missing { &fault.behaviour } else { &fault.rule }, LONGEST_NAME);
            if let Some(calls) = slot(&mut self.faults, FaultName { missing: fault.missing, name }) {
                *calls = (*calls).saturating_add(fault.calls).min(self.all.judged);
            }
        }
    }
}

/// The place of a name; none where there are too many.
fn slot<K: Ord, V: Default>(map: &mut BTreeMap<K, V>, name: K) -> Option<&mut V> {
    if map.len() >= MOST_NAMES && !map.contains_key(&name) {
        return None;
    }
    Some(map.entry(name).or_default())
}
