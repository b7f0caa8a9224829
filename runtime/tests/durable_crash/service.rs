//! A service that is killed with `kill -9` at random instants: workflows, the tasks that they hand out, and a durable
//! timer. Whatever it has acknowledged goes on in the next program, and nothing is done twice.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use otp_runtime::durable::{CatchUp, Map, Queue, QueueOptions, Schedule, ScheduleOptions, Timing};
use otp_runtime::exit::BoxError;
use otp_runtime::retry::Backoff;
use otp_runtime::store::sqlite::Sqlite;
use otp_runtime::store::{Options, Store};
use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
use otp_runtime::workflow::{
    Distributor, DistributorOptions, Next, Step, Task, Worker, Workflow, WorkflowOptions, Workflows,
};

use crate::child::say;

const TASK: &str = "CRASH_SERVICE";

/// How many stages a workflow has.
const STAGES: u32 = 4;

/// How long a period of the timer is, in milliseconds.
const PERIOD: i64 = 2;

/// Each death costs an attempt.
const FOR_EVER: QueueOptions = QueueOptions {
    visibility: Duration::from_secs(30),
    attempts: u32::MAX,
    capacity: 1_000_000,
};

/// What the service works with.
#[derive(Clone)]
struct Things {
    store: Store,
    /// Each stage of each workflow, when it was done.
    stages: Map<(String, u32), u32>,
    tasks: Queue<String>,
    /// The tasks that were done.
    done: Map<String, u32>,
    ticks: Schedule<u32>,
    /// The due times that were handled.
    ticked: Map<i64, u32>,
}

impl Things {
    async fn open(store: Store) -> Self {
        let ticks = ScheduleOptions {
            occurrences: FOR_EVER,
            ..ScheduleOptions::default()
        };
        Self {
            stages: store.map("stages").await.unwrap(),
            tasks: store.queue_with("tasks", FOR_EVER).await.unwrap(),
            done: store.map("done").await.unwrap(),
            ticks: store.schedule_with("ticks", ticks).await.unwrap(),
            ticked: store.map("ticked").await.unwrap(),
            store,
        }
    }

    async fn workflows(&self) -> Workflows<Stages> {
        let options = WorkflowOptions {
            attempts: u32::MAX,
            // Those that were cut off begin again at once.
            backoff: Backoff::default(),
            ..WorkflowOptions::default()
        };
        let workflow = Stages(self.clone());
        let opened = self.store.workflows_with("stages", workflow, options);
        opened.await.unwrap()
    }
}

struct Stages(Things);

impl Workflow for Stages {
    type State = u32;
    type Signal = ();

    async fn step(&self, step: &mut Step<Self>) -> Result<Next, BoxError> {
        step.state += 1;
        let (stage, key) = (step.state, step.key().to_owned());
        let place = (step.id().to_owned(), stage);
        let transaction = step.transaction();
        if transaction.get(&self.0.stages, &place).await?.is_some() {
            say(&format!("error {key} was done before"));
        }
        transaction
            .insert(&self.0.stages, &place, &1)
            .push(&self.0.tasks, &key);
        Ok(match stage {
            STAGES => Next::Done,
            2 => Next::Wait(Duration::from_millis(1)),
            _ => Next::Now,
        })
    }
}

struct Doing(Things);

impl Worker for Doing {
    type Task = String;

    async fn work(&self, task: &mut Task<String>) -> Result<(), BoxError> {
        let key = task.job().clone();
        let transaction = task.transaction();
        if transaction.get(&self.0.done, &key).await?.is_some() {
            say(&format!("error the task {key} was done before"));
        }
        transaction.insert(&self.0.done, &key, &1);
        Ok(())
    }
}

async fn handle_ticks(things: Things) -> Result<(), BoxError> {
    loop {
        let tick = things.ticks.next().await?;
        let mut transaction = things.store.begin();
        if transaction
            .get(&things.ticked, &tick.job.due)
            .await?
            .is_some()
        {
            say(&format!("error the tick {} came before", tick.job.due));
        }
        transaction
            .insert(&things.ticked, &tick.job.due, &1)
            .ack(&tick)
            .commit()
            .await?;
    }
}

/// What the program is to do, if it is this.
pub fn task() -> Option<PathBuf> {
    std::env::var_os(TASK).map(PathBuf::from)
}

/// Runs the service, and starts workflows for ever.
pub fn run(path: &Path) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let backend = Sqlite {
            checkpoint_pages: 24,
            ..Sqlite::new(path)
        };
        let store = Store::open(backend, Options::default()).await.unwrap();
        let things = Things::open(store).await;
        let workflows = things.workflows().await;
        let tree = tree(&things, &workflows).await;
        let timing = Timing::every(Duration::from_millis(PERIOD as u64), CatchUp::Every);
        things.ticks.set("tick", &timing, &0).await.unwrap();
        say("ready");
        let first = things.stages.range(.., usize::MAX).await.unwrap().len();
        for number in first.. {
            // A number may have been used, and its workflow has ended or not; then this changes nothing.
            let id = format!("{number:06}");
            workflows.start(&id, &0).await.unwrap();
            say(&format!("ack {id}"));
            if number % 5 == 0 {
                assert_eq!(workflows.end(&id).await.unwrap(), STAGES);
                say(&format!("ended {id}"));
            }
        }
        drop(tree);
    });
    ExitCode::FAILURE
}

async fn tree(things: &Things, workflows: &Workflows<Stages>) -> otp_runtime::supervisor::Tree {
    let names = ["timer", "ticks", "tasks", "manager"];
    let mut children = vec![
        ChildSpec::new("store"),
        ChildSpec::nested("running", Spec::default()),
    ];
    children.extend(names.map(ChildSpec::new));
    let mut supervisor = Supervisor::new(Spec {
        children,
        ..Spec::default()
    });
    let running = supervisor.reserve_supervisor("running").unwrap();
    let (timer, ticks) = (things.ticks.clone(), things.clone());
    let tasks = Distributor::new(
        &things.tasks,
        Doing(things.clone()),
        DistributorOptions::default(),
    );
    let manager = workflows.clone();
    supervisor
        .store("store", &things.store)
        .task("timer", move || {
            let timer = timer.clone();
            async move { timer.run().await.map(|never| match never {}) }
        })
        .task("ticks", move || handle_ticks(ticks.clone()))
        .stoppable_task("tasks", move |stop| tasks.clone().run(stop))
        .stoppable_task("manager", move |stop| {
            manager.clone().run(running.clone(), stop)
        })
        .start()
        .await
        .unwrap()
}

/// Whether the store is as the program said, and whole.
fn check(path: &Path, started: &BTreeSet<String>, ended: &BTreeSet<String>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let store = Store::sqlite(path)
            .await
            .map_err(|error| error.to_string())?;
        let things = Things::open(store).await;
        let workflows = things.workflows().await;
        let result = compare(&things, &workflows, started, ended).await;
        things.store.close().await.unwrap();
        result
    })
}

async fn compare(
    things: &Things,
    workflows: &Workflows<Stages>,
    started: &BTreeSet<String>,
    ended: &BTreeSet<String>,
) -> Result<(), String> {
    let mut under_way = BTreeSet::new();
    let mut after = String::new();
    loop {
        let page = workflows.list(&after, 500).await.unwrap();
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        under_way.extend(page.into_iter().map(|it| it.id));
    }
    let mut stages: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut keys = BTreeSet::new();
    for ((id, stage), _) in things.stages.range(.., usize::MAX).await.unwrap() {
        keys.insert(format!("stages/{id}/{stage}"));
        stages.entry(id).or_default().push(stage);
    }
    for id in started {
        let state = workflows.state(id).await.unwrap();
        let Some(state) = state else {
            return Err(format!("the workflow {id} was accepted and is gone"));
        };
        let done = stages.remove(id).unwrap_or_default();
        if !done.iter().copied().eq(1..=state) {
            return Err(format!("the workflow {id} is at {state}, and did {done:?}"));
        }
        let is_over = !under_way.contains(id);
        if is_over != (state == STAGES) || (ended.contains(id) && !is_over) {
            return Err(format!(
                "the workflow {id} is at {state}, and over: {is_over}"
            ));
        }
    }
    // Every stage has handed out a task: it waits, or it was done.
    let mut tasks: BTreeSet<_> = things
        .done
        .range(.., usize::MAX)
        .await
        .unwrap()
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    for task in things.tasks.lease(usize::MAX).await.unwrap() {
        if !tasks.insert(task.job.clone()) {
            return Err(format!("the task {} is there twice", task.job));
        }
    }
    if tasks != keys {
        let lost: Vec<_> = keys.difference(&tasks).collect();
        return Err(format!("tasks are lost or made up: {lost:?}"));
    }
    // Every due time has come once: those that were handled and those that wait have no gaps.
    let mut ticks: Vec<i64> = things
        .ticked
        .range(.., usize::MAX)
        .await
        .unwrap()
        .into_iter()
        .map(|(due, _)| due)
        .collect();
    let waiting = things.ticks.occurrences().lease(usize::MAX).await.unwrap();
    ticks.extend(waiting.iter().map(|tick| tick.job.due));
    ticks.sort_unstable();
    if let Some(gap) = ticks.windows(2).find(|pair| pair[1] - pair[0] != PERIOD) {
        return Err(format!("due times that do not follow each other: {gap:?}"));
    }
    Ok(())
}

pub fn what_was_accepted_goes_on() {
    let rounds = std::env::var("CRASH_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(200)
        / 4;
    let mut random = fastrand::Rng::new();
    println!("seed {}", random.get_seed());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let (mut started, mut ended) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(TASK, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut hear = |line: String| match line.split_once(' ') {
            Some(("ack", id)) => drop(started.insert(id.to_owned())),
            Some(("ended", id)) => drop(ended.insert(id.to_owned())),
            Some(("error", error)) => panic!("round {round}: {error}"),
            _ => {}
        };
        let until = random.usize(0..40);
        for _ in 0..until {
            hear(lines.next().unwrap().unwrap());
        }
        std::thread::sleep(Duration::from_micros(random.u64(..4000)));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines {
            hear(line.unwrap());
        }
        if let Err(error) = check(&path, &started, &ended) {
            panic!("round {round}: {error}");
        }
    }
    println!(
        "{rounds} programs killed, {} workflows accepted, {} seen to their end",
        started.len(),
        ended.len()
    );
    assert!(
        started.len() > rounds && !ended.is_empty(),
        "the programs hardly did anything"
    );
}
