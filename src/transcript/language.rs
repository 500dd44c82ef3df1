//! Which language a call is in: every language's frequent words and letters vote, over the first few hundred
//! words. Used by the reader for every call unless `--lang` says it.

use rustc_hash::FxHashMap;

use crate::packs::Packs;

/// Words looked at before the vote is closed.
const ENOUGH_WORDS: usize = 300;
/// A lead of so many votes closes it earlier: no other language catches up with a few words of its own.
const CLEAR_LEAD: usize = 12;

/// The languages that can be told apart.
#[derive(Debug)]
pub struct Languages {
    codes: Vec<String>,
    /// Lower-case word to the languages (bit by index) in which it is frequent.
    words: FxHashMap<Box<str>, u32>,
}

/// By how much the first leads the second.
fn lead(votes: &[usize]) -> usize {
    let best = votes.iter().copied().max().unwrap_or(0);
    let others = votes.iter().map(|v| best - v).filter(|d| *d > 0).min();
    // A tie for the first place is no lead.
    if votes.iter().filter(|v| **v == best).count() > 1 { 0 } else { others.unwrap_or(best) }
}

impl Languages {
    /// From the `[language]` tables; the first is the one assumed where nothing tells.
    pub fn new(packs: &Packs) -> Self {
        let mut words: FxHashMap<Box<str>, u32> = FxHashMap::default();
        for (index, language) in packs.languages.iter().enumerate().take(32) {
            for word in &language.common {
                *words.entry(word.as_str().into()).or_default() |= 1 << index;
            }
        }
        Self { codes: packs.languages.iter().map(|l| l.code.clone()).collect(), words }
    }

    /// The language of the texts, and whether they tell it: some words of it, and clearly more than of any other.
    pub fn detect<'a>(&self, texts: impl Iterator<Item = &'a str>) -> (&str, bool) {
        let mut votes = vec![0usize; self.codes.len()];
        let mut seen = 0;
        let mut lower = String::new();
        'all: for text in texts {
            for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()) {
                lower.clear();
                lower.extend(word.chars().flat_map(char::to_lowercase));
                if let Some(&languages) = self.words.get(lower.as_str()) {
                    for (index, vote) in votes.iter_mut().enumerate() {
                        *vote += usize::from(languages & (1 << index) != 0);
                    }
                }
                seen += 1;
                if seen >= ENOUGH_WORDS || lead(&votes) >= CLEAR_LEAD {
                    break 'all;
                }
            }
        }
        let Some(best) = (0..votes.len()).rev().max_by_key(|&i| votes[i]) else { return ("es", false) };
        let second = (0..votes.len()).filter(|&i| i != best).map(|i| votes[i]).max().unwrap_or(0);
        let sure = votes[best] >= 2 && votes[best] * 2 >= second * 3;
        (&self.codes[best], sure)
    }
}
