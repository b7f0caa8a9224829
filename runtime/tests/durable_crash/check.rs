//! Whether a store is as the acknowledgements say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use otp_runtime::store::kit::Sum;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{Options, Store};

use crate::child::{CLIENTS, Things, id};

/// What a program has acknowledged.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub acknowledged: BTreeSet<u64>,
    pub done: BTreeSet<u64>,
    pub errors: Vec<String>,
}

impl Said {
    pub fn line(&mut self, line: &str) {
        match line.split_once(' ') {
            Some(("ack", id)) => drop(id.parse().map(|id| self.acknowledged.insert(id))),
            Some(("done", id)) => drop(id.parse().map(|id| self.done.insert(id))),
            Some(("error", error)) => self.errors.push(error.to_owned()),
            _ => {}
        }
    }
}

/// Opens the store as any program would, and compares.
pub fn check(path: &Path, said: &Said) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let backend = Sqlite {
            check: true,
            ..Sqlite::new(path)
        };
        let store = Store::open(backend, Options::default())
            .await
            .map_err(|error| error.to_string())?;
        let things = Things::open(store).await;
        let result = compare(&things, said).await;
        let _ = things.store.close().await;
        result
    })
}

async fn compare(things: &Things, said: &Said) -> Result<(), String> {
    let all = async |map: &otp_runtime::durable::Map<u64, u64>| {
        map.range(.., usize::MAX)
            .await
            .map(BTreeMap::from_iter)
            .map_err(|error| error.to_string())
    };
    let (first, second) = (all(&things.first).await?, all(&things.second).await?);
    let (last, done) = (all(&things.last).await?, all(&things.done).await?);
    if first != second {
        return Err("a commit is there by half: the maps differ".into());
    }
    if let Some(lost) = said.acknowledged.iter().find(|id| !first.contains_key(id)) {
        return Err(format!("operation {lost} was acknowledged and is gone"));
    }
    for client in 0..CLIENTS {
        let mine = first.range(id(client, 0)..id(client + 1, 0));
        let expected = last.get(&client).map_or(0, |last| last + 1);
        if !mine.map(|(_, number)| *number).eq(0..expected) {
            return Err(format!(
                "client {client} did {expected} operations in a row, and there are others"
            ));
        }
    }
    let total = first.values().map(|number| *number as i64).sum();
    let expected = Sum {
        total,
        count: first.len() as u64,
    };
    let sum = things
        .sum
        .read(Sum::clone)
        .await
        .map_err(|error| error.to_string())?;
    if sum != expected {
        return Err(format!(
            "the state is {sum:?} where the maps say {expected:?}"
        ));
    }
    if let Some(lost) = said.done.iter().find(|job| !done.contains_key(job)) {
        return Err(format!("job {lost} was acknowledged and is not done"));
    }
    // Every operation has made one job: it waits, or it was done.
    let (waiting, dead) = things
        .queue
        .count()
        .await
        .map_err(|error| error.to_string())?;
    let mut jobs: BTreeSet<u64> = done.keys().copied().collect();
    for job in things
        .queue
        .lease(usize::MAX)
        .await
        .map_err(|error| error.to_string())?
    {
        if !jobs.insert(job.job) {
            return Err(format!(
                "job {} is there twice, or was done and is there",
                job.job
            ));
        }
    }
    if dead > 0 || waiting + done.len() != first.len() || !jobs.iter().eq(first.keys()) {
        return Err(format!(
            "{waiting} jobs wait, {} are done, {dead} dead, of {}",
            done.len(),
            first.len()
        ));
    }
    for operation in first.keys().rev().take(3) {
        if things
            .store
            .outcome(*operation)
            .await
            .map_err(|error| error.to_string())?
            .is_none()
        {
            return Err(format!("operation {operation} is there and its id is not"));
        }
    }
    Ok(())
}
