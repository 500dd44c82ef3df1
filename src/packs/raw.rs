//! The entries of rule files as they are written, before any room has checked what they mean: a cue, a rule, a
//! text, a list. Every field keeps its place. The rooms turn these into their own checked types.

use std::borrow::Cow;

use super::problem::{Located, Problem};
use super::table::{Problems, Table, Text};

/// `[[cue]]`: something that can be heard. The same id in several files adds up: a language-free file says who
/// says it and where, each language folder says with which words.
#[derive(Debug, Clone)]
pub struct RawCue {
    /// The cue's name.
    pub id: Text,
    /// Language of the file; none for what holds in all.
    pub language: Option<String>,
    /// agent, customer or any.
    pub speaker: Option<Text>,
    /// start, end or alone: where in its turn the words stand.
    pub position: Option<Text>,
    /// Counts only in the first N turns of its speaker.
    pub first_turns: Option<Located<f64>>,
    /// Counts only in the last N turns of its speaker.
    pub last_turns: Option<Located<f64>>,
    /// Counts only in answer to one of these cues, in the turn before.
    pub reply_to: Vec<Text>,
    /// Counts only in a turn where one of these is heard.
    pub with: Vec<Text>,
    /// Does not count in a sentence where one of these is heard.
    pub not_with: Vec<Text>,
    /// Does not count where its own words are one of these.
    pub except: Vec<Text>,
    /// The phase of the call that it speaks for.
    pub phase: Option<Text>,
    /// A built-in form: question, acronym, …
    pub shape: Option<Text>,
    /// A measure of the turn: overlap, gap, …
    pub measure: Option<Text>,
    /// The least value of the measure or shape that counts.
    pub at_least: Option<Located<f64>>,
    /// Share of a turn's words that an echo must be.
    pub share: Option<Located<f64>>,
    /// The greatest value that counts.
    pub at_most: Option<Located<f64>>,
    /// How much one hearing weighs toward a condition's threshold.
    pub strength: Option<Located<f64>>,
    /// Where the customer's name is: inside the words, or in the answer to them.
    pub captures: Vec<Text>,
    /// Phrases in the notation of the README.
    pub phrases: Vec<Text>,
    /// Phrases that count only in a question.
    pub questions: Vec<Text>,
    /// Innocent twins.
    pub unless: Vec<Text>,
    /// How far around a match an innocent twin is looked for, in words.
    pub unless_within: Option<Located<f64>>,
    /// Phrases inside bracketed events.
    pub markers: Vec<Text>,
    /// Regular expressions on the original text.
    pub regex: Vec<Text>,
    /// Literal phrases one of which must be heard before the regular expressions are tried.
    pub needs: Vec<Text>,
    /// Phrases with plain words to say instead.
    pub terms: Vec<(Text, Text)>,
    /// Phrases with what each weighs.
    pub scores: Vec<(Text, Located<f64>)>,
    /// Does not count where one of these stands just before it.
    pub negated_by: Vec<Text>,
    /// Weighs more where one of these stands just before it.
    pub intensified_by: Vec<Text>,
}

impl RawCue {
    pub(super) fn read(mut t: Table, language: Option<&str>, problems: &mut Problems) -> Option<Self> {
        let p = problems;
        let id = t.required("id", p);
        let cue = Self {
            language: language.map(str::to_owned),
            speaker: t.text("speaker", p),
            position: t.text("position", p),
            first_turns: t.number("first-turns", p),
            last_turns: t.number("last-turns", p),
            reply_to: t.texts("reply-to", p),
            with: t.texts("with", p),
            not_with: t.texts("not-with", p),
            except: t.texts("except", p),
            phase: t.text("phase", p),
            shape: t.text("shape", p),
            measure: t.text("measure", p),
            at_least: t.number("at-least", p),
            share: t.number("share", p),
            at_most: t.number("at-most", p),
            strength: t.number("strength", p),
            captures: t.texts("captures", p),
            phrases: t.texts("phrases", p),
            questions: t.texts("questions", p),
            unless: t.texts("unless", p),
            unless_within: t.number("unless-within", p),
            markers: t.texts("markers", p),
            regex: t.texts("regex", p),
            needs: t.texts("needs", p),
            terms: t.table("terms", p).map(|mut t| t.all_pairs(p)).unwrap_or_default(),
            scores: t.table("scores", p).map(|mut t| t.all_numbers(p)).unwrap_or_default(),
            negated_by: t.texts("negated-by", p),
            intensified_by: t.texts("intensified-by", p),
            id: id.clone().unwrap_or_else(|| Located { value: Cow::Borrowed(""), at: t.at.clone() }),
        };
        t.finish(p);
        id.map(|_| cue)
    }
}

/// `[[rule]]`: what is judged. Which fields a kind takes is checked by the judge's room.
#[derive(Debug, Clone)]
pub struct RawRule {
    /// The rule's name.
    pub id: Text,
    /// The behaviour of the catalogue that its findings carry; the rule's own id where left out.
    pub behaviour: Option<Text>,
    /// avoid, expect, praise, condition, order or limit.
    pub kind: Option<Text>,
    /// Any of these cues; the cue of the rule's own id where left out.
    pub cues: Vec<Text>,
    /// contact, listening, development or conclusion.
    pub phase: Option<Text>,
    /// tip, minor, major or critical.
    pub severity: Option<Text>,
    /// Points that one finding costs.
    pub points: Option<Located<f64>>,
    /// The share of the protocol's points that an expected thing carries.
    pub weight: Option<Located<f64>>,
    /// Conditions or cues that must hold.
    pub when: Vec<Text>,
    /// Conditions or cues that must not hold.
    pub unless: Vec<Text>,
    /// Cues that excuse it in the same turn.
    pub unless_same_turn: Vec<Text>,
    /// Cues that excuse it when heard earlier in the call, within `within-turns` if given.
    pub unless_before: Vec<Text>,
    /// Not when this speaker said the same words first.
    pub unless_said_first_by: Option<Text>,
    /// Cues that meet an expected thing without being it.
    pub met_by: Vec<Text>,
    /// Counts only in the first N agent turns.
    pub first_turns: Option<Located<f64>>,
    /// Counts only in the last N agent turns.
    pub last_turns: Option<Located<f64>>,
    /// Expected after one of these cues.
    pub after: Vec<Text>,
    /// Expected before one of these cues.
    pub before: Vec<Text>,
    /// Groups of cues, each of which must have been heard first.
    pub needs: Vec<Vec<Text>>,
    /// How many turns away still counts.
    pub within_turns: Option<Located<f64>>,
    /// How many seconds away still counts.
    pub within_seconds: Option<Located<f64>>,
    /// The measure of a limit.
    pub measure: Option<Text>,
    /// From this value a limit coaches.
    pub coach: Option<Located<f64>>,
    /// From this value a limit costs points.
    pub cost: Option<Located<f64>>,
    /// The strength of cues at which a condition holds.
    pub threshold: Option<Located<f64>>,
    /// each: every wording is a finding; turn (where left out): one a turn.
    pub count: Option<Text>,
    /// A fault or praise only after one of these cues.
    pub needs_before: Vec<Text>,
    /// In so many turns, one where left out.
    pub needs_count: Option<Located<f64>>,
    /// Found at most once a call.
    pub once: Option<Located<bool>>,
    /// Only the first occasion in a call counts.
    pub first_only: Option<Located<bool>>,
    /// What speaks for a fault or against it besides its cues, and how much.
    pub evidence: Vec<(Text, Located<f64>)>,
    /// Of the rules that name the same choice, the one with most evidence speaks.
    pub choose: Option<Text>,
    /// Cues that end a condition.
    pub ends_by: Vec<Text>,
    /// Cues that show that a call ran its course as far as this thing.
    pub reached_by: Vec<Text>,
    /// Those count only in the first N agent turns.
    pub reached_first_turns: Option<Located<f64>>,
}

impl RawRule {
    pub(super) fn read(
        mut t: Table,
        language: Option<&str>,
        problems: &mut Problems,
    ) -> Option<(Self, RawText, Option<RawCue>)> {
        let p = problems;
        let id = t.required("id", p);
        let nameless = Located { value: Cow::Borrowed(""), at: t.at.clone() };
        let name = id.clone().unwrap_or(nameless);
        let mut cues = t.texts("cue", p);
        cues.extend(t.texts("cues", p));
        let rule = Self {
            behaviour: t.text("behaviour", p),
            kind: t.required("kind", p),
            cues,
            phase: t.text("phase", p),
            severity: t.text("severity", p),
            points: t.number("points", p),
            weight: t.number("weight", p),
            when: t.texts("when", p),
            unless: t.texts("unless", p),
            unless_same_turn: t.texts("unless-same-turn", p),
            unless_before: t.texts("unless-before", p),
            unless_said_first_by: t.text("unless-said-first-by", p),
            met_by: t.texts("met-by", p),
            first_turns: t.number("first-turns", p),
            last_turns: t.number("last-turns", p),
            after: t.texts("after", p),
            before: t.texts("before", p),
            needs: t.groups("needs", p),
            within_turns: t.number("within-turns", p),
            within_seconds: t.number("within-seconds", p),
            measure: t.text("measure", p),
            coach: t.number("coach", p),
            cost: t.number("cost", p),
            threshold: t.number("threshold", p),
            count: t.text("count", p),
            needs_before: t.texts("needs-before", p),
            needs_count: t.number("needs-count", p),
            once: t.flag("once", p),
            first_only: t.flag("first-only", p),
            evidence: t.table("evidence", p).map(|mut t| t.all_numbers(p)).unwrap_or_default(),
            choose: t.text("choose", p),
            ends_by: t.texts("ends-by", p),
            reached_by: t.texts("reached-by", p),
            reached_first_turns: t.number("reached-first-turns", p),
            id: name.clone(),
        };
        // The short way: a rule of one's own says its phrases and texts itself.
        let phrases = t.texts("phrases", p);
        let unless_phrases = t.texts("unless-phrases", p);
        let cue = (!phrases.is_empty()).then(|| RawCue::of_phrases(name.clone(), language, phrases, unless_phrases));
        let text = RawText::read_fields(name, &mut t, language, p);
        t.finish(p);
        id.map(|_| (rule, text, cue))
    }
}

impl RawCue {
    /// Whether it has words of its own, besides innocent twins.
    pub fn says(&self) -> bool {
        let lists = [&self.phrases, &self.questions, &self.markers, &self.regex];
        lists.iter().any(|list| !list.is_empty()) || !self.terms.is_empty() || !self.scores.is_empty()
    }

    fn of_phrases(id: Text, language: Option<&str>, phrases: Vec<Text>, unless: Vec<Text>) -> Self {
        Self {
            id,
            language: language.map(str::to_owned),
            speaker: None,
            position: None,
            first_turns: None,
            last_turns: None,
            reply_to: Vec::new(),
            with: Vec::new(),
            not_with: Vec::new(),
            except: Vec::new(),
            phase: None,
            shape: None,
            measure: None,
            at_least: None,
            share: None,
            at_most: None,
            strength: None,
            captures: Vec::new(),
            phrases,
            questions: Vec::new(),
            unless,
            unless_within: None,
            markers: Vec::new(),
            regex: Vec::new(),
            needs: Vec::new(),
            terms: Vec::new(),
            scores: Vec::new(),
            negated_by: Vec::new(),
            intensified_by: Vec::new(),
        }
    }
}

/// `[[text]]`: what a rule says to people in one language, and its examples.
#[derive(Debug, Clone)]
pub struct RawText {
    /// The rule it belongs to.
    pub rule: Text,
    /// Language of the file.
    pub language: Option<String>,
    /// A few words.
    pub title: Option<Text>,
    /// Why it matters.
    pub why: Option<Text>,
    /// What a finding says; `{quote}`, `{instead}`, `{value}`, `{limit}` are filled in.
    pub message: Option<Text>,
    /// Say this instead.
    pub suggestion: Option<Text>,
    /// Must be caught.
    pub bad: Vec<Text>,
    /// Must not be caught.
    pub good: Vec<Text>,
}

impl RawText {
    pub(super) fn read(mut t: Table, language: Option<&str>, problems: &mut Problems) -> Option<Self> {
        let rule = t.required("rule", problems);
        let nameless = Located { value: Cow::Borrowed(""), at: t.at.clone() };
        let text = Self::read_fields(rule.clone().unwrap_or(nameless), &mut t, language, problems);
        t.finish(problems);
        rule.map(|_| text)
    }

    fn read_fields(rule: Text, t: &mut Table, language: Option<&str>, p: &mut Problems) -> Self {
        Self {
            rule,
            language: language.map(str::to_owned),
            title: t.text("title", p),
            why: t.text("why", p),
            message: t.text("message", p),
            suggestion: t.text("suggestion", p),
            bad: t.texts("bad", p),
            good: t.texts("good", p),
        }
    }

    /// Whether it says anything at all.
    pub fn is_empty(&self) -> bool {
        [&self.title, &self.why, &self.message, &self.suggestion].iter().all(|t| t.is_none())
            && self.bad.is_empty()
            && self.good.is_empty()
    }
}

/// `[[behaviour]]`: an entry of the catalogue. Ids are stable for good.
#[derive(Debug, Clone)]
pub struct RawBehaviour {
    /// The id that findings carry.
    pub id: Text,
    /// avoid, expect, praise or condition.
    pub kind: Text,
    /// The founding documents it comes from.
    pub source: Text,
    /// The phase, for what is expected.
    pub phase: Option<Text>,
}

impl RawBehaviour {
    pub(super) fn read(mut t: Table, problems: &mut Problems) -> Option<Self> {
        let fields = (t.required("id", problems), t.required("kind", problems), t.required("source", problems));
        let phase = t.text("phase", problems);
        t.finish(problems);
        let (Some(id), Some(kind), Some(source)) = fields else { return None };
        Some(Self { id, kind, source, phase })
    }
}

/// `[language]`: what the reader and the ear need to know of a language.
#[derive(Debug, Clone, Default)]
pub struct RawLanguage {
    /// Two-letter code.
    pub code: String,
    /// The language's own name for itself.
    pub name: String,
    /// Frequent words that tell it from the others.
    pub common: Vec<String>,
    /// Words without content of their own.
    pub function: Vec<String>,
    /// Sounds of hesitation, not heard.
    pub fillers: Vec<String>,
    /// Typed short forms and the words they stand for.
    pub same: Vec<(String, String)>,
    /// Number words.
    pub numbers: Vec<(String, String)>,
    /// Words that say digits, and those digits; none for words that may stand between.
    pub digits: Vec<(String, String)>,
    /// Words for seconds.
    pub seconds: Vec<String>,
    /// Words for minutes.
    pub minutes: Vec<String>,
    /// Words for hours.
    pub hours: Vec<String>,
    /// Words that begin a question.
    pub interrogatives: Vec<String>,
    /// Words that may stand before a question begins.
    pub lead_ins: Vec<String>,
    /// Words that stand before a name.
    pub honorifics: Vec<String>,
    /// Frequent given names, for text without capitals.
    pub names: Vec<String>,
}

impl RawLanguage {
    pub(super) fn read(mut t: Table, code: &str, problems: &mut Problems) -> Self {
        let p = problems;
        let words = |texts: Vec<Text>| texts.into_iter().map(|t| t.value.into_owned()).collect::<Vec<_>>();
        let pairs = |t: Option<Table>, p: &mut Problems| {
            let pairs = t.map(|mut t| t.all_pairs(p)).unwrap_or_default();
            pairs.into_iter().map(|(k, v)| (k.value.into_owned(), v.value.into_owned())).collect::<Vec<_>>()
        };
        let language = Self {
            code: code.to_owned(),
            name: t.required("name", p).map(|t| t.value.into_owned()).unwrap_or_default(),
            common: words(t.texts("common", p)),
            function: words(t.texts("function", p)),
            fillers: words(t.texts("fillers", p)),
            same: pairs(t.table("same", p), p),
            numbers: pairs(t.table("numbers", p), p),
            digits: pairs(t.table("digits", p), p),
            seconds: words(t.texts("seconds", p)),
            minutes: words(t.texts("minutes", p)),
            hours: words(t.texts("hours", p)),
            interrogatives: words(t.texts("interrogatives", p)),
            lead_ins: words(t.texts("lead-ins", p)),
            honorifics: words(t.texts("honorifics", p)),
            names: words(t.texts("names", p)),
        };
        t.finish(p);
        language
    }
}

/// `[rules.ID]`: what a user changes in a rule without copying it.
#[derive(Debug, Clone)]
pub struct RawAdjustment {
    /// The rule.
    pub rule: Text,
    /// false switches it off.
    pub enabled: Option<Located<bool>>,
    /// Points that one finding costs.
    pub points: Option<Located<f64>>,
    /// Share of the protocol's points.
    pub weight: Option<Located<f64>>,
    /// tip, minor, major or critical.
    pub severity: Option<Text>,
    /// A limit's coaching value.
    pub coach: Option<Located<f64>>,
    /// A limit's costing value.
    pub cost: Option<Located<f64>>,
    /// Turns away that still count.
    pub within_turns: Option<Located<f64>>,
    /// Seconds away that still count.
    pub within_seconds: Option<Located<f64>>,
    /// A condition's threshold.
    pub threshold: Option<Located<f64>>,
}

impl RawAdjustment {
    pub(super) fn read(rule: Text, mut t: Table, problems: &mut Problems) -> Self {
        let p = problems;
        let adjustment = Self {
            rule,
            enabled: t.flag("enabled", p),
            points: t.number("points", p),
            weight: t.number("weight", p),
            severity: t.text("severity", p),
            coach: t.number("coach", p),
            cost: t.number("cost", p),
            within_turns: t.number("within-turns", p),
            within_seconds: t.number("within-seconds", p),
            threshold: t.number("threshold", p),
        };
        t.finish(p);
        adjustment
    }
}

/// Checks a word against those allowed; a wrong one is reported with the nearest.
pub fn one_of<T: Copy>(text: &Text, allowed: &[(&'static str, T)], problems: &mut Problems) -> Option<T> {
    let found = allowed.iter().find(|(word, _)| *word == text.value);
    if found.is_none() {
        let words: Vec<&str> = allowed.iter().map(|(word, _)| *word).collect();
        let args = vec![("value", text.value.to_string()), ("allowed", words.join(", "))];
        problems.push(Problem::at("not-allowed", &text.at, args).did_you_mean(&text.value, words));
    }
    found.map(|(_, value)| *value)
}
