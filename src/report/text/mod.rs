//! Reports for people, on a terminal, in a pipe or in a file: plain text of any width, with or without colour.

mod call;
mod overview;
mod page;

pub use call::full;
pub use overview::{Fault, Overview, Tally, line};
pub use page::{Look, Mark, Page, Tone, fitted, visible_width};
