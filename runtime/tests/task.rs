//! What `otp_runtime::task` promises, one test a sentence.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use otp_runtime::exit::ExitReason;
use otp_runtime::task::{SpawnError, Tasks};
use otp_runtime::testing::cancel_at_every_await;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);
type Done<T = ()> = Result<T, std::io::Error>;

fn boom() -> Done {
    panic!("boom")
}

async fn nap() -> Done {
    sleep(SECOND).await;
    Ok(())
}

async fn forever() -> Done {
    std::future::pending().await
}

/// Counts how many of it are alive.
struct Alive(Arc<AtomicU32>);

impl Alive {
    fn new(count: &Arc<AtomicU32>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count.clone())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn the_handle_brings_the_output_or_the_reason() {
    let tasks = Tasks::new();
    assert_eq!(
        tasks
            .spawn("a", async { Done::Ok(7) })
            .unwrap()
            .await
            .unwrap(),
        7
    );
    let failed = tasks
        .spawn("b", async { Err::<(), _>("no") })
        .unwrap()
        .await
        .unwrap_err();
    assert_eq!(failed.to_string(), "failed: no");
    let panicked = tasks
        .spawn("c", async {
            if true {
                panic!("boom");
            }
            Done::Ok(())
        })
        .unwrap();
    assert_eq!(panicked.await.unwrap_err().to_string(), "panicked: boom");
    let aborted = tasks.spawn("d", forever()).unwrap();
    aborted.abort();
    assert!(matches!(aborted.await, Err(ExitReason::Aborted)));
}

#[tokio::test(start_paused = true)]
async fn a_failure_reaches_the_owner_though_nobody_holds_the_handle() {
    let tasks = Tasks::new();
    drop(
        tasks
            .spawn("import", async { Err::<(), _>("no such file") })
            .unwrap(),
    );
    drop(tasks.spawn("resize", async { boom() }).unwrap());
    drop(tasks.spawn("fine", async { Done::Ok(()) }).unwrap());
    let seen = [tasks.next_failure().await, tasks.next_failure().await];
    assert_eq!(
        seen.map(|exit| exit.to_string()),
        ["import #1 failed: no such file", "resize #1 panicked: boom"]
    );
    tokio::time::timeout(SECOND, tasks.next_failure())
        .await
        .unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn failures_that_nobody_asks_for_are_bounded_and_counted() {
    let tasks = Tasks::new();
    for n in 0..300 {
        let failing = async move { Err::<(), _>(format!("{n}")) };
        let _ = tasks.spawn("t", failing).unwrap().await;
    }
    assert_eq!(tasks.lost_failures(), 44);
    assert_eq!(tasks.next_failure().await.reason.to_string(), "failed: 44");
}

#[tokio::test(start_paused = true)]
async fn above_the_limit_a_spawn_is_refused_or_waits() {
    let tasks = Tasks::builder().limit(2).build().unwrap();
    for _ in 0..2 {
        tasks.spawn("nap", nap()).unwrap();
    }
    let refused = tasks.spawn("third", forever()).unwrap_err();
    assert_eq!(refused, SpawnError::Limit { limit: 2 });
    assert!(refused.is_retryable());
    let start = Instant::now();
    tasks
        .spawn_when_free("third", async { Done::Ok(()) })
        .await
        .unwrap();
    assert_eq!(start.elapsed().as_secs(), 1);
    assert!(Tasks::builder().limit(0).build().is_err());
}

#[tokio::test(start_paused = true)]
async fn a_stop_asks_first_and_aborts_at_the_deadline() {
    let tasks = Tasks::new();
    let polite = tasks
        .spawn_stoppable("polite", |stop| async move {
            stop.cancelled().await;
            sleep(SECOND).await;
            Done::Ok("tidied up")
        })
        .unwrap();
    let deaf = tasks.spawn("deaf", forever()).unwrap();
    let spawner = tasks.spawner();
    let start = Instant::now();
    let report = tasks.stop(3 * SECOND).await;
    assert_eq!(start.elapsed().as_secs(), 3);
    assert_eq!((report.finished, report.stuck.len()), (1, 0));
    assert_eq!(report.to_string(), "1 finished, aborted: deaf");
    assert_eq!(polite.await.unwrap(), "tidied up");
    assert!(matches!(deaf.await, Err(ExitReason::Aborted)));
    assert_eq!(
        spawner.spawn("late", forever()).unwrap_err(),
        SpawnError::Stopping
    );
}

#[tokio::test(start_paused = true)]
async fn a_stop_of_polite_tasks_does_not_wait_for_the_deadline() {
    let tasks = Tasks::new();
    let stoppable = |stop: tokio_util::sync::CancellationToken| async move {
        stop.cancelled().await;
        Done::Ok(())
    };
    tasks.spawn_stoppable("a", stoppable).unwrap();
    let start = Instant::now();
    let report = tasks.stop(3 * SECOND).await;
    assert!(report.is_clean());
    assert_eq!((report.finished, start.elapsed()), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn nothing_outlives_its_owner_unless_said() {
    let alive = Arc::new(AtomicU32::new(0));
    let tasks = Tasks::new();
    let guard = Alive::new(&alive);
    let handle = tasks
        .spawn("a", async move {
            let _guard = guard;
            forever().await
        })
        .unwrap();
    drop(tasks);
    assert!(handle.await.is_err());
    assert_eq!(alive.load(Ordering::SeqCst), 0);

    let tasks = Tasks::new();
    let handle = tasks.spawn("b", nap()).unwrap();
    tasks.detach();
    assert!(handle.await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn whoever_hears_of_the_end_finds_the_resources_free() {
    let alive = Arc::new(AtomicU32::new(0));
    let tasks = Tasks::new();
    for _ in 0..10 {
        let guard = Alive::new(&alive);
        let work = async move {
            let _guard = &guard;
            tokio::task::yield_now().await;
            Done::Ok(())
        };
        tasks.spawn("a", work).unwrap().await.unwrap();
        assert_eq!(alive.load(Ordering::SeqCst), 0);
    }
    tasks.idle().await;
    assert!(tasks.running().is_empty());
}

#[tokio::test]
async fn blocking_work_is_bounded_and_stuck_work_is_named() {
    let tasks = Tasks::builder().blocking_limit(1).build().unwrap();
    let (release, gate) = std::sync::mpsc::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let first = tasks
        .blocking("first", move || {
            let _ = begun.send(());
            gate.recv().map_err(|_| "released by the test")
        })
        .unwrap();
    has_begun.await.unwrap();
    let second = tasks.blocking("second", || Done::Ok(2)).unwrap();
    let names: Vec<_> = tasks
        .running()
        .into_iter()
        .map(|running| running.name)
        .collect();
    assert_eq!(names, ["first".into(), "second".into()] as [Arc<str>; 2]);

    let report = tasks.stop(Duration::ZERO).await;
    assert_eq!(report.stuck, ["first".into()] as [Arc<str>; 1]);
    // Whether the token or the abort comes first is the scheduler's choice; either way it is given up.
    assert_eq!(report.finished + report.aborted.len(), 1);
    assert!(second.await.is_err());
    drop(release);
    assert_eq!(
        first.await.unwrap_err().to_string(),
        "failed: released by the test"
    );
}

#[tokio::test]
async fn blocking_work_that_panics_is_reported() {
    let tasks = Tasks::new();
    drop(tasks.blocking("hash", boom).unwrap());
    assert_eq!(
        tasks.next_failure().await.to_string(),
        "hash #1 panicked: boom"
    );
}

#[tokio::test(start_paused = true)]
async fn an_adopted_join_set_ends_with_its_owner() {
    let alive = Arc::new(AtomicU32::new(0));
    let tasks = Tasks::new();
    let mut set = tokio::task::JoinSet::new();
    let guard = Alive::new(&alive);
    set.spawn(async move {
        let _guard = guard;
        forever().await
    });
    tasks.adopt("legacy", set).unwrap();
    tokio::task::yield_now().await;
    assert_eq!(alive.load(Ordering::SeqCst), 1);
    let report = tasks.stop(SECOND).await;
    assert_eq!(report.aborted.len(), 1);
    tokio::task::yield_now().await;
    assert_eq!(alive.load(Ordering::SeqCst), 0);
}

#[test]
fn without_a_runtime_a_spawn_is_refused() {
    assert_eq!(
        Tasks::new().spawn("a", forever()).unwrap_err(),
        SpawnError::NoRuntime
    );
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_stop_leaves_nothing_running() {
    let alive = Arc::new(AtomicU32::new(0));
    let points = cancel_at_every_await(
        || async {
            let tasks = Tasks::new();
            let guard = Alive::new(&alive);
            tasks
                .spawn("deaf", async move {
                    let _guard = guard;
                    forever().await
                })
                .unwrap();
            tasks.stop(SECOND).await
        },
        |point| {
            let alive = alive.clone();
            async move {
                sleep(SECOND).await;
                assert_eq!(alive.load(Ordering::SeqCst), 0, "{point:?}");
            }
        },
    )
    .await;
    assert!(points >= 1);
}
