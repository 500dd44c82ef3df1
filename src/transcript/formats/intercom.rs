//! Intercom: a conversation with its first message and its parts, as HTML, by authors of a kind. One conversation, a
//! list of them, or the notice of one that Intercom sends. Registered in `formats`.

use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{list, rfc3339, since};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::html::to_text;
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    id: Text,
    #[serde(default)]
    created_at: Text,
    source: Option<Message>,
    /// The same in older files.
    conversation_message: Option<Message>,
    conversation_parts: Option<Parts>,
    #[serde(default, deserialize_with = "list")]
    conversations: Vec<Thread>,
    data: Option<Notice>,
}

#[derive(Deserialize)]
struct Notice {
    item: Option<Thread>,
}

#[derive(Deserialize)]
struct Thread {
    #[serde(default)]
    id: Text,
    #[serde(default)]
    created_at: Text,
    source: Option<Message>,
    conversation_message: Option<Message>,
    conversation_parts: Option<Parts>,
}

/// The list itself, or an object around it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Parts {
    Bare(Vec<Message>),
    Wrapped { conversation_parts: Vec<Message> },
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    part_type: Text,
    #[serde(default)]
    body: Text,
    author: Option<Author>,
    #[serde(default)]
    created_at: Text,
}

#[derive(Deserialize)]
struct Author {
    #[serde(default, rename = "type")]
    kind: Text,
    #[serde(default)]
    name: Text,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    let File { id, created_at, source, conversation_message, conversation_parts, conversations, data } = file;
    let mut all = conversations;
    all.extend(data.and_then(|notice| notice.item));
    if source.is_some() || conversation_message.is_some() || conversation_parts.is_some() {
        all.push(Thread { id, created_at, source, conversation_message, conversation_parts });
    }
    Ok(all.into_iter().map(draft).collect())
}

fn draft(conversation: Thread) -> Draft {
    let parts = match conversation.conversation_parts {
        Some(Parts::Bare(parts) | Parts::Wrapped { conversation_parts: parts }) => parts,
        None => Vec::new(),
    };
    let opened = conversation.created_at.moment();
    let first = conversation.source.or(conversation.conversation_message).map(|mut source| {
        if source.created_at.0.is_none() {
            source.created_at = conversation.created_at;
        }
        source
    });
    let parts: Vec<Message> = first.into_iter().chain(parts).collect();
    let began = opened.or_else(|| parts.iter().filter_map(|part| part.created_at.moment()).min_by(f64::total_cmp));
    let said = parts.into_iter().filter_map(|part| {
        // A note is for colleagues only; and who closes or assigns a conversation may say something with it.
        if part.part_type.0.as_deref().is_some_and(|kind| kind.starts_with("note")) {
            return None;
        }
        let text = to_text(&part.body.owned()?);
        let start = began.zip(part.created_at.moment()).map(|(began, moment)| since(began, moment));
        let (kind, name) = part.author.map(|author| (author.kind.owned(), author.name.owned())).unwrap_or_default();
        let who = match kind.as_deref() {
            Some("admin" | "teammate") => Who::Role(Role::Agent),
            Some("user" | "lead" | "contact" | "customer") => Who::Role(Role::Customer),
            Some(_) => Who::Role(Role::Other),
            None => name.clone().map_or(Who::Unknown, Who::Label),
        };
        Some(Said { name, ..Said::new(who, &text).at(start, None) }).filter(|said| !said.text.is_empty())
    });
    let said = said.collect();
    let mut draft = Draft { id: conversation.id.owned(), started: began.and_then(rfc3339), said, ..Draft::default() };
    draft.sort();
    draft
}
