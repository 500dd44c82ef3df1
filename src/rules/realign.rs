//! The same findings on the same call in other bytes: where personal data is masked a text has as many characters as
//! before, and not as many bytes. Used by the coach.

use super::Judged;
use crate::transcript::Call;

impl Judged {
    /// With the places of all findings as they are in `to`, whose texts have as many characters as those of `from`.
    #[must_use]
    pub fn realigned(&self, from: &Call, to: &Call) -> Self {
        let mut judged = self.clone();
        // They stand in order: a text is gone through once, however many findings there are.
        let (mut turn, mut marks) = (usize::MAX, Marks::default());
        for finding in &mut judged.findings {
            let (old, new) = (&from.turns[finding.turn].text, &to.turns[finding.turn].text);
            if old == new {
                continue;
            }
            if turn != finding.turn {
                turn = finding.turn;
                marks = Marks::of(old, new);
            }
            finding.start = marks.moved(finding.start);
            finding.end = marks.moved(finding.end);
        }
        judged
    }
}

/// The bytes at which the characters of two texts begin.
#[derive(Default)]
struct Marks {
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Marks {
    fn of(old: &str, new: &str) -> Self {
        let starts = |text: &str| text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { old: starts(old), new: starts(new) }
    }

    fn moved(&self, byte: usize) -> usize {
        let character = self.old.partition_point(|start| *start < byte);
        self.new.get(character).or(self.new.last()).copied().unwrap_or_default()
    }
}
