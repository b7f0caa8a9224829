//! Several changes, all of them or none.
//!
//! A [`Transaction`] reads, collects writes, and commits them together: to any number of maps, queues, states and
//! outboxes of one store. What it has read, absences and ranges included, must still be so when it commits; if not,
//! nothing is written and the error [is a conflict](CommitError::is_conflict). Nobody waits for a transaction: nothing
//! is locked while it is open, and none of the caller's code runs while the store writes.
//!
//! ```
//! use otp_runtime::retry::Retry;
//! use otp_runtime::store::{CommitError, Refusal, Store};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::in_memory().await?;
//! let accounts = store.map::<String, i64>("accounts").await?;
//! let (from, to) = ("anna".to_owned(), "bert".to_owned());
//! accounts.insert(&from, &100).await?;
//!
//! // A transfer, tried again as long as others change the same accounts meanwhile.
//! let transfer = || async {
//!     let mut transaction = store.transaction("transfer 9");
//!     let mine = transaction.get(&accounts, &from).await?.unwrap_or(0);
//!     let theirs = transaction.get(&accounts, &to).await?.unwrap_or(0);
//!     transaction
//!         .request(&("anna", "bert", 30))
//!         .insert(&accounts, &from, &(mine - 30))
//!         .insert(&accounts, &to, &(theirs + 30))
//!         .commit()
//!         .await
//! };
//! Retry::default().run(transfer, CommitError::is_conflict).await?;
//! // The operation id makes it happen once, however often it is asked for.
//! assert!(transfer().await?.repeated);
//! assert_eq!(accounts.get(&to).await?, Some(30));
//! # Ok(()) }
//! ```
//!
//! Reads of one transaction are of different moments, and only the commit shows whether they fit together. Until then a
//! transaction must do nothing that cannot be taken back.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeBounds;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::durable::{Change, Durable, Lease, Map, Queue, Sending, Stage, State, bytes_of};
use crate::outbox::{Inbox, Outbox};
use crate::store::backend::{Check, Commit, Entry, ObjectId, Operation, Write};
use crate::store::record::{Stored, encode};
use crate::store::{
    CommitError, EncodeError, Key, Mark, OperationId, ReadError, Receipt, Record, Refusal, Store,
    encoded, text,
};

/// Several changes that are committed together. See the [module](self).
///
/// Dropping it, or not committing it, does nothing.
pub struct Transaction {
    store: Store,
    operation: Option<OperationId>,
    request: Option<[u8; 32]>,
    /// Whether what it writes may depend on what it has seen.
    looked: bool,
    checks: Vec<Check>,
    writes: Vec<Write>,
    /// What it has read and written: it reads its own writes, and the same entry twice alike.
    seen: BTreeMap<(ObjectId, Vec<u8>), Option<Stored>>,
    states: BTreeMap<ObjectId, Box<dyn Stage>>,
    news: Vec<ObjectId>,
    failed: Option<CommitError>,
    /// It is committed by whoever has lent it.
    lent: bool,
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction")
            .field("operation", &self.operation)
            .field("checks", &self.checks.len())
            .field("writes", &self.writes.len())
            .field("states", &self.states.len())
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Begins a transaction with an operation id: it is committed once, and repeating it answers the first receipt.
    #[must_use]
    pub fn transaction(&self, id: impl Into<OperationId>) -> Transaction {
        Transaction {
            operation: Some(id.into()),
            ..self.begin()
        }
    }

    /// Begins a transaction without an operation id: whoever loses its answer cannot tell whether it was committed.
    #[must_use]
    pub fn begin(&self) -> Transaction {
        Transaction {
            store: self.clone(),
            operation: None,
            request: None,
            looked: false,
            checks: Vec::new(),
            writes: Vec::new(),
            seen: BTreeMap::new(),
            states: BTreeMap::new(),
            news: Vec::new(),
            failed: None,
            lent: false,
        }
    }
}

impl Transaction {
    /// Says what the operation id stands for; the same id with another request is then refused.
    ///
    /// Without it the writes are the request, unless the transaction has read something or updates a state: what it
    /// writes may then be different when it is repeated, and the id alone counts.
    pub fn request(&mut self, request: &impl Serialize) -> &mut Self {
        match serde_json::to_vec(request) {
            Ok(bytes) => self.request = Some(Sha256::digest(bytes).into()),
            Err(error) => self.fail(
                EncodeError {
                    type_name: "request",
                    reason: error.to_string(),
                }
                .into(),
            ),
        }
        self
    }

    /// Reads an entry of a map, as this transaction has written it or as it is durable. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn get<K: Key, V: Record>(
        &mut self,
        map: &Map<K, V>,
        key: &K,
    ) -> Result<Option<V>, ReadError> {
        self.looked = true;
        let bytes = encoded(key);
        let slot = (map.id(), bytes);
        if !self.seen.contains_key(&slot) {
            let (id, bytes) = slot.clone();
            let found = map.store().read(move |half| half.get(id, &bytes)).await?;
            self.checks.push(Check::Entry {
                map: slot.0,
                key: slot.1.clone(),
                revision: found.as_ref().map_or(0, |found| found.revision),
            });
            self.seen
                .insert(slot.clone(), found.map(|found| found.record));
        }
        let record = self.seen.get(&slot).and_then(Option::as_ref);
        record.map(|record| map.value(&slot.1, record)).transpose()
    }

    /// Reads the first `limit` entries of a range, by key, with this transaction's own writes. An entry that comes into
    /// the range until the commit is a conflict, as is one that changes or goes. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn range<K: Key, V: Record>(
        &mut self,
        map: &Map<K, V>,
        range: impl RangeBounds<K>,
        limit: usize,
    ) -> Result<Vec<(K, V)>, ReadError> {
        self.looked = true;
        let (id, range) = (map.id(), bytes_of(&range));
        let own = |key: &(ObjectId, Vec<u8>)| key.0 == id && range.contains(&key.1);
        // Each entry that this transaction has removed may stand for one of the limit.
        let most = limit.saturating_add(self.seen.keys().filter(|key| own(key)).count());
        let asked = range.clone();
        let found = map
            .store()
            .read(move |half| half.scan(id, &asked, most))
            .await?;
        let complete = found.len() < most;
        self.checks.push(Check::Range {
            map: id,
            range: range.clone(),
            limit: most,
            found: found
                .iter()
                .map(|entry| (entry.key.clone(), entry.revision))
                .collect(),
        });
        // Beyond the last entry found there may be others that come before this transaction's own.
        let last = found.last().map(|entry| entry.key.clone());
        let mut merged: BTreeMap<Vec<u8>, Stored> = found
            .into_iter()
            .map(|entry| (entry.key, entry.record))
            .collect();
        for ((_, key), record) in self.seen.iter().filter(|(key, _)| own(key)) {
            match record {
                Some(record) if complete || last.as_ref().is_some_and(|last| key <= last) => {
                    merged.insert(key.clone(), record.clone());
                }
                Some(_) => {}
                None => {
                    merged.remove(key);
                }
            }
        }
        let entries = merged.into_iter().take(limit).map(|(key, record)| {
            let revision = 0;
            map.entry(&Entry {
                key,
                revision,
                record,
            })
        });
        entries.collect()
    }

    /// Sets an entry of a map.
    pub fn insert<K: Key, V: Record>(&mut self, map: &Map<K, V>, key: &K, value: &V) -> &mut Self {
        self.same_store(map.store());
        match encode(value) {
            Ok(record) => {
                let key = encoded(key);
                self.seen
                    .insert((map.id(), key.clone()), Some(record.clone()));
                self.writes.push(Write::Put {
                    map: map.id(),
                    key,
                    record,
                });
            }
            Err(error) => self.fail(error.into()),
        }
        self
    }

    /// Removes an entry of a map, if it is there.
    pub fn remove<K: Key, V: Record>(&mut self, map: &Map<K, V>, key: &K) -> &mut Self {
        self.same_store(map.store());
        let key = encoded(key);
        self.seen.insert((map.id(), key.clone()), None);
        self.writes.push(Write::Remove { map: map.id(), key });
        self
    }

    /// Adds a job to a queue.
    pub fn push<T: Record>(&mut self, queue: &Queue<T>, job: &T) -> &mut Self {
        self.push_after(queue, job, Duration::ZERO)
    }

    /// Adds a job that is handed out when this time has passed.
    pub fn push_after<T: Record>(
        &mut self,
        queue: &Queue<T>,
        job: &T,
        delay: Duration,
    ) -> &mut Self {
        self.same_store(queue.store());
        match queue.pushed(job, delay) {
            Ok(write) => {
                self.writes.push(write);
                self.news.push(queue.id());
            }
            Err(error) => self.fail(error),
        }
        self
    }

    /// Acknowledges a job together with what was done for it. If its lease has ended, nothing is written.
    pub fn ack<T: Record>(&mut self, lease: &Lease<T>) -> &mut Self {
        self.same_store(lease.store());
        self.writes.push(lease.acked());
        self
    }

    /// Adds a message to an outbox.
    pub fn send<T: Record>(&mut self, outbox: &Outbox<T>, message: &T) -> &mut Self {
        self.same_store(outbox.store());
        match outbox.sent(message) {
            Ok(write) => {
                self.writes.push(write);
                self.news.push(outbox.id());
            }
            Err(error) => self.fail(error),
        }
        self
    }

    /// Notes that the message with this sequence number has come from this sender; false if it, or a later one, had
    /// come before. Then its effect is there already, and nothing of it should be written again. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn receive(
        &mut self,
        inbox: &Inbox,
        sender: &str,
        sequence: u64,
    ) -> Result<bool, ReadError> {
        let sender = sender.to_owned();
        let last = self.get(inbox.senders(), &sender).await?;
        let new = last.is_none_or(|last| last < sequence);
        if new {
            self.insert(inbox.senders(), &sender, &sequence);
        }
        Ok(new)
    }

    /// Adds an event to a state, whatever the state is.
    pub fn append<S: State>(&mut self, state: &Durable<S>, event: S::Event) -> &mut Self {
        self.update(state, move |_| Ok::<_, String>(vec![event]))
    }

    /// Lets the function see the state, with everything that is on its way and this transaction's own events, and adds
    /// the events that it answers. It runs at the commit, under the state's lock; if it refuses, nothing is written and
    /// its error is in [`CommitError::Rejected`].
    pub fn update<S: State, E>(
        &mut self,
        state: &Durable<S>,
        make: impl FnOnce(&S) -> Result<Vec<S::Event>, E> + Send + 'static,
    ) -> &mut Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.same_store(state.store());
        let stage = self
            .states
            .entry(state.id())
            .or_insert_with(|| Box::new(Change::new(state)));
        let any: &mut dyn Any = stage.as_any();
        if let Some(change) = any.downcast_mut::<Change<S>>() {
            change.step(make);
        }
        self
    }

    /// Wakes those who wait for news of this when it is committed: [`Store::bell`].
    pub(crate) fn tell(&mut self, id: ObjectId) -> &mut Self {
        self.news.push(id);
        self
    }

    /// Commits: when this answers, all of it is durable. The transaction is empty afterwards.
    ///
    /// Cancel safe in the sense of the store: dropped before it is queued nothing happens, afterwards it is committed
    /// and only the answer is lost; [`Store::outcome`] of the operation id tells.
    ///
    /// # Errors
    ///
    /// [`CommitError`]. If it [is a conflict](CommitError::is_conflict), begin anew: what was read is out of date.
    pub async fn commit(&mut self) -> Result<Receipt, CommitError> {
        if self.lent {
            let reason = "this transaction is committed with the step or task that it belongs to";
            return Err(CommitError::Rejected(text(reason)));
        }
        let empty = self.store.begin();
        std::mem::replace(self, empty).carry_out().await
    }

    /// Lets somebody else write in it, and commit nothing.
    pub(crate) fn lend(mut self) -> Self {
        self.lent = true;
        self
    }

    pub(crate) async fn carry_out(mut self) -> Result<Receipt, CommitError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let operation = self.named_operation();
        let depends = self.looked || !self.states.is_empty();
        // What a first commit has changed is no reason to refuse the second one.
        if let Some(operation) = &operation
            && depends
            && let Some((fingerprint, revision)) =
                self.store.operation(operation.id.clone()).await?
        {
            return if fingerprint == operation.fingerprint {
                Ok(Receipt::new(revision, true))
            } else {
                Err(Refusal::OperationReused {
                    id: operation.id.clone(),
                }
                .into())
            };
        }
        let mut commit = Commit {
            operation,
            checks: self.checks,
            writes: self.writes,
            news: self.news,
            ..Commit::default()
        };
        let permit = self.store.permit().await?;
        // In the order of their numbers, as everybody locks them.
        let mut states: Vec<_> = self.states.into_values().collect();
        for state in &mut states {
            if let Some(loading) = state.load() {
                loading.await?;
            }
        }
        let (mut permit, mut pending) = (Some(permit), None);
        stage(states.into_iter(), &mut commit, &mut |commit| {
            let Some(permit) = permit.take() else {
                return Err(CommitError::Closed);
            };
            let (mark, answer) = permit.send(std::mem::take(commit))?;
            pending = Some(answer);
            Ok(mark)
        })?;
        match pending {
            Some(pending) => pending.answer().await,
            None => Err(CommitError::Closed),
        }
    }

    fn named_operation(&self) -> Option<Operation> {
        let id = self.operation.clone()?;
        let fingerprint = match self.request {
            Some(request) => request,
            None if self.looked || !self.states.is_empty() => [0; 32],
            None => fingerprint(&self.writes),
        };
        Some(Operation {
            namespace: self.store.name_of_space().clone(),
            id,
            fingerprint,
        })
    }

    /// What belongs to an owner is written under its lease, whatever the transaction was begun with.
    fn same_store(&mut self, store: &Store) {
        store.check_owners(&mut self.checks);
        if !self.store.is_same(store) {
            let reason = "a transaction changes one store, and this is of another one";
            self.fail(CommitError::Rejected(text(reason)));
        }
    }

    fn fail(&mut self, error: CommitError) {
        self.failed.get_or_insert(error);
    }
}

/// Locks the states one inside the other, and sends when all of them are staged.
fn stage(
    mut states: std::vec::IntoIter<Box<dyn Stage>>,
    commit: &mut Commit,
    send: Sending<'_>,
) -> Result<Arc<Mark>, CommitError> {
    match states.next() {
        Some(state) => {
            let mut rest = Some(states);
            state.stage(commit, &mut |commit| {
                stage(rest.take().unwrap_or_default(), commit, send)
            })
        }
        None => send(commit),
    }
}

/// What the writes ask for, without the times, which differ when they are repeated.
fn fingerprint(writes: &[Write]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    for write in writes {
        match write {
            Write::Put { map, key, record } => {
                part(b"put");
                part(&map.0.to_le_bytes());
                part(key);
                part(&record.bytes);
            }
            Write::Remove { map, key } => {
                part(b"remove");
                part(&map.0.to_le_bytes());
                part(key);
            }
            Write::Push { queue, record, .. } => {
                part(b"push");
                part(&queue.0.to_le_bytes());
                part(&record.bytes);
            }
            Write::Send { outbox, record, .. } => {
                part(b"send");
                part(&outbox.0.to_le_bytes());
                part(&record.bytes);
            }
            Write::Ack { queue, job, .. } => {
                part(b"ack");
                part(&queue.0.to_le_bytes());
                part(&job.to_le_bytes());
            }
            // No transaction writes these beside a state, which has no fingerprint of its writes.
            other => part(format!("{other:?}").as_bytes()),
        }
    }
    hash.finalize().into()
}
