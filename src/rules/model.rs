//! Rules once checked: valid by construction, the same for every language. What people wrote is `packs::RawRule`;
//! `check` makes these from it.

use rustc_hash::FxHashMap;

use crate::cues::{CueId, Measure, Phase};
use crate::packs::{Located, Location, Text};
use crate::transcript::Role;

/// Number of a rule in its [`RuleBook`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub u16);

/// What a behaviour is, in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BehaviourKind {
    /// Must not be done.
    Avoid,
    /// Must be done.
    Expect,
    /// Good when it is done.
    Praise,
    /// What the call or the customer is like.
    Condition,
}

impl BehaviourKind {
    /// As written in JSON and TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Avoid => "avoid",
            Self::Expect => "expect",
            Self::Praise => "praise",
            Self::Condition => "condition",
        }
    }
}

/// How much a fault weighs, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; costs nothing.
    Tip,
    /// A blemish.
    Minor,
    /// The customer minds it.
    Major,
    /// Fails the call whatever its score.
    Critical,
}

/// The severities' names and the points that a finding of each costs where its rule does not say.
pub const SEVERITIES: [(&str, Severity, f64); 4] = [
    ("tip", Severity::Tip, 0.0),
    ("minor", Severity::Minor, 3.0),
    ("major", Severity::Major, 6.0),
    ("critical", Severity::Critical, 15.0),
];

impl Severity {
    /// As written in JSON and TOML.
    pub fn as_str(self) -> &'static str {
        SEVERITIES[self as usize].0
    }

    /// What a finding of this severity costs where its rule does not say.
    pub fn default_points(self) -> f64 {
        SEVERITIES[self as usize].2
    }
}

/// An entry of the catalogue, or a behaviour of a user's own.
#[derive(Debug, Clone)]
pub struct Behaviour {
    /// Stable id.
    pub id: String,
    /// What it is.
    pub kind: BehaviourKind,
    /// Founding documents it comes from, as written; empty for a user's own.
    pub source: String,
    /// Phase of what is expected.
    pub phase: Option<Phase>,
}

/// Something that must hold, or must not, for a rule to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A condition, from the turn where it is found.
    Condition(RuleId),
    /// A cue, heard so far.
    Cue(CueId),
}

/// The kinds of rules, each with what it needs.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A cue that must not be heard, or that is praised.
    Heard(HeardRule),
    /// A cue that must be heard.
    Expect(ExpectRule),
    /// A cue that needs others before it.
    Order(OrderRule),
    /// A measure that must not be exceeded.
    Limit(LimitRule),
    /// A state that begins when enough is heard.
    Condition(ConditionRule),
    /// A cue early in a call that follows a hard one of the same agent's.
    Carried(CarriedRule),
}

/// Avoid and praise.
#[derive(Debug, Clone)]
pub struct HeardRule {
    /// Any of these, by their strength.
    pub cues: Vec<CueId>,
    /// What else speaks for it in the same turn, or against it, and how much.
    pub evidence: Vec<(Scope, f64)>,
    /// The sum of strengths and evidence at which it is found.
    pub threshold: f64,
    /// The choice between rules that it takes part in: where they find the same words, one of them speaks.
    pub choose: Option<String>,
    /// Found only after one of these, within so many turns.
    pub needs_before: Vec<CueId>,
    /// In so many turns.
    pub needs_count: usize,
    /// Found at most once a call.
    pub once: bool,
    /// Excused by one of these in the same turn.
    pub unless_same_turn: Vec<CueId>,
    /// Excused by one of these earlier, within so many turns.
    pub unless_before: Vec<CueId>,
    /// How far back `needs_before` and `unless_before` look.
    pub within_turns: usize,
    /// Not the words that this speaker said first.
    pub unless_said_first_by: Option<Role>,
    /// Every different wording is a finding of its own; otherwise a turn has one.
    pub each: bool,
}

/// Expect.
#[derive(Debug, Clone)]
pub struct ExpectRule {
    /// Any of these.
    pub cues: Vec<CueId>,
    /// Any of these does as well, without being the thing itself.
    pub met_by: Vec<CueId>,
    /// The phase it belongs to.
    pub phase: Option<Phase>,
    /// Counts only in the first so many agent turns.
    pub first_turns: Option<usize>,
    /// Counts only in the last so many agent turns.
    pub last_turns: Option<usize>,
    /// Expected only after one of these, which is an occasion.
    pub after: Vec<CueId>,
    /// Expected only before one of these.
    pub before: Vec<CueId>,
    /// How many turns away from its occasion it still counts.
    pub within_turns: Option<usize>,
    /// How many seconds away from its occasion it still counts.
    pub within_seconds: Option<f64>,
    /// Is missed only if the call has one of these, as a sign that it came so far.
    pub reached_by: Vec<CueId>,
    /// Those count only in the first so many agent turns.
    pub reached_first_turns: Option<usize>,
}

/// Order.
#[derive(Debug, Clone)]
pub struct OrderRule {
    /// What must not come first.
    pub cues: Vec<CueId>,
    /// Groups; of each, one must have been heard.
    pub needs: Vec<Vec<CueId>>,
    /// How far back they count.
    pub within_turns: usize,
    /// Excused by one of these in the same turn.
    pub unless_same_turn: Vec<CueId>,
    /// Excused by one of these earlier in the call, however far back.
    pub unless_before: Vec<CueId>,
    /// Only the first occasion in a call counts.
    pub first_only: bool,
}

/// Limit.
#[derive(Debug, Clone)]
pub struct LimitRule {
    /// What is measured.
    pub measure: Measure,
    /// Of which cues a wait is measured.
    pub cues: Vec<CueId>,
    /// From this value a tip is given.
    pub coach: Option<f64>,
    /// From this value points are lost.
    pub cost: f64,
    /// Excused by one of these in the same turn.
    pub unless_same_turn: Vec<CueId>,
    /// Excused by one of these earlier, within so many turns.
    pub unless_before: Vec<CueId>,
    /// How far back `unless_before` looks.
    pub within_turns: usize,
    /// Found at most once a call.
    pub once: bool,
}

/// Carried over from the agent's call before.
#[derive(Debug, Clone)]
pub struct CarriedRule {
    /// Any of these.
    pub cues: Vec<CueId>,
    /// In the first so many agent turns.
    pub first_turns: usize,
}

/// Condition.
#[derive(Debug, Clone)]
pub struct ConditionRule {
    /// Any of these, by their strength.
    pub cues: Vec<CueId>,
    /// The sum of strengths at which it holds.
    pub threshold: f64,
    /// Cues that are further apart than this do not add up.
    pub within_turns: usize,
    /// Any of these ends it, in a turn with none of its cues.
    pub ends_by: Vec<CueId>,
}

/// What a rule says in one language.
#[derive(Debug, Clone, Default)]
pub struct RuleText {
    /// A few words.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What a finding says, with places to fill.
    pub message: String,
    /// Say this instead.
    pub suggestion: String,
    /// Must be caught.
    pub bad: Vec<Text>,
    /// Must not be caught.
    pub good: Vec<Text>,
}

/// A checked rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// Where it was written.
    pub at: Location,
    /// Index of its behaviour in the book.
    pub behaviour: usize,
    /// How it is judged.
    pub kind: Kind,
    /// How much it weighs.
    pub severity: Severity,
    /// What a finding costs (points of 100).
    pub points: Located<f64>,
    /// Share of the protocol's points, for what is expected.
    pub weight: Located<f64>,
    /// All must hold.
    pub when: Vec<Scope>,
    /// None may hold.
    pub unless: Vec<Scope>,
    /// Switched off in a `coach.toml` at this place.
    pub off: Option<Location>,
    /// What it says, by language.
    pub texts: FxHashMap<String, RuleText>,
}

/// All rules in force and the behaviours they find.
#[derive(Debug, Clone, Default)]
pub struct RuleBook {
    /// A [`RuleId`] is an index.
    pub rules: Vec<Rule>,
    /// The catalogue, then the user's own.
    pub behaviours: Vec<Behaviour>,
}

impl RuleBook {
    /// One rule.
    pub fn get(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }

    /// The rule of a name.
    pub fn find(&self, name: &str) -> Option<RuleId> {
        self.rules.iter().position(|r| r.id == name).map(|i| RuleId(i as u16))
    }

    /// The behaviour of a rule.
    pub fn behaviour(&self, id: RuleId) -> &Behaviour {
        &self.behaviours[self.get(id).behaviour]
    }

    /// The rules that are not switched off.
    pub fn in_force(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.rules.iter().enumerate().filter(|(_, r)| r.off.is_none()).map(|(i, r)| (RuleId(i as u16), r))
    }
}

impl HeardRule {
    /// Whether it is found by a sum, and not by a single hearing.
    pub fn weighs(&self) -> bool {
        !self.evidence.is_empty() || (self.threshold - 1.0).abs() > 0.0
    }
}

static NO_TEXT: std::sync::LazyLock<RuleText> = std::sync::LazyLock::new(RuleText::default);

impl Rule {
    /// The cues that it listens for first of all.
    pub fn cues(&self) -> Vec<CueId> {
        match &self.kind {
            Kind::Heard(HeardRule { cues, .. })
            | Kind::Expect(ExpectRule { cues, .. })
            | Kind::Order(OrderRule { cues, .. })
            | Kind::Limit(LimitRule { cues, .. })
            | Kind::Carried(CarriedRule { cues, .. })
            | Kind::Condition(ConditionRule { cues, .. }) => cues.clone(),
        }
    }

    /// The choice between rules that it takes part in, by name.
    pub fn choice(&self) -> Option<&str> {
        match &self.kind {
            Kind::Heard(heard) => heard.choose.as_deref(),
            _ => None,
        }
    }

    /// What it says in a language; a rule written for one language says it in that one everywhere.
    pub fn text(&self, language: &str) -> &RuleText {
        self.texts
            .get(language)
            .or_else(|| self.texts.iter().min_by_key(|(code, _)| code.as_str()).map(|(_, text)| text))
            .unwrap_or(&NO_TEXT)
    }
}
