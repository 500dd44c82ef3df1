//! The innocent twins of one cue in one turn, by their places: which of them stand near a match is told without looking
//! at all the others, however many there are. Used by the ear.

use super::cue::Cue;
use crate::fold::Folded;

/// A twin that was heard: first word, the one after the last, and its phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Twin {
    pub words: (u32, u32),
    pub phrase: u32,
}

/// The twins in the order of their first words.
#[derive(Debug, Default)]
pub(super) struct Twins {
    all: Vec<Twin>,
    /// The words of the longest.
    longest: u32,
}

impl Twins {
    /// Takes others in the place of those that it had.
    pub fn set(&mut self, twins: impl Iterator<Item = Twin>) {
        self.all.clear();
        self.all.extend(twins);
        self.all.sort_unstable_by_key(|twin| twin.words);
        self.longest = self.all.iter().map(|twin| twin.words.1 - twin.words.0).max().unwrap_or(0);
    }

    /// Those near enough to a match (a range of words) to excuse it.
    pub fn around<'t>(
        &'t self,
        about: &'t Cue,
        folded: &'t Folded,
        words: (u32, u32),
    ) -> impl Iterator<Item = &'t Twin> {
        let near = about.unless_within as u32;
        let from = self.all.partition_point(|twin| twin.words.0 + self.longest + near <= words.0);
        let to = self.all.partition_point(|twin| twin.words.0 < words.1 + near);
        self.all[from..to.max(from)].iter().filter(move |twin| about.excused(folded, words, twin.words))
    }
}
