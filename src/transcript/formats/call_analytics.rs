//! Amazon Transcribe Call Analytics and Contact Lens for voice: turns with times in milliseconds, and the
//! interruptions that the service itself found. The one names the role in each turn, the other a participant whose
//! role is told once. Registered in `formats`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{Number, list};
use crate::transcript::draft::{Draft, Interruption, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct File {
    #[serde(default)]
    job_name: Text,
    #[serde(default, deserialize_with = "list")]
    participants: Vec<Participant>,
    customer_metadata: Option<Metadata>,
    transcript: Vec<Turn>,
    conversation_characteristics: Option<Characteristics>,
}

/// One who takes part in a contact, voice or chat.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Participant {
    #[serde(default)]
    participant_id: Text,
    #[serde(default)]
    participant_role: Text,
}

/// What Contact Lens tells beside the conversation.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Metadata {
    #[serde(default)]
    pub contact_id: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Turn {
    #[serde(default)]
    participant_role: Text,
    #[serde(default)]
    participant_id: Text,
    #[serde(default)]
    content: Text,
    #[serde(default)]
    begin_offset_millis: Number,
    #[serde(default)]
    end_offset_millis: Number,
    #[serde(default, deserialize_with = "list")]
    items: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Word {
    #[serde(default)]
    begin_offset_millis: Number,
    #[serde(default)]
    end_offset_millis: Number,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Characteristics {
    interruptions: Option<Interruptions>,
    non_talk_time: Option<NonTalkTime>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NonTalkTime {
    #[serde(default, deserialize_with = "list")]
    instances: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Interruptions {
    interruptions_by_interrupter: Option<BTreeMap<String, Vec<Stretch>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Stretch {
    #[serde(default)]
    begin_offset_millis: Number,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let roles = Participants::of(&file.participants);
    let stretch = |word: &Word| word.begin_offset_millis.thousandths().zip(word.end_offset_millis.thousandths());
    let said = file.transcript.into_iter().map(|turn| {
        let who = roles.who(turn.participant_role.0.as_deref(), turn.participant_id.0.as_deref());
        Said {
            words: turn.items.iter().filter_map(stretch).collect(),
            ..Said::new(who, turn.content.0.as_deref().unwrap_or_default())
                .at(turn.begin_offset_millis.thousandths(), turn.end_offset_millis.thousandths())
        }
    });
    let said = said.collect();
    let (interruptions, non_talk_time) =
        file.conversation_characteristics.map_or((None, None), |c| (c.interruptions, c.non_talk_time));
    let silences = non_talk_time.map(|found| found.instances.iter().filter_map(stretch).collect());
    let interruptions = interruptions.map(|found| {
        let by = found.interruptions_by_interrupter.unwrap_or_default().into_iter();
        by.flat_map(|(by, stretches)| {
            let Who::Role(by) = roles.who(None, Some(&by)) else { return Vec::new() };
            let starts = stretches.iter().filter_map(|stretch| stretch.begin_offset_millis.thousandths());
            starts.map(|start| Interruption { by, start }).collect()
        })
        .collect()
    });
    let id = file.job_name.owned().or_else(|| file.customer_metadata?.contact_id.owned());
    Ok(vec![Draft { id, said, interruptions, silences, ..Draft::default() }])
}

/// The roles of a contact's participants, by their ids.
pub(super) struct Participants(BTreeMap<String, String>);

impl Participants {
    /// As the file lists them.
    pub fn of(list: &[Participant]) -> Self {
        let told = list.iter().filter_map(|p| p.participant_id.0.clone().zip(p.participant_role.0.clone()));
        Self(told.collect())
    }

    /// By the role that stands in the turn, else by the participant's; some ids are the role themselves.
    pub fn who(&self, role: Option<&str>, id: Option<&str>) -> Who {
        let told = role.or_else(|| self.0.get(id?).map(String::as_str));
        match (told.or(id), id) {
            (Some("AGENT"), _) => Who::Role(Role::Agent),
            (Some("CUSTOMER"), _) => Who::Role(Role::Customer),
            // A supervisor, a bot, the contact flow.
            (Some(_), _) if told.is_some() => Who::Role(Role::Other),
            (_, Some("SYSTEM")) => Who::Role(Role::Other),
            (_, Some(id)) => Who::Label(id.to_owned()),
            (_, None) => Who::Unknown,
        }
    }
}
