//! Helpers for tests. Behind the feature `testing`, for `[dev-dependencies]`.
//!
//! | helper | for |
//! |---|---|
//! | [`Harness`] | one server in the test's own hands: its methods, its state, nothing else |
//! | [`cancel_at_every_await`] | what is left behind when a future is dropped, at each of its awaits |
//! | [`Chaos`] | crashes on a seed, to see what survives them |
//! | [`settle`], [`pass`] | paused time: until everybody waits, until then |

mod cancel;
mod chaos;
mod harness;
mod time;

pub use cancel::{CancelPoint, cancel_at_every_await};
pub use chaos::{Chaos, OnPurpose};
pub use harness::Harness;
pub use time::{pass, settle};
