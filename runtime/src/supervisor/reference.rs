//! Children that come and go while their supervisor runs.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_util::sync::CancellationToken;

use super::ChangeError;
use super::builder::{Built, Factory, server_factory, task_factory};
use super::child::TaskKind;
use super::command::Command;
use super::info::{Board, ChildInfo};
use super::spec::{ChildSpec, Problem};
use crate::exit::BoxError;
use crate::mailbox::Address;
use crate::server::{self, Server};

/// How many changes may wait for a supervisor; more wait at their callers.
const WAITING: usize = 16;

/// Reaches one supervisor of a tree, over all its runs, to add and stop children.
///
/// Cheap to clone, and to hand to a server that starts others. It does not keep the supervisor running. Children added
/// here are gone when their supervisor is restarted, as in OTP: what it is told to have is its specification.
#[derive(Clone)]
pub struct SupervisorRef {
    name: Arc<str>,
    commands: Sender<Command>,
    board: Arc<Board>,
}

impl fmt::Debug for SupervisorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SupervisorRef")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Both ends of the line to a supervisor, before it runs.
pub(super) struct Line {
    pub(super) reference: SupervisorRef,
    pub(super) commands: Receiver<Command>,
    pub(super) board: Arc<Board>,
}

impl Line {
    pub(super) fn new(name: &str) -> Self {
        let (sender, commands) = channel(WAITING);
        let board = Arc::<Board>::default();
        let reference = SupervisorRef {
            name: Arc::from(name),
            commands: sender,
            board: board.clone(),
        };
        Self {
            reference,
            commands,
            board,
        }
    }
}

impl SupervisorRef {
    /// The supervisor's id; the tree's name for its root.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its children, in order.
    #[must_use]
    pub fn children(&self) -> Vec<ChildInfo> {
        self.board.children()
    }

    pub(super) fn stop_bound(&self) -> std::time::Duration {
        self.board.stop_bound()
    }

    /// Adds a server, and waits for its `init`. It is restarted by its own rule and forgotten when it has ended. While
    /// the supervisor itself is being restarted, this waits.
    ///
    /// Not from the `init` of another child of the same supervisor, which cannot do two things at a time: that `init`
    /// would wait until its start deadline.
    ///
    /// Cancel safe in this sense: the child is added or not, as if the wait had gone on.
    ///
    /// # Errors
    ///
    /// [`ChangeError`]; nothing was added then, unless a stuck `init` still runs.
    pub async fn start_server<S: Server>(
        &self,
        spec: ChildSpec,
        args: S::Args,
    ) -> Result<Address<S::Message>, ChangeError>
    where
        S::Args: Clone,
    {
        let builder = server::builder::<S>().name(&*spec.id);
        let address = self.add(spec, server_factory(builder, args)).await?;
        address
            .and_then(|address| address.downcast_ref::<Address<S::Message>>().cloned())
            .ok_or(ChangeError::Stopping)
    }

    /// Adds a task; see [`start_server`](Self::start_server) and
    /// [`Supervisor::stoppable_task`](super::Supervisor::stoppable_task).
    ///
    /// Cancel safe as that is.
    ///
    /// # Errors
    ///
    /// [`ChangeError`].
    pub async fn start_task<F, Fut, E>(&self, spec: ChildSpec, make: F) -> Result<(), ChangeError>
    where
        F: Fn(CancellationToken) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.add(spec, task_factory(make, TaskKind::Stoppable))
            .await
            .map(drop)
    }

    /// Stops a child and forgets it, whatever its restart rule.
    ///
    /// Cancel safe in this sense: the child is stopped all the same.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Unknown`], [`ChangeError::Stuck`], [`ChangeError::Stopping`].
    pub async fn stop_child(&self, id: &str) -> Result<(), ChangeError> {
        self.change(|reply| Command::Stop(id.to_owned(), reply))
            .await
    }

    async fn add(
        &self,
        spec: ChildSpec,
        factory: Factory,
    ) -> Result<Option<Box<dyn Any + Send + Sync>>, ChangeError> {
        // Checked before a mailbox is built from it; all the rest is checked by the supervisor.
        if let Err(error) = spec.options().check() {
            return Err(ChangeError::Spec(Problem::Options { id: spec.id, error }));
        }
        let Built { child, address } = factory.make(&spec);
        self.change(|reply| Command::Start(Box::new(spec), child, reply))
            .await?;
        Ok(address)
    }

    async fn change(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<(), ChangeError>>) -> Command,
    ) -> Result<(), ChangeError> {
        let (reply, answer) = oneshot::async_channel();
        self.commands
            .send(command(reply))
            .await
            .map_err(|_| ChangeError::Stopping)?;
        answer.await.unwrap_or(Err(ChangeError::Stopping))
    }
}
