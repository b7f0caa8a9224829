//! What the breaker decides: from state and outcome to the next state, without clocks or locks.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

/// When a breaker opens and closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// This many failures open it. Default 5, at least 1.
    pub failures: u32,
    /// Only this many of the last calls count. Default 20, at least `failures`.
    pub of_last: u32,
    /// Only calls that ended this recently count. Default 30 s, longer than zero.
    #[serde(with = "crate::duration")]
    pub within: Duration,
    /// How long it refuses before it lets a probe through. Default 10 s, longer than zero.
    #[serde(with = "crate::duration")]
    pub open_for: Duration,
    /// How many probes run at the same time, and must succeed, before it closes. Default 1, at least 1.
    pub probes: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            failures: 5,
            of_last: 20,
            within: Duration::from_secs(30),
            open_for: Duration::from_secs(10),
            probes: 1,
        }
    }
}

/// Settings that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A number that has to be at least 1.
    #[error("`{0}` must be at least 1")]
    Zero(&'static str),
    /// A time that has to be longer than zero.
    #[error("`{0}` must be longer than zero")]
    NoTime(&'static str),
    /// More failures than calls that count.
    #[error(
        "`failures` is {failures}, but only the last {of_last} calls count; it would never open"
    )]
    NeverOpens {
        /// The failures that would open it.
        failures: u32,
        /// The calls that count.
        of_last: u32,
    },
}

impl Settings {
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        for (name, number) in [
            ("failures", self.failures),
            ("of_last", self.of_last),
            ("probes", self.probes),
        ] {
            if number == 0 {
                return Err(SettingsError::Zero(name));
            }
        }
        for (name, time) in [("within", self.within), ("open_for", self.open_for)] {
            if time.is_zero() {
                return Err(SettingsError::NoTime(name));
            }
        }
        if self.failures > self.of_last {
            let (failures, of_last) = (self.failures, self.of_last);
            return Err(SettingsError::NeverOpens { failures, of_last });
        }
        Ok(())
    }
}

/// What a breaker does with calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// They run.
    Closed,
    /// They are refused.
    Open,
    /// A few run to see how it goes.
    HalfOpen,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Failure,
    /// Its caller has dropped it.
    Dropped,
}

#[derive(Debug)]
enum Phase {
    Closed { recent: VecDeque<(Instant, bool)> },
    Open { until: Instant },
    HalfOpen { running: u32, succeeded: u32 },
}

/// Which phase a call belongs to; its outcome counts only there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Epoch(u64);

#[derive(Debug)]
pub(super) struct Machine {
    settings: Settings,
    phase: Phase,
    epoch: u64,
}

impl Machine {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            settings,
            phase: Phase::Closed {
                recent: VecDeque::new(),
            },
            epoch: 0,
        }
    }

    pub(super) fn state(&self, now: Instant) -> State {
        match self.phase {
            Phase::Closed { .. } => State::Closed,
            Phase::Open { until } if now < until => State::Open,
            Phase::Open { .. } | Phase::HalfOpen { .. } => State::HalfOpen,
        }
    }

    /// Lets a call through, or says how long to wait before asking again.
    pub(super) fn admit(&mut self, now: Instant) -> Result<Epoch, Duration> {
        if let Phase::Open { until } = self.phase {
            if now < until {
                return Err(until - now);
            }
            self.enter(Phase::HalfOpen {
                running: 0,
                succeeded: 0,
            });
        }
        if let Phase::HalfOpen { running, .. } = &mut self.phase {
            if *running >= self.settings.probes {
                // As soon as a probe ends there may be room.
                return Err(Duration::ZERO);
            }
            *running += 1;
        }
        Ok(Epoch(self.epoch))
    }

    /// Notes how a call ended. True if the breaker has opened by it.
    pub(super) fn end(&mut self, call: Epoch, outcome: Outcome, now: Instant) -> bool {
        if call.0 != self.epoch {
            return false;
        }
        let Settings {
            failures,
            of_last,
            within,
            open_for,
            probes,
        } = self.settings;
        let open = match &mut self.phase {
            Phase::Closed { recent } => {
                if outcome == Outcome::Dropped {
                    return false;
                }
                recent.push_back((now, outcome == Outcome::Failure));
                while recent.len() > of_last as usize
                    || recent.front().is_some_and(|&(at, _)| now - at > within)
                {
                    recent.pop_front();
                }
                recent.iter().filter(|(_, failed)| *failed).count() >= failures as usize
            }
            Phase::HalfOpen { running, succeeded } => {
                *running -= 1;
                *succeeded += u32::from(outcome == Outcome::Success);
                if *succeeded >= probes {
                    self.enter(Phase::Closed {
                        recent: VecDeque::new(),
                    });
                }
                outcome == Outcome::Failure
            }
            Phase::Open { .. } => false,
        };
        if open {
            self.enter(Phase::Open {
                until: now + open_for,
            });
        }
        open
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.epoch += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Outcome::{Dropped, Failure, Success};

    const SECOND: Duration = Duration::from_secs(1);

    fn machine() -> (Machine, Instant) {
        let settings = Settings {
            failures: 2,
            of_last: 4,
            within: 10 * SECOND,
            open_for: 5 * SECOND,
            probes: 2,
        };
        (Machine::new(settings), Instant::now())
    }

    fn run(machine: &mut Machine, at: Instant, outcome: Outcome) {
        let call = machine.admit(at).unwrap();
        machine.end(call, outcome, at);
    }

    #[test]
    fn it_opens_by_failures_among_the_last_calls_within_the_time() {
        let (mut machine, start) = machine();
        run(&mut machine, start, Failure);
        for _ in 0..4 {
            run(&mut machine, start, Success);
        }
        run(&mut machine, start, Failure);
        assert_eq!(
            machine.state(start),
            State::Closed,
            "the first is not among the last four"
        );
        let later = start + 11 * SECOND;
        run(&mut machine, later, Failure);
        assert_eq!(
            machine.state(later),
            State::Closed,
            "the second is too long ago"
        );
        run(&mut machine, later, Dropped);
        assert_eq!(
            machine.state(later),
            State::Closed,
            "a dropped call counts neither way"
        );
        run(&mut machine, later, Failure);
        assert_eq!(machine.state(later), State::Open);
        assert_eq!(machine.admit(later + 2 * SECOND), Err(3 * SECOND));
    }

    #[test]
    fn half_open_it_lets_few_through_and_closes_when_they_succeed() {
        let (mut machine, start) = machine();
        run(&mut machine, start, Failure);
        let before = machine.admit(start).unwrap();
        run(&mut machine, start, Failure);
        let later = start + 5 * SECOND;
        let one = machine.admit(later).unwrap();
        let two = machine.admit(later).unwrap();
        assert_eq!(machine.admit(later), Err(Duration::ZERO));
        assert!(
            !machine.end(before, Failure, later),
            "a call from before is forgotten"
        );
        machine.end(one, Dropped, later);
        let three = machine.admit(later).unwrap();
        machine.end(two, Success, later);
        assert_eq!(machine.state(later), State::HalfOpen);
        machine.end(three, Success, later);
        assert_eq!(machine.state(later), State::Closed);
    }

    #[test]
    fn half_open_the_first_failure_opens_it_again() {
        let (mut machine, start) = machine();
        run(&mut machine, start, Failure);
        run(&mut machine, start, Failure);
        let later = start + 5 * SECOND;
        let one = machine.admit(later).unwrap();
        let two = machine.admit(later).unwrap();
        assert!(machine.end(one, Failure, later));
        assert!(!machine.end(two, Success, later));
        assert_eq!(machine.state(later), State::Open);
    }
}
