//! A state that changes by events, which are stored before they count.

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Mutex as AsyncMutex;

use crate::exit::ExitReason;
use crate::store::backend::{Check, Commit, Kind, ObjectId, ReadHalf, Write};
use crate::store::record::{Borrowed, DecodeError, decode, encode};
use crate::store::{
    CommitError, Fate, Mark, NameError, Opened, Place, ReadError, Receipt, Record, Refusal, Source,
    Store,
};

/// A state, and what changes it.
///
/// ```
/// use otp_runtime::durable::State;
/// use otp_runtime::store::Record;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, Default, Serialize, Deserialize)]
/// struct Account { balance: i64 }
///
/// #[derive(Debug, Serialize, Deserialize)]
/// enum Moved { In(i64), Out(i64) }
///
/// impl Record for Account { const TYPE: &'static str = "account"; }
/// impl Record for Moved { const TYPE: &'static str = "moved"; }
///
/// impl State for Account {
///     type Event = Moved;
///     fn apply(&mut self, event: &Moved) {
///         match event {
///             Moved::In(amount) => self.balance += amount,
///             Moved::Out(amount) => self.balance -= amount,
///         }
///     }
/// }
/// ```
pub trait State: Record + Clone + Default {
    /// What happens to it. Events and snapshots have a version each: see [`Record::VERSION`].
    type Event: Record;

    /// Makes it happen. Must depend on the state and the event alone: it runs when the event is made, when it became
    /// durable, and at every recovery, and must come to the same each time.
    fn apply(&mut self, event: &Self::Event);
}

/// How a state is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DurableOptions {
    /// After how many events a snapshot is stored, with the event that made it due; the events in it are deleted. A
    /// recovery reads one snapshot and fewer events than this. Default 1000; 0 counts as 1.
    pub snapshot_every: u64,
}

impl Default for DurableOptions {
    fn default() -> Self {
        Self {
            snapshot_every: 1000,
        }
    }
}

/// A state in memory whose events are in a [`Store`]. Clones share it, and so does whoever opens the same name.
///
/// ```
/// # use otp_runtime::durable::State;
/// # use otp_runtime::store::Record;
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Debug, Clone, Default, Serialize, Deserialize)]
/// # struct Account { balance: i64 }
/// # #[derive(Debug, Serialize, Deserialize)]
/// # enum Moved { In(i64), Out(i64) }
/// # impl Record for Account { const TYPE: &'static str = "account"; }
/// # impl Record for Moved { const TYPE: &'static str = "moved"; }
/// # impl State for Account {
/// #     type Event = Moved;
/// #     fn apply(&mut self, event: &Moved) {
/// #         match event {
/// #             Moved::In(amount) => self.balance += amount,
/// #             Moved::Out(amount) => self.balance -= amount,
/// #         }
/// #     }
/// # }
/// use otp_runtime::store::Store;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = Store::in_memory().await?;
/// let account = store.durable::<Account>("account 7").await?;
/// account.append(Moved::In(100)).await?;
///
/// let withdraw = |amount| move |account: &Account| {
///     if account.balance < amount { Err("not covered") } else { Ok(vec![Moved::Out(amount)]) }
/// };
/// account.update(withdraw(30)).await?;
/// let refused = account.update(withdraw(200)).await.unwrap_err();
/// assert_eq!(refused.to_string(), "rejected: not covered");
/// assert_eq!(account.read(|account| account.balance).await?, 70);
/// # Ok(()) }
/// ```
///
/// # What holds
///
/// - An update sees what is durable and what is on its way before it; it applies its events to that, stores them, and
///   they can be [read](Self::read) once they are durable.
/// - Updates are carried out in the order in which they were queued. If one is not applied, those that were built on it
///   meanwhile are not applied either, as a [conflict](CommitError::is_conflict): try them again.
/// - If the function or `apply` panics, nothing was written and the state is as before.
/// - After an *unknown* result, updates and reads are refused until the store was reopened; then the state is read again.
/// - In a store that several programs share, a read asks the store whether there are newer events, and an update is a
///   conflict if there are: try it again. Under a [lease](Store::own) that is certainly held it is as quick as alone, for
///   all who write the state then do so under that lease.
/// - A recovery reads the last snapshot and the events after it. A record that cannot be read, or is missing, stops it
///   with an error that says where: nothing is skipped.
///
/// The state is in memory twice: as it is durable, and with what is on its way.
pub struct Durable<S: State> {
    opened: Opened,
    options: DurableOptions,
    shared: Arc<Shared<S>>,
}

/// What the handles of one state share.
struct Shared<S: State> {
    /// Never held at an await: who adds an event holds it for as long as that takes, and nobody queues for it.
    core: Mutex<Core<S>>,
    /// Held by the one who reads the state from the store.
    loading: AsyncMutex<()>,
}

impl<S: State> Clone for Durable<S> {
    fn clone(&self) -> Self {
        Self {
            opened: self.opened.clone(),
            options: self.options,
            shared: self.shared.clone(),
        }
    }
}

impl<S: State> fmt::Debug for Durable<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Durable").field(&self.opened.name).finish()
    }
}

impl Store {
    /// Opens the state with this name and the default options, and reads it.
    ///
    /// # Errors
    ///
    /// [`NameError`]: the name has another type, a newer program has written to it, a record cannot be read, or the
    /// store failed.
    pub async fn durable<S: State>(&self, name: &str) -> Result<Durable<S>, NameError> {
        self.durable_with(name, DurableOptions::default()).await
    }

    /// Opens the state with this name, and reads it.
    ///
    /// # Errors
    ///
    /// As [`durable`](Self::durable).
    pub async fn durable_with<S: State>(
        &self,
        name: &str,
        options: DurableOptions,
    ) -> Result<Durable<S>, NameError> {
        // One number for two versions: it rises when either does.
        let version = S::VERSION
            .saturating_add(S::Event::VERSION)
            .saturating_sub(1);
        let type_name = format!("{} of {}", S::TYPE, S::Event::TYPE);
        let opened = self
            .declare(name, Kind::Journal, type_name, version)
            .await?;
        let shared = self.shared_or(opened.id, || Shared {
            core: Mutex::new(Core::<S>::new()),
            loading: AsyncMutex::new(()),
        });
        let durable = Durable {
            opened,
            options: DurableOptions {
                snapshot_every: options.snapshot_every.max(1),
            },
            shared,
        };
        durable.load().await.map_err(|error| match error {
            CommitError::Read(error) => NameError::Read(error),
            error => NameError::Commit(error),
        })?;
        Ok(durable)
    }
}

impl<S: State> Durable<S> {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.opened.name
    }

    /// Looks at the durable state. The function runs under the state's lock: it must be short. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`CommitError::Read`] if it had to be read anew and could not; [`CommitError::Broken`] while it is in doubt.
    pub async fn read<T>(&self, look: impl FnOnce(&S) -> T) -> Result<T, CommitError> {
        self.loaded(|core| look(&core.committed)).await
    }

    /// The position of the last durable event, from 1; 0 before the first.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub async fn position(&self) -> Result<u64, CommitError> {
        self.loaded(|core| core.committed_at).await
    }

    /// Adds an event, whatever the state is.
    ///
    /// Cancel safe in the sense of the store: dropped before it is queued nothing happens, afterwards it is committed
    /// and only the answer is lost. With an operation id, or together with other changes:
    /// [`Transaction::append`](crate::transaction::Transaction::append).
    ///
    /// # Errors
    ///
    /// [`CommitError`].
    pub async fn append(&self, event: S::Event) -> Result<Receipt, CommitError> {
        self.opened.store.begin().append(self, event).commit().await
    }

    /// Lets the function see the state with everything that is on its way, and adds the events that it answers.
    ///
    /// The function runs under the state's lock: it must be short. Cancel safety as of [`append`](Self::append).
    ///
    /// # Errors
    ///
    /// [`CommitError`]; the function's own error is in [`CommitError::Rejected`].
    pub async fn update<E>(
        &self,
        make: impl FnOnce(&S) -> Result<Vec<S::Event>, E> + Send + 'static,
    ) -> Result<Receipt, CommitError>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.opened.store.begin().update(self, make).commit().await
    }

    pub(crate) fn id(&self) -> ObjectId {
        self.opened.id
    }

    pub(crate) fn store(&self) -> &Store {
        &self.opened.store
    }

    fn core(&self) -> MutexGuard<'_, Core<S>> {
        // Whoever panicked under it was somebody's look at the state, which changes nothing.
        self.shared
            .core
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The core, if it was read since the store was opened. In a shared store another program may have added events.
    fn current(&self) -> Option<MutexGuard<'_, Core<S>>> {
        let mut core = self.core();
        core.settle();
        (core.epoch == self.opened.store.epoch()).then_some(core)
    }

    /// The core, if nobody can have added events without its knowing.
    fn certain(&self) -> Option<MutexGuard<'_, Core<S>>> {
        let core = self.current()?;
        let certain = !self.opened.store.is_shared() || {
            let token = self.opened.store.held_token();
            token.is_some() && core.read_under == token
        };
        certain.then_some(core)
    }

    async fn loaded<T>(&self, look: impl FnOnce(&Core<S>) -> T) -> Result<T, CommitError> {
        loop {
            if let Some(core) = self.certain() {
                return Ok(look(&core));
            }
            self.refresh().await?;
            // What was so a moment ago may be answered.
            if let Some(core) = self.current() {
                return Ok(look(&core));
            }
        }
    }

    /// Makes the core such that it has everything that was durable when this was called.
    async fn refresh(&self) -> Result<(), CommitError> {
        let store = &self.opened.store;
        loop {
            self.load().await?;
            if self.certain().is_some() {
                return Ok(());
            }
            // Asked before: what was added until then was added under this lease or is seen now.
            let token = store.held_token();
            let id = self.opened.id;
            let head = store.read(move |half| half.head(id)).await?;
            match self.compare(head, token) {
                Compared::UpToDate => return Ok(()),
                // By this program, perhaps: its own events are durable before it knows.
                Compared::Behind { pending: true } => store.settled().await?,
                Compared::Behind { pending: false } => self.core().epoch = 0,
                Compared::Gone => {}
            }
        }
    }

    /// How the core stands to the last event in the store; notes it, if it has that event.
    fn compare(&self, head: u64, token: Option<u64>) -> Compared {
        let Some(mut core) = self.current() else {
            return Compared::Gone;
        };
        if core.committed_at < head {
            let pending = !core.pending.is_empty();
            return Compared::Behind { pending };
        }
        core.read_under = token;
        Compared::UpToDate
    }

    /// Reads the state, if it is not up to date: the snapshot, and the events after it.
    async fn load(&self) -> Result<(), CommitError> {
        if self.current().is_some() {
            return Ok(());
        }
        let _only_one = self.shared.loading.lock().await;
        if self.current().is_some() {
            return Ok(());
        }
        // From here on nobody adds events; what is queued already is decided before it is read.
        self.core().epoch = 0;
        let store = &self.opened.store;
        store.settled().await?;
        let epoch = store.epoch();
        let (id, name) = (self.opened.id, self.opened.name.clone());
        let (state, snapshot_at, at) = store
            .read(move |half| recover::<S>(half, id, &name))
            .await?;
        self.core().restart(state, at, snapshot_at, epoch);
        Ok(())
    }
}

/// See [`Durable::compare`].
enum Compared {
    UpToDate,
    Behind { pending: bool },
    Gone,
}

/// The state in the store, the position of its snapshot, and that of its last event.
fn recover<S: State>(
    half: &mut dyn ReadHalf,
    id: ObjectId,
    name: &Arc<str>,
) -> Result<(S, u64, u64), ReadError> {
    loop {
        match recover_once(half, id, name) {
            Err(ReadError::Missing(place)) if is_in_snapshot(half, id, &place)? => {}
            other => return other,
        }
    }
}

/// Whether another program has stored a snapshot with this event, and deleted it, while the events were read.
fn is_in_snapshot(half: &mut dyn ReadHalf, id: ObjectId, place: &Place) -> Result<bool, ReadError> {
    let Place::Event { position, .. } = place else {
        return Ok(false);
    };
    Ok(half.snapshot(id)?.is_some_and(|(at, _)| at >= *position))
}

fn recover_once<S: State>(
    half: &mut dyn ReadHalf,
    id: ObjectId,
    name: &Arc<str>,
) -> Result<(S, u64, u64), ReadError> {
    let (mut state, mut at) = (S::default(), 0);
    if let Some((position, record)) = half.snapshot(id)? {
        state = decode(&record).map_err(|source| ReadError::Record {
            place: Place::Snapshot {
                name: name.clone(),
                position,
            },
            source,
        })?;
        at = position;
    }
    let snapshot_at = at;
    let mut failed = None;
    half.replay(id, at, &mut |position, record| {
        let place = |position| Place::Event {
            name: name.clone(),
            position,
        };
        if position != at + 1 {
            failed = Some(ReadError::Missing(place(at + 1)));
        } else if let Err(source) = replay(&mut state, record) {
            let place = place(position);
            failed = Some(ReadError::Record { place, source });
        }
        at = position;
        failed.is_none()
    })?;
    match failed {
        Some(error) => Err(error),
        None => Ok((state, snapshot_at, at)),
    }
}

/// Events on their way.
struct Batch<E> {
    mark: Arc<Mark>,
    events: Vec<E>,
    /// Whether a snapshot went with them.
    snapshot: bool,
}

struct Core<S: State> {
    /// The store's when it was read; 0 if it must be read again.
    epoch: u64,
    /// The lease under which it was found to be up to date, in a shared store: as long as that is held it stays so.
    read_under: Option<u64>,
    committed: S,
    committed_at: u64,
    /// The position of the durable snapshot.
    snapshot_at: u64,
    /// `committed` with everything in `pending`.
    latest: S,
    head: u64,
    newest_snapshot: u64,
    pending: VecDeque<Batch<S::Event>>,
}

impl<S: State> Core<S> {
    fn new() -> Self {
        Self {
            epoch: 0,
            read_under: None,
            committed: S::default(),
            committed_at: 0,
            snapshot_at: 0,
            latest: S::default(),
            head: 0,
            newest_snapshot: 0,
            pending: VecDeque::new(),
        }
    }

    /// Takes over what has been decided since.
    fn settle(&mut self) {
        while let Some(batch) = self.pending.front() {
            match batch.mark.fate() {
                Fate::Pending => return,
                Fate::Committed => {
                    let events = batch.events.len() as u64;
                    let applied = catch_unwind(AssertUnwindSafe(|| {
                        batch
                            .events
                            .iter()
                            .for_each(|event| self.committed.apply(event));
                    }));
                    self.committed_at += events;
                    if batch.snapshot {
                        self.snapshot_at = self.committed_at;
                    }
                    self.pending.pop_front();
                    if applied.is_err() {
                        // It did not panic with the same event and the same state before. The events are durable.
                        self.epoch = 0;
                    }
                }
                Fate::NotApplied => {
                    // Those behind it follow on a position that will not be, so the writer refuses them too.
                    self.pending.clear();
                    // Another program may have been first, one that does not respect the lease.
                    self.read_under = None;
                    self.rewind();
                    return;
                }
                Fate::Unknown => {
                    self.pending.clear();
                    self.epoch = 0;
                    return;
                }
            }
        }
    }

    /// Makes `latest` anew. The events in `pending` were applied before without a panic.
    fn rewind(&mut self) {
        self.latest = self.committed.clone();
        self.head = self.committed_at;
        self.newest_snapshot = self.snapshot_at;
        let replayed = catch_unwind(AssertUnwindSafe(|| {
            for batch in &self.pending {
                batch
                    .events
                    .iter()
                    .for_each(|event| self.latest.apply(event));
            }
        }));
        if replayed.is_err() {
            self.epoch = 0;
        }
        for batch in &self.pending {
            self.head += batch.events.len() as u64;
            if batch.snapshot {
                self.newest_snapshot = self.head;
            }
        }
    }

    /// Begins anew with what was read.
    fn restart(&mut self, state: S, at: u64, snapshot_at: u64, epoch: u64) {
        self.pending.clear();
        self.latest = state.clone();
        self.committed = state;
        (self.committed_at, self.head) = (at, at);
        (self.snapshot_at, self.newest_snapshot) = (snapshot_at, snapshot_at);
        self.read_under = None;
        self.epoch = epoch;
    }

    /// Applies an event to what is on its way.
    fn add(&mut self, event: &S::Event) -> Result<(), CommitError> {
        catch_unwind(AssertUnwindSafe(|| self.latest.apply(event)))
            .map_err(|panic| panicked(&*panic))?;
        self.head += 1;
        Ok(())
    }
}

fn replay<S: State>(state: &mut S, record: Borrowed<'_>) -> Result<(), DecodeError> {
    let event = record.decode::<S::Event>()?;
    catch_unwind(AssertUnwindSafe(|| state.apply(&event))).map_err(|panic| DecodeError::Value {
        type_name: S::Event::TYPE,
        reason: format!("the state {}", ExitReason::panicked(&*panic)),
    })
}

type Make<S> = Box<dyn FnOnce(&S) -> Result<Vec<<S as State>::Event>, Source> + Send>;

/// What a transaction does to one state.
pub(crate) struct Change<S: State> {
    durable: Durable<S>,
    steps: Vec<Make<S>>,
}

impl<S: State> Change<S> {
    pub(crate) fn new(durable: &Durable<S>) -> Self {
        Self {
            durable: durable.clone(),
            steps: Vec::new(),
        }
    }

    pub(crate) fn step<E>(
        &mut self,
        make: impl FnOnce(&S) -> Result<Vec<S::Event>, E> + Send + 'static,
    ) where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.steps.push(Box::new(move |state| {
            make(state).map_err(|error| Source::from(error.into()))
        }));
    }
}

/// What is done once everything is staged: the commit is sent.
pub(crate) type Sending<'a> = &'a mut dyn FnMut(&mut Commit) -> Result<Arc<Mark>, CommitError>;

/// A state that is being read.
pub(crate) type Loading = Pin<Box<dyn Future<Output = Result<(), CommitError>> + Send>>;

/// A change, whatever the state's type.
pub(crate) trait Stage: Send {
    /// For adding more to the same state.
    fn as_any(&mut self) -> &mut dyn Any;

    /// What reads the state, if that is needed.
    fn load(&mut self) -> Option<Loading>;

    /// Makes the events, adds their writes to the commit, and lets it be sent. The state is locked meanwhile, and as it
    /// was before if it was not sent.
    fn stage(
        self: Box<Self>,
        commit: &mut Commit,
        send: Sending<'_>,
    ) -> Result<Arc<Mark>, CommitError>;
}

impl<S: State> Stage for Change<S> {
    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn load(&mut self) -> Option<Loading> {
        let durable = self.durable.clone();
        let loaded = durable.certain().is_some();
        (!loaded).then(|| Box::pin(async move { durable.refresh().await }) as Loading)
    }

    fn stage(
        self: Box<Self>,
        commit: &mut Commit,
        send: Sending<'_>,
    ) -> Result<Arc<Mark>, CommitError> {
        let (durable, steps) = (self.durable, self.steps);
        let Some(mut core) = durable.current() else {
            // The store was reopened just now.
            return Err(Refusal::Conflict {
                object: durable.id(),
            }
            .into());
        };
        let sent =
            make(&mut core, &durable, steps, commit).and_then(|made| Ok((send(commit)?, made)));
        match sent {
            Ok((mark, (events, snapshot))) => {
                // A commit without events moves nothing, so nothing is built on it.
                if !events.is_empty() {
                    core.pending.push_back(Batch {
                        mark: mark.clone(),
                        events,
                        snapshot,
                    });
                }
                Ok(mark)
            }
            Err(error) => {
                core.rewind();
                Err(error)
            }
        }
    }
}

/// Makes the events and adds their writes, and a snapshot's if one is due.
fn make<S: State>(
    core: &mut Core<S>,
    durable: &Durable<S>,
    steps: Vec<Make<S>>,
    commit: &mut Commit,
) -> Result<(Vec<S::Event>, bool), CommitError> {
    let journal = durable.id();
    commit.checks.push(Check::Head {
        journal,
        position: core.head,
    });
    let mut made = Vec::new();
    for step in steps {
        let events = catch_unwind(AssertUnwindSafe(|| step(&core.latest)))
            .map_err(|panic| panicked(&*panic))?
            .map_err(CommitError::Rejected)?;
        for event in events {
            let record = encode(&event)?;
            core.add(&event)?;
            made.push(event);
            commit.writes.push(Write::Append {
                journal,
                position: core.head,
                record,
            });
        }
    }
    let snapshot =
        !made.is_empty() && core.head - core.newest_snapshot >= durable.options.snapshot_every;
    if snapshot {
        commit.writes.push(Write::Snapshot {
            journal,
            position: core.head,
            record: encode(&core.latest)?,
        });
        core.newest_snapshot = core.head;
    }
    Ok((made, snapshot))
}

fn panicked(payload: &(dyn Any + Send)) -> CommitError {
    match ExitReason::panicked(payload) {
        ExitReason::Panicked(message) => CommitError::Panicked(message),
        other => CommitError::Panicked(other.to_string().into()),
    }
}
