//! Sentences that a speaker says again in almost the same words: the script, read out. Used by the measures; one pass
//! over a call, however long.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::heard::Heard;
use super::speller::UNKNOWN;
use crate::transcript::{Call, Role};

/// A shorter sentence, in words, is a formula that everybody repeats.
const SHORTEST: usize = 5;
/// A longer one is compared by so many words.
const LONGEST: usize = 40;

/// Of each of the agent's turns in how many earlier ones one of its sentences stands, in the same words but for one, or
/// a row of five of its words; of the sentence with the most. Zero for the turns of others.
pub(super) fn repeats(call: &Call, heard: &Heard) -> Vec<usize> {
    let mut counts = vec![0; call.turns.len()];
    // Of each bag of words, and of each but one word, in how many turns it was said, and in which last.
    let mut said: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
    let mut row: Vec<u64> = Vec::new();
    let agent = call.turns.iter().zip(&heard.folded).filter(|(said, _)| said.speaker == Role::Agent);
    said.reserve(agent.map(|(_, folded)| 2 * folded.words.len().min(LONGEST)).sum());
    for (turn, _) in call.turns.iter().enumerate().filter(|(_, said)| said.speaker == Role::Agent) {
        let folded = &heard.folded[turn];
        let number = |word: usize| number(heard.numbers[turn][word], folded.word(word));
        let this = turn as u32;
        let mut words = 0;
        for sentence in folded.words.chunk_by(|a, b| a.sentence == b.sentence) {
            let from = words;
            words += sentence.len();
            if sentence.len() < SHORTEST {
                continue;
            }
            let mut before = 0;
            row.clear();
            row.extend((from..from + sentence.len().min(LONGEST)).map(number));
            for bag in bags(&row) {
                let (times, last) = said.entry(bag).or_insert((0, u32::MAX));
                before = before.max(if *last == this { *times - 1 } else { *times });
                if *last != this {
                    (*times, *last) = (*times + 1, this);
                }
            }
            counts[turn] = counts[turn].max(before as usize);
        }
    }
    counts
}

/// A number for a row of words whatever their order, one for it without each of its words, and one for each five words
/// in a row.
fn bags(words: &[u64]) -> impl Iterator<Item = u64> {
    let all = words.iter().fold(0u64, |sum, word| sum.wrapping_add(*word));
    // In their order: a row is not a bag.
    let rows = words.windows(SHORTEST).map(|row| row.iter().fold(1u64, |sum, w| sum.rotate_left(7).wrapping_add(*w)));
    std::iter::once(all).chain(rows).chain(words.iter().map(move |word| all.wrapping_sub(*word)))
}

/// A number for a word: what the speller knows it by, or else its letters tell it from others. Mixed well (splitmix64),
/// since numbers in a row have the same sums.
fn number(known: u32, word: &str) -> u64 {
    let told = if known == UNKNOWN { FxBuildHasher.hash_one(word) } else { u64::from(known) };
    let mixed = told.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
