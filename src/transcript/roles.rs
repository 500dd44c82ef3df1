//! Who is the agent: from the labels where they say it, from the names that the user gave, else from what the
//! speakers say and do. What was inferred is noted with how sure it is; where nobody can tell, nobody is taken for
//! anything. Used by `draft`.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::draft::{Said, Who};
use super::{Note, Reader, Role};
use crate::fold::words_of;
use crate::packs::Packs;

/// What a phrase that only one side says is worth; others are worth one.
const SURE: f64 = 3.0;
/// One phrase counts so often for a speaker at most.
const TIMES: u8 = 2;
/// The odds double with every point by which the agent leads; below this share nobody is named.
const SURE_ENOUGH: f64 = 0.85;
/// From this lead on, one more speaker beside an agent is an agent, too: a call that was handed over.
const ANOTHER_AGENT: f64 = 6.0;
/// So much of each speaker's text (bytes) is looked at: who is who shows early, and a long call must not cost more.
const LOOKED_AT: usize = 16 << 10;

/// What people say by whom they can be told, of all languages.
#[derive(Debug)]
pub(super) struct Tells {
    phrases: Vec<(String, Tell)>,
    automaton: OnceLock<Option<AhoCorasick>>,
}

/// What a phrase tells: points towards the agent (below zero: the customer), or that a machine speaks.
#[derive(Debug, Clone, Copy)]
enum Tell {
    Side(f64),
    Machine,
}

impl Tells {
    /// From the packs' `[roles]`.
    pub fn new(packs: &Packs) -> Self {
        let mut phrases = Vec::new();
        for set in &packs.roles {
            let kinds = [
                (&set.agent, Tell::Side(1.0)),
                (&set.surely_agent, Tell::Side(SURE)),
                (&set.customer, Tell::Side(-1.0)),
                (&set.surely_customer, Tell::Side(-SURE)),
                (&set.machine, Tell::Machine),
            ];
            for (list, tell) in kinds {
                phrases.extend(list.iter().map(|phrase| (format!(" {} ", words_of(&phrase.value)), tell)));
            }
        }
        Self { phrases, automaton: OnceLock::new() }
    }

    /// Points towards the agent, and whether a machine speaks.
    fn weigh(&self, text: &str) -> (f64, bool) {
        let automaton = self.automaton.get_or_init(|| {
            let phrases = self.phrases.iter().map(|(phrase, _)| phrase);
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(phrases).ok()
        });
        let mut seen: FxHashMap<usize, u8> = FxHashMap::default();
        let (mut points, mut machine) = (0.0, false);
        let folded = format!(" {} ", words_of(text));
        for found in automaton.iter().flat_map(|a| a.find_overlapping_iter(&folded)) {
            let times = seen.entry(found.pattern().as_usize()).or_default();
            if *times < TIMES {
                *times += 1;
                match self.phrases[found.pattern().as_usize()].1 {
                    Tell::Side(worth) => points += worth,
                    Tell::Machine => machine = true,
                }
            }
        }
        (points, machine)
    }
}

/// The role of every utterance's speaker, and the name that the label gives.
pub(super) fn assign(reader: &Reader, said: &[Said], notes: &mut Vec<Note>) -> Vec<(Role, Option<String>)> {
    let mut labels: Vec<&str> = Vec::new();
    let mut roles: FxHashMap<&str, (Role, Option<String>)> = FxHashMap::default();
    let mut given: Vec<Role> = Vec::new();
    let mut nobody = false;
    for said in said {
        match &said.who {
            Who::Role(role) => given.push(*role),
            Who::Label(label) if !roles.contains_key(label.as_str()) => {
                if let Some((role, name)) = reader.speakers().role(label) {
                    given.push(role);
                    roles.insert(label, (role, name));
                } else {
                    labels.push(label);
                    roles.insert(label, (Role::Other, Some(label.clone())));
                }
            }
            Who::Label(_) => {}
            Who::Unknown => nobody = true,
        }
    }
    let has = |role| given.contains(&role);
    match (has(Role::Agent), has(Role::Customer), &labels[..]) {
        (_, _, []) => {}
        // One side is labelled by its role, the other by its name.
        (true, false, [name]) => set(&mut roles, notes, name, Role::Customer, "customer-assumed", None),
        (false, true, [name]) => set(&mut roles, notes, name, Role::Agent, "agent-assumed", None),
        (true, true, _) => {}
        (agent, customer, _) => infer(reader, said, &labels, (agent, customer), &mut roles, notes),
    }
    let unknown: Vec<&str> = labels.into_iter().filter(|label| roles[label].0 == Role::Other).collect();
    let role_of = |said: &Said| match &said.who {
        Who::Role(role) => (*role, None),
        Who::Label(label) => roles.get(label.as_str()).cloned().unwrap_or((Role::Other, None)),
        Who::Unknown => (Role::Other, None),
    };
    let all: Vec<(Role, Option<String>)> = said.iter().map(role_of).collect();
    if all.iter().all(|(role, _)| *role != Role::Agent) {
        notes.push(match &unknown[..] {
            [] => Note { code: "no-agent-turns", args: Vec::new() },
            names => Note { code: "no-agent", args: vec![("speakers", names.join(", "))] },
        });
    } else {
        let other = unknown.into_iter().map(|name| Note { code: "speaker-unknown", args: named(name) });
        notes.extend(other);
        if nobody {
            notes.push(Note { code: "speaker-missing", args: Vec::new() });
        }
    }
    all
}

fn named(name: &str) -> Vec<(&'static str, String)> {
    vec![("name", name.to_owned())]
}

fn set<'a>(
    roles: &mut FxHashMap<&'a str, (Role, Option<String>)>,
    notes: &mut Vec<Note>,
    label: &'a str,
    role: Role,
    code: &'static str,
    sure: Option<f64>,
) {
    if let Some(entry) = roles.get_mut(label) {
        entry.0 = role;
    }
    let mut args = named(label);
    args.extend(sure.map(|share| ("sure", format!("{:.0}", (share * 100.0).min(99.0)))));
    notes.push(Note { code, args });
}

/// Tells agent and customer by what they say. `known` says which of the two is labelled already.
fn infer<'a>(
    reader: &Reader,
    said: &[Said],
    labels: &[&'a str],
    known: (bool, bool),
    roles: &mut FxHashMap<&'a str, (Role, Option<String>)>,
    notes: &mut Vec<Note>,
) {
    let mut texts: FxHashMap<&str, String> = FxHashMap::default();
    for said in said {
        if let Who::Label(label) = &said.who
            && let text = texts.entry(label.as_str()).or_default()
            && text.len() < LOOKED_AT
        {
            text.push_str(&said.text);
            text.push('\n');
        }
    }
    let weighed = labels.iter().map(|label| (*label, reader.tells().weigh(texts.get(label).map_or("", |t| t))));
    let (machines, people): (Vec<_>, Vec<_>) = weighed.partition(|(_, (points, machine))| *machine && *points < SURE);
    let mut people: Vec<(&str, f64)> = people.into_iter().map(|(label, (points, _))| (label, points)).collect();
    people.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (machine, _) in machines {
        notes.push(Note { code: "speaker-machine", args: named(machine) });
    }
    let (mut agent, customer) = known;
    if !agent {
        let lead = match people[..] {
            [] => 0.0,
            [(_, only)] => only,
            [(_, first), (_, last)] => first - last,
            // Of three, two may be agents, one after the other.
            [(_, first), .., (_, last)] => first.min(first - last),
        };
        agent = share(lead) >= SURE_ENOUGH;
        if agent {
            set(roles, notes, people.remove(0).0, Role::Agent, "agent-inferred", Some(share(lead)));
        }
    }
    while agent && people.len() > 1 && people[0].1 >= ANOTHER_AGENT {
        let (label, points) = people.remove(0);
        set(roles, notes, label, Role::Agent, "agent-inferred", Some(share(points)));
    }
    match people[..] {
        [(only, _)] if agent && !customer => set(roles, notes, only, Role::Customer, "customer-assumed", None),
        [.., (_, next), (last, points)] if agent && !customer && share(next - points) >= SURE_ENOUGH => {
            set(roles, notes, last, Role::Customer, "customer-inferred", Some(share(next - points)));
        }
        _ => {}
    }
}

/// How sure a lead of so many points makes, from 0 to 1: every point doubles the odds.
fn share(lead: f64) -> f64 {
    1.0 / (1.0 + (-lead).exp2())
}
