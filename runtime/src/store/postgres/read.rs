//! A session that reads.

use super::super::backend::{
    Declaration, Entry, Held, JobRow, LeaseName, Millis, ObjectId, Range, ReadHalf, Versioned,
};
use super::super::error::{OpenError, ReadError, text as reason};
use super::super::record::Stored;
use super::Postgres;
use super::fault::Fault;
use super::rows::{declaration, job, lease, limit, number, scan, stored};
use super::session::{Parameter, Purpose, Session, Step, query};

pub(super) struct Reading {
    options: Postgres,
    session: Option<Session>,
}

impl Reading {
    pub(super) fn new(options: Postgres) -> Self {
        Self {
            options,
            session: None,
        }
    }

    fn try_once(
        &mut self,
        sql: &'static str,
        parameters: Vec<Parameter>,
    ) -> Result<Vec<tokio_postgres::Row>, Fault> {
        if self.session.as_ref().is_none_or(Session::is_closed) {
            self.session = None;
            let opened = Session::open(&self.options, Purpose::Read, None);
            self.session = Some(opened.map_err(|error| match error {
                OpenError::Io { source, .. } => Fault::Lost(source),
                other => Fault::Refused(std::sync::Arc::new(other), false),
            })?);
        }
        let Some(session) = &mut self.session else {
            return Ok(Vec::new());
        };
        let answer = session.ask(Step::Query(sql, parameters));
        if matches!(&answer, Err(fault) if fault.is_lost()) {
            self.session = None;
        }
        answer
    }

    /// Reads, once more on a new session if the old one is gone.
    fn all(
        &mut self,
        sql: &'static str,
        parameters: impl Fn() -> Vec<Parameter>,
    ) -> Result<Vec<tokio_postgres::Row>, ReadError> {
        let had_session = self.session.is_some();
        match self.try_once(sql, parameters()) {
            Err(fault) if fault.is_lost() && had_session => self.try_once(sql, parameters()),
            other => other,
        }
        .map_err(Fault::reading)
    }
}

/// `all!(self, "SELECT …", a, b)`
macro_rules! all {
    ($reading:expr, $sql:expr $(, $parameter:expr)* $(,)?) => {
        $reading.all($sql, || {
            let Step::Query(_, parameters) = query!("" $(, $parameter)*) else {
                return Vec::new();
            };
            parameters
        })
    };
}

impl ReadHalf for Reading {
    fn get(&mut self, map: ObjectId, key: &[u8]) -> Result<Option<Versioned>, ReadError> {
        let rows = all!(
            self,
            "SELECT revision, version, codec, sum, value FROM records WHERE object = $1 AND key = $2",
            map.0,
            key.to_vec()
        )?;
        Ok(rows.first().map(|row| Versioned {
            revision: number(row, 0),
            record: stored(row, 1),
        }))
    }

    fn scan(&mut self, map: ObjectId, range: &Range, most: usize) -> Result<Vec<Entry>, ReadError> {
        let (sql, from, to) = scan!("SELECT key, revision, version, codec, sum, value", range);
        let rows = all!(self, sql, map.0, from.clone(), to.clone(), limit(most))?;
        let entries = rows.iter().map(|row| Entry {
            key: row.get(0),
            revision: number(row, 1),
            record: stored(row, 2),
        });
        Ok(entries.collect())
    }

    fn snapshot(&mut self, journal: ObjectId) -> Result<Option<(u64, Stored)>, ReadError> {
        let rows = all!(
            self,
            "SELECT position, version, codec, sum, value FROM snapshots WHERE object = $1",
            journal.0
        )?;
        Ok(rows.first().map(|row| (number(row, 0), stored(row, 1))))
    }

    fn head(&mut self, journal: ObjectId) -> Result<u64, ReadError> {
        let rows = all!(
            self,
            "SELECT greatest(
                 coalesce((SELECT max(position) FROM events WHERE object = $1), 0),
                 coalesce((SELECT position FROM snapshots WHERE object = $1), 0))",
            journal.0
        )?;
        Ok(rows.first().map_or(0, |row| number(row, 0)))
    }

    fn events(
        &mut self,
        journal: ObjectId,
        after: u64,
        most: usize,
    ) -> Result<Vec<(u64, Stored)>, ReadError> {
        let rows = all!(
            self,
            "SELECT position, version, codec, sum, value FROM events
             WHERE object = $1 AND position > $2 ORDER BY position LIMIT $3",
            journal.0,
            after as i64,
            limit(most)
        )?;
        let events = rows.iter().map(|row| (number(row, 0), stored(row, 1)));
        Ok(events.collect())
    }

    fn jobs(&mut self, queue: ObjectId, after: u64, most: usize) -> Result<Vec<JobRow>, ReadError> {
        let rows = all!(
            self,
            "SELECT id, state, due, attempts, token, error, version, codec, sum, value FROM jobs
             WHERE object = $1 AND id > $2 ORDER BY id LIMIT $3",
            queue.0,
            after as i64,
            limit(most)
        )?;
        Ok(rows.iter().map(|row| job(row, 0)).collect())
    }

    fn next_due(&mut self, queue: ObjectId, now: Millis) -> Result<Option<Millis>, ReadError> {
        let rows = all!(
            self,
            "SELECT min(due), (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM jobs
             WHERE object = $1 AND state < 2",
            queue.0
        )?;
        let due = rows.first().and_then(|row| {
            let due: Option<Millis> = row.get(0);
            let server = self.options.time(row.get(1));
            Some(due?.saturating_sub(server).saturating_add(now))
        });
        Ok(due)
    }

    fn leases(&mut self, now: Millis) -> Result<Vec<(LeaseName, Held)>, ReadError> {
        let rows = all!(
            self,
            "SELECT namespace, name, holder, token, until, (extract(epoch FROM clock_timestamp()) * 1000)::bigint
             FROM leases ORDER BY namespace, name"
        )?;
        let leases = rows.iter().map(|row| {
            let (lease, held) = lease(row);
            let server = self.options.time(row.get(5));
            let until = held.until.saturating_sub(server).saturating_add(now);
            (lease, Held { until, ..held })
        });
        Ok(leases.collect())
    }

    fn identity(&mut self) -> Result<u64, ReadError> {
        let rows = all!(self, "SELECT value FROM meta WHERE key = 'identity'")?;
        Ok(rows.first().map_or(0, |row| number(row, 0)))
    }

    fn names(&mut self) -> Result<Vec<(ObjectId, Declaration)>, ReadError> {
        let rows = all!(
            self,
            "SELECT id, namespace, name, kind, type, version FROM objects ORDER BY namespace, name"
        )?;
        let names = rows.iter().map(|row| {
            let declaration = declaration(row).map_err(|error| ReadError::Failed(reason(error)))?;
            Ok((ObjectId(row.get(0)), declaration))
        });
        names.collect()
    }
}
