//! The handle of one task.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::AbortHandle;

use crate::exit::ExitReason;

/// Resolves to a task's output, or to the reason why there is none.
///
/// Dropping it neither stops the task nor hides its failure: the owner has both in hand.
pub struct Task<T> {
    answer: oneshot::AsyncReceiver<Result<T, ExitReason>>,
    abort: AbortHandle,
}

impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").finish_non_exhaustive()
    }
}

impl<T> Task<T> {
    pub(super) fn new(
        answer: oneshot::AsyncReceiver<Result<T, ExitReason>>,
        abort: AbortHandle,
    ) -> Self {
        Self { answer, abort }
    }

    /// Aborts the task at its next await. Blocking work that has begun goes on.
    pub fn abort(&self) {
        self.abort.abort();
    }
}

impl<T> Future for Task<T> {
    type Output = Result<T, ExitReason>;

    /// Cancel safe: a handle that is awaited by reference keeps the answer.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // A guard that is dropped answers; only one that the runtime leaked on its way out does not.
        Pin::new(&mut self.answer)
            .poll(cx)
            .map(|answer| answer.unwrap_or(Err(ExitReason::Aborted)))
    }
}
