//! Amazon's post-call analytics application: segments with the speaker's number, whose role a table tells, and a mark
//! on those that interrupt. Registered in `formats`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{Number, list};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct File {
    conversation_analytics: Analytics,
    speech_segments: Vec<Spoken>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Analytics {
    #[serde(default, rename = "GUID")]
    guid: Text,
    #[serde(default)]
    agent: Text,
    #[serde(default)]
    conversation_time: Text,
    #[serde(default, deserialize_with = "list")]
    speaker_labels: Vec<Label>,
    #[serde(default, deserialize_with = "list")]
    source_information: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Label {
    #[serde(default)]
    speaker: Text,
    #[serde(default)]
    display_text: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Source {
    transcribe_job_info: Option<Job>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Job {
    #[serde(default)]
    transcribe_api_type: Text,
    #[serde(default)]
    transcription_job_name: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Spoken {
    #[serde(default)]
    segment_start_time: Number,
    #[serde(default)]
    segment_end_time: Number,
    #[serde(default)]
    segment_speaker: Text,
    segment_interruption: Option<bool>,
    #[serde(default)]
    display_text: Text,
    #[serde(default)]
    original_text: Text,
    #[serde(default, deserialize_with = "list")]
    word_confidence: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Word {
    #[serde(default)]
    start_time: Number,
    #[serde(default)]
    end_time: Number,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let File { conversation_analytics: about, speech_segments: segments } = item.parse()?;
    let mut jobs = about.source_information.into_iter().filter_map(|source| source.transcribe_job_info);
    let job = jobs.next();
    // Without call analytics the application marks nothing, and "false" says nothing.
    let by_analytics = job.as_ref().is_some_and(|job| job.transcribe_api_type.0.as_deref() == Some("analytics"));
    let marked = by_analytics || segments.iter().any(|segment| segment.segment_interruption == Some(true));
    let labels =
        about.speaker_labels.into_iter().filter_map(|label| label.speaker.owned().zip(label.display_text.owned()));
    let labels: FxHashMap<String, String> = labels.collect();
    let said = segments.into_iter().map(|segment| {
        let who = segment.segment_speaker.owned().map_or(Who::Unknown, |speaker| match labels.get(&speaker) {
            Some(label) if label == "Agent" => Who::Role(Role::Agent),
            Some(label) if label == "Customer" => Who::Role(Role::Customer),
            Some(label) => Who::Label(label.clone()),
            None => Who::Label(speaker),
        });
        let text = segment.display_text.owned().or(segment.original_text.0).unwrap_or_default();
        let times = |word: &Word| word.start_time.0.zip(word.end_time.0);
        let mut words: Vec<(f64, f64)> = segment.word_confidence.iter().filter_map(times).collect();
        // Some versions write a word's start for its end: such words would overlap nothing.
        if words.iter().all(|(start, end)| end <= start) {
            words.clear();
        }
        Said {
            words,
            interrupts: segment.segment_interruption.filter(|_| marked),
            ..Said::new(who, &text).at(segment.segment_start_time.0, segment.segment_end_time.0)
        }
    });
    let stated = |text: Text| text.owned().filter(|text| text != "None");
    Ok(vec![Draft {
        said: said.collect(),
        id: stated(about.guid).or_else(|| job.and_then(|job| job.transcription_job_name.owned())),
        agent: stated(about.agent),
        // Local time where the call was: to call it UTC would be to invent.
        started: stated(about.conversation_time).map(|time| time.replacen(' ', "T", 1)),
        ..Draft::default()
    }])
}
