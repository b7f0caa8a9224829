//! Tasks of a queue and their workers: none is lost, none has its effect twice, and not too many are in hand.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::durable::{Map, Queue, QueueOptions};
use otp_runtime::exit::BoxError;
use otp_runtime::retry::Backoff;
use otp_runtime::scheduler::clock::Follow;
use otp_runtime::store::faulty::{Fault, Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::{Options, Store};
use otp_runtime::testing::cancel_at_every_await;
use otp_runtime::workflow::{
    Distributor, DistributorOptions, Monitor, Task, WorkLimits, WorkTrouble, Worker,
};
use tokio_util::sync::CancellationToken;

const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Good,
    Fails,
    Panics,
    Hangs,
    /// Longer than the queue lets a worker have a task without hearing of it.
    Slow,
}

#[derive(Clone)]
struct Copying {
    behaviour: Behaviour,
    /// How often it behaves so with each task.
    times: u32,
    done: Map<u64, u64>,
    total: Map<u8, u64>,
    keys: Arc<Mutex<BTreeSet<(u64, String)>>>,
    at_once: Arc<AtomicUsize>,
    most_at_once: Arc<AtomicUsize>,
}

impl Copying {
    async fn new(store: &Store, behaviour: Behaviour) -> Self {
        Self {
            behaviour,
            times: 1,
            done: store.map("done").await.unwrap(),
            total: store.map("total").await.unwrap(),
            keys: Arc::default(),
            at_once: Arc::default(),
            most_at_once: Arc::default(),
        }
    }

    async fn assert_all(&self, queue: &Queue<u64>, tasks: u64, what: &str) {
        let done = self.done.range(.., 1000).await.unwrap();
        let expected: Vec<_> = (0..tasks).map(|task| (task, 1)).collect();
        assert_eq!(done, expected, "{what}");
        // One key for each task, however often it was tried.
        assert_eq!(self.keys.lock().unwrap().len() as u64, tasks, "{what}");
        let total = self.total.get(&0).await.unwrap();
        assert_eq!(total, Some(tasks), "{what}");
        assert_eq!(queue.count().await.unwrap(), (0, 0), "{what}");
    }
}

struct Leaves(Arc<AtomicUsize>);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Worker for Copying {
    type Task = u64;

    async fn work(&self, task: &mut Task<u64>) -> Result<(), BoxError> {
        let (job, key) = (*task.job(), task.key());
        let is_first = self.keys.lock().unwrap().insert((job, key));
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(now, Ordering::SeqCst);
        let _leaves = Leaves(self.at_once.clone());
        tokio::task::yield_now().await;
        if task.attempt() <= self.times {
            match self.behaviour {
                Behaviour::Good => {}
                Behaviour::Fails => return Err("no".into()),
                Behaviour::Panics => panic!("on purpose"),
                Behaviour::Hangs => std::future::pending().await,
                // Not again after a conflict: of those who wait together one commits.
                Behaviour::Slow if is_first => tokio::time::sleep(25 * SECOND).await,
                Behaviour::Slow => {}
            }
        }
        let (done, total) = (self.done.clone(), self.total.clone());
        let times = task.transaction().get(&done, &job).await?.unwrap_or(0);
        // All tasks change this one: most commits are conflicts at first.
        let sum = task.transaction().get(&total, &0).await?.unwrap_or(0);
        task.transaction()
            .insert(&done, &job, &(times + 1))
            .insert(&total, &0, &(sum + 1));
        let refused = task.transaction().commit().await.unwrap_err();
        assert!(
            refused.to_string().contains("is committed with"),
            "{refused}"
        );
        Ok(())
    }

    fn deadline(&self) -> Duration {
        30 * SECOND
    }
}

const WORKERS: usize = 5;

fn distributor(queue: &Queue<u64>, worker: &Copying) -> Distributor<Copying> {
    let options = DistributorOptions {
        workers: WORKERS,
        backoff: Backoff {
            first: SECOND,
            most: 4 * SECOND,
        },
    };
    Distributor::new(queue, worker.clone(), options)
}

async fn store() -> Store {
    let options = Options {
        clock: Arc::new(Follow::from(std::time::SystemTime::now())),
        ..Options::default()
    };
    Store::open(Keeper::new(1000), options).await.unwrap()
}

async fn queue(store: &Store) -> Queue<u64> {
    let short = QueueOptions {
        visibility: 10 * SECOND,
        attempts: 4,
        ..QueueOptions::default()
    };
    store.queue_with("tasks", short).await.unwrap()
}

/// Until every task is done or dead.
async fn empty(store: &Store, queue: &Queue<u64>) {
    let over = async {
        while queue.count().await.unwrap().0 > 0 {
            tokio::time::sleep(SECOND).await;
        }
    };
    if tokio::time::timeout(600 * SECOND, over).await.is_err() {
        let report = otp_runtime::inspect::report(store, 9).await;
        panic!("tasks are left: {report:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_a_worker_does_each_task_has_its_effect_once() {
    for behaviour in [
        Behaviour::Good,
        Behaviour::Fails,
        Behaviour::Panics,
        Behaviour::Hangs,
        Behaviour::Slow,
    ] {
        let store = store().await;
        let queue = queue(&store).await;
        let worker = Copying::new(&store, behaviour).await;
        for task in 0..30 {
            queue.push(&task).await.unwrap();
        }
        let stop = CancellationToken::new();
        let running = tokio::spawn(distributor(&queue, &worker).run(stop.clone()));
        empty(&store, &queue).await;
        stop.cancel();
        running.await.unwrap().unwrap();
        worker
            .assert_all(&queue, 30, &format!("{behaviour:?}"))
            .await;
        let most = worker.most_at_once.load(Ordering::SeqCst);
        assert!((2..=WORKERS).contains(&most), "{behaviour:?}: {most}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_never_succeeds_is_a_dead_letter_that_the_monitor_sees() {
    let store = store().await;
    let queue = queue(&store).await;
    let worker = Copying {
        times: u32::MAX,
        ..Copying::new(&store, Behaviour::Panics).await
    };
    let limits = WorkLimits {
        late: 60 * SECOND,
        ..WorkLimits::default()
    };
    let monitor = Monitor::new().queue(&queue, limits);
    queue.push(&0).await.unwrap();
    assert!(monitor.sample().await.unwrap().is_healthy());
    tokio::time::sleep(61 * SECOND).await;
    let report = monitor.sample().await.unwrap();
    assert_eq!(report.work[0].trouble, [WorkTrouble::Late]);
    let stop = CancellationToken::new();
    let running = tokio::spawn(distributor(&queue, &worker).run(stop.clone()));
    empty(&store, &queue).await;
    let report = monitor.sample().await.unwrap();
    assert_eq!(report.work[0].trouble, [WorkTrouble::Stuck]);
    let dead = queue.dead_letters(9).await.unwrap();
    assert_eq!(dead[0].attempts, 4);
    assert!(dead[0].error.as_ref().unwrap().contains("on purpose"));
    stop.cancel();
    running.await.unwrap().unwrap();
    // It runs by itself, too.
    let mut reports = 0;
    let stop = CancellationToken::new();
    let ends = stop.clone();
    let watching = monitor.run(SECOND, stop, |report| {
        assert!(!report.is_healthy());
        reports += 1;
        if reports == 3 {
            ends.cancel();
        }
    });
    watching.await.unwrap();
    assert_eq!(reports, 3);
}

/// Told to stop, it does what it has in hand and takes nothing more.
#[tokio::test(start_paused = true)]
async fn a_stop_lets_workers_end() {
    let store = store().await;
    let queue = queue(&store).await;
    let worker = Copying::new(&store, Behaviour::Slow).await;
    for task in 0..30 {
        queue.push(&task).await.unwrap();
    }
    let stop = CancellationToken::new();
    let running = tokio::spawn(distributor(&queue, &worker).run(stop.clone()));
    while worker.at_once.load(Ordering::SeqCst) < WORKERS {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    running.await.unwrap().unwrap();
    assert_eq!(worker.done.range(.., 99).await.unwrap().len(), WORKERS);
    assert_eq!(queue.count().await.unwrap(), (30 - WORKERS, 0));
}

#[tokio::test(start_paused = true)]
async fn a_fault_at_every_commit() {
    for fault in [Fault::Full, Fault::Write, Fault::Sync, Fault::LateSync] {
        for at in 0..12 {
            let faults = Faults::default();
            let options = Options {
                clock: Arc::new(Follow::from(std::time::SystemTime::now())),
                ..Options::default()
            };
            let backend = Faulty::new(Keeper::new(1000), faults.clone());
            let store = Store::open(backend, options).await.unwrap();
            let queue = queue(&store).await;
            let worker = Copying::new(&store, Behaviour::Good).await;
            for task in 0..6 {
                queue.push(&task).await.unwrap();
            }
            (0..at).for_each(|_| faults.befall(Fault::None));
            faults.befall(fault);
            let stop = CancellationToken::new();
            let running = async {
                // As a supervisor does.
                while distributor(&queue, &worker)
                    .run(stop.clone())
                    .await
                    .is_err()
                {
                    if store.stats().broken.is_some() {
                        store.reopen().await.unwrap();
                    }
                }
            };
            let over = async {
                empty(&store, &queue).await;
                stop.cancel();
            };
            tokio::join!(running, over);
            worker
                .assert_all(&queue, 6, &format!("{fault:?} at {at}"))
                .await;
        }
    }
}

/// Dropped at any of its awaits, it loses no task: each is done by the next one, once.
#[tokio::test(start_paused = true)]
async fn a_distributor_that_is_cut_off_anywhere_is_followed_by_another() {
    type Made = (Store, Queue<u64>, Copying);
    let now: Arc<Mutex<Option<Made>>> = Arc::default();
    let run = || {
        let now = now.clone();
        async move {
            let store = store().await;
            let (queue, worker) = (
                queue(&store).await,
                Copying::new(&store, Behaviour::Good).await,
            );
            for task in 0..3 {
                queue.push(&task).await.unwrap();
            }
            *now.lock().unwrap() = Some((store.clone(), queue.clone(), worker.clone()));
            tokio::select! {
                ended = distributor(&queue, &worker).run(CancellationToken::new()) => panic!("{ended:?}"),
                () = empty(&store, &queue) => {}
            }
        }
    };
    cancel_at_every_await(run, async |point| {
        let Some((store, queue, worker)) = now.lock().unwrap().take() else {
            return;
        };
        let stop = CancellationToken::new();
        let running = tokio::spawn(distributor(&queue, &worker).run(stop.clone()));
        empty(&store, &queue).await;
        stop.cancel();
        running.await.unwrap().unwrap();
        worker.assert_all(&queue, 3, &format!("{point:?}")).await;
    })
    .await;
}
