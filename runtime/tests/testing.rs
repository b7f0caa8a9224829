//! What `otp_runtime::testing` promises, beside `cancel_at_every_await`, which is tested where it stands.

use std::time::Duration;

use otp_runtime::exit::ExitReason;
use otp_runtime::mailbox::CallError;
use otp_runtime::server::{Context, Reply, Server};
use otp_runtime::testing::{Harness, pass, settle};

/// Sums, a bit at a time where told so.
#[derive(Debug)]
struct Sum {
    total: u64,
    kept: Vec<Reply<u64>>,
}

enum Msg {
    Add(u64),
    AddSoon(u64),
    Total(Reply<u64>),
    Forget(Reply<u64>),
    Keep(Reply<u64>),
    Stop,
    Fail,
}

impl Server for Sum {
    type Args = Option<u64>;
    type Message = Msg;
    type Error = &'static str;

    async fn init(total: Self::Args, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        let total = total.ok_or("nothing to start from")?;
        Ok(Self {
            total,
            kept: Vec::new(),
        })
    }

    async fn handle(
        &mut self,
        message: Msg,
        context: &mut Context<Self>,
    ) -> Result<(), &'static str> {
        match message {
            Msg::Add(n) => self.total += n,
            Msg::AddSoon(n) => {
                for _ in 0..n {
                    context
                        .address()
                        .try_cast(Msg::Add(1))
                        .map_err(|_| "full")?;
                }
            }
            Msg::Total(reply) => reply.send(self.total),
            Msg::Forget(reply) => drop(reply),
            Msg::Keep(reply) => self.kept.push(reply),
            Msg::Stop => context.stop(),
            Msg::Fail => return Err("as told"),
        }
        Ok(())
    }

    async fn terminate(&mut self, reason: &ExitReason, _: &mut Context<Self>) {
        if reason.is_clean() {
            self.total = 0;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_runs_in_the_tests_own_hands() {
    assert_eq!(
        Harness::<Sum>::start(None).await.unwrap_err(),
        "nothing to start from"
    );
    let mut sum = Harness::<Sum>::start(Some(1)).await.unwrap();
    sum.handle(Msg::Add(2)).await.unwrap();
    assert_eq!(sum.state().total, 3);
    sum.state_mut().total = 10;
    assert_eq!(sum.call(Msg::Total).await, Ok(Ok(10)));
    assert_eq!(sum.call(Msg::Forget).await, Ok(Err(CallError::Unanswered)));
    let kept = sum.call(Msg::Keep).await;
    assert_eq!(kept, Ok(Err(CallError::TimedOut(Duration::ZERO))));
    assert!(!sum.state().kept[0].is_wanted());
    assert_eq!(sum.handle(Msg::Fail).await, Err("as told"));
    assert_eq!(sum.terminate(ExitReason::Normal).await.total, 0);
}

#[tokio::test(start_paused = true)]
async fn what_others_and_the_server_itself_send_is_handled_when_the_test_says_so() {
    let mut sum = Harness::<Sum>::start(Some(0)).await.unwrap();
    let address = sum.address().clone();
    address.cast(Msg::Add(5)).await.unwrap();
    address.cast(Msg::AddSoon(3)).await.unwrap();
    assert_eq!(sum.state().total, 0);
    assert_eq!(sum.work().await, Ok(5));
    assert_eq!(sum.state().total, 8);
    address.cast(Msg::Stop).await.unwrap();
    address.cast(Msg::Add(1)).await.unwrap();
    assert_eq!(sum.work().await, Ok(1), "nothing is handled after a stop");
    assert!(sum.is_stopping());
    drop(sum);
    assert!(
        address.is_closed(),
        "nobody waits for a server that is gone"
    );
}

#[tokio::test(start_paused = true)]
async fn time_passes_with_everything_that_is_due_in_it() {
    let start = tokio::time::Instant::now();
    let task = tokio::spawn(async move {
        let mut seen = Vec::new();
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_secs(2)).await;
            seen.push(start.elapsed().as_secs());
        }
        seen
    });
    pass(Duration::from_secs(5)).await;
    assert!(!task.is_finished());
    pass(Duration::from_secs(1)).await;
    assert!(task.is_finished());
    assert_eq!(task.await.unwrap(), [2, 4, 6], "nothing came late");

    let flag = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    for _ in 0..10 {
        let flag = flag.clone();
        tokio::spawn(async move {
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            flag.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        });
    }
    settle().await;
    assert_eq!(flag.load(std::sync::atomic::Ordering::SeqCst), 10);
}
