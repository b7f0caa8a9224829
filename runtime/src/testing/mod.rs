//! Helpers for tests. Behind the feature `testing`.

mod cancel;
mod chaos;

pub use cancel::{CancelPoint, cancel_at_every_await};
pub use chaos::{Chaos, OnPurpose};
