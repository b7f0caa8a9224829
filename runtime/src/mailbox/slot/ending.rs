//! The end of a run, and of a slot.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::task::Waker;

use super::{Phase, Slot, State, Undelivered, Wakes};
use crate::exit::{Exit, ExitReason, Incarnation};
use crate::mailbox::cause::Cause;
use crate::mailbox::watch::Watchers;
use crate::observe;

/// What a closing slot leaves behind, to be dealt with outside the lock.
struct Left<M> {
    messages: VecDeque<M>,
    hook: Option<Undelivered<M>>,
    watchers: Watchers,
    wakes: Wakes,
    /// Only to be dropped.
    causes: VecDeque<(u64, Cause)>,
}

impl<M> Left<M> {
    fn is_nothing(&self) -> bool {
        self.messages.is_empty() && self.watchers.is_empty()
    }
}

impl<M> State<M> {
    /// No message is accepted any more, and what is left is undelivered.
    fn shut(&mut self) -> Left<M> {
        self.phase = Phase::Closed;
        self.accepting = false;
        let mut left = Left {
            messages: std::mem::take(&mut self.queue),
            hook: None,
            watchers: Watchers::default(),
            wakes: Wakes::default(),
            causes: VecDeque::new(),
        };
        if !left.messages.is_empty() {
            self.rare().undelivered += left.messages.len() as u64;
        }
        left.wakes.senders.extend(self.waiting_wakers());
        if let Some(rare) = &mut self.rare {
            left.wakes.senders.append(&mut rare.closers);
            left.hook = rare.undelivered_hook.take();
            left.watchers = rare.watchers.take();
            left.causes = std::mem::take(&mut rare.causes);
        }
        left
    }

    /// Notes that everybody has been told of the end; the owner hears of it last.
    fn tell(&mut self) -> Option<Waker> {
        self.told = true;
        self.owner.take()
    }
}

impl<M> Slot<M> {
    /// Ends a run: puts the untaken rest of the batch back, tells the watchers. With `last` the slot closes: what was
    /// accepted and never taken goes to the hook for undelivered messages, else it is dropped, which answers its calls.
    pub(crate) fn end(&self, batch: &mut VecDeque<M>, reason: ExitReason, last: bool) {
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
        state.stop = None;
        self.signal.store(false, Ordering::Release);
        let last = last || state.closing;
        if last {
            self.closed.store(true, Ordering::Release);
        }
        if state.rare.is_none() && state.queue.is_empty() {
            // Nobody but the owner is there to hear of it, which is how most processes end.
            state.last = Some(reason);
            if last {
                state.phase = Phase::Closed;
                state.accepting = false;
            }
            let owner = state.tell();
            drop(state);
            if let Some(owner) = owner {
                owner.wake();
            }
            return;
        }
        let watchers = match &mut state.rare {
            Some(rare) => rare.watchers.take(),
            None => Watchers::default(),
        };
        let exit = (!watchers.is_empty()).then(|| Exit {
            name: self.name.clone(),
            incarnation: state.incarnation,
            reason: reason.clone(),
        });
        state.last = Some(reason);
        let left = last.then(|| state.shut());
        let quiet = exit.is_none() && left.as_ref().is_none_or(Left::is_nothing);
        let mut owner = if quiet { state.tell() } else { None };
        drop(state);
        if let Some(left) = left {
            self.leave_behind(left);
        }
        if let Some(exit) = exit {
            watchers.ended(&exit);
        }
        if !quiet {
            owner = self.lock().tell();
        }
        if let Some(owner) = owner {
            owner.wake();
        }
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
        self.closed.store(true, Ordering::Release);
        let left = state.shut();
        drop(state);
        self.leave_behind(left);
    }

    fn leave_behind(&self, left: Left<M>) {
        let Left {
            messages,
            hook,
            watchers,
            wakes,
            causes,
        } = left;
        drop(causes);
        self.hand_back(messages, hook);
        if !watchers.is_empty() {
            // Only a process that never ran still has watchers here; they hear of it all the same.
            watchers.ended(&Exit {
                name: self.name.clone(),
                incarnation: Incarnation::NONE,
                reason: ExitReason::Aborted,
            });
        }
        wakes.wake();
    }

    fn hand_back(&self, left: VecDeque<M>, mut hook: Option<Undelivered<M>>) {
        if left.is_empty() {
            return;
        }
        observe::undelivered(&self.name, left.len());
        for message in left {
            // A hook or a `Drop` that panics must not take the other messages or the watchers down with it.
            let told = catch_unwind(AssertUnwindSafe(|| match &mut hook {
                Some(hook) => hook(message),
                None => drop(message),
            }));
            if told.is_err() {
                observe::undelivered_panicked(&self.name);
            }
        }
    }

    /// Drops everything that waits in a vacant mailbox, for restarts that want a fresh one.
    pub(crate) fn clear(&self) {
        let mut state = self.lock();
        let dropped = std::mem::take(&mut state.queue);
        state.rare().dropped += dropped.len() as u64;
        state.skip(dropped.len() as u64);
        let mut wakes = Wakes::default();
        state.admit(self.options.capacity, &mut wakes);
        drop(state);
        drop(dropped);
        wakes.wake();
    }

    pub(crate) fn on_undelivered(&self, hook: Undelivered<M>) {
        self.lock().rare().undelivered_hook = Some(hook);
    }
}
