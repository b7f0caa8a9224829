//! Known defects of other Rust runtimes, each as a test that ours does not have it.
//!
//! | defect | test |
//! |---|---|
//! | a restart count that only a quiet gap resets | [`a_crash_every_4_9_seconds_does_not_exhaust_5_in_5_seconds`] |
//! | children in a hash map, so in no order | [`many_children_start_in_order_and_stop_in_reverse`] |
//! | the parent is told before the stop hook ran, so incarnations overlap | [`two_incarnations_never_overlap`] |
//! | an old address reaches the dead incarnation | [`an_old_address_reaches_the_new_incarnation`] |
//! | finished children are never forgotten | `dynamic::finished_children_are_forgotten` |
//! | a start deadlocks on small mailboxes | [`a_mailbox_of_one_does_not_deadlock_the_start`] |
//! | no bounded mailbox | [`a_mailbox_never_holds_more_than_its_capacity`] |
//! | a task for each timer, which keeps its actor alive | [`an_interval_neither_doubles_after_a_restart_nor_keeps_its_owner_alive`] |
//! | a failed start leaves the name behind | [`a_name_is_not_poisoned_by_a_failed_start`] |
//! | a panic ends an actor and nobody hears of it | [`a_panic_is_never_silent`] |
//! | cancelling a timer searches all of them | [`cancelling_a_timer_does_not_search_the_others`] |
//! | messages are reordered | [`messages_never_reorder`] |
//! | the crashing message is delivered again | [`a_crashing_message_is_not_delivered_again`] |
//! | a panic in the stop hook takes the system down | [`a_panicking_terminate_does_not_take_the_tree_down`] |

use crate::probe::*;
use otp_runtime::mailbox::{Options, Overflow};
use otp_runtime::scheduler::Missed;
use otp_runtime::supervisor::{Intensity, Strategy};
use tokio::time::sleep;

/// A restart count that only a quiet gap resets gives up here.
#[tokio::test(start_paused = true)]
async fn a_crash_every_4_9_seconds_does_not_exhaust_5_in_5_seconds() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a"]);
    spec.intensity = Intensity {
        restarts: 5,
        within: 5 * SECOND,
    };
    let tree = supervisor(spec, &world, &["a"]).start().await.unwrap();
    for _ in 0..50 {
        tell(&tree, "a", Msg::Crash).await;
        sleep(SECOND * 49 / 10).await;
    }
    assert_eq!(child(&tree, "a").restarts, 50);
}

/// Where the parent is told before the stop hook has run, two incarnations overlap.
#[tokio::test(start_paused = true)]
async fn two_incarnations_never_overlap() {
    let world = World::default();
    let names = ["a", "b", "c"];
    for strategy in [
        Strategy::OneForOne,
        Strategy::OneForAll,
        Strategy::RestForOne,
    ] {
        let mut spec = spec(strategy, &names);
        spec.intensity = Intensity {
            restarts: 1000,
            within: SECOND,
        };
        let tree = supervisor(spec, &world, &names).start().await.unwrap();
        let mut random = fastrand::Rng::with_seed(3);
        for _ in 0..100 {
            let name = names[random.usize(..3)];
            let message = if random.bool() { Msg::Crash } else { Msg::End };
            address(&tree, name).cast(message).await.unwrap();
            for _ in 0..random.usize(..20) {
                tokio::task::yield_now().await;
            }
        }
        tree.stop(SECOND).await;
        assert!(world.overlaps().is_empty() && world.alive().is_empty());
    }
}

/// A timer bound to an address goes on over a restart, once, and ends with the tree.
#[tokio::test(start_paused = true)]
async fn an_interval_neither_doubles_after_a_restart_nor_keeps_its_owner_alive() {
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a"]).await;
    let address = address(&tree, "a");
    let every = || Msg::Sleep(std::time::Duration::ZERO);
    tree.scheduler()
        .every(SECOND, Missed::Skip, &address, every)
        .unwrap();
    tell(&tree, "a", Msg::Crash).await;
    tell(&tree, "a", Msg::Crash).await;
    let before = address.stats().accepted;
    sleep(SECOND * 105 / 10).await;
    assert_eq!(address.stats().accepted - before, 10);
    let timers = tree.scheduler().clone();
    tree.stop(SECOND).await;
    assert!(world.alive().is_empty() && timers.list().is_empty());
}

/// Children that send to each other while they start.
#[tokio::test(start_paused = true)]
async fn a_mailbox_of_one_does_not_deadlock_the_start() {
    let world = World::default();
    let names = ["a", "b", "c"];
    let mut spec = spec(Strategy::OneForOne, &names);
    for child in &mut spec.children {
        child.mailbox = Options {
            capacity: 1,
            overflow: Overflow::Wait,
        };
    }
    let start = supervisor(spec, &world, &names).start();
    let tree = tokio::time::timeout(SECOND, start).await.unwrap().unwrap();
    for name in names {
        assert_eq!(address(&tree, name).call(SECOND, Msg::Ask).await, Ok(1));
    }
}

/// Messages of one sender arrive in order, over full mailboxes and restarts.
#[tokio::test(start_paused = true)]
async fn messages_never_reorder() {
    use otp_runtime::server::{Context, Server};
    use std::sync::{Arc, Mutex};
    type Seen = Arc<Mutex<Vec<u32>>>;
    struct Order(Seen);
    impl Server for Order {
        type Args = Seen;
        type Message = u32;
        type Error = &'static str;
        async fn init(seen: Seen, _: &mut Context<Self>) -> Result<Self, Self::Error> {
            Ok(Self(seen))
        }
        async fn handle(&mut self, n: u32, _: &mut Context<Self>) -> Result<(), Self::Error> {
            self.0.lock().unwrap().push(n);
            if n.is_multiple_of(7) {
                Err("now and then")
            } else {
                Ok(())
            }
        }
    }
    let seen = Seen::default();
    let mut spec = spec(Strategy::OneForOne, &["order"]);
    spec.intensity.restarts = 1000;
    spec.children[0].mailbox.capacity = 5;
    let tree = otp_runtime::supervisor::Supervisor::new(spec)
        .server::<Order>("order", seen.clone())
        .start()
        .await
        .unwrap();
    let address = tree.name::<Order>("order").unwrap();
    for n in 0..500 {
        address.cast(n).await.unwrap();
    }
    while address.stats().depth > 0 {
        sleep(SECOND).await;
    }
    assert_eq!(*seen.lock().unwrap(), (0..500).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_panicking_terminate_does_not_take_the_tree_down() {
    use otp_runtime::exit::ExitReason;
    use otp_runtime::server::{Context, Server};
    #[derive(Clone)]
    struct BadEnd;
    impl Server for BadEnd {
        type Args = ();
        type Message = ();
        type Error = &'static str;
        async fn init((): (), _: &mut Context<Self>) -> Result<Self, Self::Error> {
            Ok(Self)
        }
        async fn handle(&mut self, (): (), _: &mut Context<Self>) -> Result<(), Self::Error> {
            Err("as told")
        }
        async fn terminate(&mut self, _: &ExitReason, _: &mut Context<Self>) {
            panic!("in terminate");
        }
    }
    let world = World::default();
    let tree = supervisor(spec(Strategy::OneForOne, &["a", "bad"]), &world, &["a"])
        .server::<BadEnd>("bad", ())
        .start()
        .await
        .unwrap();
    let bad = tree.name::<BadEnd>("bad").unwrap();
    bad.cast(()).await.unwrap();
    settle().await;
    assert_eq!(child(&tree, "bad").restarts, 1);
    assert_eq!(address(&tree, "a").call(SECOND, Msg::Ask).await, Ok(1));
    assert!(tree.stop(SECOND).await.exit.reason.is_clean());
}

/// Crashes in the middle of messages, on a seed: every call is answered or told, and the tree works afterwards.
#[tokio::test(start_paused = true)]
async fn chaos_leaves_a_working_tree() {
    use otp_runtime::testing::Chaos;
    let world = World::default();
    let names = ["a", "b", "c"];
    let mut spec = spec(Strategy::OneForAll, &names);
    spec.intensity = Intensity {
        restarts: 1000,
        within: SECOND,
    };
    let tree = supervisor(spec, &world, &names).start().await.unwrap();
    let mut chaos = names.iter().fold(Chaos::with_seed(11), |chaos, name| {
        chaos.victim(&address(&tree, name))
    });
    let mut struck = 0;
    for _ in 0..100 {
        for name in names {
            let _ = address(&tree, name).try_cast(Msg::Sleep(SECOND));
        }
        settle().await;
        struck += u32::from(chaos.strike());
        sleep(2 * SECOND).await;
    }
    assert!(struck > 50);
    sleep(SECOND * 1000).await;
    for name in names {
        assert!(address(&tree, name).call(SECOND, Msg::Ask).await.is_ok());
        let reason = child(&tree, name).last_reason.unwrap();
        assert!(
            reason.contains("on purpose")
                || reason.contains("stopped")
                || reason.contains("aborted")
        );
    }
    assert!(world.overlaps().is_empty());
}

#[tokio::test(start_paused = true)]
async fn many_children_start_in_order_and_stop_in_reverse() {
    let world = World::default();
    let names: Vec<&'static str> = (0..50)
        .map(|n| &*Box::leak(format!("child {n}").into_boxed_str()))
        .collect();
    let tree = supervisor(spec(Strategy::OneForOne, &names), &world, &names)
        .start()
        .await
        .unwrap();
    let started: Vec<_> = names.iter().map(|name| format!("{name} starts")).collect();
    assert_eq!(world.log(), started);
    tree.stop(60 * SECOND).await;
    let gone: Vec<_> = world
        .log()
        .into_iter()
        .filter(|entry| entry.ends_with("gone"))
        .collect();
    let expected: Vec<_> = names
        .iter()
        .rev()
        .map(|name| format!("{name} is gone"))
        .collect();
    assert_eq!(gone, expected);
}

#[tokio::test(start_paused = true)]
async fn an_old_address_reaches_the_new_incarnation() {
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a"]).await;
    let old = address(&tree, "a");
    tell(&tree, "a", Msg::Crash).await;
    assert_eq!(old.call(SECOND, Msg::Kept).await, Ok(2));
    // A stop through it ends the incarnation that runs, and the tree goes on.
    old.cast(Msg::End).await.unwrap();
    assert_eq!(old.call(SECOND, Msg::Kept).await, Ok(3));
}

#[tokio::test(start_paused = true)]
async fn a_mailbox_never_holds_more_than_its_capacity() {
    let world = World::default();
    let mut spec = spec(Strategy::OneForOne, &["a"]);
    spec.children[0].mailbox.capacity = 3;
    let tree = supervisor(spec, &world, &["a"]).start().await.unwrap();
    let a = address(&tree, "a");
    a.cast(Msg::Sleep(100 * SECOND)).await.unwrap();
    settle().await;
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let a = a.clone();
        senders.spawn(async move { a.cast(Msg::Sleep(SECOND)).await.is_ok() });
    }
    settle().await;
    let stats = a.stats();
    assert_eq!((stats.depth, stats.waiting), (3, 17));
    assert!(a.try_cast(Msg::Sleep(SECOND)).is_err());
    assert!(senders.join_all().await.into_iter().all(|sent| sent));
}

#[tokio::test(start_paused = true)]
async fn a_name_is_not_poisoned_by_a_failed_start() {
    use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
    let world = World::default();
    let tree = Supervisor::new(Spec::default()).start().await.unwrap();
    world.refuse("a", true);
    let start = || tree.start_server::<Probe>(ChildSpec::new("a"), (world.clone(), "a"));
    start().await.unwrap_err();
    world.refuse("a", false);
    let a = start().await.unwrap();
    assert_eq!(a.call(SECOND, Msg::Ask).await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_never_silent() {
    use otp_runtime::exit::ExitReason;
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a"]).await;
    let a = address(&tree, "a");
    let monitor = a.monitor();
    let asked = a.call(SECOND, Msg::CrashIn).await;
    assert!(
        asked.is_err_and(|error| !error.is_not_started()),
        "its caller hears of it"
    );
    let exit = monitor.await;
    assert!(
        matches!(exit.reason, ExitReason::Panicked(_)),
        "who watches hears of it"
    );
    settle().await;
    let reason = child(&tree, "a").last_reason;
    assert_eq!(
        reason.as_deref(),
        Some("panicked: told to crash in hand"),
        "and the tree"
    );
}

/// By counting and not by the clock: a hundred thousand cancellations among as many timers would not end if each looked
/// at all of them.
#[tokio::test(start_paused = true)]
async fn cancelling_a_timer_does_not_search_the_others() {
    use otp_runtime::scheduler::Scheduler;
    let (sender, _receiver) = tokio::sync::mpsc::channel::<u32>(1);
    let scheduler = Scheduler::start().unwrap();
    let timers: Vec<_> = (0..100_000)
        .map(|n| {
            scheduler
                .after(SECOND * (n % 5000 + 1), &sender, n)
                .unwrap()
        })
        .collect();
    assert!(timers.iter().all(|&timer| scheduler.cancel(timer)));
    assert!(scheduler.list().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_crashing_message_is_not_delivered_again() {
    let world = World::default();
    let tree = tree(Strategy::OneForOne, &world, &["a"]).await;
    tell(&tree, "a", Msg::Crash).await;
    sleep(60 * SECOND).await;
    assert_eq!(child(&tree, "a").restarts, 1);
    assert_eq!(address(&tree, "a").call(SECOND, Msg::Ask).await, Ok(1));
}
