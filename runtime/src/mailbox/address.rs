//! How others reach a process.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use super::deadline::Deadline;
use super::slot::{Fate, Phase, Push, Slot};
use super::waiting::{Found, Ticket};
use super::watch::Monitor;
use super::{CallError, CastError, Reply, Stats};
use crate::exit::Incarnation;

/// Reaches one process, over all its incarnations.
///
/// Cheap to clone. It does not keep the process running: that is its owner's business.
pub struct Address<M> {
    pub(crate) slot: Arc<Slot<M>>,
}

impl<M> Clone for Address<M> {
    fn clone(&self) -> Self {
        Self {
            slot: self.slot.clone(),
        }
    }
}

impl<M> fmt::Debug for Address<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address")
            .field("name", &self.slot.name)
            .finish_non_exhaustive()
    }
}

impl<M> Address<M> {
    pub(crate) fn new(slot: Arc<Slot<M>>) -> Self {
        Self { slot }
    }

    pub(crate) fn weak(&self) -> Weak<Slot<M>> {
        Arc::downgrade(&self.slot)
    }

    /// The name that the process was started under.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.slot.name
    }

    /// Which run is alive, or was last.
    #[must_use]
    pub fn incarnation(&self) -> Incarnation {
        self.slot.incarnation()
    }

    /// True while a run is alive; false between two incarnations and after the end.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.slot.phase() == Phase::Running
    }

    /// True once the process has ended for good.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.slot.is_closed()
    }

    /// Counts and depth of the mailbox.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.slot.stats()
    }

    /// True if both reach the same process.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.slot, &other.slot)
    }

    /// Sends a message, and waits for room if the mailbox is full and its policy is to wait. `Ok` says that the message
    /// is in the mailbox (or was dropped and counted, where that is the policy), not that it was handled.
    ///
    /// Messages of one sender arrive in the order in which their casts were awaited. Waiting senders are admitted in the
    /// order in which they came.
    ///
    /// Cancel safe in this sense: dropped before it is ready, the message is dropped with it, unless it was admitted
    /// in the meantime, which only the mailbox knows.
    ///
    /// # Errors
    ///
    /// [`CastError::Full`] under [`Overflow::Refuse`](super::Overflow::Refuse), [`CastError::Ended`] if the process has
    /// ended for good or does so while this waits. Both give the message back.
    pub fn cast(&self, message: M) -> Cast<'_, M> {
        Cast {
            slot: &self.slot,
            caller: None,
            state: CastState::Unsent(Some(message)),
        }
    }

    /// Sends a message without ever waiting.
    ///
    /// # Errors
    ///
    /// As [`cast`](Self::cast); a full mailbox whose policy is to wait refuses.
    pub fn try_cast(&self, message: M) -> Result<(), CastError<M>> {
        self.slot.try_push_for(message, None)
    }

    /// Asks and waits for the answer, at most `within`, which includes the wait for room. `message` receives the way
    /// back.
    ///
    /// The deadline is never early; from 200 ms on it may be 20 ms late, below that as late as tokio's timers. While a supervised process is
    /// being restarted the call waits for the next incarnation, within its deadline.
    ///
    /// Cancel safe in this sense: dropped before its message was admitted, nothing has happened; dropped afterwards, the
    /// message is handled as usual and the answer is discarded ([`Reply::is_wanted`] tells the server).
    ///
    /// # Errors
    ///
    /// See [`CallError`], which separates calls that were not started from those of unknown outcome.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with time enabled.
    pub async fn call<T>(
        &self,
        within: Duration,
        message: impl FnOnce(Reply<T>) -> M,
    ) -> Result<T, CallError> {
        if within.is_zero() {
            return Err(CallError::NoTime);
        }
        let (reply, mut answer) = Reply::pair();
        let mut cast = self.cast(message(reply));
        cast.caller = tokio::task::try_id();
        let mut deadline = Deadline::new(within, &self.slot.deadlines);
        let mut number = None;
        poll_fn(|cx| {
            if number.is_none() {
                match cast.poll_number(cx) {
                    Poll::Ready(Ok(accepted)) => number = Some(accepted),
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error.into())),
                    Poll::Pending => {}
                }
            }
            if let Some(number) = number
                && let Poll::Ready(answer) = Pin::new(&mut answer).poll(cx)
            {
                return Poll::Ready(answer.map_err(|_| match self.slot.fate(number) {
                    Fate::Dropped => CallError::Dropped,
                    Fate::Ended => CallError::Ended,
                    Fate::Taken => CallError::Unanswered,
                }));
            }
            if deadline.poll(cx).is_pending() {
                return Poll::Pending;
            }
            // A message that was admitted at the last moment may be handled: only one taken out again was not started.
            Poll::Ready(Err(if number.is_none() && cast.leave() {
                CallError::NoRoom(within)
            } else {
                CallError::TimedOut(within)
            }))
        })
        .await
    }

    /// Watches the run that is alive now. It resolves when that run ends, at once if it has ended, and for a process
    /// that has not been started yet when its first run ends. Cancel safe.
    pub fn monitor(&self) -> Monitor {
        self.slot.monitor()
    }

    /// Resolves once the process has ended for good: no incarnation will follow. Cancel safe.
    pub async fn closed(&self) {
        poll_fn(|cx| {
            if self.slot.poll_closed(cx.waker()) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    /// Closes the intake: new messages are refused as [`CastError::Ended`], what was accepted is still handled, and then
    /// the process ends normally.
    pub fn drain(&self) {
        self.slot.close_intake();
    }
}

/// A message on its way into a mailbox; see [`Address::cast`].
#[must_use = "a cast that is not awaited sends nothing"]
pub struct Cast<'a, M> {
    slot: &'a Slot<M>,
    /// The task that waits for an answer, if this is part of a call.
    caller: Option<tokio::task::Id>,
    state: CastState<M>,
}

enum CastState<M> {
    Unsent(Option<M>),
    Waiting(Ticket),
    Done,
}

// The message is only moved, never pinned.
impl<M> Unpin for Cast<'_, M> {}

impl<M> fmt::Debug for Cast<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cast")
            .field("to", &self.slot.name)
            .finish_non_exhaustive()
    }
}

/// Why a cast inside a call failed.
enum Refusal<M> {
    Cast(CastError<M>),
    Dropped(M),
    SelfCall(M),
}

impl<M> From<Refusal<M>> for CallError {
    fn from(refusal: Refusal<M>) -> Self {
        match refusal {
            Refusal::Cast(CastError::Full(_)) => Self::Full,
            Refusal::Cast(CastError::Ended(_)) => Self::Ended,
            Refusal::Dropped(_) => Self::Dropped,
            Refusal::SelfCall(_) => Self::SelfCall,
        }
    }
}

impl<M> Cast<'_, M> {
    fn poll_number(&mut self, cx: &mut Context<'_>) -> Poll<Result<u64, Refusal<M>>> {
        let pushed = match &mut self.state {
            CastState::Unsent(message) => match message.take() {
                Some(message) => self.slot.push(message, Some(cx.waker()), self.caller, None),
                None => return Poll::Pending,
            },
            CastState::Waiting(ticket) => match self.slot.look(*ticket, cx.waker()) {
                Found::Waiting => return Poll::Pending,
                Found::Admitted(number) => Push::Accepted(number),
                Found::Returned(message) => Push::Ended(message),
            },
            CastState::Done => return Poll::Pending,
        };
        self.state = CastState::Done;
        Poll::Ready(match pushed {
            Push::Accepted(number) => Ok(number),
            Push::Full(message) => Err(Refusal::Cast(CastError::Full(message))),
            Push::Ended(message) => Err(Refusal::Cast(CastError::Ended(message))),
            Push::DroppedNewest(message) => Err(Refusal::Dropped(message)),
            Push::SelfCall(message) => Err(Refusal::SelfCall(message)),
            Push::Waiting(ticket) => {
                self.state = CastState::Waiting(ticket);
                return Poll::Pending;
            }
        })
    }

    /// Stops waiting; true if the message was taken out again and was never admitted.
    fn leave(&mut self) -> bool {
        match std::mem::replace(&mut self.state, CastState::Done) {
            CastState::Waiting(ticket) => self.slot.leave(ticket).is_some(),
            CastState::Unsent(_) | CastState::Done => false,
        }
    }
}

impl<M> Future for Cast<'_, M> {
    type Output = Result<(), CastError<M>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_number(cx).map(|sent| match sent {
            Ok(_) | Err(Refusal::Dropped(_)) => Ok(()),
            Err(Refusal::SelfCall(message)) => Err(CastError::Full(message)),
            Err(Refusal::Cast(error)) => Err(error),
        })
    }
}

impl<M> Drop for Cast<'_, M> {
    fn drop(&mut self) {
        self.leave();
    }
}
