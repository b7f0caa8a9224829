//! The source itself.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::arm::{Arm, Items, Once, Steps};

/// Names one arm of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArmId(u64);

/// Several arms as one source of events. See the [module](super) for what holds.
#[must_use = "a source of events does nothing unless it is asked for the next"]
pub struct Events<'a, E> {
    arms: Vec<Entry<'a, E>>,
    /// The arm that is looked at first in the next turn.
    turn: usize,
    next_id: u64,
}

struct Entry<'a, E> {
    id: ArmId,
    arm: Box<dyn Arm<E> + Send + 'a>,
    /// An event that came while a handler ran.
    held: Option<E>,
    ended: bool,
}

impl<E> fmt::Debug for Events<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("arms", &self.arms.len())
            .finish_non_exhaustive()
    }
}

impl<E> Default for Events<'_, E> {
    fn default() -> Self {
        Self {
            arms: Vec::new(),
            turn: 0,
            next_id: 0,
        }
    }
}

impl<'a, E: 'a> Events<'a, E> {
    /// A source without arms.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an arm that waits for one event after the other. `step` receives the resource, waits, and gives the event
    /// together with the resource for the next step; `None` ends the arm.
    ///
    /// The steps need not be cancel safe: none is dropped half-way.
    pub fn arm<S, F>(&mut self, resource: S, mut step: impl FnMut(S) -> F + Send + 'a) -> ArmId
    where
        S: 'a,
        F: Future<Output = Option<(E, S)>> + Send + 'a,
    {
        let future = Some(Box::pin(step(resource)));
        self.add(Box::new(Steps { future, step }))
    }

    /// Adds an arm that gives one event and ends.
    pub fn once(&mut self, future: impl Future<Output = E> + Send + 'a) -> ArmId {
        self.add(Box::new(Once(Some(Box::pin(future)))))
    }

    /// Adds a stream as an arm; it ends with the stream.
    pub fn stream(&mut self, stream: impl Stream<Item = E> + Send + 'a) -> ArmId {
        self.add(Box::new(Items(Box::pin(stream))))
    }

    /// Drops an arm with its future, wherever that has got to, and its event if one was held; false if it has ended.
    pub fn remove(&mut self, id: ArmId) -> bool {
        let before = self.arms.len();
        self.arms.retain(|entry| entry.id != id);
        self.arms.len() < before
    }

    /// True if no arm is left and no event is held.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.arms.is_empty()
    }

    /// The next event; `None` once all arms have ended.
    ///
    /// Cancel safe: an event is taken only by the poll that returns it, and the arms keep their futures.
    pub async fn next(&mut self) -> Option<E> {
        poll_fn(|cx| self.poll_next_event(cx)).await
    }

    /// Runs a handler and goes on polling the arms meanwhile. Events that come are held for [`next`](Self::next), one
    /// an arm.
    ///
    /// Cancel safe if the handler is: the arms keep their futures and held events either way.
    pub async fn alongside<F: Future>(&mut self, handler: F) -> F::Output {
        let mut handler = pin!(handler);
        poll_fn(|cx| {
            if let Poll::Ready(output) = handler.as_mut().poll(cx) {
                return Poll::Ready(output);
            }
            for entry in &mut self.arms {
                entry.poll(cx);
            }
            // What an arm has just released may be what the handler waits for, but then it was woken and comes again.
            Poll::Pending
        })
        .await
    }

    fn add(&mut self, arm: Box<dyn Arm<E> + Send + 'a>) -> ArmId {
        let id = ArmId(self.next_id);
        self.next_id += 1;
        self.arms.push(Entry {
            id,
            arm,
            held: None,
            ended: false,
        });
        id
    }

    fn poll_next_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<E>> {
        let arms = self.arms.len();
        let mut found = None;
        for offset in 0..arms {
            let index = (self.turn + offset) % arms;
            let entry = &mut self.arms[index];
            entry.poll(cx);
            if let Some(event) = entry.held.take() {
                self.turn = index + 1;
                found = Some(event);
                break;
            }
        }
        let turn = self.turn;
        let before = self
            .arms
            .iter()
            .take(turn)
            .filter(|entry| entry.is_over())
            .count();
        self.turn = turn - before;
        self.arms.retain(|entry| !entry.is_over());
        match found {
            Some(event) => Poll::Ready(Some(event)),
            None if self.arms.is_empty() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

impl<E> Entry<'_, E> {
    /// Polls the arm unless it holds an event.
    fn poll(&mut self, cx: &mut Context<'_>) {
        if self.held.is_none()
            && !self.ended
            && let Poll::Ready(event) = self.arm.poll_event(cx)
        {
            self.ended = event.is_none();
            self.held = event;
        }
    }

    fn is_over(&self) -> bool {
        self.ended && self.held.is_none()
    }
}
