#![otp(krate = "tokio_util", version = "0.7.20")]

pub mod sync {
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};

    use futures::sink::{Sink, SinkExt};
    use tokio::sync::mpsc::Sender;
    use tokio::sync::{OwnedSemaphorePermit, Semaphore};

    #[otp(cancel_token)]
    pub struct CancellationToken;

    impl Clone for CancellationToken {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl CancellationToken {
        #[otp(pure)]
        pub fn new() -> CancellationToken {}
        #[otp(clone_handle)]
        pub fn child_token(&self) -> CancellationToken {}
        #[otp(cancel)]
        pub fn cancel(&self) {}
        #[otp(read)]
        pub fn is_cancelled(&self) -> bool {}
        #[otp(wait, cancel = "safe")]
        pub fn cancelled(&self) -> WaitForCancellationFuture {}
        #[otp(wait, cancel = "safe")]
        pub fn cancelled_owned(self) -> WaitForCancellationFutureOwned {}
        #[otp(cancel_handle)]
        pub fn drop_guard(self) -> DropGuard {}
        #[otp(cancel_handle)]
        pub fn drop_guard_ref(&self) -> DropGuardRef {}
        // The future is dropped when the token is cancelled first.
        #[otp(race, future = 0)]
        pub async fn run_until_cancelled<F: Future>(&self, fut: F) -> Option<F::Output> {}
        #[otp(race, future = 0)]
        pub async fn run_until_cancelled_owned<F: Future>(self, fut: F) -> Option<F::Output> {}
    }

    #[otp(future)]
    pub struct WaitForCancellationFuture;

    impl Future for WaitForCancellationFuture {
        type Output = ();
    }

    #[otp(future)]
    pub struct WaitForCancellationFutureOwned;

    impl Future for WaitForCancellationFutureOwned {
        type Output = ();
    }

    // Cancels its token when it is dropped.
    pub struct DropGuard;

    impl DropGuard {
        #[otp(borrow)]
        pub fn token(&self) -> &CancellationToken {}
        #[otp(pure)]
        pub fn disarm(self) -> CancellationToken {}
    }

    pub struct DropGuardRef;

    impl DropGuardRef {
        #[otp(borrow)]
        pub fn token(&self) -> &CancellationToken {}
        #[otp(borrow)]
        pub fn disarm(self) -> &CancellationToken {}
    }

    pub struct PollSendError<T>(Option<T>);

    impl<T> PollSendError<T> {
        #[otp(pure)]
        pub fn into_inner(self) -> Option<T> {}
    }

    #[otp(sender, flavor = "mpsc")]
    pub struct PollSender<T>;

    impl<T> Clone for PollSender<T> {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl<T> Sink<T> for PollSender<T> {
        type Error = PollSendError<T>;
    }

    impl<T0> SinkExt<T0> for PollSender<T0> {}

    impl<T> PollSender<T> {
        #[otp(pure)]
        pub fn new(sender: Sender<T>) -> Self {}
        #[otp(try_lock, acquires = "permit")]
        pub fn poll_reserve(&mut self, cx: &mut Context) -> Poll<Result<(), PollSendError<T>>> {}
        // a send into the place that `poll_reserve` has granted
        #[otp(try_send, value = 0, outcome = "may")]
        pub fn send_item(&mut self, value: T) -> Result<(), PollSendError<T>> {}
        #[otp(read)]
        pub fn is_closed(&self) -> bool {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> Option<&Sender<T>> {}
        #[otp(write)]
        pub fn close(&mut self) {}
        #[otp(write)]
        pub fn abort_send(&mut self) -> bool {}
    }

    #[otp(semaphore)]
    pub struct PollSemaphore;

    impl Clone for PollSemaphore {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl PollSemaphore {
        #[otp(pure)]
        pub fn new(semaphore: Arc<Semaphore>) -> Self {}
        #[otp(write)]
        pub fn close(&self) {}
        #[otp(clone_handle)]
        pub fn clone_inner(&self) -> Arc<Semaphore> {}
        #[otp(pure)]
        pub fn into_inner(self) -> Arc<Semaphore> {}
        #[otp(try_lock, guard, acquires = "permit")]
        pub fn poll_acquire(&mut self, cx: &mut Context) -> Poll<Option<OwnedSemaphorePermit>> {}
        #[otp(read)]
        pub fn available_permits(&self) -> usize {}
        #[otp(write)]
        pub fn add_permits(&self, n: usize) {}
    }

    #[otp(future)]
    pub struct ReusableBoxFuture<T>;

    impl<T> Future for ReusableBoxFuture<T> {
        type Output = T;
    }

    impl<T> ReusableBoxFuture<T> {
        #[otp(wraps_future, future = 0)]
        pub fn new<F: Future<Output = T>>(future: F) -> Self {}
        #[otp(put, value = 0, future = 0)]
        pub fn set<F: Future<Output = T>>(&mut self, future: F) {}
        #[otp(put, value = 0, future = 0)]
        pub fn try_set<F: Future<Output = T>>(&mut self, future: F) -> Result<(), F> {}
        #[otp(borrow)]
        pub fn get_pin(&mut self) -> Pin<&mut dyn Future<Output = T>> {}
        pub fn poll(&mut self, cx: &mut Context) -> Poll<T> {}
    }
}

pub mod task {
    use std::task::{Context, Poll};

    use tokio::runtime::Handle;
    use tokio::task::{AbortHandle, Id, JoinError, JoinHandle, LocalSet};

    #[otp(task_handle, abort_on_drop, future)]
    pub struct AbortOnDropHandle<T>;

    impl<T> Future for AbortOnDropHandle<T> {
        type Output = Result<T, JoinError>;
    }

    impl<T> AsRef<JoinHandle<T>> for AbortOnDropHandle<T> {
        #[otp(borrow)]
        fn as_ref(&self) -> &JoinHandle<T> {}
    }

    impl<T> AbortOnDropHandle<T> {
        #[otp(pure)]
        pub fn new(handle: JoinHandle<T>) -> Self {}
        #[otp(abort)]
        pub fn abort(&self) {}
        #[otp(read)]
        pub fn is_finished(&self) -> bool {}
        #[otp(cancel_handle)]
        pub fn abort_handle(&self) -> AbortHandle {}
        // The handle is given back: the question passes on to whoever has it.
        #[otp(pure)]
        pub fn detach(self) -> JoinHandle<T> {}
    }

    #[otp(abort_handle, abort_on_drop)]
    pub struct AbortOnDrop;

    impl AbortOnDrop {
        #[otp(pure)]
        pub fn new(handle: AbortHandle) -> Self {}
        #[otp(abort)]
        pub fn abort(&self) {}
        #[otp(read)]
        pub fn is_finished(&self) -> bool {}
        #[otp(pure)]
        pub fn detach(self) -> AbortHandle {}
    }

    #[otp(task_set)]
    pub struct TaskTracker;

    impl Clone for TaskTracker {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl TaskTracker {
        #[otp(pure)]
        pub fn new() -> Self {}
        // Tells when all have ended, not how.
        #[otp(wait, join, cancel = "safe")]
        pub async fn wait(&self) {}
        #[otp(write)]
        pub fn close(&self) -> bool {}
        #[otp(write)]
        pub fn reopen(&self) -> bool {}
        #[otp(read)]
        pub fn is_closed(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(spawn, spawned = 0)]
        pub fn spawn<F: Future>(&self, task: F) -> JoinHandle<F::Output> {}
        #[otp(spawn, spawned = 0)]
        pub fn spawn_on<F: Future>(&self, task: F, handle: &Handle) -> JoinHandle<F::Output> {}
        #[otp(spawn_local, spawned = 0)]
        pub fn spawn_local<F: Future>(&self, task: F) -> JoinHandle<F::Output> {}
        #[otp(spawn_local, spawned = 0)]
        pub fn spawn_local_on<F: Future>(
            &self,
            task: F,
            local_set: &LocalSet,
        ) -> JoinHandle<F::Output> {
        }
        #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
        pub fn spawn_blocking<F: FnOnce() -> T, T>(&self, task: F) -> JoinHandle<T> {}
        #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
        pub fn spawn_blocking_on<F: FnOnce() -> T, T>(
            &self,
            task: F,
            handle: &Handle,
        ) -> JoinHandle<T> {
        }
        #[otp(wraps_future, future = 0)]
        pub fn track_future<F: Future>(&self, future: F) -> TrackedFuture<F> {}
        #[otp(clone_handle)]
        pub fn token(&self) -> TaskTrackerToken {}
        #[otp(pure)]
        pub fn ptr_eq(left: &TaskTracker, right: &TaskTracker) -> bool {}
    }

    // Counts as a task of its tracker until it is dropped.
    pub struct TaskTrackerToken;

    impl Clone for TaskTrackerToken {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl TaskTrackerToken {
        #[otp(borrow)]
        pub fn task_tracker(&self) -> &TaskTracker {}
    }

    #[otp(future)]
    pub struct TrackedFuture<F>;

    impl<F: Future> Future for TrackedFuture<F> {
        type Output = F::Output;
    }

    pub use join_map::JoinMap;
    pub use join_queue::JoinQueue;

    pub mod join_map {
        use tokio::runtime::Handle;
        use tokio::task::{Id, JoinError, LocalSet};

        #[otp(task_set, abort_on_drop)]
        pub struct JoinMap<K, V>;

        impl<K, V> JoinMap<K, V> {
            #[otp(pure)]
            pub fn new() -> Self {}
            #[otp(pure)]
            pub fn with_capacity(capacity: usize) -> Self {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(read)]
            pub fn capacity(&self) -> usize {}
            // A task that has the same key is ended.
            #[otp(spawn, abort, key = 0, spawned = 1)]
            pub fn spawn<F: Future<Output = V>>(&mut self, key: K, task: F) {}
            #[otp(spawn, abort, key = 0, spawned = 1)]
            pub fn spawn_on<F: Future<Output = V>>(&mut self, key: K, task: F, handle: &Handle) {}
            #[otp(spawn_blocking, abort, key = 0, spawned = 1, closure = "blocking")]
            pub fn spawn_blocking<F: FnOnce() -> V>(&mut self, key: K, f: F) {}
            #[otp(spawn_blocking, abort, key = 0, spawned = 1, closure = "blocking")]
            pub fn spawn_blocking_on<F: FnOnce() -> V>(&mut self, key: K, f: F, handle: &Handle) {}
            #[otp(spawn_local, abort, key = 0, spawned = 1)]
            pub fn spawn_local<F: Future<Output = V>>(&mut self, key: K, task: F) {}
            #[otp(spawn_local, abort, key = 0, spawned = 1)]
            pub fn spawn_local_on<F: Future<Output = V>>(
                &mut self,
                key: K,
                task: F,
                local_set: &LocalSet,
            ) {
            }
            #[otp(join, cancel = "safe")]
            pub async fn join_next(&mut self) -> Option<(K, Result<V, JoinError>)> {}
            #[otp(join)]
            pub fn try_join_next(&mut self) -> Option<(K, Result<V, JoinError>)> {}
            #[otp(abort, join)]
            pub async fn shutdown(&mut self) {}
            #[otp(abort, key = 0)]
            pub fn abort<Q>(&mut self, key: &Q) -> bool {}
            #[otp(abort, closure = "called")]
            pub fn abort_matching<F: FnMut(&K) -> bool>(&mut self, predicate: F) {}
            #[otp(borrow, read)]
            pub fn keys(&self) -> std::iter::Iter<&K> {}
            #[otp(read, key = 0)]
            pub fn contains_key<Q>(&self, key: &Q) -> bool {}
            #[otp(read)]
            pub fn contains_task(&self, task: &Id) -> bool {}
            #[otp(pure)]
            pub fn reserve(&mut self, additional: usize) {}
            #[otp(abort)]
            pub fn abort_all(&mut self) {}
            #[otp(detach)]
            pub fn detach_all(&mut self) {}
        }
    }

    pub mod join_queue {
        use std::task::{Context, Poll};

        use tokio::runtime::Handle;
        use tokio::task::{AbortHandle, Id, JoinError};

        #[otp(task_set, abort_on_drop)]
        pub struct JoinQueue<T>;

        impl<T> JoinQueue<T> {
            #[otp(pure)]
            pub const fn new() -> Self {}
            #[otp(pure)]
            pub fn with_capacity(capacity: usize) -> Self {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(spawn, spawned = 0)]
            pub fn spawn<F: Future<Output = T>>(&mut self, task: F) -> AbortHandle {}
            #[otp(spawn, spawned = 0)]
            pub fn spawn_on<F: Future<Output = T>>(
                &mut self,
                task: F,
                handle: &Handle,
            ) -> AbortHandle {
            }
            #[otp(spawn_local, spawned = 0)]
            pub fn spawn_local<F: Future<Output = T>>(&mut self, task: F) -> AbortHandle {}
            #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
            pub fn spawn_blocking<F: FnOnce() -> T>(&mut self, f: F) -> AbortHandle {}
            #[otp(join, cancel = "safe")]
            pub async fn join_next(&mut self) -> Option<Result<T, JoinError>> {}
            #[otp(join, cancel = "safe")]
            pub async fn join_next_with_id(&mut self) -> Option<Result<(Id, T), JoinError>> {}
            #[otp(join)]
            pub fn try_join_next(&mut self) -> Option<Result<T, JoinError>> {}
            #[otp(abort, join)]
            pub async fn shutdown(&mut self) {}
            #[otp(join, panics_on_error, cancel = "unsafe", loses = "self")]
            pub async fn join_all(self) -> Vec<T> {}
            #[otp(abort)]
            pub fn abort_all(&mut self) {}
            #[otp(detach)]
            pub fn detach_all(&mut self) {}
            #[otp(join)]
            pub fn poll_join_next(
                &mut self,
                cx: &mut Context,
            ) -> Poll<Option<Result<T, JoinError>>> {
            }
        }
    }

    pub struct LocalPoolHandle;

    impl Clone for LocalPoolHandle {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl LocalPoolHandle {
        #[otp(spawn_thread)]
        pub fn new(pool_size: usize) -> LocalPoolHandle {}
        #[otp(pure)]
        pub fn num_threads(&self) -> usize {}
        #[otp(read)]
        pub fn get_task_loads_for_each_worker(&self) -> Vec<usize> {}
        #[otp(spawn, spawned = 0, closure = "stored")]
        pub fn spawn_pinned<F: FnOnce() -> Fut, Fut: Future>(
            &self,
            create_task: F,
        ) -> JoinHandle<Fut::Output> {
        }
        #[otp(spawn, spawned = 0, closure = "stored")]
        pub fn spawn_pinned_by_idx<F: FnOnce() -> Fut, Fut: Future>(
            &self,
            create_task: F,
            idx: usize,
        ) -> JoinHandle<Fut::Output> {
        }
    }
}

pub mod time {
    pub use delay_queue::DelayQueue;

    pub mod delay_queue {
        use std::task::{Context, Poll};
        use std::time::Duration;

        use futures::stream::{Stream, StreamExt, TryStreamExt};
        use tokio::time::Instant;

        #[otp(stream, collection = "queue")]
        pub struct DelayQueue<T>;

        impl<T> Stream for DelayQueue<T> {
            type Item = Expired<T>;
        }

        impl<T0> StreamExt for DelayQueue<T0> {}
        impl<T0> TryStreamExt for DelayQueue<T0> {}

        impl<T> DelayQueue<T> {
            #[otp(pure)]
            pub fn new() -> DelayQueue<T> {}
            #[otp(pure)]
            pub fn with_capacity(capacity: usize) -> DelayQueue<T> {}
            #[otp(insert, value = 0, duration = 1)]
            pub fn insert_at(&mut self, value: T, when: Instant) -> Key {}
            #[otp(insert, value = 0, duration = 1)]
            pub fn insert(&mut self, value: T, timeout: Duration) -> Key {}
            #[otp(remove)]
            pub fn poll_expired(&mut self, cx: &mut Context) -> Poll<Option<Expired<T>>> {}
            #[otp(read, panics, key = 0)]
            pub fn deadline(&self, key: &Key) -> Instant {}
            #[otp(remove, panics, key = 0)]
            pub fn remove(&mut self, key: &Key) -> Expired<T> {}
            #[otp(remove, key = 0)]
            pub fn try_remove(&mut self, key: &Key) -> Option<Expired<T>> {}
            #[otp(write, panics, key = 0, duration = 1)]
            pub fn reset_at(&mut self, key: &Key, when: Instant) {}
            #[otp(write, panics, key = 0, duration = 1)]
            pub fn reset(&mut self, key: &Key, timeout: Duration) {}
            #[otp(pure)]
            pub fn shrink_to_fit(&mut self) {}
            #[otp(pure)]
            pub fn compact(&mut self) {}
            #[otp(read)]
            pub fn peek(&self) -> Option<Key> {}
            #[otp(clear)]
            pub fn clear(&mut self) {}
            #[otp(read)]
            pub fn capacity(&self) -> usize {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(pure)]
            pub fn reserve(&mut self, additional: usize) {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
        }

        pub struct Expired<T>;

        impl<T> Expired<T> {
            #[otp(borrow)]
            pub fn get_ref(&self) -> &T {}
            #[otp(borrow)]
            pub fn get_mut(&mut self) -> &mut T {}
            #[otp(pure)]
            pub fn into_inner(self) -> T {}
            #[otp(pure)]
            pub fn deadline(&self) -> Instant {}
            #[otp(pure)]
            pub fn key(&self) -> Key {}
        }

        pub struct Key;

        impl Clone for Key {
            #[otp(pure)]
            fn clone(&self) -> Self {}
        }
    }
}

pub mod future {
    use std::time::Duration;

    use crate::sync::CancellationToken;
    use tokio::time::{Instant, Timeout};

    impl<T0> FutureExt for dyn Future<Output = T0> {}
    impl<T: Future> FutureExt for T {}

    // The receiver is dropped when the time is over or the token is cancelled.
    pub trait FutureExt {
        #[otp(timeout, duration = 0)]
        fn timeout(self, timeout: Duration) -> Timeout<Self> {}
        #[otp(timeout, duration = 0)]
        fn timeout_at(self, deadline: Instant) -> Timeout<Self> {}
        #[otp(race)]
        async fn with_cancellation_token(
            self,
            cancellation_token: &CancellationToken,
        ) -> Option<Self::Output> {
        }
        #[otp(race)]
        async fn with_cancellation_token_owned(
            self,
            cancellation_token: CancellationToken,
        ) -> Option<Self::Output> {
        }
    }
}

pub mod either {
    pub enum Either<L, R> {
        Left(L),
        Right(R),
    }

    impl<L: Future, R> Future for Either<L, R> {
        type Output = L::Output;
    }
}

pub mod codec {
    use std::io;

    use bytes::{Bytes, BytesMut};
    use futures::sink::{Sink, SinkExt};
    use futures::stream::{Stream, StreamExt, TryStreamExt};

    pub use length_delimited::{LengthDelimitedCodec, LengthDelimitedCodecError};

    pub trait Decoder {
        type Item;
        type Error;
        #[otp(take)]
        fn decode(&mut self, src: &mut BytesMut) -> Result<Option<Self::Item>, Self::Error>;
        #[otp(take)]
        fn decode_eof(&mut self, buf: &mut BytesMut) -> Result<Option<Self::Item>, Self::Error> {}
        #[otp(pure)]
        fn framed<T>(self, io: T) -> Framed<T, Self> {}
    }

    pub trait Encoder<Item> {
        type Error;
        #[otp(value = 0)]
        fn encode(&mut self, item: Item, dst: &mut BytesMut) -> Result<(), Self::Error>;
    }

    #[otp(io, stream, sender)]
    pub struct Framed<T, U>;

    impl<T, U: Decoder> Stream for Framed<T, U> {
        type Item = Result<U::Item, U::Error>;
    }

    impl<T0, U0> StreamExt for Framed<T0, U0> {}
    impl<T0, U0> TryStreamExt for Framed<T0, U0> {}

    impl<T, I, U: Encoder<I>> Sink<I> for Framed<T, U> {
        type Error = U::Error;
    }

    impl<T0, I0, U0> SinkExt<I0> for Framed<T0, U0> {}

    impl<T, U> Framed<T, U> {
        #[otp(pure)]
        pub fn new(inner: T, codec: U) -> Framed<T, U> {}
        #[otp(pure)]
        pub fn with_capacity(inner: T, codec: U, capacity: usize) -> Framed<T, U> {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(borrow)]
        pub fn codec(&self) -> &U {}
        #[otp(borrow)]
        pub fn codec_mut(&mut self) -> &mut U {}
        #[otp(closure = "called")]
        pub fn map_codec<C, F: FnOnce(U) -> C>(self, map: F) -> Framed<T, C> {}
        #[otp(borrow)]
        pub fn read_buffer(&self) -> &BytesMut {}
        #[otp(borrow)]
        pub fn read_buffer_mut(&mut self) -> &mut BytesMut {}
        #[otp(borrow)]
        pub fn write_buffer(&self) -> &BytesMut {}
        #[otp(borrow)]
        pub fn write_buffer_mut(&mut self) -> &mut BytesMut {}
        #[otp(pure)]
        pub fn backpressure_boundary(&self) -> usize {}
        #[otp(write)]
        pub fn set_backpressure_boundary(&mut self, boundary: usize) {}
        #[otp(pure)]
        pub fn into_parts(self) -> FramedParts<T, U> {}
        #[otp(pure)]
        pub fn from_parts(parts: FramedParts<T, U>) -> Framed<T, U> {}
    }

    #[otp(io, stream)]
    pub struct FramedRead<T, U>;

    impl<T, U: Decoder> Stream for FramedRead<T, U> {
        type Item = Result<U::Item, U::Error>;
    }

    impl<T0, U0> StreamExt for FramedRead<T0, U0> {}
    impl<T0, U0> TryStreamExt for FramedRead<T0, U0> {}

    impl<T, U> FramedRead<T, U> {
        #[otp(pure)]
        pub fn new(inner: T, decoder: U) -> FramedRead<T, U> {}
        #[otp(pure)]
        pub fn with_capacity(inner: T, decoder: U, capacity: usize) -> FramedRead<T, U> {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(borrow)]
        pub fn decoder(&self) -> &U {}
        #[otp(borrow)]
        pub fn decoder_mut(&mut self) -> &mut U {}
        #[otp(closure = "called")]
        pub fn map_decoder<C, F: FnOnce(U) -> C>(self, map: F) -> FramedRead<T, C> {}
        #[otp(borrow)]
        pub fn read_buffer(&self) -> &BytesMut {}
        #[otp(borrow)]
        pub fn read_buffer_mut(&mut self) -> &mut BytesMut {}
        #[otp(pure)]
        pub fn into_parts(self) -> FramedParts<T, U> {}
    }

    #[otp(io, sender)]
    pub struct FramedWrite<T, U>;

    impl<T, I, U: Encoder<I>> Sink<I> for FramedWrite<T, U> {
        type Error = U::Error;
    }

    impl<T0, I0, U0> SinkExt<I0> for FramedWrite<T0, U0> {}

    impl<T, U> FramedWrite<T, U> {
        #[otp(pure)]
        pub fn new(inner: T, encoder: U) -> FramedWrite<T, U> {}
        #[otp(pure)]
        pub fn with_capacity(inner: T, encoder: U, capacity: usize) -> FramedWrite<T, U> {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(borrow)]
        pub fn encoder(&self) -> &U {}
        #[otp(borrow)]
        pub fn encoder_mut(&mut self) -> &mut U {}
        #[otp(closure = "called")]
        pub fn map_encoder<C, F: FnOnce(U) -> C>(self, map: F) -> FramedWrite<T, C> {}
        #[otp(borrow)]
        pub fn write_buffer(&self) -> &BytesMut {}
        #[otp(borrow)]
        pub fn write_buffer_mut(&mut self) -> &mut BytesMut {}
        #[otp(pure)]
        pub fn backpressure_boundary(&self) -> usize {}
        #[otp(write)]
        pub fn set_backpressure_boundary(&mut self, boundary: usize) {}
        #[otp(pure)]
        pub fn into_parts(self) -> FramedParts<T, U> {}
    }

    pub struct FramedParts<T, U> {
        pub io: T,
        pub codec: U,
        pub read_buf: BytesMut,
        pub write_buf: BytesMut,
    }

    impl<T, U> FramedParts<T, U> {
        #[otp(pure)]
        pub fn new<I>(io: T, codec: U) -> FramedParts<T, U> {}
    }

    pub struct BytesCodec(());

    impl BytesCodec {
        #[otp(pure)]
        pub fn new() -> BytesCodec {}
    }

    impl Decoder for BytesCodec {
        type Item = BytesMut;
        type Error = io::Error;
    }

    impl Encoder<Bytes> for BytesCodec {
        type Error = io::Error;
    }

    pub struct LinesCodec;

    impl LinesCodec {
        #[otp(pure)]
        pub fn new() -> LinesCodec {}
        #[otp(pure)]
        pub fn new_with_max_length(max_length: usize) -> Self {}
        #[otp(pure)]
        pub fn max_length(&self) -> usize {}
    }

    impl Decoder for LinesCodec {
        type Item = String;
        type Error = LinesCodecError;
    }

    impl<T> Encoder<T> for LinesCodec {
        type Error = LinesCodecError;
    }

    pub enum LinesCodecError {
        MaxLineLengthExceeded,
        Io(io::Error),
    }

    pub struct AnyDelimiterCodec;

    impl AnyDelimiterCodec {
        #[otp(pure)]
        pub fn new(seek_delimiters: Vec<u8>, sequence_writer: Vec<u8>) -> AnyDelimiterCodec {}
        #[otp(pure)]
        pub fn new_with_max_length(
            seek_delimiters: Vec<u8>,
            sequence_writer: Vec<u8>,
            max_length: usize,
        ) -> Self {
        }
        #[otp(pure)]
        pub fn max_length(&self) -> usize {}
    }

    impl Decoder for AnyDelimiterCodec {
        type Item = Bytes;
        type Error = AnyDelimiterCodecError;
    }

    impl<T> Encoder<T> for AnyDelimiterCodec {
        type Error = AnyDelimiterCodecError;
    }

    pub enum AnyDelimiterCodecError {
        MaxChunkLengthExceeded,
        Io(io::Error),
    }

    pub mod length_delimited {
        use std::io;

        use bytes::{Bytes, BytesMut};

        use super::{Decoder, Encoder, Framed, FramedRead, FramedWrite};

        pub struct LengthDelimitedCodec;

        pub struct LengthDelimitedCodecError;

        impl LengthDelimitedCodec {
            #[otp(pure)]
            pub fn new() -> Self {}
            #[otp(pure)]
            pub fn builder() -> Builder {}
            #[otp(pure)]
            pub fn max_frame_length(&self) -> usize {}
            #[otp(write)]
            pub fn set_max_frame_length(&mut self, val: usize) {}
        }

        impl Decoder for LengthDelimitedCodec {
            type Item = BytesMut;
            type Error = io::Error;
        }

        impl Encoder<Bytes> for LengthDelimitedCodec {
            type Error = io::Error;
        }

        pub struct Builder;

        impl Builder {
            #[otp(pure)]
            pub fn new() -> Builder {}
            #[otp(pure)]
            pub fn big_endian(&mut self) -> &mut Self {}
            #[otp(pure)]
            pub fn little_endian(&mut self) -> &mut Self {}
            #[otp(pure)]
            pub fn native_endian(&mut self) -> &mut Self {}
            #[otp(pure)]
            pub fn max_frame_length(&mut self, val: usize) -> &mut Self {}
            #[otp(pure)]
            pub fn length_field_type<T>(&mut self) -> &mut Self {}
            #[otp(pure)]
            pub fn length_field_length(&mut self, val: usize) -> &mut Self {}
            #[otp(pure)]
            pub fn length_field_offset(&mut self, val: usize) -> &mut Self {}
            #[otp(pure)]
            pub fn length_adjustment(&mut self, val: isize) -> &mut Self {}
            #[otp(pure)]
            pub fn num_skip(&mut self, val: usize) -> &mut Self {}
            #[otp(pure)]
            pub fn new_codec(&self) -> LengthDelimitedCodec {}
            #[otp(pure)]
            pub fn new_read<T>(&self, upstream: T) -> FramedRead<T, LengthDelimitedCodec> {}
            #[otp(pure)]
            pub fn new_write<T>(&self, inner: T) -> FramedWrite<T, LengthDelimitedCodec> {}
            #[otp(pure)]
            pub fn new_framed<T>(&self, inner: T) -> Framed<T, LengthDelimitedCodec> {}
        }
    }
}

pub mod udp {
    use std::net::SocketAddr;

    use futures::sink::{Sink, SinkExt};
    use futures::stream::{Stream, StreamExt, TryStreamExt};
    use tokio::net::UdpSocket;

    use crate::codec::{Decoder, Encoder};

    #[otp(io, stream, sender)]
    pub struct UdpFramed<C, T = UdpSocket>;

    impl<C: Decoder, T> Stream for UdpFramed<C, T> {
        type Item = Result<(C::Item, SocketAddr), C::Error>;
    }

    impl<C0, T0> StreamExt for UdpFramed<C0, T0> {}
    impl<C0, T0> TryStreamExt for UdpFramed<C0, T0> {}

    impl<I, C: Encoder<I>, T> Sink<(I, SocketAddr)> for UdpFramed<C, T> {
        type Error = C::Error;
    }

    impl<I0, C0, T0> SinkExt<(I0, SocketAddr)> for UdpFramed<C0, T0> {}

    impl<C, T> UdpFramed<C, T> {
        #[otp(pure)]
        pub fn new(socket: T, codec: C) -> UdpFramed<C, T> {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(borrow)]
        pub fn codec(&self) -> &C {}
        #[otp(borrow)]
        pub fn codec_mut(&mut self) -> &mut C {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }
}

pub mod io {
    use std::io;

    use bytes::Bytes;
    use futures::sink::{Sink, SinkExt};
    use futures::stream::{Stream, StreamExt, TryStreamExt};
    use tokio::io::{
        AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt,
    };

    #[otp(io, stream)]
    pub struct ReaderStream<R>;

    impl<R> Stream for ReaderStream<R> {
        type Item = io::Result<Bytes>;
    }

    impl<R0> StreamExt for ReaderStream<R0> {}
    impl<R0> TryStreamExt for ReaderStream<R0> {}

    impl<R> ReaderStream<R> {
        #[otp(pure)]
        pub fn new(reader: R) -> Self {}
        #[otp(pure)]
        pub fn with_capacity(reader: R, capacity: usize) -> Self {}
    }

    #[otp(io)]
    pub struct StreamReader<S, B>;

    impl<S, B> AsyncRead for StreamReader<S, B> {}
    impl<S0, B0> AsyncReadExt for StreamReader<S0, B0> {}
    impl<S, B> AsyncBufRead for StreamReader<S, B> {}
    impl<S0, B0> AsyncBufReadExt for StreamReader<S0, B0> {}

    impl<S, B> StreamReader<S, B> {
        #[otp(pure)]
        pub fn new(stream: S) -> Self {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &S {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut S {}
        #[otp(pure)]
        pub fn into_inner(self) -> S {}
        #[otp(pure)]
        pub fn into_inner_with_chunk(self) -> (S, Option<B>) {}
    }

    #[otp(io)]
    pub struct SinkWriter<S>;

    impl<S> AsyncWrite for SinkWriter<S> {}
    impl<S0> AsyncWriteExt for SinkWriter<S0> {}

    impl<S> SinkWriter<S> {
        #[otp(pure)]
        pub fn new(sink: S) -> Self {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &S {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut S {}
        #[otp(pure)]
        pub fn into_inner(self) -> S {}
    }

    pub struct CopyToBytes<S>;

    impl<S> CopyToBytes<S> {
        #[otp(pure)]
        pub fn new(inner: S) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> S {}
    }

    // Its reads and writes block the thread.
    #[otp(io)]
    pub struct SyncIoBridge<T>;

    impl<T> SyncIoBridge<T> {
        #[otp(panics_on_error)]
        pub fn new(src: T) -> Self {}
        #[otp(pure)]
        pub fn new_with_handle(src: T, rt: tokio::runtime::Handle) -> Self {}
        #[otp(flush, close, blocks)]
        pub fn shutdown(&mut self) -> io::Result<()> {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(pure)]
        pub fn is_write_vectored(&self) -> bool {}
    }

    impl<T> std::io::Read for SyncIoBridge<T> {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read, blocks)]
        fn read_to_end(&mut self, buf: &mut Vec<u8>) -> io::Result<usize> {}
        #[otp(io_read, blocks)]
        fn read_to_string(&mut self, buf: &mut String) -> io::Result<usize> {}
        #[otp(io_read, blocks)]
        fn read_exact(&mut self, buf: &mut [u8]) -> io::Result<()> {}
    }

    impl<T> std::io::Write for SyncIoBridge<T> {
        #[otp(io_write, blocks, value = 0)]
        fn write(&mut self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(io_write, blocks, value = 0)]
        fn write_all(&mut self, buf: &[u8]) -> io::Result<()> {}
        #[otp(flush, blocks)]
        fn flush(&mut self) -> io::Result<()> {}
    }

    #[otp(io)]
    pub struct InspectReader<R, F>;

    impl<R, F> AsyncRead for InspectReader<R, F> {}
    impl<R0, F0> AsyncReadExt for InspectReader<R0, F0> {}

    impl<R, F> InspectReader<R, F> {
        #[otp(closure = "stored")]
        pub fn new(reader: R, f: F) -> InspectReader<R, F> {}
        #[otp(pure)]
        pub fn into_inner(self) -> R {}
    }

    #[otp(io)]
    pub struct InspectWriter<W, F>;

    impl<W, F> AsyncWrite for InspectWriter<W, F> {}
    impl<W0, F0> AsyncWriteExt for InspectWriter<W0, F0> {}

    impl<W, F> InspectWriter<W, F> {
        #[otp(closure = "stored")]
        pub fn new(writer: W, f: F) -> InspectWriter<W, F> {}
        #[otp(pure)]
        pub fn into_inner(self) -> W {}
    }

    #[otp(io_read, cancel = "safe")]
    pub async fn read_buf<R, B>(read: &mut R, buf: &mut B) -> io::Result<usize> {}
}

pub mod compat {
    use futures::io as fio;
    use tokio::io as tio;

    // Both worlds' methods are found on it; which ones apply is what it wraps.
    #[otp(io)]
    pub struct Compat<T>;

    impl<T0> tio::AsyncReadExt for Compat<T0> {}
    impl<T0> tio::AsyncBufReadExt for Compat<T0> {}
    impl<T0> tio::AsyncWriteExt for Compat<T0> {}

    impl<T> Compat<T> {
        #[otp(borrow)]
        pub fn get_ref(&self) -> &T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }

    impl<T: tio::AsyncRead> TokioAsyncReadCompatExt for T {}
    impl<T: tio::AsyncWrite> TokioAsyncWriteCompatExt for T {}
    impl<T: fio::AsyncRead> FuturesAsyncReadCompatExt for T {}
    impl<T: fio::AsyncWrite> FuturesAsyncWriteCompatExt for T {}

    pub trait TokioAsyncReadCompatExt {
        #[otp(pure)]
        fn compat(self) -> Compat<Self> {}
    }

    pub trait TokioAsyncWriteCompatExt {
        #[otp(pure)]
        fn compat_write(self) -> Compat<Self> {}
    }

    pub trait FuturesAsyncReadCompatExt {
        #[otp(pure)]
        fn compat(self) -> Compat<Self> {}
    }

    pub trait FuturesAsyncWriteCompatExt {
        #[otp(pure)]
        fn compat_write(self) -> Compat<Self> {}
    }
}
