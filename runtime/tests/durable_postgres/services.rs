//! Workflows, timers and the inspecting command, where several programs share the work.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::{Duration, Instant};

use otp_runtime::durable::{CatchUp, Map, Schedule, Timing};
use otp_runtime::exit::BoxError;
use otp_runtime::retry::Backoff;
use otp_runtime::store::{Options, Store};
use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
use otp_runtime::workflow::{Next, Step, Workflow, WorkflowOptions, Workflows};
use tokio_util::sync::CancellationToken;

use crate::run;
use crate::server::Server;

const STAGES: u32 = 6;
/// Longer than a transaction may last.
const LEASE: Duration = Duration::from_millis(2500);

/// Goes through its stages, each of which is noted once.
struct Stages(Map<(String, u32), u64>);

impl Workflow for Stages {
    type State = u32;
    type Signal = ();

    async fn step(&self, step: &mut Step<Self>) -> Result<Next, BoxError> {
        step.state += 1;
        let (stage, fence) = (step.state, step.fence());
        let place = (step.id().to_owned(), stage);
        tokio::time::sleep(Duration::from_millis(20)).await;
        let before = step.transaction().get(&self.0, &place).await?;
        assert_eq!(before, None, "a stage was committed twice");
        step.transaction().insert(&self.0, &place, &fence);
        Ok(if stage == STAGES {
            Next::Done
        } else {
            Next::Now
        })
    }
}

async fn workflows(store: &Store) -> (Workflows<Stages>, Map<(String, u32), u64>) {
    let options = WorkflowOptions {
        lease: LEASE,
        concurrent: 12,
        backoff: Backoff::default(),
        ..WorkflowOptions::default()
    };
    let stages = store.map("stages").await.unwrap();
    let workflow = Stages(Map::clone(&stages));
    let opened = store.workflows_with("w", workflow, options).await;
    (opened.unwrap(), stages)
}

/// Runs the manager until it is told to stop.
async fn manage(workflows: Workflows<Stages>, stop: CancellationToken) {
    let spec = Spec {
        children: vec![ChildSpec::nested("running", Spec::default())],
        ..Spec::default()
    };
    let mut supervisor = Supervisor::new(spec);
    let running = supervisor.reserve_supervisor("running").unwrap();
    let tree = supervisor.start().await.unwrap();
    workflows.run(running, stop).await.unwrap();
    tree.stop(Duration::from_secs(5)).await;
}

/// A node dies in the middle of its workflows, without a word. The other one goes on with them.
pub fn workflows_of_a_dead_node_are_taken_over(server: &Server) {
    let mut backend = server.new_store();
    backend.longest_transaction = Duration::from_secs(1);
    let dying = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let (first, taken) = (backend.clone(), std::sync::mpsc::channel::<()>());
    dying.spawn(async move {
        let store = Store::open(first, Options::default()).await.unwrap();
        let (workflows, stages) = workflows(&store).await;
        for id in 0..24 {
            workflows.start(&id.to_string(), &0).await.unwrap();
        }
        tokio::spawn(manage(workflows, CancellationToken::new()));
        while stages.range(.., 9).await.unwrap().len() < 9 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        taken.0.send(()).unwrap();
        std::future::pending::<()>().await;
    });
    taken.1.recv().unwrap();
    run(async {
        let store = Store::open(backend, Options::default()).await.unwrap();
        let (workflows, stages) = workflows(&store).await;
        let stop = CancellationToken::new();
        let manager = tokio::spawn(manage(workflows.clone(), stop.clone()));
        dying.shutdown_background();
        let died = Instant::now();
        for id in 0..24 {
            let id = id.to_string();
            let end = tokio::time::timeout(Duration::from_secs(60), workflows.end(&id));
            let end = end.await.unwrap_or_else(|_| panic!("{id} does not go on"));
            assert_eq!(end.unwrap(), STAGES);
        }
        println!("all went on within {:?}", died.elapsed());
        let all = stages.range(.., 1000).await.unwrap();
        assert_eq!(all.len(), 24 * STAGES as usize);
        // The fencing token rises along each workflow, and in some of them it has risen.
        let pairs = || all.windows(2).filter(|pair| pair[0].0.0 == pair[1].0.0);
        assert!(pairs().all(|pair| pair[0].1 <= pair[1].1));
        assert!(pairs().any(|pair| pair[0].1 < pair[1].1));
        stop.cancel();
        manager.await.unwrap();
        assert!(store.leases().await.unwrap().is_empty());
    });
}

/// Three programs run the timers: each due time comes once.
pub fn timers_come_once(server: &Server) {
    run(async {
        let backend = server.new_store();
        let mut schedules: Vec<Schedule<u32>> = Vec::new();
        for _ in 0..3 {
            let store = Store::open(backend.clone(), Options::default())
                .await
                .unwrap();
            schedules.push(store.schedule("s").await.unwrap());
        }
        let period = Duration::from_millis(20);
        let timing = Timing::every(period, CatchUp::Every);
        for id in 0..4 {
            schedules[0]
                .set(&id.to_string(), &timing, &id)
                .await
                .unwrap();
        }
        for schedule in &schedules {
            let schedule = schedule.clone();
            tokio::spawn(async move { schedule.run().await.map(|never| match never {}) });
        }
        let mut seen = BTreeSet::new();
        while seen.len() < 200 {
            let occurrence = schedules[seen.len() % 3].next().await.unwrap();
            let job = &occurrence.job;
            assert!(seen.insert((job.payload, job.due)), "{job:?} came twice");
            occurrence.ack().await.unwrap();
        }
        for id in 0..4 {
            let due: Vec<_> = seen.iter().filter(|it| it.0 == id).map(|it| it.1).collect();
            let gaps = due
                .windows(2)
                .filter(|pair| pair[1] - pair[0] != 20)
                .count();
            // The last ones of others may have been taken before.
            assert!(gaps == 0, "timer {id}: {due:?}");
        }
    });
}

/// By the server's address, beside a program that uses it, also to change something.
pub fn inspecting(server: &Server) {
    let inspect = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_otp-inspect"))
            .arg(server.address())
            .args(arguments)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    };
    run(async {
        let store = Store::postgres(server.address()).await.unwrap();
        let mails = store.queue::<String>("mails").await.unwrap();
        mails.push(&"welcome".into()).await.unwrap();
        let dead = mails.next().await.unwrap();
        dead.bury("no such address").await.unwrap();
        let report = inspect(&["queues", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let letter = &report[0]["dead_letters"][0];
        assert_eq!(letter["value"], "welcome");
        assert!(inspect(&["dead-letters"]).contains("no such address"));
        inspect(&["retry", "job", "mails", &letter["job"].to_string()]);
        assert_eq!(mails.next().await.unwrap().id, dead.id);
    });
}
