//! Readiness and liveness of processes, from their mailboxes.
//!
//! [`Health::sample`] looks at every watched mailbox, as often as the caller likes; a second is usual. The age of the
//! oldest message comes from comparing samples, because reading a clock for every message would cost as much as the
//! message itself.
//!
//! ```
//! use std::time::Duration;
//! use otp_runtime::health::{Health, Limits};
//! use otp_runtime::mailbox::{open, Options};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (address, mailbox) = open::<u32>("orders", Options::default())?;
//! let mut health = Health::new();
//! health.watch(&address, Limits { oldest: Duration::from_secs(30), ..Limits::default() });
//! let report = health.sample();
//! assert!(report.is_live() && report.is_ready());
//! drop(mailbox);
//! assert!(!health.sample().is_live());
//! # Ok(()) }
//! ```

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use crate::exit::Incarnation;
use crate::mailbox::{Address, Stats};

/// How many samples are compared: an age beyond as many sampling periods is shown as that.
const KEPT_SAMPLES: usize = 64;

/// From when on a process does not count as ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// More messages than this in the mailbox. Default: no limit but the mailbox's own bound, at which it is full.
    pub depth: usize,
    /// A message that has waited for longer than this. Default 10 s.
    pub oldest: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: usize::MAX,
            oldest: Duration::from_secs(10),
        }
    }
}

/// What keeps a process from being ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Trouble {
    /// It has ended for good. It does not count as live either.
    Ended,
    /// No run of it is alive: it starts, or waits for a restart.
    NotRunning,
    /// Its mailbox is full, or fuller than the limit.
    Depth,
    /// A message has waited for too long.
    Oldest,
}

/// One process in a report.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ProcessHealth {
    /// Its name.
    pub name: String,
    /// Which run is alive, or was last; how often it was restarted is one less.
    pub incarnation: Incarnation,
    /// Its mailbox.
    pub mailbox: Stats,
    /// How long the oldest message has waited at least, in whole sampling periods.
    #[serde(with = "crate::duration")]
    pub oldest: Duration,
    /// What is wrong; empty if it is ready.
    pub trouble: Vec<Trouble>,
}

/// What a sample found.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct HealthReport {
    /// The watched processes, in the order in which they were added.
    pub processes: Vec<ProcessHealth>,
}

impl HealthReport {
    /// True if no watched process has ended for good: restarting the program would not help.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.processes
            .iter()
            .all(|process| !process.trouble.contains(&Trouble::Ended))
    }

    /// True if every watched process runs and keeps up.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.processes
            .iter()
            .all(|process| process.trouble.is_empty())
    }
}

/// Watches mailboxes. A value for one owner; not shared.
#[derive(Default)]
pub struct Health {
    watched: Vec<Watched>,
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Health")
            .field("watched", &self.watched.len())
            .finish()
    }
}

struct Watched {
    look: Box<dyn Fn() -> Look + Send>,
    limits: Limits,
    /// When how many messages had been accepted.
    samples: VecDeque<(Instant, u64)>,
}

struct Look {
    name: String,
    incarnation: Incarnation,
    stats: Stats,
    closed: bool,
    running: bool,
}

impl Health {
    /// Watches nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a process.
    pub fn watch<M: Send + 'static>(&mut self, address: &Address<M>, limits: Limits) {
        let address = address.clone();
        let look = Box::new(move || Look {
            name: address.name().to_owned(),
            incarnation: address.incarnation(),
            stats: address.stats(),
            closed: address.is_closed(),
            running: address.is_running(),
        });
        self.watched.push(Watched {
            look,
            limits,
            samples: VecDeque::new(),
        });
    }

    /// Looks at all processes now.
    pub fn sample(&mut self) -> HealthReport {
        let now = Instant::now();
        let processes = self
            .watched
            .iter_mut()
            .map(|watched| watched.sample(now))
            .collect();
        HealthReport { processes }
    }
}

impl Watched {
    fn sample(&mut self, now: Instant) -> ProcessHealth {
        let Look {
            name,
            incarnation,
            stats,
            closed,
            running,
        } = (self.look)();
        if self.samples.len() == KEPT_SAMPLES {
            self.samples.pop_front();
        }
        self.samples.push_back((now, stats.accepted));
        // All messages up to this number are gone; the oldest was there when the count first exceeded it.
        let gone = stats.accepted.saturating_sub(stats.depth as u64);
        let first = self.samples.iter().find(|(_, accepted)| *accepted > gone);
        let oldest = first.map_or(Duration::ZERO, |(at, _)| now - *at);
        let full = stats.depth >= stats.capacity || stats.depth > self.limits.depth;
        let trouble = [
            (closed, Trouble::Ended),
            (!closed && !running, Trouble::NotRunning),
            (full, Trouble::Depth),
            (oldest > self.limits.oldest, Trouble::Oldest),
        ];
        let trouble = trouble
            .into_iter()
            .filter_map(|(is, trouble)| is.then_some(trouble))
            .collect();
        ProcessHealth {
            name,
            incarnation,
            mailbox: stats,
            oldest,
            trouble,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::{Options, Overflow, open};
    use tokio::time::advance;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn the_age_of_the_oldest_message_comes_from_samples() {
        let (address, mut mailbox) = open::<u8>("slow", Options::default()).unwrap();
        let mut health = Health::new();
        health.watch(
            &address,
            Limits {
                oldest: 3 * SECOND,
                ..Limits::default()
            },
        );
        let mut ages = Vec::new();
        for n in 0..8 {
            if n < 6 {
                address.try_cast(n).unwrap();
            }
            let report = health.sample();
            ages.push((report.processes[0].oldest.as_secs(), report.is_ready()));
            advance(SECOND).await;
            if n == 4 {
                for _ in 0..4 {
                    mailbox.recv().await;
                }
            }
        }
        let young = [(0, true), (1, true), (2, true), (3, true), (4, false)];
        let after_four_were_taken = [(1, true), (2, true), (3, true)];
        assert_eq!(ages[..5], young);
        assert_eq!(ages[5..], after_four_were_taken);
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_mailbox_is_not_ready_and_an_ended_process_not_live() {
        let options = Options {
            capacity: 2,
            overflow: Overflow::Refuse,
        };
        let (address, mailbox) = open::<u8>("full", options).unwrap();
        let mut health = Health::new();
        health.watch(&address, Limits::default());
        address.try_cast(1).unwrap();
        assert!(health.sample().is_ready());
        address.try_cast(2).unwrap();
        let report = health.sample();
        assert!(report.is_live() && !report.is_ready());
        assert_eq!(report.processes[0].trouble, [Trouble::Depth]);
        drop(mailbox);
        let report = health.sample();
        assert!(!report.is_live());
        assert_eq!(report.processes[0].trouble, [Trouble::Ended]);
    }
}
