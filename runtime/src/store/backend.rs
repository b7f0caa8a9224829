//! What a store asks of the database underneath, and the words in which it asks.
//!
//! For those who write a backend or look at a store from below; everybody else uses [`Store`](super::Store). A backend
//! has two halves, each owned by a thread of its own: one writes, in groups, and one reads what is durable. It is one if
//! it passes the checks of `store::kit` (feature `testing`).

use std::fmt;
use std::ops::{Bound, RangeBounds};
use std::sync::Arc;
use std::time::Duration;

use crate::scheduler::clock::Clock;

use super::error::{GroupError, OpenError, ReadError};
use super::record::{Borrowed, Stored};

/// A database that can be opened, and opened again after a failure.
pub trait Backend: Send + 'static {
    /// Opens it. Everything that was acknowledged before is there, and is durable before this answers; of everything
    /// else either all or nothing. `first` says that no worker of this program can have a job yet.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    fn open(&mut self, first: bool) -> Result<Halves, OpenError>;

    /// How many reads can go on at once: as many halves that read it has.
    fn readers(&self) -> usize {
        1
    }

    /// Whether other programs may write at the same time, so that what is in memory may be out of date.
    fn is_shared(&self) -> bool {
        false
    }

    /// How long a transaction can last. Leases must be longer.
    fn longest_transaction(&self) -> Duration {
        Duration::ZERO
    }

    /// The clock that the times in it go by, if that is not the program's: all programs that share it agree on it. Asked
    /// once, before it is opened.
    fn clock(&self) -> Option<Arc<dyn Clock>> {
        None
    }

    /// Called once, before it is opened: what to tell of the [news](Commit::news) of other programs.
    fn listen(&mut self, ring: Ring) {
        let _ = ring;
    }
}

/// Is told where another program has written something that somebody may wait for; `None` stands for everywhere.
pub type Ring = Arc<dyn Fn(Option<ObjectId>) + Send + Sync>;

/// An open database.
pub struct Halves {
    /// Writes.
    pub write: Box<dyn WriteHalf>,
    /// Read, each on a thread of its own: [`Backend::readers`] of them.
    pub read: Vec<Box<dyn ReadHalf>>,
}

impl fmt::Debug for Halves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Halves").finish_non_exhaustive()
    }
}

/// The half that writes. One thread calls it, one call at a time.
pub trait WriteHalf: Send {
    /// Commits the group: when this returns, what it says is committed is durable, and readable for the other half. A
    /// refused commit leaves nothing, and touches none of the others.
    ///
    /// # Errors
    ///
    /// [`GroupError`] for all of them together.
    fn commit(&mut self, group: &[Arc<Commit>]) -> Result<Vec<Verdict>, GroupError>;

    /// The number of the name, which is made if it is new; the newest version is remembered. Durable when it returns.
    ///
    /// # Errors
    ///
    /// [`GroupError`].
    fn declare(&mut self, wanted: &Declaration) -> Result<Result<ObjectId, Mismatch>, GroupError>;

    /// The fingerprint of the operation and the revision at which it was committed, if it was.
    ///
    /// # Errors
    ///
    /// [`GroupError`].
    fn outcome(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> Result<Option<Recorded>, GroupError>;

    /// Called after the answers to a group were given, for work that nobody should wait for.
    ///
    /// # Errors
    ///
    /// [`GroupError`]; if it is broken, no more commits come.
    fn tidy(&mut self) -> Result<(), GroupError> {
        Ok(())
    }

    /// Called once, last, if nothing is broken; the half is dropped afterwards in any case.
    ///
    /// # Errors
    ///
    /// [`GroupError`]. What was acknowledged is durable all the same.
    fn close(&mut self) -> Result<(), GroupError> {
        Ok(())
    }
}

/// The half that reads. It sees what is durable and nothing else.
pub trait ReadHalf: Send {
    /// An entry of a map.
    ///
    /// # Errors
    ///
    /// [`ReadError`], as of all the others.
    fn get(&mut self, map: ObjectId, key: &[u8]) -> Result<Option<Versioned>, ReadError>;

    /// The first `limit` entries of a range, by key.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn scan(&mut self, map: ObjectId, range: &Range, limit: usize)
    -> Result<Vec<Entry>, ReadError>;

    /// The snapshot of a journal, and the position of the last event in it.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn snapshot(&mut self, journal: ObjectId) -> Result<Option<(u64, Stored)>, ReadError>;

    /// The position of the last event of a journal, 0 before the first.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn head(&mut self, journal: ObjectId) -> Result<u64, ReadError>;

    /// The first `limit` events after a position.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn events(
        &mut self,
        journal: ObjectId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Stored)>, ReadError>;

    /// Shows all events after a position, in order, until `see` answers false.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn replay(
        &mut self,
        journal: ObjectId,
        after: u64,
        see: &mut See<'_>,
    ) -> Result<(), ReadError> {
        /// How many are read at once.
        const PAGE: usize = 1024;
        let mut after = after;
        loop {
            let events = self.events(journal, after, PAGE)?;
            for (position, record) in &events {
                after = *position;
                if !see(*position, record.borrow()) {
                    return Ok(());
                }
            }
            if events.len() < PAGE {
                return Ok(());
            }
        }
    }

    /// The first `limit` jobs of a queue whose number is above `after`.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn jobs(&mut self, queue: ObjectId, after: u64, limit: usize)
    -> Result<Vec<JobRow>, ReadError>;

    /// The earliest time at which a job that is not dead is due, by a clock that says `now` at this moment.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn next_due(&mut self, queue: ObjectId, now: Millis) -> Result<Option<Millis>, ReadError>;

    /// All leases, those that have ended included, by namespace and name; their ends by a clock that says `now` at this
    /// moment.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn leases(&mut self, now: Millis) -> Result<Vec<(LeaseName, Held)>, ReadError>;

    /// A number that no other store has, and that this one keeps.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn identity(&mut self) -> Result<u64, ReadError>;

    /// All names, by namespace and name.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    fn names(&mut self) -> Result<Vec<(ObjectId, Declaration)>, ReadError>;
}

/// What looks at an event; false ends it.
pub type See<'a> = dyn FnMut(u64, Borrowed<'_>) -> bool + 'a;

/// Milliseconds since 1970, by the clock of the store.
pub type Millis = i64;

/// The number of a named thing in one store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub i64);

/// What a named thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Keys with values.
    Map,
    /// Events in order, and a snapshot.
    Journal,
    /// Jobs.
    Queue,
    /// Messages in order.
    Outbox,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Map, Self::Journal, Self::Queue, Self::Outbox];

    /// Its name in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Journal => "journal",
            Self::Queue => "queue",
            Self::Outbox => "outbox",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The namespace, a tenant for instance; empty for the store's own.
    pub namespace: Arc<str>,
    /// The name in it.
    pub name: Arc<str>,
    /// The kind.
    pub kind: Kind,
    /// The types of its records and keys.
    pub type_name: String,
    /// The newest version of its records.
    pub version: u32,
}

/// A name that stands for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What it stands for.
    pub found: Declaration,
}

/// The id that a caller gives to a mutation, so that repeating it does it once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub Arc<str>);

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<&str> for OperationId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl From<String> for OperationId {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl From<u64> for OperationId {
    fn from(id: u64) -> Self {
        Self(id.to_string().into())
    }
}

/// A mutation's id and what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The namespace that the id belongs to.
    pub namespace: Arc<str>,
    /// The id.
    pub id: OperationId,
    /// The hash of the request.
    pub fingerprint: [u8; 32],
}

/// The name of a lease. It needs no declaration: it is there while somebody holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LeaseName {
    /// The namespace, empty for the store's own.
    pub namespace: Arc<str>,
    /// The name in it.
    pub name: Arc<str>,
}

/// Who holds a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Who it is, for people.
    pub holder: String,
    /// The fencing token: the revision at which it was taken.
    pub token: u64,
    /// When it ends.
    pub until: Millis,
}

/// What is known of an operation that was committed: the fingerprint of its request, and its revision.
pub type Recorded = ([u8; 32], u64);

/// All of this or nothing of it.
#[derive(Debug, Clone, Default)]
pub struct Commit {
    /// What time it was when it was queued, by the clock that its other times are of. A backend with a clock of its own
    /// takes them for so much before or after now.
    pub now: Millis,
    /// If it was committed already, the first receipt is the answer.
    pub operation: Option<Operation>,
    /// What must hold.
    pub checks: Vec<Check>,
    /// What is then written.
    pub writes: Vec<Write>,
    /// Where somebody may wait for what this writes, in other programs too. To tell them is a courtesy: who waits looks
    /// for himself now and then.
    pub news: Vec<ObjectId>,
}

/// The two ends of a range.
pub type Bounds<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

/// From one key to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// Where it begins.
    pub from: Bound<Vec<u8>>,
    /// Where it ends.
    pub to: Bound<Vec<u8>>,
}

impl Range {
    /// Whether the key is in it.
    #[must_use]
    pub fn contains(&self, key: &[u8]) -> bool {
        self.bounds()
            .is_some_and(|bounds| RangeBounds::<[u8]>::contains(&bounds, key))
    }

    /// As `BTreeMap::range` takes it; `None` if there can be nothing in it, where that would panic.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds<'_>> {
        let (from, to) = (
            self.from.as_ref().map(Vec::as_slice),
            self.to.as_ref().map(Vec::as_slice),
        );
        let empty = match (from, to) {
            (Bound::Included(from), Bound::Included(to)) => from > to,
            (Bound::Excluded(from), Bound::Excluded(to))
            | (Bound::Included(from), Bound::Excluded(to))
            | (Bound::Excluded(from), Bound::Included(to)) => from >= to,
            _ => false,
        };
        (!empty).then_some((from, to))
    }
}

/// Something that was read, and must still be so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Check {
    /// The entry was written at this revision; 0 says that there is none.
    Entry {
        /// The map.
        map: ObjectId,
        /// The key.
        key: Vec<u8>,
        /// The revision.
        revision: u64,
    },
    /// The first `limit` entries of the range are these, written at these revisions.
    Range {
        /// The map.
        map: ObjectId,
        /// The range.
        range: Range,
        /// How many were asked for.
        limit: usize,
        /// What was found.
        found: Vec<(Vec<u8>, u64)>,
    },
    /// The last event of the journal is at this position; 0 says that there is none.
    Head {
        /// The journal.
        journal: ObjectId,
        /// The position.
        position: u64,
    },
    /// The job is leased with this token.
    Leased {
        /// The queue.
        queue: ObjectId,
        /// The job.
        job: u64,
        /// The token.
        token: u64,
    },
    /// The lease is held with this token. Where several programs write, nobody takes it over before the commit is
    /// durable.
    Owned {
        /// The lease.
        lease: LeaseName,
        /// The token.
        token: u64,
    },
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Write {
    /// Sets an entry.
    Put {
        /// The map.
        map: ObjectId,
        /// The key.
        key: Vec<u8>,
        /// The value.
        record: Stored,
    },
    /// Removes an entry, if it is there.
    Remove {
        /// The map.
        map: ObjectId,
        /// The key.
        key: Vec<u8>,
    },
    /// Adds an event at this position, which must be the one after the last.
    Append {
        /// The journal.
        journal: ObjectId,
        /// The position.
        position: u64,
        /// The event.
        record: Stored,
    },
    /// Adds a message, at a position that is the write's [`number`].
    Send {
        /// The outbox.
        outbox: ObjectId,
        /// The message.
        record: Stored,
        /// How many messages may be in the outbox.
        capacity: u64,
    },
    /// Sets the snapshot and forgets the events that are in it.
    Snapshot {
        /// The journal.
        journal: ObjectId,
        /// The last event in it.
        position: u64,
        /// The snapshot.
        record: Stored,
    },
    /// Forgets events or messages.
    Trim {
        /// The journal or outbox.
        journal: ObjectId,
        /// Up to this position.
        through: u64,
    },
    /// Adds a job.
    Push {
        /// The queue.
        queue: ObjectId,
        /// The job.
        record: Stored,
        /// When it is due.
        due: Millis,
        /// How many jobs may be in the queue, dead ones not counted.
        capacity: u64,
    },
    /// Takes jobs that are due, in the order in which they became so, and counts an attempt for each. One that has had
    /// its last attempt becomes a dead letter.
    Lease {
        /// The queue.
        queue: ObjectId,
        /// At most this many.
        limit: usize,
        /// The time.
        now: Millis,
        /// When they are due again.
        until: Millis,
        /// How many attempts a job has.
        attempts: u32,
    },
    /// Leases a job that is leased already for longer.
    Extend {
        /// The queue.
        queue: ObjectId,
        /// The job.
        job: u64,
        /// The lease.
        token: u64,
        /// When it is due again.
        until: Millis,
    },
    /// Ends a leased job: it is done.
    Ack {
        /// The queue.
        queue: ObjectId,
        /// The job.
        job: u64,
        /// The lease.
        token: u64,
    },
    /// Gives a leased job back, or makes a dead letter of it if it has had its last attempt.
    Nack {
        /// The queue.
        queue: ObjectId,
        /// The job.
        job: u64,
        /// The lease.
        token: u64,
        /// When it is due again.
        due: Millis,
        /// How many attempts a job has; 0 makes a dead letter at once.
        attempts: u32,
        /// Why.
        error: String,
    },
    /// Makes a job of a dead letter again, with no attempts counted.
    Revive {
        /// The queue.
        queue: ObjectId,
        /// The job.
        job: u64,
        /// When it is due.
        due: Millis,
    },
    /// Deletes a dead letter.
    Discard {
        /// The queue.
        queue: ObjectId,
        /// The job.
        job: u64,
    },
    /// Takes a lease that nobody holds, or whose time has ended. The commit's revision is its token.
    Own {
        /// The lease.
        lease: LeaseName,
        /// Who takes it, for people.
        holder: String,
        /// For how long, in milliseconds.
        term: Millis,
    },
    /// Makes a lease last for as long from now. One whose time has ended and that nobody has taken since counts as held.
    Renew {
        /// The lease.
        lease: LeaseName,
        /// The token.
        token: u64,
        /// For how long, in milliseconds.
        term: Millis,
    },
    /// Gives a lease back.
    Disown {
        /// The lease.
        lease: LeaseName,
        /// The token.
        token: u64,
    },
}

impl Write {
    /// About how much it adds to the store, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        /// What a row costs beside its value.
        const ROW: usize = 48;
        ROW + match self {
            Self::Put { key, record, .. } => key.len() + record.bytes.len(),
            Self::Remove { key, .. } => key.len(),
            Self::Append { record, .. }
            | Self::Send { record, .. }
            | Self::Snapshot { record, .. }
            | Self::Push { record, .. } => record.bytes.len(),
            Self::Nack { error, .. } => error.len(),
            Self::Own { lease, holder, .. } => lease.name.len() + holder.len(),
            _ => 0,
        }
    }
}

/// How many numbers for jobs and events there are in one revision, and so how many writes a commit can have.
pub const NUMBERS_PER_REVISION: usize = 1 << 16;

/// The number of the `index`th write of a commit. A repeated operation has the first one's revision, so its jobs have
/// the same numbers.
#[must_use]
pub fn number(revision: u64, index: usize) -> u64 {
    (revision << 16) | (index as u64 & 0xffff)
}

/// What became of a commit.
pub type Verdict = Result<Receipt, Refusal>;

/// It is committed and durable.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// The number of the commit; they rise.
    pub revision: u64,
    /// Whether an earlier commit with the same operation id has done it.
    pub repeated: bool,
    /// The jobs that it has leased.
    pub leased: Vec<JobRow>,
}

impl Receipt {
    /// The receipt of a commit that leased nothing.
    #[must_use]
    pub fn new(revision: u64, repeated: bool) -> Self {
        Self {
            revision,
            repeated,
            leased: Vec::new(),
        }
    }
}

/// Why a commit was not applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// What it has read is no longer so.
    #[error("what this was based on has changed meanwhile: read again and try again")]
    Conflict {
        /// Where.
        object: ObjectId,
    },
    /// The operation's id was used for another request.
    #[error(
        "the operation id {id} was used for another request: give each request an id of its own"
    )]
    OperationReused {
        /// The id.
        id: OperationId,
    },
    /// The job's lease has ended: it is done, was given back, is dead, or another worker has it.
    #[error("the lease of job {job} has ended: another worker may have it")]
    LeaseLost {
        /// The job.
        job: u64,
    },
    /// There is no dead letter with this number.
    #[error("there is no dead letter {job}")]
    NotDead {
        /// The job.
        job: u64,
    },
    /// Somebody else holds the lease.
    #[error("{holder} holds the lease {name:?}, for another {left:?} unless it is renewed")]
    Held {
        /// The lease's name.
        name: Arc<str>,
        /// Who it is.
        holder: String,
        /// How long it lasts.
        left: Duration,
    },
    /// A lease must be longer than the transactions that are written under it can be.
    #[error(
        "a lease of this store must be longer than {least:?}, as long as a transaction can last"
    )]
    TooShort {
        /// How long they can be.
        least: Duration,
    },
    /// The lease was given back or taken over: whoever held it with this token may write no more under it.
    #[error(
        "the lease {name:?} is no longer held with the token {token}: stop what was done under it, and take it again"
    )]
    NotOwner {
        /// The lease's name.
        name: Arc<str>,
        /// The token.
        token: u64,
    },
    /// The queue or outbox is full.
    #[error(
        "there is room for {capacity} jobs or messages, and no more: try again when some are done"
    )]
    Full {
        /// Which queue or outbox.
        object: ObjectId,
        /// How many it takes.
        capacity: u64,
    },
}

/// A value and the revision at which it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned {
    /// The revision.
    pub revision: u64,
    /// The value.
    pub record: Stored,
}

/// An entry of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Vec<u8>,
    /// The revision.
    pub revision: u64,
    /// The value.
    pub record: Stored,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Its number.
    pub job: u64,
    /// Whether it waits, is in hand, or is dead.
    pub state: JobState,
    /// When it is due: to be taken, or taken away again.
    pub due: Millis,
    /// How many attempts were begun.
    pub attempts: u32,
    /// The lease that it was last taken with; 0 if it never was.
    pub token: u64,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// The job.
    pub record: Stored,
}

/// What a job waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// To be taken.
    Ready,
    /// For the end of the work on it.
    Leased,
    /// For an operator.
    Dead,
}
