//! Segments to turns: what one speaker says without a longer pause is one turn, however captions and recognisers cut
//! it. Used by `draft` for formats of segments, and for no other.

use super::draft::{Said, Who};

/// Whoever goes on after a silence longer than this (seconds) begins a new turn: so a wait stays a wait.
const PAUSE: f64 = 2.0;

/// Joins segments, to turns of so many bytes at most; of every turn, the segments that it was made of (from 0, half open).
pub(super) fn join(segments: Vec<Said>, longest: usize) -> (Vec<Said>, Vec<(usize, usize)>) {
    let mut turns: Vec<Said> = Vec::with_capacity(segments.len());
    let mut made_of: Vec<(usize, usize)> = Vec::with_capacity(segments.len());
    for (index, segment) in segments.into_iter().enumerate() {
        match (turns.last_mut(), made_of.last_mut()) {
            (Some(turn), Some(range)) if goes_on(turn, &segment, longest) => {
                append(turn, segment);
                range.1 = index + 1;
            }
            _ => {
                turns.push(segment);
                made_of.push((index, index + 1));
            }
        }
    }
    (turns, made_of)
}

fn goes_on(turn: &Said, next: &Said, longest: usize) -> bool {
    let event = |text: &str| text.starts_with('[') && text.ends_with(']');
    let pause = turn.end.zip(next.start).map_or(0.0, |(end, start)| start - end);
    // Where nobody knows who speaks, only an unfinished sentence goes on, and it does so in small letters.
    let unfinished = || !ends_a_sentence(&turn.text) && !begins_a_sentence(&next.text);
    let same = turn.who == next.who && turn.name == next.name && (turn.who != Who::Unknown || unfinished());
    same && pause <= PAUSE
        && !next.apart
        && turn.interrupts.is_none()
        && next.interrupts.is_none()
        && !event(&turn.text)
        && !event(&next.text)
        && turn.text.len() + next.text.len() < longest
}

fn ends_a_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '»', ')', '\'']).ends_with(['.', '?', '!', '…', '。', '？', '！'])
}

/// By its large letter; one that stands alone is always large in English.
fn begins_a_sentence(text: &str) -> bool {
    let mut letters = text.chars().skip_while(|c| !c.is_alphanumeric() && !matches!(c, '¿' | '¡'));
    let (first, second) = (letters.next(), letters.next());
    let opens = matches!(first, Some('¿' | '¡'));
    opens || first.is_some_and(char::is_uppercase) && second.is_some_and(char::is_alphabetic)
}

fn append(turn: &mut Said, next: Said) {
    if !turn.text.is_empty() && !next.text.is_empty() {
        turn.text.push(' ');
    }
    turn.text.push_str(&next.text);
    turn.start = turn.start.or(next.start);
    turn.end = next.end.or(turn.end);
    turn.words.extend(next.words);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(who: &str, text: &str, start: f64, end: f64) -> Said {
        Said::new(Who::Label(who.to_owned()), text).at(Some(start), Some(end))
    }

    #[test]
    fn a_turn_ends_with_the_speaker_or_a_pause() {
        let said = vec![
            segment("A", "Un momento,", 0.0, 1.0),
            segment("A", "por favor.", 1.2, 2.0),
            segment("A", "Gracias por esperar.", 30.0, 31.0),
            segment("B", "Sí.", 31.5, 32.0),
        ];
        let (turns, made_of) = join(said, 1000);
        let texts: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
        assert_eq!(texts, ["Un momento, por favor.", "Gracias por esperar.", "Sí."]);
        assert_eq!(made_of, [(0, 2), (2, 3), (3, 4)]);
        assert_eq!((turns[0].start, turns[0].end), (Some(0.0), Some(2.0)));
    }

    #[test]
    fn without_speakers_a_sentence_ends_the_turn() {
        let said =
            ["No me", "funciona.", "¿Desde cuándo?", "Desde ayer", "Ya veo"].map(|text| Said::new(Who::Unknown, text));
        let (turns, _) = join(said.to_vec(), 1000);
        let texts: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
        assert_eq!(texts, ["No me funciona.", "¿Desde cuándo?", "Desde ayer", "Ya veo"]);
    }
}
