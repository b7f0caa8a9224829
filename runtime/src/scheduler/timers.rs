//! Setting timers.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::driver::Shared;
use super::plan::Rhythm;
use super::timer::{Fire, Recurring, Series, Single, Timer, Typed, jitter, ticks_up};
use super::wheel::{Key, LAST};
use super::{Missed, Plan, ScheduleError, Target};

/// Names one timer of one scheduler. Never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimerId(pub(super) Key);

/// One timer in a listing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TimerInfo {
    /// Its id.
    pub id: TimerId,
    /// The name of its target.
    pub target: String,
    /// How long until it is looked at next; for a far cron time at most a minute.
    pub due_in: Duration,
    /// False for a one-off message.
    pub recurring: bool,
    /// It fires nothing until it is resumed.
    pub paused: bool,
    /// Occurrences delivered.
    pub fired: u64,
    /// Occurrences left out.
    pub missed: u64,
}

/// Sets timers without owning the scheduler: cheap to clone, to hand to processes.
#[derive(Clone)]
pub struct Timers {
    pub(super) shared: Arc<Shared>,
}

impl fmt::Debug for Timers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timers")
            .field("len", &self.shared.lock().wheel.len())
            .finish()
    }
}

impl Timers {
    /// Sends one message after a delay.
    ///
    /// # Errors
    ///
    /// [`ScheduleError`] if the target has ended, the scheduler is stopping, or the delay is beyond 139 years.
    pub fn after<M: Send + 'static, T: Target<M> + Clone>(
        &self,
        delay: Duration,
        target: &T,
        message: M,
    ) -> Result<TimerId, ScheduleError> {
        if !target.is_alive() {
            return Err(ScheduleError::TargetEnded);
        }
        let due = self.tick(delay)?;
        let fire = Single {
            message: Some(message),
            target: target.clone(),
        };
        self.insert(due, Box::new(fire), None)
    }

    /// Sends a message once a period, for the first time after one period.
    ///
    /// # Errors
    ///
    /// As [`schedule`](Self::schedule).
    pub fn every<M: Send + 'static, T: Target<M> + Clone>(
        &self,
        period: Duration,
        missed: Missed,
        target: &T,
        message: impl FnMut() -> M + Send + 'static,
    ) -> Result<TimerId, ScheduleError> {
        self.schedule(Plan::every(period, missed), target, message)
    }

    /// Sends a message at the times of a cron expression in UTC.
    ///
    /// # Errors
    ///
    /// As [`schedule`](Self::schedule).
    pub fn cron<M: Send + 'static, T: Target<M> + Clone>(
        &self,
        expression: &str,
        target: &T,
        message: impl FnMut() -> M + Send + 'static,
    ) -> Result<TimerId, ScheduleError> {
        self.schedule(Plan::cron(expression)?, target, message)
    }

    /// Sends messages by a plan. `message` makes each; it runs in the scheduler's task and should be quick. If it
    /// panics, the timer is cancelled.
    ///
    /// # Errors
    ///
    /// [`ScheduleError`]: the target has ended, the scheduler is stopping, or the plan contradicts itself.
    pub fn schedule<M: Send + 'static, T: Target<M> + Clone>(
        &self,
        plan: Plan,
        target: &T,
        message: impl FnMut() -> M + Send + 'static,
    ) -> Result<TimerId, ScheduleError> {
        plan.check()?;
        if !target.is_alive() {
            return Err(ScheduleError::TargetEnded);
        }
        let (grid, due, wall) = match &plan.rhythm {
            Rhythm::Every(period) => {
                let grid = self.tick(plan.first.unwrap_or(*period))?;
                (grid, grid.saturating_add(jitter(plan.jitter)), None)
            }
            Rhythm::Cron(cron) => {
                let now = self.shared.clock.now();
                let at = cron.next_after(now).ok_or(ScheduleError::Never)?;
                let at = at + Duration::from_millis(jitter(plan.jitter));
                // Looked at at once: the timer itself knows how far it is.
                (0, self.shared.now(), Some(at))
            }
        };
        let series = Series {
            make: message,
            target: target.clone(),
        };
        let fire = Typed(series, PhantomData);
        let recurring = Recurring {
            plan,
            grid,
            wall,
            fired: 0,
            missed: 0,
        };
        self.insert(due, Box::new(fire), Some(Box::new(recurring)))
    }

    /// Cancels a timer. False if it has fired for the last time or was cancelled.
    pub fn cancel(&self, id: TimerId) -> bool {
        let mut state = self.shared.lock();
        let Some(timer) = state.wheel.get_mut(id.0) else {
            return false;
        };
        if timer.fire.is_none() {
            // It is firing right now; it ends with that.
            return !std::mem::replace(&mut timer.cancelled, true);
        }
        let timer = state.wheel.remove(id.0);
        let empty = state.wheel.len() == 0;
        drop(state);
        drop(timer);
        if empty {
            self.shared.empty.notify_waiters();
        }
        true
    }

    /// Stops a timer until it is resumed. False if there is no such timer.
    pub fn pause(&self, id: TimerId) -> bool {
        let mut state = self.shared.lock();
        let Some(timer) = state.wheel.get_mut(id.0) else {
            return false;
        };
        timer.paused = true;
        state.wheel.suspend(id.0);
        true
    }

    /// Lets a paused timer go on: at its time, or at once if that has passed meanwhile; of a recurring one the
    /// occurrences in between are missed ones. False if there is no such timer.
    pub fn resume(&self, id: TimerId) -> bool {
        let mut state = self.shared.lock();
        let Some(due) = state.wheel.due(id.0) else {
            return false;
        };
        if let Some(timer) = state.wheel.get_mut(id.0)
            && std::mem::replace(&mut timer.paused, false)
        {
            state.wheel.reset(id.0, due);
        }
        drop(state);
        self.shared.wake.notify_one();
        true
    }

    /// All timers whose targets are alive, the next first.
    #[must_use]
    pub fn list(&self) -> Vec<TimerInfo> {
        let now = self.shared.now();
        let state = self.shared.lock();
        let mut list: Vec<_> = state
            .wheel
            .iter()
            .filter_map(|(key, due, timer)| {
                let fire = timer.fire.as_ref().filter(|fire| fire.is_alive())?;
                let recurring = timer.recurring.as_ref();
                Some(TimerInfo {
                    id: TimerId(key),
                    target: fire.target(),
                    due_in: Duration::from_millis(due.saturating_sub(now)),
                    recurring: recurring.is_some(),
                    paused: timer.paused,
                    fired: recurring.map_or(0, |recurring| recurring.fired),
                    missed: recurring.map_or(0, |recurring| recurring.missed),
                })
            })
            .collect();
        list.sort_by_key(|info| info.due_in);
        list
    }

    fn tick(&self, delay: Duration) -> Result<u64, ScheduleError> {
        let tick = ticks_up(self.shared.elapsed().saturating_add(delay));
        if tick < LAST {
            Ok(tick)
        } else {
            Err(ScheduleError::TooFar(delay))
        }
    }

    fn insert(
        &self,
        due: u64,
        fire: Box<dyn Fire>,
        recurring: Option<Box<Recurring>>,
    ) -> Result<TimerId, ScheduleError> {
        let timer = Timer::new(fire, recurring);
        self.shared
            .insert(due, timer)
            .map(TimerId)
            .ok_or(ScheduleError::Stopping)
    }
}
