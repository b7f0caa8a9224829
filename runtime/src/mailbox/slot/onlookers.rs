//! The slot as those see it who only look: counts, monitors, those who wait for its end.

use std::sync::atomic::Ordering;
use std::task::{Poll, Waker};

use super::{Phase, Slot, State, keep};
use crate::exit::{Exit, ExitReason, Incarnation};
use crate::mailbox::Stats;
use crate::mailbox::watch::{Monitor, Watcher};

impl<M> State<M> {
    fn is_over(&self, run: Incarnation) -> bool {
        self.incarnation != run || (self.phase != Phase::Running && self.told)
    }
}

impl<M> Slot<M> {
    pub(crate) fn phase(&self) -> Phase {
        self.lock().phase
    }

    pub(crate) fn incarnation(&self) -> Incarnation {
        self.lock().incarnation
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    pub(crate) fn stats(&self) -> Stats {
        let state = self.lock();
        let mut stats = Stats {
            depth: state.queue.len() + state.batch,
            capacity: self.options.capacity,
            accepted: state.head + state.queue.len() as u64,
            ..Stats::default()
        };
        if let Some(rare) = &state.rare {
            stats.waiting = rare.waiting.len();
            stats.accepted += rare.undelivered;
            stats.refused = rare.refused;
            stats.dropped = rare.dropped;
            stats.undelivered = rare.undelivered;
        }
        stats
    }

    /// Watches the run that is alive, or the next one if none has been yet. Gives the watch back with the last exit if
    /// the last run has ended.
    pub(crate) fn watch(&self, watch: Watcher) -> Result<(), (Watcher, Exit)> {
        let mut state = self.lock();
        let alive = match state.phase {
            Phase::Running => true,
            Phase::Vacant => state.last.is_none(),
            Phase::Closed => false,
        };
        if alive {
            state.rare().watchers.add(watch);
            Ok(())
        } else {
            Err((watch, self.last_exit(&state)))
        }
    }

    /// The last end. A process that never ran counts as aborted.
    fn last_exit(&self, state: &State<M>) -> Exit {
        Exit {
            name: self.name.clone(),
            incarnation: state.incarnation,
            reason: state.last.clone().unwrap_or(ExitReason::Aborted),
        }
    }

    /// For the owner of a run: whether its `init` went well, or how it ended. One owner can wait.
    pub(crate) fn poll_started(
        &self,
        incarnation: Incarnation,
        waker: &Waker,
    ) -> Poll<Result<(), ExitReason>> {
        let mut state = self.lock();
        if state.ready >= incarnation {
            return Poll::Ready(Ok(()));
        }
        if state.is_over(incarnation) {
            return Poll::Ready(Err(self.last_exit(&state).reason));
        }
        keep(&mut state.owner, waker);
        Poll::Pending
    }

    /// For the owner of a run: its end, after everybody else has heard of it. One owner can wait.
    pub(crate) fn poll_ended(&self, incarnation: Incarnation, waker: &Waker) -> Poll<Exit> {
        let mut state = self.lock();
        if state.is_over(incarnation) {
            return Poll::Ready(self.last_exit(&state));
        }
        keep(&mut state.owner, waker);
        Poll::Pending
    }

    pub(crate) fn monitor(&self) -> Monitor {
        let (sender, receiver) = oneshot::async_channel();
        match self.watch(Watcher::Monitor(sender)) {
            Ok(()) => Monitor::watching(self.name.clone(), receiver),
            Err((_, exit)) => Monitor::ended(exit),
        }
    }

    /// True once closed; else the waker is kept.
    pub(in crate::mailbox) fn poll_closed(&self, waker: &Waker) -> bool {
        let mut state = self.lock();
        if state.phase == Phase::Closed {
            return true;
        }
        let closers = &mut state.rare().closers;
        if !closers.iter().any(|known| known.will_wake(waker)) {
            closers.push(waker.clone());
        }
        false
    }
}
