//! The program ends while a reminder is on its way, and is started again.

use std::path::Path;
use std::time::{Duration, SystemTime};

use otp_runtime::durable::{Queue, Schedule};
use otp_runtime::scheduler::clock::Follow;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{Options, Store};
use tokio::sync::mpsc;

#[path = "../../pairs/ad-hoc-timer/corrected.rs"]
mod corrected;
#[path = "../../pairs/ad-hoc-timer/flawed.rs"]
mod flawed;

const MINUTE: Duration = Duration::from_secs(60);

/// A program: it ends, with all of its tasks, when its runtime is dropped. Its clocks stand still but for its own waits.
fn program<T>(start: SystemTime, path: &Path, body: impl AsyncFnOnce(Store) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let options = Options {
            clock: std::sync::Arc::new(Follow::from(start)),
            ..Options::default()
        };
        let store = Store::open(Sqlite::new(path), options).await.unwrap();
        let said = body(store.clone()).await;
        store.close().await.unwrap();
        said
    })
}

/// The orders that were reminded of when the program ends 10 seconds after an order and runs again for 5 minutes.
fn flawed_reminds(ends_in_between: bool) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let start = SystemTime::now();
    let run = async |store: Store, orders: bool, time: Duration| {
        let (events, received) = mpsc::channel(9);
        tokio::spawn(flawed::run(store.clone(), received, events.clone()));
        if orders {
            events.send(flawed::Event::Ordered(7)).await.unwrap();
        }
        tokio::time::sleep(time).await;
        let reminders: Queue<u64> = store.queue("reminders").await.unwrap();
        reminders.count().await.unwrap().0
    };
    let first = if ends_in_between {
        MINUTE / 6
    } else {
        5 * MINUTE
    };
    let reminded = program(start, &path, async |store| run(store, true, first).await);
    if !ends_in_between {
        return reminded;
    }
    assert_eq!(reminded, 0);
    program(start + first, &path, async |store| {
        run(store, false, 5 * MINUTE).await
    })
}

/// The same of the corrected program.
fn corrected_reminds(ends_in_between: bool) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let start = SystemTime::now();
    let run = async |store: Store, orders: bool, time: Duration| {
        let (events, received) = mpsc::channel(9);
        tokio::spawn(corrected::run(store.clone(), received));
        let unpaid: Schedule<u64> = store.schedule("unpaid").await.unwrap();
        let timers = unpaid.clone();
        tokio::spawn(async move { timers.run().await });
        if orders {
            events.send(corrected::Event::Ordered(7)).await.unwrap();
        }
        tokio::time::sleep(time).await;
        unpaid.occurrences().count().await.unwrap().0
    };
    let first = if ends_in_between {
        MINUTE / 6
    } else {
        5 * MINUTE
    };
    let reminded = program(start, &path, async |store| run(store, true, first).await);
    if !ends_in_between {
        return reminded;
    }
    assert_eq!(reminded, 0);
    program(start + first, &path, async |store| {
        run(store, false, 5 * MINUTE).await
    })
}

#[test]
fn the_flawed_program_forgets_to_remind() {
    assert_eq!(flawed_reminds(false), 1);
    assert_eq!(flawed_reminds(true), 0);
}

#[test]
fn the_corrected_program_does_not() {
    assert_eq!(corrected_reminds(false), 1);
    assert_eq!(corrected_reminds(true), 1);
}

#[test]
fn the_linter_tells_them_apart() {
    crate::assert_told_apart("ad-hoc-timer");
}
