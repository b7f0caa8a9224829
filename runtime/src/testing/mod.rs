//! Helpers for tests. Behind the feature `testing`.

mod cancel;

pub use cancel::{CancelPoint, cancel_at_every_await};
