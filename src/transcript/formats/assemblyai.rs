//! `AssemblyAI`: its utterances; where speaker labels were not asked for, the words, or the bare text. Times are in
//! milliseconds, the audio's length alone is in seconds. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::Number;
use super::parts::voices::Voices;
use super::parts::words::Words;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct File {
    id: Text,
    text: Text,
    words: Option<Vec<Piece>>,
    utterances: Option<Vec<Piece>>,
}

/// An utterance or a word.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Piece {
    text: Text,
    start: Number,
    end: Number,
    speaker: Text,
    channel: Text,
    words: Option<Vec<Span>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Span {
    start: Number,
    end: Number,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let utterances = file.utterances.unwrap_or_default();
    let words = file.words.unwrap_or_default();
    let segments = utterances.is_empty();
    let said = if !segments {
        of_utterances(&utterances)
    } else if !words.is_empty() {
        of_words(&words)
    } else {
        file.text.get().map(|text| Said::new(Who::Unknown, text)).into_iter().collect()
    };
    let mut draft = Draft { id: file.id.owned(), said, segments, ..Draft::default() };
    draft.sort();
    Ok(vec![draft])
}

fn of_utterances(utterances: &[Piece]) -> Vec<Said> {
    let voices = Voices::of(utterances.iter().map(|u| (&u.channel, &u.speaker)));
    let said = utterances.iter().map(|u| {
        let times = u.words.iter().flatten().filter_map(|w| w.start.thousandths().zip(w.end.thousandths()));
        let said = Said::new(who(&voices, u), u.text.get().unwrap_or_default());
        Said { words: times.collect(), ..said.at(u.start.thousandths(), u.end.thousandths()) }
    });
    said.collect()
}

fn of_words(words: &[Piece]) -> Vec<Said> {
    let voices = Voices::of(words.iter().map(|w| (&w.channel, &w.speaker)));
    let mut segments = Words::default();
    for word in words {
        let text = word.text.get().unwrap_or_default();
        segments.word(&who(&voices, word), text, word.start.thousandths(), word.end.thousandths());
    }
    segments.finish()
}

/// A speaker of several channels has the channel in his letter already: `1A`.
fn who(voices: &Voices, piece: &Piece) -> Who {
    match piece.speaker.get() {
        Some(speaker) => Who::Label(speaker.to_owned()),
        None => voices.who(&piece.channel, &piece.speaker),
    }
}
