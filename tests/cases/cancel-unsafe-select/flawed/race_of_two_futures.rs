//! `select` hands the other future back, and nobody takes it.

use futures::future::{Either, select};
use std::pin::pin;
use tokio::sync::{mpsc, watch};

struct Job(i64);

async fn next(jobs: &mut mpsc::Receiver<Job>, pool: &sqlx::PgPool) -> Option<Job> {
    let job = jobs.recv().await?; //~ related: taken out of `jobs` here
    if let Err(error) = sqlx::query("select 1").execute(pool).await { //~ related: held by this future alone
        tracing::warn!("{error}");
    }
    Some(job)
}

async fn work(mut jobs: mpsc::Receiver<Job>, mut settings: watch::Receiver<u64>, pool: sqlx::PgPool) {
    loop {
        match select(pin!(next(&mut jobs, &pool)), pin!(settings.changed())).await { //~ cancel-unsafe-select: when another future wins
            Either::Left((Some(job), _)) => tracing::info!("{}", job.0),
            Either::Left((None, _)) => return,
            Either::Right(_) => tracing::info!("new settings"),
        }
    }
}
