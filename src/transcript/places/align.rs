//! Places in JSON: utterances beside the strings of the value that they were read from. One path of names leads to all
//! of them, turn after turn or word after word; the path that explains most of them with the fewest leaps is taken.

use rustc_hash::{FxHashMap, FxHashSet};

use super::glyphs::strip;
use super::labelled;
use super::literals::{Literal, Texts};
use crate::transcript::draft::{Glyph, Said, Who};

/// So many paths are tried…
const PATHS: usize = 6;
/// …and so many times what is left is looked for on others.
const ROUNDS: usize = 4;
/// So many strings are tried for the beginning of an utterance.
const TRIED: usize = 8;
/// Words alone tell a place only where so many of them stand together.
const FEW: usize = 3;
/// No more of a text than this (bytes) tells whether a string has it.
const LOOKED_AT: usize = 32;

/// Gives the characters that show each utterance that is found, by its number.
pub(super) fn find(texts: &Texts, said: &[&Said], show: &mut dyn FnMut(usize, &[Glyph])) {
    let mut found: Vec<bool> = said.iter().map(|said| said.text.trim().is_empty()).collect();
    let mut used = vec![false; texts.literals.len()];
    // Our own reader knows where its strings stand that have no escapes; the others stand beside them.
    let mut sure: FxHashSet<u64> = FxHashSet::default();
    for (at, said) in said.iter().enumerate() {
        let Some(index) = texts.at(said.stretch.from).filter(|index| !used[*index]) else { continue };
        let literal = &texts.literals[index];
        if strip(&said.text, &literal.text).is_some_and(|rest| rest.trim().is_empty()) {
            show(at, &texts.shown(literal));
            (found[at], used[index]) = (true, true);
            sure.insert(literal.path);
        }
    }
    let mut left: Vec<usize> = (0..said.len()).filter(|index| !found[*index]).collect();
    for round in 0..ROUNDS {
        let sought: Vec<&Said> = left.iter().map(|index| said[*index]).collect();
        let Some((path, way)) = best(texts, &sought, &used, &sure, round == 0) else { break };
        for (index, run) in left.iter().zip(&way.runs) {
            if let Some((from, to)) = *run {
                path[from..to].iter().for_each(|literal| used[*literal] = true);
                let shown = path[from..to].iter().flat_map(|literal| texts.shown(&texts.literals[*literal]));
                show(*index, &shown.collect::<Vec<_>>());
                found[*index] = true;
            }
        }
        left.retain(|index| !found[*index]);
    }
    conversations(texts, said, &left, show);
}

/// The way that explains the most, on whichever path.
fn best(texts: &Texts, said: &[&Said], used: &[bool], sure: &FxHashSet<u64>, first: bool) -> Option<(Vec<usize>, Way)> {
    let keys: FxHashSet<&str> =
        said.iter().flat_map(|said| said.text.split_whitespace().flat_map(keys)).flatten().collect();
    let mut paths: FxHashMap<u64, (usize, Vec<usize>)> = FxHashMap::default();
    for (index, literal) in texts.literals.iter().enumerate().filter(|(index, _)| !used[*index]) {
        let (bytes, path) = paths.entry(literal.path).or_default();
        path.push(index);
        if first_keys(&literal.text).iter().flatten().any(|key| keys.contains(key)) {
            *bytes += literal.text.len();
        }
    }
    let mut paths: Vec<(usize, Vec<usize>)> = paths.into_values().filter(|(bytes, _)| *bytes > 0).collect();
    paths.sort_by_key(|(bytes, path)| (!sure.contains(&texts.literals[path[0]].path), usize::MAX - bytes, path[0]));
    let ways = paths.into_iter().take(PATHS).filter_map(|(_, path)| {
        let both = [false, true].map(|apart| way(&texts.literals, &path, said, apart));
        let order = |way: &Way| (usize::MAX - way.matched, way.mixed, way.leaps);
        both.into_iter().min_by_key(order).map(|way| (path, way))
    });
    // Of two that explain the same the one of which the least is left over.
    let order = |(path, way): &(Vec<usize>, Way)| {
        let unsure = !sure.contains(&texts.literals[path[0]].path);
        (unsure, usize::MAX - way.matched, way.leaps, way.strings, path.len() - way.strings, path[0])
    };
    // A single word that is left over stands anywhere: it may be a label.
    let tells = |way: &Way| {
        let mut matched = said.iter().zip(&way.runs).filter(|(_, run)| run.is_some()).map(|(said, _)| said);
        way.matched > 1 || matched.any(|said| first || said.text.trim().contains(char::is_whitespace))
    };
    ways.filter(|(_, way)| tells(way)).min_by_key(order)
}

/// What a way through the strings of a path explains.
struct Way {
    /// Of each utterance its strings on the path, half open.
    runs: Vec<Option<(usize, usize)>>,
    matched: usize,
    /// How often it does not stand behind the one before.
    leaps: usize,
    /// How many stand in a list that is mostly another speaker's.
    mixed: usize,
    strings: usize,
}

/// One utterance behind the other, or behind the last of its own speaker where they stand `apart`.
fn way(literals: &[Literal], path: &[usize], said: &[&Said], apart: bool) -> Way {
    let text = |at: usize| literals[path[at]].text.as_str();
    let mut begins: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for at in 0..path.len() {
        first_keys(text(at)).into_iter().flatten().for_each(|key| begins.entry(key).or_default().push(at));
    }
    let words = path.iter().filter(|at| !literals[**at].text.trim().contains(char::is_whitespace)).count();
    let words = words * 8 > path.len() * 7;
    let list = |at: usize| literals[path[at]].list;
    let begins_list: Vec<usize> = (0..path.len()).filter(|at| *at == 0 || list(*at) != list(at - 1)).collect();
    let mut fresh = 0;
    let mut in_list: FxHashMap<u64, FxHashMap<&Who, usize>> = FxHashMap::default();
    let mut used = vec![false; path.len()];
    let mut heads: FxHashMap<&str, usize> = FxHashMap::default();
    let mut cursors: FxHashMap<Option<&Who>, usize> = FxHashMap::default();
    let mut way = Way { runs: Vec::with_capacity(said.len()), matched: 0, leaps: 0, mixed: 0, strings: 0 };
    for said in said {
        let whose = apart.then_some(&said.who);
        let cursor = cursors.get(&whose).copied();
        let whole = |used: &[bool], from: usize| {
            let (mut at, mut rest) = (from, said.text.trim());
            while !rest.is_empty() {
                if at >= path.len() || used[at] {
                    return None;
                }
                rest = strip(rest, text(at))?.trim_end();
                at += 1;
            }
            Some((from, at))
        };
        while begins_list.get(fresh).is_some_and(|at| used[*at]) {
            fresh += 1;
        }
        // Whoever has not spoken begins a list that nobody has begun.
        let mut run = match cursor {
            Some(cursor) => whole(&used, cursor),
            None => begins_list[fresh..].iter().take(TRIED).find_map(|at| whole(&used, *at)),
        };
        if run.is_none() {
            way.leaps += 1;
            run = leap(&begins, &mut heads, &used, cursor.unwrap_or(0), said, words, whole);
        }
        if let Some((from, to)) = run {
            used[from..to].fill(true);
            cursors.insert(whose, to);
            way.matched += 1;
            *in_list.entry(list(from)).or_default().entry(&said.who).or_default() += 1;
            way.strings += to - from;
        }
        way.runs.push(run);
    }
    let others = |of: &FxHashMap<&Who, usize>| of.values().sum::<usize>() - of.values().max().copied().unwrap_or(0);
    way.mixed = in_list.values().map(others).sum();
    way
}

/// Somewhere else on the path: further on, else from its beginning. A word or two that stand in several places are
/// not found.
fn leap<'t>(
    begins: &FxHashMap<&'t str, Vec<usize>>,
    heads: &mut FxHashMap<&'t str, usize>,
    used: &[bool],
    cursor: usize,
    said: &'t Said,
    words: bool,
    whole: impl Fn(&[bool], usize) -> Option<(usize, usize)>,
) -> Option<(usize, usize)> {
    for key in first_keys(&said.text).into_iter().flatten() {
        let Some(places) = begins.get(key) else { continue };
        let head = heads.entry(key).or_default();
        while places.get(*head).is_some_and(|place| used[*place]) {
            *head += 1;
        }
        let next = places.partition_point(|place| *place < cursor).max(*head);
        let tried = places[next..].iter().take(TRIED).chain(places[*head..next].iter().take(TRIED));
        let mut runs = tried.filter_map(|place| whole(used, *place));
        let Some(run) = runs.next() else { continue };
        let several = words && run.1 - run.0 < FEW && runs.next().is_some();
        return (!several).then_some(run);
    }
    None
}

/// By what a text can be found: its first word without marks, and the marks before it.
fn first_keys(text: &str) -> [Option<&str>; 2] {
    text.split_whitespace().next().map_or([None; 2], keys)
}

fn keys(word: &str) -> [Option<&str>; 2] {
    let Some(letter) = word.find(char::is_alphanumeric) else { return [Some(word), None] };
    let bare = word[letter..].split(|c: char| !c.is_alphanumeric()).next();
    [bare, Some(&word[..letter]).filter(|marks| !marks.is_empty())]
}

/// What is left may stand behind labels in strings that hold whole conversations.
fn conversations(texts: &Texts, said: &[&Said], left: &[usize], show: &mut dyn FnMut(usize, &[Glyph])) {
    let mut left = left;
    for literal in texts.literals.iter().filter(|literal| literal.text.contains([':', '：'])) {
        // Only one that has one of the next utterances in it is gone through.
        if !left.iter().take(TRIED).any(|index| literal.text.contains(head(&said[*index].text))) {
            continue;
        }
        let mut behind = 0;
        labelled::find(&texts.shown(literal), left.iter().map(|index| said[*index]), &mut |at, shown| {
            show(left[at], shown);
            behind = at + 1;
        });
        left = &left[behind..];
    }
}

/// Enough of a text to see whether another has it.
fn head(text: &str) -> &str {
    let begin = &text[..text.floor_char_boundary(LOOKED_AT)];
    begin.split_whitespace().next().unwrap_or_default()
}
