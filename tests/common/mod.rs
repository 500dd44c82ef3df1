//! Runs the binary as a user would, in a clean environment, and gives what it wrote and how it ended.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a run came to.
pub struct Ran {
    pub out: String,
    pub err: String,
    pub status: i32,
}

/// A run of the binary being put together.
pub struct Coach {
    command: Command,
    input: Vec<u8>,
}

/// `coach` with these words behind it.
pub fn coach(args: &[&str]) -> Coach {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coach"));
    command.args(args).current_dir(root());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LC_ALL", "LC_MESSAGES", "LANG", "TERM"] {
        command.env_remove(name);
    }
    Coach { command, input: Vec::new() }
}

impl Coach {
    pub fn input(mut self, input: impl AsRef<[u8]>) -> Self {
        self.input = input.as_ref().to_vec();
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub fn run(mut self) -> Ran {
        let pipes = self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().expect("the binary starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = self.input;
        let writer = std::thread::spawn(move || {
            // A program that does not read its input closes the pipe: that is its right.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().expect("the binary ends");
        writer.join().expect("the writer ends");
        Ran {
            out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
            status: output.status.code().expect("no signal ended it"),
        }
    }
}

impl Ran {
    /// Every line of the output as JSON.
    pub fn calls(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}

/// A card without the fingerprints of its findings, which name the call: two files of one call are two calls.
pub fn without_fingerprints(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Array(items) => items.iter().map(without_fingerprints).collect(),
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(key, _)| *key != "fingerprint");
            kept.map(|(key, value)| (key.clone(), without_fingerprints(value))).collect()
        }
        other => other.clone(),
    }
}

/// The samples that tests count on, whatever samples of formats lie beside them.
pub const SAMPLES: [&str; 6] = [
    "samples/en-card-middling.txt",
    "samples/en-hotel-good.md",
    "samples/en-parcels-bad.jsonl",
    "samples/es-banco-regular.json",
    "samples/es-internet-buena.txt",
    "samples/es-seguro-mala.txt",
];

/// `coach score` on those samples, with these words behind it.
pub fn score_samples(args: &[&str]) -> Coach {
    coach(&[&["score"][..], &SAMPLES, args].concat())
}

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of a test's own, gone when it is dropped.
pub struct Folder(pub PathBuf);

static COUNT: AtomicUsize = AtomicUsize::new(0);

impl Folder {
    pub fn new() -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("coach-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    /// Writes a file below the folder and gives its path as text.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path.to_string_lossy().into_owned()
    }

    pub fn path(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
