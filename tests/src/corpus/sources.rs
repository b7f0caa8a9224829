//! Sources through cargo, at pinned versions, checked against the registry's index by cargo itself; those
//! of services where somebody has checked them out.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Error;
use super::list::{Krate, Service};

/// Has the crate's sources and returns their folder, inside cargo's own cache.
///
/// `cargo info` downloads and unpacks exactly the one crate that it describes: nothing is resolved
/// and nothing is built, so crates that exclude each other can stand in one corpus. The files are
/// only read.
///
/// # Errors
///
/// When cargo cannot be run or does not know the version, or the network is needed and not there.
pub fn fetch(krate: &Krate) -> Result<PathBuf, Error> {
    let fault = |message: String| Error::Sources {
        krate: format!("{} {}", krate.name, krate.version),
        message,
    };
    if let Some(folder) = cached(krate) {
        return Ok(folder);
    }
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "info",
            "--quiet",
            "--color",
            "never",
            "--registry",
            "crates-io",
        ])
        .arg(format!("{}@{}", krate.name, krate.version))
        // outside every workspace: a lock file must have no say in the version
        .current_dir(std::env::temp_dir())
        .output()
        .map_err(|error| fault(format!("cargo does not run: {error}")))?;
    if !output.status.success() {
        return Err(fault(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        ));
    }
    cached(krate).ok_or_else(|| {
        fault(
            "cargo reported success, yet its cache does not hold them; is CARGO_HOME set?"
                .to_owned(),
        )
    })
}

/// The folder of a service below the folder of all checkouts.
///
/// # Errors
///
/// When it is not there, or is at another commit. A folder that knows no commit is taken at its word.
pub fn checkout(service: &Service, checkouts: &Path) -> Result<PathBuf, Error> {
    let folder = checkouts.join(&service.name);
    let fault = |message: String| Error::Sources {
        krate: service.name.clone(),
        message,
    };
    let Service {
        repository, commit, ..
    } = service;
    if !folder.is_dir() {
        return Err(fault(format!(
            "there is no {}; have it with `git clone {repository} {0} && git -C {0} checkout {commit}`",
            folder.display()
        )));
    }
    if !folder.join(".git").exists() {
        return Ok(folder);
    }
    let output = Command::new("git")
        .args(["rev-parse", "HEAD"])
        .current_dir(&folder)
        .output()
        .map_err(|error| fault(format!("git does not run: {error}")))?;
    match String::from_utf8_lossy(&output.stdout).trim() {
        head if head == commit => Ok(folder),
        head => Err(fault(format!(
            "{} is at `{head}`; the verdicts are about {commit}",
            folder.display()
        ))),
    }
}

/// The unpacked sources, when cargo's cache holds them whole.
#[must_use]
pub fn cached(krate: &Krate) -> Option<PathBuf> {
    let name = format!("{}-{}", krate.name, krate.version);
    let registries = std::fs::read_dir(registry_sources()?).ok()?;
    registries
        .flatten()
        .map(|registry| registry.path().join(&name))
        // cargo writes this mark last
        .find(|folder| folder.join(".cargo-ok").is_file())
}

/// Where cargo unpacks what it downloads.
#[must_use]
pub fn registry_sources() -> Option<PathBuf> {
    let home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => std::env::home_dir()?.join(".cargo"),
    };
    Some(Path::new(&home).join("registry").join("src"))
}
