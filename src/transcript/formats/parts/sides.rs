//! Who is inside the company that was called, and who outside: what business telephony tells instead of roles. Used
//! by the readers of its formats.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::transcript::Role;
use crate::transcript::draft::Who;

/// What a file says of a speaker.
pub(in crate::transcript::formats) struct Party {
    /// Inside the company; none where nobody knows.
    pub internal: Option<bool>,
    pub name: Option<String>,
}

/// The speakers of a call by their ids.
pub(in crate::transcript::formats) struct Sides {
    parties: FxHashMap<String, Party>,
    /// There is somebody on either side, or too few are known to tell: a call among colleagues, or one where nobody
    /// was recognised, says nothing of who serves whom.
    told: bool,
}

impl Sides {
    /// From what is known of the speakers, and who speaks.
    pub fn new<'a>(parties: FxHashMap<String, Party>, speaking: impl Iterator<Item = &'a str>) -> Self {
        let speakers: FxHashSet<&str> = speaking.collect();
        let known = |side| {
            let of_side = |id: &&&str| parties.get(**id).is_some_and(|party| party.internal == Some(side));
            speakers.iter().filter(of_side).count()
        };
        let (inside, outside) = (known(true), known(false));
        let told = inside.min(outside) > 0 || inside + outside == 1;
        Self { parties, told }
    }

    /// What is to be said of a speaker, with the name beside the role.
    pub fn who(&self, id: Option<&str>) -> (Who, Option<String>) {
        let Some(id) = id else { return (Who::Unknown, None) };
        let party = self.parties.get(id);
        let name = party.and_then(|party| party.name.clone());
        match party.and_then(|party| party.internal).filter(|_| self.told) {
            Some(true) => (Who::Role(Role::Agent), name),
            Some(false) => (Who::Role(Role::Customer), name),
            None => (Who::Label(name.unwrap_or_else(|| id.to_owned())), None),
        }
    }
}
