//! The words of a text as the redaction sees them: folded, with their places, and text without them between. Used by
//! everything in this room.

use std::ops::Range;

use crate::fold::{Folded, Habits, fold_into};

/// Stands for a masked character.
pub(super) const MASK: char = '•';

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// Letters only.
    Letters,
    /// Digits only.
    Digits,
    /// Both, or neither.
    Mixed,
    /// Something in it is masked already.
    Masked,
}

/// What a number word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeral {
    /// A number.
    Value(u32),
    /// So many times what follows.
    Times(u32),
}

/// What is known of a folded word. It is looked up once, when the text is taken apart.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Meaning {
    /// A bit for each kind that it is of.
    pub what: u32,
    /// What it says as a number.
    pub numeral: Option<Numeral>,
    /// Its number among the words of phrases; none is zero.
    pub token: u32,
}

/// A word with its place.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Where its folded form stands in the folded text.
    at: Range<u32>,
    /// Number of its sentence.
    pub sentence: u32,
    /// What it is made of.
    pub made: Made,
    /// It begins with a capital.
    pub capital: bool,
    /// Its folded form is one character.
    pub single: bool,
    /// A bit for each kind that it is of.
    pub what: u32,
    /// What it says as a number.
    pub numeral: Option<Numeral>,
    /// Its number among the words of phrases; none is zero.
    pub token: u32,
}

/// A text taken apart.
#[derive(Debug, Default)]
pub(super) struct Words<'t> {
    /// The text as it was.
    pub text: &'t str,
    /// ` mi nombre es . ana `: a space around each word, a dot where a sentence ends.
    pub folded: String,
    /// The words in order.
    pub list: Vec<Word>,
    /// What any of its words is.
    any: Any,
}

/// What any word of a text is: most looking can be left where none is what is looked for.
#[derive(Debug, Default, Clone, Copy)]
struct Any {
    capitals: bool,
    /// A digit or its like stands in the text, in whatever word.
    numeric: bool,
    /// A sign stands in it that an e-mail address has.
    at: bool,
    numerals: bool,
    made: [bool; 4],
    what: u32,
}

/// A digit of any of the usual scripts.
pub(super) fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    Some((c as u32 - zero as u32) as u8)
}

fn belongs(c: char) -> bool {
    c == MASK
        || c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '´' | '`')
}

/// What words with accents are folded with, and into.
#[derive(Default)]
struct Buffer {
    habits: Habits,
    folded: Folded,
}

impl<'t> Words<'t> {
    /// Takes a text apart. Where `apart` is set, letters and digits side by side are words of their own, as in the name
    /// of a file. `meaning` tells what is known of a folded word, `short_title` words behind which a dot ends no sentence.
    pub fn new(
        text: &'t str,
        apart: bool,
        meaning: impl Fn(&str) -> Meaning,
        short_title: impl Fn(&str, u32) -> bool,
    ) -> Self {
        let mut folded = String::with_capacity(text.len() + 16);
        folded.push(' ');
        let mut words = Self { text, folded, list: Vec::with_capacity(text.len() / 4 + 1), any: Any::default() };
        let mut buffer = Buffer::default();
        let mut open: Option<usize> = None;
        let mut sentence = 0;
        let mut before = ' ';
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let next = rest.peek().map(|(_, next)| *next);
            let joins = apostrophe(c) && open.is_some() && next.is_some_and(char::is_alphabetic);
            if belongs(c) || joins {
                let turns = apart && digit(c).is_some() != digit(before).is_some();
                if let Some(start) = open
                    && turns
                {
                    words.add(start, at, sentence, &mut buffer, &meaning);
                    open = None;
                }
                open.get_or_insert(at);
                before = c;
                continue;
            }
            before = c;
            words.any.at |= matches!(c, '@' | '(' | '[');
            if let Some(start) = open.take() {
                // "C/ Mayor": the stroke belongs to the letter.
                let to = if c == '/' && at - start == 1 { at + 1 } else { at };
                words.add(start, to, sentence, &mut buffer, &meaning);
            }
            let space = next.is_none_or(|n| n.is_whitespace() || matches!(n, '"' | '\'' | ')'));
            let ends = match c {
                '!' | '?' | ';' | '\n' | '¿' | '¡' | '…' => true,
                '.' => space && !words.list.last().is_some_and(|last| short_title(words.form(last), last.what)),
                _ => false,
            };
            if ends && !words.folded.ends_with(" . ") && !words.list.is_empty() {
                sentence += 1;
                words.folded.push_str(". ");
            }
        }
        if let Some(start) = open {
            words.add(start, text.len(), sentence, &mut buffer, &meaning);
        }
        words
    }

    /// The same without the text, to be kept while the text is elsewhere.
    pub fn without_text(self) -> Words<'static> {
        Words { text: "", folded: self.folded, list: self.list, any: self.any }
    }

    /// The same with its text again.
    pub fn with_text(self, text: &str) -> Words<'_> {
        Words { text, folded: self.folded, list: self.list, any: self.any }
    }

    fn add(&mut self, start: usize, end: usize, sentence: u32, buffer: &mut Buffer, meaning: impl Fn(&str) -> Meaning) {
        let form = &self.text[start..end];
        let from = self.folded.len();
        let (mut letters, mut digits, mut masked) = (false, false, false);
        if form.is_ascii() {
            let mut marks = false;
            for b in form.bytes() {
                digits |= b.is_ascii_digit();
                letters |= b.is_ascii_alphabetic();
                marks |= matches!(b, b'\'' | b'`');
            }
            if marks {
                self.folded.extend(form.chars().filter(|c| !apostrophe(*c)));
            } else {
                self.folded.push_str(form);
            }
            self.folded[from..].make_ascii_lowercase();
        } else {
            for c in form.chars() {
                masked |= c == MASK;
                digits |= c.is_numeric();
                letters |= c.is_alphabetic();
            }
            if masked {
                self.folded.push(MASK);
            } else if letters {
                fold_into(form, &buffer.habits, &mut buffer.folded);
                self.folded.extend(buffer.folded.text.split(' ').filter(|part| *part != "."));
            } else {
                self.folded.extend(form.chars().filter_map(digit).map(|d| char::from(b'0' + d)));
            }
        }
        if self.folded.len() == from {
            self.folded.push('?');
        }
        let made = match (masked, letters, digits) {
            (true, ..) => Made::Masked,
            (_, true, false) => Made::Letters,
            (_, false, true) if self.folded[from..].bytes().all(|b| b.is_ascii_digit()) => Made::Digits,
            _ => Made::Mixed,
        };
        let capital = form.chars().next().is_some_and(char::is_uppercase);
        let folded = &self.folded[from..];
        let single = folded.chars().nth(1).is_none();
        let Meaning { what, numeral, token } = meaning(folded);
        self.any.capitals |= capital;
        self.any.numeric |= digits;
        self.any.numerals |= numeral.is_some();
        self.any.made[made as usize] = true;
        self.any.what |= what;
        let at = from as u32..self.folded.len() as u32;
        self.list.push(Word { start, end, at, sentence, made, capital, single, what, numeral, token });
        self.folded.push(' ');
    }

    fn form(&self, word: &Word) -> &str {
        &self.folded[word.at.start as usize..word.at.end as usize]
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The folded form of a word; nothing behind the last.
    pub fn word(&self, index: usize) -> &str {
        self.list.get(index).map_or("", |word| self.form(word))
    }

    /// A word that says whose something is, without the "'s"; none where it does not.
    pub fn owner(&self, index: usize) -> Option<&str> {
        let word = self.list.get(index)?;
        let form = &self.text[word.start..word.end];
        let mut end = form.chars().rev();
        let owns = matches!(end.next(), Some('s' | 'S')) && end.next().is_some_and(apostrophe);
        if owns { self.form(word).strip_suffix('s') } else { None }
    }

    /// What stands between a word and the one before it; at the ends what stands there.
    pub fn gap(&self, word: usize) -> &'t str {
        let end = self.text.len();
        let from = word.checked_sub(1).map_or(0, |before| self.list.get(before).map_or(end, |w| w.end));
        let to = self.list.get(word).map_or(end, |w| w.start);
        self.text.get(from..to).unwrap_or("")
    }

    /// Whether a word is the first of its sentence.
    pub fn begins(&self, word: usize) -> bool {
        word == 0 || self.list[word - 1].sentence != self.list[word].sentence
    }

    /// Whether two words stand in the same sentence.
    pub fn together(&self, one: usize, other: usize) -> bool {
        match (self.list.get(one), self.list.get(other)) {
            (Some(one), Some(other)) => one.sentence == other.sentence,
            _ => false,
        }
    }

    /// What kinds a word is of; none behind the last.
    pub fn what(&self, index: usize) -> u32 {
        self.list.get(index).map_or(0, |word| word.what)
    }

    /// Whether a word is of any of these kinds.
    pub fn is(&self, index: usize, what: u32) -> bool {
        self.what(index) & what != 0
    }

    /// What a word says as a number.
    pub fn numeral(&self, index: usize) -> Option<Numeral> {
        self.list.get(index)?.numeral
    }

    /// The text has capitals at all.
    pub fn has_capitals(&self) -> bool {
        self.any.capitals
    }

    /// Whether any word is made so.
    pub fn any_made(&self, made: Made) -> bool {
        self.any.made[made as usize]
    }

    /// Whether any word is of any of these kinds.
    pub fn any_is(&self, what: u32) -> bool {
        self.any.what & what != 0
    }

    /// Whether there is a digit in the text, or its like.
    pub fn has_digits(&self) -> bool {
        self.any.numeric
    }

    /// Whether there is a sign that an e-mail address has: "@", or what "(at)" begins with.
    pub fn has_at(&self) -> bool {
        self.any.at
    }

    /// Whether there is a word of digits, or one that says a number.
    pub fn has_numbers(&self) -> bool {
        self.any.numerals || self.any_made(Made::Digits)
    }

    /// Bytes of the text from one word to another, both included.
    pub fn span(&self, first: usize, last: usize) -> Range<usize> {
        self.list[first].start..self.list[last].end
    }
}
