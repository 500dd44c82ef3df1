//! How large, long and deep an input may be before it is refused: the settings of `[limits]` in bytes and turns. Used
//! by whoever opens a file, and by the reader on every call.

use crate::packs::Settings;

/// The limits in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// A file that is read whole, in bytes; lines of calls are read piece by piece and know no such limit.
    pub largest_file: u64,
    /// A line of calls, in bytes.
    pub longest_line: usize,
    /// A turn, in bytes: more than an hour of speech is no turn but a broken file.
    pub longest_turn: usize,
    /// Turns of a call.
    pub most_turns: usize,
    /// What one file may unpack to, in bytes.
    pub unpacked: u64,
    /// How many times its size a file may unpack to.
    pub unpack_ratio: u64,
}

impl Limits {
    /// As set.
    pub fn new(settings: &Settings) -> Self {
        let limit = |key| settings.limit(key) as u64;
        Self {
            largest_file: limit("largest-file-mib") << 20,
            longest_line: (limit("longest-line-mib") << 20) as usize,
            longest_turn: (limit("longest-turn-kib") << 10) as usize,
            most_turns: limit("most-turns") as usize,
            unpacked: limit("unpacked-gib") << 30,
            unpack_ratio: limit("unpack-ratio"),
        }
    }
}
