//! What `otp_runtime::select` promises, one test a sentence.

use std::sync::Arc;
use std::time::Duration;

use otp_runtime::select::Events;
use otp_runtime::testing::cancel_at_every_await;
use tokio::sync::{Mutex, mpsc};
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// Two messages make one record: dropped between them, the first is lost.
async fn pair(receiver: &mut mpsc::Receiver<u32>) -> Option<(u32, u32)> {
    Some((receiver.recv().await?, receiver.recv().await?))
}

fn pairs_and_ticks(receiver: mpsc::Receiver<u32>) -> Events<'static, Option<(u32, u32)>> {
    let mut events = Events::new();
    events.arm(receiver, |mut receiver| async move {
        let pair = pair(&mut receiver).await?;
        Some((Some(pair), receiver))
    });
    events.arm((), |()| async {
        sleep(SECOND).await;
        Some((None, ()))
    });
    events
}

fn feed() -> mpsc::Receiver<u32> {
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        for n in 0..6 {
            sleep(SECOND * 7 / 10).await;
            if sender.send(n).await.is_err() {
                return;
            }
        }
    });
    receiver
}

#[tokio::test(start_paused = true)]
async fn no_arm_is_dropped_half_way_when_another_wins() {
    let mut events = pairs_and_ticks(feed());
    let mut pairs = Vec::new();
    let mut ticks = 0;
    while pairs.len() < 3 {
        match events.next().await.unwrap() {
            Some(pair) => pairs.push(pair),
            None => ticks += 1,
        }
    }
    assert_eq!(pairs, [(0, 1), (2, 3), (4, 5)]);
    assert!(ticks >= 3);

    // The same with `select!` loses: the test would notice.
    let mut receiver = feed();
    let mut tick = tokio::time::interval(SECOND);
    let mut pairs = Vec::new();
    loop {
        tokio::select! {
            pair = pair(&mut receiver) => match pair {
                Some(pair) => pairs.push(pair),
                None => break,
            },
            _ = tick.tick() => {}
        }
    }
    assert_ne!(pairs, [(0, 1), (2, 3), (4, 5)]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_may_wait_for_what_an_arm_holds() {
    let lock = Arc::new(Mutex::new(()));
    let mut events = Events::new();
    let held = lock.clone();
    events.once(async move {
        let _guard = held.lock().await;
        sleep(2 * SECOND).await;
        "arm"
    });
    events.once(async {
        sleep(SECOND).await;
        "tick"
    });
    assert_eq!(events.next().await, Some("tick"));
    let start = Instant::now();
    let taken = events.alongside(timeout(10 * SECOND, lock.lock())).await;
    assert!(taken.is_ok());
    assert_eq!(start.elapsed().as_secs(), 1);
    assert_eq!(events.next().await, Some("arm"));
    assert_eq!(events.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn an_arm_that_is_always_ready_does_not_starve_the_others() {
    let mut events = Events::new();
    for name in ["a", "b", "c"] {
        events.arm((), move |()| async move { Some((name, ())) });
    }
    let mut seen = Vec::new();
    for _ in 0..6 {
        seen.push(events.next().await.unwrap());
    }
    assert_eq!(seen, ["a", "b", "c", "a", "b", "c"]);
}

#[tokio::test(start_paused = true)]
async fn an_event_that_came_during_a_handler_is_kept_and_not_overtaken() {
    let mut events = Events::new();
    let (sender, receiver) = mpsc::channel(8);
    events.arm(receiver, |mut receiver: mpsc::Receiver<u32>| async move {
        Some((receiver.recv().await?, receiver))
    });
    events
        .alongside(async {
            for n in 0..3 {
                sender.send(n).await.unwrap();
                sleep(SECOND).await;
            }
        })
        .await;
    assert_eq!(
        sender.capacity(),
        6,
        "one held by the arm, two still in the channel"
    );
    for n in 0..3 {
        assert_eq!(events.next().await, Some(n));
    }
}

#[tokio::test(start_paused = true)]
async fn arms_that_end_are_forgotten_and_removed_ones_are_dropped() {
    let mut events: Events<'_, u8> = Events::new();
    let (sender, receiver) = mpsc::channel::<u8>(1);
    let id = events.arm(receiver, |mut receiver| async move {
        Some((receiver.recv().await?, receiver))
    });
    events.once(async { 1 });
    assert_eq!(events.next().await, Some(1));
    assert!(events.remove(id));
    assert!(!events.remove(id));
    assert!(sender.is_closed());
    assert_eq!(events.next().await, None);
    assert!(events.is_finished());
}

#[tokio::test(start_paused = true)]
async fn a_loop_over_events_can_be_spawned() {
    let mut events = Events::new();
    events.once(async { 1 });
    events.once(async { 2 });
    let looped = tokio::spawn(async move {
        let mut sum = 0;
        while let Some(n) = events.next().await {
            events
                .alongside(async {
                    sleep(SECOND).await;
                    sum += n;
                })
                .await;
        }
        sum
    });
    assert_eq!(looped.await.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_next_loses_nothing() {
    let source = Mutex::new(pairs_and_ticks(feed()));
    let pairs = std::cell::RefCell::new(Vec::new());
    cancel_at_every_await(
        || async {
            while pairs.borrow().len() < 3 {
                let mut events = source.try_lock().unwrap();
                if let Some(pair) = events.next().await.unwrap() {
                    pairs.borrow_mut().push(pair);
                }
            }
        },
        |_| async {},
    )
    .await;
    assert_eq!(*pairs.borrow(), [(0, 1), (2, 3), (4, 5)]);
}
