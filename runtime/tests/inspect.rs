//! `otp-inspect` at the command line, on a real file.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use otp_runtime::durable::{CatchUp, Timing};
use otp_runtime::exit::BoxError;
use otp_runtime::outbox::OutboxOptions;
use otp_runtime::retry::Backoff;
use otp_runtime::saga::{Saga, SagaEnd, SagaOptions, Step as SagaStep, StepContext, StepError};
use otp_runtime::store::Store;
use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
use otp_runtime::workflow::{Next, Step, Workflow, WorkflowOptions, WorkflowStatus, Workflows};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

const ONCE: Backoff = Backoff {
    first: Duration::from_millis(1),
    most: Duration::from_millis(1),
};

/// A workflow that cannot succeed.
struct Hopeless;

impl Workflow for Hopeless {
    type State = String;
    type Signal = ();

    async fn step(&self, _: &mut Step<Self>) -> Result<Next, BoxError> {
        Err("the machine\nis on fire".into())
    }
}

/// A step that can be neither done nor undone.
struct Stubborn;

impl SagaStep<u32> for Stubborn {
    const NAME: &'static str = "stubborn";
    type Output = ();

    async fn run(&self, _: StepContext<u32>) -> Result<(), StepError> {
        Err(StepError::unknown("no answer"))
    }

    async fn undo(&self, _: StepContext<u32>, _: Option<()>) -> Result<(), BoxError> {
        Err("it does not let go".into())
    }
}

async fn workflows(store: &Store) -> Workflows<Hopeless> {
    let options = WorkflowOptions {
        attempts: 2,
        backoff: ONCE,
        ..WorkflowOptions::default()
    };
    let opened = store.workflows_with("machines", Hopeless, options).await;
    opened.unwrap()
}

async fn sagas(store: &Store) -> otp_runtime::saga::Sagas<u32> {
    let options = SagaOptions {
        checks: 0,
        undos: 1,
        backoff: ONCE,
        ..SagaOptions::default()
    };
    let saga = Saga::new("stubborn", 1).step(Stubborn);
    store.sagas_with([saga], options).await.unwrap()
}

/// Something of everything that can be in trouble. Answers the dead letter's number.
async fn fill(store: &Store) -> u64 {
    let mails = store
        .namespace("tenant")
        .queue::<String>("mails")
        .await
        .unwrap();
    mails.push(&"waits".into()).await.unwrap();
    let dead = mails.next().await.unwrap();
    dead.bury("no such address").await.unwrap();
    mails.push(&"waits too".into()).await.unwrap();

    let schedule = store.schedule::<u32>("reports").await.unwrap();
    let nightly = Timing::cron("0 3 * * *", CatchUp::Once).unwrap();
    schedule.set("nightly", &nightly, &7).await.unwrap();

    let options = OutboxOptions {
        attempts: 1,
        ..OutboxOptions::default()
    };
    let outbox = store
        .outbox_with::<String>("letters", options)
        .await
        .unwrap();
    let mut transaction = store.begin();
    transaction
        .send(&outbox, &"poison".into())
        .send(&outbox, &"next".into());
    transaction.commit().await.unwrap();
    let stopped = async {
        while outbox.stopped().await.unwrap().is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        ended = outbox.deliver(|_| async { Err::<(), _>("the house is gone") }) => panic!("{ended:?}"),
        () = stopped => {}
    }

    let sagas = sagas(store).await;
    sagas.start("order 7", 7).await.unwrap();
    let stuck = async {
        while sagas.stuck().await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        ended = sagas.run() => panic!("{ended:?}"),
        () = stuck => {}
    }

    let machines = workflows(store).await;
    machines.start("press 1", &"on".into()).await.unwrap();
    let spec = Spec {
        children: vec![ChildSpec::nested("running", Spec::default())],
        ..Spec::default()
    };
    let mut supervisor = Supervisor::new(spec);
    let running = supervisor.reserve_supervisor("running").unwrap();
    let tree = supervisor.start().await.unwrap();
    let stop = CancellationToken::new();
    let manager = tokio::spawn(machines.clone().run(running, stop.clone()));
    while machines.stuck().await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop.cancel();
    manager.await.unwrap().unwrap();
    tree.stop(Duration::from_secs(1)).await;
    dead.id.number()
}

fn inspect(path: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_otp-inspect"))
        .arg(path)
        .args(arguments)
        .output()
        .unwrap()
}

fn retry<'a>(thing: &[&'a str]) -> Vec<&'a str> {
    [&["retry"], thing].concat()
}

fn discard<'a>(thing: &[&'a str]) -> Vec<&'a str> {
    [&["discard"], thing].concat()
}

/// What it says, if it succeeds.
fn shown(path: &Path, arguments: &[&str]) -> String {
    let output = inspect(path, arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// What it says, if it fails.
fn refused(path: &Path, arguments: &[&str]) -> String {
    let output = inspect(path, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

fn json(path: &Path, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&shown(path, &arguments)).unwrap()
}

#[tokio::test]
async fn it_shows_what_there_is_beside_the_program_that_has_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = Store::sqlite(&path).await.unwrap();
    let dead = fill(&store).await;
    let commits = store.stats().commits;
    // With the store open, and after it was closed.
    for is_open in [true, false] {
        if !is_open {
            store.close().await.unwrap();
        }
        let summary = shown(&path, &[]);
        for line in [
            "workflow  machines              0 running, 0 waiting    1 stuck",
            "saga      stubborn              0 under way             1 stuck",
            "queue     tenant:mails          1 waiting, 0 in hand    1 dead",
            "outbox    letters               2 waiting               stopped by",
            "schedule  reports               1 timers",
        ] {
            let words: Vec<_> = line.split_whitespace().collect();
            let has = |shown: &str| {
                shown
                    .split_whitespace()
                    .zip(&words)
                    .filter(|(a, b)| a == *b)
                    .count()
                    == words.len()
            };
            assert!(summary.lines().any(has), "{line}\n{summary}");
        }
        let all = json(&path, &[]);
        assert_eq!(all["workflows"][0]["list"][0]["id"], "press 1");
        assert_eq!(all["workflows"][0]["list"][0]["status"], "stuck");
        assert_eq!(all["workflows"][0]["list"][0]["attempts"], 2);
        assert_eq!(all["sagas"][0]["list"][0]["id"], "order 7");
        assert_eq!(all["schedules"][0]["list"][0]["payload"], 7);
        assert_eq!(all["outboxes"][0]["stopped"]["error"], "the house is gone");
        let queues = json(&path, &["queues", "--namespace", "tenant"]);
        let letter = &queues[0]["dead_letters"][0];
        assert_eq!(
            (&letter["job"], &letter["value"]),
            (&dead.into(), &"waits".into())
        );
        assert_eq!(
            json(&path, &["queues", "--namespace", "nobody"]),
            Value::Array(Vec::new())
        );
        // A line a row, whatever the error is.
        let workflows = shown(&path, &["workflows"]);
        assert_eq!(workflows.lines().count(), 2, "{workflows}");
        assert!(workflows.contains("the machine is on fire"));
        assert!(shown(&path, &["dead-letters"]).contains("no such address"));
        assert!(shown(&path, &["sagas"]).contains("it does not let go"));
        assert!(shown(&path, &["outboxes"]).contains("the house is gone"));
        assert!(shown(&path, &["schedules"]).contains("T03:00:00Z"));
        assert_eq!(shown(&path, &["leases"]), "nobody holds a lease\n");
        assert_eq!(
            json(&path, &["--limit", "0"])["workflows"][0]["list"],
            Value::Array(Vec::new())
        );
    }
    assert_eq!(store.stats().commits, commits);
}

#[tokio::test]
async fn it_tries_again_and_gives_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = Store::sqlite(&path).await.unwrap();
    let dead = fill(&store).await.to_string();
    let job = ["job", "mails", &dead, "--namespace", "tenant"];

    // Not while somebody else writes.
    let error = refused(&path, &retry(&job));
    assert!(
        error.contains("is open in another program") && error.contains("stop that program first"),
        "{error}"
    );
    store.close().await.unwrap();

    let said = shown(&path, &retry(&job));
    assert_eq!(said, format!("retried job {dead} of the queue \"mails\"\n"));
    assert!(refused(&path, &retry(&job)).contains("there is no dead letter"));
    assert!(
        refused(&path, &["retry", "job", "mails", "1"]).contains("there is no queue \"mails\"")
    );
    shown(&path, &retry(&["workflow", "machines", "press 1"]));
    assert!(refused(&path, &retry(&["workflow", "machines", "press 1"])).contains("is not stuck"));
    assert!(refused(&path, &retry(&["workflow", "machines", "press 2"])).contains("no workflow"));
    shown(&path, &retry(&["saga", "stubborn", "order 7"]));
    assert!(refused(&path, &discard(&["saga", "stubborn", "order 7"])).contains("is not stuck"));
    assert!(refused(&path, &retry(&["timer", "reports", "nightly"])).contains("no attempts"));
    let letter = json(&path, &["outboxes"])[0]["stopped"]["sequence"].to_string();
    shown(&path, &retry(&["message", "letters", &letter]));
    assert!(refused(&path, &discard(&["message", "letters", &letter])).contains("has changed"));

    let store = Store::sqlite(&path).await.unwrap();
    assert_eq!(
        store
            .namespace("tenant")
            .queue::<String>("mails")
            .await
            .unwrap()
            .count()
            .await
            .unwrap(),
        (2, 0)
    );
    let machines = workflows(&store).await;
    let again = &machines.list("", 9).await.unwrap()[0];
    assert!(matches!(again.status, WorkflowStatus::Waiting { .. }));
    assert_eq!(again.attempts, 0);
    // Everything gives up again, and is then given up for good.
    let names: Vec<_> = store
        .namespace("tenant")
        .queue::<String>("mails")
        .await
        .unwrap()
        .lease(9)
        .await
        .unwrap();
    for job in names {
        job.bury("again").await.unwrap();
    }
    let sagas = sagas(&store).await;
    let stuck = async {
        while sagas.stuck().await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        ended = sagas.run() => panic!("{ended:?}"),
        () = stuck => {}
    }
    drop(sagas);
    store.close().await.unwrap();

    let said = json(&path, &discard(&job));
    assert_eq!(
        said["discarded"],
        format!("job {dead} of the queue \"mails\"")
    );
    shown(&path, &discard(&["workflow", "machines", "press 1"]));
    shown(&path, &discard(&["saga", "stubborn", "order 7"]));
    shown(&path, &discard(&["timer", "reports", "nightly"]));
    assert!(
        refused(&path, &discard(&["timer", "reports", "nightly"])).contains("there is no timer")
    );

    let store = Store::sqlite(&path).await.unwrap();
    let machines = workflows(&store).await;
    assert!(machines.end("press 1").await.is_err());
    assert!(machines.list("", 9).await.unwrap().is_empty());
    let sagas = self::sagas(&store).await;
    let end = sagas.end("order 7").await.unwrap();
    assert!(matches!(end, SagaEnd::Discarded { .. }), "{end:?}");
    assert!(sagas.events("order 7").await.unwrap().is_empty());
    let schedule = store.schedule::<u32>("reports").await.unwrap();
    assert!(schedule.list("", 9).await.unwrap().is_empty());
    let due = store
        .map::<(i64, String), ()>("schedule/reports/due")
        .await
        .unwrap();
    assert!(due.range(.., 9).await.unwrap().is_empty());
    store.close().await.unwrap();
}

#[tokio::test]
async fn what_is_no_store_is_refused_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.db");
    for arguments in [&[][..], &["retry", "job", "q", "1"]] {
        assert!(refused(&missing, arguments).contains("missing.db"));
        assert!(!missing.exists());
    }
    let text = folder.path().join("text.db");
    std::fs::write(&text, "not a database at all, but a longish text").unwrap();
    assert!(refused(&text, &[]).contains("is not a store"));
    let empty = folder.path().join("empty.db");
    std::fs::write(&empty, "").unwrap();
    assert!(refused(&empty, &[]).contains("is not a store"));
    assert_eq!(std::fs::metadata(&empty).unwrap().len(), 0);
    // Nobody listens at this port.
    let elsewhere = refused(
        Path::new("postgres://127.0.0.1:1/db?connect_timeout=1"),
        &[],
    );
    assert!(elsewhere.starts_with("otp-inspect: "), "{elsewhere}");

    // An older store can be looked at, and is not brought up to date behind its program's back.
    let old = folder.path().join("old.db");
    let sql = include_str!("durable/stores/schema-1.sql");
    rusqlite::Connection::open(&old)
        .unwrap()
        .execute_batch(sql)
        .unwrap();
    let summary = shown(&old, &[]);
    assert!(summary.contains("1 dead"), "{summary}");
    let error = refused(&old, &["retry", "job", "queue", "1"]);
    assert!(error.contains("older program"), "{error}");
    let version: i64 = rusqlite::Connection::open(&old)
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
}

/// What a program that was killed has left can be looked at: its log is there, and nobody has the file.
#[tokio::test]
async fn a_store_that_was_not_closed_can_be_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("s.db"), folder.path().join("copy.db"));
    let store = Store::sqlite(&path).await.unwrap();
    let queue = store.queue::<u32>("q").await.unwrap();
    for job in 0..5 {
        queue.push(&job).await.unwrap();
    }
    // As after `kill -9`: the file and its log, without the index in shared memory.
    std::fs::copy(&path, &copy).unwrap();
    std::fs::copy(
        folder.path().join("s.db-wal"),
        folder.path().join("copy.db-wal"),
    )
    .unwrap();
    assert_eq!(json(&copy, &["queues"])[0]["waiting"], 5);
    store.close().await.unwrap();
}
