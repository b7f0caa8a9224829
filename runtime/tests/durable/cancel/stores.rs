//! The store itself: opening it anew and closing it.

use std::sync::{Arc, Mutex};

use otp_runtime::store::faulty::{Fault, Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{CommitError, Options, Store};
use otp_runtime::testing::{CancelPoint, cancel_at_every_await};

#[tokio::test]
async fn reopening() {
    let folder = tempfile::tempdir().unwrap();
    let faults = Faults::default();
    let backend = Faulty::new(Sqlite::new(folder.path().join("s.db")), faults.clone());
    let disk = Store::open(backend, Options::default()).await.unwrap();
    let memory_faults = Faults::default();
    let backend = Faulty::new(Keeper::new(1000), memory_faults.clone());
    let memory = Store::open(backend, Options::default()).await.unwrap();
    for (store, faults) in [(disk, faults), (memory, memory_faults)] {
        let map = store.map::<u64, u64>("m").await.unwrap();
        let broken = Arc::new(Mutex::new(0));
        let reopen = || {
            let (store, map, faults, broken) =
                (store.clone(), map.clone(), faults.clone(), broken.clone());
            async move {
                faults.befall(Fault::LateSync);
                let number = {
                    let mut broken = broken.lock().unwrap();
                    *broken += 1;
                    *broken
                };
                // It may be broken already, by the attempt before.
                let _ = map.insert(&number, &number).await;
                store.reopen().await.unwrap();
            }
        };
        cancel_at_every_await(reopen, async |point| {
            // Whatever it came to, opening it anew goes on from there, and what is asked afterwards is answered.
            let is_broken = match store.outcome("none").await {
                Ok(_) => false,
                Err(CommitError::Broken(_)) => true,
                Err(error) => panic!("{point:?}: {error}"),
            };
            assert!(!is_broken || point != CancelPoint::Completed);
            store.reopen().await.unwrap();
            // The fault may be waiting still.
            if map.insert(&0, &0).await.is_err() {
                store.reopen().await.unwrap();
            }
            assert_eq!(map.get(&0).await.unwrap(), Some(0), "{point:?}");
        })
        .await;
        store.close().await.unwrap();
    }
}

#[tokio::test]
async fn closing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let now: Arc<Mutex<Option<Store>>> = Arc::default();
    let written = Arc::new(Mutex::new(0));
    let close = || {
        let (now, path, written) = (now.clone(), path.clone(), written.clone());
        async move {
            let store = Store::sqlite(&path).await.unwrap();
            *now.lock().unwrap() = Some(store.clone());
            let map = store.map::<u64, u64>("m").await.unwrap();
            let lease = store.own("lease", std::time::Duration::from_secs(60)).await;
            lease.unwrap();
            let number = *written.lock().unwrap() + 1;
            map.insert(&number, &number).await.unwrap();
            *written.lock().unwrap() = number;
            store.close().await.unwrap();
        }
    };
    cancel_at_every_await(close, async |point| {
        let store = now.lock().unwrap().take();
        if let Some(store) = store {
            match store.close().await {
                Ok(()) => assert_ne!(point, CancelPoint::Completed),
                Err(CommitError::Closed) => {}
                Err(error) => panic!("{point:?}: {error}"),
            }
        }
        // The file is free, nobody holds the lease, and what was acknowledged is there.
        let store = Store::sqlite(&path).await.unwrap();
        assert!(store.leases().await.unwrap().is_empty(), "{point:?}");
        let map = store.map::<u64, u64>("m").await.unwrap();
        let last = *written.lock().unwrap();
        for number in 1..=last {
            assert_eq!(map.get(&number).await.unwrap(), Some(number), "{point:?}");
        }
        store.close().await.unwrap();
    })
    .await;
}
