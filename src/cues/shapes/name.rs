//! The customer's name: taken from where the call shows it (given, asked for, read out, in a label), then heard
//! when the agent uses it in a later turn. Diminutives and titles alone are no name.

use rustc_hash::FxHashMap;

use super::Scene;
use crate::cues::cue::Capture;
use crate::cues::heard::Hit;
use crate::transcript::Role;

/// A name has no more words than this.
const LONGEST_NAME: usize = 4;
/// An answer longer than this (words) is no bare name, in text without capitals.
const BARE_ANSWER: usize = 6;

pub(super) fn hear(scene: &Scene<'_>, found: &mut Vec<Hit>) {
    let names = names(scene);
    if names.is_empty() {
        return;
    }
    for turn in scene.turns() {
        let folded = &scene.heard.folded[turn];
        let known = |word: usize| names.get(folded.word(word)).is_some_and(|first| *first < turn);
        let mut word = 0;
        while word < folded.words.len() {
            let length = (word..folded.words.len()).take_while(|w| known(*w)).count();
            if length > 0 {
                found.extend(scene.hit(turn, (word as u32, (word + length) as u32)));
            }
            word += length.max(1);
        }
    }
}

/// Folded words of the customer's name, with the turn after which saying them is using it.
fn names(scene: &Scene<'_>) -> FxHashMap<String, usize> {
    let mut names = FxHashMap::default();
    let mut learn = |words: Vec<String>, turn: usize| {
        for word in words {
            names.entry(word).or_insert(turn);
        }
    };
    if let Some(name) = scene.call.turns.iter().find(|t| t.speaker == Role::Customer).and_then(|t| t.name.as_deref()) {
        let words = crate::fold::words_of(name);
        learn(words.split(' ').filter(|w| w.len() > 1).map(str::to_owned).collect(), 0);
    }
    for hit in &scene.heard.hits {
        let turn = hit.turn as usize;
        for capture in &scene.cues.get(hit.cue).captures {
            match capture {
                Capture::After => learn(run(scene, turn, hit.words.1 as usize, true), turn),
                Capture::Before => learn(run(scene, turn, hit.words.0 as usize, false), turn),
                Capture::Answer => {
                    let speaker = scene.call.turns[turn].speaker;
                    let answer = (turn + 1..scene.call.turns.len()).take(3).find(|t| scene.call.turns[*t].speaker != speaker);
                    if let Some(answer) = answer {
                        learn(answer_names(scene, answer), answer);
                    }
                }
            }
        }
    }
    names
}

/// The words of a name that begins at a word, or ends before it.
fn run(scene: &Scene<'_>, turn: usize, word: usize, forward: bool) -> Vec<String> {
    let folded = &scene.heard.folded[turn];
    let words: Vec<usize> = if forward { (word..folded.words.len()).collect() } else { (0..word).rev().collect() };
    let title = |w: &usize| scene.lexicon.words.honorifics.contains(folded.word(*w));
    let named = words.into_iter().skip_while(title).take_while(|w| like_name(scene, turn, *w));
    named.take(LONGEST_NAME).map(|w| folded.word(w).to_owned()).collect()
}

/// The names in an answer to "what is your name?": what has capitals, or in text without them a bare answer.
fn answer_names(scene: &Scene<'_>, turn: usize) -> Vec<String> {
    let folded = &scene.heard.folded[turn];
    let capitals = has_capitals(scene, turn);
    if !capitals && folded.words.len() > BARE_ANSWER {
        let known = (0..folded.words.len()).filter(|w| scene.lexicon.words.names.contains(folded.word(*w)));
        return known.map(|w| folded.word(w).to_owned()).collect();
    }
    let sentence_begins = |w: usize| w == 0 || folded.words[w].sentence != folded.words[w - 1].sentence;
    let alone = folded.words.len() <= 3;
    (0..folded.words.len())
        .filter(|w| like_name(scene, turn, *w))
        // A capital at the head of a longer sentence is only its head.
        .filter(|w| !capitals || alone || !sentence_begins(*w) || scene.lexicon.words.names.contains(folded.word(*w)) || followed_by_name(scene, turn, *w))
        .map(|w| folded.word(w).to_owned())
        .take(LONGEST_NAME)
        .collect()
}

fn followed_by_name(scene: &Scene<'_>, turn: usize, word: usize) -> bool {
    word + 1 < scene.heard.folded[turn].words.len() && like_name(scene, turn, word + 1)
}

fn has_capitals(scene: &Scene<'_>, turn: usize) -> bool {
    scene.call.turns[turn].text.chars().any(char::is_uppercase)
}

/// A word that can be part of a name: a capital where the turn has capitals, and no ordinary word otherwise.
fn like_name(scene: &Scene<'_>, turn: usize, word: usize) -> bool {
    let folded = &scene.heard.folded[turn];
    let place = &folded.words[word];
    let written = &scene.call.turns[turn].text[place.start as usize..place.end as usize];
    let form = folded.word(word);
    let words = &scene.lexicon.words;
    let letters = form.len() > 1 && form.chars().all(char::is_alphabetic);
    if !letters || words.function.contains(form) || words.honorifics.contains(form) {
        return false;
    }
    if has_capitals(scene, turn) { written.chars().next().is_some_and(char::is_uppercase) } else { true }
}
