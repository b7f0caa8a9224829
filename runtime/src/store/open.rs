//! The handle of an open store.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, UNIX_EPOCH};

use tokio::sync::{Notify, mpsc};

use crate::scheduler::clock::Clock;

use super::backend::{
    Backend, Check, Commit, Declaration, Kind, Millis, NUMBERS_PER_REVISION, ObjectId, OperationId,
    ReadHalf, Receipt, Recorded, Write,
};
use super::bells::Bells;
use super::error::{CommitError, NameError, OpenError, ReadError, Source, text};
use super::keeper::Keeper;
use super::options::Options;
use super::ownership::{Alones, Ownership, Taken};
use super::reader::Reader;
use super::writer::{self, Answer, Ask, CommitJob, Job, Mark, SharedReadHalves, Status};

/// For how many commits a store in memory remembers operation ids.
const OPERATIONS_KEPT: u64 = 1_000_000;

/// After how long somebody who waits in a shared store looks for himself: another program may have died between its
/// commit and telling of it.
pub(crate) const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// An open store. Clones share it.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
    namespace: Arc<str>,
    /// Under which leases everything is written that is written through this handle.
    owners: Vec<Ownership>,
}

struct Shared {
    writer: mpsc::Sender<Job>,
    reader: Reader,
    status: Arc<Status>,
    bells: Arc<Bells>,
    /// Whether other programs may write too.
    is_shared: bool,
    options: Options,
    clock: Arc<dyn Clock>,
    /// The latest time that was given out: the clock may be set back, the store's time is not.
    latest: AtomicI64,
    /// What is kept in memory of the things that are open, so that two handles of one name share it.
    open: Mutex<HashMap<ObjectId, Weak<dyn Any + Send + Sync>>>,
    /// The leases that were taken and may still be held.
    owned: Mutex<Vec<Taken>>,
    alones: Alones,
    /// What a lease must be longer than.
    longest_transaction: Duration,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("namespace", &self.namespace)
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}

/// What a store did so far.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// How many commits are durable.
    pub commits: u64,
    /// How many groups they were written in; each costs one sync.
    pub groups: u64,
    /// How many commits wait for the writer.
    pub waiting: usize,
    /// Why it refuses writes, if it does.
    pub broken: Option<String>,
}

/// A name that was opened.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub(crate) id: ObjectId,
    pub(crate) name: Arc<str>,
    pub(crate) store: Store,
}

/// Room for one commit in the writer's queue.
pub(crate) struct Permit {
    permit: mpsc::OwnedPermit<Job>,
    store: Store,
}

impl Permit {
    /// Queues the commit. From here on it is carried out, whether the answer is awaited or not.
    pub(crate) fn send(self, mut commit: Commit) -> Result<(Arc<Mark>, Pending), CommitError> {
        commit.now = self.store.now();
        self.store.check_owners(&mut commit.checks);
        let bytes = size(&commit);
        let most_bytes = self.store.shared.options.commit_bytes;
        if bytes > most_bytes || commit.writes.len() > NUMBERS_PER_REVISION {
            return Err(CommitError::TooLarge {
                bytes,
                writes: commit.writes.len(),
                most_bytes,
                most_writes: NUMBERS_PER_REVISION,
            });
        }
        let (job, mark, answer) = CommitJob::new(commit, bytes);
        self.permit.send(Job::Commit(job));
        Ok((mark, Pending(answer)))
    }
}

fn size(commit: &Commit) -> usize {
    commit.writes.iter().map(Write::size).sum()
}

/// A commit that is queued.
pub(crate) struct Pending(Answer);

impl Pending {
    pub(crate) async fn answer(self) -> Result<Receipt, CommitError> {
        match self.0.await {
            Ok(result) => result,
            Err(_) => Err(CommitError::Unknown(text("the writer ended"))),
        }
    }
}

impl Store {
    /// Opens a store on a backend.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub async fn open(mut backend: impl Backend, options: Options) -> Result<Self, OpenError> {
        let slots = 0..backend.readers().max(1);
        let halves: SharedReadHalves = slots.map(|_| Mutex::default()).collect();
        let status = Arc::<Status>::default();
        let bells = Arc::<Bells>::default();
        let is_shared = backend.is_shared();
        let longest_transaction = backend.longest_transaction();
        let clock = backend.clock().unwrap_or_else(|| options.clock.clone());
        let waiting = Arc::downgrade(&bells);
        backend.listen(Arc::new(move |id| {
            if let Some(bells) = waiting.upgrade() {
                bells.ring_for_all(id);
            }
        }));
        let writer = writer::start(
            Box::new(backend),
            options.clone(),
            halves.clone(),
            status.clone(),
            bells.clone(),
        )
        .await?;
        let reader = Reader::start(&halves, options.queue)?;
        let shared = Shared {
            writer,
            reader,
            status,
            bells,
            is_shared,
            options,
            clock,
            latest: AtomicI64::new(0),
            open: Mutex::default(),
            owned: Mutex::default(),
            alones: Alones::default(),
            longest_transaction,
        };
        Ok(Self {
            shared: Arc::new(shared),
            namespace: "".into(),
            owners: Vec::new(),
        })
    }

    /// Opens a new store in memory. It survives the processes that use it, not the program.
    ///
    /// # Errors
    ///
    /// [`OpenError::Io`] if there can be no more threads.
    pub async fn in_memory() -> Result<Self, OpenError> {
        Self::open(Keeper::new(OPERATIONS_KEPT), Options::default()).await
    }

    /// Opens the store in this SQLite file, which is made if it is not there. See [`sqlite`](super::sqlite).
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    #[cfg(feature = "sqlite")]
    pub async fn sqlite(path: impl Into<std::path::PathBuf>) -> Result<Self, OpenError> {
        Self::open(super::sqlite::Sqlite::new(path), Options::default()).await
    }

    /// Opens the store on this PostgreSQL server, in the schema `otp_runtime`, which is made if it is not there. See
    /// [`postgres`](super::postgres).
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    #[cfg(feature = "postgres")]
    pub async fn postgres(address: impl Into<String>) -> Result<Self, OpenError> {
        let backend = super::postgres::Postgres::new(address);
        Self::open(backend, Options::default()).await
    }

    /// The same store, with names and operation ids of their own; for a tenant for instance.
    #[must_use]
    pub fn namespace(&self, namespace: &str) -> Self {
        Self {
            namespace: namespace.into(),
            ..self.clone()
        }
    }

    /// Whether an operation was committed, and with which receipt.
    ///
    /// `None` means that it is not there, once everything that was queued before this has been carried out: what has
    /// an operation id and was dropped or has timed out is decided by then. Also `None` for an id so old that it was
    /// forgotten.
    ///
    /// Cancel safe.
    ///
    /// # Errors
    ///
    /// [`CommitError::Broken`] where that is in doubt until the store was reopened, and the other errors of a backend
    /// that fails.
    pub async fn outcome(
        &self,
        id: impl Into<OperationId>,
    ) -> Result<Option<Receipt>, CommitError> {
        let found = self.operation(id.into()).await?;
        Ok(found.map(|(_, revision)| Receipt::new(revision, true)))
    }

    /// The fingerprint and the revision of an operation.
    pub(crate) async fn operation(&self, id: OperationId) -> Result<Option<Recorded>, CommitError> {
        let (ask, answer) = Ask::new();
        self.ask(Job::Outcome(self.namespace.clone(), id, ask))
            .await?;
        answer.await.unwrap_or(Err(CommitError::Closed))
    }

    /// Opens the backend anew, after an error, and allows writes again. Everything that was opened stays usable;
    /// states are read again when they are used next.
    ///
    /// Once it is queued it is done, even if the future is dropped.
    ///
    /// # Errors
    ///
    /// [`OpenError`]; the store then refuses writes and reads until it could be reopened.
    pub async fn reopen(&self) -> Result<(), OpenError> {
        let closed = || OpenError::Io {
            path: "the store".into(),
            source: Arc::new(CommitError::Closed),
        };
        let (ask, answer) = Ask::new();
        self.ask(Job::Reopen(ask)).await.map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Carries out what is queued, gives back all [leases](Self::own) and closes the store for all of its handles. When
    /// this answers, another store can open the same file.
    ///
    /// Dropped while it gives leases back, it has not closed; once the closing is queued it is done, even if the future
    /// is dropped.
    ///
    /// # Errors
    ///
    /// [`CommitError::Closed`] if it was closed already; another error if the backend could not be put in order, which
    /// costs nothing that was acknowledged.
    pub async fn close(&self) -> Result<(), CommitError> {
        self.release_leases().await;
        let (ask, answer) = Ask::new();
        self.ask(Job::Close(ask)).await?;
        answer.await.unwrap_or(Err(CommitError::Closed))
    }

    /// Resolves when the store refuses writes, until it is [reopened](Self::reopen); with the reason. Cancel safe.
    pub async fn broken(&self) -> Source {
        let status = &self.shared.status;
        loop {
            let breaks = status.breaks.notified();
            tokio::pin!(breaks);
            breaks.as_mut().enable();
            if let Some(source) = status.broken() {
                return source;
            }
            breaks.await;
        }
    }

    /// A number that no other store has, and that this one keeps. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn identity(&self) -> Result<u64, ReadError> {
        self.read(|half| half.identity()).await
    }

    /// What it did so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let status = &self.shared.status;
        Stats {
            commits: status.commits.load(Ordering::Relaxed),
            groups: status.groups.load(Ordering::Relaxed),
            waiting: self.shared.writer.max_capacity() - self.shared.writer.capacity(),
            broken: status.broken().map(|source| source.to_string()),
        }
    }

    /// The store's time: it does not go back, even if the clock does.
    pub(crate) fn now(&self) -> Millis {
        let since = self.shared.clock.now();
        let since = since.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let now = millis(since);
        self.shared.latest.fetch_max(now, Ordering::AcqRel).max(now)
    }

    /// Whether other programs may write at the same time.
    pub(crate) fn is_shared(&self) -> bool {
        self.shared.is_shared
    }

    /// Rings when something was written there that somebody may wait for, by this program or by another one. One that
    /// dies between its commit and the ringing rings no more: who waits in a shared store looks now and then.
    pub(crate) fn bell(&self, id: ObjectId) -> Arc<Notify> {
        self.shared.bells.bell(id)
    }

    /// Waits for the bell; in a shared store not for ever.
    pub(crate) async fn hear(&self, bell: impl Future<Output = ()>) {
        if self.is_shared() {
            // Whoever wakes looks, so it does not matter why.
            let _ = tokio::time::timeout(LOOK_AGAIN, bell).await;
        } else {
            bell.await;
        }
    }

    /// The token of the lease that this handle writes under, while it certainly lasts.
    pub(crate) fn held_token(&self) -> Option<u64> {
        let held = |owner: &Ownership| !owner.left().is_zero();
        let all_held = self.owners.iter().all(held);
        self.owners
            .last()
            .filter(|_| all_held)
            .map(Ownership::token)
    }

    /// Who this program is, for those who look at leases.
    pub(super) fn node(&self) -> &str {
        &self.shared.options.node
    }

    pub(super) fn owned_by(&self, owner: &Ownership) -> Self {
        let mut owned = self.clone();
        owned.owners.push(owner.clone());
        owned
    }

    /// Adds what must hold for anything that is written through this handle.
    pub(crate) fn check_owners(&self, checks: &mut Vec<Check>) {
        for check in self.owners.iter().map(Ownership::check) {
            if !checks.contains(&check) {
                checks.push(check);
            }
        }
    }

    /// What a lease must be longer than, so that whatever is done under it is over when it has ended.
    pub(crate) fn longest_transaction(&self) -> Duration {
        self.shared.longest_transaction
    }

    pub(super) fn alones(&self) -> &Alones {
        &self.shared.alones
    }

    fn owned(&self) -> MutexGuard<'_, Vec<Taken>> {
        let owned = self.shared.owned.lock();
        owned.unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn note_ownership(&self, taken: Taken) {
        let mut owned = self.owned();
        // Looked through when it is full: that costs nothing for each.
        if owned.len() == owned.capacity() {
            owned.retain(|taken| !taken.left().is_zero());
        }
        owned.push(taken);
    }

    async fn release_leases(&self) {
        let owned = std::mem::take(&mut *self.owned());
        // The last first: it may have been taken under one that was taken before.
        for taken in owned.into_iter().rev() {
            if taken.left().is_zero() {
                continue;
            }
            if let Err(error) = taken.release(self).await {
                tracing::debug!(lease = taken.name(), %error, "a lease was not given back and ends with its term");
            }
        }
    }

    /// How often it was opened.
    pub(crate) fn epoch(&self) -> u64 {
        self.shared.status.epoch.load(Ordering::Acquire)
    }

    pub(crate) fn name_of_space(&self) -> &Arc<str> {
        &self.namespace
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    async fn ask(&self, job: Job) -> Result<(), CommitError> {
        self.shared
            .writer
            .send(job)
            .await
            .map_err(|_| CommitError::Closed)
    }

    pub(crate) async fn declare(
        &self,
        name: &str,
        kind: Kind,
        type_name: String,
        version: u32,
    ) -> Result<Opened, NameError> {
        let name: Arc<str> = name.into();
        let wanted = Declaration {
            namespace: self.namespace.clone(),
            name: name.clone(),
            kind,
            type_name,
            version,
        };
        let (ask, answer) = Ask::new();
        self.ask(Job::Declare(wanted.clone(), ask)).await?;
        match answer.await.unwrap_or(Err(CommitError::Closed))? {
            Ok(id) => Ok(Opened {
                id,
                name,
                store: self.clone(),
            }),
            Err(mismatch) => {
                let found = mismatch.found;
                if found.kind == wanted.kind && found.type_name == wanted.type_name {
                    return Err(NameError::Newer {
                        name,
                        found: found.version,
                        known: version,
                    });
                }
                let describe =
                    |it: &Declaration| format!("a {} of {}", it.kind.name(), it.type_name);
                Err(NameError::Type {
                    name,
                    found: describe(&found),
                    wanted: describe(&wanted),
                })
            }
        }
    }

    /// Waits until everything that was queued before is decided; and says why, if the store refuses writes.
    pub(crate) async fn settled(&self) -> Result<(), CommitError> {
        let (ask, answer) = Ask::new();
        self.ask(Job::Barrier(ask)).await?;
        answer.await.map_err(|_| CommitError::Closed)?;
        match self.shared.status.broken() {
            Some(source) => Err(CommitError::Broken(source)),
            None => Ok(()),
        }
    }

    /// Waits for room in the writer's queue. Cancel safe: nothing has happened until the permit is used.
    pub(crate) async fn permit(&self) -> Result<Permit, CommitError> {
        let permit = self.shared.writer.clone().reserve_owned().await;
        Ok(Permit {
            permit: permit.map_err(|_| CommitError::Closed)?,
            store: self.clone(),
        })
    }

    pub(crate) async fn commit(&self, commit: Commit) -> Result<Receipt, CommitError> {
        let (_, pending) = self.permit().await?.send(commit)?;
        pending.answer().await
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut dyn ReadHalf) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ReadError> {
        self.shared.reader.read(read).await
    }

    /// What is open under the id, or else what `make` makes.
    pub(crate) fn shared_or<T: Any + Send + Sync>(
        &self,
        id: ObjectId,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        let mut open: MutexGuard<'_, _> = self
            .shared
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(Ok(found)) = open.get(&id).and_then(Weak::upgrade).map(Arc::downcast) {
            return found;
        }
        let made = Arc::new(make());
        let known: Weak<dyn Any + Send + Sync> = Arc::<T>::downgrade(&made);
        open.insert(id, known);
        made
    }
}

/// As much as a time in the store can be.
pub(crate) fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis())
        .unwrap_or(Millis::MAX / 4)
        .min(Millis::MAX / 4)
}
