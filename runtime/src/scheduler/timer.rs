//! One timer: what it sends, and when it fires next.

use std::time::{Duration, SystemTime};

use super::Target;
use super::plan::{Missed, Plan, Rhythm};
use crate::mailbox::CastError;

/// How an attempt to deliver went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    Done,
    Full,
    Gone,
}

/// What a timer sends and where to.
pub(super) trait Fire: Send {
    fn fire(&mut self) -> Delivery;
    fn is_alive(&self) -> bool;
    fn target(&self) -> String;
}

/// One message, kept until it is delivered.
pub(super) struct Single<M, T> {
    pub(super) message: Option<M>,
    pub(super) target: T,
}

impl<M: Send, T: Target<M>> Fire for Single<M, T> {
    fn fire(&mut self) -> Delivery {
        let Some(message) = self.message.take() else {
            return Delivery::Gone;
        };
        match self.target.deliver(message) {
            Ok(()) => Delivery::Done,
            Err(CastError::Full(message)) => {
                self.message = Some(message);
                Delivery::Full
            }
            Err(CastError::Ended(_)) => Delivery::Gone,
        }
    }

    fn is_alive(&self) -> bool {
        self.target.is_alive()
    }

    fn target(&self) -> String {
        self.target.name()
    }
}

/// A new message for each occurrence.
pub(super) struct Series<F, T> {
    pub(super) make: F,
    pub(super) target: T,
}

/// Ties the message type to the maker.
pub(super) struct Typed<M, F, T>(
    pub(super) Series<F, T>,
    pub(super) std::marker::PhantomData<fn() -> M>,
);

impl<M: Send, F: FnMut() -> M + Send, T: Target<M>> Fire for Typed<M, F, T> {
    fn fire(&mut self) -> Delivery {
        if !self.0.target.is_alive() {
            return Delivery::Gone;
        }
        match self.0.target.deliver((self.0.make)()) {
            Ok(()) => Delivery::Done,
            Err(CastError::Full(_)) => Delivery::Full,
            Err(CastError::Ended(_)) => Delivery::Gone,
        }
    }

    fn is_alive(&self) -> bool {
        self.0.target.is_alive()
    }

    fn target(&self) -> String {
        self.0.target.name()
    }
}

/// When a recurring timer fires, and how it went. Ticks are milliseconds since the scheduler's start.
pub(super) struct Recurring {
    pub(super) plan: Plan,
    pub(super) grid: u64,
    pub(super) wall: Option<SystemTime>,
    pub(super) fired: u64,
    pub(super) missed: u64,
}

pub(super) struct Timer {
    /// Missing while it fires.
    pub(super) fire: Option<Box<dyn Fire>>,
    /// Boxed, so that the many one-off timers stay small.
    pub(super) recurring: Option<Box<Recurring>>,
    pub(super) paused: bool,
    pub(super) cancelled: bool,
}

/// How soon a full mailbox is tried again, in ticks.
const RETRY: u64 = 10;
/// The longest sleep towards a wall-clock time, in ticks: within a minute a clock that was set is noticed.
const WALL_LOOK: u64 = 60_000;

/// What to do after an occurrence.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    At(u64),
    End,
}

impl Timer {
    pub(super) fn new(fire: Box<dyn Fire>, recurring: Option<Box<Recurring>>) -> Self {
        Self {
            fire: Some(fire),
            recurring,
            paused: false,
            cancelled: false,
        }
    }

    /// For a wall-clock timer: the tick to look again, if its time has not come.
    pub(super) fn too_early(&self, now: u64, wall: SystemTime) -> Option<u64> {
        let at = self.recurring.as_ref()?.wall?;
        let left = at.duration_since(wall).ok()?;
        (!left.is_zero()).then(|| now + ticks_up(left).min(WALL_LOOK))
    }

    /// When the timer should have fired, for the log of its lateness; `due` is when it was looked at. Wall clocks jump,
    /// so what follows them is not late.
    pub(super) fn nominal(&self, due: u64) -> Option<u64> {
        match &self.recurring {
            None => Some(due),
            Some(recurring) => recurring.wall.is_none().then_some(recurring.grid),
        }
    }

    /// Decides what follows an occurrence. Pure but for the jitter.
    pub(super) fn after(&mut self, delivery: Delivery, now: u64, wall_now: SystemTime) -> Next {
        if delivery == Delivery::Gone || self.cancelled {
            return Next::End;
        }
        let full = delivery == Delivery::Full;
        let Some(recurring) = &mut self.recurring else {
            return if full {
                Next::At(now + RETRY)
            } else {
                Next::End
            };
        };
        let Recurring {
            plan,
            grid,
            wall,
            fired,
            missed,
        } = &mut **recurring;
        *fired += u64::from(!full);
        if full && plan.missed != Missed::Skip {
            return Next::At(now + RETRY);
        }
        *missed += u64::from(full);
        match &plan.rhythm {
            Rhythm::Every(period) => {
                let (next, left_out) = advance(*grid, ticks_up(*period), now, plan.missed);
                *grid = next;
                *missed += left_out;
                Next::At(next.saturating_add(jitter(plan.jitter)))
            }
            Rhythm::Cron(cron) => match cron.next_after(wall_now) {
                Some(at) => {
                    let at = at + Duration::from_millis(jitter(plan.jitter));
                    *wall = Some(at);
                    let left = at.duration_since(wall_now).unwrap_or_default();
                    Next::At(now + ticks_up(left).min(WALL_LOOK))
                }
                None => Next::End,
            },
        }
    }
}

/// The next point of the grid, and how many were left out.
fn advance(grid: u64, period: u64, now: u64, missed: Missed) -> (u64, u64) {
    let next = grid.saturating_add(period);
    match missed {
        Missed::Burst => (next, 0),
        Missed::Delay => (
            now.saturating_add(period),
            now.saturating_sub(grid) / period,
        ),
        Missed::Skip if next > now => (next, 0),
        Missed::Skip => {
            let behind = (now - next) / period + 1;
            (next.saturating_add(behind * period), behind)
        }
    }
}

pub(super) fn jitter(most: Duration) -> u64 {
    match ticks_up(most) {
        0 => 0,
        most => fastrand::u64(0..=most),
    }
}

/// Ticks of a duration, rounded up, so that nothing is early.
pub(super) fn ticks_up(time: Duration) -> u64 {
    // In 64 bits: a division of 128 would be a large part of setting a timer.
    let part = u64::from(time.subsec_nanos().div_ceil(1_000_000));
    time.as_secs().saturating_mul(1000).saturating_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_says_what_becomes_of_missed_occurrences() {
        // Period 10, due at 10, and it is 37: 20 and 30 were missed.
        assert_eq!(advance(10, 10, 37, Missed::Skip), (40, 2));
        assert_eq!(advance(10, 10, 37, Missed::Delay), (47, 2));
        assert_eq!(advance(10, 10, 37, Missed::Burst), (20, 0));
        // On time they agree.
        for missed in [Missed::Skip, Missed::Delay, Missed::Burst] {
            assert_eq!(advance(10, 10, 10, missed), (20, 0));
        }
    }

    #[test]
    fn ticks_are_rounded_up() {
        assert_eq!(ticks_up(Duration::from_nanos(1)), 1);
        assert_eq!(ticks_up(Duration::from_millis(3)), 3);
        assert_eq!(ticks_up(Duration::MAX), u64::MAX);
    }
}
