//! Speechmatics: words and punctuation with their speakers, from a batch job (json-v2) or as the messages of a live
//! transcription. `UU` is nobody in particular. Registered in `formats`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::Number;
use super::parts::voices::Voices;
use super::parts::words::Words;
use crate::transcript::ReadError;
use crate::transcript::draft::Draft;
use crate::transcript::json::Item;

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    message: Text,
    job: Option<Job>,
    results: Option<Vec<Piece>>,
}

#[derive(Deserialize)]
struct Job {
    #[serde(default)]
    id: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Piece {
    r#type: Text,
    start_time: Number,
    end_time: Number,
    attaches_to: Text,
    channel: Text,
    alternatives: Option<Vec<Alternative>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Alternative {
    content: Text,
    speaker: Text,
}

/// A word or a mark, made ready.
struct Heard {
    text: String,
    attaches: Attaches,
    speaker: Text,
    channel: Text,
    start: Option<f64>,
    end: Option<f64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Attaches {
    Nowhere,
    Before,
    Behind,
    Both,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let files: Vec<File> =
        if item.text.trim_start().starts_with('[') { item.parse()? } else { vec![item.parse::<File>()?] };
    let id = files.iter().find_map(|file| file.job.as_ref().and_then(|job| job.id.owned()));
    // Partial transcripts come again when they are sure.
    let sure = files.into_iter().filter(|file| file.message.get() != Some("AddPartialTranscript"));
    let heard: Vec<Heard> = sure.flat_map(|file| file.results.unwrap_or_default()).filter_map(heard).collect();
    let voices = Voices::of(heard.iter().map(|heard| (&heard.channel, &heard.speaker)));
    let mut channels: BTreeMap<&str, Vec<&Heard>> = BTreeMap::new();
    for heard in &heard {
        let channel = if voices.several_channels() { heard.channel.get().unwrap_or_default() } else { "" };
        channels.entry(channel).or_default().push(heard);
    }
    let said = channels.values().flat_map(|heard| words(heard, &voices).finish());
    let mut draft = Draft { id, said: said.collect(), segments: true, ..Draft::default() };
    if voices.several_channels() {
        draft.sort();
    }
    Ok(vec![draft])
}

fn heard(piece: Piece) -> Option<Heard> {
    let best = piece.alternatives?.into_iter().next()?;
    let text = best.content.owned()?;
    let attaches = match (piece.attaches_to.get(), piece.r#type.get()) {
        (Some("next"), _) => Attaches::Behind,
        (Some("both"), _) => Attaches::Both,
        (None, Some("punctuation")) if text.starts_with(['¿', '¡', '(']) => Attaches::Behind,
        (Some("previous"), _) | (None, Some("punctuation")) => Attaches::Before,
        _ => Attaches::Nowhere,
    };
    let speaker = Text(best.speaker.owned().filter(|speaker| speaker != "UU"));
    let (start, end) = (piece.start_time.0, piece.end_time.0);
    Some(Heard { text, attaches, speaker, channel: piece.channel, start, end })
}

/// The words get spaces between them whatever the language pack says: it may call the delimiter empty where words
/// are written apart.
fn words(heard: &[&Heard], voices: &Voices) -> Words {
    let mut words = voices.words();
    let (mut before, mut glued) = (String::new(), false);
    for heard in heard {
        match heard.attaches {
            Attaches::Behind => before.push_str(&heard.text),
            Attaches::Nowhere if !glued => {
                let text = std::mem::take(&mut before) + &heard.text;
                words.word(&voices.who(&heard.channel, &heard.speaker), &text, heard.start, heard.end);
            }
            Attaches::Before | Attaches::Both | Attaches::Nowhere => words.mark(&heard.text),
        }
        glued = heard.attaches == Attaches::Both;
    }
    words
}
