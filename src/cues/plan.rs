//! The plan of a language: its phrases read and their anchors chosen, as rows of numbers. It depends on the phrases
//! alone, and thousands are read: that of the embedded phrases is made when the program is built (see `build.rs`) and
//! unpacked at every start; with phrases of a user's own it is made anew. Used by the lexicon.

use super::anchor::{Anchor, Chooser, Held};
use super::notation::{Chain, List, Lists, Mistake, chains};
use super::speller::{Kind, Place, Speller};

/// All words that a language brings, as written.
#[derive(Default)]
pub struct Material<'a> {
    /// Words sorted into kinds.
    pub kinds: Vec<(Kind, Vec<&'a str>)>,
    /// The named lists; each name once.
    pub lists: Vec<(&'a str, Vec<&'a str>)>,
    /// The phrases.
    pub phrases: Vec<&'a str>,
}

/// A place of a chain, and the most words between it and the next one.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The place.
    pub place: Place,
    /// The most words behind it.
    pub gap: u8,
}

/// A chain of places.
#[derive(Debug, Clone, Copy)]
pub struct Drawn {
    /// How many steps it has.
    pub count: u8,
    /// Counts only where a sentence begins.
    pub begins: bool,
    /// Counts only where a sentence ends.
    pub ends: bool,
    /// Where its anchor is.
    pub held: Held,
}

/// The phrases of a language, read and anchored. What belongs together stands one after the other in each row.
#[derive(Default)]
pub struct Plan {
    /// The words and the places.
    pub speller: Speller,
    /// Of each phrase how many chains it comes to.
    pub counts: Vec<u8>,
    /// The places of the chains.
    pub steps: Vec<Step>,
    /// The chains.
    pub drawn: Vec<Drawn>,
    /// Their anchors in the order of their keys, each with the number of its chain.
    pub anchors: Vec<(u32, Anchor)>,
}

/// What is wrong in the material.
pub enum Wrong {
    /// A phrase, by its number, with a mistake.
    Phrase(usize, Mistake),
    /// A phrase of a list, by their numbers; and the lists known by then.
    InList(usize, usize, Mistake, Vec<String>),
    /// A list that uses itself.
    Round(usize),
}

impl Plan {
    /// Reads all phrases. What is wrong in some is told beside; they come to nothing.
    pub fn new(material: &Material<'_>, wrong: &mut Vec<Wrong>) -> Self {
        let mut speller = Speller::default();
        for (kind, words) in &material.kinds {
            speller.sort_into(*kind, words.iter().copied());
        }
        let lists = lists(material, &mut speller, wrong);
        let (mut counts, mut all) = (Vec::with_capacity(material.phrases.len()), Vec::new());
        for (number, phrase) in material.phrases.iter().enumerate() {
            let found = chains(phrase, &lists, &mut speller).unwrap_or_else(|mistake| {
                wrong.push(Wrong::Phrase(number, mistake));
                Vec::new()
            });
            counts.push(found.len() as u8);
            all.extend(found);
        }
        let (mut steps, mut drawn) = (Vec::new(), Vec::with_capacity(all.len()));
        let (mut anchors, mut own) = (Vec::new(), Vec::new());
        let mut chooser = Chooser::new(all.iter(), &speller);
        for chain in &all {
            let held = chooser.anchor(chain, &mut speller, &mut own);
            anchors.extend(own.drain(..).map(|anchor| (drawn.len() as u32, anchor)));
            let Chain { places, gaps, begins, ends } = chain;
            let gaps = gaps.iter().copied().chain([0]);
            steps.extend(places.iter().zip(gaps).map(|(place, gap)| Step { place: *place, gap }));
            drawn.push(Drawn { count: places.len() as u8, begins: *begins, ends: *ends, held });
        }
        anchors.sort_by_key(|(_, anchor)| anchor.key);
        Self { speller, counts, steps, drawn, anchors }
    }
}

/// The lists of a language; a list may use others, in any order, but not itself.
fn lists(material: &Material<'_>, speller: &mut Speller, wrong: &mut Vec<Wrong>) -> Lists {
    let mut waiting: Vec<usize> = (0..material.lists.len()).collect();
    let mut ready = Lists::default();
    loop {
        let mut done = Vec::new();
        for number in &waiting {
            let (_, phrases) = &material.lists[*number];
            match List::new(phrases.iter().copied(), &ready, speller) {
                Ok(list) => done.push((*number, list)),
                // A list that is not ready yet may be so in the next round.
                Err((_, mistake))
                    if mistake.code == "phrase-unknown-list"
                        && waiting.iter().any(|n| material.lists[*n].0 == mistake.found) => {}
                Err((phrase, mistake)) => {
                    let known = ready.keys().cloned().collect();
                    wrong.push(Wrong::InList(*number, phrase, mistake, known));
                    done.push((*number, List::nothing(speller)));
                }
            }
        }
        if done.is_empty() {
            break;
        }
        waiting.retain(|number| done.iter().all(|(done, _)| done != number));
        for (number, list) in done {
            ready.insert(material.lists[number].0.to_owned(), list);
        }
    }
    for number in waiting {
        wrong.push(Wrong::Round(number));
        ready.insert(material.lists[number].0.to_owned(), List::nothing(speller));
    }
    ready
}
