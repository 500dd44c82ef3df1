//! Labels: which words before a colon name the agent, the customer or somebody else. Built from every language's
//! `[speakers]`, from `coach.toml` and from `--agent`. Used by the readers of formats whose labels are words.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Role;
use crate::fold::words_of;
use crate::packs::{Packs, Problem};

/// No name, with a role beside it, is longer than this many bytes.
const LONGEST: usize = 400;

/// The known labels.
#[derive(Debug, Default)]
pub struct Speakers {
    exact: FxHashMap<String, Role>,
    beginnings: Vec<(String, Role)>,
    longest: usize,
    /// Folded names from the command line. They win over everything else in a label.
    agents: FxHashSet<String>,
}

impl Speakers {
    /// From the packs; `agents` are names given on the command line. A label given to two roles is a problem.
    pub fn new(packs: &Packs, agents: &[String], problems: &mut Vec<Problem>) -> Self {
        let mut speakers = Self::default();
        for set in &packs.speakers {
            for (labels, role) in
                [(&set.agent, Role::Agent), (&set.customer, Role::Customer), (&set.other, Role::Other)]
            {
                for label in labels {
                    if let Some(other) = speakers.add(&label.value, role).filter(|other| *other != role) {
                        let args = vec![("label", label.value.to_string()), ("role", other.as_str().to_owned())];
                        problems.push(Problem::at("label-twice", &label.at, args));
                    }
                }
            }
        }
        speakers.agents = agents.iter().map(|name| words_of(name)).filter(|name| !name.is_empty()).collect();
        let words = speakers.agents.iter().map(|name| name.split(' ').count());
        speakers.longest = words.max().unwrap_or(0).max(speakers.longest);
        speakers
    }

    fn add(&mut self, label: &str, role: Role) -> Option<Role> {
        let folded = words_of(label);
        self.longest = self.longest.max(folded.split(' ').count());
        if label.ends_with('*') {
            self.beginnings.push((folded, role));
            return None;
        }
        self.exact.insert(folded, role)
    }

    fn of_words(&self, folded: &str) -> Option<Role> {
        let beginning = || self.beginnings.iter().find(|(b, _)| folded.starts_with(b.as_str())).map(|(_, r)| *r);
        self.exact.get(folded).copied().or_else(beginning)
    }

    /// Whether a name is one that the user gave, or begins so: `Ana` is `ANA` and `Ana Gómez`.
    pub fn is_agent(&self, name: &str) -> bool {
        !self.agents.is_empty() && self.find(name, |piece| self.named(piece)).is_some()
    }

    fn named(&self, folded: &str) -> Option<Role> {
        self.agents.contains(folded).then_some(Role::Agent)
    }

    /// The role that a label names, and the name beside the role word: `Agent (Ana)` is the agent Ana. The role word
    /// begins the label or stands in brackets or behind a mark, and the rest is written as names and numbers are:
    /// `As the customer said` and `Customer service call` name nobody.
    /// A name that the user gave wins over any word.
    pub fn role(&self, label: &str) -> Option<(Role, Option<String>)> {
        let by_word = || self.find(label, |piece| self.of_words(piece));
        if self.is_agent(label) {
            let name = by_word().and_then(|(_, name)| name);
            return Some((Role::Agent, Some(name.unwrap_or_else(|| label.trim().to_owned()))));
        }
        by_word()
    }

    /// The longest piece of a label that has a role, and the name that is left of it.
    fn find(&self, label: &str, role_of: impl Fn(&str) -> Option<Role>) -> Option<(Role, Option<String>)> {
        if label.len() > LONGEST {
            return None;
        }
        let inside_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '*');
        let words: Vec<&str> = label.split(|c: char| !inside_word(c)).filter(|w| !w.is_empty()).collect();
        for length in (1..=words.len().min(self.longest)).rev() {
            for start in 0..=words.len() - length {
                let piece = words_of(&words[start..start + length].join(" "));
                let Some(role) = role_of(&piece) else { continue };
                let at = words[start].as_ptr() as usize - label.as_ptr() as usize;
                let set_apart = label[..at].trim_end().ends_with(['(', '[', '-', '–', '/', '|', ',']);
                let rest = [&words[..start], &words[start + length..]].concat();
                let large = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
                let all_small = rest.len() < 2 && !label.contains(char::is_uppercase);
                if (start == 0 || set_apart) && (rest.iter().all(large) || all_small) {
                    let name = rest.join(" ");
                    let a_name = name.chars().any(char::is_alphabetic);
                    return Some((role, a_name.then_some(name)));
                }
            }
        }
        None
    }
}
