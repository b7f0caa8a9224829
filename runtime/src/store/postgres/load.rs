//! Locks and reads what a group of commits touches, in one exchange with the server.
//!
//! Everybody locks in the same order: the numbers of maps and leases, the names of journals and outboxes, leases, jobs,
//! entries. Only then are revisions taken, so that of two commits that touch the same thing the later one has the larger
//! revision.

use super::super::backend::{Held, Millis, ObjectId, OperationId, Verdict};
use super::Postgres;
use super::fault::Fault;
use super::image::{Entry, Image, Scanned, Slot};
use super::plan::Plan;
use super::rows::{self, limit, number, scan, text};
use super::session::{Session, Step, query};

/// What was read.
pub(super) struct Loaded {
    pub(super) image: Image,
    /// One for each commit of the group.
    pub(super) revisions: Vec<u64>,
    /// The server's time.
    pub(super) now: Millis,
}

/// The numbers are the store's own, and far from those that others take by hand.
const LOCKS: &str = "SELECT CASE WHEN alone THEN pg_advisory_xact_lock(number) ELSE pg_advisory_xact_lock_shared(number) END
    FROM unnest($1::bigint[], $2::boolean[]) AS wanted(number, alone)";
const SEQUENCES: &str =
    "SELECT id FROM objects WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE";
const LEASES: &str = "SELECT namespace, name, holder, token, until
    FROM unnest($1::text[], $2::text[]) AS wanted(namespace, name) JOIN leases USING (namespace, name)
    ORDER BY namespace, name FOR NO KEY UPDATE OF leases";
/// The value only where somebody may take the job.
const JOBS: &str = "SELECT object, id, state, due, attempts, token, error, version, codec, sum,
        CASE WHEN object = ANY($3::bigint[]) THEN value ELSE '' END
    FROM unnest($1::bigint[], $2::bigint[]) AS wanted(object, id) JOIN jobs USING (object, id)
    ORDER BY object, id FOR UPDATE OF jobs";
const KEYS: &str = "SELECT object, key, revision
    FROM unnest($1::bigint[], $2::bytea[]) AS wanted(object, key) JOIN records USING (object, key)
    ORDER BY object, key FOR UPDATE OF records";
const OPERATIONS: &str = "SELECT namespace, id, fingerprint, revision
    FROM unnest($1::text[], $2::text[]) AS wanted(namespace, id) JOIN operations USING (namespace, id)";
const HEADS: &str = "SELECT id, greatest(
        coalesce((SELECT max(position) FROM events WHERE object = id), 0),
        coalesce((SELECT position FROM snapshots WHERE object = id), 0))
    FROM unnest($1::bigint[]) AS wanted(id)";
const LIVE_JOBS: &str =
    "SELECT id, (SELECT count(*) FROM jobs WHERE object = wanted.id AND state < 2)
    FROM unnest($1::bigint[]) AS wanted(id)";
const MESSAGES: &str = "SELECT id, (SELECT count(*) FROM events WHERE object = id)
    FROM unnest($1::bigint[]) AS wanted(id)";
const TRIMS: &str =
    "SELECT id, through, (SELECT count(*) FROM events WHERE object = id AND position <= through)
    FROM unnest($1::bigint[], $2::bigint[]) AS wanted(id, through)";
/// What another program is taking at the same time is passed over.
const CLAIM: &str = "SELECT object, id, state, due, attempts, token, error, version, codec, sum, value FROM jobs
    WHERE object = $1 AND state < 2
        AND due <= coalesce($2::bigint, (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint))
    ORDER BY due, id LIMIT $3 FOR UPDATE SKIP LOCKED";
const NUMBERS: &str =
    "SELECT nextval('revisions'), (extract(epoch FROM clock_timestamp()) * 1000)::bigint
    FROM generate_series(1, $1::bigint)";

/// What of it the answer belongs to.
enum Part {
    None,
    Leases,
    Jobs,
    Claim(ObjectId, usize),
    Keys,
    Range(usize),
    Operations,
    Heads,
    Live,
    Trims,
    Numbers,
}

/// Begins a transaction, locks and reads. What is known of how many jobs and messages there are is not asked again.
pub(super) fn load(
    session: &mut Session,
    plan: &Plan,
    commits: usize,
    identity: i64,
    known: impl Fn(ObjectId) -> Option<u64>,
    options: &Postgres,
) -> Result<Loaded, Fault> {
    let mut steps = Vec::new();
    let mut parts = Vec::new();
    let mut add = |part, step| {
        parts.push(part);
        steps.push(step);
    };
    add(Part::None, Step::Plain("BEGIN"));
    if !plan.locks.is_empty() {
        let numbers = plan.locks.keys().map(|lock| identity.wrapping_add(*lock));
        let alone: Vec<bool> = plan.locks.values().copied().collect();
        let numbers: Vec<i64> = numbers.collect();
        add(Part::None, query!(LOCKS, numbers, alone));
    }
    if !plan.sequences.is_empty() {
        add(Part::None, query!(SEQUENCES, ids(&plan.sequences)));
    }
    if !plan.leases.is_empty() {
        let leases = plan.leases.iter();
        let (namespaces, names): (Vec<_>, Vec<_>) = leases
            .map(|lease| {
                (
                    text(&lease.namespace).into_owned(),
                    text(&lease.name).into_owned(),
                )
            })
            .unzip();
        add(Part::Leases, query!(LEASES, namespaces, names));
    }
    if !plan.jobs.is_empty() {
        let jobs = plan.jobs.iter();
        let (queues, jobs): (Vec<i64>, Vec<i64>) =
            jobs.map(|(queue, job)| (queue.0, *job as i64)).unzip();
        let claimed = ids(plan.claims.keys());
        add(Part::Jobs, query!(JOBS, queues, jobs, claimed));
    }
    if !plan.keys.is_empty() {
        let keys = plan.keys.iter();
        let (maps, keys): (Vec<i64>, Vec<Vec<u8>>) =
            keys.map(|(map, key)| (map.0, key.clone())).unzip();
        add(Part::Keys, query!(KEYS, maps, keys));
    }
    for (index, (map, range, most)) in plan.ranges.iter().enumerate() {
        let (sql, from, to) = scan!("SELECT key, revision", range);
        add(
            Part::Range(index),
            query!(sql, map.0, from, to, limit(*most)),
        );
    }
    if !plan.operations.is_empty() {
        let operations = plan.operations.iter();
        let (namespaces, ids): (Vec<_>, Vec<_>) = operations
            .map(|(namespace, id)| (text(namespace).into_owned(), text(&id.0).into_owned()))
            .unzip();
        add(Part::Operations, query!(OPERATIONS, namespaces, ids));
    }
    if !plan.journals.is_empty() {
        add(Part::Heads, query!(HEADS, ids(&plan.journals)));
    }
    let mut image = Image::default();
    let mut unknown = |objects: &std::collections::BTreeSet<ObjectId>| {
        let mut unknown = Vec::new();
        for object in objects {
            match known(*object) {
                Some(live) => {
                    image.live.insert(*object, live);
                }
                None => unknown.push(object.0),
            }
        }
        unknown
    };
    let (queues, outboxes) = (unknown(&plan.queues), unknown(&plan.outboxes));
    // Where jobs and messages only go, so that the count stays right.
    let jobs = plan.jobs.iter().map(|(queue, _)| *queue);
    let trims = plan.trims.iter().map(|(outbox, _)| *outbox);
    for object in jobs.chain(trims).chain(plan.claims.keys().copied()) {
        if let Some(live) = known(object) {
            image.live.insert(object, live);
        }
    }
    if !queues.is_empty() {
        add(Part::Live, query!(LIVE_JOBS, queues));
    }
    if !outboxes.is_empty() {
        add(Part::Live, query!(MESSAGES, outboxes));
    }
    let counted = plan.trims.iter();
    let (outboxes, throughs): (Vec<i64>, Vec<i64>) = counted
        .filter(|(object, _)| plan.outboxes.contains(object) || known(*object).is_some())
        .map(|(object, through)| (object.0, *through as i64))
        .unzip();
    if !outboxes.is_empty() {
        add(Part::Trims, query!(TRIMS, outboxes, throughs));
    }
    for (queue, wanted) in &plan.claims {
        add(
            Part::Claim(*queue, *wanted),
            query!(CLAIM, queue.0, options.now(), limit(*wanted)),
        );
    }
    add(Part::Numbers, query!(NUMBERS, commits as i64));

    for key in &plan.keys {
        image.entries.insert(key.clone(), Entry::default());
    }
    let answers = session.ask_all(steps)?;
    let mut loaded = Loaded {
        image,
        revisions: Vec::with_capacity(commits),
        now: 0,
    };
    for (part, answer) in parts.into_iter().zip(answers) {
        loaded.take(plan, &part, &answer);
    }
    loaded.now = options.time(loaded.now);
    Ok(loaded)
}

fn ids<'a>(objects: impl IntoIterator<Item = &'a ObjectId>) -> Vec<i64> {
    objects.into_iter().map(|object| object.0).collect()
}

impl Loaded {
    fn take(&mut self, plan: &Plan, part: &Part, answer: &[tokio_postgres::Row]) {
        let image = &mut self.image;
        let object = |row: &tokio_postgres::Row| ObjectId(row.get(0));
        match part {
            Part::None => {}
            Part::Leases => {
                for row in answer {
                    let (lease, held): (_, Held) = rows::lease(row);
                    image.leases.insert(lease, Slot::old(held));
                }
            }
            Part::Jobs | Part::Claim(..) => {
                if let Part::Claim(queue, wanted) = part
                    && answer.len() >= *wanted
                {
                    image.cut.insert(*queue);
                }
                for row in answer {
                    let job = rows::job(row, 1);
                    let place = (object(row), job.job);
                    image.jobs.entry(place).or_insert_with(|| Slot::old(job));
                }
            }
            Part::Keys => {
                for row in answer {
                    let revision = number(row, 2);
                    let entry = Entry {
                        base: revision,
                        revision,
                        record: None,
                    };
                    image.entries.insert((object(row), row.get(1)), entry);
                }
            }
            Part::Range(index) => {
                let (map, range, most) = &plan.ranges[*index];
                let found = answer.iter().map(|row| (row.get(0), number(row, 1)));
                image.scanned.push(Scanned {
                    map: *map,
                    range: range.clone(),
                    rows: found.collect(),
                    complete: answer.len() < *most,
                });
            }
            Part::Operations => {
                for row in answer {
                    let namespace = row.get::<_, &str>(0).into();
                    let id = OperationId(row.get::<_, &str>(1).into());
                    image
                        .operations
                        .insert((namespace, id), recorded(row.get(2), number(row, 3)));
                }
            }
            Part::Heads => {
                let heads = answer.iter().map(|row| (object(row), number(row, 1)));
                image.heads.extend(heads);
            }
            Part::Live => {
                let live = answer.iter().map(|row| (object(row), number(row, 1)));
                image.live.extend(live);
            }
            Part::Trims => {
                let trims = answer
                    .iter()
                    .map(|row| ((object(row), number(row, 1)), number(row, 2)));
                image.trims.extend(trims);
            }
            Part::Numbers => {
                for row in answer {
                    self.revisions.push(number(row, 0));
                    self.now = row.get(1);
                }
            }
        }
    }
}

/// A fingerprint that is not one fits nothing.
pub(super) fn recorded(fingerprint: &[u8], revision: u64) -> ([u8; 32], u64) {
    (fingerprint.try_into().unwrap_or([0xff; 32]), revision)
}

/// Whether one of the commits was refused for want of room.
pub(super) fn is_full(verdicts: &[Verdict]) -> bool {
    use super::super::backend::Refusal;
    let full = |verdict: &Verdict| matches!(verdict, Err(Refusal::Full { .. }));
    verdicts.iter().any(full)
}
