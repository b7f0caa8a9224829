//! Messages that leave with their commit.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;

use super::super::{CommitError, Refusal, Store};
use super::Bed;
use crate::durable::Map;
use crate::outbox::{Inbox, Message, Outbox, OutboxOptions};
use crate::retry::Backoff;

fn options() -> OutboxOptions {
    OutboxOptions {
        attempts: 3,
        backoff: Backoff {
            first: Duration::ZERO,
            most: Duration::ZERO,
        },
        capacity: 3,
    }
}

pub(super) async fn messages_leave_with_their_commit(bed: Bed) {
    let store = bed.store;
    let outbox: Outbox<u8> = store.outbox("o").await.unwrap();
    let map = store.map::<u8, u8>("m").await.unwrap();
    for id in [1, 2, 2] {
        store
            .transaction(id)
            .insert(&map, &1, &1)
            .send(&outbox, &1)
            .commit()
            .await
            .unwrap();
    }
    let mut refused = store.begin();
    refused.get(&map, &1).await.unwrap();
    map.insert(&1, &2).await.unwrap();
    assert!(
        refused
            .send(&outbox, &9)
            .commit()
            .await
            .unwrap_err()
            .is_conflict()
    );
    assert_eq!(outbox.waiting().await.unwrap(), 2);
    store.reopen().await.unwrap();
    assert_eq!(outbox.waiting().await.unwrap(), 2);
    assert_eq!(outbox.stopped().await.unwrap(), None);
}

/// What a receiver saw, and a way to wait for it.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Message<u8>>>>, Arc<Notify>);

impl Seen {
    fn add(&self, message: Message<u8>) -> usize {
        let mut seen = self.0.lock().unwrap();
        seen.push(message);
        self.1.notify_one();
        seen.len()
    }

    /// As many as this, and what they were.
    async fn wait(&self, count: usize) -> Vec<(u8, u32)> {
        loop {
            let news = self.1.notified();
            let seen: Vec<_> = self
                .0
                .lock()
                .unwrap()
                .iter()
                .map(|message| (message.body, message.attempt))
                .collect();
            if seen.len() >= count {
                return seen;
            }
            news.await;
        }
    }
}

/// A receiver that fails at every third message, before or after its effect is there.
fn forgetful(
    store: &Store,
    inbox: &Inbox,
    effects: &Map<u8, u64>,
    seen: &Seen,
    message: Message<u8>,
) -> impl Future<Output = Result<(), String>> + Send + 'static {
    let (store, inbox, effects) = (store.clone(), inbox.clone(), effects.clone());
    let count = seen.add(message.clone());
    async move {
        if count.is_multiple_of(6) {
            return Err("not today".to_owned());
        }
        let mut transaction = store.begin();
        let new = transaction
            .receive(&inbox, &message.sender, message.sequence)
            .await;
        if new.map_err(|error| error.to_string())? {
            let done = transaction
                .get(&effects, &message.body)
                .await
                .unwrap()
                .unwrap_or(0);
            transaction.insert(&effects, &message.body, &(done + 1));
            transaction
                .commit()
                .await
                .map_err(|error| error.to_string())?;
        }
        if count.is_multiple_of(3) {
            Err("the answer was lost".to_owned())
        } else {
            Ok(())
        }
    }
}

pub(super) async fn messages_arrive_in_order_and_once(bed: Bed) {
    let store = bed.store;
    let outbox: Outbox<u8> = store
        .outbox_with(
            "o",
            OutboxOptions {
                capacity: 100,
                ..options()
            },
        )
        .await
        .unwrap();
    let (inbox, effects) = (
        store.inbox("i").await.unwrap(),
        store.map::<u8, u64>("effects").await.unwrap(),
    );
    let seen = Seen::default();
    let deliver = || {
        let (store, outbox, inbox, effects, seen) = (
            store.clone(),
            outbox.clone(),
            inbox.clone(),
            effects.clone(),
            seen.clone(),
        );
        tokio::spawn(async move {
            outbox
                .deliver(|message| forgetful(&store, &inbox, &effects, &seen, message))
                .await
        })
    };
    for body in 0..20 {
        store.begin().send(&outbox, &body).commit().await.unwrap();
    }
    // Cut off in the middle and begun again, and then with messages that come meanwhile.
    let first = deliver();
    seen.wait(10).await;
    first.abort();
    assert!(first.await.is_err());
    store.reopen().await.unwrap();
    let second = deliver();
    for body in 20..40 {
        store.begin().send(&outbox, &body).commit().await.unwrap();
    }
    while outbox.waiting().await.unwrap() > 0 {
        tokio::task::yield_now().await;
    }
    second.abort();
    let seen: Vec<_> = seen.0.lock().unwrap().clone();
    assert!(seen.is_sorted_by_key(|message| message.sequence));
    assert!(seen.is_sorted_by_key(|message| message.body));
    assert!(seen.len() > 50, "{} deliveries", seen.len());
    let effects = effects.range(.., 100).await.unwrap();
    assert_eq!(effects, (0..40).map(|body| (body, 1)).collect::<Vec<_>>());
}

pub(super) async fn a_poison_message_stops_its_destination(bed: Bed) {
    let store = bed.store;
    let outbox: Outbox<u8> = store.outbox_with("o", options()).await.unwrap();
    let (seen, cured) = (Seen::default(), Arc::new(Mutex::new(false)));
    let deliver = {
        let (outbox, seen, cured) = (outbox.clone(), seen.clone(), cured.clone());
        tokio::spawn(async move {
            outbox
                .deliver(|message| {
                    let poison = message.body >= 66 && !*cured.lock().unwrap();
                    seen.add(message);
                    async move { if poison { Err("poison") } else { Ok(()) } }
                })
                .await
        })
    };
    for body in [1, 66, 2] {
        store.begin().send(&outbox, &body).commit().await.unwrap();
    }
    let tries = [(1, 1), (66, 1), (66, 2), (66, 3)];
    assert_eq!(seen.wait(4).await, tries);
    let stopped = async || loop {
        if let Some(stopped) = outbox.stopped().await.unwrap() {
            return stopped;
        }
        tokio::task::yield_now().await;
    };
    let found = stopped().await;
    assert_eq!((found.attempts, found.error.as_str()), (3, "poison"));
    assert_eq!(outbox.waiting().await.unwrap(), 2);
    assert!(
        outbox
            .skip(found.sequence + 1)
            .await
            .unwrap_err()
            .is_conflict()
    );
    // Again, in vain; and again, cured.
    outbox.retry().await.unwrap();
    assert_eq!(seen.wait(7).await[4..], tries[1..]);
    stopped().await;
    *cured.lock().unwrap() = true;
    outbox.retry().await.unwrap();
    assert_eq!(seen.wait(9).await[7..], [(66, 1), (2, 1)]);
    *cured.lock().unwrap() = false;
    // Given up.
    for body in [67, 3] {
        store.begin().send(&outbox, &body).commit().await.unwrap();
    }
    assert_eq!(seen.wait(12).await[9..], [(67, 1), (67, 2), (67, 3)]);
    outbox.skip(stopped().await.sequence).await.unwrap();
    assert_eq!(seen.wait(13).await[12..], [(3, 1)]);
    deliver.abort();
}

pub(super) async fn a_full_outbox_refuses(bed: Bed) {
    let store = bed.store;
    let outbox: Outbox<u8> = store.outbox_with("o", options()).await.unwrap();
    store
        .begin()
        .send(&outbox, &1)
        .send(&outbox, &2)
        .commit()
        .await
        .unwrap();
    let full = |error: &CommitError| {
        matches!(
            error,
            CommitError::Refused(Refusal::Full { capacity: 3, .. })
        )
    };
    let both = store
        .begin()
        .send(&outbox, &3)
        .send(&outbox, &4)
        .commit()
        .await
        .unwrap_err();
    assert!(full(&both), "{both}");
    store.begin().send(&outbox, &3).commit().await.unwrap();
    assert!(full(
        &store.begin().send(&outbox, &4).commit().await.unwrap_err()
    ));
    let deliver = {
        let outbox = outbox.clone();
        tokio::spawn(async move { outbox.deliver(async |_| Ok::<_, String>(())).await })
    };
    while outbox.waiting().await.unwrap() > 0 {
        tokio::task::yield_now().await;
    }
    deliver.abort();
    store.begin().send(&outbox, &4).commit().await.unwrap();
}
