//! Google's Contact Center AI Insights: its conversation files, entries with roles and the time since the epoch.
//! Registered in `formats`.

use serde::Deserialize;

use super::texts::Text;
use super::times::{Number, rfc3339, since};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

#[derive(Deserialize)]
struct Imported {
    #[serde(default)]
    conversation_id: Text,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default, alias = "startTimestampUsec")]
    start_timestamp_usec: Number,
    #[serde(default)]
    text: Text,
    #[serde(default)]
    role: Text,
    #[serde(default, alias = "userId")]
    user_id: Text,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: Imported = item.parse()?;
    let began = file.entries.iter().filter_map(|entry| entry.start_timestamp_usec.0).min_by(f64::total_cmp);
    // Since the epoch, or by some programs since the call began.
    let of_day = began.map(|usec| usec / 1e6).filter(|seconds| *seconds > A_YEAR);
    let said = file.entries.into_iter().map(|entry| {
        let start = entry.start_timestamp_usec.0.map(|usec| since(of_day.unwrap_or(0.0), usec / 1e6));
        let who = who(entry.role.0.as_deref(), entry.user_id.owned());
        Said::new(who, entry.text.0.as_deref().unwrap_or_default()).at(start, None)
    });
    let said = said.collect();
    let id = file.conversation_id.owned();
    let mut draft = Draft { id, said, started: of_day.and_then(rfc3339), ..Draft::default() };
    draft.sort();
    Ok(vec![draft])
}

/// Fewer seconds than this are since the call began and not since the epoch.
const A_YEAR: f64 = 365.0 * 86_400.0;

fn who(role: Option<&str>, id: Option<String>) -> Who {
    match role {
        Some("AGENT" | "HUMAN_AGENT") => Who::Role(Role::Agent),
        Some("CUSTOMER" | "END_USER") => Who::Role(Role::Customer),
        Some("AUTOMATED_AGENT" | "ANY_AGENT") => Who::Role(Role::Other),
        _ => id.map_or(Who::Unknown, Who::Label),
    }
}
