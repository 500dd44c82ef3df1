//! Names. The customer's: taken from where the call shows it (given, asked for, read out, in a label), then heard when
//! the agent uses it in a later turn; titles alone are no name. And proper names early in a turn: who answers the call.

use rustc_hash::FxHashMap;

use super::{Kind, Scene};
use crate::cues::cue::Capture;
use crate::cues::heard::Hit;
use crate::cues::like_name::{Likeness, Named, has_capitals};
use crate::transcript::Role;

/// A name has no more words than this.
const LONGEST_NAME: usize = 4;
/// So many words into an answer the name has come, or it is none.
const ANSWER: usize = 7;

/// The customer's name, used by the agent.
pub(super) fn hear(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    let names = names(scene);
    if names.is_empty() {
        return;
    }
    for turn in scene.turns() {
        let folded = &scene.heard.folded[turn];
        let known = |word: usize| names.get(folded.word(word)).is_some_and(|from| *from <= turn);
        let mut word = 0;
        while word < folded.words.len() {
            let length = (word..folded.words.len()).take_while(|w| known(*w)).count();
            if length > 0 {
                found.push(scene.hit(turn, (word as u32, (word + length) as u32)));
            }
            word += length.max(1);
        }
    }
}

/// Early words (numbers) in which a name may stand without a capital, greetings and the like aside.
const EARLY: usize = 2;
/// Who does not say who it is in so many words does not.
const OPENING: usize = 10;
/// A shorter word without meaning is a slip, not a name.
const SHORTEST_NAME: usize = 4;

/// Words that no phrase knows and that are like names: with a capital inside a sentence, or among a turn's first words.
pub(super) fn proper(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    for turn in scene.turns() {
        let folded = &scene.heard.folded[turn];
        let text = scene.call.turns[turn].text.as_str();
        let written = |w: usize| &text[folded.words[w].start as usize..folded.words[w].end as usize];
        let titled = |word: usize| word > 0 && scene.is(turn, word - 1, Kind::TITLE);
        let mut counted = 0;
        for word in 0..folded.words.len().min(OPENING) {
            let form = folded.word(word);
            let early = counted < EARLY;
            let empty = scene.is(turn, word, Kind::LEAD_IN) || scene.is(turn, word, Kind::FUNCTION);
            counted += usize::from(!empty);
            let begins = word == 0 || folded.words[word].sentence != folded.words[word - 1].sentence;
            // "NASA" may be anything; "Fibralia" is somebody.
            let unknown = form.len() >= SHORTEST_NAME
                && !scene.is(turn, word, Kind::PHRASE)
                && written(word).bytes().any(|b| b.is_ascii_lowercase());
            if unknown && !titled(word) && is_name(scene, turn, word) && (early || (has_capitals(text) && !begins)) {
                found.push(scene.hit(turn, (word as u32, word as u32 + 1)));
                break;
            }
        }
    }
}

fn is_name(scene: &Scene<'_>, turn: usize, word: usize) -> bool {
    let named = Named {
        speller: &scene.lexicon.patterns.speller,
        text: &scene.call.turns[turn].text,
        folded: &scene.heard.folded[turn],
        numbers: &scene.heard.numbers[turn],
        capitals: has_capitals(&scene.call.turns[turn].text),
    };
    named.likeness(word) != Likeness::None
}

/// Folded words of the customer's name, with the turn from which saying them is using it.
fn names(scene: &Scene<'_>) -> FxHashMap<String, usize> {
    let mut names = FxHashMap::default();
    let mut learn = |words: Vec<String>, turn: usize| {
        for word in words {
            names.entry(word).and_modify(|from: &mut usize| *from = turn.min(*from)).or_insert(turn);
        }
    };
    if let Some(name) = scene.call.turns.iter().find(|t| t.speaker == Role::Customer).and_then(|t| t.name.as_deref()) {
        let words = crate::fold::words_of(name);
        let named = |word: &&str| word.len() > 1 && !scene.lexicon.patterns.speller.is_word(word, Kind::TITLE);
        learn(words.split(' ').filter(named).map(str::to_owned).collect(), 0);
    }
    let opening = scene.call.turns.iter().position(|t| t.speaker == Role::Agent);
    for hit in &scene.heard.hits {
        let turn = hit.turn as usize;
        // "Mrs Lee, …" in the middle of a call: the agent has the name on the screen, and uses it.
        let uses_it = scene.call.turns[turn].speaker == Role::Agent && opening.is_some_and(|first| first < turn);
        let from = if uses_it { turn } else { turn + 1 };
        let (first, last) = (hit.words.0 as usize, hit.words.1 as usize);
        for capture in &scene.cues.get(hit.cue).captures {
            match capture {
                Capture::Inside => {
                    let inside = (first..last).filter(|w| is_name(scene, turn, *w));
                    let mut found: Vec<String> = inside.map(|w| word(scene, turn, w)).collect();
                    if !found.is_empty() {
                        found.extend(run(scene, turn, last));
                    }
                    learn(found, from);
                }
                Capture::Answer => {
                    let speaker = scene.call.turns[turn].speaker;
                    let next = (turn + 1..scene.call.turns.len()).take(3);
                    if let Some(answer) = next.into_iter().find(|t| scene.call.turns[*t].speaker != speaker) {
                        let said = &scene.heard.folded[answer].words;
                        let mut named = (0..said.len().min(ANSWER)).filter(|w| is_name(scene, answer, *w));
                        if let Some(first) = named.next() {
                            // "Yolanda Ruiz. But why the CVV?" ends with its sentence.
                            let rest = named.take_while(|w| said[*w].sentence == said[first].sentence);
                            let name = std::iter::once(first).chain(rest).take(LONGEST_NAME);
                            learn(name.map(|w| word(scene, answer, w)).collect(), answer + 1);
                        }
                    }
                }
            }
        }
    }
    names
}

fn word(scene: &Scene<'_>, turn: usize, word: usize) -> String {
    scene.heard.folded[turn].word(word).to_owned()
}

/// The words of a name that begins at a word, titles aside.
fn run(scene: &Scene<'_>, turn: usize, from: usize) -> Vec<String> {
    let folded = &scene.heard.folded[turn];
    let title = |w: &usize| scene.is(turn, *w, Kind::TITLE);
    let named = (from..folded.words.len()).skip_while(title).take_while(|w| is_name(scene, turn, *w));
    named.take(LONGEST_NAME).map(|w| word(scene, turn, w)).collect()
}
