//! Twilio Voice Intelligence: sentences by channel, as its API and its libraries write them. Registered in `formats`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{Number, list};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

#[derive(Deserialize)]
struct File {
    sentences: Vec<Spoken>,
    #[serde(default, alias = "transcriptSid")]
    transcript_sid: Text,
    #[serde(default)]
    sid: Text,
    channel: Option<Channel>,
}

#[derive(Deserialize)]
struct Channel {
    #[serde(default, deserialize_with = "list")]
    participants: Vec<Person>,
}

#[derive(Deserialize)]
struct Person {
    #[serde(default, alias = "channelParticipant")]
    channel_participant: Text,
    #[serde(default)]
    role: Text,
    #[serde(default, alias = "fullName")]
    full_name: Text,
}

#[derive(Deserialize)]
struct Spoken {
    #[serde(default, alias = "mediaChannel")]
    media_channel: Text,
    #[serde(default, alias = "sentenceIndex")]
    sentence_index: Number,
    #[serde(default, alias = "startTime")]
    start_time: Number,
    #[serde(default, alias = "endTime")]
    end_time: Number,
    #[serde(default)]
    transcript: Text,
    #[serde(default, deserialize_with = "list")]
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default, alias = "startTime")]
    start_time: Number,
    #[serde(default, alias = "endTime")]
    end_time: Number,
}

/// One transcript, or the list of its sentences.
pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file = if item.text.trim_start().starts_with('[') {
        File { sentences: item.parse()?, transcript_sid: Text(None), sid: Text(None), channel: None }
    } else {
        item.parse()?
    };
    let participants = file.channel.map(|channel| channel.participants).unwrap_or_default();
    let people: FxHashMap<String, Person> =
        participants.into_iter().filter_map(|p| Some((p.channel_participant.owned()?, p))).collect();
    let mut sentences = file.sentences;
    if sentences.iter().all(|sentence| sentence.sentence_index.0.is_some()) {
        sentences.sort_by(|a, b| a.sentence_index.0.unwrap_or(0.0).total_cmp(&b.sentence_index.0.unwrap_or(0.0)));
    }
    let said = sentences.into_iter().map(|sentence| {
        let words = sentence.words.iter().filter_map(|word| word.start_time.0.zip(word.end_time.0)).collect();
        let person = sentence.media_channel.0.as_ref().and_then(|channel| people.get(channel));
        let role = person.and_then(|person| person.role.owned());
        let who = match role.as_deref().map(str::to_lowercase).as_deref() {
            Some("agent") => Who::Role(Role::Agent),
            Some("customer") => Who::Role(Role::Customer),
            Some(_) => Who::Role(Role::Other),
            None => sentence.media_channel.owned().map_or(Who::Unknown, Who::Label),
        };
        let name = person.and_then(|person| person.full_name.owned());
        let text = sentence.transcript.0.unwrap_or_default();
        Said { name, words, ..Said::new(who, &text).at(sentence.start_time.0, sentence.end_time.0) }
    });
    let said = said.collect();
    Ok(vec![Draft { id: file.transcript_sid.owned().or(file.sid.owned()), said, ..Draft::default() }])
}
