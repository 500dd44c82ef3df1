//! Deepgram, prerecorded audio: its utterances; without them its paragraphs; without those the words by speaker, or
//! the bare text. Channels are told apart where there are several. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::Number;
use super::parts::voices::Voices;
use super::parts::words::Words;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said};
use crate::transcript::json::Item;

#[derive(Deserialize)]
struct File {
    metadata: Option<Metadata>,
    results: Results,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(default)]
    request_id: Text,
}

#[derive(Deserialize)]
struct Results {
    channels: Option<Vec<Channel>>,
    utterances: Option<Vec<Utterance>>,
}

#[derive(Deserialize)]
struct Channel {
    alternatives: Option<Vec<Alternative>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Alternative {
    transcript: Text,
    words: Option<Vec<Word>>,
    paragraphs: Option<Paragraphs>,
}

#[derive(Deserialize)]
struct Paragraphs {
    paragraphs: Option<Vec<Paragraph>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Paragraph {
    sentences: Option<Vec<Sentence>>,
    speaker: Text,
    num_words: Option<usize>,
    start: Number,
    end: Number,
}

#[derive(Deserialize)]
struct Sentence {
    #[serde(default)]
    text: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Utterance {
    start: Number,
    end: Number,
    channel: Text,
    speaker: Text,
    transcript: Text,
    words: Option<Vec<Word>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Word {
    #[serde(rename = "word")]
    bare: Text,
    #[serde(rename = "punctuated_word")]
    text: Text,
    speaker: Text,
    start: Number,
    end: Number,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let id = file.metadata.and_then(|metadata| metadata.request_id.owned());
    let utterances = file.results.utterances.unwrap_or_default();
    let (said, segments) = if utterances.is_empty() {
        let channels = file.results.channels.unwrap_or_default();
        let best = channels.into_iter().map(|c| c.alternatives.and_then(|a| a.into_iter().next()).unwrap_or_default());
        of_channels(&best.enumerate().map(|(n, best)| (Text(Some(n.to_string())), best)).collect::<Vec<_>>())
    } else {
        (of_utterances(&utterances), false)
    };
    let mut draft = Draft { id, said, segments, ..Draft::default() };
    draft.sort();
    Ok(vec![draft])
}

fn of_utterances(utterances: &[Utterance]) -> Vec<Said> {
    let voices = Voices::of(utterances.iter().map(|u| (&u.channel, &u.speaker)));
    let said = utterances.iter().map(|u| {
        let said = Said::new(voices.who(&u.channel, &u.speaker), u.transcript.get().unwrap_or_default());
        Said { words: times(u.words.as_deref().unwrap_or_default()), ..said.at(u.start.0, u.end.0) }
    });
    said.collect()
}

/// Paragraphs, or else words, which are segments.
fn of_channels(channels: &[(Text, Alternative)]) -> (Vec<Said>, bool) {
    let none = Text(None);
    let heard =
        |best: &Alternative| best.transcript.get().is_some() || best.words.as_ref().is_some_and(|w| !w.is_empty());
    // A channel in which nobody speaks is no reason to name the other by its number.
    let spoken = || channels.iter().filter(|(_, best)| heard(best));
    let speakers = spoken().flat_map(|(channel, best)| {
        let words = best.words.iter().flatten().map(move |word| (channel, &word.speaker));
        words.chain([(channel, &none)])
    });
    let voices = Voices::of(speakers);
    if spoken().any(|(_, best)| best.paragraphs.as_ref().and_then(|p| p.paragraphs.as_ref()).is_some()) {
        return (spoken().flat_map(|(channel, best)| of_paragraphs(channel, best, &voices)).collect(), false);
    }
    let lanes = spoken().map(|(channel, best)| {
        let mut lane = voices.words();
        for word in best.words.iter().flatten() {
            let text = word.text.get().or(word.bare.get()).unwrap_or_default();
            lane.word(&voices.who(channel, &word.speaker), text, word.start.0, word.end.0);
        }
        if best.words.as_ref().is_none_or(Vec::is_empty) {
            lane.word(&voices.who(channel, &none), best.transcript.get().unwrap_or_default(), None, None);
        }
        lane
    });
    (lanes.flat_map(Words::finish).collect(), true)
}

fn of_paragraphs(channel: &Text, best: &Alternative, voices: &Voices) -> Vec<Said> {
    let paragraphs = best.paragraphs.as_ref().and_then(|p| p.paragraphs.as_deref()).unwrap_or_default();
    let mut words = best.words.as_deref().unwrap_or_default();
    let said = paragraphs.iter().map(|paragraph| {
        let sentences: Vec<&str> = paragraph.sentences.iter().flatten().filter_map(|s| s.text.get()).collect();
        let (own, rest) = words.split_at(paragraph.num_words.unwrap_or(0).min(words.len()));
        words = rest;
        let said = Said::new(voices.who(channel, &paragraph.speaker), &sentences.join(" "));
        Said { words: times(own), ..said.at(paragraph.start.0, paragraph.end.0) }
    });
    said.collect()
}

fn times(words: &[Word]) -> Vec<(f64, f64)> {
    words.iter().filter_map(|word| word.start.0.zip(word.end.0)).collect()
}
