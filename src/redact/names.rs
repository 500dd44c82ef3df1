//! The customer's name: where somebody says it or was asked for it, and then wherever it stands. The agent's own stays,
//! unless both have it.

use rustc_hash::FxHashSet;

use super::hide::spellings;
use super::known::{Known, Says, is};
use super::look::{LONGEST, Sure, ends_call, looks, take};
use super::view::View;
use super::words::{Made, Words};
use crate::transcript::{Call, Role};

/// Names found in a call, folded, word by word.
#[derive(Debug, Default)]
pub(super) struct Names {
    customer: FxHashSet<String>,
    /// Said by the customer to be the own one: it is masked even if it is the agent's too.
    surely: FxHashSet<String>,
    agent: FxHashSet<String>,
    /// The turn that is looked at.
    turn: usize,
    /// Where a customer's name was found: turn, first and last word, in order.
    places: Vec<(usize, usize, usize)>,
}

impl Names {
    /// The names of a call. `asked` tells the turns that ask for one.
    pub fn of(call: &Call, views: &[View<'_>], asked: &[bool], known: &Known) -> Self {
        let mut names = Self::default();
        names.labels(call, known);
        let mut waiting = 0;
        let mut more = false;
        for (turn, view) in views.iter().enumerate() {
            names.turn = turn;
            let before = names.customer.len() + names.surely.len();
            names.introduced(view);
            if view.role != Role::Agent && waiting > 0 {
                names.answered(view);
            }
            if view.role != Role::Agent && more {
                names.alone(view);
            }
            names.addressed(view);
            names.pairs(view);
            names.signed(view);
            names.corrected(view);
            names.by_itself(view);
            let told = asked.get(turn).copied().unwrap_or(false) || waiting > 0 || view.says(Says::Spells);
            let spelled = spellings(view).into_iter().filter(|row| told || row.explained);
            let ordinary = |name: &String| known.is(name, is::FUNCTION | is::NOT_NAME | is::SIDE);
            names.customer.extend(spelled.map(|row| row.name).filter(|name| !ordinary(name)));
            let asks = asked.get(turn).copied().unwrap_or(false);
            let asks = asks || view.role == Role::Agent && view.says(Says::AsksName);
            let found = names.customer.len() + names.surely.len() > before;
            waiting = if asks { 4 } else { waiting - usize::from(waiting > 0) };
            waiting = if found && view.role != Role::Agent { 0 } else { waiting };
            more = view.role == Role::Agent && names.asks_more(view);
        }
        names.places.sort_unstable();
        let mut sorted: Vec<String> = names.surely.iter().chain(&names.customer).cloned().collect();
        sorted.sort_unstable();
        for view in views {
            names.shortened(view, known, &sorted);
        }
        names
    }

    /// Where names were found in a turn.
    pub fn places(&self, turn: usize) -> impl Iterator<Item = (usize, usize)> {
        let from = self.places.partition_point(|place| place.0 < turn);
        self.places[from..].iter().take_while(move |place| place.0 == turn).map(|place| (place.1, place.2))
    }

    /// "Ángel Cruz, and then?": an agent says little more than the name, and asks.
    fn asks_more(&self, view: &View<'_>) -> bool {
        const SHORT: usize = 6;
        let words = &view.words;
        words.len() <= SHORT
            && words.gap(words.len()).contains('?')
            && (0..words.len()).any(|word| self.has(words.word(word)))
    }

    /// A first sentence that is a name and nothing else.
    fn alone(&mut self, view: &View<'_>) {
        if let Some(found) = take(view, 0, Sure::Asked)
            && !view.words.together(found.1, found.1 + 1)
        {
            self.add(view, found, false, true);
        }
    }

    /// A customer's line that begins with two or three names and a mark, or an agent's question that is nothing else.
    fn by_itself(&mut self, view: &View<'_>) {
        let words = &view.words;
        let strange = |word: usize| {
            words.list.get(word).is_some_and(|w| {
                w.capital
                    && w.made == Made::Letters
                    && w.what & (is::ORDINARY | is::FUNCTION | is::NOT_NAME | is::MONTH) == 0
            }) && words.word(word).len() > 2
        };
        let mut next = 0;
        for first in 0..if words.has_capitals() { words.len() } else { 0 } {
            if first < next || !strange(first) {
                continue;
            }
            let line = || first == 0 || words.gap(first).contains('\n');
            let asks = view.role == Role::Agent;
            if !(if asks { words.begins(first) } else { line() }) {
                continue;
            }
            let more = (first + 1..first + 3).take_while(|word| words.gap(*word) == " " && strange(*word)).count();
            let last = first + more;
            next = last + 1;
            let behind = words.gap(next);
            let ends = if asks {
                behind.starts_with('?')
            } else {
                behind.is_empty() || behind.starts_with([',', ';', '\n', '.', '|'])
            };
            if more > 0 && ends {
                self.add(view, (first, last), false, false);
            }
        }
    }

    /// "Stevens with a V", "Yolanda con i griega"; and "not Stephens" before it.
    fn corrected(&mut self, view: &View<'_>) {
        let words = &view.words;
        for said in view.said.iter().filter(|said| said.says == Says::SpelledWith) {
            let what = words.what(said.last + 1);
            let letter = words.owner(said.last + 1).unwrap_or_else(|| words.word(said.last + 1)).chars().count() == 1
                || what & (is::LETTER | is::FUNCTION) == is::LETTER;
            let Some(name) = said.first.checked_sub(1) else { continue };
            if !letter || !words.together(name, said.last + 1) || !looks(view, name, Sure::Asked) {
                continue;
            }
            self.add(view, (name, name), false, true);
            let other = (name.saturating_sub(6)..name).rev().take_while(|word| words.together(*word, name));
            for word in other.filter(|word| words.list[*word].capital && !words.begins(*word)) {
                if looks(view, word, Sure::Asked) {
                    self.add(view, (word, word), false, false);
                }
            }
        }
    }

    /// A name that begins another: Gwen, where Gwendolyn is known.
    fn shortened(&mut self, view: &View<'_>, known: &Known, sorted: &[String]) {
        const SHORTEST: usize = 3;
        // Only what begins a name is looked for.
        for word in 0..if sorted.is_empty() { 0 } else { view.words.len() } {
            let owner = view.words.owner(word);
            let form = owner.unwrap_or_else(|| view.words.word(word));
            let what = owner.map_or_else(|| view.words.what(word), |owner| known.word(owner));
            let given = what & is::GIVEN != 0 || what & is::ORDINARY == 0 && view.words.list[word].capital;
            let given = given && what & (is::FUNCTION | is::NOT_NAME) == 0;
            let begun =
                || sorted.get(sorted.partition_point(|name| &**name < form)).is_some_and(|name| name.starts_with(form));
            if given && form.len() >= SHORTEST && !self.is_of_agent(form) && begun() {
                self.customer.insert(form.to_owned());
            }
        }
    }

    /// Whether a folded word is to be masked.
    pub fn has(&self, word: &str) -> bool {
        self.surely.contains(word) || self.customer.contains(word) && !self.agent.contains(word)
    }

    /// Whether no word is to be masked that others do not mask.
    pub fn are_among(&self, others: &Self) -> bool {
        self.surely.iter().chain(&self.customer).all(|word| !self.has(word) || others.has(word))
    }

    /// Whether a folded word is of the agent's name.
    pub fn is_of_agent(&self, word: &str) -> bool {
        self.agent.contains(word)
    }

    /// No name is known.
    pub fn is_empty(&self) -> bool {
        self.surely.is_empty() && self.customer.is_empty()
    }

    fn labels(&mut self, call: &Call, known: &Known) {
        let words = |text: &str| -> Vec<String> {
            let words = Words::new(text, true, |word| known.meaning(word), |_, _| true);
            let plain = is::SIDE | is::TITLE | is::PARTICLE;
            let parts = (0..words.len()).filter(|w| words.list[*w].made == Made::Letters && !words.is(*w, plain));
            parts.map(|w| words.word(w)).filter(|word| word.len() > 1).map(str::to_owned).collect()
        };
        self.agent.extend(call.agent.iter().flat_map(|agent| words(agent)));
        // Labels come back from turn to turn.
        let mut seen: FxHashSet<(Role, &str)> = FxHashSet::default();
        for turn in &call.turns {
            let Some(name) = &turn.name else { continue };
            if seen.insert((turn.speaker, name)) {
                match turn.speaker {
                    Role::Agent => self.agent.extend(words(name)),
                    Role::Customer => self.surely.extend(words(name)),
                    Role::Other => self.customer.extend(words(name)),
                }
            }
        }
    }

    /// "My name is …", "under the name of …", "am I speaking with …".
    fn introduced(&mut self, view: &View<'_>) {
        let agent = view.role == Role::Agent;
        for said in &view.said {
            let (sure, of_agent) = match said.says {
                Says::OwnName => (Sure::Yes, agent),
                Says::MaybeName => (Sure::No, agent),
                // "With Ana", "of Ruiz": an answer begins so.
                Says::AnswerName if !agent && (said.first <= 2 || corrects(view, said.first)) => (Sure::No, false),
                Says::NameBefore => {
                    self.before_phrase(view, said.first, agent);
                    continue;
                }
                Says::HolderName => (Sure::Yes, false),
                Says::OtherName if agent => (Sure::No, false),
                _ => continue,
            };
            let Some(found) = take(view, said.last + 1, sure) else { continue };
            self.add(view, found, of_agent, said.says == Says::OwnName || said.says == Says::MaybeName);
        }
    }

    /// "Alma speaking", "le atiende Óscar" the other way round.
    fn before_phrase(&mut self, view: &View<'_>, phrase: usize, agent: bool) {
        let found = (1..=3)
            .rev()
            .filter_map(|back| phrase.checked_sub(back))
            .find_map(|first| take(view, first, Sure::Asked).filter(|found| found.1 + 1 == phrase));
        if let Some(found) = found {
            self.add(view, found, agent, true);
        }
    }

    /// The answer of somebody who was asked for the name.
    fn answered(&mut self, view: &View<'_>) {
        const EARLY: usize = 12;
        let mut word = 0;
        while word < view.words.len().min(EARLY) {
            if let Some(found) = take(view, word, Sure::Asked) {
                word = found.1 + 1;
                // "Hello Beth, I'm …": whom the answer is given to.
                if (found.0..=found.1).all(|w| self.agent.contains(view.words.word(w))) {
                    continue;
                }
                self.add(view, found, false, true);
                if !view.words.together(found.1, word) || view.words.gap(word).contains(',') {
                    return;
                }
            } else {
                word += 1;
            }
        }
    }

    /// "Mrs Ortega", "thank you, Alma", "Alma, …".
    fn addressed(&mut self, view: &View<'_>) {
        let of_agent = view.role != Role::Agent;
        let called = if view.words.any_is(is::TITLE | is::GIVEN) { view.words.len() } else { 0 };
        for word in 0..called {
            let what = view.words.what(word);
            if what & is::TITLE != 0 {
                if let Some(found) = take(view, word + 1, Sure::Asked) {
                    // A customer's "Mr Ortega" is as like to be the own name as another's.
                    self.add(view, found, false, false);
                }
            } else if what & is::GIVEN != 0 && what & is::NOT_NAME == 0 {
                let comma = |gap: &str| gap.trim_start().starts_with([',', '!', '.', '?']);
                let behind = view.words.gap(word + 1);
                let calls = view.words.begins(word) && behind.starts_with([',', '!'])
                    || word > 0 && view.words.gap(word).starts_with(',') && (comma(behind) || behind.is_empty());
                if calls && !of_agent && looks(view, word, Sure::No) {
                    self.add(view, (word, word), false, false);
                }
            }
        }
        for said in view.said.iter().filter(|said| said.says == Says::Greets) {
            let next = said.last + 1;
            if next < view.words.len() && thin(view.words.gap(next)) {
                let given = view.words.is(next, is::GIVEN | is::SURNAME);
                // "Thanks, Yadiel": a capital in the middle of a sentence.
                let strange = view.words.list[next].capital
                    && view.words.together(said.last, next)
                    && !view.words.is(next, is::ORDINARY)
                    && (ends_call(view, next) || view.words.list.get(next + 1).is_some_and(|w| w.capital));
                if (given || strange)
                    && let Some(found) = take(view, next, Sure::No)
                {
                    // Nobody calls an agent by the full name: "Hello, Idris Okafor here".
                    if !of_agent || found.0 < found.1 {
                        self.add(view, found, false, false);
                    }
                }
            }
        }
    }

    /// A given name with a surname behind it.
    fn pairs(&mut self, view: &View<'_>) {
        let pairs = if view.words.any_is(is::GIVEN) { view.words.len().saturating_sub(1) } else { 0 };
        for word in 0..pairs {
            let what = view.words.what(word);
            if what & is::GIVEN == 0 || what & is::NOT_NAME != 0 {
                continue;
            }
            let (next, about) = (view.words.what(word + 1), &view.words.list[word + 1]);
            let capitals = view.words.list[word].capital && about.capital;
            let surname =
                next & is::SURNAME != 0 && next & is::FUNCTION == 0 && (capitals || !view.words.list[word].capital);
            let strange = capitals && next & (is::ORDINARY | is::NOT_NAME) == 0;
            if (surname || strange)
                && view.words.gap(word + 1) == " "
                && let Some(found) = take(view, word, Sure::No)
            {
                self.add(view, found, false, false);
            }
        }
    }

    /// "Regards, Ana Ruiz" at the end of a turn.
    fn signed(&mut self, view: &View<'_>) {
        let Some(end) = view.words.len().checked_sub(1) else { return };
        let agent = view.role == Role::Agent;
        for said in view.said.iter().rev().take(4).filter(|said| said.says == Says::SignsOff) {
            if said.last < end
                && end - said.last <= LONGEST
                && let Some(found) = take(view, said.last + 1, Sure::Asked)
                && (found.1 == end || agent && ends_call(view, found.1))
                && (!agent || said.first > 3 || said.first > 0 && !is_greeting(view, said.first))
            {
                self.add(view, found, agent, false);
            }
        }
        // "- Alma", the last line.
        let line = view.words.gap(end);
        if line.contains(['-', '—', '–', '~']) && line.contains('\n') && looks(view, end, Sure::Asked) {
            self.add(view, (end, end), agent, false);
        }
    }

    fn add(&mut self, view: &View<'_>, (first, last): (usize, usize), of_agent: bool, own: bool) {
        if !of_agent {
            self.places.push((self.turn, first, last));
        }
        for word in first..=last {
            let form = view.words.word(word);
            let what = view.words.what(word);
            // A word that everybody says is masked where it was a name, and not everywhere.
            let common = what & (is::FUNCTION | is::PARTICLE | is::TITLE | is::NOT_NAME) != 0;
            if common || view.words.list[word].made != Made::Letters || form.chars().count() < 2 {
                continue;
            }
            let form = form.to_owned();
            match (of_agent, own) {
                (true, _) => self.agent.insert(form),
                (false, true) => self.surely.insert(form),
                (false, false) => self.customer.insert(form),
            };
        }
    }
}

/// "My name isn't Stephens, it's Stevens": the name was spoken of in the same sentence.
fn corrects(view: &View<'_>, word: usize) -> bool {
    view.before(word).any(|said| said.says == Says::OwnName && view.words.together(said.last, word))
}

/// Whether a phrase that somebody is called with begins at a word: an agent's "Thanks, Ana" is no signature.
fn is_greeting(view: &View<'_>, word: usize) -> bool {
    view.said.iter().any(|said| said.says == Says::Greets && said.first == word)
}

/// What may stand before a name that somebody is called by.
fn thin(gap: &str) -> bool {
    gap.chars().all(|c| c.is_whitespace() || c == ',')
}
