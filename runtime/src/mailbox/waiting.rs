//! Senders that wait for room, in the order in which they came.
//!
//! A waiting message lies here and not in its sender's future, so that the receiver can admit it without waking the
//! sender first: order is that of arrival, nobody overtakes, and a cancelled sender takes its message out again.

use std::collections::VecDeque;
use std::task::Waker;

/// The place of one waiting sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket(u64);

enum Place<M> {
    Waiting(M, Waker),
    /// In the mailbox, with this number; its sender has not looked yet.
    Admitted(u64),
    Gone,
}

pub(super) struct Waiting<M> {
    places: VecDeque<Place<M>>,
    /// The ticket of the first place.
    base: u64,
    /// All places before this index are admitted or gone.
    cursor: usize,
    waiting: usize,
}

/// What a sender finds at its place.
pub(super) enum Found<M> {
    Waiting,
    Admitted(u64),
    /// Taken back, because the mailbox closed.
    Returned(M),
}

impl<M> Found<M> {
    pub(super) fn map<N>(self, change: impl FnOnce(M) -> N) -> Found<N> {
        match self {
            Self::Waiting => Found::Waiting,
            Self::Admitted(number) => Found::Admitted(number),
            Self::Returned(message) => Found::Returned(change(message)),
        }
    }
}

impl<M> Default for Waiting<M> {
    fn default() -> Self {
        Self {
            places: VecDeque::new(),
            base: 0,
            cursor: 0,
            waiting: 0,
        }
    }
}

impl<M> Waiting<M> {
    pub(super) fn len(&self) -> usize {
        self.waiting
    }

    pub(super) fn enter(&mut self, message: M, waker: Waker) -> Ticket {
        let ticket = Ticket(self.base + self.places.len() as u64);
        self.places.push_back(Place::Waiting(message, waker));
        self.waiting += 1;
        ticket
    }

    /// Takes out the message that waits longest and leaves its number for the sender.
    pub(super) fn admit(&mut self, number: u64) -> Option<(M, Waker)> {
        while let Some(place) = self.places.get_mut(self.cursor) {
            self.cursor += 1;
            if matches!(place, Place::Waiting(..))
                && let Place::Waiting(message, waker) =
                    std::mem::replace(place, Place::Admitted(number))
            {
                self.waiting -= 1;
                return Some((message, waker));
            }
        }
        None
    }

    /// Looks at a place; `closed` takes a message back that was not admitted.
    pub(super) fn look(&mut self, ticket: Ticket, waker: &Waker, closed: bool) -> Found<M> {
        let place = self.place(ticket);
        match place {
            Place::Waiting(_, old) if !closed => {
                old.clone_from(waker);
                Found::Waiting
            }
            Place::Admitted(number) => {
                let number = *number;
                *place = Place::Gone;
                self.trim();
                Found::Admitted(number)
            }
            _ => match self.leave(ticket) {
                Some(message) => Found::Returned(message),
                None => unreachable!("a sender looks at its place until it is told the end"),
            },
        }
    }

    /// Gives up a place; the message comes back if it was not admitted.
    pub(super) fn leave(&mut self, ticket: Ticket) -> Option<M> {
        let place = std::mem::replace(self.place(ticket), Place::Gone);
        self.trim();
        match place {
            Place::Waiting(message, _) => {
                self.waiting -= 1;
                Some(message)
            }
            Place::Admitted(_) | Place::Gone => None,
        }
    }

    /// The wakers of all that wait, to tell them that the mailbox has closed.
    pub(super) fn wakers(&self) -> impl Iterator<Item = Waker> + '_ {
        self.places.iter().filter_map(|place| match place {
            Place::Waiting(_, waker) => Some(waker.clone()),
            Place::Admitted(_) | Place::Gone => None,
        })
    }

    fn place(&mut self, ticket: Ticket) -> &mut Place<M> {
        let index = usize::try_from(ticket.0 - self.base).unwrap_or(usize::MAX);
        &mut self.places[index]
    }

    fn trim(&mut self) {
        while matches!(self.places.front(), Some(Place::Gone)) {
            self.places.pop_front();
            self.base += 1;
            self.cursor = self.cursor.saturating_sub(1);
        }
    }
}
