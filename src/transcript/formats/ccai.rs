//! Google's Contact Center AI Insights: the conversation files that it takes, entries with roles and the time since
//! the epoch, and the conversations that it gives. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{Number, list, rfc3339, since};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

/// Either of both.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    conversation_id: Text,
    #[serde(default, deserialize_with = "list")]
    entries: Vec<Entry>,
    #[serde(default)]
    name: Text,
    #[serde(default, rename = "startTime")]
    start_time: Text,
    #[serde(rename = "callMetadata")]
    call_metadata: Option<Channels>,
    #[serde(rename = "qualityMetadata")]
    quality_metadata: Option<Quality>,
    transcript: Option<Transcript>,
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Channels {
    #[serde(default)]
    customer_channel: Text,
    #[serde(default)]
    agent_channel: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Quality {
    #[serde(default, deserialize_with = "list")]
    agent_info: Vec<Agent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Agent {
    #[serde(default)]
    display_name: Text,
    #[serde(default)]
    team: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Transcript {
    #[serde(default, deserialize_with = "list")]
    transcript_segments: Vec<Spoken>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spoken {
    #[serde(default)]
    text: Text,
    #[serde(default)]
    message_time: Text,
    #[serde(default)]
    channel_tag: Text,
    #[serde(default, deserialize_with = "list")]
    words: Vec<Word>,
    segment_participant: Option<Participant>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Word {
    #[serde(default)]
    start_offset: Number,
    #[serde(default)]
    end_offset: Number,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Participant {
    #[serde(default)]
    role: Text,
    #[serde(default)]
    user_id: Text,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let mut file: File = item.parse()?;
    let mut draft = match file.transcript.take() {
        Some(transcript) => given(&file, transcript),
        None => taken(&file),
    };
    draft.sort();
    Ok(vec![draft])
}

/// Fewer seconds than this are since the call began and not since the epoch.
const A_YEAR: f64 = 365.0 * 86_400.0;

/// What Insights takes.
fn taken(file: &File) -> Draft {
    let began = file.entries.iter().filter_map(|entry| entry.start_timestamp_usec.0).min_by(f64::total_cmp);
    let of_day = began.map(|usec| usec / 1e6).filter(|seconds| *seconds > A_YEAR);
    let said = file.entries.iter().map(|entry| {
        let start = entry.start_timestamp_usec.0.map(|usec| since(of_day.unwrap_or(0.0), usec / 1e6));
        let who = role(entry.role.get()).map_or_else(|| label(&entry.user_id), Who::Role);
        Said::new(who, entry.text.get().unwrap_or_default()).at(start, None)
    });
    let started = of_day.and_then(rfc3339);
    Draft { id: file.conversation_id.owned(), said: said.collect(), started, ..Draft::default() }
}

/// What Insights gives.
fn given(file: &File, transcript: Transcript) -> Draft {
    let moments = transcript.transcript_segments.iter().filter_map(|segment| segment.message_time.moment());
    let began = file.start_time.moment().or_else(|| moments.min_by(f64::total_cmp));
    let said = transcript.transcript_segments.into_iter().map(|segment| {
        let times = |word: &Word| Some((word.start_offset.0.unwrap_or(0.0), word.end_offset.0?));
        let words: Vec<(f64, f64)> = segment.words.iter().filter_map(times).collect();
        let of_day = || began.zip(segment.message_time.moment()).map(|(began, moment)| since(began, moment));
        let start = words.first().map(|word| word.0).or_else(of_day);
        let end = words.last().map(|word| word.1);
        let who = segment.segment_participant.map_or(Who::Unknown, |participant| {
            role(participant.role.get()).map_or_else(|| label(&participant.user_id), Who::Role)
        });
        let who = if who == Who::Unknown { by_channel(file, &segment.channel_tag) } else { who };
        Said { words, ..Said::new(who, segment.text.get().unwrap_or_default()).at(start, end) }
    });
    let agent = file.quality_metadata.as_ref().and_then(|quality| quality.agent_info.first());
    Draft {
        said: said.collect(),
        id: file.name.get().and_then(|name| name.rsplit('/').next()).map(str::to_owned),
        agent: agent.and_then(|agent| agent.display_name.owned()),
        team: agent.and_then(|agent| agent.team.owned()),
        started: began.and_then(rfc3339),
        ..Draft::default()
    }
}

fn role(role: Option<&str>) -> Option<Role> {
    match role? {
        "AGENT" | "HUMAN_AGENT" => Some(Role::Agent),
        "CUSTOMER" | "END_USER" => Some(Role::Customer),
        "AUTOMATED_AGENT" | "ANY_AGENT" => Some(Role::Other),
        _ => None,
    }
}

fn label(id: &Text) -> Who {
    id.owned().map_or(Who::Unknown, Who::Label)
}

fn by_channel(file: &File, channel: &Text) -> Who {
    let told = file.call_metadata.as_ref().filter(|_| channel.get().is_some());
    match told {
        Some(channels) if channels.agent_channel == *channel => Who::Role(Role::Agent),
        Some(channels) if channels.customer_channel == *channel => Who::Role(Role::Customer),
        _ => label(channel),
    }
}
