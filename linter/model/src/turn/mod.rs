//! Turns: what a process runs between one message and the next, in it and below it, and who waits meanwhile.

mod of;
mod others;
mod walk;

pub use of::{ProcessId, Turn, Turns, is_real};
pub use others::{Others, follows_success, handled, loop_around, others, taken};
pub use walk::{Entered, Polled, Step, Visitor, is_future, type_given, walk};
