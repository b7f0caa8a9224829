//! Why a task was not spawned, and what a stop left behind.

use std::fmt;
use std::sync::Arc;

/// Why a task was not spawned. Its future was dropped without a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpawnError {
    /// As many tasks are running as may.
    #[error(
        "{limit} tasks are running and that is the limit; spawn again later, or wait with `spawn_when_free`"
    )]
    Limit {
        /// The limit.
        limit: usize,
    },
    /// The owner is stopping or gone.
    #[error("the owner of the tasks is stopping; nothing is spawned any more")]
    Stopping,
    /// There is no tokio runtime here to run it on.
    #[error("no tokio runtime here; spawn tasks from inside one")]
    NoRuntime,
}

impl SpawnError {
    /// True if only the limit was in the way.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Limit { .. })
    }
}

/// What a stop found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StopReport {
    /// How many tasks ended by themselves within the deadline.
    pub finished: usize,
    /// The names of those that were aborted at an await.
    pub aborted: Vec<Arc<str>>,
    /// The names of those that still run, because they have not come to an await, or are blocking work.
    pub stuck: Vec<Arc<str>>,
}

impl StopReport {
    /// True if every task ended by itself.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.aborted.is_empty() && self.stuck.is_empty()
    }
}

impl fmt::Display for StopReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} finished", self.finished)?;
        for (what, names) in [("aborted", &self.aborted), ("still running", &self.stuck)] {
            if !names.is_empty() {
                write!(f, ", {what}: {}", names.join(", "))?;
            }
        }
        Ok(())
    }
}
