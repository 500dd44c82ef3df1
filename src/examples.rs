//! Every rule's own examples, run: what must be caught and what must not. Used by `coach rules test` and by the
//! tests of this project.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::coach::Coach;
use crate::cues::{CueId, Shape};
use crate::packs::Text;
use crate::rules::{BehaviourKind, Judged, Rule, RuleId, Status};
use crate::transcript::{Call, Input};

/// How an example came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Bad, and caught.
    Caught,
    /// Bad, and not caught.
    Missed,
    /// Good, and left alone.
    Clean,
    /// Good, and caught.
    FalseAlarm,
}

/// One example, run.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The rule it belongs to.
    pub rule: RuleId,
    /// Its language.
    pub language: String,
    /// The example as written, and where.
    pub example: Text,
    /// How it came out.
    pub verdict: Verdict,
}

/// What the examples came to.
#[derive(Debug, Clone, Default)]
pub struct Tested {
    /// Every example, in the book's order.
    pub outcomes: Vec<Outcome>,
    /// Rules that have no bad or no good example in a language: rule and language.
    pub untested: Vec<(RuleId, String)>,
    /// Cues that are heard in no example of a language in which they can be heard: cue and language.
    pub unheard: Vec<(CueId, String)>,
}

impl Tested {
    /// Whether every example came out as it must.
    pub fn passed(&self) -> bool {
        self.outcomes.iter().all(|o| matches!(o.verdict, Verdict::Caught | Verdict::Clean))
    }

    /// How many examples came out so.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.outcomes.iter().filter(|o| o.verdict == verdict).count()
    }
}

/// Runs the examples of every rule that `wanted` accepts.
pub fn run(coach: &Coach, wanted: impl Fn(&Rule) -> bool) -> Tested {
    let mut worker = coach.worker();
    let mut tested = Tested::default();
    let mut heard: FxHashSet<(CueId, &str)> = FxHashSet::default();
    let mut files: FxHashSet<usize> = FxHashSet::default();
    for (id, rule) in coach.book.in_force().filter(|(_, rule)| wanted(rule)) {
        files.insert(rule.at.file);
        for language in coach.packs.language_codes() {
            let text = rule.texts.get(language);
            let (bad, good) = text.map_or((&[][..], &[][..]), |t| (&t.bad[..], &t.good[..]));
            // A rule of one's own in one language owes nothing to the others.
            let owed = text.is_some() || rule.texts.is_empty();
            if owed && (bad.is_empty() || good.is_empty()) {
                tested.untested.push((id, language.to_owned()));
            }
            for (examples, must) in [(bad, true), (good, false)] {
                for example in examples {
                    let call = example_call(coach, language, example);
                    let (judged, in_it) = worker.judge(&call);
                    heard.extend(in_it.hits.iter().map(|hit| (hit.cue, language)));
                    let verdict = match (must, fires(coach, id, &judged)) {
                        (true, true) => Verdict::Caught,
                        (true, false) => Verdict::Missed,
                        (false, false) => Verdict::Clean,
                        (false, true) => Verdict::FalseAlarm,
                    };
                    let outcome =
                        Outcome { rule: id, language: language.to_owned(), example: example.clone(), verdict };
                    tested.outcomes.push(outcome);
                }
            }
        }
    }
    // A cue is somebody's to try if a rule beside it is.
    for (number, cue) in coach.cues.cues.iter().enumerate().filter(|(_, cue)| files.contains(&cue.at.file)) {
        let id = CueId(number as u16);
        for language in coach.packs.language_codes() {
            let by_itself = cue.shape.is_some_and(Shape::can_be_written) || cue.measure.is_some();
            let can_be = by_itself || coach.lexicon(language).said(id).next().is_some();
            if can_be && !heard.contains(&(id, language)) {
                tested.unheard.push((id, language.to_owned()));
            }
        }
    }
    tested
}

/// Whether a rule has something to say of an example: a fault or a condition found, an expected thing missed.
fn fires(coach: &Coach, id: RuleId, judged: &Judged) -> bool {
    // Several rules may find the same behaviour; which of them speaks is settled between them.
    let behaviour = coach.book.get(id).behaviour;
    let same = |rule: RuleId| coach.book.get(rule).behaviour == behaviour;
    if coach.book.behaviour(id).kind == BehaviourKind::Expect {
        return judged.expected.iter().any(|e| same(e.rule) && e.status == Status::Missed);
    }
    judged.findings.iter().chain(&judged.carried).any(|f| same(f.rule))
}

/// An example as a call: labelled lines, or one turn of the agent.
fn example_call(coach: &Coach, language: &str, example: &Text) -> Call {
    let source: Arc<str> = "example".into();
    let input = Input { source: &source, bytes: example.value.as_bytes(), first_line: 1, lines: false };
    let labelled = coach.reader.read(&input).into_iter().next().and_then(Result::ok);
    let mut call = labelled.unwrap_or_else(|| Call::one_turn(&source, &example.value));
    language.clone_into(&mut call.language);
    call
}

/// Where an example stands, for messages.
pub fn place(coach: &Coach, example: &Text) -> String {
    coach.packs.sources.place(&example.at)
}
