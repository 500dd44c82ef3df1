//! Cuts a long stream of JSON lines into blocks of whole lines, so that a file of any size is read in bounded
//! memory. Used by the batch for large files and for standard input.

use std::io::{self, Read};

use super::json::sniff_lines;

/// A block is about this many bytes, and always whole lines.
const BLOCK: usize = 256 << 10;

/// Whether a file that begins so holds one call a line. `head` may end in the middle of a line; of a file that was
/// `cut` off there, one whole line tells.
pub(super) fn looks_like_lines(head: &[u8], cut: bool) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let whole = head.iter().rposition(|&b| b == b'\n').map_or(head, |end| &head[..end]);
    std::str::from_utf8(whole).is_ok_and(|text| sniff_lines(text) && (cut || text.lines().nth(1).is_some()))
}

/// Blocks of whole lines from a reader.
pub struct LineBlocks<R> {
    input: R,
    rest: Vec<u8>,
    next_line: usize,
    longest_line: usize,
    finished: bool,
    /// Inside a line that is too long: the rest of it belongs to nothing.
    skipping: bool,
    /// So many bytes of `rest` have no end of a line.
    searched: usize,
    /// What ended the input before its end.
    failed: Option<io::Error>,
}

/// A piece of the input.
pub enum Block {
    /// Some whole lines.
    Lines {
        /// The lines.
        bytes: Vec<u8>,
        /// Number of the first line, from 1.
        first_line: usize,
    },
    /// A line that is longer than any call.
    TooLong(usize),
    /// Here the input cannot be read any further: the number of the line, from 1, and why.
    Broken(usize, io::Error),
}

impl<R: Read> LineBlocks<R> {
    /// `head` is what was already read of the input, and `failed` what ended it there.
    pub fn new(head: Vec<u8>, failed: Option<io::Error>, input: R, longest_line: usize) -> Self {
        let finished = failed.is_some();
        Self { input, rest: head, next_line: 1, longest_line, finished, skipping: false, searched: 0, failed }
    }

    /// The next block, or none at the end.
    pub fn next_block(&mut self) -> Option<Block> {
        loop {
            if self.rest.len() >= BLOCK || self.finished {
                let end =
                    self.rest[self.searched..].iter().rposition(|&b| b == b'\n').map(|end| self.searched + end + 1);
                self.searched = self.rest.len();
                // What was cut off in its middle is no line.
                let end = end.or_else(|| (self.finished && self.failed.is_none()).then_some(self.rest.len()));
                if let Some(end) = end.filter(|end| *end > 0) {
                    return Some(self.lines(end));
                }
                if self.rest.len() > self.longest_line {
                    (self.rest, self.searched) = (Vec::new(), 0);
                    self.skipping = true;
                    return Some(Block::TooLong(self.next_line));
                }
            }
            if self.finished {
                (self.rest, self.searched) = (Vec::new(), 0);
                return self.failed.take().map(|error| Block::Broken(self.next_line, error));
            }
            self.fill();
        }
    }

    fn lines(&mut self, end: usize) -> Block {
        let mut bytes = std::mem::take(&mut self.rest);
        self.rest = bytes.split_off(end);
        self.searched = self.rest.len();
        let first_line = self.next_line;
        self.next_line += bytes.iter().filter(|&&b| b == b'\n').count();
        Block::Lines { bytes, first_line }
    }

    fn fill(&mut self) {
        let before = self.rest.len();
        match (&mut self.input).take(BLOCK as u64).read_to_end(&mut self.rest) {
            Ok(read) => self.finished = read == 0,
            Err(error) => (self.finished, self.failed) = (true, Some(error)),
        }
        if self.skipping {
            match self.rest[before..].iter().position(|&b| b == b'\n').map(|at| before + at) {
                Some(end) => {
                    // The end of the line stays, and is counted as one.
                    self.rest.drain(before..end);
                    self.skipping = false;
                }
                None => self.rest.truncate(before),
            }
        }
    }
}
