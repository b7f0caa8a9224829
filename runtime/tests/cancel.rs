//! Cancel safety of `cast`, `call`, `start` and `stop`, at every await, before and after what it waits for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use otp_runtime::mailbox::{Options, Overflow};
use otp_runtime::server::{self, Context, Reply, Server};
use otp_runtime::testing::{CancelPoint, cancel_at_every_await};

const SECOND: Duration = Duration::from_secs(1);

#[derive(Clone, Default)]
struct Counts {
    handled: Arc<AtomicU32>,
    alive: Arc<AtomicU32>,
}

struct Slow(Counts);

enum Msg {
    Cast,
    Call(Reply<u32>),
    Handled(Reply<u32>),
}

impl Drop for Slow {
    fn drop(&mut self) {
        self.0.alive.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Server for Slow {
    type Args = Counts;
    type Message = Msg;
    type Error = std::convert::Infallible;

    async fn init(counts: Counts, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        counts.alive.fetch_add(1, Ordering::SeqCst);
        let this = Self(counts);
        tokio::time::sleep(SECOND).await;
        Ok(this)
    }

    async fn handle(&mut self, message: Msg, _: &mut Context<Self>) -> Result<(), Self::Error> {
        if let Msg::Handled(reply) = message {
            reply.send(self.0.handled.load(Ordering::SeqCst));
            return Ok(());
        }
        tokio::time::sleep(SECOND).await;
        let handled = self.0.handled.fetch_add(1, Ordering::SeqCst) + 1;
        if let Msg::Call(reply) = message {
            reply.send(handled);
        }
        Ok(())
    }
}

async fn slow(counts: &Counts) -> server::Process<Msg> {
    let mailbox = Options {
        capacity: 1,
        overflow: Overflow::Wait,
    };
    server::builder::<Slow>()
        .mailbox(mailbox)
        .start(counts.clone())
        .await
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_cast_is_handled_once_or_never_and_blocks_nobody() {
    let counts = Counts::default();
    let process = slow(&counts).await;
    let address = process.address();
    let points = cancel_at_every_await(
        || async {
            // One in hand and one in the mailbox, so that the third has to wait.
            address.cast(Msg::Cast).await.unwrap();
            tokio::task::yield_now().await;
            address.cast(Msg::Cast).await.unwrap();
            address.cast(Msg::Cast).await.unwrap();
        },
        |point| {
            let counter = counts.handled.clone();
            async move {
                // Queued behind everything that was accepted.
                address.call(10 * SECOND, Msg::Handled).await.unwrap();
                let handled = counter.swap(0, Ordering::SeqCst);
                match point {
                    CancelPoint::Completed => assert_eq!(handled, 3),
                    CancelPoint::Early(_) | CancelPoint::Late(_) => {
                        assert!((1..=3).contains(&handled), "{point:?}: {handled}");
                    }
                }
                assert_eq!(address.stats().waiting, 0, "{point:?}");
            }
        },
    )
    .await;
    assert!(points >= 2);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_call_leaves_the_server_working() {
    let counts = Counts::default();
    let process = slow(&counts).await;
    let address = process.address();
    let points = cancel_at_every_await(
        || async { address.call(5 * SECOND, Msg::Call).await.unwrap() },
        |point| async move {
            assert!(
                address.call(10 * SECOND, Msg::Call).await.is_ok(),
                "{point:?}"
            );
            assert_eq!(address.stats().depth, 0);
        },
    )
    .await;
    assert!(points >= 1);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_start_leaves_no_process_behind() {
    let counts = Counts::default();
    let points = cancel_at_every_await(
        || async {
            slow(&counts).await.stop().await.unwrap();
        },
        |point| {
            let alive = counts.alive.clone();
            async move {
                tokio::time::sleep(20 * SECOND).await;
                assert_eq!(alive.load(Ordering::SeqCst), 0, "{point:?}");
            }
        },
    )
    .await;
    assert!(points >= 2);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_stop_still_stops() {
    let counts = Counts::default();
    let points = cancel_at_every_await(
        || async {
            let process = slow(&counts).await;
            process.address().cast(Msg::Cast).await.unwrap();
            tokio::task::yield_now().await;
            process.stop().await.unwrap();
        },
        |point| {
            let alive = counts.alive.clone();
            async move {
                tokio::time::sleep(20 * SECOND).await;
                assert_eq!(alive.load(Ordering::SeqCst), 0, "{point:?}");
            }
        },
    )
    .await;
    assert!(points >= 3);
}
