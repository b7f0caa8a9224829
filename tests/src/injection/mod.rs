//! Recall, measured on flaws that nobody tuned on.
//!
//! A *carrier* is a small service without a flaw, below `tests/injection`. Its `sites.toml` is written by hand
//! and knows nothing of the linter: each *site* names a text in a file and what to put there, in one or more
//! forms, so that the service has exactly one flaw of one rule. Where a step of the flaw can live in a helper,
//! each form becomes four *mutants*: the step in place, in a helper of the same file, in a helper of another
//! file, and behind two helpers there. A mutant must compile, and counts as found when the linter has a finding
//! of medium confidence or better that lies on, or points to, what was planted.

pub mod carrier;
pub mod compile;
pub mod mutant;
pub mod score;
pub mod site;

use std::path::{Path, PathBuf};

/// What can go wrong; every message says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file cannot be read or written.
    #[error("cannot use {}: {source}; check that it exists and that you may read and write it", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A list of sites does not have the expected form.
    #[error("cannot understand {}: {message}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong and where.
        message: String,
    },
    /// A site does not fit its carrier.
    #[error("site {site}: {message}")]
    Site {
        /// Carrier and site.
        site: String,
        /// What is wrong, and what to do.
        message: String,
    },
    /// Cargo did not check the mutants.
    #[error("the mutants cannot be checked: {0}")]
    Cargo(String),
    /// The linter did not run, or a crate's sources cannot be had.
    #[error(transparent)]
    Corpus(#[from] crate::corpus::Error),
}

impl Error {
    fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

/// Where the carriers are.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("injection")
}
