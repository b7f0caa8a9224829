//! When a durable timer is due, and what becomes of the times that passed while nobody looked.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::scheduler::{CronRhythm, ScheduleError, zone};
use crate::store::backend::Millis;
use crate::store::millis;

/// What becomes of the due times of a recurring timer that passed while no program ran its schedule, or none could
/// write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CatchUp {
    /// They are left out, but for the last one if it is not older than the schedule's
    /// [tolerance](super::ScheduleOptions::tolerance). What is left out is logged.
    Skip,
    /// One occurrence stands for all of them; it has the last one's time.
    Once,
    /// Each has its occurrence, in order.
    Every,
}

/// When a durable timer is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "a timing does nothing until a timer is set with it"]
pub struct Timing(Rhythm);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Rhythm {
    At(Millis),
    After(Millis),
    Every {
        period: Millis,
        first: Millis,
        catch_up: CatchUp,
    },
    Cron {
        expression: String,
        zone: String,
        catch_up: CatchUp,
    },
}

/// What a timer that is due comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Due {
    /// The times that have an occurrence each.
    pub(super) times: Vec<Millis>,
    /// When it is due next; that may have passed too, if there were too many at once.
    pub(super) next: Option<Millis>,
    /// Whether times were left out.
    pub(super) left_out: bool,
}

impl Timing {
    /// Once, at this time; at once if that has passed. However late it is noticed, it has its occurrence.
    pub fn at(time: SystemTime) -> Self {
        Self(Rhythm::At(of(time)))
    }

    /// Once, this long after the timer is set.
    pub fn after(delay: Duration) -> Self {
        Self(Rhythm::After(millis(delay)))
    }

    /// Once a period, for the first time one period after the timer is set. Whole milliseconds count.
    pub fn every(period: Duration, catch_up: CatchUp) -> Self {
        let period = millis(period);
        Self(Rhythm::Every {
            period,
            first: period,
            catch_up,
        })
    }

    /// How long after the timer is set the first occurrence is, instead of one period. No effect on the others.
    pub fn first_in(mut self, delay: Duration) -> Self {
        if let Rhythm::Every { first, .. } = &mut self.0 {
            *first = millis(delay);
        }
        self
    }

    /// At the times of a cron expression with five fields, or six with seconds first, in UTC unless
    /// [`in_zone`](Self::in_zone) says otherwise.
    ///
    /// # Errors
    ///
    /// [`ScheduleError::Cron`] says what is wrong with the expression.
    pub fn cron(expression: &str, catch_up: CatchUp) -> Result<Self, ScheduleError> {
        CronRhythm::new(expression)?;
        Ok(Self(Rhythm::Cron {
            expression: expression.to_owned(),
            zone: "UTC".to_owned(),
            catch_up,
        }))
    }

    /// The time zone of a cron expression, by its IANA name (`Europe/Berlin`). No effect on the others.
    ///
    /// # Errors
    ///
    /// [`ScheduleError::Zone`] if the machine's time zone database does not know it.
    pub fn in_zone(mut self, name: &str) -> Result<Self, ScheduleError> {
        zone(name)?;
        if let Rhythm::Cron { zone, .. } = &mut self.0 {
            name.clone_into(zone);
        }
        Ok(self)
    }

    /// Whether it comes again and again.
    #[must_use]
    pub fn is_recurring(&self) -> bool {
        matches!(self.0, Rhythm::Every { .. } | Rhythm::Cron { .. })
    }

    /// When a timer that is set now is due for the first time.
    pub(super) fn first(&self, now: Millis) -> Result<Millis, ScheduleError> {
        match &self.0 {
            Rhythm::At(at) => Ok(*at),
            Rhythm::After(delay) => Ok(now.saturating_add(*delay)),
            Rhythm::Every { period: 0, .. } => Err(ScheduleError::Period(Duration::ZERO)),
            Rhythm::Every { first, .. } => Ok(now.saturating_add(*first)),
            Rhythm::Cron {
                expression, zone, ..
            } => cron(expression, zone)?
                .next_after(time(now))
                .map(of)
                .ok_or(ScheduleError::Never),
        }
    }

    /// What it comes to when it was due at this time; no more than `most` times at once.
    pub(super) fn come(
        &self,
        due: Millis,
        now: Millis,
        tolerance: Millis,
        most: usize,
    ) -> Result<Due, ScheduleError> {
        let (catch_up, last, next): (_, _, Box<dyn Fn(Millis) -> Option<Millis>>) = match &self.0 {
            Rhythm::At(_) | Rhythm::After(_) => (CatchUp::Once, due, Box::new(|_| None)),
            Rhythm::Every {
                period, catch_up, ..
            } => {
                let period = (*period).max(1);
                let last = due + (now - due).max(0) / period * period;
                let next = move |at: Millis| Some(at.saturating_add(period));
                (*catch_up, last, Box::new(next))
            }
            Rhythm::Cron {
                expression,
                zone,
                catch_up,
            } => {
                let cron = cron(expression, zone)?;
                let last = cron.last_until(time(now)).map_or(due, of).max(due);
                let next = move |at| cron.next_after(time(at)).map(of);
                (*catch_up, last, Box::new(next))
            }
        };
        let skipped = catch_up == CatchUp::Skip && now.saturating_sub(last) > tolerance;
        let mut times = Vec::new();
        if catch_up == CatchUp::Every {
            let mut at = Some(due);
            while let Some(time) = at.filter(|at| *at <= now && times.len() < most) {
                times.push(time);
                at = next(time);
            }
            let left_out = false;
            return Ok(Due {
                times,
                next: at,
                left_out,
            });
        }
        times.extend((!skipped).then_some(last));
        Ok(Due {
            times,
            next: next(last),
            left_out: skipped || (catch_up == CatchUp::Skip && last > due),
        })
    }
}

fn cron(expression: &str, name: &str) -> Result<CronRhythm, ScheduleError> {
    let mut cron = CronRhythm::new(expression)?;
    cron.zone = zone(name)?;
    Ok(cron)
}

/// Milliseconds since 1970; before that, 0.
pub(super) fn of(time: SystemTime) -> Millis {
    millis(time.duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// The time so many milliseconds after 1970.
pub(super) fn time(at: Millis) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(at).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Millis = 60_000;

    fn come(timing: &Timing, due: Millis, now: Millis) -> (Vec<Millis>, Option<Millis>, bool) {
        let due = timing.come(due, now, 5 * MINUTE, 3).unwrap();
        (due.times, due.next, due.left_out)
    }

    #[test]
    fn each_policy_says_what_becomes_of_the_times_that_passed() {
        let every = |catch_up| Timing::every(Duration::from_secs(600), catch_up);
        let cron = |catch_up| Timing::cron("*/10 * * * *", catch_up).unwrap();
        // A grid of ten minutes, due at 10, and it is 31 or 37.
        for make in [&every as &dyn Fn(CatchUp) -> Timing, &cron] {
            let (skip, once, all) = (
                make(CatchUp::Skip),
                make(CatchUp::Once),
                make(CatchUp::Every),
            );
            let minutes = |list: &[Millis]| list.iter().map(|at| at * MINUTE).collect::<Vec<_>>();
            let (due, next) = (10 * MINUTE, Some(40 * MINUTE));
            assert_eq!(
                come(&skip, due, 37 * MINUTE),
                (Vec::new(), next, true),
                "{skip:?}"
            );
            assert_eq!(
                come(&skip, due, 31 * MINUTE),
                (minutes(&[30]), next, true),
                "{skip:?}"
            );
            assert_eq!(
                come(&once, due, 37 * MINUTE),
                (minutes(&[30]), next, false),
                "{once:?}"
            );
            assert_eq!(
                come(&all, due, 37 * MINUTE),
                (minutes(&[10, 20, 30]), next, false)
            );
            // More than there may be at once come next time.
            assert_eq!(
                come(&all, due, 47 * MINUTE),
                (minutes(&[10, 20, 30]), next, false)
            );
            // On time they agree.
            for timing in [&skip, &once, &all] {
                assert_eq!(
                    come(timing, due, due),
                    (vec![due], Some(20 * MINUTE), false)
                );
            }
        }
    }

    #[test]
    fn what_comes_once_is_never_left_out() {
        let at = Timing::at(time(7 * MINUTE));
        assert_eq!(at.first(0).unwrap(), 7 * MINUTE);
        assert_eq!(
            come(&at, 7 * MINUTE, 900 * MINUTE),
            (vec![7 * MINUTE], None, false)
        );
        let after = Timing::after(Duration::from_secs(60));
        assert_eq!(after.first(5 * MINUTE).unwrap(), 6 * MINUTE);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let nothing = Timing::every(Duration::ZERO, CatchUp::Once);
        assert!(matches!(nothing.first(0), Err(ScheduleError::Period(_))));
        let never = Timing::cron("0 0 30 2 *", CatchUp::Once).unwrap();
        assert_eq!(never.first(0), Err(ScheduleError::Never));
        assert!(Timing::cron("nonsense", CatchUp::Once).is_err());
        assert!(never.in_zone("Nowhere/At_All").is_err());
    }
}
