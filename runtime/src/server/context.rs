//! What a server knows about itself while it runs.

use std::fmt;
use std::sync::{Arc, Weak};

use super::Server;
use crate::exit::{Exit, ExitReason, Incarnation};
use crate::mailbox::{Address, Slot, Stop, Watch, Watcher};

/// Given to every method of a [`Server`]: its own address, its incarnation, and how it ends itself.
pub struct Context<S: Server> {
    address: Address<S::Message>,
    incarnation: Incarnation,
    pub(super) stopping: bool,
}

impl<S: Server> fmt::Debug for Context<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("name", &self.address.name())
            .field("incarnation", &self.incarnation())
            .finish_non_exhaustive()
    }
}

/// One incarnation of a process, as a target: what is sent here reaches this run or nobody.
pub struct This<M> {
    pub(crate) address: Address<M>,
    pub(crate) incarnation: Incarnation,
}

impl<M> Clone for This<M> {
    fn clone(&self) -> Self {
        Self {
            address: self.address.clone(),
            incarnation: self.incarnation,
        }
    }
}

impl<M> fmt::Debug for This<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("This")
            .field("name", &self.address.name())
            .field("incarnation", &self.incarnation)
            .finish()
    }
}

impl<S: Server> Context<S> {
    pub(crate) fn new(slot: Arc<Slot<S::Message>>, incarnation: Incarnation) -> Self {
        Self {
            address: Address::new(slot),
            incarnation,
            stopping: false,
        }
    }

    /// The process's own address.
    ///
    /// A call to it from `handle` is refused as [`CallError::SelfCall`](crate::mailbox::CallError::SelfCall), and a cast
    /// that waits for room would wait for itself: use [`Address::try_cast`].
    #[must_use]
    pub fn address(&self) -> &Address<S::Message> {
        &self.address
    }

    /// This run as a target, for timers that end with it.
    #[must_use]
    pub fn this(&self) -> This<S::Message> {
        This {
            address: self.address.clone(),
            incarnation: self.incarnation,
        }
    }

    /// Which run this is; usable as a fencing token.
    #[must_use]
    pub fn incarnation(&self) -> Incarnation {
        self.incarnation
    }

    /// Ends the process normally after the message in hand.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// True once somebody has asked this process to stop: long work may end early.
    #[must_use]
    pub fn is_stop_requested(&self) -> bool {
        self.stopping || self.address.slot.signalled()
    }

    /// Receives a message when the run of `other` that is alive now ends, at once if it has ended. It is delivered even
    /// if the mailbox is full, and only to this incarnation.
    pub fn monitor<N: 'static>(
        &self,
        other: &Address<N>,
        message: impl FnOnce(Exit) -> S::Message + Send + 'static,
    ) {
        let watch = Down {
            to: self.address.weak(),
            incarnation: self.incarnation(),
            message: Box::new(message),
        };
        if let Err((watch, exit)) = other.slot.watch(Watcher::Other(Box::new(watch))) {
            watch.ended(&exit);
        }
    }

    /// Ties the fates of both runs together: if one ends and its end is not clean, the other is asked to stop, between
    /// two messages and under its own stop deadline, with [`ExitReason::Linked`]. If `other` is not running, that
    /// happens to this process at once.
    pub fn link<N: Send + 'static>(&self, other: &Address<N>) {
        let there = Link {
            slot: self.address.weak(),
            incarnation: self.incarnation(),
        };
        if let Err((watch, exit)) = other.slot.watch(Watcher::Other(Box::new(there))) {
            watch.ended(&exit);
            return;
        }
        let here = Link {
            slot: other.weak(),
            incarnation: other.incarnation(),
        };
        if let Err((watch, exit)) = self.address.slot.watch(Watcher::Other(Box::new(here))) {
            watch.ended(&exit);
        }
    }
}

struct Down<M> {
    to: Weak<Slot<M>>,
    incarnation: Incarnation,
    message: Box<dyn FnOnce(Exit) -> M + Send>,
}

impl<M: Send> Watch for Down<M> {
    fn wanted(&self) -> bool {
        self.to
            .upgrade()
            .is_some_and(|slot| slot.incarnation() == self.incarnation)
    }

    fn ended(self: Box<Self>, exit: &Exit) {
        if let Some(slot) = self.to.upgrade() {
            // A run that has ended meanwhile has no use for the news.
            let _ = slot.push_own((self.message)(exit.clone()), self.incarnation);
        }
    }
}

struct Link<M> {
    slot: Weak<Slot<M>>,
    incarnation: Incarnation,
}

impl<M: Send> Watch for Link<M> {
    fn wanted(&self) -> bool {
        self.slot
            .upgrade()
            .is_some_and(|slot| slot.incarnation() == self.incarnation)
    }

    fn ended(self: Box<Self>, exit: &Exit) {
        if exit.reason.is_clean() {
            return;
        }
        if let Some(slot) = self.slot.upgrade() {
            let reason = ExitReason::Linked(Arc::new(exit.reason.clone()));
            let stop = Stop {
                reason,
                deadline: slot.patience,
            };
            slot.request_stop(stop, Some(self.incarnation));
        }
    }
}
