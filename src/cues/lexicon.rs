//! The words of one language: every phrase of every cue as literals in one automaton, and what a literal at a
//! place means. Built once a language and run, shared by all threads; `ear` does the hearing.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::cue::{CueId, CueTable};
use super::notation::{Chain, Lists, Literal, Mistake, Node, chains, parse};
use crate::fold::{Habits, words_of};
use crate::packs::{Location, Packs, Problem, Problems, RawLanguage, Text};

/// What hearing a pattern means for its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// The cue is heard.
    Said,
    /// The cue is heard, in a bracketed event.
    Marker,
    /// An innocent twin of the cue is heard.
    Unless,
    /// The cue's regular expressions are worth trying.
    Gate,
}

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
    pub(super) meaning: Meaning,
}

pub(super) struct Pattern {
    /// Index into the phrases.
    pub phrase: u32,
    /// The slots; all but the last are looked up backwards from it.
    pub slots: Box<[u32]>,
    pub gaps: Box<[u8]>,
}

/// What an occurrence of a slot sets off.
#[derive(Default)]
pub(super) struct Slot {
    /// Patterns that are this slot alone.
    pub whole: Vec<u32>,
    /// Patterns that end in it.
    pub last_of: Vec<u32>,
    /// Some pattern has it before its last slot: its occurrences are kept.
    pub kept: bool,
}

/// A regular expression: its source, its cue, and whether it waits for a literal.
pub(super) struct Expression {
    pub cue: CueId,
    pub phrase: u32,
    pub source: String,
    pub gated: bool,
}

/// A language's words, ready to be heard.
pub struct Lexicon {
    /// Two-letter code.
    pub language: String,
    pub(super) automaton: AhoCorasick,
    /// Of each literal: how many words it has, and the slots it can fill.
    pub(super) literals: Vec<(u32, Box<[u32]>)>,
    pub(super) slots: Vec<Slot>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) expressions: Vec<Expression>,
    /// The phrases as written.
    pub phrases: Vec<Phrase>,
    /// What is not heard, and what stands for something else.
    pub habits: Habits,
    pub(super) words: Words,
}

/// Kinds of words that the shapes and measures need.
#[derive(Default)]
pub(super) struct Words {
    /// Without content of their own.
    pub function: FxHashSet<String>,
    pub interrogatives: FxHashSet<String>,
    pub honorifics: FxHashSet<String>,
    pub names: FxHashSet<String>,
    pub numbers: FxHashMap<String, f64>,
    pub seconds: FxHashSet<String>,
    pub minutes: FxHashSet<String>,
}

impl Words {
    fn new(language: &RawLanguage) -> Self {
        let set = |words: &[String]| words.iter().map(|w| words_of(w)).collect::<FxHashSet<_>>();
        let number = |(word, value): &(String, String)| value.parse().ok().map(|v| (words_of(word), v));
        Self {
            function: set(&language.function),
            interrogatives: set(&language.interrogatives),
            honorifics: set(&language.honorifics),
            names: set(&language.names),
            numbers: language.numbers.iter().filter_map(number).collect(),
            seconds: set(&language.seconds),
            minutes: set(&language.minutes),
        }
    }
}

impl Lexicon {
    /// All phrases that hold for a language, from every file of the packs.
    pub fn new(packs: &Packs, cues: &CueTable, language: &RawLanguage, problems: &mut Problems) -> Self {
        let code = language.code.as_str();
        let mut builder = Builder { lists: lists(packs, code, problems), ..Builder::default() };
        for raw in packs.cues.iter().filter(|c| c.language.as_deref().is_none_or(|l| l == code)) {
            let Some(cue) = cues.find(&raw.id.value) else { continue };
            for (texts, meaning) in
                [(&raw.phrases, Meaning::Said), (&raw.markers, Meaning::Marker), (&raw.unless, Meaning::Unless), (&raw.needs, Meaning::Gate)]
            {
                for text in texts {
                    builder.phrase(cue, text, meaning, None, problems);
                }
            }
            for (text, instead) in &raw.terms {
                builder.phrase(cue, text, Meaning::Said, Some(instead.value.as_str().into()), problems);
            }
            for text in &raw.regex {
                builder.expression(cue, text, !raw.needs.is_empty(), packs, problems);
            }
        }
        builder.finish(language)
    }
}

impl Lexicon {
    /// The phrases and markers by which a cue is heard.
    pub fn said(&self, cue: CueId) -> impl Iterator<Item = &Phrase> {
        let heard = |p: &&Phrase| matches!(p.meaning, Meaning::Said | Meaning::Marker);
        self.phrases.iter().filter(move |p| p.cue == cue).filter(heard)
    }

    /// The innocent twins of a cue.
    pub fn twins(&self, cue: CueId) -> impl Iterator<Item = &Phrase> {
        self.phrases.iter().filter(move |p| p.cue == cue && p.meaning == Meaning::Unless)
    }
}

/// The lists of a language; a list may use others, in any order, but not itself.
fn lists(packs: &Packs, code: &str, problems: &mut Problems) -> Lists {
    let mut waiting: FxHashMap<&str, Vec<&Text>> = FxHashMap::default();
    for list in packs.lists.iter().filter(|l| l.language.as_deref().is_none_or(|l| l == code)) {
        waiting.entry(&list.name.value).or_default().extend(&list.phrases);
    }
    let mut ready = Lists::default();
    loop {
        let mut done = Vec::new();
        for (name, phrases) in &waiting {
            let nodes: Result<Vec<Node>, (&Text, Mistake)> = phrases
                .iter()
                .map(|text| parse(&text.value, &ready).map(|nodes| Node::OneOf(vec![nodes])).map_err(|m| (*text, m)))
                .collect();
            match nodes {
                Ok(nodes) => done.push((*name, nodes)),
                // A list that is not ready yet may be so in the next round.
                Err((_, mistake)) if mistake.code == "phrase-unknown-list" && waiting.contains_key(mistake.found.as_str()) => {}
                Err((text, mistake)) => {
                    problems.push(problem(text, mistake, ready.keys().map(String::as_str)));
                    done.push((*name, Vec::new()));
                }
            }
        }
        if done.is_empty() {
            break;
        }
        for (name, nodes) in done {
            waiting.remove(name);
            ready.insert(name.to_owned(), nodes);
        }
    }
    for (name, phrases) in waiting {
        if let Some(text) = phrases.first() {
            problems.push(Problem::at("list-uses-itself", &text.at, vec![("name", name.to_owned())]));
        }
        ready.insert(name.to_owned(), Vec::new());
    }
    ready
}

/// A mistake inside a phrase, at its place in the file.
fn problem<'a>(text: &Text, mistake: Mistake, lists: impl Iterator<Item = &'a str>) -> Problem {
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

#[derive(Default)]
struct Builder {
    lists: Lists,
    phrases: Vec<Phrase>,
    literals: FxHashMap<Literal, u32>,
    texts: Vec<String>,
    slots_of: Vec<(u32, Vec<u32>)>,
    slot_ids: FxHashMap<Vec<u32>, u32>,
    slots: Vec<Slot>,
    patterns: Vec<Pattern>,
    expressions: Vec<Expression>,
}

impl Builder {
    fn phrase(
        &mut self,
        cue: CueId,
        text: &Text,
        meaning: Meaning,
        instead: Option<Box<str>>,
        problems: &mut Problems,
    ) {
        let found = parse(&text.value, &self.lists).and_then(|nodes| chains(&nodes));
        match found {
            Ok(chains) => {
                let phrase = self.phrases.len() as u32;
                self.phrases.push(Phrase { cue, text: text.value.clone(), at: text.at.clone(), instead, meaning });
                for chain in chains {
                    self.pattern(phrase, &chain);
                }
            }
            Err(mistake) => problems.push(problem(text, mistake, self.lists.keys().map(String::as_str))),
        }
    }

    fn pattern(&mut self, phrase: u32, chain: &Chain) {
        let slots: Box<[u32]> = chain.slots.iter().map(|slot| self.slot(slot.iter())).collect();
        let number = self.patterns.len() as u32;
        let (last, before) = slots.split_last().expect("a chain has a slot");
        let ending = &mut self.slots[*last as usize];
        if before.is_empty() { ending.whole.push(number) } else { ending.last_of.push(number) }
        for slot in before {
            self.slots[*slot as usize].kept = true;
        }
        self.patterns.push(Pattern { phrase, slots: slots.clone(), gaps: chain.gaps.clone().into() });
    }

    fn slot<'a>(&mut self, literals: impl Iterator<Item = &'a Literal>) -> u32 {
        let mut ids: Vec<u32> = literals.map(|l| self.literal(l)).collect();
        ids.sort_unstable();
        if let Some(&slot) = self.slot_ids.get(&ids) {
            return slot;
        }
        let slot = self.slots.len() as u32;
        self.slots.push(Slot::default());
        for id in &ids {
            self.slots_of[*id as usize].1.push(slot);
        }
        self.slot_ids.insert(ids, slot);
        slot
    }

    fn literal(&mut self, literal: &Literal) -> u32 {
        if let Some(&id) = self.literals.get(literal) {
            return id;
        }
        let id = self.texts.len() as u32;
        // A space on each side makes whole words; a beginning has none behind it.
        let end = if literal.beginning { "" } else { " " };
        self.texts.push(format!(" {}{end}", literal.words));
        self.slots_of.push((literal.words.split(' ').count() as u32, Vec::new()));
        self.literals.insert(literal.clone(), id);
        id
    }

    fn expression(&mut self, cue: CueId, text: &Text, gated: bool, packs: &Packs, problems: &mut Problems) {
        // Compiling is slow: what is embedded is checked by a test, and compiled when its literals are heard.
        if !packs.sources.0[text.at.file].embedded
            && let Err(error) = Regex::new(&text.value)
        {
            problems.push(Problem::at("regex", &text.at, vec![("detail", error.to_string())]));
            return;
        }
        let phrase = self.phrases.len() as u32;
        let meaning = Meaning::Said;
        self.phrases.push(Phrase { cue, text: text.value.clone(), at: text.at.clone(), instead: None, meaning });
        self.expressions.push(Expression { cue, phrase, source: text.value.clone(), gated });
    }

    fn finish(self, language: &RawLanguage) -> Lexicon {
        // The contiguous automaton is built in a seventh of a DFA's time and is as quick on turns of twenty words.
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(&self.texts)
            .expect("the packs' size is limited");
        Lexicon {
            language: language.code.clone(),
            automaton,
            literals: self.slots_of.into_iter().map(|(words, slots)| (words, slots.into())).collect(),
            slots: self.slots,
            patterns: self.patterns,
            expressions: self.expressions,
            phrases: self.phrases,
            habits: Habits::new(
                language.fillers.iter().map(String::as_str),
                language.same.iter().map(|(short, long)| (short.as_str(), long.as_str())),
            ),
            words: Words::new(language),
        }
    }
}
