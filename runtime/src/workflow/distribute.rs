//! Tasks of a durable queue, handed to workers.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::bounded::bounded;
use crate::durable::{Heard, Lease, Queue};
use crate::exit::BoxError;
use crate::retry::Backoff;
use crate::store::{CommitError, ReadError, Record, Refusal, Store, text};
use crate::transaction::Transaction;

/// Does tasks.
pub trait Worker: Send + Sync + 'static {
    /// What a task says.
    type Task: Record;

    /// Does one.
    ///
    /// It may be dropped at any await: at its [deadline](Self::deadline), when another worker has the task, and when the
    /// program ends. It may run again with the same [key](Task::key).
    ///
    /// # Errors
    ///
    /// Any: nothing of [its transaction](Task::transaction) is written, and the task is given back.
    fn work(
        &self,
        task: &mut Task<Self::Task>,
    ) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// How long it may take. Afterwards it counts as failed. Default 60 s.
    fn deadline(&self) -> Duration {
        Duration::from_secs(60)
    }
}

/// A task in hand.
pub struct Task<T> {
    lease: Arc<Lease<T>>,
    transaction: Transaction,
}

impl<T: fmt::Debug> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").field("lease", &self.lease).finish()
    }
}

impl<T: Record> Task<T> {
    /// What is to be done.
    #[must_use]
    pub fn job(&self) -> &T {
        &self.lease.job
    }

    /// The same for every attempt of this task, and for nothing else in this store and namespace.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.lease.queue_name(), self.lease.id)
    }

    /// The fencing token: larger than that of any worker that had the task before.
    #[must_use]
    pub fn fence(&self) -> u64 {
        self.lease.fence()
    }

    /// Which attempt this is, from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.lease.attempt
    }

    /// What is committed together with the acknowledgement, when the work is done. It cannot be committed by itself.
    pub fn transaction(&mut self) -> &mut Transaction {
        &mut self.transaction
    }
}

/// How tasks are handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DistributorOptions {
    /// How many tasks are in hand at once in this program. Default 16; 0 counts as 1.
    pub workers: usize,
    /// How long a task waits after it has failed. Default 1 s, doubled up to 5 min. How often it is tried is the queue's.
    pub backoff: Backoff,
}

impl Default for DistributorOptions {
    fn default() -> Self {
        Self {
            workers: 16,
            backoff: Backoff {
                first: Duration::from_secs(1),
                most: Duration::from_secs(300),
            },
        }
    }
}

/// Hands the tasks of a queue to workers. Any number of programs may do so with one queue.
///
/// ```
/// use otp_runtime::exit::BoxError;
/// use otp_runtime::durable::{Map, Queue};
/// use otp_runtime::store::Store;
/// use otp_runtime::workflow::{Distributor, DistributorOptions, Task, Worker};
/// # use tokio_util::sync::CancellationToken;
///
/// struct Resize { done: Map<String, bool> }
/// impl Worker for Resize {
///     type Task = String;
///     async fn work(&self, task: &mut Task<String>) -> Result<(), BoxError> {
///         let image = task.job().clone();
///         // … resize it …
///         task.transaction().insert(&self.done, &image, &true);
///         Ok(())
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = Store::in_memory().await?;
/// let images: Queue<String> = store.queue("images").await?;
/// let done = store.map("done").await?;
/// let options = DistributorOptions { workers: 4, ..DistributorOptions::default() };
/// let distributor = Distributor::new(&images, Resize { done: done.clone() }, options);
/// images.push(&"cat.png".into()).await?;
///
/// // A stoppable task of a supervision tree, usually.
/// let stop = CancellationToken::new();
/// let running = tokio::spawn(distributor.run(stop.clone()));
/// while done.get(&"cat.png".into()).await?.is_none() { tokio::task::yield_now().await }
/// stop.cancel();
/// running.await??;
/// assert_eq!(images.count().await?, (0, 0));
/// # Ok(()) }
/// ```
///
/// # What holds
///
/// - No more than [`workers`](DistributorOptions::workers) tasks are in hand, and none is taken that nobody has time for.
/// - A task is acknowledged in the commit that its worker's writes are part of: its effect on the store happens once.
///   What it does elsewhere happens at least once, under one [key](Task::key).
/// - Its lease is extended while it is worked on. If another program has it all the same, the work is dropped.
/// - A worker that fails, panics or takes too long gives the task back with its error; after the queue's last attempt it
///   is a dead letter. Others are not disturbed.
/// - When it is told to stop, nothing more is taken, and what is in hand is done.
pub struct Distributor<W: Worker> {
    queue: Queue<W::Task>,
    worker: Arc<W>,
    options: DistributorOptions,
}

impl<W: Worker> Clone for Distributor<W> {
    fn clone(&self) -> Self {
        Self {
            queue: self.queue.clone(),
            worker: self.worker.clone(),
            options: self.options,
        }
    }
}

impl<W: Worker> fmt::Debug for Distributor<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Distributor")
            .field("queue", &self.queue)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// How often work is done again because its commit is a conflict, before that counts as a failure.
const CONFLICTS: u32 = 100;

/// What there is to do for the distributor.
enum Turn<'a> {
    Stop,
    /// A worker is free again.
    Free(Result<(), CommitError>),
    /// A task is due.
    Due(Heard<'a>),
}

impl<W: Worker> Distributor<W> {
    /// Hands out nothing until it [runs](Self::run).
    #[must_use]
    pub fn new(queue: &Queue<W::Task>, worker: W, options: DistributorOptions) -> Self {
        Self {
            queue: queue.clone(),
            worker: Arc::new(worker),
            options: DistributorOptions {
                workers: options.workers.max(1),
                ..options
            },
        }
    }

    /// Hands out tasks until it is told to stop, and waits then for those in hand: the body of a
    /// [stoppable task](crate::supervisor::Supervisor::stoppable_task).
    ///
    /// Cancel safe: dropped, the tasks in hand are cut off at an await, and are handed out again when their leases end.
    ///
    /// # Errors
    ///
    /// [`CommitError`] if the store fails. What workers answer is no error here.
    pub async fn run(self, stop: CancellationToken) -> Result<(), CommitError> {
        let mut working = JoinSet::new();
        let result = self.hand_out(&stop, &mut working).await;
        let mut rest = Ok(());
        while let Some(ended) = working.join_next().await {
            rest = rest.and(joined(ended));
        }
        result.and(rest)
    }

    async fn hand_out(
        &self,
        stop: &CancellationToken,
        working: &mut JoinSet<Result<(), CommitError>>,
    ) -> Result<(), CommitError> {
        let mut stopped = pin!(stop.cancelled());
        loop {
            let free = self.options.workers - working.len();
            let turn = {
                let mut due = pin!(self.queue.due_now());
                let is_free = free > 0;
                poll_fn(|cx| turn(stopped.as_mut(), working, is_free, due.as_mut(), cx)).await?
            };
            match turn {
                Turn::Stop => return Ok(()),
                Turn::Free(result) => result?,
                Turn::Due(heard) => {
                    for lease in self.queue.lease(free).await? {
                        working.spawn(self.clone().work(lease));
                    }
                    heard.done();
                }
            }
        }
    }

    async fn work(self, lease: Lease<W::Task>) -> Result<(), CommitError> {
        let store = lease.store().clone();
        let mut task = Task {
            lease: Arc::new(lease),
            transaction: store.begin().lend(),
        };
        for _ in 0..CONFLICTS {
            let failed = match self.attempt(&mut task, &store).await {
                Ok(()) => return Ok(()),
                Err(Failed::Conflict) => continue,
                Err(Failed::Lost) => {
                    let (queue, job) = (self.queue.name(), task.lease.id.number());
                    tracing::warn!(queue, job, "a task was lost to another worker");
                    return Ok(());
                }
                Err(Failed::Store(error)) => return Err(error),
                Err(Failed::Work(error)) => error,
            };
            return self.give_back(&task.lease, &failed.to_string()).await;
        }
        self.give_back(&task.lease, "what it reads changes too often")
            .await
    }

    async fn attempt(&self, task: &mut Task<W::Task>, store: &Store) -> Result<(), Failed> {
        task.transaction = store.begin().lend();
        let (lease, visibility) = (task.lease.clone(), self.queue.visibility());
        let mut keep = pin!(async {
            loop {
                sleep(visibility / 3).await;
                if let Err(error) = lease.extend(visibility).await {
                    return error;
                }
            }
        });
        let done = {
            let deadline = self.worker.deadline();
            let mut work = bounded(deadline, self.worker.work(task), |error| error);
            poll_fn(|cx| match work.as_mut().poll(cx) {
                Poll::Ready(done) => Poll::Ready(Ok(done)),
                Poll::Pending => keep.as_mut().poll(cx).map(Err),
            })
            .await
        };
        done?.map_err(Failed::Work)?;
        let empty = store.begin().lend();
        let mut transaction = std::mem::replace(&mut task.transaction, empty);
        transaction.ack(&task.lease);
        transaction.carry_out().await?;
        Ok(())
    }

    async fn give_back(&self, lease: &Lease<W::Task>, error: &str) -> Result<(), CommitError> {
        let (queue, job, attempt) = (self.queue.name(), lease.id.number(), lease.attempt);
        tracing::warn!(queue, job, attempt, error, "a task has failed");
        let wait = self.options.backoff.wait(attempt);
        match lease.nack(wait, error).await {
            // Another worker has it.
            Err(CommitError::Refused(Refusal::LeaseLost { .. })) => Ok(()),
            result => result.map(drop),
        }
    }
}

fn turn<'a>(
    stopped: Pin<&mut impl Future>,
    working: &mut JoinSet<Result<(), CommitError>>,
    is_free: bool,
    due: Pin<&mut impl Future<Output = Result<Heard<'a>, ReadError>>>,
    cx: &mut Context<'_>,
) -> Poll<Result<Turn<'a>, CommitError>> {
    if stopped.poll(cx).is_ready() {
        return Poll::Ready(Ok(Turn::Stop));
    }
    if let Poll::Ready(Some(ended)) = working.poll_join_next(cx) {
        return Poll::Ready(Ok(Turn::Free(joined(ended))));
    }
    if is_free {
        return due.poll(cx).map(|due| Ok(Turn::Due(due?)));
    }
    Poll::Pending
}

fn joined(
    ended: Result<Result<(), CommitError>, tokio::task::JoinError>,
) -> Result<(), CommitError> {
    // Workers do not come here with their panics.
    ended.unwrap_or_else(|error| Err(CommitError::Failed(text(error.to_string()))))
}

/// Why a task was not acknowledged.
enum Failed {
    /// What it has read has changed: it is done again.
    Conflict,
    /// Another worker has it.
    Lost,
    /// The worker, or what it wanted to write.
    Work(BoxError),
    Store(CommitError),
}

impl From<CommitError> for Failed {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Refused(Refusal::LeaseLost { .. }) => Self::Lost,
            error if error.is_conflict() => Self::Conflict,
            error if error.is_not_owner() => Self::Store(error),
            CommitError::Failed(_)
            | CommitError::Broken(_)
            | CommitError::Closed
            | CommitError::Unknown(_) => Self::Store(error),
            error => Self::Work(error.into()),
        }
    }
}
