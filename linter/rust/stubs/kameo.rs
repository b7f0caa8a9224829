#![otp(krate = "kameo", version = "0.22.2")]

pub use actor::Actor;
pub use reply::Reply;

pub mod prelude {
    pub use crate::actor::{
        Actor, ActorId, ActorRef, PreparedActor, Recipient, ReplyRecipient, Spawn, WeakActorRef, WeakRecipient,
        WeakReplyRecipient,
    };
    pub use crate::error::{ActorStopReason, PanicError, PanicReason, SendError};
    pub use crate::mailbox;
    pub use crate::mailbox::{MailboxReceiver, MailboxSender};
    pub use crate::message::{Context, Message};
    pub use crate::reply::{DelegatedReply, ForwardedReply, Reply, ReplyError, ReplySender};
}

pub mod actor {
    use crate::error::{ActorStopReason, HookError, PanicError, RegistryError, SendError};
    use crate::mailbox::{MailboxReceiver, MailboxSender, Signal};
    use crate::message::{BoxMessage, Message, StreamMessage};
    use crate::reply::BoxReplySender;
    use crate::request::{
        AskRequest, RecipientTellRequest, ReplyRecipientAskRequest, ReplyRecipientTellRequest, TellRequest,
    };
    use crate::supervision::{SupervisedActorBuilder, SupervisionStrategy};
    use futures_core::Stream;
    use std::ops::ControlFlow;
    use std::time::Duration;
    use tokio::task::JoinHandle;

    #[otp(process)]
    pub trait Actor {
        type Args;
        type Error;
        fn name() -> &'static str {}
        fn supervision_strategy() -> SupervisionStrategy {}
        #[otp(hook = "start")]
        async fn on_start(args: Self::Args, actor_ref: ActorRef<Self>) -> Result<Self, Self::Error>;
        #[otp(handler, value = 0, failure = "ends")]
        async fn on_message(
            &mut self,
            msg: BoxMessage<Self>,
            actor_ref: ActorRef<Self>,
            tx: Option<BoxReplySender>,
            stop: &mut bool,
        ) -> Result<(), Box<dyn std::error::Error>> {
        }
        #[otp(hook = "error")]
        async fn on_panic(
            &mut self,
            actor_ref: WeakActorRef<Self>,
            err: PanicError,
        ) -> Result<ControlFlow<ActorStopReason>, Self::Error> {
        }
        #[otp(hook = "error")]
        async fn on_link_died(
            &mut self,
            actor_ref: WeakActorRef<Self>,
            id: ActorId,
            reason: ActorStopReason,
        ) -> Result<ControlFlow<ActorStopReason>, Self::Error> {
        }
        #[otp(hook = "stop")]
        async fn on_stop(&mut self, actor_ref: WeakActorRef<Self>, reason: ActorStopReason) -> Result<(), Self::Error> {}
        #[otp(hook = "stop")]
        async fn on_undelivered(&mut self, reason: ActorStopReason, undelivered: Vec<BoxMessage<Self>>) -> Result<(), Self::Error> {}
        async fn next(
            &mut self,
            actor_ref: WeakActorRef<Self>,
            mailbox_rx: &mut MailboxReceiver<Self>,
        ) -> Result<Option<Signal<Self>>, Self::Error> {
        }
    }

    pub trait Spawn: Actor {
        // a mailbox of 64 messages
        #[otp(start, value = 0)]
        fn spawn(args: Self::Args) -> ActorRef<Self> {}
        #[otp(start)]
        fn spawn_default() -> ActorRef<Self> {}
        #[otp(start, value = 0)]
        fn spawn_with_mailbox(args: Self::Args, mailbox: (MailboxSender<Self>, MailboxReceiver<Self>)) -> ActorRef<Self> {}
        #[otp(start, value = 1)]
        async fn spawn_link<L: Actor>(link_ref: &ActorRef<L>, args: Self::Args) -> ActorRef<Self> {}
        #[otp(start, value = 1)]
        async fn spawn_link_with_mailbox<L: Actor>(
            link_ref: &ActorRef<L>,
            args: Self::Args,
            mailbox: (MailboxSender<Self>, MailboxReceiver<Self>),
        ) -> ActorRef<Self> {
        }
        #[otp(start, spawn_thread, value = 0)]
        fn spawn_in_thread(args: Self::Args) -> ActorRef<Self> {}
        #[otp(start, spawn_thread, value = 0)]
        fn spawn_in_thread_with_mailbox(
            args: Self::Args,
            mailbox: (MailboxSender<Self>, MailboxReceiver<Self>),
        ) -> ActorRef<Self> {
        }
        fn prepare() -> PreparedActor<Self> {}
        fn prepare_with_mailbox(mailbox: (MailboxSender<Self>, MailboxReceiver<Self>)) -> PreparedActor<Self> {}
        fn supervise<A: Actor>(supervisor_ref: &ActorRef<A>, args: Self::Args) -> SupervisedActorBuilder<A, Self> {}
        #[otp(closure = "stored")]
        fn supervise_with<A: Actor>(supervisor_ref: &ActorRef<A>, f: impl Fn() -> Self::Args) -> SupervisedActorBuilder<A, Self> {}
    }
    impl<A: Actor> Spawn for A {}

    pub struct ActorId;
    impl ActorId {
        #[otp(pure)]
        pub fn sequence_id(&self) -> u64 {}
    }

    #[otp(address)]
    pub struct ActorRef<A>;
    impl<A: Actor> ActorRef<A> {
        #[otp(read)]
        pub fn id(&self) -> ActorId {}
        #[otp(read)]
        pub fn is_alive(&self) -> bool {}
        #[otp(put, outcome = "must", key = 0)]
        pub fn register(&self, name: impl Into<String>) -> Result<(), RegistryError> {}
        #[otp(finds_process)]
        pub fn lookup<Q>(name: &Q) -> Result<Option<Self>, RegistryError> {}
        #[otp(clone_handle)]
        pub fn recipient<M>(self) -> Recipient<M> {}
        #[otp(clone_handle)]
        pub fn reply_recipient<M>(self) -> ReplyRecipient<M, (), ()> {}
        #[otp(clone_handle)]
        pub fn downgrade(&self) -> WeakActorRef<A> {}
        #[otp(read)]
        pub fn strong_count(&self) -> usize {}
        #[otp(read)]
        pub fn weak_count(&self) -> usize {}
        #[otp(read)]
        pub fn is_current(&self) -> bool {}
        #[otp(stop)]
        pub async fn stop_gracefully(&self) -> Result<(), SendError> {}
        #[otp(abort)]
        pub fn kill(&self) {}
        #[otp(wait, cancel = "safe", loses = "nothing")]
        pub async fn wait_for_startup(&self) {}
        #[otp(wait, cancel = "safe", loses = "nothing", outcome = "must")]
        pub async fn wait_for_startup_result(&self) -> Result<(), HookError<A::Error>> {}
        #[otp(join, cancel = "safe", loses = "nothing")]
        pub async fn wait_for_shutdown(&self) {}
        #[otp(join, cancel = "safe", loses = "nothing", outcome = "must")]
        pub async fn wait_for_shutdown_result(&self) -> Result<ActorStopReason, HookError<A::Error>> {}
        #[otp(call, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn ask<M>(&self, msg: M) -> AskRequest<A, M> {}
        #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn tell<M>(&self, msg: M) -> TellRequest<A, M> {}
        pub async fn link<B: Actor>(&self, sibling_ref: &ActorRef<B>) {}
        #[otp(blocks)]
        pub fn blocking_link<B: Actor>(&self, sibling_ref: &ActorRef<B>) {}
        pub async fn unlink<B: Actor>(&self, sibling_ref: &ActorRef<B>) {}
        #[otp(blocks)]
        pub fn blocking_unlink<B: Actor>(&self, sibling_ref: &ActorRef<B>) {}
        #[otp(spawn)]
        pub fn attach_stream<M, S: Stream<Item = M>, T, F>(
            &self,
            stream: S,
            start_value: T,
            finish_value: F,
        ) -> JoinHandle<Result<S, SendError<StreamMessage<M, T, F>>>> {
        }
        #[otp(borrow)]
        pub fn mailbox_sender(&self) -> &MailboxSender<A> {}
    }
    impl<A> Clone for ActorRef<A> {
        #[otp(clone_handle)]
        fn clone(&self) -> ActorRef<A> {}
    }

    #[otp(address)]
    pub struct WeakActorRef<A>;
    impl<A: Actor> WeakActorRef<A> {
        #[otp(read)]
        pub fn id(&self) -> ActorId {}
        #[otp(read)]
        pub fn is_alive(&self) -> bool {}
        #[otp(clone_handle, finds_process)]
        pub fn upgrade(&self) -> Option<ActorRef<A>> {}
        #[otp(read)]
        pub fn is_current(&self) -> bool {}
        #[otp(abort)]
        pub fn kill(&self) {}
        #[otp(wait, cancel = "safe", loses = "nothing")]
        pub async fn wait_for_startup(&self) {}
        #[otp(join, cancel = "safe", loses = "nothing")]
        pub async fn wait_for_shutdown(&self) {}
    }
    impl<A> Clone for WeakActorRef<A> {
        #[otp(clone_handle)]
        fn clone(&self) -> WeakActorRef<A> {}
    }

    #[otp(address)]
    pub struct Recipient<M>;
    impl<M> Recipient<M> {
        #[otp(read)]
        pub fn id(&self) -> ActorId {}
        #[otp(read)]
        pub fn is_alive(&self) -> bool {}
        #[otp(clone_handle)]
        pub fn downgrade(&self) -> WeakRecipient<M> {}
        #[otp(stop)]
        pub async fn stop_gracefully(&self) -> Result<(), SendError> {}
        #[otp(abort)]
        pub fn kill(&self) {}
        #[otp(wait, cancel = "safe", loses = "nothing")]
        pub async fn wait_for_startup(&self) {}
        #[otp(join, cancel = "safe", loses = "nothing")]
        pub async fn wait_for_shutdown(&self) {}
        #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn tell(&self, msg: M) -> RecipientTellRequest<M> {}
    }
    impl<M> Clone for Recipient<M> {
        #[otp(clone_handle)]
        fn clone(&self) -> Recipient<M> {}
    }
    #[otp(address)]
    pub struct WeakRecipient<M>;
    impl<M> WeakRecipient<M> {
        #[otp(read)]
        pub fn id(&self) -> ActorId {}
        #[otp(clone_handle, finds_process)]
        pub fn upgrade(&self) -> Option<Recipient<M>> {}
    }

    #[otp(address)]
    pub struct ReplyRecipient<M, Ok, Err>;
    impl<M, Ok, Err> ReplyRecipient<M, Ok, Err> {
        #[otp(clone_handle)]
        pub fn erase_reply(self) -> Recipient<M> {}
        #[otp(read)]
        pub fn id(&self) -> ActorId {}
        #[otp(read)]
        pub fn is_alive(&self) -> bool {}
        #[otp(clone_handle)]
        pub fn downgrade(&self) -> WeakReplyRecipient<M, Ok, Err> {}
        #[otp(stop)]
        pub async fn stop_gracefully(&self) -> Result<(), SendError> {}
        #[otp(abort)]
        pub fn kill(&self) {}
        #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn tell(&self, msg: M) -> ReplyRecipientTellRequest<M, Ok, Err> {}
        #[otp(call, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn ask(&self, msg: M) -> ReplyRecipientAskRequest<M, Ok, Err> {}
    }
    impl<M, Ok, Err> Clone for ReplyRecipient<M, Ok, Err> {
        #[otp(clone_handle)]
        fn clone(&self) -> ReplyRecipient<M, Ok, Err> {}
    }
    #[otp(address)]
    pub struct WeakReplyRecipient<M, Ok, Err>;
    impl<M, Ok, Err> WeakReplyRecipient<M, Ok, Err> {
        #[otp(read)]
        pub fn id(&self) -> ActorId {}
        #[otp(clone_handle, finds_process)]
        pub fn upgrade(&self) -> Option<ReplyRecipient<M, Ok, Err>> {}
    }

    pub struct PreparedActor<A>;
    impl<A: Actor> PreparedActor<A> {
        #[otp(borrow)]
        pub fn actor_ref(&self) -> &ActorRef<A> {}
        #[otp(pure)]
        pub fn reply_timeout(self, duration: Duration) -> Self {}
        #[otp(start, value = 0, cancel = "unsafe", outcome = "must")]
        pub async fn run(self, args: A::Args) -> Result<(A, ActorStopReason), PanicError> {}
        #[otp(start, value = 0)]
        pub fn spawn(self, args: A::Args) -> JoinHandle<Result<(A, ActorStopReason), PanicError>> {}
        #[otp(start, spawn_thread, value = 0)]
        pub fn spawn_in_thread(self, args: A::Args) -> std::thread::JoinHandle<Result<(A, ActorStopReason), PanicError>> {}
    }
}

pub mod message {
    use crate::actor::{Actor, ActorRef};
    use crate::reply::{DelegatedReply, ForwardedReply, Reply, ReplySender};
    use std::future::Future;

    pub type BoxMessage<A> = Box<dyn DynMessage<A>>;

    #[otp(handles)]
    pub trait Message<T>: Actor {
        type Reply;
        fn name() -> &'static str {}
        // a failure that nobody asked for goes to `on_panic`, which ends the actor unless it says otherwise
        #[otp(handler, value = 0, failure = "asks")]
        async fn handle(&mut self, msg: T, ctx: &mut Context<Self, Self::Reply>) -> Self::Reply;
    }
    pub trait DynMessage<A> {}

    pub enum StreamMessage<T, S, F> {
        Next(T),
        Started(S),
        Finished(F),
    }

    #[otp(context)]
    pub struct Context<A, R>;
    impl<A, R: Reply> Context<A, R> {
        #[otp(borrow)]
        pub fn actor_ref(&self) -> &ActorRef<A> {}
        #[otp(stop)]
        pub fn stop(&mut self) {}
        #[otp(take)]
        pub fn reply_sender(&mut self) -> (DelegatedReply<R::Value>, Option<ReplySender<R::Value>>) {}
        #[otp(reply, value = 0)]
        pub fn reply(&mut self, reply: R::Value) -> DelegatedReply<R::Value> {}
        // answers the caller when the future ends; its panic is learnt by the caller only
        #[otp(spawn, detach, spawned = 0)]
        pub fn spawn<F: Future<Output = R::Value>>(&mut self, future: F) -> DelegatedReply<R::Value> {}
        #[otp(spawn, detach, spawned = 0)]
        pub fn pipe<F: Future<Output = M>, M>(&self, future: F) {}
        #[otp(call, value = 1)]
        pub async fn forward<B: Message<M>, M>(&mut self, actor_ref: &ActorRef<B>, message: M) -> ForwardedReply<M, B::Reply> {}
        #[otp(try_send, value = 1)]
        pub fn try_forward<B: Message<M>, M>(&mut self, actor_ref: &ActorRef<B>, message: M) -> ForwardedReply<M, B::Reply> {}
        #[otp(send, blocks, value = 1)]
        pub fn blocking_forward<B: Message<M>, M>(&mut self, actor_ref: &ActorRef<B>, message: M) -> ForwardedReply<M, B::Reply> {}
    }
}

pub mod reply {
    pub struct BoxReplySender;

    pub trait Reply {
        type Ok;
        type Error;
        type Value;
        fn to_result(self) -> Result<Self::Ok, Self::Error>;
    }
    pub trait ReplyError {}
    impl<T, E> Reply for Result<T, E> {
        type Ok = T;
        type Error = E;
        type Value = Result<T, E>;
    }

    #[otp(sender, flavor = "oneshot")]
    pub struct ReplySender<R>;
    impl<R> ReplySender<R> {
        #[otp(reply, value = 0)]
        pub fn send(self, reply: R) {}
    }
    pub struct DelegatedReply<R>;
    pub struct ForwardedReply<M, R>;
    impl<M, R: Reply> ForwardedReply<M, R> {
        #[otp(pure)]
        pub fn from_ok(value: R::Ok) -> Self {}
        #[otp(pure)]
        pub fn from_err(error: R::Error) -> Self {}
        #[otp(pure)]
        pub fn from_result(result: Result<R::Ok, R::Error>) -> Self {}
    }
}

// `ask` and `tell` carry the effect and the message: these only say how to wait. They are awaited directly or by `send`.
pub mod request {
    use crate::actor::Actor;
    use crate::error::SendError;
    use crate::message::Message;
    use crate::reply::{Reply, ReplySender};
    use std::future::IntoFuture;
    use std::time::Duration;
    use tokio::task::JoinHandle;

    #[otp(future)]
    pub struct AskRequest<A, M>;
    impl<A: Message<M>, M> AskRequest<A, M> {
        #[otp(wraps_future, duration = 0)]
        pub fn mailbox_timeout(self, duration: Duration) -> AskRequest<A, M> {}
        #[otp(timeout, wraps_future, duration = 0)]
        pub fn reply_timeout(self, duration: Duration) -> AskRequest<A, M> {}
        #[otp(wraps_future, cancel = "unsafe", loses = "self", outcome = "must")]
        pub async fn send(self) -> Result<<A::Reply as Reply>::Ok, SendError<M, <A::Reply as Reply>::Error>> {}
        #[otp(wraps_future, cancel = "unsafe", loses = "self", outcome = "must")]
        pub async fn try_send(self) -> Result<<A::Reply as Reply>::Ok, SendError<M, <A::Reply as Reply>::Error>> {}
        #[otp(wraps_future, blocks, outcome = "must")]
        pub fn blocking_send(self) -> Result<<A::Reply as Reply>::Ok, SendError<M, <A::Reply as Reply>::Error>> {}
        #[otp(wraps_future, cancel = "unsafe", loses = "self", outcome = "must")]
        pub async fn enqueue(self) -> Result<PendingReply<M, A::Reply>, SendError> {}
        #[otp(outcome = "must")]
        pub fn try_enqueue(self) -> Result<PendingReply<M, A::Reply>, SendError> {}
        #[otp(wraps_future, outcome = "must")]
        pub async fn forward<V>(self, sender: ReplySender<V>) -> Result<(), SendError<(M, ReplySender<V>)>> {}
    }
    impl<A: Message<M>, M> IntoFuture for AskRequest<A, M> {
        type Output = Result<<A::Reply as Reply>::Ok, SendError<M, <A::Reply as Reply>::Error>>;
    }
    #[otp(future)]
    pub struct PendingReply<M, R>;
    impl<M, R: Reply> std::future::Future for PendingReply<M, R> {
        type Output = Result<R::Ok, SendError<M, R::Error>>;
    }

    #[otp(future)]
    pub struct TellRequest<A, M>;
    impl<A, M> TellRequest<A, M> {
        #[otp(wraps_future, duration = 0)]
        pub fn mailbox_timeout(self, duration: Duration) -> TellRequest<A, M> {}
        #[otp(wraps_future, cancel = "unsafe", loses = "self", outcome = "must")]
        pub async fn send(self) -> Result<(), SendError<M>> {}
        #[otp(try_send, outcome = "must")]
        pub fn try_send(self) -> Result<(), SendError<M>> {}
        #[otp(blocks, outcome = "must")]
        pub fn blocking_send(self) -> Result<(), SendError<M>> {}
        // runs by itself: the handle may be dropped
        #[otp(sleep, duration = 0)]
        pub fn send_after(self, duration: Duration) -> JoinHandle<Result<(), SendError<M>>> {}
    }
    impl<A, M> IntoFuture for TellRequest<A, M> {
        type Output = Result<(), SendError<M>>;
    }

    #[otp(future)]
    pub struct RecipientTellRequest<M>;
    impl<M> RecipientTellRequest<M> {
        #[otp(wraps_future, duration = 0)]
        pub fn mailbox_timeout(self, duration: Duration) -> RecipientTellRequest<M> {}
        #[otp(wraps_future, cancel = "unsafe", loses = "self", outcome = "must")]
        pub async fn send(self) -> Result<(), SendError<M>> {}
        #[otp(try_send, outcome = "must")]
        pub fn try_send(self) -> Result<(), SendError<M>> {}
        #[otp(blocks, outcome = "must")]
        pub fn blocking_send(self) -> Result<(), SendError<M>> {}
    }
    impl<M> IntoFuture for RecipientTellRequest<M> {
        type Output = Result<(), SendError<M>>;
    }

    #[otp(future)]
    pub struct ReplyRecipientTellRequest<M, Ok, Err>;
    impl<M, Ok, Err> ReplyRecipientTellRequest<M, Ok, Err> {
        #[otp(wraps_future, duration = 0)]
        pub fn mailbox_timeout(self, duration: Duration) -> ReplyRecipientTellRequest<M, Ok, Err> {}
        #[otp(wraps_future, cancel = "unsafe", loses = "self", outcome = "must")]
        pub async fn send(self) -> Result<(), SendError<M>> {}
        #[otp(try_send, outcome = "must")]
        pub fn try_send(self) -> Result<(), SendError<M>> {}
        #[otp(blocks, outcome = "must")]
        pub fn blocking_send(self) -> Result<(), SendError<M>> {}
    }
    impl<M, Ok, Err> IntoFuture for ReplyRecipientTellRequest<M, Ok, Err> {
        type Output = Result<(), SendError<M>>;
    }

    #[otp(future)]
    pub struct ReplyRecipientAskRequest<M, Ok, Err>;
    impl<M, Ok, Err> ReplyRecipientAskRequest<M, Ok, Err> {
        #[otp(wraps_future, duration = 0)]
        pub fn mailbox_timeout(self, duration: Duration) -> ReplyRecipientAskRequest<M, Ok, Err> {}
        #[otp(wraps_future, cancel = "unsafe", loses = "self", outcome = "must")]
        pub async fn send(self) -> Result<Ok, SendError<M, Err>> {}
        #[otp(wraps_future, cancel = "unsafe", loses = "self", outcome = "must")]
        pub async fn try_send(self) -> Result<Ok, SendError<M, Err>> {}
        #[otp(blocks, outcome = "must")]
        pub fn blocking_send(self) -> Result<Ok, SendError<M, Err>> {}
    }
    impl<M, Ok, Err> IntoFuture for ReplyRecipientAskRequest<M, Ok, Err> {
        type Output = Result<Ok, SendError<M, Err>>;
    }
}

pub mod mailbox {
    use std::time::Duration;
    use tokio::sync::mpsc::error;

    #[otp(channel, capacity = 0)]
    pub fn bounded<A>(buffer: usize) -> (MailboxSender<A>, MailboxReceiver<A>) {}
    #[otp(channel)]
    pub fn unbounded<A>() -> (MailboxSender<A>, MailboxReceiver<A>) {}

    pub struct Signal<A>;

    #[otp(sender, flavor = "mpsc")]
    pub struct MailboxSender<A>;
    impl<A> MailboxSender<A> {
        #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub async fn send(&self, signal: Signal<A>) -> Result<(), error::SendError<Signal<A>>> {}
        #[otp(try_send, value = 0, outcome = "must")]
        pub fn try_send(&self, signal: Signal<A>) -> Result<(), error::TrySendError<Signal<A>>> {}
        #[otp(send, value = 0, duration = 1, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub async fn send_timeout(&self, signal: Signal<A>, timeout: Duration) -> Result<(), error::SendTimeoutError<Signal<A>>> {}
        #[otp(send, blocks, value = 0, outcome = "must")]
        pub fn blocking_send(&self, signal: Signal<A>) -> Result<(), error::SendError<Signal<A>>> {}
        #[otp(wait, cancel = "safe", loses = "nothing")]
        pub async fn closed(&self) {}
        #[otp(read)]
        pub fn is_closed(&self) -> bool {}
        #[otp(read)]
        pub fn capacity(&self) -> Option<usize> {}
    }
    impl<A> Clone for MailboxSender<A> {
        #[otp(clone_handle)]
        fn clone(&self) -> MailboxSender<A> {}
    }
    #[otp(receiver, flavor = "mpsc")]
    pub struct MailboxReceiver<A>;
    impl<A> MailboxReceiver<A> {
        #[otp(recv, cancel = "safe", loses = "nothing")]
        pub async fn recv(&mut self) -> Option<Signal<A>> {}
        #[otp(recv, cancel = "safe", loses = "nothing")]
        pub async fn recv_many(&mut self, buffer: &mut Vec<Signal<A>>, limit: usize) -> usize {}
        #[otp(try_recv)]
        pub fn try_recv(&mut self) -> Result<Signal<A>, error::TryRecvError> {}
        #[otp(recv, blocks)]
        pub fn blocking_recv(&mut self) -> Option<Signal<A>> {}
        #[otp(close)]
        pub fn close(&mut self) {}
        #[otp(read)]
        pub fn is_closed(&self) -> bool {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
    }
}

pub mod supervision {
    use crate::actor::ActorRef;
    use crate::mailbox::{MailboxReceiver, MailboxSender};
    use std::time::Duration;

    pub enum RestartPolicy {
        Permanent,
        Transient,
        Never,
    }
    pub enum SupervisionStrategy {
        OneForOne,
        OneForAll,
        RestForOne,
    }
    pub struct SupervisedActorBuilder<S, C>;
    impl<S, C> SupervisedActorBuilder<S, C> {
        #[otp(pure)]
        pub fn restart_policy(self, policy: RestartPolicy) -> Self {}
        #[otp(pure)]
        pub fn restart_limit(self, restarts: u32, within: Duration) -> Self {}
        #[otp(start)]
        pub async fn spawn(self) -> ActorRef<C> {}
        #[otp(start)]
        pub async fn spawn_with_mailbox(self, mailbox: (MailboxSender<C>, MailboxReceiver<C>)) -> ActorRef<C> {}
        #[otp(start, spawn_thread)]
        pub async fn spawn_in_thread(self) -> ActorRef<C> {}
    }
}

pub mod error {
    use crate::actor::ActorId;

    pub enum SendError<M = (), E = std::convert::Infallible> {
        ActorNotRunning(M),
        ActorStopped,
        ActorRestarting(M),
        MailboxFull(M),
        HandlerError(E),
        Timeout(Option<M>),
    }
    impl<M, E> SendError<M, E> {
        #[otp(pure)]
        pub fn msg(self) -> Option<M> {}
        #[otp(pure)]
        pub fn err(self) -> Option<E> {}
        #[otp(panics)]
        pub fn unwrap_msg(self) -> M {}
        #[otp(panics)]
        pub fn unwrap_err(self) -> E {}
        #[otp(closure = "called")]
        pub fn map_msg<N, F: FnMut(M) -> N>(self, f: F) -> SendError<N, E> {}
        #[otp(closure = "called")]
        pub fn map_err<F, O: FnMut(E) -> F>(self, op: O) -> SendError<M, F> {}
    }
    #[otp(crash)]
    pub enum ActorStopReason {
        Normal,
        SupervisorRestart,
        Killed,
        Panicked(PanicError),
        LinkDied { id: ActorId, reason: Box<ActorStopReason> },
    }
    impl ActorStopReason {
        #[otp(pure)]
        pub fn is_normal(&self) -> bool {}
    }
    pub enum HookError<E> {
        Panicked(PanicError),
        Error(E),
    }
    #[otp(crash)]
    pub struct PanicError;
    impl PanicError {
        #[otp(read)]
        pub fn reason(&self) -> PanicReason {}
        #[otp(read)]
        pub fn is_panic(&self) -> bool {}
        #[otp(closure = "called")]
        pub fn with_str<F: FnOnce(&str) -> R, R>(&self, f: F) -> Option<R> {}
    }
    pub enum PanicReason {
        HandlerPanic,
        OnMessage,
        OnStart,
        OnPanic,
        OnLinkDied,
        OnStop,
        Next,
    }
    pub struct RegistryError;
}
