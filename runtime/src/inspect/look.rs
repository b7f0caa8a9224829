//! Reads everything, by the names that are there.

use std::ops::Bound;

use serde_json::Value;

use super::{
    DeadLetterReport, LeaseReport, OutboxReport, QueueReport, Report, SagaReport, SagasReport,
    ScheduleReport, StoppedReport, TimerReport, WorkflowsReport,
};
use crate::outbox::Tried;
use crate::store::backend::{
    Declaration, Entry, JobState, Kind, Millis, ObjectId, Range, ReadHalf,
};
use crate::store::record::{Stored, decode};
use crate::store::{Place, ReadError, Record, Store, decoded};
use crate::workflow::{Active, WorkflowInfo, WorkflowStatus};

/// How many rows are read at once.
const PAGE: usize = 512;

/// What is in the store, with at most `limit` entries in each list. Reads all that waits or is under way. Cancel safe.
///
/// # Errors
///
/// [`ReadError`]; a record of this library that cannot be read is one too, and what users have stored is not read.
pub async fn report(store: &Store, limit: usize) -> Result<Report, ReadError> {
    let now = store.now();
    store.read(move |half| look(half, now, limit)).await
}

fn look(half: &mut dyn ReadHalf, now: Millis, limit: usize) -> Result<Report, ReadError> {
    let mut report = Report::default();
    for (id, it) in half.names()? {
        let (namespace, name) = (it.namespace.to_string(), it.name.to_string());
        match it.kind {
            Kind::Queue => report.queues.push(queue(half, id, &it, limit)?),
            Kind::Outbox => report.outboxes.push(outbox(half, id, &it)?),
            Kind::Map => {
                let part = |prefix: &str, suffix: &str| {
                    let part = name.strip_prefix(prefix)?.strip_suffix(suffix)?;
                    Some(part.to_owned())
                };
                if let Some(name) = part("workflow/", "/active") {
                    report
                        .workflows
                        .push(workflows(half, id, namespace, name, limit)?);
                } else if let Some(name) = part("saga/", "/active") {
                    report.sagas.push(sagas(half, id, namespace, name, limit)?);
                } else if let Some(name) = part("schedule/", "/timers") {
                    report
                        .schedules
                        .push(schedule(half, id, namespace, name, limit)?);
                }
            }
            Kind::Journal => {}
        }
    }
    for (lease, held) in half.leases(now)? {
        report.leases.push(LeaseReport {
            namespace: lease.namespace.to_string(),
            name: lease.name.to_string(),
            holder: held.holder,
            token: held.token,
            left: held.until.saturating_sub(now).max(0),
        });
    }
    Ok(report)
}

fn queue(
    half: &mut dyn ReadHalf,
    id: ObjectId,
    it: &Declaration,
    limit: usize,
) -> Result<QueueReport, ReadError> {
    let mut report = QueueReport {
        namespace: it.namespace.to_string(),
        name: it.name.to_string(),
        type_name: it.type_name.clone(),
        waiting: 0,
        in_hand: 0,
        next_due: None,
        dead: 0,
        dead_letters: Vec::new(),
    };
    let mut after = 0;
    loop {
        let jobs = half.jobs(id, after, PAGE)?;
        let Some(last) = jobs.last() else {
            return Ok(report);
        };
        after = last.job;
        for job in jobs {
            match job.state {
                JobState::Ready => {
                    report.waiting += 1;
                    let first = report.next_due.map_or(job.due, |due| due.min(job.due));
                    report.next_due = Some(first);
                }
                JobState::Leased => report.in_hand += 1,
                JobState::Dead => {
                    report.dead += 1;
                    if report.dead_letters.len() < limit {
                        report.dead_letters.push(DeadLetterReport {
                            job: job.job,
                            attempts: job.attempts,
                            error: job.error,
                            value: value(&job.record),
                        });
                    }
                }
            }
        }
    }
}

fn outbox(
    half: &mut dyn ReadHalf,
    id: ObjectId,
    it: &Declaration,
) -> Result<OutboxReport, ReadError> {
    let (mut waiting, mut after, mut first) = (0, 0, None);
    loop {
        let messages = half.events(id, after, PAGE)?;
        let Some((last, _)) = messages.last() else {
            break;
        };
        after = *last;
        first = first.or(messages.first().map(|(position, _)| *position));
        waiting += messages.len();
    }
    let tried = Tried::of(half, id, &it.name)?;
    let stopped = tried.filter(|tried| tried.stopped && Some(tried.sequence) == first);
    Ok(OutboxReport {
        namespace: it.namespace.to_string(),
        name: it.name.to_string(),
        waiting,
        stopped: stopped.map(|tried| StoppedReport {
            sequence: tried.sequence,
            attempts: tried.attempts,
            error: tried.error,
        }),
    })
}

fn workflows(
    half: &mut dyn ReadHalf,
    id: ObjectId,
    namespace: String,
    name: String,
    limit: usize,
) -> Result<WorkflowsReport, ReadError> {
    let mut report = WorkflowsReport {
        namespace,
        name,
        running: 0,
        waiting: 0,
        stuck: 0,
        list: Vec::new(),
    };
    let (mut stuck, mut others) = (Vec::new(), Vec::new());
    each(half, id, |entry| {
        let active: Active = record(&report.name, &entry)?;
        let info = WorkflowInfo::new(key(&entry), active);
        let list = match info.status {
            WorkflowStatus::Stuck => {
                report.stuck += 1;
                &mut stuck
            }
            WorkflowStatus::Running { .. } => {
                report.running += 1;
                &mut others
            }
            WorkflowStatus::Waiting { .. } => {
                report.waiting += 1;
                &mut others
            }
        };
        if list.len() < limit {
            list.push(info);
        }
        Ok(())
    })?;
    report.list = first(stuck, others, limit);
    Ok(report)
}

fn sagas(
    half: &mut dyn ReadHalf,
    id: ObjectId,
    namespace: String,
    name: String,
    limit: usize,
) -> Result<SagasReport, ReadError> {
    let mut report = SagasReport {
        namespace,
        name,
        under_way: 0,
        stuck: 0,
        list: Vec::new(),
    };
    let (mut stuck, mut others) = (Vec::new(), Vec::new());
    each(half, id, |entry| {
        let active: crate::saga::Active = record(&report.name, &entry)?;
        report.under_way += 1;
        report.stuck += usize::from(active.stuck.is_some());
        let list = if active.stuck.is_some() {
            &mut stuck
        } else {
            &mut others
        };
        if list.len() < limit {
            list.push(SagaReport {
                id: key(&entry),
                stuck: active.stuck,
            });
        }
        Ok(())
    })?;
    report.list = first(stuck, others, limit);
    Ok(report)
}

fn schedule(
    half: &mut dyn ReadHalf,
    id: ObjectId,
    namespace: String,
    name: String,
    limit: usize,
) -> Result<ScheduleReport, ReadError> {
    let mut report = ScheduleReport {
        namespace,
        name,
        timers: 0,
        list: Vec::new(),
    };
    each(half, id, |entry| {
        report.timers += 1;
        if report.list.len() < limit {
            let mut timer = value(&entry.record);
            let mut take = |field: &str| timer.get_mut(field).map_or(Value::Null, Value::take);
            report.list.push(TimerReport {
                id: key(&entry),
                due: take("due").as_i64(),
                timing: take("timing"),
                payload: take("payload"),
            });
        }
        Ok(())
    })?;
    Ok(report)
}

fn first<T>(mut stuck: Vec<T>, others: Vec<T>, limit: usize) -> Vec<T> {
    stuck.extend(others);
    stuck.truncate(limit);
    stuck
}

/// Shows all entries of a map.
fn each(
    half: &mut dyn ReadHalf,
    map: ObjectId,
    mut see: impl FnMut(Entry) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut from = Bound::Unbounded;
    loop {
        let range = Range {
            from,
            to: Bound::Unbounded,
        };
        let entries = half.scan(map, &range, PAGE)?;
        let Some(last) = entries.last() else {
            return Ok(());
        };
        from = Bound::Excluded(last.key.clone());
        entries.into_iter().try_for_each(&mut see)?;
    }
}

/// An id; bytes that are none are shown as they are.
fn key(entry: &Entry) -> String {
    decoded(&entry.key).unwrap_or_else(|_| entry.key.escape_ascii().to_string())
}

fn record<T: Record>(name: &str, entry: &Entry) -> Result<T, ReadError> {
    decode(&entry.record).map_err(|source| ReadError::Record {
        place: Place::Entry {
            name: name.into(),
            key: entry.key.clone(),
        },
        source,
    })
}

/// A record as JSON, or as the text that it is.
fn value(record: &Stored) -> Value {
    serde_json::from_slice(&record.bytes)
        .unwrap_or_else(|_| String::from_utf8_lossy(&record.bytes).into_owned().into())
}
