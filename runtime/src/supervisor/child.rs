//! The three kinds of children behind one face.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;

use super::body::{self, OnStop, Silent};
use super::engine::Engine;
use super::info::Board;
use crate::exit::{BoxError, Exit, ExitReason, Incarnation};
use crate::mailbox::{Slot, Stop, Watch, Watcher};
use crate::server::{Handle, Launch, Options, Server, StartError, launch};

pub(super) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Where the ends of children are reported. Bounded by their number: each run reports once.
pub(super) type Exits = UnboundedSender<(u64, Exit)>;

/// A run that is on its way.
pub(super) struct Starting {
    pub(super) incarnation: Incarnation,
    pub(super) started: BoxFuture<Result<(), StartError>>,
}

/// Something that a supervisor can start again and again.
pub(super) trait Child: Send {
    /// Starts a run and has its end reported under `key`.
    fn start(&mut self, key: u64, exits: &Exits) -> Result<Starting, StartError>;
    fn request_stop(&self, deadline: Duration);
    fn abort(&self);
    /// No run follows for now: whoever sends is told at once, until there is one again.
    fn rest(&mut self);
    /// The crashes of others do not restart it.
    fn is_store(&self) -> bool {
        false
    }
    /// A run ends by itself once it has handled everything after a [`rest`](Self::rest).
    fn can_drain(&self) -> bool {
        false
    }
    /// No run will follow: the mailbox closes, and what is left in it is undelivered.
    fn close(&mut self);
    /// How long a stop may take, grace not included.
    fn stop_bound(&self) -> Duration;
    fn board(&self) -> Option<Arc<Board>> {
        None
    }
}

/// Reports an end to a supervisor.
struct Report {
    key: u64,
    exits: Exits,
}

impl Watch for Report {
    fn wanted(&self) -> bool {
        !self.exits.is_closed()
    }

    fn ended(self: Box<Self>, exit: &Exit) {
        // A supervisor that is gone has stopped this child itself.
        let _ = self.exits.send((self.key, exit.clone()));
    }
}

fn report<M>(slot: &Slot<M>, key: u64, exits: &Exits) {
    let watch = Report {
        key,
        exits: exits.clone(),
    };
    if let Err((watch, exit)) = slot.watch(Watcher::Other(Box::new(watch))) {
        watch.ended(&exit);
    }
}

fn request_stop<M>(slot: &Slot<M>, deadline: Duration) {
    slot.request_stop(
        Stop {
            reason: ExitReason::Shutdown,
            deadline,
        },
        None,
    );
}

pub(super) struct ServerChild<S: Server> {
    pub(super) slot: Arc<Slot<S::Message>>,
    pub(super) args: S::Args,
    pub(super) options: Options,
    pub(super) clear: bool,
    pub(super) handle: Option<Handle>,
}

impl<S: Server> Child for ServerChild<S>
where
    S::Args: Clone,
{
    fn start(&mut self, key: u64, exits: &Exits) -> Result<Starting, StartError> {
        if self.clear && self.slot.incarnation() != Incarnation::NONE {
            self.slot.clear();
        }
        let Launch {
            handle,
            incarnation,
            ..
        } = launch::<S>(&self.slot, self.args.clone(), self.options, false)?;
        report(&self.slot, key, exits);
        self.handle = Some(handle);
        let slot = self.slot.clone();
        let started = Box::pin(poll_fn(move |cx| {
            slot.poll_started(incarnation, cx.waker())
                .map_err(StartError::of)
        }));
        Ok(Starting {
            incarnation,
            started,
        })
    }

    fn request_stop(&self, deadline: Duration) {
        request_stop(&self.slot, deadline);
    }

    fn abort(&self) {
        self.handle.iter().for_each(Handle::abort);
    }

    fn rest(&mut self) {
        self.slot.close_intake();
    }

    fn can_drain(&self) -> bool {
        true
    }

    fn close(&mut self) {
        self.slot.close();
    }

    fn stop_bound(&self) -> Duration {
        self.options.stop_deadline
    }
}

/// Makes a task's future anew for each run.
pub(super) type TaskFactory =
    Arc<dyn Fn(CancellationToken) -> BoxFuture<Result<(), BoxError>> + Send + Sync>;

/// What a task is to its supervisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TaskKind {
    /// Dropped to stop it.
    Plain,
    /// Told first.
    Stoppable,
    /// Stands for a store: told, and not restarted for the crashes of others.
    Store,
}

pub(super) struct TaskChild {
    pub(super) slot: Arc<Silent>,
    pub(super) factory: TaskFactory,
    pub(super) kind: TaskKind,
    pub(super) stop_deadline: Duration,
    pub(super) handle: Option<Handle>,
}

impl Child for TaskChild {
    fn start(&mut self, key: u64, exits: &Exits) -> Result<Starting, StartError> {
        let token = CancellationToken::new();
        let on_stop = match self.kind {
            TaskKind::Plain => OnStop::Cut,
            TaskKind::Stoppable | TaskKind::Store => OnStop::Tell(token.clone()),
        };
        let factory = self.factory.clone();
        let handle = body::spawn(&self.slot, false, on_stop, async move {
            match factory(token).await {
                Ok(()) => ExitReason::Normal,
                Err(error) => ExitReason::failed(error),
            }
        })?;
        report(&self.slot, key, exits);
        self.handle = Some(handle);
        let started = Box::pin(std::future::ready(Ok(())));
        Ok(Starting {
            incarnation: self.slot.incarnation(),
            started,
        })
    }

    fn request_stop(&self, deadline: Duration) {
        request_stop(&self.slot, deadline);
    }

    fn abort(&self) {
        self.handle.iter().for_each(Handle::abort);
    }

    fn is_store(&self) -> bool {
        self.kind == TaskKind::Store
    }

    fn rest(&mut self) {
        self.slot.close_intake();
    }

    fn close(&mut self) {
        self.slot.close();
    }

    fn stop_bound(&self) -> Duration {
        self.stop_deadline
    }
}

pub(super) struct NestedChild {
    pub(super) slot: Arc<Silent>,
    /// Locked by the run that is alive, of which there is never more than one.
    pub(super) engine: Arc<tokio::sync::Mutex<Engine>>,
    pub(super) board: Arc<Board>,
    pub(super) handle: Option<Handle>,
}

impl Child for NestedChild {
    fn start(&mut self, key: u64, exits: &Exits) -> Result<Starting, StartError> {
        let (handle, started) = run_engine(&self.slot, self.engine.clone(), false)?;
        report(&self.slot, key, exits);
        self.handle = Some(handle);
        let incarnation = self.slot.incarnation();
        let started = Box::pin(async move {
            match started.await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(failed)) => Err(StartError::Init(Arc::new(failed))),
                Err(_) => Err(StartError::Stopped(ExitReason::Aborted)),
            }
        });
        Ok(Starting {
            incarnation,
            started,
        })
    }

    fn request_stop(&self, deadline: Duration) {
        request_stop(&self.slot, deadline);
    }

    fn abort(&self) {
        self.handle.iter().for_each(Handle::abort);
    }

    fn rest(&mut self) {
        self.slot.close_intake();
        if let Ok(mut engine) = self.engine.try_lock() {
            engine.rest();
        }
    }

    fn close(&mut self) {
        self.slot.close();
        if let Ok(mut engine) = self.engine.try_lock() {
            engine.close();
        }
    }

    fn stop_bound(&self) -> Duration {
        self.board.stop_bound()
    }

    fn board(&self) -> Option<Arc<Board>> {
        Some(self.board.clone())
    }
}

type Started = oneshot::AsyncReceiver<Result<(), super::ChildError>>;

/// Runs a supervisor in its slot until it stops or gives up. `last` closes the children's slots with it.
pub(super) fn run_engine(
    slot: &Arc<Silent>,
    engine: Arc<tokio::sync::Mutex<Engine>>,
    last: bool,
) -> Result<(Handle, Started), StartError> {
    let (tell, started) = oneshot::async_channel();
    let own = slot.clone();
    let handle = body::spawn(slot, last, OnStop::Own, async move {
        let mut engine = engine.lock().await;
        let reason = engine.run(&own, tell, last).await;
        if last {
            engine.close();
        }
        reason
    })?;
    Ok((handle, started))
}

/// The ends that came while the supervisor waited for another one.
pub(super) type Deferred = VecDeque<(u64, Exit)>;
