//! The times that a cron expression names.

use std::time::SystemTime;

use croner::Cron;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::ScheduleError;

/// A cron expression in a time zone.
#[derive(Debug, Clone)]
pub(crate) struct CronRhythm {
    cron: Cron,
    pub(crate) zone: TimeZone,
}

/// The time zone with this IANA name.
pub(crate) fn zone(name: &str) -> Result<TimeZone, ScheduleError> {
    TimeZone::get(name).map_err(|_| ScheduleError::Zone(name.to_owned()))
}

impl CronRhythm {
    /// In UTC.
    pub(crate) fn new(expression: &str) -> Result<Self, ScheduleError> {
        let cron = expression
            .parse::<Cron>()
            .map_err(|error| ScheduleError::Cron {
                expression: expression.to_owned(),
                problem: error.to_string(),
            })?;
        Ok(Self {
            cron,
            zone: TimeZone::UTC,
        })
    }

    /// The first occurrence after the given time; `None` if there is none, as for the 30th of February.
    pub(crate) fn next_after(&self, time: SystemTime) -> Option<SystemTime> {
        let next = self
            .cron
            .find_next_occurrence(&self.zoned(time)?, false)
            .ok()?;
        Some(SystemTime::from(next.timestamp()))
    }

    /// The last occurrence up to the given time.
    pub(crate) fn last_until(&self, time: SystemTime) -> Option<SystemTime> {
        let last = self
            .cron
            .find_previous_occurrence(&self.zoned(time)?, true)
            .ok()?;
        Some(SystemTime::from(last.timestamp()))
    }

    fn zoned(&self, time: SystemTime) -> Option<Zoned> {
        let time = Timestamp::try_from(time).ok()?;
        Some(time.to_zoned(self.zone.clone()))
    }
}
