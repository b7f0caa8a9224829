//! Processes that nobody loses sight of.
#![forbid(unsafe_code)]

mod backoff;
pub mod breaker;
mod duration;
pub mod exit;
pub mod health;
pub mod mailbox;
pub mod registry;
pub mod retry;
pub mod scheduler;
pub mod select;
pub mod server;
pub mod shutdown;
pub mod supervisor;
pub mod task;
#[cfg(feature = "testing")]
pub mod testing;

pub use exit::{Exit, ExitReason, Incarnation};
pub use mailbox::{Address, CallError, CastError, Reply};
pub use server::{Context, Server};
