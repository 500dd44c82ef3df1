//! Whose call it is, where the input does not say: as the folders are named in which it lies. And the day of a call.
//! Used by `brief` and by what reads an earlier run.

use std::path::{Component, Path, PathBuf};

use super::brief::cut;

/// No name of an agent, a team or a folder is kept longer, in characters.
const LONGEST: usize = 120;

/// A name of an agent or a team, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name, or its beginning.
    pub name: String,
    /// A folder is called so; the input itself does not say.
    pub from_folder: bool,
}

/// What the input and its folders say of a call.
#[derive(Debug, Default)]
pub struct Placed {
    /// Whose call it is.
    pub agent: Option<Named>,
    /// Whose team's.
    pub team: Option<Named>,
    /// The day, where a folder is called by it.
    pub day: Option<String>,
}

/// The folder below which folders tell something: what all paths of a run have in common.
#[derive(Debug, Clone, Default)]
pub struct Folders {
    root: Option<PathBuf>,
}

impl Folders {
    /// Of the paths as they were given. Where these have nothing in common, as a path from the root of the disk and one
    /// from here, no folder tells anything.
    pub fn below<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Self {
        let mut paths = paths.into_iter();
        let Some(first) = paths.next() else { return Self::default() };
        let mut root: PathBuf = parts(first).collect();
        for path in paths {
            let common = root.components().zip(parts(path)).take_while(|(a, b)| a == b);
            let common: PathBuf = common.map(|(part, _)| part).collect();
            let of_the_disk = path.has_root() || root.has_root();
            if of_the_disk && !common.components().any(|part| matches!(part, Component::Normal(_))) {
                return Self::default();
            }
            root = common;
        }
        Self { root: Some(root) }
    }

    /// What is known of a call. The agent and the team that the input names go before all folders. A folder called
    /// like a day is the day. Of the others the innermost is the team's if the agent is known, the agent's if the team
    /// is known; with neither known, it is the team's if it stands alone, else the agent's in the team's around it.
    pub fn place(&self, source: &str, agent: Option<&str>, team: Option<&str>) -> Placed {
        let said = |name: Option<&str>| {
            let name = cut(name?, LONGEST);
            (!name.is_empty()).then_some(Named { name, from_folder: false })
        };
        let mut placed = Placed { agent: said(agent), team: said(team), day: None };
        let mut folders = self.folders(source);
        folders.retain(|name| {
            let dated = name.len() == 10 && day(name).is_some();
            if dated {
                placed.day = Some((*name).to_owned());
            }
            !dated
        });
        let folder = |name: Option<&&str>| name.map(|name| Named { name: cut(name, LONGEST), from_folder: true });
        let mut inward = folders.iter().rev();
        let alone = folders.len() == 1;
        if placed.agent.is_none() && (placed.team.is_some() || !alone) {
            placed.agent = folder(inward.next());
        }
        if placed.team.is_none() {
            placed.team = folder(inward.next());
        }
        placed
    }

    /// The folders between the root and the file, outermost first.
    fn folders<'s>(&self, source: &'s str) -> Vec<&'s str> {
        let Some(root) = &self.root else { return Vec::new() };
        let mut parts = parts(Path::new(source));
        // A masked name may have changed the path; it has as many folders all the same.
        let all = root.components().all(|_| parts.next().is_some());
        let mut folders: Vec<&str> = parts.filter(|_| all).filter_map(|part| part.as_os_str().to_str()).collect();
        folders.pop();
        folders
    }

    /// Whether a file lies below the root, so that its folders tell the same as those of this run.
    pub fn hold(&self, source: &str) -> bool {
        let Some(root) = &self.root else { return false };
        let mut parts = parts(Path::new(source));
        root.components().all(|part| parts.next() == Some(part))
    }
}

/// The parts of a path that are no mere dots.
fn parts(path: &Path) -> impl Iterator<Item = Component<'_>> {
    path.components().filter(|part| *part != Component::CurDir)
}

/// The day of a moment written as in RFC 3339 or like it: `2026-03-14T09:30:00-06:00` is on `2026-03-14`, whatever
/// day it is elsewhere.
pub(super) fn day(moment: &str) -> Option<&str> {
    let moment = moment.trim();
    let (day, rest) = moment.split_at_checked(10)?;
    let number = |text: &str, most: u8| {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        digits && text.parse::<u8>().is_ok_and(|number| (1..=most).contains(&number))
    };
    let bytes = day.as_bytes();
    let fits = bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && number(&day[5..7], 12)
        && number(&day[8..], 31)
        && (rest.is_empty() || rest.starts_with(['T', 't', ' ']));
    fits.then_some(day)
}
