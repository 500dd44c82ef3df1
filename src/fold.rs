//! Folding: text as the ear compares it. Case, accents and apostrophes go, punctuation becomes a space or a
//! sentence break, and every word remembers where it stood in the original. Everything that compares words uses
//! this one form; any room may use it.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

/// A word of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Byte offset of the word in the folded text.
    pub at: u32,
    /// Bytes of the word in the folded text.
    pub length: u32,
    /// Byte offset of its first character in the original.
    pub start: u32,
    /// Byte offset after its last character in the original.
    pub end: u32,
    /// Number of its sentence in the text, from 0. Gaps in phrases do not cross sentences.
    pub sentence: u32,
}

/// A folded text: ` good morning . my name is ana . ` with its words.
///
/// Every word has a space on both sides, so that a phrase with a space on both sides matches whole words only.
/// A sentence break is a word of its own in the text (` . `), but not in `words`.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Its words in order.
    pub words: Vec<Word>,
    /// Bracketed pieces of the original (`[hold]`), byte ranges with the brackets. No words are taken from them.
    pub events: Vec<Range<u32>>,
    /// Of each sentence, whether a question mark ends it.
    asked: Vec<bool>,
    /// The text has punctuation, so that the lack of a mark means something.
    punctuated: bool,
    sentence: u32,
    ended: bool,
}

impl Folded {
    /// The folded form of one word.
    pub fn word(&self, index: usize) -> &str {
        let Word { at, length, .. } = self.words[index];
        &self.text[at as usize..(at + length) as usize]
    }

    /// The byte range in the original of the words from `first` up to, not including, `last`.
    pub fn original(&self, first: usize, last: usize) -> Range<u32> {
        self.words[first].start..self.words[last - 1].end
    }

    /// Whether a word is the first of its sentence; the one after the last word begins one too.
    pub fn begins_sentence(&self, word: usize) -> bool {
        word == 0 || self.words.get(word).is_none_or(|w| self.words[word - 1].sentence != w.sentence)
    }

    /// Whether a sentence asks: it ends in a question mark, or nobody set marks in this text.
    pub fn may_ask(&self, sentence: u32) -> bool {
        !self.punctuated || self.asks(sentence)
    }

    /// Whether a sentence ends in a question mark.
    pub fn asks(&self, sentence: u32) -> bool {
        self.asked.get(sentence as usize).copied().unwrap_or(false)
    }

    fn clear(&mut self) {
        self.asked.clear();
        self.punctuated = false;
        self.text.clear();
        self.words.clear();
        self.events.clear();
        self.sentence = 0;
        self.ended = false;
        self.text.push(' ');
    }
}

/// How a language's words are taken: sounds that are not heard, and short forms with the words they stand for.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    /// Folded word to what is heard instead; empty for a filler.
    words: FxHashMap<Box<str>, Box<str>>,
    /// By first byte the lengths of those words, a bit each: nearly every word is told by these to be none of them.
    lengths: Lengths,
    /// Folded titles, behind which a dot ends no sentence.
    titles: FxHashSet<Box<str>>,
}

impl Habits {
    /// From fillers, short forms and titles as written in a language's file.
    pub fn new<'a>(
        fillers: impl IntoIterator<Item = &'a str>,
        same: impl IntoIterator<Item = (&'a str, &'a str)>,
        titles: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let heard = fillers.into_iter().map(|filler| (filler, "")).chain(same);
        let words: FxHashMap<Box<str>, Box<str>> =
            heard.map(|(word, meant)| (words_of(word).into(), words_of(meant).into())).collect();
        let mut lengths = Lengths::default();
        for word in words.keys() {
            lengths.add(word);
        }
        Self { words, lengths, titles: titles.into_iter().map(|title| words_of(title).into()).collect() }
    }

    /// Whether a word is a title written short, as "Sr" and "Mrs" are: the dot behind it is its own.
    fn is_short_title(&self, out: &Folded, word: usize) -> bool {
        const LONGEST: u32 = 4;
        let place = out.words[word];
        place.end - place.start <= LONGEST && self.titles.contains(out.word(word))
    }

    /// What is heard in the place of a word, if it is something else.
    fn heard(&self, word: &str) -> Option<&str> {
        let meant = if self.lengths.may_have(word) { self.words.get(word) } else { None };
        meant.map(|meant| &**meant).filter(|meant| *meant != word)
    }
}

#[derive(Debug, Clone)]
struct Lengths([u64; 256]);

impl Default for Lengths {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Lengths {
    fn place(word: &str) -> Option<(usize, u64)> {
        let first = word.as_bytes().first()?;
        Some((*first as usize, 1 << word.len().min(63)))
    }

    fn add(&mut self, word: &str) {
        if let Some((first, length)) = Self::place(word) {
            self.0[first] |= length;
        }
    }

    fn may_have(&self, word: &str) -> bool {
        Self::place(word).is_some_and(|(first, length)| self.0[first] & length != 0)
    }
}

/// The folded words of a short text, one space between: `words_of("¿Qué tal?") == "que tal"`.
pub fn words_of(text: &str) -> String {
    let mut folded = Folded::default();
    fold_into(text, &Habits::default(), &mut folded);
    let words = folded.text.split(' ').filter(|w| !w.is_empty() && *w != ".");
    words.collect::<Vec<_>>().join(" ")
}

/// Folds a text into `out`, whose buffers are used again.
pub fn fold_into(text: &str, habits: &Habits, out: &mut Folded) {
    out.clear();
    out.text.reserve(text.len() + 8);
    let bytes = text.as_bytes();
    let mut word = WordInProgress::default();
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        if byte.is_ascii_alphanumeric() && !word.open {
            i = plain_run(text, i, &mut word, out);
        } else if byte.is_ascii_alphanumeric() {
            word.push(byte.to_ascii_lowercase() as char, i, i + 1, out);
            i += 1;
        } else if byte < 0x80 {
            i = ascii_mark(bytes, i, &mut word, habits, out);
        } else {
            let Some(c) = text[i..].chars().next() else { break };
            let next = i + c.len_utf8();
            other_character(c, i, next, &mut word, habits, out);
            i = next;
        }
    }
    word.finish(habits, out);
    out.end_sentence(false);
}

/// Of each byte the small letter or the digit that it is; zero for anything else.
const SMALL: [u8; 256] = {
    let mut small = [0; 256];
    let mut byte = 0u8;
    while byte < 0x80 {
        if byte.is_ascii_alphanumeric() {
            small[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// The unaccented letters and digits with which a word begins, at once. Returns where to go on.
fn plain_run(text: &str, from: usize, word: &mut WordInProgress, out: &mut Folded) -> usize {
    let bytes = &text.as_bytes()[from..];
    let (mut length, mut before, mut drawn_out, mut twice, mut capitals) = (0, 0, false, false, false);
    for byte in bytes {
        let small = SMALL[*byte as usize];
        if small == 0 {
            break;
        }
        let again = small == before;
        drawn_out |= again && twice;
        capitals |= small != *byte;
        (length, before, twice) = (length + 1, small, again);
    }
    if drawn_out {
        word.push(char::from(bytes[0].to_ascii_lowercase()), from, from + 1, out);
        return from + 1;
    }
    let (at, to) = (out.text.len(), from + length);
    out.text.push_str(&text[from..to]);
    if capitals {
        out.text[at..].make_ascii_lowercase();
    }
    let twice = twice && before.is_ascii_alphabetic();
    *word = WordInProgress { open: true, from: at, start: from, end: to, run: u8::from(twice) };
    to
}

/// A punctuation mark or a space. Returns where to go on.
fn ascii_mark(bytes: &[u8], i: usize, word: &mut WordInProgress, habits: &Habits, out: &mut Folded) -> usize {
    match bytes[i] {
        b'\'' | b'`' => {
            let joins = bytes.get(i + 1).is_some_and(u8::is_ascii_alphabetic) || bytes.get(i + 1) >= Some(&0x80);
            if !joins {
                word.finish(habits, out);
            }
        }
        open @ (b'[' | b'{' | b'<') => {
            if let Some(length) = event_length(&bytes[i..], open) {
                word.finish(habits, out);
                out.events.push(i as u32..(i + length) as u32);
                return i + length;
            }
            word.finish(habits, out);
        }
        b'.' | b'!' | b'?' | b';' | b'\n' => {
            word.finish(habits, out);
            // "4.50", "www.x.com" and "..." end no sentence.
            let next = bytes.get(i + 1).copied();
            let before_space = next.is_none_or(|n| n.is_ascii_whitespace() || matches!(n, b'"' | b'\'' | b')'));
            let dots = bytes[i] == b'.' && i > 0 && bytes[i - 1] == b'.';
            let title = || out.words.len().checked_sub(1).is_some_and(|last| habits.is_short_title(out, last));
            if bytes[i] != b'.' || (before_space && !dots && !title()) {
                out.end_sentence(bytes[i] == b'?');
            }
            out.punctuated |= bytes[i] != b'\n';
        }
        mark => {
            word.finish(habits, out);
            out.punctuated |= mark == b',';
        }
    }
    i + 1
}

/// The length of a bracketed event, brackets included; none if it does not close soon on the same line.
fn event_length(bytes: &[u8], open: u8) -> Option<usize> {
    const LONGEST_EVENT: usize = 120;
    let close = match open {
        b'[' => b']',
        b'{' => b'}',
        _ => b'>',
    };
    // "if x < 5" opens nothing.
    if open == b'<' && !bytes.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80) {
        return None;
    }
    let end = bytes.iter().take(LONGEST_EVENT).position(|&b| b == close || b == b'\n')?;
    (bytes[end] == close && end > 1).then_some(end + 1)
}

fn other_character(c: char, at: usize, next: usize, word: &mut WordInProgress, habits: &Habits, out: &mut Folded) {
    match c {
        '’' | '‘' | 'ʼ' | '´' => {}
        // Combining accents and invisible joiners belong to the letter before.
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {
            word.end = next;
        }
        '。' | '！' | '？' => {
            word.finish(habits, out);
            out.end_sentence(c == '？');
        }
        // "Thank you, ¿may I …?": the opening mark begins a sentence of its own.
        '¿' | '¡' => {
            word.finish(habits, out);
            out.end_sentence(false);
            out.punctuated = true;
        }
        _ if c.is_alphanumeric() => match plain_letters(c) {
            Some(letters) => letters.chars().for_each(|l| word.push(l, at, next, out)),
            None => c.to_lowercase().for_each(|l| word.push(l, at, next, out)),
        },
        _ => word.finish(habits, out),
    }
}

#[derive(Default)]
struct WordInProgress {
    open: bool,
    /// Where the word begins in the folded text.
    from: usize,
    start: usize,
    end: usize,
    /// How often its last letter has just been repeated.
    run: u8,
}

impl WordInProgress {
    fn push(&mut self, letter: char, start: usize, end: usize, out: &mut Folded) {
        if !self.open {
            *self = Self { open: true, from: out.text.len(), start, end, run: 0 };
        } else if letter.is_ascii_alphabetic() && out.text.as_bytes()[out.text.len() - 1] == letter as u8 {
            // "graciasss", "hellooo": a third letter is a voice drawn out; one is kept.
            self.run = self.run.saturating_add(1);
            // "AAA" and "www" are words as they are.
            if self.run >= 2 && out.text.len() - self.from > 2 {
                if self.run == 2 {
                    out.text.pop();
                }
                self.end = end;
                return;
            }
        } else {
            self.run = 0;
        }
        out.text.push(letter);
        self.end = end;
    }

    fn finish(&mut self, habits: &Habits, out: &mut Folded) {
        if !self.open {
            return;
        }
        self.open = false;
        let Some(heard) = habits.heard(&out.text[self.from..]) else {
            out.add_word(self.from, out.text.len() - self.from, self.start, self.end);
            out.text.push(' ');
            return;
        };
        out.text.truncate(self.from);
        // A short form may stand for several words; each has the place of the whole.
        for meant in heard.split(' ').filter(|w| !w.is_empty()) {
            out.add_word(out.text.len(), meant.len(), self.start, self.end);
            out.text.push_str(meant);
            out.text.push(' ');
        }
    }
}

impl Folded {
    fn add_word(&mut self, at: usize, length: usize, start: usize, end: usize) {
        self.ended = false;
        let (at, length) = (at as u32, length as u32);
        self.words.push(Word { at, length, start: start as u32, end: end as u32, sentence: self.sentence });
    }

    fn end_sentence(&mut self, asks: bool) {
        if self.ended {
            // "what?!" asks, whichever mark comes first.
            if let Some(last) = self.asked.last_mut() {
                *last |= asks;
            }
        } else if !self.words.is_empty() {
            self.asked.push(asks);
            self.text.push_str(". ");
            self.sentence += 1;
            self.ended = true;
        }
    }
}

/// The plain letters of an accented Latin letter or ligature; none if the character is not one.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' | 'Ā' | 'Ă' | 'Ą'
        | 'ª' => "a",
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'É' | 'È' | 'Ê' | 'Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' => {
            "e"
        }
        'í' | 'ì' | 'î' | 'ï' | 'ĩ' | 'ī' | 'į' | 'ı' | 'Í' | 'Ì' | 'Î' | 'Ï' | 'Ĩ' | 'Ī' | 'Į' | 'İ' => {
            "i"
        }
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' | 'Ó' | 'Ò' | 'Ô' | 'Ö' | 'Õ' | 'Ø' | 'Ō' | 'Ő' | 'º' => {
            "o"
        }
        'ú' | 'ù' | 'û' | 'ü' | 'ũ' | 'ū' | 'ů' | 'ű' | 'ų' | 'Ú' | 'Ù' | 'Û' | 'Ü' | 'Ũ' | 'Ū' | 'Ů' | 'Ű' | 'Ų' => {
            "u"
        }
        'ñ' | 'Ñ' | 'ń' | 'ň' | 'ņ' | 'Ń' | 'Ň' | 'Ņ' => "n",
        'ç' | 'Ç' | 'ć' | 'č' | 'Ć' | 'Č' => "c",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "y",
        'ś' | 'š' | 'ş' | 'Ś' | 'Š' | 'Ş' => "s",
        'ź' | 'ž' | 'ż' | 'Ź' | 'Ž' | 'Ż' => "z",
        'ł' | 'ľ' | 'Ł' | 'Ľ' => "l",
        'ğ' | 'Ğ' => "g",
        'ř' | 'Ř' => "r",
        'ť' | 'ţ' | 'Ť' | 'Ţ' => "t",
        'ď' | 'đ' | 'Ď' | 'Đ' => "d",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Folded {
        let habits = Habits::new(["eh", "um"], [("xq", "por que"), ("sr", "señor")], ["señor", "Mr"]);
        let mut out = Folded::default();
        fold_into(text, &habits, &mut out);
        out
    }

    #[test]
    fn case_accents_and_apostrophes_go() {
        assert_eq!(folded("¿Qué TAL, señor? I don’t KNOW").text, " que tal senor . i dont know . ");
    }

    #[test]
    fn a_word_keeps_its_place_in_the_original() {
        let text = "Sí, señor Núñez.";
        let f = folded(text);
        let pieces: Vec<&str> = f.words.iter().map(|w| &text[w.start as usize..w.end as usize]).collect();
        assert_eq!(pieces, ["Sí", "señor", "Núñez"]);
    }

    #[test]
    fn numbers_and_dots_end_no_sentence() {
        assert_eq!(folded("It is 4.50 at x.com... right").text, " it is 4 50 at x com right . ");
        assert_eq!(folded("Sr. Gómez, Mr. Lee. Bye").text, " senor gomez mr lee . bye . ");
    }

    #[test]
    fn fillers_are_not_heard_and_short_forms_are_the_words_they_stand_for() {
        let f = folded("um gracias eh xq no");
        assert_eq!(f.text, " gracias por que no . ");
        assert_eq!(f.words.len(), 4);
    }

    #[test]
    fn drawn_out_letters_are_one() {
        assert_eq!(folded("graciasss hellooo coffee AAA").text, " gracias hello coffee aaa . ");
    }

    #[test]
    fn events_are_set_apart() {
        let text = "Un momento. [espera 45 s] Gracias";
        let f = folded(text);
        assert_eq!(f.text, " un momento . gracias . ");
        assert_eq!(&text[f.events[0].start as usize..f.events[0].end as usize], "[espera 45 s]");
    }

    #[test]
    fn a_bracket_that_never_closes_is_no_event() {
        assert_eq!(folded("a [b c").text, " a b c . ");
    }
}
