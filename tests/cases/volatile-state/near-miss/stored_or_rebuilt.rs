//! Stored where it is accepted, read before the first message, emptied in the same turn, answered when done.
use std::collections::VecDeque;

use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot};

pub struct Job {
    pub id: i64,
    pub body: String,
}

pub struct Ask {
    pub job: Job,
    pub done: oneshot::Sender<()>,
}

#[derive(Clone)]
pub struct Jobs {
    pool: SqlitePool,
    wake: mpsc::UnboundedSender<Job>,
    asks: mpsc::Sender<Ask>,
}

async fn insert(pool: &SqlitePool, job: &Job) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO jobs (id, body) VALUES (?, ?)").bind(job.id).bind(&job.body).execute(pool).await?;
    Ok(())
}

async fn finish(pool: &SqlitePool, job: Job) {
    if let Err(error) = sqlx::query("UPDATE jobs SET done = 1 WHERE id = ?").bind(job.id).execute(pool).await {
        eprintln!("{error}");
    }
}

impl Jobs {
    /// Stored first, then handed on.
    pub async fn submit(&self, job: Job) -> Result<(), sqlx::Error> {
        insert(&self.pool, &job).await?;
        self.wake.send(job).map_err(|_| sqlx::Error::PoolClosed)
    }

    /// Answered only when it is done.
    pub async fn ask(&self, job: Job) -> Result<(), String> {
        let (done, answer) = oneshot::channel();
        self.asks.send(Ask { job, done }).await.map_err(|error| error.to_string())?;
        answer.await.map_err(|error| error.to_string())
    }
}

pub fn start(pool: SqlitePool) -> Jobs {
    let (wake, mut woken) = mpsc::unbounded_channel::<Job>();
    let (asks, mut asked) = mpsc::channel::<Ask>(8);
    let own = pool.clone();
    tokio::spawn(async move {
        let mut batch = VecDeque::new();
        while let Some(job) = woken.recv().await {
            batch.push_back(job);
            while let Some(job) = batch.pop_front() {
                finish(&own, job).await;
            }
        }
    });
    let own = pool.clone();
    tokio::spawn(async move {
        while let Some(ask) = asked.recv().await {
            finish(&own, ask.job).await;
            let _ = ask.done.send(());
        }
    });
    Jobs { pool, wake, asks }
}
