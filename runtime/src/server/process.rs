//! The owner's hold on a process.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use super::{Launch, Stuck};
use crate::exit::{Exit, ExitReason, Incarnation};
use crate::mailbox::{Address, Slot, Stop};
use crate::turns::within;

/// How long a process that was aborted may take to reach its next await before it counts as stuck: an await is due
/// every few microseconds in code that is in order, so this is generous.
pub(crate) const GRACE: Duration = Duration::from_millis(100);

/// One run's task. Does not own it.
#[derive(Debug, Clone)]
pub(crate) struct Handle {
    task: tokio::task::AbortHandle,
}

impl Handle {
    pub(crate) fn new(task: tokio::task::AbortHandle) -> Self {
        Self { task }
    }

    pub(crate) fn abort(&self) {
        self.task.abort();
    }
}

/// Owns a running process: dropped, it asks the process to stop, which then aborts itself at its stop deadline.
///
/// Use [`detach`](Self::detach) to let it outlive its owner.
#[must_use = "a process that is dropped is stopped"]
pub struct Process<M> {
    address: Address<M>,
    incarnation: Incarnation,
    handle: Handle,
    owned: bool,
}

// Not derived: messages need not be printable.
impl<M> fmt::Debug for Process<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl<M> Process<M> {
    pub(super) fn new(slot: Arc<Slot<M>>, launch: Launch) -> Self {
        Self {
            address: Address::new(slot),
            incarnation: launch.incarnation,
            handle: launch.handle,
            owned: true,
        }
    }

    /// Resolves when `init` has ended, with the reason if the run has ended with it.
    pub(super) async fn started(&self) -> Result<(), ExitReason> {
        let slot = &self.address.slot;
        poll_fn(|cx| slot.poll_started(self.incarnation, cx.waker())).await
    }

    /// How to reach it.
    #[must_use]
    pub fn address(&self) -> &Address<M> {
        &self.address
    }

    /// Asks it to stop and waits until it has, under its own stop deadline.
    ///
    /// Cancel safe: the request stays when the wait is dropped.
    ///
    /// # Errors
    ///
    /// [`Stuck`] if it has not come to an await by its deadline and a short grace.
    pub async fn stop(self) -> Result<Exit, Stuck> {
        let deadline = self.address.slot.patience;
        self.stop_within(deadline).await
    }

    /// As [`stop`](Self::stop) with a deadline for this once. Zero aborts at the next await.
    ///
    /// Cancel safe: the request stays when the wait is dropped.
    ///
    /// # Errors
    ///
    /// As [`stop`](Self::stop).
    pub async fn stop_within(mut self, deadline: Duration) -> Result<Exit, Stuck> {
        let slot = &self.address.slot;
        let incarnation = self.incarnation;
        slot.request_stop(
            Stop {
                reason: ExitReason::Shutdown,
                deadline,
            },
            None,
        );
        let limit = deadline.saturating_add(GRACE);
        let ended = within(limit, |cx| slot.poll_ended(incarnation, cx.waker()));
        if let Some(exit) = ended.await {
            self.owned = false;
            return Ok(exit);
        }
        self.handle.abort();
        Err(Stuck {
            name: slot.name.clone(),
            incarnation,
            waited: limit,
        })
    }

    /// Aborts it at its next await, without `terminate`, and does not wait.
    pub fn abort(&self) {
        self.handle.abort();
    }

    /// Resolves when it has ended. Cancel safe.
    pub async fn ended(&self) -> Exit {
        self.address.monitor().await
    }

    /// Lets it outlive its owner; it then ends by itself, by [`drain`](Address::drain), or with the tokio runtime.
    pub fn detach(mut self) -> Address<M> {
        self.owned = false;
        self.address.clone()
    }
}

impl<M> Drop for Process<M> {
    fn drop(&mut self) {
        if self.owned {
            let slot = &self.address.slot;
            let stop = Stop {
                reason: ExitReason::Shutdown,
                deadline: slot.patience,
            };
            slot.request_stop(stop, None);
        }
    }
}
