//! Leases by name.

use std::time::Duration;

use super::super::{CommitError, Ownership, Refusal, Store};
use super::Bed;

const MINUTE: Duration = Duration::from_secs(60);

async fn left(store: &Store, name: &str) -> Option<Duration> {
    match store.own(name, MINUTE).await {
        Err(CommitError::Refused(Refusal::Held { left, .. })) => Some(left),
        Ok(_) => None,
        Err(error) => panic!("{error}"),
    }
}

fn is_lost<T>(result: &Result<T, CommitError>) -> bool {
    matches!(result, Err(error) if error.is_not_owner() && error.is_not_applied())
}

pub(super) async fn a_lease_has_one_owner(bed: Bed) {
    let store = bed.store;
    let first = store.own("a", MINUTE).await.unwrap();
    assert!(left(&store, "a").await.is_some_and(|left| left <= MINUTE));
    store.reopen().await.unwrap();
    assert!(left(&store, "a").await.is_some());
    // Another name and another namespace are another lease.
    store.own("b", MINUTE).await.unwrap();
    store.namespace("n").own("a", MINUTE).await.unwrap();
    assert!(!first.left().is_zero());
    first.release().await.unwrap();
    assert!(first.left().is_zero());
    assert!(is_lost(&first.release().await));
    assert!(is_lost(&first.renew().await));
    let second = store.own("a", MINUTE).await.unwrap();
    assert!(second.token() > first.token());
    assert!(is_lost(&first.renew().await));
    assert!(is_lost(&first.release().await));
    assert!(left(&store, "a").await.is_some());

    // Of many who ask at once, one has it.
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.own("c", MINUTE).await.ok() })
        })
        .collect();
    let mut owners: Vec<Ownership> = Vec::new();
    for task in tasks {
        owners.extend(task.await.unwrap());
    }
    assert_eq!(owners.len(), 1);
}

pub(super) async fn a_lease_ends_with_its_term(bed: Bed) {
    let store = bed.store;
    let first = store.own("a", MINUTE).await.unwrap();
    bed.clock.advance(MINUTE / 2);
    let half = left(&store, "a").await.unwrap();
    assert!(half <= MINUTE / 2, "{half:?}");
    first.renew().await.unwrap();
    let whole = left(&store, "a").await.unwrap();
    assert!(whole > MINUTE / 2, "{whole:?}");
    // Ended, and taken by nobody: it can be renewed.
    bed.clock.advance(MINUTE * 2);
    first.renew().await.unwrap();
    assert!(left(&store, "a").await.is_some());
    bed.clock.advance(MINUTE);
    let second = store.own("a", MINUTE).await.unwrap();
    assert!(second.token() > first.token());
    assert!(is_lost(&first.renew().await));
    assert!(left(&store, "a").await.is_some());
}

pub(super) async fn who_is_fenced_off_writes_nothing(bed: Bed) {
    let store = bed.store;
    let first = store.own("a", MINUTE).await.unwrap();
    let owned = first.store();
    let map = owned.map::<u8, u8>("m").await.unwrap();
    let queue = owned.queue::<u8>("q").await.unwrap();
    let state = owned.durable::<super::Sum>("s").await.unwrap();
    let free = store.map::<u8, u8>("m").await.unwrap();
    map.insert(&1, &1).await.unwrap();
    state.append(1).await.unwrap();
    queue.push(&1).await.unwrap();
    let job = queue.next().await.unwrap();
    // The end alone does not fence off: it is the next owner that does.
    bed.clock.advance(MINUTE);
    map.insert(&1, &2).await.unwrap();
    let second = store.own("a", MINUTE).await.unwrap();

    assert!(is_lost(&map.insert(&1, &99).await));
    assert!(is_lost(&state.append(99).await));
    assert!(is_lost(&queue.push(&99).await));
    assert!(is_lost(&job.ack().await));
    assert!(is_lost(
        &owned.transaction("t").insert(&free, &1, &99).commit().await
    ));
    // Also in a transaction that was begun without the lease.
    assert!(is_lost(&store.begin().insert(&map, &1, &99).commit().await));
    assert!(is_lost(&store.begin().ack(&job).commit().await));
    assert_eq!(free.get(&1).await.unwrap(), Some(2));
    assert!(store.outcome("t").await.unwrap().is_none());

    let map = second.store().map::<u8, u8>("m").await.unwrap();
    let state = second.store().durable::<super::Sum>("s").await.unwrap();
    state.append(2).await.unwrap();
    map.insert(&1, &3).await.unwrap();
    assert_eq!(state.read(|sum| sum.total).await.unwrap(), 3);
    second.release().await.unwrap();
    assert!(is_lost(&map.insert(&1, &99).await));
    assert!(is_lost(&state.append(99).await));
    store.reopen().await.unwrap();
    assert!(is_lost(&map.insert(&1, &99).await));
    assert_eq!(free.get(&1).await.unwrap(), Some(3));
}

pub(super) async fn leases_are_listed(bed: Bed) {
    let store = bed.store;
    let a = store.own("a", MINUTE).await.unwrap();
    store.own("b", MINUTE * 3).await.unwrap();
    store.namespace("n").own("c", MINUTE).await.unwrap();
    bed.clock.advance(MINUTE * 2);
    let found = store.leases().await.unwrap();
    let names: Vec<_> = found.iter().map(|lease| &*lease.name).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(found[0].token, a.token());
    assert!(!found[0].holder.is_empty());
    assert!(found[0].left.is_zero());
    assert!(found[1].left <= MINUTE && found[1].left > MINUTE / 2);
    a.release().await.unwrap();
    assert_eq!(store.leases().await.unwrap().len(), 1);
}
