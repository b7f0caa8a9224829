//! The process of one workflow.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::handle::{Shared, Taken, WorkflowError};
use super::manage::Node;
use super::step::{Next, Step, Workflow};
use super::tables::Active;
use crate::bounded::bounded;
use crate::exit::BoxError;
use crate::store::{CommitError, ReadError, millis};
use crate::transaction::Transaction;

/// How often a step runs again because its commit is a conflict, before that counts as a failure.
const CONFLICTS: u32 = 100;

/// How many signals a step can take.
const SIGNALS: usize = 64;

pub(super) struct Process<W: Workflow> {
    shared: Arc<Shared<W>>,
    node: Node<W>,
    drain: CancellationToken,
    id: String,
    fence: u64,
    /// Shared by the clones, of which one lives.
    alive: Arc<Alive<W>>,
}

impl<W: Workflow> Clone for Process<W> {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
            node: self.node.clone(),
            drain: self.drain.clone(),
            id: self.id.clone(),
            fence: self.fence,
            alive: self.alive.clone(),
        }
    }
}

/// While it is there, the workflow has a process here.
struct Alive<W: Workflow> {
    shared: Arc<Shared<W>>,
    taken: Taken,
}

impl<W: Workflow> Drop for Alive<W> {
    fn drop(&mut self) {
        self.shared.live().running.remove(&self.taken);
        // There is room, or something to let go of.
        self.shared.work.notify_one();
    }
}

/// What is left to do after a step.
enum Then {
    Again,
    Over,
}

impl<W: Workflow> Process<W> {
    pub(super) fn new(
        shared: &Arc<Shared<W>>,
        node: &Node<W>,
        drain: &CancellationToken,
        id: &str,
        fence: u64,
    ) -> Self {
        let taken = (id.to_owned(), fence);
        shared.live().running.insert(taken.clone());
        let alive = Alive {
            shared: shared.clone(),
            taken,
        };
        Self {
            shared: shared.clone(),
            node: node.clone(),
            drain: drain.clone(),
            id: id.to_owned(),
            fence,
            alive: Arc::new(alive),
        }
    }

    /// Takes steps until the workflow waits, has ended, or is somebody else's.
    pub(super) async fn live(self, stop: CancellationToken) -> Result<(), BoxError> {
        let result = self.go_on(&stop).await;
        if result.is_ok() {
            // What is to become of the workflow is stored.
            self.shared.live().open.remove(&self.alive.taken);
        }
        Ok(result?)
    }

    async fn go_on(&self, stop: &CancellationToken) -> Result<(), WorkflowError> {
        let mut conflicts = 0;
        loop {
            let Some((mut transaction, active)) = self.begin().await? else {
                return Ok(());
            };
            if stop.is_cancelled() || self.drain.is_cancelled() {
                // The attempt that was counted is not made.
                let attempts = active.attempts.saturating_sub(1);
                self.let_go(&mut transaction, active, attempts, Duration::ZERO);
                match transaction.commit().await {
                    Err(error) if error.is_conflict() => continue,
                    result => return Ok(result.map(drop)?),
                }
            }
            let failed: BoxError = match self.step(transaction, &active).await {
                Ok(Then::Again) => {
                    conflicts = 0;
                    continue;
                }
                Ok(Then::Over) => return Ok(()),
                Err(Failed::Conflict) if conflicts < CONFLICTS => {
                    conflicts += 1;
                    continue;
                }
                Err(Failed::Conflict) => {
                    format!("what it reads changes too often: {CONFLICTS} conflicts").into()
                }
                Err(Failed::Step(error)) => error,
                Err(Failed::Store(error)) => return Err(error),
            };
            return self.fail(&failed.to_string()).await;
        }
    }

    /// The workflow as it is stored, if it is this process's, and the transaction that depends on that.
    async fn begin(&self) -> Result<Option<(Transaction, Active)>, WorkflowError> {
        let mut transaction = self.node.store.begin();
        let active = transaction.get(&self.node.books.active, &self.id).await?;
        let mine =
            |it: &Active| it.owner.as_ref() == Some(&self.node.name) && it.fence == self.fence;
        Ok(active.filter(mine).map(|active| (transaction, active)))
    }

    async fn step(&self, mut transaction: Transaction, active: &Active) -> Result<Then, Failed> {
        let Node {
            states, signals, ..
        } = &self.node;
        let missing = || Failed::Step("its state is missing: the store is damaged".into());
        let state = transaction
            .get(states, &self.id)
            .await?
            .ok_or_else(missing)?;
        // Not read by the transaction: what comes while the step runs is no conflict.
        let come = signals.range(self.shared.all_of(&self.id), SIGNALS).await?;
        let mut step = Step {
            state,
            id: self.id.clone(),
            key: format!("{}/{}/{}", self.shared.name, self.id, active.step),
            fence: self.fence,
            attempt: active.attempts,
            cancelled: active.cancelled,
            signals: come
                .into_iter()
                .map(|((_, number), signal)| (number, signal))
                .collect(),
            taken: Vec::new(),
            transaction: transaction.lend(),
        };
        let workflow = &self.shared.workflow;
        let next = bounded(workflow.deadline(), workflow.step(&mut step), |error| error)
            .await
            .map_err(Failed::Step)?;
        self.finish(step, active, next).await
    }

    /// Commits what the step did, and what comes next.
    async fn finish(&self, step: Step<W>, active: &Active, next: Next) -> Result<Then, Failed> {
        let Node {
            states,
            signals,
            books,
            ..
        } = &self.node;
        let Step {
            state,
            taken,
            mut transaction,
            ..
        } = step;
        let now = self.shared.store.now();
        for number in taken {
            transaction.remove(signals, &(self.id.clone(), number));
        }
        transaction.insert(states, &self.id, &state);
        let more = match next {
            Next::Wait(_) => {
                let left = transaction
                    .range(signals, self.shared.all_of(&self.id), 1)
                    .await?;
                !left.is_empty()
            }
            _ => false,
        };
        let active = Active {
            error: None,
            changed: now,
            ..active.clone()
        };
        let then = match next {
            Next::Done => {
                self.shared
                    .forget_signals(&mut transaction, &self.id)
                    .await?;
                books.end(&mut transaction, &self.id, &active, false);
                Then::Over
            }
            Next::Wait(wait) if !more => {
                let active = Active {
                    step: active.step + 1,
                    ..active
                };
                self.let_go(&mut transaction, active, 0, wait);
                Then::Over
            }
            Next::Now | Next::Wait(_) => {
                let active = Active {
                    step: active.step + 1,
                    // Of the next step, which begins with this commit.
                    attempts: 1,
                    ..active
                };
                transaction.insert(&books.active, &self.id, &active);
                Then::Again
            }
        };
        transaction.carry_out().await?;
        if next == Next::Done {
            self.shared.news.0.notify_waiters();
        }
        Ok(then)
    }

    /// Makes the workflow anybody's, from then on.
    fn let_go(&self, transaction: &mut Transaction, active: Active, attempts: u32, wait: Duration) {
        let due = self.shared.store.now().saturating_add(millis(wait));
        let free = Active {
            owner: None,
            attempts,
            due,
            ..active
        };
        let books = &self.node.books;
        transaction.insert(&books.active, &self.id, &free).insert(
            &books.ready,
            &(due, self.id.clone()),
            &(),
        );
        if wait.is_zero() {
            transaction.tell(self.shared.books.ready.id());
        }
    }

    /// Notes that the step has failed, and lets go of the workflow.
    async fn fail(&self, error: &str) -> Result<(), WorkflowError> {
        loop {
            let Some((mut transaction, mut active)) = self.begin().await? else {
                return Ok(());
            };
            let (name, id, attempts) = (&self.shared.name, &self.id, active.attempts);
            active.error = Some(error.to_owned());
            if attempts >= self.shared.options.attempts {
                tracing::error!(workflow = %name, id, attempts, error, "a workflow is stuck");
                let stuck = Active {
                    owner: None,
                    stuck: true,
                    ..active
                };
                transaction.insert(&self.node.books.active, &self.id, &stuck);
            } else {
                tracing::warn!(workflow = %name, id, attempts, error, "a step has failed");
                let wait = self.shared.options.backoff.wait(attempts);
                self.let_go(&mut transaction, active, attempts, wait);
            }
            match transaction.commit().await {
                Err(error) if error.is_conflict() => {}
                result => return Ok(result.map(drop)?),
            }
        }
    }
}

/// Why a step was not committed.
enum Failed {
    /// What it has read has changed: it runs again.
    Conflict,
    /// The step itself, or what it wanted to write.
    Step(BoxError),
    /// The store, or this node's place in it.
    Store(WorkflowError),
}

impl From<ReadError> for Failed {
    fn from(error: ReadError) -> Self {
        match error {
            // Trying again comes to the same, which is what attempts are for.
            ReadError::Record { .. } | ReadError::Missing(_) => Self::Step(error.into()),
            error => Self::Store(error.into()),
        }
    }
}

impl From<CommitError> for Failed {
    fn from(error: CommitError) -> Self {
        match error {
            error if error.is_conflict() => Self::Conflict,
            error if error.is_not_owner() => Self::Store(WorkflowError::Fenced(error)),
            CommitError::Read(error) => error.into(),
            CommitError::Failed(_)
            | CommitError::Broken(_)
            | CommitError::Closed
            | CommitError::Unknown(_) => Self::Store(error.into()),
            error => Self::Step(error.into()),
        }
    }
}
