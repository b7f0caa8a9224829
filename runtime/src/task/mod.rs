//! Tasks that have an owner.
//!
//! `tokio::spawn` with the handle dropped leaves a task that nobody stops and whose panic nobody sees. [`Tasks`] owns
//! what it spawns:
//!
//! ```
//! use std::time::Duration;
//! use otp_runtime::task::Tasks;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let tasks = Tasks::new();
//! let sum = tasks.spawn("sum", async { Ok::<_, std::io::Error>(40 + 2) })?;
//! tasks.spawn("import", async { Err::<(), _>("no such file") })?;
//! tasks.spawn_stoppable("poll", |stop| async move {
//!     stop.cancelled().await;
//!     Ok::<_, std::io::Error>(())
//! })?;
//!
//! assert_eq!(sum.await.unwrap(), 42);
//! assert_eq!(tasks.next_failure().await.to_string(), "import #1 failed: no such file");
//! let report = tasks.stop(Duration::from_secs(5)).await;
//! assert!(report.is_clean());
//! # Ok(()) }
//! ```
//!
//! # What holds
//!
//! - Each task has a name, and its end has a reason. Errors and panics are logged and wait for the owner in
//!   [`Tasks::next_failure`], whether or not anybody holds the [`Task`] handle. The last 256 are kept.
//! - There is a limit on tasks (default 1024); above it a spawn is refused, or waits with [`Tasks::spawn_when_free`].
//! - [`Tasks::stop`] asks first (the [`CancellationToken`]) and aborts at a deadline. What does not come to an await even
//!   then is *stuck* and named in the [`StopReport`].
//! - Dropping the owner cancels the token and aborts all tasks at their next await. [`Tasks::detach`] is the way to say
//!   that they shall go on.
//! - Blocking work runs in a bounded pool ([`Tasks::blocking`]); it cannot be aborted, and says so by being stuck.
//!
//! [`CancellationToken`]: tokio_util::sync::CancellationToken

mod builder;
mod entry;
mod error;
mod handle;
mod owner;
mod spawn;

pub use builder::{Builder, LimitError};
pub use error::{SpawnError, StopReport};
pub use handle::Task;
pub use owner::{Running, Tasks};
pub use spawn::Spawner;
