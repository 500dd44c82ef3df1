//! Azure's conversations, as its language services take them: items with a participant and, mostly, a role; times in
//! ticks of 100 nanoseconds. One call, or a list of them. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::{Text, is_name, list};
use super::parts::times::Number;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Reader, Role};

/// Ticks in a second.
const TICKS: f64 = 1e7;

/// A conversation, a list of them, or a request that holds such a list.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct File {
    id: Text,
    conversation_id: Text,
    #[serde(deserialize_with = "list")]
    conversation_items: Vec<Turn>,
    #[serde(deserialize_with = "list")]
    conversations: Vec<Conversation>,
    analysis_input: Option<Input>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Input {
    #[serde(deserialize_with = "list")]
    conversations: Vec<Conversation>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Conversation {
    id: Text,
    #[serde(deserialize_with = "list")]
    conversation_items: Vec<Turn>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Turn {
    participant_id: Text,
    role: Text,
    text: Text,
    itn: Text,
    lexical: Text,
    conversation_item_level_timing: Option<Timing>,
    #[serde(alias = "audioTimings", deserialize_with = "list")]
    word_level_timings: Vec<Timing>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(default)]
struct Timing {
    offset: Number,
    duration: Number,
}

impl Timing {
    fn seconds(self) -> (Option<f64>, Option<f64>) {
        let seconds = |ticks: f64| ticks / TICKS;
        let end = self.offset.0.zip(self.duration.0).map(|(offset, duration)| offset + duration);
        (self.offset.0.map(seconds), end.map(seconds))
    }
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let mut conversations = file.conversations;
    conversations.extend(file.analysis_input.into_iter().flat_map(|input| input.conversations));
    if conversations.is_empty() {
        let id = if file.id.get().is_some() { file.id } else { file.conversation_id };
        conversations.push(Conversation { id, conversation_items: file.conversation_items });
    }
    let draft = |call: Conversation| Draft {
        id: call.id.owned(),
        said: call.conversation_items.iter().map(|turn| said(item.reader, turn)).collect(),
        ..Draft::default()
    };
    Ok(conversations.into_iter().map(draft).collect())
}

fn said(reader: &Reader, turn: &Turn) -> Said {
    let text = [&turn.text, &turn.itn, &turn.lexical].into_iter().find_map(Text::get).unwrap_or_default();
    let words: Vec<(f64, f64)> = turn.word_level_timings.iter().filter_map(|word| pair(word.seconds())).collect();
    let (start, end) = match turn.conversation_item_level_timing {
        Some(timing) => timing.seconds(),
        None => (words.first().map(|word| word.0), words.last().map(|word| word.1)),
    };
    let who = match (turn.role.get(), turn.participant_id.get()) {
        (Some(role), _) if role.eq_ignore_ascii_case("agent") => Who::Role(Role::Agent),
        (Some(role), _) if role.eq_ignore_ascii_case("customer") => Who::Role(Role::Customer),
        // A part that the format does not know, such as a bot's.
        (Some(role), _) if !role.eq_ignore_ascii_case("generic") => Who::Label(role.to_owned()),
        (_, Some(participant)) => Who::Label(participant.to_owned()),
        (_, None) => Who::Unknown,
    };
    let beside = turn.participant_id.get().filter(|name| is_name(name) && reader.speakers().role(name).is_none());
    let name = beside.filter(|_| matches!(who, Who::Role(_))).map(str::to_owned);
    Said { name, words, ..Said::new(who, text).at(start, end) }
}

fn pair((start, end): (Option<f64>, Option<f64>)) -> Option<(f64, f64)> {
    start.zip(end)
}
