//! Path patterns, relative to the folder they were written for.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::paths::absolute;

/// A set of patterns below one folder. A pattern that matches a folder covers everything in it; `*`
/// stays within one path part, `**` does not.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    root: PathBuf,
    set: GlobSet,
}

impl Globs {
    /// The patterns, each below `root`, which must be absolute.
    ///
    /// # Errors
    ///
    /// What is wrong with them together, in words: they can be too large.
    pub fn new(root: &Path, patterns: impl IntoIterator<Item = Glob>) -> Result<Self, String> {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            builder.add(pattern);
        }
        let set = builder.build().map_err(|error| error.kind().to_string())?;
        Ok(Self {
            root: root.to_owned(),
            set,
        })
    }

    /// Whether an absolute path, or a folder above it, matches.
    pub fn matches(&self, path: &Path) -> bool {
        if self.set.is_empty() {
            return false;
        }
        let path = absolute(&self.root, path);
        let Ok(rest) = path.strip_prefix(&self.root) else {
            return false;
        };
        rest.ancestors()
            .filter(|part| !part.as_os_str().is_empty())
            .any(|part| self.set.is_match(part))
    }
}

/// Reads one pattern.
///
/// # Errors
///
/// What is wrong with it, in words.
pub fn pattern(text: &str) -> Result<Glob, String> {
    let trimmed = text
        .strip_prefix("./")
        .unwrap_or(text)
        .trim_end_matches('/');
    let glob = GlobBuilder::new(trimmed).literal_separator(true).build();
    glob.map_err(|error| error.kind().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(patterns: &[&str], path: &str) -> bool {
        let globs = patterns.iter().map(|text| pattern(text).unwrap());
        Globs::new(Path::new("/w"), globs)
            .unwrap()
            .matches(Path::new(path))
    }

    #[test]
    fn a_folder_covers_what_is_in_it() {
        assert!(matches(&["vendor"], "/w/vendor/a/src/lib.rs"));
        assert!(matches(&["./vendor/"], "/w/vendor/a.rs"));
        assert!(matches(&["**/gen"], "/w/a/b/gen/c.rs"));
        assert!(matches(&["src/*.rs"], "/w/src/a.rs"));
        assert!(!matches(&["src/*.rs"], "/w/src/a/b.rs"));
        assert!(!matches(&["vendor"], "/w/a/vendor/b.rs"));
        assert!(!matches(&["*"], "/elsewhere/a.rs"));
        assert!(!matches(&[], "/w/a.rs"));
    }

    #[test]
    fn a_bad_pattern_says_why() {
        assert!(
            pattern("src/[a")
                .unwrap_err()
                .contains("unclosed character class")
        );
    }
}
