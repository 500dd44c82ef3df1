//! Lines and columns of bytes in a text, each found in the same short time however long the lines are. Used by the
//! places alone.

/// Characters are counted up to every so many bytes.
const STEP: usize = 256;

/// Where the lines of a text begin.
pub(super) struct Lines {
    first_line: usize,
    starts: Vec<usize>,
    /// Characters before each step.
    counts: Vec<usize>,
}

impl Lines {
    /// Of a text and the number of its first line, from 1.
    pub fn of(text: &str, first_line: usize) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1);
        let mut before = 0;
        let counts = text.as_bytes().chunks(STEP).map(|chunk| {
            let count = before;
            before += characters(chunk);
            count
        });
        let counts = counts.collect::<Vec<_>>().into_iter().chain([before]).collect();
        Self { first_line, starts: [0].into_iter().chain(ends).collect(), counts }
    }

    /// Line and column of a byte, from 1, the column in code points.
    pub fn place(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at).max(1) - 1;
        (self.first_line + line, 1 + self.before(text, at) - self.before(text, self.starts[line]))
    }

    fn before(&self, text: &str, at: usize) -> usize {
        let at = at.min(text.len());
        let step = at / STEP;
        self.counts[step] + characters(&text.as_bytes()[step * STEP..at])
    }
}

/// Every character has one byte that goes on with no other.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = format!("{}\r\nñ¿x\n", "é".repeat(1000));
        let lines = Lines::of(&text, 7);
        assert_eq!(lines.place(&text, 0), (7, 1));
        assert_eq!(lines.place(&text, 1998), (7, 1000));
        assert_eq!(lines.place(&text, text.find('x').expect("x")), (8, 3));
        assert_eq!(lines.place(&text, text.len()), (9, 1));
    }
}
