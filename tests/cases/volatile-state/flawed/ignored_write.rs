//! A write whose outcome is thrown away is no promise.
use std::collections::VecDeque;

use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot};

pub struct Job {
    pub id: i64,
    pub body: String,
}

enum Message {
    Submit(Job, oneshot::Sender<()>),
    Next(oneshot::Sender<Option<Job>>),
}

struct Jobs {
    pool: SqlitePool,
    waiting: VecDeque<Job>, //~ volatile-state: accepted work waits in `waiting` only
}

impl Jobs {
    async fn run(mut self, mut mailbox: mpsc::Receiver<Message>) {
        while let Some(message) = mailbox.recv().await {
            match message {
                Message::Submit(job, accepted) => {
                    let _ = sqlx::query("INSERT INTO jobs (id, body) VALUES (?, ?)").bind(job.id).bind(&job.body).execute(&self.pool).await;
                    self.waiting.push_back(job);
                    let _ = accepted.send(());
                }
                Message::Next(reply) => {
                    let _ = reply.send(self.waiting.pop_front());
                }
            }
        }
    }
}

pub fn start(pool: SqlitePool, mailbox: mpsc::Receiver<Message>) {
    tokio::spawn(Jobs { pool, waiting: VecDeque::new() }.run(mailbox));
}
