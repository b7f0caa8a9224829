//! Maps and transactions over them.

use super::super::{CommitError, Refusal};
use super::Bed;
use crate::retry::{Backoff, Retry};

pub(super) async fn maps_keep_what_was_committed(bed: Bed) {
    let store = bed.store;
    let map = store.map::<String, String>("m").await.unwrap();
    let (key, gone) = ("k\0ey".to_owned(), "gone".to_owned());
    let first = map.insert(&key, &"1".into()).await.unwrap();
    let second = map.insert(&key, &"2".into()).await.unwrap();
    assert!(second.revision > first.revision && !second.repeated);
    map.insert(&gone, &"3".into()).await.unwrap();
    map.remove(&gone).await.unwrap();
    map.remove(&gone).await.unwrap();
    for _ in 0..2 {
        assert_eq!(map.get(&key).await.unwrap().as_deref(), Some("2"));
        assert_eq!(map.get(&gone).await.unwrap(), None);
        store.reopen().await.unwrap();
    }
    let third = map.insert(&gone, &"4".into()).await.unwrap();
    assert!(third.revision > second.revision);
}

pub(super) async fn ranges_are_in_order(bed: Bed) {
    let map = bed.store.map::<i32, i32>("m").await.unwrap();
    for key in [5, -3, 0, 9, -8] {
        map.insert(&key, &(key * 10)).await.unwrap();
    }
    let keys = |found: Vec<(i32, i32)>| found.into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(keys(map.range(.., 10).await.unwrap()), [-8, -3, 0, 5, 9]);
    assert_eq!(keys(map.range(.., 2).await.unwrap()), [-8, -3]);
    assert_eq!(keys(map.range(-3..5, 10).await.unwrap()), [-3, 0]);
    assert_eq!(keys(map.range(-3..=5, 10).await.unwrap()), [-3, 0, 5]);
    assert_eq!(keys(map.range(6.., 10).await.unwrap()), [9]);
    #[allow(
        clippy::reversed_empty_ranges,
        reason = "nothing is in it, and nobody panics"
    )]
    let none = map.range(5..-3, 10).await.unwrap();
    assert_eq!(keys(none), [0_i32; 0]);
    assert_eq!(map.range(.., 1).await.unwrap(), [(-8, -80)]);
}

pub(super) async fn a_refused_commit_leaves_nothing(bed: Bed) {
    let store = bed.store;
    let map = store.map::<u8, u8>("m").await.unwrap();
    let queue = store.queue::<u8>("q").await.unwrap();
    let state = store.durable::<super::Sum>("s").await.unwrap();
    map.insert(&1, &1).await.unwrap();
    let mut transaction = store.transaction("t");
    transaction.get(&map, &1).await.unwrap();
    map.insert(&1, &2).await.unwrap();
    let error = transaction
        .insert(&map, &2, &2)
        .remove(&map, &1)
        .push(&queue, &3)
        .append(&state, 5)
        .commit()
        .await
        .unwrap_err();
    assert!(error.is_conflict() && error.is_not_applied(), "{error}");
    assert_eq!(map.range(.., 9).await.unwrap(), [(1, 2)]);
    assert_eq!(queue.count().await.unwrap(), (0, 0));
    assert_eq!(state.read(|sum| sum.total).await.unwrap(), 0);
    assert!(store.outcome("t").await.unwrap().is_none());
    // Its id is not used up.
    store
        .transaction("t")
        .append(&state, 6)
        .commit()
        .await
        .unwrap();
    assert_eq!(state.read(|sum| sum.total).await.unwrap(), 6);
}

pub(super) async fn absences_and_ranges_are_checked(bed: Bed) {
    let store = bed.store;
    let map = store.map::<u8, u8>("m").await.unwrap();
    map.insert(&10, &0).await.unwrap();
    // Something that was not there.
    let mut absent = store.begin();
    assert_eq!(absent.get(&map, &1).await.unwrap(), None);
    map.insert(&1, &1).await.unwrap();
    assert!(
        absent
            .insert(&map, &2, &2)
            .commit()
            .await
            .unwrap_err()
            .is_conflict()
    );
    // Something that came into a range, went from it, changed in it; and something beside it.
    for (change, conflict) in [
        ("come", true),
        ("go", true),
        ("change", true),
        ("beside", false),
    ] {
        let mut ranged = store.begin();
        ranged.range(&map, 5..20, 5).await.unwrap();
        match change {
            "come" => map.insert(&12, &1).await.unwrap(),
            "go" => map.remove(&12).await.unwrap(),
            "change" => map.insert(&10, &0).await.unwrap(),
            _ => map.insert(&20, &1).await.unwrap(),
        };
        let result = ranged.insert(&map, &3, &3).commit().await;
        assert_eq!(
            result.is_err_and(|error| error.is_conflict()),
            conflict,
            "{change}"
        );
    }
    // What lies behind the limit does not matter.
    let mut limited = store.begin();
    assert_eq!(limited.range(&map, .., 2).await.unwrap().len(), 2);
    map.insert(&200, &1).await.unwrap();
    limited.insert(&map, &4, &4).commit().await.unwrap();
}

pub(super) async fn a_transaction_reads_its_own_writes(bed: Bed) {
    let store = bed.store;
    let map = store.map::<u8, u8>("m").await.unwrap();
    for key in 1..=4 {
        map.insert(&key, &key).await.unwrap();
    }
    let mut transaction = store.begin();
    transaction
        .remove(&map, &1)
        .insert(&map, &3, &30)
        .insert(&map, &9, &9)
        .insert(&map, &0, &0);
    assert_eq!(transaction.get(&map, &1).await.unwrap(), None);
    assert_eq!(transaction.get(&map, &3).await.unwrap(), Some(30));
    let (all, some) = ([(0, 0), (2, 2), (3, 30), (4, 4), (9, 9)], 3);
    assert_eq!(transaction.range(&map, .., 10).await.unwrap(), all);
    assert_eq!(
        transaction.range(&map, .., some).await.unwrap(),
        all[..some]
    );
    assert_eq!(
        transaction.range(&map, 2..4, 10).await.unwrap(),
        [(2, 2), (3, 30)]
    );
    assert_eq!(map.get(&3).await.unwrap(), Some(3));
    transaction.commit().await.unwrap();
    assert_eq!(map.range(.., 10).await.unwrap(), all);
}

pub(super) async fn operations_happen_once(bed: Bed) {
    let store = bed.store;
    let map = store.map::<u8, u8>("m").await.unwrap();
    let queue = store.queue::<u8>("q").await.unwrap();
    assert!(store.outcome("one").await.unwrap().is_none());
    let first = store
        .transaction("one")
        .insert(&map, &1, &1)
        .push(&queue, &1)
        .commit()
        .await
        .unwrap();
    map.insert(&1, &2).await.unwrap();
    for _ in 0..2 {
        let again = store
            .transaction("one")
            .insert(&map, &1, &1)
            .push(&queue, &1)
            .commit()
            .await
            .unwrap();
        assert!(again.repeated && again.revision == first.revision);
        let other = store
            .transaction("one")
            .insert(&map, &1, &7)
            .commit()
            .await
            .unwrap_err();
        assert!(
            matches!(other, CommitError::Refused(Refusal::OperationReused { .. })),
            "{other}"
        );
        assert_eq!(map.get(&1).await.unwrap(), Some(2));
        assert_eq!(queue.count().await.unwrap(), (1, 0));
        let outcome = store.outcome("one").await.unwrap().unwrap();
        assert_eq!(outcome.revision, first.revision);
        store.reopen().await.unwrap();
    }
    // With reads the request is what counts.
    let add = async |by: u8, request: u8| {
        let mut transaction = store.transaction("add");
        let now = transaction.get(&map, &1).await.unwrap().unwrap_or(0);
        transaction
            .request(&request)
            .insert(&map, &1, &(now + by))
            .commit()
            .await
    };
    assert!(!add(10, 1).await.unwrap().repeated);
    assert!(add(10, 1).await.unwrap().repeated);
    assert!(matches!(
        add(10, 2).await,
        Err(CommitError::Refused(Refusal::OperationReused { .. }))
    ));
    assert_eq!(map.get(&1).await.unwrap(), Some(12));
}

pub(super) async fn counters_lose_no_increment(bed: Bed) {
    let store = bed.store;
    let map = store.map::<u8, u32>("m").await.unwrap();
    let retry = Retry {
        attempts: 10_000,
        backoff: Backoff {
            first: std::time::Duration::ZERO,
            most: std::time::Duration::ZERO,
        },
        ..Retry::default()
    };
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (store, map, retry) = (store.clone(), map.clone(), retry.clone());
            tokio::spawn(async move {
                for _ in 0..5 {
                    let increment = || async {
                        let mut transaction = store.begin();
                        let now = transaction.get(&map, &0).await?.unwrap_or(0);
                        transaction.insert(&map, &0, &(now + 1)).commit().await
                    };
                    retry
                        .run(increment, CommitError::is_conflict)
                        .await
                        .unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(map.get(&0).await.unwrap(), Some(40));
}
