//! Writes what a group of commits has changed, and commits, in one exchange with the server.
//!
//! What is new is inserted plainly: if another program has put it there meanwhile, the server refuses all of the group,
//! which is then tried again and sees it.

use super::super::backend::{JobRow, ObjectId};
use super::super::record::Stored;
use super::image::Image;
use super::rows::{state, text};
use super::session::{Step, query};

const UPDATE_RECORDS: &str = "UPDATE records
    SET revision = new.revision, version = new.version, codec = new.codec, sum = new.sum, value = new.value
    FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[], $5::smallint[], $6::bigint[], $7::bytea[])
        AS new(object, key, revision, version, codec, sum, value)
    WHERE records.object = new.object AND records.key = new.key";
const INSERT_RECORDS: &str = "INSERT INTO records (object, key, revision, version, codec, sum, value)
    SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[], $5::smallint[], $6::bigint[], $7::bytea[])";
const DELETE_RECORDS: &str =
    "DELETE FROM records USING unnest($1::bigint[], $2::bytea[]) AS gone(object, key)
    WHERE records.object = gone.object AND records.key = gone.key";
const TRIM_EVENTS: &str =
    "DELETE FROM events USING unnest($1::bigint[], $2::bigint[]) AS gone(object, through)
    WHERE events.object = gone.object AND events.position <= gone.through";
const INSERT_EVENTS: &str = "INSERT INTO events (object, position, version, codec, sum, value)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::bigint[], $6::bytea[])";
const SET_SNAPSHOTS: &str = "INSERT INTO snapshots (object, position, version, codec, sum, value)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::bigint[], $6::bytea[])
    ON CONFLICT (object) DO UPDATE SET position = excluded.position, version = excluded.version,
        codec = excluded.codec, sum = excluded.sum, value = excluded.value";
const INSERT_JOBS: &str = "INSERT INTO jobs (object, id, state, due, attempts, token, error, version, codec, sum, value)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[],
        $8::bigint[], $9::smallint[], $10::bigint[], $11::bytea[])";
const UPDATE_JOBS: &str = "UPDATE jobs
    SET state = new.state, due = new.due, attempts = new.attempts, token = new.token, error = new.error
    FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[])
        AS new(object, id, state, due, attempts, token, error)
    WHERE jobs.object = new.object AND jobs.id = new.id";
const DELETE_JOBS: &str =
    "DELETE FROM jobs USING unnest($1::bigint[], $2::bigint[]) AS gone(object, id)
    WHERE jobs.object = gone.object AND jobs.id = gone.id";
const INSERT_OPERATIONS: &str = "INSERT INTO operations (namespace, id, revision, fingerprint)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[])";
const INSERT_LEASES: &str = "INSERT INTO leases (namespace, name, holder, token, until)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])";
const UPDATE_LEASES: &str =
    "UPDATE leases SET holder = new.holder, token = new.token, until = new.until
    FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
        AS new(namespace, name, holder, token, until)
    WHERE leases.namespace = new.namespace AND leases.name = new.name";
const DELETE_LEASES: &str =
    "DELETE FROM leases USING unnest($1::text[], $2::text[]) AS gone(namespace, name)
    WHERE leases.namespace = gone.namespace AND leases.name = gone.name";
/// The group's own row, by which a lost answer is found out; the last one is not needed any more.
const SIGN: &str = "WITH done AS (DELETE FROM groups WHERE token = $2) INSERT INTO groups (token, void) VALUES ($1, false)";

/// What tells the server of everything that has changed. The last step commits.
pub(super) fn flush(image: &Image, token: i64, last: Option<i64>) -> Vec<Step> {
    let mut steps = Vec::new();
    records(image, &mut steps);
    events(image, &mut steps);
    jobs(image, &mut steps);
    if !image.new_operations.is_empty() {
        let (mut namespaces, mut ids, mut revisions, mut fingerprints) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (operation, revision) in &image.new_operations {
            namespaces.push(text(&operation.namespace).into_owned());
            ids.push(text(&operation.id.0).into_owned());
            revisions.push(*revision as i64);
            fingerprints.push(operation.fingerprint.to_vec());
        }
        steps.push(query!(
            INSERT_OPERATIONS,
            namespaces,
            ids,
            revisions,
            fingerprints
        ));
    }
    leases(image, &mut steps);
    steps.push(query!(SIGN, token, last));
    steps.push(Step::Plain("COMMIT"));
    steps
}

/// The columns of several records.
#[derive(Default)]
struct Records {
    versions: Vec<i64>,
    codecs: Vec<i16>,
    sums: Vec<i64>,
    values: Vec<Vec<u8>>,
}

impl Records {
    fn push(&mut self, record: &Stored) {
        self.versions.push(record.version.into());
        self.codecs.push(record.codec.into());
        self.sums.push(record.sum.into());
        self.values.push(record.bytes.clone());
    }
}

fn records(image: &Image, steps: &mut Vec<Step>) {
    #[derive(Default)]
    struct Rows(Vec<i64>, Vec<Vec<u8>>, Vec<i64>, Records);
    let (mut old, mut new, mut gone) = (Rows::default(), Rows::default(), Rows::default());
    for ((map, key), entry) in image.entries.iter().filter(|(_, entry)| entry.is_changed()) {
        let rows = match &entry.record {
            None => &mut gone,
            Some(_) if entry.base == 0 => &mut new,
            Some(_) => &mut old,
        };
        rows.0.push(map.0);
        rows.1.push(key.clone());
        if let Some(record) = &entry.record {
            rows.2.push(entry.revision as i64);
            rows.3.push(record);
        }
    }
    if !gone.0.is_empty() {
        steps.push(query!(DELETE_RECORDS, gone.0, gone.1));
    }
    for (sql, rows) in [(UPDATE_RECORDS, old), (INSERT_RECORDS, new)] {
        let Rows(maps, keys, revisions, records) = rows;
        if !maps.is_empty() {
            let Records {
                versions,
                codecs,
                sums,
                values,
            } = records;
            steps.push(query!(
                sql, maps, keys, revisions, versions, codecs, sums, values
            ));
        }
    }
}

fn events(image: &Image, steps: &mut Vec<Step>) {
    if !image.trimmed.is_empty() {
        let trimmed = image.trimmed.iter();
        let (objects, throughs): (Vec<i64>, Vec<i64>) = trimmed
            .map(|(object, through)| (object.0, i64::try_from(*through).unwrap_or(i64::MAX)))
            .unzip();
        steps.push(query!(TRIM_EVENTS, objects, throughs));
    }
    let events = image.events.iter();
    let events: Vec<_> = events
        .map(|((object, position), record)| (*object, *position, record))
        .collect();
    let snapshots = image.snapshots.iter();
    let snapshots = snapshots.map(|(object, (position, record))| (*object, *position, record));
    for (sql, rows) in [
        (INSERT_EVENTS, events),
        (SET_SNAPSHOTS, snapshots.collect()),
    ] {
        if rows.is_empty() {
            continue;
        }
        let (mut objects, mut positions, mut records) =
            (Vec::new(), Vec::new(), Records::default());
        for (object, position, record) in rows {
            let ObjectId(object) = object;
            objects.push(object);
            positions.push(position as i64);
            records.push(record);
        }
        let Records {
            versions,
            codecs,
            sums,
            values,
        } = records;
        steps.push(query!(
            sql, objects, positions, versions, codecs, sums, values
        ));
    }
}

/// The columns of several jobs, without their records.
#[derive(Default)]
struct Jobs {
    queues: Vec<i64>,
    ids: Vec<i64>,
    states: Vec<i16>,
    dues: Vec<i64>,
    attempts: Vec<i64>,
    tokens: Vec<i64>,
    errors: Vec<Option<String>>,
}

impl Jobs {
    fn push(&mut self, queue: ObjectId, job: &JobRow) {
        self.queues.push(queue.0);
        self.ids.push(job.job as i64);
        self.states.push(state(job.state));
        self.dues.push(job.due);
        self.attempts.push(job.attempts.into());
        self.tokens.push(job.token as i64);
        self.errors
            .push(job.error.as_deref().map(|error| text(error).into_owned()));
    }
}

fn jobs(image: &Image, steps: &mut Vec<Step>) {
    let (mut old, mut new) = (Jobs::default(), Jobs::default());
    let mut records = Records::default();
    let (mut gone_queues, mut gone) = (Vec::new(), Vec::new());
    for ((queue, id), slot) in image.jobs.iter().filter(|(_, slot)| slot.is_changed) {
        match &slot.row {
            Some(job) if slot.is_old => old.push(*queue, job),
            Some(job) => {
                new.push(*queue, job);
                records.push(&job.record);
            }
            None if slot.is_old => {
                gone_queues.push(queue.0);
                gone.push(*id as i64);
            }
            None => {}
        }
    }
    if !gone.is_empty() {
        steps.push(query!(DELETE_JOBS, gone_queues, gone));
    }
    if !old.ids.is_empty() {
        steps.push(query!(
            UPDATE_JOBS,
            old.queues,
            old.ids,
            old.states,
            old.dues,
            old.attempts,
            old.tokens,
            old.errors
        ));
    }
    if !new.ids.is_empty() {
        steps.push(query!(
            INSERT_JOBS,
            new.queues,
            new.ids,
            new.states,
            new.dues,
            new.attempts,
            new.tokens,
            new.errors,
            records.versions,
            records.codecs,
            records.sums,
            records.values
        ));
    }
}

fn leases(image: &Image, steps: &mut Vec<Step>) {
    #[derive(Default)]
    struct Rows(Vec<String>, Vec<String>, Vec<String>, Vec<i64>, Vec<i64>);
    let (mut old, mut new, mut gone) = (Rows::default(), Rows::default(), Rows::default());
    for (lease, slot) in image.leases.iter().filter(|(_, slot)| slot.is_changed) {
        let rows = match &slot.row {
            Some(_) if slot.is_old => &mut old,
            Some(_) => &mut new,
            None if slot.is_old => &mut gone,
            None => continue,
        };
        rows.0.push(text(&lease.namespace).into_owned());
        rows.1.push(text(&lease.name).into_owned());
        if let Some(held) = &slot.row {
            rows.2.push(text(&held.holder).into_owned());
            rows.3.push(held.token as i64);
            rows.4.push(held.until);
        }
    }
    if !gone.0.is_empty() {
        steps.push(query!(DELETE_LEASES, gone.0, gone.1));
    }
    for (sql, rows) in [(UPDATE_LEASES, old), (INSERT_LEASES, new)] {
        if !rows.0.is_empty() {
            steps.push(query!(sql, rows.0, rows.1, rows.2, rows.3, rows.4));
        }
    }
}
