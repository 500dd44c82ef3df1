//! The plans of the embedded phrases, packed when the program is built.

use super::plan::Plan;

include!(concat!(env!("OUT_DIR"), "/plans.rs.in"));

impl Plan {
    /// The plan of a language's embedded phrases.
    pub fn embedded(language: &str) -> Option<Self> {
        Self::embedded_bytes(language).map(Self::unpack)
    }

    /// The same as it lies in the program.
    pub fn embedded_bytes(language: &str) -> Option<&'static [u8]> {
        PLANS.iter().find(|(code, _)| *code == language).map(|(_, bytes)| *bytes)
    }
}
