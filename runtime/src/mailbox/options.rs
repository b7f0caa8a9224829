//! How much a mailbox holds and what a full one does.

use serde::{Deserialize, Serialize};

/// What happens to a message that finds the mailbox full.
///
/// Whatever is chosen is counted in [`Stats`](super::Stats).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overflow {
    /// `cast` and `call` wait for room, in the order in which they came; `try_cast` is refused.
    #[default]
    Wait,
    /// The sender is told at once and keeps its message.
    Refuse,
    /// The message that does not fit is dropped, and `cast` still answers `Ok`; a call learns that it was not started.
    DropNewest,
    /// The oldest message that nobody has taken is dropped to make room; if it was a call, its caller learns that it
    /// was not started.
    DropOldest,
}

/// The bound of a mailbox and its policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// How many messages may lie in the mailbox, not counting the one in hand. Default 256, at least 1, at most 2³⁰.
    pub capacity: usize,
    /// What a full mailbox does. Default [`Overflow::Wait`].
    pub overflow: Overflow,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            capacity: 256,
            overflow: Overflow::Wait,
        }
    }
}

/// A mailbox was asked for that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a mailbox needs a capacity of 1 to 2^30 messages, not {capacity}")]
pub struct CapacityError {
    /// The capacity that was asked for.
    pub capacity: usize,
}

impl Options {
    const LARGEST: usize = 1 << 30;

    /// Checks the capacity before anything is built.
    pub(crate) fn check(self) -> Result<Self, CapacityError> {
        if (1..=Self::LARGEST).contains(&self.capacity) {
            Ok(self)
        } else {
            Err(CapacityError {
                capacity: self.capacity,
            })
        }
    }
}

/// What went through a mailbox so far, over all incarnations of its process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Messages in the mailbox now that nobody has taken; inside a busy turn of the process it may be seen too high.
    pub depth: usize,
    /// The bound.
    pub capacity: usize,
    /// Senders that wait for room now.
    pub waiting: usize,
    /// Messages accepted since the start.
    pub accepted: u64,
    /// Messages refused because the mailbox was full.
    pub refused: u64,
    /// Messages dropped because the mailbox was full, or by a restart that clears it.
    pub dropped: u64,
    /// Messages that were accepted and that nobody had taken when the process ended for good.
    pub undelivered: u64,
}
