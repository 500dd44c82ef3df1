//! World Transcription Format (draft-howe-vcon-wtf-extension): what one recogniser or another heard, in one shape:
//! segments in seconds, words that they point to, and the speakers' names. Stands alone and in vCons. Registered in
//! `formats`.

use serde::Deserialize;
use serde_json::Value;

use super::parts::texts::Text;
use super::parts::times::Number;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;

#[derive(Deserialize)]
struct File {
    segments: Vec<Segment>,
    words: Option<Vec<Word>>,
    speakers: Option<Value>,
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default)]
    start: Number,
    #[serde(default)]
    end: Number,
    #[serde(default)]
    text: Text,
    #[serde(default)]
    speaker: Text,
    words: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default)]
    start: Number,
    #[serde(default)]
    end: Number,
    is_punctuation: Option<bool>,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let (words, speakers) = (file.words.unwrap_or_default(), file.speakers.unwrap_or_default());
    let said = file.segments.into_iter().filter_map(|segment| {
        let who = segment.speaker.owned().map_or(Who::Unknown, |id| {
            let label = speakers.get(&id).and_then(|speaker| speaker.get("label")?.as_str());
            Who::Label(label.filter(|label| !label.is_empty()).map_or(id, str::to_owned))
        });
        let spoken = segment.words.into_iter().flatten().filter_map(|index| words.get(index.as_u64()? as usize));
        let times = spoken.filter(|word| word.is_punctuation != Some(true)).filter_map(|w| w.start.0.zip(w.end.0));
        let said = Said::new(who, segment.text.get()?).at(segment.start.0, segment.end.0);
        Some(Said { words: times.collect(), ..said })
    });
    Ok(vec![Draft { said: said.collect(), segments: true, ..Draft::default() }])
}
