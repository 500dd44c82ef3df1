//! Google Speech-to-Text, versions 1 and 2, as its answer or as the operation that holds it. Where speakers were told
//! apart, version 1 repeats all words with their tags in the last result, and only that one counts; version 2 labels
//! each word where it stands. Without speakers a result is a turn. Registered in `formats`.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::Number;
use super::parts::voices::Voices;
use super::parts::words::Words;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;

#[derive(Deserialize)]
struct File {
    results: Option<Vec<Part>>,
    response: Option<Response>,
}

#[derive(Deserialize)]
struct Response {
    results: Option<Vec<Part>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Part {
    alternatives: Option<Vec<Alternative>>,
    #[serde(alias = "channel_tag")]
    channel_tag: Text,
    #[serde(alias = "result_end_time", alias = "resultEndOffset", alias = "result_end_offset")]
    result_end_time: Number,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Alternative {
    transcript: Text,
    words: Option<Vec<Word>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Word {
    #[serde(rename = "word")]
    text: Text,
    #[serde(alias = "start_time", alias = "startOffset", alias = "start_offset")]
    start_time: Number,
    #[serde(alias = "end_time", alias = "endOffset", alias = "end_offset")]
    end_time: Number,
    #[serde(alias = "speaker_tag")]
    speaker_tag: Text,
    #[serde(alias = "speaker_label")]
    speaker_label: Text,
}

impl Word {
    /// A tag of zero is one that was not given.
    fn speaker(&self) -> Option<&str> {
        self.speaker_label.get().or(self.speaker_tag.get().filter(|tag| *tag != "0"))
    }

    /// A start of zero is left out.
    fn start(&self, first: bool) -> Option<f64> {
        self.start_time.0.or(self.end_time.0.filter(|_| first).map(|_| 0.0))
    }
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let parts = file.results.or(file.response.and_then(|response| response.results)).unwrap_or_default();
    let parts = if repeats(&parts) { &parts[parts.len() - 1..] } else { &parts[..] };
    let tagged = parts.iter().flat_map(words).any(|word| word.speaker().is_some());
    let said = if tagged { of_words(parts) } else { of_parts(parts) };
    let mut draft = Draft { said, segments: tagged, ..Draft::default() };
    draft.sort();
    Ok(vec![draft])
}

fn words(part: &Part) -> &[Word] {
    best(part).and_then(|best| best.words.as_deref()).unwrap_or_default()
}

fn best(part: &Part) -> Option<&Alternative> {
    part.alternatives.as_ref().and_then(|alternatives| alternatives.first())
}

/// Whether the last result holds the words of all the others again.
fn repeats(parts: &[Part]) -> bool {
    let [before @ .., last] = parts else { return false };
    let channels: FxHashSet<&str> =
        parts.iter().filter_map(|part| part.channel_tag.get()).filter(|c| *c != "0").collect();
    let words_before = || before.iter().flat_map(words);
    let (Some(first), Some(first_before)) = (words(last).first(), words_before().next()) else {
        // Without words elsewhere, the tagged ones are all there is.
        return words(last).iter().any(|word| word.speaker().is_some()) && !before.is_empty();
    };
    let tagged = words(last).iter().any(|word| word.speaker().is_some());
    let again = match (first.start(true), first_before.start(true)) {
        (Some(start), Some(start_before)) => start <= start_before + 0.001,
        _ => words_before().all(|word| word.speaker().is_none()),
    };
    tagged && again && channels.len() < 2
}

fn of_words(parts: &[Part]) -> Vec<Said> {
    let mut segments = Words::default();
    let mut first = true;
    for word in parts.iter().flat_map(words) {
        let who = word.speaker().map_or(Who::Unknown, |speaker| Who::Label(speaker.to_owned()));
        let text = word.text.get().unwrap_or_default();
        segments.word(&who, text.trim_start_matches('▁'), word.start(first), word.end_time.0);
        first = false;
    }
    segments.finish()
}

fn of_parts(parts: &[Part]) -> Vec<Said> {
    let none = Text(None);
    let voices = Voices::of(parts.iter().map(|part| (&part.channel_tag, &none)));
    let said = parts.iter().enumerate().filter_map(|(index, part)| {
        let text = best(part)?.transcript.get()?;
        let times = words(part).iter().enumerate().filter_map(|(n, w)| w.start(index + n == 0).zip(w.end_time.0));
        let times: Vec<(f64, f64)> = times.collect();
        let end = times.last().map(|(_, end)| *end).or(part.result_end_time.0);
        let said = Said::new(voices.who(&part.channel_tag, &none), text).at(times.first().map(|t| t.0), end);
        Some(Said { words: times, ..said })
    });
    said.collect()
}
