//! The notation of phrases, made for people who write no code: words in a row; `(a|b)` one of these; `[a]` may be
//! there or not; `transfer*` a word's beginning; `..4` up to four words between; `<area>` a named list. Turned
//! here into slots of literals; knows nothing of texts or automata.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::fold::words_of;

/// A run of whole words, folded; the last one may be only a beginning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal {
    /// Folded words with one space between; empty for an optional piece that is not there.
    pub words: String,
    /// The last word is only a beginning.
    pub beginning: bool,
}

/// Places to be filled one after the other, each by one of its literals, with gaps of at most so many words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What may stand in each place; never empty.
    pub slots: Vec<BTreeSet<Literal>>,
    /// The most words between a slot and the next: one fewer than slots.
    pub gaps: Vec<u8>,
}

/// A mistake in a phrase: the message's key and where in the phrase (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// `problem.<code>`.
    pub code: &'static str,
    /// Byte offset in the phrase.
    pub at: usize,
    /// What was wrong there.
    pub found: String,
}

/// The named lists that a phrase may use, each already taken apart.
pub type Lists = FxHashMap<String, Vec<Node>>;

/// A piece of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// One of these sequences; an empty one stands for "or nothing".
    OneOf(Vec<Vec<Node>>),
    /// Words in a row.
    Words(Literal),
    /// Up to so many words.
    Gap(u8),
}

/// No gap is wider: further apart, two words have nothing to do with each other.
const WIDEST_GAP: u8 = 12;
/// Alternatives are multiplied out into literals up to this many; beyond it they stay places beside each other.
const MOST_LITERALS: usize = 48;
/// A phrase that comes to more chains than this is refused: it is a page and not a phrase.
const MOST_CHAINS: usize = 512;

/// Takes a phrase apart.
///
/// # Errors
/// The first mistake in it.
pub fn parse(phrase: &str, lists: &Lists) -> Result<Vec<Node>, Mistake> {
    let mut parser = Parser { phrase, at: 0, depth: 0, lists };
    let alternatives = parser.alternatives(None)?;
    let only_one = alternatives.len() == 1;
    let nodes = if only_one { alternatives.into_iter().next().unwrap_or_default() } else { vec![Node::OneOf(alternatives)] };
    if nodes.iter().all(|n| matches!(n, Node::Gap(_))) {
        return Err(Mistake { code: "phrase-empty", at: 0, found: phrase.to_owned() });
    }
    Ok(nodes)
}

struct Parser<'a> {
    phrase: &'a str,
    at: usize,
    depth: u8,
    lists: &'a Lists,
}

impl Parser<'_> {
    fn mistake<T>(&self, code: &'static str, at: usize) -> Result<T, Mistake> {
        let found = self.phrase[at..].chars().next().map(String::from).unwrap_or_default();
        Err(Mistake { code, at, found })
    }

    fn alternatives(&mut self, close: Option<char>) -> Result<Vec<Vec<Node>>, Mistake> {
        let opened = self.at.saturating_sub(1);
        if self.depth > 8 {
            return self.mistake("phrase-too-deep", opened);
        }
        let mut all = vec![Vec::new()];
        while let Some(c) = self.phrase[self.at..].chars().next() {
            let here = self.at;
            if Some(c) == close {
                self.at += c.len_utf8();
                return Ok(all);
            }
            let sequence = all.last_mut().expect("starts with one");
            match c {
                '|' => {
                    self.at += 1;
                    all.push(Vec::new());
                }
                '(' | '[' => {
                    self.at += 1;
                    self.depth += 1;
                    let mut inner = self.alternatives(Some(if c == '(' { ')' } else { ']' }))?;
                    self.depth -= 1;
                    if inner.iter().any(Vec::is_empty) {
                        return self.mistake("phrase-empty-alternative", here);
                    }
                    if c == '[' {
                        inner.push(Vec::new());
                    }
                    sequence.push(Node::OneOf(inner));
                }
                ')' | ']' | '>' => return self.mistake("phrase-closes-nothing", here),
                '<' => {
                    let node = self.list()?;
                    sequence.push(node);
                }
                '.' if self.phrase[here..].starts_with("..") => {
                    let gap = self.gap()?;
                    sequence.push(gap);
                }
                '*' => return self.mistake("phrase-star", here),
                _ => {
                    if let Some(words) = self.words()? {
                        sequence.push(words);
                    }
                }
            }
        }
        if close.is_some() {
            return self.mistake("phrase-never-closed", opened);
        }
        Ok(all)
    }

    fn list(&mut self) -> Result<Node, Mistake> {
        let start = self.at;
        let Some(length) = self.phrase[start..].find('>') else { return self.mistake("phrase-never-closed", start) };
        let name = self.phrase[start + 1..start + length].trim();
        self.at = start + length + 1;
        match self.lists.get(name) {
            Some(nodes) => Ok(Node::OneOf(nodes.iter().map(|n| vec![n.clone()]).collect())),
            None => Err(Mistake { code: "phrase-unknown-list", at: start + 1, found: name.to_owned() }),
        }
    }

    fn gap(&mut self) -> Result<Node, Mistake> {
        let start = self.at;
        let digits: String = self.phrase[start + 2..].chars().take_while(char::is_ascii_digit).collect();
        self.at = start + 2 + digits.len();
        match digits.parse::<u8>() {
            Ok(words) if (1..=WIDEST_GAP).contains(&words) => Ok(Node::Gap(words)),
            _ => self.mistake("phrase-gap", start),
        }
    }

    /// Plain words up to the next mark; a star ends a run, since what follows stands after a word's beginning.
    fn words(&mut self) -> Result<Option<Node>, Mistake> {
        let rest = &self.phrase[self.at..];
        let end = rest
            .char_indices()
            .find(|(i, c)| matches!(c, '|' | '(' | ')' | '[' | ']' | '<' | '>' | '*') || rest[*i..].starts_with(".."))
            .map_or(rest.len(), |(i, _)| i);
        let beginning = rest[end..].starts_with('*');
        let after = rest[end..].chars().nth(1);
        if beginning && (!rest[..end].ends_with(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric)) {
            return self.mistake("phrase-star", self.at + end);
        }
        self.at += end + usize::from(beginning);
        let words = words_of(&rest[..end]);
        Ok((!words.is_empty()).then_some(Node::Words(Literal { words, beginning })))
    }
}

/// The chains of slots that a phrase comes to.
///
/// # Errors
/// When it comes to more than the engine takes.
pub fn chains(nodes: &[Node]) -> Result<Vec<Chain>, Mistake> {
    let too_many = Mistake { code: "phrase-too-large", at: 0, found: String::new() };
    let mut all = Vec::new();
    for sequence in sequences(nodes).ok_or_else(|| too_many.clone())? {
        all.extend(without_empty(merge(sequence)));
        if all.len() > MOST_CHAINS {
            return Err(too_many);
        }
    }
    all.retain(|chain: &Chain| !chain.slots.is_empty());
    Ok(all)
}

#[derive(Clone)]
enum Item {
    Slot(BTreeSet<Literal>),
    Gap(u8),
}

/// Alternatives that are literals become one slot; those with gaps or beginnings inside go separate ways.
fn sequences(nodes: &[Node]) -> Option<Vec<Vec<Item>>> {
    let mut ways: Vec<Vec<Item>> = vec![Vec::new()];
    for node in nodes {
        let options: Vec<Vec<Item>> = match node {
            Node::Gap(words) => vec![vec![Item::Gap(*words)]],
            Node::Words(literal) => vec![vec![Item::Slot(BTreeSet::from([literal.clone()]))]],
            Node::OneOf(alternatives) => {
                let mut simple = BTreeSet::new();
                let mut others = Vec::new();
                for alternative in alternatives {
                    match literals(alternative) {
                        Some(found) => simple.extend(found),
                        None => others.extend(sequences(alternative)?),
                    }
                }
                if !simple.is_empty() {
                    others.push(vec![Item::Slot(simple)]);
                }
                others
            }
        };
        if ways.len() * options.len() > MOST_CHAINS {
            return None;
        }
        ways = ways.iter().flat_map(|way| options.iter().map(|option| [way.clone(), option.clone()].concat())).collect();
    }
    Some(ways)
}

/// The literals that a sequence comes to, if it has no gap, no beginning but the last, and is not too large.
fn literals(nodes: &[Node]) -> Option<BTreeSet<Literal>> {
    let mut all = BTreeSet::from([Literal { words: String::new(), beginning: false }]);
    for node in nodes {
        let next = match node {
            Node::Gap(_) => return None,
            Node::Words(literal) => BTreeSet::from([literal.clone()]),
            Node::OneOf(alternatives) => {
                let mut union = BTreeSet::new();
                for alternative in alternatives {
                    union.extend(literals(alternative)?);
                }
                union
            }
        };
        all = product(&all, &next)?;
    }
    Some(all)
}

/// Every literal of the first followed by every literal of the second; none if that cannot be, or is too much.
fn product(first: &BTreeSet<Literal>, second: &BTreeSet<Literal>) -> Option<BTreeSet<Literal>> {
    let alone = first.len() == 1 && first.iter().all(|l| l.words.is_empty());
    if alone {
        return Some(second.clone());
    }
    if first.len() * second.len() > MOST_LITERALS || first.iter().any(|l| l.beginning) {
        return None;
    }
    let join = |a: &Literal, b: &Literal| match (a.words.is_empty(), b.words.is_empty()) {
        (true, _) => b.clone(),
        (_, true) => a.clone(),
        _ => Literal { words: format!("{} {}", a.words, b.words), beginning: b.beginning },
    };
    Some(first.iter().flat_map(|a| second.iter().map(move |b| join(a, b))).collect())
}

fn merge(items: Vec<Item>) -> Chain {
    let mut chain = Chain { slots: Vec::new(), gaps: Vec::new() };
    let mut gap: Option<u8> = None;
    for item in items {
        match item {
            Item::Gap(words) => gap = Some(gap.unwrap_or(0).max(words)),
            Item::Slot(literals) => {
                let joined = match (gap, chain.slots.last()) {
                    (None, Some(last)) => product(last, &literals),
                    _ => None,
                };
                if let Some(joined) = joined {
                    *chain.slots.last_mut().expect("joined to it") = joined;
                } else {
                    if !chain.slots.is_empty() {
                        chain.gaps.push(gap.unwrap_or(0));
                    }
                    chain.slots.push(literals);
                }
                gap = None;
            }
        }
    }
    chain
}

/// A slot that may be empty makes two chains: one without it, one where it is filled.
fn without_empty(chain: Chain) -> Vec<Chain> {
    let nothing = Literal { words: String::new(), beginning: false };
    let Some(place) = chain.slots.iter().position(|slot| slot.contains(&nothing)) else { return vec![chain] };
    let mut filled = chain.clone();
    filled.slots[place].remove(&nothing);
    let mut left_out = chain;
    left_out.slots.remove(place);
    match (place, left_out.gaps.len()) {
        (_, 0) => {}
        (0, _) => {
            left_out.gaps.remove(0);
        }
        (place, gaps) if place == gaps => {
            left_out.gaps.remove(place - 1);
        }
        (place, _) => {
            let after = left_out.gaps.remove(place);
            left_out.gaps[place - 1] = left_out.gaps[place - 1].saturating_add(after);
        }
    }
    let mut all = if left_out.slots.is_empty() { Vec::new() } else { without_empty(left_out) };
    if !filled.slots[place].is_empty() {
        all.extend(without_empty(filled));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(phrase: &str) -> Vec<String> {
        let lists = Lists::from_iter([(
            "area".to_owned(),
            vec![
                Node::Words(Literal { words: "sales".into(), beginning: false }),
                Node::Words(Literal { words: "bill".into(), beginning: true }),
            ],
        )]);
        let nodes = parse(phrase, &lists).expect("a phrase");
        let show = |chain: &Chain| {
            let slot = |s: &BTreeSet<Literal>| {
                let all: Vec<String> =
                    s.iter().map(|l| format!("{}{}", l.words, if l.beginning { "*" } else { "" })).collect();
                all.join("/")
            };
            let mut text = slot(&chain.slots[0]);
            for (gap, next) in chain.gaps.iter().zip(&chain.slots[1..]) {
                text += &format!(" {gap} {}", slot(next));
            }
            text
        };
        chains(&nodes).expect("chains").iter().map(show).collect()
    }

    fn wrong(phrase: &str) -> (&'static str, usize) {
        let mistake = parse(phrase, &Lists::default()).expect_err("a mistake");
        (mistake.code, mistake.at)
    }

    #[test]
    fn alternatives_and_optional_words_become_literals() {
        assert_eq!(shown("¿Me (regala|da) [por favor] su nombre?"), [
            "me da por favor su nombre/me da su nombre/me regala por favor su nombre/me regala su nombre"
        ]);
    }

    #[test]
    fn gaps_and_beginnings_become_places() {
        assert_eq!(shown("transfer* ..4 <area>"), ["transfer* 4 bill*/sales"]);
        assert_eq!(shown("transfer* la llamada"), ["transfer* 0 la llamada"]);
    }

    #[test]
    fn a_gap_inside_an_alternative_goes_its_own_way() {
        assert_eq!(shown("(put you ..2 hold|hold on) please"), ["put you 2 hold please", "hold on please"]);
    }

    #[test]
    fn an_optional_place_between_gaps_may_be_missing() {
        assert_eq!(shown("a ..2 [b] ..3 c"), ["a 5 c", "a 2 b 3 c"]);
        assert_eq!(shown("[b] ..3 c"), ["c", "b 3 c"]);
    }

    #[test]
    fn mistakes_have_a_place() {
        assert_eq!(wrong("a (b|c"), ("phrase-never-closed", 2));
        assert_eq!(wrong("a b) c"), ("phrase-closes-nothing", 3));
        assert_eq!(wrong("a .. b"), ("phrase-gap", 2));
        assert_eq!(wrong("a ..40 b"), ("phrase-gap", 2));
        assert_eq!(wrong("<nobody>"), ("phrase-unknown-list", 1));
        assert_eq!(wrong("a (b|) c"), ("phrase-empty-alternative", 2));
        assert_eq!(wrong("..."), ("phrase-gap", 0));
        assert_eq!(wrong(" * x"), ("phrase-star", 1));
        assert_eq!(wrong(""), ("phrase-empty", 0));
    }
}
