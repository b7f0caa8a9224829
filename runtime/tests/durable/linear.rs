//! Concurrent clients of a map see one order of events.
//!
//! Every value is written once, and the receipts of the writes number them, so the order to check is known: of two
//! operations on one key, the one that began after the other had ended must not come before it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use otp_runtime::durable::Map;
use otp_runtime::store::Store;

const KEYS: u8 = 3;

/// An operation on a key: when it began and ended, and the revision that it wrote or saw.
#[derive(Debug, Clone, Copy)]
struct Seen {
    key: u8,
    began: u64,
    ended: u64,
    revision: u64,
    wrote: bool,
}

async fn client(
    map: Map<u8, u64>,
    time: Arc<AtomicU64>,
    writes: Arc<AtomicU64>,
    seed: u64,
) -> (Vec<(u64, u64)>, Vec<(Seen, Option<u64>)>) {
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut written, mut seen) = (Vec::new(), Vec::new());
    for _ in 0..60 {
        let key = random.u8(..KEYS);
        let began = time.fetch_add(1, Ordering::SeqCst);
        let (revision, value, wrote) = if random.bool() {
            let value = writes.fetch_add(1, Ordering::SeqCst);
            let receipt = map.insert(&key, &value).await.unwrap();
            written.push((value, receipt.revision));
            (receipt.revision, None, true)
        } else {
            (0, map.get(&key).await.unwrap(), false)
        };
        let ended = time.fetch_add(1, Ordering::SeqCst);
        let seen_now = Seen {
            key,
            began,
            ended,
            revision,
            wrote,
        };
        seen.push((seen_now, value));
    }
    (written, seen)
}

/// The first two operations that contradict each other.
fn contradiction(history: &[Seen]) -> Option<(Seen, Seen)> {
    for earlier in history {
        for later in history
            .iter()
            .filter(|later| later.key == earlier.key && later.began > earlier.ended)
        {
            let wrong = if later.wrote {
                later.revision <= earlier.revision
            } else {
                later.revision < earlier.revision
            };
            if wrong {
                return Some((*earlier, *later));
            }
        }
    }
    None
}

async fn check(store: Store) {
    let map = store.map::<u8, u64>("m").await.unwrap();
    let (time, writes) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let clients: Vec<_> = (0..8)
        .map(|seed| tokio::spawn(client(map.clone(), time.clone(), writes.clone(), seed)))
        .collect();
    let (mut revisions, mut all) = (HashMap::new(), Vec::new());
    for client in clients {
        let (written, seen) = client.await.unwrap();
        revisions.extend(written);
        all.extend(seen);
    }
    let history: Vec<_> = all
        .into_iter()
        .map(|(seen, value)| Seen {
            revision: value.map_or(seen.revision, |value| revisions[&value]),
            ..seen
        })
        .collect();
    assert_eq!(
        contradiction(&history).map(|found| format!("{found:?}")),
        None
    );
    let groups = store.stats().groups;
    let writes = writes.load(Ordering::SeqCst);
    assert!(groups <= writes, "{groups} groups for {writes} writes");
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keeper() {
    check(Store::in_memory().await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    check(Store::sqlite(folder.path().join("s.db")).await.unwrap()).await;
}

#[test]
fn the_check_finds_a_stale_read() {
    let seen = |began, revision, wrote| Seen {
        key: 0,
        began,
        ended: began + 1,
        revision,
        wrote,
    };
    assert!(contradiction(&[seen(0, 5, true), seen(2, 5, false), seen(4, 6, true)]).is_none());
    assert!(contradiction(&[seen(0, 5, true), seen(2, 4, false)]).is_some());
    assert!(contradiction(&[seen(0, 5, false), seen(2, 5, true)]).is_some());
}
