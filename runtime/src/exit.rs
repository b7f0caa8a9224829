//! Why a process ended, and which run of it that was.
//!
//! Every end has a reason, whoever caused it: the process itself, a panic, the owner that asked it to stop, a linked
//! process, or an abort at a deadline. Monitors, supervisors and owners all receive the same [`Exit`].

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The error that a process ended with, kept as it was so that the owner can look inside it.
pub type BoxError = Box<dyn Error + Send + Sync + 'static>;

/// Which run of a process this is, counted from 1; 0 means that it has not run yet.
///
/// A supervised process keeps its address and its mailbox over restarts, and each run has a number of its own. Numbers
/// rise and are never given twice within one slot, so they serve as fencing tokens: a resource that remembers the
/// highest number it has seen can refuse a run that was declared dead but still moves.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Incarnation(u64);

impl Incarnation {
    /// The number before the first run.
    pub const NONE: Self = Self(0);

    /// The incarnation with this number; to read back a fencing token that was stored.
    #[must_use]
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The number, for logs and as a fencing token.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The run after this one.
    #[must_use]
    #[inline]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Why a process ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ExitReason {
    /// It ended by itself with nothing wrong.
    Normal,
    /// It was asked to stop, by its owner or its supervisor, and did so in time.
    Shutdown,
    /// It returned this error from `init`, `handle`, or the task's future.
    Failed(Arc<dyn Error + Send + Sync + 'static>),
    /// It panicked with this message. Its state was dropped without `terminate`.
    Panicked(Arc<str>),
    /// It was cut off at an await: it missed its deadline to stop, its task was aborted, or the tokio runtime went away.
    Aborted,
    /// A process that it was linked to ended with this reason, which was not clean.
    Linked(Arc<ExitReason>),
}

impl ExitReason {
    /// True for [`Normal`](Self::Normal) and [`Shutdown`](Self::Shutdown): the ends after which a transient child is
    /// not restarted and a link does not pull the other side down.
    #[must_use]
    #[inline]
    pub fn is_clean(&self) -> bool {
        matches!(self, Self::Normal | Self::Shutdown)
    }

    /// The reason for an error that a process returned.
    #[must_use]
    pub fn failed(error: impl Into<BoxError>) -> Self {
        Self::Failed(Arc::from(error.into()))
    }

    /// The reason for what `catch_unwind` or a `JoinError` caught.
    #[must_use]
    pub fn panicked(payload: &(dyn Any + Send)) -> Self {
        let message = payload
            .downcast_ref::<&'static str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("a panic whose payload is not a string");
        Self::Panicked(Arc::from(message))
    }
}

impl fmt::Display for ExitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Normal => f.write_str("ended normally"),
            Self::Shutdown => f.write_str("stopped on request"),
            Self::Failed(error) => write!(f, "failed: {error}"),
            Self::Panicked(message) => write!(f, "panicked: {message}"),
            Self::Aborted => f.write_str("aborted at an await"),
            Self::Linked(reason) => write!(f, "a linked process {reason}"),
        }
    }
}

/// The end of one run of a process.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Exit {
    /// The name the process was started under.
    pub name: Arc<str>,
    /// Which run ended.
    pub incarnation: Incarnation,
    /// Why.
    pub reason: ExitReason,
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.name, self.incarnation, self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_normal_and_shutdown_are_clean() {
        let bad = [
            ExitReason::failed("no disk"),
            ExitReason::panicked(&"boom"),
            ExitReason::Aborted,
            ExitReason::Linked(Arc::new(ExitReason::Aborted)),
        ];
        assert!(ExitReason::Normal.is_clean() && ExitReason::Shutdown.is_clean());
        assert!(bad.iter().all(|reason| !reason.is_clean()));
    }

    #[test]
    fn a_reason_says_what_happened() {
        assert_eq!(ExitReason::failed("no disk").to_string(), "failed: no disk");
        assert_eq!(
            ExitReason::panicked(&String::from("boom")).to_string(),
            "panicked: boom"
        );
        assert_eq!(
            ExitReason::panicked(&7_u8).to_string(),
            "panicked: a panic whose payload is not a string"
        );
        assert_eq!(Incarnation::NONE.next().to_string(), "#1");
    }
}
