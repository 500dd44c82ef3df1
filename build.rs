//! Lists every TOML file under rules/ so that the packs are embedded in the binary: a new file or a new
//! language folder needs no change in Rust. Their hash is taken here, and not at every start; and the phrases of
//! each language are read here, which takes longer than all else that happens at a start.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use cues::plan::{Material, Plan};
use cues::speller::Kind;

/// The rooms in which phrases are read. They know of nothing else.
#[allow(dead_code)]
#[path = "src/fold.rs"]
mod fold;
#[allow(dead_code)]
#[path = "src/cues"]
mod cues {
    pub mod anchor;
    pub mod notation;
    pub mod packed;
    pub mod plan;
    pub mod speller;
    pub mod windows;
}

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=rules");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    collect(&root.join("rules"), &mut files)?;
    files.sort();
    let mut list = String::from("/// Every embedded file: name and text.\nconst EMBEDDED: &[(&str, &str)] = &[\n");
    let mut sha = Sha256::new();
    let mut texts = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        sha.update(&text);
        let name = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        writeln!(list, "    ({name:?}, include_str!({:?})),", file.display().to_string()).expect("a string takes it");
        texts.push((name, text));
    }
    let hash = sha.finalize();
    writeln!(list, "];\n/// A hash of all of them.\npub const EMBEDDED_HASH: [u8; 32] = {:?};", &hash[..])
        .expect("a string takes it");
    fs::write(out.join("embedded.rs.in"), list)?;
    plans(&texts, &out)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// Packs the plan of every language. A file with a mistake in it is left out: the program tells of it, and a test that
/// the plans are those of the files.
fn plans(files: &[(String, String)], out: &Path) -> io::Result<()> {
    let parsed = files.iter().filter_map(|(name, text)| Some((name, DeTable::parse(text).ok()?)));
    let tables: Vec<(&String, Spanned<DeTable<'_>>)> = parsed.collect();
    let files: Vec<File<'_>> = tables.iter().map(|(name, table)| File::new(name, table.get_ref())).collect();
    let abouts: BTreeMap<&str, &DeTable<'_>> = files
        .iter()
        .filter_map(|file| Some((file.language?, file.table.get("language")?.get_ref().as_table()?)))
        .collect();
    // Spanish first, as the packs have it.
    let mut codes: Vec<&str> = abouts.keys().copied().collect();
    codes.sort_by_key(|code| *code != "es");
    let mut list = String::from("/// The packed plan of every language.\nconst PLANS: &[(&str, &[u8])] = &[\n");
    for code in &codes {
        let about = abouts[code];
        let mut kinds = vec![
            (Kind::FUNCTION, strings(about, "function")),
            (Kind::INTERROGATIVE, strings(about, "interrogatives")),
            (Kind::LEAD_IN, strings(about, "lead-ins")),
            (Kind::TITLE, strings(about, "honorifics")),
            (Kind::DIGIT, keys(about, "digits")),
        ];
        kinds.extend(codes.iter().map(|code| (Kind::GIVEN_NAME, strings(abouts[code], "names"))));
        let mut material = Material { kinds, ..Material::default() };
        for file in &files {
            file.lists(code, &mut material);
            if file.language.is_none_or(|language| language == *code) {
                file.phrases(&mut material);
            }
        }
        let file = out.join(format!("plan-{code}.bin"));
        fs::write(&file, Plan::new(&material, &mut Vec::new()).pack())?;
        writeln!(list, "    ({code:?}, include_bytes!({:?})),", file.display().to_string()).expect("a string takes it");
    }
    fs::write(out.join("plans.rs.in"), list + "];\n")
}

/// A file of rules, as far as it holds phrases.
struct File<'a> {
    language: Option<&'a str>,
    table: &'a DeTable<'a>,
}

impl<'a> File<'a> {
    fn new(name: &'a str, table: &'a DeTable<'a>) -> Self {
        let folder = name.rsplit('/').nth(1).filter(|folder| folder.len() == 2);
        let named = table.get("lang").and_then(|lang| lang.get_ref().as_str());
        Self { language: named.or(folder), table }
    }

    /// The lists of a language: those of the file, and those that it has for single languages.
    fn lists(&self, code: &str, material: &mut Material<'a>) {
        let Some(lists) = self.table.get("lists").and_then(|lists| lists.get_ref().as_table()) else { return };
        let mut add = |lists: &'a DeTable<'a>| {
            for name in in_order(lists).filter(|name| !lists[*name].get_ref().is_table()) {
                let phrases = strings(lists, name);
                match material.lists.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => known.extend(phrases),
                    None => material.lists.push((name, phrases)),
                }
            }
        };
        if self.language.is_none_or(|language| language == code) {
            add(lists);
        }
        if let Some(lists) = lists.get(code).and_then(|lists| lists.get_ref().as_table()) {
            add(lists);
        }
    }

    /// The phrases of its cues, and then of its rules, which may bring a cue with them.
    fn phrases(&self, material: &mut Material<'a>) {
        let to = &mut material.phrases;
        for cue in self.tables("cue") {
            for key in ["phrases", "questions", "markers", "unless", "needs"] {
                to.extend(strings(cue, key));
            }
            to.extend(keys(cue, "terms"));
            to.extend(keys(cue, "scores"));
        }
        for rule in self.tables("rule") {
            let phrases = strings(rule, "phrases");
            if !phrases.is_empty() {
                to.extend(phrases);
                to.extend(strings(rule, "unless-phrases"));
            }
        }
    }

    fn tables(&self, key: &str) -> impl Iterator<Item = &'a DeTable<'a>> + use<'a> {
        let tables = self.table.get(key).and_then(|tables| tables.get_ref().as_array());
        tables.into_iter().flat_map(|tables| tables.iter()).filter_map(|table| table.get_ref().as_table())
    }
}

/// A string, or an array of strings.
fn strings<'a>(table: &'a DeTable<'a>, key: &str) -> Vec<&'a str> {
    match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::Array(texts)) => texts.iter().filter_map(|text| text.get_ref().as_str()).collect(),
        Some(DeValue::String(text)) => vec![text],
        _ => Vec::new(),
    }
}

/// The keys of a table in a table.
fn keys<'a>(table: &'a DeTable<'a>, key: &str) -> Vec<&'a str> {
    let table = table.get(key).and_then(|table| table.get_ref().as_table());
    table.into_iter().flat_map(in_order).collect()
}

/// The keys as they stand in the file.
fn in_order<'a>(table: &'a DeTable<'a>) -> impl Iterator<Item = &'a str> {
    let mut keys: Vec<&Spanned<Cow<'_, str>>> = table.keys().collect();
    keys.sort_by_key(|key| key.span().start);
    keys.into_iter().map(|key| key.get_ref().as_ref())
}
