#![otp(krate = "xtra", version = "0.6.0", also = "xtra_productivity")]

use std::future::Future;
use std::ops::ControlFlow;

pub use address::{Address, WeakAddress};
pub use context::Context;
pub use mailbox::Mailbox;
pub use scoped_task::scoped;
pub use send_future::{ActorErasedSending, ActorNamedSending, Receiver, SendFuture};

pub mod prelude {
    pub use crate::address::Address;
    pub use crate::context::Context;
    pub use crate::mailbox::Mailbox;
    pub use crate::message_channel::MessageChannel;
    #[otp(unchecked = "before 0.6")]
    pub use crate::message_channel::StrongMessageChannel;
    pub use crate::{Actor, Handler};
}

// makes every method of an `impl` the handler of the message that is its first argument
#[otp(handler, value = 0, unchecked = "of the crate xtra_productivity, which only git has")]
macro_rules! xtra_productivity {
    () => {};
}

#[otp(process)]
pub trait Actor {
    type Stop;
    #[otp(hook = "start")]
    async fn started(&mut self, mailbox: &Mailbox<Self>) -> Result<(), Self::Stop> {}
    #[otp(hook = "stop")]
    async fn stopped(self) -> Self::Stop;
    #[otp(unchecked = "before 0.6")]
    fn create(self, message_cap: Option<usize>) -> context::ActorManager<Self> {}
}
#[otp(handles)]
pub trait Handler<M>: Actor {
    type Return;
    #[otp(handler, value = 0)]
    async fn handle(&mut self, message: M, ctx: &mut Context<Self>) -> Self::Return;
}

pub enum Error {
    Disconnected,
    Interrupted,
}
#[otp(unchecked = "before 0.6")]
pub struct Disconnected;

#[otp(start, value = 1, cancel = "unsafe")]
pub async fn run<A: Actor>(mailbox: Mailbox<A>, actor: A) -> A::Stop {}
#[otp(recv, cancel = "unsafe", loses = "self")]
pub async fn yield_once<A: Actor>(mailbox: &Mailbox<A>, actor: &mut A) -> ControlFlow<(), ()> {}
#[otp(select_combinator, future = 2)]
pub async fn select<A: Actor, F: Future<Output = R>, R>(
    mailbox: &Mailbox<A>,
    actor: &mut A,
    fut: F,
) -> futures_util::future::Either<R, F> {
}
#[otp(join_all, future = 2)]
pub async fn join<A: Actor, F: Future<Output = R>, R>(mailbox: &Mailbox<A>, actor: &mut A, fut: F) -> R {}

#[otp(start, spawn, detach, spawned = 0)]
pub fn spawn_tokio<A: Actor>(actor: A, mailbox: (Address<A>, Mailbox<A>)) -> Address<A> {}
#[otp(start, spawn, detach, spawned = 0)]
pub fn spawn_async_std<A: Actor>(actor: A, mailbox: (Address<A>, Mailbox<A>)) -> Address<A> {}
#[otp(start, spawn, detach, spawned = 0)]
pub fn spawn_smol<A: Actor>(actor: A, mailbox: (Address<A>, Mailbox<A>)) -> Address<A> {}
#[otp(start, spawn_local, detach, spawned = 0)]
pub fn spawn_wasm_bindgen<A: Actor>(actor: A, mailbox: (Address<A>, Mailbox<A>)) -> Address<A> {}

pub mod address {
    use crate::refcount::{Either, Strong, Weak};
    use crate::send_future::{ActorNamedBroadcasting, ActorNamedSending, Broadcast, ResolveToHandlerReturn, SendFuture};
    use crate::Handler;
    use std::future::Future;

    #[otp(address)]
    pub struct Address<A, Rc = Strong>;
    pub type WeakAddress<A> = Address<A, Weak>;
    impl<A, Rc> Address<A, Rc> {
        #[otp(read)]
        pub fn is_connected(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn capacity(&self) -> Option<usize> {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(call, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn send<M>(&self, message: M) -> SendFuture<ActorNamedSending<A, Rc>, ResolveToHandlerReturn<<A as Handler<M>>::Return>> {}
        #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn broadcast<M>(&self, msg: M) -> SendFuture<ActorNamedBroadcasting<A, Rc>, Broadcast> {}
        #[otp(try_send, value = 0, outcome = "must", unchecked = "before 0.6")]
        pub fn do_send<M>(&self, message: M) -> Result<(), crate::Disconnected> {}
        // waits for room, not for the handler
        #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must", unchecked = "before 0.6")]
        pub async fn do_send_async<M>(&self, message: M) -> Result<(), crate::Disconnected> {}
        #[otp(clone_handle, unchecked = "before 0.6")]
        pub fn clone_channel<M, R>(&self) -> crate::message_channel::MessageChannel<M, R, Rc> {}
        #[otp(join, cancel = "safe", loses = "nothing")]
        pub fn join(&self) -> ActorJoinHandle {}
        #[otp(read)]
        pub fn same_actor<Rc2>(&self, other: &Address<A, Rc2>) -> bool {}
        #[otp(clone_handle)]
        pub fn downgrade(&self) -> WeakAddress<A> {}
        #[otp(clone_handle)]
        pub fn as_either(&self) -> Address<A, Either> {}
        #[otp(clone_handle, finds_process)]
        pub fn try_upgrade(&self) -> Option<Address<A>> {}
    }
    impl<A, Rc> Clone for Address<A, Rc> {
        #[otp(clone_handle)]
        fn clone(&self) -> Address<A, Rc> {}
    }
    // waits for the actor's end; its drop does nothing
    #[otp(future)]
    pub struct ActorJoinHandle;
    impl Future for ActorJoinHandle {
        type Output = ();
    }
}

mod send_future {
    use crate::Error;
    use std::future::Future;

    #[otp(future)]
    pub struct SendFuture<F, S>;
    impl<F, S> SendFuture<F, S> {
        // ends when the message is in the mailbox and yields a future of the answer
        #[otp(wraps_future, unchecked = "one impl for every kind of sending", outcome = "must")]
        pub fn detach(self) -> SendFuture<F, Detached<S>> {}
        #[otp(wraps_future)]
        pub fn priority(self, new_priority: u32) -> Self {}
    }
    impl<F, R> Future for SendFuture<F, ResolveToHandlerReturn<R>> {
        type Output = Result<R, Error>;
    }
    impl<F> Future for SendFuture<F, Broadcast> {
        type Output = Result<(), Error>;
    }
    impl<F, R> Future for SendFuture<F, Detached<ResolveToHandlerReturn<R>>> {
        type Output = Result<Receiver<R>, Error>;
    }
    #[otp(unchecked = "stands for ResolveToReceiver")]
    pub struct Detached<S>;
    pub struct ResolveToHandlerReturn<R>;
    pub struct Broadcast;
    pub struct ActorNamedSending<A, Rc>;
    pub struct ActorNamedBroadcasting<A, Rc>;
    pub struct ActorErasedSending;

    #[otp(receiver, flavor = "oneshot", future)]
    pub struct Receiver<R>;
    impl<R> Future for Receiver<R> {
        type Output = Result<R, Error>;
    }
}

pub mod refcount {
    pub struct Strong;
    pub struct Weak;
    pub struct Either;
}

pub mod message_channel {
    use crate::address::{ActorJoinHandle, Address};
    use crate::refcount::{Either, Strong, Weak};
    use crate::send_future::{ActorErasedSending, ResolveToHandlerReturn, SendFuture};

    #[otp(unchecked = "before 0.6")]
    pub type StrongMessageChannel<M, R> = MessageChannel<M, R, Strong>;
    #[otp(address)]
    pub struct MessageChannel<M, R, Rc = Strong>;
    impl<M, R, Rc> MessageChannel<M, R, Rc> {
        #[otp(clone_handle)]
        pub fn new<A>(address: Address<A, Rc>) -> Self {}
        #[otp(read)]
        pub fn is_connected(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn capacity(&self) -> Option<usize> {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(call, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn send(&self, message: M) -> SendFuture<ActorErasedSending, ResolveToHandlerReturn<R>> {}
        #[otp(try_send, value = 0, outcome = "must", unchecked = "before 0.6")]
        pub fn do_send(&self, message: M) -> Result<(), crate::Disconnected> {}
        #[otp(clone_handle, unchecked = "before 0.6")]
        pub fn clone_channel(&self) -> Self {}
        #[otp(join, cancel = "safe", loses = "nothing")]
        pub fn join(&self) -> ActorJoinHandle {}
        #[otp(clone_handle)]
        pub fn downgrade(&self) -> MessageChannel<M, R, Weak> {}
        #[otp(clone_handle)]
        pub fn as_either(&self) -> MessageChannel<M, R, Either> {}
    }
    impl<M, R, Rc> Clone for MessageChannel<M, R, Rc> {
        #[otp(clone_handle)]
        fn clone(&self) -> MessageChannel<M, R, Rc> {}
    }
}

mod mailbox {
    use crate::address::{Address, WeakAddress};
    use std::future::Future;
    use std::ops::ControlFlow;

    #[otp(receiver, flavor = "mpsc")]
    pub struct Mailbox<A>;
    impl<A> Mailbox<A> {
        #[otp(channel, capacity = 0)]
        pub fn bounded(capacity: usize) -> (Address<A>, Mailbox<A>) {}
        #[otp(channel)]
        pub fn unbounded() -> (Address<A>, Mailbox<A>) {}
        #[otp(clone_handle)]
        pub fn address(&self) -> WeakAddress<A> {}
        #[otp(recv, cancel = "safe", loses = "nothing")]
        pub fn next(&self) -> ReceiveFuture<A> {}
    }
    impl<A> Clone for Mailbox<A> {
        #[otp(clone_handle)]
        fn clone(&self) -> Mailbox<A> {}
    }
    #[otp(future)]
    pub struct ReceiveFuture<A>;
    impl<A> Future for ReceiveFuture<A> {
        type Output = Message<A>;
    }
    pub struct Message<A>;
    impl<A> Message<A> {
        #[otp(cancel = "unsafe", loses = "self")]
        pub async fn dispatch_to(self, actor: &mut A) -> ControlFlow<()> {}
    }
}

mod context {
    use crate::address::Address;
    use crate::mailbox::Mailbox;
    use std::future::Future;

    #[otp(context)]
    pub struct Context<A>;
    impl<A> Context<A> {
        #[otp(stop)]
        pub fn stop_self(&mut self) {}
        #[otp(stop)]
        pub fn stop_all(&self) {}
        #[otp(borrow)]
        pub fn mailbox(&self) -> &Mailbox<A> {}
        #[otp(clone_handle, unchecked = "before 0.6")]
        pub fn address(&self) -> Result<Address<A>, crate::Disconnected> {}
    }
    #[otp(unchecked = "before 0.6")]
    pub struct ActorManager<A>;
    impl<A> ActorManager<A> {
        #[otp(start, unchecked = "before 0.6")]
        pub fn run(self) -> (Address<A>, impl Future<Output = ()>) {}
        #[otp(start, unchecked = "before 0.6")]
        pub fn spawn<S>(self, spawner: &mut S) -> Address<A> {}
    }
}

pub mod scoped_task {
    use crate::address::Address;
    use std::future::Future;

    // drops the task when the actor ends
    #[otp(race, future = 1)]
    pub fn scoped<A, Rc, F: Future<Output = R>, R>(address: &Address<A, Rc>, task: F) -> ScopedTask<F> {}
    #[otp(future)]
    pub struct ScopedTask<F>;
    impl<F: Future> Future for ScopedTask<F> {
        type Output = Option<F::Output>;
    }
}
