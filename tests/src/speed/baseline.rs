//! The least that any tool built on `syn` must do: read and parse every file, in parallel, with spans.

use std::path::PathBuf;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What a bare parse saw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parsed {
    /// Files that parsed.
    pub files: usize,
    /// Files that could not be read or parsed.
    pub failed: usize,
    /// Lines of all files that could be read.
    pub lines: usize,
    /// Bytes of all files that could be read.
    pub bytes: usize,
}

impl std::ops::Add for Parsed {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            failed: self.failed + other.failed,
            lines: self.lines + other.lines,
            bytes: self.bytes + other.bytes,
        }
    }
}

/// Stack of a parsing thread: `syn` recurses, and some published files nest deeply.
const STACK: usize = 64 * 1024 * 1024;

/// Parses all files, as many at a time as there are cores, and forgets them.
///
/// # Errors
///
/// When the threads cannot be started.
pub fn parse(files: &[PathBuf]) -> Result<Parsed, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build()?;
    Ok(pool.install(|| {
        files
            .par_iter()
            .map(parse_one)
            .reduce(Parsed::default, std::ops::Add::add)
    }))
}

fn parse_one(path: &PathBuf) -> Parsed {
    let Ok(text) = std::fs::read_to_string(path) else {
        return Parsed {
            failed: 1,
            ..Parsed::default()
        };
    };
    let parsed = syn::parse_file(&text).is_ok();
    // the source map of proc-macro2 only grows: forget this file's spans, nothing holds one any more
    proc_macro2::extra::invalidate_current_thread_spans();
    Parsed {
        files: usize::from(parsed),
        failed: usize::from(!parsed),
        lines: text.lines().count(),
        bytes: text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parses_and_what_does_not_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let files = [
            file("good.rs", "fn f() {}\n"),
            file("bad.rs", "fn {\n"),
            folder.path().join("missing.rs"),
        ];
        let expected = Parsed {
            files: 1,
            failed: 2,
            lines: 2,
            bytes: 15,
        };
        assert_eq!(parse(&files).unwrap(), expected);
    }
}
