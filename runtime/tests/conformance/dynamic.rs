//! Children that come and go.

use crate::probe::*;
use otp_runtime::mailbox::Options;
use otp_runtime::supervisor::{ChangeError, ChildSpec, Problem, Restart, Spec, Supervisor};
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
