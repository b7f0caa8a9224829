//! Errors of the backend: what the caller is told is so, and nothing acknowledged is lost.

use otp_runtime::durable::Durable;
use otp_runtime::store::faulty::{Fault, Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::kit::Sum;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{CommitError, OpenError, Options, Store};

async fn store(faults: &Faults) -> (Store, Durable<Sum>) {
    let backend = Faulty::new(Keeper::new(1000), faults.clone());
    let store = Store::open(backend, Options::default()).await.unwrap();
    let state = store.durable::<Sum>("s").await.unwrap();
    (store, state)
}

/// For each fault: what the caller is told, and what is there after the store was reopened.
#[tokio::test]
async fn each_fault_is_what_it_says() {
    let cases = [
        (Fault::Full, false, false, false),
        (Fault::Write, false, true, false),
        (Fault::Sync, true, true, false),
        (Fault::LateSync, true, true, true),
        (Fault::Panic, true, true, false),
    ];
    for (fault, unknown, broken, applied) in cases {
        let faults = Faults::default();
        let (store, state) = store(&faults).await;
        let map = store.map::<u8, u8>("m").await.unwrap();
        state.append(1).await.unwrap();
        faults.befall(fault);
        let error = store
            .transaction("t")
            .append(&state, 10)
            .insert(&map, &1, &1)
            .commit()
            .await
            .unwrap_err();
        assert_eq!(error.is_unknown(), unknown, "{fault:?}: {error}");
        assert_eq!(store.stats().broken.is_some(), broken, "{fault:?}");
        let next = state.append(100).await;
        if broken {
            let refused = next.unwrap_err();
            assert!(
                matches!(refused, CommitError::Broken(_)) && refused.is_not_applied(),
                "{refused}"
            );
            assert!(matches!(
                store.outcome("t").await,
                Err(CommitError::Broken(_))
            ));
            // What was durable before can be read, where it is not in doubt.
            assert!(map.get(&1).await.is_ok());
            assert_eq!(
                state.read(|sum| sum.total).await.is_err(),
                unknown,
                "{fault:?}"
            );
            store.reopen().await.unwrap();
            state.append(100).await.unwrap();
        } else {
            next.unwrap();
        }
        assert_eq!(
            store.outcome("t").await.unwrap().is_some(),
            applied,
            "{fault:?}"
        );
        assert_eq!(map.get(&1).await.unwrap().is_some(), applied);
        let total = if applied { 111 } else { 101 };
        assert_eq!(
            state.read(|sum| sum.total).await.unwrap(),
            total,
            "{fault:?}"
        );
        // Repeating it with its id does it once.
        let again = store
            .transaction("t")
            .append(&state, 10)
            .insert(&map, &1, &1)
            .commit()
            .await
            .unwrap();
        assert_eq!(again.repeated, applied);
        assert_eq!(state.read(|sum| sum.total).await.unwrap(), 111);
    }
}

/// Updates that were built on one that failed fail with it, and nothing of them stays.
#[tokio::test]
async fn a_failed_commit_fails_what_was_built_on_it() {
    for (fault, applied) in [(Fault::Full, 0), (Fault::Sync, 0), (Fault::LateSync, 1)] {
        let faults = Faults::default();
        let (store, state) = store(&faults).await;
        for round in 0..20 {
            faults.befall(fault);
            let before = state.read(|sum| sum.count).await.unwrap();
            let updates: Vec<_> = (0..10)
                .map(|_| {
                    let state = state.clone();
                    tokio::spawn(async move { state.append(1).await })
                })
                .collect();
            let mut unknown = 0;
            let mut committed = 0;
            for update in updates {
                match update.await.unwrap() {
                    Ok(_) => committed += 1,
                    Err(error) if error.is_unknown() => unknown += 1,
                    Err(_) => {}
                }
            }
            if store.stats().broken.is_some() {
                store.reopen().await.unwrap();
            }
            let now = state.read(|sum| sum.count).await.unwrap() - before;
            assert_eq!(
                now,
                committed + unknown * applied,
                "{fault:?}, round {round}"
            );
            state.append(1).await.unwrap();
            assert_eq!(state.read(|sum| sum.count).await.unwrap(), before + now + 1);
        }
    }
}

#[tokio::test]
async fn a_store_that_cannot_be_reopened_stays_broken() {
    let faults = Faults::default();
    let (store, state) = store(&faults).await;
    state.append(1).await.unwrap();
    faults.befall(Fault::Sync);
    assert!(state.append(2).await.unwrap_err().is_unknown());
    faults.refuse_opening(OpenError::ReadOnly { path: "x".into() });
    assert!(store.reopen().await.is_err());
    assert!(matches!(state.append(2).await, Err(CommitError::Broken(_))));
    store.reopen().await.unwrap();
    state.append(2).await.unwrap();
    assert_eq!(state.read(|sum| sum.total).await.unwrap(), 3);
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let (store, state) = store(&Faults::default()).await;
    let map = store.map::<u8, u8>("m").await.unwrap();
    store.close().await.unwrap();
    assert!(matches!(state.append(1).await, Err(CommitError::Closed)));
    assert!(matches!(map.insert(&1, &1).await, Err(CommitError::Closed)));
    assert!(map.get(&1).await.is_err());
    assert!(matches!(store.close().await, Err(CommitError::Closed)));
    assert!(store.reopen().await.is_err());
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let options = Options {
        commit_bytes: 1000,
        ..Options::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(Sqlite::new(folder.path().join("s.db")), options)
        .await
        .unwrap();
    let map = store.map::<u8, String>("m").await.unwrap();
    let state = store.durable::<Sum>("s").await.unwrap();
    let large = "x".repeat(2000);
    let error = store
        .begin()
        .append(&state, 1)
        .insert(&map, &1, &large)
        .commit()
        .await
        .unwrap_err();
    assert!(
        matches!(error, CommitError::TooLarge { .. }) && error.is_not_applied(),
        "{error}"
    );
    state.append(2).await.unwrap();
    assert_eq!(state.read(|sum| sum.total).await.unwrap(), 2);
}
