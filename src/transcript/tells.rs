//! What people say by whom they can be told: the phrases of every language's `[roles]`, and how often each is heard
//! in what somebody says. Used by `roles`, for calls whose labels name nobody; nothing is built before one comes.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::fold::words_of;
use crate::packs::{Packs, Problem};

/// One phrase counts so often for a speaker at most: who says "your" all day is no surer for it.
const TIMES: u8 = 2;
/// A phrase that comes to more ways to say it than this is a page and not a phrase.
const MOST_WAYS: usize = 2048;
/// What a phrase that only one side says is worth in points; others are worth one.
const SURE: f64 = 3.0;

/// What a phrase tells of its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tell {
    Agent { surely: bool },
    Customer { surely: bool },
    Machine { surely: bool },
}

/// The phrases of all languages.
#[derive(Debug)]
pub(super) struct Tells {
    phrases: Vec<(String, Tell)>,
    tree: OnceLock<Tree>,
}

/// What was heard of one speaker.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heard {
    /// Points for the agent.
    pub agent: f64,
    /// Points for the customer.
    pub customer: f64,
    /// Phrases that only agents say.
    pub surely_agent: usize,
    /// Phrases that only customers say.
    pub surely_customer: usize,
    /// Phrases that machines say, and that people quote.
    machine: f64,
    /// A machine said that it is one.
    surely_machine: bool,
    /// Words listened to.
    pub words: usize,
}

impl Heard {
    /// Points by which the speaker leans to the agent.
    pub fn lead(&self) -> f64 {
        self.agent - self.customer
    }

    /// All points, whichever way.
    pub fn points(&self) -> f64 {
        self.agent + self.customer
    }

    /// A menu or an announcement: it says so, or it says little else. The greeting of a menu is that of an agent.
    pub fn is_machine(&self) -> bool {
        const LITTLE_ELSE: f64 = 1.5;
        self.surely_machine || (self.machine > 0.0 && self.points() <= LITTLE_ELSE * self.machine)
    }
}

impl Tells {
    /// From the packs' `[roles]`.
    pub fn new(packs: &Packs, problems: &mut Vec<Problem>) -> Self {
        let mut phrases = Vec::new();
        for set in &packs.roles {
            // Where two lists hold the same words, the surer one is right.
            let lists = [
                (&set.agent, Tell::Agent { surely: false }),
                (&set.customer, Tell::Customer { surely: false }),
                (&set.machine, Tell::Machine { surely: false }),
                (&set.surely_agent, Tell::Agent { surely: true }),
                (&set.surely_customer, Tell::Customer { surely: true }),
                (&set.surely_machine, Tell::Machine { surely: true }),
            ];
            for (list, tell) in lists {
                for phrase in list {
                    match parts(&phrase.value) {
                        Ok(_) => phrases.push((phrase.value.to_string(), tell)),
                        Err(code) => {
                            let args = vec![("found", phrase.value.to_string())];
                            problems.push(Problem::at(code, &phrase.at, args));
                        }
                    }
                }
            }
        }
        phrases.sort_by_key(|(_, tell)| tell.is_sure());
        Self { phrases, tree: OnceLock::new() }
    }

    /// What is heard in a text.
    pub fn hear(&self, text: &str) -> Heard {
        self.tree.get_or_init(|| Tree::new(&self.phrases)).hear(&words_of(text))
    }
}

impl Tell {
    fn is_sure(self) -> bool {
        let (Self::Agent { surely } | Self::Customer { surely } | Self::Machine { surely }) = self;
        surely
    }
}

/// A phrase in its parts, each with what may stand there: `(a|b) c [d]` is a or b, then c, then d or nothing.
fn parts(phrase: &str) -> Result<Vec<Vec<&str>>, &'static str> {
    let mut parts = Vec::new();
    let mut rest = phrase;
    while let Some(c) = rest.chars().next() {
        let close = match c {
            '(' => ')',
            '[' => ']',
            ')' | ']' => return Err("phrase-closes-nothing"),
            _ => {
                let end = rest.find(['(', '[', ')', ']']).unwrap_or(rest.len());
                parts.push(vec![&rest[..end]]);
                rest = &rest[end..];
                continue;
            }
        };
        let end = rest.find(close).ok_or("phrase-never-closed")?;
        let mut ways: Vec<&str> = rest[1..end].split('|').collect();
        if ways.iter().any(|way| way.trim().is_empty()) {
            return Err("phrase-empty-alternative");
        }
        if c == '[' {
            ways.push("");
        }
        parts.push(ways);
        rest = &rest[end + 1..];
    }
    let ways = parts.iter().fold(1_usize, |ways, part| ways.saturating_mul(part.len()));
    match phrase.chars().any(char::is_alphanumeric) {
        false => Err("phrase-empty"),
        true if ways > MOST_WAYS => Err("phrase-too-large"),
        true => Ok(parts),
    }
}

/// Every way to say every phrase, word by word from a common root: a text is heard in one pass.
#[derive(Debug, Default)]
struct Tree {
    words: FxHashMap<Box<str>, u32>,
    next: FxHashMap<(u32, u32), u32>,
    /// By node; the root is 0.
    tells: Vec<Option<Tell>>,
}

impl Tree {
    fn new(phrases: &[(String, Tell)]) -> Self {
        let mut tree = Self { tells: vec![None], ..Self::default() };
        for (phrase, tell) in phrases {
            let mut ends = vec![0];
            for part in parts(phrase).unwrap_or_default() {
                let ways: Vec<Vec<u32>> = part.iter().map(|way| tree.numbers(way)).collect();
                let mut after = Vec::with_capacity(ends.len() * ways.len());
                for from in &ends {
                    after.extend(ways.iter().map(|way| way.iter().fold(*from, |node, word| tree.child(node, *word))));
                }
                ends = after;
            }
            for end in ends.into_iter().filter(|end| *end != 0) {
                tree.tells[end as usize] = Some(*tell);
            }
        }
        tree
    }

    fn numbers(&mut self, text: &str) -> Vec<u32> {
        let folded = words_of(text);
        let mut number = |word: &str| {
            let new = self.words.len() as u32;
            *self.words.entry(word.into()).or_insert(new)
        };
        folded.split(' ').filter(|word| !word.is_empty()).map(&mut number).collect()
    }

    fn child(&mut self, node: u32, word: u32) -> u32 {
        let new = self.tells.len() as u32;
        let child = *self.next.entry((node, word)).or_insert(new);
        if child == new {
            self.tells.push(None);
        }
        child
    }

    fn hear(&self, folded: &str) -> Heard {
        let words: Vec<Option<u32>> =
            folded.split(' ').filter(|word| !word.is_empty()).map(|word| self.words.get(word).copied()).collect();
        let mut heard = Heard { words: words.len(), ..Heard::default() };
        let mut seen: FxHashMap<u32, u8> = FxHashMap::default();
        for from in 0..words.len() {
            let mut node = 0;
            for word in &words[from..] {
                let Some(next) = word.and_then(|word| self.next.get(&(node, word))) else { break };
                node = *next;
                let Some(tell) = self.tells[node as usize] else { continue };
                let times = seen.entry(node).or_default();
                if *times < TIMES {
                    *times += 1;
                    heard.add(tell);
                }
            }
        }
        heard
    }
}

impl Heard {
    fn add(&mut self, tell: Tell) {
        let worth = if tell.is_sure() { SURE } else { 1.0 };
        match tell {
            Tell::Agent { surely } => {
                self.agent += worth;
                self.surely_agent += usize::from(surely);
            }
            Tell::Customer { surely } => {
                self.customer += worth;
                self.surely_customer += usize::from(surely);
            }
            Tell::Machine { surely } => {
                self.machine += SURE;
                self.surely_machine |= surely;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(phrases: &[(&str, Tell)], text: &str) -> Heard {
        let phrases: Vec<(String, Tell)> = phrases.iter().map(|(p, t)| ((*p).to_owned(), *t)).collect();
        Tree::new(&phrases).hear(&words_of(text))
    }

    #[test]
    fn every_way_to_say_a_phrase_is_heard() {
        let phrases = [("(gracias|agradezco) por [su] (llamada|espera)", Tell::Agent { surely: true })];
        for text in ["¡Gracias por su llamada!", "gracias, por espera", "Agradezco por su espera"] {
            assert_eq!(hear(&phrases, text).surely_agent, 1, "{text}");
        }
        assert_eq!(hear(&phrases, "gracias por su").surely_agent, 0);
    }

    #[test]
    fn a_phrase_counts_twice_at_most() {
        let heard = hear(&[("mi cuenta", Tell::Customer { surely: false })], &"mi cuenta ".repeat(50));
        assert_eq!((heard.customer, heard.words), (2.0, 100));
    }

    #[test]
    fn a_broken_phrase_is_named() {
        assert_eq!(parts("(a|b"), Err("phrase-never-closed"));
        assert_eq!(parts("(a|b (c)) d"), Err("phrase-closes-nothing"));
        assert_eq!(parts("a) b"), Err("phrase-closes-nothing"));
        assert_eq!(parts("(a|) b"), Err("phrase-empty-alternative"));
        assert_eq!(parts(" ?"), Err("phrase-empty"));
        assert_eq!(parts(&"(a|b|c|d)".repeat(6)), Err("phrase-too-large"));
    }
}
