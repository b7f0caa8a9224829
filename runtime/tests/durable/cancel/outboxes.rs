//! Outboxes: a message is sent as a whole or not at all, arrives once, and is decided about once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::durable::Map;
use otp_runtime::outbox::{Outbox, OutboxOptions};
use otp_runtime::retry::Backoff;
use otp_runtime::store::Store;
use otp_runtime::testing::{CancelPoint, cancel_at_every_await};

use super::{Count, stores};

#[tokio::test]
async fn sending() {
    for (store, _folder) in stores().await {
        let outbox = store.outbox::<u64>("o").await.unwrap();
        let map = store.map::<u64, u64>("m").await.unwrap();
        let count = Count::default();
        let send = || {
            let (store, outbox, map, id) =
                (store.clone(), outbox.clone(), map.clone(), count.next());
            async move {
                let mut transaction = store.transaction(id);
                transaction.insert(&map, &id, &id).send(&outbox, &id);
                transaction.commit().await.unwrap()
            }
        };
        cancel_at_every_await(send, async |point| {
            store.outcome("none").await.unwrap();
            let sent = map.range(.., 1000).await.unwrap().len();
            assert_eq!(outbox.waiting().await.unwrap(), sent, "{point:?}");
        })
        .await;
    }
}

/// Two messages, delivered to a map, by whoever delivers.
async fn deliver(store: &Store, outbox: &Outbox<u64>, arrived: &Map<u64, u64>) {
    let inbox = store.inbox("inbox").await.unwrap();
    let delivering = outbox.deliver(|message| {
        let (store, inbox, arrived) = (store.clone(), inbox.clone(), arrived.clone());
        async move {
            let mut transaction = store.begin();
            if transaction
                .receive(&inbox, &message.sender, message.sequence)
                .await?
            {
                let before = transaction.get(&arrived, &message.body).await?;
                assert_eq!(before, None, "it arrived twice");
                transaction.insert(&arrived, &message.body, &message.sequence);
                transaction.commit().await?;
            }
            Ok::<_, Box<dyn std::error::Error>>(())
        }
    });
    let all = async {
        while outbox.waiting().await.unwrap() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        ended = delivering => panic!("{ended:?}"),
        () = all => {}
    }
}

#[tokio::test]
async fn delivering() {
    type Made = (Store, Outbox<u64>, Map<u64, u64>);
    let now: Arc<Mutex<Option<Made>>> = Arc::default();
    let run = || {
        let now = now.clone();
        async move {
            let store = Store::in_memory().await.unwrap();
            let outbox = store.outbox::<u64>("o").await.unwrap();
            let arrived = store.map::<u64, u64>("arrived").await.unwrap();
            let mut transaction = store.begin();
            transaction.send(&outbox, &1).send(&outbox, &2);
            transaction.commit().await.unwrap();
            *now.lock().unwrap() = Some((store.clone(), outbox.clone(), arrived.clone()));
            deliver(&store, &outbox, &arrived).await;
        }
    };
    cancel_at_every_await(run, async |point| {
        let Some((store, outbox, arrived)) = now.lock().unwrap().take() else {
            assert_ne!(point, CancelPoint::Completed);
            return;
        };
        deliver(&store, &outbox, &arrived).await;
        let arrived = arrived.range(.., 9).await.unwrap();
        let order: Vec<_> = arrived.iter().map(|(body, _)| *body).collect();
        assert_eq!(order, [1, 2], "{point:?}");
        assert!(arrived[0].1 < arrived[1].1, "{point:?}");
    })
    .await;
}

#[tokio::test]
async fn deciding_about_what_stops_it() {
    for is_retried in [true, false] {
        type Made = (Store, Outbox<u64>);
        let now: Arc<Mutex<Option<Made>>> = Arc::default();
        let decide = || {
            let now = now.clone();
            async move {
                let store = Store::in_memory().await.unwrap();
                let options = OutboxOptions {
                    attempts: 1,
                    backoff: Backoff::default(),
                    ..OutboxOptions::default()
                };
                let outbox = store.outbox_with::<u64>("o", options).await.unwrap();
                let mut transaction = store.begin();
                transaction.send(&outbox, &1).send(&outbox, &2);
                transaction.commit().await.unwrap();
                let stopped = async {
                    loop {
                        if let Some(stopped) = outbox.stopped().await.unwrap() {
                            return stopped.sequence;
                        }
                        tokio::task::yield_now().await;
                    }
                };
                let stopped = tokio::select! {
                    ended = outbox.deliver(|_| async { Err::<(), _>("no") }) => panic!("{ended:?}"),
                    stopped = stopped => stopped,
                };
                *now.lock().unwrap() = Some((store, outbox.clone()));
                if is_retried {
                    outbox.retry().await.unwrap();
                } else {
                    outbox.skip(stopped).await.unwrap();
                }
            }
        };
        cancel_at_every_await(decide, async |point| {
            let Some((store, outbox)) = now.lock().unwrap().take() else {
                return;
            };
            store.outcome("none").await.unwrap();
            let is_stopped = outbox.stopped().await.unwrap().is_some();
            let waiting = outbox.waiting().await.unwrap();
            assert!(!is_stopped || point != CancelPoint::Completed);
            let left = if is_retried || is_stopped { 2 } else { 1 };
            assert_eq!(waiting, left, "{point:?}");
            // Whatever it came to, an operator can go on from there.
            if is_stopped {
                outbox.retry().await.unwrap();
            }
            let arrived = store.map::<u64, u64>("arrived").await.unwrap();
            let all = deliver(&store, &outbox, &arrived);
            tokio::time::timeout(Duration::from_secs(20), all)
                .await
                .expect("it is stopped for good");
            assert_eq!(arrived.range(.., 9).await.unwrap().len(), left, "{point:?}");
        })
        .await;
    }
}
