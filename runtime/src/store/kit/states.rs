//! States with events.

use serde::{Deserialize, Serialize};

use super::super::{CommitError, Record};
use super::Bed;
use crate::durable::{DurableOptions, State};

/// A state that adds numbers up. `i64::MIN` makes it panic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// The sum.
    pub total: i64,
    /// How many numbers there were.
    pub count: u64,
}

impl Record for Sum {
    const TYPE: &'static str = "kit-sum";
}

impl State for Sum {
    type Event = i64;

    fn apply(&mut self, event: &i64) {
        self.count += 1;
        assert_ne!(*event, i64::MIN, "unlucky");
        self.total += event;
    }
}

const SOON: DurableOptions = DurableOptions { snapshot_every: 4 };

pub(super) async fn states_are_the_sum_of_their_events(bed: Bed) {
    let store = bed.store;
    let state = store.durable_with::<Sum>("s", SOON).await.unwrap();
    for number in 1..=10 {
        state.append(number).await.unwrap();
        assert_eq!(
            state.read(|sum| sum.total).await.unwrap(),
            number * (number + 1) / 2
        );
    }
    let rejected = state
        .update(|sum| {
            if sum.total > 50 {
                Err("too much")
            } else {
                Ok(vec![1])
            }
        })
        .await
        .unwrap_err();
    assert!(
        matches!(rejected, CommitError::Rejected(_)) && rejected.is_not_applied(),
        "{rejected}"
    );
    let whole = Sum {
        total: 55,
        count: 10,
    };
    assert_eq!(state.read(Sum::clone).await.unwrap(), whole);
    store.reopen().await.unwrap();
    assert_eq!(state.read(Sum::clone).await.unwrap(), whole);
    assert_eq!(state.position().await.unwrap(), 10);
    // Several events at once, of which the second sees the first.
    store
        .begin()
        .update(&state, |sum| Ok::<_, String>(vec![sum.total]))
        .update(&state, |sum| Ok::<_, String>(vec![sum.total, 0]))
        .commit()
        .await
        .unwrap();
    assert_eq!(state.read(|sum| sum.total).await.unwrap(), 220);
    assert_eq!(state.position().await.unwrap(), 13);
}

pub(super) async fn snapshots_bound_the_recovery(bed: Bed) {
    let store = bed.store;
    let state = store.durable_with::<Sum>("s", SOON).await.unwrap();
    let id = state.id();
    for number in 1..=30 {
        state.append(number).await.unwrap();
        let events = store
            .read(move |half| half.events(id, 0, 100))
            .await
            .unwrap();
        assert!(events.len() < 4, "{} events after {number}", events.len());
    }
    let (at, _) = store
        .read(move |half| half.snapshot(id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(at, 28);
    store.reopen().await.unwrap();
    assert_eq!(state.read(|sum| sum.total).await.unwrap(), 465);
}

pub(super) async fn a_panic_writes_nothing(bed: Bed) {
    let store = bed.store;
    let state = store.durable::<Sum>("s").await.unwrap();
    let map = store.map::<u8, u8>("m").await.unwrap();
    state.append(1).await.unwrap();
    let apply = store
        .begin()
        .append(&state, 5)
        .append(&state, i64::MIN)
        .insert(&map, &1, &1)
        .commit()
        .await
        .unwrap_err();
    assert!(
        matches!(&apply, CommitError::Panicked(_)) && apply.is_not_applied(),
        "{apply}"
    );
    let make = state
        .update(|_| -> Result<Vec<i64>, String> { panic!("no") })
        .await
        .unwrap_err();
    assert!(matches!(make, CommitError::Panicked(_)), "{make}");
    assert_eq!(map.get(&1).await.unwrap(), None);
    assert_eq!(
        state.read(Sum::clone).await.unwrap(),
        Sum { total: 1, count: 1 }
    );
    state.append(2).await.unwrap();
    store.reopen().await.unwrap();
    assert_eq!(
        state.read(Sum::clone).await.unwrap(),
        Sum { total: 3, count: 2 }
    );
}

pub(super) async fn several_states_change_together(bed: Bed) {
    let store = bed.store;
    let (a, b) = (
        store.durable::<Sum>("a").await.unwrap(),
        store.durable::<Sum>("b").await.unwrap(),
    );
    let tasks: Vec<_> = (0..8)
        .map(|task| {
            let (store, a, b) = (store.clone(), a.clone(), b.clone());
            tokio::spawn(async move {
                for _ in 0..10 {
                    let mut transaction = store.begin();
                    // Both orders: nobody waits for the other for ever.
                    if task % 2 == 0 {
                        transaction.append(&a, -1).append(&b, 1);
                    } else {
                        transaction.append(&b, 1).append(&a, -1);
                    }
                    transaction.commit().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let refused = store
        .begin()
        .append(&a, -5)
        .update(&b, |_| Err::<Vec<i64>, _>("no"))
        .commit()
        .await;
    assert!(refused.is_err());
    store.reopen().await.unwrap();
    assert_eq!(a.read(|sum| sum.total).await.unwrap(), -80);
    assert_eq!(b.read(|sum| sum.total).await.unwrap(), 80);
}

pub(super) async fn many_tasks_share_a_state(bed: Bed) {
    let store = bed.store;
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                // Everybody opens it, and all have the same.
                let state = store.durable_with::<Sum>("s", SOON).await.unwrap();
                for _ in 0..20 {
                    state
                        .update(|sum| {
                            if sum.total < 200 {
                                Ok(vec![1])
                            } else {
                                Err("enough")
                            }
                        })
                        .await
                        .map(|_| ())
                        .or_else(|error| {
                            if matches!(error, CommitError::Rejected(_)) {
                                Ok(())
                            } else {
                                Err(error)
                            }
                        })
                        .unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    store.reopen().await.unwrap();
    let state = store.durable_with::<Sum>("s", SOON).await.unwrap();
    assert_eq!(
        state.read(|sum| (sum.total, sum.count)).await.unwrap(),
        (200, 200)
    );
}
