#![otp(krate = "ractor", version = "0.16.5")]

use concurrency::JoinHandle;

pub use actor::actor_cell::{ActorCell, ActorStatus};
pub use actor::actor_id::ActorId;
pub use actor::actor_ref::ActorRef;
pub use actor::derived_actor::DerivedActorRef;
pub use actor::messages::{Signal, SupervisionEvent};
pub use actor::{Actor, ActorRuntime};
pub use errors::{ActorErr, ActorProcessingErr, MessagingErr, RactorErr, SpawnErr};
pub use message::Message;
pub use port::{OutputMessage, OutputPort, RpcReplyPort};

pub type ActorName = String;
pub type GroupName = String;
pub type ScopeName = String;

pub trait State {}

#[otp(start, value = 0, cancel = "unsafe", outcome = "must")]
pub async fn spawn<T: Actor>(args: T::Arguments) -> Result<(ActorRef<T::Msg>, JoinHandle<()>), SpawnErr> {}
#[otp(start, value = 1, cancel = "unsafe", outcome = "must")]
pub async fn spawn_named<T: Actor>(name: ActorName, args: T::Arguments) -> Result<(ActorRef<T::Msg>, JoinHandle<()>), SpawnErr> {}

#[otp(try_send, value = 1, outcome = "must")]
macro_rules! cast {
    () => {};
}
#[otp(call, value = 1)]
macro_rules! call {
    () => {};
}
#[otp(call, value = 1, duration = 2)]
macro_rules! call_t {
    () => {};
}
#[otp(call, value = 1)]
macro_rules! forward {
    () => {};
}

pub mod actor {
    use crate::concurrency::JoinHandle;
    use crate::errors::{ActorProcessingErr, SpawnErr};
    use crate::ActorName;
    use actor_cell::ActorCell;
    use actor_ref::ActorRef;
    use messages::SupervisionEvent;

    #[otp(process, handles)]
    pub trait Actor {
        type Msg;
        type State;
        type Arguments;
        #[otp(hook = "start")]
        async fn pre_start(&self, myself: ActorRef<Self::Msg>, args: Self::Arguments) -> Result<Self::State, ActorProcessingErr>;
        #[otp(hook = "start")]
        async fn post_start(&self, myself: ActorRef<Self::Msg>, state: &mut Self::State) -> Result<(), ActorProcessingErr> {}
        #[otp(hook = "stop")]
        async fn post_stop(&self, myself: ActorRef<Self::Msg>, state: &mut Self::State) -> Result<(), ActorProcessingErr> {}
        #[otp(handler, value = 1, failure = "ends")]
        async fn handle(
            &self,
            myself: ActorRef<Self::Msg>,
            message: Self::Msg,
            state: &mut Self::State,
        ) -> Result<(), ActorProcessingErr> {
        }
        #[otp(hook = "error")]
        async fn handle_supervisor_evt(
            &self,
            myself: ActorRef<Self::Msg>,
            message: SupervisionEvent,
            state: &mut Self::State,
        ) -> Result<(), ActorProcessingErr> {
        }
        // returns when `pre_start` has ended; a future dropped before that leaves no handle
        #[otp(start, spawned = 1, value = 2, cancel = "unsafe", outcome = "must")]
        async fn spawn(
            name: Option<ActorName>,
            handler: Self,
            startup_args: Self::Arguments,
        ) -> Result<(ActorRef<Self::Msg>, JoinHandle<()>), SpawnErr> {
        }
        #[otp(start, spawned = 1, value = 2, cancel = "unsafe", outcome = "must")]
        async fn spawn_linked(
            name: Option<ActorName>,
            handler: Self,
            startup_args: Self::Arguments,
            supervisor: ActorCell,
        ) -> Result<(ActorRef<Self::Msg>, JoinHandle<()>), SpawnErr> {
        }
    }

    pub struct ActorRuntime<TActor>;
    impl<TActor: Actor> ActorRuntime<TActor> {
        #[otp(start, spawned = 1, value = 2, cancel = "unsafe", outcome = "must")]
        pub async fn spawn(
            name: Option<ActorName>,
            handler: TActor,
            startup_args: TActor::Arguments,
        ) -> Result<(ActorRef<TActor::Msg>, JoinHandle<()>), SpawnErr> {
        }
        #[otp(start, spawned = 1, value = 2, cancel = "unsafe", outcome = "must")]
        pub async fn spawn_linked(
            name: Option<ActorName>,
            handler: TActor,
            startup_args: TActor::Arguments,
            supervisor: ActorCell,
        ) -> Result<(ActorRef<TActor::Msg>, JoinHandle<()>), SpawnErr> {
        }
        #[otp(start, spawned = 1, value = 2, outcome = "must")]
        pub fn spawn_instant(
            name: Option<ActorName>,
            handler: TActor,
            startup_args: TActor::Arguments,
        ) -> Result<(ActorRef<TActor::Msg>, JoinHandle<Result<JoinHandle<()>, SpawnErr>>), SpawnErr> {
        }
        #[otp(start, spawned = 1, value = 2, outcome = "must")]
        pub fn spawn_linked_instant(
            name: Option<ActorName>,
            handler: TActor,
            startup_args: TActor::Arguments,
            supervisor: ActorCell,
        ) -> Result<(ActorRef<TActor::Msg>, JoinHandle<Result<JoinHandle<()>, SpawnErr>>), SpawnErr> {
        }
    }

    pub mod actor_id {
        pub enum ActorId {
            Local(u64),
            Remote { node_id: u64, pid: u64 },
        }
        impl ActorId {
            #[otp(pure)]
            pub fn is_local(&self) -> bool {}
            #[otp(pure)]
            pub fn pid(&self) -> u64 {}
            #[otp(pure)]
            pub fn node(&self) -> u64 {}
        }
    }

    pub mod actor_cell {
        use super::actor_id::ActorId;
        use super::actor_ref::ActorRef;
        use super::messages::{StopMessage, SupervisionEvent};
        use super::Actor;
        use crate::concurrency::{JoinHandle, Timeout};
        use crate::errors::{MessagingErr, RactorErr, SpawnErr};
        use crate::ActorName;
        use std::time::Duration;

        pub enum ActorStatus {
            Unstarted,
            Starting,
            Running,
            Upgrading,
            Draining,
            Stopping,
            Stopped,
        }

        #[otp(address, flavor = "unbounded")]
        pub struct ActorCell;
        impl ActorCell {
            #[otp(read)]
            pub fn get_id(&self) -> ActorId {}
            #[otp(read)]
            pub fn get_name(&self) -> Option<ActorName> {}
            #[otp(read)]
            pub fn get_status(&self) -> ActorStatus {}
            pub fn link(&self, supervisor: ActorCell) {}
            pub fn unlink(&self, supervisor: ActorCell) {}
            #[otp(unchecked = "behind the feature `monitors`")]
            pub fn monitor(&self, who: ActorCell) {}
            #[otp(unchecked = "behind the feature `monitors`")]
            pub fn unmonitor(&self, who: ActorCell) {}
            // drops the handler's future wherever it stands
            #[otp(abort)]
            pub fn kill(&self) {}
            #[otp(abort, join, duration = 0)]
            pub async fn kill_and_wait(&self, timeout: Option<Duration>) -> Result<(), RactorErr<()>> {}
            #[otp(stop)]
            pub fn stop(&self, reason: Option<String>) {}
            #[otp(stop, join, duration = 1)]
            pub async fn stop_and_wait(&self, reason: Option<String>, timeout: Option<Duration>) -> Result<(), RactorErr<StopMessage>> {}
            #[otp(join, duration = 0)]
            pub async fn wait(&self, timeout: Option<Duration>) -> Result<(), Timeout> {}
            #[otp(try_send, value = 0, outcome = "must")]
            pub fn send_message<TMessage>(&self, message: TMessage) -> Result<(), MessagingErr<TMessage>> {}
            #[otp(stop)]
            pub fn drain(&self) -> Result<(), MessagingErr<()>> {}
            #[otp(stop, join, duration = 0)]
            pub async fn drain_and_wait(&self, timeout: Option<Duration>) -> Result<(), RactorErr<()>> {}
            #[otp(try_send, value = 0)]
            pub fn notify_supervisor(&self, evt: SupervisionEvent) {}
            #[otp(stop)]
            pub fn stop_children(&self, reason: Option<String>) {}
            #[otp(stop, join, duration = 1)]
            pub async fn stop_children_and_wait(&self, reason: Option<String>, timeout: Option<Duration>) {}
            #[otp(stop)]
            pub fn drain_children(&self) {}
            #[otp(stop, join, duration = 0)]
            pub async fn drain_children_and_wait(&self, timeout: Option<Duration>) {}
            #[otp(clone_handle)]
            pub fn try_get_supervisor(&self) -> Option<ActorCell> {}
            #[otp(read)]
            pub fn get_children(&self) -> Vec<ActorCell> {}
            #[otp(start, spawned = 1, value = 2, cancel = "unsafe", outcome = "must")]
            pub async fn spawn_linked<T: Actor>(
                &self,
                name: Option<String>,
                handler: T,
                startup_args: T::Arguments,
            ) -> Result<(ActorRef<T::Msg>, JoinHandle<()>), SpawnErr> {
            }
        }
        impl Clone for ActorCell {
            #[otp(clone_handle)]
            fn clone(&self) -> ActorCell {}
        }
        impl<TActor> From<ActorRef<TActor>> for ActorCell {
            #[otp(clone_handle)]
            fn from(value: ActorRef<TActor>) -> ActorCell {}
        }
    }

    pub mod actor_ref {
        use super::actor_cell::ActorCell;
        use super::derived_actor::DerivedActorRef;
        use super::messages::SupervisionEvent;
        use crate::concurrency::JoinHandle;
        use crate::errors::MessagingErr;
        use crate::port::RpcReplyPort;
        use crate::rpc::CallResult;
        use std::ops::Deref;
        use std::time::Duration;

        #[otp(address, flavor = "unbounded")]
        pub struct ActorRef<TMessage>;
        impl<TMessage> ActorRef<TMessage> {
            #[otp(clone_handle)]
            pub fn get_cell(&self) -> ActorCell {}
            #[otp(try_send, value = 0)]
            pub fn notify_supervisor_and_monitors(&self, evt: SupervisionEvent) {}
            #[otp(try_send, value = 0, outcome = "must")]
            pub fn send_message(&self, message: TMessage) -> Result<(), MessagingErr<TMessage>> {}
            #[otp(try_send, value = 0, outcome = "must")]
            pub fn cast(&self, msg: TMessage) -> Result<(), MessagingErr<TMessage>> {}
            #[otp(call, value = 0, duration = 1, closure = "called", outcome = "must")]
            pub async fn call<TReply, TMsgBuilder: FnOnce(RpcReplyPort<TReply>) -> TMessage>(
                &self,
                msg_builder: TMsgBuilder,
                timeout_option: Option<Duration>,
            ) -> Result<CallResult<TReply>, MessagingErr<TMessage>> {
            }
            #[otp(spawn, try_send, value = 0, duration = 3, closure = "stored", outcome = "must")]
            pub fn call_and_forward<TReply, TForwardMessage, TMsgBuilder: FnOnce(RpcReplyPort<TReply>) -> TMessage, TFwdMessageBuilder: FnOnce(TReply) -> TForwardMessage>(
                &self,
                msg_builder: TMsgBuilder,
                response_forward: &ActorRef<TForwardMessage>,
                forward_mapping: TFwdMessageBuilder,
                timeout_option: Option<Duration>,
            ) -> Result<JoinHandle<CallResult<Result<(), MessagingErr<TForwardMessage>>>>, MessagingErr<TMessage>> {
            }
            #[otp(finds_process)]
            pub fn where_is<K: AsRef<str>>(name: K) -> Option<ActorRef<TMessage>> {}
            #[otp(clone_handle)]
            pub fn get_derived<TFrom>(&self) -> DerivedActorRef<TFrom> {}
            // runs by itself and ends with the actor: the handle may be dropped
            #[otp(interval, send, duration = 0, closure = "stored", policy = "burst")]
            pub fn send_interval<F: Fn() -> TMessage>(&self, period: Duration, msg: F) -> JoinHandle<()> {}
            #[otp(sleep, send, duration = 0, closure = "stored")]
            pub fn send_after<F: FnOnce() -> TMessage>(&self, period: Duration, msg: F) -> JoinHandle<Result<(), MessagingErr<TMessage>>> {}
            #[otp(sleep, stop, duration = 0)]
            pub fn exit_after(&self, period: Duration) -> JoinHandle<()> {}
            #[otp(sleep, abort, duration = 0)]
            pub fn kill_after(&self, period: Duration) -> JoinHandle<()> {}
        }
        impl<TMessage> Clone for ActorRef<TMessage> {
            #[otp(clone_handle)]
            fn clone(&self) -> ActorRef<TMessage> {}
        }
        impl<TMessage> Deref for ActorRef<TMessage> {
            type Target = ActorCell;
        }
        impl<TMessage> From<ActorCell> for ActorRef<TMessage> {
            #[otp(clone_handle)]
            fn from(value: ActorCell) -> ActorRef<TMessage> {}
        }
    }

    pub mod derived_actor {
        use super::actor_cell::ActorCell;
        use crate::concurrency::JoinHandle;
        use crate::errors::MessagingErr;
        use crate::port::RpcReplyPort;
        use crate::rpc::CallResult;
        use std::ops::Deref;
        use std::time::Duration;

        #[otp(address, flavor = "unbounded")]
        pub struct DerivedActorRef<TFrom>;
        impl<TFrom> DerivedActorRef<TFrom> {
            #[otp(try_send, value = 0, outcome = "must")]
            pub fn send_message(&self, message: TFrom) -> Result<(), MessagingErr<TFrom>> {}
            #[otp(clone_handle)]
            pub fn get_cell(&self) -> ActorCell {}
            #[otp(try_send, value = 0, outcome = "must")]
            pub fn cast(&self, msg: TFrom) -> Result<(), MessagingErr<TFrom>> {}
            #[otp(call, value = 0, duration = 1, closure = "called", outcome = "must")]
            pub async fn call<TReply, TMsgBuilder: FnOnce(RpcReplyPort<TReply>) -> TFrom>(
                &self,
                msg_builder: TMsgBuilder,
                timeout_option: Option<Duration>,
            ) -> Result<CallResult<TReply>, MessagingErr<TFrom>> {
            }
            #[otp(interval, send, duration = 0, closure = "stored", policy = "burst")]
            pub fn send_interval<F: Fn() -> TFrom>(&self, period: Duration, msg: F) -> JoinHandle<()> {}
            #[otp(sleep, send, duration = 0, closure = "stored")]
            pub fn send_after<F: FnOnce() -> TFrom>(&self, period: Duration, msg: F) -> JoinHandle<Result<(), MessagingErr<TFrom>>> {}
        }
        impl<TFrom> Clone for DerivedActorRef<TFrom> {
            #[otp(clone_handle)]
            fn clone(&self) -> DerivedActorRef<TFrom> {}
        }
        impl<TFrom> Deref for DerivedActorRef<TFrom> {
            type Target = ActorCell;
        }
    }

    pub mod messages {
        use super::actor_cell::ActorCell;
        use super::actor_id::ActorId;
        use crate::errors::ActorProcessingErr;
        use crate::pg::GroupChangeMessage;

        pub struct BoxedState;
        impl BoxedState {
            #[otp(take)]
            pub fn take<T>(&mut self) -> Result<T, crate::message::BoxedDowncastErr> {}
        }
        pub enum StopMessage {
            Stop,
            Reason(String),
        }
        #[otp(crash)]
        pub enum SupervisionEvent {
            ActorStarted(ActorCell),
            ActorTerminated(ActorCell, Option<BoxedState>, Option<String>),
            ActorFailed(ActorCell, ActorProcessingErr),
            ProcessGroupChanged(GroupChangeMessage),
        }
        impl SupervisionEvent {
            #[otp(borrow)]
            pub fn actor_cell(&self) -> Option<&ActorCell> {}
            #[otp(read)]
            pub fn actor_id(&self) -> Option<ActorId> {}
        }
        pub enum Signal {
            Kill,
        }
    }
}

pub mod message {
    #[otp(message)]
    pub trait Message {}
    pub struct BoxedDowncastErr;
}

pub mod port {
    use crate::actor::actor_ref::ActorRef;
    use crate::errors::MessagingErr;
    use std::time::Duration;

    pub use output::{OutputMessage, OutputPort};

    #[otp(sender, flavor = "oneshot")]
    pub struct RpcReplyPort<TMsg>;
    impl<TMsg> RpcReplyPort<TMsg> {
        #[otp(read)]
        pub fn get_timeout(&self) -> Option<Duration> {}
        #[otp(reply, value = 0, outcome = "may")]
        pub fn send(self, msg: TMsg) -> Result<(), MessagingErr<TMsg>> {}
        #[otp(read)]
        pub fn is_closed(&self) -> bool {}
    }

    pub mod output {
        use crate::actor::actor_ref::ActorRef;

        pub trait OutputMessage {}
        // publishes to whoever has subscribed; slow subscribers miss messages
        #[otp(sender, flavor = "broadcast")]
        pub struct OutputPort<TMsg>;
        impl<TMsg> OutputPort<TMsg> {
            #[otp(spawn, closure = "stored")]
            pub fn subscribe<TReceiverMsg, F: Fn(TMsg) -> Option<TReceiverMsg>>(&self, receiver: ActorRef<TReceiverMsg>, converter: F) {}
            #[otp(try_send, value = 0, outcome = "may")]
            pub fn send(&self, msg: TMsg) {}
        }
        impl<TMsg> Default for OutputPort<TMsg> {
            #[otp(channel)]
            fn default() -> OutputPort<TMsg> {}
        }
    }
}

pub mod rpc {
    use crate::actor::actor_cell::ActorCell;
    use crate::actor::actor_ref::ActorRef;
    use crate::errors::MessagingErr;
    use crate::port::RpcReplyPort;
    use std::time::Duration;

    pub use call_result::CallResult;

    #[otp(try_send, value = 1, outcome = "must")]
    pub fn cast<TMessage>(actor: &ActorCell, msg: TMessage) -> Result<(), MessagingErr<TMessage>> {}
    #[otp(call, value = 1, duration = 2, closure = "called", outcome = "must")]
    pub async fn call<TMessage, TReply, TMsgBuilder: FnOnce(RpcReplyPort<TReply>) -> TMessage>(
        actor: &ActorCell,
        msg_builder: TMsgBuilder,
        timeout_option: Option<Duration>,
    ) -> Result<CallResult<TReply>, MessagingErr<TMessage>> {
    }
    #[otp(call, value = 1, duration = 2, closure = "called", outcome = "must")]
    pub async fn multi_call<TMessage, TReply, TMsgBuilder: Fn(RpcReplyPort<TReply>) -> TMessage>(
        actors: &[ActorRef<TMessage>],
        msg_builder: TMsgBuilder,
        timeout_option: Option<Duration>,
    ) -> Result<Vec<CallResult<TReply>>, MessagingErr<TMessage>> {
    }

    pub mod call_result {
        pub enum CallResult<TResult> {
            Success(TResult),
            Timeout,
            SenderError,
        }
        impl<T> CallResult<T> {
            #[otp(pure)]
            pub fn is_success(&self) -> bool {}
            #[otp(pure)]
            pub fn is_timeout(&self) -> bool {}
            #[otp(pure)]
            pub fn is_send_error(&self) -> bool {}
            #[otp(panics)]
            pub fn unwrap(self) -> T {}
            #[otp(panics)]
            pub fn expect(self, msg: &str) -> T {}
            #[otp(pure)]
            pub fn unwrap_or(self, default: T) -> T {}
            #[otp(closure = "called")]
            pub fn unwrap_or_else<F: FnOnce() -> T>(self, f: F) -> T {}
            #[otp(pure)]
            pub fn success_or<E>(self, err: E) -> Result<T, E> {}
            #[otp(closure = "called")]
            pub fn success_or_else<E, F: FnOnce() -> E>(self, err: F) -> Result<T, E> {}
            #[otp(closure = "called")]
            pub fn map<O, F: FnOnce(T) -> O>(self, mapping: F) -> CallResult<O> {}
        }
    }
}

pub mod time {
    use crate::actor::actor_cell::ActorCell;
    use crate::concurrency::JoinHandle;
    use crate::errors::MessagingErr;
    use std::time::Duration;

    // these run by themselves and end with the actor: the handle may be dropped
    #[otp(interval, send, duration = 0, closure = "stored", policy = "burst")]
    pub fn send_interval<TMessage, F: Fn() -> TMessage>(period: Duration, actor: ActorCell, msg: F) -> JoinHandle<()> {}
    #[otp(sleep, send, duration = 0, closure = "stored")]
    pub fn send_after<TMessage, F: FnOnce() -> TMessage>(
        period: Duration,
        actor: ActorCell,
        msg: F,
    ) -> JoinHandle<Result<(), MessagingErr<TMessage>>> {
    }
    #[otp(sleep, stop, duration = 0)]
    pub fn exit_after(period: Duration, actor: ActorCell) -> JoinHandle<()> {}
    #[otp(sleep, abort, duration = 0)]
    pub fn kill_after(period: Duration, actor: ActorCell) -> JoinHandle<()> {}
}

pub mod concurrency {
    use std::future::Future;

    pub use tokio::sync::Notify;
    pub use tokio::sync::broadcast::{Receiver as BroadcastReceiver, Sender as BroadcastSender};
    pub use tokio::sync::mpsc::{
        Receiver as MpscReceiver, Sender as MpscSender, UnboundedReceiver as MpscUnboundedReceiver,
        UnboundedSender as MpscUnboundedSender,
    };
    pub use tokio::sync::oneshot::{Receiver as OneshotReceiver, Sender as OneshotSender};
    pub use tokio::task::{JoinHandle, JoinSet};
    pub use tokio::time::{Instant, Interval};
    pub use std::time::Duration;

    pub struct Timeout;

    #[otp(sleep, duration = 0, cancel = "restarts")]
    pub async fn sleep(dur: Duration) {}
    #[otp(interval, duration = 0, policy = "burst")]
    pub fn interval(dur: Duration) -> Interval {}
    #[otp(spawn, spawned = 0)]
    pub fn spawn<F: Future>(future: F) -> JoinHandle<F::Output> {}
    #[otp(spawn_local, spawned = 0)]
    pub fn spawn_local<F: Future>(future: F) -> JoinHandle<F::Output> {}
    #[otp(spawn, spawned = 1)]
    pub fn spawn_named<F: Future>(name: Option<&str>, future: F) -> JoinHandle<F::Output> {}
    #[otp(timeout, duration = 0, future = 1)]
    pub async fn timeout<F: Future<Output = T>, T>(dur: Duration, future: F) -> Result<T, Timeout> {}
    #[otp(channel, capacity = 0)]
    pub fn mpsc_bounded<T>(buffer: usize) -> (MpscSender<T>, MpscReceiver<T>) {}
    #[otp(channel)]
    pub fn mpsc_unbounded<T>() -> (MpscUnboundedSender<T>, MpscUnboundedReceiver<T>) {}
    #[otp(channel)]
    pub fn oneshot<T>() -> (OneshotSender<T>, OneshotReceiver<T>) {}
    #[otp(channel, capacity = 0)]
    pub fn broadcast<T>(buffer: usize) -> (BroadcastSender<T>, BroadcastReceiver<T>) {}
}

pub mod registry {
    use crate::actor::actor_cell::ActorCell;
    use crate::actor::actor_id::ActorId;
    use crate::ActorName;

    #[otp(finds_process)]
    pub fn where_is<K: AsRef<str>>(name: K) -> Option<ActorCell> {}
    #[otp(read)]
    pub fn registered() -> Vec<ActorName> {}
    #[otp(finds_process)]
    pub fn where_is_pid(id: ActorId) -> Option<ActorCell> {}
    #[otp(read)]
    pub fn get_all_pids() -> Vec<ActorCell> {}
}

pub mod pg {
    use crate::actor::actor_cell::ActorCell;
    use crate::actor::actor_id::ActorId;
    use crate::{GroupName, ScopeName};

    pub enum GroupChangeMessage {
        Join(ScopeName, GroupName, Vec<ActorCell>),
        Leave(ScopeName, GroupName, Vec<ActorCell>),
    }
    impl GroupChangeMessage {
        #[otp(read)]
        pub fn get_group(&self) -> GroupName {}
        #[otp(read)]
        pub fn get_scope(&self) -> ScopeName {}
    }
    pub fn join(group: GroupName, actors: Vec<ActorCell>) {}
    pub fn join_scoped(scope: ScopeName, group: GroupName, actors: Vec<ActorCell>) {}
    pub fn leave(group: GroupName, actors: Vec<ActorCell>) {}
    pub fn leave_scoped(scope: ScopeName, group: GroupName, actors: Vec<ActorCell>) {}
    #[otp(read)]
    pub fn get_members(group_name: &GroupName) -> Vec<ActorCell> {}
    #[otp(read)]
    pub fn get_scoped_members(scope: &ScopeName, group: &GroupName) -> Vec<ActorCell> {}
    #[otp(read)]
    pub fn get_local_members(group: &GroupName) -> Vec<ActorCell> {}
    #[otp(read)]
    pub fn which_groups() -> Vec<GroupName> {}
    pub fn monitor(group: GroupName, actor: ActorCell) {}
    pub fn demonitor(group_name: GroupName, actor: ActorId) {}
}

pub mod errors {
    use crate::ActorName;
    use std::error::Error;

    pub type ActorProcessingErr = Box<dyn Error>;
    pub enum SpawnErr {
        StartupFailed(ActorProcessingErr),
        ActorAlreadyStarted,
        ActorAlreadyRegistered(ActorName),
    }
    pub enum ActorErr {
        Cancelled,
        Failed(ActorProcessingErr),
    }
    pub enum MessagingErr<T> {
        ChannelClosed,
        InvalidActorType,
        SendErr(T),
    }
    impl<T> MessagingErr<T> {
        #[otp(closure = "called")]
        pub fn map<F: FnOnce(T) -> U, U>(self, mapper: F) -> MessagingErr<U> {}
    }
    pub enum RactorErr<T> {
        Spawn(SpawnErr),
        Messaging(MessagingErr<T>),
        Actor(ActorErr),
        Timeout,
    }
    impl<T> RactorErr<T> {
        #[otp(pure)]
        pub fn has_message(&self) -> bool {}
        #[otp(pure)]
        pub fn try_get_message(self) -> Option<T> {}
        #[otp(closure = "called")]
        pub fn map<F: FnOnce(T) -> U, U>(self, mapper: F) -> RactorErr<U> {}
    }
}

pub mod factory {
    use crate::actor::actor_cell::ActorCell;
    use crate::actor::actor_ref::ActorRef;
    use crate::actor::messages::SupervisionEvent;
    use crate::errors::{ActorProcessingErr, MessagingErr};
    use std::time::Duration;

    pub type WorkerId = usize;
    pub type FactoryRef<TKey, TMsg> = ActorRef<FactoryMessage<TKey, TMsg>>;

    #[otp(unchecked = "its variants are left out")]
    pub enum FactoryMessage<TKey, TMsg> {
        Dispatch(Job<TKey, TMsg>),
    }
    pub struct Job<TKey, TMsg> {
        pub key: TKey,
        pub msg: TMsg,
        pub options: JobOptions,
    }
    pub struct JobOptions;

    #[otp(process, handles)]
    pub trait Worker {
        type Key;
        type Message;
        type Arguments;
        type State;
        #[otp(hook = "start")]
        async fn pre_start(
            &self,
            wid: WorkerId,
            factory: &ActorRef<FactoryMessage<Self::Key, Self::Message>>,
            args: Self::Arguments,
        ) -> Result<Self::State, ActorProcessingErr>;
        #[otp(hook = "start")]
        async fn post_start(
            &self,
            wid: WorkerId,
            factory: &ActorRef<FactoryMessage<Self::Key, Self::Message>>,
            state: &mut Self::State,
        ) -> Result<(), ActorProcessingErr> {
        }
        #[otp(hook = "stop")]
        async fn post_stop(
            &self,
            wid: WorkerId,
            factory: &ActorRef<FactoryMessage<Self::Key, Self::Message>>,
            state: &mut Self::State,
        ) -> Result<(), ActorProcessingErr> {
        }
        #[otp(handler, value = 2, failure = "ends")]
        async fn handle(
            &self,
            wid: WorkerId,
            factory: &ActorRef<FactoryMessage<Self::Key, Self::Message>>,
            job: Job<Self::Key, Self::Message>,
            state: &mut Self::State,
        ) -> Result<Self::Key, ActorProcessingErr> {
        }
        #[otp(hook = "error")]
        async fn handle_supervisor_evt(
            &self,
            myself: ActorCell,
            message: SupervisionEvent,
            state: &mut Self::State,
        ) -> Result<(), ActorProcessingErr> {
        }
    }
}
