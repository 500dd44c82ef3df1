//! What the packs say of who speaks: labels, and what the sides say. Used by the reader.

use super::table::{Problems, Table, Text};

/// `[speakers]`: words that name who speaks, in a transcript's labels.
#[derive(Debug, Clone)]
pub struct RawSpeakers {
    /// The agent side.
    pub agent: Vec<Text>,
    /// The customer side.
    pub customer: Vec<Text>,
    /// Neither: a supervisor, a machine.
    pub other: Vec<Text>,
}

impl RawSpeakers {
    pub(super) fn read(mut t: Table<'_>, problems: &mut Problems) -> Self {
        let speakers = Self {
            agent: t.texts("agent", problems),
            customer: t.texts("customer", problems),
            other: t.texts("other", problems),
        };
        t.finish(problems);
        speakers
    }
}
