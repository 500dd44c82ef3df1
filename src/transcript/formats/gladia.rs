//! Gladia: utterances, in the answer to a prerecorded file, in what its webhooks send, or as the messages of a live
//! session. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::Number;
use super::parts::voices::Voices;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said};
use crate::transcript::json::Item;

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    #[serde(alias = "session_id")]
    id: Text,
    transcription: Option<Transcription>,
    #[serde(alias = "payload")]
    result: Option<Inner>,
    data: Option<Data>,
    /// The first version's name for the utterances.
    prediction: Option<Vec<Utterance>>,
}

#[derive(Deserialize)]
struct Inner {
    transcription: Option<Transcription>,
}

#[derive(Deserialize)]
struct Transcription {
    utterances: Option<Vec<Utterance>>,
}

#[derive(Deserialize)]
struct Data {
    is_final: Option<bool>,
    utterance: Option<Utterance>,
    utterances: Option<Vec<Utterance>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Utterance {
    #[serde(alias = "transcription")]
    text: Text,
    #[serde(alias = "time_begin")]
    start: Number,
    #[serde(alias = "time_end")]
    end: Number,
    speaker: Text,
    channel: Text,
    words: Option<Vec<Word>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Word {
    #[serde(alias = "time_begin")]
    start: Number,
    #[serde(alias = "time_end")]
    end: Number,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let files: Vec<File> =
        if item.text.trim_start().starts_with('[') { item.parse()? } else { vec![item.parse::<File>()?] };
    let id = files.iter().find_map(|file| file.id.owned());
    let utterances: Vec<Utterance> = files.into_iter().flat_map(utterances).collect();
    let voices = Voices::of(utterances.iter().map(|u| (&u.channel, &u.speaker)));
    let said = utterances.iter().map(|u| {
        let times = u.words.iter().flatten().filter_map(|word| word.start.0.zip(word.end.0));
        let said = Said::new(voices.who(&u.channel, &u.speaker), u.text.get().unwrap_or_default());
        Said { words: times.collect(), ..said.at(u.start.0, u.end.0) }
    });
    let mut draft = Draft { id, said: said.collect(), ..Draft::default() };
    draft.sort();
    Ok(vec![draft])
}

fn utterances(file: File) -> Vec<Utterance> {
    let transcription = file.transcription.or(file.result.and_then(|result| result.transcription));
    let whole = transcription.and_then(|transcription| transcription.utterances).or(file.prediction);
    match (whole, file.data) {
        (Some(whole), _) => whole,
        // What is not final comes again.
        (None, Some(data)) if data.is_final != Some(false) => {
            data.utterances.unwrap_or_else(|| data.utterance.into_iter().collect())
        }
        (None, _) => Vec::new(),
    }
}
