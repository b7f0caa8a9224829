//! Queues of work.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::{CommitError, Refusal};
use super::Bed;
use crate::durable::QueueOptions;

const MINUTE: Duration = Duration::from_secs(60);

fn options() -> QueueOptions {
    QueueOptions {
        visibility: MINUTE,
        attempts: 3,
        capacity: 4,
    }
}

fn is_lost<T>(result: &Result<T, CommitError>) -> bool {
    matches!(result, Err(CommitError::Refused(Refusal::LeaseLost { .. })))
}

pub(super) async fn jobs_are_handed_out_until_they_are_done(bed: Bed) {
    let queue = bed
        .store
        .queue_with::<String>("q", options())
        .await
        .unwrap();
    let first = queue.push(&"a".into()).await.unwrap();
    let second = queue.push(&"b".into()).await.unwrap();
    assert!(first < second);
    let job = queue.next().await.unwrap();
    assert_eq!((job.job.as_str(), job.id, job.attempt), ("a", first, 1));
    let other = queue.lease(10).await.unwrap();
    assert_eq!(other.len(), 1);
    assert_eq!(other[0].id, second);
    assert!(queue.lease(10).await.unwrap().is_empty());
    other[0].ack().await.unwrap();
    assert!(is_lost(&other[0].ack().await));

    // The lease ends, and the job goes to someone else.
    bed.clock.advance(MINUTE);
    let again = queue.next().await.unwrap();
    assert_eq!((again.id, again.attempt), (first, 2));
    assert!(is_lost(&job.ack().await));
    assert!(is_lost(&job.nack(Duration::ZERO, "late").await));
    assert!(is_lost(&job.extend(MINUTE).await));
    // This one keeps it.
    bed.clock.advance(MINUTE / 2);
    again.extend(MINUTE).await.unwrap();
    bed.clock.advance(MINUTE / 2);
    assert!(queue.lease(1).await.unwrap().is_empty());
    again.ack().await.unwrap();
    bed.clock.advance(MINUTE * 9);
    assert!(queue.lease(1).await.unwrap().is_empty());
    assert_eq!(queue.count().await.unwrap(), (0, 0));
}

pub(super) async fn attempts_end_in_a_dead_letter(bed: Bed) {
    let queue = bed.store.queue_with::<u8>("q", options()).await.unwrap();
    let given_back = queue.push(&1).await.unwrap();
    for attempt in 1..=3 {
        let job = queue.next().await.unwrap();
        assert_eq!(job.attempt, attempt);
        job.nack(Duration::ZERO, format!("no {attempt}"))
            .await
            .unwrap();
    }
    assert!(queue.lease(1).await.unwrap().is_empty());
    // One that takes its worker down gives nothing back.
    let silent = queue.push(&2).await.unwrap();
    for _ in 1..=3 {
        assert_eq!(queue.lease(1).await.unwrap()[0].id, silent);
        bed.clock.advance(MINUTE);
    }
    assert!(queue.lease(1).await.unwrap().is_empty());
    let hopeless = queue.push(&3).await.unwrap();
    queue.next().await.unwrap().bury("never").await.unwrap();
    bed.store.reopen().await.unwrap();

    let dead = queue.dead_letters(10).await.unwrap();
    let found: Vec<_> = dead
        .iter()
        .map(|dead| (dead.id, dead.attempts, dead.error.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(found[0], (given_back, 3, "no 3"));
    assert_eq!((found[1].0, found[1].1), (silent, 3));
    assert!(found[1].2.contains("never answered"), "{}", found[1].2);
    assert_eq!(found[2], (hopeless, 1, "never"));
    assert_eq!(queue.count().await.unwrap(), (0, 3));

    queue.revive(silent).await.unwrap();
    assert!(queue.revive(silent).await.unwrap_err().is_not_applied());
    let job = queue.next().await.unwrap();
    assert_eq!((job.id, job.attempt), (silent, 1));
    queue.discard(given_back).await.unwrap();
    let error = queue.discard(silent).await.unwrap_err();
    assert!(
        matches!(error, CommitError::Refused(Refusal::NotDead { .. })),
        "{error}"
    );
    assert_eq!(queue.count().await.unwrap(), (1, 1));
}

pub(super) async fn delays_are_kept(bed: Bed) {
    let queue = bed.store.queue_with::<u8>("q", options()).await.unwrap();
    queue.push_after(&2, MINUTE * 2).await.unwrap();
    queue.push_after(&1, MINUTE).await.unwrap();
    queue.push(&0).await.unwrap();
    let job = queue.next().await.unwrap();
    assert_eq!(job.job, 0);
    job.nack(MINUTE * 3, "later").await.unwrap();
    assert!(queue.lease(9).await.unwrap().is_empty());
    let mut order = Vec::new();
    for _ in 0..3 {
        bed.clock.advance(MINUTE);
        for job in queue.lease(9).await.unwrap() {
            order.push((job.job, job.attempt));
            job.ack().await.unwrap();
        }
    }
    assert_eq!(order, [(1, 1), (2, 1), (0, 2)]);
}

pub(super) async fn a_full_queue_refuses(bed: Bed) {
    let queue = bed.store.queue_with::<u8>("q", options()).await.unwrap();
    for job in 0..4 {
        queue.push(&job).await.unwrap();
    }
    let full = |error: &CommitError| {
        matches!(
            error,
            CommitError::Refused(Refusal::Full { capacity: 4, .. })
        )
    };
    assert!(full(&queue.push(&4).await.unwrap_err()));
    // In hand they still count; as dead letters and done they do not.
    let (first, second) = (queue.next().await.unwrap(), queue.next().await.unwrap());
    assert!(full(&queue.push(&4).await.unwrap_err()));
    first.ack().await.unwrap();
    queue.push(&4).await.unwrap();
    second.bury("no").await.unwrap();
    queue.push(&5).await.unwrap();
    assert!(full(&queue.push(&6).await.unwrap_err()));
    // Two at once, where there is room for one.
    queue.next().await.unwrap().ack().await.unwrap();
    let both = bed
        .store
        .begin()
        .push(&queue, &7)
        .push(&queue, &8)
        .commit()
        .await
        .unwrap_err();
    assert!(full(&both));
    queue.push(&7).await.unwrap();
}

pub(super) async fn acknowledging_joins_the_transaction(bed: Bed) {
    let store = bed.store;
    let queue = store.queue_with::<u8>("q", options()).await.unwrap();
    let map = store.map::<u8, u8>("m").await.unwrap();
    queue.push(&1).await.unwrap();
    let slow = queue.next().await.unwrap();
    bed.clock.advance(MINUTE);
    let quick = queue.next().await.unwrap();
    store
        .begin()
        .insert(&map, &1, &quick.job)
        .ack(&quick)
        .commit()
        .await
        .unwrap();
    let late = store
        .begin()
        .insert(&map, &1, &99)
        .ack(&slow)
        .commit()
        .await;
    assert!(is_lost(&late));
    let twice = store
        .begin()
        .insert(&map, &1, &99)
        .ack(&quick)
        .ack(&quick)
        .commit()
        .await;
    assert!(is_lost(&twice));
    assert_eq!(map.get(&1).await.unwrap(), Some(1));
    assert_eq!(queue.count().await.unwrap(), (0, 0));
}

pub(super) async fn workers_share_the_jobs(bed: Bed) {
    const JOBS: u32 = 200;
    let store = bed.store;
    let queue = store.queue::<u32>("q").await.unwrap();
    let done = store.map::<u32, u32>("done").await.unwrap();
    let workers: Vec<_> = (0..4)
        .map(|worker| {
            let (store, queue, done) = (store.clone(), queue.clone(), done.clone());
            tokio::spawn(async move {
                let mut mine = 0;
                loop {
                    let job = queue.next().await.unwrap();
                    if job.job == u32::MAX {
                        job.ack().await.unwrap();
                        return mine;
                    }
                    store
                        .begin()
                        .insert(&done, &job.job, &worker)
                        .ack(&job)
                        .commit()
                        .await
                        .unwrap();
                    mine += 1;
                }
            })
        })
        .collect();
    let producers: Vec<_> = (0..4)
        .map(|producer| {
            let queue = queue.clone();
            tokio::spawn(async move {
                for job in 0..JOBS / 4 {
                    queue.push(&(job * 4 + producer)).await.unwrap();
                }
            })
        })
        .collect();
    for producer in producers {
        producer.await.unwrap();
    }
    for _ in 0..workers.len() {
        queue.push(&u32::MAX).await.unwrap();
    }
    let mut total = 0;
    for worker in workers {
        total += worker.await.unwrap();
    }
    assert_eq!(total, JOBS);
    let found: BTreeMap<_, _> = done
        .range(.., usize::MAX)
        .await
        .unwrap()
        .into_iter()
        .collect();
    assert!(found.into_keys().eq(0..JOBS));
}

pub(super) async fn a_clock_set_back_does_no_harm(bed: Bed) {
    let queue = bed.store.queue_with::<u8>("q", options()).await.unwrap();
    queue.push(&1).await.unwrap();
    bed.clock.back(MINUTE * 100);
    // Due before, due now.
    let job = queue.next().await.unwrap();
    queue.push(&2).await.unwrap();
    assert_eq!(queue.next().await.unwrap().job, 2);
    assert!(queue.lease(1).await.unwrap().is_empty());
    job.ack().await.unwrap();
}
