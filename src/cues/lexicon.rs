//! The words of one language: every phrase of every cue with the anchors by which it is found. Built once a language
//! and run, shared by all threads; `ear` does the hearing.

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::before::Before;
use super::cue::{Cue, CueId, CueTable};
use super::notation::{List, Lists, Mistake, chains};
use super::pattern::{Meaning, PatternBuilder, Patterns, Purpose};
use super::place::HeardIn;
use super::speller::{Kind, Speller};
use crate::fold::{Habits, words_of};
use crate::packs::{Location, Packs, Problem, Problems, RawLanguage, Text};

/// A phrase as it was written.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// Its cue.
    pub cue: CueId,
    /// As written.
    pub text: String,
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
    /// All phrases that hold for a language, from every file of the packs.
    pub fn new(packs: &Packs, cues: &CueTable, language: &RawLanguage, problems: &mut Problems) -> Self {
        let code = language.code.as_str();
        let mut builder = Builder::default();
        let speller = &mut builder.patterns.speller;
        for (kind, words) in [
            (Kind::FUNCTION, &language.function),
            (Kind::INTERROGATIVE, &language.interrogatives),
            (Kind::LEAD_IN, &language.lead_ins),
            (Kind::TITLE, &language.honorifics),
        ] {
            speller.sort_into(kind, words);
        }
        let digits: Vec<String> = language.digits.iter().map(|(word, _)| word.clone()).collect();
        speller.sort_into(Kind::DIGIT, &digits);
        for language in &packs.languages {
            speller.sort_into(Kind::GIVEN_NAME, &language.names);
        }
        builder.lists = lists(packs, code, &mut builder.patterns.speller, problems);
        let mine = packs.cues.iter().enumerate().filter(|(_, c)| c.language.as_deref().is_none_or(|l| l == code));
        for (number, raw) in mine {
            let Some(cue) = cues.find(&raw.id.value) else { continue };
            builder.block = raw.says().then_some(number as u32);
            let about = cues.get(cue);
            for (texts, meaning) in [
                (&raw.phrases, Meaning::Said),
                (&raw.questions, Meaning::Asked),
                (&raw.markers, Meaning::Marker),
                (&raw.unless, Meaning::Unless),
                (&raw.needs, Meaning::Gate),
            ] {
                for text in texts {
                    builder.phrase((cue, about), text, meaning, Weighs::default(), problems);
                }
            }
            for (text, instead) in &raw.terms {
                let weighs = Weighs { instead: Some(instead.value.as_str().into()), ..Weighs::default() };
                builder.phrase((cue, about), text, Meaning::Said, weighs, problems);
            }
            for (text, score) in &raw.scores {
                let weighs = Weighs { score: score.value as f32, ..Weighs::default() };
                builder.phrase((cue, about), text, Meaning::Said, weighs, problems);
            }
            for text in &raw.regex {
                builder.expression((cue, about), text, !raw.needs.is_empty(), packs, problems);
            }
        }
        let Builder { phrases, patterns, expressions, .. } = builder;
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
            patterns: patterns.finish(),
            expressions,
            excusable,
            phrases,
            habits,
            durations: Durations::new(language),
            before: Before::new(packs, cues, code, problems),
            digits: language.digits.iter().map(|(word, digits)| (words_of(word), digits.clone())).collect(),
        }
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

/// The lists of a language; a list may use others, in any order, but not itself.
fn lists(packs: &Packs, code: &str, speller: &mut Speller, problems: &mut Problems) -> Lists {
    let mut waiting: FxHashMap<&str, Vec<&Text>> = FxHashMap::default();
    for list in packs.lists.iter().filter(|l| l.language.as_deref().is_none_or(|l| l == code)) {
        waiting.entry(&list.name.value).or_default().extend(&list.phrases);
    }
    let mut ready = Lists::default();
    loop {
        let mut done = Vec::new();
        for (name, phrases) in &waiting {
            match List::new(phrases.iter().map(|text| text.value.as_str()), &ready, speller) {
                Ok(list) => done.push((*name, list)),
                // A list that is not ready yet may be so in the next round.
                Err((_, mistake))
                    if mistake.code == "phrase-unknown-list" && waiting.contains_key(mistake.found.as_str()) => {}
                Err((number, mistake)) => {
                    problems.push(problem(phrases[number], &mistake, ready.keys().map(String::as_str)));
                    done.push((*name, List::default()));
                }
            }
        }
        if done.is_empty() {
            break;
        }
        for (name, list) in done {
            waiting.remove(name);
            ready.insert(name.to_owned(), list);
        }
    }
    for (name, phrases) in waiting {
        if let Some(text) = phrases.first() {
            problems.push(Problem::at("list-uses-itself", &text.at, vec![("name", name.to_owned())]));
        }
        ready.insert(name.to_owned(), List::default());
    }
    ready
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
    let problem = Problem::at(mistake.code, &at, vec![("found", found.clone()), ("phrase", text.value.clone())]);
    if mistake.code == "phrase-unknown-list" { problem.did_you_mean(&found, lists) } else { problem }
}

/// What a phrase carries besides its words.
struct Weighs {
    instead: Option<Box<str>>,
    score: f32,
}

impl Default for Weighs {
    fn default() -> Self {
        Self { instead: None, score: 1.0 }
    }
}

#[derive(Default)]
struct Builder {
    lists: Lists,
    phrases: Vec<Phrase>,
    patterns: PatternBuilder,
    expressions: Vec<Expression>,
    block: Option<u32>,
}

impl Builder {
    fn phrase(
        &mut self,
        (cue, about): (CueId, &Cue),
        text: &Text,
        meaning: Meaning,
        Weighs { instead, score }: Weighs,
        problems: &mut Problems,
    ) {
        let heard_in = HeardIn::wanted(about, meaning == Meaning::Marker);
        match chains(&text.value, &self.lists, &mut self.patterns.speller) {
            Ok(chains) => {
                let (phrase, block) = (self.phrases.len() as u32, self.block);
                self.phrases.push(Phrase {
                    cue,
                    text: text.value.clone(),
                    at: text.at.clone(),
                    instead,
                    score,
                    block,
                    meaning,
                });
                let purpose = Purpose { phrase, cue, meaning, heard_in };
                for chain in chains {
                    self.patterns.add(chain, purpose);
                }
            }
            Err(mistake) => problems.push(problem(text, &mistake, self.lists.keys().map(String::as_str))),
        }
    }

    fn expression(
        &mut self,
        (cue, about): (CueId, &Cue),
        text: &Text,
        gated: bool,
        packs: &Packs,
        problems: &mut Problems,
    ) {
        // Compiling is slow: what is embedded is checked by a test, and compiled when its literals are heard.
        if !packs.sources.0[text.at.file].embedded
            && let Err(error) = Regex::new(&text.value)
        {
            problems.push(Problem::at("regex", &text.at, vec![("detail", error.to_string())]));
            return;
        }
        let phrase = self.phrases.len() as u32;
        let (meaning, heard_in) = (Meaning::Said, HeardIn::wanted(about, false));
        self.phrases.push(Phrase {
            cue,
            text: text.value.clone(),
            at: text.at.clone(),
            instead: None,
            score: 1.0,
            block: self.block,
            meaning,
        });
        self.expressions.push(Expression { cue, phrase, source: text.value.clone(), heard_in, gated });
    }
}
