//! A store's file, to look at: beside the program that has it, or alone.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::super::backend::{
    Backend, Commit, Declaration, Halves, Mismatch, ObjectId, OperationId, Recorded, Verdict,
    WriteHalf,
};
use super::super::error::{GroupError, OpenError, text};
use super::beside;
use super::fault::opening;
use super::read::{Reading, declaration};
use super::schema;

/// The store in a file, for reading only: it changes nothing, makes nothing, and disturbs nobody who writes. Hand it to
/// [`Store::open`](crate::store::Store::open).
///
/// Names that are there can be opened; commits fail with [`CommitError::Failed`](crate::store::CommitError::Failed).
/// If a program has left a log behind, SQLite must be able to make its index beside the file (`orders.db-shm`).
#[derive(Debug, Clone)]
pub struct ReadOnly {
    /// The file.
    pub path: PathBuf,
    /// How long a reader waits for another program that locks the file. Default 5 s.
    pub patience: Duration,
}

impl ReadOnly {
    /// The store in this file.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            patience: Duration::from_secs(5),
        }
    }

    /// Whether its schema is the one that this program writes. An older one is brought up to date by whoever opens it for
    /// writing, and older programs cannot open it afterwards.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub fn is_up_to_date(&self) -> Result<bool, OpenError> {
        schema::is_up_to_date(&self.connect()?, &self.path)
    }

    fn connect(&self) -> Result<Connection, OpenError> {
        let path: &Path = &self.path;
        let failed = |error| opening(path, error);
        if let Err(error) = std::fs::metadata(path) {
            return Err(OpenError::Io {
                path: path.to_owned(),
                source: Arc::new(error),
            });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
        connection.busy_timeout(self.patience).map_err(failed)?;
        match schema::identify_store(&connection, path) {
            Err(OpenError::Io { .. } | OpenError::ReadOnly { .. }) if has_no_log(path) => {
                // Where nothing can be written there can be no index in shared memory, and without a log none is
                // needed.
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                let connection = Connection::open_with_flags(still(path), flags).map_err(failed)?;
                schema::identify_store(&connection, path)?;
                Ok(connection)
            }
            result => result.map(|()| connection),
        }
    }
}

impl Backend for ReadOnly {
    fn open(&mut self, _: bool) -> Result<Halves, OpenError> {
        let names = self.connect()?;
        Ok(Halves {
            write: Box::new(Refusing { names }),
            read: vec![Box::new(Reading::new(self.connect()?))],
        })
    }
}

fn has_no_log(path: &Path) -> bool {
    !std::fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// The file for SQLite, as one that nobody changes.
fn still(path: &Path) -> String {
    let mut address = "file:".to_owned();
    for character in path.to_string_lossy().chars() {
        match character {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3f"),
            '#' => address.push_str("%23"),
            other => address.push(other),
        }
    }
    address + "?immutable=1"
}

/// Knows the names that are there, and writes nothing.
struct Refusing {
    names: Connection,
}

fn refused(reason: impl Into<String>) -> GroupError {
    GroupError {
        unknown: false,
        broken: false,
        source: text(reason),
    }
}

impl WriteHalf for Refusing {
    fn commit(&mut self, _: &[Arc<Commit>]) -> Result<Vec<Verdict>, GroupError> {
        Err(refused("the store was opened for reading only"))
    }

    fn declare(&mut self, wanted: &Declaration) -> Result<Result<ObjectId, Mismatch>, GroupError> {
        let query = "SELECT id, namespace, name, kind, type, version FROM objects WHERE namespace=?1 AND name=?2";
        let found = self
            .names
            .query_row(query, (&*wanted.namespace, &*wanted.name), |row| {
                Ok((ObjectId(row.get(0)?), declaration(row)?))
            })
            .optional()
            .map_err(|error| refused(error.to_string()))?;
        let Some((id, found)) = found else {
            let name = &wanted.name;
            return Err(refused(format!(
                "there is no {name:?} in it, and it was opened for reading only"
            )));
        };
        let same = found.kind == wanted.kind && found.type_name == wanted.type_name;
        Ok(if same && found.version <= wanted.version {
            Ok(id)
        } else {
            Err(Mismatch { found })
        })
    }

    fn outcome(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> Result<Option<Recorded>, GroupError> {
        self.names
            .query_row(
                "SELECT fingerprint, revision FROM operations WHERE namespace=?1 AND id=?2",
                (namespace, &*id.0),
                |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)),
            )
            .optional()
            .map_err(|error| refused(error.to_string()))
    }
}
