//! The corrected shape: loaded in `init`, which also runs at every restart, and written before the answer.
use std::collections::VecDeque;

use otp_runtime::server::{Context, Reply, Server};
use sqlx::SqlitePool;

pub struct Job {
    pub id: i64,
    pub body: String,
}

pub enum Message {
    Submit(Job, Reply<()>),
    Next(Reply<Option<Job>>),
}

pub struct Jobs {
    pool: SqlitePool,
    waiting: VecDeque<Job>,
}

impl Server for Jobs {
    type Args = SqlitePool;
    type Message = Message;
    type Error = sqlx::Error;

    async fn init(pool: SqlitePool, _: &mut Context<Self>) -> Result<Self, sqlx::Error> {
        let rows: Vec<(i64, String)> = sqlx::query_as("SELECT id, body FROM jobs").fetch_all(&pool).await?;
        let mut waiting = VecDeque::new();
        for (id, body) in rows {
            waiting.push_back(Job { id, body });
        }
        Ok(Self { pool, waiting })
    }

    async fn handle(&mut self, message: Message, _: &mut Context<Self>) -> Result<(), sqlx::Error> {
        match message {
            Message::Submit(job, accepted) => {
                sqlx::query("INSERT INTO jobs (id, body) VALUES (?, ?)").bind(job.id).bind(&job.body).execute(&self.pool).await?;
                self.waiting.push_back(job);
                accepted.send(());
            }
            Message::Next(reply) => reply.send(self.waiting.pop_front()),
        }
        Ok(())
    }
}
