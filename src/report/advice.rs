//! What a card says to the agent whose words they are: what was done well, and what would help most. Chosen here once,
//! for messages before they are said and for finished calls; nothing in it is a score. The text report shows it.

use super::card::{Card, Expected, Finding, Turn};

/// More than this at once helps nobody.
pub const MOST: usize = 3;

/// Something that would help, with everywhere it shows.
#[derive(Debug, Clone)]
pub struct Help<'a> {
    /// The behaviour of the catalogue.
    pub behaviour: &'a str,
    /// Points that it would give back, zero or more: for the choice alone, and shown to nobody.
    pub points: f64,
    /// How often.
    pub times: usize,
    /// The turns where it shows, in order, each once.
    pub turns: Vec<usize>,
    /// The place that shows it best: the first of those that cost most.
    pub example: Example<'a>,
}

/// A place where something would help.
#[derive(Debug, Clone)]
pub struct Example<'a> {
    /// The rule.
    pub rule: &'a str,
    /// Its name.
    pub title: &'a str,
    /// The words: a turn and characters of it. None for what is missing.
    pub words: Option<(usize, [usize; 2])>,
    /// It is about the turn as a whole, and not about these words more than about others.
    pub whole_turn: bool,
    /// What is the matter.
    pub message: &'a str,
    /// What to say.
    pub suggestion: &'a str,
    /// Why it matters.
    pub because: &'a str,
    /// It did not come.
    pub missing: bool,
    points: f64,
}

/// Something that was done well.
#[derive(Debug, Clone)]
pub struct Good<'a> {
    /// The behaviour of the catalogue.
    pub behaviour: &'a str,
    /// The rule that found it first.
    pub rule: &'a str,
    /// Its name.
    pub title: &'a str,
    /// Where it was said first.
    pub turn: usize,
    /// The words, where they are not all of the turn: characters of it.
    pub words: Option<[usize; 2]>,
    /// More than what is expected of every call.
    pub praised: bool,
}

/// What would help, what gives most back first; what is disputed is not told. A behaviour stands once, however often
/// it shows.
pub fn helps<'a>(card: &'a Card<'_>) -> Vec<Help<'a>> {
    let mut helps: Vec<Help<'a>> = Vec::new();
    for turn in &card.turns {
        for fault in turn.findings.iter().filter(|f| f.kind == "avoid" && f.disputed.is_none()) {
            add(&mut helps, fault.behaviour, Some(turn.index), said(turn, fault));
        }
    }
    for missed in card.expected.iter().filter(|e| e.status == "missed" && e.disputed.is_none()) {
        add(&mut helps, missed.behaviour, missed.turn, missing(missed));
    }
    for help in &mut helps {
        help.turns.sort_unstable();
        help.turns.dedup();
    }
    // Those that give the same back keep the call's order.
    helps.sort_by(|a, b| b.points.total_cmp(&a.points).then(b.times.cmp(&a.times)));
    helps
}

fn said<'a>(turn: &'a Turn<'_>, fault: &'a Finding<'_>) -> Example<'a> {
    Example {
        rule: fault.rule,
        title: fault.title,
        words: Some((turn.index, fault.span)),
        whole_turn: !turn.is_part(fault),
        message: &fault.message,
        suggestion: &fault.suggestion,
        because: fault.because,
        missing: false,
        points: -fault.points.0,
    }
}

fn missing<'a>(missed: &'a Expected<'_>) -> Example<'a> {
    Example {
        rule: missed.rule,
        title: missed.title,
        words: None,
        whole_turn: false,
        message: missed.message,
        suggestion: missed.suggestion,
        because: missed.because,
        missing: true,
        points: -missed.points.0,
    }
}

fn add<'a>(helps: &mut Vec<Help<'a>>, behaviour: &'a str, turn: Option<usize>, example: Example<'a>) {
    let index = helps.iter().position(|help| help.behaviour == behaviour).unwrap_or_else(|| {
        let example = Example { points: f64::NEG_INFINITY, ..example.clone() };
        helps.push(Help { behaviour, points: 0.0, times: 0, turns: Vec::new(), example });
        helps.len() - 1
    });
    let help = &mut helps[index];
    help.times += 1;
    help.points += example.points;
    help.turns.extend(turn);
    if example.points > help.example.points {
        help.example = example;
    }
}

/// What was done well: first what goes beyond the protocol, then what was expected and came, each in the call's order.
/// What is expected counts in its place, or `anywhere`: which is the place, a message by itself does not tell.
pub fn goods<'a>(card: &'a Card<'_>, anywhere: bool) -> Vec<Good<'a>> {
    let mut goods: Vec<Good<'a>> = Vec::new();
    for praised in [true, false] {
        for turn in &card.turns {
            for finding in &turn.findings {
                let counts = match finding.kind {
                    "praise" => praised,
                    "expect" => !praised && (anywhere || card.is_met_by(finding, turn.index)),
                    _ => false,
                };
                if counts && !goods.iter().any(|good| good.title == finding.title) {
                    goods.push(Good {
                        behaviour: finding.behaviour,
                        rule: finding.rule,
                        title: finding.title,
                        turn: turn.index,
                        words: turn.is_part(finding).then_some(finding.span),
                        praised,
                    });
                }
            }
        }
    }
    goods
}
