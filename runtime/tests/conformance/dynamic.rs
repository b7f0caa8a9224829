//! Children that come and go.

use crate::probe::*;
use otp_runtime::mailbox::Options;
use otp_runtime::supervisor::{
    ChangeError, ChildSpec, Problem, ReserveError, Restart, Spec, Status, Supervisor,
};
use tokio::time::sleep;

async fn empty(limit: usize) -> otp_runtime::supervisor::Tree {
    Supervisor::new(Spec {
        limit,
        ..Spec::default()
    })
    .start()
    .await
    .unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_child_added_at_run_time_is_restarted_by_its_rule_and_can_be_stopped() {
    let world = World::default();
    let tree = empty(10).await;
    let args = (world.clone(), "a");
    let address = tree
        .start_server::<Probe>(ChildSpec::new("a"), args)
        .await
        .unwrap();
    address.cast(Msg::Crash).await.unwrap();
    assert_eq!(address.call(SECOND, Msg::Kept).await, Ok(2));
    tree.stop_child("a").await.unwrap();
    assert!(tree.children().is_empty() && world.alive().is_empty() && address.is_closed());
    assert!(matches!(
        tree.stop_child("a").await,
        Err(ChangeError::Unknown(_))
    ));
}

#[tokio::test(start_paused = true)]
async fn finished_children_are_forgotten() {
    let tree = empty(100).await;
    for n in 0..1000 {
        let spec = ChildSpec::new(format!("job {n}")).restart(Restart::Temporary);
        tree.start_task(spec, |_| async { Ok::<_, std::io::Error>(()) })
            .await
            .unwrap();
        settle().await;
    }
    assert!(tree.children().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_impossible_child_is_refused_and_leaves_nothing_behind() {
    let world = World::default();
    let tree = empty(1).await;
    let start = |spec: ChildSpec| tree.start_server::<Probe>(spec, (world.clone(), "a"));
    let mut spec = ChildSpec::new("a");
    spec.mailbox = Options {
        capacity: 0,
        ..Options::default()
    };
    assert!(matches!(
        start(spec).await,
        Err(ChangeError::Spec(Problem::Options { .. }))
    ));
    world.refuse("a", true);
    assert!(matches!(
        start(ChildSpec::new("a")).await,
        Err(ChangeError::Start(_))
    ));
    assert!(tree.children().is_empty());
    world.refuse("a", false);
    start(ChildSpec::new("a")).await.unwrap();
    let twice = start(ChildSpec::new("a")).await.unwrap_err();
    assert!(matches!(twice, ChangeError::Spec(Problem::DuplicateId(_))));
    let many = start(ChildSpec::new("b")).await.unwrap_err();
    assert!(matches!(
        many,
        ChangeError::Spec(Problem::TooMany { limit: 1, .. })
    ));
}

#[tokio::test(start_paused = true)]
async fn dynamic_children_stop_with_the_tree_the_last_first() {
    let world = World::default();
    let tree = empty(10).await;
    for name in ["a", "b"] {
        let args = (world.clone(), name);
        tree.start_server::<Probe>(ChildSpec::new(name), args)
            .await
            .unwrap();
    }
    world.log();
    tree.stop(SECOND).await;
    let gone: Vec<_> = world
        .log()
        .into_iter()
        .filter(|entry| entry.ends_with("gone"))
        .collect();
    assert_eq!(gone, ["b is gone", "a is gone"]);
}

#[tokio::test(start_paused = true)]
async fn a_child_is_added_though_nobody_waits_for_it() {
    let world = World::default();
    let tree = empty(10).await;
    let start = tree.start_server::<Probe>(ChildSpec::new("a"), (world.clone(), "a"));
    tokio::time::timeout(std::time::Duration::ZERO, start)
        .await
        .unwrap_err();
    sleep(SECOND).await;
    assert_eq!(world.alive(), ["a"]);
}

fn with_jobs(rule: Restart) -> Spec {
    let mut jobs = ChildSpec::nested("jobs", Spec::default());
    jobs.restart = rule;
    Spec {
        children: vec![ChildSpec::new("a"), jobs],
        ..Spec::default()
    }
}

#[tokio::test(start_paused = true)]
async fn children_are_added_and_stopped_under_a_nested_supervisor() {
    let world = World::default();
    let mut supervisor = supervisor(with_jobs(Restart::Permanent), &world, &["a"]);
    let unknown = supervisor.reserve_supervisor("a").unwrap_err();
    assert_eq!(unknown, ReserveError::NoSupervisor("a".into()));
    let early = supervisor.reserve_supervisor("jobs").unwrap();
    // Asked before the start, done after it.
    let first = tokio::spawn({
        let (early, args) = (early.clone(), (world.clone(), "x"));
        async move { early.start_server::<Probe>(ChildSpec::new("x"), args).await }
    });
    settle().await;
    let tree = supervisor.start().await.unwrap();
    let x = first.await.unwrap().unwrap();
    let jobs = tree.supervisor("jobs").unwrap();
    assert!(tree.supervisor("a").is_err());
    let args = (world.clone(), "y");
    jobs.start_server::<Probe>(ChildSpec::new("y"), args)
        .await
        .unwrap();
    x.cast(Msg::Crash).await.unwrap();
    assert_eq!(x.call(SECOND, Msg::Kept).await, Ok(2));
    jobs.stop_child("y").await.unwrap();
    assert_eq!(world.alive(), ["a", "x"]);
    assert_eq!(
        tree.info().to_string(),
        "supervisor\n├─ a #1 running\n└─ jobs #1 running\n   └─ x #2 running, restarts: 1, last panicked: told to crash"
    );
    tree.stop(60 * SECOND).await;
    assert!(world.alive().is_empty());
    let late = early.stop_child("x").await;
    assert!(matches!(late, Err(ChangeError::Stopping)), "{late:?}");
}

/// OTP: "if the supervisor dies and is re-created, all child specifications that have been added dynamically are lost".
#[tokio::test(start_paused = true)]
async fn children_added_at_run_time_are_gone_when_their_supervisor_is_restarted() {
    let world = World::default();
    let mut spec = with_jobs(Restart::Permanent);
    if let Some(nested) = &mut spec.children[1].supervisor {
        nested.intensity.restarts = 0;
    }
    let tree = supervisor(spec, &world, &["a"]).start().await.unwrap();
    let jobs = tree.supervisor("jobs").unwrap();
    let args = (world.clone(), "x");
    let x = jobs
        .start_server::<Probe>(ChildSpec::new("x"), args.clone())
        .await
        .unwrap();
    x.cast(Msg::Crash).await.unwrap();
    x.closed().await;
    assert_eq!(world.alive(), ["a"]);
    // The same id is free again, and the supervisor obeys in its second life.
    jobs.start_server::<Probe>(ChildSpec::new("x"), args)
        .await
        .unwrap();
    assert_eq!(child(&tree, "jobs").restarts, 1);
    assert_eq!(world.alive(), ["a", "x"]);
}

/// The deadlines of children added later count when their supervisor is stopped.
#[tokio::test(start_paused = true)]
async fn a_child_added_at_run_time_has_its_own_stop_deadline() {
    let world = World::default();
    let tree = supervisor(with_jobs(Restart::Permanent), &world, &["a"])
        .start()
        .await
        .unwrap();
    let mut spec = ChildSpec::new("slow");
    spec.stop_deadline = 30 * SECOND;
    let slow = tree
        .supervisor("jobs")
        .unwrap()
        .start_server::<Probe>(spec, (world.clone(), "slow"))
        .await
        .unwrap();
    slow.cast(Msg::Sleep(20 * SECOND)).await.unwrap();
    settle().await;
    world.log();
    let report = tree.stop(60 * SECOND).await;
    assert!(report.is_clean());
    let log = world.log();
    assert_eq!(log[0], "slow terminates: stopped on request");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_change_is_made_or_not_and_never_half() {
    use otp_runtime::testing::cancel_at_every_await;
    let world = World::default();
    let tree = empty(10).await;
    let points = cancel_at_every_await(
        || async {
            let args = (world.clone(), "a");
            let started = tree.start_server::<Probe>(ChildSpec::new("a"), args).await;
            tree.stop_child("a").await.unwrap();
            started.map(drop)
        },
        |point| {
            let (tree, world) = (&tree, &world);
            async move {
                sleep(SECOND).await;
                let children = tree.children();
                let alive = world.alive();
                assert!(world.overlaps().is_empty(), "{point:?}");
                assert_eq!(alive.len(), children.len(), "{point:?}");
                for child in children {
                    assert_eq!(child.status, Status::Running, "{point:?}");
                    tree.stop_child(&child.id).await.unwrap();
                }
            }
        },
    )
    .await;
    assert!(points >= 2);
}
