//! Which numbers of a call are personal: by what is said around them, by what was asked before, by their length, and by
//! being a piece of one that is. A number that is given in pieces over several turns is one number.

use rustc_hash::FxHashSet;

use super::hide::{Spelling, spellings, stands_for};
use super::known::{Says, is};
use super::numbers::{Numbers, Run, is_card};
use super::view::View;
use super::words::Made;
use crate::transcript::Role;

/// So many digits in a row are nobody's price or count.
const LONG: usize = 9;
/// A piece of a number, long enough to be known again.
const PIECE: usize = 4;
/// A word about a number counts in its own sentence, or so many words on.
const REACH: usize = 12;

/// What is said about a number, and whether nothing else stands between.
#[derive(Debug, Clone, Copy)]
struct About {
    says: Says,
    near: bool,
    beside: bool,
}

/// A number with its place.
struct Seen {
    turn: usize,
    run: Run,
    digits: String,
    about: Option<About>,
    /// It is in a turn that is hardly more than numbers.
    bare: bool,
    /// Nothing in its own turn says what it is.
    bare_answer: bool,
    /// A digit or two among other words.
    few: bool,
    role: Role,
    masked: bool,
}

/// Masks the personal numbers of a call.
pub(super) fn mask_numbers(views: &mut [View<'_>]) {
    let mut seen: Vec<Seen> = Vec::new();
    let mut asked = Asked::default();
    for (turn, view) in views.iter_mut().enumerate() {
        let numbers = Numbers::of(&view.words, &view.said);
        let bare = is_bare(view, &numbers);
        // Who gives a number answers; what an agent says then is something else, or the same again.
        let answers = bare && (view.role != Role::Agent || asked.of_agent);
        let from = seen.len();
        let any = !numbers.runs.is_empty();
        for run in numbers.runs {
            let (first, last) = (run.first(), run.last());
            let here = about(view, first, last);
            let digits = run.digits();
            if is_of_date(view, first, last, &digits, here) {
                continue;
            }
            let asked_for = asked.says.filter(|says| answers || bare && *says == Says::Innocent).map(|says| About {
                says,
                near: true,
                beside: false,
            });
            let asked_for = asked_for.or(asked.says.filter(|_| view.role != Role::Agent).map(|says| About {
                says,
                near: false,
                beside: false,
            }));
            let mut about = here.or(asked_for);
            // Something far away does not speak of the answer to a question.
            let far = here.is_some_and(|here| !here.near && here.says != Says::Innocent);
            if far && asked.says.is_some_and(|says| says != Says::Innocent) && bare {
                about = asked_for.or(here);
            }
            let asked_only = here.is_none();
            let masked = personal(view, &run, &digits, about, answers && asked_only);
            seen.push(Seen {
                turn,
                about,
                bare,
                bare_answer: asked_only,
                few: digits.len() <= 2 && !is_spelled(view, &run) && view.words.len() > last - first + 4,
                role: view.role,
                masked,
                run,
                digits,
            });
        }
        for (first, last, stroke) in &numbers.dates {
            let here = about(view, *first, *last);
            let kind = here.filter(|here| here.near).map(|here| here.says).or(asked.says.filter(|_| answers));
            if !stroke && matches!(kind, Some(Says::Card | Says::Account | Says::Id | Says::Phone)) {
                view.mask_words(*first, *last);
            }
        }
        let short = bare || view.words.len() <= 8;
        mask_codes(view, asked.says.filter(|_| short && (view.role != Role::Agent || asked.of_agent)));
        if matches!(asked.says, Some(Says::Account | Says::Id | Says::Postcode)) {
            mask_letters(view);
        }
        view.dates = numbers.dates;
        let numbers = any || view.words.any_made(Made::Masked);
        asked.hear(view, numbers, seen[from..].iter().any(|s| s.masked));
        asked.age(bare, view.words.len());
    }
    join_pieces(&mut seen, views);
    know_again(&mut seen);
    for seen in seen.iter().filter(|seen| seen.masked) {
        let view = &mut views[seen.turn];
        view.mask_words(seen.run.first(), seen.run.last());
        mask_around(view, seen);
    }
}

/// What was asked for, or announced, in the turns before.
#[derive(Default)]
struct Asked {
    says: Option<Says>,
    /// The customer asked, so the agent answers.
    of_agent: bool,
    idle: usize,
}

impl Asked {
    fn hear(&mut self, view: &View<'_>, numbers: bool, given: bool) {
        let of_numbers = || view.said.iter().rev().filter(|s| s.says.is_of_numbers() && s.says != Says::Ending);
        let others = [Says::Mail, Says::Address, Says::Birth, Says::Postcode];
        // "Your phone and your e-mail": the number is waited for.
        let last = of_numbers().find(|said| !others.contains(&said.says)).or_else(|| of_numbers().next());
        let Some(last) = last else {
            let ending = view.says(Says::Ending);
            if ending && self.says.is_none() && !numbers {
                self.says = Some(Says::Ending);
            }
            return;
        };
        // "Card 4111…, for my order": what was given goes on being given.
        if !(given && last.says == Says::Innocent && view.role != Role::Agent) {
            self.says = Some(last.says);
        }
        self.of_agent = view.role == Role::Customer && !numbers;
        self.idle = 0;
    }

    /// After two longer turns about something else nobody waits any more.
    fn age(&mut self, bare: bool, words: usize) {
        const SHORT: usize = 7;
        if bare {
            self.idle = 0;
        } else if words > SHORT {
            self.idle += 1;
        }
        if self.idle > 2 {
            *self = Self::default();
        }
    }
}

/// Whether a turn is hardly more than its numbers.
fn is_bare(view: &View<'_>, numbers: &Numbers) -> bool {
    const OTHERS: usize = 4;
    if numbers.runs.is_empty() && numbers.dates.is_empty() {
        return false;
    }
    let mut inside = vec![false; view.words.len()];
    for run in &numbers.runs {
        inside[run.first()..=run.last()].fill(true);
    }
    let other =
        |word: &usize| !inside[*word] && !view.words.is(*word, is::LINK | is::FUNCTION | is::JOINT | is::LETTER);
    (0..view.words.len()).filter(other).count() <= OTHERS
}

/// What is said about a number: before it, else behind it.
fn about(view: &View<'_>, first: usize, last: usize) -> Option<About> {
    let words = &view.words;
    let plain = |word: usize| {
        let form = words.word(word);
        let made = words.list[word].made;
        words.is(word, is::LINK | is::FUNCTION | is::JOINT | is::LETTER)
            || words.numeral(word).is_some()
            || !matches!(made, Made::Letters)
            // "Postcode b s eight", "factura B 0003"
            || form.len() == 1
            // "invoice FV-2291"
            || form.len() <= 3 && matches!(words.gap(word + 1), "-" | "/" | "–")
    };
    let upto = view.said.partition_point(|said| said.first < first);
    let before = view.said[..upto].iter().rev().take(24).find(|s| s.says.is_of_numbers() && s.last < first);
    let behind =
        view.said[upto..].iter().take(24).find(|s| s.says.is_of_numbers() && s.says != Says::Ending && s.first > last);
    let before = before.map(|said| {
        let between = said.last + 1..first;
        let near = between.len() <= REACH && between.clone().all(plain);
        let close = words.together(said.last, first) || between.len() <= REACH;
        (said, near, close, between.is_empty())
    });
    if let Some((said, true, _, beside)) = before {
        // "The card for the order ending in 4821": the piece is of what was named before.
        return Some(About { says: said.says, near: true, beside });
    }
    if let Some(said) = behind {
        let between = last + 1..said.first;
        let digits = words.list[first..=last].iter().filter(|w| w.made == Made::Digits).map(|w| w.end - w.start);
        let short = said.says != Says::Innocent || digits.sum::<usize>() < LONG;
        // "617… and my e-mail": another thing begins.
        let other = between.clone().any(|word| words.is(word, is::JOINT));
        let other = other || matches!(said.says, Says::Mail | Says::Address | Says::Birth);
        if short && !other && between.len() <= 4 && words.together(last, said.first) && between.clone().all(plain) {
            return Some(About { says: said.says, near: true, beside: false });
        }
    }
    let (said, _, close, _) = before?;
    close.then_some(About { says: said.says, near: false, beside: false })
}

/// Whether a number is personal.
fn personal(view: &View<'_>, run: &Run, digits: &str, about: Option<About>, answers: bool) -> bool {
    let n = digits.len();
    // One time in ten passes a card's check by chance.
    if (is_card(digits) || has_card(run)) && (about.is_some() || !is_stamp(run, digits)) {
        return true;
    }
    let year = is_year(digits);
    let one_by_one = run.parts.len() >= 5 && run.parts.iter().all(|part| part.digits.len() == 1);
    let Some(About { says, near, beside }) = about else {
        return n >= LONG && !is_stamp(run, digits) || looks_like_phone(view, run, n) || one_by_one;
    };
    let doubtful = year && !beside && !answers;
    match says {
        Says::Innocent => !near && n >= LONG && !is_stamp(run, digits),
        Says::Ending => near && (3..=6).contains(&n) || n >= LONG,
        Says::Code => near && (3..=6).contains(&n) || answers && n >= 3 || n >= LONG,
        Says::Postcode => near && (n >= 4 || answers && n >= 2 || is_spelled(view, run)) || n >= LONG,
        // "Eighteen, I counted them" answers something else.
        Says::Card | Says::Account | Says::Id | Says::Phone if answers => {
            let alone = view.words.len() <= run.last() - run.first() + 4;
            n >= 3 || n == 2 && alone || is_spelled(view, run)
        }
        Says::Card | Says::Account | Says::Id | Says::Phone => (near && n >= PIECE && !doubtful) || n >= 6,
        Says::Birth => near && (6..=8).contains(&n) || n >= LONG,
        _ => n >= LONG && !is_stamp(run, digits) || looks_like_phone(view, run, n),
    }
}

/// A card's number with something else before or behind it: "4111…, oh wait".
fn has_card(run: &Run) -> bool {
    let ends = |from: usize, to: usize| {
        run.parts.get(from..to).is_some_and(|parts| {
            let digits: String = parts.iter().map(|part| part.digits.as_str()).collect();
            is_card(&digits)
        })
    };
    let count = run.parts.len();
    run.parts.iter().any(|part| is_card(&part.digits))
        || count > 2 && count < 24 && (ends(1, count) || ends(0, count - 1))
}

/// The day or the year of a date, or a year that is called so: "May 12", "12 de mayo", "since 1996".
fn is_of_date(view: &View<'_>, first: usize, last: usize, digits: &str, about: Option<About>) -> bool {
    let words = &view.words;
    let beside = about.is_some_and(|about| about.beside);
    // "ene" is a letter too.
    let month = |word: usize| words.what(word) & (is::MONTH | is::LETTER) == is::MONTH;
    let linked = |word: usize| words.is(word, is::DATE_LINK);
    let before = first > 0 && (month(first - 1) || first > 1 && linked(first - 1) && month(first - 2));
    let behind = month(last + 1) || linked(last + 1) && month(last + 2);
    let year = is_year(digits) && (before || first > 0 && !beside && words.is(first - 1, is::YEAR_WORD));
    year || digits.len() <= 2 && (before || behind && !beside)
}

/// Four digits that may be a year of our time.
fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// A letter by itself stands beside the number: "b s eight one t h".
fn is_spelled(view: &View<'_>, run: &Run) -> bool {
    let letter = |word: usize| view.words.word(word).len() == 1 && view.words.list[word].made == Made::Letters;
    run.first() > 0 && letter(run.first() - 1) || run.last() + 1 < view.words.len() && letter(run.last() + 1)
}

/// A date and a time without marks, as names of files have them: 20260314-101530.
fn is_stamp(run: &Run, digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|d| d.parse::<u32>().ok()).unwrap_or(0);
    let day =
        (1990..2100).contains(&number(0..4)) && (1..=12).contains(&number(4..6)) && (1..=31).contains(&number(6..8));
    day && matches!(digits.len(), 12 | 14 | 17) && run.parts.len() <= 4
}

/// 555-1234, +34 91…, (55) 1234: written as only phones are.
fn looks_like_phone(view: &View<'_>, run: &Run, digits: usize) -> bool {
    let words = &view.words;
    let before = words.gap(run.first());
    let marked = before.ends_with('+') || before.ends_with("+(");
    let [first, second] = &run.parts[..] else { return marked && digits >= 7 };
    let parts = (first.digits.len(), second.digits.len()) == (3, 4) && words.gap(second.first) == "-";
    let begins = before.is_empty() || before.ends_with([' ', '(', ':', ',']);
    marked && digits >= 7 || parts && begins
}

/// Numbers in turns that are hardly more than numbers are one, if nobody says what they are.
fn join_pieces(seen: &mut [Seen], views: &[View<'_>]) {
    let mut from = 0;
    while from < seen.len() {
        let mut to = from + 1;
        while seen[from].bare && to < seen.len() && seen[to].bare && only_nods(views, seen[to - 1].turn, seen[to].turn)
        {
            to += 1;
        }
        // "No, there are eighteen, I counted them" goes on with nothing.
        let of_order = |s: &Seen| s.about.is_some_and(|about| about.says == Says::Innocent);
        let innocent = seen[from..to].iter().any(of_order);
        // In a single turn prices may stand side by side.
        let pieces = seen[from].turn != seen[to - 1].turn;
        for role in [Role::Agent, Role::Customer, Role::Other] {
            let own = seen[from..to]
                .iter()
                .filter(|s| s.role == role && !s.few && !(of_order(s) && to - from > 1 && s.turn > seen[from].turn));
            let all: String = own.map(|s| s.digits.as_str()).collect();
            if to - from > 1 && seen[from].bare && (is_card(&all) || pieces && all.len() >= LONG && !innocent) {
                let here = |s: &&mut Seen| {
                    s.role == role
                        && s.digits.len() > 1
                        && !s.few
                        && (s.bare_answer || !s.about.is_some_and(|a| a.says == Says::Innocent && a.near))
                };
                seen[from..to].iter_mut().filter(here).for_each(|s| s.masked = true);
            }
        }
        from = to;
    }
}

/// Whether between two turns nobody says more than "yes, go on".
fn only_nods(views: &[View<'_>], one: usize, other: usize) -> bool {
    const NOD: usize = 5;
    views.get(one + 1..other).is_none_or(|between| between.len() <= 3 && between.iter().all(|v| v.words.len() <= NOD))
}

/// What was once masked is masked where a piece of it is said again.
fn know_again(seen: &mut [Seen]) {
    let mut pieces: FxHashSet<[u8; PIECE]> = FxHashSet::default();
    let mut row = String::new();
    let cut = |digits: &str| -> Vec<[u8; PIECE]> {
        digits.as_bytes().windows(PIECE).filter_map(|piece| piece.try_into().ok()).collect()
    };
    let mut role = None;
    for s in seen.iter().filter(|s| s.masked) {
        if role != Some(s.role) || !s.bare {
            pieces.extend(cut(&row));
            row.clear();
        }
        role = Some(s.role);
        row.push_str(&s.digits);
        pieces.extend(cut(&s.digits));
    }
    pieces.extend(cut(&row));
    // What was given just before, by whom it may be.
    let mut last: Option<(usize, String)> = None;
    for s in seen.iter_mut() {
        let innocent = s.about.is_some_and(|about| about.says == Says::Innocent && about.near);
        let said_again = |(turn, digits): &(usize, String)| {
            s.bare && !s.few && s.turn - turn <= 2 && s.digits.len() >= 2 && digits.contains(&s.digits)
        };
        if !s.masked && !innocent {
            let long = s.digits.len() >= PIECE;
            s.masked = long && cut(&s.digits).iter().all(|piece| pieces.contains(piece))
                || last.as_ref().is_some_and(said_again);
        }
        if s.masked {
            last = Some((s.turn, s.digits.clone()));
        }
    }
}

/// The letters that belong to a number: those of an identity card, of an account's country, a name of a letter.
fn mask_around(view: &mut View<'_>, seen: &Seen) {
    let kind = seen.about.map(|about| about.says);
    // "H P five five three": who spells so spells a document.
    let letter = |word: usize| view.words.word(word).len() == 1 && view.words.list[word].made == Made::Letters;
    let spelled = seen.run.first() > 1 && letter(seen.run.first() - 1) && letter(seen.run.first() - 2);
    let coded = spelled || matches!(kind, Some(Says::Id | Says::Account | Says::Postcode));
    if !coded && seen.digits.len() < 7 {
        return;
    }
    let (mut first, mut last) = (seen.run.first(), seen.run.last());
    for _ in 0..6 {
        let next = last + 1;
        let Some(word) = view.words.list.get(next) else { break };
        let gap = view.words.gap(next);
        if gap.chars().any(|c| !c.is_whitespace() && !"-–,.".contains(c)) || gap.len() > 3 {
            break;
        }
        let form = view.words.word(next);
        let (length, what) = (form.chars().count(), view.words.what(next));
        let ends = view.words.len() == next + 1 || view.words.gap(next + 1).chars().any(|c| ",.;\n".contains(c));
        let single = kind == Some(Says::Postcode);
        let letter =
            word.made == Made::Letters && length == 1 && (single || what & (is::FUNCTION | is::JOINT) == 0 || ends);
        let named = what & is::LETTER != 0 && (what & is::FUNCTION == 0 || ends || view.words.is(next + 1, is::JOINT));
        let numeral = coded && view.words.numeral(next).is_some();
        let joint = what & is::JOINT != 0 && view.words.is(next + 1, is::LETTER);
        let kay = what & is::JOINT != 0 && view.words.word(next + 1).len() == 1;
        // "a for apple"
        let stood = stands_for(view, next).filter(|_| word.made == Made::Letters && length == 1);
        if !(letter || named || joint || kay || numeral || stood.is_some()) {
            break;
        }
        last = stood.unwrap_or(next);
    }
    for _ in 0..6 {
        let Some(before) = first.checked_sub(1) else { break };
        let form = view.words.word(before);
        let what = view.words.what(before);
        let thin = matches!(view.words.gap(first), " " | "-" | "");
        let letters = form.len() <= 2 && view.words.list[before].made == Made::Letters;
        let single = coded && letters && form.len() == 1;
        let letter = single || letters && what & (is::FUNCTION | is::LINK | is::UNIT) == 0;
        let named = what & is::LETTER != 0 && what & is::FUNCTION == 0;
        // "i griega": two words for one letter.
        let two = form.len() <= 3 && letters_word(view, first);
        // "quince millones setecientos doce mil"
        let counts = coded
            && (view.words.numeral(before).is_some()
                || what & is::UNIT != 0
                || view.words.list[before].made == Made::Digits && view.words.is(first, is::UNIT));
        if !thin || !(letter || named || two || counts) {
            break;
        }
        first = before;
    }
    view.mask_words(first, last);
}

/// A word that is the name of a letter and no letter itself.
fn letters_word(view: &View<'_>, word: usize) -> bool {
    let form = view.words.word(word);
    form.len() > 3 && view.words.what(word) & (is::LETTER | is::FUNCTION) == is::LETTER
}

/// Letters of a number that is given in pieces: "l o y d, yes".
fn mask_letters(view: &mut View<'_>) {
    const OTHERS: usize = 4;
    for Spelling { first, last, .. } in spellings(view) {
        if view.words.len() <= last - first + 1 + OTHERS {
            view.mask_words(first, last);
        }
    }
}

/// Words of letters and digits where an account, a document or a postcode is spoken of, and those that are long.
fn mask_codes(view: &mut View<'_>, asked: Option<Says>) {
    if !view.words.any_made(Made::Mixed) {
        return;
    }
    for word in 0..view.words.len() {
        let form = view.words.word(word);
        // "The 28th" is a day.
        if view.words.list[word].made != Made::Mixed || view.words.is(word, is::ORDINAL) {
            continue;
        }
        let digits = form.bytes().filter(u8::is_ascii_digit).count();
        let here = about(view, word, word);
        let says = here.filter(|here| here.near).map(|here| here.says).or(if here.is_none() { asked } else { None });
        let row = form.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        let masked = match says {
            Some(Says::Innocent) => false,
            Some(Says::Id | Says::Account | Says::Card) => digits >= 2 && form.len() >= 4,
            Some(Says::Postcode) => digits >= 1 && form.len() <= 8,
            _ => row >= LONG,
        };
        if masked {
            // "LS1 4AP", "AB 123456 C": its other half stands beside it.
            let next = view.words.list.get(word + 1).is_some_and(|w| matches!(w.made, Made::Mixed | Made::Digits));
            let half = next
                && !view.words.is(word + 2, is::UNIT)
                && view.words.gap(word + 1) == " "
                && view.words.word(word + 1).len() <= 8;
            view.mask_words(word, if half { word + 1 } else { word });
        }
    }
}
