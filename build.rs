//! Lists every TOML file under rules/ so that the packs are embedded in the binary: a new file or a new
//! language folder needs no change in Rust. Their hash is taken here, and not at every start; and the phrases of
//! each language are read here, which takes longer than all else that happens at a start.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

use cues::plan::{Material, Plan};
use cues::speller::Kind;
use packs::pack::pack;
use packs::tree::{Key, Node, Value};

/// The rooms in which phrases are read. They know of nothing else.
#[allow(dead_code)]
#[path = "src/fold.rs"]
mod fold;
#[allow(dead_code)]
#[path = "src/packs"]
mod packs {
    pub mod pack;
    pub mod tree;
}
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
    let mut list = String::from(
        "/// Every embedded file: name, text and packed tree.\nconst EMBEDDED: &[(&str, &str, &[u8])] = &[\n",
    );
    let mut sha = Sha256::new();
    let mut trees = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        sha.update(&text);
        let name = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        // One that has mistakes is read again by the program, which tells of them.
        let (tree, errors) = Node::parse(&text);
        let packed = if errors.is_empty() { pack(&tree, &text) } else { None };
        let bytes = out.join(format!("tree-{}.bin", trees.len()));
        fs::write(&bytes, packed.unwrap_or_default())?;
        let (file, bytes) = (file.display().to_string(), bytes.display().to_string());
        writeln!(list, "    ({name:?}, include_str!({file:?}), include_bytes!({bytes:?})),")
            .expect("a string takes it");
        trees.push((name, tree));
    }
    let hash = sha.finalize();
    writeln!(list, "];\n/// A hash of all of them.\npub const EMBEDDED_HASH: [u8; 32] = {:?};", &hash[..])
        .expect("a string takes it");
    fs::write(out.join("embedded.rs.in"), list)?;
    plans(&trees, &out)
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

/// Packs the plan of every language. A file with a mistake in it counts as far as it can be read: the program tells of
/// it, and a test that the plans are those of the files.
fn plans(files: &[(String, Node)], out: &Path) -> io::Result<()> {
    let files: Vec<File<'_>> = files.iter().map(|(name, tree)| File::new(name, entries(Some(tree)))).collect();
    let abouts: BTreeMap<&str, &Node> =
        files.iter().filter_map(|file| Some((file.language?, file.get("language")?))).collect();
    // Spanish first, as the packs have it.
    let mut codes: Vec<&str> = abouts.keys().copied().collect();
    codes.sort_by_key(|code| *code != "es");
    let mut list = String::from("/// The packed plan of every language.\nconst PLANS: &[(&str, &[u8])] = &[\n");
    for code in &codes {
        let about = entries(Some(abouts[code]));
        let mut kinds = vec![
            (Kind::FUNCTION, strings(about, "function")),
            (Kind::INTERROGATIVE, strings(about, "interrogatives")),
            (Kind::LEAD_IN, strings(about, "lead-ins")),
            (Kind::TITLE, strings(about, "honorifics")),
            (Kind::DIGIT, keys(about, "digits")),
        ];
        kinds.extend(codes.iter().map(|code| (Kind::GIVEN_NAME, strings(entries(Some(abouts[code])), "names"))));
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

/// A table as it was read.
type Entries<'a> = &'a [(Key, Node)];

/// A file of rules, as far as it holds phrases.
struct File<'a> {
    language: Option<&'a str>,
    table: Entries<'a>,
}

impl<'a> File<'a> {
    fn new(name: &'a str, table: Entries<'a>) -> Self {
        let folder = name.rsplit('/').nth(1).filter(|folder| folder.len() == 2);
        Self { language: strings(table, "lang").first().copied().or(folder), table }
    }

    fn get(&self, key: &str) -> Option<&'a Node> {
        get(self.table, key)
    }

    /// The lists of a language: those of the file, and those that it has for single languages.
    fn lists(&self, code: &str, material: &mut Material<'a>) {
        let lists = entries(self.get("lists"));
        let mut add = |lists: Entries<'a>| {
            for key in in_order(lists).filter(|key| entries(get(lists, key)).is_empty()) {
                let phrases = strings(lists, key);
                match material.lists.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, known)) => known.extend(phrases),
                    None => material.lists.push((key, phrases)),
                }
            }
        };
        if self.language.is_none_or(|language| language == code) {
            add(lists);
        }
        add(entries(get(lists, code)));
    }

    /// The phrases of its cues, and then of its rules, which may bring a cue with them.
    fn phrases(&self, material: &mut Material<'a>) {
        let to = &mut material.phrases;
        for cue in items(self.get("cue")).iter().map(|cue| entries(Some(cue))) {
            for key in ["phrases", "questions", "markers", "unless", "needs"] {
                to.extend(strings(cue, key));
            }
            to.extend(keys(cue, "terms"));
            to.extend(keys(cue, "scores"));
        }
        for rule in items(self.get("rule")).iter().map(|rule| entries(Some(rule))) {
            let phrases = strings(rule, "phrases");
            if !phrases.is_empty() {
                to.extend(phrases);
                to.extend(strings(rule, "unless-phrases"));
            }
        }
    }
}

fn get<'a>(table: Entries<'a>, key: &str) -> Option<&'a Node> {
    table.iter().find(|(known, _)| known.name == key).map(|(_, node)| node)
}

/// What is in a table; nothing in what is none.
fn entries(node: Option<&Node>) -> Entries<'_> {
    match node.map(|node| &node.value) {
        Some(Value::Table(entries)) => entries,
        _ => &[],
    }
}

/// What is in an array; nothing in what is none.
fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.value) {
        Some(Value::Array(items)) => items,
        _ => &[],
    }
}

/// A string, or an array of strings.
fn strings<'a>(table: Entries<'a>, key: &str) -> Vec<&'a str> {
    let string = |node: &'a Node| if let Value::Text(text) = &node.value { Some(&**text) } else { None };
    let node = get(table, key);
    node.and_then(string).into_iter().chain(items(node).iter().filter_map(string)).collect()
}

/// The keys of a table in a table.
fn keys<'a>(table: Entries<'a>, key: &str) -> Vec<&'a str> {
    in_order(entries(get(table, key))).collect()
}

/// The keys as they stand in the file.
fn in_order(table: Entries<'_>) -> impl Iterator<Item = &str> {
    let mut keys: Vec<&Key> = table.iter().map(|(key, _)| key).collect();
    keys.sort_by_key(|key| key.span.start);
    keys.into_iter().map(|key| &*key.name)
}
