//! The summary as one JSON object, for dashboards and for later runs to be compared with. Its keys are stable; points,
//! scores and shares have at most two decimals (shares four). Used by `formats`.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Against, Compared, Counted, Group, Groups, Kind, Moved, Phases, Scores, Summary, Turns, share};
use crate::report::brief::{Brief, Example, Fault};
use crate::report::card::{Card, Number};
use crate::report::safe::steers;
use crate::report::writer::{Frame, Part, Redaction, Report, Writer};

/// So many faults and praises are named of a group.
const MOST_OF_GROUP: usize = 5;
/// So many agents and teams whose mean moved are named.
const MOST_MOVED: usize = 200;

/// The format: nothing a call, everything at the end.
pub struct Overview<'a> {
    frame: Frame<'a>,
}

impl<'a> Overview<'a> {
    /// For a run.
    pub fn new(frame: Frame<'a>) -> Self {
        Self { frame }
    }
}

impl Report for Overview<'_> {
    fn part(&self, _: &Card<'_>, _: &mut Part) {}

    fn writer(&self) -> Box<dyn Writer + '_> {
        Box::new(Ending { frame: &self.frame, language: None })
    }

    fn needs_summary(&self) -> bool {
        true
    }
}

struct Ending<'a> {
    frame: &'a Frame<'a>,
    /// The first call's.
    language: Option<String>,
}

impl Writer for Ending<'_> {
    fn call(&mut self, _: &mut Part, brief: &Brief, _: &mut Vec<u8>) {
        self.language.get_or_insert_with(|| brief.language.clone());
    }

    fn end(&mut self, summary: &Summary, out: &mut Vec<u8>) {
        let frame = self.frame;
        let language = frame.fixed_language.or(self.language.as_deref()).unwrap_or(frame.language);
        let mut titles = Titles { frame, language, known: FxHashMap::default() };
        let whole = Whole::of(summary, frame, &mut titles);
        let Ok(text) = serde_json::to_string_pretty(&whole) else { return };
        for c in text.chars() {
            // Outside of texts there is none but the line's end.
            if c != '\n' && steers(c) {
                out.extend(format!("\\u{:04x}", u32::from(c)).bytes());
            } else {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        out.push(b'\n');
    }
}

/// The names of rules in one language, each looked up once.
struct Titles<'a> {
    frame: &'a Frame<'a>,
    language: &'a str,
    known: FxHashMap<String, String>,
}

impl Titles<'_> {
    fn of(&mut self, rule: &str) -> String {
        if let Some(title) = self.known.get(rule) {
            return title.clone();
        }
        let title = self.frame.title_in(rule, self.language);
        self.known.insert(rule.to_owned(), title.clone());
        title
    }
}

/// The whole object.
#[derive(Serialize)]
struct Whole<'a> {
    /// Version of the program.
    coach: &'static str,
    /// Hash of the rules and settings in force.
    rules: &'a str,
    /// The language of the titles.
    language: &'a str,
    /// Personal data is masked.
    masked: bool,
    pass_mark: Number,
    /// Inputs that could not be read.
    unread: usize,
    /// Faults and missing things that are out of the scores because somebody disputes them.
    disputed: usize,
    #[serde(flatten)]
    numbers: Numbers,
    /// How many calls have so many points, ten by ten.
    distribution: Vec<Ten>,
    /// Everything that was wrong or missing, most frequent first.
    faults: Vec<Found<'a>>,
    /// Everything that was done well.
    praises: Vec<Found<'a>>,
    by_agent: Grouped<'a>,
    by_team: Grouped<'a>,
    by_day: Grouped<'a>,
    /// With `--compare`: this run beside the earlier one.
    #[serde(skip_serializing_if = "Option::is_none")]
    compared: Option<Beside<'a>>,
}

/// What calls came to: all of them, or those of a group.
#[derive(Serialize)]
struct Numbers {
    calls: usize,
    /// Calls with a score: all numbers below are of these.
    judged: usize,
    passed: usize,
    /// 0 to 1.
    pass_rate: Option<Share>,
    mean: Option<Number>,
    /// The standard deviation of a sample.
    spread: Option<Number>,
    /// To the whole point, as the quartiles are.
    median: Option<Number>,
    quartiles: Option<[Number; 2]>,
    lowest: Option<Number>,
    highest: Option<Number>,
    /// Phases, and in how many calls they are missing.
    phases_missed: Vec<Phase>,
}

#[derive(Serialize)]
struct Phase {
    phase: &'static str,
    calls: usize,
}

#[derive(Serialize)]
struct Ten {
    from: usize,
    to: usize,
    calls: usize,
}

/// A rule and how often it was found.
#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    behaviour: Option<&'a str>,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<bool>,
    calls: usize,
    times: usize,
    /// Points lost, zero or more.
    points: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<Quoted<'a>>,
}

/// The first of all, in input order.
#[derive(Serialize)]
struct Quoted<'a> {
    call: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    turn: Option<usize>,
    #[serde(skip_serializing_if = "str::is_empty")]
    quote: &'a str,
}

/// The groups of a kind.
#[derive(Serialize)]
struct Grouped<'a> {
    groups: Vec<OneGroup<'a>>,
    /// The calls of all names beyond those that are told apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    others: Option<Numbers>,
    /// The calls without a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<Numbers>,
}

#[derive(Serialize)]
struct OneGroup<'a> {
    name: &'a str,
    /// A folder is called so; the input does not say.
    from_folder: bool,
    #[serde(flatten)]
    numbers: Numbers,
    /// The most frequent.
    faults: Vec<Found<'a>>,
    praises: Vec<Found<'a>>,
}

/// This run beside an earlier one.
#[derive(Serialize)]
struct Beside<'a> {
    file: &'a str,
    calls_before: usize,
    /// Calls that are in both.
    matched: usize,
    rules_differ: bool,
    mean: BeforeNow,
    pass_rate: BeforeNowShare,
    agents: Vec<MovedName>,
    teams: Vec<MovedName>,
    /// In how many of a hundred calls.
    rose: Vec<MovedFault>,
    fell: Vec<MovedFault>,
    /// Calls that fail now and did not.
    fail: TurnedCalls<'a>,
    /// Calls that pass now and did not.
    pass: TurnedCalls<'a>,
}

#[derive(Serialize)]
struct BeforeNow {
    before: Option<Number>,
    now: Option<Number>,
    change: Option<Number>,
}

#[derive(Serialize)]
struct BeforeNowShare {
    before: Option<Share>,
    now: Option<Share>,
    change: Option<Share>,
}

#[derive(Serialize)]
struct MovedName {
    name: String,
    before: Number,
    now: Number,
    change: Number,
}

#[derive(Serialize)]
struct MovedFault {
    /// The rule; of what is missing, the behaviour.
    name: String,
    title: String,
    missing: bool,
    before: Number,
    now: Number,
    change: Number,
}

#[derive(Serialize)]
struct TurnedCalls<'a> {
    count: usize,
    /// The first of them.
    calls: Vec<TurnedCall<'a>>,
}

#[derive(Serialize)]
struct TurnedCall<'a> {
    call: &'a str,
    before: Number,
    now: Number,
}

/// A share with four decimals, so that it is exact to a hundredth of a percent.
struct Share(f64);

impl Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64((self.0 * 10_000.0).round() / 10_000.0)
    }
}

impl<'a> Whole<'a> {
    fn of(summary: &'a Summary, frame: &'a Frame<'a>, titles: &mut Titles<'a>) -> Self {
        let tens = summary.scores.tens().into_iter().enumerate();
        Self {
            coach: env!("CARGO_PKG_VERSION"),
            rules: frame.rules_hash,
            language: titles.language,
            masked: frame.redaction == Redaction::Masked,
            pass_mark: Number(frame.pass_mark),
            unread: summary.unread,
            disputed: summary.disputed,
            numbers: numbers(summary.calls, summary.passed, &summary.scores, &summary.phases_missed),
            distribution: tens
                .map(|(ten, calls)| Ten { from: ten * 10, to: if ten == 9 { 100 } else { ten * 10 + 9 }, calls })
                .collect(),
            faults: found(&summary.faults, titles),
            praises: found(&summary.praises, titles),
            by_agent: grouped(summary, summary.by(Kind::Agent), titles),
            by_team: grouped(summary, summary.by(Kind::Team), titles),
            by_day: grouped(summary, summary.by(Kind::Day), titles),
            compared: summary.compared(frame.rules_hash).map(|compared| beside(compared, titles)),
        }
    }
}

fn numbers(calls: usize, passed: usize, scores: &Scores, phases: &Phases) -> Numbers {
    Numbers {
        calls,
        judged: scores.count(),
        passed,
        pass_rate: share(passed, scores.count()).map(Share),
        mean: scores.mean().map(Number),
        spread: scores.spread().map(Number),
        median: scores.quantile(0.5).map(Number),
        quartiles: scores.quantile(0.25).zip(scores.quantile(0.75)).map(|(low, high)| [Number(low), Number(high)]),
        lowest: scores.lowest().map(Number),
        highest: scores.highest().map(Number),
        phases_missed: phases.iter().map(|(phase, calls)| Phase { phase, calls: *calls }).collect(),
    }
}

fn quoted(example: Option<&Arc<Example>>) -> Option<Quoted<'_>> {
    example.map(|example| Quoted { call: &example.call, turn: example.turn, quote: &example.quote })
}

fn found<'a>(faults: &'a BTreeMap<String, Fault>, titles: &mut Titles<'_>) -> Vec<Found<'a>> {
    let found = Summary::most_frequent(faults).into_iter().map(|(rule, fault)| Found {
        rule,
        behaviour: Some(&fault.behaviour),
        title: titles.of(rule),
        missing: Some(fault.missing),
        calls: fault.calls,
        times: fault.times,
        points: Number(fault.points),
        example: quoted(fault.example.as_ref()),
    });
    found.collect()
}

fn grouped<'a>(summary: &'a Summary, groups: &'a Groups, titles: &mut Titles<'_>) -> Grouped<'a> {
    let of = |group: &Group| numbers(group.calls, group.passed, &group.scores, &group.phases_missed);
    let mut most = |rules: Vec<(&'a str, &'a Counted)>| {
        let most = rules.into_iter().take(MOST_OF_GROUP).map(|(rule, counted)| Found {
            rule,
            behaviour: None,
            title: titles.of(rule),
            missing: None,
            calls: counted.calls,
            times: counted.times,
            points: Number(counted.points),
            example: quoted(counted.example.as_ref()),
        });
        most.collect()
    };
    let some = |group: &Group| (group.calls > 0).then(|| of(group));
    Grouped {
        others: some(&groups.others),
        unknown: some(&groups.unknown),
        groups: groups
            .named
            .iter()
            .map(|(name, group)| OneGroup {
                name,
                from_folder: group.from_folder,
                numbers: of(group),
                faults: most(summary.rules_of(&group.faults)),
                praises: most(summary.rules_of(&group.praises)),
            })
            .collect(),
    }
}

fn beside<'a>(compared: Compared<'a>, titles: &Titles<'_>) -> Beside<'a> {
    let number = |value: Option<f64>| value.map(Number);
    let rated = |value: Option<f64>| value.map(Share);
    let names = |moved: Vec<Moved>| {
        let names = moved.into_iter().take(MOST_MOVED).map(|moved| MovedName {
            before: Number(moved.before),
            now: Number(moved.now),
            change: Number(moved.change()),
            name: moved.name,
        });
        names.collect()
    };
    let faults = |moved: Vec<Moved>| {
        let faults = moved.into_iter().map(|moved| MovedFault {
            title: titles.frame.fault_in(&moved.name, moved.missing, titles.language),
            missing: moved.missing,
            before: Number(moved.before),
            now: Number(moved.now),
            change: Number(moved.change()),
            name: moved.name,
        });
        faults.collect()
    };
    let Against { before, now } = compared.mean;
    let rate = compared.pass_rate;
    Beside {
        file: compared.file,
        calls_before: compared.calls_before,
        matched: compared.matched,
        rules_differ: compared.rules_differ,
        mean: BeforeNow { before: number(before), now: number(now), change: number(compared.mean.change()) },
        pass_rate: BeforeNowShare { before: rated(rate.before), now: rated(rate.now), change: rated(rate.change()) },
        agents: names(compared.agents),
        teams: names(compared.teams),
        rose: faults(compared.rose),
        fell: faults(compared.fell),
        fail: turned(compared.fail),
        pass: turned(compared.pass),
    }
}

fn turned(turns: &Turns) -> TurnedCalls<'_> {
    let calls = turns.first.iter().map(|turned| TurnedCall {
        call: &turned.call,
        before: Number(turned.before),
        now: Number(turned.now),
    });
    TurnedCalls { count: turns.count, calls: calls.collect() }
}
