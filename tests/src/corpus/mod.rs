//! The corpus: pinned published crates, and what people said about every finding on them.
//!
//! `corpus fetch` has the sources through cargo, `corpus check` fails when a finding has no verdict
//! or a true one is lost, `corpus bless` brings the verdict files up to date without ever inventing a
//! verdict, and `corpus precision` shows by rule whether the bar for "on by default" holds.

pub mod compare;
pub mod linter;
pub mod list;
pub mod precision;
pub mod reading;
pub mod sources;
pub mod verdicts;

use std::path::PathBuf;

/// What can go wrong around the corpus; every message says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file of the corpus cannot be read or written.
    #[error("cannot use {}: {source}; check that it exists and that you may read and write it", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of the corpus does not have the expected form.
    #[error("cannot understand {}: {message}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong and where.
        message: String,
    },
    /// A crate's sources could not be had.
    #[error("cannot have the sources of {krate}: {message}")]
    Sources {
        /// Name and version.
        krate: String,
        /// What cargo said.
        message: String,
    },
    /// The linter did not give a report.
    #[error("otplint gave no report on {krate}: {message}")]
    Linter {
        /// The crate.
        krate: String,
        /// What it said instead.
        message: String,
    },
    /// A verdict was not taken.
    #[error("{0}")]
    Judging(String),
    /// A name on the command line is not in the list.
    #[error("{name} is not in corpus/crates.toml; known there are {known}")]
    NoSuchCrate {
        /// The unknown name.
        name: String,
        /// The names that are known.
        known: String,
    },
}

/// The folder `tests/corpus` of this workspace.
#[must_use]
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}
