//! The tables, their version, and how older ones are brought up to date.

use super::super::error::OpenError;
use super::Postgres;
use super::fault::Fault;
use super::session::{Session, query};

/// What brings the schema from one version to the next. Those that were released never change; new ones go at the end.
const MIGRATIONS: [&str; 1] = ["
CREATE TABLE meta (
    key text PRIMARY KEY,
    value bigint NOT NULL
);
INSERT INTO meta VALUES ('identity', ('x' || substr(md5(random()::text || clock_timestamp()::text), 1, 16))::bit(64)::bigint & 9223372036854775807);

CREATE SEQUENCE revisions;

CREATE TABLE objects (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    type text NOT NULL,
    version bigint NOT NULL,
    UNIQUE (namespace, name)
);

CREATE TABLE records (
    object bigint NOT NULL,
    key bytea NOT NULL,
    revision bigint NOT NULL,
    version bigint NOT NULL,
    codec smallint NOT NULL,
    sum bigint NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (object, key)
);

CREATE TABLE events (
    object bigint NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    codec smallint NOT NULL,
    sum bigint NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (object, position)
);

CREATE TABLE snapshots (
    object bigint PRIMARY KEY,
    position bigint NOT NULL,
    version bigint NOT NULL,
    codec smallint NOT NULL,
    sum bigint NOT NULL,
    value bytea NOT NULL
);

CREATE TABLE jobs (
    object bigint NOT NULL,
    id bigint NOT NULL,
    state smallint NOT NULL,
    due bigint NOT NULL,
    attempts bigint NOT NULL,
    token bigint NOT NULL,
    error text,
    version bigint NOT NULL,
    codec smallint NOT NULL,
    sum bigint NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (object, id)
);
CREATE INDEX jobs_due ON jobs (object, due, id) WHERE state < 2;

CREATE TABLE operations (
    namespace text NOT NULL,
    id text NOT NULL,
    revision bigint NOT NULL,
    fingerprint bytea NOT NULL,
    PRIMARY KEY (namespace, id)
);
CREATE INDEX operations_revision ON operations (revision);

CREATE TABLE leases (
    namespace text NOT NULL,
    name text NOT NULL,
    holder text NOT NULL,
    token bigint NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (namespace, name)
);

CREATE TABLE groups (
    token bigint PRIMARY KEY,
    void boolean NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX groups_at ON groups (at);
"];

/// Makes the tables, or brings them up to date; answers the store's identity.
pub(super) fn prepare(session: &mut Session, options: &Postgres) -> Result<i64, OpenError> {
    let failed = |fault: Fault| OpenError::Io {
        path: options.place(),
        source: fault.source(),
    };
    let known = MIGRATIONS.len() as i64;
    let mut found = version(session, options)?;
    if found < known {
        // Programs that start at the same time do this one after the other.
        let lock = format!(
            "BEGIN; SET LOCAL statement_timeout TO 0; SET LOCAL idle_in_transaction_session_timeout TO 0;
             SELECT pg_advisory_xact_lock(hashtextextended({schema}, 5284217196))",
            schema = options.schema_literal(),
        );
        session.script(&lock).map_err(failed)?;
        let result = migrate(session, options);
        let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = session.script(end).map_err(failed);
        result?;
        ended?;
        found = known;
    }
    if found > known {
        return Err(OpenError::Newer {
            path: options.place(),
            found,
            known,
        });
    }
    let rows = session
        .ask(query!("SELECT value FROM meta WHERE key = 'identity'"))
        .map_err(failed)?;
    match rows.first() {
        Some(row) => Ok(row.get(0)),
        None => Err(OpenError::Corrupt {
            path: options.place(),
            reason: "it has no identity".into(),
        }),
    }
}

fn migrate(session: &mut Session, options: &Postgres) -> Result<(), OpenError> {
    let failed = |fault: Fault| OpenError::Io {
        path: options.place(),
        source: fault.source(),
    };
    let found = version(session, options)?;
    let done = usize::try_from(found).unwrap_or(0);
    if done >= MIGRATIONS.len() {
        return Ok(());
    }
    let steps = MIGRATIONS[done..].concat();
    let known = MIGRATIONS.len();
    let schema = options.quoted_schema();
    // Asked for first: whoever may not make schemas can be given one.
    let make = if exists(session, options)? {
        String::new()
    } else {
        format!("CREATE SCHEMA {schema};")
    };
    let sql = format!(
        "{make} {steps}
         INSERT INTO meta VALUES ('version', {known}) ON CONFLICT (key) DO UPDATE SET value = {known};"
    );
    session.script(&sql).map_err(failed)
}

fn exists(session: &mut Session, options: &Postgres) -> Result<bool, OpenError> {
    let sql = "SELECT 1 FROM pg_namespace WHERE nspname = $1::text";
    let rows = session.ask(query!(sql, options.schema.clone()));
    let rows = rows.map_err(|fault| OpenError::Io {
        path: options.place(),
        source: fault.source(),
    })?;
    Ok(!rows.is_empty())
}

/// The version of the tables that are there, 0 for none. Refuses a schema with other tables, before anything is touched.
fn version(session: &mut Session, options: &Postgres) -> Result<i64, OpenError> {
    let failed = |fault: Fault| OpenError::Io {
        path: options.place(),
        source: fault.source(),
    };
    let sql = "SELECT count(*), count(*) FILTER (WHERE relname IN ('meta', 'objects', 'groups'))
               FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
               WHERE nspname = $1::text AND relkind IN ('r', 'p', 'v', 'm', 'f')";
    let rows = session
        .ask(query!(sql, options.schema.clone()))
        .map_err(failed)?;
    let (all, ours) = rows
        .first()
        .map_or((0, 0), |row| (row.get::<_, i64>(0), row.get::<_, i64>(1)));
    if all == 0 {
        return Ok(0);
    }
    let foreign = || OpenError::Foreign {
        path: options.place(),
    };
    if ours < 3 {
        return Err(foreign());
    }
    let rows = session
        .ask(query!("SELECT value FROM meta WHERE key = 'version'"))
        .map_err(failed)?;
    rows.first().map(|row| row.get(0)).ok_or_else(foreign)
}
