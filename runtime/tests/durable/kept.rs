//! Stores that earlier versions of this library have written, as text (`sqlite3 s.db .dump`), must stay readable.
//!
//! Each release adds one: `WRITE_STORE=FILE cargo test -p otp-runtime --test durable kept` makes it. A file that is here
//! never changes.

use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use otp_runtime::durable::{CatchUp, DurableOptions, Timing};
use otp_runtime::exit::BoxError;
use otp_runtime::inspect;
use otp_runtime::saga::{Checked, Saga, SagaEnd, Step, StepContext, StepError};
use otp_runtime::store::Store;
use otp_runtime::store::kit::Sum;
use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
use otp_runtime::workflow::{Next, Step as Turn, Workflow};
use rusqlite::Connection;
use tokio_util::sync::CancellationToken;

struct Answer;

impl Step<String> for Answer {
    const NAME: &'static str = "answer";
    type Output = u32;

    async fn run(&self, _: StepContext<String>) -> Result<u32, StepError> {
        Ok(42)
    }

    async fn undo(
        &self,
        _: StepContext<String>,
        _: Option<u32>,
    ) -> Result<(), otp_runtime::exit::BoxError> {
        Ok(())
    }

    async fn check(
        &self,
        _: StepContext<String>,
    ) -> Result<Checked<u32>, otp_runtime::exit::BoxError> {
        Ok(Checked::NotDone)
    }
}

fn sagas() -> [Saga<String>; 1] {
    [Saga::new("kept", 1).step(Answer)]
}

/// Ends with what it is told.
struct Listening;

impl Workflow for Listening {
    type State = String;
    type Signal = String;

    async fn step(&self, step: &mut Turn<Self>) -> Result<Next, BoxError> {
        let Some(signal) = step.signal() else {
            return Ok(Next::Wait(std::time::Duration::MAX));
        };
        step.state += &signal;
        Ok(Next::Done)
    }
}

const OFTEN: DurableOptions = DurableOptions { snapshot_every: 4 };

/// Something of everything.
async fn write(path: &Path) {
    let store = Store::sqlite(path).await.unwrap();
    let map = store
        .namespace("tenant")
        .map::<String, f64>("map")
        .await
        .unwrap();
    map.insert(&"a\0b".into(), &0.1).await.unwrap();
    let state = store.durable_with::<Sum>("state", OFTEN).await.unwrap();
    for number in 1..=6 {
        state.append(number).await.unwrap();
    }
    let queue = store.queue::<u32>("queue").await.unwrap();
    for job in 1..=3 {
        queue.push(&job).await.unwrap();
    }
    queue.next().await.unwrap().ack().await.unwrap();
    queue.next().await.unwrap().bury("no").await.unwrap();
    let outbox = store.outbox::<String>("outbox").await.unwrap();
    store
        .transaction("sent")
        .send(&outbox, &"message".into())
        .commit()
        .await
        .unwrap();
    store
        .sagas(sagas())
        .await
        .unwrap()
        .start("saga", "input".into())
        .await
        .unwrap();
    let schedule = store.schedule::<u32>("schedule").await.unwrap();
    let past = Timing::at(UNIX_EPOCH + Duration::from_secs(1));
    schedule.set("past", &past, &1).await.unwrap();
    let never = Timing::cron("0 3 1 1 *", CatchUp::Skip).unwrap();
    schedule.set("yearly", &never, &2).await.unwrap();
    let workflows = store.workflows("workflows", Listening).await.unwrap();
    workflows.start("one", &"heard ".into()).await.unwrap();
    workflows.signal("one", &"this".into()).await.unwrap();
    store.close().await.unwrap();
}

async fn read(path: &Path) {
    let store = Store::sqlite(path).await.unwrap();
    let map = store
        .namespace("tenant")
        .map::<String, f64>("map")
        .await
        .unwrap();
    assert_eq!(map.range(.., 9).await.unwrap(), [("a\0b".to_owned(), 0.1)]);
    let state = store.durable_with::<Sum>("state", OFTEN).await.unwrap();
    assert_eq!(
        state.read(|sum| (sum.total, sum.count)).await.unwrap(),
        (21, 6)
    );
    let queue = store.queue::<u32>("queue").await.unwrap();
    let dead = queue.dead_letters(9).await.unwrap();
    assert_eq!(
        (
            dead.len(),
            dead[0].job.as_ref().ok(),
            dead[0].error.as_deref()
        ),
        (1, Some(&2), Some("no"))
    );
    assert_eq!(queue.next().await.unwrap().job, 3);
    let outbox = store.outbox::<String>("outbox").await.unwrap();
    assert_eq!(outbox.waiting().await.unwrap(), 1);
    assert!(store.outcome("sent").await.unwrap().is_some());
    let sagas = store.sagas(sagas()).await.unwrap();
    tokio::select! {
        failed = sagas.run() => panic!("{failed:?}"),
        end = sagas.end("saga") => {
            let SagaEnd::Done(outputs) = end.unwrap() else { panic!("it was undone") };
            assert_eq!(outputs.of::<String, Answer>(), Some(42));
        }
    }
    let report = inspect::report(&store, 9).await.unwrap();
    // The first stores had neither.
    assert_eq!(report.schedules.is_empty(), report.workflows.is_empty());
    if !report.workflows.is_empty() {
        read_services(&store).await;
    }
    store.close().await.unwrap();
}

async fn read_services(store: &Store) {
    let schedule = store.schedule::<u32>("schedule").await.unwrap();
    let occurrence = tokio::select! {
        ended = schedule.run() => panic!("{ended:?}"),
        occurrence = schedule.next() => occurrence.unwrap().job,
    };
    assert_eq!(
        (&*occurrence.timer, occurrence.due, occurrence.payload),
        ("past", 1000, 1)
    );
    let left = schedule.list("", 9).await.unwrap();
    assert_eq!(
        (left.len(), &*left[0].id, left[0].payload),
        (1, "yearly", 2)
    );
    let workflows = store.workflows("workflows", Listening).await.unwrap();
    let spec = Spec {
        children: vec![ChildSpec::nested("running", Spec::default())],
        ..Spec::default()
    };
    let mut supervisor = Supervisor::new(spec);
    let running = supervisor.reserve_supervisor("running").unwrap();
    let tree = supervisor.start().await.unwrap();
    tokio::select! {
        ended = workflows.clone().run(running, CancellationToken::new()) => panic!("{ended:?}"),
        end = workflows.end("one") => assert_eq!(end.unwrap(), "heard this"),
    }
    tree.stop(Duration::from_secs(5)).await;
}

/// The file as text, with the two numbers that `.dump` leaves out.
fn dump(path: &Path) -> String {
    let text = std::process::Command::new("sqlite3")
        .arg(path)
        .arg(".dump")
        .output()
        .unwrap();
    let connection = Connection::open(path).unwrap();
    let number = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let (application, version) = (number("application_id"), number("user_version"));
    let text = String::from_utf8(text.stdout).unwrap();
    format!("PRAGMA application_id={application};\nPRAGMA user_version={version};\n{text}")
}

#[tokio::test]
async fn stores_of_earlier_versions_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new.db");
    write(&new).await;
    if let Some(file) = std::env::var_os("WRITE_STORE") {
        std::fs::write(file, dump(&new)).unwrap();
    }
    read(&new).await;
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/durable/stores");
    let mut count = 0;
    for file in std::fs::read_dir(kept).unwrap() {
        let file = file.unwrap().path();
        let path = folder.path().join(format!("{count}.db"));
        let sql = std::fs::read_to_string(&file).unwrap();
        Connection::open(&path)
            .unwrap()
            .execute_batch(&sql)
            .unwrap();
        read(&path).await;
        count += 1;
    }
    assert!(count >= 1);
}
