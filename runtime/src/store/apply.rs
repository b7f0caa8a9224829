//! What a commit means, once for all backends that run on one machine.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::backend::{
    Check, Commit, Held, JobRow, JobState, LeaseName, Millis, ObjectId, Operation, OperationId,
    Range, Receipt, Recorded, Refusal, Verdict, Write, number,
};
use super::record::Stored;

/// The small steps that a commit is made of. Within one group each sees what the earlier ones did.
pub(super) trait Tables {
    type Error;

    /// The fingerprint and the revision of an operation.
    fn operation(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> Result<Option<Recorded>, Self::Error>;
    fn add_operation(&mut self, operation: &Operation, revision: u64) -> Result<(), Self::Error>;
    /// The revision of an entry, 0 if there is none.
    fn revision_of(&mut self, map: ObjectId, key: &[u8]) -> Result<u64, Self::Error>;
    fn revisions(
        &mut self,
        map: ObjectId,
        range: &Range,
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, u64)>, Self::Error>;
    fn put(
        &mut self,
        map: ObjectId,
        key: &[u8],
        revision: u64,
        record: &Stored,
    ) -> Result<(), Self::Error>;
    fn remove(&mut self, map: ObjectId, key: &[u8]) -> Result<(), Self::Error>;
    fn head(&mut self, journal: ObjectId) -> Result<u64, Self::Error>;
    fn append(
        &mut self,
        journal: ObjectId,
        position: u64,
        record: &Stored,
    ) -> Result<(), Self::Error>;
    fn snapshot(
        &mut self,
        journal: ObjectId,
        position: u64,
        record: &Stored,
    ) -> Result<(), Self::Error>;
    fn trim(&mut self, journal: ObjectId, through: u64) -> Result<(), Self::Error>;
    /// How many messages are in an outbox.
    fn messages(&mut self, outbox: ObjectId) -> Result<u64, Self::Error>;
    fn send(&mut self, outbox: ObjectId, position: u64, record: &Stored)
    -> Result<(), Self::Error>;
    /// How many jobs are not dead.
    fn live_jobs(&mut self, queue: ObjectId) -> Result<u64, Self::Error>;
    /// State, attempts and token.
    fn job(
        &mut self,
        queue: ObjectId,
        job: u64,
    ) -> Result<Option<(JobState, u32, u64)>, Self::Error>;
    fn add_job(
        &mut self,
        queue: ObjectId,
        job: u64,
        due: Millis,
        record: &Stored,
    ) -> Result<(), Self::Error>;
    /// The first jobs that are not dead and due, by due time and number.
    fn due_jobs(
        &mut self,
        queue: ObjectId,
        now: Millis,
        limit: usize,
    ) -> Result<Vec<JobRow>, Self::Error>;
    fn set_job(
        &mut self,
        queue: ObjectId,
        job: u64,
        change: &JobChange<'_>,
    ) -> Result<(), Self::Error>;
    fn delete_job(&mut self, queue: ObjectId, job: u64) -> Result<(), Self::Error>;
    fn lease(&mut self, lease: &LeaseName) -> Result<Option<Held>, Self::Error>;
    fn set_lease(&mut self, lease: &LeaseName, held: &Held) -> Result<(), Self::Error>;
    fn delete_lease(&mut self, lease: &LeaseName) -> Result<(), Self::Error>;
}

/// What of a job changes.
pub(super) struct JobChange<'a> {
    pub state: JobState,
    pub due: Millis,
    pub attempts: u32,
    pub token: u64,
    /// `None` leaves it as it is.
    pub error: Option<&'a str>,
}

/// A commit that was carried out or refused.
pub(super) struct Applied {
    pub verdict: Verdict,
    /// Whether it changed anything, and so has used up its revision.
    pub wrote: bool,
}

/// Carries out one commit: first everything is checked, then everything is written, so that a refusal leaves nothing.
pub(super) fn apply<T: Tables>(
    tables: &mut T,
    commit: &Commit,
    revision: u64,
) -> Result<Applied, T::Error> {
    let nothing = |verdict| Applied {
        verdict,
        wrote: false,
    };
    if let Some(operation) = &commit.operation
        && let Some((fingerprint, first)) = tables.operation(&operation.namespace, &operation.id)?
    {
        return Ok(nothing(if fingerprint == operation.fingerprint {
            Ok(Receipt::new(first, true))
        } else {
            Err(Refusal::OperationReused {
                id: operation.id.clone(),
            })
        }));
    }
    for check in &commit.checks {
        if let Some(refusal) = failed(tables, check)? {
            return Ok(nothing(Err(refusal)));
        }
    }
    if let Some(refusal) = impossible(tables, commit)? {
        return Ok(nothing(Err(refusal)));
    }
    let mut receipt = Receipt::new(revision, false);
    let mut wrote = commit.operation.is_some();
    for (index, write) in commit.writes.iter().enumerate() {
        if let Write::Lease {
            queue,
            limit,
            now,
            until,
            attempts,
        } = write
        {
            let (leased, touched) =
                lease(tables, *queue, *limit, (*now, *until), *attempts, revision)?;
            receipt.leased.extend(leased);
            wrote |= touched;
        } else {
            write_one(tables, write, commit.now, revision, index)?;
            wrote = true;
        }
    }
    if let Some(operation) = &commit.operation {
        tables.add_operation(operation, revision)?;
    }
    Ok(Applied {
        verdict: Ok(receipt),
        wrote,
    })
}

fn failed<T: Tables>(tables: &mut T, check: &Check) -> Result<Option<Refusal>, T::Error> {
    let (holds, object) = match check {
        Check::Entry { map, key, revision } => (tables.revision_of(*map, key)? == *revision, *map),
        Check::Range {
            map,
            range,
            limit,
            found,
        } => (tables.revisions(*map, range, *limit)? == *found, *map),
        Check::Head { journal, position } => (tables.head(*journal)? == *position, *journal),
        Check::Leased { queue, job, token } => return not_leased(tables, *queue, *job, *token),
        Check::Owned { lease, token } => return not_owned(tables, lease, *token),
    };
    Ok((!holds).then_some(Refusal::Conflict { object }))
}

fn not_leased<T: Tables>(
    tables: &mut T,
    queue: ObjectId,
    job: u64,
    token: u64,
) -> Result<Option<Refusal>, T::Error> {
    let leased =
        matches!(tables.job(queue, job)?, Some((JobState::Leased, _, found)) if found == token);
    Ok((!leased).then_some(Refusal::LeaseLost { job }))
}

fn not_owned<T: Tables>(
    tables: &mut T,
    lease: &LeaseName,
    token: u64,
) -> Result<Option<Refusal>, T::Error> {
    let owned = tables.lease(lease)?.is_some_and(|held| held.token == token);
    let name = lease.name.clone();
    Ok((!owned).then_some(Refusal::NotOwner { name, token }))
}

fn held<T: Tables>(
    tables: &mut T,
    lease: &LeaseName,
    now: Millis,
) -> Result<Option<Refusal>, T::Error> {
    let held = tables.lease(lease)?.filter(|held| held.until > now);
    Ok(held.map(|held| Refusal::Held {
        name: lease.name.clone(),
        left: Duration::from_millis(u64::try_from(held.until - now).unwrap_or(0)),
        holder: held.holder,
    }))
}

/// What the writes themselves need, each seen after those before it.
fn impossible<T: Tables>(tables: &mut T, commit: &Commit) -> Result<Option<Refusal>, T::Error> {
    let mut heads = HashMap::new();

    let mut ended = HashSet::new();
    let mut pushed = HashMap::new();
    for write in &commit.writes {
        let refusal = match write {
            Write::Append {
                journal, position, ..
            } => {
                let head = match heads.get(journal) {
                    Some(head) => *head,
                    None => tables.head(*journal)?,
                };
                heads.insert(*journal, *position);
                (head + 1 != *position).then_some(Refusal::Conflict { object: *journal })
            }
            Write::Send {
                outbox, capacity, ..
            } => {
                let there = match pushed.get(outbox) {
                    Some(there) => *there,
                    None => tables.messages(*outbox)?,
                };
                pushed.insert(*outbox, there + 1);
                (there >= *capacity).then_some(Refusal::Full {
                    object: *outbox,
                    capacity: *capacity,
                })
            }
            Write::Push {
                queue, capacity, ..
            } => {
                let live = match pushed.get(queue) {
                    Some(live) => *live,
                    None => tables.live_jobs(*queue)?,
                };
                pushed.insert(*queue, live + 1);
                (live >= *capacity).then_some(Refusal::Full {
                    object: *queue,
                    capacity: *capacity,
                })
            }
            Write::Ack { queue, job, token }
            | Write::Nack {
                queue, job, token, ..
            } => {
                if ended.insert((*queue, *job)) {
                    not_leased(tables, *queue, *job, *token)?
                } else {
                    Some(Refusal::LeaseLost { job: *job })
                }
            }
            Write::Extend {
                queue, job, token, ..
            } => {
                if ended.contains(&(*queue, *job)) {
                    Some(Refusal::LeaseLost { job: *job })
                } else {
                    not_leased(tables, *queue, *job, *token)?
                }
            }
            Write::Revive { queue, job, .. } | Write::Discard { queue, job } => {
                let dead = ended.insert((*queue, *job))
                    && matches!(tables.job(*queue, *job)?, Some((JobState::Dead, ..)));
                (!dead).then_some(Refusal::NotDead { job: *job })
            }
            Write::Own { lease, .. } => held(tables, lease, commit.now)?,
            Write::Renew { lease, token, .. } | Write::Disown { lease, token } => {
                not_owned(tables, lease, *token)?
            }
            Write::Put { .. }
            | Write::Remove { .. }
            | Write::Snapshot { .. }
            | Write::Trim { .. }
            | Write::Lease { .. } => None,
        };
        if refusal.is_some() {
            return Ok(refusal);
        }
    }
    Ok(None)
}

fn write_one<T: Tables>(
    tables: &mut T,
    write: &Write,
    now: Millis,
    revision: u64,
    index: usize,
) -> Result<(), T::Error> {
    match write {
        Write::Put { map, key, record } => tables.put(*map, key, revision, record),
        Write::Remove { map, key } => tables.remove(*map, key),
        Write::Append {
            journal,
            position,
            record,
        } => tables.append(*journal, *position, record),
        Write::Send { outbox, record, .. } => tables.send(*outbox, number(revision, index), record),
        Write::Snapshot {
            journal,
            position,
            record,
        } => {
            tables.snapshot(*journal, *position, record)?;
            tables.trim(*journal, *position)
        }
        Write::Trim { journal, through } => tables.trim(*journal, *through),
        Write::Push {
            queue, record, due, ..
        } => tables.add_job(*queue, number(revision, index), *due, record),
        // Done by the caller, who needs what it answers.
        Write::Lease { .. } => Ok(()),
        Write::Ack { queue, job, .. } | Write::Discard { queue, job } => {
            tables.delete_job(*queue, *job)
        }
        Write::Extend {
            queue,
            job,
            token,
            until,
        } => {
            let attempts = tables
                .job(*queue, *job)?
                .map_or(0, |(_, attempts, _)| attempts);
            let change = JobChange {
                state: JobState::Leased,
                due: *until,
                attempts,
                token: *token,
                error: None,
            };
            tables.set_job(*queue, *job, &change)
        }
        Write::Nack {
            queue,
            job,
            token,
            due,
            attempts: most,
            error,
        } => {
            let attempts = tables
                .job(*queue, *job)?
                .map_or(0, |(_, attempts, _)| attempts);
            let dead = attempts >= *most;
            let change = JobChange {
                state: if dead {
                    JobState::Dead
                } else {
                    JobState::Ready
                },
                due: *due,
                attempts,
                token: *token,
                error: Some(error),
            };
            tables.set_job(*queue, *job, &change)
        }
        Write::Revive { queue, job, due } => {
            let change = JobChange {
                state: JobState::Ready,
                due: *due,
                attempts: 0,
                token: 0,
                error: None,
            };
            tables.set_job(*queue, *job, &change)
        }
        Write::Own {
            lease,
            holder,
            term,
        } => {
            let held = Held {
                holder: holder.clone(),
                token: revision,
                until: now.saturating_add(*term),
            };
            tables.set_lease(lease, &held)
        }
        Write::Renew { lease, term, .. } => match tables.lease(lease)? {
            Some(held) => {
                let until = now.saturating_add(*term);
                tables.set_lease(lease, &Held { until, ..held })
            }
            None => Ok(()),
        },
        Write::Disown { lease, .. } => tables.delete_lease(lease),
    }
}

/// What a dead letter says that nobody gave back.
const NEVER_ANSWERED: &str =
    "its last attempt was never answered: the worker hung, crashed, or took the program down";

fn lease<T: Tables>(
    tables: &mut T,
    queue: ObjectId,
    limit: usize,
    (now, until): (Millis, Millis),
    most: u32,
    revision: u64,
) -> Result<(Vec<JobRow>, bool), T::Error> {
    let mut leased = Vec::new();
    let mut touched = false;
    // A lease that ends at once would be found again and again in one commit.
    let until = until.max(now + 1);
    while leased.len() < limit {
        let due = tables.due_jobs(queue, now, limit - leased.len())?;
        if due.is_empty() {
            break;
        }
        touched = true;
        for mut row in due {
            let dead = row.attempts >= most;
            let (state, attempts) = if dead {
                (JobState::Dead, row.attempts)
            } else {
                (JobState::Leased, row.attempts + 1)
            };
            let change = JobChange {
                state,
                due: if dead { now } else { until },
                attempts,
                token: if dead { row.token } else { revision },
                error: dead.then_some(NEVER_ANSWERED),
            };
            tables.set_job(queue, row.job, &change)?;
            if !dead {
                (row.state, row.attempts, row.due, row.token) = (state, attempts, until, revision);
                leased.push(row);
            }
        }
    }
    Ok((leased, touched))
}
