//! Whisper and its kin: segments with times, with the speaker where somebody told the voices apart (`WhisperX`,
//! whisper-diarization, `OpenAI` with speakers). Also as whisper.cpp and the Transformers pipeline write them, and
//! inside what services wrap around them. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::Number;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    segments: Option<Vec<Segment>>,
    /// As the Transformers pipeline names them; with speakers, beside them.
    chunks: Option<Vec<Segment>>,
    speakers: Option<Vec<Segment>>,
    /// As whisper.cpp names them.
    transcription: Option<Vec<Segment>>,
    /// `OpenAI` puts the words beside the segments.
    words: Option<Vec<Word>>,
}

/// Inside a service's answer.
#[derive(Deserialize)]
struct Wrapped {
    #[serde(alias = "output")]
    result: File,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Segment {
    start: Number,
    end: Number,
    timestamp: Option<(Number, Number)>,
    offsets: Option<Offsets>,
    text: Text,
    speaker: Text,
    words: Option<Vec<Word>>,
}

/// In milliseconds.
#[derive(Deserialize)]
struct Offsets {
    from: Number,
    to: Number,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Word {
    start: Number,
    end: Number,
    speaker: Text,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    if item.text.trim_start().starts_with('[') {
        return Ok(vec![draft(item.parse()?, &[])]);
    }
    let file: File = item.parse()?;
    let bare = file.segments.is_some() || file.chunks.is_some() || file.transcription.is_some();
    Ok(vec![of_file(if bare { file } else { item.parse::<Wrapped>()?.result })])
}

fn of_file(file: File) -> Draft {
    let filled = |list: Option<Vec<Segment>>| list.filter(|list| !list.is_empty());
    let segments = filled(file.segments).or(filled(file.speakers)).or(filled(file.transcription)).or(file.chunks);
    draft(segments.unwrap_or_default(), &file.words.unwrap_or_default())
}

fn draft(segments: Vec<Segment>, words: &[Word]) -> Draft {
    let mut said: Vec<Said> = segments.into_iter().map(said).filter(|said| !said.text.is_empty()).collect();
    if said.iter().all(|said| said.words.is_empty()) {
        give_words(&mut said, words);
    }
    Draft { said, segments: true, ..Draft::default() }
}

fn said(segment: Segment) -> Said {
    let words = segment.words.unwrap_or_default();
    // Numbers and signs are not aligned: such words have no times.
    let times = words.iter().filter_map(|word| word.start.0.zip(word.end.0)).collect();
    let speaker = segment.speaker.get().or_else(|| words.iter().find_map(|word| word.speaker.get()));
    let who = speaker.map_or(Who::Unknown, |speaker| Who::Label(speaker.to_owned()));
    let (start, end) = match (segment.timestamp, segment.offsets) {
        (Some((start, end)), _) => (start.0, end.0),
        (None, Some(offsets)) => (offsets.from.thousandths(), offsets.to.thousandths()),
        (None, None) => (segment.start.0, segment.end.0),
    };
    Said { words: times, ..Said::new(who, segment.text.get().unwrap_or_default()).at(start, end) }
}

/// Gives each word to the segment in which it begins; both are in the order of time.
fn give_words(said: &mut [Said], words: &[Word]) {
    let mut words = words.iter().filter_map(|word| word.start.0.zip(word.end.0)).peekable();
    for said in said {
        let Some(end) = said.end else { continue };
        while let Some(word) = words.next_if(|(start, _)| *start < end) {
            said.words.push(word);
        }
    }
}
