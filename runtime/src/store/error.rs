//! What can go wrong, by what the caller knows afterwards: nothing was applied, or that is not known.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::backend::Refusal;
use super::record::{DecodeError, EncodeError};

/// An error of the backend underneath, kept as it was.
pub type Source = Arc<dyn std::error::Error + Send + Sync + 'static>;

/// Why a store was not opened.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A newer program made or migrated it.
    #[error(
        "{path} has the schema {found}, and this program knows up to {known}: use the newer program"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest one that this program knows.
        known: i64,
    },
    /// It is a database of something else.
    #[error("{path} is not a store of this library: choose another path")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Another store, in this program or in another one, has it open for writing.
    #[error("{path} is open in another store already: a file has one writer")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// Another program holds SQLite's lock on it.
    #[error(
        "{path} is locked by another program, a sqlite3 tool in a transaction perhaps: end that and try again"
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// It is damaged.
    #[error("{path} is damaged: {reason}; restore it from a copy, and keep the damaged one")]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// It cannot be written.
    #[error(
        "{path} cannot be written: give the program the right to write the file and its folder"
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// It would lose what it acknowledges.
    #[error("{path} does not keep what it acknowledges: {reason}")]
    NotDurable {
        /// The file, or the server.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Anything else.
    #[error("{path} was not opened: {source}")]
    Io {
        /// The file, or the name of the backend.
        path: PathBuf,
        /// Why.
        source: Source,
    },
}

/// Why a group of commits failed as a whole. For those who write a backend.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{source}")]
pub struct GroupError {
    /// Whether some of it may have become durable, or may yet.
    pub unknown: bool,
    /// Whether the backend can no longer be trusted: no writes until it was reopened.
    pub broken: bool,
    /// What happened.
    pub source: Source,
}

/// Why a commit has no receipt.
///
/// [`is_not_applied`](Self::is_not_applied) and [`is_unknown`](Self::is_unknown) part them in two: nothing of it is
/// there and nothing will be, or that is not known, and [`Store::outcome`](super::Store::outcome) tells after a
/// [`reopen`](super::Store::reopen).
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// What it was based on has changed, or it asks for what cannot be. Not applied.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A value cannot be stored. Not applied.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The function that makes the events of a state has refused. Not applied.
    #[error("rejected: {0}")]
    Rejected(Source),
    /// The function that makes the events of a state, or the state's `apply`, has panicked. Not applied.
    #[error("nothing was written, for the state panicked: {0}")]
    Panicked(Arc<str>),
    /// The state that it is based on could not be read. Not applied.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It is larger than the store takes at once. Not applied.
    #[error(
        "the commit has {bytes} bytes and {writes} writes, and the store takes {most_bytes} and {most_writes}: make it smaller"
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// How many writes it has.
        writes: usize,
        /// The largest size.
        most_bytes: usize,
        /// The most writes.
        most_writes: usize,
    },
    /// The backend failed before anything could become durable. Not applied.
    #[error("nothing was written: {0}")]
    Failed(Source),
    /// An earlier failure has left the store in doubt. Not applied.
    #[error("the store refuses writes since an earlier failure ({0}): reopen it")]
    Broken(Source),
    /// The store was closed. Not applied.
    #[error("the store is closed")]
    Closed,
    /// The backend failed, or the writer ended, where part of it may be durable.
    #[error(
        "it is not known whether this was written: {0}; reopen the store and ask for the outcome"
    )]
    Unknown(Source),
}

impl CommitError {
    /// True if nothing of it is there, and nothing will be.
    #[must_use]
    pub fn is_not_applied(&self) -> bool {
        !self.is_unknown()
    }

    /// True if it may be there, or may appear when the store is reopened.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// True if what it was based on has changed: read again and try again.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Refused(Refusal::Conflict { .. }))
    }

    /// True if the [lease](super::Store::own) that it was to be written under is no longer held: whoever sees this has
    /// been fenced off, and must stop what it does under that lease.
    #[must_use]
    pub fn is_not_owner(&self) -> bool {
        matches!(self, Self::Refused(Refusal::NotOwner { .. }))
    }
}

/// Why something was not read.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// A record that is there cannot be read.
    #[error("{place} cannot be read: {source}")]
    Record {
        /// Which record.
        place: Place,
        /// Why.
        source: DecodeError,
    },
    /// A record that must be there is missing.
    #[error("{0} is missing: the file is damaged")]
    Missing(Place),
    /// The backend failed.
    #[error("the store could not be read: {0}")]
    Failed(Source),
    /// The store was closed, or is being reopened.
    #[error("the store is closed")]
    Closed,
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// An event.
    Event {
        /// The name of the state.
        name: Arc<str>,
        /// The event's position, from 1.
        position: u64,
    },
    /// A snapshot.
    Snapshot {
        /// The name of the state.
        name: Arc<str>,
        /// The position of the last event in it.
        position: u64,
    },
    /// An entry of a map.
    Entry {
        /// The name of the map.
        name: Arc<str>,
        /// The key's bytes.
        key: Vec<u8>,
    },
    /// A job of a queue.
    Job {
        /// The name of the queue.
        name: Arc<str>,
        /// The job's number.
        job: u64,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event { name, position } => write!(f, "event {position} of {name:?}"),
            Self::Snapshot { name, position } => {
                write!(f, "the snapshot of {name:?} at position {position}")
            }
            Self::Entry { name, key } => {
                write!(f, "the entry {} of {name:?}", key.escape_ascii())
            }
            Self::Job { name, job } => write!(f, "job {job} of {name:?}"),
        }
    }
}

/// Why a name was not opened.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// It was made with another type, or is another kind of thing.
    #[error("{name:?} is {found}, not {wanted}: one name has one type")]
    Type {
        /// The name.
        name: Arc<str>,
        /// What it is.
        found: String,
        /// What was asked for.
        wanted: String,
    },
    /// A newer program has written to it.
    #[error(
        "{name:?} has records of version {found}, and this program knows up to {known}: use the newer program"
    )]
    Newer {
        /// The name.
        name: Arc<str>,
        /// The newest version that was written.
        found: u32,
        /// The newest one that this program knows.
        known: u32,
    },
    /// What is stored under it could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The name was not written.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// An error that is only a text.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Text(pub(crate) String);

pub(crate) fn text(text: impl Into<String>) -> Source {
    Arc::new(Text(text.into()))
}
