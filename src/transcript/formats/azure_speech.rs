//! Azure Speech: batch transcription in its versions, and fast transcription. Phrases stand channel by channel and
//! are put in the order of time; what was not recognised is passed over. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{Number, number};
use super::parts::voices::Voices;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said};
use crate::transcript::json::Item;

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct File {
    recognized_phrases: Option<Vec<Phrase>>,
    /// Of fast transcription.
    phrases: Option<Vec<Phrase>>,
    #[serde(rename = "AudioFileResults")]
    files: Option<Vec<Old>>,
}

/// Version 2 holds several files.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Old {
    segment_results: Option<Vec<Phrase>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Phrase {
    #[serde(alias = "RecognitionStatus")]
    recognition_status: Text,
    #[serde(alias = "ChannelNumber")]
    channel: Text,
    #[serde(alias = "SpeakerId")]
    speaker: Text,
    #[serde(flatten)]
    span: Span,
    #[serde(alias = "NBest")]
    n_best: Option<Vec<Best>>,
    text: Text,
    words: Option<Vec<Span>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Best {
    #[serde(alias = "Display")]
    display: Text,
    #[serde(alias = "Lexical")]
    lexical: Text,
    #[serde(alias = "Words")]
    words: Option<Vec<Span>>,
}

/// From where, for how long; each in one unit or another.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Span {
    #[serde(alias = "Offset")]
    offset: Text,
    #[serde(alias = "Duration")]
    duration: Text,
    offset_in_ticks: Number,
    duration_in_ticks: Number,
    #[serde(alias = "offsetInMs")]
    offset_milliseconds: Number,
    #[serde(alias = "durationInMs")]
    duration_milliseconds: Number,
}

/// A tick is a hundred nanoseconds.
const TICKS: f64 = 1e7;

impl Span {
    /// Start and end in seconds; `unit` is how many of the bare numbers make a second.
    fn seconds(&self, unit: f64) -> (Option<f64>, Option<f64>) {
        let start = seconds(&self.offset, self.offset_in_ticks, self.offset_milliseconds, unit);
        let length = seconds(&self.duration, self.duration_in_ticks, self.duration_milliseconds, unit);
        (start, start.zip(length).map(|(start, length)| round(start + length)))
    }
}

fn seconds(text: &Text, ticks: Number, millis: Number, unit: f64) -> Option<f64> {
    let bare = |text: &str| number(text).map(|n| if text.starts_with('P') { n } else { n / unit });
    ticks.0.map(|ticks| ticks / TICKS).or(millis.thousandths()).or_else(|| text.get().and_then(bare)).map(round)
}

/// To the tenth of a millisecond: sums and quotients have more digits than the file.
fn round(seconds: f64) -> f64 {
    (seconds * 1e4).round() / 1e4
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    if let Some(files) = file.files {
        return Ok(files.into_iter().map(|file| draft(file.segment_results, TICKS)).collect());
    }
    // The bare numbers of fast transcription are milliseconds.
    let fast = file.recognized_phrases.is_none();
    Ok(vec![draft(file.recognized_phrases.or(file.phrases), if fast { 1e3 } else { TICKS })])
}

fn draft(phrases: Option<Vec<Phrase>>, unit: f64) -> Draft {
    let recognised = |phrase: &Phrase| phrase.recognition_status.get().is_none_or(|status| status == "Success");
    let phrases: Vec<Phrase> = phrases.into_iter().flatten().filter(recognised).collect();
    let voices = Voices::of(phrases.iter().map(|phrase| (&phrase.channel, &phrase.speaker)));
    let said = phrases.iter().filter_map(|phrase| said(phrase, &voices, unit));
    let mut draft = Draft { said: said.collect(), ..Draft::default() };
    draft.sort();
    draft
}

fn said(phrase: &Phrase, voices: &Voices, unit: f64) -> Option<Said> {
    let best = phrase.n_best.as_ref().and_then(|best| best.first());
    let text = phrase.text.get().or(best.and_then(|best| best.display.get().or(best.lexical.get())))?;
    let words = best.and_then(|best| best.words.as_ref()).or(phrase.words.as_ref()).into_iter().flatten();
    let words = words.filter_map(|word| {
        let (start, end) = word.seconds(unit);
        start.zip(end)
    });
    let (start, end) = phrase.span.seconds(unit);
    Some(Said {
        words: words.collect(),
        ..Said::new(voices.who(&phrase.channel, &phrase.speaker), text).at(start, end)
    })
}
