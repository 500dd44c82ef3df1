//! The Harper Valley bank corpus by Gridspace, and what is written like it: a list of segments with roles and words.
//! Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{Number, list, rfc3339};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

#[derive(Deserialize)]
struct Segment {
    #[serde(default)]
    speaker_role: Text,
    #[serde(default)]
    human_transcript: Text,
    #[serde(default)]
    transcript: Text,
    /// Since the call began; `start_ms` beside it is skewed.
    #[serde(default)]
    offset_ms: Number,
    #[serde(default)]
    duration_ms: Number,
    #[serde(default)]
    start_ms: Number,
    #[serde(default)]
    start_timestamp_ms: Number,
    /// Since the segment began.
    #[serde(default, deserialize_with = "list")]
    word_offsets_ms: Vec<Number>,
    #[serde(default, deserialize_with = "list")]
    word_durations_ms: Vec<Number>,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let segments: Vec<Segment> = item.parse()?;
    let begins = segments.iter().filter_map(|s| Some(s.start_timestamp_ms.thousandths()? - s.offset_ms.thousandths()?));
    let started = begins.min_by(f64::total_cmp).and_then(rfc3339);
    let said = segments.into_iter().map(|segment| {
        let start = segment.offset_ms.thousandths().or(segment.start_ms.thousandths());
        let end = start.zip(segment.duration_ms.thousandths()).map(|(start, duration)| start + duration);
        let words = segment.word_offsets_ms.iter().zip(&segment.word_durations_ms).filter_map(|(offset, duration)| {
            let begins = start? + offset.thousandths()?;
            Some((begins, begins + duration.thousandths()?))
        });
        let words = words.collect();
        let who = match segment.speaker_role.0.as_deref() {
            Some("agent") => Who::Role(Role::Agent),
            Some("caller" | "customer") => Who::Role(Role::Customer),
            Some(label) => Who::Label(label.to_owned()),
            None => Who::Unknown,
        };
        let text = segment.human_transcript.owned().or(segment.transcript.0).unwrap_or_default();
        Said { words, ..Said::new(who, &text).at(start, end) }
    });
    let mut draft = Draft { said: said.collect(), started, ..Draft::default() };
    draft.sort();
    Ok(vec![draft])
}
