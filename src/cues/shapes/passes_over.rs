//! The thread of questions: an agent's turn that follows a customer's question and takes up nothing of it. What else an
//! answer may be (yes, tomorrow, ten pounds, let me see) is said by cues, in the rule that asks for this shape.

use super::echo::stems_where;
use super::{Scene, question};
use crate::cues::heard::Hit;
use crate::transcript::Role;

pub(super) fn hear(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    for turn in scene.turns() {
        let Some(before) = turn.checked_sub(1).filter(|t| scene.call.turns[*t].speaker == Role::Customer) else { continue };
        if scene.heard.folded[turn].words.is_empty() {
            continue;
        }
        asked.clear();
        let question = |word: usize| {
            let folded = &scene.heard.folded[before];
            folded.asks(folded.words[word].sentence) || question::begins_as_one(scene, before, word)
        };
        stems_where(scene, before, &mut asked, question);
        if asked.is_empty() {
            continue;
        }
        answered.clear();
        stems_where(scene, turn, &mut answered, |_| true);
        if !answered.iter().any(|stem| asked.contains(stem)) {
            found.push(scene.whole_turn(turn));
        }
    }
}
