//! When a timer fires.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ScheduleError;
use super::cron::{CronRhythm, zone};

/// What becomes of the occurrences that could not be delivered in time: because the program was busy or suspended, or
/// because the target's mailbox was full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missed {
    /// They are left out: the timer stays on its grid. An occurrence that finds the mailbox full is left out too.
    Skip,
    /// The next occurrence is one period after the late one: never two closer together than a period.
    Delay,
    /// They are made up for, one after the other, until the timer has caught up with its grid.
    Burst,
}

/// When a recurring timer fires.
#[derive(Debug, Clone)]
#[must_use = "a plan fires nothing until it is scheduled"]
pub struct Plan {
    pub(super) rhythm: Rhythm,
    pub(super) missed: Missed,
    pub(super) jitter: Duration,
    pub(super) first: Option<Duration>,
}

#[derive(Debug, Clone)]
pub(super) enum Rhythm {
    Every(Duration),
    Cron(Box<CronRhythm>),
}

impl Plan {
    /// Once a period; for the first time one period from now.
    pub fn every(period: Duration, missed: Missed) -> Self {
        Self {
            rhythm: Rhythm::Every(period),
            missed,
            jitter: Duration::ZERO,
            first: None,
        }
    }

    /// At the times of a cron expression with five fields, or six with seconds first, in UTC unless
    /// [`in_zone`](Self::in_zone) says otherwise. Occurrences that were missed are left out.
    ///
    /// # Errors
    ///
    /// [`ScheduleError::Cron`] says what is wrong with the expression.
    pub fn cron(expression: &str) -> Result<Self, ScheduleError> {
        Ok(Self {
            rhythm: Rhythm::Cron(Box::new(CronRhythm::new(expression)?)),
            missed: Missed::Skip,
            jitter: Duration::ZERO,
            first: None,
        })
    }

    /// The time zone of a cron expression, by its IANA name (`Europe/Berlin`). No effect on [`every`](Self::every).
    ///
    /// # Errors
    ///
    /// [`ScheduleError::Zone`] if the machine's time zone database does not know it.
    pub fn in_zone(mut self, name: &str) -> Result<Self, ScheduleError> {
        let zone = zone(name)?;
        if let Rhythm::Cron(cron) = &mut self.rhythm {
            cron.zone = zone;
        }
        Ok(self)
    }

    /// Delays each occurrence by a random time up to this, so that many timers do not fire at once. The grid stays.
    pub fn jitter(mut self, most: Duration) -> Self {
        self.jitter = most;
        self
    }

    /// When the first occurrence is, from now, instead of one period. No effect on cron expressions.
    pub fn first_in(mut self, delay: Duration) -> Self {
        self.first = Some(delay);
        self
    }

    pub(super) fn check(&self) -> Result<(), ScheduleError> {
        match &self.rhythm {
            Rhythm::Every(period) if *period < Duration::from_millis(1) => {
                Err(ScheduleError::Period(*period))
            }
            Rhythm::Every(period) if self.jitter >= *period => Err(ScheduleError::Jitter {
                jitter: self.jitter,
                period: *period,
            }),
            _ => Ok(()),
        }
    }
}
