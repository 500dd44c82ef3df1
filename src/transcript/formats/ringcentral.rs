//! `RingCentral`: utterances of its recordings' insights (with who has an extension, and so is inside the company) and of
//! its analysed interactions (numbered speakers). What stands under both speakers, both said. Registered in `formats`.

use serde::Deserialize;

use super::parts::sides::{Party, Sides};
use super::parts::texts::{Text, list};
use super::parts::times::{self, Number};
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said};
use crate::transcript::json::Item;

/// A message that brings the answer; without either it is the answer itself.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Message {
    job_id: Text,
    response: Option<Answer>,
    body: Option<Answer>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Answer {
    source_record_id: Text,
    source_session_id: Text,
    owner_extension_id: Text,
    recording_start_time: Text,
    #[serde(deserialize_with = "list")]
    speaker_info: Vec<Speaker>,
    insights: Option<Insights>,
    #[serde(deserialize_with = "list")]
    utterance_insights: Vec<Utterance>,
    #[serde(deserialize_with = "list")]
    utterances: Vec<Utterance>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Insights {
    #[serde(rename = "Transcript", deserialize_with = "list")]
    transcript: Vec<Utterance>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Speaker {
    #[serde(rename = "speakerId")]
    id: Text,
    extension_id: Text,
    name: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Utterance {
    start: Number,
    end: Number,
    text: Text,
    speaker_id: Text,
    #[serde(deserialize_with = "list")]
    word_timings: Vec<Word>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Word {
    start: Number,
    end: Number,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let message: Message = item.parse()?;
    let answer = match message.response.or(message.body) {
        Some(answer) => answer,
        None => item.parse()?,
    };
    let mut utterances = answer.insights.map(|insights| insights.transcript).unwrap_or_default();
    // The same sentences again, where both are given: the first list that has any is the call.
    for list in [answer.utterance_insights, answer.utterances] {
        if utterances.is_empty() {
            utterances = list;
        }
    }
    let party = |speaker: &Speaker| {
        let internal = Some(speaker.extension_id.get().is_some());
        Some((speaker.id.owned()?, Party { internal, name: speaker.name.owned() }))
    };
    let parties = answer.speaker_info.iter().filter_map(party).collect();
    let sides = Sides::new(parties, utterances.iter().filter_map(|utterance| utterance.speaker_id.get()));
    let said = utterances.iter().map(|utterance| {
        let (who, name) = sides.who(utterance.speaker_id.get());
        let words = utterance.word_timings.iter().filter_map(|word| word.start.0.zip(word.end.0)).collect();
        let text = utterance.text.get().unwrap_or_default();
        Said { name, words, ..Said::new(who, text).at(utterance.start.0, utterance.end.0) }
    });
    let owner = answer.owner_extension_id.get();
    let is_owner = |speaker: &&Speaker| owner.is_some() && speaker.extension_id.get() == owner;
    let id = [&answer.source_record_id, &answer.source_session_id, &message.job_id].into_iter().find_map(Text::owned);
    let mut draft = Draft {
        id,
        agent: answer.speaker_info.iter().find(is_owner).and_then(|speaker| speaker.name.owned()),
        started: answer.recording_start_time.get().and_then(times::started),
        said: said.collect(),
        ..Draft::default()
    };
    draft.sort();
    Ok(vec![draft])
}
