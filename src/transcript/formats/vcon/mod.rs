//! vCon (draft-ietf-vcon-vcon-core): a conversation with its parties, its dialogs and what was made of them. The
//! transcripts stand in `analysis`, in whatever format made them, or are the text dialogs themselves. One vCon is one
//! call, but for recordings that lie far apart. Signed and encrypted files are not opened, and what a file calls
//! critical must be known here. Registered in `formats`.

mod body;
mod parties;
mod turns;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use super::parts::texts::Text;
use super::parts::times::{self, Number, epoch, since};
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said};
use crate::transcript::html::to_text;
use crate::transcript::json::Item;
use body::{Bodies, text};
use parties::{Parties, originator};

/// Extensions that are understood; others are passed over unless a file calls them critical.
const UNDERSTOOD: [&str; 3] = ["wtf_transcription", "CC", "contact_center"];
/// A recording that begins so many seconds after the one before has ended is another call, and not its other part.
const APART: f64 = 3600.0;

#[derive(Deserialize)]
struct File<'a> {
    #[serde(default)]
    uuid: Text,
    parties: Option<Vec<Value>>,
    #[serde(borrow)]
    dialog: Option<Vec<Option<Dialog<'a>>>>,
    #[serde(borrow)]
    analysis: Option<Vec<Option<Content<'a>>>>,
    #[serde(borrow)]
    attachments: Option<Vec<Option<Content<'a>>>>,
    critical: Option<Value>,
    /// `critical` until version 0.3.0.
    must_support: Option<Value>,
    payload: Option<IgnoredAny>,
    ciphertext: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Dialog<'a> {
    #[serde(rename = "type", default)]
    kind: Text,
    start: Option<Value>,
    #[serde(default)]
    duration: Number,
    parties: Option<Value>,
    originator: Option<Value>,
    #[serde(default)]
    mediatype: Text,
    /// `mediatype` until version 0.0.1.
    #[serde(default)]
    mimetype: Text,
    #[serde(default)]
    encoding: Text,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
}

/// Analysis or attachment.
#[derive(Deserialize)]
struct Content<'a> {
    #[serde(rename = "type", default)]
    kind: Text,
    #[serde(default)]
    purpose: Text,
    dialog: Option<Value>,
    #[serde(default)]
    encoding: Text,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    /// `body` before version 0.0.1.
    #[serde(borrow)]
    transcript: Option<&'a RawValue>,
}

impl Dialog<'_> {
    /// Seconds since the epoch.
    fn start(&self) -> Option<f64> {
        match self.start.as_ref()? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => epoch(text).or_else(|| mail_date(text)),
            _ => None,
        }
    }

    fn is(&self, kind: &str) -> bool {
        self.kind.get().is_some_and(|own| own.eq_ignore_ascii_case(kind))
    }
}

impl Content<'_> {
    fn dialogs(&self) -> Vec<usize> {
        let index = |value: &Value| value.as_u64().map(|index| index as usize);
        match &self.dialog {
            Some(Value::Array(list)) => list.iter().filter_map(index).collect(),
            Some(one) => index(one).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn is_transcript(&self) -> bool {
        let says = |kind: &Text| kind.get().is_some_and(|kind| kind.to_ascii_lowercase().contains("transcri"));
        says(&self.kind) || says(&self.purpose)
    }
}

/// Some of what was said: a recording's transcript, or a text.
struct Part {
    /// Seconds since the epoch.
    start: Option<f64>,
    /// How long it took, in seconds, where the dialog tells.
    duration: f64,
    dialogs: Vec<usize>,
    recording: bool,
    draft: Draft,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let file: File<'_> = item.parse()?;
    refuse(item, &file)?;
    let parties = Parties::new(item.reader, file.parties.as_deref().unwrap_or_default());
    let dialogs = file.dialog.as_deref().unwrap_or_default();
    let mut bodies = Bodies::new(item);
    let mut parts = transcripts(&file, dialogs, &mut bodies)?;
    texts(dialogs, &parties, &mut bodies, &mut parts);
    if parts.is_empty() {
        return Err(item.error("vcon-no-transcript"));
    }
    let uuid = file.uuid.owned();
    let mut drafts: Vec<Draft> = calls(parts).into_iter().map(|parts| whole(parts, &parties)).collect();
    let several = drafts.len() > 1;
    for (index, draft) in drafts.iter_mut().enumerate() {
        draft.id = uuid.as_ref().map(|id| if several { format!("{id}#{}", index + 1) } else { id.clone() });
    }
    Ok(drafts)
}

fn refuse(item: &Item<'_>, file: &File<'_>) -> Result<(), ReadError> {
    if file.dialog.is_none() && file.analysis.is_none() {
        if file.ciphertext.is_some() {
            return Err(item.error("vcon-encrypted"));
        }
        if file.payload.is_some() {
            return Err(item.error("vcon-signed"));
        }
    }
    let names = [&file.critical, &file.must_support].into_iter().flatten().flat_map(|value| match value {
        Value::Array(list) => list.iter().collect(),
        one => vec![one],
    });
    let name = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let unknown: Vec<String> = names.map(name).filter(|name| !UNDERSTOOD.contains(&name.as_str())).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let mut error = item.error("vcon-critical");
    error.args.push(("names", unknown.join(", ")));
    Err(error)
}

/// Of each dialog one transcript: first what calls itself one, and of these what tells the speakers apart.
fn transcripts<'a>(
    file: &File<'a>,
    dialogs: &[Option<Dialog<'a>>],
    bodies: &mut Bodies<'a>,
) -> Result<Vec<Part>, ReadError> {
    let dialog = |index: &usize| dialogs.get(*index).and_then(Option::as_ref);
    let mut found: Vec<(usize, Part)> = Vec::new();
    let mut failed = None;
    for (list, name) in [(&file.analysis, "analysis"), (&file.attachments, "attachments")] {
        for (index, content) in list.iter().flatten().enumerate() {
            let Some((content, body)) = content.as_ref().and_then(|c| Some((c, c.body.or(c.transcript)?))) else {
                continue;
            };
            let mut of = content.dialogs();
            of.retain(|index| dialog(index).is_some());
            let start = of.first().and_then(dialog).and_then(Dialog::start);
            // What was made of texts is no better than the texts.
            if !of.is_empty() && of.iter().filter_map(dialog).all(|d| d.is("text") && d.body.is_some()) {
                continue;
            }
            let named = content.is_transcript();
            let read = if named {
                bodies.read(body, content.encoding.get(), start, || format!("{name}[{index}].body"))
            } else {
                // Some call their transcript what they like; but a list of turns is a list of turns.
                Ok(Some(body).filter(|body| body.get().starts_with('[')).and_then(|body| bodies.turns(body, start)))
            };
            match read {
                Ok(Some(draft)) => {
                    let rank = usize::from(!named) * 2 + usize::from(!tells_apart(&draft));
                    let duration = of.iter().filter_map(dialog).filter_map(|d| d.duration.0).fold(0.0, f64::max);
                    found.push((rank, Part { start, duration, dialogs: of, recording: true, draft }));
                }
                Ok(None) => {}
                Err(error) => failed = failed.or(Some(error)),
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    let (mut taken, mut whole) = (vec![false; dialogs.len()], false);
    let mut parts: Vec<Part> = Vec::new();
    for (_, part) in found {
        let new = if part.dialogs.is_empty() { parts.is_empty() } else { !part.dialogs.iter().any(|&d| taken[d]) };
        // One of no dialog in particular speaks for all of them.
        if new && !whole {
            whole = part.dialogs.is_empty();
            part.dialogs.iter().for_each(|&dialog| taken[dialog] = true);
            parts.push(part);
        }
    }
    match failed {
        Some(error) if parts.is_empty() => Err(error),
        _ => Ok(parts),
    }
}

fn is_html(mediatype: &str) -> bool {
    mediatype.to_ascii_lowercase().starts_with("text/html")
}

fn tells_apart(draft: &Draft) -> bool {
    draft.said.iter().any(|said| said.who != draft.said[0].who)
}

/// The text dialogs: each is what its originator wrote, unless it is a transcript itself.
fn texts<'a>(dialogs: &[Option<Dialog<'a>>], parties: &Parties<'_>, bodies: &mut Bodies<'a>, parts: &mut Vec<Part>) {
    for (index, dialog) in dialogs.iter().enumerate().filter_map(|(i, d)| Some((i, d.as_ref()?))) {
        let Some(body) = dialog.body.filter(|_| dialog.is("text")) else { continue };
        let start = dialog.start();
        let of = vec![index];
        let Some(text) = text(body, dialog.encoding.get()) else {
            if let Some(draft) = bodies.turns(body, start) {
                parts.push(Part { start, duration: 0.0, dialogs: of, recording: false, draft });
            }
            continue;
        };
        let html = [&dialog.mediatype, &dialog.mimetype].into_iter().any(|kind| kind.get().is_some_and(is_html));
        let text = if html { to_text(&text) } else { text };
        let draft = bodies.conversation(&text, parties, start).unwrap_or_else(|| {
            let said = Said::new(originator(dialog.parties.as_ref(), dialog.originator.as_ref()), &text);
            let end = dialog.duration.0.filter(|seconds| *seconds > 0.0 && start.is_some());
            Draft { said: vec![said.at(start.map(|_| 0.0), end)], ..Draft::default() }
        });
        if draft.said.iter().any(|said| !said.text.is_empty()) {
            parts.push(Part { start, duration: 0.0, dialogs: of, recording: false, draft });
        }
    }
}

/// In the order of their starts, and apart where a recording begins long after the one before has ended.
fn calls(parts: Vec<Part>) -> Vec<Vec<Part>> {
    let mut last = f64::NEG_INFINITY;
    let mut keyed: Vec<(f64, Part)> = Vec::with_capacity(parts.len());
    // The analyses need not stand in the order of the dialogs.
    let mut parts = parts;
    parts.sort_by_key(|part| part.dialogs.first().copied().unwrap_or(0));
    for part in parts {
        last = part.start.unwrap_or(last);
        keyed.push((last, part));
    }
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut calls: Vec<Vec<Part>> = Vec::new();
    let mut ended = f64::INFINITY;
    for (_, part) in keyed {
        let apart = part.recording && part.start.is_some_and(|start| start - ended > APART);
        let ends =
            part.start.filter(|_| part.recording).map(|start| start + part.duration.max(length(&part.draft.said)));
        match calls.last_mut().filter(|_| !apart) {
            Some(call) => call.push(part),
            None => calls.push(vec![part]),
        }
        ended = ends.map_or(ended, |ends| if ended.is_finite() && !apart { ended.max(ends) } else { ends });
    }
    calls
}

/// Seconds from the start to the last thing that was said.
fn length(said: &[Said]) -> f64 {
    said.iter().filter_map(|said| said.end.or(said.start)).fold(0.0, f64::max)
}

/// One call of its parts.
fn whole(parts: Vec<Part>, parties: &Parties<'_>) -> Draft {
    let began = parts.iter().find_map(|part| part.start);
    let mut call = Draft { started: began.and_then(times::rfc3339), ..Draft::default() };
    let several = parts.len() > 1;
    let mut lasted: f64 = 0.0;
    for part in parts {
        // What has no start of its own comes when all before it has been said.
        let offset = match part.start.zip(began) {
            Some((start, began)) => since(began, start).max(0.0),
            None => lasted,
        };
        let Draft { said, segments, interruptions, notes, agent, team, .. } = part.draft;
        let before = call.said.len();
        call.said.extend(said.into_iter().map(|said| later(said, offset)));
        lasted = lasted.max(length(&call.said[before..]));
        call.segments |= segments;
        if let Some(list) = interruptions {
            let moved = list.into_iter().map(|mut one| {
                one.start += offset;
                one
            });
            call.interruptions.get_or_insert_default().extend(moved);
        }
        call.notes.extend(notes);
        call.agent = call.agent.or(agent);
        call.team = call.team.or(team);
        call.parts.extend(part.dialogs);
    }
    if several {
        call.sort();
    }
    call.parts.sort_unstable();
    parties.name(&mut call.said);
    call
}

fn later(mut said: Said, offset: f64) -> Said {
    if offset > 0.0 {
        // To the millisecond: so the sum of two numbers does not show their steps.
        let add = |time: f64| ((time + offset) * 1000.0).round() / 1000.0;
        said.start = said.start.map(add);
        said.end = said.end.map(add);
        said.words.iter_mut().for_each(|word| *word = (add(word.0), add(word.1)));
    }
    said
}

/// `Wed, 18 May 2022 23:05:05 -0000`, as the first vCons wrote it: seconds since the epoch.
fn mail_date(text: &str) -> Option<f64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = text.split_once(',').map_or(text, |(_, date)| date);
    let mut words = text.split_whitespace();
    let day: u8 = words.next()?.parse().ok()?;
    let named = words.next()?;
    let month = MONTHS.iter().position(|month| named.eq_ignore_ascii_case(month))? + 1;
    let (year, time) = (words.next()?, words.next()?);
    let zone = words.next().filter(|zone| *zone != "GMT").unwrap_or("Z");
    epoch(&format!("{year}-{month:02}-{day:02}T{time}{zone}"))
}
