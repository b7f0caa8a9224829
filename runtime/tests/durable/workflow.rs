//! Workflows: whatever crashes, each step is committed once, by one process, and goes on where it was.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use otp_runtime::durable::Map;
use otp_runtime::exit::BoxError;
use otp_runtime::retry::Backoff;
use otp_runtime::scheduler::clock::Follow;
use otp_runtime::store::faulty::{Fault, Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::kit::Hands;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{Options, Record, Store};
use otp_runtime::supervisor::{
    ChildSpec, Intensity, Spec, Strategy, Supervisor, SupervisorRef, Tree,
};
use otp_runtime::testing::{CancelPoint, cancel_at_every_await};
use otp_runtime::workflow::{
    Next, Step, Workflow, WorkflowError, WorkflowOptions, WorkflowStatus, Workflows,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

const SECOND: Duration = Duration::from_secs(1);

/// How many steps a trip has.
const STEPS: u32 = 5;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Trip {
    stages: u32,
    heard: Vec<String>,
}

impl Record for Trip {
    const TYPE: &'static str = "trip";
}

/// What a stage does the first times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Fails,
    Panics,
    Hangs,
    /// It takes until the gate opens.
    WaitsAtTheGate,
    /// It waits for a signal after it.
    Listens,
    /// It waits for ten seconds after it.
    Rests,
}

/// The world outside: it remembers keys and does each once.
#[derive(Default)]
struct World {
    done: BTreeSet<String>,
    runs: BTreeMap<String, u32>,
    fences: BTreeMap<String, u64>,
    at_once: usize,
    most_at_once: usize,
}

#[derive(Clone)]
struct Travel {
    /// By the number of the stage: what it does, and how often.
    behaviour: BTreeMap<u32, (Behaviour, u32)>,
    stages: Map<(String, u32), String>,
    world: Arc<Mutex<World>>,
    gate: Arc<Notify>,
}

impl Travel {
    async fn new(store: &Store) -> Self {
        Self {
            behaviour: BTreeMap::new(),
            stages: store.map("stages").await.unwrap(),
            world: Arc::default(),
            gate: Arc::default(),
        }
    }

    fn with(mut self, stage: u32, behaviour: Behaviour, times: u32) -> Self {
        self.behaviour.insert(stage, (behaviour, times));
        self
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    /// All stages of these trips are there once.
    async fn assert_whole(&self, ids: &[String], what: &str) {
        let stages = self.stages.range(.., 10_000).await.unwrap();
        let found: Vec<_> = stages.iter().map(|((id, n), _)| (id.clone(), *n)).collect();
        let mut expected: Vec<_> = ids
            .iter()
            .flat_map(|id| (1..=STEPS).map(move |stage| (id.clone(), stage)))
            .collect();
        expected.sort();
        assert_eq!(found, expected, "{what}");
        let keys: BTreeSet<_> = stages.into_iter().map(|(_, key)| key).collect();
        assert_eq!(self.world().done, keys, "{what}");
    }
}

impl Workflow for Travel {
    type State = Trip;
    type Signal = String;

    async fn step(&self, step: &mut Step<Self>) -> Result<Next, BoxError> {
        let (id, key, fence) = (step.id().to_owned(), step.key().to_owned(), step.fence());
        step.state.stages += 1;
        let stage = step.state.stages;
        let behaviour = self.behaviour.get(&stage).copied();
        let run = {
            let mut world = self.world();
            world.at_once += 1;
            world.most_at_once = world.most_at_once.max(world.at_once);
            let run = world.runs.entry(key.clone()).or_default();
            *run += 1;
            *run
        };
        let _leaves = Leaves(self.world.clone());
        let misbehaves = behaviour.filter(|(_, times)| run <= *times).map(|it| it.0);
        match misbehaves {
            Some(Behaviour::Fails) => return Err("no".into()),
            Some(Behaviour::Panics) => panic!("on purpose"),
            Some(Behaviour::Hangs) => std::future::pending().await,
            Some(Behaviour::WaitsAtTheGate) => self.gate.notified().await,
            _ => tokio::task::yield_now().await,
        }
        {
            let mut world = self.world();
            let last = world.fences.entry(id.clone()).or_default();
            // What the fencing token is for: a process that was believed dead is refused.
            if fence < *last {
                return Err("another process has this workflow".into());
            }
            *last = fence;
            world.done.insert(key.clone());
        }
        while let Some(signal) = step.signal() {
            step.state.heard.push(signal);
        }
        let place = (id, stage);
        let before = step.transaction().get(&self.stages, &place).await?;
        assert_eq!(before, None, "a stage was committed before");
        step.transaction().insert(&self.stages, &place, &key);
        Ok(match behaviour {
            _ if stage == STEPS || step.is_cancelled() => Next::Done,
            Some((Behaviour::Listens, _)) => Next::Wait(Duration::MAX),
            Some((Behaviour::Rests, _)) => Next::Wait(10 * SECOND),
            _ => Next::Now,
        })
    }

    fn deadline(&self) -> Duration {
        30 * SECOND
    }
}

struct Leaves(Arc<Mutex<World>>);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.lock().unwrap().at_once -= 1;
    }
}

fn options() -> WorkflowOptions {
    WorkflowOptions {
        attempts: 3,
        backoff: Backoff {
            first: Duration::from_millis(10),
            most: SECOND,
        },
        ..WorkflowOptions::default()
    }
}

async fn open(store: &Store, travel: &Travel) -> Workflows<Travel> {
    store
        .workflows_with("trips", travel.clone(), options())
        .await
        .unwrap()
}

/// A tree with the manager, which restarts it however often it fails.
async fn tree(store: Option<&Store>, trips: &Workflows<Travel>) -> Tree {
    let mut children = vec![
        ChildSpec::nested("running", Spec::default()),
        ChildSpec::new("trips"),
    ];
    if store.is_some() {
        children.insert(0, ChildSpec::new("store"));
    }
    let spec = Spec {
        strategy: Strategy::OneForOne,
        intensity: Intensity {
            restarts: 1000,
            within: SECOND,
        },
        // While the store is reopened the manager fails at once.
        backoff: Backoff {
            first: Duration::from_millis(100),
            most: SECOND,
        },
        children,
        ..Spec::default()
    };
    let mut supervisor = Supervisor::new(spec);
    let running: SupervisorRef = supervisor.reserve_supervisor("running").unwrap();
    if let Some(store) = store {
        supervisor = supervisor.store("store", store);
    }
    let trips = trips.clone();
    supervisor
        .stoppable_task("trips", move |stop| {
            trips.clone().run(running.clone(), stop)
        })
        .start()
        .await
        .unwrap()
}

/// With a clock that goes with tokio's.
fn follow() -> Options {
    Options {
        clock: Arc::new(Follow::from(std::time::SystemTime::now())),
        ..Options::default()
    }
}

async fn in_memory() -> Store {
    Store::open(Keeper::new(1000), follow()).await.unwrap()
}

async fn on_disk(path: impl Into<std::path::PathBuf>) -> Store {
    Store::open(Sqlite::new(path), follow()).await.unwrap()
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("trip {n:03}")).collect()
}

async fn in_minutes<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(600 * SECOND, future)
        .await
        .expect("it does not go on")
}

#[tokio::test(start_paused = true)]
async fn each_goes_to_its_end_and_not_too_many_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let disk = on_disk(folder.path().join("s.db")).await;
    for store in [in_memory().await, disk] {
        let travel = Travel::new(&store).await;
        let few = WorkflowOptions {
            concurrent: 7,
            ..options()
        };
        let trips = store
            .workflows_with("trips", travel.clone(), few)
            .await
            .unwrap();
        let ids = ids(60);
        let tree = tree(Some(&store), &trips).await;
        // From tasks of their own: all of this can be sent to other threads.
        for id in ids.clone() {
            let trips = trips.clone();
            tokio::spawn(async move { trips.start(&id, &Trip::default()).await })
                .await
                .unwrap()
                .unwrap();
        }
        for id in &ids {
            let end = in_minutes(trips.end(id)).await.unwrap();
            assert_eq!(end.stages, STEPS);
            // Again: it has ended already.
            trips.start(id, &Trip::default()).await.unwrap();
        }
        let other = Trip {
            stages: 1,
            ..Trip::default()
        };
        let reused = trips.start(&ids[0], &other).await;
        assert!(matches!(reused, Err(WorkflowError::Reused { .. })));
        travel.assert_whole(&ids, "all").await;
        let most = travel.world().most_at_once;
        assert!((2..=7).contains(&most), "{most} at once");
        assert!(trips.list("", 9).await.unwrap().is_empty());
        assert!(tree.stop(5 * SECOND).await.is_clean());
    }
}

#[tokio::test(start_paused = true)]
async fn a_step_that_fails_is_tried_again_with_its_key_and_then_stuck() {
    for behaviour in [Behaviour::Fails, Behaviour::Panics, Behaviour::Hangs] {
        for (times, is_stuck) in [(2, false), (3, true), (5, true)] {
            let store = in_memory().await;
            let travel = Travel::new(&store).await.with(3, behaviour, times);
            let trips = open(&store, &travel).await;
            let tree = tree(Some(&store), &trips).await;
            // The others are not disturbed.
            let ids = ids(3);
            for id in &ids {
                trips.start(id, &Trip::default()).await.unwrap();
            }
            if is_stuck {
                let stuck = in_minutes(async {
                    loop {
                        let stuck = trips.stuck().await.unwrap();
                        if stuck.len() == ids.len() {
                            return stuck;
                        }
                        tokio::time::sleep(SECOND).await;
                    }
                })
                .await;
                assert_eq!((stuck[0].step, stuck[0].attempts), (3, 3));
                assert!(stuck[0].error.is_some());
                assert!(matches!(
                    trips.retry("nothing").await,
                    Err(WorkflowError::NotThere { .. })
                ));
                for id in &ids {
                    trips.retry(id).await.unwrap();
                }
            }
            for id in &ids {
                in_minutes(trips.end(id)).await.unwrap();
                let runs = travel.world().runs[&format!("trips/{id}/3")];
                assert_eq!(runs, times + 1, "{behaviour:?}");
            }
            travel.assert_whole(&ids, &format!("{behaviour:?}")).await;
            assert!(tree.stop(5 * SECOND).await.is_clean());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_operator_can_end_what_is_stuck() {
    let store = in_memory().await;
    let travel = Travel::new(&store).await.with(2, Behaviour::Fails, 100);
    let trips = open(&store, &travel).await;
    let tree = tree(Some(&store), &trips).await;
    trips.start("t", &Trip::default()).await.unwrap();
    in_minutes(async {
        while trips.stuck().await.unwrap().is_empty() {
            tokio::time::sleep(SECOND).await;
        }
    })
    .await;
    trips.discard("t").await.unwrap();
    assert!(matches!(
        trips.end("t").await,
        Err(WorkflowError::Discarded { .. })
    ));
    assert!(trips.list("", 9).await.unwrap().is_empty());
    trips.forget("t").await.unwrap();
    assert!(matches!(
        trips.end("t").await,
        Err(WorkflowError::NotThere { .. })
    ));
    tree.stop(SECOND).await;
}

#[tokio::test(start_paused = true)]
async fn who_waits_has_no_process_and_hears_signals() {
    let store = in_memory().await;
    let travel = Travel::new(&store)
        .await
        .with(1, Behaviour::Rests, 0)
        .with(2, Behaviour::Listens, 0)
        .with(3, Behaviour::Listens, 0);
    let trips = open(&store, &travel).await;
    let tree = tree(None, &trips).await;
    let running = tree.supervisor("running").unwrap().clone();
    trips.start("t", &Trip::default()).await.unwrap();
    let until = async |stages| {
        in_minutes(async {
            loop {
                let state = trips.state("t").await.unwrap().unwrap();
                let info = trips.list("", 9).await.unwrap();
                let waits = |it: &otp_runtime::workflow::WorkflowInfo| {
                    matches!(it.status, WorkflowStatus::Waiting { .. })
                };
                if state.stages == stages && info.iter().all(waits) {
                    return state;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await
    };
    until(1).await;
    in_minutes(async {
        while !running.children().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    trips.signal("t", &"hurry".into()).await.unwrap();
    assert_eq!(until(2).await.heard, ["hurry"]);
    for signal in ["a", "b", "c"] {
        trips.signal("t", &signal.into()).await.unwrap();
    }
    // All three are heard once, in order, in one step or more.
    in_minutes(async {
        while trips.state("t").await.unwrap().unwrap().heard.len() < 4 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    if trips.cancel("t").await.is_ok() {
        let end = in_minutes(trips.end("t")).await.unwrap();
        assert_eq!(end.heard, ["hurry", "a", "b", "c"]);
    }
    assert!(matches!(
        trips.signal("t", &"late".into()).await,
        Err(WorkflowError::NotThere { .. })
    ));
    tree.stop(SECOND).await;
}

/// The minimum for a log that knows of every step before it begins.
#[tokio::test(start_paused = true)]
async fn a_workflow_of_n_steps_costs_n_and_two_commits() {
    let store = in_memory().await;
    let travel = Travel::new(&store).await;
    let trips = open(&store, &travel).await;
    let tree = tree(None, &trips).await;
    trips.start("first", &Trip::default()).await.unwrap();
    in_minutes(trips.end("first")).await.unwrap();
    let before = store.stats().commits;
    trips.start("second", &Trip::default()).await.unwrap();
    in_minutes(trips.end("second")).await.unwrap();
    assert_eq!(store.stats().commits - before, u64::from(STEPS) + 2);
    tree.stop(SECOND).await;
}

/// The store fails at each of its commits in turn, in each way, and the tree puts it in order again.
#[tokio::test(start_paused = true)]
async fn a_fault_at_every_commit() {
    let mut reached = 0;
    for fault in [
        Fault::Full,
        Fault::Write,
        Fault::Sync,
        Fault::LateSync,
        Fault::Panic,
    ] {
        for at in 0.. {
            let faults = Faults::default();
            let backend = Faulty::new(Keeper::new(1000), faults.clone());
            let store = Store::open(backend, follow()).await.unwrap();
            let travel = Travel::new(&store).await.with(2, Behaviour::Rests, 0);
            let trips = open(&store, &travel).await;
            let ids = ids(2);
            for id in &ids {
                trips.start(id, &Trip::default()).await.unwrap();
            }
            (0..at).for_each(|_| faults.befall(Fault::None));
            faults.befall(fault);
            let tree = tree(Some(&store), &trips).await;
            for id in &ids {
                // Nobody has to wait for the ten seconds.
                let wake = async {
                    loop {
                        let _ = trips.signal(id, &"go on".into()).await;
                        tokio::time::sleep(SECOND).await;
                    }
                };
                let end = async {
                    loop {
                        match trips.end(id).await {
                            Ok(end) => return end,
                            Err(WorkflowError::Read(_)) => tokio::time::sleep(SECOND).await,
                            Err(error) => panic!("{fault:?} at {at}: {error}"),
                        }
                    }
                };
                let end = tokio::select! {
                    end = in_minutes(end) => end,
                    () = wake => unreachable!(),
                };
                assert_eq!(end.stages, STEPS, "{fault:?} at {at}");
            }
            travel
                .assert_whole(&ids, &format!("{fault:?} at {at}"))
                .await;
            let befell = tree.children()[0].restarts > 0;
            tree.stop(60 * SECOND).await;
            reached += usize::from(befell);
            // Far enough beyond what two trips commit.
            if at > 20 {
                break;
            }
        }
    }
    // Four of the five faults break the store.
    assert!(reached > 40, "{reached}");
}

/// A step that runs comes to its commit, nothing new begins, and the next program goes on at once.
#[tokio::test(start_paused = true)]
async fn a_stop_lets_steps_end_and_gives_the_lease_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = on_disk(&path).await;
    let travel = Travel::new(&store)
        .await
        .with(2, Behaviour::WaitsAtTheGate, 1);
    let trips = open(&store, &travel).await;
    let first = tree(Some(&store), &trips).await;
    trips.start("t", &Trip::default()).await.unwrap();
    in_minutes(async {
        while !travel.world().runs.contains_key("trips/t/2") {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(store.leases().await.unwrap().len(), 1);
    let gate = travel.gate.clone();
    let opens = tokio::spawn(async move {
        tokio::time::sleep(SECOND).await;
        gate.notify_one();
    });
    assert!(first.stop(60 * SECOND).await.is_clean());
    opens.await.unwrap();

    let store = on_disk(&path).await;
    assert!(store.leases().await.unwrap().is_empty());
    let travel = Travel {
        stages: store.map("stages").await.unwrap(),
        ..travel
    };
    let trips = open(&store, &travel).await;
    assert_eq!(trips.state("t").await.unwrap().unwrap().stages, 2);
    assert_eq!(trips.list("", 9).await.unwrap()[0].attempts, 0);
    let second = tree(Some(&store), &trips).await;
    in_minutes(trips.end("t")).await.unwrap();
    // No step has run in vain.
    assert!(travel.world().runs.values().all(|runs| *runs == 1));
    travel.assert_whole(&["t".to_owned()], "two programs").await;
    second.stop(SECOND).await;
}

/// A node is paused in the middle of a step, and taken for dead. What it does when it wakes comes to nothing.
#[tokio::test]
async fn a_node_that_is_taken_for_dead_cannot_commit() {
    let clock = Hands::default();
    let options = Options {
        clock: Arc::new(clock.clone()),
        ..Options::default()
    };
    let store = Store::open(Keeper::new(1000), options).await.unwrap();
    let travel = Travel::new(&store)
        .await
        .with(3, Behaviour::WaitsAtTheGate, 1);
    // Two handles are two nodes.
    let (first, second) = (open(&store, &travel).await, open(&store, &travel).await);
    let spec = Spec {
        children: vec![ChildSpec::nested("running", Spec::default())],
        ..Spec::default()
    };
    let mut supervisor = Supervisor::new(spec);
    let running = supervisor.reserve_supervisor("running").unwrap();
    let processes = supervisor.start().await.unwrap();
    let manager = tokio::spawn(first.clone().run(running, CancellationToken::new()));
    first.start("t", &Trip::default()).await.unwrap();
    while !travel.world().runs.contains_key("trips/t/3") {
        tokio::task::yield_now().await;
    }
    // Its process is there still, but nobody renews the lease.
    manager.abort();
    let fence = travel.world().fences["t"];
    let other = tree(None, &second).await;
    clock.advance(16 * SECOND);
    let time_passes = async {
        loop {
            clock.advance(SECOND);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        end = second.end("t") => drop(end.unwrap()),
        () = time_passes => unreachable!(),
    }
    assert!(travel.world().fences["t"] > fence);
    travel.assert_whole(&["t".to_owned()], "taken over").await;
    let before = store.stats().commits;
    let child = processes.supervisor("running").unwrap().clone();
    assert_eq!(child.children().len(), 1);
    travel.gate.notify_one();
    while !child.children().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(store.stats().commits, before);
    travel.assert_whole(&["t".to_owned()], "woken").await;
    other.stop(5 * SECOND).await;
    processes.stop(SECOND).await;
}

/// Dropping the manager at any of its awaits: the next one goes on.
#[tokio::test(start_paused = true)]
async fn a_manager_that_is_cut_off_anywhere_is_followed_by_another() {
    type Made = (Travel, Workflows<Travel>);
    let now: Arc<Mutex<Option<Made>>> = Arc::default();
    let spec = || Spec {
        children: vec![ChildSpec::nested("running", Spec::default())],
        ..Spec::default()
    };
    let mut supervisor = Supervisor::new(spec());
    let running = supervisor.reserve_supervisor("running").unwrap();
    let processes = supervisor.start().await.unwrap();
    let run = || {
        let (now, running) = (now.clone(), running.clone());
        async move {
            let store = in_memory().await;
            let travel = Travel::new(&store).await;
            let trips = open(&store, &travel).await;
            trips.start("t", &Trip::default()).await.unwrap();
            *now.lock().unwrap() = Some((travel, trips.clone()));
            tokio::select! {
                ended = trips.clone().run(running, CancellationToken::new()) => panic!("{ended:?}"),
                end = trips.end("t") => end.unwrap(),
            }
        }
    };
    let points = cancel_at_every_await(run, async |point| {
        let Some((travel, trips)) = now.lock().unwrap().take() else {
            assert_ne!(point, CancelPoint::Completed);
            return;
        };
        let stop = CancellationToken::new();
        let manager = tokio::spawn(trips.clone().run(running.clone(), stop.clone()));
        in_minutes(trips.end("t")).await.unwrap();
        travel
            .assert_whole(&["t".to_owned()], &format!("{point:?}"))
            .await;
        stop.cancel();
        manager.await.unwrap().unwrap();
    })
    .await;
    assert!(points > 0);
    processes.stop(SECOND).await;
}

/// What people ask of workflows happens as a whole or not at all.
#[tokio::test]
async fn cancelled_operations_happen_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let disk = on_disk(folder.path().join("s.db")).await;
    for store in [disk, in_memory().await] {
        let travel = Travel::new(&store).await;
        let trips = open(&store, &travel).await;
        let ready = store
            .map::<(i64, String), ()>("workflow/trips/ready")
            .await
            .unwrap();
        let signals = store
            .map::<(String, u64), String>("workflow/trips/signals")
            .await
            .unwrap();
        let count = Arc::new(Mutex::new(0));
        let change = || {
            let (trips, count) = (trips.clone(), count.clone());
            async move {
                let id = {
                    let mut count = count.lock().unwrap();
                    *count += 1;
                    count.to_string()
                };
                trips.start(&id, &Trip::default()).await.unwrap();
                trips.signal(&id, &"signal".into()).await.unwrap();
                trips.cancel(&id).await.unwrap();
                trips.discard(&id).await.unwrap();
                trips.forget(&id).await.unwrap();
            }
        };
        cancel_at_every_await(change, async |point| {
            store.outcome("none").await.unwrap();
            let id = count.lock().unwrap().to_string();
            let all = trips.list("", 1000).await.unwrap();
            let due: Vec<_> = ready.range(.., 1000).await.unwrap();
            assert_eq!(due.len(), all.len(), "{point:?}");
            let active = all.iter().find(|it| it.id == id);
            let state = trips.state(&id).await.unwrap();
            let told = signals
                .range((id.clone(), 0)..=(id.clone(), u64::MAX), 9)
                .await
                .unwrap()
                .len();
            if let Some(active) = active {
                assert!(state.is_some() && told <= 1, "{point:?}");
                assert!(!active.cancelled || told == 1, "{point:?}");
            } else {
                // Never there, or ended, or forgotten with all that was its.
                let end = trips.end(&id).await.unwrap_err();
                let is_ended = matches!(end, WorkflowError::Discarded { .. });
                assert_eq!(state.is_some(), is_ended, "{point:?}");
                assert!(is_ended || told == 0, "{point:?}");
            }
        })
        .await;
    }
}
