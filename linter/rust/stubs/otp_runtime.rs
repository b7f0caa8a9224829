#![otp(krate = "otp_runtime", version = "0.1.0")]

pub use exit::{Exit, ExitReason, Incarnation};
pub use mailbox::{Address, CallError, CastError, Reply};
pub use server::{Context, Server};

pub mod exit {
    pub type BoxError = Box<dyn std::error::Error>;
    pub struct Incarnation(u64);
    pub struct Exit;
    #[otp(crash)]
    pub enum ExitReason {
        Normal,
        Shutdown,
        Failed,
        Panicked,
        Aborted,
        Linked,
    }
    impl ExitReason {
        #[otp(read)]
        pub fn is_clean(&self) -> bool {}
    }
}

pub mod mailbox {
    use crate::exit::{Exit, Incarnation};
    use std::future::Future;
    use std::sync::Arc;
    use std::time::Duration;

    // bounded: a cast waits for room, says what became of the message, and gives it back
    #[otp(address)]
    pub struct Address<M>;
    impl<M> Address<M> {
        #[otp(read)]
        pub fn name(&self) -> &str {}
        #[otp(read)]
        pub fn incarnation(&self) -> Incarnation {}
        #[otp(read)]
        pub fn is_running(&self) -> bool {}
        #[otp(read)]
        pub fn is_closed(&self) -> bool {}
        #[otp(read)]
        pub fn stats(&self) -> Stats {}
        #[otp(read)]
        pub fn is_same(&self, other: &Self) -> bool {}
        #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
        pub fn cast(&self, message: M) -> Cast<M> {}
        #[otp(try_send, value = 0, outcome = "must")]
        pub fn try_cast(&self, message: M) -> Result<(), CastError<M>> {}
        // dropped after its message was admitted, the message is handled as usual
        #[otp(call, value = 1, duration = 0, closure = "called", cancel = "unsafe", loses = "arg", outcome = "must")]
        pub async fn call<T, F: FnOnce(Reply<T>) -> M>(&self, within: Duration, message: F) -> Result<T, CallError> {}
        #[otp(read)]
        pub fn monitor(&self) -> Monitor {}
        #[otp(wait, cancel = "safe", loses = "nothing")]
        pub async fn closed(&self) {}
        #[otp(stop)]
        pub fn drain(&self) {}
    }
    impl<M> Clone for Address<M> {
        #[otp(clone_handle)]
        fn clone(&self) -> Address<M> {}
    }
    #[otp(future)]
    pub struct Cast<M>;
    impl<M> Future for Cast<M> {
        type Output = Result<(), CastError<M>>;
    }

    #[otp(channel)]
    pub fn open<M>(name: impl Into<Arc<str>>, options: Options) -> Result<(Address<M>, Mailbox<M>), CapacityError> {}
    #[otp(receiver, flavor = "mpsc")]
    pub struct Mailbox<M>;
    impl<M> Mailbox<M> {
        #[otp(recv, cancel = "safe", loses = "nothing")]
        pub async fn recv(&mut self) -> Option<M> {}
    }

    #[otp(sender, flavor = "oneshot")]
    pub struct Reply<T>;
    impl<T> Reply<T> {
        #[otp(send, reply, value = 0, outcome = "may")]
        pub fn send(self, value: T) {}
        #[otp(send, reply, value = 0, outcome = "may")]
        pub fn deliver(self, value: T) -> Result<(), T> {}
        #[otp(read)]
        pub fn is_wanted(&self) -> bool {}
    }

    #[otp(future)]
    pub struct Monitor;
    impl Future for Monitor {
        type Output = Exit;
    }

    pub struct Options;
    pub struct Stats;
    pub struct CapacityError;
    pub enum Overflow {}
    pub enum CallError {}
    impl CallError {
        #[otp(read)]
        pub fn is_not_started(&self) -> bool {}
        #[otp(read)]
        pub fn is_unknown(&self) -> bool {}
        #[otp(read)]
        pub fn is_retryable(&self) -> bool {}
    }
    pub enum CastError<M> {
        Full(M),
        Ended(M),
    }
    impl<M> CastError<M> {
        pub fn into_message(self) -> M {}
        #[otp(read)]
        pub fn is_retryable(&self) -> bool {}
    }
}

pub mod server {
    use crate::exit::{Exit, ExitReason, Incarnation};
    pub use crate::mailbox::{Address, CallError, CastError, Monitor, Reply};
    use std::sync::Arc;
    use std::time::Duration;

    // `init` also runs at every restart; an error of `handle` ends the run
    #[otp(process, handles)]
    pub trait Server {
        type Args;
        type Message;
        type Error;
        #[otp(hook = "start")]
        async fn init(args: Self::Args, context: &mut Context<Self>) -> Result<Self, Self::Error>;
        #[otp(handler, value = 0, failure = "ends")]
        async fn handle(&mut self, message: Self::Message, context: &mut Context<Self>) -> Result<(), Self::Error>;
        #[otp(hook = "stop")]
        async fn terminate(&mut self, reason: &ExitReason, context: &mut Context<Self>) {}
    }

    #[otp(start, cancel = "safe", loses = "nothing", outcome = "must")]
    pub async fn start<S: Server>(args: S::Args) -> Result<Process<S::Message>, StartError> {}
    pub fn builder<S: Server>() -> Builder<S> {}

    pub struct Builder<S>;
    impl<S: Server> Builder<S> {
        pub fn name(self, name: impl Into<Arc<str>>) -> Self {}
        pub fn options(self, options: Options) -> Self {}
        #[otp(closure = "stored")]
        pub fn undelivered<F: Fn(S::Message)>(self, hook: F) -> Self {}
        #[otp(start, cancel = "safe", loses = "nothing", outcome = "must")]
        pub async fn start(self, args: S::Args) -> Result<Process<S::Message>, StartError> {}
    }

    // owns the server: dropped, it stops it
    #[otp(abort_handle, abort_on_drop)]
    pub struct Process<M>;
    impl<M> Process<M> {
        #[otp(borrow)]
        pub fn address(&self) -> &Address<M> {}
        #[otp(stop, join, cancel = "safe", loses = "nothing")]
        pub async fn stop(self) -> Result<Exit, Stuck> {}
        #[otp(stop, join, duration = 0, cancel = "safe", loses = "nothing")]
        pub async fn stop_within(self, deadline: Duration) -> Result<Exit, Stuck> {}
        #[otp(abort)]
        pub fn abort(&self) {}
        #[otp(join, cancel = "safe", loses = "nothing")]
        pub async fn ended(&self) -> Exit {}
        #[otp(detach)]
        pub fn detach(self) -> Address<M> {}
    }

    #[otp(context)]
    pub struct Context<S>;
    impl<S: Server> Context<S> {
        #[otp(borrow)]
        pub fn address(&self) -> &Address<S::Message> {}
        pub fn this(&self) -> This<S::Message> {}
        #[otp(read)]
        pub fn incarnation(&self) -> Incarnation {}
        #[otp(stop)]
        pub fn stop(&mut self) {}
        #[otp(read)]
        pub fn is_stop_requested(&self) -> bool {}
        #[otp(closure = "stored")]
        pub fn monitor<N, F: FnOnce(Exit) -> S::Message>(&self, other: &Address<N>, message: F) {}
        pub fn link<N>(&self, other: &Address<N>) {}
    }
    pub struct This<M>;
    pub struct Options;
    pub struct Stuck;
    pub enum OptionsError {}
    pub enum StartError {}
    impl StartError {
        #[otp(read)]
        pub fn is_retryable(&self) -> bool {}
    }
}

pub mod task {
    use crate::exit::{Exit, ExitReason};
    use std::future::Future;
    use std::sync::Arc;
    use std::time::Duration;
    use tokio::task::JoinSet;
    use tokio_util::sync::CancellationToken;

    // owns its tasks: dropped, it stops them; a failure is logged and told by `next_failure`, whatever becomes of the
    // `Task` that `spawn` returns
    pub struct Tasks;
    impl Tasks {
        pub fn new() -> Self {}
        pub fn builder() -> Builder {}
        #[otp(clone_handle)]
        pub fn spawner(&self) -> Spawner {}
        #[otp(spawn, spawned = 1, outcome = "must")]
        pub fn spawn<T, E, F: Future<Output = Result<T, E>>>(&self, name: impl Into<Arc<str>>, future: F) -> Result<Task<T>, SpawnError> {}
        #[otp(spawn, spawned = 1, outcome = "must")]
        pub fn spawn_stoppable<T, E, F: Future<Output = Result<T, E>>>(&self, name: impl Into<Arc<str>>, task: impl FnOnce(CancellationToken) -> F) -> Result<Task<T>, SpawnError> {}
        #[otp(spawn, spawned = 1, cancel = "safe", outcome = "must")]
        pub async fn spawn_when_free<T, E, F: Future<Output = Result<T, E>>>(&self, name: impl Into<Arc<str>>, future: F) -> Result<Task<T>, SpawnError> {}
        #[otp(spawn_blocking, spawned = 1, closure = "blocking", outcome = "must")]
        pub fn blocking<T, E>(&self, name: impl Into<Arc<str>>, work: impl FnOnce() -> Result<T, E>) -> Result<Task<T>, SpawnError> {}
        pub fn adopt<T>(&self, name: impl Into<Arc<str>>, set: JoinSet<T>) -> Result<Task<()>, SpawnError> {}
        #[otp(join, cancel = "safe", loses = "nothing")]
        pub async fn next_failure(&self) -> Exit {}
        #[otp(wait, cancel = "safe", loses = "nothing")]
        pub async fn idle(&self) {}
        #[otp(stop, join, duration = 0)]
        pub async fn stop(self, deadline: Duration) -> StopReport {}
        #[otp(detach)]
        pub fn detach(self) {}
    }

    pub struct Spawner;
    impl Spawner {
        #[otp(spawn, spawned = 1, outcome = "must")]
        pub fn spawn<T, E, F: Future<Output = Result<T, E>>>(&self, name: impl Into<Arc<str>>, future: F) -> Result<Task<T>, SpawnError> {}
        #[otp(spawn, spawned = 1, outcome = "must")]
        pub fn spawn_stoppable<T, E, F: Future<Output = Result<T, E>>>(&self, name: impl Into<Arc<str>>, task: impl FnOnce(CancellationToken) -> F) -> Result<Task<T>, SpawnError> {}
        #[otp(spawn, spawned = 1, cancel = "safe", outcome = "must")]
        pub async fn spawn_when_free<T, E, F: Future<Output = Result<T, E>>>(&self, name: impl Into<Arc<str>>, future: F) -> Result<Task<T>, SpawnError> {}
        #[otp(spawn_blocking, spawned = 1, closure = "blocking", outcome = "must")]
        pub fn blocking<T, E>(&self, name: impl Into<Arc<str>>, work: impl FnOnce() -> Result<T, E>) -> Result<Task<T>, SpawnError> {}
        pub fn adopt<T>(&self, name: impl Into<Arc<str>>, set: JoinSet<T>) -> Result<Task<()>, SpawnError> {}
        #[otp(clone_handle)]
        pub fn token(&self) -> CancellationToken {}
    }

    #[otp(future)]
    pub struct Task<T>;
    impl<T> Task<T> {
        #[otp(abort)]
        pub fn abort(&self) {}
    }
    impl<T> Future for Task<T> {
        type Output = Result<T, ExitReason>;
    }
    pub struct Builder;
    impl Builder {
        pub fn name(self, name: impl Into<Arc<str>>) -> Self {}
        pub fn limit(self, limit: usize) -> Self {}
        pub fn blocking_limit(self, limit: usize) -> Self {}
        pub fn build(self) -> Result<Tasks, LimitError> {}
    }
    pub struct LimitError;
    pub struct StopReport;
    pub enum SpawnError {}
}

pub mod select {
    use std::future::Future;

    pub struct ArmId(u64);
    // keeps what its arms have begun from one turn to the next
    pub struct Events<E>;
    impl<E> Events<E> {
        pub fn new() -> Self {}
        #[otp(closure = "stored")]
        pub fn arm<S, F>(&mut self, resource: S, step: impl FnMut(S) -> F) -> ArmId {}
        pub fn once<F: Future<Output = E>>(&mut self, future: F) -> ArmId {}
        pub fn stream<S: futures_core::Stream<Item = E>>(&mut self, stream: S) -> ArmId {}
        pub fn remove(&mut self, id: ArmId) -> bool {}
        #[otp(read)]
        pub fn is_finished(&self) -> bool {}
        #[otp(wait, cancel = "safe", loses = "nothing")]
        pub async fn next(&mut self) -> Option<E> {}
        #[otp(wraps_future, future = 0)]
        pub async fn alongside<F: Future>(&mut self, handler: F) -> F::Output {}
    }
}

pub mod scheduler {
    use std::ops::Deref;
    use std::time::Duration;

    // dropped, it cancels its timers
    pub struct Scheduler;
    impl Scheduler {
        #[otp(start)]
        pub fn start() -> Result<Self, ScheduleError> {}
        #[otp(start)]
        pub fn with_clock<C>(clock: C) -> Result<Self, ScheduleError> {}
        #[otp(clone_handle)]
        pub fn timers(&self) -> Timers {}
        #[otp(stop, duration = 0)]
        pub async fn drain(self, deadline: Duration) -> Vec<TimerInfo> {}
    }
    impl Deref for Scheduler {
        type Target = Timers;
    }
    pub struct Timers;
    impl Timers {
        #[otp(value = 2, duration = 0, outcome = "must")]
        pub fn after<M, T: Target<M>>(&self, delay: Duration, target: &T, message: M) -> Result<TimerId, ScheduleError> {}
        #[otp(closure = "stored", duration = 0, outcome = "must")]
        pub fn every<M, T: Target<M>>(&self, period: Duration, missed: Missed, target: &T, message: impl FnMut() -> M) -> Result<TimerId, ScheduleError> {}
        #[otp(closure = "stored", outcome = "must")]
        pub fn cron<M, T: Target<M>>(&self, expression: &str, target: &T, message: impl FnMut() -> M) -> Result<TimerId, ScheduleError> {}
        #[otp(closure = "stored", outcome = "must")]
        pub fn schedule<M, T: Target<M>>(&self, plan: Plan, target: &T, message: impl FnMut() -> M) -> Result<TimerId, ScheduleError> {}
        #[otp(cancel)]
        pub fn cancel(&self, id: TimerId) -> bool {}
        pub fn pause(&self, id: TimerId) -> bool {}
        pub fn resume(&self, id: TimerId) -> bool {}
        #[otp(read)]
        pub fn list(&self) -> Vec<TimerInfo> {}
    }
    pub trait Target<M> {}
    pub struct TimerId;
    pub struct TimerInfo;
    pub struct Plan;
    impl Plan {
        pub fn every(period: Duration, missed: Missed) -> Self {}
        pub fn cron(expression: &str) -> Result<Self, ScheduleError> {}
        pub fn in_zone(self, name: &str) -> Result<Self, ScheduleError> {}
        pub fn jitter(self, most: Duration) -> Self {}
        pub fn first_in(self, delay: Duration) -> Self {}
    }
    pub enum Missed {}
    pub enum ScheduleError {}
}

pub mod supervisor {
    use crate::exit::Exit;
    use crate::mailbox::Address;
    use crate::scheduler::Timers;
    use crate::server::{Builder, Server};
    use std::future::Future;
    use std::time::Duration;
    use tokio_util::sync::CancellationToken;

    pub struct Supervisor;
    impl Supervisor {
        pub fn new(spec: Spec) -> Self {}
        pub fn server<S: Server>(self, id: impl Into<String>, args: S::Args) -> Self {}
        pub fn server_with<S: Server>(self, id: impl Into<String>, builder: Builder<S>, args: S::Args) -> Self {}
        #[otp(closure = "stored")]
        pub fn task<F: Fn() -> Fut, Fut, E>(self, id: impl Into<String>, make: F) -> Self {}
        #[otp(closure = "stored")]
        pub fn stoppable_task<F: Fn(CancellationToken) -> Fut, Fut, E>(self, id: impl Into<String>, make: F) -> Self {}
        pub fn reserve<S: Server>(&mut self, id: &str) -> Result<Address<S::Message>, ReserveError> {}
        #[otp(read, outcome = "must")]
        pub fn check(&self) -> Result<(), SpecError> {}
        #[otp(start, outcome = "must")]
        pub async fn start(self) -> Result<Tree, StartError> {}
    }

    // dropped, it stops its children
    pub struct Tree;
    impl Tree {
        #[otp(finds_process)]
        pub fn name<S: Server>(&self, id: &str) -> Result<Address<S::Message>, NameError> {}
        #[otp(borrow)]
        pub fn scheduler(&self) -> &Timers {}
        #[otp(read)]
        pub fn children(&self) -> Vec<ChildInfo> {}
        #[otp(read)]
        pub fn info(&self) -> TreeInfo {}
        #[otp(start, outcome = "must", cancel = "safe")]
        pub async fn start_server<S: Server>(&self, spec: ChildSpec, args: S::Args) -> Result<Address<S::Message>, ChangeError> {}
        #[otp(start, closure = "stored", outcome = "must", cancel = "safe")]
        pub async fn start_task<F, Fut, E>(&self, spec: ChildSpec, make: F) -> Result<(), ChangeError> {}
        #[otp(stop, outcome = "must", cancel = "safe")]
        pub async fn stop_child(&self, id: &str) -> Result<(), ChangeError> {}
        #[otp(join, cancel = "safe", loses = "nothing")]
        pub async fn ended(&self) -> Exit {}
        #[otp(stop, join, duration = 0, cancel = "safe")]
        pub async fn stop(self, total: Duration) -> StopReport {}
        #[otp(stop, join, duration = 0, cancel = "safe")]
        pub async fn until_signal(self, total: Duration) -> std::io::Result<StopReport> {}
    }
    pub struct SupervisorRef;
    pub struct Spec {
        pub name: String,
        pub strategy: Strategy,
        pub intensity: Intensity,
        pub backoff: Backoff,
        pub children: Vec<ChildSpec>,
    }
    pub struct Intensity {
        pub restarts: u32,
        pub within: Duration,
    }
    pub struct Backoff {
        pub first: Duration,
        pub most: Duration,
    }
    pub enum Strategy {
        OneForOne,
        OneForAll,
        RestForOne,
    }
    pub struct ChildSpec;
    impl ChildSpec {
        pub fn new(id: impl Into<String>) -> Self {}
        pub fn restart(self, restart: Restart) -> Self {}
        pub fn nested(id: impl Into<String>, spec: Spec) -> Self {}
    }
    pub struct ChildInfo;
    pub struct TreeInfo;
    pub struct StopReport;
    pub struct SpecError;
    pub enum Restart {
        Permanent,
        Transient,
        Temporary,
    }
    pub enum StartError {}
    pub enum ChangeError {}
    pub enum NameError {}
    pub enum ReserveError {}
}

pub mod registry {
    use crate::mailbox::Address;

    pub struct Registry;
    impl Registry {
        pub fn new() -> Self {}
        #[otp(outcome = "must")]
        pub fn register<M>(&self, name: impl Into<String>, address: &Address<M>) -> Result<(), RegistryError> {}
        pub fn unregister(&self, name: &str) -> bool {}
        pub fn find<M>(&self, name: &str) -> Result<Address<M>, RegistryError> {}
        pub fn names(&self) -> Vec<String> {}
        pub fn join<M>(&self, group: impl Into<String>, address: &Address<M>) {}
        pub fn leave<M>(&self, group: &str, address: &Address<M>) -> bool {}
        pub fn members<M>(&self, group: &str) -> Vec<Address<M>> {}
    }
    pub enum RegistryError {}
}

pub mod breaker {
    use std::future::Future;
    use std::time::Duration;

    pub struct Breaker;
    impl Breaker {
        pub fn new(settings: Settings) -> Result<Self, SettingsError> {}
        #[otp(read)]
        pub fn state(&self) -> State {}
        #[otp(timeout, duration = 0, future = 1, outcome = "must")]
        pub async fn call<T, E, F: Future<Output = Result<T, E>>>(&self, within: Duration, future: F) -> Result<T, BreakerError<E>> {}
        #[otp(timeout, duration = 0, future = 1, closure = "called", outcome = "must")]
        pub async fn call_if<T, E, F: Future<Output = Result<T, E>>>(&self, within: Duration, future: F, is_failure: impl FnOnce(&E) -> bool) -> Result<T, BreakerError<E>> {}
    }
    pub struct Settings;
    pub enum SettingsError {}
    pub enum State {}
    pub enum BreakerError<E> {}
}

pub mod retry {
    use std::future::Future;

    pub struct Retry;
    impl Retry {
        #[otp(retry, closure = "called", outcome = "must")]
        pub async fn run<T, E, F: Future<Output = Result<T, E>>>(&self, operation: impl FnMut() -> F, is_retryable: impl Fn(&E) -> bool) -> Result<T, RetryError<E>> {}
    }
    pub struct Budget;
    pub enum RetryError<E> {}
}

pub mod health {
    use crate::mailbox::Address;

    pub struct Health;
    impl Health {
        pub fn new() -> Self {}
        pub fn watch<M>(&mut self, address: &Address<M>, limits: Limits) {}
        pub fn sample(&mut self) -> HealthReport {}
    }
    pub struct Limits;
    pub struct HealthReport;
    impl HealthReport {
        #[otp(read)]
        pub fn is_live(&self) -> bool {}
        #[otp(read)]
        pub fn is_ready(&self) -> bool {}
    }
}

pub mod shutdown {
    pub enum Signal {}
    #[otp(wait, cancel = "safe", loses = "nothing")]
    pub async fn signal() -> std::io::Result<Signal> {}
}

pub mod store {
    use crate::durable::{Durable, DurableOptions, Map, Queue, QueueOptions, Schedule, ScheduleOptions, State};
    use crate::outbox::{Inbox, Outbox, OutboxOptions};
    use crate::transaction::Transaction;
    use crate::workflow::{Workflow, WorkflowError, WorkflowOptions, Workflows};
    use std::future::Future;
    use std::path::PathBuf;
    use std::time::Duration;

    pub trait Record {}
    pub trait Key {}

    // opening a name and declaring it writes nothing of the caller's
    #[otp(store)]
    pub struct Store;
    impl Store {
        pub async fn in_memory() -> Result<Self, OpenError> {}
        pub async fn sqlite(path: impl Into<PathBuf>) -> Result<Self, OpenError> {}
        pub async fn postgres(address: impl Into<String>) -> Result<Self, OpenError> {}
        #[otp(clone_handle)]
        pub fn namespace(&self, namespace: &str) -> Self {}
        #[otp(begin)]
        pub fn transaction(&self, id: impl Into<OperationId>) -> Transaction {}
        #[otp(begin)]
        pub fn begin(&self) -> Transaction {}
        pub async fn map<K: Key, V: Record>(&self, name: &str) -> Result<Map<K, V>, NameError> {}
        pub async fn queue<T: Record>(&self, name: &str) -> Result<Queue<T>, NameError> {}
        pub async fn queue_with<T: Record>(&self, name: &str, options: QueueOptions) -> Result<Queue<T>, NameError> {}
        pub async fn schedule<T: Record + Clone>(&self, name: &str) -> Result<Schedule<T>, NameError> {}
        pub async fn schedule_with<T: Record + Clone>(&self, name: &str, options: ScheduleOptions) -> Result<Schedule<T>, NameError> {}
        pub async fn durable<S: State>(&self, name: &str) -> Result<Durable<S>, NameError> {}
        pub async fn durable_with<S: State>(&self, name: &str, options: DurableOptions) -> Result<Durable<S>, NameError> {}
        pub async fn workflows<W: Workflow>(&self, name: &str, workflow: W) -> Result<Workflows<W>, NameError> {}
        pub async fn workflows_with<W: Workflow>(&self, name: &str, workflow: W, options: WorkflowOptions) -> Result<Workflows<W>, NameError> {}
        pub async fn outbox<T: Record>(&self, name: &str) -> Result<Outbox<T>, NameError> {}
        pub async fn outbox_with<T: Record>(&self, name: &str, options: OutboxOptions) -> Result<Outbox<T>, NameError> {}
        pub async fn inbox(&self, name: &str) -> Result<Inbox, NameError> {}
        #[otp(store_read)]
        pub async fn outcome(&self, id: impl Into<OperationId>) -> Result<Option<Receipt>, CommitError> {}
        #[otp(store_write, key = 0, duration = 1, outcome = "must")]
        pub async fn own(&self, name: &str, term: Duration) -> Result<Ownership, CommitError> {}
        #[otp(store_write, key = 0, duration = 1, outcome = "must")]
        pub async fn own_when_free(&self, name: &str, term: Duration) -> Result<Ownership, CommitError> {}
        #[otp(store_read)]
        pub async fn leases(&self) -> Result<Vec<LeaseInfo>, ReadError> {}
        pub async fn reopen(&self) -> Result<(), OpenError> {}
        #[otp(close)]
        pub async fn close(&self) -> Result<(), CommitError> {}
    }

    #[otp(store)]
    pub struct Ownership;
    impl Ownership {
        #[otp(clone_handle)]
        pub fn store(&self) -> Store {}
        #[otp(read)]
        pub fn token(&self) -> u64 {}
        #[otp(read)]
        pub fn left(&self) -> Duration {}
        #[otp(store_write, outcome = "must")]
        pub async fn renew(&self) -> Result<(), CommitError> {}
        pub async fn keep(&self) -> CommitError {}
        #[otp(race, future = 0)]
        pub async fn during<T, E: From<CommitError>>(&self, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {}
        #[otp(store_write)]
        pub async fn release(&self) -> Result<(), CommitError> {}
    }

    pub struct OperationId;
    pub struct Receipt;
    pub struct LeaseInfo;
    pub enum OpenError {}
    pub enum NameError {}
    pub enum ReadError {}
    pub enum CommitError {}
    impl CommitError {
        #[otp(read)]
        pub fn is_not_applied(&self) -> bool {}
        #[otp(read)]
        pub fn is_unknown(&self) -> bool {}
        #[otp(read)]
        pub fn is_conflict(&self) -> bool {}
        #[otp(read)]
        pub fn is_not_owner(&self) -> bool {}
    }
}

pub mod transaction {
    use crate::durable::{Durable, Lease, Map, Queue, Schedule, State, TimerError, Timing};
    use crate::outbox::{Inbox, Outbox};
    use crate::store::{CommitError, Key, ReadError, Receipt, Record};
    use std::ops::RangeBounds;
    use std::time::Duration;

    // what is put into it is kept in memory until it commits all of it, or nothing
    #[otp(store, transaction)]
    pub struct Transaction;
    impl Transaction {
        #[otp(store_read, key = 1)]
        pub async fn get<K: Key, V: Record>(&mut self, map: &Map<K, V>, key: &K) -> Result<Option<V>, ReadError> {}
        #[otp(store_read)]
        pub async fn range<K: Key, V: Record>(&mut self, map: &Map<K, V>, range: impl RangeBounds<K>, limit: usize) -> Result<Vec<(K, V)>, ReadError> {}
        #[otp(store_write, key = 1, value = 2)]
        pub fn insert<K: Key, V: Record>(&mut self, map: &Map<K, V>, key: &K, value: &V) -> &mut Self {}
        #[otp(store_write, key = 1)]
        pub fn remove<K: Key, V: Record>(&mut self, map: &Map<K, V>, key: &K) -> &mut Self {}
        #[otp(store_write, value = 1)]
        pub fn push<T: Record>(&mut self, queue: &Queue<T>, job: &T) -> &mut Self {}
        #[otp(store_write, value = 1)]
        pub fn push_after<T: Record>(&mut self, queue: &Queue<T>, job: &T, delay: Duration) -> &mut Self {}
        #[otp(store_write)]
        pub fn ack<T: Record>(&mut self, lease: &Lease<T>) -> &mut Self {}
        #[otp(store_write, value = 1)]
        pub fn send<T: Record>(&mut self, outbox: &Outbox<T>, message: &T) -> &mut Self {}
        #[otp(store_read)]
        pub async fn receive(&mut self, inbox: &Inbox, sender: &str, sequence: u64) -> Result<bool, ReadError> {}
        #[otp(store_write, value = 1)]
        pub fn append<S: State>(&mut self, state: &Durable<S>, event: S::Event) -> &mut Self {}
        #[otp(store_write, closure = "stored")]
        pub fn update<S: State, E>(&mut self, state: &Durable<S>, make: impl FnOnce(&S) -> Result<Vec<S::Event>, E>) -> &mut Self {}
        #[otp(store_write, key = 1)]
        pub async fn set_timer<T: Record + Clone>(&mut self, schedule: &Schedule<T>, id: &str, timing: &Timing, payload: &T) -> Result<(), TimerError> {}
        #[otp(store_write, key = 1)]
        pub async fn cancel_timer<T: Record + Clone>(&mut self, schedule: &Schedule<T>, id: &str) -> Result<bool, ReadError> {}
        #[otp(commit, outcome = "must")]
        pub async fn commit(&mut self) -> Result<Receipt, CommitError> {}
    }
}

pub mod durable {
    use crate::store::{CommitError, Key, ReadError, Receipt, Record};
    use std::fmt;
    use std::ops::RangeBounds;
    use std::time::{Duration, SystemTime};

    #[otp(store)]
    pub struct Map<K, V>;
    impl<K: Key, V: Record> Map<K, V> {
        #[otp(store_read, key = 0)]
        pub async fn get(&self, key: &K) -> Result<Option<V>, ReadError> {}
        #[otp(store_read)]
        pub async fn range(&self, range: impl RangeBounds<K>, limit: usize) -> Result<Vec<(K, V)>, ReadError> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        pub async fn insert(&self, key: &K, value: &V) -> Result<Receipt, CommitError> {}
        #[otp(store_write, key = 0, outcome = "must")]
        pub async fn remove(&self, key: &K) -> Result<Receipt, CommitError> {}
    }

    #[otp(store)]
    pub struct Queue<T>;
    impl<T: Record> Queue<T> {
        #[otp(store_write, value = 0, outcome = "must")]
        pub async fn push(&self, job: &T) -> Result<JobId, CommitError> {}
        #[otp(store_write, value = 0, outcome = "must")]
        pub async fn push_after(&self, job: &T, delay: Duration) -> Result<JobId, CommitError> {}
        // a lease that nobody holds ends by itself, and the job comes again
        #[otp(store_write, cancel = "safe", loses = "nothing")]
        pub async fn lease(&self, limit: usize) -> Result<Vec<Lease<T>>, CommitError> {}
        #[otp(store_write, wait, cancel = "safe", loses = "nothing")]
        pub async fn next(&self) -> Result<Lease<T>, CommitError> {}
        #[otp(store_read)]
        pub async fn count(&self) -> Result<(usize, usize), ReadError> {}
        #[otp(store_read)]
        pub async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter<T>>, ReadError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn revive(&self, id: JobId) -> Result<Receipt, CommitError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn discard(&self, id: JobId) -> Result<Receipt, CommitError> {}
    }
    pub struct JobId;
    pub struct QueueOptions;
    pub struct DeadLetter<T>;
    pub struct Lease<T>;
    impl<T: Record> Lease<T> {
        #[otp(store_write, outcome = "must")]
        pub async fn ack(&self) -> Result<Receipt, CommitError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn nack(&self, delay: Duration, error: impl fmt::Display) -> Result<Receipt, CommitError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn bury(&self, error: impl fmt::Display) -> Result<Receipt, CommitError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn extend(&self, visibility: Duration) -> Result<Receipt, CommitError> {}
        #[otp(read)]
        pub fn fence(&self) -> u64 {}
    }

    #[otp(store)]
    pub struct Schedule<T>;
    impl<T: Record + Clone> Schedule<T> {
        #[otp(store_write, key = 0, outcome = "must")]
        pub async fn set(&self, id: &str, timing: &Timing, payload: &T) -> Result<(), TimerError> {}
        #[otp(store_write, key = 0, outcome = "must")]
        pub async fn cancel(&self, id: &str) -> Result<bool, TimerError> {}
        #[otp(store_read)]
        pub async fn list(&self, after: &str, limit: usize) -> Result<Vec<TimerEntry<T>>, ReadError> {}
        #[otp(borrow)]
        pub fn occurrences(&self) -> &Queue<Occurrence<T>> {}
        #[otp(store_write, wait, cancel = "safe", loses = "nothing")]
        pub async fn next(&self) -> Result<Lease<Occurrence<T>>, CommitError> {}
    }
    pub struct ScheduleOptions;
    pub struct TimerEntry<T>;
    pub struct Occurrence<T>;
    impl<T> Occurrence<T> {
        #[otp(read)]
        pub fn due(&self) -> SystemTime {}
    }
    pub struct Timing;
    pub enum CatchUp {}
    pub enum TimerError {}

    pub trait State {
        type Event: Record;
        fn apply(&mut self, event: &Self::Event);
    }
    #[otp(store)]
    pub struct Durable<S: State>;
    impl<S: State> Durable<S> {
        #[otp(store_read, closure = "called")]
        pub async fn read<T>(&self, look: impl FnOnce(&S) -> T) -> Result<T, CommitError> {}
        #[otp(store_read)]
        pub async fn position(&self) -> Result<u64, CommitError> {}
        #[otp(store_write, value = 0, outcome = "must")]
        pub async fn append(&self, event: S::Event) -> Result<Receipt, CommitError> {}
        #[otp(store_write, closure = "called", outcome = "must")]
        pub async fn update<E>(&self, make: impl FnOnce(&S) -> Result<Vec<S::Event>, E>) -> Result<Receipt, CommitError> {}
    }
    pub struct DurableOptions;
}

pub mod outbox {
    use crate::store::{CommitError, ReadError, Record};
    use std::convert::Infallible;
    use std::future::Future;

    #[otp(store)]
    pub struct Outbox<T>;
    impl<T: Record> Outbox<T> {
        #[otp(closure = "called", cancel = "safe", loses = "nothing")]
        pub async fn deliver<F: Future<Output = Result<(), E>>, E>(&self, deliver: impl FnMut(Message<T>) -> F) -> Result<Infallible, CommitError> {}
        #[otp(store_read)]
        pub async fn waiting(&self) -> Result<usize, ReadError> {}
        #[otp(store_read)]
        pub async fn stopped(&self) -> Result<Option<Stopped>, ReadError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn retry(&self) -> Result<(), CommitError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn skip(&self, sequence: u64) -> Result<(), CommitError> {}
    }
    pub struct OutboxOptions;
    pub struct Message<T>;
    pub struct Stopped;
    #[otp(store)]
    pub struct Inbox;
}

pub mod workflow {
    use crate::durable::Queue;
    use crate::exit::BoxError;
    use crate::store::{CommitError, ReadError, Record};
    use crate::supervisor::SupervisorRef;
    use crate::transaction::Transaction;
    use std::future::Future;
    use std::time::Duration;
    use tokio_util::sync::CancellationToken;

    pub trait Workflow {
        type State: Record;
        type Signal: Record;
        fn step(&self, step: &mut Step<Self>) -> impl Future<Output = Result<Next, BoxError>>;
        fn deadline(&self) -> Duration {}
    }
    pub enum Next {
        Now,
        Wait,
        Done,
    }
    pub struct Step<W: Workflow> {
        pub state: W::State,
    }
    impl<W: Workflow> Step<W> {
        #[otp(read)]
        pub fn id(&self) -> &str {}
        #[otp(read)]
        pub fn key(&self) -> &str {}
        #[otp(read)]
        pub fn fence(&self) -> u64 {}
        #[otp(read)]
        pub fn attempt(&self) -> u32 {}
        #[otp(read)]
        pub fn is_cancelled(&self) -> bool {}
        #[otp(remove)]
        pub fn signal(&mut self) -> Option<W::Signal> {}
        // what is put into it is committed with the step
        #[otp(borrow)]
        pub fn transaction(&mut self) -> &mut Transaction {}
    }

    #[otp(store)]
    pub struct Workflows<W: Workflow>;
    impl<W: Workflow> Workflows<W> {
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        pub async fn start(&self, id: &str, state: &W::State) -> Result<(), WorkflowError> {}
        pub async fn start_in(&self, transaction: &mut Transaction, id: &str, state: &W::State) -> Result<(), WorkflowError> {}
        #[otp(wait, cancel = "safe", loses = "nothing")]
        pub async fn end(&self, id: &str) -> Result<W::State, WorkflowError> {}
        #[otp(store_read, key = 0)]
        pub async fn state(&self, id: &str) -> Result<Option<W::State>, ReadError> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        pub async fn signal(&self, id: &str, signal: &W::Signal) -> Result<(), WorkflowError> {}
        pub async fn signal_in(&self, transaction: &mut Transaction, id: &str, signal: &W::Signal) -> Result<(), WorkflowError> {}
        #[otp(store_write, key = 0, outcome = "must")]
        pub async fn cancel(&self, id: &str) -> Result<(), WorkflowError> {}
        #[otp(store_write, key = 0, outcome = "must")]
        pub async fn retry(&self, id: &str) -> Result<(), WorkflowError> {}
        #[otp(store_write, key = 0, outcome = "must")]
        pub async fn discard(&self, id: &str) -> Result<(), WorkflowError> {}
        #[otp(store_write, key = 0, outcome = "must")]
        pub async fn forget(&self, id: &str) -> Result<(), WorkflowError> {}
        #[otp(outcome = "must")]
        pub async fn run(self, supervisor: SupervisorRef, stop: CancellationToken) -> Result<(), WorkflowError> {}
    }
    pub struct WorkflowOptions;
    pub enum WorkflowError {}

    pub trait Worker {
        type Task: Record;
        fn work(&self, task: &mut Task<Self::Task>) -> impl Future<Output = Result<(), BoxError>>;
        fn deadline(&self) -> Duration {}
    }
    pub struct Task<T>;
    impl<T: Record> Task<T> {
        #[otp(borrow)]
        pub fn job(&self) -> &T {}
        #[otp(read)]
        pub fn fence(&self) -> u64 {}
        #[otp(read)]
        pub fn attempt(&self) -> u32 {}
        #[otp(borrow)]
        pub fn transaction(&mut self) -> &mut Transaction {}
    }
    pub struct DistributorOptions;
    pub struct Distributor<W: Worker>;
    impl<W: Worker> Distributor<W> {
        pub fn new(queue: &Queue<W::Task>, worker: W, options: DistributorOptions) -> Self {}
        #[otp(outcome = "must")]
        pub async fn run(self, stop: CancellationToken) -> Result<(), CommitError> {}
    }

    pub struct Monitor;
    impl Monitor {
        pub fn new() -> Self {}
        pub fn workflows<W: Workflow>(self, workflows: &Workflows<W>, limits: WorkLimits) -> Self {}
        pub fn queue<T: Record>(self, queue: &Queue<T>, limits: WorkLimits) -> Self {}
        #[otp(store_read)]
        pub async fn sample(&self) -> Result<WorkReport, ReadError> {}
        #[otp(closure = "called", duration = 0)]
        pub async fn run(&self, period: Duration, stop: CancellationToken, tell: impl FnMut(WorkReport)) -> Result<(), ReadError> {}
    }
    pub struct WorkLimits;
    pub struct WorkReport;
    impl WorkReport {
        #[otp(read)]
        pub fn is_healthy(&self) -> bool {}
    }
}
