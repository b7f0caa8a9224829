//! Concurrent producers and workers of a queue see one order of events, and it is that of a queue.
//!
//! Every operation that changes something has a revision, so the order to check is known: it must not contradict which
//! operation ended before which began, and replayed in it, a plain queue must give the same answers. A worker that found
//! nothing has no revision: there must be a moment, between its beginning and its end, at which there was nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use otp_runtime::durable::{Lease, Queue, QueueOptions};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::kit::Hands;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{Options, Store};

/// How often a job is tried.
const ATTEMPTS: u32 = 3;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Did {
    Push(u64),
    /// The jobs, and which attempt of them each was.
    Lease(usize, Vec<(u64, u32)>),
    Ack(u64),
    GiveBack(u64),
    Bury(u64),
}

/// An operation: when it began and ended, and its revision, if it changed anything.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    began: u64,
    ended: u64,
    revision: Option<u64>,
    did: Did,
}

struct Client {
    queue: Queue<u64>,
    time: Arc<AtomicU64>,
    random: fastrand::Rng,
    hand: Vec<Lease<u64>>,
    seen: Vec<Seen>,
}

impl Client {
    fn tick(&self) -> u64 {
        self.time.fetch_add(1, Ordering::SeqCst)
    }

    async fn step(&mut self) {
        let began = self.tick();
        let (revision, did) = match self.random.u8(..10) {
            0..=3 => {
                let id = self.queue.push(&0).await.unwrap().number();
                (Some(id >> 16), Did::Push(id))
            }
            choice if choice <= 6 || self.hand.is_empty() => {
                let most = self.random.usize(1..4);
                let leased = self.queue.lease(most).await.unwrap();
                let revision = leased.first().map(Lease::fence);
                let jobs = leased.iter().map(|it| (it.id.number(), it.attempt));
                let did = Did::Lease(most, jobs.collect());
                self.hand.extend(leased);
                (revision, did)
            }
            choice => {
                let some = self.random.usize(..self.hand.len());
                let job = self.hand.swap_remove(some);
                let id = job.id.number();
                let (receipt, did) = match choice {
                    7 => (job.ack().await, Did::Ack(id)),
                    8 => (job.nack(Duration::ZERO, "again").await, Did::GiveBack(id)),
                    _ => (job.bury("never").await, Did::Bury(id)),
                };
                (Some(receipt.unwrap().revision), did)
            }
        };
        let ended = self.tick();
        self.seen.push(Seen {
            began,
            ended,
            revision,
            did,
        });
    }
}

/// A plain queue: what waits, in its order, and what is in hand.
#[derive(Debug, Clone, Default)]
struct Model {
    /// The attempts that were begun.
    ready: BTreeMap<u64, u32>,
    in_hand: BTreeMap<u64, u32>,
}

impl Model {
    /// Does it, if it would answer the same.
    fn does(&mut self, did: &Did) -> bool {
        match did {
            Did::Push(id) => self.ready.insert(*id, 0).is_none(),
            Did::Lease(most, expected) => {
                let mut leased = Vec::new();
                while leased.len() < *most {
                    let Some((id, attempts)) = self.ready.pop_first() else {
                        break;
                    };
                    leased.push((id, attempts + 1));
                }
                self.in_hand.extend(leased.iter().copied());
                leased == *expected
            }
            Did::Ack(id) | Did::Bury(id) => self.in_hand.remove(id).is_some(),
            Did::GiveBack(id) => match self.in_hand.remove(id) {
                // The last attempt makes a dead letter.
                Some(ATTEMPTS) => true,
                Some(attempts) => self.ready.insert(*id, attempts).is_none(),
                None => false,
            },
        }
    }
}

/// What is wrong with a history, if anything is.
fn contradiction(mut history: Vec<Seen>) -> Option<String> {
    history.sort_by_key(|seen| seen.revision);
    let (found_nothing, changes): (Vec<_>, Vec<_>) = history
        .into_iter()
        .partition(|seen| seen.revision.is_none());
    // The latest beginning of those with smaller revisions must be before the end of each.
    let mut latest_began = 0;
    for seen in &changes {
        if seen.ended < latest_began {
            return Some(format!(
                "{seen:?} ended before one began that it comes after"
            ));
        }
        latest_began = latest_began.max(seen.began);
    }
    let mut model = Model::default();
    // After which revisions nothing waits; before the first there is nothing.
    let mut empty = vec![0];
    for seen in &changes {
        if !model.does(&seen.did) {
            return Some(format!("{seen:?} is not what a queue does: {model:?}"));
        }
        if model.ready.is_empty() {
            empty.extend(seen.revision);
        }
    }
    for seen in found_nothing {
        let before = changes.iter().filter(|it| it.ended < seen.began);
        let after = changes.iter().filter(|it| it.began > seen.ended);
        let from = before.filter_map(|it| it.revision).max().unwrap_or(0);
        let to = after.filter_map(|it| it.revision).min().unwrap_or(u64::MAX);
        if !empty.iter().any(|revision| (from..to).contains(revision)) {
            return Some(format!("{seen:?}, and there was something all the time"));
        }
    }
    None
}

async fn check(store: Store) {
    let options = QueueOptions {
        attempts: ATTEMPTS,
        ..QueueOptions::default()
    };
    let queue = store.queue_with::<u64>("q", options).await.unwrap();
    let time = Arc::new(AtomicU64::new(0));
    let clients: Vec<_> = (0..8)
        .map(|seed| {
            let mut client = Client {
                queue: queue.clone(),
                time: time.clone(),
                random: fastrand::Rng::with_seed(seed),
                hand: Vec::new(),
                seen: Vec::new(),
            };
            tokio::spawn(async move {
                for _ in 0..80 {
                    client.step().await;
                }
                client.seen
            })
        })
        .collect();
    let mut history = Vec::new();
    for client in clients {
        history.extend(client.await.unwrap());
    }
    let taken = history
        .iter()
        .filter(|seen| matches!(&seen.did, Did::Lease(_, jobs) if !jobs.is_empty()));
    assert!(taken.count() > 50);
    assert_eq!(contradiction(history), None);
    store.close().await.unwrap();
}

/// Its clock stands still: the order of jobs is that of their numbers.
fn still() -> Options {
    Options {
        clock: Arc::new(Hands::default()),
        ..Options::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keeper() {
    check(Store::open(Keeper::new(1000), still()).await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let backend = Sqlite::new(folder.path().join("s.db"));
    check(Store::open(backend, still()).await.unwrap()).await;
}

#[test]
fn the_check_finds_what_no_queue_does() {
    let seen = |began, revision: u64, did| Seen {
        began,
        ended: began + 1,
        revision: (revision > 0).then_some(revision),
        did,
    };
    let lease = |jobs: &[(u64, u32)]| Did::Lease(1, jobs.to_vec());
    let push = |id| Did::Push(id);
    let wrong = |history: &[Seen]| contradiction(history.to_vec());
    let fine = [
        seen(0, 0, lease(&[])),
        seen(2, 1, push(1)),
        seen(4, 2, push(2)),
        seen(6, 3, lease(&[(1, 1)])),
        seen(8, 4, Did::GiveBack(1)),
        seen(10, 5, lease(&[(1, 2)])),
        seen(12, 6, Did::Ack(1)),
    ];
    assert_eq!(wrong(&fine), None);
    // Out of order, twice, never pushed, lost, and missed though it was there.
    assert!(wrong(&[seen(2, 1, push(1)), seen(0, 2, push(2))]).is_some());
    assert!(
        wrong(&[
            seen(0, 1, push(1)),
            seen(2, 2, push(2)),
            seen(4, 3, lease(&[(2, 1)]))
        ])
        .is_some()
    );
    assert!(
        wrong(&[
            seen(0, 1, push(1)),
            seen(2, 2, lease(&[(1, 1)])),
            seen(4, 3, lease(&[(1, 2)]))
        ])
        .is_some()
    );
    assert!(wrong(&[seen(0, 1, lease(&[(9, 1)]))]).is_some());
    assert!(wrong(&[seen(0, 1, push(1)), seen(2, 2, Did::Ack(1))]).is_some());
    assert!(wrong(&[seen(0, 1, push(1)), seen(2, 0, lease(&[]))]).is_some());
}
