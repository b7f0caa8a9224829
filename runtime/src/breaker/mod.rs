//! A circuit breaker that runs the caller's function in the caller's task.
//!
//! The state is shared and nobody is blocked by anybody else's call: a breaker that runs calls inside a process of its
//! own puts all callers behind the slowest one.
//!
//! ```
//! use std::time::Duration;
//! use otp_runtime::breaker::{Breaker, BreakerError, Settings};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::time::pause();
//! let breaker = Breaker::new(Settings { failures: 2, ..Settings::default() })?;
//! let second = Duration::from_secs(1);
//! for _ in 0..2 {
//!     let failed = breaker.call(second, async { Err::<(), _>("down") }).await;
//!     assert_eq!(failed, Err(BreakerError::Failed("down")));
//! }
//! // Open: the future is dropped without a poll.
//! let refused = breaker.call(second, async { Ok::<_, &str>(()) }).await;
//! assert!(matches!(refused, Err(BreakerError::Open { .. })));
//! # Ok(()) }
//! ```
//!
//! # What holds
//!
//! - *Closed*: calls run. When [`failures`](Settings::failures) of the last [`of_last`](Settings::of_last) calls within
//!   [`within`](Settings::within) failed, it opens.
//! - *Open*: calls are refused at once, for [`open_for`](Settings::open_for).
//! - *Half open*: at most [`probes`](Settings::probes) calls run at the same time, the others are refused. When that many
//!   have succeeded it closes; the first failure opens it again.
//! - An error, a deadline and a panic count as failures. A call whose future is dropped by its caller counts neither
//!   way, and a probe that is dropped makes room for another.
//! - A call that began before the breaker opened does not change what came after: its outcome is forgotten.

mod call;
#[cfg(feature = "tower")]
mod layer;
mod state;

pub use call::{Breaker, BreakerError};
#[cfg(feature = "tower")]
pub use layer::{Answer, BreakerLayer, BreakerService};
pub use state::{Settings, SettingsError, State};
