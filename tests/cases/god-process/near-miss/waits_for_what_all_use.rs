//! Kinds that keep nothing of their own and wait for the store that the others use too, and arms of which each feeds
//! the next.
use std::collections::{BTreeMap, HashMap};
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior};

pub enum Command {
    Load(u64),
    Join(u64),
    Leave(u64),
    Bill(u64),
    Pay(u64),
}

pub struct Desk {
    members: HashMap<u64, u64>,
    bills: HashMap<u64, u64>,
    pool: sqlx::PgPool,
    commands: mpsc::Receiver<Command>,
}

impl Desk {
    /// The store is the one thing that all of them are about.
    pub async fn run(mut self) {
        while let Some(command) = self.commands.recv().await {
            match command {
                Command::Load(id) => self.keep("load", id).await,
                Command::Join(id) => {
                    self.members.insert(id, id);
                    self.keep("join", id).await;
                }
                Command::Leave(id) => {
                    self.members.remove(&id);
                }
                Command::Bill(id) => {
                    self.bills.insert(id, id);
                    self.keep("bill", id).await;
                }
                Command::Pay(id) => {
                    self.bills.remove(&id);
                }
            }
        }
    }

    async fn keep(&self, what: &str, id: u64) {
        if let Err(error) = sqlx::query("insert into log values ($1, $2)").bind(what).bind(id as i64).execute(&self.pool).await {
            tracing::error!(%error, "not kept");
        }
    }
}

pub fn start(desk: Desk) -> tokio::task::JoinHandle<()> {
    tokio::spawn(desk.run())
}

/// What is measured is counted, shown and sent.
pub async fn meter(mut values: mpsc::Receiver<(u32, i64)>, mut send: Interval, mut show: Interval) {
    send.set_missed_tick_behavior(MissedTickBehavior::Delay);
    show.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let client = reqwest::Client::new();
    let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
    loop {
        tokio::select! {
            Some((item, value)) = values.recv() => *sums.entry(item).or_default() += value,
            _ = show.tick() => tracing::info!(?sums, "sums"),
            _ = send.tick() => {
                let request = client.post("http://localhost/sums").timeout(std::time::Duration::from_secs(5));
                if let Err(error) = request.json(&sums).send().await {
                    tracing::warn!(%error, "not sent");
                }
            }
            else => return,
        }
    }
}

pub fn measure(values: mpsc::Receiver<(u32, i64)>, send: Interval, show: Interval) -> tokio::task::JoinHandle<()> {
    tokio::spawn(meter(values, send, show))
}

pub enum Step {
    Connect(u64),
    Ready(u64),
    Started(u64),
    Note(String),
    Show,
}

async fn connect(step: Step, workers: &mut BTreeMap<u64, bool>, pool: &sqlx::PgPool) {
    if let Step::Connect(id) = step {
        if let Err(error) = sqlx::query("insert into workers values ($1)").bind(id as i64).execute(pool).await {
            tracing::error!(%error, "not kept");
        }
        workers.insert(id, false);
    }
}

/// What is lent to a helper is the loop's own.
pub async fn schedule(mut steps: mpsc::Receiver<Step>, pool: sqlx::PgPool) {
    let mut workers: BTreeMap<u64, bool> = BTreeMap::new();
    let mut notes: Vec<String> = Vec::new();
    while let Some(step) = steps.recv().await {
        match step {
            Step::Ready(id) | Step::Started(id) => {
                workers.insert(id, true);
            }
            Step::Note(text) => notes.push(text),
            Step::Show => tracing::info!("{} notes", notes.len()),
            step => connect(step, &mut workers, &pool).await,
        }
    }
}

pub fn run(steps: mpsc::Receiver<Step>, pool: sqlx::PgPool) -> tokio::task::JoinHandle<()> {
    tokio::spawn(schedule(steps, pool))
}
