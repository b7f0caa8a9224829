//! The wall clock, which cron expressions are about.

use std::time::SystemTime;

use tokio::time::Instant;

/// Says what time it is for people. Injectable, so that tests need not wait for Monday.
pub trait Clock: Send + Sync + 'static {
    /// The time now. It may jump in both directions.
    fn now(&self) -> SystemTime;
}

/// The machine's clock. The default.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Clock for System {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A wall clock that starts at a given time and goes with tokio's clock, so that it stands still and jumps where that
/// does.
#[derive(Debug, Clone, Copy)]
pub struct Follow {
    start: SystemTime,
    since: Instant,
}

impl Follow {
    /// It is `start` now.
    #[must_use]
    pub fn from(start: SystemTime) -> Self {
        Self {
            start,
            since: Instant::now(),
        }
    }
}

impl Clock for Follow {
    fn now(&self) -> SystemTime {
        self.start + self.since.elapsed()
    }
}
