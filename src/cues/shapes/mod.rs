//! Forms that are heard without a list of words: a question, an acronym, the customer's name, an echo of what was
//! said. Each shape is one function over the call; the ear runs those that some cue asks for.

mod digits;
mod echo;
mod letters;
mod name;
mod passes_over;
mod question;

use super::asked::Asked;
use super::cue::{Cue, CueId, CueTable, Shape};
use super::heard::{Heard, Hit, NO_PHRASE};
use super::lexicon::Lexicon;
use super::measure::whole_turn;
use super::place::Places;
use super::speller::Kind;
use crate::transcript::{Call, Role};

/// What a shape works with.
struct Scene<'a> {
    cue: &'a Cue,
    id: CueId,
    cues: &'a CueTable,
    lexicon: &'a Lexicon,
    places: &'a Places,
    call: &'a Call,
    heard: &'a Heard,
}

impl Scene<'_> {
    /// Whether a word of a turn is of a kind.
    fn is(&self, turn: usize, word: usize, kind: Kind) -> bool {
        self.lexicon.patterns.speller.is(self.heard.numbers[turn][word], kind)
    }

    /// The turns in which the cue can count.
    fn turns(&self) -> impl Iterator<Item = usize> {
        let wanted = self.cue.speaker;
        let turns = self.call.turns.iter().enumerate().filter(move |(_, t)| wanted.is_none_or(|s| s == t.speaker));
        turns.filter(|(turn, said)| self.places.allow(self.cue, *turn, said.speaker)).map(|(turn, _)| turn)
    }

    /// A hit on a range of words.
    fn hit(&self, turn: usize, words: (u32, u32)) -> Hit {
        let span = self.heard.folded[turn].original(words.0 as usize, words.1 as usize);
        let strength = self.cue.strength;
        Hit { cue: self.id, turn: turn as u32, phrase: NO_PHRASE, start: span.start, end: span.end, words, strength }
    }

    /// A hit that is the turn as a whole.
    fn whole_turn(&self, turn: usize) -> Hit {
        whole_turn((self.id, self.cue), turn, &self.call.turns[turn], &self.heard.folded[turn])
    }

    fn counts(&self, value: usize) -> bool {
        value as f64 >= self.cue.at_least && value as f64 <= self.cue.at_most
    }
}

/// Hits of every cue that has a shape, less those on some words that an innocent twin excuses.
pub(super) fn hear(
    cues: &CueTable,
    lexicon: &Lexicon,
    places: &Places,
    call: &Call,
    heard: &Heard,
    found: &mut Vec<Hit>,
    excused: &mut dyn FnMut(&Hit) -> bool,
) {
    let mut contents = echo::Contents::default();
    for &id in cues.shaped() {
        let cue = cues.get(id);
        let Some(shape) = cue.shape else { continue };
        let before = found.len();
        let scene = Scene { cue, id, cues, lexicon, places, call, heard };
        match shape {
            Shape::Question => question::hear(&scene, found),
            Shape::Acronym => letters::acronyms(&scene, found),
            Shape::Shouting => letters::shouting(&scene, found),
            Shape::CustomerName => name::hear(&scene, found),
            Shape::ProperName => name::proper(&scene, found),
            Shape::Echo => {
                if contents.is_empty() {
                    contents = echo::Contents::of(&scene);
                }
                echo::hear(&scene, &contents, found);
            }
            Shape::Turn => any_turn(&scene, found),
            Shape::Exclaiming => letters::exclaiming(&scene, found),
            Shape::Number => digits::numbers(&scene, found),
            Shape::CardNumber => digits::cards(&scene, found),
            Shape::PassesOver => passes_over::hear(&scene, found),
            Shape::CutOff => cut_off(&scene, found),
            Shape::StatedInterruption => stated_interruption(&scene, found),
        }
        if !matches!(
            shape,
            Shape::Turn | Shape::Exclaiming | Shape::PassesOver | Shape::CutOff | Shape::StatedInterruption
        ) {
            let kept: Vec<Hit> = found.drain(before..).filter(|hit| !excused(hit)).collect();
            found.extend(kept);
        }
    }
}

/// Every turn in which something is said, if what its cue asks for may be there: that is cheaper known now than
/// dropped later.
fn any_turn(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    let (with, reply_to) = (Asked::of(&scene.cue.with, scene.cues), Asked::of(&scene.cue.reply_to, scene.cues));
    if !with.may_be_anywhere(scene.heard) || !reply_to.may_be_anywhere(scene.heard) {
        return;
    }
    for turn in scene.turns().filter(|turn| !scene.heard.folded[*turn].words.is_empty()) {
        let answers = || scene.places.answered(turn).is_some_and(|before| reply_to.may_be_in(before, scene.heard));
        if with.may_be_in(turn, scene.heard) && (reply_to == Asked::Nothing || answers()) {
            found.push(scene.whole_turn(turn));
        }
    }
}

/// The turn before, by the other speaker, ends in a dash: it was not finished.
fn cut_off(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    for turn in scene.turns().filter(|t| *t > 0) {
        let before = &scene.call.turns[turn - 1];
        let this = &scene.call.turns[turn];
        let ends = before.text.trim_end_matches([' ', '"', '”', '»', '\'']);
        let dash = ends.ends_with(['—', '–', '-']) && !scene.heard.folded[turn - 1].words.is_empty();
        if dash && this.interrupts.is_none() && before.speaker == Role::Customer && this.speaker == Role::Agent {
            found.push(scene.whole_turn(turn));
        }
    }
}

/// The source says that the turn interrupts.
fn stated_interruption(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    let stated = scene.turns().filter(|turn| scene.call.turns[*turn].interrupts == Some(true));
    found.extend(stated.map(|turn| scene.whole_turn(turn)));
}
