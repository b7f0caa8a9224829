//! What is particular to the file: who may open it, and what damage looks like.

use std::path::Path;
use std::time::Duration;

use otp_runtime::store::kit::Sum;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{
    CommitError, DecodeError, NameError, OpenError, Options, Place, ReadError, Store,
};
use rusqlite::Connection;

fn impatient(path: &Path) -> Sqlite {
    Sqlite {
        patience: Duration::ZERO,
        ..Sqlite::new(path)
    }
}

async fn refused(path: &Path) -> OpenError {
    Store::open(impatient(path), Options::default())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_file_has_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = Store::sqlite(&path).await.unwrap();
    assert!(matches!(refused(&path).await, OpenError::InUse { .. }));
    store.close().await.unwrap();
    Store::open(impatient(&path), Options::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_no_store_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.db");
    std::fs::write(
        &text,
        "this is no database, only a text that someone has written".repeat(30),
    )
    .unwrap();
    assert!(matches!(refused(&text).await, OpenError::Foreign { .. }));
    let other = folder.path().join("other.db");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE a (b)")
        .unwrap();
    let before = std::fs::read(&other).unwrap();
    assert!(matches!(refused(&other).await, OpenError::Foreign { .. }));
    assert_eq!(std::fs::read(&other).unwrap(), before);
    let folder = folder.path().join("missing").join("s.db");
    assert!(matches!(refused(&folder).await, OpenError::Io { .. }));
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    Store::sqlite(&path).await.unwrap().close().await.unwrap();
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 9)
        .unwrap();
    let error = refused(&path).await;
    assert!(
        matches!(error, OpenError::Newer { found: 9, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn a_lock_of_another_program_is_no_disaster() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = Store::open(impatient(&path), Options::default())
        .await
        .unwrap();
    let map = store.map::<u8, u8>("m").await.unwrap();
    map.insert(&1, &1).await.unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = map.insert(&2, &2).await.unwrap_err();
    assert!(matches!(error, CommitError::Failed(_)), "{error}");
    assert_eq!(map.get(&1).await.unwrap(), Some(1));
    other.execute_batch("ROLLBACK").unwrap();
    map.insert(&2, &2).await.unwrap();
    store.close().await.unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert!(matches!(refused(&path).await, OpenError::Locked { .. }));
}

#[tokio::test]
async fn the_ordinary_tools_can_read_it_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = Store::sqlite(&path).await.unwrap();
    let stock = store.map::<String, u32>("stock").await.unwrap();
    stock.insert(&"bolt".into(), &99).await.unwrap();
    // The query of the documentation.
    let sql = "SELECT CAST(key AS TEXT), value FROM records JOIN objects ON object = objects.id WHERE name = 'stock'";
    let found: (String, String) = Connection::open(&path)
        .unwrap()
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(found, ("bolt\0\0".into(), "99".into()));
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_read_only_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    Store::sqlite(&path).await.unwrap().close().await.unwrap();
    // Root may write everything, so the file system cannot be what says no; a folder in the file's place can.
    let inside = path.join("s.db");
    assert!(matches!(
        refused(&inside).await,
        OpenError::Io { .. } | OpenError::ReadOnly { .. }
    ));
    let folder = folder.path().join("folder.db");
    std::fs::create_dir(&folder).unwrap();
    assert!(matches!(
        refused(&folder).await,
        OpenError::Io { .. } | OpenError::ReadOnly { .. }
    ));
}

async fn with_events(path: &Path, count: i64) {
    let store = Store::sqlite(path).await.unwrap();
    let state = store.durable::<Sum>("s").await.unwrap();
    for number in 1..=count {
        state.append(number).await.unwrap();
    }
    store.close().await.unwrap();
}

async fn recovery(path: &Path) -> ReadError {
    let store = Store::sqlite(path).await.unwrap();
    let error = store.durable::<Sum>("s").await.unwrap_err();
    store.close().await.unwrap();
    match error {
        NameError::Read(error) => error,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_damaged_event_stops_the_recovery() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    with_events(&path, 9).await;
    let file = Connection::open(&path).unwrap();
    file.execute_batch("UPDATE events SET value='8' WHERE position=7")
        .unwrap();
    let error = recovery(&path).await;
    let ReadError::Record { place, source } = &error else {
        panic!("{error}");
    };
    assert!(matches!(place, Place::Event { position: 7, .. }), "{error}");
    assert_eq!(*source, DecodeError::Sum);
    file.execute_batch("DELETE FROM events WHERE position=7")
        .unwrap();
    let error = recovery(&path).await;
    assert!(
        matches!(error, ReadError::Missing(Place::Event { position: 7, .. })),
        "{error}"
    );
    file.execute_batch("DELETE FROM events WHERE position<7")
        .unwrap();
    let error = recovery(&path).await;
    assert!(
        matches!(error, ReadError::Missing(Place::Event { position: 1, .. })),
        "{error}"
    );
}

/// Bytes turned over in the file: an error, or what was there; never something else, and never a panic.
#[tokio::test]
async fn a_damaged_page_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    with_events(&path, 300).await;
    let whole = std::fs::read(&path).unwrap();
    let mut random = fastrand::Rng::with_seed(7);
    let (mut found, rounds) = (0, 60);
    for _ in 0..rounds {
        let mut damaged = whole.clone();
        // Behind the first page, with the header and the schema.
        let at = random.usize(4096..damaged.len() - 64);
        damaged[at..at + 64]
            .iter_mut()
            .for_each(|byte| *byte ^= 0x55);
        std::fs::write(&path, &damaged).unwrap();
        let checked = Sqlite {
            check: true,
            ..Sqlite::new(&path)
        };
        let store = match Store::open(checked, Options::default()).await {
            Ok(store) => store,
            Err(error) => {
                assert!(matches!(error, OpenError::Corrupt { .. }), "{error}");
                found += 1;
                continue;
            }
        };
        match store.durable::<Sum>("s").await {
            Ok(state) => {
                let sum = state.read(Sum::clone).await.unwrap();
                assert_eq!(
                    sum,
                    Sum {
                        total: 300 * 301 / 2,
                        count: 300
                    }
                );
            }
            Err(_) => found += 1,
        }
        let _ = store.close().await;
    }
    // The others were in pages that nothing is in.
    assert!(found >= rounds / 10, "{found} of {rounds}");
}

#[tokio::test]
async fn a_cut_log_keeps_whole_commits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = Store::sqlite(&path).await.unwrap();
    let map = store.map::<u64, u64>("m").await.unwrap();
    for id in 0..40 {
        store
            .transaction(id)
            .insert(&map, &id, &1)
            .insert(&map, &(id + 100), &1)
            .commit()
            .await
            .unwrap();
    }
    let copy = folder.path().join("copy.db");
    let log = std::fs::read(folder.path().join("s.db-wal")).unwrap();
    let mut lengths = Vec::new();
    for cut in (0..log.len()).step_by(log.len() / 25).chain([log.len()]) {
        std::fs::copy(&path, &copy).unwrap();
        std::fs::write(folder.path().join("copy.db-wal"), &log[..cut]).unwrap();
        let _ = std::fs::remove_file(folder.path().join("copy.db-shm"));
        let copied = Store::sqlite(&copy).await.unwrap();
        let map = copied.map::<u64, u64>("m").await.unwrap();
        let found = map.range(..100, 1000).await.unwrap();
        assert_eq!(map.range(100.., 1000).await.unwrap().len(), found.len());
        assert!(found.iter().map(|(id, _)| *id).eq(0..found.len() as u64));
        lengths.push(found.len());
        copied.close().await.unwrap();
    }
    assert!(
        lengths.is_sorted() && lengths.last() == Some(&40),
        "{lengths:?}"
    );
    store.close().await.unwrap();
}

/// A program that is killed keeps no job: they are due when the file is opened again, with their attempts counted.
#[tokio::test]
async fn leases_end_with_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = Store::sqlite(&path).await.unwrap();
    let queue = store.queue::<u8>("q").await.unwrap();
    queue.push(&1).await.unwrap();
    let in_hand = queue.next().await.unwrap();
    // Within one program they stay.
    store.reopen().await.unwrap();
    assert!(queue.lease(1).await.unwrap().is_empty());
    in_hand.extend(Duration::from_secs(60)).await.unwrap();
    store.close().await.unwrap();
    let store = Store::sqlite(&path).await.unwrap();
    let queue = store.queue::<u8>("q").await.unwrap();
    let again = queue.next().await.unwrap();
    assert_eq!(again.attempt, 2);
    again.ack().await.unwrap();
    store.close().await.unwrap();
}

/// Closing gives leases back, and so does the end of the program: nobody else has the file.
#[tokio::test]
async fn leases_by_name_end_with_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let term = Duration::from_secs(3600);
    let store = Store::sqlite(&path).await.unwrap();
    let first = store.own("a", term).await.unwrap();
    // Taken under the other, and so given back before it.
    let inner = first.store().own("b", term).await.unwrap();
    store.close().await.unwrap();
    assert!(first.left().is_zero() && inner.left().is_zero());
    let count = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        let file = Connection::open(&path).unwrap();
        file.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(count("leases"), 0);
    let store = Store::sqlite(&path).await.unwrap();
    store.own("a", term).await.unwrap();
    drop(store);
    // As after a kill: the row is there, and its owner is not. (The writer may still be ending.)
    let store = Store::sqlite(&path).await.unwrap();
    assert!(store.own("a", term).await.is_ok());
    store.close().await.unwrap();
}

/// Renewed as long as it is wanted, and lost as soon as another has it.
#[tokio::test(start_paused = true)]
async fn a_lease_is_kept_until_it_is_lost() {
    let store = Store::in_memory().await.unwrap();
    let term = Duration::from_secs(30);
    let lease = store.own("a", term).await.unwrap();
    let keeper = tokio::spawn({
        let lease = lease.clone();
        async move { lease.keep().await }
    });
    let hour = tokio::time::Instant::now() + Duration::from_secs(3600);
    while tokio::time::Instant::now() < hour {
        tokio::time::sleep(term / 2).await;
        assert!(!lease.left().is_zero());
    }
    lease.release().await.unwrap();
    let waiting = store.own_when_free("a", term).await.unwrap();
    assert!(waiting.token() > lease.token());
    assert!(keeper.await.unwrap().is_not_owner());
}
