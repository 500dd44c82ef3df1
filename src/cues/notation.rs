//! The notation of phrases, made for people who write no code: words in a row; `(a|b)` one of these; `[a]` may be
//! there or not; `transfer*` a word's beginning; `..4` up to four words between; `<area>` a named list; `<name>` and
//! `<given-name>` anybody's name; `^` in front: only where a sentence begins, `$` behind: only where it ends. Turned
//! here into places for literals; knows nothing of the texts in which they are looked for.

use rustc_hash::FxHashMap;

use super::speller::{GIVEN_NAME, Literal, NAME, Place, Speller};

/// Places to be filled one after the other, with gaps of at most so many words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What may stand in each place; an empty literal means that the place may be left out.
    pub places: Vec<Place>,
    /// The most words between a place and the next: one fewer than places.
    pub gaps: Vec<u8>,
    /// Counts only where a sentence begins.
    pub begins: bool,
    /// Counts only where a sentence ends.
    pub ends: bool,
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

/// The named lists that a phrase may use.
pub type Lists = FxHashMap<String, List>;

/// A named list: the literals of its phrases, and those phrases that are more than one literal.
#[derive(Debug, Clone)]
pub struct List {
    literals: Place,
    others: Vec<Vec<Node>>,
}

impl List {
    /// One without phrases, that stands for one with a mistake.
    pub fn nothing(speller: &mut Speller) -> Self {
        Self { literals: speller.add_place(&[]), others: Vec::new() }
    }

    /// Of the phrases in it.
    ///
    /// # Errors
    /// The number of the first phrase with a mistake, and the mistake.
    pub fn new<'a>(
        phrases: impl IntoIterator<Item = &'a str>,
        lists: &Lists,
        speller: &mut Speller,
    ) -> Result<Self, (usize, Mistake)> {
        let (mut simple, mut others) = (Vec::new(), Vec::new());
        for (number, phrase) in phrases.into_iter().enumerate() {
            let nodes = parse(phrase, lists, speller).map_err(|mistake| (number, mistake))?;
            match literals(&nodes, speller) {
                Some(found) => simple.extend(found),
                None => others.push(nodes),
            }
        }
        Ok(Self { literals: speller.add_place(&simple), others })
    }

    fn node(&self) -> Node {
        let literals = Node::Place(self.literals);
        if self.others.is_empty() {
            return literals;
        }
        Node::OneOf(std::iter::once(vec![literals]).chain(self.others.iter().cloned()).collect())
    }
}

/// A piece of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    /// One of these sequences; an empty one stands for "or nothing".
    OneOf(Vec<Vec<Node>>),
    /// One of these, or of a named list.
    Place(Place),
    /// Words in a row.
    Words(Literal),
    /// Up to so many words.
    Gap(u8),
}

/// No gap is wider: further apart, two words have nothing to do with each other.
const WIDEST_GAP: u8 = 12;
/// Alternatives inside an alternative are multiplied out up to this many.
const MOST_LITERALS: usize = 64;
/// A phrase that comes to more chains than this is refused: it is a page and not a phrase.
const MOST_CHAINS: usize = 64;

/// Takes a phrase apart.
///
/// # Errors
/// The first mistake in it.
fn parse(phrase: &str, lists: &Lists, speller: &mut Speller) -> Result<Vec<Node>, Mistake> {
    let (begins, ends) = marks(phrase);
    let at = phrase.find('^').filter(|_| begins).map_or(0, |at| at + 1);
    let inside = phrase.rfind('$').filter(|_| ends).unwrap_or(phrase.len());
    let mut parser = Parser { phrase: &phrase[..inside], at, depth: 0, lists, speller };
    let alternatives = parser.alternatives(None)?;
    let only_one = alternatives.len() == 1;
    let nodes =
        if only_one { alternatives.into_iter().next().unwrap_or_default() } else { vec![Node::OneOf(alternatives)] };
    if nodes.iter().all(|n| matches!(n, Node::Gap(_))) {
        return Err(Mistake { code: "phrase-empty", at: 0, found: phrase.to_owned() });
    }
    Ok(nodes)
}

/// Whether a phrase asks for the beginning, and for the end, of a sentence.
fn marks(phrase: &str) -> (bool, bool) {
    (phrase.trim_start().starts_with('^'), phrase.trim_end().ends_with('$'))
}

struct Parser<'a> {
    phrase: &'a str,
    at: usize,
    depth: u8,
    lists: &'a Lists,
    speller: &'a mut Speller,
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
                    if let Some(simple) = self.simple_alternatives(c) {
                        sequence.push(simple);
                        continue;
                    }
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
                '^' | '$' => return self.mistake("phrase-caret", here),
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

    /// The quick way through what most brackets hold: words and bars. None where there is more, or a mistake.
    fn simple_alternatives(&mut self, open: char) -> Option<Node> {
        let rest = &self.phrase[self.at..];
        let marks = |b: &u8| matches!(b, b'(' | b')' | b'[' | b']' | b'<' | b'>' | b'*' | b'^' | b'$' | b'.');
        let end = rest.as_bytes().iter().position(marks)?;
        let inside = &rest[..end];
        if !rest[end..].starts_with(if open == '(' { ')' } else { ']' }) {
            return None;
        }
        let mut literals = Vec::with_capacity(inside.bytes().filter(|b| *b == b'|').count() + 2);
        for alternative in inside.split('|') {
            literals.push(Some(self.speller.phrase(alternative, false)).filter(|l| !l.is_empty())?);
        }
        if open == '[' {
            literals.push(Literal::NOTHING);
        }
        self.at += end + 1;
        Some(Node::Place(self.speller.add_place(&literals)))
    }

    fn list(&mut self) -> Result<Node, Mistake> {
        let start = self.at;
        let Some(length) = self.phrase[start..].find('>') else { return self.mistake("phrase-never-closed", start) };
        let name = self.phrase[start + 1..start + length].trim();
        self.at = start + length + 1;
        let open = [("name", NAME), ("given-name", GIVEN_NAME)].into_iter().find(|(known, _)| *known == name);
        if let Some((_, number)) = open {
            return Ok(Node::Words(self.speller.open(number)));
        }
        match self.lists.get(name) {
            Some(list) => Ok(list.node()),
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
        let bytes = rest.as_bytes();
        let mark = |i: &usize| match bytes[*i] {
            b'|' | b'(' | b')' | b'[' | b']' | b'<' | b'>' | b'*' | b'^' | b'$' => true,
            b'.' => bytes.get(i + 1) == Some(&b'.'),
            _ => false,
        };
        let end = (0..bytes.len()).find(mark).unwrap_or(bytes.len());
        let beginning = rest[end..].starts_with('*');
        let after = rest[end..].chars().nth(1);
        if beginning && (!rest[..end].ends_with(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric)) {
            return self.mistake("phrase-star", self.at + end);
        }
        self.at += end + usize::from(beginning);
        let words = self.speller.phrase(&rest[..end], beginning);
        Ok((!words.is_empty()).then_some(Node::Words(words)))
    }
}

/// The chains of places that a phrase comes to.
///
/// # Errors
/// The first mistake in it, or that it comes to more than the engine takes.
pub fn chains(phrase: &str, lists: &Lists, speller: &mut Speller) -> Result<Vec<Chain>, Mistake> {
    let nodes = &parse(phrase, lists, speller)?;
    let marks = marks(phrase);
    let too_many = Mistake { code: "phrase-too-large", at: 0, found: String::new() };
    let ways = sequences(nodes, speller).ok_or(too_many)?;
    Ok(ways.into_iter().filter_map(|way| chain(way, marks, speller)).collect())
}

#[derive(Clone, Copy)]
enum Item {
    Place(Place),
    Gap(u8),
}

/// Alternatives that are literals become one place; those with gaps or beginnings inside go separate ways.
fn sequences(nodes: &[Node], speller: &mut Speller) -> Option<Vec<Vec<Item>>> {
    let mut ways: Vec<Vec<Item>> = vec![Vec::new()];
    for node in nodes {
        let alternatives = match node {
            Node::Gap(words) => {
                for way in &mut ways {
                    way.push(Item::Gap(*words));
                }
                continue;
            }
            Node::Place(place) => {
                for way in &mut ways {
                    way.push(Item::Place(*place));
                }
                continue;
            }
            Node::Words(literal) => {
                let place = speller.add_place(&[*literal]);
                for way in &mut ways {
                    way.push(Item::Place(place));
                }
                continue;
            }
            Node::OneOf(alternatives) => alternatives,
        };
        let mut simple = Vec::new();
        let mut options = Vec::new();
        for alternative in alternatives {
            match literals(alternative, speller) {
                Some(found) => simple.extend(found),
                None => options.extend(sequences(alternative, speller)?),
            }
        }
        if !simple.is_empty() {
            options.push(vec![Item::Place(speller.add_place(&simple))]);
        }
        if ways.len() * options.len() > MOST_CHAINS {
            return None;
        }
        if let [only] = &mut options[..] {
            for way in &mut ways {
                way.extend(only.iter().copied());
            }
            continue;
        }
        let with = |way: &Vec<Item>| options.iter().map(|o| [&way[..], &o[..]].concat()).collect::<Vec<_>>();
        ways = ways.iter().flat_map(with).collect();
    }
    Some(ways)
}

/// The literals that a sequence comes to, if it has no gap, no beginning but the last, and is not too large.
fn literals(nodes: &[Node], speller: &mut Speller) -> Option<Vec<Literal>> {
    let mut all = vec![Literal::NOTHING];
    for node in nodes {
        let next = match node {
            Node::Gap(_) => return None,
            Node::Words(literal) => vec![*literal],
            Node::Place(place) => speller.place(*place).to_vec(),
            Node::OneOf(alternatives) => {
                let mut union = Vec::new();
                for alternative in alternatives {
                    union.extend(literals(alternative, speller)?);
                }
                union
            }
        };
        all = product(&all, next, speller)?;
    }
    Some(all)
}

/// Every literal of the first followed by every literal of the second; none if that cannot be, or is too much.
fn product(first: &[Literal], second: Vec<Literal>, speller: &mut Speller) -> Option<Vec<Literal>> {
    if first == [Literal::NOTHING] {
        return Some(second);
    }
    if first.len() * second.len() > MOST_LITERALS || first.iter().any(|l| l.beginning) {
        return None;
    }
    let mut all = Vec::with_capacity(first.len() * second.len());
    for a in first {
        all.extend(second.iter().map(|b| speller.join(*a, *b)));
    }
    Some(all)
}

/// A chain of items; none where a place can be filled by nothing at all, or all of them may be left out.
fn chain(items: Vec<Item>, (begins, ends): (bool, bool), speller: &Speller) -> Option<Chain> {
    let mut chain = Chain { places: Vec::new(), gaps: Vec::new(), begins, ends };
    let mut gap = 0;
    for item in items {
        match item {
            Item::Gap(words) => gap = gap.max(words),
            Item::Place(place) => {
                if !chain.places.is_empty() {
                    chain.gaps.push(gap);
                }
                chain.places.push(place);
                gap = 0;
            }
        }
    }
    let filled = chain.places.iter().all(|place| !speller.place(*place).is_empty());
    let written = |l: &Literal| !l.is_empty() && !speller.is_open(*l);
    let needed = chain.places.iter().any(|place| speller.place(*place).iter().all(written));
    (filled && needed).then_some(chain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(phrase: &str) -> Vec<String> {
        let mut speller = Speller::default();
        let area = List::new(["sales", "bill*", "tech* desk"], &Lists::default(), &mut speller).expect("a list");
        let lists = Lists::from_iter([("area".to_owned(), area)]);
        let chains = chains(phrase, &lists, &mut speller).expect("chains");
        let literal = |l: &Literal| {
            let words: Vec<&str> = speller.row(*l).iter().map(|n| speller.word(*n)).collect();
            format!("{}{}", words.join(" "), if l.beginning { "*" } else { "" })
        };
        let place = |place: &Place| speller.place(*place).iter().map(literal).collect::<Vec<_>>().join("/");
        let show = |chain: &Chain| {
            let mut text = place(&chain.places[0]);
            for (gap, next) in chain.gaps.iter().zip(&chain.places[1..]) {
                text += &format!(" {gap} {}", place(next));
            }
            text
        };
        chains.iter().map(show).collect()
    }

    fn wrong(phrase: &str) -> (&'static str, usize) {
        let mistake = parse(phrase, &Lists::default(), &mut Speller::default()).expect_err("a mistake");
        (mistake.code, mistake.at)
    }

    #[test]
    fn alternatives_and_optional_words_become_places() {
        assert_eq!(shown("¿Me (regala|da) [por favor] su nombre?"), ["me 0 regala/da 0 por favor/ 0 su nombre"]);
        assert_eq!(shown("(a [b]|c (d|e)) f"), ["a b/c d/c e/a 0 f"]);
    }

    #[test]
    fn gaps_beginnings_and_lists_stand_between() {
        assert_eq!(shown("transfer* ..4 <area>"), ["transfer* 4 tech* 0 desk", "transfer* 4 sales/bill*"]);
        assert_eq!(shown("transfer* la llamada"), ["transfer* 0 la llamada"]);
    }

    #[test]
    fn a_gap_inside_an_alternative_goes_its_own_way() {
        assert_eq!(shown("(put you ..2 hold|hold on) please"), ["put you 2 hold 0 please", "hold on 0 please"]);
    }

    #[test]
    fn a_phrase_that_may_be_nothing_is_none() {
        assert_eq!(shown("[a] ..2 [b]"), Vec::<String>::new());
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
        assert_eq!(wrong("a ^b"), ("phrase-caret", 2));
        assert_eq!(wrong("a$ b"), ("phrase-caret", 1));
        assert_eq!(wrong(""), ("phrase-empty", 0));
    }
}
