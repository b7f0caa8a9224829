//! How a server is started.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::run::launch_here;
use super::{Process, Server, StartError};
use crate::mailbox::{self, CapacityError, Slot};

/// Deadlines and bounds of one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// Bound and policy of the mailbox.
    pub mailbox: mailbox::Options,
    /// How long `init` may take. Default 5 s, OTP's usual patience; longer than zero.
    #[serde(with = "crate::duration")]
    pub start_deadline: Duration,
    /// How long the message in hand and `terminate` may take together after a request to stop, before the process is
    /// aborted at an await. Default 5 s. Zero aborts at once.
    #[serde(with = "crate::duration")]
    pub stop_deadline: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mailbox: mailbox::Options::default(),
            start_deadline: Duration::from_secs(5),
            stop_deadline: Duration::from_secs(5),
        }
    }
}

/// Options that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionsError {
    /// The mailbox could hold nothing, or too much.
    #[error(transparent)]
    Capacity(#[from] CapacityError),
    /// No `init` can be that fast.
    #[error("the start deadline must be longer than zero")]
    StartDeadline,
}

impl Options {
    pub(crate) fn check(&self) -> Result<(), OptionsError> {
        self.mailbox.check()?;
        if self.start_deadline.is_zero() {
            return Err(OptionsError::StartDeadline);
        }
        Ok(())
    }
}

type Hook<M> = Arc<dyn Fn(M) + Send + Sync>;

/// Collects what a server is started with. Made by [`builder`](super::builder).
#[must_use = "a builder starts nothing until `start`"]
pub struct Builder<S: Server> {
    name: Option<Arc<str>>,
    pub(crate) options: Options,
    undelivered: Option<Hook<S::Message>>,
    server: PhantomData<fn() -> S>,
}

impl<S: Server> Default for Builder<S> {
    fn default() -> Self {
        Self {
            name: None,
            options: Options::default(),
            undelivered: None,
            server: PhantomData,
        }
    }
}

impl<S: Server> fmt::Debug for Builder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("name", &self.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<S: Server> Builder<S> {
    /// The name in logs, reports and exits. Default: the name of the type.
    pub fn name(mut self, name: impl Into<Arc<str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// All options at once.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Bound and policy of the mailbox.
    pub fn mailbox(mut self, mailbox: mailbox::Options) -> Self {
        self.options.mailbox = mailbox;
        self
    }

    /// How long `init` may take.
    pub fn start_deadline(mut self, deadline: Duration) -> Self {
        self.options.start_deadline = deadline;
        self
    }

    /// How long a stop may take before it becomes an abort.
    pub fn stop_deadline(mut self, deadline: Duration) -> Self {
        self.options.stop_deadline = deadline;
        self
    }

    /// Receives every message that was accepted and never taken, in order, when the process has ended for good. A call
    /// among them is answered *not started* as soon as the hook drops its reply.
    pub fn undelivered(mut self, hook: impl Fn(S::Message) + Send + Sync + 'static) -> Self {
        self.undelivered = Some(Arc::new(hook));
        self
    }

    /// Starts the server and waits for its `init`.
    ///
    /// Cancel safe: dropped before it is ready, it stops what it started.
    ///
    /// # Errors
    ///
    /// [`StartError`]: why there is no process.
    pub async fn start(self, args: S::Args) -> Result<Process<S::Message>, StartError> {
        self.options.check()?;
        let slot = self.slot(std::any::type_name::<S>());
        let mut args = Some(args);
        let launched = poll_fn(|cx| match args.take() {
            Some(args) => Poll::Ready(launch_here::<S>(&slot, args, self.options, cx)),
            None => Poll::Pending,
        })
        .await;
        let launched = launched?;
        let ready = launched.ready;
        let process = Process::new(slot, launched);
        if !ready {
            process.started().await.map_err(StartError::of)?;
        }
        Ok(process)
    }

    /// The place that this server's runs will have.
    pub(crate) fn slot(&self, name: &str) -> Arc<Slot<S::Message>> {
        let name = self.name.clone().unwrap_or_else(|| Arc::from(name));
        let slot = Slot::new(name, self.options.mailbox, self.options.stop_deadline);
        self.hook(&slot);
        Arc::new(slot)
    }

    /// Gives a slot the hook for undelivered messages, if there is one.
    pub(crate) fn hook(&self, slot: &Slot<S::Message>) {
        if let Some(hook) = self.undelivered.clone() {
            slot.on_undelivered(Box::new(move |message| hook(message)));
        }
    }
}
