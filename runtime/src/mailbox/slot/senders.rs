//! The slot as senders see it.

use std::task::Waker;

use super::{Fate, Phase, Push, Slot};
use crate::exit::Incarnation;
use crate::mailbox::waiting::{Found, Ticket};
use crate::mailbox::{CastError, Overflow, cause};
use crate::observe;

impl<M> Slot<M> {
    /// Puts a message in, by the mailbox's policy. `wait` enters the queue of waiting senders instead of refusing;
    /// `caller` is the task that will wait for the answer; `only` this incarnation may handle it.
    pub(in crate::mailbox) fn push(
        &self,
        message: M,
        wait: Option<&Waker>,
        caller: Option<tokio::task::Id>,
        only: Option<Incarnation>,
    ) -> Push<M> {
        let cause = cause::current();
        let mut state = self.lock();
        if caller.is_some() && caller == state.runner {
            return Push::SelfCall(message);
        }
        if !state.accepting || only.is_some_and(|only| !state.is_run(only)) {
            return Push::Ended(message);
        }
        let mut oldest = None;
        if !state.has_room(self.options.capacity) {
            match (self.options.overflow, wait) {
                (Overflow::Wait, Some(waker)) => {
                    let place = (message, cause);
                    return Push::Waiting(state.rare().waiting.enter(place, waker.clone()));
                }
                (Overflow::Wait | Overflow::Refuse, _) => {
                    let rare = state.rare();
                    rare.refused += 1;
                    let refused = rare.refused;
                    drop(state);
                    observe::overload(&self.name, "refused", refused);
                    return Push::Full(message);
                }
                (Overflow::DropNewest, _) => {
                    let rare = state.rare();
                    rare.dropped += 1;
                    let dropped = rare.dropped;
                    drop(state);
                    observe::overload(&self.name, "dropped", dropped);
                    return Push::DroppedNewest(message);
                }
                (Overflow::DropOldest, _) => {
                    let rare = state.rare();
                    rare.dropped += 1;
                    let dropped = rare.dropped;
                    oldest = state.queue.pop_front().map(|oldest| (oldest, dropped));
                    state.skip(1);
                }
            }
        }
        let past = if cause.is_some() {
            state.past_causes()
        } else {
            Vec::new()
        };
        let number = state.accept(message, cause);
        if let Some(only) = only {
            state.reserve(number, only);
        }
        let waker = state.unpark();
        drop(state);
        drop(past);
        if let Some((oldest, dropped)) = oldest {
            observe::overload(&self.name, "dropped", dropped);
            drop(oldest);
        }
        if let Some(waker) = waker {
            waker.wake();
        }
        Push::Accepted(number)
    }

    /// Puts a message in for one incarnation, whatever the capacity. For the few messages that a process sends itself
    /// through monitors, of which there are never more than it asked for.
    pub(crate) fn push_own(&self, message: M, incarnation: Incarnation) -> Result<(), M> {
        let mut state = self.lock();
        if !state.accepting || !state.is_run(incarnation) {
            return Err(message);
        }
        let number = state.accept(message, None);
        state.reserve(number, incarnation);
        let waker = state.unpark();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        Ok(())
    }

    /// As `try_cast`, for one incarnation only.
    pub(crate) fn try_push_for(
        &self,
        message: M,
        incarnation: Option<Incarnation>,
    ) -> Result<(), CastError<M>> {
        match self.push(message, None, None, incarnation) {
            Push::Accepted(_) | Push::DroppedNewest(_) | Push::Waiting(_) => Ok(()),
            Push::Full(message) | Push::SelfCall(message) => Err(CastError::Full(message)),
            Push::Ended(message) => Err(CastError::Ended(message)),
        }
    }

    /// Looks after a waiting sender.
    pub(in crate::mailbox) fn look(&self, ticket: Ticket, waker: &Waker) -> Found<M> {
        let mut state = self.lock();
        let closed = !state.accepting;
        let found = state.rare().waiting.look(ticket, waker, closed);
        drop(state);
        found.map(|(message, _)| message)
    }

    /// Takes a waiting message out again; `None` if it has been admitted.
    pub(in crate::mailbox) fn leave(&self, ticket: Ticket) -> Option<M> {
        let left = self.lock().rare().waiting.leave(ticket);
        left.map(|(message, _)| message)
    }

    pub(in crate::mailbox) fn fate(&self, number: u64) -> Fate {
        let state = self.lock();
        let dropped = state
            .rare
            .as_ref()
            .is_some_and(|rare| rare.gaps.iter().any(|gap| gap.contains(&number)));
        if dropped {
            Fate::Dropped
        } else if number >= state.head && state.phase == Phase::Closed {
            Fate::Ended
        } else {
            Fate::Taken
        }
    }
}
