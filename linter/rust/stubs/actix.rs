#![otp(krate = "actix", version = "0.13.5")]

pub use crate::prelude::*;
pub use address::{WeakAddr, WeakRecipient};
pub use registry::{Registry, SystemRegistry};

#[otp(block_on, blocks, future = 0)]
pub fn run<R: std::future::Future<Output = ()>>(f: R) -> std::io::Result<()> {}
#[otp(spawn_local, spawned = 0, unchecked = "re-exported from actix-rt")]
pub fn spawn<F: std::future::Future>(f: F) -> tokio::task::JoinHandle<F::Output> {}

pub mod prelude {
    pub use super::actor::{Actor, ActorContext, ActorState, AsyncContext, Running, SpawnHandle, Supervised};
    pub use super::address::{Addr, MailboxError, Recipient, RecipientRequest, Request, SendError};
    pub use super::context::{Context, ContextFutureSpawner};
    pub use super::fut;
    pub use super::fut::{ActorFuture, ActorFutureExt, ActorStream, WrapFuture, WrapStream};
    pub use super::handler::{
        ActorResponse, AtomicResponse, Handler, Message, MessageResult, Response, ResponseActFuture, ResponseFuture,
    };
    pub use super::io;
    pub use super::registry::{ArbiterService, SystemService};
    pub use super::rt::{Arbiter, ArbiterHandle, System, SystemRunner};
    pub use super::stream::StreamHandler;
    pub use super::supervisor::Supervisor;
    pub use super::sync::{SyncArbiter, SyncContext};
    pub use super::utils::{IntervalFunc, TimerFunc};
    pub use futures_core::Stream;
}
pub mod dev {
    pub use crate::handler::{MessageResponse, OneshotSender};
    pub use crate::prelude::*;
    pub use crate::registry::{Registry, SystemRegistry};
}
pub mod clock {
    pub use tokio::time::*;
}

mod actor {
    use crate::address::Addr;
    use crate::context::Context;
    use crate::fut::ActorFuture;
    use crate::handler::{Handler, Message};
    use crate::rt::ArbiterHandle;
    use crate::stream::StreamHandler;
    use futures_core::Stream;
    use std::time::{Duration, Instant};

    #[otp(process)]
    pub trait Actor {
        type Context;
        #[otp(hook = "start")]
        fn started(&mut self, ctx: &mut Self::Context) {}
        #[otp(hook = "stop")]
        fn stopping(&mut self, ctx: &mut Self::Context) -> Running {}
        #[otp(hook = "stop")]
        fn stopped(&mut self, ctx: &mut Self::Context) {}
        #[otp(start)]
        fn start(self) -> Addr<Self> {}
        #[otp(start)]
        fn start_default() -> Addr<Self> {}
        #[otp(start, closure = "stored")]
        fn start_in_arbiter<F: FnOnce(&mut Context<Self>) -> Self>(wrk: &ArbiterHandle, f: F) -> Addr<Self> {}
        #[otp(start, closure = "called")]
        fn create<F: FnOnce(&mut Context<Self>) -> Self>(f: F) -> Addr<Self> {}
    }

    pub trait Supervised: Actor {
        #[otp(hook = "restart")]
        fn restarting(&mut self, ctx: &mut Self::Context) {}
    }

    pub enum ActorState {
        Started,
        Running,
        Stopping,
        Stopped,
    }
    impl ActorState {
        #[otp(pure)]
        pub fn alive(self) -> bool {}
        #[otp(pure)]
        pub fn stopping(self) -> bool {}
    }
    pub enum Running {
        Stop,
        Continue,
    }

    pub trait ActorContext {
        #[otp(stop)]
        fn stop(&mut self);
        #[otp(stop)]
        fn terminate(&mut self);
        #[otp(read)]
        fn state(&self) -> ActorState;
    }

    pub trait AsyncContext<A>: ActorContext {
        #[otp(clone_handle)]
        fn address(&self) -> Addr<A>;
        // ends with the actor
        #[otp(spawn_local, spawned = 0)]
        fn spawn<F: ActorFuture<A>>(&mut self, fut: F) -> SpawnHandle;
        // the mailbox waits for it
        #[otp(wait, future = 0)]
        fn wait<F: ActorFuture<A>>(&mut self, fut: F);
        #[otp(read)]
        fn waiting(&self) -> bool;
        #[otp(abort)]
        fn cancel_future(&mut self, handle: SpawnHandle) -> bool;
        #[otp(spawn_local)]
        fn add_stream<S: Stream>(&mut self, fut: S) -> SpawnHandle {}
        #[otp(spawn_local)]
        fn add_message_stream<S: Stream>(&mut self, fut: S) {}
        #[otp(send, value = 0)]
        fn notify<M: Message>(&mut self, msg: M) {}
        #[otp(sleep, send, value = 0, duration = 1)]
        fn notify_later<M: Message>(&mut self, msg: M, after: Duration) -> SpawnHandle {}
        #[otp(sleep, duration = 0, closure = "stored")]
        fn run_later<F: FnOnce(&mut A, &mut A::Context)>(&mut self, dur: Duration, f: F) -> SpawnHandle {}
        #[otp(interval, duration = 0, closure = "stored", policy = "delay")]
        fn run_interval<F: FnMut(&mut A, &mut A::Context)>(&mut self, dur: Duration, f: F) -> SpawnHandle {}
        #[otp(interval, duration = 1, closure = "stored", policy = "delay")]
        fn run_interval_at<F: FnMut(&mut A, &mut A::Context)>(
            &mut self,
            start: Instant,
            interval: Duration,
            task: F,
        ) -> SpawnHandle {
        }
    }

    // names a future of the actor, which the actor owns: its drop does nothing
    pub struct SpawnHandle;
}

mod address {
    use crate::actor::Actor;
    use crate::handler::{Handler, Message};
    use std::future::Future;
    use std::time::Duration;

    #[otp(address)]
    pub struct Addr<A>;
    impl<A> Addr<A> {
        #[otp(read)]
        pub fn connected(&self) -> bool {}
        // ignores the bound of the mailbox and tells nobody when the actor is gone
        #[otp(send, value = 0, outcome = "must")]
        pub fn do_send<M: Message>(&self, msg: M) {}
        #[otp(try_send, value = 0, outcome = "must")]
        pub fn try_send<M: Message>(&self, msg: M) -> Result<(), SendError<M>> {}
        #[otp(call, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn send<M: Message>(&self, msg: M) -> Request<A, M> {}
        #[otp(clone_handle)]
        pub fn recipient<M: Message>(self) -> Recipient<M> {}
        #[otp(clone_handle)]
        pub fn downgrade(&self) -> WeakAddr<A> {}
    }
    impl<A> Clone for Addr<A> {
        #[otp(clone_handle)]
        fn clone(&self) -> Addr<A> {}
    }

    #[otp(address)]
    pub struct WeakAddr<A>;
    impl<A> WeakAddr<A> {
        #[otp(clone_handle, finds_process)]
        pub fn upgrade(&self) -> Option<Addr<A>> {}
        #[otp(clone_handle)]
        pub fn recipient<M: Message>(self) -> WeakRecipient<M> {}
    }
    impl<A> Clone for WeakAddr<A> {
        #[otp(clone_handle)]
        fn clone(&self) -> WeakAddr<A> {}
    }

    #[otp(address)]
    pub struct Recipient<M>;
    impl<M: Message> Recipient<M> {
        #[otp(send, value = 0, outcome = "must")]
        pub fn do_send(&self, msg: M) {}
        #[otp(try_send, value = 0, outcome = "must")]
        pub fn try_send(&self, msg: M) -> Result<(), SendError<M>> {}
        #[otp(call, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn send(&self, msg: M) -> RecipientRequest<M> {}
        #[otp(read)]
        pub fn connected(&self) -> bool {}
        #[otp(clone_handle)]
        pub fn downgrade(&self) -> WeakRecipient<M> {}
    }
    impl<M> Clone for Recipient<M> {
        #[otp(clone_handle)]
        fn clone(&self) -> Recipient<M> {}
    }

    #[otp(address)]
    pub struct WeakRecipient<M>;
    impl<M> WeakRecipient<M> {
        #[otp(clone_handle, finds_process)]
        pub fn upgrade(&self) -> Option<Recipient<M>> {}
    }
    impl<M> Clone for WeakRecipient<M> {
        #[otp(clone_handle)]
        fn clone(&self) -> WeakRecipient<M> {}
    }

    #[otp(future)]
    pub struct MsgRequest<S, M>;
    pub type Request<A, M> = MsgRequest<A, M>;
    pub type RecipientRequest<M> = MsgRequest<(), M>;
    impl<S, M> MsgRequest<S, M> {
        #[otp(timeout, wraps_future, duration = 0)]
        pub fn timeout(self, dur: Duration) -> Self {}
    }
    impl<S, M: Message> Future for MsgRequest<S, M> {
        type Output = Result<M::Result, MailboxError>;
    }

    pub enum SendError<T> {
        Full(T),
        Closed(T),
    }
    impl<T> SendError<T> {
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }
    pub enum MailboxError {
        Closed,
        Timeout,
    }
}

mod context {
    use crate::actor::{ActorContext, ActorState, AsyncContext, SpawnHandle};
    use crate::address::Addr;
    use crate::fut::ActorFuture;

    #[otp(context)]
    pub struct Context<A>;
    impl<A> Context<A> {
        #[otp(pure)]
        pub fn new() -> Context<A> {}
        #[otp(start)]
        pub fn run(self, act: A) -> Addr<A> {}
        #[otp(pure)]
        pub fn handle(&self) -> SpawnHandle {}
        #[otp(write)]
        pub fn set_mailbox_capacity(&mut self, cap: usize) {}
        #[otp(read)]
        pub fn connected(&self) -> bool {}
    }
    impl<A> ActorContext for Context<A> {
        #[otp(stop)]
        fn stop(&mut self) {}
        #[otp(stop)]
        fn terminate(&mut self) {}
        #[otp(read)]
        fn state(&self) -> ActorState {}
    }
    impl<A> AsyncContext<A> for Context<A> {
        #[otp(clone_handle)]
        fn address(&self) -> Addr<A> {}
        #[otp(spawn_local, spawned = 0)]
        fn spawn<F: ActorFuture<A>>(&mut self, fut: F) -> SpawnHandle {}
        #[otp(wait, future = 0)]
        fn wait<F: ActorFuture<A>>(&mut self, fut: F) {}
        #[otp(read)]
        fn waiting(&self) -> bool {}
        #[otp(abort)]
        fn cancel_future(&mut self, handle: SpawnHandle) -> bool {}
    }

    // the receiver is the future that runs
    pub trait ContextFutureSpawner<A> {
        #[otp(spawn_local)]
        fn spawn(self, ctx: &mut A::Context) {}
        #[otp(wait)]
        fn wait(self, ctx: &mut A::Context) {}
    }
    impl<A, T: ActorFuture<A>> ContextFutureSpawner<A> for T {}
}

pub mod fut {
    pub use future::{ActorFuture, ActorFutureExt, FutureWrap, LocalBoxActorFuture, WrapFuture, wrap_future};
    pub use stream::{ActorStream, StreamWrap, WrapStream, wrap_stream};

    pub mod future {
        use std::future::Future;
        use std::pin::Pin;
        use std::time::Duration;

        pub trait ActorFuture<A> {
            type Output;
        }
        pub trait ActorFutureExt<A>: ActorFuture<A> {
            #[otp(wraps_future, closure = "stored", unchecked = "adapters are one type here")]
            fn map<F: FnOnce(Self::Output, &mut A, &mut A::Context) -> U, U>(self, f: F) -> Mapped<A, U> {}
            #[otp(wraps_future, closure = "stored", unchecked = "adapters are one type here")]
            fn then<F: FnOnce(Self::Output, &mut A, &mut A::Context) -> Fut, Fut: ActorFuture<A>>(self, f: F) -> Mapped<A, Fut::Output> {}
            #[otp(timeout, wraps_future, duration = 0)]
            fn timeout(self, timeout: Duration) -> Timeout<Self> {}
            #[otp(wraps_future)]
            fn boxed_local(self) -> LocalBoxActorFuture<A, Self::Output> {}
        }
        impl<F: ActorFuture<A>, A> ActorFutureExt<A> for F {}

        #[otp(future, unchecked = "stands for every adapter")]
        pub struct Mapped<A, T>;
        impl<A, T> ActorFuture<A> for Mapped<A, T> {
            type Output = T;
        }
        #[otp(future)]
        pub struct Timeout<F>;
        pub type LocalBoxActorFuture<A, I> = Pin<Box<dyn ActorFuture<A, Output = I>>>;

        pub trait WrapFuture<A> {
            #[otp(wraps_future)]
            fn into_actor(self, a: &A) -> FutureWrap<Self, A> {}
            #[otp(wraps_future)]
            fn actfuture(self) -> FutureWrap<Self, A> {}
        }
        impl<F: Future, A> WrapFuture<A> for F {}
        #[otp(future)]
        pub struct FutureWrap<F, A>;
        impl<F: Future, A> ActorFuture<A> for FutureWrap<F, A> {
            type Output = F::Output;
        }
        #[otp(wraps_future, future = 0)]
        pub fn wrap_future<F: Future, A>(f: F) -> FutureWrap<F, A> {}

        pub mod result {
            pub struct Ready<T>;
            #[otp(pure)]
            pub fn ready<T>(value: T) -> Ready<T> {}
            #[otp(pure)]
            pub fn ok<T, E>(value: T) -> Ready<Result<T, E>> {}
            #[otp(pure)]
            pub fn err<T, E>(err: E) -> Ready<Result<T, E>> {}
        }
    }
    pub use future::result::{Ready, err, ok, ready};

    pub mod stream {
        use futures_core::Stream;

        pub trait ActorStream<A> {
            type Item;
        }
        pub trait WrapStream<A> {
            #[otp(wraps_future)]
            fn into_actor(self, a: &A) -> StreamWrap<Self, A> {}
        }
        impl<S: Stream, A> WrapStream<A> for S {}
        #[otp(stream)]
        pub struct StreamWrap<S, A>;
        impl<S: Stream, A> ActorStream<A> for StreamWrap<S, A> {
            type Item = S::Item;
        }
        #[otp(wraps_future)]
        pub fn wrap_stream<S: Stream, A>(stream: S) -> StreamWrap<S, A> {}
    }
}

mod handler {
    use crate::actor::Actor;
    use crate::fut::{ActorFuture, LocalBoxActorFuture};
    use std::future::Future;
    use std::pin::Pin;

    pub use tokio::sync::oneshot::Sender as OneshotSender;

    #[otp(handles)]
    pub trait Handler<M>: Actor {
        type Result;
        #[otp(handler, value = 0)]
        fn handle(&mut self, msg: M, ctx: &mut Self::Context) -> Self::Result;
    }
    #[otp(message)]
    pub trait Message {
        type Result;
    }
    pub trait MessageResponse<A, M> {
        #[otp(reply)]
        fn handle(self, ctx: &mut A::Context, tx: Option<OneshotSender<M::Result>>);
    }

    pub struct MessageResult<M>(pub M::Result);
    pub type ResponseFuture<I> = Pin<Box<dyn Future<Output = I>>>;
    pub type ResponseActFuture<A, I> = LocalBoxActorFuture<A, I>;
    #[otp(future)]
    pub struct AtomicResponse<A, T>;
    impl<A, T> AtomicResponse<A, T> {
        // the mailbox waits for it
        #[otp(wraps_future, wait, future = 0)]
        pub fn new(fut: ResponseActFuture<A, T>) -> AtomicResponse<A, T> {}
    }
    #[otp(future)]
    pub struct Response<I>;
    impl<I> Response<I> {
        #[otp(wraps_future, future = 0)]
        pub fn fut<T: Future<Output = I>>(fut: T) -> Response<I> {}
        #[otp(pure)]
        pub fn reply(val: I) -> Response<I> {}
    }
    #[otp(future)]
    pub struct ActorResponse<A, I>;
    impl<A, I> ActorResponse<A, I> {
        #[otp(pure)]
        pub fn reply(val: I) -> ActorResponse<A, I> {}
        #[otp(wraps_future, future = 0)]
        pub fn r#async<T: ActorFuture<A, Output = I>>(fut: T) -> ActorResponse<A, I> {}
    }
}

mod stream {
    use crate::actor::{Actor, SpawnHandle};
    use futures_core::Stream;

    #[otp(handles)]
    pub trait StreamHandler<I>: Actor {
        #[otp(handler, value = 0)]
        fn handle(&mut self, item: I, ctx: &mut Self::Context);
        #[otp(hook = "start")]
        fn started(&mut self, ctx: &mut Self::Context) {}
        // stops the actor unless it is overridden
        #[otp(hook = "stop")]
        fn finished(&mut self, ctx: &mut Self::Context) {}
        #[otp(spawn_local)]
        fn add_stream<S: Stream>(stream: S, ctx: &mut Self::Context) -> SpawnHandle {}
    }
}

mod supervisor {
    use crate::address::Addr;
    use crate::context::Context;
    use crate::rt::ArbiterHandle;

    pub struct Supervisor<A>;
    impl<A> Supervisor<A> {
        #[otp(start, closure = "stored")]
        pub fn start<F: FnOnce(&mut Context<A>) -> A>(f: F) -> Addr<A> {}
        #[otp(start, closure = "stored")]
        pub fn start_in_arbiter<F: FnOnce(&mut Context<A>) -> A>(sys: &ArbiterHandle, f: F) -> Addr<A> {}
    }
}

pub mod sync {
    use crate::actor::{ActorContext, ActorState};
    use crate::address::Addr;

    pub struct SyncArbiter<A>;
    impl<A> SyncArbiter<A> {
        // its actors run on threads of their own and may block
        #[otp(start, closure = "blocking")]
        pub fn start<F: Fn() -> A>(threads: usize, factory: F) -> Addr<A> {}
    }
    #[otp(context, own_threads)]
    pub struct SyncContext<A>;
    impl<A> SyncContext<A> {
        #[otp(clone_handle)]
        pub fn address(&self) -> Addr<A> {}
    }
    impl<A> ActorContext for SyncContext<A> {
        #[otp(stop)]
        fn stop(&mut self) {}
        #[otp(stop)]
        fn terminate(&mut self) {}
        #[otp(read)]
        fn state(&self) -> ActorState {}
    }
}

pub mod registry {
    use crate::actor::{Actor, Supervised};
    use crate::address::Addr;
    use crate::context::Context;
    use crate::rt::ArbiterHandle;

    #[otp(process)]
    pub trait ArbiterService: Supervised {
        #[otp(start)]
        fn start_service() -> Addr<Self> {}
        #[otp(hook = "start")]
        fn service_started(&mut self, ctx: &mut Context<Self>) {}
        #[otp(start)]
        fn from_registry() -> Addr<Self> {}
    }
    #[otp(process)]
    pub trait SystemService: Supervised {
        #[otp(start)]
        fn start_service(wrk: &ArbiterHandle) -> Addr<Self> {}
        #[otp(hook = "start")]
        fn service_started(&mut self, ctx: &mut Context<Self>) {}
        #[otp(start)]
        fn from_registry() -> Addr<Self> {}
    }
    pub struct Registry;
    impl Registry {
        #[otp(start)]
        pub fn get<A>(&self) -> Addr<A> {}
        #[otp(read)]
        pub fn query<A>(&self) -> Option<Addr<A>> {}
        #[otp(put, value = 0)]
        pub fn set<A>(addr: Addr<A>) {}
    }
    pub struct SystemRegistry;
    impl SystemRegistry {
        #[otp(start)]
        pub fn get<A>(&mut self) -> Addr<A> {}
        #[otp(read)]
        pub fn query<A>(&self) -> Option<Addr<A>> {}
        #[otp(put, value = 0)]
        pub fn set<A>(addr: Addr<A>) {}
    }
}

pub mod io {
    use crate::actor::{Actor, Running, SpawnHandle};

    pub trait WriteHandler<E>: Actor {
        #[otp(hook = "error")]
        fn error(&mut self, err: E, ctx: &mut Self::Context) -> Running {}
        #[otp(hook = "stop")]
        fn finished(&mut self, ctx: &mut Self::Context) {}
    }
    #[otp(io)]
    pub struct Writer<T, E>;
    impl<T, E> Writer<T, E> {
        pub fn new<C>(io: T, ctx: &mut C) -> Writer<T, E> {}
        #[otp(close)]
        pub fn close(&mut self) {}
        #[otp(read)]
        pub fn closed(&self) -> bool {}
        // buffers; the actor writes later
        #[otp(insert, value = 0)]
        pub fn write(&mut self, msg: &[u8]) {}
        #[otp(pure)]
        pub fn handle(&self) -> SpawnHandle {}
    }
    #[otp(io)]
    pub struct FramedWrite<I, T, U>;
    impl<I, T, U> FramedWrite<I, T, U> {
        pub fn new<C>(io: T, enc: U, ctx: &mut C) -> FramedWrite<I, T, U> {}
        #[otp(close)]
        pub fn close(&mut self) {}
        #[otp(read)]
        pub fn closed(&self) -> bool {}
        #[otp(insert, value = 0)]
        pub fn write(&mut self, item: I) {}
        #[otp(pure)]
        pub fn handle(&self) -> SpawnHandle {}
    }
    #[otp(io)]
    pub struct SinkWrite<I, S>;
    impl<I, S> SinkWrite<I, S> {
        pub fn new<C>(sink: S, ctxt: &mut C) -> SinkWrite<I, S> {}
        #[otp(insert, value = 0, outcome = "must")]
        pub fn write(&mut self, item: I) -> Result<(), I> {}
        #[otp(close)]
        pub fn close(&mut self) {}
        #[otp(read)]
        pub fn closed(&self) -> bool {}
        #[otp(pure)]
        pub fn handle(&self) -> SpawnHandle {}
    }
}

pub mod utils {
    use std::time::Duration;

    #[otp(future)]
    pub struct TimerFunc<A>;
    impl<A> TimerFunc<A> {
        #[otp(sleep, duration = 0, closure = "stored")]
        pub fn new<F: FnOnce(&mut A, &mut A::Context)>(timeout: Duration, f: F) -> TimerFunc<A> {}
    }
    #[otp(stream)]
    pub struct IntervalFunc<A>;
    impl<A> IntervalFunc<A> {
        #[otp(interval, duration = 0, closure = "stored", policy = "delay")]
        pub fn new<F: FnMut(&mut A, &mut A::Context)>(interval: Duration, task: F) -> IntervalFunc<A> {}
    }
}

mod rt {
    use std::any::Any;
    use std::future::Future;
    use std::io;

    pub struct Arbiter;
    impl Arbiter {
        #[otp(spawn_thread, panics_on_error)]
        pub fn new() -> Arbiter {}
        #[otp(clone_handle)]
        pub fn handle(&self) -> ArbiterHandle {}
        #[otp(clone_handle, panics)]
        pub fn current() -> ArbiterHandle {}
        #[otp(clone_handle, finds_runtime)]
        pub fn try_current() -> Option<ArbiterHandle> {}
        #[otp(stop)]
        pub fn stop(&self) -> bool {}
        #[otp(spawn, detach, spawned = 0)]
        pub fn spawn<F: Future<Output = ()>>(&self, future: F) -> bool {}
        #[otp(spawn, detach, spawned = 0, closure = "stored")]
        pub fn spawn_fn<F: FnOnce()>(&self, f: F) -> bool {}
        #[otp(join, blocks, outcome = "must")]
        pub fn join(self) -> Result<(), Box<dyn Any>> {}
    }
    pub struct ArbiterHandle;
    impl ArbiterHandle {
        #[otp(spawn, detach, spawned = 0)]
        pub fn spawn<F: Future<Output = ()>>(&self, future: F) -> bool {}
        #[otp(spawn, detach, spawned = 0, closure = "stored")]
        pub fn spawn_fn<F: FnOnce()>(&self, f: F) -> bool {}
        #[otp(stop)]
        pub fn stop(&self) -> bool {}
    }
    pub struct System;
    impl System {
        pub fn new() -> SystemRunner {}
        #[otp(clone_handle, panics)]
        pub fn current() -> System {}
        #[otp(clone_handle, finds_runtime)]
        pub fn try_current() -> Option<System> {}
        #[otp(borrow)]
        pub fn arbiter(&self) -> &ArbiterHandle {}
        #[otp(stop)]
        pub fn stop(&self) {}
        #[otp(stop)]
        pub fn stop_with_code(&self, code: i32) {}
    }
    pub struct SystemRunner;
    impl SystemRunner {
        #[otp(wait, blocks, outcome = "must")]
        pub fn run(self) -> io::Result<()> {}
        #[otp(block_on, blocks, future = 0)]
        pub fn block_on<F: Future>(&self, fut: F) -> F::Output {}
    }
}
