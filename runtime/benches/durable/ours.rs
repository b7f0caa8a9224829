//! Through the store.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use otp_runtime::durable::{DurableOptions, QueueOptions, State};
use otp_runtime::store::{Record, Store};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Account {
    pub balance: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Moved {
    pub amount: i64,
    pub reason: String,
}

impl Record for Account {
    const TYPE: &'static str = "account";
}

impl Record for Moved {
    const TYPE: &'static str = "moved";
}

impl State for Account {
    type Event = Moved;

    fn apply(&mut self, event: &Moved) {
        self.balance += event.amount;
    }
}

pub fn event() -> Moved {
    Moved {
        amount: 17,
        reason: "a small event".into(),
    }
}

/// No snapshots: every append is one row.
const NEVER: DurableOptions = DurableOptions {
    snapshot_every: u64::MAX,
};

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

async fn open(folder: &Path) -> Store {
    Store::sqlite(folder.join("s.db")).await.unwrap()
}

/// The time, and how many commits there were in how many groups.
pub fn append(folder: &Path, writers: usize, each: usize) -> (Duration, u64, u64) {
    runtime().block_on(async {
        let store = open(folder).await;
        let state = store.durable_with::<Account>("a", NEVER).await.unwrap();
        state.append(event()).await.unwrap();
        let before = store.stats();
        let start = Instant::now();
        let tasks: Vec<_> = (0..writers)
            .map(|_| {
                let state = state.clone();
                tokio::spawn(async move {
                    for _ in 0..each {
                        state.append(event()).await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let time = start.elapsed();
        let after = store.stats();
        store.close().await.unwrap();
        (
            time,
            after.commits - before.commits,
            after.groups - before.groups,
        )
    })
}

pub fn insert(folder: &Path, writers: usize, each: usize) -> Duration {
    runtime().block_on(async {
        let store = open(folder).await;
        let map = store.map::<u64, Moved>("m").await.unwrap();
        map.insert(&0, &event()).await.unwrap();
        let start = Instant::now();
        let tasks: Vec<_> = (0..writers)
            .map(|writer| {
                let map = map.clone();
                tokio::spawn(async move {
                    for number in 0..each {
                        map.insert(&((writer * each + number) as u64), &event())
                            .await
                            .unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let time = start.elapsed();
        store.close().await.unwrap();
        time
    })
}

pub fn fill(folder: &Path, events: u64) {
    runtime().block_on(async {
        let store = open(folder).await;
        let state = store.durable_with::<Account>("a", NEVER).await.unwrap();
        for _ in 0..events / 1000 {
            let make = |_: &Account| Ok::<_, String>((0..1000).map(|_| event()).collect());
            state.update(make).await.unwrap();
        }
        store.close().await.unwrap();
    });
}

pub fn recover(folder: &Path, events: u64) -> Duration {
    runtime().block_on(async {
        let start = Instant::now();
        let store = open(folder).await;
        let state = store.durable_with::<Account>("a", NEVER).await.unwrap();
        let balance = state.read(|account| account.balance).await.unwrap();
        let time = start.elapsed();
        assert_eq!(balance, events as i64 * 17);
        store.close().await.unwrap();
        time
    })
}

pub fn queue(folder: &Path, jobs: usize) -> Duration {
    runtime().block_on(async {
        let store = open(folder).await;
        let queue = store
            .queue_with::<Moved>("q", QueueOptions::default())
            .await
            .unwrap();
        let done = Arc::new(AtomicUsize::new(0));
        let start = Instant::now();
        let producers: Vec<_> = (0..64)
            .map(|_| {
                let queue = queue.clone();
                tokio::spawn(async move {
                    for _ in 0..jobs / 64 {
                        queue.push(&event()).await.unwrap();
                    }
                })
            })
            .collect();
        let workers: Vec<_> = (0..64)
            .map(|_| {
                let (queue, done) = (queue.clone(), done.clone());
                tokio::spawn(async move {
                    loop {
                        queue.next().await.unwrap().ack().await.unwrap();
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        for producer in producers {
            producer.await.unwrap();
        }
        while done.load(Ordering::Relaxed) < jobs {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let time = start.elapsed();
        workers.iter().for_each(|worker| worker.abort());
        store.close().await.unwrap();
        time
    })
}
