#![otp(krate = "futures_util", version = "0.3.34")]
//! The same definitions as in `futures`.

pub use futures::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt, AsyncWrite,
    AsyncWriteExt,
};
pub use futures::{
    Future, FutureExt, Sink, SinkExt, Stream, StreamExt, TryFuture, TryFutureExt, TryStream,
    TryStreamExt,
};
pub use futures::{future, io, lock, never, sink, stream, task};
pub use futures::{
    join, pending, pin_mut, poll, ready, select, select_biased, stream_select, try_join,
};
