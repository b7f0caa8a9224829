//! Bounded mailboxes: how messages reach a process, and what can go wrong with one.
//!
//! | question | answer |
//! |---|---|
//! | how much fits | [`Options::capacity`] messages, default 256; the one in hand is not counted |
//! | what a full mailbox does | [`Overflow`], default: senders wait, in the order in which they came |
//! | does order hold | yes: one queue, first in, first out, over restarts too |
//! | is anything boxed for a message | no |
//! | who learns that a message was not accepted | its sender, who gets it back in [`CastError`] |
//! | who learns that a call will not be answered | its caller, at once, in [`CallError`] |
//! | what happens to messages that nobody took | they wait for the next incarnation; at the end they go to the hook for undelivered messages |
//!
//! Numbers in [`Stats`] are exact whenever the process is idle or waits in a handler.

mod address;
mod cause;
mod deadline;
mod error;
#[cfg(all(test, otp_shuttle))]
mod model;
mod open;
mod options;
mod reply;
mod slot;
mod waiting;
mod watch;

pub use address::{Address, Cast};
pub use error::{CallError, CastError};
pub use open::{Mailbox, open};
pub use options::{CapacityError, Options, Overflow, Stats};
pub use reply::Reply;
pub use watch::Monitor;

pub(crate) use slot::{Slot, Stop, Turn};
pub(crate) use watch::{Watch, Watcher};
