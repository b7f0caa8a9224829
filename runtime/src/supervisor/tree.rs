//! A running tree, and its owner's hold on it.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::body::Silent;
use super::info::{ChildInfo, Status, TreeInfo};
use super::reference::SupervisorRef;
use super::spec::ChildSpec;
use super::{ChangeError, NameError};
use crate::exit::{BoxError, Exit, ExitReason};
use crate::mailbox::{Address, Stop};
use crate::scheduler::{Scheduler, Timers};
use crate::server::{Handle, Server};

pub(super) struct TreeParts {
    pub(super) slot: Arc<Silent>,
    pub(super) handle: Handle,
    pub(super) root: SupervisorRef,
    pub(super) names: BTreeMap<String, Box<dyn Any + Send + Sync>>,
    pub(super) supervisors: BTreeMap<String, SupervisorRef>,
    pub(super) scheduler: Option<Scheduler>,
}

/// Owns a running tree: dropped, it stops the tree, each child within its own deadline.
#[must_use = "a tree that is dropped is stopped"]
pub struct Tree {
    parts: TreeParts,
    timers: Timers,
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree")
            .field("name", &self.parts.slot.name)
            .finish_non_exhaustive()
    }
}

/// How a stop of a tree went.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StopReport {
    /// The end of the root supervisor.
    pub exit: Exit,
    /// The children that have not come to an await by their deadlines. They still run.
    pub stuck: Vec<String>,
}

impl StopReport {
    /// True if everything has ended, and for a clean reason.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.exit.reason.is_clean() && self.stuck.is_empty()
    }

    /// 0 after a clean stop, else 1.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        if self.is_clean() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

impl Tree {
    pub(super) fn new(parts: TreeParts, timers: Timers) -> Self {
        Self { parts, timers }
    }

    /// The address of a server of the specification, over all its incarnations.
    ///
    /// # Errors
    ///
    /// [`NameError`] if there is none or if it takes other messages.
    pub fn name<S: Server>(&self, id: &str) -> Result<Address<S::Message>, NameError> {
        let named = self
            .parts
            .names
            .get(id)
            .ok_or_else(|| NameError::Unknown(id.to_owned()))?;
        named
            .downcast_ref::<Address<S::Message>>()
            .cloned()
            .ok_or_else(|| NameError::Type {
                id: id.to_owned(),
                asked: std::any::type_name::<S::Message>(),
            })
    }

    /// The tree's timers. They are cancelled first when the tree stops.
    #[must_use]
    pub fn scheduler(&self) -> &Timers {
        &self.timers
    }

    /// A picture of the tree.
    #[must_use]
    pub fn info(&self) -> TreeInfo {
        let name = self.parts.slot.name.to_string();
        TreeInfo {
            name,
            children: self.parts.root.children(),
        }
    }

    /// The children of the root, in order.
    #[must_use]
    pub fn children(&self) -> Vec<ChildInfo> {
        self.parts.root.children()
    }

    /// The root supervisor, to add and stop children under it.
    #[must_use]
    pub fn root(&self) -> &SupervisorRef {
        &self.parts.root
    }

    /// A nested supervisor of the specification, to add and stop children under it.
    ///
    /// # Errors
    ///
    /// [`NameError::NoSupervisor`] if there is none under this id.
    pub fn supervisor(&self, id: &str) -> Result<&SupervisorRef, NameError> {
        let found = self.parts.supervisors.get(id);
        found.ok_or_else(|| NameError::NoSupervisor(id.to_owned()))
    }

    /// Adds a server under the root: [`SupervisorRef::start_server`].
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
        self.root().start_server::<S>(spec, args).await
    }

    /// Adds a task under the root: [`SupervisorRef::start_task`]. Cancel safe as that is.
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
        self.root().start_task(spec, make).await
    }

    /// Stops a child of the root and forgets it: [`SupervisorRef::stop_child`]. Cancel safe as that is.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Unknown`], [`ChangeError::Stuck`], [`ChangeError::Stopping`].
    pub async fn stop_child(&self, id: &str) -> Result<(), ChangeError> {
        self.root().stop_child(id).await
    }

    /// Resolves when the tree has ended, by itself or on request. Cancel safe.
    pub async fn ended(&self) -> Exit {
        self.parts.slot.monitor().await
    }

    /// Stops the tree: its timers first, then the children in reverse order, each within its own deadline and all
    /// within `total`. It returns at the latest 200 ms for each stuck child after that.
    ///
    /// Cancel safe: the stop goes on.
    pub async fn stop(mut self, total: Duration) -> StopReport {
        drop(self.parts.scheduler.take());
        self.request_stop(total);
        let exit = self.ended().await;
        let mut stuck = Vec::new();
        collect_stuck(&self.children(), &mut stuck);
        StopReport { exit, stuck }
    }

    /// Waits for SIGTERM, ctrl-c, or the tree's own end, and stops what is left within `total`.
    ///
    /// Cancel safe: dropped, it stops the tree as dropping a [`Tree`] does.
    ///
    /// # Errors
    ///
    /// If the signals cannot be listened to; the tree is stopped then.
    pub async fn until_signal(self, total: Duration) -> std::io::Result<StopReport> {
        let ended = self.ended();
        crate::shutdown::signal_or(ended).await?;
        Ok(self.stop(total).await)
    }

    fn request_stop(&self, deadline: Duration) {
        self.parts.slot.request_stop(
            Stop {
                reason: ExitReason::Shutdown,
                deadline,
            },
            None,
        );
    }
}

fn collect_stuck(children: &[ChildInfo], stuck: &mut Vec<String>) {
    for child in children {
        match &child.children {
            Some(nested) => collect_stuck(nested, stuck),
            None if child.status == Status::Stuck => stuck.push(child.id.clone()),
            None => {}
        }
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        self.request_stop(self.parts.root.stop_bound());
        // Held so that the task can be told apart in a debugger; it ends by itself.
        let _ = &self.parts.handle;
    }
}
