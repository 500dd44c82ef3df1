//! Dialpad: lines of a call with their moments, not always in order; lines of other types are no speech. Users are
//! the agent side, contacts the customers. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    call_id: Text,
    lines: Vec<Line>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Line {
    #[serde(rename = "type")]
    kind: Text,
    content: Text,
    name: Text,
    time: Text,
    user_id: Text,
    contact_id: Text,
}

impl Line {
    fn is_speech(&self) -> bool {
        self.kind.get().is_none_or(|kind| kind == "transcript") && self.content.get().is_some()
    }

    fn who(&self) -> Who {
        match (self.user_id.get(), self.contact_id.get(), self.name.get()) {
            (Some(_), ..) => Who::Role(Role::Agent),
            (None, Some(_), _) => Who::Role(Role::Customer),
            (None, None, Some(name)) => Who::Label(name.to_owned()),
            (None, None, None) => Who::Unknown,
        }
    }
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let speech: Vec<&Line> = file.lines.iter().filter(|line| line.is_speech()).collect();
    let moment = |line: &&Line| line.time.get().and_then(times::epoch);
    let began = speech.iter().filter_map(moment).min_by(f64::total_cmp);
    let said = speech.iter().map(|line| {
        let start = began.zip(moment(line)).map(|(began, moment)| times::since(began, moment));
        let who = line.who();
        let name = line.name.owned().filter(|_| matches!(who, Who::Role(_)));
        Said { name, ..Said::new(who, line.content.get().unwrap_or_default()).at(start, None) }
    });
    let mut draft = Draft {
        id: file.call_id.owned(),
        said: said.collect(),
        started: began.and_then(times::rfc3339),
        ..Draft::default()
    };
    draft.sort();
    Ok(vec![draft])
}
