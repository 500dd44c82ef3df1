//! Postal addresses: a street with a number and what follows it, a post-office box, a postcode that is called so, and
//! the answer to the question where somebody lives.

use super::known::{Says, is};
use super::numbers::is_sign;
use super::view::View;
use super::words::{Made, Numeral};
use crate::transcript::Role;

/// An address has no more words.
const LONGEST: usize = 30;

/// Masks the addresses of a call.
pub(super) fn mask_addresses(views: &mut [View<'_>]) {
    let mut asked = 0;
    // An address was given so few turns before.
    let mut given = 0;
    for view in views.iter_mut() {
        let spoken_of = view.says(Says::Address);
        let marks = view.marks();
        streets(view, asked > 0 || spoken_of);
        named(view);
        if asked > 0 && view.role != Role::Agent {
            answer(view);
        } else if given > 0 {
            part_again(view);
        }
        given = if view.marks() > marks { 3 } else { given - usize::from(given > 0) };
        let last = view.said.iter().rev().find(|said| said.says.is_of_numbers()).map(|said| said.says);
        asked = match last {
            Some(Says::Address | Says::Postcode) => 3,
            Some(_) => 0,
            None => asked.max(1) - 1,
        };
    }
}

fn is_number(view: &View<'_>, word: usize) -> bool {
    let Some(about) = view.words.list.get(word) else { return false };
    let form = view.words.word(word);
    if view.words.gap(word).trim_end().ends_with(is_sign) {
        return false;
    }
    match about.made {
        Made::Digits => true,
        Made::Mixed => form.bytes().any(|b| b.is_ascii_digit()),
        Made::Letters => about.numeral.is_some() && about.what & is::LINK == 0 || is_ordinal(view, word),
        Made::Masked => false,
    }
}

fn is_ordinal(view: &View<'_>, word: usize) -> bool {
    view.words.is(word, is::ORDINAL)
}

/// Streets before their name and behind it, and post-office boxes.
fn streets(view: &mut View<'_>, spoken_of: bool) {
    let marks = view.marks();
    for said in 0..view.said.len() {
        let said = view.said[said];
        match said.says {
            Says::Street | Says::StreetNumbered => {
                street_before(view, said.first, said.last, said.says, spoken_of);
            }
            Says::PoBox if (said.last + 1..said.last + 4).any(|word| is_number(view, word)) => {
                let number = (said.last + 1..said.last + 4).find(|word| is_number(view, *word));
                let last = tail(view, number.unwrap_or(said.last));
                view.mask_words(said.first, last);
            }
            _ => {}
        }
    }
    // Nothing else tells an address without a word before it.
    let (behind, codes) = (view.words.any_is(is::STREET_BEHIND | is::STREET_MAYBE), view.words.has_digits());
    if !behind && !codes {
        return;
    }
    for word in 0..view.words.len() {
        street_behind(view, word, spoken_of);
        if let Some(last) = code_of_place(view, word) {
            before_code(view, word, last);
            // A line of its own under the street.
            if view.marks() > marks {
                view.mask_words(house_before(view, word), last);
            }
        }
    }
}

/// The last word of a postcode that is known by its form and begins here: "IL 62704", "LS1 4AP", "28013 Madrid".
fn code_of_place(view: &View<'_>, word: usize) -> Option<usize> {
    let words = &view.words;
    let (here, next) = (words.list.get(word)?, words.list.get(word + 1)?);
    let made = here.made == Made::Mixed || here.made == Made::Digits || next.made == Made::Digits;
    if !made || here.end - here.start > 5 || words.gap(word + 1) != " " {
        return None;
    }
    let (one, other) = (&words.text[here.start..here.end], &words.text[next.start..next.end]);
    let five = |text: &str| text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
    let state = one.len() == 2 && one.bytes().all(|b| b.is_ascii_uppercase()) && five(other);
    let city = five(one) && next.capital && next.made == Made::Letters;
    let outward = here.made == Made::Mixed && one.len() <= 4 && one.starts_with(|c: char| c.is_ascii_uppercase());
    let mut inward = other.chars();
    let british = outward
        && other.len() == 3
        && inward.next().is_some_and(|c| c.is_ascii_digit())
        && inward.all(|c| c.is_ascii_uppercase());
    (state || city || british).then_some(word + 1)
}

/// A number and names before a postcode, with nothing else between: an address without a word for the street.
fn before_code(view: &mut View<'_>, code: usize, last: usize) {
    const ADDRESS: usize = 10;
    let words = &view.words;
    let mut first = None;
    let mut names = 0;
    for word in (code.saturating_sub(ADDRESS)..code).rev() {
        let gap = words.gap(word + 1);
        if !words.together(word, code) || gap.chars().any(|c| !c.is_whitespace() && !",-./#ºª°".contains(c)) {
            break;
        }
        let form = words.what(word);
        let number = is_number(view, word);
        if !(number || words.list[word].capital || form & (is::ADDRESS_PART | is::PARTICLE) != 0) {
            break;
        }
        names += usize::from(!number && words.list[word].capital);
        if number || first.is_some() && words.list[word].capital && names < ADDRESS {
            first = Some(word);
        }
    }
    let Some(first) = first.filter(|_| names > 0) else { return };
    let innocent =
        view.before(first + 1).next().is_some_and(|said| said.says == Says::Innocent && first - said.last <= 2);
    if !innocent {
        let end = tail(view, last);
        view.mask_words(first, end);
    }
}

/// Something that is no address begins at a word: an order, a ticket.
fn strange(view: &View<'_>, word: usize) -> bool {
    let from = view.said.partition_point(|said| said.first < word);
    view.said[from..].iter().take_while(|said| said.first == word).any(|said| said.says == Says::Innocent)
}

/// "Calle Mayor 12": at most some words of the name, then the number.
fn street_before(view: &mut View<'_>, first: usize, last: usize, says: Says, spoken_of: bool) {
    const NAME: usize = 7;
    let mut word = last + 1;
    // "Cuesta" is a street, "cuesta" a price.
    let ordinary = first == last && view.words.is(first, is::STREET_CAPITAL);
    let named = |word: usize| view.words.list.get(word).is_some_and(|w| w.capital);
    if ordinary && view.words.has_capitals() && !(first..first + 4).any(named) {
        return;
    }
    // "El vuelo AV 8543"
    if view.before(first).next().is_some_and(|said| said.says == Says::Innocent && said.last + 1 == first) {
        return;
    }
    let capital = view.words.list.get(word).is_some_and(|w| w.capital);
    while word - last <= NAME && view.words.together(last, word) && !is_number(view, word) {
        let what = view.words.what(word);
        let name = what & is::FUNCTION == 0 || what & is::PARTICLE != 0 || what & is::ADDRESS_PART != 0;
        let unit = what & (is::UNIT | is::MONTH) != 0 && what & is::ADDRESS_PART == 0 && !view.words.list[word].capital;
        if !name || unit || strange(view, word) || view.words.list[word].made == Made::Digits {
            break;
        }
        word += 1;
    }
    let named = word > last + 1;
    let numbered = word - last <= NAME + 1 && is_number(view, word) && (named || says == Says::StreetNumbered);
    let measure = view.words.gap(word + 1) == " "
        && view.words.is(word + 1, is::UNIT)
        && !view.words.is(word + 1, is::ADDRESS_PART);
    if numbered && !(measure && !capital && !spoken_of) {
        let end = tail(view, word);
        // "709 State Route 28"
        let house = first > 0 && says == Says::StreetNumbered && view.words.gap(first) == " ";
        let house = house && view.words.list[first - 1].made == Made::Digits;
        view.mask_words(first - usize::from(house), end);
    } else if (spoken_of || capital) && named {
        let end = tail(view, word - 1);
        view.mask_words(first, end);
    }
}

/// "742 Evergreen Terrace": the number, some words, the street.
fn street_behind(view: &mut View<'_>, street: usize, spoken_of: bool) {
    const NAME: usize = 4;
    let what = view.words.what(street);
    if what & (is::STREET_BEHIND | is::STREET_MAYBE) == 0 {
        return;
    }
    let sure = what & is::STREET_BEHIND != 0;
    let capital = view.words.list[street].capital;
    let mut first = street;
    while first > 0 && street - first < NAME + 1 && view.words.together(first - 1, street) {
        let before = first - 1;
        if is_number(view, before) && first < street + usize::from(is_ordinal(view, before)) {
            let ordinal = is_ordinal(view, before);
            if !ordinal || before.checked_sub(1).is_none_or(|b| !is_number(view, b)) {
                let named = (before + 1..street).all(|w| {
                    let form = view.words.what(w);
                    form & (is::UNIT | is::MONTH) == 0 || view.words.list[w].capital
                });
                if !named || !(sure || capital || spoken_of) {
                    return;
                }
                let end = tail(view, street);
                let start = house_before(view, numbers_before(view, before));
                view.mask_words(start, end);
                return;
            }
        }
        let form = view.words.what(before);
        // A street may be called as a small word of another language is: "alma vale road".
        let foreign = sure && spoken_of && view.words.word(before).len() > 3;
        let small = form & is::FUNCTION != 0 && form & (is::PARTICLE | is::ADDRESS_PART) == 0;
        if small && !foreign && !is_number(view, before) {
            break;
        }
        first = before;
    }
    // "I live on Acacia Road": no number, but the street itself.
    if capital && (spoken_of || sure) && first < street && view.words.list[street - 1].capital {
        let mut begin = street;
        while begin > first && view.words.list[begin - 1].capital {
            begin -= 1;
        }
        let end = tail(view, street);
        view.mask_words(house_before(view, begin), end);
    }
}

/// "The Old Rectory, Church Lane": words with capitals before a street, a comma between.
fn house_before(view: &View<'_>, street: usize) -> usize {
    const NAME: usize = 5;
    let mut first = street;
    while first > 0
        && street - first < NAME
        && view.words.list[first - 1].capital
        && matches!(view.words.gap(first), " " | ", ")
    {
        first -= 1;
    }
    first
}

/// Where the numbers and the flat begin that stand before a word: "flat 3, forty two".
fn numbers_before(view: &View<'_>, word: usize) -> usize {
    let mut first = word;
    while first > 0 && word - first < 6 {
        let before = first - 1;
        let part = view.words.is(before, is::ADDRESS_PART);
        let number = is_number(view, before);
        let gap = view.words.gap(first);
        if !(part || number) || gap.chars().any(|c| !c.is_whitespace() && !",-./#".contains(c)) {
            break;
        }
        first = before;
    }
    first
}

/// The last word of an address, of which a word is known to belong to it.
fn tail(view: &View<'_>, from: usize) -> usize {
    let words = &view.words;
    let capitals = words.has_capitals();
    let mut last = from;
    // Words that may belong to it, if something sure follows.
    let mut open = 0;
    let mut free: usize = 3;
    let mut word = from + 1;
    while word < words.len() && word - from < LONGEST {
        let form = words.word(word);
        let what = words.what(word);
        let number = is_number(view, word);
        let part = what & is::ADDRESS_PART != 0;
        if !(words.together(last, word) || number || part) || !part && strange(view, word) {
            break;
        }
        let gap = words.gap(word);
        if gap.chars().any(|c| !c.is_whitespace() && !",-–./#°ºª()".contains(c)) {
            break;
        }
        let measure = number && words.is(word + 1, is::UNIT) && !words.is(word + 1, is::ADDRESS_PART);
        let capital = words.list[word].capital;
        let unknown = what & (is::FUNCTION | is::ORDINARY) == 0 || what & (is::GIVEN | is::SURNAME) != 0;
        let letter = form.chars().count() == 1 && what & is::FUNCTION == 0;
        // "villa el sol,"
        let called = (1..=3.min(word - from - 1)).find(|back| words.is(word - back, is::ADDRESS_PART));
        let comma = (word + 1..=word + 3).any(|next| next < words.len() && words.gap(next).starts_with(','));
        let called = called.is_some_and(|back| comma && (0..back).all(|b| words.gap(word - b) == " "));
        if (number && !measure) || part || called || capital || letter || words.list[word].made == Made::Masked {
            (last, open) = (word, 0);
            free = 3;
        } else if !capitals && unknown && what & is::NOT_NAME == 0 && free > 0 {
            (last, open) = (word, 0);
            free -= 1;
        } else if what & is::PARTICLE != 0 && open < 2
            || !capitals && what & is::NOT_NAME != 0 && what & is::FUNCTION == 0 && open < 1
        {
            open += 1;
        } else {
            break;
        }
        word += 1;
    }
    last
}

/// "My address is …": what follows, if there is a number in it.
fn named(view: &mut View<'_>) {
    if !view.says(Says::Address) {
        return;
    }
    let places: Vec<usize> = view.said.iter().filter(|s| s.says == Says::Address).map(|s| s.last + 1).collect();
    let mut done = 0;
    for from in places {
        if from < done {
            continue;
        }
        let number = (from..view.words.len().min(from + 8))
            .find(|word| is_number(view, *word) && !view.words.is(word + 1, is::UNIT));
        let Some(number) = number else { continue };
        // "Send it to ana@…, there are 8 trays": the place was told.
        let told =
            (from..number).any(|word| view.words.list[word].made == Made::Masked || view.words.gap(word).contains('@'));
        let strange = told || view.before(number + 1).any(|s| s.says == Says::Innocent && s.first >= from);
        if strange {
            continue;
        }
        let skip = |word: &usize| view.words.is(*word, is::LINK | is::FUNCTION) && !is_number(view, *word);
        let first = (from..number).find(|word| !skip(word)).unwrap_or(number);
        // A verb between speaks of something else.
        let name = |word: usize| {
            let what = view.words.what(word);
            what & is::ORDINARY == 0
                || what & (is::PARTICLE | is::ADDRESS_PART | is::SURNAME | is::GIVEN) != 0
                || view.words.list[word].capital
                || is_number(view, word)
        };
        let first = (first..number).rev().take_while(|word| name(*word)).last().unwrap_or(number);
        let last = tail(view, number);
        if last > first || view.words.list[number].made != Made::Digits || view.words.word(number).len() > 3 {
            view.mask_words(first, last);
        }
        done = last;
    }
}

/// "No, it's flat 12": a part of the address that was given, said again.
fn part_again(view: &mut View<'_>) {
    if !view.words.any_is(is::ADDRESS_PART) {
        return;
    }
    for part in 0..view.words.len() {
        let what = view.words.what(part);
        let sure = what & is::ADDRESS_PART != 0 && what & (is::FUNCTION | is::LINK | is::JOINT | is::ORDINAL) == 0;
        if !sure || view.words.word(part).len() < 3 || !is_number(view, part + 1) {
            continue;
        }
        let innocent =
            view.before(part + 1).next().is_some_and(|said| said.says == Says::Innocent && said.last >= part);
        if !innocent && !view.words.is(part + 2, is::UNIT) {
            view.mask_words(part, part + 1);
        }
    }
}

/// A number below ten, in words or one digit, with a small word before it and a word behind.
fn counts_things(view: &View<'_>) -> bool {
    let words = &view.words;
    let parts = is::ADDRESS_PART | is::STREET | is::STREET_BEHIND | is::STREET_MAYBE;
    (1..words.len().saturating_sub(1)).any(|word| {
        let small = match words.numeral(word) {
            Some(Numeral::Value(value)) => value < 10,
            _ => words.list[word].made == Made::Digits && words.word(word).len() == 1,
        };
        small
            && words.is(word - 1, is::FUNCTION | is::ORDINARY)
            && !words.is(word - 1, parts)
            && !words.list[word + 1].capital
            && words.gap(word + 1) == " "
            && !words.is(word + 1, parts)
    })
}

/// The answer to "where do you live": everything that is a number, a name or a part of an address, if there is a number.
fn answer(view: &mut View<'_>) {
    let numbers = (0..view.words.len()).filter(|word| is_number(view, *word));
    let real = |view: &View<'_>, word: usize| !view.words.is(word + 1, is::UNIT);
    let count = numbers.filter(|word| real(view, *word)).count();
    let innocent = view.said.iter().any(|said| said.says == Says::Innocent);
    // "We have two dogs, by the way."
    let counts = count == 1 && view.said.iter().all(|said| said.says != Says::Address) && counts_things(view);
    if count == 0 || innocent || counts {
        return;
    }
    for word in 0..view.words.len() {
        let about = &view.words.list[word];
        let what = view.words.what(word);
        let number = is_number(view, word) && real(view, word);
        let ordinary = what & (is::ORDINARY | is::FUNCTION) != 0 && what & (is::GIVEN | is::SURNAME) == 0;
        let named = if about.capital && !view.words.begins(word) { true } else { !ordinary };
        if number
            || named
            || what & (is::ADDRESS_PART | is::STREET_BEHIND | is::STREET_MAYBE) != 0 && what & is::FUNCTION == 0
        {
            view.mask_words(word, word);
        }
    }
}
