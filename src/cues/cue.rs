//! What a cue is once checked: who says it, where in the turn and the call it counts, by which form or measure it
//! is heard besides words. Built here from the packs' raw cues, for all languages at once; the words are in
//! `lexicon`.

use rustc_hash::FxHashMap;

use crate::fold::Folded;
use crate::packs::{Args, Located, Location, Packs, Problem, Problems, RawCue, Text, one_of};
use crate::transcript::Role;

/// Number of a cue in its [`CueTable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CueId(pub u16);

/// A phase of a call, in the order of the protocol (seed 002).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// First contact: greeting, who speaks, with whom.
    Contact,
    /// Attunement: listening and asking.
    Listening,
    /// Development: doing something about it.
    Development,
    /// Conclusion: making sure, thanking, taking leave.
    Conclusion,
}

impl Phase {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::Contact, Self::Listening, Self::Development, Self::Conclusion];

    /// As written in rule files and in JSON.
    pub fn as_str(self) -> &'static str {
        PHASES[self as usize].0
    }
}

/// The phases' names.
pub const PHASES: [(&str, Phase); 4] = [
    ("contact", Phase::Contact),
    ("listening", Phase::Listening),
    ("development", Phase::Development),
    ("conclusion", Phase::Conclusion),
];

/// Where in its turn a cue must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Among the first words.
    Start,
    /// Among the last words.
    End,
    /// The turn is nothing else.
    Alone,
}

impl Shape {
    /// Whether an example of a rule file, which is plain text, can show it.
    pub fn can_be_written(self) -> bool {
        self != Self::StatedInterruption
    }
}

/// A form that is heard without a list of words. Each has a file in `shapes/` or is named there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A sentence that asks: a question mark, or the words that begin a question.
    Question,
    /// Two to six capital letters in a text that has small ones.
    Acronym,
    /// The customer's own name, as the call shows it.
    CustomerName,
    /// A word that is like a name and that no phrase knows, early in a turn: a company, a person.
    ProperName,
    /// A turn of so many words that the customer has just said.
    Echo,
    /// Any turn that says something.
    Turn,
    /// The customer's turn before was cut off: it ends in a dash.
    CutOff,
    /// The source itself says that this turn interrupts.
    StatedInterruption,
    /// Words in capitals in a text that has small letters.
    Shouting,
    /// So many exclamation marks.
    Exclaiming,
    /// So many digits in a row, written or said.
    Number,
    /// Digits in a row that are a card's number by their sum.
    CardNumber,
    /// Neither an answer to the customer's question before it nor a word about it.
    PassesOver,
}

const SHAPES: [(&str, Shape); 13] = [
    ("question", Shape::Question),
    ("acronym", Shape::Acronym),
    ("customer-name", Shape::CustomerName),
    ("proper-name", Shape::ProperName),
    ("echo", Shape::Echo),
    ("turn", Shape::Turn),
    ("cut-off", Shape::CutOff),
    ("stated-interruption", Shape::StatedInterruption),
    ("shouting", Shape::Shouting),
    ("exclaiming", Shape::Exclaiming),
    ("number", Shape::Number),
    ("card-number", Shape::CardNumber),
    ("passes-over", Shape::PassesOver),
];

/// Something about a turn that is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Words in the turn.
    Words,
    /// Length of the turn, seconds.
    Seconds,
    /// Words a minute.
    WordsPerMinute,
    /// Seconds over which the turn takes the floor from a speaker who has not finished.
    Overlap,
    /// Seconds in which nobody speaks before the turn.
    Gap,
    /// Seconds between the message before and this one, where the transcript tells only when each was sent.
    Reply,
    /// How often one of the turn's sentences was said before, in almost the same words.
    Repeats,
    /// Seconds that a wait lasts: from a marker, from the turn that is nothing but one, or from the times around.
    Wait,
}

/// The measures' names.
pub const MEASURES: [(&str, Measure); 8] = [
    ("words", Measure::Words),
    ("seconds", Measure::Seconds),
    ("words-per-minute", Measure::WordsPerMinute),
    ("overlap", Measure::Overlap),
    ("gap", Measure::Gap),
    ("reply", Measure::Reply),
    ("repeats", Measure::Repeats),
    ("wait", Measure::Wait),
];
/// Those that a cue may have: a wait is measured by the cues that mark it, which only a limit names.
const OF_A_TURN: &[(&str, Measure)] = MEASURES.split_at(MEASURES.len() - 1).0;

/// Where a name stands beside a cue's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capture {
    /// In the other speaker's next turn.
    Answer,
    /// Among the cue's own words: "hi Linda".
    Inside,
}

/// One cue, the same for every language.
#[derive(Debug, Clone)]
pub struct Cue {
    /// Its name.
    pub id: String,
    /// Where it was first written.
    pub at: Location,
    /// Who must say it; none for anyone.
    pub speaker: Option<Role>,
    /// Where in the turn.
    pub position: Option<Position>,
    /// Only in the first so many turns of its speaker.
    pub first_turns: Option<usize>,
    /// Only in the last so many turns of its speaker.
    pub last_turns: Option<usize>,
    /// Only in answer to one of these.
    pub reply_to: Vec<CueId>,
    /// Only in a turn with one of these.
    pub with: Vec<CueId>,
    /// Not in a sentence with one of these.
    pub not_with: Vec<CueId>,
    /// Not where its own words are one of these.
    pub except: Vec<CueId>,
    /// The phase that it speaks for.
    pub phase: Option<Phase>,
    /// Heard by form.
    pub shape: Option<Shape>,
    /// Heard by measure.
    pub measure: Option<Measure>,
    /// Least value of the shape or measure.
    pub at_least: f64,
    /// Greatest value of the shape or measure.
    pub at_most: f64,
    /// The share of a turn's words with content that an echo must take from the other's, 0 to 1.
    pub share: f64,
    /// What one hearing weighs, toward a condition's or a fault's threshold.
    pub strength: f32,
    /// One hearing is not enough, or its phrases have scores of their own: they add up.
    pub adds: bool,
    /// Not just behind a word of these lists.
    pub negated_by: Vec<Text>,
    /// Weighs more just behind a word of these lists.
    pub intensified_by: Vec<Text>,
    /// Where names stand beside it.
    pub captures: Vec<Capture>,
    /// How far around a match an innocent twin counts, in words.
    pub unless_within: usize,
}

impl Cue {
    /// Whether it asks something of its surroundings.
    fn asks(&self) -> bool {
        let beside = !self.negated_by.is_empty() || !self.intensified_by.is_empty();
        beside || self.first_turns.is_some() || self.last_turns.is_some() || self.asked_for().next().is_some()
    }

    /// The cues that it asks for, or asks not to be there.
    fn asked_for(&self) -> impl Iterator<Item = CueId> {
        [&self.reply_to, &self.with, &self.not_with, &self.except].into_iter().flatten().copied()
    }

    /// Whether an innocent twin (a range of words) stands near enough to a match to excuse it.
    pub(super) fn excused(&self, folded: &Folded, hit: (u32, u32), twin: (u32, u32)) -> bool {
        let sentence = |word: u32| folded.words.get(word as usize).map(|w| w.sentence);
        let near = self.unless_within as u32;
        sentence(twin.0) == sentence(hit.0) && twin.0 < hit.1 + near && twin.1 + near > hit.0
    }
}

/// How far around a match an innocent twin is looked for where the cue does not say, in words of the same sentence.
const UNLESS_WITHIN: usize = 8;

/// All cues by number and by name.
#[derive(Debug, Clone, Default)]
pub struct CueTable {
    /// The cues; a [`CueId`] is an index.
    pub cues: Vec<Cue>,
    by_name: FxHashMap<String, CueId>,
    restricted: Vec<CueId>,
    shaped: Vec<CueId>,
    measured: Vec<CueId>,
}

/// The share of an echo where its cue names none.
const ECHO_SHARE: f64 = 0.3;

impl CueTable {
    /// From the packs; the same id in several files adds up, and a value given twice must be the same.
    pub fn new(packs: &Packs, problems: &mut Problems) -> Self {
        let mut table = Self::default();
        let mut declared: Vec<Vec<&RawCue>> = Vec::new();
        for raw in &packs.cues {
            let id = *table.by_name.entry(raw.id.value.to_string()).or_insert_with(|| {
                declared.push(Vec::new());
                CueId((declared.len() - 1) as u16)
            });
            declared[id.0 as usize].push(raw);
        }
        let names = table.by_name.clone();
        table.cues = declared.iter().map(|raws| checked(raws, &names, problems)).collect();
        table.order_restricted(problems);
        let of = |has: fn(&Cue) -> bool| (0u16..).zip(&table.cues).filter(move |(_, cue)| has(cue));
        table.shaped = of(|cue| cue.shape.is_some()).map(|(number, _)| CueId(number)).collect();
        table.measured = of(|cue| cue.measure.is_some()).map(|(number, _)| CueId(number)).collect();
        table
    }

    /// The cues that ask something of their surroundings, each after those that it asks for.
    pub(super) fn restricted(&self) -> &[CueId] {
        &self.restricted
    }

    /// The cues that are heard by a form.
    pub(super) fn shaped(&self) -> &[CueId] {
        &self.shaped
    }

    /// The cues that are heard by a measure.
    pub(super) fn measured(&self) -> &[CueId] {
        &self.measured
    }

    fn order_restricted(&mut self, problems: &mut Problems) {
        let mut waiting: Vec<CueId> =
            (0..self.cues.len() as u16).map(CueId).filter(|id| self.get(*id).asks()).collect();
        while !waiting.is_empty() {
            let free = |id: &CueId| !self.get(*id).asked_for().any(|other| other != *id && waiting.contains(&other));
            let (ready, rest): (Vec<CueId>, Vec<CueId>) = waiting.iter().partition(|id| free(id));
            if ready.is_empty() {
                let cue = self.get(rest[0]);
                problems.push(Problem::at("cue-circle", &cue.at, vec![("name", cue.id.clone())]));
                self.restricted.extend(rest);
                return;
            }
            self.restricted.extend(ready);
            waiting = rest;
        }
    }

    /// The number of a cue.
    pub fn find(&self, name: &str) -> Option<CueId> {
        self.by_name.get(name).copied()
    }

    /// All names, for "did you mean".
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.cues.iter().map(|cue| cue.id.as_str())
    }

    /// One cue.
    pub fn get(&self, id: CueId) -> &Cue {
        &self.cues[id.0 as usize]
    }
}

/// One value from the places where it may be given; different values clash.
fn agreed<'a, T: Clone + PartialEq + 'a>(
    key: &str,
    given: impl Iterator<Item = &'a Option<Located<T>>>,
    problems: &mut Problems,
) -> Option<Located<T>> {
    let mut found: Option<&Located<T>> = None;
    for value in given.flatten() {
        match found {
            Some(first) if first.value != value.value => {
                let args: Args = vec![("key", key.to_owned())];
                problems.push(Problem::at("cue-clash", &value.at, args).with_related(&first.at, "problem.first-here"));
            }
            Some(_) => {}
            None => found = Some(value),
        }
    }
    found.cloned()
}

fn word<T: Copy>(
    key: &'static str,
    raws: &[&RawCue],
    of: impl Fn(&RawCue) -> &Option<Text>,
    allowed: &[(&'static str, T)],
    problems: &mut Problems,
) -> Option<T> {
    let text = agreed(key, raws.iter().map(|r| of(r)), problems)?;
    one_of(&text, allowed, problems)
}

fn checked(raws: &[&RawCue], names: &FxHashMap<String, CueId>, problems: &mut Problems) -> Cue {
    let p = problems;
    let refer = |of: fn(&RawCue) -> &Vec<Text>, p: &mut Problems| {
        raws.iter().flat_map(|r| of(r)).filter_map(|name| known(name, names, p)).collect::<Vec<_>>()
    };
    let speakers = [("agent", Some(Role::Agent)), ("customer", Some(Role::Customer)), ("any", None)];
    let positions = [("start", Position::Start), ("end", Position::End), ("alone", Position::Alone)];
    let captures = [("answer", Capture::Answer), ("inside", Capture::Inside)];
    let first = raws[0];
    let strength = agreed("strength", raws.iter().map(|r| &r.strength), p).map_or(1.0, |n| n.value as f32);
    Cue {
        id: first.id.value.to_string(),
        at: first.id.at.clone(),
        speaker: word("speaker", raws, |r| &r.speaker, &speakers, p).flatten(),
        position: word("position", raws, |r| &r.position, &positions, p),
        first_turns: agreed("first-turns", raws.iter().map(|r| &r.first_turns), p).map(|n| n.value as usize),
        last_turns: agreed("last-turns", raws.iter().map(|r| &r.last_turns), p).map(|n| n.value as usize),
        reply_to: refer(|r| &r.reply_to, p),
        with: refer(|r| &r.with, p),
        not_with: refer(|r| &r.not_with, p),
        except: refer(|r| &r.except, p),
        phase: word("phase", raws, |r| &r.phase, &PHASES, p),
        shape: word("shape", raws, |r| &r.shape, &SHAPES, p),
        measure: word("measure", raws, |r| &r.measure, OF_A_TURN, p),
        at_least: agreed("at-least", raws.iter().map(|r| &r.at_least), p).map_or(f64::MIN, |n| n.value),
        share: agreed("share", raws.iter().map(|r| &r.share), p).map_or(ECHO_SHARE, |n| n.value),
        at_most: agreed("at-most", raws.iter().map(|r| &r.at_most), p).map_or(f64::MAX, |n| n.value),
        strength,
        adds: strength < 1.0 || raws.iter().any(|r| !r.scores.is_empty()),
        negated_by: raws.iter().flat_map(|r| r.negated_by.iter().cloned()).collect(),
        intensified_by: raws.iter().flat_map(|r| r.intensified_by.iter().cloned()).collect(),
        captures: raws.iter().flat_map(|r| &r.captures).filter_map(|c| one_of(c, &captures, p)).collect(),
        unless_within: agreed("unless-within", raws.iter().map(|r| &r.unless_within), p)
            .map_or(UNLESS_WITHIN, |n| n.value.max(0.0) as usize),
    }
}

fn known(name: &Text, names: &FxHashMap<String, CueId>, problems: &mut Problems) -> Option<CueId> {
    let found = names.get(&*name.value).copied();
    if found.is_none() {
        let args = vec![("name", name.value.to_string())];
        let near = names.keys().map(String::as_str);
        problems.push(Problem::at("unknown-cue", &name.at, args).did_you_mean(&name.value, near));
    }
    found
}
