//! What a run keeps of a call once its report is written: the verdict, and for those who sum up whose call it was, its
//! faults and its praises. Small, so that a folder of any size takes no more memory than its faults have names.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use super::card::{Card, Finding};
use super::folders::{Folders, Named, day};
use super::safe;

/// No example is longer, in characters.
const LONGEST_QUOTE: usize = 160;
/// No id or name that is kept is longer, in characters.
const LONGEST_NAME: usize = 120;

/// One call's part in what all calls came to.
#[derive(Debug, Clone)]
pub struct Brief {
    /// 0 to 100; none where nothing could be judged.
    pub score: Option<f64>,
    /// At least the pass mark and nothing critical.
    pub passed: bool,
    /// The call fails what was asked for.
    pub fails: bool,
    /// Something was asked for: a least score, a level that no fault may reach.
    pub asked: bool,
    /// Language of the call.
    pub language: String,
    /// Faults and missing things that are out of its score because somebody disputes them.
    pub disputed: usize,
    /// For those who sum up.
    pub details: Option<Box<Details>>,
}

/// What a summary counts of a call.
#[derive(Debug, Clone, Default)]
pub struct Details {
    /// The call's id.
    pub id: String,
    /// Its file.
    pub source: String,
    /// By which the call is known again in another run: see [`call_key`].
    pub key: u64,
    /// Whose call it is.
    pub agent: Option<Named>,
    /// Whose team's.
    pub team: Option<Named>,
    /// The day it began, as its own clock says: `2026-03-14`.
    pub day: Option<String>,
    /// Every fault and missing thing, by rule.
    pub faults: BTreeMap<String, Fault>,
    /// Everything done well, by rule; points are zero.
    pub praises: BTreeMap<String, Fault>,
    /// Phases that the call went past without a word of theirs.
    pub phases_missed: Vec<&'static str>,
}

/// How often something was wrong, and what it cost; or how often it was done well.
#[derive(Debug, Clone, Default)]
pub struct Fault {
    /// Its name in the report's language.
    pub title: String,
    /// The behaviour of the catalogue.
    pub behaviour: String,
    /// In how many calls.
    pub calls: usize,
    /// How often in all.
    pub times: usize,
    /// Points lost, zero or more.
    pub points: f64,
    /// Something expected that did not come.
    pub missing: bool,
    /// The first of all.
    pub example: Option<Arc<Example>>,
}

/// Where something was heard first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The call's id, or its beginning.
    pub call: String,
    /// The turn, from 0: of a missing thing, the occasion at which it was missed, if there was one.
    pub turn: Option<usize>,
    /// The words, or their beginning; of a missing thing, those of the occasion.
    pub quote: String,
}

impl Details {
    /// Of a card. `id` is the call's own, which the card may have masked.
    pub fn of(card: &Card<'_>, id: &str, folders: &Folders) -> Self {
        let place = folders.place(card.source, card.agent, card.team);
        let mut faults = faults(card);
        let mut praises = BTreeMap::new();
        for finding in findings(card, "praise") {
            count(&mut praises, finding);
        }
        for (name, praise) in &mut praises {
            praise.calls = 1;
            praise.example = said_example(card, "praise", name);
        }
        for (name, fault) in &mut faults {
            fault.example = if fault.missing { missing_example(card, name) } else { said_example(card, "avoid", name) };
        }
        Self {
            id: cut(card.id, LONGEST_NAME),
            source: card.source.to_owned(),
            key: call_key(id, card.source),
            agent: place.agent,
            team: place.team,
            day: card.started.and_then(day).map(str::to_owned).or(place.day),
            faults,
            praises,
            phases_missed: card.phases_skipped.clone(),
        }
    }
}

/// The name of a call from run to run: its id and the stem of its file, wherever that lies.
pub(super) fn call_key(id: &str, source: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (id, Path::new(source).file_stem()).hash(&mut hasher);
    hasher.finish()
}

/// The beginning of a text as it is kept: without the space around it.
pub(super) fn cut(text: &str, characters: usize) -> String {
    safe::cut(text.trim(), characters).into_owned()
}

fn findings<'a>(card: &'a Card<'_>, kind: &'static str) -> impl Iterator<Item = &'a Finding<'a>> {
    card.turns.iter().flat_map(|t| &t.findings).filter(move |f| f.kind == kind)
}

fn count(faults: &mut BTreeMap<String, Fault>, finding: &Finding<'_>) {
    let fault = faults.entry(finding.rule.to_owned()).or_default();
    if fault.times == 0 {
        finding.title.clone_into(&mut fault.title);
        finding.behaviour.clone_into(&mut fault.behaviour);
    }
    fault.times += 1;
    fault.points -= finding.points.0;
}

/// The faults and missing things of a card, by rule, without examples; what is disputed is none.
pub(super) fn faults(card: &Card<'_>) -> BTreeMap<String, Fault> {
    let mut faults: BTreeMap<String, Fault> = BTreeMap::new();
    for finding in findings(card, "avoid").filter(|f| f.disputed.is_none()) {
        count(&mut faults, finding);
    }
    for missed in card.expected.iter().filter(|e| e.status == "missed" && e.disputed.is_none()) {
        let fault = faults.entry(missed.rule.to_owned()).or_default();
        missed.title.clone_into(&mut fault.title);
        missed.behaviour.clone_into(&mut fault.behaviour);
        fault.times += 1;
        fault.points -= missed.points.0;
        fault.missing = true;
    }
    for fault in faults.values_mut() {
        fault.calls = 1;
    }
    faults
}

fn said_example(card: &Card<'_>, kind: &str, rule: &str) -> Option<Arc<Example>> {
    let heard = |f: &&Finding<'_>| f.kind == kind && f.rule == rule && f.disputed.is_none();
    let (turn, finding) = card.turns.iter().find_map(|turn| Some((turn, turn.findings.iter().find(heard)?)))?;
    Some(example(card, Some(turn.index), finding.quote))
}

fn missing_example(card: &Card<'_>, rule: &str) -> Option<Arc<Example>> {
    let is_it = |e: &&super::card::Expected<'_>| e.rule == rule && e.status == "missed" && e.disputed.is_none();
    let missed = card.expected.iter().find(is_it)?;
    let words = missed.turn.and_then(|turn| card.turns.get(turn)).map_or("", |turn| turn.text);
    Some(example(card, missed.turn, words))
}

fn example(card: &Card<'_>, turn: Option<usize>, quote: &str) -> Arc<Example> {
    Arc::new(Example { call: cut(card.id, LONGEST_NAME), turn, quote: cut(quote, LONGEST_QUOTE) })
}
