#![otp(krate = "tokio_stream", version = "0.1.19")]
//! Adapters are `futures::stream::St`; what both traits offer means the same in both.

pub use adapters::{Elapsed, StreamExt};
pub use futures::stream::Stream;
pub use stream_map::StreamMap;

use futures::stream::St;

#[otp(pure)]
pub fn iter<I: IntoIterator>(i: I) -> St<I::Item> {}

#[otp(pure)]
pub fn once<T>(value: T) -> St<T> {}

#[otp(pure)]
pub fn empty<T>() -> St<T> {}

#[otp(pure)]
pub fn pending<T>() -> St<T> {}

mod adapters {
    use std::time::Duration;

    use futures::stream::{St, Stream};
    use tokio::time::Interval;

    pub struct Elapsed(());

    impl<T: Stream> StreamExt for T {}

    pub trait StreamExt {
        #[otp(recv, cancel = "safe")]
        async fn next(&mut self) -> Option<Self::Item> {}
        #[otp(recv, cancel = "safe")]
        async fn try_next<T, E>(&mut self) -> Result<Option<T>, E>
        where
            Self: Stream<Item = Result<T, E>>,
        {
        }
        #[otp(closure = "stored")]
        fn map<T, F: FnMut(Self::Item) -> T>(self, f: F) -> St<T> {}
        #[otp(closure = "stored")]
        fn map_while<T, F: FnMut(Self::Item) -> Option<T>>(self, f: F) -> St<T> {}
        #[otp(closure = "stored")]
        fn then<F: FnMut(Self::Item) -> Fut, Fut: Future>(self, f: F) -> St<Fut::Output> {}
        #[otp(pure)]
        fn merge<U: Stream>(self, other: U) -> St<Self::Item> {}
        #[otp(closure = "stored")]
        fn filter<F: FnMut(&Self::Item) -> bool>(self, f: F) -> St<Self::Item> {}
        #[otp(closure = "stored")]
        fn filter_map<T, F: FnMut(Self::Item) -> Option<T>>(self, f: F) -> St<T> {}
        #[otp(pure)]
        fn fuse(self) -> St<Self::Item> {}
        #[otp(pure)]
        fn take(self, n: usize) -> St<Self::Item> {}
        #[otp(closure = "stored")]
        fn take_while<F: FnMut(&Self::Item) -> bool>(self, f: F) -> St<Self::Item> {}
        #[otp(pure)]
        fn skip(self, n: usize) -> St<Self::Item> {}
        #[otp(closure = "stored")]
        fn skip_while<F: FnMut(&Self::Item) -> bool>(self, f: F) -> St<Self::Item> {}
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn all<F: FnMut(Self::Item) -> bool>(&mut self, f: F) -> bool {}
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn any<F: FnMut(Self::Item) -> bool>(&mut self, f: F) -> bool {}
        #[otp(pure)]
        fn chain<U: Stream>(self, other: U) -> St<Self::Item> {}
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, f: F) -> B {}
        #[otp(recv, cancel = "unsafe", loses = "self")]
        async fn collect<T>(self) -> T {}
        // Says that an item is late; the stream itself is kept.
        #[otp(duration = 0)]
        fn timeout(self, duration: Duration) -> St<Result<Self::Item, Elapsed>> {}
        fn timeout_repeating(self, interval: Interval) -> St<Result<Self::Item, Elapsed>> {}
        #[otp(duration = 0)]
        fn throttle(self, duration: Duration) -> St<Self::Item> {}
        #[otp(duration = 1)]
        fn chunks_timeout(self, max_size: usize, duration: Duration) -> St<Vec<Self::Item>> {}
        #[otp(pure)]
        fn peekable(self) -> St<Self::Item> {}
    }
}

mod stream_map {
    use futures::stream::{Stream, StreamExt, TryStreamExt};

    #[otp(stream, collection = "map")]
    pub struct StreamMap<K, V>;

    impl<K, V: Stream> Stream for StreamMap<K, V> {
        type Item = (K, V::Item);
    }

    impl<K0, V0> StreamExt for StreamMap<K0, V0> {}
    impl<K0, V0> TryStreamExt for StreamMap<K0, V0> {}

    impl<K, V: Stream> StreamMap<K, V> {
        #[otp(pure)]
        pub fn new() -> StreamMap<K, V> {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize) -> StreamMap<K, V> {}
        #[otp(borrow, read)]
        pub fn iter(&self) -> std::iter::Iter<&(K, V)> {}
        #[otp(borrow)]
        pub fn iter_mut(&mut self) -> std::iter::Iter<&mut (K, V)> {}
        #[otp(borrow, read)]
        pub fn keys(&self) -> std::iter::Iter<&K> {}
        #[otp(borrow, read)]
        pub fn values(&self) -> std::iter::Iter<&V> {}
        #[otp(borrow)]
        pub fn values_mut(&mut self) -> std::iter::Iter<&mut V> {}
        #[otp(read)]
        pub fn capacity(&self) -> usize {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(clear)]
        pub fn clear(&mut self) {}
        #[otp(insert, key = 0, value = 1)]
        pub fn insert(&mut self, k: K, stream: V) -> Option<V> {}
        #[otp(remove, key = 0)]
        pub fn remove<Q>(&mut self, k: &Q) -> Option<V> {}
        #[otp(read, key = 0)]
        pub fn contains_key<Q>(&self, k: &Q) -> bool {}
        #[otp(recv, cancel = "safe")]
        pub async fn next_many(&mut self, buffer: &mut Vec<(K, V::Item)>, limit: usize) -> usize {}
    }
}

#[otp(stream)]
pub struct StreamNotifyClose<S>;

impl<S: Stream> Stream for StreamNotifyClose<S> {
    type Item = Option<S::Item>;
}

impl<S0> futures::stream::StreamExt for StreamNotifyClose<S0> {}

impl<S> StreamNotifyClose<S> {
    #[otp(pure)]
    pub fn new(stream: S) -> Self {}
    #[otp(pure)]
    pub fn into_inner(self) -> Option<S> {}
}

pub mod wrappers {
    use std::io;
    use std::pin::Pin;

    use futures::stream::{Stream, StreamExt, TryStreamExt};
    use tokio::sync::{broadcast, mpsc, watch};

    pub mod errors {
        pub enum BroadcastStreamRecvError {
            Lagged(u64),
        }
    }

    #[otp(receiver, stream, flavor = "mpsc")]
    pub struct ReceiverStream<T>;

    impl<T> Stream for ReceiverStream<T> {
        type Item = T;
    }

    impl<T0> StreamExt for ReceiverStream<T0> {}
    impl<T0> TryStreamExt for ReceiverStream<T0> {}

    impl<T> ReceiverStream<T> {
        #[otp(pure)]
        pub fn new(inner: mpsc::Receiver<T>) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> mpsc::Receiver<T> {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut mpsc::Receiver<T> {}
        #[otp(write)]
        pub fn close(&mut self) {}
    }

    #[otp(receiver, stream, flavor = "unbounded")]
    pub struct UnboundedReceiverStream<T>;

    impl<T> Stream for UnboundedReceiverStream<T> {
        type Item = T;
    }

    impl<T0> StreamExt for UnboundedReceiverStream<T0> {}
    impl<T0> TryStreamExt for UnboundedReceiverStream<T0> {}

    impl<T> UnboundedReceiverStream<T> {
        #[otp(pure)]
        pub fn new(inner: mpsc::UnboundedReceiver<T>) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> mpsc::UnboundedReceiver<T> {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut mpsc::UnboundedReceiver<T> {}
        #[otp(write)]
        pub fn close(&mut self) {}
    }

    #[otp(receiver, stream, flavor = "broadcast")]
    pub struct BroadcastStream<T>;

    impl<T> Stream for BroadcastStream<T> {
        type Item = Result<T, errors::BroadcastStreamRecvError>;
    }

    impl<T0> StreamExt for BroadcastStream<T0> {}
    impl<T0> TryStreamExt for BroadcastStream<T0> {}

    impl<T> BroadcastStream<T> {
        #[otp(pure)]
        pub fn new(inner: broadcast::Receiver<T>) -> Self {}
    }

    #[otp(receiver, stream, flavor = "watch")]
    pub struct WatchStream<T>;

    impl<T> Stream for WatchStream<T> {
        type Item = T;
    }

    impl<T0> StreamExt for WatchStream<T0> {}
    impl<T0> TryStreamExt for WatchStream<T0> {}

    impl<T> WatchStream<T> {
        #[otp(pure)]
        pub fn new(inner: watch::Receiver<T>) -> Self {}
        #[otp(pure)]
        pub fn from_changes(rx: watch::Receiver<T>) -> Self {}
    }

    #[otp(interval, stream)]
    pub struct IntervalStream;

    impl Stream for IntervalStream {
        type Item = tokio::time::Instant;
    }

    impl StreamExt for IntervalStream {
        #[otp(tick, cancel = "safe")]
        async fn next(&mut self) -> Option<tokio::time::Instant> {}
    }

    impl TryStreamExt for IntervalStream {}

    impl IntervalStream {
        #[otp(pure)]
        pub fn new(inner: tokio::time::Interval) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::time::Interval {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::time::Interval {}
    }

    #[otp(task_set, abort_on_drop, stream)]
    pub struct JoinSetStream<T>;

    impl<T> Stream for JoinSetStream<T> {
        type Item = Result<T, tokio::task::JoinError>;
    }

    impl<T0> StreamExt for JoinSetStream<T0> {
        #[otp(join, cancel = "safe")]
        async fn next(&mut self) -> Option<Result<T0, tokio::task::JoinError>> {}
    }

    impl<T0> TryStreamExt for JoinSetStream<T0> {}

    impl<T> JoinSetStream<T> {
        #[otp(pure)]
        pub fn new(inner: tokio::task::JoinSet<T>) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::task::JoinSet<T> {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::task::JoinSet<T> {}
    }

    #[otp(io, stream)]
    pub struct LinesStream<R>;

    impl<R> Stream for LinesStream<R> {
        type Item = io::Result<String>;
    }

    impl<R0> StreamExt for LinesStream<R0> {}
    impl<R0> TryStreamExt for LinesStream<R0> {}

    impl<R> LinesStream<R> {
        #[otp(pure)]
        pub fn new(inner: tokio::io::Lines<R>) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::io::Lines<R> {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::io::Lines<R> {}
    }

    #[otp(io, stream)]
    pub struct SplitStream<R>;

    impl<R> Stream for SplitStream<R> {
        type Item = io::Result<Vec<u8>>;
    }

    impl<R0> StreamExt for SplitStream<R0> {}
    impl<R0> TryStreamExt for SplitStream<R0> {}

    impl<R> SplitStream<R> {
        #[otp(pure)]
        pub fn new(inner: tokio::io::Split<R>) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::io::Split<R> {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::io::Split<R> {}
    }

    #[otp(stream)]
    pub struct ReadDirStream;

    impl Stream for ReadDirStream {
        type Item = io::Result<tokio::fs::DirEntry>;
    }

    impl StreamExt for ReadDirStream {}
    impl TryStreamExt for ReadDirStream {}

    impl ReadDirStream {
        #[otp(pure)]
        pub fn new(inner: tokio::fs::ReadDir) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::fs::ReadDir {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::fs::ReadDir {}
    }

    #[otp(stream)]
    pub struct SignalStream;

    impl Stream for SignalStream {
        type Item = ();
    }

    impl StreamExt for SignalStream {}
    impl TryStreamExt for SignalStream {}

    impl SignalStream {
        #[otp(pure)]
        pub fn new(inner: tokio::signal::unix::Signal) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::signal::unix::Signal {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::signal::unix::Signal {}
    }

    #[otp(stream)]
    pub struct CtrlCStream;

    impl Stream for CtrlCStream {
        type Item = ();
    }

    impl StreamExt for CtrlCStream {}
    impl TryStreamExt for CtrlCStream {}

    impl CtrlCStream {
        #[otp(pure)]
        pub fn new(inner: tokio::signal::windows::CtrlC) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::signal::windows::CtrlC {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::signal::windows::CtrlC {}
    }

    #[otp(stream)]
    pub struct CtrlBreakStream;

    impl Stream for CtrlBreakStream {
        type Item = ();
    }

    impl StreamExt for CtrlBreakStream {}
    impl TryStreamExt for CtrlBreakStream {}

    impl CtrlBreakStream {
        #[otp(pure)]
        pub fn new(inner: tokio::signal::windows::CtrlBreak) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::signal::windows::CtrlBreak {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::signal::windows::CtrlBreak {}
    }

    #[otp(io, stream)]
    pub struct TcpListenerStream;

    impl Stream for TcpListenerStream {
        type Item = io::Result<tokio::net::TcpStream>;
    }

    impl StreamExt for TcpListenerStream {}
    impl TryStreamExt for TcpListenerStream {}

    impl TcpListenerStream {
        #[otp(pure)]
        pub fn new(inner: tokio::net::TcpListener) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::net::TcpListener {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::net::TcpListener {}
    }

    #[otp(io, stream)]
    pub struct UnixListenerStream;

    impl Stream for UnixListenerStream {
        type Item = io::Result<tokio::net::UnixStream>;
    }

    impl StreamExt for UnixListenerStream {}
    impl TryStreamExt for UnixListenerStream {}

    impl UnixListenerStream {
        #[otp(pure)]
        pub fn new(inner: tokio::net::UnixListener) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> tokio::net::UnixListener {}
        #[otp(borrow, unchecked = "an `AsMut` implementation")]
        pub fn as_mut(&mut self) -> &mut tokio::net::UnixListener {}
    }
}
