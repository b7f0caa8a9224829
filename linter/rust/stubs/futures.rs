#![otp(krate = "futures", version = "0.3.34")]
//! One struct, [`stream::St`], stands for every adapter of streams; combinators of futures are
//! written as what they yield. The other crates of the family re-export from here.
//! Implementations of extension traits name their parameters unlike the traits' methods (`T0`).

pub use future::{Future, FutureExt, TryFuture, TryFutureExt};
pub use io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt, AsyncWrite,
    AsyncWriteExt,
};
pub use sink::{Sink, SinkExt};
pub use stream::{Stream, StreamExt, TryStream, TryStreamExt};

#[otp(race)]
macro_rules! select {
    () => {};
}

#[otp(race)]
macro_rules! select_biased {
    () => {};
}

#[otp(join_all)]
macro_rules! join {
    () => {};
}

#[otp(try_join)]
macro_rules! try_join {
    () => {};
}

#[otp(pure)]
macro_rules! pin_mut {
    () => {};
}

#[otp(pure)]
macro_rules! ready {
    () => {};
}

#[otp(pure)]
macro_rules! pending {
    () => {};
}

#[otp(parks, future = 0)]
macro_rules! poll {
    () => {};
}

#[otp(pure)]
macro_rules! stream_select {
    () => {};
}

pub mod prelude {
    pub use crate::future::{self, Future, FutureExt, TryFuture, TryFutureExt};
    pub use crate::io::{
        AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt,
        AsyncWrite, AsyncWriteExt,
    };
    pub use crate::sink::{self, Sink, SinkExt};
    pub use crate::stream::{self, Stream, StreamExt, TryStream, TryStreamExt};
}

pub mod never {
    pub type Never = std::convert::Infallible;
}

pub mod future {
    use std::any::Any;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};

    use crate::stream::{St, Stream};

    pub use std::future::Future;

    pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;
    pub type LocalBoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

    pub trait FusedFuture: Future {
        #[otp(read)]
        fn is_terminated(&self) -> bool;
    }

    pub trait TryFuture: Future {
        type Ok;
        type Error;
        fn try_poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result<Self::Ok, Self::Error>>;
    }

    impl<T0> FutureExt for dyn Future<Output = T0> {}
    impl<T0> TryFutureExt for dyn Future<Output = T0> {}
    impl<T: Future> FutureExt for T {}
    impl<T: Future> TryFutureExt for T {}

    pub trait FutureExt {
        #[otp(wraps_future, closure = "stored")]
        fn map<U, F: FnOnce(Self::Output) -> U>(self, f: F) -> impl Future<Output = U> {}
        #[otp(wraps_future)]
        fn map_into<U>(self) -> impl Future<Output = U> {}
        #[otp(closure = "stored")]
        fn then<Fut: Future, F: FnOnce(Self::Output) -> Fut>(
            self,
            f: F,
        ) -> impl Future<Output = Fut::Output> {
        }
        #[otp(wraps_future)]
        fn left_future<B>(self) -> Either<Self, B> {}
        #[otp(wraps_future)]
        fn right_future<A>(self) -> Either<A, Self> {}
        #[otp(wraps_future)]
        fn into_stream(self) -> St<Self::Output> {}
        fn flatten<Fut: Future>(self) -> impl Future<Output = Fut::Output>
        where
            Self: Future<Output = Fut>,
        {
        }
        fn flatten_stream<S: Stream>(self) -> St<S::Item>
        where
            Self: Future<Output = S>,
        {
        }
        #[otp(wraps_future)]
        fn fuse(self) -> Fuse<Self> {}
        #[otp(wraps_future, closure = "stored")]
        fn inspect<F: FnOnce(&Self::Output)>(self, f: F) -> impl Future<Output = Self::Output> {}
        #[otp(wraps_future, catches)]
        fn catch_unwind(self) -> impl Future<Output = Result<Self::Output, Box<dyn Any>>> {}
        #[otp(wraps_future)]
        fn shared(self) -> Shared<Self> {}
        #[otp(cancel_handle)]
        fn remote_handle(self) -> (Remote<Self>, RemoteHandle<Self::Output>) {}
        #[otp(wraps_future)]
        fn boxed(self) -> BoxFuture<Self::Output> {}
        #[otp(wraps_future)]
        fn boxed_local(self) -> LocalBoxFuture<Self::Output> {}
        #[otp(wraps_future)]
        fn unit_error(self) -> impl Future<Output = Result<Self::Output, ()>> {}
        #[otp(wraps_future)]
        fn never_error(
            self,
        ) -> impl Future<Output = Result<Self::Output, std::convert::Infallible>> {
        }
        fn poll_unpin(&mut self, cx: &mut Context) -> Poll<Self::Output> {}
        // Polls once and drops the future when that is not enough.
        #[otp(timeout)]
        fn now_or_never(self) -> Option<Self::Output> {}
    }

    pub trait TryFutureExt {
        #[otp(wraps_future, closure = "stored")]
        fn map_ok<T, E, U, F>(self, f: F) -> impl Future<Output = Result<U, E>>
        where
            Self: Future<Output = Result<T, E>>,
            F: FnOnce(T) -> U,
        {
        }
        #[otp(wraps_future, closure = "stored")]
        fn map_ok_or_else<T, E, U, G, F>(self, e: G, f: F) -> impl Future<Output = U>
        where
            Self: Future<Output = Result<T, E>>,
            G: FnOnce(E) -> U,
            F: FnOnce(T) -> U,
        {
        }
        #[otp(wraps_future, closure = "stored")]
        fn map_err<T, E, U, F>(self, f: F) -> impl Future<Output = Result<T, U>>
        where
            Self: Future<Output = Result<T, E>>,
            F: FnOnce(E) -> U,
        {
        }
        #[otp(wraps_future)]
        fn err_into<T, E, U>(self) -> impl Future<Output = Result<T, U>>
        where
            Self: Future<Output = Result<T, E>>,
        {
        }
        #[otp(wraps_future)]
        fn ok_into<T, E, U>(self) -> impl Future<Output = Result<U, E>>
        where
            Self: Future<Output = Result<T, E>>,
        {
        }
        #[otp(closure = "stored")]
        fn and_then<T, E, Fut, F>(self, f: F) -> impl Future<Output = Fut::Output>
        where
            Self: Future<Output = Result<T, E>>,
            F: FnOnce(T) -> Fut,
            Fut: Future,
        {
        }
        #[otp(closure = "stored")]
        fn or_else<T, E, Fut, F>(self, f: F) -> impl Future<Output = Fut::Output>
        where
            Self: Future<Output = Result<T, E>>,
            F: FnOnce(E) -> Fut,
            Fut: Future,
        {
        }
        #[otp(wraps_future, closure = "stored")]
        fn inspect_ok<T, E, F>(self, f: F) -> impl Future<Output = Result<T, E>>
        where
            Self: Future<Output = Result<T, E>>,
            F: FnOnce(&T),
        {
        }
        #[otp(wraps_future, closure = "stored")]
        fn inspect_err<T, E, F>(self, f: F) -> impl Future<Output = Result<T, E>>
        where
            Self: Future<Output = Result<T, E>>,
            F: FnOnce(&E),
        {
        }
        fn try_flatten<Fut, E>(self) -> impl Future<Output = Fut::Output>
        where
            Self: Future<Output = Result<Fut, E>>,
            Fut: Future,
        {
        }
        fn try_flatten_stream<S, E>(self) -> St<S::Item>
        where
            Self: Future<Output = Result<S, E>>,
            S: Stream,
        {
        }
        #[otp(wraps_future, closure = "stored")]
        fn unwrap_or_else<T, E, F>(self, f: F) -> impl Future<Output = T>
        where
            Self: Future<Output = Result<T, E>>,
            F: FnOnce(E) -> T,
        {
        }
        fn try_poll_unpin(&mut self, cx: &mut Context) -> Poll<Self::Output> {}
    }

    pub enum Either<A, B> {
        Left(A),
        Right(B),
    }

    impl<A: Future, B> Future for Either<A, B> {
        type Output = A::Output;
    }

    impl<A: Stream, B> Stream for Either<A, B> {
        type Item = A::Item;
    }

    impl<T, A, B> Either<(T, A), (T, B)> {
        #[otp(pure)]
        pub fn factor_first(self) -> (T, Either<A, B>) {}
    }

    impl<T, A, B> Either<(A, T), (B, T)> {
        #[otp(pure)]
        pub fn factor_second(self) -> (Either<A, B>, T) {}
    }

    impl<T> Either<T, T> {
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }

    #[otp(future)]
    pub struct Fuse<Fut>;

    impl<Fut: Future> Future for Fuse<Fut> {
        type Output = Fut::Output;
    }

    impl<Fut> Fuse<Fut> {
        #[otp(pure)]
        pub fn terminated() -> Self {}
        #[otp(read)]
        pub fn is_terminated(&self) -> bool {}
        #[otp(put, value = 0)]
        #[otp(unchecked = "Pin::set, which a pinned Fuse is given its next future by")]
        pub fn set(self: Pin<&mut Self>, future: Fuse<Fut>) {}
    }

    #[otp(future)]
    pub struct Shared<Fut>;

    impl<Fut: Future> Future for Shared<Fut> {
        type Output = Fut::Output;
    }

    impl<Fut> Clone for Shared<Fut> {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl<Fut: Future> Shared<Fut> {
        #[otp(read)]
        pub fn peek(&self) -> Option<&Fut::Output> {}
        #[otp(clone_handle)]
        pub fn downgrade(&self) -> Option<WeakShared<Fut>> {}
        #[otp(read)]
        pub fn strong_count(&self) -> Option<usize> {}
        #[otp(read)]
        pub fn weak_count(&self) -> Option<usize> {}
        #[otp(pure)]
        pub fn ptr_eq(&self, rhs: &Self) -> bool {}
    }

    pub struct WeakShared<Fut>;

    impl<Fut> WeakShared<Fut> {
        #[otp(clone_handle)]
        pub fn upgrade(&self) -> Option<Shared<Fut>> {}
    }

    #[otp(future)]
    pub struct Remote<Fut>;

    impl<Fut> Future for Remote<Fut> {
        type Output = ();
    }

    // Dropping the handle ends the remote future; a panic is passed on to whoever awaits.
    #[otp(task_handle, abort_on_drop, future)]
    pub struct RemoteHandle<T>;

    impl<T> Future for RemoteHandle<T> {
        type Output = T;
    }

    impl<T> RemoteHandle<T> {
        #[otp(detach)]
        pub fn forget(self) {}
    }

    #[otp(cancel_handle, future = 0)]
    pub fn abortable<Fut: Future>(future: Fut) -> (Abortable<Fut>, AbortHandle) {}

    #[otp(future)]
    pub struct Abortable<T>;

    impl<Fut: Future> Future for Abortable<Fut> {
        type Output = Result<Fut::Output, Aborted>;
    }

    impl<S: Stream> Stream for Abortable<S> {
        type Item = S::Item;
    }

    impl<T> Abortable<T> {
        #[otp(wraps_future, future = 0)]
        pub fn new(task: T, reg: AbortRegistration) -> Self {}
        #[otp(read)]
        pub fn is_aborted(&self) -> bool {}
    }

    pub struct AbortRegistration;

    impl AbortRegistration {
        #[otp(clone_handle)]
        pub fn handle(&self) -> AbortHandle {}
    }

    #[otp(abort_handle)]
    pub struct AbortHandle;

    impl Clone for AbortHandle {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl AbortHandle {
        #[otp(cancel_handle)]
        pub fn new_pair() -> (AbortHandle, AbortRegistration) {}
        #[otp(abort)]
        pub fn abort(&self) {}
        #[otp(read)]
        pub fn is_aborted(&self) -> bool {}
    }

    pub struct Aborted;

    #[otp(pure)]
    pub fn ready<T>(t: T) -> Ready<T> {}

    #[otp(pure)]
    pub fn ok<T, E>(t: T) -> Ready<Result<T, E>> {}

    #[otp(pure)]
    pub fn err<T, E>(err: E) -> Ready<Result<T, E>> {}

    #[otp(future)]
    pub struct Ready<T>;

    impl<T> Future for Ready<T> {
        type Output = T;
    }

    impl<T> Ready<T> {
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }

    #[otp(cancel = "safe")]
    pub async fn pending<T>() -> T {}

    #[otp(closure = "stored")]
    pub async fn lazy<F: FnOnce(&mut Context) -> R, R>(f: F) -> R {}

    #[otp(closure = "stored")]
    pub async fn poll_fn<T, F: FnMut(&mut Context) -> Poll<T>>(f: F) -> T {}

    #[otp(timeout, future = 0)]
    pub async fn poll_immediate<F: Future>(f: F) -> Option<F::Output> {}

    #[otp(wraps_future, future = 0)]
    pub fn maybe_done<Fut: Future>(future: Fut) -> MaybeDone<Fut> {}

    pub enum MaybeDone<Fut> {
        Future(Fut),
        Done(Fut),
        Gone,
    }

    impl<Fut> Future for MaybeDone<Fut> {
        type Output = ();
    }

    impl<Fut: Future> MaybeDone<Fut> {
        #[otp(take)]
        pub fn take_output(self: Pin<&mut Self>) -> Option<Fut::Output> {}
        #[otp(borrow)]
        pub fn output_mut(self: Pin<&mut Self>) -> Option<&mut Fut::Output> {}
    }

    #[otp(future)]
    pub struct OptionFuture<F>;

    impl<F: Future> Future for OptionFuture<F> {
        type Output = Option<F::Output>;
    }

    impl<T> From<Option<T>> for OptionFuture<T> {
        #[otp(wraps_future, future = 0)]
        fn from(option: Option<T>) -> Self {}
    }

    #[otp(join_all, future = 0)]
    pub async fn join<A: Future, B: Future>(future1: A, future2: B) -> (A::Output, B::Output) {}

    #[otp(join_all, future = 0)]
    pub async fn join3<A: Future, B: Future, C: Future>(
        future1: A,
        future2: B,
        future3: C,
    ) -> (A::Output, B::Output, C::Output) {
    }

    #[otp(join_all, future = 0)]
    pub async fn join4<A: Future, B: Future, C: Future, D: Future>(
        future1: A,
        future2: B,
        future3: C,
        future4: D,
    ) -> (A::Output, B::Output, C::Output, D::Output) {
    }

    #[otp(join_all, future = 0)]
    pub async fn join5<A: Future, B: Future, C: Future, D: Future, E: Future>(
        future1: A,
        future2: B,
        future3: C,
        future4: D,
        future5: E,
    ) -> (A::Output, B::Output, C::Output, D::Output, E::Output) {
    }

    #[otp(join_all, future = 0)]
    pub fn join_all<I: IntoIterator>(iter: I) -> JoinAll<I::Item> {}

    #[otp(future)]
    pub struct JoinAll<F>;

    impl<F: Future> Future for JoinAll<F> {
        type Output = Vec<F::Output>;
    }

    #[otp(try_join, future = 0)]
    pub async fn try_join<T1, T2, E, A, B>(future1: A, future2: B) -> Result<(T1, T2), E>
    where
        A: Future<Output = Result<T1, E>>,
        B: Future<Output = Result<T2, E>>,
    {
    }

    #[otp(try_join, future = 0)]
    pub async fn try_join3<T1, T2, T3, E, A, B, C>(
        future1: A,
        future2: B,
        future3: C,
    ) -> Result<(T1, T2, T3), E>
    where
        A: Future<Output = Result<T1, E>>,
        B: Future<Output = Result<T2, E>>,
        C: Future<Output = Result<T3, E>>,
    {
    }

    #[otp(try_join, future = 0)]
    pub async fn try_join4<T1, T2, T3, T4, E, A, B, C, D>(
        future1: A,
        future2: B,
        future3: C,
        future4: D,
    ) -> Result<(T1, T2, T3, T4), E>
    where
        A: Future<Output = Result<T1, E>>,
        B: Future<Output = Result<T2, E>>,
        C: Future<Output = Result<T3, E>>,
        D: Future<Output = Result<T4, E>>,
    {
    }

    #[otp(try_join, future = 0)]
    pub async fn try_join_all<I, F, T, E>(iter: I) -> Result<Vec<T>, E>
    where
        I: IntoIterator<Item = F>,
        F: Future<Output = Result<T, E>>,
    {
    }

    #[otp(select_combinator, future = 0)]
    pub fn select<A: Future, B: Future>(future1: A, future2: B) -> Select<A, B> {}

    #[otp(future)]
    pub struct Select<A, B>;

    impl<A: Future, B: Future> Future for Select<A, B> {
        type Output = Either<(A::Output, B), (B::Output, A)>;
    }

    #[otp(select_combinator, future = 0)]
    pub async fn try_select<T1, T2, E1, E2, A, B>(
        future1: A,
        future2: B,
    ) -> Result<Either<(T1, B), (T2, A)>, Either<(E1, B), (E2, A)>>
    where
        A: Future<Output = Result<T1, E1>>,
        B: Future<Output = Result<T2, E2>>,
    {
    }

    #[otp(select_combinator, future = 0)]
    pub fn select_all<I: IntoIterator>(iter: I) -> SelectAll<I::Item> {}

    #[otp(future)]
    pub struct SelectAll<Fut>;

    impl<Fut: Future> Future for SelectAll<Fut> {
        type Output = (Fut::Output, usize, Vec<Fut>);
    }

    impl<Fut> SelectAll<Fut> {
        #[otp(pure)]
        pub fn into_inner(self) -> Vec<Fut> {}
    }

    #[otp(select_combinator, future = 0)]
    pub async fn select_ok<I, F, T, E>(iter: I) -> Result<(T, Vec<F>), E>
    where
        I: IntoIterator<Item = F>,
        F: Future<Output = Result<T, E>>,
    {
    }
}

pub mod stream {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use crate::future::{Either, Future};
    use crate::sink::{Sink, SinkExt};

    pub use crate::future::{AbortHandle, AbortRegistration, Abortable, Aborted};
    pub use futures_unordered::FuturesUnordered;

    pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T>>>;
    pub type LocalBoxStream<T> = Pin<Box<dyn Stream<Item = T>>>;

    // The extension traits stand as supertraits so that a bound on the plain trait is enough to find them.
    #[otp(unchecked = "the extension traits are no supertraits")]
    pub trait Stream: StreamExt + TryStreamExt {
        type Item;
        #[otp(try_recv)]
        fn poll_next(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Option<Self::Item>>;
        #[otp(read)]
        fn size_hint(&self) -> (usize, Option<usize>) {}
    }

    pub trait FusedStream: Stream {
        #[otp(read)]
        fn is_terminated(&self) -> bool;
    }

    pub trait TryStream: Stream {
        type Ok;
        type Error;
    }

    impl<S: Stream> Stream for Box<S> {
        type Item = S::Item;
    }

    impl<P: std::ops::Deref> Stream for Pin<P> {
        type Item = <P::Target as Stream>::Item;
    }

    #[otp(stream, unchecked = "stands for every adapter")]
    pub struct St<T>;

    impl<T> Stream for St<T> {
        type Item = T;
    }

    impl<T0> StreamExt for St<T0> {}
    impl<T0> TryStreamExt for St<T0> {}
    impl<T: Stream> StreamExt for T {}
    impl<T: Stream> TryStreamExt for T {}

    impl<T> St<T> {
        #[otp(borrow)]
        pub fn get_ref(&self) -> &Self {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> Self {}
        #[otp(read)]
        pub fn is_done(&self) -> bool {}
        // Of a peekable stream.
        #[otp(borrow, cancel = "safe")]
        pub async fn peek(self: Pin<&mut Self>) -> Option<&T> {}
        #[otp(recv, closure = "stored", cancel = "safe")]
        pub async fn next_if<F: FnOnce(&T) -> bool>(self: Pin<&mut Self>, func: F) -> Option<T> {}
    }

    pub trait StreamExt {
        #[otp(recv, cancel = "safe")]
        async fn next(&mut self) -> Option<Self::Item> {}
        #[otp(recv, cancel = "unsafe", loses = "self")]
        async fn into_future(self) -> (Option<Self::Item>, Self) {}
        #[otp(closure = "stored")]
        fn map<T, F: FnMut(Self::Item) -> T>(self, f: F) -> St<T> {}
        #[otp(pure)]
        fn enumerate(self) -> St<(usize, Self::Item)> {}
        #[otp(closure = "stored")]
        fn filter<Fut: Future<Output = bool>, F: FnMut(&Self::Item) -> Fut>(
            self,
            f: F,
        ) -> St<Self::Item> {
        }
        #[otp(closure = "stored")]
        fn filter_map<F: FnMut(Self::Item) -> Fut, Fut: Future<Output = Option<T>>, T>(
            self,
            f: F,
        ) -> St<T> {
        }
        #[otp(closure = "stored")]
        fn then<Fut: Future, F: FnMut(Self::Item) -> Fut>(self, f: F) -> St<Fut::Output> {}
        #[otp(recv, cancel = "unsafe", loses = "self")]
        async fn collect<C: Extend<Self::Item>>(self) -> C {}
        #[otp(recv, cancel = "unsafe", loses = "self")]
        async fn unzip<A, B, FromA, FromB>(self) -> (FromA, FromB) {}
        #[otp(recv, cancel = "unsafe", loses = "self")]
        async fn concat(self) -> Self::Item {}
        #[otp(recv, cancel = "unsafe", loses = "self")]
        async fn count(self) -> usize {}
        #[otp(pure)]
        fn cycle(self) -> St<Self::Item> {}
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn fold<T, Fut: Future<Output = T>, F: FnMut(T, Self::Item) -> Fut>(
            self,
            init: T,
            f: F,
        ) -> T {
        }
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn any<Fut: Future<Output = bool>, F: FnMut(Self::Item) -> Fut>(self, f: F) -> bool {}
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn all<Fut: Future<Output = bool>, F: FnMut(Self::Item) -> Fut>(self, f: F) -> bool {}
        #[otp(pure)]
        fn flatten<S: Stream>(self) -> St<S::Item>
        where
            Self: Stream<Item = S>,
        {
        }
        #[otp(pure)]
        fn flatten_unordered<S: Stream>(self, limit: impl Into<Option<usize>>) -> St<S::Item>
        where
            Self: Stream<Item = S>,
        {
        }
        #[otp(closure = "stored")]
        fn flat_map<U: Stream, F: FnMut(Self::Item) -> U>(self, f: F) -> St<U::Item> {}
        #[otp(closure = "stored")]
        fn flat_map_unordered<U: Stream, F: FnMut(Self::Item) -> U>(
            self,
            limit: impl Into<Option<usize>>,
            f: F,
        ) -> St<U::Item> {
        }
        #[otp(closure = "stored")]
        fn scan<S, F: FnMut(&mut S, Self::Item) -> Fut, Fut: Future<Output = Option<B>>, B>(
            self,
            initial_state: S,
            f: F,
        ) -> St<B> {
        }
        #[otp(closure = "stored")]
        fn skip_while<Fut: Future<Output = bool>, F: FnMut(&Self::Item) -> Fut>(
            self,
            f: F,
        ) -> St<Self::Item> {
        }
        #[otp(closure = "stored")]
        fn take_while<Fut: Future<Output = bool>, F: FnMut(&Self::Item) -> Fut>(
            self,
            f: F,
        ) -> St<Self::Item> {
        }
        #[otp(pure)]
        fn take_until<Fut: Future>(self, fut: Fut) -> St<Self::Item> {}
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn for_each<Fut: Future<Output = ()>, F: FnMut(Self::Item) -> Fut>(self, f: F) {}
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn for_each_concurrent<Fut: Future<Output = ()>, F: FnMut(Self::Item) -> Fut>(
            self,
            limit: impl Into<Option<usize>>,
            f: F,
        ) {
        }
        #[otp(pure)]
        fn take(self, n: usize) -> St<Self::Item> {}
        #[otp(pure)]
        fn skip(self, n: usize) -> St<Self::Item> {}
        #[otp(pure)]
        fn fuse(self) -> St<Self::Item> {}
        #[otp(borrow)]
        fn by_ref(&mut self) -> &mut Self {}
        #[otp(pure)]
        fn catch_unwind(self) -> St<Result<Self::Item, Box<dyn std::any::Any>>> {}
        #[otp(pure)]
        fn boxed(self) -> BoxStream<Self::Item> {}
        #[otp(pure)]
        fn boxed_local(self) -> LocalBoxStream<Self::Item> {}
        // Futures that were taken from the stream stay unpolled between two calls of `next`.
        #[otp(parks, capacity = 0)]
        fn buffered<Fut: Future>(self, n: usize) -> St<Fut::Output>
        where
            Self: Stream<Item = Fut>,
        {
        }
        #[otp(parks, capacity = 0)]
        fn buffer_unordered<Fut: Future>(self, n: usize) -> St<Fut::Output>
        where
            Self: Stream<Item = Fut>,
        {
        }
        #[otp(pure)]
        fn zip<S: Stream>(self, other: S) -> St<(Self::Item, S::Item)> {}
        #[otp(pure)]
        fn chain<S: Stream>(self, other: S) -> St<Self::Item> {}
        #[otp(pure)]
        fn peekable(self) -> St<Self::Item> {}
        #[otp(pure)]
        fn chunks(self, capacity: usize) -> St<Vec<Self::Item>> {}
        #[otp(pure)]
        fn ready_chunks(self, capacity: usize) -> St<Vec<Self::Item>> {}
        #[otp(recv, send, cancel = "unsafe", loses = "self")]
        async fn forward<S: Sink<Self::Item>>(self, sink: S) -> Result<(), S::Error> {}
        #[otp(pure)]
        fn split<Item>(self) -> (SplitSink<Self, Item>, SplitStream<Self>) {}
        #[otp(closure = "stored")]
        fn inspect<F: FnMut(&Self::Item)>(self, f: F) -> St<Self::Item> {}
        #[otp(pure)]
        fn left_stream<B>(self) -> Either<Self, B> {}
        #[otp(pure)]
        fn right_stream<B>(self) -> Either<B, Self> {}
        #[otp(try_recv)]
        fn poll_next_unpin(&mut self, cx: &mut Context) -> Poll<Option<Self::Item>> {}
        #[otp(recv, cancel = "safe")]
        async fn select_next_some(&mut self) -> Self::Item {}
    }

    pub trait TryStreamExt {
        #[otp(pure)]
        fn err_into<T, E, U>(self) -> St<Result<T, U>>
        where
            Self: Stream<Item = Result<T, E>>,
        {
        }
        #[otp(closure = "stored")]
        fn map_ok<T, E, U, F>(self, f: F) -> St<Result<U, E>>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(T) -> U,
        {
        }
        #[otp(closure = "stored")]
        fn map_err<T, E, U, F>(self, f: F) -> St<Result<T, U>>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(E) -> U,
        {
        }
        #[otp(closure = "stored")]
        fn and_then<T, E, Fut, F>(self, f: F) -> St<Fut::Output>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(T) -> Fut,
            Fut: Future,
        {
        }
        #[otp(closure = "stored")]
        fn or_else<T, E, Fut, F>(self, f: F) -> St<Fut::Output>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(E) -> Fut,
            Fut: Future,
        {
        }
        #[otp(closure = "stored")]
        fn inspect_ok<T, E, F>(self, f: F) -> St<Result<T, E>>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(&T),
        {
        }
        #[otp(closure = "stored")]
        fn inspect_err<T, E, F>(self, f: F) -> St<Result<T, E>>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(&E),
        {
        }
        #[otp(pure)]
        fn into_stream(self) -> St<Self::Item> {}
        #[otp(recv, cancel = "safe")]
        async fn try_next<T, E>(&mut self) -> Result<Option<T>, E>
        where
            Self: Stream<Item = Result<T, E>>,
        {
        }
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn try_for_each<T, E, Fut, F>(self, f: F) -> Result<(), E>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(T) -> Fut,
            Fut: Future<Output = Result<(), E>>,
        {
        }
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn try_for_each_concurrent<T, E, Fut, F>(
            self,
            limit: impl Into<Option<usize>>,
            f: F,
        ) -> Result<(), E>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(T) -> Fut,
            Fut: Future<Output = Result<(), E>>,
        {
        }
        #[otp(closure = "stored")]
        fn try_skip_while<T, E, Fut, F>(self, f: F) -> St<Result<T, E>>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(&T) -> Fut,
            Fut: Future<Output = Result<bool, E>>,
        {
        }
        #[otp(closure = "stored")]
        fn try_take_while<T, E, Fut, F>(self, f: F) -> St<Result<T, E>>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(&T) -> Fut,
            Fut: Future<Output = Result<bool, E>>,
        {
        }
        #[otp(recv, cancel = "unsafe", loses = "self")]
        async fn try_collect<C, T, E>(self) -> Result<C, E>
        where
            Self: Stream<Item = Result<T, E>>,
        {
        }
        #[otp(pure)]
        fn try_chunks<T, E>(self, capacity: usize) -> St<Result<Vec<T>, TryChunksError<T, E>>>
        where
            Self: Stream<Item = Result<T, E>>,
        {
        }
        #[otp(pure)]
        fn try_ready_chunks<T, E>(
            self,
            capacity: usize,
        ) -> St<Result<Vec<T>, TryReadyChunksError<T, E>>>
        where
            Self: Stream<Item = Result<T, E>>,
        {
        }
        #[otp(closure = "stored")]
        fn try_filter<T, E, Fut, F>(self, f: F) -> St<Result<T, E>>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(&T) -> Fut,
            Fut: Future<Output = bool>,
        {
        }
        #[otp(closure = "stored")]
        fn try_filter_map<T, E, U, Fut, F>(self, f: F) -> St<Result<U, E>>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(T) -> Fut,
            Fut: Future<Output = Result<Option<U>, E>>,
        {
        }
        #[otp(pure)]
        fn try_flatten<S, E>(self) -> St<S::Item>
        where
            Self: Stream<Item = Result<S, E>>,
            S: Stream,
        {
        }
        #[otp(pure)]
        fn try_flatten_unordered<S, E>(self, limit: impl Into<Option<usize>>) -> St<S::Item>
        where
            Self: Stream<Item = Result<S, E>>,
            S: Stream,
        {
        }
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn try_fold<T, E, U, Fut, F>(self, init: U, f: F) -> Result<U, E>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(U, T) -> Fut,
            Fut: Future<Output = Result<U, E>>,
        {
        }
        #[otp(recv, cancel = "unsafe", loses = "self")]
        async fn try_concat<T, E>(self) -> Result<T, E>
        where
            Self: Stream<Item = Result<T, E>>,
        {
        }
        #[otp(parks, capacity = 0)]
        fn try_buffer_unordered<Fut, E>(self, n: usize) -> St<Fut::Output>
        where
            Self: Stream<Item = Result<Fut, E>>,
            Fut: Future,
        {
        }
        #[otp(parks, capacity = 0)]
        fn try_buffered<Fut, E>(self, n: usize) -> St<Fut::Output>
        where
            Self: Stream<Item = Result<Fut, E>>,
            Fut: Future,
        {
        }
        #[otp(try_recv)]
        fn try_poll_next_unpin(&mut self, cx: &mut Context) -> Poll<Option<Self::Item>> {}
        #[otp(pure)]
        fn into_async_read(self) -> crate::io::IntoAsyncRead {}
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn try_all<T, E, Fut, F>(self, f: F) -> Result<bool, E>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(T) -> Fut,
            Fut: Future<Output = bool>,
        {
        }
        #[otp(recv, closure = "stored", cancel = "unsafe", loses = "self")]
        async fn try_any<T, E, Fut, F>(self, f: F) -> Result<bool, E>
        where
            Self: Stream<Item = Result<T, E>>,
            F: FnMut(T) -> Fut,
            Fut: Future<Output = bool>,
        {
        }
    }

    pub struct TryChunksError<T, E>(pub Vec<T>, pub E);

    pub struct TryReadyChunksError<T, E>(pub Vec<T>, pub E);

    #[otp(stream)]
    pub struct SplitStream<S>;

    impl<S: Stream> Stream for SplitStream<S> {
        type Item = S::Item;
    }

    impl<S0> StreamExt for SplitStream<S0> {}
    impl<S0> TryStreamExt for SplitStream<S0> {}

    impl<S> SplitStream<S> {
        #[otp(pure)]
        pub fn is_pair_of<Item>(&self, other: &SplitSink<S, Item>) -> bool {}
        #[otp(pure)]
        pub fn reunite<Item>(self, other: SplitSink<S, Item>) -> Result<S, ReuniteError<S, Item>> {}
    }

    #[otp(sender)]
    pub struct SplitSink<S, Item>;

    impl<S: Sink<Item>, Item> Sink<Item> for SplitSink<S, Item> {
        type Error = S::Error;
    }

    impl<S0, Item0> SinkExt<Item0> for SplitSink<S0, Item0> {}

    impl<S, Item> SplitSink<S, Item> {
        #[otp(pure)]
        pub fn is_pair_of(&self, other: &SplitStream<S>) -> bool {}
        #[otp(pure)]
        pub fn reunite(self, other: SplitStream<S>) -> Result<S, ReuniteError<S, Item>> {}
    }

    pub struct ReuniteError<T, Item>(pub SplitSink<T, Item>, pub SplitStream<T>);

    pub mod futures_unordered {
        use std::pin::Pin;

        use super::{Stream, StreamExt, TryStreamExt};
        use crate::future::Future;

        // Owns futures, not tasks: they stand still while nobody polls the set.
        #[otp(stream, collection = "set")]
        pub struct FuturesUnordered<Fut>;

        impl<Fut: Future> Stream for FuturesUnordered<Fut> {
            type Item = Fut::Output;
        }

        impl<Fut0> StreamExt for FuturesUnordered<Fut0> {}
        impl<Fut0> TryStreamExt for FuturesUnordered<Fut0> {}

        impl<Fut> FuturesUnordered<Fut> {
            #[otp(pure)]
            pub fn new() -> Self {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(insert, parks, value = 0, future = 0)]
            pub fn push(&self, future: Fut) {}
            #[otp(borrow, read)]
            pub fn iter(&self) -> std::iter::Iter<&Fut> {}
            #[otp(borrow)]
            pub fn iter_mut(&mut self) -> std::iter::Iter<&mut Fut> {}
            #[otp(borrow)]
            pub fn iter_pin_mut(self: Pin<&mut Self>) -> std::iter::Iter<Pin<&mut Fut>> {}
            #[otp(clear)]
            pub fn clear(&mut self) {}
            #[otp(read)]
            pub fn is_terminated(&self) -> bool {}
        }
    }

    #[otp(stream, collection = "queue")]
    pub struct FuturesOrdered<Fut>;

    impl<Fut: Future> Stream for FuturesOrdered<Fut> {
        type Item = Fut::Output;
    }

    impl<Fut0> StreamExt for FuturesOrdered<Fut0> {}
    impl<Fut0> TryStreamExt for FuturesOrdered<Fut0> {}

    impl<Fut> FuturesOrdered<Fut> {
        #[otp(pure)]
        pub fn new() -> Self {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(insert, parks, value = 0, future = 0)]
        pub fn push(&mut self, future: Fut) {}
        #[otp(insert, parks, value = 0, future = 0)]
        pub fn push_back(&mut self, future: Fut) {}
        #[otp(insert, parks, value = 0, future = 0)]
        pub fn push_front(&mut self, future: Fut) {}
        #[otp(clear)]
        pub fn clear(&mut self) {}
        #[otp(read)]
        pub fn is_terminated(&self) -> bool {}
    }

    #[otp(stream, collection = "set")]
    pub struct SelectAll<S>;

    impl<S: Stream> Stream for SelectAll<S> {
        type Item = S::Item;
    }

    impl<S0> StreamExt for SelectAll<S0> {}
    impl<S0> TryStreamExt for SelectAll<S0> {}

    impl<S> SelectAll<S> {
        #[otp(pure)]
        pub fn new() -> Self {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(insert, value = 0)]
        pub fn push(&mut self, stream: S) {}
        #[otp(borrow, read)]
        pub fn iter(&self) -> std::iter::Iter<&S> {}
        #[otp(borrow)]
        pub fn iter_mut(&mut self) -> std::iter::Iter<&mut S> {}
        #[otp(clear)]
        pub fn clear(&mut self) {}
    }

    #[otp(pure)]
    pub fn select_all<I: IntoIterator>(streams: I) -> SelectAll<I::Item> {}

    #[otp(pure)]
    pub fn select<A: Stream, B: Stream>(stream1: A, stream2: B) -> St<A::Item> {}

    #[otp(closure = "stored")]
    pub fn select_with_strategy<A: Stream, B: Stream, C>(
        stream1: A,
        stream2: B,
        which: C,
    ) -> St<A::Item> {
    }

    #[otp(pure)]
    pub fn iter<I: IntoIterator>(i: I) -> St<I::Item> {}

    #[otp(pure)]
    pub fn once<Fut: Future>(future: Fut) -> St<Fut::Output> {}

    #[otp(pure)]
    pub fn empty<T>() -> St<T> {}

    #[otp(pure)]
    pub fn pending<T>() -> St<T> {}

    #[otp(pure)]
    pub fn repeat<T>(item: T) -> St<T> {}

    #[otp(closure = "stored")]
    pub fn repeat_with<A, F: FnMut() -> A>(repeater: F) -> St<A> {}

    #[otp(closure = "stored")]
    pub fn poll_fn<T, F: FnMut(&mut Context) -> Poll<Option<T>>>(f: F) -> St<T> {}

    #[otp(closure = "stored")]
    pub fn unfold<T, F: FnMut(T) -> Fut, Fut: Future<Output = Option<(Item, T)>>, Item>(
        init: T,
        f: F,
    ) -> St<Item> {
    }

    #[otp(closure = "stored")]
    pub fn try_unfold<
        T,
        F: FnMut(T) -> Fut,
        Fut: Future<Output = Result<Option<(Item, T)>, E>>,
        Item,
        E,
    >(
        init: T,
        f: F,
    ) -> St<Result<Item, E>> {
    }

    #[otp(cancel_handle)]
    pub fn abortable<S: Stream>(stream: S) -> (Abortable<S>, AbortHandle) {}
}

pub mod sink {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use crate::future::{Either, Future};
    use crate::stream::Stream;

    #[otp(unchecked = "the extension trait is no supertrait")]
    pub trait Sink<Item>: SinkExt<Item> {
        type Error;
        fn poll_ready(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result<(), Self::Error>>;
        #[otp(send, value = 0)]
        fn start_send(self: Pin<&mut Self>, item: Item) -> Result<(), Self::Error>;
        #[otp(flush)]
        fn poll_flush(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result<(), Self::Error>>;
        #[otp(close)]
        fn poll_close(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result<(), Self::Error>>;
    }

    impl<T: Sink<Item>, Item> SinkExt<Item> for T {}

    #[otp(sender, unchecked = "stands for every adapter")]
    pub struct Si<Item, E>;

    impl<Item, E> Sink<Item> for Si<Item, E> {
        type Error = E;
    }

    impl<Item0, E0> SinkExt<Item0> for Si<Item0, E0> {}

    pub trait SinkExt<Item> {
        #[otp(closure = "stored")]
        fn with<U, F: FnMut(U) -> Fut, Fut: Future<Output = Result<Item, E>>, E>(
            self,
            f: F,
        ) -> Si<U, E> {
        }
        #[otp(closure = "stored")]
        fn with_flat_map<U, F>(self, f: F) -> Si<U, Self::Error> {}
        #[otp(closure = "stored")]
        fn sink_map_err<E, F: FnOnce(Self::Error) -> E>(self, f: F) -> Si<Item, E> {}
        #[otp(pure)]
        fn sink_err_into<E>(self) -> Si<Item, E> {}
        #[otp(parks, capacity = 0)]
        fn buffer(self, capacity: usize) -> Si<Item, Self::Error> {}
        #[otp(close, cancel = "safe")]
        async fn close(&mut self) -> Result<(), Self::Error> {}
        #[otp(pure)]
        fn fanout<S>(self, other: S) -> Si<Item, Self::Error> {}
        #[otp(flush, cancel = "safe")]
        async fn flush(&mut self) -> Result<(), Self::Error> {}
        #[otp(
            send,
            flush,
            value = 0,
            cancel = "unsafe",
            loses = "arg",
            outcome = "must"
        )]
        async fn send(&mut self, item: Item) -> Result<(), Self::Error> {}
        #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        async fn feed(&mut self, item: Item) -> Result<(), Self::Error> {}
        // Keeps the item that it took from the stream until the sink has room: dropped with the future.
        #[otp(
            send,
            recv,
            value = 0,
            cancel = "unsafe",
            loses = "self",
            outcome = "must"
        )]
        async fn send_all<S: Stream>(&mut self, stream: &mut S) -> Result<(), Self::Error> {}
        #[otp(pure)]
        fn left_sink<B>(self) -> Either<Self, B> {}
        #[otp(pure)]
        fn right_sink<A>(self) -> Either<A, Self> {}
        fn poll_ready_unpin(&mut self, cx: &mut Context) -> Poll<Result<(), Self::Error>> {}
        #[otp(send, value = 0, outcome = "must")]
        fn start_send_unpin(&mut self, item: Item) -> Result<(), Self::Error> {}
        #[otp(flush)]
        fn poll_flush_unpin(&mut self, cx: &mut Context) -> Poll<Result<(), Self::Error>> {}
        #[otp(close)]
        fn poll_close_unpin(&mut self, cx: &mut Context) -> Poll<Result<(), Self::Error>> {}
    }

    #[otp(pure)]
    pub fn drain<T>() -> Si<T, std::convert::Infallible> {}

    #[otp(closure = "stored")]
    pub fn unfold<T, F: FnMut(T, Item) -> R, R: Future<Output = Result<T, E>>, Item, E>(
        init: T,
        function: F,
    ) -> Si<Item, E> {
    }
}

pub mod channel {
    pub mod mpsc {
        use std::task::{Context, Poll};

        use crate::sink::{Sink, SinkExt};
        use crate::stream::{Stream, StreamExt, TryStreamExt};

        pub struct SendError;

        impl SendError {
            #[otp(pure)]
            pub fn is_full(&self) -> bool {}
            #[otp(pure)]
            pub fn is_disconnected(&self) -> bool {}
        }

        pub struct TrySendError<T>;

        impl<T> TrySendError<T> {
            #[otp(pure)]
            pub fn is_full(&self) -> bool {}
            #[otp(pure)]
            pub fn is_disconnected(&self) -> bool {}
            #[otp(pure)]
            pub fn into_inner(self) -> T {}
            #[otp(pure)]
            pub fn into_send_error(self) -> SendError {}
        }

        pub struct RecvError;

        pub enum TryRecvError {
            Empty,
            Closed,
        }

        impl TryRecvError {
            #[otp(pure)]
            pub fn is_empty(&self) -> bool {}
            #[otp(pure)]
            pub fn is_closed(&self) -> bool {}
        }

        #[otp(channel, capacity = 0)]
        pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {}

        #[otp(channel)]
        pub fn unbounded<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {}

        #[otp(sender, flavor = "mpsc")]
        pub struct Sender<T>;

        impl<T> Clone for Sender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> Sink<T> for Sender<T> {
            type Error = SendError;
        }

        impl<T0> SinkExt<T0> for Sender<T0> {}

        impl<T> Sender<T> {
            #[otp(try_send, value = 0, outcome = "must")]
            pub fn try_send(&mut self, msg: T) -> Result<(), TrySendError<T>> {}
            #[otp(try_send, value = 0, outcome = "must")]
            pub fn start_send(&mut self, msg: T) -> Result<(), SendError> {}
            #[otp(read)]
            pub fn poll_ready(&mut self, cx: &mut Context) -> Poll<Result<(), SendError>> {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(write)]
            pub fn close_channel(&mut self) {}
            #[otp(write)]
            pub fn disconnect(&mut self) {}
            #[otp(pure)]
            pub fn same_receiver(&self, other: &Self) -> bool {}
            #[otp(pure)]
            pub fn is_connected_to(&self, receiver: &Receiver<T>) -> bool {}
        }

        #[otp(sender, flavor = "unbounded")]
        pub struct UnboundedSender<T>;

        impl<T> Clone for UnboundedSender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> Sink<T> for UnboundedSender<T> {
            type Error = SendError;
        }

        impl<T0> SinkExt<T0> for UnboundedSender<T0> {}

        impl<T> UnboundedSender<T> {
            #[otp(send, value = 0, outcome = "must")]
            pub fn unbounded_send(&self, msg: T) -> Result<(), TrySendError<T>> {}
            #[otp(send, value = 0, outcome = "must")]
            pub fn start_send(&mut self, msg: T) -> Result<(), SendError> {}
            #[otp(read)]
            pub fn poll_ready(&self, cx: &mut Context) -> Poll<Result<(), SendError>> {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(write)]
            pub fn close_channel(&self) {}
            #[otp(write)]
            pub fn disconnect(&mut self) {}
            #[otp(pure)]
            pub fn same_receiver(&self, other: &Self) -> bool {}
            #[otp(pure)]
            pub fn is_connected_to(&self, receiver: &UnboundedReceiver<T>) -> bool {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
        }

        #[otp(receiver, stream, flavor = "mpsc")]
        pub struct Receiver<T>;

        impl<T> Stream for Receiver<T> {
            type Item = T;
        }

        impl<T0> StreamExt for Receiver<T0> {}
        impl<T0> TryStreamExt for Receiver<T0> {}

        impl<T> Receiver<T> {
            #[otp(recv, cancel = "safe")]
            pub async fn recv(&mut self) -> Result<T, RecvError> {}
            #[otp(write)]
            pub fn close(&mut self) {}
            #[otp(try_recv)]
            pub fn try_next(&mut self) -> Result<Option<T>, TryRecvError> {}
            #[otp(try_recv)]
            pub fn try_recv(&mut self) -> Result<T, TryRecvError> {}
        }

        #[otp(receiver, stream, flavor = "unbounded")]
        pub struct UnboundedReceiver<T>;

        impl<T> Stream for UnboundedReceiver<T> {
            type Item = T;
        }

        impl<T0> StreamExt for UnboundedReceiver<T0> {}
        impl<T0> TryStreamExt for UnboundedReceiver<T0> {}

        impl<T> UnboundedReceiver<T> {
            #[otp(recv, cancel = "safe")]
            pub async fn recv(&mut self) -> Result<T, RecvError> {}
            #[otp(write)]
            pub fn close(&mut self) {}
            #[otp(try_recv)]
            pub fn try_next(&mut self) -> Result<Option<T>, TryRecvError> {}
            #[otp(try_recv)]
            pub fn try_recv(&mut self) -> Result<T, TryRecvError> {}
        }
    }

    pub mod oneshot {
        use std::task::{Context, Poll};

        pub struct Canceled;

        #[otp(channel)]
        pub fn channel<T>() -> (Sender<T>, Receiver<T>) {}

        #[otp(sender, flavor = "oneshot")]
        pub struct Sender<T>;

        impl<T> Sender<T> {
            #[otp(send, reply, value = 0, outcome = "may")]
            pub fn send(self, t: T) -> Result<(), T> {}
            #[otp(read)]
            pub fn poll_canceled(&mut self, cx: &mut Context) -> Poll<()> {}
            #[otp(wait, cancel = "safe")]
            pub async fn cancellation(&mut self) {}
            #[otp(read)]
            pub fn is_canceled(&self) -> bool {}
            #[otp(pure)]
            pub fn is_connected_to(&self, receiver: &Receiver<T>) -> bool {}
        }

        #[otp(receiver, future, flavor = "oneshot")]
        pub struct Receiver<T>;

        impl<T> std::future::Future for Receiver<T> {
            type Output = Result<T, Canceled>;
        }

        impl<T> Receiver<T> {
            #[otp(write)]
            pub fn close(&mut self) {}
            #[otp(try_recv)]
            pub fn try_recv(&mut self) -> Result<Option<T>, Canceled> {}
        }
    }
}

pub mod lock {
    use std::ops::{Deref, DerefMut};
    use std::sync::Arc;

    #[otp(lock)]
    pub struct Mutex<T>;

    impl<T> Mutex<T> {
        #[otp(pure)]
        pub const fn new(t: T) -> Self {}
        #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
        pub async fn lock(&self) -> MutexGuard<T> {}
        #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
        pub async fn lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_lock(&self) -> Option<MutexGuard<T>> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_lock_owned(self: &Arc<Self>) -> Option<OwnedMutexGuard<T>> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }

    #[otp(guard)]
    pub struct MutexGuard<T>;

    impl<T> Deref for MutexGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> DerefMut for MutexGuard<T> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut T {}
    }

    impl<T> MutexGuard<T> {
        #[otp(guard, closure = "called")]
        pub fn map<U, F: FnOnce(&mut T) -> &mut U>(this: Self, f: F) -> MappedMutexGuard<T, U> {}
    }

    #[otp(guard)]
    pub struct OwnedMutexGuard<T>;

    impl<T> Deref for OwnedMutexGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> DerefMut for OwnedMutexGuard<T> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut T {}
    }

    #[otp(guard)]
    pub struct MappedMutexGuard<T, U>;

    impl<T, U> Deref for MappedMutexGuard<T, U> {
        type Target = U;
        #[otp(borrow)]
        fn deref(&self) -> &U {}
    }

    impl<T, U> DerefMut for MappedMutexGuard<T, U> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut U {}
    }
}

pub mod executor {
    use std::future::Future;

    use crate::stream::Stream;

    #[otp(block_on, future = 0)]
    pub fn block_on<F: Future>(f: F) -> F::Output {}

    #[otp(blocks)]
    pub fn block_on_stream<S: Stream>(stream: S) -> std::iter::Iter<S::Item> {}

    pub struct ThreadPool;

    impl Clone for ThreadPool {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl ThreadPool {
        #[otp(spawn_thread)]
        pub fn new() -> std::io::Result<ThreadPool> {}
        #[otp(pure)]
        pub fn builder() -> ThreadPoolBuilder {}
        #[otp(spawn, detach, spawned = 0)]
        pub fn spawn_ok<Fut: Future<Output = ()>>(&self, future: Fut) {}
    }

    pub struct ThreadPoolBuilder;

    impl ThreadPoolBuilder {
        #[otp(pure)]
        pub fn new() -> Self {}
        #[otp(pure)]
        pub fn pool_size(&mut self, size: usize) -> &mut Self {}
        #[otp(pure)]
        pub fn stack_size(&mut self, stack_size: usize) -> &mut Self {}
        #[otp(pure)]
        pub fn name_prefix<S: Into<String>>(&mut self, name_prefix: S) -> &mut Self {}
        #[otp(spawn_thread)]
        pub fn create(&mut self) -> std::io::Result<ThreadPool> {}
    }

    pub struct LocalPool;

    impl LocalPool {
        #[otp(pure)]
        pub fn new() -> Self {}
        #[otp(pure)]
        pub fn spawner(&self) -> LocalSpawner {}
        #[otp(blocks)]
        pub fn run(&mut self) {}
        #[otp(block_on, future = 0)]
        pub fn run_until<F: Future>(&mut self, future: F) -> F::Output {}
        pub fn try_run_one(&mut self) -> bool {}
        pub fn run_until_stalled(&mut self) {}
    }

    pub struct LocalSpawner;
}

pub mod task {
    use std::future::Future;
    use std::sync::Arc;

    use crate::future::RemoteHandle;

    pub use std::task::{Context, Poll, Waker};

    pub struct SpawnError;

    impl SpawnExt for crate::executor::ThreadPool {}
    impl SpawnExt for crate::executor::LocalSpawner {}

    pub trait Spawn: SpawnExt {}

    pub trait LocalSpawn: LocalSpawnExt {}

    // Nobody learns how the task ends: there is no handle.
    pub trait SpawnExt {
        #[otp(spawn, detach, spawned = 0)]
        fn spawn<Fut: Future<Output = ()>>(&self, future: Fut) -> Result<(), SpawnError> {}
        #[otp(spawn, spawned = 0)]
        fn spawn_with_handle<Fut: Future>(
            &self,
            future: Fut,
        ) -> Result<RemoteHandle<Fut::Output>, SpawnError> {
        }
    }

    impl LocalSpawnExt for crate::executor::LocalSpawner {}

    pub trait LocalSpawnExt {
        #[otp(spawn_local, detach, spawned = 0)]
        fn spawn_local<Fut: Future<Output = ()>>(&self, future: Fut) -> Result<(), SpawnError> {}
        #[otp(spawn_local, spawned = 0)]
        fn spawn_local_with_handle<Fut: Future>(
            &self,
            future: Fut,
        ) -> Result<RemoteHandle<Fut::Output>, SpawnError> {
        }
    }

    pub trait ArcWake {
        fn wake_by_ref(arc_self: &Arc<Self>);
        fn wake(self: Arc<Self>) {}
    }

    #[otp(pure)]
    pub fn waker<W: ArcWake>(wake: Arc<W>) -> Waker {}

    #[otp(pure)]
    pub fn noop_waker() -> Waker {}

    #[otp(notify)]
    pub struct AtomicWaker;

    impl AtomicWaker {
        #[otp(pure)]
        pub const fn new() -> Self {}
        #[otp(put, value = 0)]
        pub fn register(&self, waker: &Waker) {}
        #[otp(notify)]
        pub fn wake(&self) {}
        #[otp(take)]
        pub fn take(&self) -> Option<Waker> {}
    }
}

pub mod io {
    use std::io::{IoSlice, IoSliceMut, SeekFrom};
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use crate::stream::St;

    pub use std::io::{Error, ErrorKind, Result};

    #[otp(unchecked = "the extension trait is no supertrait")]
    pub trait AsyncRead: AsyncReadExt {
        #[otp(io_read)]
        fn poll_read(
            self: Pin<&mut Self>,
            cx: &mut Context,
            buf: &mut [u8],
        ) -> Poll<std::io::Result<usize>>;
    }

    #[otp(unchecked = "the extension trait is no supertrait")]
    pub trait AsyncWrite: AsyncWriteExt {
        #[otp(io_write)]
        fn poll_write(
            self: Pin<&mut Self>,
            cx: &mut Context,
            buf: &[u8],
        ) -> Poll<std::io::Result<usize>>;
        #[otp(flush)]
        fn poll_flush(self: Pin<&mut Self>, cx: &mut Context) -> Poll<std::io::Result<()>>;
        #[otp(close)]
        fn poll_close(self: Pin<&mut Self>, cx: &mut Context) -> Poll<std::io::Result<()>>;
    }

    #[otp(unchecked = "the extension trait is no supertrait")]
    pub trait AsyncBufRead: AsyncRead + AsyncBufReadExt {
        #[otp(io_read)]
        fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context) -> Poll<std::io::Result<&[u8]>>;
        #[otp(write)]
        fn consume(self: Pin<&mut Self>, amt: usize);
    }

    #[otp(unchecked = "the extension trait is no supertrait")]
    pub trait AsyncSeek: AsyncSeekExt {
        fn poll_seek(
            self: Pin<&mut Self>,
            cx: &mut Context,
            pos: SeekFrom,
        ) -> Poll<std::io::Result<u64>>;
    }

    impl<T: AsyncRead> AsyncReadExt for T {}
    impl<T: AsyncBufRead> AsyncBufReadExt for T {}
    impl<T: AsyncWrite> AsyncWriteExt for T {}
    impl<T: AsyncSeek> AsyncSeekExt for T {}

    pub trait AsyncReadExt {
        #[otp(pure)]
        fn chain<R>(self, next: R) -> Self {}
        #[otp(io_read, cancel = "safe")]
        async fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        async fn read_vectored(&mut self, bufs: &mut [IoSliceMut]) -> std::io::Result<usize> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_exact(&mut self, buf: &mut [u8]) -> std::io::Result<()> {}
        #[otp(io_read, value = 0, cancel = "unsafe", loses = "arg")]
        async fn read_to_end(&mut self, buf: &mut Vec<u8>) -> std::io::Result<usize> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_to_string(&mut self, buf: &mut String) -> std::io::Result<usize> {}
        #[otp(pure)]
        fn split(self) -> (ReadHalf<Self>, WriteHalf<Self>) {}
        #[otp(pure)]
        fn take(self, limit: u64) -> Self {}
    }

    pub trait AsyncWriteExt {
        #[otp(flush, cancel = "safe")]
        async fn flush(&mut self) -> std::io::Result<()> {}
        #[otp(flush, close, cancel = "safe")]
        async fn close(&mut self) -> std::io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "safe")]
        async fn write(&mut self, buf: &[u8]) -> std::io::Result<usize> {}
        #[otp(io_write, value = 0, cancel = "safe")]
        async fn write_vectored(&mut self, bufs: &[IoSlice]) -> std::io::Result<usize> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_all(&mut self, buf: &[u8]) -> std::io::Result<()> {}
    }

    pub trait AsyncBufReadExt {
        #[otp(io_read, borrow, cancel = "safe")]
        async fn fill_buf(&mut self) -> std::io::Result<&[u8]> {}
        #[otp(write)]
        fn consume_unpin(&mut self, amt: usize) {}
        #[otp(io_read, value = 1, cancel = "unsafe", loses = "arg")]
        async fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> std::io::Result<usize> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_line(&mut self, buf: &mut String) -> std::io::Result<usize> {}
        #[otp(pure)]
        fn lines(self) -> St<std::io::Result<String>> {}
    }

    pub trait AsyncSeekExt {
        async fn seek(&mut self, pos: SeekFrom) -> std::io::Result<u64> {}
        async fn stream_position(&mut self) -> std::io::Result<u64> {}
    }

    #[otp(io)]
    pub struct IntoAsyncRead;

    impl AsyncRead for IntoAsyncRead {}
    impl AsyncReadExt for IntoAsyncRead {}
    impl AsyncBufRead for IntoAsyncRead {}
    impl AsyncBufReadExt for IntoAsyncRead {}

    #[otp(io)]
    pub struct BufReader<R>;

    impl<R0> AsyncReadExt for BufReader<R0> {}
    impl<R0> AsyncBufReadExt for BufReader<R0> {}

    impl<R> BufReader<R> {
        #[otp(pure)]
        pub fn new(inner: R) -> Self {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize, inner: R) -> Self {}
        #[otp(borrow)]
        #[otp(unchecked = "delegate_access_inner! makes it")]
        pub fn get_ref(&self) -> &R {}
        #[otp(borrow)]
        #[otp(unchecked = "delegate_access_inner! makes it")]
        pub fn get_mut(&mut self) -> &mut R {}
        #[otp(pure)]
        #[otp(unchecked = "delegate_access_inner! makes it")]
        pub fn into_inner(self) -> R {}
        #[otp(borrow)]
        pub fn buffer(&self) -> &[u8] {}
    }

    #[otp(io)]
    pub struct BufWriter<W>;

    impl<W0> AsyncWriteExt for BufWriter<W0> {}

    impl<W> BufWriter<W> {
        #[otp(pure)]
        pub fn new(inner: W) -> Self {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize, inner: W) -> Self {}
        #[otp(borrow)]
        #[otp(unchecked = "delegate_access_inner! makes it")]
        pub fn get_ref(&self) -> &W {}
        #[otp(borrow)]
        #[otp(unchecked = "delegate_access_inner! makes it")]
        pub fn get_mut(&mut self) -> &mut W {}
        #[otp(pure)]
        #[otp(unchecked = "delegate_access_inner! makes it")]
        pub fn into_inner(self) -> W {}
        #[otp(borrow)]
        pub fn buffer(&self) -> &[u8] {}
    }

    #[otp(io)]
    pub struct ReadHalf<T>;

    impl<T0> AsyncReadExt for ReadHalf<T0> {}

    impl<T> ReadHalf<T> {
        #[otp(pure)]
        pub fn reunite(self, other: WriteHalf<T>) -> std::result::Result<T, ReuniteError<T>> {}
    }

    #[otp(io)]
    pub struct WriteHalf<T>;

    impl<T0> AsyncWriteExt for WriteHalf<T0> {}

    impl<T> WriteHalf<T> {
        #[otp(pure)]
        pub fn reunite(self, other: ReadHalf<T>) -> std::result::Result<T, ReuniteError<T>> {}
    }

    pub struct ReuniteError<T>(pub ReadHalf<T>, pub WriteHalf<T>);

    #[otp(io)]
    pub struct Cursor<T>;

    impl<T0> AsyncReadExt for Cursor<T0> {}
    impl<T0> AsyncBufReadExt for Cursor<T0> {}
    impl<T0> AsyncWriteExt for Cursor<T0> {}
    impl<T0> AsyncSeekExt for Cursor<T0> {}

    impl<T> Cursor<T> {
        #[otp(pure)]
        pub fn new(inner: T) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(read)]
        pub fn position(&self) -> u64 {}
        #[otp(write)]
        pub fn set_position(&mut self, pos: u64) {}
    }

    #[otp(io)]
    pub struct AllowStdIo<T>;

    impl<T0> AsyncReadExt for AllowStdIo<T0> {}
    impl<T0> AsyncWriteExt for AllowStdIo<T0> {}

    impl<T> AllowStdIo<T> {
        #[otp(pure)]
        pub fn new(io: T) -> Self {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }

    #[otp(io_read, io_write, cancel = "unsafe", loses = "self")]
    pub async fn copy<R, W>(reader: R, writer: &mut W) -> std::io::Result<u64> {}

    #[otp(io_read, io_write, cancel = "unsafe", loses = "self")]
    pub async fn copy_buf<R, W>(reader: R, writer: &mut W) -> std::io::Result<u64> {}
}
