//! What several formats have in common: times, words, labels, captions and their marks. Each piece is known to the readers of
//! formats only.

pub(super) mod captions;
pub(super) mod clock;
pub(super) mod labelled;
pub(super) mod labels;
pub(super) mod markup;
pub(super) mod sides;
pub(super) mod texts;
pub(super) mod times;
pub(super) mod voices;
pub(super) mod words;
