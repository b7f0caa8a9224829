//! Running the linter over a crate and reading its JSON report.

use std::path::{Path, PathBuf};
use std::process::Command;

use otplint_model::finding::Confidence;
use serde::Deserialize;

use super::Error;

/// A report, as far as the corpus needs it.
#[derive(Clone, Debug, Deserialize)]
pub struct Report {
    /// The findings at every confidence.
    pub findings: Vec<Found>,
    /// Files that could not be checked.
    pub errors: Vec<serde_json::Value>,
}

/// One finding of a report.
#[derive(Clone, Debug, Deserialize)]
pub struct Found {
    /// The rule's id.
    pub rule: String,
    /// How sure the linter is.
    pub confidence: Confidence,
    /// The file, relative to the crate's folder.
    pub path: String,
    /// Where in it.
    pub range: Range,
    /// What is lost.
    pub message: String,
    /// What survives unrelated edits.
    pub fingerprint: String,
}

/// A range in a file.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Range {
    /// Where it begins.
    pub start: Position,
}

/// A place in a file, 1-based.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Position {
    /// The line.
    pub line: u32,
}

/// Where reports come from.
#[derive(Clone, Debug)]
pub enum Linter {
    /// This program is run.
    Binary(PathBuf),
    /// `<crate>.json` in this folder is read, as an earlier run wrote it.
    Reports(PathBuf),
}

impl Linter {
    /// The report on the crate whose sources are in `folder`.
    ///
    /// # Errors
    ///
    /// When the linter does not run, faults (exit code 2) or does not print a report.
    pub fn report(&self, name: &str, folder: &Path) -> Result<Report, Error> {
        let text = match self {
            Self::Binary(binary) => run(binary, name, folder)?,
            Self::Reports(reports) => {
                let path = reports.join(format!("{name}.json"));
                std::fs::read(&path).map_err(|source| Error::File { path, source })?
            }
        };
        serde_json::from_slice(&text).map_err(|error| Error::Linter {
            krate: name.to_owned(),
            message: error.to_string(),
        })
    }
}

/// The flags that show everything a rule has to say, whatever a crate's own configuration holds.
pub const EVERYTHING: [&str; 10] = [
    "check",
    "--format",
    "json",
    "--select",
    "all",
    "--preview",
    "--min-confidence",
    "low",
    "--no-config",
    "--no-cache",
];

fn run(binary: &Path, name: &str, folder: &Path) -> Result<Vec<u8>, Error> {
    let fault = |message: String| Error::Linter {
        krate: name.to_owned(),
        message,
    };
    let output = Command::new(binary)
        .args(EVERYTHING)
        .arg(".")
        .current_dir(folder)
        .output()
        .map_err(|error| fault(format!("{} does not run: {error}", binary.display())))?;
    match output.status.code() {
        Some(0 | 1) => Ok(output.stdout),
        code => {
            let code =
                code.map_or_else(|| "a signal".to_owned(), |code| format!("exit code {code}"));
            Err(fault(format!(
                "{code}: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )))
        }
    }
}
