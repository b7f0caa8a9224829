//! The tables, their version, and how older ones are brought up to date.

use std::path::Path;

use rusqlite::Connection;

use super::super::error::OpenError;
use super::fault::opening;

/// "OTPL".
const APPLICATION: i64 = 0x4f54_504c;

/// What brings the schema from one version to the next. Those that were released never change; new ones go at the end.
const MIGRATIONS: [&str; 2] = [FIRST, LEASES];

const FIRST: &str = "
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
INSERT INTO meta VALUES ('revision', 0), ('identity', random() & 0x7fffffffffffffff);

CREATE TABLE objects (
    id INTEGER PRIMARY KEY,
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (namespace, name)
) STRICT;

CREATE TABLE records (
    object INTEGER NOT NULL,
    key BLOB NOT NULL,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    value ANY NOT NULL,
    PRIMARY KEY (object, key)
) WITHOUT ROWID, STRICT;

CREATE TABLE events (
    object INTEGER NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    value ANY NOT NULL,
    PRIMARY KEY (object, position)
) WITHOUT ROWID, STRICT;

CREATE TABLE snapshots (
    object INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    value ANY NOT NULL
) STRICT;

CREATE TABLE jobs (
    object INTEGER NOT NULL,
    id INTEGER NOT NULL,
    state INTEGER NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    token INTEGER NOT NULL,
    error TEXT,
    version INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    value ANY NOT NULL,
    PRIMARY KEY (object, id)
) WITHOUT ROWID, STRICT;
CREATE INDEX jobs_due ON jobs (object, due, id) WHERE state < 2;

CREATE TABLE operations (
    revision INTEGER PRIMARY KEY,
    namespace TEXT NOT NULL,
    id TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    UNIQUE (namespace, id)
) STRICT;
";

const LEASES: &str = "
CREATE TABLE leases (
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    token INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (namespace, name)
) WITHOUT ROWID, STRICT;
";

/// Refuses a file that is not ours, or newer than this program, before anything in it is touched.
pub(super) fn identify(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let number = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map_err(|error| opening(path, error))
    };
    let application = number("PRAGMA application_id")?;
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if application != APPLICATION && (application != 0 || tables != 0) {
        return Err(OpenError::Foreign {
            path: path.to_owned(),
        });
    }
    let found = number("PRAGMA user_version")?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(OpenError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    Ok(())
}

/// Refuses a file that is not a store, a new one included, or newer than this program.
pub(super) fn identify_store(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    identify(connection, path)?;
    match version(connection) {
        Ok(0) => Err(OpenError::Foreign {
            path: path.to_owned(),
        }),
        Ok(_) => Ok(()),
        Err(error) => Err(opening(path, error)),
    }
}

/// Whether nothing would be migrated.
pub(super) fn is_up_to_date(connection: &Connection, path: &Path) -> Result<bool, OpenError> {
    let found = version(connection).map_err(|error| opening(path, error))?;
    Ok(found == MIGRATIONS.len() as i64)
}

/// The version of the schema; 0 for a new file.
fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings the schema up to date, all of it or nothing.
pub(super) fn migrate(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let failed = |error| opening(path, error);
    let found = version(connection).map_err(failed)?;
    let done = usize::try_from(found).unwrap_or(0);
    if done >= MIGRATIONS.len() {
        return Ok(());
    }
    let steps = MIGRATIONS[done..].concat();
    let known = MIGRATIONS.len();
    let sql = format!(
        "BEGIN IMMEDIATE; {steps} PRAGMA application_id={APPLICATION}; PRAGMA user_version={known}; COMMIT;"
    );
    connection.execute_batch(&sql).map_err(failed)
}

/// Reads everything and compares it with itself.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let answer: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| opening(path, error))?;
    if answer == "ok" {
        return Ok(());
    }
    Err(OpenError::Corrupt {
        path: path.to_owned(),
        reason: answer,
    })
}
