//! A helper receives a job and waits again before anybody else has it.

use tokio::sync::mpsc;

struct Job {
    id: i64,
}

async fn next(jobs: &mut mpsc::Receiver<Job>, pool: &sqlx::PgPool) -> Option<Job> {
    let job = jobs.recv().await?; //~ related: taken out of `jobs` here
    if let Err(error) = sqlx::query("select 1").execute(pool).await { //~ related: held by this future alone
        tracing::warn!("{error}");
    }
    Some(job)
}

async fn work(mut jobs: mpsc::Receiver<Job>, mut ticks: mpsc::Receiver<()>, pool: sqlx::PgPool) {
    loop {
        tokio::select! {
            job = next(&mut jobs, &pool) => match job { //~ cancel-unsafe-select: what was taken out of `jobs` is lost
                Some(job) => tracing::info!("{}", job.id),
                None => return,
            },
            Some(()) = ticks.recv() => tracing::info!("tick"),
        }
    }
}
