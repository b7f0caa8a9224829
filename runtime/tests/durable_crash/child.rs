//! The program that dies: clients that change everything at once and say on standard output what was acknowledged.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use otp_runtime::durable::{Durable, DurableOptions, Map, Queue, QueueOptions};
use otp_runtime::store::kit::Sum;
use otp_runtime::store::sqlite::{Flaw, Sqlite};
use otp_runtime::store::{CommitError, Options, Store};

/// How many clients there are, each with ids of its own.
pub const CLIENTS: u64 = 4;

/// What a child is to do.
#[derive(Debug, Clone)]
pub struct Task {
    pub path: PathBuf,
    /// How many operations each client does; then the program exits without closing the store.
    pub operations: u64,
    pub flaw: Option<Flaw>,
}

/// What the clients use.
#[derive(Clone)]
pub struct Things {
    pub store: Store,
    /// One entry for each operation, with its number within its client; twice.
    pub first: Map<u64, u64>,
    pub second: Map<u64, u64>,
    /// The last operation of each client.
    pub last: Map<u64, u64>,
    /// The jobs that were done.
    pub done: Map<u64, u64>,
    pub sum: Durable<Sum>,
    pub queue: Queue<u64>,
}

impl Things {
    pub async fn open(store: Store) -> Self {
        let often = DurableOptions { snapshot_every: 7 };
        // Each death and each check costs an attempt.
        let for_ever = QueueOptions {
            attempts: u32::MAX,
            ..QueueOptions::default()
        };
        Self {
            first: store.map("first").await.unwrap(),
            second: store.map("second").await.unwrap(),
            last: store.map("last").await.unwrap(),
            done: store.map("done").await.unwrap(),
            sum: store.durable_with("sum", often).await.unwrap(),
            queue: store.queue_with("queue", for_ever).await.unwrap(),
            store,
        }
    }
}

/// The number of an operation.
pub fn id(client: u64, number: u64) -> u64 {
    client * 1_000_000 + number
}

impl Task {
    pub fn new(path: &Path, operations: u64) -> Self {
        Self {
            path: path.to_owned(),
            operations,
            flaw: None,
        }
    }

    pub fn from_environment() -> Option<Self> {
        let task = std::env::var("CRASH_TASK").ok()?;
        let mut parts = task.splitn(3, ' ');
        let operations = parts.next()?.parse().ok()?;
        let flaw = match parts.next()? {
            "no-sync" => Some(Flaw::NoSync),
            "early-answer" => Some(Flaw::AnswerBeforeSync),
            _ => None,
        };
        let path = parts.next()?.into();
        Some(Self {
            path,
            operations,
            flaw,
        })
    }

    /// The command that does it, behind `before` if that is not empty.
    pub fn command(&self, before: &[&str]) -> Command {
        let this = std::env::current_exe().unwrap();
        let mut command = match before.split_first() {
            Some((program, arguments)) => {
                let mut command = Command::new(program);
                command.args(arguments).arg(this);
                command
            }
            None => Command::new(this),
        };
        let flaw = match self.flaw {
            Some(Flaw::NoSync) => "no-sync",
            Some(Flaw::AnswerBeforeSync) => "early-answer",
            None => "none",
        };
        let task = format!("{} {flaw} {}", self.operations, self.path.display());
        command.env("CRASH_TASK", task);
        command
    }
}

/// One line, in one write.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // The test may have gone.
    let _ = out.write_all(format!("{line}\n").as_bytes());
}

pub fn run(task: Task) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let backend = Sqlite {
            checkpoint_pages: 24,
            flaw: task.flaw,
            ..Sqlite::new(&task.path)
        };
        let store = Store::open(backend, Options::default()).await.unwrap();
        let things = Things::open(store).await;
        // Whoever sees something may act on it, so it must stay.
        for (seen, _) in things.first.range(.., usize::MAX).await.unwrap() {
            say(&format!("ack {seen}"));
        }
        for (seen, _) in things.done.range(.., usize::MAX).await.unwrap() {
            say(&format!("done {seen}"));
        }
        say("ready");
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| tokio::spawn(run_client(things.clone(), client, task.operations)))
            .collect();
        for client in clients {
            client.await.unwrap();
        }
    });
    // Without closing anything: the log stays.
    std::process::exit(0)
}

async fn run_client(things: Things, client: u64, operations: u64) {
    let start = things
        .last
        .get(&client)
        .await
        .unwrap()
        .map_or(0, |last| last + 1);
    for number in start..start + operations {
        let operation = id(client, number);
        until_decided(&things, client, number).await;
        say(&format!("ack {operation}"));
        if number % 3 == 0 {
            work(&things).await;
        }
    }
}

/// Does a job, if there is one, and acknowledges it with what was done for it.
async fn work(things: &Things) {
    let Ok(jobs) = things.queue.lease(1).await else {
        return;
    };
    for job in jobs {
        let done = things
            .store
            .begin()
            .insert(&things.done, &job.job, &u64::from(job.attempt))
            .ack(&job)
            .commit()
            .await;
        if done.is_ok() {
            say(&format!("done {}", job.job));
        }
    }
}

/// Tries until it is known that it was committed, with the same id each time.
async fn until_decided(things: &Things, client: u64, number: u64) {
    let operation = id(client, number);
    loop {
        let result = things
            .store
            .transaction(operation)
            .request(&operation)
            .insert(&things.first, &operation, &number)
            .insert(&things.second, &operation, &number)
            .insert(&things.last, &client, &number)
            .append(&things.sum, number as i64)
            .push(&things.queue, &operation)
            .commit()
            .await;
        let Err(error) = result else {
            return;
        };
        say(&format!("error {operation} {error}"));
        if error.is_unknown() || matches!(error, CommitError::Broken(_)) {
            // Another client may be at it too.
            if let Err(error) = things.store.reopen().await {
                say(&format!("error {operation} {error}"));
            }
        }
        tokio::task::yield_now().await;
    }
}
