//! Which mutants compile: one `cargo check` over all that were not checked before.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::Error;
use super::mutant::Mutant;

/// What is remembered from run to run: whether a text compiles, by the hash of all of it.
type Known = BTreeMap<String, bool>;

/// How many packages are one workspace: cargo's own time grows faster than their number.
const AT_ONCE: usize = 150;

/// The ids of those that compile. `work` is a folder for what is built; it may be kept for the next run.
///
/// # Errors
///
/// When cargo does not run, or a file cannot be written.
pub fn compiling(
    mutants: &[Mutant],
    carriers: &Path,
    work: &Path,
    say: &mut dyn FnMut(String),
) -> Result<BTreeSet<String>, Error> {
    let memory = work.join("compiled.json");
    let mut known: Known = std::fs::read(&memory)
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    let lock = read(&carriers.join("Cargo.lock"))?;
    let key = |mutant: &Mutant| {
        let mut hasher = DefaultHasher::new();
        (&lock, &mutant.manifest, &mutant.files).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    };
    let new: Vec<&Mutant> = mutants
        .iter()
        .filter(|mutant| !known.contains_key(&key(mutant)))
        .collect();
    for chunk in new.chunks(AT_ONCE) {
        let (compiled, errors) = check(chunk, carriers, work)?;
        for mutant in chunk {
            let fine = compiled.contains(&mutant.id);
            if !fine {
                say(format!("{} does not compile", mutant.id));
            }
            known.insert(key(mutant), fine);
        }
        if !errors.is_empty() {
            say(errors);
        }
        let text = serde_json::to_string(&known).unwrap_or_default();
        std::fs::write(&memory, text).map_err(Error::file(&memory))?;
    }
    Ok(mutants
        .iter()
        .filter(|mutant| known.get(&key(mutant)).is_some_and(|fine| *fine))
        .map(|mutant| mutant.id.clone())
        .collect())
}

/// Checks them as one workspace.
fn check(
    mutants: &[&Mutant],
    carriers: &Path,
    work: &Path,
) -> Result<(HashSet<String>, String), Error> {
    let root = work.join("check");
    if root.exists() {
        std::fs::remove_dir_all(&root).map_err(Error::file(&root))?;
    }
    for mutant in mutants {
        let folder = root.join(&mutant.id);
        let name = mutant.id.replace('.', "_");
        let manifest = mutant.manifest.replacen(
            &format!("name = \"{}\"", mutant.carrier),
            &format!("name = \"{name}\""),
            1,
        );
        super::carrier::write(&folder, &manifest, &mutant.files)?;
    }
    let workspace = carriers.join("Cargo.toml");
    let text = read(&workspace)?;
    write(&root.join("Cargo.toml"), &text)?;
    write(
        &root.join("Cargo.lock"),
        &read(&carriers.join("Cargo.lock"))?,
    )?;
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "check",
            "--workspace",
            "--keep-going",
            "--offline",
            "--quiet",
        ])
        .args(["--message-format", "json"])
        .env("CARGO_TARGET_DIR", work)
        .current_dir(&root)
        .output()
        .map_err(|error| Error::Cargo(format!("cargo does not run: {error}")))?;
    let mut compiled = HashSet::new();
    let mut errors = String::new();
    for line in output.stdout.split(|byte| *byte == b'\n') {
        let Ok(message) = serde_json::from_slice::<Message>(line) else {
            continue;
        };
        let Some(id) = message
            .manifest_path
            .strip_prefix(&root)
            .ok()
            .and_then(|path| path.parent())
        else {
            continue;
        };
        match message.message {
            Some(said) if said.level == "error" => errors.push_str(&said.rendered),
            Some(_) => {}
            None => _ = compiled.insert(id.to_string_lossy().into_owned()),
        }
    }
    if compiled.is_empty() && errors.is_empty() {
        return Err(Error::Cargo(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }
    Ok((compiled, errors))
}

/// A line of cargo's report: an artifact, or a compiler's message.
#[derive(Deserialize)]
struct Message {
    manifest_path: PathBuf,
    message: Option<Said>,
}

#[derive(Deserialize)]
struct Said {
    level: String,
    rendered: String,
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::file(path))
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    std::fs::write(path, text).map_err(Error::file(path))
}
