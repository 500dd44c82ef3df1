//! Gong: monologues of sentences in milliseconds; who is internal and who external stands with the parties, which
//! exports keep in one of several places, or not at all. Registered in `formats`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::parts::sides::{Party, Sides};
use super::parts::texts::{Text, list};
use super::parts::times::{self, Number};
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said};
use crate::transcript::json::Item;

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct File {
    #[serde(deserialize_with = "list")]
    call_transcripts: Vec<Call>,
    /// What `/v2/calls/extensive` says of the calls, where it was put beside their transcripts.
    #[serde(deserialize_with = "list")]
    calls: Vec<About>,
    /// Of all calls.
    #[serde(deserialize_with = "list")]
    parties: Vec<PartyOfCall>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Call {
    #[serde(rename = "callId")]
    id: Text,
    #[serde(deserialize_with = "list")]
    transcript: Vec<Monologue>,
    #[serde(deserialize_with = "list")]
    parties: Vec<PartyOfCall>,
    meta_data: Option<MetaData>,
    started: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Monologue {
    speaker_id: Text,
    #[serde(deserialize_with = "list")]
    sentences: Vec<Sentence>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Sentence {
    start: Number,
    end: Number,
    text: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct About {
    id: Text,
    started: Text,
    meta_data: Option<MetaData>,
    #[serde(deserialize_with = "list")]
    parties: Vec<PartyOfCall>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MetaData {
    id: Text,
    started: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct PartyOfCall {
    speaker_id: Text,
    name: Text,
    affiliation: Text,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let mut file: File = item.parse()?;
    if file.call_transcripts.is_empty() {
        // One call without the list around it: its parties are its own.
        file.parties.clear();
        file.call_transcripts.push(item.parse()?);
    }
    let mut about: FxHashMap<&str, &About> = FxHashMap::default();
    for call in &file.calls {
        let id = call.meta_data.as_ref().and_then(|meta| meta.id.get()).or(call.id.get());
        about.extend(id.map(|id| (id, call)));
    }
    let draft = |call: &Call| {
        let meta = call.meta_data.as_ref();
        let id = call.id.get().or_else(|| meta.and_then(|meta| meta.id.get()));
        let about = id.and_then(|id| about.get(id).copied());
        let theirs = about.map_or(&[][..], |about| &about.parties);
        draft(call, id, about, file.parties.iter().chain(theirs).chain(&call.parties))
    };
    Ok(file.call_transcripts.iter().map(draft).collect())
}

fn draft<'a>(
    call: &Call,
    id: Option<&str>,
    about: Option<&About>,
    parties: impl Iterator<Item = &'a PartyOfCall>,
) -> Draft {
    let party = |party: &PartyOfCall| {
        let internal = match party.affiliation.get() {
            Some(side) if side.eq_ignore_ascii_case("internal") => Some(true),
            Some(side) if side.eq_ignore_ascii_case("external") => Some(false),
            _ => None,
        };
        Some((party.speaker_id.owned()?, Party { internal, name: party.name.owned() }))
    };
    let speaking = call.transcript.iter().filter_map(|monologue| monologue.speaker_id.get());
    let sides = Sides::new(parties.filter_map(party).collect(), speaking);
    let said = call.transcript.iter().map(|monologue| {
        let texts: Vec<&str> = monologue.sentences.iter().filter_map(|sentence| sentence.text.get()).collect();
        let start = monologue.sentences.iter().find_map(|sentence| sentence.start.thousandths());
        let end = monologue.sentences.iter().rev().find_map(|sentence| sentence.end.thousandths());
        let (who, name) = sides.who(monologue.speaker_id.get());
        Said { name, ..Said::new(who, &texts.join(" ")).at(start, end) }
    });
    let metas = [call.meta_data.as_ref(), about.and_then(|about| about.meta_data.as_ref())];
    let moments = metas.into_iter().flatten().map(|meta| &meta.started);
    let started = moments.chain([&call.started]).chain(about.map(|about| &about.started)).find_map(Text::get);
    let mut draft = Draft {
        id: id.map(str::to_owned),
        said: said.collect(),
        started: started.and_then(times::started),
        ..Draft::default()
    };
    draft.sort();
    draft
}
