//! The thread of questions: an agent's turn that follows a customer's question and takes up nothing of it. What else an
//! answer may be (yes, tomorrow, ten pounds, let me see) is said by cues, in the rule that asks for this shape.

use super::Scene;
use super::echo::stems_where;
use crate::cues::heard::{Hit, NO_PHRASE};
use crate::transcript::Role;

pub(super) fn hear(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    for turn in scene.turns() {
        let Some(before) = turn.checked_sub(1).filter(|t| scene.call.turns[*t].speaker == Role::Customer) else {
            continue;
        };
        if scene.heard.folded[turn].words.is_empty() {
            continue;
        }
        asked.clear();
        let folded = &scene.heard.folded[before];
        let sentence = |word: usize| folded.words[word].sentence;
        let asks = |hit: &&Hit| hit.phrase != NO_PHRASE && scene.cue.reply_to.contains(&hit.cue);
        // Without punctuation only words tell that something is asked. The hits are in the order of the turns so far.
        let hits = &scene.heard.hits;
        let here = &hits[hits.partition_point(|hit| (hit.turn as usize) < before)..];
        let said = here.iter().take_while(|hit| hit.turn as usize == before).filter(asks);
        let said: Vec<u32> = said.map(|hit| sentence(hit.words.0 as usize)).collect();
        let question = |word: usize| folded.asks(sentence(word)) || said.contains(&sentence(word));
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
