//! A server that is killed under its stores, and started again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use otp_runtime::durable::{Map, Queue};
use otp_runtime::store::{CommitError, Options, Store};

use crate::run;
use crate::server::{Server, binaries};

/// What one writer knows of its operations.
#[derive(Default)]
struct Known {
    acknowledged: Vec<u64>,
    refused: Vec<u64>,
    unknown: Vec<u64>,
}

async fn write(
    store: Store,
    (map, queue): (Map<u64, u64>, Queue<u64>),
    ids: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
) -> Known {
    let mut known = Known::default();
    while !stop.load(Ordering::Relaxed) {
        let id = ids.fetch_add(1, Ordering::Relaxed);
        let mut transaction = store.transaction(id);
        transaction.insert(&map, &id, &id).push(&queue, &id);
        match transaction.commit().await {
            Ok(_) => known.acknowledged.push(id),
            Err(error) if error.is_unknown() => known.unknown.push(id),
            Err(CommitError::Broken(_)) => {
                known.refused.push(id);
                // While the server is down this fails, and is tried again.
                let _ = store.reopen().await;
                tokio::task::yield_now().await;
            }
            Err(_) => known.refused.push(id),
        }
    }
    known
}

/// Whatever was acknowledged is there, once, and what was refused is not; of the rest the outcome tells.
pub fn acknowledged_operations_survive(_: &Server) {
    let Some(binaries) = binaries() else { return };
    let server = Arc::new(Server::start(&binaries, &[]));
    run(async {
        let backend = server.new_store();
        let (ids, stop) = (Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
        let mut stores = Vec::new();
        let mut writers = Vec::new();
        for patience in [Duration::from_secs(60), Duration::from_millis(200)] {
            let mut backend = backend.clone();
            backend.patience = patience;
            backend.longest_transaction = Duration::from_secs(1);
            let store = Store::open(backend, Options::default()).await.unwrap();
            let map = store.map("m").await.unwrap();
            let queue = store.queue("q").await.unwrap();
            for _ in 0..8 {
                let things = (map.clone(), queue.clone());
                let write = write(store.clone(), things, ids.clone(), stop.clone());
                writers.push(tokio::spawn(write));
            }
            stores.push((store, map, queue));
        }
        let killing = server.clone();
        let committed = stores[0].0.clone();
        tokio::task::spawn_blocking(move || {
            for round in 0..4 {
                // In the middle of things.
                let before = committed.stats().commits;
                while committed.stats().commits < before + 200 {
                    std::thread::yield_now();
                }
                if round % 2 == 0 {
                    killing.crash();
                } else {
                    killing.kill();
                }
                killing.run();
            }
        })
        .await
        .unwrap();
        stop.store(true, Ordering::Relaxed);
        let (store, map, queue) = &stores[0];
        let found = async || {
            let entries = map.range(.., usize::MAX).await.unwrap();
            entries
                .into_iter()
                .map(|(id, _)| id)
                .collect::<BTreeSet<_>>()
        };
        let (mut acknowledged, mut refused, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for writer in writers {
            let known = writer.await.unwrap();
            acknowledged.extend(known.acknowledged);
            refused.extend(known.refused);
            unknown.extend(known.unknown);
        }
        for (store, ..) in &stores {
            store.reopen().await.unwrap();
        }
        let entries = found().await;
        for id in &acknowledged {
            assert!(entries.contains(id), "{id} was acknowledged");
        }
        for id in &refused {
            assert!(!entries.contains(id), "{id} was refused");
        }
        let mut there = 0;
        for id in &unknown {
            let outcome = store.outcome(*id).await.unwrap().is_some();
            assert_eq!(entries.contains(id), outcome, "{id} was unknown");
            there += usize::from(outcome);
        }
        assert_eq!(entries.len(), acknowledged.len() + there);
        assert_eq!(queue.count().await.unwrap(), (entries.len(), 0));
        println!(
            "{} acknowledged, {} refused, {} unknown of which {there} are there",
            acknowledged.len(),
            refused.len(),
            unknown.len()
        );
    });
}
