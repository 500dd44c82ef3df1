//! Azure's Conversation Knowledge Mining: one text a call, with labels (`**Agent:** …`) or without any. A text without
//! labels is no list of turns: it stays in one piece, nobody's, and the call says so. Registered in `formats`.

use serde::Deserialize;

use super::Piece;
use super::parts::labelled;
use super::parts::texts::Text;
use super::parts::times;
use crate::transcript::ReadError;
use crate::transcript::draft::Draft;
use crate::transcript::json::Item;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct File {
    #[serde(default)]
    conversation_id: Text,
    #[serde(default)]
    start_time: Text,
    content: String,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File = item.parse()?;
    if file.content.trim().is_empty() {
        return Err(item.error("no-turns"));
    }
    let piece = Piece { source: item.source, text: &file.content, bytes: &[], first_line: item.line };
    let draft = labelled::read(item.reader, &piece)?;
    let started = file.start_time.get().and_then(times::started);
    Ok(vec![Draft { id: file.conversation_id.owned(), started, ..draft }])
}
