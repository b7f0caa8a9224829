//! Every backend passes the same checks.

use otp_runtime::store::faulty::{Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{Store, kit};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keeper() {
    kit::check(async |options| Store::open(Keeper::new(1000), options).await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::sync::atomic::AtomicUsize::new(0);
    kit::check(async |options| {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let backend = Sqlite {
            // So that checkpoints happen.
            checkpoint_pages: 16,
            ..Sqlite::new(folder.path().join(format!("{number}.db")))
        };
        Store::open(backend, options).await.unwrap()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faulty_without_faults() {
    kit::check(async |options| {
        let backend = Faulty::new(Keeper::new(1000), Faults::default());
        Store::open(backend, options).await.unwrap()
    })
    .await;
}

/// Under a paused clock nothing runs into a deadline while it waits for the store.
#[tokio::test(start_paused = true)]
async fn sqlite_under_a_paused_clock() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::sqlite(folder.path().join("s.db")).await.unwrap();
    let map = store.map::<u32, u32>("m").await.unwrap();
    let hour = std::time::Duration::from_secs(3600);
    for key in 0..50 {
        let write = tokio::time::timeout(hour, map.insert(&key, &key));
        write
            .await
            .expect("the clock ran ahead of a commit")
            .unwrap();
        let read = tokio::time::timeout(hour, map.get(&key));
        assert_eq!(
            read.await.expect("the clock ran ahead of a read").unwrap(),
            Some(key)
        );
    }
    store.close().await.unwrap();
}
