//! What an error of the server, or of the way to it, means.

use std::fmt;
use std::sync::Arc;

use tokio_postgres::Error;
use tokio_postgres::error::{Severity, SqlState};

use super::super::error::{GroupError, ReadError, Source, text};

/// Why the server did not do what it was asked.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    /// The way to it is gone, or no answer came in time: what was asked last may yet be done.
    Lost(Source),
    /// It refused; the transaction, if there was one, is rolled back. True if trying again may help.
    Refused(Source, bool),
}

impl Fault {
    pub(super) fn of(error: Error) -> Self {
        let Some(refusal) = error.as_db_error() else {
            return Self::Lost(source(error));
        };
        // The session ends with these.
        if matches!(
            refusal.parsed_severity(),
            Some(Severity::Fatal | Severity::Panic)
        ) {
            return Self::Lost(source(error));
        }
        let again = RETRIED.contains(refusal.code());
        Self::Refused(source(error), again)
    }

    pub(super) fn lost(reason: impl fmt::Display) -> Self {
        Self::Lost(text(reason.to_string()))
    }

    pub(super) fn is_lost(&self) -> bool {
        matches!(self, Self::Lost(_))
    }

    /// Whether the same may succeed in a moment.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Refused(_, true))
    }

    pub(super) fn source(self) -> Source {
        match self {
            Self::Lost(source) | Self::Refused(source, _) => source,
        }
    }

    /// Nothing of it is there, and the store goes on.
    pub(super) fn not_applied(self) -> GroupError {
        GroupError {
            unknown: false,
            broken: false,
            source: self.source(),
        }
    }

    pub(super) fn reading(self) -> ReadError {
        ReadError::Failed(self.source())
    }
}

/// What another program may have caused: it was first with a key, or stood in the way.
const RETRIED: [SqlState; 6] = [
    SqlState::UNIQUE_VIOLATION,
    SqlState::T_R_SERIALIZATION_FAILURE,
    SqlState::T_R_DEADLOCK_DETECTED,
    SqlState::LOCK_NOT_AVAILABLE,
    // The timeout of a statement.
    SqlState::QUERY_CANCELED,
    SqlState::CANNOT_CONNECT_NOW,
];

/// The server's own words: those of the library are only "db error".
pub(super) fn source(error: Error) -> Source {
    match error.as_db_error() {
        Some(refusal) => text(format!("{refusal} ({})", refusal.code().code())),
        None => Arc::new(error),
    }
}
