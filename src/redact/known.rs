//! What the redaction knows of all languages: the words around personal data, number words, names. Built once from the
//! packs.

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::{Meaning, Numeral, Words};
use crate::fold::words_of;
use crate::packs::Packs;

/// What a phrase tells of what stands around it. The order is that of [`SAYS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Says {
    Card,
    Account,
    Id,
    Phone,
    Mail,
    Address,
    Birth,
    Postcode,
    Code,
    Ending,
    Innocent,
    Unit,
    Clock,
    Age,
    OfThings,
    SpelledWith,
    PoBox,
    Street,
    StreetNumbered,
    OwnName,
    MaybeName,
    AnswerName,
    NameBefore,
    HolderName,
    OtherName,
    Greets,
    SignsOff,
    AsksName,
    Spells,
}

/// The lists of phrases, each with what it tells.
const SAYS: [(&str, Says); 29] = [
    ("card", Says::Card),
    ("account", Says::Account),
    ("id", Says::Id),
    ("phone", Says::Phone),
    ("mail", Says::Mail),
    ("address", Says::Address),
    ("birth", Says::Birth),
    ("postcode", Says::Postcode),
    ("code", Says::Code),
    ("ending", Says::Ending),
    ("innocent", Says::Innocent),
    ("units", Says::Unit),
    ("clock", Says::Clock),
    ("age", Says::Age),
    ("dates-of-things", Says::OfThings),
    ("spelled-with", Says::SpelledWith),
    ("po-box", Says::PoBox),
    ("street", Says::Street),
    ("street-numbered", Says::StreetNumbered),
    ("own-name", Says::OwnName),
    ("maybe-name", Says::MaybeName),
    ("answer-name", Says::AnswerName),
    ("name-before", Says::NameBefore),
    ("holder-name", Says::HolderName),
    ("other-name", Says::OtherName),
    ("greets", Says::Greets),
    ("signs-off", Says::SignsOff),
    ("asks-name", Says::AsksName),
    ("spells", Says::Spells),
];

impl Says {
    /// Whether numbers belong to it that are personal, or that surely are not.
    pub fn is_of_numbers(self) -> bool {
        self <= Says::Innocent
    }
}

/// What single words are, a bit each.
pub(super) mod is {
    pub const UNIT: u32 = 1;
    pub const LINK: u32 = 1 << 1;
    pub const JOINT: u32 = 1 << 2;
    pub const LETTER: u32 = 1 << 3;
    pub const MONTH: u32 = 1 << 4;
    pub const ORDINAL: u32 = 1 << 5;
    pub const DATE_LINK: u32 = 1 << 6;
    pub const STREET_BEHIND: u32 = 1 << 7;
    pub const STREET_MAYBE: u32 = 1 << 8;
    pub const ADDRESS_PART: u32 = 1 << 9;
    pub const MAIL_AT: u32 = 1 << 10;
    pub const MAIL_DOT: u32 = 1 << 11;
    pub const MAIL_JOINT: u32 = 1 << 12;
    pub const MAIL_HOST: u32 = 1 << 13;
    pub const PARTICLE: u32 = 1 << 14;
    pub const NOT_NAME: u32 = 1 << 15;
    pub const SURNAME: u32 = 1 << 16;
    pub const GIVEN: u32 = 1 << 17;
    pub const FUNCTION: u32 = 1 << 18;
    pub const TITLE: u32 = 1 << 19;
    /// It stands in some phrase of the packs, or is a frequent word.
    pub const ORDINARY: u32 = 1 << 20;
    /// A label of a side: "customer".
    pub const SIDE: u32 = 1 << 21;
    pub const STREET: u32 = 1 << 22;
    /// It stands before years.
    pub const YEAR_WORD: u32 = 1 << 23;
    /// A street only where it has a capital, or in text without any.
    pub const STREET_CAPITAL: u32 = 1 << 24;
}

const SINGLE: [(&str, u32); 20] = [
    ("street-capital", is::STREET_CAPITAL),
    ("year-words", is::YEAR_WORD),
    ("street", is::STREET),
    ("units", is::UNIT),
    ("links", is::LINK),
    ("joints", is::JOINT),
    ("letters", is::LETTER),
    ("months", is::MONTH),
    ("ordinals", is::ORDINAL),
    ("date-links", is::DATE_LINK),
    ("street-behind", is::STREET_BEHIND),
    ("street-maybe", is::STREET_MAYBE),
    ("address-parts", is::ADDRESS_PART),
    ("mail-at", is::MAIL_AT),
    ("mail-dot", is::MAIL_DOT),
    ("mail-joints", is::MAIL_JOINT),
    ("mail-hosts", is::MAIL_HOST),
    ("particles", is::PARTICLE),
    ("not-names", is::NOT_NAME),
    ("surnames", is::SURNAME),
];

/// A phrase found in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub says: Says,
    /// Its first word.
    pub first: usize,
    /// Its last word.
    pub last: usize,
}

/// Everything known.
pub(super) struct Known {
    /// The words that fit into a number, as nearly all do: they are found without looking elsewhere.
    short: FxHashMap<u128, Meaning>,
    long: FxHashMap<Box<str>, Meaning>,
    phrases: Phrases,
}

/// The phrases as a tree of their words. A node is a row of words with which some phrase begins; node zero is none.
#[derive(Default)]
struct Phrases {
    /// By token: the node of a phrase that begins with it.
    first: Vec<u32>,
    /// By node and token: the node with one word more.
    next: FxHashMap<(u32, u32), u32>,
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    /// What a phrase says that ends here, the last first.
    says: Vec<Says>,
    goes_on: bool,
}

impl Known {
    /// From the packs. Nothing in them can be wrong that is not told elsewhere.
    pub fn new(packs: &Packs) -> Self {
        let mut known = Self {
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            phrases: Phrases { first: vec![0], nodes: vec![Node::default()], ..Phrases::default() },
        };
        for language in &packs.languages {
            known.add(language.function.iter().map(String::as_str), is::FUNCTION | is::ORDINARY);
            known.add(language.common.iter().map(String::as_str), is::ORDINARY);
            known.add(language.names.iter().map(String::as_str), is::GIVEN);
            known.add(language.honorifics.iter().map(String::as_str), is::TITLE);
            known.add(language.same.iter().map(|(short, _)| short.as_str()), is::ORDINARY);
            for (word, digits) in language.digits.iter().chain(&language.numbers) {
                known.numeral(word, digits);
            }
        }
        for phrase in packs.phrases() {
            let words = phrase.split(|c: char| !c.is_alphanumeric() && c != '*' && c != '\'');
            let plain = words.filter(|word| !word.is_empty() && !word.contains('*') && word.is_ascii());
            known.add(plain, is::ORDINARY);
        }
        for speakers in &packs.speakers {
            let labels = speakers.agent.iter().chain(&speakers.customer).chain(&speakers.other);
            let words = labels.flat_map(|label| label.value.split(' '));
            known.add(words, is::SIDE | is::ORDINARY);
        }
        let mut patterns: FxHashSet<(String, Says)> = FxHashSet::default();
        for raw in &packs.redactions {
            for (key, list) in &raw.lists {
                let texts = || list.iter().map(|text| &*text.value);
                if let Some((_, bit)) = SINGLE.iter().find(|(name, _)| name == key) {
                    let ordinary = if bit & (is::SURNAME | is::PARTICLE) == 0 { is::ORDINARY } else { 0 };
                    known.add(texts(), bit | ordinary);
                }
                if let Some((_, says)) = SAYS.iter().find(|(name, _)| name == key) {
                    known.add(texts().flat_map(|text| text.split(' ')), is::ORDINARY);
                    // The letter with a stroke is a word here alone.
                    let folded = |text: &str| if text.ends_with('/') { text.to_owned() } else { words_of(text) };
                    patterns.extend(texts().map(|text| (folded(text), *says)));
                }
            }
            for (word, value) in &raw.numbers {
                known.numeral(&word.value, &value.value);
            }
        }
        let mut patterns: Vec<(String, Says)> = patterns.into_iter().collect();
        patterns.sort_unstable_by(|one, other| other.cmp(one));
        for (text, says) in patterns {
            known.phrase(&text, says);
        }
        // No word is nothing.
        known.short.remove(&0);
        known
    }

    fn add<'a>(&mut self, words: impl Iterator<Item = &'a str>, bit: u32) {
        for word in words {
            if word.ends_with('/') || word.bytes().all(|b| b.is_ascii_lowercase()) {
                self.entry(word).what |= bit;
            } else {
                self.entry(&words_of(word)).what |= bit;
            }
        }
    }

    fn numeral(&mut self, word: &str, value: &str) {
        let numeral = match value.strip_prefix('x') {
            Some(times) => times.parse().ok().map(Numeral::Times),
            None => value.parse().ok().map(Numeral::Value),
        };
        if let Some(numeral) = numeral {
            self.entry(&words_of(word)).numeral = Some(numeral);
        }
    }

    /// Adds a folded phrase. Two spaces stand in no text.
    fn phrase(&mut self, text: &str, says: Says) {
        if text.split(' ').any(str::is_empty) {
            return;
        }
        let mut node = 0;
        for (place, word) in text.split(' ').enumerate() {
            let new = self.phrases.first.len() as u32;
            let meaning = self.entry(word);
            if meaning.token == 0 {
                meaning.token = new;
            }
            let token = meaning.token;
            let phrases = &mut self.phrases;
            if token == new {
                phrases.first.push(0);
            }
            let next = if place == 0 {
                &mut phrases.first[token as usize]
            } else {
                phrases.nodes[node as usize].goes_on = true;
                phrases.next.entry((node, token)).or_default()
            };
            if *next == 0 {
                *next = phrases.nodes.len() as u32;
                phrases.nodes.push(Node::default());
            }
            node = *next;
        }
        self.phrases.nodes[node as usize].says.push(says);
    }

    /// All that is known of a folded word.
    pub fn meaning(&self, word: &str) -> Meaning {
        let found = match packed(word) {
            Some(packed) => self.short.get(&packed),
            None => self.long.get(word),
        };
        found.copied().unwrap_or_default()
    }

    fn entry(&mut self, word: &str) -> &mut Meaning {
        match packed(word) {
            Some(packed) => self.short.entry(packed).or_default(),
            None => self.long.entry(word.into()).or_default(),
        }
    }

    /// What a folded word is.
    pub fn word(&self, word: &str) -> u32 {
        self.meaning(word).what
    }

    /// Whether a folded word is any of these.
    pub fn is(&self, word: &str, what: u32) -> bool {
        self.word(word) & what != 0
    }

    /// The phrases in a text in order of place, less those that are only a part of a longer one.
    pub fn said(&self, words: &Words<'_>) -> Vec<Said> {
        let Phrases { first: begins, next, nodes } = &self.phrases;
        let mut said: Vec<Said> = Vec::with_capacity(words.len() / 2);
        for (first, word) in words.list.iter().enumerate() {
            let from = said.len();
            let mut node = begins[word.token as usize];
            let mut last = first;
            while node != 0 {
                let here = &nodes[node as usize];
                said.extend(here.says.iter().map(|says| Said { says: *says, first, last }));
                last += 1;
                // No phrase goes over the end of a sentence.
                node = match words.list.get(last) {
                    Some(more) if here.goes_on && more.token != 0 && more.sentence == word.sentence => {
                        next.get(&(node, more.token)).copied().unwrap_or_default()
                    }
                    _ => 0,
                };
            }
            // The longest is the first.
            said[from..].reverse();
        }
        // Of numbers only the longest tells: a boarding card is no card.
        let mut reach = None;
        said.retain(|s| {
            let part = |(first, last)| s.last <= last && (first, last) != (s.first, s.last);
            let inside = s.says.is_of_numbers() && reach.is_some_and(part);
            if s.says.is_of_numbers() && reach.is_none_or(|(_, last)| s.last > last) {
                reach = Some((s.first, s.last));
            }
            !inside
        });
        said
    }
}

/// A word as a number; none where it is too long. No byte of a word is zero.
fn packed(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(u128::from_le_bytes(bytes))
}
