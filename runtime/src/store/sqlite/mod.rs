//! The store in a SQLite file: the embedded default.
//!
//! WAL, `synchronous=FULL` (and `fullfsync` on macOS), one writer. A file has one store at a time, guarded by a lock on
//! a file beside it (`orders.db-lock`), which the operating system lets go when the program ends, however it ends.
//! Anyone may read it meanwhile with the ordinary tools: `sqlite3 -readonly orders.db`. Nobody else should write it.
//!
//! SQLite is compiled in (`bundled`). Unless `LIBSQLITE3_FLAGS` has `-DHAVE_FDATASYNC=1` when your program is built (in
//! the `[env]` of `.cargo/config.toml`, say), it syncs with `fsync` where `fdatasync` would do: as safe, but slower.
//!
//! # Errors
//!
//! A full disk, a lock of another program and a file that cannot be written fail a commit before anything of it is
//! there: *not applied*, and the next commit is tried. Anything else that fails, an IO error or a damaged page, breaks
//! the store until [`Store::reopen`](super::Store::reopen); if it came while SQLite was committing, the group's outcome
//! is *unknown*.
//!
//! When a store is opened and the last one was not closed, the log that is there is written over itself and synced
//! before anything is answered: a sync that failed leaves pages in the cache that look written and are not, and only
//! writing them again makes them durable.
//!
//! Jobs that were leased when the program ended are due at once when the file is opened the next time: their workers
//! ended with it. Their attempts stay counted. Leases by name ([`Store::own`](super::Store::own)) that it held are free.
//!
//! # Tables
//!
//! | table | a row is | columns |
//! |---|---|---|
//! | `meta` | a number of the store | `key`, `value`: `revision` of the last commit, `identity` of the store |
//! | `objects` | a name | `id`, `namespace`, `name`, `kind` (map, journal, queue, outbox), `type`, `version` (newest written) |
//! | `records` | an entry of a map | `object`, `key`, `revision`, and the record |
//! | `events` | an event or a message | `object`, `position`, and the record |
//! | `snapshots` | a snapshot | `object`, `position` (last event in it), and the record |
//! | `jobs` | a job of a queue | `object`, `id`, `state` (0 ready, 1 leased, 2 dead), `due` (ms since 1970), `attempts`, `token` (of the lease), `error` (of the last attempt), and the record |
//! | `leases` | a lease that is held | `namespace`, `name`, `holder`, `token`, `until` (ms since 1970) |
//! | `operations` | an operation id | `revision`, `namespace`, `id`, `fingerprint` (SHA-256 of the request) |
//!
//! A record is `version` (of its type), `codec` (1 JSON), `sum` (CRC-32 of the value) and `value` (text). Keys are bytes
//! in sorting order: strings as they are, ended by two zero bytes; numbers big endian.
//!
//! ```sql
//! SELECT CAST(key AS TEXT), value FROM records JOIN objects ON object = objects.id WHERE name = 'stock';
//! SELECT jobs.id, attempts, error, value FROM jobs JOIN objects ON object = objects.id WHERE state = 2;
//! ```
//!
//! `PRAGMA application_id` is 1330925644 ("OTPL"), `PRAGMA user_version` the version of this schema.

mod fault;
mod read;
mod read_only;
mod recover;
mod schema;
mod write;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::backend::{Backend, Halves};
use super::error::OpenError;
use fault::opening;
use read::Reading;
pub use read_only::ReadOnly;
use write::Writing;

/// How often a lock that someone else has is tried again.
const LOCK_POLL: Duration = Duration::from_millis(10);

/// A store in a file. Hand it to [`Store::open`](super::Store::open).
#[derive(Debug, Clone)]
pub struct Sqlite {
    /// The file.
    pub path: PathBuf,
    /// How long opening waits for another store to let go of the file, and a commit for another program to end its
    /// transaction. Default 5 s.
    pub patience: Duration,
    /// After how many pages (of 4 KiB) the log is copied into the file; a larger number makes fewer syncs and a longer
    /// recovery. Default 1000.
    pub checkpoint_pages: u32,
    /// For how many commits an operation id is kept. Default 1 000 000; 0 counts as 1.
    pub operations_kept: u64,
    /// Whether opening reads the whole file and compares it with itself, about a second per gigabyte. Default false.
    pub check: bool,
    /// A flaw to show that a test finds it.
    #[cfg(feature = "testing")]
    pub flaw: Option<Flaw>,
}

/// A way to lose data, for tests that must find it.
#[cfg(feature = "testing")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// `synchronous=OFF`: nothing is ever synced.
    NoSync,
    /// The answer goes out, and the sync comes with the next checkpoint.
    AnswerBeforeSync,
}

impl Sqlite {
    /// The store in this file, with the default limits.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            patience: Duration::from_secs(5),
            checkpoint_pages: 1000,
            operations_kept: 1_000_000,
            check: false,
            #[cfg(feature = "testing")]
            flaw: None,
        }
    }

    /// What `synchronous` is set to.
    fn synchronous(&self) -> &'static str {
        #[cfg(feature = "testing")]
        match self.flaw {
            // NORMAL syncs the log at checkpoints only.
            Some(Flaw::AnswerBeforeSync) => return "NORMAL",
            Some(Flaw::NoSync) => return "OFF",
            None => {}
        }
        "FULL"
    }

    /// Waits until no other store has the file. Held until the answer is dropped.
    fn lock(&self) -> Result<File, OpenError> {
        let path = beside(&self.path, "-lock");
        let open = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let file = open.map_err(|error| fault::io(&self.path, error))?;
        let end = Instant::now() + self.patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if Instant::now() < end => {
                    std::thread::sleep(LOCK_POLL)
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(OpenError::InUse {
                        path: self.path.clone(),
                    });
                }
                Err(TryLockError::Error(error)) => return Err(fault::io(&self.path, error)),
            }
        }
    }

    fn connect(&self) -> rusqlite::Result<Connection> {
        let connection = Connection::open(&self.path)?;
        connection.busy_timeout(self.patience)?;
        // Copying a log that a failed sync has left in doubt into the file, on the way out, would spread the damage.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }

    fn connect_writer(&self) -> Result<Connection, OpenError> {
        let failed = |error| opening(&self.path, error);
        let connection = self.connect().map_err(failed)?;
        schema::identify(&connection, &self.path)?;
        let mode: String = connection
            .query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0))
            .map_err(failed)?;
        if mode != "wal" {
            return Err(OpenError::Io {
                path: self.path.clone(),
                source: super::text(format!(
                    "the file system does not allow a write-ahead log (journal mode {mode})"
                )),
            });
        }
        connection
            .execute_batch(&format!(
                "PRAGMA synchronous={}; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON; PRAGMA wal_autocheckpoint=0;",
                self.synchronous()
            ))
            .map_err(failed)?;
        recover::sync_log(&connection, &self.path)?;
        schema::migrate(&connection, &self.path)?;
        if self.check {
            schema::check(&connection, &self.path)?;
        }
        Ok(connection)
    }
}

impl Backend for Sqlite {
    fn open(&mut self, first: bool) -> Result<Halves, OpenError> {
        let lock = self.lock()?;
        let writer = self.connect_writer()?;
        if first {
            recover::release_leases(&writer).map_err(|error| opening(&self.path, error))?;
        }
        let reader = self.connect().map_err(|error| opening(&self.path, error))?;
        reader
            .execute_batch("PRAGMA query_only=ON")
            .map_err(|error| opening(&self.path, error))?;
        let write = Writing::new(writer, lock, self).map_err(|error| opening(&self.path, error))?;
        Ok(Halves {
            write: Box::new(write),
            read: vec![Box::new(Reading::new(reader))],
        })
    }
}

/// `orders.db` and `-wal` make `orders.db-wal`.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// An error of SQLite as the source of one of ours.
fn source(error: rusqlite::Error) -> super::Source {
    Arc::new(error)
}
