//! The mailbox under real threads: nothing is lost, doubled or reordered, whoever cancels or crashes.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::mailbox::{CallError, Options, Overflow};
use otp_runtime::server::{Context, Reply, Server};
use otp_runtime::supervisor::{ChildSpec, Intensity, Spec, Supervisor};

const SENDERS: u64 = 8;
const MESSAGES: u64 = 2_000;
const MINUTE: Duration = Duration::from_secs(60);

#[derive(Clone, Default)]
struct Ledger {
    /// The messages of each sender in the order in which they were handled.
    handled: Arc<Mutex<HashMap<u64, Vec<u64>>>>,
    undelivered: Arc<AtomicU64>,
}

struct Crashing {
    ledger: Ledger,
    random: fastrand::Rng,
}

enum Msg {
    Note(u64, u64),
    Ask(u64, u64, Reply<u64>),
}

impl Server for Crashing {
    type Args = Ledger;
    type Message = Msg;
    type Error = &'static str;

    async fn init(ledger: Ledger, context: &mut Context<Self>) -> Result<Self, Self::Error> {
        let random = fastrand::Rng::with_seed(context.incarnation().number());
        Ok(Self { ledger, random })
    }

    async fn handle(&mut self, message: Msg, _: &mut Context<Self>) -> Result<(), Self::Error> {
        let (sender, number) = match &message {
            Msg::Note(sender, number) | Msg::Ask(sender, number, _) => (*sender, *number),
        };
        self.ledger
            .handled
            .lock()
            .unwrap()
            .entry(sender)
            .or_default()
            .push(number);
        match self.random.u8(..) {
            0 => return Err("a crash after the work was done"),
            1..20 => tokio::task::yield_now().await,
            _ => {}
        }
        if let Msg::Ask(_, number, reply) = message {
            reply.send(number);
        }
        Ok(())
    }
}

fn spec(overflow: Overflow) -> Spec {
    let mut child = ChildSpec::new("crashing");
    child.mailbox = Options {
        capacity: 7,
        overflow,
    };
    let intensity = Intensity {
        restarts: u32::MAX,
        within: Duration::from_millis(1),
    };
    Spec {
        intensity,
        children: vec![child],
        ..Spec::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn over_crashes_and_full_mailboxes_nothing_is_lost_doubled_or_reordered() {
    let ledger = Ledger::default();
    let tree = Supervisor::new(spec(Overflow::Wait))
        .server::<Crashing>("crashing", ledger.clone())
        .start()
        .await
        .unwrap();
    let address = tree.name::<Crashing>("crashing").unwrap();
    let mut senders = Vec::new();
    for sender in 0..SENDERS {
        let address = address.clone();
        senders.push(tokio::spawn(async move {
            let mut unknown = 0;
            for number in 0..MESSAGES {
                if number % 3 == 0 {
                    match address
                        .call(MINUTE, |reply| Msg::Ask(sender, number, reply))
                        .await
                    {
                        Ok(answer) => assert_eq!(answer, number),
                        Err(error) => {
                            assert_eq!(error, CallError::Unanswered);
                            unknown += 1;
                        }
                    }
                } else {
                    address.cast(Msg::Note(sender, number)).await.unwrap();
                }
            }
            unknown
        }));
    }
    let mut unknown = 0;
    for sender in senders {
        unknown += sender.await.unwrap();
    }
    address.drain();
    while address.stats().depth > 0 {
        tokio::task::yield_now().await;
    }
    let restarts = tree.children()[0].restarts;
    tree.stop(MINUTE).await;
    for (sender, numbers) in ledger.handled.lock().unwrap().iter() {
        assert_eq!(
            *numbers,
            (0..MESSAGES).collect::<Vec<_>>(),
            "sender {sender}"
        );
    }
    assert!(
        restarts > 10 && unknown > 0,
        "it did crash: {restarts} {unknown}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cancelled_cast_is_handled_once_or_never_and_order_holds() {
    let ledger = Ledger::default();
    let tree = Supervisor::new(spec(Overflow::Wait))
        .server::<Crashing>("crashing", ledger.clone())
        .start()
        .await
        .unwrap();
    let address = tree.name::<Crashing>("crashing").unwrap();
    let mut senders = Vec::new();
    for sender in 0..SENDERS {
        let address = address.clone();
        senders.push(tokio::spawn(async move {
            let mut sent = Vec::new();
            for number in 0..MESSAGES {
                let mut turns = fastrand::u32(0..4);
                let mut cast = address.cast(Msg::Note(sender, number));
                // Polled a few times and then dropped, unless it is done before.
                let done = std::future::poll_fn(|cx| {
                    use std::task::Poll;
                    match std::pin::Pin::new(&mut cast).poll(cx) {
                        Poll::Ready(result) => Poll::Ready(result.is_ok()),
                        Poll::Pending if turns == 0 => Poll::Ready(false),
                        Poll::Pending => {
                            turns -= 1;
                            cx.waker().wake_by_ref();
                            Poll::Pending
                        }
                    }
                });
                if done.await {
                    sent.push(number);
                }
            }
            (sender, sent)
        }));
    }
    let mut sent = HashMap::new();
    for sender in senders {
        let (sender, numbers) = sender.await.unwrap();
        sent.insert(sender, numbers);
    }
    let stats = address.stats();
    assert_eq!(stats.waiting, 0);
    while address.stats().depth > 0 {
        tokio::task::yield_now().await;
    }
    tree.stop(MINUTE).await;
    for (sender, sent) in sent {
        let handled = ledger
            .handled
            .lock()
            .unwrap()
            .remove(&sender)
            .unwrap_or_default();
        assert!(
            handled.is_sorted_by(|one, next| one < next),
            "order, and none twice"
        );
        let missing = sent
            .iter()
            .find(|number| handled.binary_search(number).is_err());
        assert_eq!(missing, None, "an accepted message was lost");
        assert!(handled.len() as u64 <= MESSAGES);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn at_the_end_every_accepted_message_was_handled_or_is_undelivered() {
    for round in 0..20 {
        let ledger = Ledger::default();
        let undelivered = ledger.undelivered.clone();
        let builder = otp_runtime::server::builder::<Crashing>().undelivered(move |_| {
            undelivered.fetch_add(1, Ordering::SeqCst);
        });
        let tree = Supervisor::new(spec(Overflow::Wait))
            .server_with("crashing", builder, ledger.clone())
            .start()
            .await
            .unwrap();
        let address = tree.name::<Crashing>("crashing").unwrap();
        let mut senders = Vec::new();
        for sender in 0..4 {
            let address = address.clone();
            senders.push(tokio::spawn(async move {
                let mut accepted = 0_u64;
                while address.cast(Msg::Note(sender, accepted)).await.is_ok() {
                    accepted += 1;
                }
                accepted
            }));
        }
        for _ in 0..round * 20 {
            tokio::task::yield_now().await;
        }
        tree.stop(MINUTE).await;
        let mut accepted = 0;
        for sender in senders {
            accepted += sender.await.unwrap();
        }
        let handled: usize = ledger.handled.lock().unwrap().values().map(Vec::len).sum();
        let undelivered = ledger.undelivered.load(Ordering::SeqCst);
        assert_eq!(accepted, handled as u64 + undelivered);
        assert_eq!(accepted, address.stats().accepted);
        assert_eq!(undelivered, address.stats().undelivered);
    }
}
