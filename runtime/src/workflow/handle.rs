//! All workflows of one kind in a store, from outside.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::manage::Node;
use super::tables::{Active, Bookkeeping, Ended};
use super::{Workflow, WorkflowOptions};
use crate::durable::Map;
use crate::store::backend::Millis;
use crate::store::record::encode;
use crate::store::{CommitError, NameError, ReadError, Store};
use crate::supervisor::ChangeError;
use crate::transaction::Transaction;

/// How long what another node did goes unnoticed.
pub(super) const SWEEP: Duration = Duration::from_secs(1);

/// How many signals may wait for one workflow.
const MOST_SIGNALS: usize = 1000;

/// How many workflows are read at once where all of them are looked at.
const PAGE: usize = 256;

/// All workflows of one name in a store, and their manager. Clones share them. See the [module](super).
pub struct Workflows<W: Workflow> {
    pub(super) shared: Arc<Shared<W>>,
}

impl<W: Workflow> Clone for Workflows<W> {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
        }
    }
}

impl<W: Workflow> fmt::Debug for Workflows<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Workflows").field(&self.shared.name).finish()
    }
}

pub(super) struct Shared<W: Workflow> {
    pub(super) store: Store,
    pub(super) name: Arc<str>,
    pub(super) workflow: W,
    pub(super) options: WorkflowOptions,
    pub(super) books: Bookkeeping,
    pub(super) states: Map<String, W::State>,
    pub(super) signals: Map<(String, u64), W::Signal>,
    /// Rings when there is something for the manager to do.
    pub(super) work: Arc<Notify>,
    pub(super) news: Arc<News>,
    pub(super) live: Mutex<Live>,
    /// Held by the manager; what it was as a node is the next one's too.
    pub(super) managing: tokio::sync::Mutex<Option<Node<W>>>,
}

/// Rings when a workflow has ended, for all handles of one name.
#[derive(Default)]
pub(super) struct News(pub(super) Notify);

/// The processes of this program.
#[derive(Default)]
pub(super) struct Live {
    pub(super) running: BTreeSet<Taken>,
    /// Those that were taken, and of which it is not stored what is to become of them.
    pub(super) open: BTreeSet<Taken>,
}

/// A workflow that was taken, and its fencing token.
pub(super) type Taken = (String, u64);

/// Where a workflow stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WorkflowStatus {
    /// A node has it.
    Running {
        /// Which.
        node: String,
    },
    /// It has no process until this time, in milliseconds since 1970, or until somebody has room.
    Waiting {
        /// When it is due.
        due: Millis,
    },
    /// It waits for [`Workflows::retry`] or [`Workflows::discard`].
    Stuck,
}

/// A workflow that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WorkflowInfo {
    /// Its id.
    pub id: String,
    /// Where it stands.
    #[serde(flatten)]
    pub status: WorkflowStatus,
    /// The number of the step that is next, or runs; from 1.
    pub step: u64,
    /// How many attempts of that were begun.
    pub attempts: u32,
    /// Why the last one failed.
    pub error: Option<String>,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// When it was started or a step of it was committed last, in milliseconds since 1970.
    pub changed: Millis,
}

impl WorkflowInfo {
    pub(crate) fn new(id: String, active: Active) -> Self {
        let status = match active.owner {
            _ if active.stuck => WorkflowStatus::Stuck,
            Some(node) => WorkflowStatus::Running { node },
            None => WorkflowStatus::Waiting { due: active.due },
        };
        Self {
            id,
            status,
            step: active.step,
            attempts: active.attempts,
            error: active.error,
            cancelled: active.cancelled,
            changed: active.changed,
        }
    }

    /// When it was started or a step of it was committed last.
    #[must_use]
    pub fn changed(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(u64::try_from(self.changed).unwrap_or(0))
    }
}

/// Why a workflow was not started, changed, run or read.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum WorkflowError {
    /// There is a workflow with this id that was started with another state.
    #[error(
        "there is a workflow {id:?} that was started with another state: give each an id of its own"
    )]
    Reused {
        /// The id.
        id: String,
    },
    /// There is no workflow with this id, or it has ended.
    #[error("there is no workflow {id:?} under way")]
    NotThere {
        /// The id.
        id: String,
    },
    /// An operator has ended it.
    #[error("the workflow {id:?} was discarded")]
    Discarded {
        /// The id.
        id: String,
    },
    /// It is not stuck, so there is nothing to try again.
    #[error("the workflow {id:?} is not stuck")]
    NotStuck {
        /// The id.
        id: String,
    },
    /// It does not take its signals. Try again later.
    #[error("{most} signals wait for the workflow {id:?}, and no more may")]
    TooManySignals {
        /// The id.
        id: String,
        /// How many there may be.
        most: usize,
    },
    /// This node was taken for dead, and its workflows were taken over.
    #[error("this node was taken for dead, and its workflows may be elsewhere: {0}")]
    Fenced(CommitError),
    /// A process could not be started.
    #[error("a workflow has no process: {0}")]
    Process(Arc<ChangeError>),
    /// A name was not opened.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The store was not read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store was not written.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Store {
    /// Opens the workflows with this name, with the default options.
    ///
    /// # Errors
    ///
    /// [`NameError`]: a name has another type, a newer program has written to it, or the store failed.
    pub async fn workflows<W: Workflow>(
        &self,
        name: &str,
        workflow: W,
    ) -> Result<Workflows<W>, NameError> {
        self.workflows_with(name, workflow, WorkflowOptions::default())
            .await
    }

    /// Opens the workflows with this name.
    ///
    /// # Errors
    ///
    /// As [`workflows`](Self::workflows).
    pub async fn workflows_with<W: Workflow>(
        &self,
        name: &str,
        workflow: W,
        options: WorkflowOptions,
    ) -> Result<Workflows<W>, NameError> {
        let books = Bookkeeping::open(self, name).await?;
        let shared = Shared {
            store: self.clone(),
            name: name.into(),
            workflow,
            options: WorkflowOptions {
                concurrent: options.concurrent.max(1),
                attempts: options.attempts.max(1),
                ..options
            },
            states: self.map(&format!("workflow/{name}/states")).await?,
            signals: self.map(&format!("workflow/{name}/signals")).await?,
            work: self.bell(books.ready.id()),
            news: self.shared_or(books.ended.id(), News::default),
            books,
            live: Mutex::default(),
            managing: tokio::sync::Mutex::default(),
        };
        Ok(Workflows {
            shared: Arc::new(shared),
        })
    }
}

impl<W: Workflow> Workflows<W> {
    /// The name of the kind.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// Accepts a workflow: when this answers, it will be carried out, whatever happens. The same id and state again
    /// change nothing, also when it has ended.
    ///
    /// Cancel safe in the sense of the store: dropped before it is queued nothing happens, afterwards it is committed
    /// and only the answer is lost.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::Reused`], or one of the store.
    pub async fn start(&self, id: &str, state: &W::State) -> Result<(), WorkflowError> {
        loop {
            let mut transaction = self.shared.store.begin();
            self.start_in(&mut transaction, id, state).await?;
            if self.committed(transaction).await? {
                return Ok(());
            }
        }
    }

    /// As [`start`](Self::start), together with everything else in the transaction. Cancel safe.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub async fn start_in(
        &self,
        transaction: &mut Transaction,
        id: &str,
        state: &W::State,
    ) -> Result<(), WorkflowError> {
        let shared = &*self.shared;
        let key = id.to_owned();
        let origin = fingerprint(state)?;
        let before = match transaction.get(&shared.books.active, &key).await? {
            Some(active) => Some(active.origin),
            None => {
                let ended = transaction.get(&shared.books.ended, &key).await?;
                ended.map(|ended| ended.origin)
            }
        };
        match before {
            Some(before) if before == origin => return Ok(()),
            Some(_) => return Err(WorkflowError::Reused { id: key }),
            None => {}
        }
        let now = shared.store.now();
        let active = Active {
            origin,
            step: 1,
            attempts: 0,
            // The time, so that it rises over workflows that have the same id one after the other.
            fence: u64::try_from(now).unwrap_or(0),
            owner: None,
            due: now,
            cancelled: false,
            error: None,
            stuck: false,
            changed: now,
        };
        shared.forget_signals(transaction, &key).await?;
        transaction
            .insert(&shared.states, &key, state)
            .insert(&shared.books.active, &key, &active)
            .insert(&shared.books.ready, &(now, key), &())
            .tell(shared.books.ready.id());
        Ok(())
    }

    /// Waits until the workflow has ended, and answers its last state. A stuck one has not ended. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotThere`], [`WorkflowError::Discarded`], or one of the store.
    pub async fn end(&self, id: &str) -> Result<W::State, WorkflowError> {
        let (shared, key) = (&*self.shared, id.to_owned());
        loop {
            let news = shared.news.0.notified();
            tokio::pin!(news);
            news.as_mut().enable();
            // First whether it is under way: it ends in one commit, so one of the two is there.
            let active = shared.books.active.get(&key).await?;
            if let Some(ended) = shared.books.ended.get(&key).await? {
                let state = shared.states.get(&key).await?;
                return match state {
                    Some(state) if !ended.discarded => Ok(state),
                    _ => Err(WorkflowError::Discarded { id: key }),
                };
            }
            if active.is_none() {
                return Err(WorkflowError::NotThere { id: key });
            }
            // Another node does not ring here.
            let _ = timeout(SWEEP, news).await;
        }
    }

    /// The state of a workflow, as its last step has left it; also when it has ended. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn state(&self, id: &str) -> Result<Option<W::State>, ReadError> {
        self.shared.states.get(&id.to_owned()).await
    }

    /// Tells a workflow something. When this answers, a step will have it, unless the workflow ends without taking it.
    ///
    /// Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotThere`], [`WorkflowError::TooManySignals`], or one of the store.
    pub async fn signal(&self, id: &str, signal: &W::Signal) -> Result<(), WorkflowError> {
        loop {
            let mut transaction = self.shared.store.begin();
            self.signal_in(&mut transaction, id, signal).await?;
            if self.committed(transaction).await? {
                return Ok(());
            }
        }
    }

    /// As [`signal`](Self::signal), together with everything else in the transaction. Cancel safe.
    ///
    /// # Errors
    ///
    /// As [`signal`](Self::signal).
    pub async fn signal_in(
        &self,
        transaction: &mut Transaction,
        id: &str,
        signal: &W::Signal,
    ) -> Result<(), WorkflowError> {
        let (shared, key) = (&*self.shared, id.to_owned());
        let active = shared.books.under_way(transaction, &key).await?;
        let waiting = transaction
            .range(&shared.signals, shared.all_of(&key), MOST_SIGNALS)
            .await?;
        if waiting.len() == MOST_SIGNALS {
            return Err(WorkflowError::TooManySignals {
                id: key,
                most: MOST_SIGNALS,
            });
        }
        let number = waiting.last().map_or(1, |((_, number), _)| number + 1);
        transaction.insert(&shared.signals, &(key.clone(), number), signal);
        let now = shared.store.now();
        shared.books.hurry(transaction, key, active, now);
        transaction.tell(shared.books.ready.id());
        Ok(())
    }

    /// Tells a workflow that it is no longer wanted: [`Step::is_cancelled`](super::Step::is_cancelled) from its next step
    /// on, or from the next run of the one that runs. What that means is the workflow's business.
    ///
    /// Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotThere`], or one of the store.
    pub async fn cancel(&self, id: &str) -> Result<(), WorkflowError> {
        let shared = &*self.shared;
        loop {
            let mut transaction = self.shared.store.begin();
            shared
                .books
                .cancel(&mut transaction, id, shared.store.now())
                .await?;
            if self.committed(transaction).await? {
                return Ok(());
            }
        }
    }

    /// Lets a stuck workflow try its step again, with all of its attempts. Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotThere`], [`WorkflowError::NotStuck`], or one of the store.
    pub async fn retry(&self, id: &str) -> Result<(), WorkflowError> {
        let shared = &*self.shared;
        loop {
            let mut transaction = self.shared.store.begin();
            shared
                .books
                .retry(&mut transaction, id, shared.store.now())
                .await?;
            if self.committed(transaction).await? {
                return Ok(());
            }
        }
    }

    /// Ends a workflow as it is, whatever it was doing: a step that runs cannot commit any more. It is logged. Cancel
    /// safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotThere`], or one of the store.
    pub async fn discard(&self, id: &str) -> Result<(), WorkflowError> {
        let shared = &*self.shared;
        loop {
            let mut transaction = self.shared.store.begin();
            shared.books.discard(&mut transaction, id).await?;
            if self.committed(transaction).await? {
                tracing::warn!(workflow = %shared.name, id, "a workflow was discarded");
                shared.news.0.notify_waiters();
                return Ok(());
            }
        }
    }

    /// Forgets how a workflow ended; until then that is kept, and its id cannot be used for another one. Does nothing to
    /// one that has not ended. Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// One of the store.
    pub async fn forget(&self, id: &str) -> Result<(), WorkflowError> {
        let (shared, key) = (&*self.shared, id.to_owned());
        loop {
            let mut transaction = shared.store.begin();
            if transaction.get(&shared.books.ended, &key).await?.is_none() {
                return Ok(());
            }
            shared.forget_signals(&mut transaction, &key).await?;
            transaction
                .remove(&shared.books.ended, &key)
                .remove(&shared.states, &key);
            if self.committed(transaction).await? {
                return Ok(());
            }
        }
    }

    /// The first `limit` workflows under way whose ids come after this one, by id; the empty string comes before all.
    /// Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn list(&self, after: &str, limit: usize) -> Result<Vec<WorkflowInfo>, ReadError> {
        self.shared.books.list(after, limit).await
    }

    /// The workflows that cannot go on by themselves. Reads all that are under way. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn stuck(&self) -> Result<Vec<WorkflowInfo>, ReadError> {
        let mut stuck = Vec::new();
        self.shared
            .books
            .each(|id, active| {
                if active.stuck {
                    stuck.push(WorkflowInfo::new(id, active));
                }
            })
            .await?;
        Ok(stuck)
    }

    /// False if others have changed the same meanwhile.
    async fn committed(&self, mut transaction: Transaction) -> Result<bool, CommitError> {
        transaction.tell(self.shared.books.ready.id());
        match transaction.commit().await {
            Err(error) if error.is_conflict() => Ok(false),
            result => result.map(|_| true),
        }
    }
}

/// What a state is compared by.
fn fingerprint<S: crate::store::Record>(state: &S) -> Result<u64, WorkflowError> {
    let stored = encode(state).map_err(CommitError::from)?;
    let hash = Sha256::digest(&stored.bytes);
    let (first, _) = hash.split_first_chunk().unwrap_or((&[0; 8], &[]));
    // Within what JSON's readers take for a whole number.
    Ok(u64::from_be_bytes(*first) >> 11)
}

impl<W: Workflow> Shared<W> {
    /// The keys of all signals of a workflow.
    pub(super) fn all_of(&self, id: &str) -> std::ops::RangeInclusive<(String, u64)> {
        (id.to_owned(), 0)..=(id.to_owned(), u64::MAX)
    }

    pub(super) async fn forget_signals(
        &self,
        transaction: &mut Transaction,
        id: &str,
    ) -> Result<(), ReadError> {
        let left = transaction
            .range(&self.signals, self.all_of(id), MOST_SIGNALS)
            .await?;
        for (key, _) in left {
            transaction.remove(&self.signals, &key);
        }
        Ok(())
    }

    pub(super) fn live(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bookkeeping {
    /// The workflow, which must be under way.
    async fn under_way(
        &self,
        transaction: &mut Transaction,
        id: &String,
    ) -> Result<Active, WorkflowError> {
        let active = transaction.get(&self.active, id).await?;
        active.ok_or_else(|| WorkflowError::NotThere { id: id.clone() })
    }

    /// Lets a workflow that waits be taken now.
    fn hurry(&self, transaction: &mut Transaction, id: String, mut active: Active, now: Millis) {
        if active.owner.is_some() || active.stuck || active.due <= now {
            return;
        }
        transaction.remove(&self.ready, &(active.due, id.clone()));
        active.due = now;
        transaction
            .insert(&self.active, &id, &active)
            .insert(&self.ready, &(now, id), &());
    }

    pub(crate) async fn cancel(
        &self,
        transaction: &mut Transaction,
        id: &str,
        now: Millis,
    ) -> Result<(), WorkflowError> {
        let id = id.to_owned();
        let mut active = self.under_way(transaction, &id).await?;
        active.cancelled = true;
        transaction.insert(&self.active, &id, &active);
        self.hurry(transaction, id, active, now);
        Ok(())
    }

    pub(crate) async fn retry(
        &self,
        transaction: &mut Transaction,
        id: &str,
        now: Millis,
    ) -> Result<(), WorkflowError> {
        let id = id.to_owned();
        let active = self.under_way(transaction, &id).await?;
        if !active.stuck {
            return Err(WorkflowError::NotStuck { id });
        }
        let again = Active {
            stuck: false,
            attempts: 0,
            due: now,
            ..active
        };
        transaction
            .insert(&self.active, &id, &again)
            .insert(&self.ready, &(now, id), &());
        Ok(())
    }

    pub(crate) async fn discard(
        &self,
        transaction: &mut Transaction,
        id: &str,
    ) -> Result<(), WorkflowError> {
        let id = id.to_owned();
        let active = self.under_way(transaction, &id).await?;
        self.end(transaction, &id, &active, true);
        Ok(())
    }

    /// Notes that the workflow is over.
    pub(super) fn end(
        &self,
        transaction: &mut Transaction,
        id: &String,
        active: &Active,
        discarded: bool,
    ) {
        let ended = Ended {
            origin: active.origin,
            steps: if discarded {
                active.step - 1
            } else {
                active.step
            },
            discarded,
        };
        transaction
            .remove(&self.active, id)
            .remove(&self.ready, &(active.due, id.clone()))
            .insert(&self.ended, id, &ended);
    }

    async fn page(&self, after: &str, limit: usize) -> Result<Vec<(String, Active)>, ReadError> {
        use std::ops::Bound::{Excluded, Unbounded};
        let range = (Excluded(after.to_owned()), Unbounded);
        self.active.range(range, limit).await
    }

    pub(crate) async fn list(
        &self,
        after: &str,
        limit: usize,
    ) -> Result<Vec<WorkflowInfo>, ReadError> {
        let found = self.page(after, limit).await?;
        let info = |(id, active)| WorkflowInfo::new(id, active);
        Ok(found.into_iter().map(info).collect())
    }

    /// Shows all that are under way.
    pub(crate) async fn each(&self, mut see: impl FnMut(String, Active)) -> Result<(), ReadError> {
        let mut after = String::new();
        loop {
            let page = self.page(&after, PAGE).await?;
            let Some((last, _)) = page.last() else {
                return Ok(());
            };
            after.clone_from(last);
            page.into_iter().for_each(|(id, active)| see(id, active));
        }
    }
}
