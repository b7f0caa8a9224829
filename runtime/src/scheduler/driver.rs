//! The one task that fires all timers, and what it shares with those who set them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::clock::Clock;
use super::timer::{Delivery, Fire, Next, Timer};
use super::wheel::{Key, Wheel};
use crate::observe;

/// How many timers fire before other tasks of the thread have their turn.
const FIRED_PER_TURN: usize = 128;

pub(super) struct Shared {
    pub(super) clock: Box<dyn Clock>,
    start: Instant,
    state: Mutex<State>,
    /// An earlier timer was set than the driver sleeps for.
    pub(super) wake: Notify,
    /// The last timer is gone.
    pub(super) empty: Notify,
}

pub(super) struct State {
    pub(super) wheel: Wheel<Timer>,
    /// No timer is accepted any more.
    pub(super) closed: bool,
    /// Until when the driver sleeps; the past while it is awake.
    asleep_until: u64,
    /// How many timers there may be before those of dead targets are looked for.
    prune_at: usize,
}

impl Shared {
    pub(super) fn new(clock: Box<dyn Clock>) -> Arc<Self> {
        let state = State {
            wheel: Wheel::new(),
            closed: false,
            asleep_until: 0,
            prune_at: 64,
        };
        Arc::new(Self {
            clock,
            start: Instant::now(),
            state: Mutex::new(state),
            wake: Notify::new(),
            empty: Notify::new(),
        })
    }

    /// Nothing that can panic runs under the lock, so a poisoned one is still in order.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long the scheduler has been running.
    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    pub(super) fn now(&self) -> u64 {
        let elapsed = self.elapsed();
        elapsed.as_secs() * 1000 + u64::from(elapsed.subsec_millis())
    }

    /// Adds a timer, and wakes the driver if it would sleep through it.
    pub(super) fn insert(&self, due: u64, timer: Timer) -> Option<Key> {
        let mut state = self.lock();
        if state.closed {
            return None;
        }
        let dead = if state.wheel.len() >= state.prune_at {
            state.prune()
        } else {
            Vec::new()
        };
        let key = state.wheel.insert(due, timer);
        let wake = due < state.asleep_until;
        drop(state);
        drop(dead);
        if wake {
            self.wake.notify_one();
        }
        Some(key)
    }

    /// Runs until it is dropped.
    pub(super) async fn drive(self: Arc<Self>) {
        let mut fired = Vec::new();
        loop {
            let now = self.now();
            self.lock().wheel.advance(now, &mut fired);
            for (count, key) in fired.drain(..).enumerate() {
                self.fire(key, now);
                if count % FIRED_PER_TURN == FIRED_PER_TURN - 1 {
                    tokio::task::yield_now().await;
                }
            }
            let look = {
                let mut state = self.lock();
                if state.wheel.len() == 0 {
                    self.empty.notify_waiters();
                }
                let look = state.wheel.next_look();
                state.asleep_until = look.unwrap_or(u64::MAX);
                look
            };
            match look.and_then(|look| self.start.checked_add(Duration::from_millis(look))) {
                Some(at) => {
                    // Woken or due, the next round finds out what there is to do.
                    let _ = tokio::time::timeout_at(at, self.wake.notified()).await;
                }
                None => self.wake.notified().await,
            }
            self.lock().asleep_until = 0;
        }
    }

    /// Fires one timer. The target's code runs outside the lock.
    fn fire(&self, key: Key, now: u64) {
        let wall = self.clock.now();
        let mut state = self.lock();
        let due = state.wheel.due(key);
        let Some(timer) = state.wheel.get_mut(key) else {
            return;
        };
        if timer.paused {
            return;
        }
        if let Some(again) = timer.too_early(now, wall) {
            state.wheel.reset(key, again);
            return;
        }
        let nominal = due.and_then(|due| timer.nominal(due));
        let Some(mut fire) = timer.fire.take() else {
            return;
        };
        drop(state);
        if let Some(nominal) = nominal {
            let lag = Duration::from_millis(now.saturating_sub(nominal));
            observe::timer_fires(|| fire.target(), lag);
        }
        let delivery = deliver(&mut *fire);
        let mut state = self.lock();
        let Some(timer) = state.wheel.get_mut(key) else {
            return;
        };
        let gone = match timer.after(delivery, now, wall) {
            Next::At(at) => {
                timer.fire = Some(fire);
                if !timer.paused {
                    state.wheel.reset(key, at);
                }
                None
            }
            Next::End => {
                let timer = state.wheel.remove(key);
                Some((timer, fire))
            }
        };
        drop(state);
        drop(gone);
    }
}

/// A message maker that panics ends its timer and nothing else.
fn deliver(fire: &mut dyn Fire) -> Delivery {
    catch_unwind(AssertUnwindSafe(|| fire.fire())).unwrap_or_else(|_| {
        observe::timer_panicked(&fire.target());
        Delivery::Gone
    })
}

impl State {
    /// Takes out the timers of dead targets. Paid for by the timers that were added since the last time.
    fn prune(&mut self) -> Vec<Timer> {
        let dead: Vec<_> = self
            .wheel
            .iter()
            .filter(|(_, _, timer)| timer.fire.as_ref().is_some_and(|fire| !fire.is_alive()))
            .map(|(key, _, _)| key)
            .collect();
        let dead = dead
            .into_iter()
            .filter_map(|key| self.wheel.remove(key))
            .collect();
        self.prune_at = (self.wheel.len() * 2).max(64);
        dead
    }
}
