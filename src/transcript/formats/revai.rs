//! Rev AI: monologues of words and punctuation, each a turn; the spaces are punctuation, too. The older times of
//! human transcripts (`00:00:01,200`) and their list of speakers are read as well. Registered in `formats`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::Number;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;

#[derive(Deserialize)]
struct File {
    monologues: Option<Vec<Monologue>>,
    speakers: Option<Vec<Speaker>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Speaker {
    id: Text,
    name: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Monologue {
    speaker: Text,
    speaker_name: Text,
    elements: Option<Vec<Element>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Element {
    r#type: Text,
    /// Its spaces count.
    value: Text,
    #[serde(alias = "timestamp")]
    ts: Number,
    #[serde(alias = "end_timestamp")]
    end_ts: Number,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let speakers = file.speakers.unwrap_or_default();
    let names = speakers.iter().filter_map(|speaker| speaker.id.get().zip(speaker.name.get())).collect();
    let said = file.monologues.iter().flatten().map(|monologue| said(monologue, &names));
    let mut draft = Draft { said: said.collect(), ..Draft::default() };
    draft.sort();
    Ok(vec![draft])
}

fn said(monologue: &Monologue, names: &FxHashMap<&str, &str>) -> Said {
    let mut text = String::new();
    let mut after_word = false;
    let elements = monologue.elements.as_deref().unwrap_or_default();
    for element in elements {
        let word = element.r#type.get() != Some("punct");
        if word && after_word {
            text.push(' ');
        }
        text.push_str(element.value.0.as_deref().unwrap_or_default());
        after_word = word;
    }
    let number = monologue.speaker.get();
    let label = number.and_then(|number| names.get(number).copied()).or(monologue.speaker_name.get()).or(number);
    let times = elements.iter().filter_map(|element| element.ts.0.zip(element.end_ts.0)).collect();
    let start = elements.iter().find_map(|element| element.ts.0);
    let end = elements.iter().rev().find_map(|element| element.end_ts.0);
    let who = label.map_or(Who::Unknown, |label| Who::Label(label.to_owned()));
    Said { words: times, ..Said::new(who, &text).at(start, end) }
}
