//! The end of a run, and of a slot.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use super::{Phase, Slot, Undelivered, Wakes};
use crate::exit::{Exit, ExitReason, Incarnation};
use crate::mailbox::watch::Watchers;

impl<M> Slot<M> {
    /// Ends a run: puts the untaken rest of the batch back, tells the watchers. With `last` the slot closes: what was
    /// accepted and never taken goes to the hook for undelivered messages, else it is dropped, which answers its calls.
    pub(crate) fn end(&self, batch: &mut VecDeque<M>, reason: ExitReason, last: bool) -> Exit {
        let mut state = self.lock();
        state.head -= batch.len() as u64;
        while let Some(message) = batch.pop_back() {
            state.queue.push_front(message);
        }
        state.batch = 0;
        state.phase = Phase::Vacant;
        state.parked = false;
        state.runner = None;
        state.waker = None;
        let exit = Exit {
            name: self.name.clone(),
            incarnation: state.incarnation,
            reason,
        };
        let rare = state.rare();
        rare.stop = None;
        rare.last = Some(exit.clone());
        let watchers = rare.watchers.take();
        self.signal.store(false, Ordering::Release);
        let last = last || state.closing;
        drop(state);
        if last {
            self.close();
        }
        watchers.ended(&exit);
        exit
    }

    /// Closes a slot, at once or when the run that is alive ends: no message is accepted any more, and what is left is undelivered.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        if state.phase == Phase::Running {
            // Closed as soon as the run ends; until then nothing new comes in.
            state.closing = true;
            state.accepting = false;
            let mut wakes = Wakes::default();
            wakes.senders.extend(state.waiting_wakers());
            drop(state);
            wakes.wake();
            return;
        }
        state.phase = Phase::Closed;
        self.closed.store(true, Ordering::Release);
        state.accepting = false;
        let left = std::mem::take(&mut state.queue);
        state.undelivered += left.len() as u64;
        let mut wakes = Wakes::default();
        wakes.senders.extend(state.waiting_wakers());
        let mut hook = None;
        let mut watchers = Watchers::default();
        if let Some(rare) = &mut state.rare {
            wakes.senders.append(&mut rare.closers);
            hook = rare.undelivered.take();
            watchers = rare.watchers.take();
        }
        let last = state.rare.as_ref().and_then(|rare| rare.last.clone());
        drop(state);
        self.hand_back(left, hook);
        // Whoever watches a process that was never started hears of it all the same.
        watchers.ended(&last.unwrap_or_else(|| Exit {
            name: self.name.clone(),
            incarnation: Incarnation::NONE,
            reason: ExitReason::Aborted,
        }));
        wakes.wake();
    }

    fn hand_back(&self, left: VecDeque<M>, mut hook: Option<Undelivered<M>>) {
        if !left.is_empty() {
            tracing::warn!(
                process = &*self.name,
                messages = left.len(),
                "undelivered messages"
            );
        }
        for message in left {
            // A hook or a `Drop` that panics must not take the other messages or the watchers down with it.
            let told = catch_unwind(AssertUnwindSafe(|| match &mut hook {
                Some(hook) => hook(message),
                None => drop(message),
            }));
            if told.is_err() {
                tracing::error!(process = &*self.name, "an undelivered message panicked");
            }
        }
    }

    /// Drops everything that waits in a vacant mailbox, for restarts that want a fresh one.
    pub(crate) fn clear(&self) {
        let mut state = self.lock();
        let dropped = std::mem::take(&mut state.queue);
        state.dropped += dropped.len() as u64;
        state.skip(dropped.len() as u64);
        let mut wakes = Wakes::default();
        state.admit(self.options.capacity, &mut wakes);
        drop(state);
        drop(dropped);
        wakes.wake();
    }

    pub(crate) fn on_undelivered(&self, hook: Undelivered<M>) {
        self.lock().rare().undelivered = Some(hook);
    }
}
