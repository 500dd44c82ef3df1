//! Words just before a hit that turn it or strengthen it: "not upset", "really upset". They are lists of plain words,
//! looked at where such a hit stands and nowhere else: "no" and "so" are in every other turn. Filled by the lexicon,
//! used by `restrict`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cue::{CueId, CueTable};
use crate::fold::{Folded, words_of};
use crate::packs::{Packs, Problem, Problems, Text};

/// What "really" does to the weight of what it stands before.
const INTENSIFIED: f32 = 1.5;
/// So many words may stand between "not" or "really" and what they belong to.
const BEFORE: usize = 2;

/// Of each cue that asks for it, the words before it that matter.
#[derive(Default)]
pub(super) struct Before {
    of_cue: FxHashMap<CueId, Words>,
}

#[derive(Default)]
struct Words {
    negate: FxHashSet<String>,
    intensify: FxHashSet<String>,
}

impl Before {
    /// From the lists that the cues name, in one language.
    pub fn new(packs: &Packs, cues: &CueTable, code: &str, problems: &mut Problems) -> Self {
        let mut list = |name: &Text| {
            let named = |l: &&crate::packs::RawList| {
                l.name.value == name.value && l.language.as_deref().is_none_or(|l| l == code)
            };
            let words: FxHashSet<String> =
                packs.lists.iter().filter(named).flat_map(|l| &l.phrases).map(|word| words_of(&word.value)).collect();
            if words.is_empty() {
                let args = vec![("found", name.value.to_string()), ("phrase", name.value.to_string())];
                let known = packs.lists.iter().map(|l| &*l.name.value);
                problems.push(Problem::at("phrase-unknown-list", &name.at, args).did_you_mean(&name.value, known));
            }
            words
        };
        let mut of_cue: FxHashMap<CueId, Words> = FxHashMap::default();
        for (number, cue) in cues.cues.iter().enumerate() {
            if !cue.negated_by.is_empty() || !cue.intensified_by.is_empty() {
                let negate = cue.negated_by.iter().flat_map(&mut list).collect();
                let intensify = cue.intensified_by.iter().flat_map(&mut list).collect();
                of_cue.insert(CueId(number as u16), Words { negate, intensify });
            }
        }
        Self { of_cue }
    }

    /// By how much the words before a hit (from word `first` on) change its weight: zero where they turn it round.
    pub fn factor(&self, cue: CueId, folded: &Folded, first: u32) -> f32 {
        let Some(words) = self.of_cue.get(&cue) else { return 1.0 };
        let first = first as usize;
        let sentence = folded.words.get(first).map(|word| word.sentence);
        let near =
            (first.saturating_sub(BEFORE)..first).filter(|w| folded.words.get(*w).map(|w| w.sentence) == sentence);
        let any = |set: &FxHashSet<String>| near.clone().any(|word| set.contains(folded.word(word)));
        match () {
            () if any(&words.negate) => 0.0,
            () if any(&words.intensify) => INTENSIFIED,
            () => 1.0,
        }
    }
}
