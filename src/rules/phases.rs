//! The phases of a call (seed 002), found from what is said: the division of the turns into contact, listening,
//! development and conclusion, in this order, that has most evidence on its side. Position only helps where nothing
//! speaks, so that a long greeting or an early goodbye does not break it.

use super::judge::Court;
use crate::cues::Phase;

/// One phase found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseSpan {
    /// Which.
    pub phase: Phase,
    /// Index of its first turn.
    pub first: usize,
    /// Index of its last turn.
    pub last: usize,
}

/// The phases of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phases {
    /// Those found, in order.
    pub spans: Vec<PhaseSpan>,
    /// Those of which nothing was heard though the call went past them.
    pub skipped: Vec<Phase>,
    /// Things said two phases away from their own: phase and turn.
    pub out_of_order: Vec<(Phase, usize)>,
}

const COUNT: usize = Phase::ALL.len();

/// Evidence that a turn gives by its position alone; any cue outweighs it.
const POSITION: f64 = 0.2;

/// Finds the phases of a call.
pub(super) fn find_phases(court: &Court<'_>) -> Phases {
    let evidence = evidence(court);
    let count = evidence.len();
    if count == 0 {
        return Phases::default();
    }
    let of_turn = best_division(&evidence);
    let mut phases = Phases::default();
    for (turn, phase) in of_turn.iter().enumerate() {
        match phases.spans.last_mut() {
            Some(span) if span.phase == *phase => span.last = turn,
            _ => phases.spans.push(PhaseSpan { phase: *phase, first: turn, last: turn }),
        }
    }
    let heard = |phase: Phase| evidence.iter().any(|e| e[phase as usize] >= 1.0);
    // Without a word of its own a phase is only what lies between the others.
    let furthest = Phase::ALL.into_iter().filter(|p| heard(*p)).max();
    phases.skipped = Phase::ALL.into_iter().filter(|p| Some(*p) < furthest && !heard(*p)).collect();
    phases.spans.retain(|span| !phases.skipped.contains(&span.phase));
    for (turn, found) in evidence.iter().enumerate() {
        let here = of_turn[turn];
        let said = Phase::ALL.into_iter().filter(|p| found[*p as usize] >= 1.0);
        let only_far = said.clone().all(|p| (p as usize).abs_diff(here as usize) >= 2);
        phases.out_of_order.extend(said.filter(|_| only_far).map(|p| (p, turn)));
    }
    phases
}

/// For every turn, how much speaks for each phase.
fn evidence(court: &Court<'_>) -> Vec<[f64; COUNT]> {
    let count = court.call.turns.len();
    (0..count)
        .map(|turn| {
            let place = turn as f64 / count as f64;
            let mut of_phase = [0.0; COUNT];
            let by_position = match place {
                p if p < 0.15 => Phase::Contact,
                p if p < 0.5 => Phase::Listening,
                p if p < 0.85 => Phase::Development,
                _ => Phase::Conclusion,
            };
            of_phase[by_position as usize] += POSITION;
            let mut seen = [false; COUNT];
            for hit in court.heard.in_turn(turn) {
                if let Some(phase) = court.cues.get(hit.cue).phase
                    && !std::mem::replace(&mut seen[phase as usize], true)
                {
                    of_phase[phase as usize] += 1.0;
                }
            }
            of_phase
        })
        .collect()
}

/// The phases of the turns, never going back, with the greatest sum of evidence.
fn best_division(evidence: &[[f64; COUNT]]) -> Vec<Phase> {
    let mut best = vec![[0.0f64; COUNT]; evidence.len()];
    let mut from = vec![[0usize; COUNT]; evidence.len()];
    for (turn, found) in evidence.iter().enumerate() {
        let mut reach = (f64::MIN, 0);
        for phase in 0..COUNT {
            // Staying, or coming from any earlier phase: a phase may be skipped.
            let before = if turn == 0 { 0.0 } else { best[turn - 1][phase] };
            if before > reach.0 {
                reach = (before, phase);
            }
            best[turn][phase] = reach.0 + found[phase];
            from[turn][phase] = reach.1;
        }
    }
    let last = evidence.len() - 1;
    let mut phase = (0..COUNT).rev().max_by(|a, b| best[last][*a].total_cmp(&best[last][*b])).unwrap_or(0);
    let mut phases = vec![Phase::Contact; evidence.len()];
    for turn in (0..evidence.len()).rev() {
        phases[turn] = Phase::ALL[phase];
        phase = from[turn][phase];
    }
    phases
}
