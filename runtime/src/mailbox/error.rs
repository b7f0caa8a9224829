//! Why a message was not accepted, or a call brought no answer.

use std::fmt;
use std::time::Duration;

/// Why a call brought no answer.
///
/// The question that a caller has to answer is whether it may call again. [`is_not_started`](Self::is_not_started)
/// says that the message was never taken by its process, so that calling again cannot do the work twice. All other
/// errors are of *unknown* outcome: the work may be undone, half done or done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// Not started: the mailbox is full and refuses.
    #[error("the mailbox is full; the call was not started and can be repeated later")]
    Full,
    /// Not started: the mailbox had no room before the deadline.
    #[error(
        "the mailbox had no room within {0:?}; the call was not started and can be repeated later"
    )]
    NoRoom(Duration),
    /// Not started: the process has ended for good, before it took the message.
    #[error("the process has ended; the call was not started")]
    Ended,
    /// Not started: the message was dropped from the queue, by a full mailbox that drops messages or by a restart that
    /// clears the mailbox.
    #[error(
        "the message was dropped from the mailbox before it was taken; the call was not started and can be repeated"
    )]
    Dropped,
    /// Not started: a process called itself, which could only wait for ever.
    #[error("a process cannot call itself; do the work directly, or cast and continue later")]
    SelfCall,
    /// Not started: the deadline is zero.
    #[error("the deadline of a call must be longer than zero; the call was not started")]
    NoTime,
    /// Unknown: no answer within the deadline. The message may still be handled later.
    #[error("no answer within {0:?}; the call may have taken effect or may still do so")]
    TimedOut(Duration),
    /// Unknown: the process took the message and dropped the reply without an answer, because it crashed, was aborted,
    /// or forgot it.
    #[error("the process took the call and dropped it without an answer; it may have taken effect")]
    Unanswered,
}

impl CallError {
    /// True if the message was never taken: calling again cannot do the work twice.
    #[must_use]
    pub fn is_not_started(&self) -> bool {
        !self.is_unknown()
    }

    /// True if the work may be undone, half done or done.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::TimedOut(_) | Self::Unanswered)
    }

    /// True if calling again is safe *and* can help: not started, for a reason that passes.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Full | Self::NoRoom(_) | Self::Dropped)
    }
}

/// Why a message was not accepted. The message comes back in it.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CastError<M> {
    /// The mailbox is full and the policy or the method does not wait.
    #[error("the mailbox is full; send the message again later")]
    Full(M),
    /// The process has ended for good.
    #[error("the process has ended")]
    Ended(M),
}

impl<M> CastError<M> {
    /// The message that was not accepted.
    #[must_use]
    pub fn into_message(self) -> M {
        match self {
            Self::Full(message) | Self::Ended(message) => message,
        }
    }

    /// True if the mailbox was only full.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Full(_))
    }
}

// By hand, so that a message need not be `Debug` for its refusal to be.
impl<M> fmt::Debug for CastError<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full(_) => "Full(..)",
            Self::Ended(_) => "Ended(..)",
        })
    }
}
