//! Starting.

use crate::probe::*;
use otp_runtime::supervisor::{ChildSpec, Spec, StartError, Strategy, Supervisor};

#[tokio::test(start_paused = true)]
async fn children_are_started_in_the_order_of_the_specification() {
    let world = World::default();
    let names = ["a", "b", "c"];
    let _tree = supervisor(spec(Strategy::OneForOne, &names), &world, &names)
        .start()
        .await
        .unwrap();
    assert_eq!(world.log(), ["a starts", "b starts", "c starts"]);
}

#[tokio::test(start_paused = true)]
async fn if_a_child_does_not_start_those_before_it_are_stopped_in_reverse_order() {
    let world = World::default();
    world.refuse("c", true);
    let names = ["a", "b", "c", "d"];
    let error = supervisor(spec(Strategy::OneForOne, &names), &world, &names)
        .start()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`c` did not start: init failed: told to refuse"
    );
    assert_eq!(
        world.log(),
        [
            "a starts",
            "b starts",
            "c refuses",
            "b terminates: stopped on request",
            "b is gone",
            "a terminates: stopped on request",
            "a is gone"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_nested_supervisor_that_does_not_start_fails_the_start_of_its_parent() {
    let world = World::default();
    world.refuse("inner", true);
    let nested = ChildSpec::nested(
        "below",
        Spec {
            children: children(&["inner"]),
            ..Spec::default()
        },
    );
    let spec = Spec {
        children: vec![ChildSpec::new("a"), nested],
        ..Spec::default()
    };
    let error = supervisor(spec, &world, &["a", "inner"])
        .start()
        .await
        .unwrap_err();
    assert!(matches!(&error, StartError::Child(failed) if failed.id == "below"));
    assert!(
        error.to_string().contains("`inner` did not start"),
        "{error}"
    );
    assert!(world.alive().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_start_stops_what_was_started() {
    use otp_runtime::testing::cancel_at_every_await;
    let world = World::default();
    let points = cancel_at_every_await(
        || async {
            let tree = tree(Strategy::OneForOne, &world, &["a", "b"]).await;
            tree.stop(SECOND).await
        },
        |point| {
            let world = world.clone();
            async move {
                tokio::time::sleep(20 * SECOND).await;
                assert!(world.alive().is_empty(), "{point:?}");
                assert!(world.overlaps().is_empty(), "{point:?}");
            }
        },
    )
    .await;
    assert!(points >= 2);
}

#[tokio::test]
async fn an_empty_supervisor_starts_and_stops() {
    let tree = Supervisor::new(Spec::default()).start().await.unwrap();
    assert!(tree.children().is_empty());
    assert!(tree.stop(SECOND).await.is_clean());
}

#[tokio::test(start_paused = true)]
async fn an_address_reserved_before_the_start_reaches_the_child() {
    use otp_runtime::supervisor::ReserveError;
    let world = World::default();
    let names = ["a", "b"];
    let mut supervisor = supervisor(spec(Strategy::OneForOne, &names), &world, &names);
    let early = supervisor.reserve::<Probe>("b").unwrap();
    assert!(supervisor.reserve::<Probe>("b").unwrap().is_same(&early));
    let unknown = supervisor.reserve::<Probe>("c").unwrap_err();
    assert_eq!(unknown, ReserveError::Unknown("c".into()));
    let waiting = tokio::spawn({
        let early = early.clone();
        async move { early.call(SECOND, Msg::Ask).await }
    });
    settle().await;
    let tree = supervisor.start().await.unwrap();
    assert_eq!(waiting.await.unwrap(), Ok(1));
    assert!(address(&tree, "b").is_same(&early));
    tree.stop(SECOND).await;
    assert!(early.is_closed());
}

#[tokio::test(start_paused = true)]
async fn an_address_reserved_for_a_tree_that_does_not_start_fails_clearly() {
    use otp_runtime::mailbox::CallError;
    let world = World::default();
    let names = ["a", "b"];
    world.refuse("a", true);
    let mut supervisor = supervisor(spec(Strategy::OneForOne, &names), &world, &names);
    let early = supervisor.reserve::<Probe>("b").unwrap();
    supervisor.start().await.unwrap_err();
    assert_eq!(early.call(SECOND, Msg::Ask).await, Err(CallError::Ended));

    let mut supervisor = Supervisor::new(spec(Strategy::OneForOne, &["a"]));
    let early = supervisor.reserve::<Probe>("a").unwrap();
    drop(supervisor);
    assert_eq!(early.call(SECOND, Msg::Ask).await, Err(CallError::Ended));
}
