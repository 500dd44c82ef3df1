//! The coach: the rooms joined into one pipeline. Built once a run from the packs; every thread scores with a
//! worker of its own.

use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::cues::{CueTable, Ear, Heard, Lexicon, Plan};
use crate::packs::{EMBEDDED_HASH, Packs, Problems};
use crate::records::Records;
use crate::redact::Redactor;
use crate::report::{Card, Cards, Material, Views, build};
use crate::rules::{Court, Fingerprints, Judged, RuleBook, fingerprints, judge};
use crate::score::{Marks, Waived, score};
use crate::transcript::{Call, Note, Reader, Reading, Role, hash_all};

/// Everything in force.
pub struct Coach {
    /// What was read.
    pub packs: Packs,
    /// The cues.
    pub cues: CueTable,
    /// The rules.
    pub book: RuleBook,
    /// Turns bytes into calls.
    pub reader: Reader,
    /// What is known and what is disputed: nothing, until somebody says so.
    pub records: Records,
    redactor: OnceLock<Redactor>,
    lexicons: Vec<OnceLock<Lexicon>>,
    rules_hash: String,
}

impl Coach {
    /// Checks the packs and makes them ready. All mistakes found in them are returned beside.
    pub fn new(packs: Packs, reading: Reading) -> (Self, Problems) {
        let mut packs = packs;
        packs.check();
        let mut problems = std::mem::take(&mut packs.problems);
        let cues = CueTable::new(&packs, &mut problems);
        let book = RuleBook::new(&packs, &cues, &mut problems);
        let reader = Reader::new(&packs, reading, &mut problems);
        let lexicons: Vec<OnceLock<Lexicon>> = packs.languages.iter().map(|_| OnceLock::new()).collect();
        let rules_hash = rules_hash(&packs);
        let coach = Self {
            packs,
            cues,
            book,
            reader,
            records: Records::default(),
            redactor: OnceLock::new(),
            lexicons,
            rules_hash,
        };
        // Phrases that a user wrote are checked before anything runs; what is embedded a test has checked.
        if coach.packs.sources.0.iter().any(|source| !source.embedded && !source.record) {
            for index in 0..coach.lexicons.len() {
                coach.build_lexicon(index, &mut problems);
            }
        }
        // The same mistake in a list or in what holds for all languages is found once a language.
        let mut seen = FxHashSet::default();
        problems.retain(|p| p.at.as_ref().is_none_or(|at| seen.insert((p.code, at.file, at.span.start, at.span.end))));
        // What stands after broken TOML is not all read: that something is missing there, nobody knows.
        let broken: Vec<usize> =
            problems.iter().filter(|p| p.code == "toml-syntax").filter_map(|p| Some(p.at.as_ref()?.file)).collect();
        problems.retain(|p| p.code != "key-required" || p.at.as_ref().is_none_or(|at| !broken.contains(&at.file)));
        problems.sort_by_key(|p| p.at.as_ref().map(|at| (at.file, at.span.start)));
        (coach, problems)
    }

    fn build_lexicon(&self, index: usize, problems: &mut Problems) -> &Lexicon {
        self.lexicons[index].get_or_init(|| {
            let language = &self.packs.languages[index];
            let plan = if self.packs.own_words { None } else { Plan::embedded(&language.code) };
            Lexicon::new(&self.packs, &self.cues, language, plan, problems)
        })
    }

    /// The mistakes in a language's phrases. What is embedded is only checked by the project's tests.
    pub fn check_lexicon(&self, code: &str) -> Problems {
        let mut problems = Problems::new();
        Lexicon::new(&self.packs, &self.cues, &self.packs.languages[self.language_index(code)], None, &mut problems);
        problems
    }

    /// The words of a language; the first language's where the code is not known.
    pub fn lexicon(&self, code: &str) -> &Lexicon {
        self.build_lexicon(self.language_index(code), &mut Vec::new())
    }

    fn language_index(&self, code: &str) -> usize {
        self.packs.languages.iter().position(|l| l.code == code).unwrap_or(0)
    }

    /// A worker for one thread.
    pub fn worker(&self) -> Worker<'_> {
        let ears = self.lexicons.iter().map(|_| None).collect();
        Worker { coach: self, ears, heard: Heard::default() }
    }

    /// Masks personal data: made when it is first asked for, since most runs mask nothing.
    pub fn redactor(&self) -> &Redactor {
        self.redactor.get_or_init(|| Redactor::new(&self.packs))
    }

    /// What the score depends on besides findings.
    pub fn marks(&self) -> Marks {
        Marks { pass: self.packs.settings.pass_mark.value, protocol: self.packs.settings.protocol_points.value }
    }

    /// Hash of all rules, cues and settings in force.
    pub fn rules_hash(&self) -> &str {
        &self.rules_hash
    }

    /// The language of a call's report.
    pub fn ui_language<'a>(&'a self, call_language: &'a str) -> &'a str {
        match &*self.packs.settings.ui_lang.value {
            "auto" => call_language,
            fixed => fixed,
        }
    }
}

/// Scores calls, one at a time, keeping its buffers.
pub struct Worker<'a> {
    coach: &'a Coach,
    ears: Vec<Option<Ear<'a>>>,
    heard: Heard,
}

impl Worker<'_> {
    /// What the rules say of a call, and what was heard in it.
    pub fn judge(&mut self, call: &Call) -> (Judged, &Heard) {
        let coach = self.coach;
        let index = coach.language_index(&call.language);
        let ear = self.ears[index].get_or_insert_with(|| Ear::new(&coach.cues, coach.lexicon(&call.language)));
        ear.hear(call, &mut self.heard);
        let court = Court::new(&coach.book, &coach.cues, call, &self.heard);
        (judge(&court), &self.heard)
    }

    /// Judges and scores a call, and hands its card to `use_card`.
    pub fn score<T>(&mut self, call: &Call, use_card: impl FnOnce(&Card<'_>) -> T) -> T {
        let coach = self.coach;
        let (judged, heard) = self.judge(call);
        coach.cards(call, &judged, heard, Views::PLAIN, |cards| use_card(cards.plain()))
    }

    /// Judges and scores a call that stands in a row of calls: what it is by itself, and what it would be if the
    /// agent's call before was a hard one. Of its cards there are those that `views` asks for.
    pub fn score_in_row<T>(&mut self, call: &Call, views: Views, use_cards: impl Fn(&Cards<'_>) -> T) -> InRow<T> {
        let coach = self.coach;
        let (mut judged, heard) = self.judge(call);
        let alone = coach.cards(call, &judged, heard, views, &use_cards);
        let (hard, carried) = (judged.hard, std::mem::take(&mut judged.carried));
        let placed = call.agent.is_some() && call.started.is_some();
        let carried = (placed && !carried.is_empty()).then(|| {
            judged.findings.extend(carried);
            judged.findings.sort_by_key(|f| (f.turn, f.start, f.end, f.rule));
            coach.cards(call, &judged, heard, views, &use_cards)
        });
        let place = call.agent.clone().zip(call.started.clone());
        InRow { alone, carried, place, hard }
    }
}

/// A call among others.
pub struct InRow<T> {
    /// What it is by itself.
    pub alone: T,
    /// What it is after a hard call of the same agent's, where that is something else.
    pub carried: Option<T>,
    /// Who the agent was, and when it began.
    pub place: Option<(String, String)>,
    /// Whether it is a hard one itself.
    pub hard: bool,
}

impl Coach {
    /// Scores what was judged and hands the call's cards over.
    fn cards<T>(
        &self,
        call: &Call,
        judged: &Judged,
        heard: &Heard,
        views: Views,
        use_cards: impl FnOnce(&Cards<'_>) -> T,
    ) -> T {
        let agent_turns: Vec<bool> = call.turns.iter().map(|t| t.speaker == Role::Agent).collect();
        let marks = self.marks();
        let keeps = |print: &str| self.records.keeps(print);
        let kept = !self.records.is_empty();
        let prints = fingerprints(call, judged, &self.book, kept.then_some(&keeps));
        let score_without = |waived: &Waived| score(judged, &self.book, &agent_turns, marks, waived);
        let disputed = |print: &String| self.records.dispute(print).is_some();
        let score = score_without(&if kept { waived(&prints, disputed) } else { Waived::default() });
        let gate = if self.records.has_baseline() {
            score_without(&waived(&prints, |print| disputed(print) || self.records.knows(print))).call
        } else {
            score.call
        };
        let no_reasons = FxHashMap::default();
        let material = Material {
            call,
            heard,
            lexicon: self.lexicon(&call.language),
            judged,
            score: &score,
            gate,
            prints: &prints,
            records: &self.records,
            book: &self.book,
            marks,
            messages: &self.packs.messages,
            ui_language: self.ui_language(&call.language),
            rules_hash: &self.rules_hash,
            reasons: &no_reasons,
            masked: false,
        };
        let hidden = views.masked.then(|| self.hidden(call, judged, heard, &prints));
        let masked = hidden.as_ref().map(|hidden| {
            let Hidden { call, judged, reasons } = hidden;
            build(&Material { call, judged, reasons, masked: true, ..material })
        });
        use_cards(&Cards { id: &call.id, plain: views.plain.then(|| build(&material)), masked })
    }
}

/// A call without what is personal, and what belongs to it.
struct Hidden {
    call: Call,
    judged: Judged,
    /// Why its findings are disputed, by fingerprint.
    reasons: FxHashMap<String, String>,
}

/// Where the reason of a dispute stands among the notes while a call is masked.
const DISPUTE: &str = "dispute";

impl Coach {
    fn hidden(&self, call: &Call, judged: &Judged, heard: &Heard, prints: &Fingerprints) -> Hidden {
        let mut open = call.clone();
        let mut disputed = Vec::new();
        for print in prints.findings.iter().chain(&prints.expected) {
            if let Some(dispute) = self.records.dispute(print) {
                // Who explains a dispute speaks of the call: its names are masked as in the call.
                open.notes.push(Note { code: DISPUTE, args: vec![("reason", dispute.reason.clone())] });
                disputed.push(print.clone());
            }
        }
        let mut call = self.redactor().redact(&open, heard, &self.cues);
        let notes = call.notes.split_off(call.notes.len() - disputed.len());
        let reasons = notes.into_iter().flat_map(|note| note.args).map(|(_, reason)| reason);
        // By the hash of what is hidden it could be found by trying.
        call.hash = hash_all(call.turns.iter().flat_map(|turn| [turn.text.as_bytes(), b"\0"]));
        let judged = judged.realigned(&open, &call);
        Hidden { judged, reasons: disputed.into_iter().zip(reasons).collect(), call }
    }
}

/// What is waived of a call's faults and missing things.
fn waived(prints: &Fingerprints, is: impl Fn(&String) -> bool) -> Waived {
    let of = |prints: &[String]| prints.iter().map(|print| !print.is_empty() && is(print)).collect();
    Waived { findings: of(&prints.findings), expected: of(&prints.expected) }
}

/// A hash of every file of rules, cues and settings, and of the settings in force.
fn rules_hash(packs: &Packs) -> String {
    let set = &packs.settings;
    let (marks, languages) = ((set.pass_mark.value, set.protocol_points.value), (&set.lang.value, &set.ui_lang.value));
    let settings = format!("{marks:?} {languages:?}");
    let own = packs.sources.0.iter().filter(|source| !source.embedded && !source.record);
    // The file's folder tells its language; where both lie is the user's own affair.
    let texts = own.flat_map(|source| {
        let folder = Path::new(&source.name).parent().and_then(Path::file_name).unwrap_or_default();
        [folder.as_encoded_bytes(), b"\0", source.text.as_bytes(), b"\0"]
    });
    format!("sha256:{}", hash_all([&EMBEDDED_HASH[..]].into_iter().chain(texts).chain([settings.as_bytes()])))
}
