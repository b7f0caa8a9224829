//! What a workflow is made of.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::time::Duration;

use crate::exit::BoxError;
use crate::store::Record;
use crate::transaction::Transaction;

/// A kind of workflow: what it keeps, and what it does next.
pub trait Workflow: Send + Sync + 'static {
    /// What is kept between steps; also where it stands.
    type State: Record + Clone;

    /// What it can be told meanwhile; `()` where that is nothing but to wake up.
    type Signal: Record;

    /// Does what the state says is next, and sets the state to what is next then.
    ///
    /// It may be dropped at any await: at its [deadline](Self::deadline), and when the program ends. It may run again
    /// with the same [key](Step::key). So what it does elsewhere must be done once for each key, by whoever is asked;
    /// what it does in the store belongs into [its transaction](Step::transaction).
    ///
    /// # Errors
    ///
    /// Any: nothing of the step is kept, and it is tried again.
    fn step(&self, step: &mut Step<Self>) -> impl Future<Output = Result<Next, BoxError>> + Send
    where
        Self: Sized;

    /// How long a step may take. Afterwards it counts as failed. Default 60 s.
    fn deadline(&self) -> Duration {
        Duration::from_secs(60)
    }
}

/// What comes after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// The next step, at once.
    Now,
    /// The next step when this time has passed, or a signal or a cancellation has come before. With `Duration::MAX` only
    /// then. A signal that has come and was not taken does not let it wait.
    Wait(Duration),
    /// Nothing: it is over, and the state is what came of it.
    Done,
}

/// One step of one workflow.
pub struct Step<W: Workflow> {
    /// The workflow's state. What it is when the step has ended is stored, if the step succeeds.
    pub state: W::State,
    pub(super) id: String,
    pub(super) key: String,
    pub(super) fence: u64,
    pub(super) attempt: u32,
    pub(super) cancelled: bool,
    /// What has come and was not taken, with its numbers.
    pub(super) signals: VecDeque<(u64, W::Signal)>,
    pub(super) taken: Vec<u64>,
    pub(super) transaction: Transaction,
}

impl<W: Workflow> fmt::Debug for Step<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step")
            .field("key", &self.key)
            .field("fence", &self.fence)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

impl<W: Workflow> Step<W> {
    /// The workflow's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The same for every run of this step of this workflow, and for nothing else. Whoever the step asks to do something
    /// remembers it and does that once.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The fencing token: larger than that of any earlier process of this workflow. Whoever the step writes to, outside
    /// of the store, can remember the largest one and refuse smaller ones.
    #[must_use]
    pub fn fence(&self) -> u64 {
        self.fence
    }

    /// Which attempt of the step this is, from 1. Runs after a conflict do not count.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Whether the workflow was [cancelled](super::Workflows::cancel). What that means is the workflow's business: it
    /// usually undoes what it did and ends.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// Takes the first signal that has come and was not taken. It is gone when the step is committed, and comes again if
    /// it is not.
    pub fn signal(&mut self) -> Option<W::Signal> {
        let (number, signal) = self.signals.pop_front()?;
        self.taken.push(number);
        Some(signal)
    }

    /// What is committed with the step: writes to maps, queues, states and outboxes of the same store. What it reads
    /// must still be so then, or the step runs again.
    ///
    /// It cannot be committed by itself.
    pub fn transaction(&mut self) -> &mut Transaction {
        &mut self.transaction
    }
}
