//! Several programs' stores in one schema.

use std::collections::BTreeMap;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::durable::QueueOptions;
use otp_runtime::exit::BoxError;
use otp_runtime::outbox::Message;
use otp_runtime::retry::{Backoff, Retry};
use otp_runtime::saga::{Saga, SagaEnd, Step, StepContext, StepError};
use otp_runtime::store::backend::{Backend, Commit, Declaration, Kind, Write};
use otp_runtime::store::kit::Sum;
use otp_runtime::store::postgres::Postgres;
use otp_runtime::store::record::encode;
use otp_runtime::store::{CommitError, Options, Refusal, Store};

use crate::run;
use crate::server::Server;

async fn stores(server: &Server, count: usize) -> Vec<Store> {
    let backend = server.new_store();
    let mut stores = Vec::new();
    for _ in 0..count {
        let store = Store::open(backend.clone(), Options::default());
        stores.push(store.await.unwrap());
    }
    stores
}

fn patient() -> Retry {
    Retry {
        attempts: 100_000,
        backoff: Backoff {
            first: Duration::ZERO,
            most: Duration::ZERO,
        },
        ..Retry::default()
    }
}

/// All programs that start at once find the same store.
pub fn they_start_together(server: &Server) {
    run(async {
        let backend = server.new_store();
        let opening: Vec<_> = (0..6)
            .map(|_| tokio::spawn(Store::open(backend.clone(), Options::default())))
            .collect();
        let mut identities = Vec::new();
        for store in opening {
            let store = store.await.unwrap().unwrap();
            store.map::<u8, u8>("m").await.unwrap();
            identities.push(store.identity().await.unwrap());
        }
        identities.dedup();
        assert_eq!(identities.len(), 1);
    });
}

pub fn counters_lose_no_increment(server: &Server) {
    run(async {
        let stores = stores(server, 3).await;
        let mut tasks = Vec::new();
        for store in stores.iter().cycle().take(6) {
            let (store, map) = (store.clone(), store.map::<u8, u32>("m").await.unwrap());
            tasks.push(tokio::spawn(async move {
                for _ in 0..8 {
                    let increment = || async {
                        let mut transaction = store.begin();
                        let now = transaction.get(&map, &0).await?.unwrap_or(0);
                        transaction.insert(&map, &0, &(now + 1)).commit().await
                    };
                    let done = patient().run(increment, CommitError::is_conflict).await;
                    done.unwrap();
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let map = stores[0].map::<u8, u32>("m").await.unwrap();
        assert_eq!(map.get(&0).await.unwrap(), Some(48));
    });
}

/// Each reads what the other writes: one of them must be refused, or what both have seen was never so.
pub fn no_two_rely_on_what_the_other_changes(server: &Server) {
    run(async {
        let stores = stores(server, 2).await;
        let mut refused = 0;
        for round in 0..60_u32 {
            let tasks: Vec<_> = [(0, 1), (1, 0)]
                .map(|(mine, other)| {
                    let store = stores[mine].clone();
                    tokio::spawn(async move {
                        let map = store.map::<(u32, u8), u8>("m").await.unwrap();
                        let key = |number: usize| (round, number as u8);
                        let mut transaction = store.begin();
                        if round % 2 == 0 {
                            // The other's is not there.
                            let found = transaction.get(&map, &key(other)).await.unwrap();
                            if found.is_some() {
                                return None;
                            }
                        } else {
                            // Nobody's is.
                            let all = (round, 0)..(round, 9);
                            let found = transaction.range(&map, all, 9).await.unwrap();
                            if !found.is_empty() {
                                return None;
                            }
                        }
                        Some(transaction.insert(&map, &key(mine), &1).commit().await)
                    })
                })
                .into_iter()
                .collect();
            for task in tasks {
                match task.await.unwrap() {
                    Some(Err(error)) if error.is_conflict() => refused += 1,
                    Some(Err(error)) => panic!("{error}"),
                    Some(Ok(_)) | None => {}
                }
            }
            let map = stores[0].map::<(u32, u8), u8>("m").await.unwrap();
            let found = map.range((round, 0)..(round, 9), 9).await.unwrap();
            assert_eq!(found.len(), 1, "round {round}");
        }
        assert!(refused > 0, "they never met");
    });
}

pub fn operations_happen_once(server: &Server) {
    run(async {
        let stores = stores(server, 3).await;
        for round in 0..20_u64 {
            let mut tasks = Vec::new();
            for store in &stores {
                let store = store.clone();
                let queue = store.queue::<u64>("q").await.unwrap();
                tasks.push(tokio::spawn(async move {
                    let mut transaction = store.transaction(round);
                    transaction.push(&queue, &round).commit().await.unwrap()
                }));
            }
            let mut revisions = Vec::new();
            let mut first = 0;
            for task in tasks {
                let receipt = task.await.unwrap();
                first += u32::from(!receipt.repeated);
                revisions.push(receipt.revision);
            }
            revisions.dedup();
            assert_eq!((first, revisions.len()), (1, 1), "round {round}");
        }
        let queue = stores[0].queue::<u64>("q").await.unwrap();
        assert_eq!(queue.count().await.unwrap(), (20, 0));
    });
}

pub fn workers_share_the_jobs(server: &Server) {
    const JOBS: u32 = 300;
    run(async {
        let stores = stores(server, 3).await;
        let mut workers = Vec::new();
        for store in &stores {
            for _ in 0..4 {
                let queue = store.queue::<u32>("q").await.unwrap();
                let done = store.map::<u32, u32>("done").await.unwrap();
                let store = store.clone();
                workers.push(tokio::spawn(async move {
                    loop {
                        let job = queue.next().await.unwrap();
                        if job.job == u32::MAX {
                            return job.ack().await.unwrap();
                        }
                        let count = async || {
                            let mut transaction = store.begin();
                            let before = transaction.get(&done, &job.job).await?.unwrap_or(0);
                            transaction.insert(&done, &job.job, &(before + 1));
                            transaction.ack(&job).commit().await
                        };
                        assert_eq!(job.attempt, 1);
                        count().await.unwrap();
                    }
                }));
            }
        }
        let producers: Vec<_> = (0..3)
            .map(|producer| {
                let store = stores[producer].clone();
                tokio::spawn(async move {
                    let queue = store.queue::<u32>("q").await.unwrap();
                    for job in 0..JOBS / 3 {
                        queue.push(&(job * 3 + producer as u32)).await.unwrap();
                    }
                })
            })
            .collect();
        for producer in producers {
            producer.await.unwrap();
        }
        let queue = stores[0].queue::<u32>("q").await.unwrap();
        for _ in 0..workers.len() {
            queue.push(&u32::MAX).await.unwrap();
        }
        for worker in workers {
            worker.await.unwrap();
        }
        let done = stores[0].map::<u32, u32>("done").await.unwrap();
        let found: BTreeMap<_, _> = done
            .range(.., usize::MAX)
            .await
            .unwrap()
            .into_iter()
            .collect();
        assert!(found.values().all(|times| *times == 1));
        assert!(found.into_keys().eq(0..JOBS));
    });
}

/// What one program pushes wakes the workers of another one: its listener is told.
pub fn news_spreads(server: &Server) {
    let mut one = server.new_store();
    let mut other = one.clone();
    let (sender, news) = channel();
    other.listen(Arc::new(move |id| sender.send(id).unwrap()));
    let mut other = other.open(true).unwrap();
    let wanted = Declaration {
        namespace: "".into(),
        name: "q".into(),
        kind: Kind::Queue,
        type_name: "u8".into(),
        version: 1,
    };
    let queue = other.write.declare(&wanted).unwrap().unwrap();
    let next = || news.recv_timeout(Duration::from_secs(60)).unwrap();
    // It says so when it has begun to listen.
    assert_eq!(next(), None);
    let push = Arc::new(Commit {
        writes: vec![Write::Push {
            queue,
            record: encode(&1_u8).unwrap(),
            due: 0,
            capacity: 9,
        }],
        news: vec![queue],
        ..Commit::default()
    });
    // What it writes itself it knows.
    other.write.commit(std::slice::from_ref(&push)).unwrap()[0]
        .as_ref()
        .unwrap();
    other.write.tidy().unwrap();
    let mut one = one.open(true).unwrap();
    one.write.commit(&[push]).unwrap()[0].as_ref().unwrap();
    one.write.tidy().unwrap();
    assert_eq!(next(), Some(queue));
    assert!(news.try_recv().is_err());
}

pub fn messages_keep_their_order(server: &Server) {
    const EACH: u64 = 40;
    run(async {
        let stores = stores(server, 3).await;
        let (sender, mut delivered) = tokio::sync::mpsc::unbounded_channel();
        // Two want to deliver, and one does.
        let mut deliveries = Vec::new();
        for store in &stores[1..] {
            let (outbox, sender) = (store.outbox::<u64>("o").await.unwrap(), sender.clone());
            deliveries.push(tokio::spawn(async move {
                outbox
                    .deliver(|message: Message<u64>| {
                        let sent = sender.send((message.sequence, message.body));
                        async move { sent }
                    })
                    .await
            }));
        }
        let mut senders = Vec::new();
        for (number, store) in stores[..2].iter().enumerate() {
            let (store, outbox) = (store.clone(), store.outbox::<u64>("o").await.unwrap());
            senders.push(tokio::spawn(async move {
                for body in 0..EACH {
                    let body = number as u64 * 1000 + body;
                    store.begin().send(&outbox, &body).commit().await.unwrap();
                }
            }));
        }
        let mut got = Vec::new();
        while got.len() < 2 * EACH as usize {
            got.push(delivered.recv().await.unwrap());
        }
        for sender in senders {
            sender.await.unwrap();
        }
        deliveries.iter().for_each(|delivery| delivery.abort());
        assert!(delivered.try_recv().is_err());
        assert!(got.is_sorted_by_key(|(sequence, _)| *sequence));
        for number in 0..2 {
            let mine = got.iter().map(|(_, body)| *body);
            let mine = mine.filter(|body| body / 1000 == number);
            assert!(mine.eq((0..EACH).map(|body| number * 1000 + body)));
        }
    });
}

/// Counts how often it ran for each saga.
struct Count(Arc<Mutex<BTreeMap<String, u32>>>);

impl Step<u64> for Count {
    const NAME: &'static str = "count";
    type Output = ();

    async fn run(&self, context: StepContext<u64>) -> Result<(), StepError> {
        let mut counts = self.0.lock().unwrap();
        *counts.entry(context.key().to_owned()).or_default() += 1;
        Ok(())
    }

    async fn undo(&self, _: StepContext<u64>, _: Option<()>) -> Result<(), BoxError> {
        Ok(())
    }
}

/// Two programs have an executor, and one of them carries the sagas out that any of them has started.
pub fn sagas_are_carried_out_once(server: &Server) {
    run(async {
        let stores = stores(server, 2).await;
        let counts = Arc::<Mutex<BTreeMap<String, u32>>>::default();
        let (mut all, mut executors) = (Vec::new(), Vec::new());
        for store in &stores {
            let definition = Saga::new("counted", 1).step(Count(counts.clone()));
            let sagas = store.sagas([definition]).await.unwrap();
            let executor = sagas.clone();
            executors.push(tokio::spawn(async move { executor.run().await }));
            all.push(sagas);
        }
        for number in 0..10 {
            let id = number.to_string();
            all[number % 2].start(&id, number as u64).await.unwrap();
        }
        for number in 0..10 {
            let end = all[(number + 1) % 2].end(&number.to_string()).await;
            assert!(matches!(end.unwrap(), SagaEnd::Done(_)));
        }
        executors.iter().for_each(|executor| executor.abort());
        let counts = counts.lock().unwrap();
        assert_eq!(counts.len(), 10);
        assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    });
}

/// Whoever reads a state after another program has changed it sees that.
pub fn states_are_never_stale(server: &Server) {
    run(async {
        let stores = stores(server, 2).await;
        let one = stores[0].durable::<Sum>("s").await.unwrap();
        let two = stores[1].durable::<Sum>("s").await.unwrap();
        for round in 1..=10 {
            one.append(1).await.unwrap();
            assert_eq!(two.read(|sum| sum.count).await.unwrap(), 2 * round - 1);
            two.append(1).await.unwrap();
            assert_eq!(one.position().await.unwrap(), 2 * round);
        }
        // At once, with snapshots that delete what the other one is reading.
        let soon = otp_runtime::durable::DurableOptions { snapshot_every: 3 };
        let mut tasks = Vec::new();
        for store in &stores {
            let state = store.durable_with::<Sum>("t", soon).await.unwrap();
            for _ in 0..3 {
                let state = state.clone();
                tasks.push(tokio::spawn(async move {
                    for _ in 0..15 {
                        let append = || state.append(1);
                        let done = patient().run(append, CommitError::is_conflict).await;
                        done.unwrap();
                    }
                }));
            }
        }
        for task in tasks {
            task.await.unwrap();
        }
        for store in &stores {
            let state = store.durable::<Sum>("t").await.unwrap();
            assert_eq!(state.read(|sum| sum.total).await.unwrap(), 90);
        }
    });
}

/// A state that is kept in memory under a lease is read anew by the next owner, and by the one before when it is its turn
/// again.
pub fn states_follow_their_lease(server: &Server) {
    const TERM: Duration = Duration::from_secs(60);
    run(async {
        let stores = stores(server, 2).await;
        for round in 1..=6 {
            let store = &stores[round % 2];
            let lease = store.own("a", TERM).await.unwrap();
            let state = lease.store().durable::<Sum>("s").await.unwrap();
            for _ in 0..5 {
                let before = state.read(|sum| sum.count).await.unwrap();
                state.append(1).await.unwrap();
                assert_eq!(state.read(|sum| sum.count).await.unwrap(), before + 1);
            }
            assert_eq!(state.position().await.unwrap(), round as u64 * 5);
            lease.release().await.unwrap();
            assert!(state.append(1).await.unwrap_err().is_not_owner());
        }
    });
}

pub fn leases_have_one_owner(server: &Server) {
    const TERM: Duration = Duration::from_secs(60);
    run(async {
        let stores = stores(server, 4).await;
        let mut tokens = Vec::new();
        for round in 0..20 {
            let tasks: Vec<_> = stores
                .iter()
                .cloned()
                .map(|store| tokio::spawn(async move { store.own("a", TERM).await }))
                .collect();
            let mut owners = Vec::new();
            for task in tasks {
                match task.await.unwrap() {
                    Ok(owner) => owners.push(owner),
                    Err(CommitError::Refused(Refusal::Held { .. })) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            assert_eq!(owners.len(), 1, "round {round}");
            tokens.push(owners[0].token());
            owners[0].release().await.unwrap();
        }
        assert!(tokens.is_sorted_by(|a, b| a < b));
        // Shorter than what an owner may be in the middle of.
        let short = stores[0].own("b", Duration::from_secs(1)).await;
        let refused = matches!(short, Err(CommitError::Refused(Refusal::TooShort { .. })));
        assert!(refused, "{short:?}");
    });
}

/// The capacity of a queue is kept among programs, give or take what is on its way.
pub fn a_full_queue_is_full_for_all(server: &Server) {
    run(async {
        let stores = stores(server, 2).await;
        let options = QueueOptions {
            capacity: 5,
            ..QueueOptions::default()
        };
        let one = stores[0].queue_with::<u8>("q", options).await.unwrap();
        let two = stores[1].queue_with::<u8>("q", options).await.unwrap();
        for job in 0..5 {
            one.push(&job).await.unwrap();
        }
        let full = two.push(&5).await.unwrap_err();
        assert!(matches!(full, CommitError::Refused(Refusal::Full { .. })));
        // The first one has counted, and hears of what the other has taken when it matters.
        two.next().await.unwrap().ack().await.unwrap();
        one.push(&5).await.unwrap();
        assert!(one.push(&6).await.is_err());
    });
}

/// The same with one program after the other: what was acknowledged is there, and nothing of the old one is in the way.
pub fn a_program_follows_another(server: &Server) {
    run(async {
        let backend: Postgres = server.new_store();
        let store = Store::open(backend.clone(), Options::default())
            .await
            .unwrap();
        let lease = store.own("a", Duration::from_secs(60)).await.unwrap();
        let map = lease.store().map::<String, u8>("m").await.unwrap();
        map.insert(&"zero \0 in a key".into(), &1).await.unwrap();
        store
            .transaction("zero \0 in an id")
            .insert(&map, &"x".into(), &2)
            .commit()
            .await
            .unwrap();
        store.close().await.unwrap();
        assert!(lease.left().is_zero());
        let store = Store::open(backend, Options::default()).await.unwrap();
        let lease = store.own("a", Duration::from_secs(60)).await.unwrap();
        let map = lease.store().map::<String, u8>("m").await.unwrap();
        assert_eq!(map.range(.., 9).await.unwrap().len(), 2);
        assert!(store.outcome("zero \0 in an id").await.unwrap().is_some());
    });
}
