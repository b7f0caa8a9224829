//! One caller works for all that wait: when its deadline passes, the answers of the others are dropped with it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

struct Request {
    number: i64,
    reply: oneshot::Sender<bool>,
}

struct Batches {
    waiting: Mutex<VecDeque<Request>>,
    pool: sqlx::PgPool,
}

fn batch(waiting: &mut VecDeque<Request>) -> (Vec<i64>, Vec<oneshot::Sender<bool>>) {
    let (mut numbers, mut replies) = (Vec::new(), Vec::new());
    while let Some(request) = waiting.pop_front() { //~ related: taken out of
        numbers.push(request.number);
        replies.push(request.reply);
    }
    (numbers, replies)
}

impl Batches {
    async fn run(&self) {
        let (numbers, replies) = batch(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        let stored = store(&self.pool, numbers).await; //~ related: held by this future alone
        for reply in replies {
            if reply.send(stored).is_err() {
                tracing::debug!("a caller that went away");
            }
        }
    }

    async fn call(&self) {
        if tokio::time::timeout(Duration::from_secs(1), self.run()).await.is_err() { //~ cancel-unsafe-select: is lost when the timeout fires
            tracing::warn!("late");
        }
    }
}

async fn store(pool: &sqlx::PgPool, numbers: Vec<i64>) -> bool {
    for number in numbers {
        if sqlx::query("insert into numbers values ($1)").bind(number).execute(pool).await.is_err() {
            return false;
        }
    }
    true
}
