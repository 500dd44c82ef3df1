//! From what people wrote to checked rules: names that exist, fields that fit the kind, numbers in range. Every
//! mistake is collected with its place; a rule with a mistake is left out.

use rustc_hash::FxHashMap;

use super::model::{
    Behaviour, BehaviourKind, CarriedRule, ConditionRule, ExpectRule, HeardRule, Kind, LimitRule, OrderRule, Rule,
    RuleBook, RuleId, RuleText, SEVERITIES, Scope, Severity,
};
use crate::cues::{CueId, CueTable, MEASURES, PHASES};
use crate::packs::{Located, Location, Packs, Problem, Problems, RawAdjustment, RawRule, Text, one_of};
use crate::transcript::Role;

const BEHAVIOUR_KINDS: [(&str, BehaviourKind); 4] = [
    ("avoid", BehaviourKind::Avoid),
    ("expect", BehaviourKind::Expect),
    ("praise", BehaviourKind::Praise),
    ("condition", BehaviourKind::Condition),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum RawKind {
    Avoid,
    Expect,
    Praise,
    Condition,
    Order,
    Limit,
    Carried,
}

impl RawKind {
    /// The kind of behaviour that a rule of this kind finds.
    fn finds(self) -> BehaviourKind {
        match self {
            Self::Expect => BehaviourKind::Expect,
            Self::Praise => BehaviourKind::Praise,
            Self::Condition => BehaviourKind::Condition,
            Self::Avoid | Self::Order | Self::Limit | Self::Carried => BehaviourKind::Avoid,
        }
    }
}

const KINDS: [(&str, RawKind); 7] = [
    ("avoid", RawKind::Avoid),
    ("expect", RawKind::Expect),
    ("praise", RawKind::Praise),
    ("condition", RawKind::Condition),
    ("order", RawKind::Order),
    ("limit", RawKind::Limit),
    ("carried", RawKind::Carried),
];

/// Severities by their name in TOML.
fn severities() -> Vec<(&'static str, Severity)> {
    SEVERITIES.iter().map(|(name, severity, _)| (*name, *severity)).collect()
}

impl RuleBook {
    /// Checks every rule of the packs against the cues, and lays the user's adjustments over them.
    pub fn new(packs: &Packs, cues: &CueTable, problems: &mut Problems) -> Self {
        let mut book = Self { rules: Vec::new(), behaviours: behaviours(packs, problems) };
        let conditions = condition_names(packs);
        let mut seen: FxHashMap<&str, &Location> = FxHashMap::default();
        for raw in &packs.rules {
            if let Some(first) = seen.insert(&raw.id.value, &raw.id.at) {
                let args = vec![("rule", raw.id.value.to_string())];
                problems.push(Problem::at("rule-twice", &raw.id.at, args).with_related(first, "problem.first-here"));
                continue;
            }
            let checker = Checker { cues, conditions: &conditions, raw };
            if let Some(rule) = checker.rule(&mut book.behaviours, problems) {
                book.rules.push(rule);
            }
        }
        book.resolve_conditions(&conditions);
        book.add_texts(packs, problems);
        for adjustment in &packs.adjustments {
            book.adjust(adjustment, problems);
        }
        book
    }

    /// Conditions were numbered by name before the rules had numbers.
    fn resolve_conditions(&mut self, names: &[&str]) {
        let numbers: Vec<Option<RuleId>> = names.iter().map(|name| self.find(name)).collect();
        // False for a condition that is in no book: nothing can wait for it.
        let resolve = |scope: &mut Scope| {
            if let Scope::Condition(RuleId(name)) = *scope {
                let Some(number) = numbers[name as usize] else { return false };
                *scope = Scope::Condition(number);
            }
            true
        };
        for rule in &mut self.rules {
            rule.when.retain_mut(resolve);
            rule.unless.retain_mut(resolve);
            if let Kind::Heard(heard) = &mut rule.kind {
                heard.evidence.retain_mut(|(scope, _)| resolve(scope));
            }
        }
    }

    fn add_texts(&mut self, packs: &Packs, problems: &mut Problems) {
        let every: Vec<&str> = packs.language_codes();
        let mut placed = Vec::new();
        for text in &packs.texts {
            let Some(id) = self.find(&text.rule.value) else {
                // A rule that has mistakes of its own is not there to be named.
                if !packs.rules.iter().any(|r| r.id.value == text.rule.value) {
                    let args = vec![("rule", text.rule.value.to_string())];
                    let known = self.rules.iter().map(|r| r.id.as_str());
                    problems
                        .push(Problem::at("unknown-rule", &text.rule.at, args).did_you_mean(&text.rule.value, known));
                }
                continue;
            };
            placed.push((id, text));
        }
        for (id, text) in placed {
            let codes = text.language.as_deref().map_or_else(|| every.clone(), |code| vec![code]);
            for code in codes {
                let mine = self.rules[id.0 as usize].texts.entry(code.to_owned()).or_default();
                for (field, given) in [
                    (&mut mine.title, &text.title),
                    (&mut mine.why, &text.why),
                    (&mut mine.message, &text.message),
                    (&mut mine.suggestion, &text.suggestion),
                ] {
                    if let Some(given) = given {
                        (*given.value).clone_into(field);
                    }
                }
                mine.bad.extend(text.bad.iter().cloned());
                mine.good.extend(text.good.iter().cloned());
            }
        }
        // A rule without words is still told by its name.
        for rule in &mut self.rules {
            if rule.texts.is_empty() {
                rule.texts.extend(every.iter().map(|code| ((*code).to_owned(), RuleText::default())));
            }
            for text in rule.texts.values_mut() {
                if text.title.is_empty() {
                    text.title.clone_from(&rule.id);
                }
                if text.message.is_empty() {
                    text.message.clone_from(&text.title);
                }
            }
        }
    }

    fn adjust(&mut self, change: &RawAdjustment, problems: &mut Problems) {
        let Some(id) = self.find(&change.rule.value) else {
            let args = vec![("rule", change.rule.value.to_string())];
            let known = self.rules.iter().map(|r| r.id.as_str());
            problems.push(Problem::at("unknown-rule", &change.rule.at, args).did_you_mean(&change.rule.value, known));
            return;
        };
        let rule = &mut self.rules[id.0 as usize];
        if let Some(enabled) = &change.enabled {
            rule.off = (!enabled.value).then(|| enabled.at.clone());
        }
        if let Some(severity) = change.severity.as_ref().and_then(|s| one_of(s, &severities(), problems)) {
            rule.severity = severity;
            let at = change.severity.as_ref().map_or_else(|| rule.at.clone(), |s| s.at.clone());
            rule.points = Located { value: severity.default_points(), at };
        }
        let mut points = |target: &mut Located<f64>, given: &Option<Located<f64>>| {
            if let Some(given) = given.as_ref().filter(|g| in_range(g, 0.0, 100.0, problems)) {
                *target = given.clone();
            }
        };
        points(&mut rule.points, &change.points);
        points(&mut rule.weight, &change.weight);
        let value = |given: &Option<Located<f64>>| given.as_ref().map(|g| g.value);
        let mut unfit = Vec::new();
        match &mut rule.kind {
            Kind::Limit(limit) => {
                limit.coach = value(&change.coach).or(limit.coach);
                limit.cost = value(&change.cost).unwrap_or(limit.cost);
                unfit.extend([&change.weight, &change.within_turns, &change.within_seconds, &change.threshold]);
            }
            Kind::Expect(expect) => {
                expect.within_turns = value(&change.within_turns).map(|n| n as usize).or(expect.within_turns);
                expect.within_seconds = value(&change.within_seconds).or(expect.within_seconds);
                unfit.extend([&change.points, &change.coach, &change.cost, &change.threshold]);
            }
            Kind::Heard(heard) => {
                heard.threshold = value(&change.threshold).unwrap_or(heard.threshold);
                heard.within_turns = value(&change.within_turns).map_or(heard.within_turns, |n| n as usize);
                unfit.extend([&change.weight, &change.coach, &change.cost, &change.within_seconds]);
            }
            Kind::Order(OrderRule { within_turns, .. }) => {
                *within_turns = value(&change.within_turns).map_or(*within_turns, |n| n as usize);
                unfit.extend([&change.weight, &change.coach, &change.cost, &change.threshold, &change.within_seconds]);
            }
            Kind::Carried(_) => {
                unfit.extend([&change.weight, &change.coach, &change.cost, &change.threshold]);
                unfit.extend([&change.within_turns, &change.within_seconds]);
            }
            Kind::Condition(condition) => {
                condition.threshold = value(&change.threshold).unwrap_or(condition.threshold);
                unfit.extend([&change.points, &change.weight, &change.coach, &change.cost]);
                unfit.extend([&change.within_turns, &change.within_seconds]);
            }
        }
        let grave = matches!(rule.kind, Kind::Expect(_) | Kind::Condition(_)).then_some(change.severity.as_ref());
        let unfit = unfit.into_iter().flatten().map(|number| &number.at).chain(grave.flatten().map(|text| &text.at));
        for at in unfit {
            problems.push(Problem::at("not-for-this-kind", at, vec![("rule", rule.id.clone())]));
        }
    }
}

fn behaviours(packs: &Packs, problems: &mut Problems) -> Vec<Behaviour> {
    let checked = packs.behaviours.iter().filter_map(|raw| {
        let phase = raw.phase.as_ref().and_then(|phase| one_of(phase, &PHASES, problems));
        let kind = one_of(&raw.kind, &BEHAVIOUR_KINDS, problems)?;
        Some(Behaviour { id: raw.id.value.to_string(), kind, source: raw.source.value.to_string(), phase })
    });
    checked.collect()
}

fn condition_names(packs: &Packs) -> Vec<&str> {
    let conditions = packs.rules.iter().filter(|r| r.kind.as_ref().is_some_and(|k| k.value == "condition"));
    conditions.map(|r| &*r.id.value).collect()
}

fn in_range(number: &Located<f64>, least: f64, most: f64, problems: &mut Problems) -> bool {
    let fits = (least..=most).contains(&number.value);
    if !fits {
        let args = vec![("value", number.value.to_string()), ("least", least.to_string()), ("most", most.to_string())];
        problems.push(Problem::at("out-of-range", &number.at, args));
    }
    fits
}

struct Checker<'a> {
    cues: &'a CueTable,
    conditions: &'a [&'a str],
    raw: &'a RawRule,
}

impl Checker<'_> {
    fn rule(&self, behaviours: &mut Vec<Behaviour>, problems: &mut Problems) -> Option<Rule> {
        let raw = self.raw;
        let kind_text = raw.kind.as_ref()?;
        let kind = one_of(kind_text, &KINDS, problems)?;
        let before = problems.len();
        self.fields_fit(kind, &kind_text.value, problems);
        let found = kind.finds();
        let behaviour = self.behaviour(found, behaviours, problems);
        let severity = match &raw.severity {
            Some(text) => one_of(text, &severities(), problems)?,
            None if found == BehaviourKind::Avoid => Severity::Minor,
            None => Severity::Tip,
        };
        let or_at_id = |given: &Option<Located<f64>>, otherwise: f64, problems: &mut Problems| match given {
            Some(number) if in_range(number, 0.0, 100.0, problems) => number.clone(),
            _ => Located { value: otherwise, at: raw.id.at.clone() },
        };
        let points = or_at_id(&raw.points, severity.default_points(), problems);
        let weight = or_at_id(&raw.weight, 1.0, problems);
        let rule = Rule {
            id: raw.id.value.to_string(),
            at: raw.id.at.clone(),
            behaviour,
            kind: self.kind(kind, problems)?,
            severity,
            points,
            weight,
            when: self.scopes(&raw.when, problems),
            unless: self.scopes(&raw.unless, problems),
            off: None,
            texts: FxHashMap::default(),
        };
        (problems.len() == before).then_some(rule)
    }

    /// The behaviour that the rule finds: one of the catalogue, or a new one of the rule's own name.
    fn behaviour(&self, kind: BehaviourKind, all: &mut Vec<Behaviour>, problems: &mut Problems) -> usize {
        let raw = self.raw;
        let name = raw.behaviour.as_ref().unwrap_or(&raw.id);
        if let Some(index) = all.iter().position(|b| b.id == name.value) {
            if all[index].kind != kind {
                let args = vec![("behaviour", name.value.to_string()), ("kind", all[index].kind.as_str().to_owned())];
                problems.push(Problem::at("behaviour-kind", &name.at, args));
            }
            return index;
        }
        if let Some(named) = &raw.behaviour {
            let args = vec![("name", named.value.to_string())];
            let known = all.iter().map(|b| b.id.as_str());
            problems.push(Problem::at("unknown-behaviour", &named.at, args).did_you_mean(&named.value, known));
        }
        let phase = raw.phase.as_ref().and_then(|phase| one_of(phase, &PHASES, problems));
        all.push(Behaviour { id: name.value.to_string(), kind, source: String::new(), phase });
        all.len() - 1
    }

    /// A field that its kind does not know would be passed over in silence.
    fn fields_fit(&self, kind: RawKind, kind_name: &str, problems: &mut Problems) {
        use RawKind::{Avoid, Carried, Condition, Expect, Limit, Order, Praise};
        let raw = self.raw;
        let text = |t: &Option<Text>| t.as_ref().map(|t| t.at.clone());
        let number = |n: &Option<Located<f64>>| n.as_ref().map(|n| n.at.clone());
        let texts = |t: &[Text]| t.first().map(|t| t.at.clone());
        let given: [(&str, Option<Location>, &[RawKind]); 27] = [
            ("phase", text(&raw.phase), &[Expect]),
            ("weight", number(&raw.weight), &[Expect]),
            ("points", number(&raw.points), &[Avoid, Order, Limit, Carried]),
            ("after", texts(&raw.after), &[Expect]),
            ("before", texts(&raw.before), &[Expect]),
            ("first-turns", number(&raw.first_turns), &[Expect, Carried]),
            ("last-turns", number(&raw.last_turns), &[Expect]),
            ("reached-by", texts(&raw.reached_by), &[Expect]),
            ("reached-first-turns", number(&raw.reached_first_turns), &[Expect]),
            ("met-by", texts(&raw.met_by), &[Expect]),
            ("within-seconds", number(&raw.within_seconds), &[Expect]),
            ("within-turns", number(&raw.within_turns), &[Expect, Order, Avoid, Praise, Condition, Limit]),
            ("needs", raw.needs.iter().flatten().next().map(|t| t.at.clone()), &[Order]),
            ("measure", text(&raw.measure), &[Limit]),
            ("coach", number(&raw.coach), &[Limit]),
            ("cost", number(&raw.cost), &[Limit]),
            ("threshold", number(&raw.threshold), &[Condition, Avoid, Praise]),
            ("ends-by", texts(&raw.ends_by), &[Condition]),
            ("evidence", raw.evidence.first().map(|(name, _)| name.at.clone()), &[Avoid, Praise]),
            ("choose", text(&raw.choose), &[Avoid, Praise]),
            ("needs-before", texts(&raw.needs_before), &[Avoid, Praise]),
            ("needs-count", number(&raw.needs_count), &[Avoid, Praise]),
            ("once", raw.once.as_ref().map(|o| o.at.clone()), &[Avoid, Praise, Limit]),
            ("first-only", raw.first_only.as_ref().map(|o| o.at.clone()), &[Order]),
            ("unless-same-turn", texts(&raw.unless_same_turn), &[Avoid, Praise, Order, Limit]),
            ("unless-before", texts(&raw.unless_before), &[Avoid, Praise, Order, Limit]),
            ("unless-said-first-by", text(&raw.unless_said_first_by), &[Avoid, Praise]),
        ];
        for (key, at, kinds) in given {
            if let Some(at) = at.filter(|_| !kinds.contains(&kind)) {
                let args = vec![("key", key.to_owned()), ("kind", kind_name.to_owned())];
                problems.push(Problem::at("field-not-for-kind", &at, args));
            }
        }
    }

    fn cue(&self, name: &Text, problems: &mut Problems) -> Option<CueId> {
        let found = self.cues.find(&name.value);
        if found.is_none() {
            let args = vec![("name", name.value.to_string())];
            problems.push(Problem::at("unknown-cue", &name.at, args).did_you_mean(&name.value, self.cues.names()));
        }
        found
    }

    fn cues(&self, names: &[Text], problems: &mut Problems) -> Vec<CueId> {
        names.iter().filter_map(|name| self.cue(name, problems)).collect()
    }

    /// The rule's cues; the cue of its own name where it gives none.
    fn own_cues(&self, problems: &mut Problems) -> Vec<CueId> {
        if self.raw.cues.is_empty() {
            let own = self.cues.find(&self.raw.id.value);
            if own.is_none() {
                let args = vec![("rule", self.raw.id.value.to_string())];
                problems.push(Problem::at("rule-without-phrases", &self.raw.id.at, args));
            }
            return own.into_iter().collect();
        }
        self.cues(&self.raw.cues, problems)
    }

    fn scopes(&self, names: &[Text], problems: &mut Problems) -> Vec<Scope> {
        names.iter().filter_map(|name| self.scope(name, problems)).collect()
    }

    fn scope(&self, name: &Text, problems: &mut Problems) -> Option<Scope> {
        match self.conditions.iter().position(|c| *c == name.value) {
            Some(number) => Some(Scope::Condition(RuleId(number as u16))),
            None => self.cue(name, problems).map(Scope::Cue),
        }
    }

    fn kind(&self, kind: RawKind, problems: &mut Problems) -> Option<Kind> {
        let raw = self.raw;
        let p = problems;
        let value = |n: &Option<Located<f64>>| n.as_ref().map(|n| n.value);
        let turns = |n: &Option<Located<f64>>| n.as_ref().map(|n| n.value.max(0.0) as usize);
        let once = raw.once.as_ref().is_some_and(|once| once.value);
        let threshold = value(&raw.threshold).unwrap_or(1.0);
        Some(match kind {
            RawKind::Avoid | RawKind::Praise => {
                let roles = [("agent", Role::Agent), ("customer", Role::Customer)];
                let counts = [("each", true), ("turn", false)];
                Kind::Heard(HeardRule {
                    cues: self.own_cues(p),
                    evidence: self.evidence(p),
                    threshold,
                    choose: raw.choose.as_ref().map(|name| name.value.to_string()),
                    needs_before: self.cues(&raw.needs_before, p),
                    needs_count: turns(&raw.needs_count).unwrap_or(1),
                    once,
                    unless_same_turn: self.cues(&raw.unless_same_turn, p),
                    unless_before: self.cues(&raw.unless_before, p),
                    within_turns: turns(&raw.within_turns).unwrap_or(usize::MAX),
                    unless_said_first_by: raw.unless_said_first_by.as_ref().and_then(|r| one_of(r, &roles, p)),
                    each: raw.count.as_ref().and_then(|c| one_of(c, &counts, p)).unwrap_or(false),
                })
            }
            RawKind::Expect => Kind::Expect(ExpectRule {
                cues: self.own_cues(p),
                met_by: self.cues(&raw.met_by, p),
                phase: raw.phase.as_ref().and_then(|phase| one_of(phase, &PHASES, p)),
                first_turns: turns(&raw.first_turns),
                last_turns: turns(&raw.last_turns),
                after: self.cues(&raw.after, p),
                before: self.cues(&raw.before, p),
                within_turns: turns(&raw.within_turns),
                within_seconds: value(&raw.within_seconds),
                reached_by: self.cues(&raw.reached_by, p),
                reached_first_turns: turns(&raw.reached_first_turns),
            }),
            RawKind::Order => {
                self.required("needs", raw.needs.is_empty(), p);
                Kind::Order(OrderRule {
                    cues: self.own_cues(p),
                    needs: raw.needs.iter().map(|group| self.cues(group, p)).collect(),
                    within_turns: turns(&raw.within_turns).unwrap_or(6),
                    unless_same_turn: self.cues(&raw.unless_same_turn, p),
                    unless_before: self.cues(&raw.unless_before, p),
                    first_only: raw.first_only.as_ref().is_some_and(|first| first.value),
                })
            }
            RawKind::Limit => {
                self.required("measure", raw.measure.is_none(), p);
                self.required("cost", raw.cost.is_none(), p);
                Kind::Limit(LimitRule {
                    measure: one_of(raw.measure.as_ref()?, &MEASURES, p)?,
                    cues: self.cues(&raw.cues, p),
                    coach: value(&raw.coach),
                    cost: value(&raw.cost)?,
                    unless_same_turn: self.cues(&raw.unless_same_turn, p),
                    unless_before: self.cues(&raw.unless_before, p),
                    within_turns: turns(&raw.within_turns).unwrap_or(usize::MAX),
                    once,
                })
            }
            RawKind::Carried => Kind::Carried(CarriedRule {
                cues: self.own_cues(p),
                first_turns: turns(&raw.first_turns).unwrap_or(usize::MAX),
            }),
            RawKind::Condition => Kind::Condition(ConditionRule {
                cues: self.own_cues(p),
                threshold,
                within_turns: turns(&raw.within_turns).unwrap_or(usize::MAX),
                ends_by: self.cues(&raw.ends_by, p),
            }),
        })
    }

    fn evidence(&self, problems: &mut Problems) -> Vec<(Scope, f64)> {
        let weighed = self.raw.evidence.iter().map(|(name, weight)| (self.scope(name, problems), weight.value));
        weighed.filter_map(|(scope, weight)| Some((scope?, weight))).collect()
    }

    fn required(&self, key: &str, missing: bool, problems: &mut Problems) {
        if missing {
            problems.push(Problem::at("key-required", &self.raw.id.at, vec![("key", key.to_owned())]));
        }
    }
}
