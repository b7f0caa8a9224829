//! One walk over a folder: its Rust files and manifests, and what is not worth a look.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{SkipReason, Skipped};

/// What lies below a folder, sorted.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub rust: Vec<PathBuf>,
    /// Folders that hold a `Cargo.toml`.
    pub manifests: Vec<PathBuf>,
    pub skipped: Vec<Skipped>,
}

/// Walks `folder`, which is absolute and free of links. Links are never followed; one that leads
/// somewhere else within `folder` is of no interest, since its end is met by itself.
pub(crate) fn walk(folder: &Path) -> Walk {
    let mut found = Walk::default();
    let mut entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                if let Some(path) = error.path() {
                    found.skipped.push(Skipped {
                        path: path.to_owned(),
                        reason: SkipReason::Unreadable,
                    });
                }
                continue;
            }
        };
        let path = entry.path();
        if entry.file_type().is_dir() {
            if let Some(reason) = skip_folder(&entry) {
                found.skipped.push(Skipped {
                    path: path.to_owned(),
                    reason,
                });
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_symlink() {
            if let Some(reason) = skip_link(path, folder) {
                found.skipped.push(Skipped {
                    path: path.to_owned(),
                    reason,
                });
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.rust.push(path.to_owned());
        } else if entry.file_name() == "Cargo.toml" {
            found.manifests.extend(path.parent().map(Path::to_owned));
        }
    }
    found.rust.sort_unstable();
    found.manifests.sort_unstable();
    found
}

fn skip_folder(entry: &DirEntry) -> Option<SkipReason> {
    if entry.depth() == 0 {
        return None;
    }
    if entry.file_name().as_encoded_bytes().starts_with(b".") {
        return Some(SkipReason::Hidden);
    }
    // A module may be called `target`, so the name alone does not say it.
    let path = entry.path();
    let built = path.join("CACHEDIR.TAG").exists()
        || entry.file_name() == "target" && path.with_file_name("Cargo.toml").exists();
    built.then_some(SkipReason::BuildOutput)
}

fn skip_link(link: &Path, folder: &Path) -> Option<SkipReason> {
    match link.canonicalize() {
        Err(_) => Some(SkipReason::LinkToNowhere),
        Ok(end) if link.starts_with(&end) => Some(SkipReason::LinkToNowhere),
        Ok(end) if !end.starts_with(folder) => Some(SkipReason::LinkOutOfTree),
        Ok(_) => None,
    }
}
