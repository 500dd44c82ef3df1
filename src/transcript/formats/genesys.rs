//! Genesys Cloud: phrases of one recorded leg, by purpose: external is the customer, internal the agent side, which
//! machines are on, too; which of them it was, the participants' times tell. Times in milliseconds since the call
//! began, or since the epoch. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::{Text, list};
use super::parts::times::{self, Number};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

/// So many milliseconds no call lasts: a larger time counts from the epoch.
const EPOCH: f64 = 1e11;
/// A call whose first words come later (milliseconds) after its beginning has the beginning of another.
const DAY: f64 = 86_400_000.0;
/// So many participants are looked at for the one who says something.
const LOOKED_AT: usize = 64;

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct File {
    conversation_id: Text,
    conversation_start_time: Text,
    start_time: Text,
    #[serde(deserialize_with = "list")]
    transcripts: Vec<Transcript>,
    #[serde(deserialize_with = "list")]
    participants: Vec<Participant>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Transcript {
    #[serde(deserialize_with = "list")]
    phrases: Vec<Phrase>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Phrase {
    text: Text,
    decorated_text: Text,
    #[serde(alias = "offsetMs")]
    start_time_ms: Number,
    #[serde(alias = "durationMs")]
    duration: Option<Length>,
    participant_purpose: Text,
    #[serde(deserialize_with = "list")]
    words: Vec<Word>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Word {
    #[serde(rename = "word")]
    text: Text,
    start_time_ms: Number,
    #[serde(alias = "durationMs")]
    duration: Option<Length>,
}

/// `{"milliseconds": 1200}` or `1200`.
#[derive(Deserialize, Clone, Copy)]
#[serde(untagged)]
enum Length {
    Of { milliseconds: Number },
    Plain(Number),
}

impl Length {
    fn millis(self) -> Option<f64> {
        match self {
            Self::Of { milliseconds } => milliseconds.0,
            Self::Plain(number) => number.0,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Participant {
    #[serde(rename = "participantPurpose")]
    purpose: Text,
    user_id: Text,
    start_time_ms: Number,
    end_time_ms: Number,
}

/// What a purpose says of who it is.
fn role(purpose: &str) -> Option<Role> {
    match purpose.to_ascii_lowercase().as_str() {
        "external" | "customer" => Some(Role::Customer),
        "internal" | "agent" | "user" => Some(Role::Agent),
        "ivr" | "acd" | "bot" | "botflow" | "workflow" | "voicemail" | "fax" | "dialer" | "campaign" | "api"
        | "group" | "station" => Some(Role::Other),
        _ => None,
    }
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let phrases = || file.transcripts.iter().flat_map(|transcript| &transcript.phrases);
    let stated = [&file.conversation_start_time, &file.start_time].into_iter().find_map(moment);
    let first = phrases().filter_map(|phrase| phrase.start_time_ms.0).filter(|t| *t >= EPOCH).min_by(f64::total_cmp);
    let began = match (stated, first) {
        (Some(stated), Some(first)) if (0.0..DAY).contains(&(first - stated)) => Some(stated),
        (stated, None) => stated,
        (_, first) => first,
    };
    let since = |time: f64| if time >= EPOCH { began.map(|began| time - began) } else { Some(time) };
    let seconds = |time: f64| since(time).map(|millis| times::since(0.0, millis / 1000.0));
    let stretch = |start: Number, length: Option<Length>| {
        let end = start.0.zip(length.and_then(Length::millis)).map(|(start, length)| start + length);
        (start.0.and_then(seconds), end.and_then(seconds))
    };
    let said = phrases().map(|phrase| {
        let purpose = phrase.participant_purpose.get();
        let who = match purpose.map(|purpose| (role(purpose), purpose)) {
            Some((Some(Role::Agent), _)) => {
                let at = phrase.start_time_ms.0.and_then(since);
                Who::Role(inside(&file.participants, at, since))
            }
            Some((Some(role), _)) => Who::Role(role),
            Some((None, purpose)) => Who::Label(purpose.to_owned()),
            None => Who::Unknown,
        };
        let words = phrase.words.iter().filter_map(|word| {
            let (start, end) = stretch(word.start_time_ms, word.duration);
            start.zip(end)
        });
        let (start, end) = stretch(phrase.start_time_ms, phrase.duration);
        Said { words: words.collect(), ..Said::new(who, &text(phrase)).at(start, end) }
    });
    let mut agent = file.participants.iter().filter(|p| p.purpose.get().and_then(role) == Some(Role::Agent));
    let mut draft = Draft {
        id: file.conversation_id.owned(),
        agent: agent.find_map(|participant| participant.user_id.owned()),
        started: began.and_then(|began| times::rfc3339(began / 1000.0)),
        said: said.collect(),
        ..Draft::default()
    };
    draft.sort();
    Ok(vec![draft])
}

/// Milliseconds since the epoch: a number of them, or a date.
fn moment(text: &Text) -> Option<f64> {
    let text = text.get()?;
    let dated = || times::epoch(text).map(|seconds| seconds * 1000.0);
    times::number(text).filter(|number| *number >= EPOCH).or_else(dated)
}

fn text(phrase: &Phrase) -> String {
    let whole = phrase.text.get().or(phrase.decorated_text.get());
    let words = || phrase.words.iter().filter_map(|word| word.text.get()).collect::<Vec<_>>().join(" ");
    whole.map_or_else(words, str::to_owned)
}

/// Who on the inner side was on the line: a person, unless only machines were.
fn inside(participants: &[Participant], at: Option<f64>, since: impl Fn(f64) -> Option<f64>) -> Role {
    let there = |participant: &&Participant| {
        let edge = |time: Number| time.0.and_then(&since);
        let (start, end) = (edge(participant.start_time_ms), edge(participant.end_time_ms));
        at.is_none_or(|at| start.is_none_or(|start| start <= at) && end.is_none_or(|end| at < end))
    };
    let roles = participants.iter().take(LOOKED_AT).filter(there);
    let roles: Vec<Role> = roles.filter_map(|p| p.purpose.get().and_then(role)).collect();
    let machine = roles.contains(&Role::Other) && !roles.contains(&Role::Agent);
    if machine { Role::Other } else { Role::Agent }
}
