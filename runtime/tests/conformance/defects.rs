//! Known defects of other Rust runtimes, each as a test that ours does not have it.

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
