//! A helper waits for two sources in a `select!` of its own, and waits again with what came in hand.

use tokio::sync::mpsc;

struct Job {
    id: i64,
}

async fn next(
    urgent: &mut mpsc::Receiver<Job>,
    normal: &mut mpsc::Receiver<Job>,
    pool: &sqlx::PgPool,
) -> Option<Job> {
    let job = tokio::select! {
        job = urgent.recv() => job?, //~ related: taken out of `urgent` here
        job = normal.recv() => job?,
    };
    if let Err(error) = sqlx::query("select 1").execute(pool).await { //~ related: held by this future alone
        tracing::warn!("{error}");
    }
    Some(job)
}

async fn work(
    mut urgent: mpsc::Receiver<Job>,
    mut normal: mpsc::Receiver<Job>,
    mut ticks: mpsc::Receiver<()>,
    pool: sqlx::PgPool,
) {
    loop {
        tokio::select! {
            Some(job) = next(&mut urgent, &mut normal, &pool) => tracing::info!("{}", job.id), //~ cancel-unsafe-select: what was taken out of
            Some(()) = ticks.recv() => tracing::info!("tick"),
        }
    }
}
