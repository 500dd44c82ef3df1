//! Judge: rules over cues, the same for every language. Each outcome is met, missed, not applicable or
//! unverifiable; a fault is only ever called on evidence. The third room on the way: knows packs, transcript, cues.

mod check;
mod expect;
mod fingerprint;
mod judge;
mod model;
mod phases;
mod realign;
mod said_first;
mod state;
mod trace;
mod weigh;

pub use fingerprint::{Fingerprints, fingerprints};
pub use judge::{Court, Expected, Finding, Judged, Status, judge};
pub use model::{
    Behaviour, BehaviourKind, CarriedRule, ConditionRule, ExpectRule, HeardRule, Kind, LimitRule, OrderRule, Rule,
    RuleBook, RuleId, RuleText, SEVERITIES, Scope, Severity,
};
pub use phases::{PhaseSpan, Phases};
pub use state::Held;
pub use trace::{Step, TurnSteps, trace};
