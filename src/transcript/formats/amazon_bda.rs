//! Amazon Bedrock Data Automation, standard output of audio: segments with speaker and channel, and the words apart.
//! Registered in `formats`.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{Number, list};
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;

#[derive(Deserialize)]
struct File {
    audio_segments: Vec<Spoken>,
    #[serde(default, deserialize_with = "list")]
    audio_items: Vec<Word>,
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(default)]
    s3_key: Text,
}

#[derive(Deserialize)]
struct Spoken {
    #[serde(default)]
    segment_index: Number,
    #[serde(default)]
    start_timestamp_millis: Number,
    #[serde(default)]
    end_timestamp_millis: Number,
    #[serde(default)]
    text: Text,
    speaker: Option<Speaker>,
    channel: Option<Channel>,
}

#[derive(Deserialize)]
struct Speaker {
    #[serde(default)]
    speaker_label: Text,
    #[serde(default)]
    speaker_name: Text,
}

#[derive(Deserialize)]
struct Channel {
    #[serde(default)]
    channel_label: Text,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default)]
    audio_segment_index: Number,
    #[serde(default)]
    start_timestamp_millis: Number,
    #[serde(default)]
    end_timestamp_millis: Number,
}

impl Spoken {
    fn speaker(&self) -> Option<&str> {
        self.speaker.as_ref()?.speaker_label.0.as_deref()
    }

    fn channel(&self) -> Option<&str> {
        self.channel.as_ref()?.channel_label.0.as_deref()
    }
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let segments = file.audio_segments;
    let mut words: Vec<Vec<(f64, f64)>> = vec![Vec::new(); segments.len()];
    // Segments are numbered from 0, in their order; where the numbers say otherwise, words are left out.
    let numbered = segments.iter().enumerate().all(|(at, segment)| segment.segment_index.0 == Some(at as f64));
    for word in file.audio_items.iter().filter(|_| numbered) {
        let times = word.start_timestamp_millis.thousandths().zip(word.end_timestamp_millis.thousandths());
        let of = word.audio_segment_index.0.and_then(|index| words.get_mut(index.max(0.0) as usize));
        if let Some((of, times)) = of.zip(times) {
            of.push(times);
        }
    }
    // A recording of one speaker a channel, or one whose speakers were told apart: speakers tell more where both are.
    let speakers: FxHashSet<&str> = segments.iter().filter_map(Spoken::speaker).collect();
    let by_channel = speakers.len() < 2 && segments.iter().any(|segment| segment.channel().is_some());
    let said = segments.iter().zip(words).map(|(segment, words)| {
        let label = if by_channel { segment.channel() } else { segment.speaker() };
        let who = label.map_or(Who::Unknown, |label| Who::Label(label.to_owned()));
        let name = segment.speaker.as_ref().and_then(|speaker| speaker.speaker_name.owned());
        let (start, end) = (segment.start_timestamp_millis.thousandths(), segment.end_timestamp_millis.thousandths());
        Said { name, words, ..Said::new(who, segment.text.0.as_deref().unwrap_or_default()).at(start, end) }
    });
    let said = said.collect();
    // The recording's name, without its folders and its ending.
    let key = file.metadata.and_then(|metadata| metadata.s3_key.owned());
    let id = key.and_then(|key| Some(std::path::Path::new(&key).file_stem()?.to_string_lossy().into_owned()));
    let mut draft = Draft { id, said, ..Draft::default() };
    draft.sort();
    Ok(vec![draft])
}
