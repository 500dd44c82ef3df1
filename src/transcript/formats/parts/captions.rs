//! Captions: cues with times, whatever their file's marks. Cuts a file into cues and finds who speaks in each: voices,
//! labels that hold until the next one, a name on the first line, names as ids, and dashes that part two speakers.
//! Used by the readers of `WebVTT` and SRT.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::text::take_apart;
use super::clock::{self, Clock, Stamp};
use super::labels::{full_name, looks_like_name, speakers};
use super::markup::{shown, voices};
use crate::transcript::draft::{Draft, Dress, Said, Stretch, Who};
use crate::transcript::{Note, Reader};

/// One cue as its file has it.
pub(in crate::transcript::formats) struct Cue<'a> {
    pub id: Option<&'a str>,
    /// Start and end; none where the file lacks them.
    pub stamp: Option<Stamp>,
    pub lines: Vec<&'a str>,
}

/// The times of a line `00:01.000 --> 00:04.000`, and what stands behind them.
pub(in crate::transcript::formats) fn time_line(line: &str) -> Option<(Stamp, &str)> {
    let (from, to) = line.split_once("-->")?;
    let (start, _, rest) = clock::time(from.trim(), false)?;
    let (end, _, behind) = clock::time(to.trim(), false)?;
    rest.trim().is_empty().then_some((Stamp { start, end: Some(end), wall_clock: false, length: 0 }, behind.trim()))
}

pub(in crate::transcript::formats) fn is_number(line: &str) -> bool {
    !line.is_empty() && line.len() < 10 && line.bytes().all(|b| b.is_ascii_digit())
}

/// What cues become: who is stated, and the lines without their marks.
struct Shown {
    stamp: Option<Stamp>,
    by_id: Option<String>,
    stretch: Stretch,
    pieces: Vec<(Option<String>, Vec<String>)>,
}

/// Who speaks in a file's cues beyond what each says itself.
struct Known<'a> {
    labels: FxHashSet<&'a str>,
    /// The first line of every cue is a name.
    names_above: bool,
}

/// The draft of a file's cues.
pub(in crate::transcript::formats) fn draft(reader: &Reader, cues: &[Cue<'_>]) -> Draft {
    let shown = show(reader, cues);
    let known = known(reader, &shown);
    let mut draft = Draft { segments: true, ..Draft::default() };
    let (mut clock, mut goes_on, mut carried, mut untimed) = (Clock::default(), Who::Unknown, 0, 0);
    for cue in &shown {
        let before = draft.said.len();
        carried += usize::from(parted(cue, &known, &mut goes_on, &mut draft.said));
        untimed += usize::from(cue.stamp.is_none() && draft.said.len() > before);
        let (start, end) = clock.times(cue.stamp);
        draft.said[before..].iter_mut().for_each(|said| said.stretch = cue.stretch);
        share_time(&mut draft.said[before..], start, end);
    }
    for (code, count) in [("cues-without-time", untimed), ("speaker-goes-on", carried)] {
        if count > 0 {
            draft.notes.push(Note { code, args: vec![("count", count.to_string())] });
        }
    }
    draft
}

fn show(reader: &Reader, cues: &[Cue<'_>]) -> Vec<Shown> {
    let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
    cues.iter().filter_map(|cue| cue.id).for_each(|id| *ids.entry(id).or_default() += 1);
    let of_id = |id: &str| {
        if let Some(name) = quoted(id) {
            return Some(name.to_owned()).filter(|name| !name.is_empty());
        }
        let named = ids[id] > 1 && looks_like_name(id) || reader.speakers().role(id).is_some();
        named.then(|| id.to_owned())
    };
    // Live captions repeat the line above; only they have both of these marks.
    let rolls = cues.iter().flat_map(|cue| &cue.lines).any(|line| line.contains("><c>"));
    let mut above = String::new();
    let shown = cues.iter().map(|cue| {
        let mut pieces: Vec<(Option<String>, Vec<String>)> = Vec::new();
        for (voice, text) in voices(&cue.lines.join("\n")) {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let fresh = lines.filter(|line| !(rolls && *line == above)).map(str::to_owned).collect::<Vec<_>>();
            if let Some(last) = fresh.last().filter(|_| rolls) {
                above.clone_from(last);
            }
            if !fresh.is_empty() {
                pieces.push((voice, fresh));
            }
        }
        let ends = cue.lines.first().zip(cue.lines.last());
        let stretch =
            ends.map(|(first, last)| Stretch::between(first, last, Dress::Caption(shown))).unwrap_or_default();
        Shown { stamp: cue.stamp, by_id: cue.id.and_then(of_id), stretch, pieces }
    });
    shown.collect()
}

/// Webex writes `7 "Ana Gil" (1234)`; who is not known has an empty name.
fn quoted(id: &str) -> Option<&str> {
    let (number, rest) = id.split_once(" \"")?;
    let (name, behind) = rest.rsplit_once('"')?;
    let behind = behind.trim();
    let account = behind.starts_with('(') && behind.ends_with(')');
    (is_number(number) && (behind.is_empty() || account)).then_some(name.trim())
}

fn known<'a>(reader: &Reader, shown: &'a [Shown]) -> Known<'a> {
    let bare = |cue: &'a Shown| cue.pieces.iter().filter(|(voice, _)| voice.is_none());
    let lines = || shown.iter().flat_map(|cue| bare(cue).flat_map(|(_, lines)| lines).enumerate());
    let labelled = || lines().map(|(index, line)| (take_apart(line).label, index == 0));
    let mut labels = speakers(reader, labelled());
    if !labels.is_empty() {
        let names = labelled().filter_map(|(label, begins)| label.filter(|label| begins && full_name(label)));
        labels.extend(names);
    }
    let firsts = || shown.iter().map(|cue| bare(cue).next().filter(|(_, lines)| lines.len() > 1)?.1.first());
    let mut different: FxHashSet<&str> = FxHashSet::default();
    let mut cues = 0;
    let all = labels.is_empty()
        && firsts().all(|first| {
            let Some(first) = first.map(|line| unwrapped(line)) else { return false };
            cues += 1;
            different.insert(first);
            looks_like_name(first) && !first.ends_with(['.', ',', '?', '!', '…', ';'])
        });
    let roles = || different.iter().all(|name| reader.speakers().role(name).is_some());
    Known { labels, names_above: all && cues > 1 && (different.len() * 2 <= cues || roles()) }
}

fn unwrapped(name: &str) -> &str {
    name.trim_matches(['(', ')', '[', ']', ':', ' '])
}

/// Adds what is said in a cue; whether it is only assumed that the speaker before goes on.
fn parted(cue: &Shown, known: &Known<'_>, goes_on: &mut Who, said: &mut Vec<Said>) -> bool {
    let before = said.len();
    let mut carried = false;
    for (voice, lines) in &cue.pieces {
        if let Some(voice) = voice {
            said.push(Said::new(Who::Label(voice.clone()), &lines.join(" ")));
            *goes_on = Who::Unknown;
            continue;
        }
        let mut open = false;
        for (index, line) in lines.iter().enumerate() {
            if known.names_above && index == 0 {
                *goes_on = Who::Label(unwrapped(line).to_owned());
                continue;
            }
            let taken = take_apart(line);
            let (text, change) = change(line);
            let (who, text, apart) = match taken.label.filter(|label| known.labels.contains(label)) {
                Some(label) => {
                    *goes_on = Who::Label(label.to_owned());
                    (goes_on.clone(), taken.said, false)
                }
                None if change => {
                    *goes_on = Who::Unknown;
                    (Who::Unknown, text, true)
                }
                None if open && let Some(last) = said.last_mut() => {
                    last.go_on(line);
                    continue;
                }
                None if cue.by_id.is_some() => {
                    (cue.by_id.clone().map_or(Who::Unknown, Who::Label), line.as_str(), false)
                }
                None => {
                    carried |= *goes_on != Who::Unknown && !known.names_above;
                    (goes_on.clone(), line.as_str(), false)
                }
            };
            said.push(Said { apart, ..Said::new(who, text) });
            open = true;
        }
    }
    let mut kept = before;
    // A label may stand alone, with its words in the next cue.
    for index in before..said.len() {
        if !said[index].text.is_empty() {
            said.swap(kept, index);
            kept += 1;
        }
    }
    said.truncate(kept);
    carried
}

/// A line that another speaker begins: `- No.`, `>> Good morning.`; and the line without its mark.
fn change(line: &str) -> (&str, bool) {
    if let Some(rest) = line.strip_prefix(">>") {
        return (rest.trim_start_matches('>').trim_start(), true);
    }
    let rest = line.strip_prefix(['-', '–', '—', '‐']).unwrap_or(line);
    let speech =
        |c: char| c.is_alphabetic() || c.is_whitespace() || matches!(c, '¿' | '¡' | '[' | '(' | '"' | '«' | '…');
    let changes = rest.len() < line.len() && rest.starts_with(speech);
    if changes { (rest.trim_start(), true) } else { (line, false) }
}

/// Two speakers in a cue get each the part of its time that their words have of its text.
fn share_time(said: &mut [Said], start: Option<f64>, end: Option<f64>) {
    let (Some(from), Some(to)) = (start, end) else { return };
    let whole: usize = said.iter().map(|said| said.text.len()).sum();
    let several = said.len() > 1;
    let mut behind = 0;
    let at = |bytes: usize| {
        let moment = from + (to - from) * bytes as f64 / whole.max(1) as f64;
        if several { (moment * 1000.0).round() / 1000.0 } else { moment }
    };
    for said in said {
        said.start = Some(if behind == 0 { from } else { at(behind) });
        behind += said.text.len();
        said.end = Some(if behind == whole { to } else { at(behind) });
    }
}
