//! A mailbox without a server, for loops that a team has already written.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::{Address, CapacityError, Options, Slot, Turn};
use crate::exit::ExitReason;

/// The receiving end of a mailbox that was made by [`open`]. Dropping it closes the mailbox: waiting casts get their
/// messages back, calls get their error.
pub struct Mailbox<M> {
    slot: Arc<Slot<M>>,
    batch: VecDeque<M>,
}

impl<M> fmt::Debug for Mailbox<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailbox")
            .field("name", &self.slot.name)
            .finish_non_exhaustive()
    }
}

/// Makes a mailbox and its address, to replace a channel in a receive loop.
///
/// Unlike a channel's it does not close when the last address is dropped: the loop's owner ends it with
/// [`Address::drain`] or by dropping the [`Mailbox`].
///
/// # Errors
///
/// [`CapacityError`] for a mailbox that could hold nothing.
pub fn open<M>(
    name: impl Into<Arc<str>>,
    options: Options,
) -> Result<(Address<M>, Mailbox<M>), CapacityError> {
    let slot = Arc::new(Slot::new(name.into(), options.check()?, Duration::ZERO));
    slot.begin(None);
    Ok((
        Address::new(slot.clone()),
        Mailbox {
            slot,
            batch: VecDeque::new(),
        },
    ))
}

impl<M> Mailbox<M> {
    /// The next message, in order; `None` once the mailbox was drained and is empty.
    ///
    /// Cancel safe: a message is taken only by the poll that returns it.
    pub async fn recv(&mut self) -> Option<M> {
        // A loop without a server cannot say that it waits for something else, so it settles its account with every
        // message.
        if let Some(message) = self.batch.pop_front() {
            self.slot.settle(self.batch.len());
            return Some(message);
        }
        let Self { slot, batch } = self;
        poll_fn(|cx| match slot.take(batch, cx.waker()) {
            Turn::Messages => Poll::Ready(batch.pop_front()),
            Turn::Drained | Turn::Stop => Poll::Ready(None),
            Turn::Parked => Poll::Pending,
        })
        .await
    }
}

impl<M> Drop for Mailbox<M> {
    fn drop(&mut self) {
        self.slot.end(&mut self.batch, ExitReason::Normal, true);
    }
}
