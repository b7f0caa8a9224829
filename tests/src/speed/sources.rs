//! Enough published Rust to measure on: the corpus and its dependencies.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::corpus::list::{Kind, Krate, List};
use crate::corpus::{Error, sources};

/// The folders of the tuned crates and then of their libraries' dependencies, until their Rust files
/// hold at least `lines` lines.
///
/// # Errors
///
/// When sources cannot be had.
pub fn gather(list: &List, lines: usize) -> Result<Vec<PathBuf>, Error> {
    let mut folders = Vec::new();
    let mut have = 0;
    for krate in &list.tuned {
        let folder = sources::fetch(krate)?;
        have += count_lines(&folder);
        folders.push(folder);
    }
    if have >= lines {
        return Ok(folders);
    }
    for krate in dependencies(list)? {
        let Some(folder) = sources::cached(&krate) else {
            continue;
        };
        if have >= lines {
            break;
        }
        if !folders.contains(&folder) {
            have += count_lines(&folder);
            folders.push(folder);
        }
    }
    Ok(folders)
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
}

/// What the corpus's libraries depend on, by name; fetched, not built.
fn dependencies(list: &List) -> Result<Vec<Krate>, Error> {
    let fault = |message: String| Error::Sources {
        krate: "the corpus's dependencies".to_owned(),
        message,
    };
    let project = tempfile::tempdir().map_err(|error| fault(error.to_string()))?;
    let write = |name: &str, text: &str| {
        std::fs::write(project.path().join(name), text).map_err(|error| fault(error.to_string()))
    };
    let mut manifest = String::from(
        "[package]\nname = \"corpus-and-dependencies\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [lib]\npath = \"lib.rs\"\n\n[workspace]\n\n[dependencies]\n",
    );
    // applications do not all resolve together
    for krate in list
        .tuned
        .iter()
        .filter(|krate| krate.kind == Kind::Library)
    {
        manifest.push_str(&format!("{} = \"={}\"\n", krate.name, krate.version));
    }
    write("Cargo.toml", &manifest)?;
    write("lib.rs", "")?;
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["fetch", "--quiet"])
        .current_dir(project.path())
        .output()
        .map_err(|error| fault(format!("cargo does not run: {error}")))?;
    if !output.status.success() {
        return Err(fault(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        ));
    }
    let text = std::fs::read_to_string(project.path().join("Cargo.lock"))
        .map_err(|error| fault(error.to_string()))?;
    let lock: Lock = toml::from_str(&text).map_err(|error| fault(error.to_string()))?;
    let krates = lock
        .package
        .into_iter()
        .filter(|package| package.source.is_some());
    Ok(krates
        .filter(|package| !generated(&package.name))
        .map(|package| Krate {
            name: package.name,
            version: package.version,
            kind: Kind::Library,
        })
        .collect())
}

/// Crates that are almost wholly generated bindings: some of them are larger than all the rest
/// together and look like nothing that people write.
fn generated(name: &str) -> bool {
    name.starts_with("windows") || name.ends_with("-sys") || matches!(name, "libc" | "k8s-openapi")
}

/// Lines of Rust below a folder; what cannot be read counts as nothing.
fn count_lines(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => count_lines(&path),
                Ok(kind)
                    if kind.is_file()
                        && path.extension().is_some_and(|extension| extension == "rs") =>
                {
                    std::fs::read(&path)
                        .map_or(0, |text| text.iter().filter(|byte| **byte == b'\n').count())
                }
                _ => 0,
            }
        })
        .sum()
}
