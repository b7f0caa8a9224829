//! Restarting.

use crate::probe::*;
use otp_runtime::mailbox::CallError;
use otp_runtime::supervisor::{
    AutoShutdown, Backoff, ChildSpec, Intensity, Restart, Spec, Status, Strategy, Supervisor,
};
use tokio::time::{Instant, sleep};

#[tokio::test(start_paused = true)]
async fn one_for_one_restarts_only_the_child_that_ended() {
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a", "b", "c"]).await;
    tell(&tree, "b", Msg::Crash).await;
    assert_eq!(world.log(), ["b is gone", "b starts"]);
    assert_eq!(child(&tree, "b").restarts, 1);
    assert_eq!(
        child(&tree, "b").last_reason.as_deref(),
        Some("panicked: told to crash")
    );
}

#[tokio::test(start_paused = true)]
async fn one_for_all_stops_the_others_in_reverse_order_and_starts_all_in_order() {
    let world = World::default();
    let tree = tree(Strategy::OneForAll, &world, &["a", "b", "c"]).await;
    tell(&tree, "b", Msg::Crash).await;
    assert_eq!(
        world.log(),
        [
            "b is gone",
            "c terminates: stopped on request",
            "c is gone",
            "a terminates: stopped on request",
            "a is gone",
            "a starts",
            "b starts",
            "c starts"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn rest_for_one_restarts_the_child_and_those_started_after_it() {
    let world = World::default();
    let tree = tree(Strategy::RestForOne, &world, &["a", "b", "c"]).await;
    tell(&tree, "b", Msg::Crash).await;
    assert_eq!(
        world.log(),
        [
            "b is gone",
            "c terminates: stopped on request",
            "c is gone",
            "b starts",
            "c starts"
        ]
    );
}

async fn with_rule(restart: Restart, message: Msg) -> Vec<String> {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a"]);
    spec.children[0].restart = restart;
    let tree = supervisor(spec, &world, &["a"]).start().await.unwrap();
    world.log();
    tell(&tree, "a", message).await;
    let mut log = world.log();
    log.retain(|entry| entry == "a starts");
    log
}

#[tokio::test(start_paused = true)]
async fn a_permanent_child_is_always_restarted() {
    assert_eq!(with_rule(Restart::Permanent, Msg::End).await.len(), 1);
    assert_eq!(with_rule(Restart::Permanent, Msg::Crash).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_transient_child_is_restarted_only_if_it_ends_abnormally() {
    assert_eq!(with_rule(Restart::Transient, Msg::End).await.len(), 0);
    assert_eq!(with_rule(Restart::Transient, Msg::Fail).await.len(), 1);
    assert_eq!(with_rule(Restart::Transient, Msg::Crash).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_temporary_child_is_never_restarted_even_if_a_siblings_crash_ended_it() {
    assert_eq!(with_rule(Restart::Temporary, Msg::Crash).await.len(), 0);
    let world = World::default();
    let mut spec = spec(Strategy::OneForAll, &["a", "b"]);
    spec.children[1].restart = Restart::Temporary;
    let tree = supervisor(spec, &world, &["a", "b"]).start().await.unwrap();
    world.log();
    tell(&tree, "a", Msg::Crash).await;
    let expected = [
        "a is gone",
        "b terminates: stopped on request",
        "b is gone",
        "a starts",
    ];
    assert_eq!(world.log(), expected);
    assert_eq!(tree.children().len(), 1, "it is forgotten");
}

#[tokio::test(start_paused = true)]
async fn more_restarts_than_the_intensity_allows_end_the_supervisor_and_its_children() {
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a", "b"]).await;
    for _ in 0..3 {
        tell(&tree, "b", Msg::Crash).await;
    }
    assert_eq!(child(&tree, "b").restarts, 3);
    world.log();
    tell(&tree, "b", Msg::Fail).await;
    let exit = tree.ended().await;
    assert_eq!(
        exit.reason.to_string(),
        "failed: gave up after more than 3 restarts within 5s; the last crash was that of `b`, which failed: \
         told to fail"
    );
    let expected = [
        "b terminates: failed: told to fail",
        "b is gone",
        "a terminates: stopped on request",
        "a is gone",
    ];
    assert_eq!(world.log(), expected);
    let refused = address(&tree, "a").call(SECOND, Msg::Ask).await;
    assert_eq!(refused, Err(CallError::Ended));
}

#[tokio::test(start_paused = true)]
async fn restarts_further_apart_than_the_window_never_end_the_supervisor() {
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a"]).await;
    for _ in 0..40 {
        tell(&tree, "a", Msg::Crash).await;
        sleep(SECOND * 17 / 10).await;
    }
    assert_eq!(child(&tree, "a").restarts, 40);
}

#[tokio::test(start_paused = true)]
async fn when_a_supervisor_gives_up_its_parent_restarts_it_with_all_its_children() {
    let world = World::default();
    let below = Spec {
        intensity: Intensity {
            restarts: 0,
            within: SECOND,
        },
        children: children(&["x", "y"]),
        ..Spec::default()
    };
    let mut spec = spec(Strategy::OneForOne, &["a"]);
    spec.children.push(ChildSpec::nested("below", below));
    let tree = supervisor(spec, &world, &["a", "x", "y"])
        .start()
        .await
        .unwrap();
    world.log();
    let address = address(&tree, "x");
    tell(&tree, "x", Msg::Crash).await;
    assert_eq!(
        world.log(),
        [
            "x is gone",
            "y terminates: stopped on request",
            "y is gone",
            "x starts",
            "y starts"
        ]
    );
    assert_eq!(
        address.call(SECOND, Msg::Kept).await,
        Ok(2),
        "the old address reaches the new x"
    );
    assert_eq!(child(&tree, "below").restarts, 1);
}

#[tokio::test(start_paused = true)]
async fn a_restart_that_fails_is_tried_again_and_counts() {
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a"]).await;
    world.refuse("a", true);
    tell(&tree, "a", Msg::Crash).await;
    let exit = tree.ended().await;
    assert!(
        exit.reason
            .to_string()
            .contains("init failed: told to refuse"),
        "{exit}"
    );
    assert_eq!(
        world.log(),
        ["a is gone", "a refuses", "a refuses", "a refuses"]
    );
}

#[tokio::test(start_paused = true)]
async fn in_a_group_a_restart_that_fails_stops_those_before_it_and_tries_all_again() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForAll, &["a", "b"]);
    spec.backoff = Backoff {
        first: SECOND,
        most: SECOND,
    };
    let tree = supervisor(spec, &world, &["a", "b"]).start().await.unwrap();
    world.refuse("b", true);
    tell(&tree, "b", Msg::Crash).await;
    sleep(SECOND).await;
    world.refuse("b", false);
    world.log();
    sleep(2 * SECOND).await;
    assert_eq!(world.log(), ["a starts", "b starts"]);
    assert!(world.overlaps().is_empty());
    assert_eq!(world.alive(), ["a", "b"]);
    drop(tree);
}

#[tokio::test(start_paused = true)]
async fn a_restart_waits_for_its_backoff_and_calls_wait_with_it() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a"]);
    spec.backoff = Backoff {
        first: 4 * SECOND,
        most: 8 * SECOND,
    };
    let tree = supervisor(spec, &world, &["a"]).start().await.unwrap();
    let start = Instant::now();
    tell(&tree, "a", Msg::Crash).await;
    assert_eq!(child(&tree, "a").status, Status::Restarting);
    let address = address(&tree, "a");
    assert_eq!(
        address.call(SECOND, Msg::Ask).await,
        Err(CallError::TimedOut(SECOND))
    );
    assert_eq!(address.call(10 * SECOND, Msg::Kept).await, Ok(2));
    assert!(start.elapsed() >= 2 * SECOND && start.elapsed() <= 5 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_restart_keeps_the_mailbox_but_never_the_message_in_hand() {
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a"]).await;
    let address = address(&tree, "a");
    address.cast(Msg::Sleep(SECOND)).await.unwrap();
    let in_hand = tokio::spawn({
        let address = address.clone();
        async move { address.call(5 * SECOND, Msg::CrashIn).await }
    });
    settle().await;
    let queued = tokio::spawn({
        let address = address.clone();
        async move { address.call(5 * SECOND, Msg::Kept).await }
    });
    assert_eq!(in_hand.await.unwrap(), Err(CallError::Unanswered));
    assert_eq!(queued.await.unwrap(), Ok(2), "the next incarnation answers");
    assert_eq!(
        child(&tree, "a").restarts,
        1,
        "the crashing message was not delivered again"
    );
}

#[tokio::test(start_paused = true)]
async fn a_restart_clears_the_mailbox_where_that_was_asked_for() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a"]);
    spec.children[0].clear_mailbox = true;
    let tree = supervisor(spec, &world, &["a"]).start().await.unwrap();
    let address = address(&tree, "a");
    address.cast(Msg::Sleep(SECOND)).await.unwrap();
    address.cast(Msg::Crash).await.unwrap();
    let queued = address.call(5 * SECOND, Msg::Ask).await.unwrap_err();
    assert_eq!(queued, CallError::Dropped);
    assert!(queued.is_not_started());
    assert_eq!(address.call(SECOND, Msg::Ask).await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn a_transient_child_that_has_ended_comes_back_with_its_group() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForAll, &["a", "b"]);
    spec.children[1].restart = Restart::Transient;
    let tree = supervisor(spec, &world, &["a", "b"]).start().await.unwrap();
    tell(&tree, "b", Msg::End).await;
    assert_eq!(child(&tree, "b").status, Status::Ended);
    world.log();
    tell(&tree, "a", Msg::Crash).await;
    assert_eq!(world.log(), ["a is gone", "a starts", "b starts"]);
}

#[tokio::test(start_paused = true)]
async fn the_address_of_a_child_that_is_not_restarted_fails_clearly() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a"]);
    spec.children[0].restart = Restart::Transient;
    let tree = supervisor(spec, &world, &["a"]).start().await.unwrap();
    tell(&tree, "a", Msg::End).await;
    assert_eq!(
        address(&tree, "a").call(SECOND, Msg::Ask).await,
        Err(CallError::Ended)
    );
}

async fn auto_shutdown(rule: AutoShutdown, ends: &[&str]) -> bool {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a", "b", "c"]);
    spec.auto_shutdown = rule;
    for index in [1, 2] {
        spec.children[index].restart = Restart::Transient;
        spec.children[index].significant = true;
    }
    let tree = supervisor(spec, &world, &["a", "b", "c"])
        .start()
        .await
        .unwrap();
    for name in ends {
        tell(&tree, name, Msg::End).await;
    }
    world.alive().is_empty()
}

#[tokio::test(start_paused = true)]
async fn the_end_of_any_or_all_significant_children_shuts_the_supervisor_down() {
    assert!(auto_shutdown(AutoShutdown::AnySignificant, &["b"]).await);
    assert!(!auto_shutdown(AutoShutdown::AllSignificant, &["b"]).await);
    assert!(auto_shutdown(AutoShutdown::AllSignificant, &["b", "c"]).await);
}

/// "The automatic shutdown only applies when significant children terminate by themselves, not when the supervisor
/// terminated them"; and an end that is followed by a restart is none.
#[tokio::test(start_paused = true)]
async fn a_significant_child_that_is_stopped_or_restarted_shuts_nothing_down() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a", "b", "c"]);
    spec.auto_shutdown = AutoShutdown::AnySignificant;
    for index in [1, 2] {
        spec.children[index].restart = Restart::Transient;
        spec.children[index].significant = true;
    }
    let tree = supervisor(spec, &world, &["a", "b", "c"])
        .start()
        .await
        .unwrap();
    tell(&tree, "b", Msg::Crash).await;
    tree.stop_child("c").await.unwrap();
    settle().await;
    assert_eq!(world.alive(), ["a", "b"]);
}

/// "If it is a nested supervisor that shuts itself down, its parent decides by its restart type": a clean end.
#[tokio::test(start_paused = true)]
async fn a_supervisor_that_shut_itself_down_has_ended_cleanly() {
    let world = World::default();
    let mut below = Spec {
        auto_shutdown: AutoShutdown::AnySignificant,
        children: children(&["x", "y"]),
        ..Spec::default()
    };
    below.children[0].restart = Restart::Transient;
    below.children[0].significant = true;
    let mut nested = ChildSpec::nested("below", below);
    nested.restart = Restart::Transient;
    let spec = Spec {
        children: vec![ChildSpec::new("a"), nested],
        ..Spec::default()
    };
    let tree = supervisor(spec, &world, &["a", "x", "y"])
        .start()
        .await
        .unwrap();
    tell(&tree, "x", Msg::End).await;
    settle().await;
    assert_eq!(world.alive(), ["a"]);
    let below = child(&tree, "below");
    assert_eq!((below.status, below.restarts), (Status::Ended, 0));
    let refused = address(&tree, "y").call(SECOND, Msg::Ask).await;
    assert_eq!(
        refused,
        Err(CallError::Ended),
        "nobody is there to wait for"
    );
}

/// "Default intensity is 1 restart in 5 seconds."
#[tokio::test(start_paused = true)]
async fn without_a_word_about_it_one_restart_in_five_seconds_is_allowed() {
    let world = World::default();
    let spec = Spec {
        children: children(&["a"]),
        ..Spec::default()
    };
    let tree = supervisor(spec, &world, &["a"]).start().await.unwrap();
    tell(&tree, "a", Msg::Crash).await;
    sleep(SECOND * 51 / 10).await;
    tell(&tree, "a", Msg::Crash).await;
    assert_eq!(world.alive(), ["a"]);
    sleep(SECOND * 49 / 10).await;
    tell(&tree, "a", Msg::Crash).await;
    assert!(world.alive().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_tree_counts_its_children() {
    let world = World::default();
    let tree = fragile(&world, |_| {}).await;
    tell(&tree, "x", Msg::Crash).await;
    let counts = tree.info().counts();
    assert_eq!(
        (counts.workers, counts.supervisors, counts.running),
        (2, 1, 3)
    );
    assert_eq!((counts.restarts, counts.stuck), (3, 0));
}

#[tokio::test(start_paused = true)]
async fn a_task_child_is_made_anew_for_each_run() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    let runs = Arc::new(AtomicU32::new(0));
    let counted = runs.clone();
    let mut spec = spec(Strategy::OneForOne, &["export"]);
    spec.children[0].restart = Restart::Transient;
    let tree = Supervisor::new(spec)
        .task("export", move || {
            let run = counted.fetch_add(1, Ordering::SeqCst);
            async move {
                sleep(SECOND).await;
                assert!(run > 0, "the first run panics");
                if run < 2 {
                    Err("the second fails")
                } else {
                    Ok(())
                }
            }
        })
        .start()
        .await
        .unwrap();
    sleep(10 * SECOND).await;
    assert_eq!(runs.load(Ordering::SeqCst), 3);
    let export = child(&tree, "export");
    assert_eq!((export.status, export.restarts), (Status::Ended, 2));
    assert_eq!(export.last_reason.as_deref(), Some("ended normally"));
}

/// A nested supervisor with these children, that gives up at the first crash.
async fn fragile(world: &World, change: impl FnOnce(&mut Spec)) -> otp_runtime::supervisor::Tree {
    let mut below = Spec {
        intensity: Intensity {
            restarts: 0,
            within: SECOND,
        },
        children: children(&["x", "y"]),
        ..Spec::default()
    };
    change(&mut below);
    let spec = Spec {
        children: vec![ChildSpec::nested("below", below)],
        ..Spec::default()
    };
    let tree = supervisor(spec, world, &["x", "y"]).start().await.unwrap();
    world.log();
    tree
}

#[tokio::test(start_paused = true)]
async fn a_transient_child_that_has_ended_comes_back_with_its_restarted_supervisor() {
    let world = World::default();
    let tree = fragile(&world, |below| {
        below.children[0].restart = Restart::Transient
    })
    .await;
    tell(&tree, "x", Msg::End).await;
    let x = address(&tree, "x");
    assert_eq!(x.call(SECOND, Msg::Ask).await, Err(CallError::Ended));
    tell(&tree, "y", Msg::Crash).await;
    assert_eq!(x.call(SECOND, Msg::Kept).await, Ok(2));
}

#[tokio::test(start_paused = true)]
async fn a_temporary_child_comes_back_with_its_restarted_supervisor() {
    let world = World::default();
    let tree = fragile(&world, |below| {
        below.children[0].restart = Restart::Temporary
    })
    .await;
    tell(&tree, "x", Msg::End).await;
    assert_eq!(tree.supervisor("below").unwrap().children().len(), 1);
    tell(&tree, "y", Msg::Crash).await;
    assert_eq!(tree.supervisor("below").unwrap().children().len(), 2);
    assert_eq!(address(&tree, "x").call(SECOND, Msg::Kept).await, Ok(2));
}

#[tokio::test(start_paused = true)]
async fn a_drained_child_that_is_restarted_accepts_again() {
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a"]).await;
    let a = address(&tree, "a");
    a.drain();
    settle().await;
    assert_eq!(a.call(SECOND, Msg::Kept).await, Ok(2));
}

/// What a timer or a monitor has sent to one incarnation is not handled by the next.
#[tokio::test(start_paused = true)]
async fn messages_for_a_dead_incarnation_are_discarded() {
    use otp_runtime::scheduler::Timers;
    use otp_runtime::server::{Context, Server};
    use otp_runtime::supervisor::Supervisor;
    use std::sync::{Arc, Mutex};

    #[derive(Debug, PartialEq)]
    enum Said {
        Timer(u64),
        Down(u64),
        Anyone(u32),
        Crash,
    }
    type Seen = Arc<Mutex<Vec<(u64, Said)>>>;
    type Way = Arc<Mutex<Option<Timers>>>;
    struct Careful(Seen, Way);
    impl Server for Careful {
        type Args = (Seen, Way);
        type Message = Said;
        type Error = &'static str;
        async fn init((seen, way): Self::Args, _: &mut Context<Self>) -> Result<Self, Self::Error> {
            Ok(Self(seen, way))
        }
        async fn handle(
            &mut self,
            said: Said,
            context: &mut Context<Self>,
        ) -> Result<(), Self::Error> {
            let number = context.incarnation().number();
            if said != Said::Crash {
                self.0.lock().unwrap().push((number, said));
                return Ok(());
            }
            let timers = self.1.lock().unwrap().clone().ok_or("no timers")?;
            let (other, mailbox) =
                otp_runtime::mailbox::open::<()>("other", Default::default()).unwrap();
            context.monitor(&other, move |_| Said::Down(number));
            timers
                .after(SECOND, &context.this(), Said::Timer(number))
                .unwrap();
            drop(mailbox);
            // Both are in the mailbox now, behind what others have sent.
            sleep(2 * SECOND).await;
            Err("as told")
        }
    }
    let (seen, way) = (Seen::default(), Way::default());
    let tree = Supervisor::new(spec(Strategy::OneForOne, &["careful"]))
        .server::<Careful>("careful", (seen.clone(), way.clone()))
        .start()
        .await
        .unwrap();
    *way.lock().unwrap() = Some(tree.scheduler().clone());
    let careful = tree.name::<Careful>("careful").unwrap();
    careful.cast(Said::Crash).await.unwrap();
    careful.cast(Said::Anyone(1)).await.unwrap();
    sleep(3 * SECOND / 2).await;
    careful.cast(Said::Anyone(2)).await.unwrap();
    assert_eq!(careful.stats().depth, 4);
    sleep(SECOND).await;
    assert_eq!(
        *seen.lock().unwrap(),
        [(2, Said::Anyone(1)), (2, Said::Anyone(2))]
    );
    assert_eq!(careful.stats().dropped, 2);
}
