//! The connection that reads.

use std::sync::Arc;

use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::super::backend::{
    Declaration, Entry, Held, JobRow, JobState, Kind, LeaseName, Millis, ObjectId, Range, ReadHalf,
    See, Versioned,
};
use super::super::error::ReadError;
use super::super::record::{Borrowed, Stored};
use super::source;

pub(super) struct Reading {
    connection: Connection,
}

impl Reading {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    fn all<T>(
        &mut self,
        sql: &str,
        params: impl Params,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, ReadError> {
        let query = || -> rusqlite::Result<Vec<T>> {
            self.connection
                .prepare_cached(sql)?
                .query_map(params, row)?
                .collect()
        };
        query().map_err(|error| ReadError::Failed(source(error)))
    }

    fn one<T>(
        &mut self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, ReadError> {
        let query = || {
            self.connection
                .prepare_cached(sql)?
                .query_row(params, row)
                .optional()
        };
        query().map_err(|error| ReadError::Failed(source(error)))
    }
}

impl ToSql for ObjectId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

/// The position of the last event of a journal.
pub(super) const HEAD: &str = "SELECT max(
    ifnull((SELECT max(position) FROM events WHERE object=?1), 0),
    ifnull((SELECT position FROM snapshots WHERE object=?1), 0))";

/// A record's four columns, from this one on.
pub(super) fn stored(row: &Row<'_>, first: usize) -> rusqlite::Result<Stored> {
    Ok(Stored {
        version: row.get(first)?,
        codec: row.get(first + 1)?,
        sum: row.get(first + 2)?,
        bytes: match row.get_ref(first + 3)? {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
            // Nothing of ours: its checksum will not fit.
            other => format!("{other:?}").into_bytes(),
        },
    })
}

/// A job's columns: id, state, due, attempts, token, error and the record.
pub(super) fn job(row: &Row<'_>) -> rusqlite::Result<JobRow> {
    Ok(JobRow {
        job: row.get::<_, i64>(0)? as u64,
        state: state(row.get(1)?),
        due: row.get(2)?,
        attempts: row.get(3)?,
        token: row.get::<_, i64>(4)? as u64,
        error: row.get(5)?,
        record: stored(row, 6)?,
    })
}

pub(super) fn state(number: i64) -> JobState {
    match number {
        0 => JobState::Ready,
        1 => JobState::Leased,
        _ => JobState::Dead,
    }
}

/// A limit as SQLite takes it.
pub(super) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The condition of a range on `key`, with the parameters 2 and 3.
pub(super) fn range_sql(range: &Range) -> (&'static str, &'static str, Value, Value) {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    let (from, from_value) = match &range.from {
        Included(key) => ("key >= ?2", Value::Blob(key.clone())),
        Excluded(key) => ("key > ?2", Value::Blob(key.clone())),
        Unbounded => ("?2 IS NULL", Value::Null),
    };
    let (to, to_value) = match &range.to {
        Included(key) => ("key <= ?3", Value::Blob(key.clone())),
        Excluded(key) => ("key < ?3", Value::Blob(key.clone())),
        Unbounded => ("?3 IS NULL", Value::Null),
    };
    (from, to, from_value, to_value)
}

impl ReadHalf for Reading {
    fn get(&mut self, map: ObjectId, key: &[u8]) -> Result<Option<Versioned>, ReadError> {
        self.one(
            "SELECT revision, version, codec, sum, value FROM records WHERE object=?1 AND key=?2",
            (map, key),
            |row| {
                Ok(Versioned {
                    revision: row.get::<_, i64>(0)? as u64,
                    record: stored(row, 1)?,
                })
            },
        )
    }

    fn scan(&mut self, map: ObjectId, range: &Range, most: usize) -> Result<Vec<Entry>, ReadError> {
        let (from, to, from_value, to_value) = range_sql(range);
        self.all(
            &format!(
                "SELECT key, revision, version, codec, sum, value FROM records
                 WHERE object=?1 AND {from} AND {to} ORDER BY key LIMIT ?4"
            ),
            (map, from_value, to_value, limit(most)),
            |row| {
                Ok(Entry {
                    key: row.get(0)?,
                    revision: row.get::<_, i64>(1)? as u64,
                    record: stored(row, 2)?,
                })
            },
        )
    }

    fn snapshot(&mut self, journal: ObjectId) -> Result<Option<(u64, Stored)>, ReadError> {
        self.one(
            "SELECT position, version, codec, sum, value FROM snapshots WHERE object=?1",
            (journal,),
            |row| Ok((row.get::<_, i64>(0)? as u64, stored(row, 1)?)),
        )
    }

    fn head(&mut self, journal: ObjectId) -> Result<u64, ReadError> {
        let head = self.one(HEAD, (journal,), |row| row.get::<_, i64>(0))?;
        Ok(head.unwrap_or(0) as u64)
    }

    fn events(
        &mut self,
        journal: ObjectId,
        after: u64,
        most: usize,
    ) -> Result<Vec<(u64, Stored)>, ReadError> {
        self.all(
            "SELECT position, version, codec, sum, value FROM events
             WHERE object=?1 AND position>?2 ORDER BY position LIMIT ?3",
            (journal, after as i64, limit(most)),
            |row| Ok((row.get::<_, i64>(0)? as u64, stored(row, 1)?)),
        )
    }

    fn replay(
        &mut self,
        journal: ObjectId,
        after: u64,
        see: &mut See<'_>,
    ) -> Result<(), ReadError> {
        let sql = "SELECT position, version, codec, sum, value FROM events
                   WHERE object=?1 AND position>?2 ORDER BY position";
        let mut query = || {
            let mut query = self.connection.prepare_cached(sql)?;
            let mut rows = query.query((journal, after as i64))?;
            while let Some(row) = rows.next()? {
                let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = row.get_ref(4)? else {
                    let record = stored(row, 1)?;
                    see(row.get::<_, i64>(0)? as u64, record.borrow());
                    break;
                };
                let record = Borrowed {
                    version: row.get(1)?,
                    codec: row.get(2)?,
                    sum: row.get(3)?,
                    bytes,
                };
                if !see(row.get::<_, i64>(0)? as u64, record) {
                    break;
                }
            }
            Ok(())
        };
        query().map_err(|error| ReadError::Failed(source(error)))
    }

    fn jobs(&mut self, queue: ObjectId, after: u64, most: usize) -> Result<Vec<JobRow>, ReadError> {
        self.all(
            "SELECT id, state, due, attempts, token, error, version, codec, sum, value FROM jobs
             WHERE object=?1 AND id>?2 ORDER BY id LIMIT ?3",
            (queue, after as i64, limit(most)),
            job,
        )
    }

    fn next_due(&mut self, queue: ObjectId, _: Millis) -> Result<Option<Millis>, ReadError> {
        let due = self.one(
            "SELECT min(due) FROM jobs WHERE object=?1 AND state<2",
            (queue,),
            |row| row.get::<_, Option<Millis>>(0),
        )?;
        Ok(due.flatten())
    }

    fn leases(&mut self, _: Millis) -> Result<Vec<(LeaseName, Held)>, ReadError> {
        // Whoever only reads does not bring the schema up to date.
        let there = "SELECT 1 FROM sqlite_schema WHERE name='leases'";
        if self.one(there, (), |_| Ok(()))?.is_none() {
            return Ok(Vec::new());
        }
        self.all(
            "SELECT namespace, name, holder, token, until FROM leases ORDER BY namespace, name",
            (),
            |row| {
                let lease = LeaseName {
                    namespace: Arc::from(row.get::<_, String>(0)?),
                    name: Arc::from(row.get::<_, String>(1)?),
                };
                Ok((lease, held(row, 2)?))
            },
        )
    }

    fn identity(&mut self) -> Result<u64, ReadError> {
        let found = self.one("SELECT value FROM meta WHERE key='identity'", (), |row| {
            row.get::<_, i64>(0)
        })?;
        Ok(found.unwrap_or(0) as u64)
    }

    fn names(&mut self) -> Result<Vec<(ObjectId, Declaration)>, ReadError> {
        let rows = self.all(
            "SELECT id, namespace, name, kind, type, version FROM objects ORDER BY namespace, name",
            (),
            |row| Ok((ObjectId(row.get(0)?), declaration(row)?)),
        )?;
        Ok(rows)
    }
}

/// A lease's holder, token and end, from this column on.
pub(super) fn held(row: &Row<'_>, first: usize) -> rusqlite::Result<Held> {
    Ok(Held {
        holder: row.get(first)?,
        token: row.get::<_, i64>(first + 1)? as u64,
        until: row.get(first + 2)?,
    })
}

/// A name's columns after its id.
pub(super) fn declaration(row: &Row<'_>) -> rusqlite::Result<Declaration> {
    let kind: String = row.get(3)?;
    let kind = Kind::from_name(&kind).ok_or_else(|| {
        let reason = format!("there is no kind {kind:?}").into();
        rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, reason)
    })?;
    Ok(Declaration {
        namespace: Arc::from(row.get::<_, String>(1)?),
        name: Arc::from(row.get::<_, String>(2)?),
        kind,
        type_name: row.get(4)?,
        version: row.get(5)?,
    })
}
