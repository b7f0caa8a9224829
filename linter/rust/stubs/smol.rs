#![otp(krate = "smol", version = "2.0.2")]

use std::future::Future;

pub use async_executor::{Executor, LocalExecutor, Task};
pub use async_io::{Timer, block_on};

#[otp(spawn, spawned = 0)]
pub fn spawn<T>(future: impl Future<Output = T>) -> Task<T> {}

// The task goes on when the future is dropped.
#[otp(spawn_blocking, spawned = 0, closure = "blocking", unchecked = "re-exported from blocking")]
pub fn unblock<T, F: FnOnce() -> T>(f: F) -> Task<T> {}

pub use futures_lite::{future, io, stream};

pub mod prelude {
    pub use futures_lite::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, FutureExt, StreamExt};
}

pub mod channel {
    pub use async_channel::*;
}

pub mod lock {
    pub use async_lock::*;
}
