//! One line of a plain-text transcript taken apart: bullets and bold, a time, a label with its colon, what is
//! said. Used by the plain-text reader, which decides which labels count.

use crate::transcript::formats::parts::clock::{self, Stamp};

/// The parts of a line. Without a label, `said` is the whole line after its time.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::transcript::formats) struct Line<'a> {
    pub stamp: Option<Stamp>,
    pub label: Option<&'a str>,
    pub said: &'a str,
    /// All that stands behind the dash and the time, label and all.
    pub whole: &'a str,
    /// The line as it is written.
    pub written: &'a str,
    /// The line begins with a dialogue dash.
    pub dash: bool,
}

impl Line<'_> {
    /// The line is a time and nothing else.
    pub fn is_time(&self) -> bool {
        self.stamp.is_some() && self.label.is_none() && self.said.is_empty()
    }
}

/// No label is longer than this many bytes.
const LONGEST_LABEL: usize = 60;

pub(in crate::transcript::formats) fn take_apart(line: &str) -> Line<'_> {
    let trimmed = line.trim().trim_start_matches(['#', '>', '•']).trim_start();
    let dash = ["- ", "– ", "— ", "-", "–", "—"].iter().find_map(|d| trimmed.strip_prefix(d));
    let mut rest = dash.unwrap_or(trimmed).trim_start();
    let mut stamp = clock::leading(rest);
    if let Some(stamp) = &stamp {
        rest = &rest[stamp.length..];
    }
    let bare = rest.trim_start_matches(['*', '_']);
    let Some((label, said)) = split_label(bare) else {
        return Line { stamp, label: None, said: rest, whole: rest, written: line.trim(), dash: dash.is_some() };
    };
    let (label, found) = unstamped(label);
    stamp = stamp.or(found);
    let label = Some(unmarked(label)).filter(|l| !l.is_empty());
    Line { stamp, label, said, whole: rest, written: line.trim(), dash: dash.is_some() }
}

/// A line without a label as a name that stands above what its owner says: `Ana Gil`, `**Agent** (00:12)`.
pub(super) fn heading<'a>(line: &Line<'a>) -> Option<(&'a str, Option<Stamp>)> {
    let text = line.said.trim().trim_start_matches(['*', '_']);
    if line.label.is_some() || line.dash || text.len() > LONGEST_LABEL {
        return None;
    }
    let (name, found) = unstamped(text);
    let name = unmarked(name);
    let ends = name.ends_with(['.', ',', ';', '?', '!', '…']);
    (!ends && name.chars().any(char::is_alphabetic)).then_some((name, line.stamp.or(found)))
}

/// The label without the time behind it: "Agent [00:12]", "Agent (00:12)", "Agent 00:12".
fn unstamped(label: &str) -> (&str, Option<Stamp>) {
    let whole = |from: usize| clock::leading(&label[from..]).filter(|stamp| from + stamp.length == label.len());
    if let Some(open) = label.rfind(['[', '(']) {
        return whole(open).map_or((label, None), |stamp| (label[..open].trim_end(), Some(stamp)));
    }
    let found = label.rfind(' ').and_then(|space| Some((space, whole(space + 1)?)));
    found.map_or((label, None), |(space, stamp)| (label[..space].trim_end(), Some(stamp)))
}

fn unmarked(label: &str) -> &str {
    label.trim_matches(['*', '_', ' ', '[', ']', '<', '>'])
}

/// The label before the first colon that is no colon of a time.
fn split_label(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    loop {
        let colon = from + text[from..].find([':', '：'])?;
        if colon > LONGEST_LABEL {
            return None;
        }
        let after = text[colon..].chars().next().map_or(colon, |c| colon + c.len_utf8());
        let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
        let in_a_time = digit(text.as_bytes().get(colon.wrapping_sub(1))) && digit(text.as_bytes().get(after));
        if !in_a_time {
            let label = text[..colon].trim();
            let said = text[after..].trim_start_matches(['*', '_']).trim();
            let words = label.chars().any(char::is_alphabetic) && !label.contains(['?', '!', '¿', '¡', ';']);
            return words.then_some((label, said));
        }
        from = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> (Option<f64>, Option<&str>, &str) {
        let l = take_apart(line);
        (l.stamp.map(|s| s.start), l.label, l.said)
    }

    #[test]
    fn labels_stand_in_many_dresses() {
        assert_eq!(parts("Agente: hola"), (None, Some("Agente"), "hola"));
        assert_eq!(parts("**Agent:** hi"), (None, Some("Agent"), "hi"));
        assert_eq!(parts("**Agent**: hi"), (None, Some("Agent"), "hi"));
        assert_eq!(parts("AGENT (Ana): hi"), (None, Some("AGENT (Ana)"), "hi"));
        assert_eq!(parts("[00:12] Asesor: sí"), (Some(12.0), Some("Asesor"), "sí"));
        assert_eq!(parts("Asesor [00:12]: sí"), (Some(12.0), Some("Asesor"), "sí"));
        assert_eq!(parts("Asesor (00:12): sí"), (Some(12.0), Some("Asesor"), "sí"));
        assert_eq!(parts("Asesor 00:12: sí"), (Some(12.0), Some("Asesor"), "sí"));
        assert_eq!(parts("- Cliente: a las 10:30"), (None, Some("Cliente"), "a las 10:30"));
        assert_eq!(parts("mañana a las 10:30 voy"), (None, None, "mañana a las 10:30 voy"));
        assert_eq!(parts("¿Qué quiere? Dígame: ya"), (None, None, "¿Qué quiere? Dígame: ya"));
    }
}
