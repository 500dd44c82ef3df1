//! Lists every TOML file under rules/ so that the packs are embedded in the binary: a new file or a new
//! language folder needs no change in Rust. Their hash is taken here, and not at every start.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=rules");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    collect(&root.join("rules"), &mut files)?;
    files.sort();
    let mut list = String::from("/// Every embedded file: name and text.\nconst EMBEDDED: &[(&str, &str)] = &[\n");
    let mut sha = Sha256::new();
    for file in files {
        sha.update(fs::read(&file)?);
        let name = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        writeln!(list, "    ({name:?}, include_str!({:?})),", file.display().to_string()).expect("a string takes it");
    }
    let hash = sha.finalize();
    writeln!(list, "];\n/// A hash of all of them.\npub const EMBEDDED_HASH: [u8; 32] = {:?};", &hash[..])
        .expect("a string takes it");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("embedded.rs.in"), list)
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
