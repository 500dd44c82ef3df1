//! Dates of birth: dates, written or said, where somebody speaks of a birth or was asked for one. Other dates stay.

use rustc_hash::FxHashSet;

use super::known::{Said, Says, is};
use super::view::View;
use super::words::{MASK, Made, Numeral};
use crate::transcript::Role;

/// Masks the dates of birth of a call, whose numbers were masked before: the dates among them are known.
pub(super) fn mask_births(views: &mut [View<'_>]) {
    const PATIENCE: usize = 5;
    // So many turns more in which a date answers the question, and what was given.
    let mut asked = 0;
    let mut given: FxHashSet<String> = FxHashSet::default();
    for view in views.iter_mut() {
        let births = view.said.iter().filter(|said| matches!(said.says, Says::Birth | Says::Age)).count();
        let last = view.said.iter().rev().find(|said| said.says.is_of_numbers()).map(|said| said.says);
        let old = mask_in(view, asked > 0, &mut given);
        asked = match last {
            _ if births > 0 || old => PATIENCE,
            Some(_) => 0,
            None => asked.saturating_sub(1),
        };
    }
}

/// Whether a date was found that nobody spoke of.
fn mask_in(view: &mut View<'_>, asked: bool, given: &mut FxHashSet<String>) -> bool {
    const AHEAD: usize = 30;
    const BEHIND: usize = 14;
    // Nothing of a date, nor of one that was masked.
    let words = &view.words;
    let made = words.has_numbers() || words.any_made(Made::Mixed) || words.any_made(Made::Masked);
    if !made && !words.any_is(is::MONTH | is::ORDINAL) {
        return false;
    }
    let mut written = vec![false; if view.dates.is_empty() { 0 } else { view.words.len() }];
    for (first, last, _) in &view.dates {
        written[*first..=*last].fill(true);
    }
    let of_birth = |said: &&Said| matches!(said.says, Says::Birth | Says::Age);
    let births: Vec<usize> = view.said.iter().filter(of_birth).map(|said| said.first).collect();
    let mut alone = false;
    // One birth has one date.
    let mut used = vec![false; births.len()];
    let mut i = 0;
    while i < view.words.len() {
        let Some(group) = Group::at(view, &written, i) else {
            if view.words.list[i].made == Made::Masked {
                // It was given before, and is masked already.
                given.insert(MASK.to_string());
                let place = births.partition_point(|birth| *birth < i);
                if let Some(p) = place.checked_sub(1) {
                    used[p] = true;
                }
            }
            i += 1;
            continue;
        };
        i = group.last + 1;
        let place = births.partition_point(|birth| *birth < group.first);
        let before = place.checked_sub(1).map(|p| births[p]).filter(|birth| group.first - birth <= AHEAD);
        let behind =
            births.get(place).filter(|birth| *birth - group.last <= BEHIND && view.words.together(group.last, **birth));
        let other = view.before(group.first).find(|said| said.says.is_of_numbers());
        let other = other.filter(|said| said.says != Says::Birth).map(|said| said.first);
        let near = before.is_some_and(|birth| group.first - birth <= 5);
        let free = place.checked_sub(1).is_some_and(|p| !used[p]);
        let governed = free && before.is_some_and(|birth| other.is_none_or(|other| other < birth));
        // Who waits for a date takes the first; later ones are it only if they say the same again.
        let tokens = |view: &View<'_>| -> Vec<String> {
            let words = (group.first..=group.last).map(|word| view.words.word(word).to_owned());
            words.filter(|word| word.len() > 2).collect()
        };
        // The agent only repeats; a customer may correct.
        let known_token = |token: &String| given.contains(token);
        let again = if view.role == Role::Agent {
            tokens(view).iter().all(known_token) && !given.is_empty()
        } else {
            given.is_empty() || tokens(view).iter().any(known_token)
        };
        // "I turned 40 last week"
        let age = group.numbers == 1
            && !group.month
            && view
                .before(group.first)
                .find(of_birth)
                .is_some_and(|said| said.says == Says::Age && said.last + 1 == group.first);
        if age {
            continue;
        }
        let old = group.is_old(view) && !of_thing(view, &group);
        alone |= old && births.is_empty() && !asked;
        let answers = asked && other.is_none() && again && (group.month || group.numbers > 1);
        let wanted = governed || behind.is_some() || answers || old;
        if wanted && (group.is_date() || near && group.may_be_year) {
            given.extend(tokens(view));
            if let Some(p) = place.checked_sub(1) {
                used[p] = true;
            }
            view.mask_words(group.first, group.last);
        }
    }
    alone
}

/// Whether something is spoken of that has a date and is not born: "since", "bought on".
fn of_thing(view: &View<'_>, group: &Group) -> bool {
    const BEFORE: usize = 6;
    const BEHIND: usize = 2;
    let here = |said: &&Said| matches!(said.says, Says::OfThings | Says::Innocent);
    let before = view.before(group.first).find(here).is_some_and(|said| group.first - said.first <= BEFORE);
    let from = view.said.partition_point(|said| said.first <= group.last);
    let mut behind = view.said[from..].iter().take(12).filter(here);
    before || behind.next().is_some_and(|s| s.first - group.last <= BEHIND && view.words.together(group.last, s.first))
}

/// Words that may be a date together.
struct Group {
    first: usize,
    last: usize,
    numbers: usize,
    month: bool,
    year: bool,
    may_be_year: bool,
}

impl Group {
    fn is_date(&self) -> bool {
        self.month && self.numbers > 0 || self.year || self.numbers > 2
    }

    /// A day, a month and a year in which who calls today may have been born: of a birth, if of nothing else.
    fn is_old(&self, view: &View<'_>) -> bool {
        let words = &view.words;
        let value = |word: usize| match words.numeral(word) {
            Some(Numeral::Value(value)) => value,
            _ => words.word(word).parse().unwrap_or(0),
        };
        // "nineteen eighty five", "mil novecientos ochenta", "del ochenta"
        let spoken = |word: usize| {
            let (one, two) = (value(word), value(word + 1));
            one == 19 && (20..100).contains(&two) || one == 1000 && two == 900
        };
        let old = |word: usize| (1920..=2006).contains(&value(word)) || spoken(word);
        let decade = value(self.last) >= 20 && value(self.last) < 100 && value(self.last).is_multiple_of(10)
            || (1..=2).any(|back| {
                let tens = self.last.checked_sub(back).filter(|word| *word >= self.first).map_or(0, value);
                (20..100).contains(&tens) && (1..10).contains(&value(self.last))
            });
        let linked = (self.first..self.last).filter(|word| words.is(*word, is::DATE_LINK)).count() > 1;
        let year = (self.first..=self.last).any(old);
        let written = (self.first..=self.last).all(|word| words.list[word].made == Made::Digits);
        year && (self.month || written || linked) && self.numbers > 1
            || decade && linked && self.numbers > 2 && words.list[self.last].made == Made::Letters
    }

    /// The longest row of days, months, years and what may stand between that begins at a word.
    fn at(view: &View<'_>, written: &[bool], first: usize) -> Option<Self> {
        let words = &view.words;
        let written = |word: usize| written.get(word).copied().unwrap_or(false);
        let begins = &words.list[first];
        let number = begins.numeral.is_some() || matches!(begins.made, Made::Digits | Made::Mixed) || written(first);
        if !number && begins.what & (is::MONTH | is::ORDINAL) == 0 {
            return None;
        }
        let mut group = Self { first, last: first, numbers: 0, month: false, year: false, may_be_year: false };
        let mut any = false;
        let mut links = 0;
        let mut i = first;
        while i < words.len() && links <= 3 {
            let form = words.word(i);
            let what = words.what(i);
            let made = words.list[i].made;
            let gap = words.gap(i);
            if i > first && gap.chars().any(|c| !c.is_whitespace() && !",-–/.'’".contains(c)) {
                break;
            }
            let digits = if made == Made::Digits { form.len() } else { 0 };
            if written(i) {
                group.month = true;
                group.numbers += 1;
            } else if what & is::MONTH != 0 {
                group.month = true;
            } else if what & is::ORDINAL != 0 {
                group.numbers += 1;
            } else if (1..=8).contains(&digits) || made == Made::Letters && words.numeral(i).is_some() {
                group.numbers += 1;
                group.year |= digits == 4 && (form.starts_with("19") || form.starts_with("20")) || digits >= 6;
                group.may_be_year |= digits == 2;
            } else if made == Made::Mixed && form.len() <= 4 && form.as_bytes()[0].is_ascii_digit() {
                // "14th", "3º"
                group.numbers += 1;
            } else if any && what & is::DATE_LINK != 0 {
                links += 1;
                i += 1;
                continue;
            } else {
                break;
            }
            any = true;
            links = 0;
            group.last = i;
            i += 1;
        }
        if words.is(group.last + 1, is::UNIT) && !group.month {
            return None;
        }
        group.may_be_year |= any && group.numbers > 1;
        any.then_some(group)
    }
}
