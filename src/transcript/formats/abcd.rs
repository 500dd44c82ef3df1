//! ABCD, ASAPP's corpus of chats: pairs of role and text, with what the agent did in the system between them. One
//! conversation, a list of them, or the corpus with its parts. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::list;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

/// A conversation, or the corpus.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    convo_id: Text,
    #[serde(default, deserialize_with = "list")]
    original: Vec<Vec<Text>>,
    #[serde(default, deserialize_with = "list")]
    delexed: Vec<Turn>,
    #[serde(default, deserialize_with = "list")]
    train: Vec<Conversation>,
    #[serde(default, deserialize_with = "list")]
    dev: Vec<Conversation>,
    #[serde(default, deserialize_with = "list")]
    test: Vec<Conversation>,
}

#[derive(Deserialize)]
struct Conversation {
    #[serde(default)]
    convo_id: Text,
    #[serde(default, deserialize_with = "list")]
    original: Vec<Vec<Text>>,
    #[serde(default, deserialize_with = "list")]
    delexed: Vec<Turn>,
}

/// The same with the names taken out.
#[derive(Deserialize)]
struct Turn {
    #[serde(default)]
    speaker: Text,
    #[serde(default)]
    text: Text,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let parts: Vec<Conversation> = file.train.into_iter().chain(file.dev).chain(file.test).collect();
    if !parts.is_empty() {
        return Ok(parts.into_iter().map(draft).collect());
    }
    Ok(vec![draft(Conversation { convo_id: file.convo_id, original: file.original, delexed: file.delexed })])
}

fn draft(conversation: Conversation) -> Draft {
    let pair = |turn: Vec<Text>| {
        let mut parts = turn.into_iter().map(|part| part.0.unwrap_or_default());
        said(&parts.next().unwrap_or_default(), &parts.next().unwrap_or_default())
    };
    let delexed = |turn: Turn| said(&turn.speaker.0.unwrap_or_default(), &turn.text.0.unwrap_or_default());
    let all = if conversation.original.is_empty() {
        conversation.delexed.into_iter().map(delexed).collect()
    } else {
        conversation.original.into_iter().map(pair).collect()
    };
    Draft { id: conversation.convo_id.owned(), said: all, ..Draft::default() }
}

fn said(speaker: &str, text: &str) -> Said {
    let who = match speaker {
        "agent" => Who::Role(Role::Agent),
        "customer" => Who::Role(Role::Customer),
        // What the system did: nobody said it.
        "action" => return Said { name: Some(speaker.to_owned()), ..Said::new(Who::Role(Role::Other), text) },
        label => Who::Label(label.to_owned()),
    };
    Said::new(who, text)
}
