//! The slot as its running process sees it.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::task::Waker;

use tracing::Span;

use super::{IDLE_SLOTS, Phase, Slot, Stop, Turn, Wakes};
use crate::exit::{ExitReason, Incarnation};
use crate::mailbox::cause;

impl<M> Slot<M> {
    /// Begins a run, in this task for now. `None` if the slot is closed or a run is alive.
    pub(crate) fn begin(&self, runner: Option<tokio::task::Id>) -> Option<Incarnation> {
        let mut state = self.lock();
        if state.phase != Phase::Vacant {
            return None;
        }
        state.phase = Phase::Running;
        // An earlier run may have drained it.
        state.accepting = true;
        state.runner = runner;
        state.told = false;
        state.incarnation = state.incarnation.next();
        let head = state.head;
        if let Some(rare) = &mut state.rare {
            rare.reserved.retain(|entry| entry.0 >= head);
            self.stale
                .store(!rare.reserved.is_empty(), Ordering::Release);
        }
        Some(state.incarnation)
    }

    /// Says which task runs here, so that it can be told that it calls itself.
    pub(crate) fn set_runner(&self, task: Option<tokio::task::Id>) {
        self.lock().runner = task;
    }

    /// Tells the owner that `init` went well.
    pub(crate) fn set_ready(&self, incarnation: Incarnation) {
        let mut state = self.lock();
        state.ready = incarnation;
        let owner = state.owner.take();
        drop(state);
        if let Some(owner) = owner {
            owner.wake();
        }
    }

    /// Gives a process that ends by itself the deadline that a request to stop would have.
    pub(crate) fn request_stop_if_none(&self, reason: &ExitReason) {
        if !self.signalled() {
            let stop = Stop {
                reason: reason.clone(),
                deadline: self.patience,
            };
            self.request_stop(stop, None);
        }
    }

    /// True if there is something to look at besides messages.
    pub(crate) fn signalled(&self) -> bool {
        self.signal.load(Ordering::Acquire)
    }

    pub(crate) fn stop_request(&self) -> Option<Stop> {
        self.lock().stop.clone()
    }

    /// True if the message that was just taken out of the batch, with `left` behind it, was for an earlier run only: a
    /// timer's, or the news from a monitor. It is dropped and counted.
    #[inline]
    pub(crate) fn is_stale(&self, left: usize) -> bool {
        self.stale.load(Ordering::Acquire) && self.was_reserved(left)
    }

    fn was_reserved(&self, left: usize) -> bool {
        let mut state = self.lock();
        let (number, incarnation) = (state.head - left as u64 - 1, state.incarnation);
        let rare = state.rare();
        while rare.reserved.front().is_some_and(|entry| entry.0 < number) {
            rare.reserved.pop_front();
        }
        let stale = rare
            .reserved
            .front()
            .is_some_and(|&(at, only)| at == number && only != incarnation);
        rare.dropped += u64::from(stale);
        // Those of this run come after all of the runs before it.
        let more = rare.reserved.back().is_some_and(|entry| entry.0 > number);
        self.stale.store(more, Ordering::Release);
        stale
    }

    /// The span for the message that was just taken out of the batch, with `left` behind it; none where nobody traces.
    pub(crate) fn handling(&self, left: usize) -> Option<Box<Span>> {
        if !cause::is_traced() {
            return None;
        }
        let mut state = self.lock();
        let (number, incarnation) = (state.head - left as u64 - 1, state.incarnation);
        let mut past = Vec::new();
        if let Some(rare) = &mut state.rare {
            while rare.causes.front().is_some_and(|cause| cause.0 <= number) {
                past.extend(rare.causes.pop_front());
            }
        }
        drop(state);
        // Those before it belong to messages that were dropped.
        let own = past.pop().filter(|cause| cause.0 == number);
        cause::handling(&self.name, incarnation, own.and_then(|cause| cause.1))
    }

    /// Looks for work at the end of a batch. `batch` is empty and receives the messages.
    pub(crate) fn take(&self, batch: &mut VecDeque<M>, waker: &Waker) -> Turn {
        debug_assert!(batch.is_empty());
        let mut state = self.lock();
        if self.signalled() {
            return Turn::Stop;
        }
        state.batch = 0;
        let mut wakes = Wakes::default();
        if state.queue.is_empty() {
            state.admit(self.options.capacity, &mut wakes);
        }
        let turn = if state.queue.is_empty() {
            if state.accepting {
                state.parked = true;
                state.register(waker);
                if state.queue.capacity() > IDLE_SLOTS {
                    state.queue.shrink_to(IDLE_SLOTS);
                }
                if batch.capacity() > IDLE_SLOTS {
                    batch.shrink_to(IDLE_SLOTS);
                }
                Turn::Parked
            } else {
                Turn::Drained
            }
        } else {
            state.hand_out(batch, self.options.overflow);
            state.admit(self.options.capacity, &mut wakes);
            Turn::Messages
        };
        drop(state);
        wakes.wake();
        turn
    }

    /// Tells how much of the batch is left while the process waits for something, so that senders see the room that it
    /// has made, and registers who is woken by a stop.
    pub(crate) fn suspend(&self, left: usize, waker: &Waker) {
        let mut state = self.lock();
        let mut wakes = Wakes::default();
        state.register(waker);
        if state.batch != left {
            state.batch = left;
            state.admit(self.options.capacity, &mut wakes);
        }
        drop(state);
        wakes.wake();
    }

    /// As [`suspend`](Self::suspend) for a process that only makes a pause.
    pub(crate) fn settle(&self, left: usize) {
        let mut state = self.lock();
        let mut wakes = Wakes::default();
        state.batch = left;
        state.admit(self.options.capacity, &mut wakes);
        let past = state.past_causes();
        drop(state);
        drop(past);
        wakes.wake();
    }

    /// Asks the running incarnation (or only the given one) to stop. The first reason stays, the shortest deadline
    /// wins. False if that run is not alive.
    pub(crate) fn request_stop(&self, stop: Stop, only: Option<Incarnation>) -> bool {
        let mut state = self.lock();
        if state.phase != Phase::Running || only.is_some_and(|only| only != state.incarnation) {
            return false;
        }
        match &mut state.stop {
            Some(earlier) => earlier.deadline = earlier.deadline.min(stop.deadline),
            None => state.stop = Some(stop),
        }
        self.signal.store(true, Ordering::Release);
        state.parked = false;
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        true
    }

    /// Closes the intake; what was accepted is still handled, then the process ends normally.
    pub(crate) fn close_intake(&self) {
        let mut state = self.lock();
        state.accepting = false;
        let mut wakes = Wakes {
            process: state.unpark(),
            senders: Vec::new(),
        };
        wakes.senders.extend(state.waiting_wakers());
        drop(state);
        wakes.wake();
    }
}
