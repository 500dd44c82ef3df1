//! The parties of a vCon: whom an index, a name or a role means. Standard roles there are none: `role`, as the
//! contact centre's extension has it, `meta.role` as others do, and the type, which tells people from bots.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::fold::words_of;
use crate::transcript::draft::{Said, Who};
use crate::transcript::{Reader, Role};

/// Role words of the contact centre's extension that no language has as a label.
const THIRD: [&str; 3] = ["sme", "thirdparty", "third_party"];

struct Party {
    who: Who,
    role: Option<Role>,
    name: Option<String>,
}

pub(super) struct Parties<'r> {
    reader: &'r Reader,
    all: Vec<Party>,
    /// By the folded name, and by the address as it is.
    known: FxHashMap<String, usize>,
}

impl<'r> Parties<'r> {
    pub fn new(reader: &'r Reader, list: &[Value]) -> Self {
        let mut parties = Self { reader, all: Vec::with_capacity(list.len()), known: FxHashMap::default() };
        for (index, value) in list.iter().enumerate() {
            let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
            let word = text("role").or_else(|| value.get("meta")?.get("role")?.as_str());
            let bot = text("type").is_some_and(|kind| kind.eq_ignore_ascii_case("bot"));
            let role = if bot { Some(Role::Other) } else { word.and_then(|word| parties.role(word)) };
            let name = text("name");
            let addresses = ["tel", "mailto", "email", "sip", "did", "uuid"].map(text);
            let label = name.or_else(|| addresses.into_iter().flatten().next());
            let label = label.map_or_else(|| by_index(index as u64), str::to_owned);
            let who = role.map_or(Who::Label(label), Who::Role);
            parties.all.push(Party { who, role, name: name.map(str::to_owned) });
            let keys = [by_index(index as u64)]
                .into_iter()
                .chain(name.map(words_of))
                .chain(addresses.into_iter().flatten().map(str::to_owned));
            for key in keys.filter(|key| !key.is_empty()) {
                parties.known.entry(key).or_insert(index);
            }
        }
        parties
    }

    /// The role that a word names, whatever the language.
    fn role(&self, word: &str) -> Option<Role> {
        if THIRD.contains(&word.to_ascii_lowercase().as_str()) {
            return Some(Role::Other);
        }
        self.reader.speakers().role(word).map(|(role, _)| role)
    }

    /// Whether a label means one of the parties, or a role.
    pub fn knows(&self, label: &str) -> bool {
        self.of_label(label).is_some() || self.role(label).is_some()
    }

    fn of_label(&self, label: &str) -> Option<&Party> {
        let index = self.known.get(label).or_else(|| self.known.get(&words_of(label)))?;
        self.all.get(*index)
    }

    /// Puts the parties in the place of the labels that mean them, and their names beside their roles.
    pub fn name(&self, all: &mut [Said]) {
        let only = |role: Role| {
            let mut of_role = self.all.iter().filter(|party| party.role == Some(role));
            of_role.next().filter(|_| of_role.next().is_none()).and_then(|party| party.name.clone())
        };
        let names = [Role::Agent, Role::Customer].map(|role| (role, only(role)));
        let name_of = |role: Role| names.iter().find(|(of, _)| *of == role).and_then(|(_, name)| name.clone());
        let mut known: FxHashMap<String, (Who, Option<String>)> = FxHashMap::default();
        for said in all {
            match &said.who {
                Who::Role(role) => said.name = said.name.take().or_else(|| name_of(*role)),
                Who::Label(label) => {
                    if !known.contains_key(label) {
                        known.insert(label.clone(), self.meaning(label, &name_of));
                    }
                    let (who, name) = known[label].clone();
                    said.name = said.name.take().or(name);
                    said.who = who;
                }
                Who::Unknown => {}
            }
        }
    }

    fn meaning(&self, label: &str, name_of: &impl Fn(Role) -> Option<String>) -> (Who, Option<String>) {
        if let Some(party) = self.of_label(label) {
            return (party.who.clone(), party.name.clone());
        }
        let own = Who::Label(label.to_owned());
        match self.reader.speakers().role(label) {
            Some((role, None)) => (own, name_of(role)),
            _ => (own, None),
        }
    }
}

/// The label that means the party of an index.
pub(super) fn by_index(index: u64) -> String {
    format!("party {index}")
}

/// Who wrote a text: its originator, else the first of its parties.
pub(super) fn originator(parties: Option<&Value>, originator: Option<&Value>) -> Who {
    let index = originator.and_then(Value::as_u64).or_else(|| first(parties?));
    index.map_or(Who::Unknown, |index| Who::Label(by_index(index)))
}

/// The first index of `0`, `[0, 1]` or `[[0], 1]`.
pub(super) fn first(parties: &Value) -> Option<u64> {
    let mut value = parties;
    while let Value::Array(list) = value {
        value = list.iter().find(|value| !value.is_null())?;
    }
    value.as_u64()
}
