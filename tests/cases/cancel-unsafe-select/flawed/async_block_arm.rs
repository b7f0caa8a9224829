//! The arm is a block that receives and then waits again: another arm may win in between.

use tokio::sync::mpsc;

struct Job {
    id: i64,
}

async fn work(mut jobs: mpsc::Receiver<Job>, mut ticks: mpsc::Receiver<()>, pool: sqlx::PgPool) {
    loop {
        tokio::select! {
            stored = async { //~ cancel-unsafe-select: what was taken out of `jobs` is lost
                let job = jobs.recv().await?; //~ related: taken out of `jobs` here
                sqlx::query("insert into jobs values ($1)").bind(job.id).execute(&pool).await.ok()?; //~ related: held by this future alone
                Some(job)
            } => match stored {
                Some(job) => tracing::info!("{}", job.id),
                None => return,
            },
            Some(()) = ticks.recv() => tracing::info!("tick"),
        }
    }
}
