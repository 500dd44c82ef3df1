//! Report: one struct, the card, and a file per way of showing it. The last room on the way.

pub mod advice;
mod baseline;
mod brief;
mod build;
pub mod card;
mod folders;
mod formats;
mod github;
mod html;
pub mod json;
mod junit;
mod markdown;
mod place;
mod quoted;
pub mod safe;
mod sarif;
mod summary;
mod tables;
pub mod text;
pub mod vcon;
mod writer;
mod wrong;
mod xml;

pub use brief::{Brief, Details, Example, Fault};
pub use build::{Material, build, plain_number};
pub use card::{Card, Cards, Views};
pub use folders::{Folders, Named};
pub use formats::{BASELINE, REPORTS, ReportFormat, TEXT, VCON, named as report_named, of_file as report_of_file};
pub use summary::{Earlier, Groups, Kind, Summary};
pub use writer::{Audience, Detail, Frame, Part, Redaction, Report, Unread, Writer};
