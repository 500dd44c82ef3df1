//! Cuts a long stream of JSON lines into blocks of whole lines, so that a file of any size is read in bounded
//! memory. Used by the batch for large files and for standard input.

use std::io::{self, Read};

use super::json::sniff_lines;

/// A block is about this many bytes, and always whole lines.
const BLOCK: usize = 256 << 10;
/// No call is longer than this many bytes; a longer line is given as it is, cut, and read as the error that it is.
const LONGEST_LINE: usize = 64 << 20;

/// Whether a file that begins so holds one call a line. `head` may end in the middle of a line.
pub fn looks_like_lines(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let whole = head.iter().rposition(|&b| b == b'\n').map_or(head, |end| &head[..end]);
    std::str::from_utf8(whole).is_ok_and(|text| sniff_lines(text) && text.lines().nth(1).is_some())
}

/// Blocks of whole lines from a reader.
pub struct LineBlocks<R> {
    input: R,
    rest: Vec<u8>,
    next_line: usize,
    finished: bool,
    skipping: bool,
}

/// Some whole lines and the number of the first one, from 1.
pub struct Block {
    /// The lines.
    pub bytes: Vec<u8>,
    /// Number of the first line.
    pub first_line: usize,
}

impl<R: Read> LineBlocks<R> {
    /// `head` is what was already read of the input.
    pub fn new(head: Vec<u8>, input: R) -> Self {
        Self { input, rest: head, next_line: 1, finished: false, skipping: false }
    }

    /// The next block, or none at the end.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        loop {
            let enough = self.rest.len() >= BLOCK || self.finished;
            if enough && let Some(end) = self.cut() {
                let mut bytes = std::mem::take(&mut self.rest);
                self.rest = bytes.split_off(end);
                let block = Block { first_line: self.next_line, bytes };
                self.next_line += block.bytes.iter().filter(|&&b| b == b'\n').count();
                return Ok(Some(block));
            }
            if self.finished {
                return Ok(None);
            }
            self.fill()?;
        }
    }

    fn cut(&mut self) -> Option<usize> {
        if self.rest.is_empty() {
            return None;
        }
        let last = self.rest.iter().rposition(|&b| b == b'\n').map(|end| end + 1);
        match last {
            Some(end) => Some(end),
            None if self.finished => Some(self.rest.len()),
            None if self.rest.len() >= LONGEST_LINE => {
                self.skipping = true;
                Some(self.rest.len())
            }
            None => None,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let before = self.rest.len();
        let read = (&mut self.input).take(BLOCK as u64).read_to_end(&mut self.rest)?;
        self.finished = read == 0;
        if self.skipping {
            // The rest of a line that was cut for its length belongs to nothing.
            let end = self.rest[before..].iter().position(|&b| b == b'\n').map(|i| before + i);
            match end {
                Some(end) => {
                    self.rest.drain(before..end);
                    self.skipping = false;
                }
                None => self.rest.truncate(before),
            }
        }
        Ok(())
    }
}
