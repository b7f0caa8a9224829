//! The owner of all timers.

use std::ops::Deref;
use std::pin::pin;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use super::clock::{self, Clock};
use super::driver::Shared;
use super::timer::ticks_up;
use super::{ScheduleError, TimerInfo, Timers};

/// Owns the queue and the task that fires it; dropped, it cancels all timers. Timers are set through [`Timers`], which
/// it dereferences to.
#[derive(Debug)]
#[must_use = "a scheduler that is dropped cancels its timers"]
pub struct Scheduler {
    timers: Timers,
    driver: AbortHandle,
}

impl Scheduler {
    /// Starts a scheduler with the machine's wall clock.
    ///
    /// # Errors
    ///
    /// [`ScheduleError::NoRuntime`] outside a tokio runtime.
    ///
    /// # Panics
    ///
    /// If tokio's time is not enabled.
    pub fn start() -> Result<Self, ScheduleError> {
        Self::with_clock(clock::System)
    }

    /// Starts a scheduler whose cron expressions follow this clock.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start).
    pub fn with_clock(clock: impl Clock) -> Result<Self, ScheduleError> {
        let runtime = Handle::try_current().map_err(|_| ScheduleError::NoRuntime)?;
        let shared = Shared::new(Box::new(clock));
        let driver = runtime.spawn(shared.clone().drive()).abort_handle();
        Ok(Self {
            timers: Timers { shared },
            driver,
        })
    }

    /// For those who set timers and shall not own them.
    #[must_use]
    pub fn timers(&self) -> Timers {
        self.timers.clone()
    }

    /// Refuses new timers, ends the recurring ones, lets one-off messages go out that are due within `deadline`, and
    /// answers those that will not be sent any more.
    ///
    /// Cancel safe: dropped, it cancels what is left.
    pub async fn drain(self, deadline: Duration) -> Vec<TimerInfo> {
        let shared = self.timers.shared.clone();
        let limit = ticks_up(shared.elapsed().saturating_add(deadline));
        let ended = {
            let mut state = shared.lock();
            state.closed = true;
            let recurring: Vec<_> = state
                .wheel
                .iter()
                .filter(|(_, _, timer)| timer.recurring.is_some())
                .map(|(key, _, _)| key)
                .collect();
            recurring
                .into_iter()
                .map(|key| state.wheel.remove(key))
                .collect::<Vec<_>>()
        };
        drop(ended);
        let drained = async {
            loop {
                let mut empty = pin!(shared.empty.notified());
                // Registered before looking, so that the last timer's end is not missed.
                empty.as_mut().enable();
                if shared
                    .lock()
                    .wheel
                    .iter()
                    .all(|(_, due, timer)| due > limit || timer.paused)
                {
                    return;
                }
                let _ = tokio::time::timeout(Duration::from_millis(10), empty).await;
            }
        };
        let _ = tokio::time::timeout(deadline, drained).await;
        self.driver.abort();
        self.list()
    }
}

impl Deref for Scheduler {
    type Target = Timers;

    fn deref(&self) -> &Timers {
        &self.timers
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.driver.abort();
        let timers = {
            let mut state = self.timers.shared.lock();
            state.closed = true;
            std::mem::replace(&mut state.wheel, super::wheel::Wheel::new())
        };
        drop(timers);
    }
}
