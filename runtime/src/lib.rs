//! Processes that nobody loses sight of.
#![forbid(unsafe_code)]

pub mod exit;
pub mod mailbox;

pub use exit::{Exit, ExitReason, Incarnation};
