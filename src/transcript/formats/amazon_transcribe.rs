//! Amazon Transcribe: words and punctuation, with labels of speakers or channels beside them, in older files listed
//! apart and found by their times. Registered in `formats`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{Number, list};
use super::parts::words::Words;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Who};
use crate::transcript::json::Item;

#[derive(Deserialize)]
struct File {
    #[serde(default, rename = "jobName", alias = "JobName")]
    job_name: Text,
    results: Results,
}

#[derive(Deserialize)]
struct Results {
    #[serde(default, deserialize_with = "list")]
    items: Vec<Spoken>,
    speaker_labels: Option<SpeakerLabels>,
    channel_labels: Option<ChannelLabels>,
}

#[derive(Deserialize)]
struct Spoken {
    #[serde(default, rename = "type")]
    kind: Text,
    #[serde(default)]
    start_time: Number,
    #[serde(default)]
    end_time: Number,
    #[serde(default, deserialize_with = "list")]
    alternatives: Vec<Alternative>,
    #[serde(default)]
    speaker_label: Text,
    #[serde(default)]
    channel_label: Text,
}

#[derive(Deserialize)]
struct Alternative {
    #[serde(default)]
    content: Text,
}

#[derive(Deserialize)]
struct SpeakerLabels {
    #[serde(default, deserialize_with = "list")]
    segments: Vec<SpeakerSegment>,
}

#[derive(Deserialize)]
struct SpeakerSegment {
    #[serde(default)]
    speaker_label: Text,
    #[serde(default)]
    start_time: Number,
    #[serde(default, deserialize_with = "list")]
    items: Vec<LabelledWord>,
}

#[derive(Deserialize)]
struct LabelledWord {
    #[serde(default)]
    start_time: Number,
    #[serde(default)]
    speaker_label: Text,
}

#[derive(Deserialize)]
struct ChannelLabels {
    #[serde(default, deserialize_with = "list")]
    channels: Vec<Channel>,
}

#[derive(Deserialize)]
struct Channel {
    #[serde(default)]
    channel_label: Text,
    #[serde(default, deserialize_with = "list")]
    items: Vec<Spoken>,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let File { job_name, results } = item.parse()?;
    let mut draft = Draft { id: job_name.owned(), segments: true, ..Draft::default() };
    let channels = results.channel_labels.map(|labels| labels.channels).unwrap_or_default();
    if channels.iter().any(|channel| !channel.items.is_empty()) {
        for channel in channels {
            // Two at once would cut each other's words apart: each channel by itself, then in the order of time.
            let label = channel.channel_label.owned();
            draft.said.extend(segments(channel.items, |_| label.clone(), Words::of_one_channel()));
        }
        draft.sort();
        return Ok(vec![draft]);
    }
    let speakers = by_time(results.speaker_labels);
    let mut last: Option<String> = None;
    let label = |spoken: &Spoken| {
        let beside = spoken.speaker_label.0.as_ref().or(spoken.channel_label.0.as_ref());
        let apart = || spoken.start_time.0.and_then(|start| speakers.get(&key(start)));
        // A word that nobody labelled is the last speaker's.
        last = beside.or_else(apart).or(last.as_ref()).cloned();
        last.clone()
    };
    draft.said = segments(results.items, label, Words::default());
    Ok(vec![draft])
}

fn segments(
    items: Vec<Spoken>,
    mut label: impl FnMut(&Spoken) -> Option<String>,
    mut words: Words,
) -> Vec<crate::transcript::draft::Said> {
    for spoken in items {
        let Some(text) = spoken.alternatives.first().and_then(|best| best.content.0.as_deref()) else { continue };
        if spoken.kind.0.as_deref() == Some("punctuation") {
            words.mark(text);
        } else {
            let who = label(&spoken).map_or(Who::Unknown, Who::Label);
            words.word(&who, text, spoken.start_time.0, spoken.end_time.0);
        }
    }
    words.finish()
}

/// The speakers' labels by the times of their words.
fn by_time(labels: Option<SpeakerLabels>) -> FxHashMap<i64, String> {
    let mut speakers = FxHashMap::default();
    for segment in labels.into_iter().flat_map(|labels| labels.segments) {
        let of_all = segment.speaker_label.owned();
        let starts = segment.items.into_iter().map(|word| (word.start_time.0, word.speaker_label.owned()));
        for (start, label) in starts.chain([(segment.start_time.0, None)]) {
            if let Some((start, label)) = start.zip(label.or_else(|| of_all.clone())) {
                speakers.entry(key(start)).or_insert(label);
            }
        }
    }
    speakers
}

/// Times are written with two or three digits behind the point, alike in both places.
fn key(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}
