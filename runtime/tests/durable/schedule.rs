//! Durable timers: each due time has one occurrence, whoever looks and whatever fails.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use otp_runtime::durable::{CatchUp, Occurrence, QueueOptions, Schedule, ScheduleOptions, Timing};
use otp_runtime::store::faulty::{Fault, Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::kit::Hands;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{Options, Store};
use otp_runtime::testing::cancel_at_every_await;
use rusqlite::Connection;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

fn options(clock: &Hands) -> Options {
    Options {
        clock: Arc::new(clock.clone()),
        ..Options::default()
    }
}

async fn in_memory(clock: &Hands) -> Store {
    Store::open(Keeper::new(1000), options(clock))
        .await
        .unwrap()
}

/// The times of the occurrences that wait, in minutes since the clock's start, without taking them away from anybody
/// for good.
async fn come(schedule: &Schedule<u32>) -> Vec<(String, u64)> {
    let start = Hands::default();
    let start = otp_runtime::scheduler::clock::Clock::now(&start);
    let mut all = Vec::new();
    for job in schedule.occurrences().lease(1000).await.unwrap() {
        job.ack().await.unwrap();
        let Occurrence { timer, .. } = &job.job;
        let after = job.job.due().duration_since(start).unwrap();
        all.push((timer.clone(), after.as_secs() / 60));
    }
    all
}

/// Runs the schedule until it has nothing to do.
async fn settle(schedule: &Schedule<u32>) {
    tokio::select! {
        ended = schedule.run() => panic!("{ended:?}"),
        () = quiet(schedule) => {}
    }
}

/// Until no timer is due.
async fn quiet(schedule: &Schedule<u32>) {
    // Under a paused clock this is one look of the driver after the last one that found something.
    tokio::time::sleep(3 * SECOND).await;
    schedule.list("", 1).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn each_policy_catches_up_as_it_says() {
    let clock = Hands::default();
    let store = in_memory(&clock).await;
    let schedule: Schedule<u32> = store.schedule("s").await.unwrap();
    for (id, catch_up) in [
        ("skip", CatchUp::Skip),
        ("once", CatchUp::Once),
        ("every", CatchUp::Every),
    ] {
        let timing = Timing::every(10 * MINUTE, catch_up);
        schedule.set(id, &timing, &7).await.unwrap();
    }
    schedule
        .set("single", &Timing::after(12 * MINUTE), &8)
        .await
        .unwrap();
    settle(&schedule).await;
    assert!(come(&schedule).await.is_empty());
    // Nobody looks for 35 minutes.
    clock.advance(35 * MINUTE);
    settle(&schedule).await;
    let mut found = come(&schedule).await;
    found.sort();
    let expected = [
        ("every", 10),
        ("every", 20),
        ("every", 30),
        ("once", 30),
        ("single", 12),
    ];
    assert_eq!(found, expected.map(|(id, at)| (id.to_owned(), at)));
    // All are on their grid again, and the one that came is gone.
    clock.advance(5 * MINUTE);
    settle(&schedule).await;
    let mut found = come(&schedule).await;
    found.sort();
    let expected = [("every", 40), ("once", 40), ("skip", 40)];
    assert_eq!(found, expected.map(|(id, at)| (id.to_owned(), at)));
    let list = schedule.list("", 9).await.unwrap();
    let ids: Vec<_> = list.iter().map(|timer| &*timer.id).collect();
    assert_eq!(ids, ["every", "once", "skip"]);
    assert!(schedule.cancel("every").await.unwrap());
    assert!(!schedule.cancel("every").await.unwrap());
    assert!(!schedule.cancel("single").await.unwrap());
    clock.advance(10 * MINUTE);
    settle(&schedule).await;
    assert_eq!(come(&schedule).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn setting_it_again_keeps_the_grid_of_the_same_timing() {
    let clock = Hands::default();
    let schedule: Schedule<u32> = in_memory(&clock).await.schedule("s").await.unwrap();
    let every = Timing::every(10 * MINUTE, CatchUp::Once);
    schedule.set("t", &every, &1).await.unwrap();
    clock.advance(9 * MINUTE);
    schedule.set("t", &every, &2).await.unwrap();
    clock.advance(MINUTE);
    settle(&schedule).await;
    let job = schedule.next().await.unwrap();
    assert_eq!(job.job.payload, 2);
    job.ack().await.unwrap();
    schedule
        .set("t", &Timing::every(20 * MINUTE, CatchUp::Once), &3)
        .await
        .unwrap();
    clock.advance(10 * MINUTE);
    settle(&schedule).await;
    assert!(come(&schedule).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_back_makes_nothing_come_twice() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Hands::default();
    let every = Timing::every(10 * MINUTE, CatchUp::Every);
    let mut seen = BTreeSet::new();
    // Also over a restart, which forgets what time it was.
    for _ in 0..3 {
        let backend = Sqlite::new(folder.path().join("s.db"));
        let store = Store::open(backend, options(&clock)).await.unwrap();
        let schedule: Schedule<u32> = store.schedule("s").await.unwrap();
        schedule.set("t", &every, &1).await.unwrap();
        clock.advance(25 * MINUTE);
        settle(&schedule).await;
        clock.back(20 * MINUTE);
        settle(&schedule).await;
        for occurrence in come(&schedule).await {
            assert!(seen.insert(occurrence.clone()), "{occurrence:?} came twice");
        }
        store.close().await.unwrap();
    }
    assert!(seen.len() >= 3, "{seen:?}");
}

/// Two schedules on one store stand for two nodes: neither knows of the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_drivers_make_one_occurrence() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Hands::default();
    let disk = Store::open(Sqlite::new(folder.path().join("s.db")), options(&clock));
    for store in [in_memory(&clock).await, disk.await.unwrap()] {
        let schedule: Schedule<u32> = store.schedule("s").await.unwrap();
        for id in 0..40 {
            let timing = Timing::every(MINUTE, CatchUp::Every);
            schedule.set(&id.to_string(), &timing, &id).await.unwrap();
        }
        let drivers: Vec<_> = (0..4)
            .map(|_| {
                let schedule = schedule.clone();
                tokio::spawn(async move { schedule.run().await })
            })
            .collect();
        let mut seen = BTreeSet::new();
        for _ in 0..2 {
            clock.advance(MINUTE);
            let due = seen.len() + 40;
            while seen.len() < due {
                let job = schedule.next().await.unwrap();
                let key = (job.job.timer.clone(), job.job.due);
                assert!(seen.insert(key), "{:?} came twice", job.job);
                job.ack().await.unwrap();
            }
        }
        for driver in drivers {
            driver.abort();
            assert!(
                driver.await.unwrap_err().is_cancelled(),
                "a driver has ended"
            );
        }
        assert_eq!(schedule.occurrences().count().await.unwrap(), (0, 0));
        store.close().await.unwrap();
    }
}

/// Whichever commit fails, and however: no due time is lost and none comes twice.
#[tokio::test(start_paused = true)]
async fn a_fault_at_every_commit() {
    for fault in [
        Fault::Full,
        Fault::Write,
        Fault::Sync,
        Fault::LateSync,
        Fault::Panic,
    ] {
        for at in 0..8 {
            let (clock, faults) = (Hands::default(), Faults::default());
            let backend = Faulty::new(Keeper::new(1000), faults.clone());
            let store = Store::open(backend, options(&clock)).await.unwrap();
            let schedule: Schedule<u32> = store.schedule("s").await.unwrap();
            for (id, period) in [("a", 10), ("b", 15)] {
                let timing = Timing::every(period * MINUTE, CatchUp::Every);
                schedule.set(id, &timing, &1).await.unwrap();
            }
            (0..at).for_each(|_| faults.befall(Fault::None));
            faults.befall(fault);
            let mut seen = BTreeSet::new();
            for _ in 0..12 {
                clock.advance(5 * MINUTE);
                // As a supervisor would: start it again, and reopen the store if it broke.
                loop {
                    let ended = tokio::select! {
                        ended = schedule.run() => ended.err(),
                        () = quiet(&schedule) => None,
                    };
                    if store.stats().broken.is_some() {
                        store.reopen().await.unwrap();
                    } else if ended.is_none() {
                        break;
                    }
                }
                let Ok(jobs) = schedule.occurrences().lease(100).await else {
                    // The fault; what was taken comes back when its lease ends.
                    if store.stats().broken.is_some() {
                        store.reopen().await.unwrap();
                    }
                    continue;
                };
                for job in jobs {
                    if job.ack().await.is_err() {
                        if store.stats().broken.is_some() {
                            store.reopen().await.unwrap();
                        }
                        // Whether it was acknowledged is told by whether it comes again.
                        continue;
                    }
                    let due = (
                        job.job.timer.clone(),
                        job.job.due().duration_since(UNIX_EPOCH),
                    );
                    let due = (due.0, due.1.unwrap().as_secs() / 60);
                    assert!(seen.insert(due.clone()), "{due:?} twice: {fault:?} at {at}");
                }
            }
            clock.advance(MINUTE);
            for job in schedule.occurrences().lease(100).await.unwrap() {
                seen.insert((job.job.timer.clone(), (job.job.due / 60_000).unsigned_abs()));
            }
            // 6 times ten minutes and 4 times fifteen; one more is on its way if its acknowledgement was in doubt.
            assert!(
                (9..=10).contains(&seen.len()),
                "{fault:?} at {at}: {seen:?}"
            );
            if fault != Fault::LateSync {
                assert_eq!(seen.len(), 10, "{fault:?} at {at}: {seen:?}");
            }
        }
    }
}

#[tokio::test]
async fn cancelled_changes_happen_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Store::sqlite(folder.path().join("s.db")).await.unwrap();
    for store in [disk, Store::in_memory().await.unwrap()] {
        let schedule: Schedule<u32> = store.schedule("s").await.unwrap();
        let due = store
            .map::<(i64, String), ()>("schedule/s/due")
            .await
            .unwrap();
        let count = Arc::new(AtomicU64::new(0));
        // A new timer, the same with another time, and none again.
        let change = || {
            let (schedule, count) = (schedule.clone(), count.clone());
            async move {
                let id = count.fetch_add(1, Ordering::SeqCst).to_string();
                let soon = Timing::after(MINUTE);
                schedule.set(&id, &soon, &1).await.unwrap();
                schedule
                    .set(&id, &Timing::after(9 * MINUTE), &2)
                    .await
                    .unwrap();
                schedule.cancel(&id).await.unwrap();
            }
        };
        cancel_at_every_await(change, async |point| {
            store.outcome("none").await.unwrap();
            let timers = schedule.list("", 1000).await.unwrap();
            let expected: BTreeSet<_> = timers
                .iter()
                .map(|timer| (timer.due, timer.id.clone()))
                .collect();
            let rows = due.range(.., 1000).await.unwrap();
            let found: BTreeSet<_> = rows
                .into_iter()
                .map(|((at, id), ())| (UNIX_EPOCH + Duration::from_millis(at as u64), id))
                .collect();
            assert_eq!(found, expected, "{point:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn it_joins_a_transaction() {
    let store = Store::in_memory().await.unwrap();
    let schedule: Schedule<u32> = store.schedule("s").await.unwrap();
    let orders = store.map::<u8, u8>("orders").await.unwrap();
    let mut transaction = store.transaction("order 7");
    transaction
        .set_timer(&schedule, "7", &Timing::at(SystemTime::now()), &7)
        .await
        .unwrap();
    transaction.insert(&orders, &7, &1).commit().await.unwrap();
    let mut transaction = store.begin();
    assert!(transaction.cancel_timer(&schedule, "7").await.unwrap());
    // What it has read changes meanwhile.
    schedule.set("7", &Timing::after(MINUTE), &8).await.unwrap();
    let error = transaction.commit().await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    assert_eq!(schedule.list("", 9).await.unwrap()[0].payload, 8);
}

/// A full queue and a timer that cannot be read hold up nobody else for good.
#[tokio::test(start_paused = true)]
async fn the_driver_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let clock = Hands::default();
    let narrow = ScheduleOptions {
        occurrences: QueueOptions {
            capacity: 2,
            ..QueueOptions::default()
        },
        ..ScheduleOptions::default()
    };
    let store = Store::open(Sqlite::new(&path), options(&clock))
        .await
        .unwrap();
    let schedule: Schedule<u32> = store.schedule_with("s", narrow).await.unwrap();
    for id in ["a", "b", "c", "d"] {
        schedule.set(id, &Timing::after(MINUTE), &1).await.unwrap();
    }
    store.close().await.unwrap();
    Connection::open(&path)
        .unwrap()
        .execute(
            "UPDATE records SET value = '{}' WHERE instr(CAST(key AS TEXT), 'b') AND value <> 'null'",
            (),
        )
        .unwrap();
    let store = Store::open(Sqlite::new(&path), options(&clock))
        .await
        .unwrap();
    let schedule: Schedule<u32> = store.schedule_with("s", narrow).await.unwrap();
    clock.advance(MINUTE);
    let driver = tokio::spawn({
        let schedule = schedule.clone();
        async move { schedule.run().await }
    });
    let mut found = BTreeSet::new();
    while found.len() < 3 {
        let job = schedule.next().await.unwrap();
        found.insert(job.job.timer.clone());
        job.ack().await.unwrap();
    }
    assert_eq!(found, ["a", "c", "d"].map(str::to_owned).into());
    driver.abort();
}
