//! What is personal by its form alone: e-mail addresses, written or read out, and numbers whose letters and marks say
//! whose they are. Expressions are compiled when they are first needed.

use std::sync::LazyLock;

use regex::Regex;

use super::hide::{Spelling, spellings};
use super::known::{Says, is};
use super::view::View;
use super::words::{Made, digit};

/// Forms that no order has. Letters may be small. Edges of words are those of ASCII: the others are slow where accents are.
const SURE: [&str; 8] = [
    // E-mail.
    r"[\p{L}\p{N}._%+'\-]+(?: ?@ ?|\(at\)|\[at\])[\p{L}\p{N}\-]+(?: ?\. ?[\p{L}\p{N}\-]+)+",
    r"[\p{L}\p{N}._%+\-]+@\p{L}[\p{L}\p{N}.\-]*",
    // CURP, RFC.
    r"(?i)(?-u:\b)[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d(?-u:\b)",
    r"(?i)(?-u:\b)[a-zñ&]{3,4}[ \-]?\d{6}[ \-]?[a-z0-9]{3}(?-u:\b)",
    // RUT, CPF, CNPJ.
    r"(?i)(?-u:\b)\d{1,2}(?:\.\d{3}){2} ?[-–] ?[\dk](?-u:\b)|(?-u:\b)\d{7,8}[-–][\dk](?-u:\b)",
    r"(?-u:\b)\d{3}[. ]\d{3}[. ]\d{3}[-. ]\d{2}(?-u:\b)",
    // Social security number, national insurance number.
    r"(?-u:\b)\d{3}[- ]\d{2}[- ]\d{4}(?-u:\b)",
    r"(?i)(?-u:\b)[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d](?-u:\b)",
];

/// Forms that an order may have as well: IBAN, DNI, NIE.
const UNSURE: [&str; 3] = [
    r"(?i)(?-u:\b)[a-z]{2}\d{2}(?:[ \-]?[a-z0-9]{4}){3,7}(?:[ \-]?[a-z0-9]{1,4})?(?-u:\b)",
    r"(?i)(?-u:\b)\d{2}\.?\d{3}\.?\d{3}[ \-]?[a-z](?-u:\b)",
    r"(?i)(?-u:\b)[xyz][ \-]?\d{1}\.?\d{3}\.?\d{3}[ \-]?[a-z](?-u:\b)",
];

/// So many of the first are of e-mail.
const MAIL: usize = 2;
/// The fewest digits of any of the others.
const FEWEST: usize = 6;

static EXPRESSIONS: LazyLock<Vec<(Regex, bool)>> = LazyLock::new(|| {
    let all = SURE.iter().map(|e| (e, true)).chain(UNSURE.iter().map(|e| (e, false)));
    all.filter_map(|(source, sure)| Some((Regex::new(source).ok()?, sure))).collect()
});

/// Masks what has such a form.
pub(super) fn mask_shapes(view: &mut View<'_>) {
    let text = view.words.text;
    // No number of these has fewer digits.
    let digits = view.words.has_digits() && text.chars().filter(|c| digit(*c).is_some()).take(FEWEST).count() == FEWEST;
    let at = view.words.has_at() && (text.contains('@') || text.contains("(at)") || text.contains("[at]"));
    let expressions: &[_] = if at || digits { &EXPRESSIONS } else { &[] };
    for (index, (expression, sure)) in expressions.iter().enumerate() {
        if !(if index < MAIL { at } else { digits }) {
            continue;
        }
        for found in expression.find_iter(text) {
            let word = view.words.list.partition_point(|w| w.end <= found.start());
            let digits = found.as_str().bytes().any(|b| b.is_ascii_digit()) || found.as_str().contains(['@', '(', '[']);
            if digits && (*sure || !innocent(view, word)) && !ends_in_a_word(view, found.end(), *sure) {
                view.mask_bytes(found.range());
            }
        }
    }
    mask_mail(view);
}

/// Whether the last thing said before a word is an order or its like, and no more than a few words before.
fn innocent(view: &View<'_>, word: usize) -> bool {
    let before = view.before(word).find(|said| said.says.is_of_numbers());
    before.is_some_and(|said| said.says == Says::Innocent && word - said.first <= 6)
}

/// "12345678 y": what looks like the letter of a document is a word.
fn ends_in_a_word(view: &View<'_>, end: usize, sure: bool) -> bool {
    let word = view.words.list.partition_point(|w| w.end < end);
    let form = view.words.word(word);
    let alone = form.len() == 1 && view.words.list.get(word).is_some_and(|w| w.made == Made::Letters);
    !sure && alone && view.words.is(word, is::FUNCTION | is::JOINT | is::UNIT) && view.words.gap(word) == " "
}

/// Addresses that are read out: "ana punto lopez arroba gmail punto com".
fn mask_mail(view: &mut View<'_>) {
    const LONGEST: usize = 14;
    if !view.words.any_is(is::MAIL_AT) {
        return;
    }
    let rows = spellings(view);
    let mut i = 0;
    while i < view.words.len() {
        let at = i;
        i += 1;
        if !view.words.is(at, is::MAIL_AT) {
            continue;
        }
        let what = |word: usize| view.words.what(word);
        // Behind it: a host, a dot, an end.
        let letters = |word: usize| view.words.list.get(word).is_some_and(|w| w.made == Made::Letters);
        let dot = |word: usize| what(word) & is::MAIL_DOT != 0 || view.words.gap(word) == "." && letters(word);
        let numeral = view.words.numeral(at + 1).is_some();
        if numeral || !letters(at + 1) && view.words.list.get(at + 1).is_none_or(|w| w.made == Made::Digits) {
            continue;
        }
        // "at" is mostly the ordinary word, "arroba" never.
        let plain = what(at) & (is::FUNCTION | is::LINK) != 0;
        let host = what(at + 1) & is::MAIL_HOST != 0;
        let Some(first_dot) = (at + 2..=at + 6).find(|word| *word < view.words.len() && dot(*word)) else {
            // "arroba gmail com", and a word that says nothing else.
            let sure = host || !plain;
            if sure && at + 1 < view.words.len() && at > 0 {
                let end = if host && at + 2 < view.words.len() && view.words.word(at + 2).len() <= 3 {
                    at + 2
                } else {
                    at + 1
                };
                let first = first_of_mail(view, &rows, at, LONGEST);
                view.mask_words(first, end);
            }
            continue;
        };
        if plain && first_dot - at > 2 && !host && (at + 1..first_dot).any(|word| what(word) & is::FUNCTION != 0) {
            continue;
        }
        let mut last = first_dot;
        while last < view.words.len() && dot(last) {
            let said = what(last) & is::MAIL_DOT != 0;
            last += usize::from(said) + 1;
        }
        let mut last = last.min(view.words.len()) - 1;
        // "punto eme equis"
        while what(last) & is::LETTER != 0 && what(last + 1) & is::LETTER != 0 && what(last + 1) & is::FUNCTION == 0 {
            last += 1;
        }
        let first = first_of_mail(view, &rows, at, LONGEST);
        view.mask_words(first, last);
        i = last + 1;
    }
}

/// The first word of what stands before the "at".
fn first_of_mail(view: &View<'_>, rows: &[Spelling], at: usize, longest: usize) -> usize {
    let words = &view.words;
    let mut first = at;
    let spoken_of = view.before(at).any(|said| said.says == Says::Mail && view.words.together(said.last, at));
    while first > 0 && at - first < longest {
        // "be de burro erre u ene o, luego punto"
        let joint = words.is(first - 1, is::JOINT) && words.is(first, is::MAIL_DOT);
        let end = first - 1 - usize::from(joint && first > 1);
        let row = rows.get(rows.partition_point(|row| row.last < end));
        if let Some(row) = row.filter(|row| row.last == end && words.together(row.first, at)) {
            first = row.first;
            continue;
        }
        let before = first - 1;
        let form = words.word(before);
        let what = words.what(before);
        let joins = what & (is::MAIL_DOT | is::MAIL_JOINT) != 0;
        // What a dot or a dash parts belongs to it, whatever word it is.
        let joined = first < at && words.is(first, is::MAIL_DOT | is::MAIL_JOINT);
        let numeral = words.numeral(before).is_some() || words.list[before].made != Made::Letters;
        let letter = form.chars().count() == 1 && (first < at && words.word(first).len() == 1 || first == at || joined);
        let own = what & (is::FUNCTION | is::LINK | is::ORDINARY) == 0 || what & (is::GIVEN | is::SURNAME) != 0;
        let own = own || what & is::LETTER != 0 && what & is::FUNCTION == 0;
        let own = own || spoken_of && what & (is::FUNCTION | is::LINK) == 0;
        let named = view.before(before + 1).any(|said| said.says == Says::Mail && said.last >= before);
        let dotted = before > 0 && words.is(before - 1, is::MAIL_DOT);
        let next = first == at && (dotted || what & is::FUNCTION == 0);
        // "tomás con hache"
        let with = spoken_of
            && words.what(first) & (is::LETTER | is::FUNCTION) == is::LETTER
            && view.before(before + 1).any(|said| said.says == Says::SpelledWith && said.last == before);
        if named || !words.together(before, first) || !(joins || joined || numeral || letter || own || next || with) {
            break;
        }
        first = before;
    }
    first
}
