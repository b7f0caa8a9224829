//! Dropping the future of a mutation at any await: it happens as a whole or not at all.

mod outboxes;
mod sagas;
mod stores;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use otp_runtime::saga::{Saga, SagaError, Step, StepContext, StepError};
use otp_runtime::store::kit::Sum;
use otp_runtime::store::{Options, Store, keeper::Keeper};
use otp_runtime::testing::{CancelPoint, cancel_at_every_await};

/// Counts attempts, so that each has an id of its own.
#[derive(Clone, Default)]
struct Count(Arc<AtomicU64>);

impl Count {
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn last(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

async fn stores() -> Vec<(Store, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    let disk = Store::sqlite(folder.path().join("s.db")).await.unwrap();
    // Room for one: who commits has to wait for it.
    let narrow = Options {
        queue: 1,
        ..Options::default()
    };
    let memory = Store::open(Keeper::new(1000), narrow).await.unwrap();
    vec![(disk, Some(folder)), (memory, None)]
}

#[tokio::test]
async fn map_writes() {
    for (store, folder) in stores().await {
        let map = store.map::<u64, u64>("m").await.unwrap();
        let count = Count::default();
        let insert = || {
            let (map, key) = (map.clone(), count.next());
            async move { map.insert(&key, &key).await.unwrap() }
        };
        let points = cancel_at_every_await(insert, async |point| {
            // Whatever was queued before is decided when this has been answered.
            store.outcome("none").await.unwrap();
            let found = map.get(&count.last()).await.unwrap();
            assert!(found.is_none_or(|value| value == count.last()), "{point:?}");
            if point == CancelPoint::Completed {
                assert!(found.is_some());
            }
        })
        .await;
        // Memory may have answered before anybody waits.
        assert!(points > 0 || folder.is_none());
    }
}

#[tokio::test]
async fn transactions() {
    for (store, folder) in stores().await {
        let (a, b) = (
            store.map::<u64, u64>("a").await.unwrap(),
            store.map::<u64, u64>("b").await.unwrap(),
        );
        let state = store.durable::<Sum>("s").await.unwrap();
        let queue = store.queue::<u64>("q").await.unwrap();
        let count = Count::default();
        let change = || {
            let (store, a, b, state, queue, id) = (
                store.clone(),
                a.clone(),
                b.clone(),
                state.clone(),
                queue.clone(),
                count.next(),
            );
            async move {
                let mut transaction = store.transaction(id);
                transaction.get(&a, &id).await.unwrap();
                transaction
                    .insert(&a, &id, &id)
                    .insert(&b, &id, &id)
                    .append(&state, 1)
                    .push(&queue, &id);
                transaction.commit().await.unwrap();
            }
        };
        let points = cancel_at_every_await(change, async |point| {
            let id = count.last();
            let outcome = store.outcome(id).await.unwrap();
            let done = outcome.is_some();
            assert_eq!(a.get(&id).await.unwrap().is_some(), done, "{point:?}");
            assert_eq!(b.get(&id).await.unwrap().is_some(), done, "{point:?}");
            let all = a.range(.., 1000).await.unwrap().len();
            assert_eq!(
                state.read(|sum| sum.count).await.unwrap(),
                all as u64,
                "{point:?}"
            );
            assert_eq!(queue.count().await.unwrap().0, all, "{point:?}");
            if point == CancelPoint::Completed {
                assert!(done);
            }
        })
        .await;
        assert!(points > 1 || folder.is_none());
        store.reopen().await.unwrap();
        let all = a.range(.., 1000).await.unwrap().len();
        assert_eq!(state.read(|sum| sum.count).await.unwrap(), all as u64);
    }
}

#[tokio::test]
async fn state_updates() {
    for (store, _folder) in stores().await {
        let state = store.durable::<Sum>("s").await.unwrap();
        let before = AtomicU64::new(0);
        let append = || {
            let state = state.clone();
            async move { state.append(1).await.unwrap() }
        };
        cancel_at_every_await(append, async |point| {
            store.outcome("none").await.unwrap();
            let now = state.read(|sum| sum.count).await.unwrap();
            let added = now - before.swap(now, Ordering::SeqCst);
            assert!(added <= 1, "{point:?}");
            assert!(point != CancelPoint::Completed || added == 1);
        })
        .await;
    }
}

#[tokio::test]
async fn queues() {
    for (store, _folder) in stores().await {
        let queue = store.queue::<u64>("q").await.unwrap();
        let count = Count::default();
        let push = || {
            let (queue, job) = (queue.clone(), count.next());
            async move { queue.push(&job).await.unwrap() }
        };
        cancel_at_every_await(push, async |_| {}).await;
        store.outcome("none").await.unwrap();
        let (pushed, dead) = queue.count().await.unwrap();
        assert!(pushed >= 1 && dead == 0);
        // Taking jobs loses none: they are in hand, or still there.
        for _ in pushed..20 {
            queue.push(&0).await.unwrap();
        }
        let take = || {
            let queue = queue.clone();
            async move {
                let job = queue.next().await.unwrap();
                job.ack().await.unwrap();
            }
        };
        let most = std::cell::Cell::new(20);
        cancel_at_every_await(take, async |point| {
            store.outcome("none").await.unwrap();
            let (now, _) = queue.count().await.unwrap();
            assert!(
                now == most.get() || now + 1 == most.get(),
                "{point:?}: {now} of {}",
                most.get()
            );
            most.set(now);
        })
        .await;
    }
}

/// A worker that is dropped when it was just woken passes the news on.
#[tokio::test]
async fn no_wake_up_is_lost() {
    let store = Store::in_memory().await.unwrap();
    let queue = store.queue::<u64>("q").await.unwrap();
    for round in 0..50 {
        let (impatient, patient) = (queue.clone(), queue.clone());
        let impatient = tokio::spawn(async move { impatient.next().await });
        tokio::task::yield_now().await;
        let patient =
            tokio::spawn(async move { patient.next().await.unwrap().ack().await.unwrap() });
        tokio::task::yield_now().await;
        // Late enough that both wait, mostly.
        store.outcome("none").await.unwrap();
        queue.push(&round).await.unwrap();
        impatient.abort();
        if let Ok(Ok(job)) = impatient.await {
            job.ack().await.unwrap();
            patient.abort();
            continue;
        }
        // If the impatient one was cut off with the job in hand, that waits for its lease; another one will do.
        if queue.count().await.unwrap().0 > 0 {
            queue.push(&round).await.unwrap();
        }
        tokio::time::timeout(Duration::from_secs(20), patient)
            .await
            .expect("nobody told the patient one")
            .unwrap();
        // Nothing is left for the next round.
        let (live, _) = queue.count().await.unwrap();
        for job in queue.lease(live).await.unwrap() {
            job.ack().await.unwrap();
        }
    }
}

/// The writer belongs to the store: what was queued is carried out when the runtime is gone.
#[test]
fn dropping_the_runtime_loses_answers_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let first = tokio::runtime::Runtime::new().unwrap();
    let (store, map) = first.block_on(async {
        let store = Store::sqlite(&path).await.unwrap();
        let map = store.map::<u64, u64>("m").await.unwrap();
        (store, map)
    });
    for id in 0..200 {
        let (store, map) = (store.clone(), map.clone());
        first.spawn(async move {
            store
                .transaction(id)
                .insert(&map, &id, &1)
                .insert(&map, &(id + 1000), &1)
                .commit()
                .await
        });
    }
    drop(first);
    let second = tokio::runtime::Runtime::new().unwrap();
    second.block_on(async {
        for id in 0..200 {
            let done = store.outcome(id).await.unwrap().is_some();
            assert_eq!(map.get(&id).await.unwrap().is_some(), done);
            assert_eq!(map.get(&(id + 1000)).await.unwrap().is_some(), done);
        }
        store.close().await.unwrap();
    });
}

/// What ends a lease, whichever way: it is ended once, or the job is still in hand.
#[tokio::test]
async fn ends_of_leases() {
    for (store, _folder) in stores().await {
        let queue = store.queue::<u64>("q").await.unwrap();
        for way in 0..5 {
            let end = || {
                let queue = queue.clone();
                async move {
                    queue.push(&1).await.unwrap();
                    let job = queue.next().await.unwrap();
                    match way {
                        0 => job.nack(Duration::ZERO, "again").await.unwrap(),
                        1 => job.bury("never").await.unwrap(),
                        2 => job.extend(Duration::from_secs(9)).await.unwrap(),
                        3 => {
                            job.bury("for now").await.unwrap();
                            queue.revive(job.id).await.unwrap()
                        }
                        _ => {
                            job.bury("for now").await.unwrap();
                            queue.discard(job.id).await.unwrap()
                        }
                    }
                }
            };
            let before = std::cell::Cell::new(queue.count().await.unwrap());
            cancel_at_every_await(end, async |point| {
                store.outcome("none").await.unwrap();
                let (live, dead) = queue.count().await.unwrap();
                let ((old_live, old_dead), all) = (before.get(), live + dead);
                // One more than before, or as many where it was discarded or never pushed.
                assert!(
                    all == old_live + old_dead || all == old_live + old_dead + 1,
                    "way {way}, {point:?}"
                );
                before.set((live, dead));
            })
            .await;
        }
    }
}

/// A saga whose start was cut off was accepted as a whole or not at all.
#[tokio::test]
async fn starts_of_sagas() {
    struct Nothing;
    impl Step<u64> for Nothing {
        const NAME: &'static str = "nothing";
        type Output = ();
        async fn run(&self, _: StepContext<u64>) -> Result<(), StepError> {
            Ok(())
        }
        async fn undo(
            &self,
            _: StepContext<u64>,
            _: Option<()>,
        ) -> Result<(), otp_runtime::exit::BoxError> {
            Ok(())
        }
    }
    for (store, _folder) in stores().await {
        let sagas = store
            .sagas([Saga::new("s", 1).step(Nothing)])
            .await
            .unwrap();
        let count = Count::default();
        let start = || {
            let (sagas, id) = (sagas.clone(), count.next());
            async move {
                sagas
                    .start_exclusive(&id.to_string(), id, &format!("key {id}"))
                    .await
                    .unwrap()
            }
        };
        cancel_at_every_await(start, async |point| {
            store.outcome("none").await.unwrap();
            let id = count.last().to_string();
            let accepted = !sagas.events(&id).await.unwrap().is_empty();
            let other = sagas
                .start_exclusive("other", 0, &format!("key {id}"))
                .await;
            assert_eq!(other.is_err(), accepted, "{point:?}");
            if accepted {
                sagas.cancel(&id).await.unwrap();
            }
            let over = async {
                for id in [&*id, "other"] {
                    match sagas.end(id).await {
                        Ok(_) => sagas.forget(id).await.unwrap(),
                        Err(error) => {
                            assert!(matches!(error, SagaError::NotThere { .. }), "{error}")
                        }
                    }
                }
            };
            tokio::select! {
                failed = sagas.run() => panic!("{failed:?}"),
                () = over => {}
            }
            assert!(accepted || point != CancelPoint::Completed);
        })
        .await;
    }
}
