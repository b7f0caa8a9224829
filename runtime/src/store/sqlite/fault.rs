//! What an error of SQLite means for the store.

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Error, ErrorCode};

use super::super::error::{GroupError, OpenError};
use super::source;

/// An error while the file was opened.
pub(super) fn opening(path: &Path, error: Error) -> OpenError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::Foreign { path },
        Some(ErrorCode::DatabaseCorrupt) => OpenError::Corrupt {
            path,
            reason: error.to_string(),
        },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::Locked { path },
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => OpenError::ReadOnly { path },
        _ => OpenError::Io {
            path,
            source: source(error),
        },
    }
}

/// An error of the operating system while the file was opened.
pub(super) fn io(path: &Path, error: std::io::Error) -> OpenError {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    let path = path.to_owned();
    match error.kind() {
        PermissionDenied | ReadOnlyFilesystem => OpenError::ReadOnly { path },
        _ => OpenError::Io {
            path,
            source: Arc::new(error),
        },
    }
}

/// How far a group had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Before its commit, and rolled back since: nothing can become durable.
    Before,
    /// Somewhere in its commit.
    Commit,
}

/// An error of a group.
pub(super) fn group(stage: Stage, error: Error) -> GroupError {
    // These leave the file and SQLite's picture of it whole, wherever they come: the last frame of the log, the one that
    // would make it count, was not written.
    let harmless = matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DiskFull
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::ReadOnly
                | ErrorCode::TooBig
        )
    );
    GroupError {
        unknown: stage == Stage::Commit && !harmless,
        broken: !harmless,
        source: source(error),
    }
}
