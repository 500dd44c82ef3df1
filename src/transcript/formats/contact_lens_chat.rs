//! Amazon Connect chats, as Connect itself or Contact Lens writes them: messages with the time of day, and events
//! between them; also the segments that Contact Lens streams, of calls and chats. Registered in `formats`.

use serde::Deserialize;

use super::call_analytics::{Metadata, Participant, Participants};
use super::parts::texts::Text;
use super::parts::times::{Number, epoch, list, rfc3339, since};
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said};
use crate::transcript::json::Item;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct File {
    #[serde(default, deserialize_with = "list")]
    participants: Vec<Participant>,
    customer_metadata: Option<Metadata>,
    #[serde(default)]
    contact_id: Text,
    #[serde(default, deserialize_with = "list")]
    transcript: Vec<Row>,
    #[serde(default, deserialize_with = "list")]
    segments: Vec<Segment>,
}

/// One of several things; only what is said counts.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Segment {
    transcript: Option<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    #[serde(default)]
    absolute_time: Text,
    time: Option<Time>,
    #[serde(default)]
    content: Text,
    #[serde(default)]
    display_name: Text,
    #[serde(default)]
    participant_role: Text,
    #[serde(default)]
    participant_id: Text,
    #[serde(default)]
    begin_offset_millis: Number,
    #[serde(default)]
    end_offset_millis: Number,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Time {
    #[serde(default)]
    absolute_time: Text,
}

impl Row {
    fn moment(&self) -> Option<f64> {
        let inner = || self.time.as_ref().and_then(|time| time.absolute_time.0.as_deref());
        self.absolute_time.0.as_deref().or_else(inner).and_then(epoch)
    }
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let roles = Participants::of(&file.participants);
    let rows: Vec<Row> =
        file.transcript.into_iter().chain(file.segments.into_iter().filter_map(|s| s.transcript)).collect();
    // Whoever joins begins the chat, with an event.
    let began = rows.iter().filter_map(Row::moment).min_by(f64::total_cmp);
    let said = rows.into_iter().filter(|row| row.content.0.is_some()).map(|row| {
        let start = began.zip(row.moment()).map(|(began, moment)| since(began, moment));
        let who = roles.who(row.participant_role.0.as_deref(), row.participant_id.0.as_deref());
        let start = start.or(row.begin_offset_millis.thousandths());
        Said {
            name: row.display_name.owned(),
            ..Said::new(who, row.content.0.as_deref().unwrap_or_default())
                .at(start, row.end_offset_millis.thousandths())
        }
    });
    let said = said.collect();
    let id = file.customer_metadata.and_then(|metadata| metadata.contact_id.owned()).or(file.contact_id.owned());
    let mut draft = Draft { id, started: began.and_then(rfc3339), said, ..Draft::default() };
    draft.sort();
    Ok(vec![draft])
}
