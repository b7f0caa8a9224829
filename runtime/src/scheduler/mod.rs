//! One owner for all time: delayed, periodic and cron messages, in one queue.
//!
//! Instead of a sleeping loop or a spawned task for each timer, that nobody stops and that outlives what it was for.
//!
//! ```
//! use std::time::Duration;
//! use otp_runtime::scheduler::{Missed, Plan, Scheduler};
//! use tokio::sync::mpsc;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::time::pause();
//! let scheduler = Scheduler::start()?;
//! let (sender, mut receiver) = mpsc::channel(8);
//! scheduler.after(Duration::from_secs(3), &sender, "once")?;
//! let sweep = scheduler.every(Duration::from_secs(2), Missed::Skip, &sender, || "sweep")?;
//! scheduler.schedule(Plan::cron("0 3 * * *")?.in_zone("UTC")?, &sender, || "nightly")?;
//!
//! assert_eq!(receiver.recv().await, Some("sweep"));
//! assert_eq!(receiver.recv().await, Some("once"));
//! assert!(scheduler.cancel(sweep));
//! # Ok(()) }
//! ```
//!
//! # What holds
//!
//! - A timer belongs to its [`Target`] and ends with it. An [`Address`](crate::mailbox::Address) is a process over all
//!   its incarnations: a restart neither ends nor doubles the timer. [`Context::this`](crate::server::Context::this) is
//!   one incarnation: its timers never reach the next. No timer keeps anything running.
//! - Never early; late by the 1 ms tick of tokio's timers and by whatever keeps the runtime busy. Lateness above
//!   100 ms is logged.
//! - Delivery never waits. A full mailbox gets a one-off message as soon as it has room (tried every 10 ms); for
//!   recurring ones [`Missed`] says what happens, and what was left out is counted.
//! - Timers that are due at the same tick fire in the order in which they were set.
//! - It follows tokio's clock, so that `tokio::time::pause` and `advance` work. Cron expressions follow a wall
//!   [`Clock`](clock::Clock), which can be replaced; within a minute it is noticed that it was set.
//! - Nothing of it survives the program. What must is a [`durable::Schedule`](crate::durable::Schedule).
//! - Dropping the [`Scheduler`] cancels everything. [`Scheduler::drain`] lets one-off messages go out first and answers
//!   what will not.

pub mod clock;
mod cron;
mod driver;
mod error;
mod owner;
mod plan;
mod target;
mod timer;
mod timers;
mod wheel;

pub(crate) use cron::{CronRhythm, zone};
pub use error::ScheduleError;
pub use owner::Scheduler;
pub use plan::{Missed, Plan};
pub use target::Target;
pub use timers::{TimerId, TimerInfo, Timers};
