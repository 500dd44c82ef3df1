//! Amazon Transcribe Call Analytics: turns with roles, times of words in milliseconds, and the interruptions that the
//! service itself found. Registered in `formats`.

use serde::Deserialize;

use crate::transcript::draft::{Draft, Interruption, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct File {
    job_name: Option<String>,
    transcript: Vec<Turn>,
    conversation_characteristics: Option<Characteristics>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Turn {
    participant_role: String,
    content: String,
    begin_offset_millis: Option<f64>,
    end_offset_millis: Option<f64>,
    #[serde(default)]
    items: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Word {
    begin_offset_millis: Option<f64>,
    end_offset_millis: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Characteristics {
    interruptions: Option<Interruptions>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Interruptions {
    #[serde(default)]
    interruptions_by_interrupter: std::collections::BTreeMap<String, Vec<Stretch>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Stretch {
    begin_offset_millis: f64,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let seconds = |millis: f64| millis / 1000.0;
    let said = file.transcript.into_iter().map(|turn| {
        let words = turn.items.iter().filter_map(|w| w.begin_offset_millis.zip(w.end_offset_millis));
        Said {
            words: words.map(|(start, end)| (seconds(start), seconds(end))).collect(),
            ..Said::new(who(&turn.participant_role), &turn.content)
                .at(turn.begin_offset_millis.map(seconds), turn.end_offset_millis.map(seconds))
        }
    });
    let listed = file.conversation_characteristics.and_then(|c| c.interruptions).map(|found| {
        let by = found.interruptions_by_interrupter.into_iter();
        by.flat_map(|(role, stretches)| {
            let Who::Role(by) = who(&role) else { return Vec::new() };
            stretches.iter().map(|s| Interruption { by, start: seconds(s.begin_offset_millis) }).collect()
        })
        .collect()
    });
    Ok(vec![Draft { id: file.job_name, said: said.collect(), interruptions: listed, ..Draft::default() }])
}

fn who(role: &str) -> Who {
    match role {
        "AGENT" => Who::Role(Role::Agent),
        "CUSTOMER" => Who::Role(Role::Customer),
        "SYSTEM" => Who::Role(Role::Other),
        label => Who::Label(label.to_owned()),
    }
}
