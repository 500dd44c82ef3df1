//! Cues that another cue asks for: whether one of them can be there is often known before all is heard, and cheaper than a
//! hit that is dropped later. Used by the shapes and the measures.

use super::cue::{CueId, CueTable};
use super::heard::Heard;

/// Cues that another asks for.
#[derive(PartialEq)]
pub(super) enum Asked<'a> {
    /// None.
    Nothing,
    /// Some that are not heard by their words: nobody knows yet.
    Unknown,
    /// These.
    Words(&'a [CueId]),
}

impl<'a> Asked<'a> {
    /// Of the cues asked for.
    pub fn of(asked: &'a [CueId], cues: &CueTable) -> Self {
        let by_words = |id: &CueId| cues.get(*id).shape.is_none() && cues.get(*id).measure.is_none();
        match asked {
            [] => Self::Nothing,
            all if all.iter().all(by_words) => Self::Words(all),
            _ => Self::Unknown,
        }
    }

    /// Whether one of them may be heard in the call, as far as is known before the shapes are.
    pub fn may_be_anywhere(&self, heard: &Heard) -> bool {
        match self {
            Self::Words(cues) => heard.has_anywhere(cues),
            Self::Nothing | Self::Unknown => true,
        }
    }

    /// Whether one of them may be heard in a turn.
    pub fn may_be_in(&self, turn: usize, heard: &Heard) -> bool {
        match self {
            Self::Words(cues) => heard.has_any(cues, turn),
            Self::Nothing | Self::Unknown => true,
        }
    }
}
