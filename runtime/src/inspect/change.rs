//! Tries again what has given up, or gives it up for good.

use super::{InspectError, Thing};
use crate::outbox::Outbox;
use crate::saga::Books;
use crate::store::backend::{Check, Commit, Kind, ObjectId, Write};
use crate::store::{Opened, Store, encoded};
use crate::workflow::{Bookkeeping, WorkflowError};

/// Tries a dead letter, a message that stops its outbox, a stuck workflow or a stuck saga again, with all of its
/// attempts. Cancel safe in the sense of the store.
///
/// # Errors
///
/// [`InspectError`].
pub async fn retry(store: &Store, thing: &Thing) -> Result<(), InspectError> {
    match thing {
        Thing::Job { queue, job } => {
            let queue = find(store, Kind::Queue, "queue", queue).await?;
            let revive = Write::Revive {
                queue: queue.id,
                job: *job,
                due: store.now(),
            };
            commit(store, Vec::new(), vec![revive], queue.id).await
        }
        Thing::Message { outbox, sequence } => {
            let opened = find(store, Kind::Outbox, "outbox", outbox).await?;
            Ok(Outbox::untyped(opened).retry_one(*sequence).await?)
        }
        Thing::Workflow { name, id } => {
            let books = workflows(store, name).await?;
            loop {
                let mut transaction = store.begin();
                let now = store.now();
                books.retry(&mut transaction, id, now).await?;
                match transaction.tell(books.ready.id()).commit().await {
                    Err(error) if error.is_conflict() => {}
                    result => return Ok(result.map(drop)?),
                }
            }
        }
        Thing::Saga { name, id } => Ok(sagas(store, name).await?.retry(id).await?),
        Thing::Timer { .. } => Err(InspectError::Timer),
    }
}

/// Deletes a dead letter, skips a message that stops its outbox, ends a workflow or a stuck saga as it is, or cancels a
/// timer. Cancel safe in the sense of the store.
///
/// # Errors
///
/// [`InspectError`].
pub async fn discard(store: &Store, thing: &Thing) -> Result<(), InspectError> {
    match thing {
        Thing::Job { queue, job } => {
            let queue = find(store, Kind::Queue, "queue", queue).await?;
            let discard = Write::Discard {
                queue: queue.id,
                job: *job,
            };
            commit(store, Vec::new(), vec![discard], queue.id).await
        }
        Thing::Message { outbox, sequence } => {
            let opened = find(store, Kind::Outbox, "outbox", outbox).await?;
            Ok(Outbox::untyped(opened).skip(*sequence).await?)
        }
        Thing::Workflow { name, id } => {
            let books = workflows(store, name).await?;
            loop {
                let mut transaction = store.begin();
                books.discard(&mut transaction, id).await?;
                match transaction.commit().await {
                    Err(error) if error.is_conflict() => {}
                    result => return Ok(result.map(drop)?),
                }
            }
        }
        Thing::Saga { name, id } => Ok(sagas(store, name).await?.discard(id).await?),
        Thing::Timer { schedule, id } => cancel_timer(store, schedule, id).await,
    }
}

/// Its payload may be of any type, and is not read.
async fn cancel_timer(store: &Store, schedule: &str, id: &str) -> Result<(), InspectError> {
    let missing = || InspectError::NotThere {
        kind: "timer",
        name: id.to_owned(),
    };
    let timers = format!("schedule/{schedule}/timers");
    let timers = find(store, Kind::Map, "schedule", &timers).await?.id;
    let due = format!("schedule/{schedule}/due");
    let rows = find(store, Kind::Map, "schedule", &due).await?.id;
    let key = encoded(&id.to_owned());
    let asked = key.clone();
    let found = store.read(move |half| half.get(timers, &asked)).await?;
    let found = found.ok_or_else(missing)?;
    let timer: serde_json::Value = serde_json::from_slice(&found.record.bytes).unwrap_or_default();
    let check = Check::Entry {
        map: timers,
        key: key.clone(),
        revision: found.revision,
    };
    let mut writes = vec![Write::Remove { map: timers, key }];
    if let Some(due) = timer["due"].as_i64() {
        writes.push(Write::Remove {
            map: rows,
            key: encoded(&(due, id.to_owned())),
        });
    }
    commit(store, vec![check], writes, timers).await
}

async fn commit(
    store: &Store,
    checks: Vec<Check>,
    writes: Vec<Write>,
    rings: ObjectId,
) -> Result<(), InspectError> {
    let commit = Commit {
        checks,
        writes,
        news: vec![rings],
        ..Commit::default()
    };
    store.commit(commit).await?;
    Ok(())
}

/// What has this name in the namespace. Nothing is made, whatever was mistyped.
async fn find(
    store: &Store,
    kind: Kind,
    called: &'static str,
    name: &str,
) -> Result<Opened, InspectError> {
    let names = store.read(|half| half.names()).await?;
    let found = names.into_iter().find(|(_, it)| {
        it.namespace == *store.name_of_space() && &*it.name == name && it.kind == kind
    });
    let (id, it) = found.ok_or_else(|| InspectError::NotThere {
        kind: called,
        name: name.to_owned(),
    })?;
    Ok(Opened {
        id,
        name: it.name,
        store: store.clone(),
    })
}

async fn workflows(store: &Store, name: &str) -> Result<Bookkeeping, InspectError> {
    let there = format!("workflow/{name}/active");
    if find(store, Kind::Map, "workflow", &there).await.is_err() {
        return Err(InspectError::NotThere {
            kind: "workflow",
            name: name.to_owned(),
        });
    }
    Ok(Bookkeeping::open(store, name)
        .await
        .map_err(WorkflowError::from)?)
}

async fn sagas(store: &Store, name: &str) -> Result<Books, InspectError> {
    let there = format!("saga/{name}/active");
    if find(store, Kind::Map, "saga", &there).await.is_err() {
        return Err(InspectError::NotThere {
            kind: "saga",
            name: name.to_owned(),
        });
    }
    Ok(Books::open(store, name).await?)
}
