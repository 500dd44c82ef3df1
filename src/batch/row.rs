//! The calls of each agent in a row: whether the one before was a hard one. Used by the batch as the calls come back in
//! input order; an agent's calls count as a row where that is also the order of their times.

use rustc_hash::FxHashMap;

use crate::coach::InRow;

/// Of each agent the last call: when it began, and whether it was hard.
#[derive(Default)]
pub(super) struct Rows {
    last: FxHashMap<String, (String, bool)>,
}

impl Rows {
    /// What a call came to, in its row.
    pub fn place<T>(&mut self, call: InRow<T>) -> T {
        let Some((agent, started)) = call.place else { return call.alone };
        let before = self.last.insert(agent, (started.clone(), call.hard));
        let after_hard = before.is_some_and(|(earlier, hard)| hard && earlier < started);
        call.carried.filter(|_| after_hard).unwrap_or(call.alone)
    }
}
