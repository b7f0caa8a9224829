//! Work that is done at least once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::store::backend::{Commit, JobRow, JobState, Kind, Millis, ObjectId, Write, number};
use crate::store::record::{DecodeError, decode, encode};
use crate::store::{
    CommitError, LOOK_AGAIN, NameError, Opened, ReadError, Receipt, Record, Store, millis,
};

/// How the jobs of a queue are treated. It is not stored: every program that opens the queue says it anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueOptions {
    /// For how long a worker has a job to itself. It is given to another one afterwards, unless it was acknowledged or
    /// the lease was extended. Default 30 s.
    pub visibility: Duration,
    /// How many attempts a job has before it becomes a dead letter. Default 5; 0 counts as 1.
    pub attempts: u32,
    /// How many jobs may wait or be in hand; more are refused. Dead letters do not count. Default 100 000.
    pub capacity: u64,
}

impl Default for QueueOptions {
    fn default() -> Self {
        Self {
            visibility: Duration::from_secs(30),
            attempts: 5,
            capacity: 100_000,
        }
    }
}

/// The number of a job. A job that was pushed later, by a commit of its own, has a larger one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(u64);

impl JobId {
    /// The number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The job with this number.
    #[must_use]
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A queue of work in a [`Store`]. Clones share it.
///
/// ```
/// use std::time::Duration;
/// use otp_runtime::durable::Queue;
/// use otp_runtime::store::Store;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = Store::in_memory().await?;
/// let mails: Queue<String> = store.queue("mails").await?;
/// let done = store.map::<u64, bool>("done").await?;
/// mails.push(&"welcome".into()).await?;
///
/// let job = mails.next().await?;
/// assert_eq!((job.job.as_str(), job.attempt), ("welcome", 1));
/// // … send the mail …
/// store.transaction(job.id.number()).insert(&done, &1, &true).ack(&job).commit().await?;
/// # Ok(()) }
/// ```
///
/// # What holds
///
/// - A pushed job is handed out until it is acknowledged, has used up its attempts, or was discarded: at least once. In
///   the order in which jobs became due; one that was given back becomes due anew.
/// - The attempt is stored before the worker gets the job, so that one that kills the program becomes a dead letter
///   too.
/// - One worker has it at a time, until its lease ends: a handler that takes longer than
///   [`visibility`](QueueOptions::visibility) must [`extend`](Lease::extend) it. A worker whose lease has ended can
///   neither acknowledge nor give back: [`Refusal::LeaseLost`](crate::store::Refusal::LeaseLost).
/// - [`Transaction::ack`](crate::transaction::Transaction::ack) acknowledges together with what the handler writes: then
///   its effect on the store happens exactly once.
/// - A dropped [`Lease`] gives nothing back; the job waits for the end of its lease.
/// - A job that cannot be read becomes a dead letter at once, and is logged.
pub struct Queue<T> {
    opened: Opened,
    options: QueueOptions,
    /// Rings when a job was added or given back.
    bell: Arc<Notify>,
    waits: Arc<Waits>,
    types: PhantomData<fn() -> T>,
}

/// What the handles of one queue share: whether there were as many jobs as wanted when it was last asked for some.
#[derive(Default)]
struct Waits(AtomicBool);

/// Rings again for another worker, if the one that heard it goes without having looked.
pub(crate) struct Heard<'a>(Option<&'a Notify>);

impl Heard<'_> {
    /// It has looked, and taken what there was for it.
    pub(crate) fn done(mut self) {
        self.0 = None;
    }
}

impl Drop for Heard<'_> {
    fn drop(&mut self) {
        if let Some(bell) = self.0 {
            bell.notify_one();
        }
    }
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self {
            opened: self.opened.clone(),
            options: self.options,
            bell: self.bell.clone(),
            waits: self.waits.clone(),
            types: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Queue").field(&self.opened.name).finish()
    }
}

/// A job in hand.
pub struct Lease<T> {
    /// The job.
    pub job: T,
    /// Its number; the same in every attempt, so it serves as an idempotency key.
    pub id: JobId,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    token: u64,
    queue: Queue<T>,
}

impl<T: fmt::Debug> fmt::Debug for Lease<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("id", &self.id)
            .field("attempt", &self.attempt)
            .field("job", &self.job)
            .finish_non_exhaustive()
    }
}

/// A job that nobody tries any more.
#[derive(Debug)]
#[non_exhaustive]
pub struct DeadLetter<T> {
    /// Its number.
    pub id: JobId,
    /// How many attempts there were.
    pub attempts: u32,
    /// Why the last one failed.
    pub error: Option<String>,
    /// The job, if it can be read.
    pub job: Result<T, DecodeError>,
}

impl Store {
    /// Opens the queue with this name and the default options.
    ///
    /// # Errors
    ///
    /// [`NameError`]: the name has another type, a newer program has written to it, or the store failed.
    pub async fn queue<T: Record>(&self, name: &str) -> Result<Queue<T>, NameError> {
        self.queue_with(name, QueueOptions::default()).await
    }

    /// Opens the queue with this name.
    ///
    /// # Errors
    ///
    /// As [`queue`](Self::queue).
    pub async fn queue_with<T: Record>(
        &self,
        name: &str,
        options: QueueOptions,
    ) -> Result<Queue<T>, NameError> {
        let opened = self
            .declare(name, Kind::Queue, T::TYPE.to_owned(), T::VERSION)
            .await?;
        let bell = self.bell(opened.id);
        let waits = self.shared_or(opened.id, Waits::default);
        Ok(Queue {
            opened,
            options: QueueOptions {
                attempts: options.attempts.max(1),
                ..options
            },
            bell,
            waits,
            types: PhantomData,
        })
    }
}

/// How many jobs are read at once where all of them are looked at.
const PAGE: usize = 256;

impl<T: Record> Queue<T> {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.opened.name
    }

    /// Adds a job. When this answers it is durable and will be handed out.
    ///
    /// Cancel safe in the sense of the store: dropped before it is queued nothing happens, afterwards it is committed
    /// and only the answer is lost. With an operation id: [`Transaction::push`](crate::transaction::Transaction::push).
    ///
    /// # Errors
    ///
    /// [`CommitError`]; a full queue is [`Refusal::Full`](crate::store::Refusal::Full).
    pub async fn push(&self, job: &T) -> Result<JobId, CommitError> {
        self.push_after(job, Duration::ZERO).await
    }

    /// Adds a job that is handed out when this time has passed. Otherwise as [`push`](Self::push).
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    pub async fn push_after(&self, job: &T, delay: Duration) -> Result<JobId, CommitError> {
        let receipt = self.commit(self.pushed(job, delay)?, true).await?;
        Ok(JobId(number(receipt.revision, 0)))
    }

    /// Takes up to `limit` jobs that are due, and counts an attempt for each. Does not wait for jobs.
    ///
    /// Dropped after it was queued, the jobs wait for the end of their lease.
    ///
    /// # Errors
    ///
    /// [`CommitError`]. If it is unknown, the jobs wait for the end of their lease.
    pub async fn lease(&self, limit: usize) -> Result<Vec<Lease<T>>, CommitError> {
        let now = self.opened.store.now();
        let take = Write::Lease {
            queue: self.id(),
            limit,
            now,
            until: now + millis(self.options.visibility),
            attempts: self.options.attempts,
        };
        let receipt = self.commit(take, false).await?;
        let full = receipt.leased.len() >= limit;
        self.waits.0.store(full, Ordering::Relaxed);
        let mut leases = Vec::with_capacity(receipt.leased.len());
        for row in receipt.leased {
            match decode(&row.record) {
                Ok(job) => leases.push(Lease {
                    job,
                    id: JobId(row.job),
                    attempt: row.attempts,
                    token: row.token,
                    queue: self.clone(),
                }),
                Err(error) => self.bury_unreadable(&row, &error).await?,
            }
        }
        Ok(leases)
    }

    /// Waits for a job and takes it.
    ///
    /// Cancel safe while it waits; dropped when it is already taking one, that one waits for the end of its lease.
    ///
    /// # Errors
    ///
    /// [`CommitError`].
    pub async fn next(&self) -> Result<Lease<T>, CommitError> {
        // Where work waits one question is enough: who looks before he takes asks twice.
        if self.waits.0.load(Ordering::Relaxed)
            && let Some(lease) = self.lease(1).await?.pop()
        {
            return Ok(lease);
        }
        loop {
            let heard = self.due_now().await?;
            if let Some(lease) = self.lease(1).await?.pop() {
                heard.done();
                return Ok(lease);
            }
        }
    }

    /// Waits until a job is due. Cancel safe.
    pub(crate) async fn due_now(&self) -> Result<Heard<'_>, ReadError> {
        let mut heard = Heard(None);
        loop {
            let bell = self.bell.notified();
            tokio::pin!(bell);
            bell.as_mut().enable();
            let id = self.id();
            let now = self.opened.store.now();
            let due = self
                .opened
                .store
                .read(move |half| half.next_due(id, now))
                .await?;
            if due.is_some_and(|due| due <= now) {
                return Ok(heard);
            }
            heard.0 = None;
            match due {
                Some(due) => {
                    let wait =
                        u64::try_from(due - now).map_or(Duration::MAX, Duration::from_millis);
                    // The clock of the store may be another one than tokio's: whoever comes too early looks again.
                    let _ = tokio::time::timeout(wait.min(self.longest_wait()), bell).await;
                }
                None => self.store().hear(bell).await,
            }
            heard.0 = Some(&self.bell);
        }
    }

    /// How many jobs wait or are in hand, and how many are dead letters. Reads all of them. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn count(&self) -> Result<(usize, usize), ReadError> {
        let (mut live, mut dead) = (0, 0);
        self.each(|row| {
            if row.state == JobState::Dead {
                dead += 1;
            } else {
                live += 1;
            }
            true
        })
        .await?;
        Ok((live, dead))
    }

    /// The first `limit` dead letters, the oldest first. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter<T>>, ReadError> {
        let mut dead = Vec::new();
        self.each(|row| {
            if row.state == JobState::Dead && dead.len() < limit {
                dead.push(DeadLetter {
                    id: JobId(row.job),
                    attempts: row.attempts,
                    error: row.error.clone(),
                    job: decode(&row.record),
                });
            }
            dead.len() < limit
        })
        .await?;
        Ok(dead)
    }

    /// Makes a job of a dead letter again, with all of its attempts. Cancel safety as of [`push`](Self::push).
    ///
    /// # Errors
    ///
    /// [`CommitError`]; [`Refusal::NotDead`](crate::store::Refusal::NotDead) if there is none with this number.
    pub async fn revive(&self, id: JobId) -> Result<Receipt, CommitError> {
        let revive = Write::Revive {
            queue: self.id(),
            job: id.0,
            due: self.opened.store.now(),
        };
        self.commit(revive, true).await
    }

    /// Deletes a dead letter. Cancel safety as of [`push`](Self::push).
    ///
    /// # Errors
    ///
    /// As [`revive`](Self::revive).
    pub async fn discard(&self, id: JobId) -> Result<Receipt, CommitError> {
        let discard = Write::Discard {
            queue: self.id(),
            job: id.0,
        };
        self.commit(discard, false).await
    }

    pub(crate) async fn each(&self, mut see: impl FnMut(&JobRow) -> bool) -> Result<(), ReadError> {
        let (id, mut after) = (self.id(), 0);
        loop {
            let rows = self
                .opened
                .store
                .read(move |half| half.jobs(id, after, PAGE))
                .await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.job;
            if !rows.iter().all(&mut see) {
                return Ok(());
            }
        }
    }

    async fn bury_unreadable(&self, row: &JobRow, error: &DecodeError) -> Result<(), CommitError> {
        tracing::error!(queue = %self.opened.name, job = row.job, %error, "a job cannot be read and is a dead letter now");
        let bury = self.given_back(row.job, row.token, Duration::ZERO, 0, error.to_string());
        self.commit(bury, false).await.map(|_| ())
    }

    async fn commit(&self, write: Write, rings: bool) -> Result<Receipt, CommitError> {
        let commit = Commit {
            writes: vec![write],
            news: if rings { vec![self.id()] } else { Vec::new() },
            ..Commit::default()
        };
        self.opened.store.commit(commit).await
    }

    fn given_back(
        &self,
        job: u64,
        token: u64,
        delay: Duration,
        attempts: u32,
        error: String,
    ) -> Write {
        Write::Nack {
            queue: self.id(),
            job,
            token,
            due: self.due(delay),
            attempts,
            error,
        }
    }

    fn due(&self, delay: Duration) -> Millis {
        self.opened.store.now().saturating_add(millis(delay))
    }

    pub(crate) fn pushed(&self, job: &T, delay: Duration) -> Result<Write, CommitError> {
        Ok(Write::Push {
            queue: self.id(),
            record: encode(job)?,
            due: self.due(delay),
            capacity: self.options.capacity,
        })
    }

    fn longest_wait(&self) -> Duration {
        if self.store().is_shared() {
            LOOK_AGAIN
        } else {
            LONGEST_WAIT
        }
    }

    pub(crate) fn id(&self) -> ObjectId {
        self.opened.id
    }

    pub(crate) fn visibility(&self) -> Duration {
        self.options.visibility
    }

    pub(crate) fn store(&self) -> &Store {
        &self.opened.store
    }
}

/// How long a waiting worker sleeps at most, for a clock that is set forward.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

impl<T: Record> Lease<T> {
    /// The job is done.
    ///
    /// Cancel safe in the sense of the store. To do it together with what the handler has written:
    /// [`Transaction::ack`](crate::transaction::Transaction::ack).
    ///
    /// # Errors
    ///
    /// [`CommitError`]; [`Refusal::LeaseLost`](crate::store::Refusal::LeaseLost) if the lease has ended.
    pub async fn ack(&self) -> Result<Receipt, CommitError> {
        self.queue.commit(self.acked(), false).await
    }

    /// Gives the job back: it is due again after the delay, or a dead letter if this was its last attempt. The error is
    /// kept with it.
    ///
    /// # Errors
    ///
    /// As [`ack`](Self::ack).
    pub async fn nack(
        &self,
        delay: Duration,
        error: impl fmt::Display,
    ) -> Result<Receipt, CommitError> {
        let attempts = self.queue.options.attempts;
        let back = self
            .queue
            .given_back(self.id.0, self.token, delay, attempts, error.to_string());
        self.queue.commit(back, true).await
    }

    /// Makes a dead letter of the job at once: no further attempt can help.
    ///
    /// # Errors
    ///
    /// As [`ack`](Self::ack).
    pub async fn bury(&self, error: impl fmt::Display) -> Result<Receipt, CommitError> {
        let dead =
            self.queue
                .given_back(self.id.0, self.token, Duration::ZERO, 0, error.to_string());
        self.queue.commit(dead, false).await
    }

    /// Keeps the job for as long from now.
    ///
    /// # Errors
    ///
    /// As [`ack`](Self::ack).
    pub async fn extend(&self, visibility: Duration) -> Result<Receipt, CommitError> {
        let extend = Write::Extend {
            queue: self.queue.id(),
            job: self.id.0,
            token: self.token,
            until: self.queue.due(visibility),
        };
        self.queue.commit(extend, false).await
    }

    /// The fencing token: larger than those of all earlier leases of the job. Whoever the worker writes to, outside of
    /// the store, can remember the largest one and refuse smaller ones.
    #[must_use]
    pub fn fence(&self) -> u64 {
        self.token
    }

    pub(crate) fn queue_name(&self) -> &str {
        self.queue.name()
    }

    pub(crate) fn acked(&self) -> Write {
        Write::Ack {
            queue: self.queue.id(),
            job: self.id.0,
            token: self.token,
        }
    }

    pub(crate) fn store(&self) -> &Store {
        self.queue.store()
    }
}
