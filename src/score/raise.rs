//! What would raise it: the fewest things to mend so that a failed call would pass. Used by `score` alone.

use super::{FULL, Score};
use crate::rules::Judged;

/// The fewest turns and missed things whose mending reaches the pass mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Raise {
    /// Indices of turns whose faults to mend, in order.
    pub turns: Vec<usize>,
    /// Indices into the expected things to add, in order.
    pub expected: Vec<usize>,
    /// The score that would be reached.
    pub to: f64,
}

enum Thing {
    Turn(usize),
    Expected(usize),
}

/// Of a call that does not pass; none where nothing would help.
pub(super) fn raise(judged: &Judged, score: &Score, pass: f64) -> Option<Raise> {
    // Every turn with faults and every missed thing, with what it gives back and whether it must be mended.
    let mut things: Vec<(Thing, f64, bool)> = Vec::new();
    for (index, finding) in judged.findings.iter().enumerate() {
        let critical = score.critical.binary_search(&index).is_ok();
        let lost = -score.findings[index];
        if lost <= 0.0 && !critical {
            continue;
        }
        match things.last_mut() {
            Some((Thing::Turn(turn), points, must)) if *turn == finding.turn => {
                *points += lost;
                *must |= critical;
            }
            _ => things.push((Thing::Turn(finding.turn), lost, critical)),
        }
    }
    let missed = score.expected.iter().enumerate().filter(|(_, points)| **points < 0.0);
    things.extend(missed.map(|(index, points)| (Thing::Expected(index), -points, false)));
    // The dearest first: no other choice reaches the mark with fewer.
    things.sort_by(|a, b| b.2.cmp(&a.2).then(b.1.total_cmp(&a.1)));
    let mut reached = FULL + score.findings.iter().chain(&score.expected).sum::<f64>();
    let mut raise = Raise { turns: Vec::new(), expected: Vec::new(), to: 0.0 };
    for (thing, points, must) in things {
        if reached >= pass && !must {
            break;
        }
        reached += points;
        match thing {
            Thing::Turn(turn) => raise.turns.push(turn),
            Thing::Expected(index) => raise.expected.push(index),
        }
    }
    raise.turns.sort_unstable();
    raise.expected.sort_unstable();
    raise.to = reached.max(0.0);
    (reached >= pass).then_some(raise)
}
