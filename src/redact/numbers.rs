//! Numbers as they are written or said: digits in groups, number words, both mixed. Sums, times and dates are told
//! apart here; whether a number is personal is told by `judge`.

use super::known::{Said, Says, is};
use super::words::{Made, Numeral, Words};

/// A number in a row of numbers: what is said in one, such as "forty two" or "1.299,00".
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub first: usize,
    pub last: usize,
    pub digits: String,
}

/// Numbers in a row with nothing between them.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub parts: Vec<Part>,
}

impl Run {
    pub fn first(&self) -> usize {
        self.parts.first().map_or(0, |part| part.first)
    }

    pub fn last(&self) -> usize {
        self.parts.last().map_or(0, |part| part.last)
    }

    pub fn digits(&self) -> String {
        self.parts.iter().map(|part| part.digits.as_str()).collect()
    }
}

/// A date in digits: its first and last word, and whether strokes part them.
pub(super) type Date = (usize, usize, bool);

/// The numbers of a text.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub runs: Vec<Run>,
    /// Dates written in digits.
    pub dates: Vec<Date>,
}

/// Between two words of a row stands no more than this.
const WIDEST_GAP: usize = 8;

impl Numbers {
    /// `said` are the phrases of the text: "four" in "last four" is no digit of a number.
    pub fn of(words: &Words<'_>, said: &[Said]) -> Self {
        let mut numbers = Self::default();
        if !words.has_numbers() {
            return numbers;
        }
        let mut taken = Vec::new();
        for said in said.iter().filter(|s| matches!(s.says, Says::Ending | Says::Card | Says::Code)) {
            taken.resize(words.len(), false);
            taken[said.first..=said.last].fill(true);
        }
        let mut run: Vec<Part> = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let number = words.list[i].made == Made::Digits || words.list[i].numeral.is_some();
            let is_taken = taken.get(i).copied().unwrap_or(false);
            if !number && !is_taken {
                i += 1;
            } else if is_taken {
                numbers.close(&mut run, words, said);
                i += 1;
            } else if let Some(last) = date(words, i) {
                let stroke = words.gap(i + 1) == "/";
                numbers.close(&mut run, words, said);
                numbers.dates.push((i, last, stroke));
                i = last + 1;
            } else if let Some(last) = time(words, i) {
                numbers.close(&mut run, words, said);
                i = last + 1;
            } else if let Some(last) = hour(words, said, i) {
                numbers.close(&mut run, words, said);
                i = last + 1;
            } else if let Some(part) = part(words, i) {
                if !run.last().is_none_or(|before| joined(words, before.last, i)) {
                    numbers.close(&mut run, words, said);
                }
                i = part.last + 1;
                run.push(part);
            } else {
                i += 1;
            }
        }
        numbers.close(&mut run, words, said);
        numbers
    }

    /// Ends a row, without the sums and measures at its ends.
    fn close(&mut self, run: &mut Vec<Part>, words: &Words<'_>, said: &[Said]) {
        const LONGEST_SUM: usize = 8;
        let mut parts = std::mem::take(run);
        if let Some(first) = parts.first()
            && first.digits.len() <= LONGEST_SUM
            && words.gap(first.first).trim_end().ends_with(is_sign)
        {
            parts.remove(0);
        }
        if let Some(last) = parts.last()
            && last.digits.len() <= LONGEST_SUM
        {
            let gap = words.gap(last.last + 1);
            let plain = gap.chars().all(char::is_whitespace);
            if gap.trim_start().starts_with(is_sign) || plain && is_unit(words, said, last.last + 1) {
                parts.pop();
            }
        }
        // "Twelve pounds fifty": what follows is of the same sum.
        if let [only] = &parts[..]
            && only.digits.len() <= 2
            && ends_sum(words, only.first)
        {
            parts.clear();
        }
        // "12,30" by itself is a price.
        let price =
            |part: &Part| part.last == part.first + 1 && words.word(part.last).len() == 2 && part.digits.len() <= 6;
        // "0.1435" is a rate.
        let rate = |part: &Part| part.last == part.first + 1 && words.word(part.first) == "0";
        parts.retain(|part| !rate(part));
        let is_price =
            parts.len() == 1 && parts.iter().all(|part| words.list[part.first].made == Made::Digits && price(part));
        if !parts.is_empty() && !is_price {
            self.runs.push(Run { parts });
        }
    }
}

/// Whether a unit begins at a word: "euros", "de la tarde".
fn is_unit(words: &Words<'_>, said: &[Said], word: usize) -> bool {
    let from = said.partition_point(|said| said.first < word);
    words.is(word, is::UNIT)
        || said[from..].iter().take_while(|said| said.first == word).any(|said| said.says == Says::Unit)
}

/// Whether a number and its unit stand before a word, and perhaps a small word between.
fn ends_sum(words: &Words<'_>, word: usize) -> bool {
    let number = |word: usize| words.list[word].made == Made::Digits || words.numeral(word).is_some();
    let measure = |unit: usize| unit > 0 && words.is(unit, is::UNIT) && number(unit - 1);
    let joint = |word: usize| words.is(word, is::JOINT | is::LINK);
    word > 0 && words.together(word - 1, word) && measure(word - 1)
        || word > 1 && words.together(word - 2, word) && joint(word - 1) && measure(word - 2)
}

/// The last word of a time of day that is called one: "at nine thirty", "a las 12".
fn hour(words: &Words<'_>, said: &[Said], at: usize) -> Option<usize> {
    let ends_here = |said: &&Said| said.last + 1 == at;
    let before = said[..said.partition_point(|said| said.first < at)].iter().rev().take(8);
    let mut told = false;
    for said in before.filter(ends_here) {
        // "Reach me at", "ending at"
        if said.says.is_of_numbers() {
            return None;
        }
        told |= said.says == Says::Clock;
    }
    let hour = told.then(|| part(words, at)).flatten()?;
    if hour.digits.len() > 2 || !hour.digits.parse::<u8>().is_ok_and(|hour| hour <= 24) {
        return None;
    }
    let minutes = (hour.last + 1 < words.len() && joined(words, hour.last, hour.last + 1))
        .then(|| part(words, hour.last + 1))
        .flatten();
    let last = minutes.as_ref().filter(|m| m.digits.len() == 2).map_or(hour.last, |m| m.last);
    // More behind it: no time.
    let more = last + 1 < words.len() && joined(words, last, last + 1) && part(words, last + 1).is_some();
    (!more).then_some(last)
}

pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '%' | '°')
}

/// Whether nothing stands between two numbers but what parts the groups of one.
fn joined(words: &Words<'_>, before: usize, next: usize) -> bool {
    if next - before > 3 {
        return false;
    }
    let thin = |word: usize| {
        let gap = words.gap(word);
        let part = |c: char| c.is_whitespace() || "-–—−.,/()+#:'*_|…".contains(c);
        gap.chars().count() <= WIDEST_GAP && gap.chars().all(part)
    };
    (before + 1..=next).all(thin) && (before + 1..next).all(|word| words.is(word, is::JOINT))
}

/// A number that begins at a word.
fn part(words: &Words<'_>, at: usize) -> Option<Part> {
    let word = &words.list[at];
    match word.made {
        Made::Digits => {
            let mut digits = words.word(at).to_owned();
            let mut last = at;
            // "1.299,00" is one number.
            while words.list.get(last + 1).is_some_and(|w| w.made == Made::Digits)
                && matches!(words.gap(last + 1), "." | ",")
                && words.word(last + 1).len() <= 3
            {
                last += 1;
                digits.push_str(words.word(last));
            }
            Some(Part { first: at, last, digits })
        }
        Made::Letters => spoken(words, at),
        _ => None,
    }
}

/// A number said in words.
fn spoken(words: &Words<'_>, at: usize) -> Option<Part> {
    // More words than this no number has.
    const LONGEST: usize = 12;
    let value = |word: usize| {
        let plain = words.list.get(word).is_some_and(|w| w.made == Made::Letters);
        if plain { words.numeral(word) } else { None }
    };
    let first = match value(at)? {
        Numeral::Value(value) => u64::from(value),
        Numeral::Times(times) => {
            let (digits, last) = match value(at + 1) {
                Some(Numeral::Value(value)) => (value.to_string(), at + 1),
                _ if words.list.get(at + 1).is_some_and(|w| w.made == Made::Digits) => {
                    (words.word(at + 1).to_owned(), at + 1)
                }
                _ => return None,
            };
            let digits = if digits.len() == 1 { digits.repeat(times.min(4) as usize) } else { digits };
            return Some(Part { first: at, last, digits });
        }
    };
    let (mut base, mut low, mut room) = (0, first, room_in(first));
    if first == 1000 {
        (base, low, room) = (1000, 0, 1000);
    }
    let mut last = at;
    while last - at < LONGEST && first > 0 {
        let side_by_side = |word: usize| matches!(words.gap(word), " " | "-");
        let mut next = last + 1;
        if !side_by_side(next) {
            break;
        }
        // "cuarenta y dos", "two hundred and five"
        if value(next).is_none() && words.is(next, is::JOINT) && room > 1 && side_by_side(next + 1) {
            next += 1;
        }
        let Some(Numeral::Value(more)) = value(next) else { break };
        let more = u64::from(more);
        if more == 1000 && base == 0 && next == last + 1 {
            (base, low, room) = (low.max(1) * 1000, 0, 1000);
        } else if more == 100 && (1..100).contains(&low) && next == last + 1 {
            (low, room) = (low * 100, 100);
        } else if more > 0 && more < room && more < 1000 {
            (low, room) = (low + more, room_in(more));
        } else {
            break;
        }
        last = next;
    }
    Some(Part { first: at, last, digits: (base + low).to_string() })
}

/// How large a number may be that goes on with one: "forty" leaves room for less than ten.
fn room_in(value: u64) -> u64 {
    match value {
        100.. => 100,
        20.. if value.is_multiple_of(10) => 10,
        _ => 1,
    }
}

/// The last word of a date in digits that begins here: 14/03/1985, 1985-03-14.
fn date(words: &Words<'_>, at: usize) -> Option<usize> {
    let number = |word: usize| {
        let digits = words.list.get(word).is_some_and(|w| w.made == Made::Digits);
        if digits && words.word(word).len() <= 4 { words.word(word).parse::<u32>().ok() } else { None }
    };
    let (a, b, c) = (number(at)?, number(at + 1)?, number(at + 2)?);
    let gap = words.gap(at + 1);
    if gap != words.gap(at + 2) || !matches!(gap, "/" | "-" | ".") {
        return None;
    }
    // A longer number goes on.
    if words.list.get(at + 3).is_some_and(|w| w.made == Made::Digits) && words.gap(at + 3) == gap {
        return None;
    }
    let lengths = [at, at + 1, at + 2].map(|word| words.word(word).len());
    let (day, month) = (1..=31, 1..=12);
    let pair = |x: u32, y: u32| day.contains(&x) && month.contains(&y) || day.contains(&y) && month.contains(&x);
    let short = lengths[0] <= 2 && lengths[1] <= 2;
    let last = short && pair(a, b) && (lengths[2] == 2 || lengths[2] == 4 && (1900..2100).contains(&c));
    let first = lengths[0] == 4 && (1900..2100).contains(&a) && lengths[1] <= 2 && lengths[2] <= 2 && pair(b, c);
    (last || first).then_some(at + 2)
}

/// The last word of a time of day that begins here: 10:30, 10:30:15.
fn time(words: &Words<'_>, at: usize) -> Option<usize> {
    let digits = |word: usize, most: usize| {
        words.list.get(word).is_some_and(|w| w.made == Made::Digits) && words.word(word).len() <= most
    };
    let goes_on = |word: usize| words.gap(word) == ":" && digits(word, 2) && words.word(word).len() == 2;
    if !digits(at, 2) || !goes_on(at + 1) {
        return None;
    }
    Some(if goes_on(at + 2) { at + 2 } else { at + 1 })
}

/// The check of payment cards (ISO/IEC 7812-1, annex B), for as many digits as a card has.
pub(super) fn is_card(digits: &str) -> bool {
    let doubled = |d: u32| if d > 4 { d * 2 - 9 } else { d * 2 };
    let value = |b: u8| u32::from(b.saturating_sub(b'0'));
    let place = |(i, b): (usize, u8)| if i % 2 == 1 { doubled(value(b)) } else { value(b) };
    let sum: u32 = digits.bytes().rev().enumerate().map(place).sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}
