#![otp(krate = "futures_core", version = "0.3.34")]
//! The same definitions as in `futures`.

pub use future::{FusedFuture, Future, TryFuture};
pub use futures::ready;
pub use stream::{FusedStream, Stream, TryStream};

pub mod future {
    pub use futures::future::{BoxFuture, FusedFuture, Future, LocalBoxFuture, TryFuture};
}

pub mod stream {
    pub use futures::stream::{BoxStream, FusedStream, LocalBoxStream, Stream, TryStream};
}

pub mod task {
    pub use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};
}
