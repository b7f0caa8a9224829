//! Messages that leave with the commit that caused them.
//!
//! Sending after the commit loses the message if the program dies in between; sending before it tells of something that
//! may never be. An [`Outbox`] records the message in the same commit and delivers it afterwards, again and again, until
//! it was acknowledged.
//!
//! ```
//! use otp_runtime::outbox::{Inbox, Outbox};
//! use otp_runtime::store::Store;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The sender.
//! let shop = Store::in_memory().await?;
//! let orders = shop.map::<u64, String>("orders").await?;
//! let warehouse: Outbox<String> = shop.outbox("warehouse").await?;
//! shop.transaction("order 7").insert(&orders, &7, &"bolt".into()).send(&warehouse, &"bolt".into()).commit().await?;
//!
//! // The receiver, elsewhere.
//! let stock = Store::in_memory().await?;
//! let packed = stock.map::<u64, String>("packed").await?;
//! let inbox: Inbox = stock.inbox("inbox").await?;
//!
//! let delivery = warehouse.deliver(|message| {
//!     let (stock, packed, inbox) = (stock.clone(), packed.clone(), inbox.clone());
//!     async move {
//!         let mut transaction = stock.begin();
//!         // False if it has come before: acknowledged, and nothing is done again.
//!         if transaction.receive(&inbox, &message.sender, message.sequence).await? {
//!             transaction.insert(&packed, &message.sequence, &message.body).commit().await?;
//!         }
//!         Ok::<_, Box<dyn std::error::Error>>(())
//!     }
//! });
//! // It never ends by itself: a task of a supervision tree, usually.
//! tokio::select! {
//!     ended = delivery => ended.map(|never| match never {})?,
//!     () = async { while warehouse.waiting().await.unwrap() > 0 { tokio::task::yield_now().await } } => {}
//! }
//! assert_eq!(packed.range(.., 9).await?.len(), 1);
//! # Ok(()) }
//! ```
//!
//! # What holds
//!
//! - A message is there exactly if its commit is.
//! - One outbox is one destination. Its messages are delivered one at a time, in the order of their commits; the next one
//!   begins when the last one was acknowledged.
//! - At least once. With [`Transaction::receive`] the receiver commits the sender's last sequence number together with
//!   the effect, and the effect happens exactly once.
//! - The attempt is stored before the message goes out. One whose attempts are used up, or that cannot be read, stops its
//!   destination: it is logged, [`Outbox::stopped`] tells, and nothing passes it until an operator has called
//!   [`retry`](Outbox::retry) or [`skip`](Outbox::skip). The task that delivers waits meanwhile; it does not crash in a
//!   loop.
//!
//! # Syncs
//!
//! Acknowledging a message and counting the first attempt of the next one is one commit, so a message costs one sync
//! while others wait behind it, and two if it is alone.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, Notify};
use tokio::time::sleep;

use crate::durable::Map;
use crate::retry::Backoff;
use crate::store::backend::{Check, Commit, Kind, ObjectId, ReadHalf, Write};
use crate::store::record::{Stored, decode, encode};
use crate::store::{CommitError, NameError, Opened, Place, ReadError, Record, Refusal, Store};
#[cfg(doc)]
use crate::transaction::Transaction;

/// How an outbox delivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxOptions {
    /// After how many attempts a message stops its destination. Default 20; 0 counts as 1.
    pub attempts: u32,
    /// How long to wait between them. Default 1 s, doubled up to a minute.
    pub backoff: Backoff,
    /// How many messages may wait; commits that would send more are refused. Default 100 000.
    pub capacity: u64,
}

impl Default for OutboxOptions {
    fn default() -> Self {
        Self {
            attempts: 20,
            backoff: Backoff {
                first: Duration::from_secs(1),
                most: Duration::from_secs(60),
            },
            capacity: 100_000,
        }
    }
}

/// Messages to one destination. See the [module](self). Clones share it.
pub struct Outbox<T> {
    opened: Opened,
    options: OutboxOptions,
    shared: Arc<Shared>,
    sender: Arc<str>,
    types: PhantomData<fn() -> T>,
}

/// What the handles of one outbox share.
struct Shared {
    /// Rings when a message was sent, or an operator has decided.
    bell: Arc<Notify>,
    /// Held by the one who delivers.
    delivering: Mutex<()>,
}

impl<T> Clone for Outbox<T> {
    fn clone(&self) -> Self {
        Self {
            opened: self.opened.clone(),
            options: self.options,
            shared: self.shared.clone(),
            sender: self.sender.clone(),
            types: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Outbox<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Outbox").field(&self.opened.name).finish()
    }
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message<T> {
    /// Who sends it: the store's identity, the namespace and the outbox's name.
    pub sender: Arc<str>,
    /// Its number; later messages of this sender have larger ones. The same in every attempt.
    pub sequence: u64,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// What was sent.
    pub body: T,
}

/// A message that stops its destination.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stopped {
    /// Its number.
    pub sequence: u64,
    /// How many attempts there were.
    pub attempts: u32,
    /// Why the last one failed.
    pub error: String,
}

/// What is known of the first message, beside it in the store.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Tried {
    pub(crate) sequence: u64,
    pub(crate) attempts: u32,
    pub(crate) error: String,
    pub(crate) stopped: bool,
}

impl Tried {
    /// What is noted in this outbox.
    pub(crate) fn of(
        half: &mut dyn ReadHalf,
        outbox: ObjectId,
        name: &Arc<str>,
    ) -> Result<Option<Self>, ReadError> {
        Ok(Self::since(half, outbox, name)?.map(|(tried, _)| tried))
    }

    /// The same, and the revision at which it was noted.
    fn since(
        half: &mut dyn ReadHalf,
        outbox: ObjectId,
        name: &Arc<str>,
    ) -> Result<Option<(Self, u64)>, ReadError> {
        let Some(found) = half.get(outbox, TRIED)? else {
            return Ok(None);
        };
        match decode::<Self>(&found.record) {
            Ok(tried) => Ok(Some((tried, found.revision))),
            Err(source) => Err(ReadError::Record {
                place: Place::Entry {
                    name: name.clone(),
                    key: TRIED.to_vec(),
                },
                source,
            }),
        }
    }
}

impl Record for Tried {
    const TYPE: &'static str = "outbox-attempts";
}

/// Its key among the records of the outbox.
const TRIED: &[u8] = b"attempts";

/// What an attempt says that nobody came back from.
const NEVER_ENDED: &str = "its last attempt never ended: the program died meanwhile";

impl Store {
    /// Opens the outbox with this name and the default options.
    ///
    /// # Errors
    ///
    /// [`NameError`]: the name has another type, a newer program has written to it, or the store failed.
    pub async fn outbox<T: Record>(&self, name: &str) -> Result<Outbox<T>, NameError> {
        self.outbox_with(name, OutboxOptions::default()).await
    }

    /// Opens the outbox with this name.
    ///
    /// # Errors
    ///
    /// As [`outbox`](Self::outbox).
    pub async fn outbox_with<T: Record>(
        &self,
        name: &str,
        options: OutboxOptions,
    ) -> Result<Outbox<T>, NameError> {
        let opened = self
            .declare(name, Kind::Outbox, T::TYPE.to_owned(), T::VERSION)
            .await?;
        let identity = self.identity().await?;
        let sender = format!("{identity:016x}/{}/{name}", self.name_of_space());
        let options = OutboxOptions {
            attempts: options.attempts.max(1),
            ..options
        };
        Ok(Outbox::new(opened, options, sender.into()))
    }

    /// Opens the inbox with this name: what has come from whom.
    ///
    /// # Errors
    ///
    /// [`NameError`]: the name has another type, or the store failed.
    pub async fn inbox(&self, name: &str) -> Result<Inbox, NameError> {
        Ok(Inbox {
            senders: self.map(name).await?,
        })
    }
}

/// The last message that has come from each sender. See [`Transaction::receive`].
#[derive(Debug, Clone)]
pub struct Inbox {
    senders: Map<String, u64>,
}

impl Inbox {
    pub(crate) fn senders(&self) -> &Map<String, u64> {
        &self.senders
    }
}

impl Outbox<serde_json::Value> {
    /// For what is asked of messages without reading or sending one.
    pub(crate) fn untyped(opened: Opened) -> Self {
        Self::new(opened, OutboxOptions::default(), "".into())
    }
}

impl<T: Record> Outbox<T> {
    fn new(opened: Opened, options: OutboxOptions, sender: Arc<str>) -> Self {
        let store = &opened.store;
        Self {
            shared: store.shared_or(opened.id, || Shared {
                bell: store.bell(opened.id),
                delivering: Mutex::default(),
            }),
            opened,
            options,
            sender,
            types: PhantomData,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.opened.name
    }

    /// Delivers for ever: gives each message to the function until it answers `Ok`. A second call waits until the first
    /// one was dropped. So it does in another program that shares the store, and there half a minute longer: one alone
    /// delivers, under the lease `outbox/` and the name.
    ///
    /// Cancel safe: a message that was on its way is delivered again.
    ///
    /// # Errors
    ///
    /// [`CommitError`] if the store fails. Messages that cannot be delivered are no error here: see the
    /// [module](self#what-holds).
    pub async fn deliver<F, E>(
        &self,
        mut deliver: impl FnMut(Message<T>) -> F,
    ) -> Result<Infallible, CommitError>
    where
        F: Future<Output = Result<(), E>>,
        E: fmt::Display,
    {
        let _only_one = self.shared.delivering.lock().await;
        if !self.store().is_shared() {
            return self.deliver_alone(&mut deliver).await;
        }
        loop {
            let name = format!("outbox/{}", self.name());
            let alone = self.store().alone(&name).await?;
            let owned = self.under(alone.lease.store());
            match alone.lease.during(owned.deliver_alone(&mut deliver)).await {
                // Another program goes on.
                Err(error) if error.is_not_owner() => {}
                other => return other,
            }
        }
    }

    /// The same outbox through another handle of the store.
    fn under(&self, store: Store) -> Self {
        let mut owned = self.clone();
        owned.opened.store = store;
        owned
    }

    async fn deliver_alone<F, E>(
        &self,
        deliver: &mut impl FnMut(Message<T>) -> F,
    ) -> Result<Infallible, CommitError>
    where
        F: Future<Output = Result<(), E>>,
        E: fmt::Display,
    {
        let mut done = None;
        loop {
            let bell = self.shared.bell.notified();
            tokio::pin!(bell);
            bell.as_mut().enable();
            let Some((sequence, record)) = self.first(done).await? else {
                if let Some(done) = done.take() {
                    self.commit(vec![self.forget(done)]).await?;
                } else {
                    self.store().hear(bell).await;
                }
                continue;
            };
            let (tried, _) = self.tried(sequence).await?;
            if tried.stopped {
                if let Some(done) = done.take() {
                    self.commit(vec![self.forget(done)]).await?;
                }
                self.store().hear(bell).await;
                continue;
            }
            let body = match decode::<T>(&record) {
                Ok(body) if tried.attempts < self.options.attempts => body,
                Ok(_) => {
                    self.stop(&tried, tried.error.clone(), done.take()).await?;
                    continue;
                }
                Err(error) => {
                    self.stop(&tried, error.to_string(), done.take()).await?;
                    continue;
                }
            };
            let begun = Tried {
                attempts: tried.attempts + 1,
                error: NEVER_ENDED.into(),
                ..tried
            };
            let mut writes = vec![self.noted(&begun)?];
            writes.extend(done.take().map(|done| self.forget(done)));
            self.commit(writes).await?;
            let message = Message {
                sender: self.sender.clone(),
                sequence,
                attempt: begun.attempts,
                body,
            };
            match deliver(message).await {
                Ok(()) => done = Some(sequence),
                Err(error) => {
                    let failed = Tried {
                        error: error.to_string(),
                        ..begun
                    };
                    if failed.attempts >= self.options.attempts {
                        self.stop(&failed, failed.error.clone(), None).await?;
                    } else {
                        self.commit(vec![self.noted(&failed)?]).await?;
                        sleep(self.options.backoff.wait(failed.attempts)).await;
                    }
                }
            }
        }
    }

    /// How many messages wait, the one on its way included. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn waiting(&self) -> Result<usize, ReadError> {
        let id = self.opened.id;
        let most = usize::try_from(self.options.capacity).unwrap_or(usize::MAX);
        let waiting = self
            .opened
            .store
            .read(move |half| half.events(id, 0, most))
            .await?;
        Ok(waiting.len())
    }

    /// The message that stops the destination, if one does. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn stopped(&self) -> Result<Option<Stopped>, ReadError> {
        let stopped = self.stopping().await?;
        Ok(stopped.map(|(tried, _)| Stopped {
            sequence: tried.sequence,
            attempts: tried.attempts,
            error: tried.error,
        }))
    }

    /// Tries the message that stops the destination again, with all of its attempts; does nothing if none does.
    ///
    /// # Errors
    ///
    /// [`CommitError`]; it is a conflict if somebody else decided at the same time.
    pub async fn retry(&self) -> Result<(), CommitError> {
        match self.stopping().await? {
            Some((stopped, check)) => self.try_again(stopped, check).await,
            None => Ok(()),
        }
    }

    /// As [`retry`](Self::retry), of the message with this number.
    pub(crate) async fn retry_one(&self, sequence: u64) -> Result<(), CommitError> {
        let (stopped, check) = self.stopped_by(sequence).await?;
        self.try_again(stopped, check).await
    }

    async fn try_again(&self, stopped: Tried, check: Check) -> Result<(), CommitError> {
        let again = Tried {
            attempts: 0,
            stopped: false,
            ..stopped
        };
        self.decide(check, vec![self.noted(&again)?]).await
    }

    /// Gives up the message that stops the destination, which must be the one with this number. It is logged.
    ///
    /// # Errors
    ///
    /// [`CommitError`]; [`Refusal::Conflict`] if another message, or none, stops it.
    pub async fn skip(&self, sequence: u64) -> Result<(), CommitError> {
        let (stopped, check) = self.stopped_by(sequence).await?;
        let settled = Tried {
            stopped: false,
            ..stopped
        };
        let writes = vec![self.noted(&settled)?, self.forget(sequence)];
        self.decide(check, writes).await?;
        tracing::warn!(outbox = %self.opened.name, sequence, "a message was skipped");
        Ok(())
    }

    /// The same, if it is the message with this number.
    async fn stopped_by(&self, sequence: u64) -> Result<(Tried, Check), CommitError> {
        let stopped = self.stopping().await?;
        let other = || Refusal::Conflict {
            object: self.opened.id,
        };
        let stopped = stopped.filter(|(stopped, _)| stopped.sequence == sequence);
        Ok(stopped.ok_or_else(other)?)
    }

    /// What stops the destination, and the check that it still does.
    async fn stopping(&self) -> Result<Option<(Tried, Check)>, ReadError> {
        let Some((sequence, _)) = self.first(None).await? else {
            return Ok(None);
        };
        let (tried, revision) = self.tried(sequence).await?;
        let check = Check::Entry {
            map: self.opened.id,
            key: TRIED.to_vec(),
            revision,
        };
        Ok(tried.stopped.then_some((tried, check)))
    }

    /// The first message after those that are done.
    async fn first(&self, done: Option<u64>) -> Result<Option<(u64, Stored)>, ReadError> {
        let id = self.opened.id;
        let read = move |half: &mut dyn crate::store::backend::ReadHalf| {
            half.events(id, done.unwrap_or(0), 1)
        };
        Ok(self.opened.store.read(read).await?.pop())
    }

    /// What is known of the message, and since when.
    async fn tried(&self, sequence: u64) -> Result<(Tried, u64), ReadError> {
        let (id, name) = (self.opened.id, self.opened.name.clone());
        let found = self
            .opened
            .store
            .read(move |half| Tried::since(half, id, &name))
            .await?;
        let new = Tried {
            sequence,
            attempts: 0,
            error: String::new(),
            stopped: false,
        };
        Ok(match found {
            Some((tried, since)) if tried.sequence == sequence => (tried, since),
            Some((_, since)) => (new, since),
            None => (new, 0),
        })
    }

    async fn stop(
        &self,
        tried: &Tried,
        error: String,
        done: Option<u64>,
    ) -> Result<(), CommitError> {
        tracing::error!(
            outbox = %self.opened.name,
            sequence = tried.sequence,
            attempts = tried.attempts,
            error,
            "a message stops its destination"
        );
        let stopped = Tried {
            stopped: true,
            error,
            ..tried.clone()
        };
        let mut writes = vec![self.noted(&stopped)?];
        writes.extend(done.map(|done| self.forget(done)));
        self.commit(writes).await
    }

    fn noted(&self, tried: &Tried) -> Result<Write, CommitError> {
        Ok(Write::Put {
            map: self.opened.id,
            key: TRIED.to_vec(),
            record: encode(tried)?,
        })
    }

    fn forget(&self, sequence: u64) -> Write {
        Write::Trim {
            journal: self.opened.id,
            through: sequence,
        }
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), CommitError> {
        let commit = Commit {
            writes,
            ..Commit::default()
        };
        self.opened.store.commit(commit).await.map(|_| ())
    }

    /// What an operator has decided, if it still fits; whoever delivers is told.
    async fn decide(&self, check: Check, writes: Vec<Write>) -> Result<(), CommitError> {
        let commit = Commit {
            checks: vec![check],
            writes,
            news: vec![self.id()],
            ..Commit::default()
        };
        self.opened.store.commit(commit).await.map(|_| ())
    }

    pub(crate) fn sent(&self, message: &T) -> Result<Write, CommitError> {
        Ok(Write::Send {
            outbox: self.opened.id,
            record: encode(message)?,
            capacity: self.options.capacity,
        })
    }

    pub(crate) fn store(&self) -> &Store {
        &self.opened.store
    }

    pub(crate) fn id(&self) -> ObjectId {
        self.opened.id
    }
}
