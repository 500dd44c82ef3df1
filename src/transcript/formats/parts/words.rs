//! Words to segments: where a recogniser gives words and no utterances, a segment ends when another speaks, after a
//! pause, and, where nobody knows who speaks, with the sentence. `join` makes turns of them. Used by the readers of
//! formats of words.

use crate::transcript::draft::{Said, Who};

/// After a silence longer than this (seconds) a new segment begins; `join` has the same measure.
const PAUSE: f64 = 2.0;
/// A segment (bytes) that is longer ends with its word: nobody says so much without a breath.
const LONGEST: usize = 16 << 10;

/// The same for words of one channel, where what the others say meanwhile has to fall into place.
const BREATH: f64 = 0.6;

/// Collects words in the order in which they were said.
pub(in crate::transcript::formats) struct Words {
    segments: Vec<Said>,
    ended: bool,
    pause: f64,
}

impl Default for Words {
    fn default() -> Self {
        Self { segments: Vec::new(), ended: false, pause: PAUSE }
    }
}

impl Words {
    /// For the words of one channel, which are to be sorted among those of the others.
    pub fn of_one_channel() -> Self {
        Self { pause: BREATH, ..Self::default() }
    }

    /// A word, with a space before it.
    pub fn word(&mut self, who: &Who, text: &str, start: Option<f64>, end: Option<f64>) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let goes_on = |last: &&mut Said| {
            let pause = last.end.zip(start).map_or(0.0, |(end, start)| start - end);
            !self.ended && last.who == *who && pause <= self.pause && last.text.len() < LONGEST
        };
        if let Some(last) = self.segments.last_mut().filter(goes_on) {
            last.text.push(' ');
            last.text.push_str(text);
            last.start = last.start.or(start);
            last.end = end.or(last.end);
            last.words.extend(start.zip(end));
        } else {
            let words = start.zip(end).into_iter().collect();
            self.segments.push(Said { words, ..Said::new(who.clone(), text).at(start, end) });
        }
        self.ended = *who == Who::Unknown && text.ends_with(['.', '?', '!', '…']);
    }

    /// A mark that belongs to the word before it.
    pub fn mark(&mut self, text: &str) {
        let text = text.trim();
        if let Some(last) = self.segments.last_mut().filter(|last| last.text.len() < 2 * LONGEST) {
            last.text.push_str(text);
            self.ended = last.who == Who::Unknown && text.ends_with(['.', '?', '!', '…']);
        }
    }

    /// The segments.
    pub fn finish(self) -> Vec<Said> {
        self.segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_ends_with_its_speaker_a_pause_or_the_sentence() {
        let mut words = Words::default();
        let (ana, luis) = (Who::Label("0".to_owned()), Who::Label("1".to_owned()));
        words.mark(".");
        words.word(&ana, "Hola", Some(0.0), Some(0.5));
        words.mark(",");
        words.word(&ana, "dígame", Some(0.6), Some(1.0));
        words.mark(".");
        words.word(&ana, "¿Sí?", Some(5.0), Some(5.5));
        words.word(&luis, "Hola", None, None);
        words.word(&Who::Unknown, "Ya.", None, None);
        words.word(&Who::Unknown, "Bien.", None, None);
        let segments = words.finish();
        let texts: Vec<&str> = segments.iter().map(|said| said.text.as_str()).collect();
        assert_eq!(texts, ["Hola, dígame.", "¿Sí?", "Hola", "Ya.", "Bien."]);
        assert_eq!((segments[0].end, segments[0].words.len()), (Some(1.0), 2));
    }
}
