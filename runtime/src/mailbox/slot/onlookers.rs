//! The slot as those see it who only look: counts, monitors, those who wait for its end.

use std::sync::atomic::Ordering;
use std::task::Waker;

use super::{Phase, Slot};
use crate::exit::{Exit, ExitReason, Incarnation};
use crate::mailbox::Stats;
use crate::mailbox::watch::{Monitor, Watcher};

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
        Stats {
            depth: state.queue.len() + state.batch,
            capacity: self.options.capacity,
            waiting: state.rare.as_ref().map_or(0, |rare| rare.waiting.len()),
            accepted: state.head + state.queue.len() as u64 + state.undelivered,
            refused: state.refused,
            dropped: state.dropped,
            undelivered: state.undelivered,
        }
    }

    /// Watches the run that is alive, or the next one if none has been yet. Gives the watch back with the last exit if
    /// the last run has ended.
    pub(crate) fn watch(&self, watch: Watcher) -> Result<(), (Watcher, Exit)> {
        let mut state = self.lock();
        let running = state.phase == Phase::Running;
        let closed = state.phase == Phase::Closed;
        let name = &self.name;
        let rare = state.rare();
        match &rare.last {
            Some(exit) if !running => Err((watch, exit.clone())),
            None if closed => {
                let exit = Exit {
                    name: name.clone(),
                    incarnation: Incarnation::NONE,
                    reason: ExitReason::Aborted,
                };
                Err((watch, exit))
            }
            _ => {
                rare.watchers.add(watch);
                Ok(())
            }
        }
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
