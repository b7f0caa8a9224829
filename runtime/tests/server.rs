//! What `otp_runtime::server` and `mailbox` promise, one test a sentence.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::exit::ExitReason;
use otp_runtime::mailbox::{CallError, CastError, Options, Overflow};
use otp_runtime::server::{self, Context, Process, Reply, Server, StartError};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// Everything that happened, in order.
type Log = Arc<Mutex<Vec<String>>>;

fn log() -> Log {
    Log::default()
}

fn entries(log: &Log) -> Vec<String> {
    log.lock().unwrap().clone()
}

/// A server whose messages make it do each of the things that can go wrong.
struct Probe {
    log: Log,
    kept: Vec<Reply<u32>>,
}

enum Msg {
    Note(&'static str),
    Ask(Reply<u32>),
    Forget(Reply<u32>),
    Keep(Reply<u32>),
    Panic,
    PanicInCall(Reply<u32>),
    Fail,
    Stop,
    Wait(Arc<Semaphore>),
    Sleep(Duration),
    CallSelf(oneshot::Sender<Result<u32, CallError>>),
    Link(server::Address<Msg>),
    Watch(server::Address<Msg>),
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.log.lock().unwrap().push("dropped".into());
    }
}

impl Server for Probe {
    type Args = Log;
    type Message = Msg;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    async fn init(log: Log, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self {
            log,
            kept: Vec::new(),
        })
    }

    async fn handle(&mut self, msg: Msg, context: &mut Context<Self>) -> Result<(), Self::Error> {
        match msg {
            Msg::Note(what) => self.log.lock().unwrap().push(what.into()),
            Msg::Ask(reply) => reply.send(7),
            Msg::Forget(reply) => drop(reply),
            Msg::Keep(reply) => self.kept.push(reply),
            Msg::Panic => panic!("boom"),
            Msg::PanicInCall(_reply) => panic!("boom in hand"),
            Msg::Fail => return Err("no disk".into()),
            Msg::Stop => context.stop(),
            Msg::Wait(gate) => gate.acquire().await?.forget(),
            Msg::Sleep(time) => sleep(time).await,
            Msg::CallSelf(tell) => {
                let _ = tell.send(context.address().call(SECOND, Msg::Ask).await);
            }
            Msg::Link(other) => context.link(&other),
            Msg::Watch(other) => context.monitor(&other, |exit| {
                Msg::Note(if exit.reason.is_clean() {
                    "other ended"
                } else {
                    "other crashed"
                })
            }),
        }
        Ok(())
    }

    async fn terminate(&mut self, reason: &ExitReason, _: &mut Context<Self>) {
        self.log
            .lock()
            .unwrap()
            .push(format!("terminate: {reason}"));
    }
}

async fn probe(log: &Log) -> Process<Msg> {
    server::start::<Probe>(log.clone()).await.unwrap()
}

async fn probe_with(log: &Log, capacity: usize, overflow: Overflow) -> Process<Msg> {
    let mailbox = Options { capacity, overflow };
    server::builder::<Probe>()
        .mailbox(mailbox)
        .start(log.clone())
        .await
        .unwrap()
}

/// Makes the probe wait inside a message until a permit is given.
async fn hold(process: &Process<Msg>) -> Arc<Semaphore> {
    let gate = Arc::new(Semaphore::new(0));
    process
        .address()
        .cast(Msg::Wait(gate.clone()))
        .await
        .unwrap();
    settle().await;
    gate
}

/// Lets every other task run until it waits.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_brings_the_answer() {
    let process = probe(&log()).await;
    assert_eq!(process.address().call(SECOND, Msg::Ask).await, Ok(7));
}

#[tokio::test(start_paused = true)]
async fn messages_are_handled_in_the_order_in_which_they_were_sent() {
    let log = log();
    let process = probe_with(&log, 2, Overflow::Wait).await;
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    for name in names {
        process.address().cast(Msg::Note(name)).await.unwrap();
    }
    process.address().call(SECOND, Msg::Ask).await.unwrap();
    assert_eq!(entries(&log), names);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_reply_answers_the_caller_at_once() {
    let process = probe(&log()).await;
    let start = Instant::now();
    let answer = process.address().call(SECOND, Msg::Forget).await;
    assert_eq!(answer, Err(CallError::Unanswered));
    assert!(answer.unwrap_err().is_unknown());
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_deadline_and_never_early() {
    let process = probe(&log()).await;
    let start = Instant::now();
    let answer = process.address().call(SECOND, Msg::Keep).await;
    assert_eq!(answer, Err(CallError::TimedOut(SECOND)));
    assert!(start.elapsed() >= SECOND);
    assert!(start.elapsed() <= SECOND + Duration::from_millis(50));
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_hand_leaves_the_call_unknown_and_the_queued_ones_not_started() {
    let process = probe(&log()).await;
    let gate = hold(&process).await;
    let address = process.address().clone();
    let in_hand = tokio::spawn({
        let address = address.clone();
        async move { address.call(SECOND, Msg::PanicInCall).await }
    });
    settle().await;
    let queued = tokio::spawn(async move { address.call(SECOND, Msg::Ask).await });
    settle().await;
    gate.add_permits(1);
    assert_eq!(in_hand.await.unwrap(), Err(CallError::Unanswered));
    let queued = queued.await.unwrap().unwrap_err();
    assert_eq!(queued, CallError::Ended);
    assert!(queued.is_not_started());
}

#[tokio::test(start_paused = true)]
async fn a_process_that_calls_itself_is_refused() {
    let process = probe(&log()).await;
    let (tell, told) = oneshot::channel();
    process.address().cast(Msg::CallSelf(tell)).await.unwrap();
    assert_eq!(told.await.unwrap(), Err(CallError::SelfCall));
}

/// `init` begins in the starter's task, which must not make the starter and the process the same to anybody.
#[tokio::test(start_paused = true)]
async fn a_starter_may_call_its_process_at_once_and_an_init_may_not_call_itself() {
    struct Asks(Option<CallError>);
    impl Server for Asks {
        type Args = bool;
        type Message = Reply<Option<CallError>>;
        type Error = &'static str;
        async fn init(slow: bool, context: &mut Context<Self>) -> Result<Self, Self::Error> {
            if slow {
                tokio::time::sleep(SECOND).await;
            }
            let asked = context.address().call(SECOND, |reply| reply).await;
            Ok(Self(asked.err()))
        }
        async fn handle(
            &mut self,
            reply: Self::Message,
            _: &mut Context<Self>,
        ) -> Result<(), Self::Error> {
            reply.send(self.0.clone());
            Ok(())
        }
    }
    for slow in [false, true] {
        let asked = tokio::spawn(async move {
            let process = server::start::<Asks>(slow).await.unwrap();
            process.address().call(SECOND, |reply| reply).await
        });
        assert_eq!(asked.await.unwrap(), Ok(Some(CallError::SelfCall)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_without_time_is_refused_before_anything_is_sent() {
    let process = probe(&log()).await;
    let answer = process.address().call(Duration::ZERO, Msg::Ask).await;
    assert_eq!(answer, Err(CallError::NoTime));
    assert_eq!(process.address().stats().accepted, 0);
}

#[tokio::test(start_paused = true)]
async fn a_full_mailbox_refuses_try_cast_and_gives_the_message_back() {
    let process = probe_with(&log(), 1, Overflow::Wait).await;
    let gate = hold(&process).await;
    process.address().try_cast(Msg::Note("fits")).unwrap();
    let refused = process.address().try_cast(Msg::Note("mine")).unwrap_err();
    assert!(refused.is_retryable());
    assert!(matches!(refused, CastError::Full(Msg::Note("mine"))));
    assert_eq!(process.address().stats().refused, 1);
    assert_eq!(process.address().stats().depth, 1);
    gate.add_permits(1);
}

#[tokio::test(start_paused = true)]
async fn a_cast_waits_for_room_and_the_first_to_wait_is_the_first_in() {
    let log = log();
    let process = probe_with(&log, 1, Overflow::Wait).await;
    let gate = hold(&process).await;
    process.address().cast(Msg::Note("first")).await.unwrap();
    let mut waiting = Vec::new();
    for name in ["second", "third", "fourth"] {
        let address = process.address().clone();
        waiting.push(tokio::spawn(
            async move { address.cast(Msg::Note(name)).await },
        ));
        settle().await;
    }
    assert_eq!(process.address().stats().waiting, 3);
    gate.add_permits(1);
    for task in waiting {
        task.await.unwrap().unwrap();
    }
    process.address().call(SECOND, Msg::Ask).await.unwrap();
    assert_eq!(entries(&log), ["first", "second", "third", "fourth"]);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_cast_takes_its_message_out_of_the_line() {
    let log = log();
    let process = probe_with(&log, 1, Overflow::Wait).await;
    let gate = hold(&process).await;
    process.address().cast(Msg::Note("first")).await.unwrap();
    tokio::time::timeout(SECOND, process.address().cast(Msg::Note("cancelled")))
        .await
        .unwrap_err();
    gate.add_permits(1);
    process.address().call(SECOND, Msg::Ask).await.unwrap();
    assert_eq!(entries(&log), ["first"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_finds_no_room_in_time_was_not_started() {
    let process = probe_with(&log(), 1, Overflow::Wait).await;
    let _gate = hold(&process).await;
    process.address().cast(Msg::Note("first")).await.unwrap();
    let answer = process.address().call(SECOND, Msg::Ask).await.unwrap_err();
    assert_eq!(answer, CallError::NoRoom(SECOND));
    assert!(answer.is_not_started() && answer.is_retryable());
    assert_eq!(process.address().stats().depth, 1);
}

#[tokio::test(start_paused = true)]
async fn each_policy_does_what_it_says_and_is_counted() {
    let kept = |overflow| async move {
        let log = log();
        let process = probe_with(&log, 2, overflow).await;
        let gate = hold(&process).await;
        let mut refused = 0;
        for name in ["a", "b", "c"] {
            refused += u32::from(process.address().cast(Msg::Note(name)).await.is_err());
        }
        let stats = process.address().stats();
        gate.add_permits(1);
        process.address().drain();
        process.address().closed().await;
        let mut kept = entries(&log);
        kept.retain(|entry| entry.len() == 1);
        (kept.concat(), refused, stats.refused, stats.dropped)
    };
    assert_eq!(kept(Overflow::Refuse).await, ("ab".into(), 1, 1, 0));
    assert_eq!(kept(Overflow::DropNewest).await, ("ab".into(), 0, 0, 1));
    assert_eq!(kept(Overflow::DropOldest).await, ("bc".into(), 0, 0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_by_policy_was_not_started() {
    let process = probe_with(&log(), 1, Overflow::DropOldest).await;
    let _gate = hold(&process).await;
    let address = process.address().clone();
    let oldest = tokio::spawn(async move { address.call(SECOND, Msg::Ask).await });
    settle().await;
    process.address().cast(Msg::Note("newer")).await.unwrap();
    assert_eq!(oldest.await.unwrap(), Err(CallError::Dropped));
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_an_exit_reason_and_skips_terminate() {
    let log = log();
    let process = probe(&log).await;
    process.address().cast(Msg::Panic).await.unwrap();
    let exit = process.ended().await;
    assert!(matches!(&exit.reason, ExitReason::Panicked(message) if &**message == "boom"));
    assert_eq!(exit.incarnation.number(), 1);
    assert_eq!(entries(&log), ["dropped"]);
}

#[tokio::test(start_paused = true)]
async fn an_error_is_an_exit_reason_and_terminate_is_told() {
    let log = log();
    let process = probe(&log).await;
    process.address().cast(Msg::Fail).await.unwrap();
    assert_eq!(process.ended().await.reason.to_string(), "failed: no disk");
    assert_eq!(entries(&log), ["terminate: failed: no disk", "dropped"]);
}

#[tokio::test(start_paused = true)]
async fn a_stop_acts_between_messages_and_leaves_the_rest_undelivered() {
    let log = log();
    let left = Log::default();
    let process = {
        let left = left.clone();
        server::builder::<Probe>()
            .undelivered(move |message| {
                if let Msg::Note(what) = message {
                    left.lock().unwrap().push(what.into());
                }
            })
            .start(log.clone())
            .await
            .unwrap()
    };
    let gate = hold(&process).await;
    for name in ["x", "y"] {
        process.address().cast(Msg::Note(name)).await.unwrap();
    }
    let stop = tokio::spawn(process.stop());
    settle().await;
    assert!(!stop.is_finished());
    gate.add_permits(1);
    assert!(matches!(
        stop.await.unwrap().unwrap().reason,
        ExitReason::Shutdown
    ));
    assert_eq!(entries(&log), ["terminate: stopped on request", "dropped"]);
    assert_eq!(entries(&left), ["x", "y"]);
}

#[tokio::test(start_paused = true)]
async fn a_stop_that_takes_too_long_aborts_without_terminate() {
    let log = log();
    let process = probe(&log).await;
    let _gate = hold(&process).await;
    let start = Instant::now();
    let exit = process.stop_within(3 * SECOND).await.unwrap();
    assert!(matches!(exit.reason, ExitReason::Aborted));
    assert_eq!(start.elapsed().as_secs(), 3);
    assert_eq!(entries(&log), ["dropped"]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_owner_stops_its_process_and_a_detached_one_lives_on() {
    let log = log();
    let process = probe(&log).await;
    let address = process.address().clone();
    drop(process);
    address.closed().await;
    assert!(matches!(
        address.cast(Msg::Stop).await,
        Err(CastError::Ended(Msg::Stop))
    ));

    let address = probe(&log).await.detach();
    settle().await;
    assert_eq!(address.call(SECOND, Msg::Ask).await, Ok(7));
    address.cast(Msg::Stop).await.unwrap();
    assert!(matches!(address.monitor().await.reason, ExitReason::Normal));
}

#[tokio::test(start_paused = true)]
async fn an_aborted_process_tells_its_watchers_and_answers_its_callers() {
    let process = probe(&log()).await;
    let _gate = hold(&process).await;
    let address = process.address().clone();
    let caller = tokio::spawn(async move { address.call(SECOND, Msg::Ask).await });
    settle().await;
    process.abort();
    assert!(matches!(process.ended().await.reason, ExitReason::Aborted));
    assert_eq!(caller.await.unwrap(), Err(CallError::Ended));
}

#[tokio::test(start_paused = true)]
async fn draining_handles_what_was_accepted_and_refuses_the_rest() {
    let log = log();
    let process = probe(&log).await;
    let gate = hold(&process).await;
    process.address().cast(Msg::Note("accepted")).await.unwrap();
    process.address().drain();
    assert!(matches!(
        process.address().try_cast(Msg::Stop),
        Err(CastError::Ended(_))
    ));
    gate.add_permits(1);
    assert!(matches!(process.ended().await.reason, ExitReason::Normal));
    assert_eq!(
        entries(&log),
        ["accepted", "terminate: ended normally", "dropped"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_link_pulls_the_other_side_down_unless_the_end_was_clean() {
    let log = log();
    let (one, two) = (probe(&log).await, probe(&log).await);
    one.address()
        .cast(Msg::Link(two.address().clone()))
        .await
        .unwrap();
    settle().await;
    two.address().cast(Msg::Panic).await.unwrap();
    assert_eq!(
        one.ended().await.reason.to_string(),
        "a linked process panicked: boom"
    );

    let (one, two) = (probe(&log).await, probe(&log).await);
    one.address()
        .cast(Msg::Link(two.address().clone()))
        .await
        .unwrap();
    settle().await;
    two.stop().await.unwrap();
    assert_eq!(one.address().call(SECOND, Msg::Ask).await, Ok(7));

    let dead = probe(&log).await;
    dead.address().cast(Msg::Panic).await.unwrap();
    dead.ended().await;
    one.address()
        .cast(Msg::Link(dead.address().clone()))
        .await
        .unwrap();
    assert!(matches!(one.ended().await.reason, ExitReason::Linked(_)));
}

#[tokio::test(start_paused = true)]
async fn a_monitor_delivers_a_message_even_into_a_full_mailbox() {
    let log = log();
    let one = probe_with(&log, 1, Overflow::Wait).await;
    let two = probe(&log).await;
    one.address()
        .cast(Msg::Watch(two.address().clone()))
        .await
        .unwrap();
    settle().await;
    let gate = hold(&one).await;
    one.address().cast(Msg::Note("fills it")).await.unwrap();
    two.address().cast(Msg::Panic).await.unwrap();
    two.ended().await;
    gate.add_permits(1);
    one.address().call(SECOND, Msg::Ask).await.unwrap();
    let seen: Vec<_> = entries(&log)
        .into_iter()
        .filter(|entry| entry != "dropped")
        .collect();
    assert_eq!(seen, ["fills it", "other crashed"]);
}

struct BadStart;

#[derive(Clone, Copy)]
enum How {
    Fail,
    Panic,
    Hang,
}

impl Server for BadStart {
    type Args = How;
    type Message = ();
    type Error = &'static str;
    async fn init(how: How, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        match how {
            How::Fail => Err("no database"),
            How::Panic => panic!("boom"),
            How::Hang => std::future::pending().await,
        }
    }
    async fn handle(&mut self, (): (), _: &mut Context<Self>) -> Result<(), Self::Error> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn the_starter_learns_why_init_failed() {
    let error = server::start::<BadStart>(How::Fail).await.unwrap_err();
    assert_eq!(error.to_string(), "init failed: no database");
    let error = server::start::<BadStart>(How::Panic).await.unwrap_err();
    assert!(matches!(error, StartError::Panicked(message) if &*message == "boom"));
    let start = Instant::now();
    let error = server::start::<BadStart>(How::Hang).await.unwrap_err();
    assert!(matches!(error, StartError::TimedOut(time) if time == 5 * SECOND));
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test]
async fn impossible_options_are_refused_before_anything_runs() {
    let mailbox = Options {
        capacity: 0,
        ..Options::default()
    };
    let error = server::builder::<BadStart>()
        .mailbox(mailbox)
        .start(How::Panic)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "a mailbox needs a capacity of 1 to 2^30 messages, not 0"
    );
    let error = server::builder::<BadStart>()
        .start_deadline(Duration::ZERO)
        .start(How::Panic)
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::Options(_)));
}

#[tokio::test(start_paused = true)]
async fn a_panicking_terminate_changes_nothing_about_a_crash_and_is_seen_after_a_clean_end() {
    struct BadEnd;
    impl Server for BadEnd {
        type Args = ();
        type Message = bool;
        type Error = &'static str;
        async fn init((): (), _: &mut Context<Self>) -> Result<Self, Self::Error> {
            Ok(Self)
        }
        async fn handle(&mut self, fail: bool, c: &mut Context<Self>) -> Result<(), Self::Error> {
            c.stop();
            if fail { Err("first") } else { Ok(()) }
        }
        async fn terminate(&mut self, _: &ExitReason, _: &mut Context<Self>) {
            panic!("second");
        }
    }
    for (fail, reason) in [(true, "failed: first"), (false, "panicked: second")] {
        let process = server::start::<BadEnd>(()).await.unwrap();
        process.address().cast(fail).await.unwrap();
        assert_eq!(process.ended().await.reason.to_string(), reason);
    }
}

#[tokio::test(start_paused = true)]
async fn a_panicking_destructor_of_the_state_is_a_crash_and_not_a_lost_process() {
    struct BadDrop;
    impl Drop for BadDrop {
        fn drop(&mut self) {
            panic!("in drop");
        }
    }
    impl Server for BadDrop {
        type Args = ();
        type Message = ();
        type Error = &'static str;
        async fn init((): (), _: &mut Context<Self>) -> Result<Self, Self::Error> {
            Ok(Self)
        }
        async fn handle(&mut self, (): (), _: &mut Context<Self>) -> Result<(), Self::Error> {
            std::future::pending().await
        }
    }
    let process = server::start::<BadDrop>(()).await.unwrap();
    assert_eq!(
        process.stop().await.unwrap().reason.to_string(),
        "panicked: in drop"
    );

    let process = server::start::<BadDrop>(()).await.unwrap();
    process.address().cast(()).await.unwrap();
    settle().await;
    process.abort();
    assert!(matches!(
        process.ended().await.reason,
        ExitReason::Panicked(_)
    ));
}

#[tokio::test(start_paused = true)]
async fn the_room_that_a_waiting_process_has_made_is_seen() {
    let process = probe_with(&log(), 4, Overflow::Wait).await;
    let gate = hold(&process).await;
    for _ in 0..3 {
        process.address().try_cast(Msg::Note("n")).unwrap();
    }
    process.address().try_cast(Msg::Sleep(SECOND)).unwrap();
    process.address().try_cast(Msg::Note("n")).unwrap_err();
    gate.add_permits(1);
    settle().await;
    assert_eq!(process.address().stats().depth, 0);
    for _ in 0..4 {
        process.address().try_cast(Msg::Note("n")).unwrap();
    }
}
