//! The words of one language: every phrase of every cue with the anchors by which it is found. Built once a language
//! and run, shared by all threads; `ear` does the hearing.

use std::borrow::Cow;

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::before::Before;
use super::cue::{CueId, CueTable};
use super::notation::Mistake;
use super::pattern::{Meaning, Patterns, Purpose};
use super::place::HeardIn;
use super::plan::{Material, Plan, Wrong};
use super::speller::Kind;
use crate::fold::{Habits, words_of};
use crate::packs::{Location, Packs, Problem, Problems, RawLanguage, Text};

/// A phrase as it was written.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// Its cue.
    pub cue: CueId,
    /// As written.
    pub text: Cow<'static, str>,
    /// Where.
    pub at: Location,
    /// Plain words to say instead.
    pub instead: Option<Box<str>>,
    /// The `[[cue]]` in which it stands, by number; none where it holds for the cue wherever it is written.
    pub(super) block: Option<u32>,
    /// What it weighs beside its cue's strength; one where nothing is said.
    pub score: f32,
    pub(super) meaning: Meaning,
}

/// A regular expression: its source, its cue, and whether it waits for a literal.
pub(super) struct Expression {
    pub cue: CueId,
    pub phrase: u32,
    pub source: String,
    pub heard_in: HeardIn,
    pub gated: bool,
}

/// A language's words, ready to be heard.
pub struct Lexicon {
    /// Two-letter code.
    pub language: String,
    pub(super) patterns: Patterns,
    pub(super) expressions: Vec<Expression>,
    /// The cues, a bit each, that have innocent twins.
    pub(super) excusable: Vec<u64>,
    /// The phrases as written.
    pub phrases: Vec<Phrase>,
    /// What is not heard, and what stands for something else.
    pub habits: Habits,
    pub(super) durations: Durations,
    /// Words just before a hit that change its weight.
    pub(super) before: Before,
    /// Words that say digits, by the digits.
    pub(super) digits: FxHashMap<String, String>,
}

/// Words that say how long something lasts.
#[derive(Default)]
pub(super) struct Durations {
    pub numbers: FxHashMap<String, f64>,
    pub seconds: FxHashSet<String>,
    pub minutes: FxHashSet<String>,
    pub hours: FxHashSet<String>,
}

impl Durations {
    fn new(language: &RawLanguage) -> Self {
        let set = |words: &[String]| words.iter().map(|w| words_of(w)).collect::<FxHashSet<_>>();
        let number = |(word, value): &(String, String)| value.parse().ok().map(|v| (words_of(word), v));
        Self {
            numbers: language.numbers.iter().filter_map(number).collect(),
            seconds: set(&language.seconds),
            minutes: set(&language.minutes),
            hours: set(&language.hours),
        }
    }
}

impl Lexicon {
    /// All phrases that hold for a language, from every file of the packs; `plan` is that of these phrases, where it is
    /// known already.
    pub fn new(
        packs: &Packs,
        cues: &CueTable,
        language: &RawLanguage,
        plan: Option<Plan>,
        problems: &mut Problems,
    ) -> Self {
        let code = language.code.as_str();
        let entries = entries(packs, cues, code);
        let plan = plan.unwrap_or_else(|| draw(packs, language, &entries, problems));
        let (mut phrases, mut expressions, mut purposes) = (Vec::with_capacity(entries.len()), Vec::new(), Vec::new());
        for entry in entries {
            let about = cues.get(entry.cue);
            let phrase = phrases.len() as u32;
            let heard_in = HeardIn::wanted(about, entry.meaning == Meaning::Marker);
            let Entry { cue, meaning, text, block, instead, score, regex } = entry;
            if let Some(gated) = regex {
                // Compiling is slow: what is embedded is checked by a test, and compiled when its literals are heard.
                if !packs.sources.0[text.at.file].embedded
                    && let Err(error) = Regex::new(&text.value)
                {
                    problems.push(Problem::at("regex", &text.at, vec![("detail", error.to_string())]));
                    continue;
                }
                expressions.push(Expression { cue, phrase, source: text.value.to_string(), heard_in, gated });
            } else {
                purposes.push(Purpose { phrase, cue, meaning, heard_in });
            }
            let (text, at, instead) = (text.value.clone(), text.at.clone(), instead.map(Into::into));
            phrases.push(Phrase { cue, text, at, instead, block, score, meaning });
        }
        let fillers = language.fillers.iter().map(String::as_str);
        let same = language.same.iter().map(|(short, long)| (short.as_str(), long.as_str()));
        let titles = language.honorifics.iter().map(String::as_str);
        let habits = Habits::new(fillers, same, titles);
        let mut excusable = vec![0u64; cues.cues.len().div_ceil(64)];
        for twin in phrases.iter().filter(|phrase| phrase.meaning == Meaning::Unless) {
            excusable[twin.cue.0 as usize / 64] |= 1 << (twin.cue.0 % 64);
        }
        Self {
            language: language.code.clone(),
            patterns: Patterns::new(plan, &purposes),
            expressions,
            excusable,
            phrases,
            habits,
            durations: Durations::new(language),
            before: Before::new(packs, cues, code, problems),
            digits: language.digits.iter().map(|(word, digits)| (words_of(word), digits.clone())).collect(),
        }
    }

    /// A language's phrases as they are packed: those embedded in the program are packed when it is built.
    pub fn packed(packs: &Packs, cues: &CueTable, language: &RawLanguage) -> Vec<u8> {
        draw(packs, language, &entries(packs, cues, &language.code), &mut Problems::new()).pack()
    }
}

impl Lexicon {
    /// The phrases and markers by which a cue is heard.
    pub fn said(&self, cue: CueId) -> impl Iterator<Item = &Phrase> {
        let heard = |p: &&Phrase| matches!(p.meaning, Meaning::Said | Meaning::Asked | Meaning::Marker);
        self.phrases.iter().filter(move |p| p.cue == cue).filter(heard)
    }

    /// The innocent twins of a cue.
    pub fn twins(&self, cue: CueId) -> impl Iterator<Item = &Phrase> {
        self.phrases.iter().filter(move |p| p.cue == cue && p.meaning == Meaning::Unless)
    }
}

/// A phrase of a cue, not yet read.
struct Entry<'a> {
    cue: CueId,
    meaning: Meaning,
    text: &'a Text,
    block: Option<u32>,
    instead: Option<&'a str>,
    score: f32,
    /// It is a regular expression, which waits for a literal or does not.
    regex: Option<bool>,
}

/// All phrases of a language's cues.
fn entries<'a>(packs: &'a Packs, cues: &CueTable, code: &str) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    let mine = packs.cues.iter().enumerate().filter(|(_, c)| c.language.as_deref().is_none_or(|l| l == code));
    for (number, raw) in mine {
        let Some(cue) = cues.find(&raw.id.value) else { continue };
        let block = raw.says().then_some(number as u32);
        let entry = |text, meaning| Entry { cue, meaning, text, block, instead: None, score: 1.0, regex: None };
        for (texts, meaning) in [
            (&raw.phrases, Meaning::Said),
            (&raw.questions, Meaning::Asked),
            (&raw.markers, Meaning::Marker),
            (&raw.unless, Meaning::Unless),
            (&raw.needs, Meaning::Gate),
        ] {
            entries.extend(texts.iter().map(|text| entry(text, meaning)));
        }
        let said = |text| entry(text, Meaning::Said);
        entries.extend(raw.terms.iter().map(|(t, instead)| Entry { instead: Some(&instead.value), ..said(t) }));
        entries.extend(raw.scores.iter().map(|(t, score)| Entry { score: score.value as f32, ..said(t) }));
        entries.extend(raw.regex.iter().map(|t| Entry { regex: Some(!raw.needs.is_empty()), ..said(t) }));
    }
    entries
}

/// Reads a language's phrases. Those with a mistake come to nothing.
fn draw(packs: &Packs, language: &RawLanguage, entries: &[Entry<'_>], problems: &mut Problems) -> Plan {
    let mut lists: Vec<(&str, Vec<&Text>)> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for list in packs.lists.iter().filter(|l| l.language.as_deref().is_none_or(|l| l == language.code)) {
        let number = *known.entry(&list.name.value).or_insert(lists.len());
        if number == lists.len() {
            lists.push((&list.name.value, Vec::new()));
        }
        lists[number].1.extend(&list.phrases);
    }
    let texts: Vec<&Text> = entries.iter().filter(|entry| entry.regex.is_none()).map(|entry| entry.text).collect();
    let material = Material {
        kinds: kinds(packs, language),
        lists: lists.iter().map(|(name, texts)| (*name, texts.iter().map(|t| &*t.value).collect())).collect(),
        phrases: texts.iter().map(|text| &*text.value).collect(),
    };
    let mut wrong = Vec::new();
    let plan = Plan::new(&material, &mut wrong);
    problems.extend(wrong.iter().filter_map(|wrong| match wrong {
        Wrong::Phrase(number, mistake) => Some(problem(texts[*number], mistake, lists.iter().map(|(name, _)| *name))),
        Wrong::InList(list, number, mistake, known) => {
            Some(problem(lists[*list].1[*number], mistake, known.iter().map(String::as_str)))
        }
        Wrong::Round(list) => {
            let (name, texts) = &lists[*list];
            Some(Problem::at("list-uses-itself", &texts.first()?.at, vec![("name", (*name).to_owned())]))
        }
    }));
    plan
}

/// The words that a language sorts into kinds; given names are the same in all.
fn kinds<'a>(packs: &'a Packs, language: &'a RawLanguage) -> Vec<(Kind, Vec<&'a str>)> {
    let words = |words: &'a [String]| words.iter().map(String::as_str).collect();
    let mut kinds = vec![
        (Kind::FUNCTION, words(&language.function)),
        (Kind::INTERROGATIVE, words(&language.interrogatives)),
        (Kind::LEAD_IN, words(&language.lead_ins)),
        (Kind::TITLE, words(&language.honorifics)),
        (Kind::DIGIT, language.digits.iter().map(|(word, _)| word.as_str()).collect()),
    ];
    kinds.extend(packs.languages.iter().map(|language| (Kind::GIVEN_NAME, words(&language.names))));
    kinds
}

/// A mistake inside a phrase, at its place in the file.
fn problem<'a>(text: &Text, mistake: &Mistake, lists: impl Iterator<Item = &'a str>) -> Problem {
    // A quote stands before the phrase's first character; one with escapes is shown as a whole.
    let plain = text.at.span.len() == text.value.len() + 2;
    let at = if plain {
        let start = text.at.span.start + 1 + mistake.at;
        Location { file: text.at.file, span: start..start + mistake.found.len().max(1) }
    } else {
        text.at.clone()
    };
    let found = mistake.found.clone();
    let problem = Problem::at(mistake.code, &at, vec![("found", found.clone()), ("phrase", text.value.to_string())]);
    if mistake.code == "phrase-unknown-list" { problem.did_you_mean(&found, lists) } else { problem }
}
