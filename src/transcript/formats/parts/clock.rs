//! Times as people and programs write them in a line of a transcript: `[00:12]`, `(1:02:03.5)`, `12.4s`,
//! `00:12 - 00:15`, `2026-03-02 10:02:11`, `10:02 AM`. Used by the readers of text.

/// A time, or a range of them, and how much of the line it took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::transcript::formats) struct Stamp {
    /// Seconds.
    pub start: f64,
    /// Seconds, where a range was written.
    pub end: Option<f64>,
    /// The time of day and not the time since the call began.
    pub wall_clock: bool,
    /// Bytes of the line, brackets and trailing separators included.
    pub length: usize,
}

/// A stamp at the beginning of a line, with or without brackets.
pub(in crate::transcript::formats) fn leading(line: &str) -> Option<Stamp> {
    let inside = line.strip_prefix(['[', '(', '<', '{']);
    let bracketed = inside.is_some();
    let body = inside.unwrap_or(line);
    let (mut stamp, rest) = range(body.trim_start())?;
    let mut rest = rest.trim_start();
    if bracketed {
        rest = rest.strip_prefix([']', ')', '>', '}'])?;
    } else if !rest.is_empty() && !line[..line.len() - rest.len()].ends_with(char::is_whitespace) {
        // "12:30pm-ish" or "3.5mm": a number with no mark around it must stand alone.
        rest = rest.strip_prefix(['-', '–', '|', '\t', ','])?;
    }
    let rest = rest.trim_start().trim_start_matches(['-', '–', '|']).trim_start();
    stamp.length = line.len() - rest.len();
    Some(stamp)
}

fn range(text: &str) -> Option<(Stamp, &str)> {
    let (start, wall_clock, rest) = moment(text)?;
    let after = rest.trim_start();
    let to = ["-->", "->", "–", "-"].iter().find_map(|mark| after.strip_prefix(mark));
    if let Some((end, _, rest)) = to.and_then(|t| moment(t.trim_start())) {
        return Some((Stamp { start, end: Some(end).filter(|e| *e >= start), wall_clock, length: 0 }, rest));
    }
    Some((Stamp { start, end: None, wall_clock, length: 0 }, rest))
}

/// One moment in seconds; whether it is a time of day; the rest of the text.
fn moment(text: &str) -> Option<(f64, bool, &str)> {
    match date(text) {
        Some(rest) => time(rest, true),
        None => time(text, false),
    }
}

/// A line that is nothing but a time: `00:12:30`, `[00:12]`.
pub(in crate::transcript::formats) fn alone(line: &str) -> Option<Stamp> {
    leading(line).filter(|stamp| stamp.length == line.len())
}

/// A time; behind a date, hours and minutes are no minutes and seconds.
pub(in crate::transcript::formats) fn time(text: &str, dated: bool) -> Option<(f64, bool, &str)> {
    let (first, rest) = number(text)?;
    let mut parts = vec![first];
    let mut rest = rest;
    while parts.len() < 3
        && let Some((part, after)) = rest.strip_prefix(':').and_then(number)
    {
        parts.push(part);
        rest = after;
    }
    // Milliseconds after a comma, as in captions.
    if parts.len() > 1
        && let Some((thousandths, after)) = rest.strip_prefix(',').and_then(number)
        && thousandths < 1000.0
    {
        *parts.last_mut()? += thousandths / 1000.0;
        rest = after;
    }
    let half_day = ["AM", "PM", "am", "pm", "a.m.", "p.m.", "a. m.", "p. m."];
    let half = half_day.iter().find_map(|h| rest.trim_start().strip_prefix(h).map(|r| (h, r)));
    if let Some((_, after)) = half {
        rest = after;
    }
    let zulu = rest.strip_prefix('Z').filter(|_| dated);
    rest = zulu.unwrap_or(rest);
    let afternoon = half.is_some_and(|(h, _)| h.starts_with(['P', 'p']));
    let wall_clock = dated || half.is_some();
    let seconds = match parts[..] {
        [hours, minutes, seconds] => hours * 3600.0 + minutes * 60.0 + seconds,
        [hours, minutes] if wall_clock => hours * 3600.0 + minutes * 60.0,
        [minutes, seconds] => minutes * 60.0 + seconds,
        // A bare number is a time only with its unit.
        [seconds] => {
            let after = ["s]", "s)", "s "].iter().any(|unit| rest.starts_with(unit));
            if !after {
                return None;
            }
            rest = rest.trim_start_matches(char::is_alphabetic);
            seconds
        }
        _ => return None,
    };
    let half_a_day = match half {
        Some(_) if afternoon && parts[0] < 12.0 => 12.0 * 3600.0,
        // Twelve in the morning is midnight.
        Some(_) if !afternoon && parts[0] >= 12.0 => -12.0 * 3600.0,
        _ => 0.0,
    };
    Some((seconds + half_a_day, wall_clock, rest))
}

/// `2026-03-02 ` or `02/03/2026, ` before a time of day.
fn date(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.'))?;
    let digits = text[..end].bytes().filter(u8::is_ascii_digit).count();
    let marks = end - digits;
    let rest = text[end..].trim_start_matches(['T', ',', ' ']);
    (marks == 2 && (5..=8).contains(&digits) && rest.len() < text.len() - end).then_some(rest)
}

fn number(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let digits = text[..end].trim_end_matches('.');
    if digits.is_empty() || digits.len() > 12 {
        return None;
    }
    digits.parse().ok().map(|n| (n, &text[digits.len()..]))
}

/// Makes times of day into seconds since the call began.
#[derive(Default)]
pub(in crate::transcript::formats) struct Clock {
    began: Option<f64>,
    /// The last time, and the midnights before it.
    last: f64,
    midnights: f64,
}

/// A time of day that falls back by more than this (seconds) is the next day's.
const HALF_A_DAY: f64 = 12.0 * 3600.0;
/// A recording does not begin hours after itself: so large a first time (seconds) is a time of day.
const TIME_OF_DAY: f64 = 6.0 * 3600.0;

impl Clock {
    /// Start and end in seconds since the call began.
    pub fn times(&mut self, stamp: Option<Stamp>) -> (Option<f64>, Option<f64>) {
        let Some(stamp) = stamp else { return (None, None) };
        let first = if stamp.wall_clock || stamp.start >= TIME_OF_DAY { stamp.start } else { 0.0 };
        let began = *self.began.get_or_insert(first);
        let start = self.since(began, stamp.start);
        (Some(start), stamp.end.map(|end| self.since(began, end)))
    }

    fn since(&mut self, began: f64, time: f64) -> f64 {
        if began > 0.0 && time < self.last - HALF_A_DAY {
            self.midnights += 2.0 * HALF_A_DAY;
        }
        self.last = time;
        (time + self.midnights - began).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(line: &str) -> Option<(f64, Option<f64>, &str)> {
        leading(line).map(|s| (s.start, s.end, &line[s.length..]))
    }

    #[test]
    fn many_shapes_are_read() {
        assert_eq!(times("[00:12] Ana:"), Some((12.0, None, "Ana:")));
        assert_eq!(times("(1:02:03.5) x"), Some((3723.5, None, "x")));
        assert_eq!(times("00:12 Ana"), Some((12.0, None, "Ana")));
        assert_eq!(times("[00:12 - 00:15] Ana"), Some((12.0, Some(15.0), "Ana")));
        assert_eq!(times("00:00:01,500 --> 00:00:04,000 Ana"), Some((1.5, Some(4.0), "Ana")));
        assert_eq!(times("[12.4s] Ana"), Some((12.4, None, "Ana")));
        assert_eq!(times("2026-03-02 10:02:11 Ana"), Some((36131.0, None, "Ana")));
        assert_eq!(times("[02/03/2026, 10:02:11 p. m.] Ana"), Some((79331.0, None, "Ana")));
        assert_eq!(times("10:02 AM Ana"), Some((36120.0, None, "Ana")));
    }

    #[test]
    fn plain_numbers_are_no_times() {
        for line in ["3 cosas", "[PII] x", "24/7 support", "2 a 3 días", "", "12:", "[espera 45 s]", "1.5 kg"] {
            assert_eq!(times(line), None, "{line}");
        }
    }
}
