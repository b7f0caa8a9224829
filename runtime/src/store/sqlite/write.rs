//! The connection that writes: one transaction and one sync for each group.

use std::collections::HashMap;
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::hooks::Wal;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::super::apply::{JobChange, Tables, apply};
use super::super::backend::{
    Commit, Declaration, Held, JobRow, JobState, LeaseName, Millis, Mismatch, ObjectId, Operation,
    OperationId, Range, Recorded, Verdict, WriteHalf,
};
use super::super::error::GroupError;
use super::super::record::Stored;
use super::Sqlite;
use super::fault::{Stage, group};
use super::read::{HEAD, declaration, held, job, limit, range_sql, state};

pub(super) struct Writing {
    // Declared before the lock, so that it is closed before another store may open the file.
    connection: Connection,
    _lock: File,
    revision: u64,
    /// How many jobs of a queue are not dead, and messages in an outbox; forgotten when a group is rolled back.
    live: HashMap<ObjectId, u64>,
    /// The last positions of journals; forgotten likewise.
    heads: HashMap<ObjectId, u64>,
    operations_kept: u64,
    checkpoint_pages: u32,
    /// How long the log was after the last commit, in pages.
    log_pages: Arc<AtomicU32>,
    /// How long it must be for the next checkpoint.
    next_checkpoint: u32,
}

impl Writing {
    pub(super) fn new(
        mut connection: Connection,
        lock: File,
        options: &Sqlite,
    ) -> rusqlite::Result<Self> {
        let revision =
            connection.query_row("SELECT value FROM meta WHERE key='revision'", [], |row| {
                row.get::<_, i64>(0)
            })?;
        let log_pages = Arc::new(AtomicU32::new(0));
        let told = log_pages.clone();
        connection.wal_hook(Some(move |_: &mut Wal, pages| {
            told.store(u32::try_from(pages).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        }))?;
        Ok(Self {
            connection,
            _lock: lock,
            revision: revision as u64,
            live: HashMap::new(),
            heads: HashMap::new(),
            operations_kept: options.operations_kept.max(1),
            checkpoint_pages: options.checkpoint_pages,
            log_pages,
            next_checkpoint: options.checkpoint_pages,
        })
    }

    fn execute(&self, sql: &str, params: impl Params) -> rusqlite::Result<usize> {
        self.connection.prepare_cached(sql)?.execute(params)
    }

    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        self.connection
            .prepare_cached(sql)?
            .query_row(params, row)
            .optional()
    }

    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        self.connection
            .prepare_cached(sql)?
            .query_map(params, row)?
            .collect()
    }

    /// The count that is remembered, or else the query's.
    fn counted(&mut self, sql: &str, object: ObjectId) -> rusqlite::Result<u64> {
        if let Some(live) = self.live.get(&object) {
            return Ok(*live);
        }
        let live = self.one(sql, (object,), |row| row.get::<_, i64>(0))?;
        let live = live.unwrap_or(0) as u64;
        self.live.insert(object, live);
        Ok(live)
    }

    /// Runs the body in a transaction of its own: all of it is durable when this returns, or none of it is there.
    fn transaction<T>(
        &mut self,
        body: impl FnOnce(&mut Self) -> rusqlite::Result<T>,
    ) -> Result<T, GroupError> {
        let before = self.revision;
        let result = self.execute("BEGIN IMMEDIATE", ()).and_then(|_| body(self));
        let error = match result {
            Ok(value) => match self.execute("COMMIT", ()) {
                Ok(_) => return Ok(value),
                Err(error) => group(Stage::Commit, error),
            },
            Err(error) => group(Stage::Before, error),
        };
        self.revision = before;
        self.live.clear();
        self.heads.clear();
        // SQLite rolls back by itself after some errors, and says of the second one that there is nothing to do.
        if !self.connection.is_autocommit()
            && let Err(rollback) = self.execute("ROLLBACK", ())
        {
            return Err(GroupError {
                broken: true,
                ..group(Stage::Before, rollback)
            });
        }
        Err(error)
    }

    fn commit_all(&mut self, commits: &[Arc<Commit>]) -> rusqlite::Result<Vec<Verdict>> {
        let before = self.revision;
        let mut verdicts = Vec::with_capacity(commits.len());
        for commit in commits {
            let revision = self.revision + 1;
            let applied = apply(self, commit, revision)?;
            if applied.wrote {
                self.revision = revision;
            }
            verdicts.push(applied.verdict);
        }
        if self.revision > before {
            self.execute(
                "UPDATE meta SET value=?1 WHERE key='revision'",
                (self.revision as i64,),
            )?;
        }
        Ok(verdicts)
    }
}

impl WriteHalf for Writing {
    fn commit(&mut self, commits: &[Arc<Commit>]) -> Result<Vec<Verdict>, GroupError> {
        self.transaction(|this| this.commit_all(commits))
    }

    fn declare(&mut self, wanted: &Declaration) -> Result<Result<ObjectId, Mismatch>, GroupError> {
        let query = "SELECT id, namespace, name, kind, type, version FROM objects WHERE namespace=?1 AND name=?2";
        let found = self
            .one(query, (&*wanted.namespace, &*wanted.name), |row| {
                Ok((ObjectId(row.get(0)?), declaration(row)?))
            })
            .map_err(|error| group(Stage::Before, error))?;
        let Some((id, found)) = found else {
            return self.transaction(|this| {
                this.execute(
                    "INSERT INTO objects (namespace, name, kind, type, version) VALUES (?1, ?2, ?3, ?4, ?5)",
                    (&*wanted.namespace, &*wanted.name, wanted.kind.name(), &wanted.type_name, wanted.version),
                )?;
                Ok(Ok(ObjectId(this.connection.last_insert_rowid())))
            });
        };
        let same = found.kind == wanted.kind && found.type_name == wanted.type_name;
        if !same || found.version > wanted.version {
            return Ok(Err(Mismatch { found }));
        }
        if found.version < wanted.version {
            self.transaction(|this| {
                this.execute(
                    "UPDATE objects SET version=?2 WHERE id=?1",
                    (id, wanted.version),
                )
            })?;
        }
        Ok(Ok(id))
    }

    fn outcome(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> Result<Option<Recorded>, GroupError> {
        self.operation(namespace, id)
            .map_err(|error| group(Stage::Before, error))
    }

    fn tidy(&mut self) -> Result<(), GroupError> {
        let pages = self.log_pages.load(Ordering::Relaxed);
        if pages < self.next_checkpoint {
            return Ok(());
        }
        let checkpoint = self.one("PRAGMA wal_checkpoint(PASSIVE)", (), |row| {
            Ok(row.get::<_, i64>(1)? == row.get::<_, i64>(2)?)
        });
        let complete = checkpoint.map_err(|error| group(Stage::Before, error))?;
        // Where a reader was in the way the log goes on, and the next attempt waits for as many pages more.
        self.next_checkpoint = match complete {
            Some(true) => self.checkpoint_pages,
            _ => pages.saturating_add(self.checkpoint_pages),
        };
        Ok(())
    }

    fn close(&mut self) -> Result<(), GroupError> {
        let checkpoint = self.one("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()));
        checkpoint
            .map(|_| ())
            .map_err(|error| group(Stage::Before, error))
    }
}

/// A record's value as SQLite shows it best.
fn value(record: &Stored) -> ValueRef<'_> {
    match std::str::from_utf8(&record.bytes) {
        Ok(text) => ValueRef::Text(text.as_bytes()),
        Err(_) => ValueRef::Blob(&record.bytes),
    }
}

/// What a record is bound as.
struct Bound<'a>(&'a Stored);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::Borrowed(value(self.0)))
    }
}

impl Tables for Writing {
    type Error = rusqlite::Error;

    fn operation(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> rusqlite::Result<Option<Recorded>> {
        self.one(
            "SELECT fingerprint, revision FROM operations WHERE namespace=?1 AND id=?2",
            (namespace, &*id.0),
            |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)),
        )
    }

    fn add_operation(&mut self, operation: &Operation, revision: u64) -> rusqlite::Result<()> {
        self.execute(
            "INSERT INTO operations (revision, namespace, id, fingerprint) VALUES (?1, ?2, ?3, ?4)",
            (
                revision as i64,
                &*operation.namespace,
                &*operation.id.0,
                &operation.fingerprint[..],
            ),
        )?;
        let forgotten = revision.saturating_sub(self.operations_kept);
        self.execute(
            "DELETE FROM operations WHERE revision<=?1",
            (forgotten as i64,),
        )?;
        Ok(())
    }

    fn revision_of(&mut self, map: ObjectId, key: &[u8]) -> rusqlite::Result<u64> {
        let found = self.one(
            "SELECT revision FROM records WHERE object=?1 AND key=?2",
            (map, key),
            |row| row.get::<_, i64>(0),
        )?;
        Ok(found.unwrap_or(0) as u64)
    }

    fn revisions(
        &mut self,
        map: ObjectId,
        range: &Range,
        most: usize,
    ) -> rusqlite::Result<Vec<(Vec<u8>, u64)>> {
        let (from, to, from_value, to_value) = range_sql(range);
        self.all(
            &format!("SELECT key, revision FROM records WHERE object=?1 AND {from} AND {to} ORDER BY key LIMIT ?4"),
            (map, from_value, to_value, limit(most)),
            |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)),
        )
    }

    fn put(
        &mut self,
        map: ObjectId,
        key: &[u8],
        revision: u64,
        record: &Stored,
    ) -> rusqlite::Result<()> {
        self.execute(
            "INSERT INTO records (object, key, revision, version, codec, sum, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (object, key) DO UPDATE SET revision=?3, version=?4, codec=?5, sum=?6, value=?7",
            (map, key, revision as i64, record.version, record.codec, record.sum, Bound(record)),
        )?;
        Ok(())
    }

    fn remove(&mut self, map: ObjectId, key: &[u8]) -> rusqlite::Result<()> {
        self.execute("DELETE FROM records WHERE object=?1 AND key=?2", (map, key))?;
        Ok(())
    }

    fn head(&mut self, journal: ObjectId) -> rusqlite::Result<u64> {
        if let Some(head) = self.heads.get(&journal) {
            return Ok(*head);
        }
        let head = self.one(HEAD, (journal,), |row| row.get::<_, i64>(0))?;
        let head = head.unwrap_or(0) as u64;
        self.heads.insert(journal, head);
        Ok(head)
    }

    fn append(
        &mut self,
        journal: ObjectId,
        position: u64,
        record: &Stored,
    ) -> rusqlite::Result<()> {
        self.execute(
            "INSERT INTO events (object, position, version, codec, sum, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (journal, position as i64, record.version, record.codec, record.sum, Bound(record)),
        )?;
        self.heads.insert(journal, position);
        Ok(())
    }

    fn snapshot(
        &mut self,
        journal: ObjectId,
        position: u64,
        record: &Stored,
    ) -> rusqlite::Result<()> {
        self.execute(
            "INSERT OR REPLACE INTO snapshots (object, position, version, codec, sum, value)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                journal,
                position as i64,
                record.version,
                record.codec,
                record.sum,
                Bound(record),
            ),
        )?;
        Ok(())
    }

    fn trim(&mut self, journal: ObjectId, through: u64) -> rusqlite::Result<()> {
        let sql = "DELETE FROM events WHERE object=?1 AND position<=?2";
        let gone = self.execute(sql, (journal, through as i64))?;
        if let Some(live) = self.live.get_mut(&journal) {
            *live = live.saturating_sub(gone as u64);
        }
        Ok(())
    }

    fn messages(&mut self, outbox: ObjectId) -> rusqlite::Result<u64> {
        self.counted("SELECT count(*) FROM events WHERE object=?1", outbox)
    }

    fn send(&mut self, outbox: ObjectId, position: u64, record: &Stored) -> rusqlite::Result<()> {
        self.append(outbox, position, record)?;
        if let Some(live) = self.live.get_mut(&outbox) {
            *live += 1;
        }
        Ok(())
    }

    fn live_jobs(&mut self, queue: ObjectId) -> rusqlite::Result<u64> {
        self.counted(
            "SELECT count(*) FROM jobs WHERE object=?1 AND state<2",
            queue,
        )
    }

    fn job(&mut self, queue: ObjectId, job: u64) -> rusqlite::Result<Option<(JobState, u32, u64)>> {
        self.one(
            "SELECT state, attempts, token FROM jobs WHERE object=?1 AND id=?2",
            (queue, job as i64),
            |row| {
                Ok((
                    state(row.get(0)?),
                    row.get(1)?,
                    row.get::<_, i64>(2)? as u64,
                ))
            },
        )
    }

    fn add_job(
        &mut self,
        queue: ObjectId,
        job: u64,
        due: Millis,
        record: &Stored,
    ) -> rusqlite::Result<()> {
        self.execute(
            "INSERT INTO jobs (object, id, state, due, attempts, token, version, codec, sum, value)
             VALUES (?1, ?2, 0, ?3, 0, 0, ?4, ?5, ?6, ?7)",
            (
                queue,
                job as i64,
                due,
                record.version,
                record.codec,
                record.sum,
                Bound(record),
            ),
        )?;
        if let Some(live) = self.live.get_mut(&queue) {
            *live += 1;
        }
        Ok(())
    }

    fn due_jobs(
        &mut self,
        queue: ObjectId,
        now: Millis,
        most: usize,
    ) -> rusqlite::Result<Vec<JobRow>> {
        self.all(
            "SELECT id, state, due, attempts, token, error, version, codec, sum, value FROM jobs
             WHERE object=?1 AND state<2 AND due<=?2 ORDER BY due, id LIMIT ?3",
            (queue, now, limit(most)),
            job,
        )
    }

    fn set_job(
        &mut self,
        queue: ObjectId,
        job: u64,
        change: &JobChange<'_>,
    ) -> rusqlite::Result<()> {
        let number = |state| match state {
            JobState::Ready => 0,
            JobState::Leased => 1,
            JobState::Dead => 2,
        };
        self.execute(
            "UPDATE jobs SET state=?3, due=?4, attempts=?5, token=?6, error=ifnull(?7, error)
             WHERE object=?1 AND id=?2",
            (
                queue,
                job as i64,
                number(change.state),
                change.due,
                change.attempts,
                change.token as i64,
                change.error,
            ),
        )?;
        if let Some(live) = self.live.get_mut(&queue) {
            match change.state {
                JobState::Dead => *live = live.saturating_sub(1),
                // No lease: it was dead.
                JobState::Ready if change.token == 0 => *live += 1,
                JobState::Ready | JobState::Leased => {}
            }
        }
        Ok(())
    }

    fn delete_job(&mut self, queue: ObjectId, job: u64) -> rusqlite::Result<()> {
        let state: Option<i64> = self.one(
            "DELETE FROM jobs WHERE object=?1 AND id=?2 RETURNING state",
            (queue, job as i64),
            |row| row.get(0),
        )?;
        if let (Some(0 | 1), Some(live)) = (state, self.live.get_mut(&queue)) {
            *live = live.saturating_sub(1);
        }
        Ok(())
    }

    fn lease(&mut self, lease: &LeaseName) -> rusqlite::Result<Option<Held>> {
        self.one(
            "SELECT holder, token, until FROM leases WHERE namespace=?1 AND name=?2",
            (&*lease.namespace, &*lease.name),
            |row| held(row, 0),
        )
    }

    fn set_lease(&mut self, lease: &LeaseName, held: &Held) -> rusqlite::Result<()> {
        self.execute(
            "INSERT OR REPLACE INTO leases (namespace, name, holder, token, until)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            (
                &*lease.namespace,
                &*lease.name,
                &held.holder,
                held.token as i64,
                held.until,
            ),
        )?;
        Ok(())
    }

    fn delete_lease(&mut self, lease: &LeaseName) -> rusqlite::Result<()> {
        self.execute(
            "DELETE FROM leases WHERE namespace=?1 AND name=?2",
            (&*lease.namespace, &*lease.name),
        )?;
        Ok(())
    }
}
