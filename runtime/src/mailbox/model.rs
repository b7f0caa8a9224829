//! The mailbox under the model checker: many orders in which threads can meet, chosen at random from a seed that a
//! failure prints. A wake-up that gets lost shows as a deadlock.
//!
//! `RUSTFLAGS="--cfg otp_shuttle" cargo test -p otp-runtime --lib model`

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use shuttle::{future, thread};

use super::{
    Address, CallError, CastError, Mailbox, Options, Overflow, Reply, Slot, Stop, Turn, open,
};
use crate::exit::ExitReason;

/// How many orders are tried. Each finds what one in a thousand would miss only now and then.
const ORDERS: usize = 3000;
const SECOND: Duration = Duration::from_secs(1);

fn small<M>(overflow: Overflow) -> (Address<M>, Mailbox<M>) {
    let options = Options {
        capacity: 1,
        overflow,
    };
    open("small", options).expect("one is enough")
}

/// Polls a future once and drops it.
async fn poll_once<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

#[test]
fn what_is_accepted_arrives_once_and_in_order_though_others_give_up() {
    shuttle::check_random(
        || {
            let (address, mut mailbox) = small::<(u8, u8)>(Overflow::Wait);
            let senders: Vec<_> = (0..2)
                .map(|sender| {
                    let address = address.clone();
                    future::spawn(async move {
                        for n in 0..3 {
                            address.cast((sender, n)).await.expect("it is open");
                        }
                    })
                })
                .collect();
            let fickle = {
                let address = address.clone();
                future::spawn(async move { poll_once(address.cast((2, 0))).await.is_some() })
            };
            let receiver = future::spawn(async move {
                let mut seen = [0; 3];
                while let Some((sender, n)) = mailbox.recv().await {
                    assert_eq!(n, seen[usize::from(sender)], "in order, and once");
                    seen[usize::from(sender)] += 1;
                }
                seen
            });
            let seen = future::block_on(async {
                for sender in senders {
                    sender.await.expect("no panic");
                }
                let sent = fickle.await.expect("no panic");
                address.drain();
                let seen = receiver.await.expect("no panic");
                assert!(
                    seen[2] == 1 || !sent,
                    "what was said to be in the mailbox came out of it"
                );
                seen
            });
            assert_eq!(seen[..2], [3, 3]);
        },
        ORDERS,
    );
}

#[test]
fn a_mailbox_that_closes_gives_every_message_back_or_to_its_hook() {
    shuttle::check_random(
        || {
            let (address, mailbox) = small::<u8>(Overflow::Wait);
            let left = Arc::new(Mutex::new(Vec::new()));
            let hook = left.clone();
            address.slot.on_undelivered(Box::new(move |message| {
                hook.lock().expect("no panic").push(message);
            }));
            let senders: Vec<_> = (0..3)
                .map(|n| {
                    let address = address.clone();
                    future::spawn(async move {
                        match address.cast(n).await {
                            Ok(()) => None,
                            Err(CastError::Ended(back)) => Some(back),
                            Err(CastError::Full(_)) => panic!("this one waits"),
                        }
                    })
                })
                .collect();
            let closing = thread::spawn(move || drop(mailbox));
            let mut back = future::block_on(async {
                let mut back = Vec::new();
                for sender in senders {
                    back.extend(sender.await.expect("no panic"));
                }
                address.closed().await;
                back
            });
            closing.join().expect("no panic");
            back.extend(left.lock().expect("no panic").iter());
            back.sort_unstable();
            assert_eq!(back, [0, 1, 2]);
        },
        ORDERS,
    );
}

#[test]
fn every_call_ends() {
    shuttle::check_random(
        || {
            let (address, mut mailbox) = small::<Reply<u8>>(Overflow::Wait);
            let callers: Vec<_> = (0..3)
                .map(|_| {
                    let address = address.clone();
                    future::spawn(async move { address.call(SECOND, |reply| reply).await })
                })
                .collect();
            let server = future::spawn(async move {
                if let Some(reply) = mailbox.recv().await {
                    reply.send(7);
                }
                // Forgotten, and then nobody is there any more.
                drop(mailbox.recv().await);
                drop(mailbox);
            });
            future::block_on(async {
                for caller in callers {
                    let answer = caller.await.expect("no panic");
                    let expected = matches!(
                        answer,
                        Ok(7)
                            | Err(CallError::Unanswered
                                | CallError::Ended
                                | CallError::TimedOut(_)
                                | CallError::NoRoom(_))
                    );
                    assert!(expected, "{answer:?}");
                }
                address.closed().await;
                server.await.expect("no panic");
            });
        },
        ORDERS,
    );
}

/// The sweeper of deadlines comes and goes with the calls; none of them may be left waiting without one.
#[test]
fn a_call_that_nobody_answers_ends_at_its_deadline() {
    shuttle::check_random(
        || {
            let (address, mut mailbox) = small::<Reply<u8>>(Overflow::Wait);
            let callers: Vec<_> = (1..4)
                .map(|n| {
                    let address = address.clone();
                    future::spawn(async move { address.call(SECOND * n, |reply| reply).await })
                })
                .collect();
            let quick = {
                let address = address.clone();
                future::spawn(
                    async move { drop(poll_once(address.call(SECOND, |reply| reply)).await) },
                )
            };
            let server = future::spawn(async move {
                let mut kept = Vec::new();
                while let Some(reply) = mailbox.recv().await {
                    kept.push(reply);
                }
            });
            future::block_on(async {
                quick.await.expect("no panic");
                for caller in callers {
                    let answer = caller.await.expect("no panic");
                    assert!(
                        matches!(answer, Err(CallError::TimedOut(_) | CallError::NoRoom(_))),
                        "{answer:?}"
                    );
                }
                address.drain();
                server.await.expect("no panic");
            });
        },
        ORDERS,
    );
}

/// What a server's loop does, stripped to its turns.
#[test]
fn a_stop_is_seen_and_its_owner_hears_of_the_end() {
    shuttle::check_random(
        || {
            let slot = Arc::new(Slot::<u8>::new("loop".into(), Options::default(), SECOND));
            let incarnation = slot.begin(None).expect("it is vacant");
            let address = Address::new(slot.clone());
            let monitor = address.monitor();
            let own = slot.clone();
            let process = future::spawn(async move {
                let mut batch = VecDeque::new();
                loop {
                    let turn = poll_fn(|cx| match own.take(&mut batch, cx.waker()) {
                        Turn::Parked => Poll::Pending,
                        turn => Poll::Ready(turn),
                    });
                    if turn.await != Turn::Messages {
                        break;
                    }
                    batch.clear();
                }
                own.end(&mut batch, ExitReason::Shutdown, true);
            });
            let sender = {
                let address = address.clone();
                future::spawn(async move { address.cast(1).await.is_ok() })
            };
            let stopper = {
                let slot = slot.clone();
                future::spawn(async move {
                    let stop = Stop {
                        reason: ExitReason::Shutdown,
                        deadline: SECOND,
                    };
                    slot.request_stop(stop, None);
                    poll_fn(|cx| slot.poll_ended(incarnation, cx.waker())).await
                })
            };
            future::block_on(async {
                let exit = stopper.await.expect("no panic");
                assert!(matches!(exit.reason, ExitReason::Shutdown));
                assert!(slot.is_closed(), "the owner hears of it last");
                assert_eq!(monitor.await.incarnation, incarnation);
                sender.await.expect("no panic");
                process.await.expect("no panic");
            });
        },
        ORDERS,
    );
}
