//! Exports of chats as `WhatsApp` writes them: `12/03/2026, 10:02 - Ana: text`, `[12/3/26, 10:02:11] Ana: text`. Lines
//! without a sender are the program's own; a chat may take days. Registered in `formats`.

use rustc_hash::FxHashMap;

use super::Piece;
use super::parts::labels::looks_like_name;
use super::parts::{clock, times};
use crate::transcript::draft::{Draft, Dress, Said, Stretch, Who};
use crate::transcript::{ReadError, Reader};

/// So many lines may stand above the first message.
const LOOKED_AT: usize = 3;
/// No sender's name is longer than this many bytes.
const LONGEST_NAME: usize = 80;
/// Before the program's own words, and before a line that has an attachment.
const MARK: char = '\u{200e}';

/// One line that begins with date and time.
struct Entry<'a> {
    /// The three numbers of the date in their order.
    date: [i64; 3],
    /// Seconds of the day.
    time: f64,
    half_days: bool,
    sender: Option<&'a str>,
    text: &'a str,
}

pub(super) fn sniff(text: &str) -> bool {
    text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT).any(|line| entry(&plain(line)).is_some())
}

/// The line without the marks of direction that stand before its bracket, its spaces plain ones.
fn plain(line: &str) -> String {
    line.trim().trim_start_matches([MARK, '\u{200f}', '\u{feff}']).replace(['\u{202f}', '\u{a0}'], " ")
}

fn entry(line: &str) -> Option<Entry<'_>> {
    let inside = line.strip_prefix('[');
    let (date, rest) = date(inside.unwrap_or(line))?;
    let rest = rest.strip_prefix(',').unwrap_or(rest).strip_prefix(' ')?.trim_start();
    let (time, _, behind) = clock::time(rest, true)?;
    let half_days = rest[..rest.len() - behind.len()].contains(char::is_alphabetic);
    let body = match inside {
        Some(_) => behind.strip_prefix(']')?.trim_start_matches(' '),
        None => behind.strip_prefix(" - ").or_else(|| behind.strip_prefix(" – "))?,
    };
    let (sender, text) = match body.split_once(':') {
        Some((sender, text)) if is_sender(sender) && text.starts_with([' ', MARK]) || text_is_empty(body) => {
            (Some(sender.trim_start_matches(['~', MARK, ' ']).trim()), text)
        }
        _ => (None, body),
    };
    Some(Entry { date, time, half_days, sender, text })
}

fn text_is_empty(body: &str) -> bool {
    body.strip_suffix(':').is_some_and(is_sender)
}

fn is_sender(name: &str) -> bool {
    name.len() <= LONGEST_NAME && !name.contains(['"', '“', '”', '«', '»'])
}

/// `12/03/2026`, `12.3.26`, `2026-03-12`.
fn date(text: &str) -> Option<([i64; 3], &str)> {
    let mut numbers = [0; 3];
    let mut rest = text;
    for (index, number) in numbers.iter_mut().enumerate() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if !(1..=4).contains(&end) {
            return None;
        }
        *number = rest[..end].parse().ok()?;
        rest = &rest[end..];
        if index < 2 {
            rest = rest.strip_prefix(['/', '.', '-'])?;
        }
    }
    Some((numbers, rest))
}

/// Which of a date's numbers are year, month and day.
type Order = [usize; 3];
const YEAR_FIRST: Order = [0, 1, 2];
const DAY_FIRST: Order = [2, 1, 0];
const MONTH_FIRST: Order = [2, 0, 1];

/// The order of the numbers, and whether it is sure: no month is above twelve, and no chat runs backwards.
fn order(entries: &[Entry<'_>]) -> (Order, bool) {
    if entries.first().is_some_and(|entry| entry.date[0] > 31) {
        return (YEAR_FIRST, true);
    }
    let fits = |order: Order| {
        let days = entries.iter().map(|entry| days(entry, order));
        let in_order = days.clone().zip(days.skip(1)).all(|(one, next)| one <= next);
        in_order && entries.iter().all(|entry| (1..=12).contains(&entry.date[order[1]]))
    };
    let american = entries.iter().any(|entry| entry.half_days && entry.date[2] < 100);
    match (fits(DAY_FIRST), fits(MONTH_FIRST)) {
        (true, false) => (DAY_FIRST, true),
        (false, true) => (MONTH_FIRST, true),
        _ if american => (MONTH_FIRST, false),
        _ => (DAY_FIRST, false),
    }
}

fn days(entry: &Entry<'_>, order: Order) -> i64 {
    let [year, month, day] = order.map(|index| entry.date[index]);
    let year = if year < 100 { 2000 + year } else { year };
    times::days(year, month.clamp(1, 12), day)
}

pub(super) fn read(_: &Reader, piece: &Piece<'_>) -> Vec<Result<Draft, ReadError>> {
    let written: Vec<&str> = piece.text.lines().collect();
    let lines: Vec<String> = written.iter().map(|line| plain(line)).collect();
    let entries: Vec<(usize, Entry<'_>)> =
        lines.iter().enumerate().filter_map(|(index, line)| Some((index, entry(line)?))).collect();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    entries.iter().filter_map(|(_, entry)| entry.sender).for_each(|sender| *counts.entry(sender).or_default() += 1);
    let (places, entries): (Vec<usize>, Vec<Entry<'_>>) = entries.into_iter().unzip();
    let (order, sure) = order(&entries);
    let moment = |entry: &Entry<'_>| days(entry, order) as f64 * 86_400.0 + entry.time;
    let mut draft = Draft::default();
    let mut began = None;
    for (index, entry) in entries.iter().enumerate() {
        // The program says its own in the name of the chat, at the beginning.
        let own = index == 0 && entry.text.trim_start_matches(' ').starts_with(MARK);
        let speaks = |sender: &&str| !own && (counts[sender] > 1 || looks_like_name(sender) || is_phone(sender));
        let Some(sender) = entry.sender.filter(speaks) else { continue };
        let began = *began.get_or_insert(moment(entry));
        let start = Some(times::since(began, moment(entry))).filter(|start| *start >= 0.0);
        let mut said = Said::new(Who::Label(sender.to_owned()), entry.text.trim_matches([MARK, ' '])).at(start, None);
        let until = places.get(index + 1).copied().unwrap_or(lines.len());
        lines[places[index] + 1..until].iter().for_each(|line| said.go_on(line.trim_matches([MARK, ' '])));
        said.stretch = Stretch::between(written[places[index]], written[until - 1], Dress::Plain);
        draft.said.push(said);
    }
    draft.said.retain(|said| !said.text.is_empty());
    draft.started = began.filter(|_| sure).and_then(times::rfc3339);
    vec![Ok(draft)]
}

fn is_phone(name: &str) -> bool {
    name.starts_with('+') && name.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c))
}
