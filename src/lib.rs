//! A linter for customer-service conversations: transcripts in, an explained score out. One way through the
//! house, each room knowing only those before it: packs → transcript → cues → rules → records → score → report.

pub mod batch;
pub mod cli;
pub mod coach;
pub mod cues;
pub mod examples;
pub mod fold;
pub mod packs;
pub mod records;
pub mod redact;
pub mod report;
pub mod rules;
pub mod score;
pub mod transcript;
