//! Zendesk: the history of a chat, the comments of a ticket with the people who wrote them, and the messages of a
//! conversation (Sunshine). Registered in `formats`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::{list, rfc3339, since};
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::html::to_text;
use crate::transcript::json::Item;
use crate::transcript::{ReadError, Role};

#[derive(Deserialize)]
struct File {
    #[serde(default, deserialize_with = "list")]
    chats: Vec<Chat>,
    #[serde(default)]
    id: Text,
    #[serde(default, deserialize_with = "list")]
    history: Vec<Message>,
    #[serde(default, deserialize_with = "list")]
    comments: Vec<Comment>,
    #[serde(default, deserialize_with = "list")]
    users: Vec<User>,
    #[serde(default, deserialize_with = "list")]
    messages: Vec<Sent>,
}

#[derive(Deserialize)]
struct Chat {
    #[serde(default)]
    id: Text,
    #[serde(default, deserialize_with = "list")]
    history: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    msg: Text,
    #[serde(default)]
    name: Text,
    #[serde(default)]
    nick: Text,
    #[serde(default)]
    sender_type: Text,
    #[serde(default)]
    timestamp: Text,
}

#[derive(Deserialize)]
struct Comment {
    #[serde(default)]
    author_id: Text,
    #[serde(default)]
    plain_body: Text,
    #[serde(default)]
    html_body: Text,
    #[serde(default)]
    body: Text,
    public: Option<bool>,
    #[serde(default)]
    created_at: Text,
}

#[derive(Deserialize)]
struct User {
    #[serde(default)]
    id: Text,
    #[serde(default)]
    role: Text,
    #[serde(default)]
    name: Text,
}

#[derive(Deserialize)]
struct Sent {
    author: Option<Author>,
    content: Option<Content>,
    #[serde(default)]
    received: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Author {
    #[serde(default, rename = "type")]
    kind: Text,
    #[serde(default)]
    display_name: Text,
    #[serde(default, deserialize_with = "list")]
    subtypes: Vec<Text>,
}

#[derive(Deserialize)]
struct Content {
    #[serde(default)]
    text: Text,
}

/// What each of the three says of a message: who, a name, the moment, the text.
type Found = (Who, Option<String>, Text, String);

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    if !file.chats.is_empty() {
        return Ok(file.chats.into_iter().map(|chat| draft(&chat.id, history(chat.history))).collect());
    }
    let found = if !file.history.is_empty() {
        history(file.history)
    } else if !file.comments.is_empty() {
        comments(file.comments, file.users)
    } else {
        file.messages.into_iter().filter_map(sent).collect()
    };
    Ok(vec![draft(&file.id, found)])
}

fn draft(id: &Text, found: Vec<Found>) -> Draft {
    let began = found.iter().filter_map(|(_, _, moment, _)| moment.moment()).min_by(f64::total_cmp);
    let said = found.into_iter().map(|(who, name, moment, text)| {
        let start = began.zip(moment.moment()).map(|(began, moment)| since(began, moment));
        Said { name, ..Said::new(who, &text).at(start, None) }
    });
    let mut draft =
        Draft { said: said.collect(), id: id.owned(), started: began.and_then(rfc3339), ..Draft::default() };
    draft.sort();
    draft
}

/// Who joins, leaves and rates stands there, too, without a message.
fn history(history: Vec<Message>) -> Vec<Found> {
    let found = history.into_iter().filter_map(|message| {
        let nick = message.nick.owned().unwrap_or_default();
        let role = match message.sender_type.0.as_deref() {
            Some("Agent") => Role::Agent,
            Some("Visitor") => Role::Customer,
            None if nick == "agent:trigger" => Role::Other,
            None if nick.starts_with("agent") => Role::Agent,
            None if nick.starts_with("visitor") => Role::Customer,
            _ => Role::Other,
        };
        Some((Who::Role(role), message.name.owned(), message.timestamp, message.msg.owned()?))
    });
    found.collect()
}

/// A comment that is not public was never said to the customer.
fn comments(comments: Vec<Comment>, users: Vec<User>) -> Vec<Found> {
    let users: FxHashMap<String, User> = users.into_iter().filter_map(|u| Some((u.id.owned()?, u))).collect();
    let found = comments.into_iter().filter(|comment| comment.public != Some(false)).filter_map(|comment| {
        let user = comment.author_id.0.as_ref().and_then(|id| users.get(id));
        let who = match user.and_then(|user| user.role.0.as_deref()) {
            Some("end-user") => Who::Role(Role::Customer),
            Some("agent" | "admin") => Who::Role(Role::Agent),
            _ => comment.author_id.owned().map_or(Who::Unknown, Who::Label),
        };
        let html = || comment.html_body.owned().map(|html| to_text(&html));
        let text = html().or(comment.plain_body.owned()).or(comment.body.owned())?;
        Some((who, user.and_then(|user| user.name.owned()), comment.created_at, text))
    });
    found.collect()
}

fn sent(message: Sent) -> Option<Found> {
    let author = message.author?;
    let machine = author.subtypes.iter().any(|kind| kind.0.as_deref() == Some("AI"));
    let role = match author.kind.0.as_deref() {
        Some("user") => Role::Customer,
        Some("business") if !machine => Role::Agent,
        _ => Role::Other,
    };
    Some((Who::Role(role), author.display_name.owned(), message.received, message.content?.text.owned()?))
}
