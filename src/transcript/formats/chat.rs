//! CHAT, the format of `TalkBank`: `*SPK:` lines with codes of their own, times in milliseconds between marks, lines that
//! go on behind a tab, and tiers below that say nothing new. Registered in `formats`.

mod codes;

use rustc_hash::FxHashMap;

use super::Piece;
use crate::transcript::draft::{Draft, Dress, Said, Stretch, Who};
use crate::transcript::{ReadError, Reader};
use codes::{plain, shown};

/// Stands on both sides of a time.
const BULLET: char = '\u{15}';
/// The codes of speakers who are interrupted.
const CUT_OFF: [&str; 3] = ["+/.", "+/?", "+\"/."];
/// No line, with all that goes on below it, is longer than this many bytes.
const LONGEST_LINE: usize = 1 << 20;

pub(super) fn sniff(text: &str) -> bool {
    let begins = ["@UTF8", "@Begin"].iter().any(|header| text.trim_start().starts_with(header));
    begins && text.contains("@Begin")
}

pub(super) fn read(reader: &Reader, piece: &Piece<'_>) -> Vec<Result<Draft, ReadError>> {
    let mut draft = Draft::default();
    let mut people: FxHashMap<String, (Who, Option<String>)> = FxHashMap::default();
    let mut cut_off: Option<Who> = None;
    let mut cuts = false;
    for (line, stretch) in whole_lines(piece.text) {
        if let Some(list) = line.strip_prefix("@Participants:") {
            people.extend(list.split(',').filter_map(|person| participant(reader, person)));
        } else if let Some((code, text)) = line.strip_prefix('*').and_then(|rest| rest.split_once(':')) {
            let code = code.split('-').next().unwrap_or(code).trim();
            let (who, name) = people.get(code).cloned().unwrap_or_else(|| (Who::Label(code.to_owned()), None));
            let (text, times) = without_times(text);
            let cut = text.split_whitespace().any(|word| CUT_OFF.contains(&word));
            let interrupts = cut_off.take().is_some_and(|other| other != who);
            cuts |= cut;
            cut_off = cut.then(|| who.clone());
            let (start, end) = (times.first().map(|t| t.0), times.last().map(|t| t.1));
            let interrupts = Some(interrupts);
            let said = Said { name, interrupts, stretch, ..Said::new(who, &plain(&text)).at(start, end) };
            if said.text.chars().any(char::is_alphanumeric) {
                draft.said.push(said);
            }
        } else if let Some(words) = line.strip_prefix("%wor:")
            && let Some(said) = draft.said.last_mut()
        {
            said.words = without_times(words).1;
        }
    }
    if !cuts {
        draft.said.iter_mut().for_each(|said| said.interrupts = None);
    }
    vec![Ok(draft)]
}

/// Lines with what goes on below them, behind a tab.
fn whole_lines(text: &str) -> Vec<(String, Stretch)> {
    let mut whole: Vec<(String, Stretch)> = Vec::new();
    for line in text.lines() {
        match whole.last_mut().filter(|(above, _)| above.len() < LONGEST_LINE) {
            Some((above, stretch)) if line.starts_with(['\t', ' ']) => {
                above.push(' ');
                above.push_str(line.trim());
                stretch.to = Stretch::of(line).to;
            }
            _ => whole.push((line.trim().to_owned(), Stretch { dress: Dress::Chat(shown), ..Stretch::of(line) })),
        }
    }
    whole
}

/// `AGE Ana Agent`: the code, the name if there is one, the role.
fn participant(reader: &Reader, person: &str) -> Option<(String, (Who, Option<String>))> {
    let mut words = person.split_whitespace();
    let code = words.next()?.to_owned();
    let rest: Vec<String> = words.map(|word| word.replace('_', " ")).collect();
    let (role, name) = rest.split_last().map_or((None, None), |(role, name)| (Some(role), Some(name.join(" "))));
    let name = name.filter(|name| !name.is_empty());
    let known = role.and_then(|role| reader.speakers().role(role)).map(|(role, _)| role);
    let known = known.or_else(|| reader.speakers().role(&code).map(|(role, _)| role));
    match known {
        Some(role) => Some((code, (Who::Role(role), name))),
        None => Some((code.clone(), (Who::Label(name.unwrap_or(code)), None))),
    }
}

/// The text without its times, and the times in seconds: `1000_5353` between bullets, or `%snd:"file"_1000_5353`.
fn without_times(line: &str) -> (String, Vec<(f64, f64)>) {
    let mut text = String::with_capacity(line.len());
    let mut times = Vec::new();
    for (index, piece) in line.split(BULLET).enumerate() {
        if index % 2 == 0 {
            text.push_str(piece);
            continue;
        }
        let mut numbers = piece.rsplit('_').map(|number| number.trim().parse::<u32>().ok());
        if let (Some(Some(end)), Some(Some(start))) = (numbers.next(), numbers.next()) {
            times.push((f64::from(start) / 1000.0, f64::from(end) / 1000.0));
        }
        text.push(' ');
    }
    (text, times)
}
