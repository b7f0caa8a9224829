//! Leases: granted for a while, and ended when nobody renews them.

use std::time::Duration;

use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::Failure;

pub fn start(tasks: &mut JoinSet<Result<(), Failure>>, pool: sqlx::PgPool, changes: broadcast::Sender<i64>) {
    tasks.spawn(expire(pool.clone(), changes.clone()));
    tasks.spawn(audit(pool.clone(), changes.subscribe()));
    tasks.spawn(compact(pool));
}

/// Ends what is over.
async fn expire(pool: sqlx::PgPool, changes: broadcast::Sender<i64>) -> Result<(), Failure> {
    let mut every = interval(Duration::from_secs(3));
    every.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        every.tick().await;
        let over = timeout(Duration::from_secs(2), over(&pool)).await??;
        for lease in over {
            changes.send(lease)?;
        }
    }
}

async fn over(pool: &sqlx::PgPool) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar("delete from leases where until < now() returning id").fetch_all(pool).await
}

/// Writes down what happened.
async fn audit(pool: sqlx::PgPool, mut changes: broadcast::Receiver<i64>) -> Result<(), Failure> {
    loop {
        let lease = changes.recv().await?;
        let note = sqlx::query("insert into audit (lease) values ($1)").bind(lease).execute(&pool);
        timeout(Duration::from_secs(2), note).await??;
    }
}

async fn compact(pool: sqlx::PgPool) -> Result<(), Failure> {
    loop {
        sleep(Duration::from_secs(600)).await;
        sqlx::query("delete from audit where at < now() - interval '90 days'").execute(&pool).await?;
    }
}
