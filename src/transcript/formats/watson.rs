//! IBM Watson Speech to Text: results with the times of their words; who speaks stands in a list of its own and is
//! joined on the moment where a word begins. An answer may be split in several, or lie in a job's. Registered in
//! `formats`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::parts::texts::Text;
use super::parts::times::Number;
use super::parts::words::Words;
use crate::transcript::ReadError;
use crate::transcript::draft::{Draft, Said, Who};
use crate::transcript::json::Item;

/// An answer, or a job with answers in it.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Answer {
    results: Option<Vec<Outer>>,
    speaker_labels: Option<Vec<Label>>,
    result_index: Option<u64>,
}

/// A result, or an answer of a job.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Outer {
    r#final: Option<bool>,
    alternatives: Option<Vec<Alternative>>,
    results: Option<Vec<Inner>>,
    speaker_labels: Option<Vec<Label>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Inner {
    r#final: Option<bool>,
    alternatives: Option<Vec<Alternative>>,
    speaker_labels: Option<Vec<Label>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Alternative {
    transcript: Text,
    timestamps: Option<Vec<(Text, Number, Number)>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Label {
    from: Number,
    speaker: Text,
}

/// One call's results and labels.
#[derive(Default)]
struct Call {
    best: Vec<Alternative>,
    labels: Vec<Label>,
}

pub(super) fn read(item: &Item<'_>) -> Result<Vec<Draft>, ReadError> {
    let answers: Vec<Answer> =
        if item.text.trim_start().starts_with('[') { item.parse()? } else { vec![item.parse::<Answer>()?] };
    let mut calls = vec![Call::default()];
    for answer in answers {
        let has_final = |outer: &Outer| outer.r#final != Some(false) && outer.alternatives.is_some();
        let begins = answer.result_index == Some(0) && answer.results.iter().flatten().any(has_final);
        if begins && calls.last().is_some_and(|call| !call.best.is_empty()) {
            calls.push(Call::default());
        }
        if let Some(call) = calls.last_mut() {
            add(call, answer);
        }
    }
    Ok(calls.iter().map(draft).collect())
}

fn add(call: &mut Call, answer: Answer) {
    call.labels.extend(answer.speaker_labels.unwrap_or_default());
    for outer in answer.results.unwrap_or_default() {
        call.labels.extend(outer.speaker_labels.unwrap_or_default());
        let own = Inner { r#final: outer.r#final, alternatives: outer.alternatives, speaker_labels: None };
        for result in std::iter::once(own).chain(outer.results.unwrap_or_default()) {
            call.labels.extend(result.speaker_labels.unwrap_or_default());
            // What is not final comes again.
            if result.r#final != Some(false) {
                call.best.extend(result.alternatives.and_then(|all| all.into_iter().next()));
            }
        }
    }
}

fn draft(call: &Call) -> Draft {
    let speakers: FxHashMap<i64, &str> =
        call.labels.iter().filter_map(|label| Some((millis(label.from.0?), label.speaker.get()?))).collect();
    let segments = !speakers.is_empty();
    let said = if speakers.is_empty() {
        call.best.iter().filter_map(of_result).collect()
    } else {
        of_words(&call.best, &speakers)
    };
    Draft { said, segments, ..Draft::default() }
}

/// To be compared: both lists write the same moment, perhaps with other digits.
fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

fn of_words(best: &[Alternative], speakers: &FxHashMap<i64, &str>) -> Vec<Said> {
    let mut words = Words::default();
    let mut who = Who::Unknown;
    for (text, start, end) in best.iter().filter_map(|best| best.timestamps.as_ref()).flatten() {
        // A word without a label is of whoever spoke last.
        if let Some(speaker) = start.0.and_then(|start| speakers.get(&millis(start))) {
            who = Who::Label((*speaker).to_owned());
        }
        words.word(&who, text.get().unwrap_or_default(), start.0, end.0);
    }
    words.finish()
}

fn of_result(best: &Alternative) -> Option<Said> {
    let text = best.transcript.get()?;
    let times = best.timestamps.iter().flatten().filter_map(|(_, start, end)| start.0.zip(end.0));
    let words: Vec<(f64, f64)> = times.collect();
    let (start, end) = (words.first().map(|word| word.0), words.last().map(|word| word.1));
    Some(Said { words, ..Said::new(Who::Unknown, text).at(start, end) })
}
