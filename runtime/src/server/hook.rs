//! One poll of user code: its panic becomes a value, and a stop that takes too long cuts it off.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::{Instant, Sleep};

use crate::exit::ExitReason;
use crate::mailbox::Slot;

/// Why user code did not come to its end.
pub(crate) enum Cut {
    Panicked(Box<dyn Any + Send>),
    TooLate,
}

impl Cut {
    pub(crate) fn reason(self) -> ExitReason {
        match self {
            Self::Panicked(payload) => ExitReason::panicked(&*payload),
            Self::TooLate => ExitReason::Aborted,
        }
    }
}

/// What cuts user code off.
pub(crate) trait Cutting {
    /// True once it has to end.
    fn poll<M>(&mut self, slot: &Slot<M>, cx: &mut Context<'_>) -> bool;
}

/// Nothing does.
pub(crate) struct Uncut;

impl Cutting for Uncut {
    fn poll<M>(&mut self, _: &Slot<M>, _: &mut Context<'_>) -> bool {
        false
    }
}

/// The deadline of a stop, set when the process first sees the request.
#[derive(Default)]
pub(crate) struct Cutoff {
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Cutting for Cutoff {
    /// Starts the clock of a requested stop; true once it has run out.
    fn poll<M>(&mut self, slot: &Slot<M>, cx: &mut Context<'_>) -> bool {
        let Some(stop) = slot.stop_request() else {
            return false;
        };
        if stop.deadline.is_zero() {
            return true;
        }
        let due = Instant::now() + stop.deadline;
        let sleep = match &mut self.sleep {
            Some(sleep) => {
                // A later request may shorten the deadline, never lengthen it.
                if due < sleep.deadline() {
                    sleep.as_mut().reset(due);
                }
                sleep
            }
            None => self.sleep.insert(Box::pin(tokio::time::sleep_until(due))),
        };
        sleep.as_mut().poll(cx).is_ready()
    }
}

/// Polls a hook once. `left` is how many messages it holds untaken meanwhile.
pub(crate) fn poll_hook<M, F: Future>(
    hook: Pin<&mut F>,
    slot: &Slot<M>,
    left: usize,
    cutoff: &mut impl Cutting,
    cx: &mut Context<'_>,
) -> Poll<Result<F::Output, Cut>> {
    match catch_unwind(AssertUnwindSafe(|| hook.poll(cx))) {
        Err(payload) => return Poll::Ready(Err(Cut::Panicked(payload))),
        Ok(Poll::Ready(output)) => return Poll::Ready(Ok(output)),
        Ok(Poll::Pending) => {}
    }
    slot.suspend(left, cx.waker());
    if slot.signalled() && cutoff.poll(slot, cx) {
        return Poll::Ready(Err(Cut::TooLate));
    }
    Poll::Pending
}
