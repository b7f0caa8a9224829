//! Stopping.

use crate::probe::*;
use std::time::Duration;

use otp_runtime::exit::ExitReason;
use otp_runtime::supervisor::{ChildSpec, Spec, Status, Strategy, Supervisor};
use tokio::time::{Instant, sleep};

#[tokio::test(start_paused = true)]
async fn children_are_stopped_in_reverse_order_nested_ones_in_their_place() {
    let world = World::default();
    let below = Spec {
        children: children(&["x", "y"]),
        ..Spec::default()
    };
    let children = vec![
        ChildSpec::new("a"),
        ChildSpec::nested("below", below),
        ChildSpec::new("z"),
    ];
    let spec = Spec {
        children,
        ..Spec::default()
    };
    let tree = supervisor(spec, &world, &["a", "x", "y", "z"])
        .start()
        .await
        .unwrap();
    world.log();
    let report = tree.stop(SECOND).await;
    assert!(report.is_clean());
    let gone: Vec<_> = world
        .log()
        .into_iter()
        .filter(|entry| entry.ends_with("gone"))
        .collect();
    assert_eq!(gone, ["z is gone", "y is gone", "x is gone", "a is gone"]);
}

#[tokio::test(start_paused = true)]
async fn a_child_that_misses_its_deadline_is_aborted_and_the_others_have_theirs() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a", "b"]);
    spec.children[1].stop_deadline = 2 * SECOND;
    let tree = supervisor(spec, &world, &["a", "b"]).start().await.unwrap();
    tell(&tree, "a", Msg::Sleep(4 * SECOND)).await;
    tell(&tree, "b", Msg::Sleep(100 * SECOND)).await;
    world.log();
    let start = Instant::now();
    let report = tree.stop(60 * SECOND).await;
    assert!(report.exit.reason.is_clean() && report.stuck.is_empty());
    assert_eq!(
        world.log(),
        ["b is gone", "a terminates: stopped on request", "a is gone"]
    );
    assert_eq!(start.elapsed().as_secs(), 4);
}

#[tokio::test(start_paused = true)]
async fn the_total_deadline_bounds_the_stop_of_all_children_together() {
    let world = World::default();
    let names = ["a", "b", "c", "d"];
    let tree = tree(Strategy::OneForOne, &world, &names).await;
    for name in names {
        tell(&tree, name, Msg::Sleep(100 * SECOND)).await;
    }
    let start = Instant::now();
    tree.stop(7 * SECOND).await;
    assert!(start.elapsed() >= 7 * SECOND && start.elapsed() < 8 * SECOND);
    assert!(world.alive().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_plain_task_is_dropped_and_a_stoppable_one_is_told() {
    let world = World::default();
    let spec = Spec {
        children: children(&["plain", "stoppable"]),
        ..Spec::default()
    };
    let log = world.clone();
    let tree = Supervisor::new(spec)
        .task("plain", || {
            std::future::pending::<Result<(), std::io::Error>>()
        })
        .stoppable_task("stoppable", move |stop| {
            let log = log.clone();
            async move {
                stop.cancelled().await;
                sleep(SECOND).await;
                log.note("tidied up");
                Ok::<_, std::io::Error>(())
            }
        })
        .start()
        .await
        .unwrap();
    let start = Instant::now();
    assert!(tree.stop(5 * SECOND).await.is_clean());
    assert_eq!(world.log(), ["tidied up"]);
    assert_eq!(start.elapsed().as_secs(), 1);
}

/// OTP's `brutal_kill`.
#[tokio::test(start_paused = true)]
async fn a_stop_deadline_of_zero_ends_a_child_without_terminate() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a", "b"]);
    spec.children[1].stop_deadline = Duration::ZERO;
    let tree = supervisor(spec, &world, &["a", "b"]).start().await.unwrap();
    tell(&tree, "b", Msg::Sleep(100 * SECOND)).await;
    world.log();
    let start = Instant::now();
    assert!(tree.stop(60 * SECOND).await.is_clean());
    let expected = ["b is gone", "a terminates: stopped on request", "a is gone"];
    assert_eq!(world.log(), expected);
    assert_eq!(start.elapsed().as_secs(), 0);
}

/// OTP's `infinity` for supervisors: "to give the subtree ample time to shut down".
#[tokio::test(start_paused = true)]
async fn a_nested_supervisor_has_the_time_that_its_children_have_together() {
    let world = World::default();
    let mut below = Spec {
        children: children(&["x", "y"]),
        ..Spec::default()
    };
    for child in &mut below.children {
        child.stop_deadline = 20 * SECOND;
    }
    let spec = Spec {
        children: vec![ChildSpec::nested("below", below)],
        ..Spec::default()
    };
    let tree = supervisor(spec, &world, &["x", "y"]).start().await.unwrap();
    // Together longer than either may take.
    tell(&tree, "x", Msg::Sleep(30 * SECOND)).await;
    tell(&tree, "y", Msg::Sleep(15 * SECOND)).await;
    world.log();
    assert!(tree.stop(100 * SECOND).await.is_clean());
    let expected = [
        "y terminates: stopped on request",
        "y is gone",
        "x terminates: stopped on request",
        "x is gone",
    ];
    assert_eq!(world.log(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_tree_stops() {
    let world = World::default();
    drop(tree(Strategy::OneForOne, &world, &["a", "b"]).await);
    settle().await;
    assert!(world.alive().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_stop_during_a_slow_start_or_backoff_does_not_wait_for_it() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a"]);
    spec.backoff.first = 100 * SECOND;
    spec.backoff.most = 100 * SECOND;
    let tree = supervisor(spec, &world, &["a"]).start().await.unwrap();
    tell(&tree, "a", Msg::Crash).await;
    let start = Instant::now();
    assert!(tree.stop(SECOND).await.is_clean());
    assert_eq!(start.elapsed().as_secs(), 0);
}

/// On real threads: the child blocks one of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stuck_child_is_named_and_the_stop_returns_on_time() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a", "b"]);
    spec.children[1].stop_deadline = std::time::Duration::from_millis(20);
    let tree = supervisor(spec, &world, &["a", "b"]).start().await.unwrap();
    let (open, gate) = std::sync::mpsc::channel();
    address(&tree, "b").cast(Msg::Block(gate)).await.unwrap();
    while address(&tree, "b").stats().depth > 0 {
        tokio::task::yield_now().await;
    }
    let address = address(&tree, "b");
    let report = tree.stop(10 * SECOND).await;
    assert_eq!(report.stuck, ["b"]);
    assert!(!report.is_clean());
    assert_eq!(world.alive(), ["b"], "a was stopped, b still runs");
    drop(open);
    address.closed().await;
    assert!(world.alive().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_is_not_restarted_while_one_of_it_is_stuck() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForAll, &["a", "b"]);
    spec.children[1].stop_deadline = std::time::Duration::from_millis(20);
    let tree = supervisor(spec, &world, &["a", "b"]).start().await.unwrap();
    let (open, gate) = std::sync::mpsc::channel();
    address(&tree, "b").cast(Msg::Block(gate)).await.unwrap();
    while address(&tree, "b").stats().depth > 0 {
        tokio::task::yield_now().await;
    }
    address(&tree, "a").cast(Msg::Crash).await.unwrap();
    while child(&tree, "b").status != Status::Stuck {
        tokio::task::yield_now().await;
    }
    world.log();
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert!(world.log().is_empty(), "nothing is started");
    drop(open);
    assert_eq!(address(&tree, "a").call(5 * SECOND, Msg::Kept).await, Ok(2));
    assert_eq!(address(&tree, "b").call(5 * SECOND, Msg::Kept).await, Ok(2));
    assert!(world.overlaps().is_empty());
    assert!(matches!(
        tree.stop(SECOND).await.exit.reason,
        ExitReason::Shutdown
    ));
}

#[tokio::test(start_paused = true)]
async fn a_child_that_is_drained_handles_what_it_has_accepted_within_its_deadline() {
    for (messages, handled) in [(3, true), (50, false)] {
        let world = World::default();
        let mut spec = spec(Strategy::OneForOne, &["a", "b"]);
        spec.children[1].drain = true;
        spec.children[1].stop_deadline = 10 * SECOND;
        let tree = supervisor(spec, &world, &["a", "b"]).start().await.unwrap();
        let b = address(&tree, "b");
        for _ in 0..messages {
            b.cast(Msg::Sleep(SECOND)).await.unwrap();
        }
        settle().await;
        let start = Instant::now();
        let stop = tokio::spawn(tree.stop(60 * SECOND));
        settle().await;
        assert!(
            b.cast(Msg::Sleep(SECOND)).await.is_err(),
            "its intake is closed"
        );
        assert!(stop.await.unwrap().is_clean());
        assert_eq!(b.stats().undelivered == 0, handled);
        assert_eq!(start.elapsed().as_secs(), if handled { 3 } else { 10 });
        assert!(world.alive().is_empty());
    }
}

/// Its mailbox waits for the next incarnation, so there is nothing to drain.
#[tokio::test(start_paused = true)]
async fn a_restart_drains_nothing() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForAll, &["a", "b"]);
    spec.children[1].drain = true;
    let tree = supervisor(spec, &world, &["a", "b"]).start().await.unwrap();
    let b = address(&tree, "b");
    for _ in 0..4 {
        b.cast(Msg::Sleep(SECOND)).await.unwrap();
    }
    settle().await;
    tell(&tree, "a", Msg::Crash).await;
    sleep(SECOND * 3 / 2).await;
    assert_eq!(b.incarnation().number(), 2);
    assert_eq!(b.call(10 * SECOND, Msg::Kept).await, Ok(2));
}
