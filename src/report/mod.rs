//! Report: one struct, the card, and a file per way of showing it. The last room on the way.

mod build;
pub mod card;
pub mod json;
mod quoted;
pub mod safe;
pub mod text;
pub mod vcon;

pub use build::{Material, build, plain_number};
pub use card::Card;
