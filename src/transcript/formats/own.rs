//! Our own JSON: one object a call: `{"id", "turns": [{"speaker", "text", "start"?, "end"?}]}`. Fields that are not
//! ours are passed over. Registered in `formats`.

use std::borrow::Cow;

use serde::Deserialize;

use crate::transcript::ReadError;
use crate::transcript::Role;
use crate::transcript::draft::{Draft, Said, Stretch, Who};
use crate::transcript::json::Item;

#[derive(Deserialize)]
struct OwnCall<'a> {
    id: Option<Id>,
    #[serde(borrow)]
    turns: Vec<OwnTurn<'a>>,
    agent: Option<String>,
    team: Option<String>,
    started: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
struct OwnTurn<'a> {
    #[serde(borrow)]
    speaker: Cow<'a, str>,
    name: Option<String>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    start: Option<f64>,
    end: Option<f64>,
}

/// A call, or nothing: what is wrong is told by [`read`].
pub(in crate::transcript) fn quick(item: &Item<'_>) -> serde_json::Result<Draft> {
    serde_json::from_str::<OwnCall<'_>>(item.text).map(draft)
}

pub(in crate::transcript) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let call = item.parse::<OwnCall<'_>>();
    call.map(|call| vec![draft(call)]).map_err(|error| {
        let code = if error.code == "json-field" { "json-shape" } else { error.code };
        ReadError { code, ..error }
    })
}

fn draft(own: OwnCall<'_>) -> Draft {
    let said = own.turns.into_iter().map(|turn| {
        let who = match turn.speaker.as_ref() {
            "agent" => Who::Role(Role::Agent),
            "customer" => Who::Role(Role::Customer),
            "other" => Who::Role(Role::Other),
            label => Who::Label(label.to_owned()),
        };
        let (start, end, name) = (turn.start, turn.end, turn.name);
        let stretch = Stretch::of(&turn.text);
        Said { name, stretch, text: turn.text.into_owned(), ..Said::new(who, "").at(start, end) }
    });
    Draft {
        said: said.collect(),
        id: own.id.map(|id| match id {
            Id::Text(id) => id,
            Id::Number(id) => id.to_string(),
        }),
        agent: own.agent,
        team: own.team,
        started: own.started,
        ..Draft::default()
    }
}
