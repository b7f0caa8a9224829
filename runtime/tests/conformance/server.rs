//! OTP's `gen_server`, sentence by sentence, where `tests/server.rs` does not say it already.

use std::time::Duration;

use otp_runtime::exit::ExitReason;
use otp_runtime::mailbox::CallError;
use otp_runtime::server::{self, Context, Reply, Server, StartError};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

use crate::probe::{SECOND, settle};

enum Msg {
    /// Answered after this time.
    Slow(Duration, Reply<u32>),
    /// Whether the answer was wanted.
    Watched(Duration, Reply<u32>, oneshot::Sender<bool>),
    Keep(Reply<u32>),
    AnswerKept,
    Stop,
    Panic,
}

#[derive(Default)]
struct Desk {
    kept: Vec<Reply<u32>>,
    answered: u32,
    told: Option<oneshot::Sender<String>>,
}

/// What `init` does.
enum How {
    Well,
    Stops(oneshot::Sender<String>),
    Slowly,
}

impl Server for Desk {
    type Args = How;
    type Message = Msg;
    type Error = &'static str;

    async fn init(how: How, context: &mut Context<Self>) -> Result<Self, Self::Error> {
        let mut desk = Self::default();
        match how {
            How::Well => {}
            How::Stops(told) => {
                desk.told = Some(told);
                context.stop();
            }
            How::Slowly => sleep(100 * SECOND).await,
        }
        Ok(desk)
    }

    async fn handle(
        &mut self,
        message: Msg,
        context: &mut Context<Self>,
    ) -> Result<(), Self::Error> {
        match message {
            Msg::Slow(time, reply) => {
                sleep(time).await;
                self.answered += 1;
                reply.send(self.answered);
            }
            Msg::Watched(time, reply, wanted) => {
                sleep(time).await;
                let _ = wanted.send(reply.is_wanted());
                assert!(reply.deliver(0).is_err(), "it comes back");
            }
            Msg::Keep(reply) => self.kept.push(reply),
            Msg::AnswerKept => self.kept.drain(..).for_each(|reply| reply.send(7)),
            Msg::Stop => context.stop(),
            Msg::Panic => panic!("boom"),
        }
        Ok(())
    }

    async fn terminate(&mut self, reason: &ExitReason, _: &mut Context<Self>) {
        if let Some(told) = self.told.take() {
            let _ = told.send(reason.to_string());
        }
    }
}

async fn desk() -> server::Process<Msg> {
    server::start::<Desk>(How::Well).await.unwrap()
}

/// "If the caller catches the failure and the server is just late with the reply, it can arrive at any time later":
/// here it cannot, because each answer has its own way back.
#[tokio::test(start_paused = true)]
async fn a_late_answer_is_never_taken_for_another() {
    let desk = desk().await;
    let address = desk.address();
    let slow = |time| address.call(SECOND, move |reply| Msg::Slow(time, reply));
    assert_eq!(slow(2 * SECOND).await, Err(CallError::TimedOut(SECOND)));
    assert_eq!(
        address
            .call(5 * SECOND, |reply| Msg::Slow(SECOND, reply))
            .await,
        Ok(2)
    );
    let (tell, told) = oneshot::channel();
    let watched = address.call(SECOND, |reply| Msg::Watched(2 * SECOND, reply, tell));
    assert_eq!(watched.await, Err(CallError::TimedOut(SECOND)));
    assert_eq!(
        told.await,
        Ok(false),
        "the server can see that nobody waits"
    );
}

/// "The reply can be given by another process, or later": `gen_server:reply/2`.
#[tokio::test(start_paused = true)]
async fn an_answer_may_be_given_later() {
    let desk = desk().await;
    let address = desk.address().clone();
    let asked = tokio::spawn({
        let address = address.clone();
        async move { address.call(5 * SECOND, Msg::Keep).await }
    });
    settle().await;
    address.cast(Msg::AnswerKept).await.unwrap();
    assert_eq!(asked.await.unwrap(), Ok(7));
}

/// "If the server terminates during the call, the caller gets its reason": also where the reply was kept for later.
#[tokio::test(start_paused = true)]
async fn a_kept_reply_dies_with_its_process() {
    let desk = desk().await;
    let address = desk.address().clone();
    let asked = tokio::spawn({
        let address = address.clone();
        async move { address.call(100 * SECOND, Msg::Keep).await }
    });
    settle().await;
    let start = Instant::now();
    address.cast(Msg::Panic).await.unwrap();
    assert_eq!(asked.await.unwrap(), Err(CallError::Unanswered));
    assert_eq!(start.elapsed(), Duration::ZERO, "at once");
}

/// "A monitor on a process that does not exist delivers at once."
#[tokio::test(start_paused = true)]
async fn a_monitor_of_a_process_that_has_ended_delivers_at_once() {
    let desk = desk().await;
    let address = desk.address().clone();
    address.cast(Msg::Panic).await.unwrap();
    desk.ended().await;
    let exit = address.monitor().await;
    assert_eq!(exit.reason.to_string(), "panicked: boom");
    assert_eq!(exit.incarnation, address.incarnation());
}

/// "If a callback returns `{stop, normal, State}`, `terminate` is called with that reason", from `init` on.
#[tokio::test(start_paused = true)]
async fn a_server_may_stop_itself_in_init_and_terminate_is_told() {
    let (tell, told) = oneshot::channel();
    let process = server::start::<Desk>(How::Stops(tell)).await.unwrap();
    assert!(matches!(process.ended().await.reason, ExitReason::Normal));
    assert_eq!(told.await.as_deref(), Ok("ended normally"));
}

/// "`{timeout, Time}`: the process is terminated and the start function returns `{error, timeout}`."
#[tokio::test(start_paused = true)]
async fn an_init_that_is_too_slow_is_ended_and_its_starter_told() {
    let start = Instant::now();
    let builder = server::builder::<Desk>().start_deadline(3 * SECOND);
    let refused = builder.start(How::Slowly).await.unwrap_err();
    assert!(matches!(refused, StartError::TimedOut(time) if time == 3 * SECOND));
    assert_eq!(start.elapsed(), 3 * SECOND);
}

/// What was sent before a normal stop and never taken is no answer either.
#[tokio::test(start_paused = true)]
async fn a_call_behind_a_stop_was_not_started() {
    let desk = desk().await;
    let address = desk.address();
    address.try_cast(Msg::Stop).unwrap();
    let behind = address.call(SECOND, Msg::Keep).await.unwrap_err();
    assert_eq!(behind, CallError::Ended);
    assert!(behind.is_not_started());
}
