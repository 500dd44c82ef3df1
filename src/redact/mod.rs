//! Redact: a call without what is personal. Card, account and telephone numbers, national ids, e-mail and postal
//! addresses, dates of birth and the customer's name become dots, one for a character, so that places in the text
//! stay. Knows the packs, the transcript and the cues; whoever writes a report may use it.

mod address;
mod dates;
mod hide;
mod judge;
mod known;
mod look;
mod names;
mod numbers;
mod shapes;
mod view;
mod words;

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use known::Known;
use names::Names;
use view::{Kept, View};

use crate::cues::{CueTable, Heard};
use crate::packs::Packs;
use crate::transcript::{Call, Role};

/// The cue of an agent who asks for the name.
const ASKS_NAME: &str = "asks-name";

/// What is left after a masking may be told better than before, so it is done until nothing changes; that is nearly
/// always after the first time.
const MOST_PASSES: usize = 5;

/// Masks what is personal. Made once a run, shared by all threads; to make one costs about as much as reading a long
/// call.
pub struct Redactor {
    known: Known,
}

impl Redactor {
    /// From what the packs say in `[redaction]`, of all languages at once: people mix them.
    pub fn new(packs: &Packs) -> Self {
        Self { known: Known::new(packs) }
    }

    /// A call with every personal character of its texts, its id, its source and its notes replaced by `•`, as many as
    /// there were; spaces stay. The agent's name and the team stay. `heard` is what was heard in the call as it was: it
    /// tells where a name was asked for.
    pub fn redact(&self, call: &Call, heard: &Heard, cues: &CueTable) -> Call {
        let asks = cues.find(ASKS_NAME);
        let asked: Vec<bool> = (0..call.turns.len()).map(|turn| asks.is_some_and(|cue| heard.has(cue, turn))).collect();
        // A vCon holds more than its transcript, in more shapes than can be masked: it is not kept.
        let mut masked = Call { original: None, ..call.clone() };
        let mut kept: Vec<Option<Kept>> = call.turns.iter().map(|_| None).collect();
        let mut settled = None;
        for _ in 0..MOST_PASSES {
            if !self.pass(&mut masked, &asked, &mut kept, &mut settled) {
                break;
            }
        }
        masked
    }

    /// Masks once; whether anything changed. `settled` are the names of the pass before, if in labels it changed nothing.
    fn pass(&self, call: &mut Call, asked: &[bool], kept: &mut [Option<Kept>], settled: &mut Option<Names>) -> bool {
        let known = &self.known;
        let mut views: Vec<View<'_>> = call
            .turns
            .iter()
            .zip(kept.iter_mut())
            .map(|(turn, kept)| match kept.take() {
                Some(kept) => View::again(&turn.text, turn.speaker, kept),
                None => View::new(&turn.text, turn.speaker, known, false),
            })
            .collect();
        let names = Names::of(call, &views, asked, known);
        let mut waiting = 0;
        for (turn, view) in views.iter_mut().enumerate() {
            // What had no such form has none now.
            if !view.again {
                shapes::mask_shapes(view);
            }
            let asks = asked.get(turn).copied().unwrap_or(false);
            let asks = asks || view.says(known::Says::AsksName);
            hide::mask_names(view, turn, &names, waiting > 0);
            waiting = if asks { 3 } else { waiting - usize::from(waiting > 0) };
        }
        judge::mask_numbers(&mut views);
        dates::mask_births(&mut views);
        address::mask_addresses(&mut views);
        let done: Vec<Result<String, Kept>> = views.into_iter().map(View::done).collect();
        let mut changed = false;
        for ((turn, done), kept) in call.turns.iter_mut().zip(done).zip(kept) {
            match done {
                Ok(text) => {
                    changed = true;
                    turn.text = text;
                }
                Err(unchanged) => *kept = Some(unchanged),
            }
        }
        // With no more names than before nothing is found in labels that was not found then.
        let mut labels = false;
        if !settled.as_ref().is_some_and(|before| names.are_among(before)) {
            labels = self.mask_labels(call, &names);
            changed |= labels;
            *settled = None;
        }
        if !labels && settled.is_none() {
            *settled = Some(names);
        }
        changed
    }

    /// Masks the names of speakers, the id, the source and the notes; whether anything changed.
    fn mask_labels(&self, call: &mut Call, names: &Names) -> bool {
        let mut changed = false;
        let mut put = |old: &str| {
            let new = self.joined(old, names);
            changed |= new != old;
            new
        };
        // Labels come back from turn to turn.
        let mut labels: FxHashMap<String, String> = FxHashMap::default();
        for turn in call.turns.iter_mut().filter(|turn| turn.speaker != Role::Agent) {
            if let Some(name) = &mut turn.name {
                let new = match labels.get(name) {
                    Some(new) => new.clone(),
                    None => labels.entry(name.clone()).insert_entry(put(name)).get().clone(),
                };
                *name = new;
            }
        }
        call.id = put(&call.id);
        call.source = Arc::from(put(&call.source));
        for (_, value) in call.notes.iter_mut().flat_map(|note| &mut note.args) {
            *value = put(value);
        }
        changed
    }

    /// A text outside any call, such as a path or a message about an error. No name can be known there: only forms and
    /// numbers are masked. Characters stay as many as they were.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut now = Cow::Borrowed(text);
        for _ in 0..MOST_PASSES {
            let Some(masked) = self.alone(&now) else { break };
            now = Cow::Owned(masked);
        }
        now
    }

    /// One text by itself; none where nothing is to be masked.
    fn alone(&self, text: &str) -> Option<String> {
        let mut views = [View::new(text, Role::Other, &self.known, true)];
        shapes::mask_shapes(&mut views[0]);
        judge::mask_numbers(&mut views);
        dates::mask_births(&mut views);
        address::mask_addresses(&mut views);
        let [view] = views;
        view.masked()
    }

    /// An id, a path or a label: words may be joined in it.
    fn joined(&self, text: &str, names: &Names) -> String {
        let named = hide::mask_joined(text, names);
        self.text(&named).into_owned()
    }
}
