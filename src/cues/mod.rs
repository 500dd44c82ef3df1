//! Hear: which cues occur in which turn, with their places. A cue is a named thing that can be heard; its words are
//! data, a folder per language. The second room on the way: knows the packs and the transcript.

mod anchor;
mod asked;
mod before;
mod cue;
mod ear;
mod heard;
mod lexicon;
mod like_name;
mod lookout;
pub mod measure;
pub mod notation;
mod packed;
mod pattern;
mod place;
mod plan;
mod plans;
mod repeats;
mod restrict;
mod shapes;
pub mod speller;
mod twins;
mod windows;

pub use cue::{Capture, Cue, CueId, CueTable, MEASURES, Measure, PHASES, Phase, Position, Shape};
pub use ear::Ear;
pub use heard::{Event, Heard, Hit, NO_PHRASE};
pub use lexicon::{Lexicon, Phrase};
pub use plan::Plan;
