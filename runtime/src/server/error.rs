//! Why a server did not start or stop.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use super::OptionsError;
use crate::exit::{ExitReason, Incarnation};

/// Why a process was not started. Nothing of it is left behind.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The options contradict themselves.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// `init` returned this error.
    #[error("init failed: {0}")]
    Init(Arc<dyn Error + Send + Sync + 'static>),
    /// `init` panicked with this message.
    #[error("init panicked: {0}")]
    Panicked(Arc<str>),
    /// `init` took longer than its deadline and was dropped at an await.
    #[error(
        "init took longer than {0:?}; give it a longer start deadline, or do the slow part after the start"
    )]
    TimedOut(Duration),
    /// It was stopped during `init`.
    #[error("stopped during init: {0}")]
    Stopped(ExitReason),
    /// There is no tokio runtime here to run it on.
    #[error("no tokio runtime here; start processes from inside one")]
    NoRuntime,
}

/// The exit reason behind [`StartError::TimedOut`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("init took longer than {0:?}")]
pub(super) struct InitTimedOut(pub(super) Duration);

impl StartError {
    /// What the starter is told of a run that ended before its `init` did.
    pub(crate) fn of(reason: ExitReason) -> Self {
        match reason {
            ExitReason::Failed(error) => match error.downcast_ref() {
                Some(&InitTimedOut(deadline)) => Self::TimedOut(deadline),
                None => Self::Init(error),
            },
            ExitReason::Panicked(message) => Self::Panicked(message),
            reason => Self::Stopped(reason),
        }
    }

    /// True if starting again can help: the cause lies in the moment and not in the options.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Init(_) | Self::TimedOut(_))
    }
}

/// A process that has not ended by its deadline, because its code has not come to an await.
///
/// It still runs, and still holds its resources; it ends when it yields.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{name} {incarnation} has not yielded within {waited:?} and is stuck; it still runs and ends at its next await"
)]
#[non_exhaustive]
pub struct Stuck {
    /// The process.
    pub name: Arc<str>,
    /// Which run of it.
    pub incarnation: Incarnation,
    /// How long was waited altogether.
    pub waited: Duration,
}
