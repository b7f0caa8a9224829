//! The error leaves the helper's loop, not the loop that polls the helper.

use tokio::sync::{mpsc, oneshot};

struct Relay {
    jobs: mpsc::Receiver<String>,
    pool: sqlx::PgPool,
}

impl Relay {
    async fn run(mut self, mut stop: oneshot::Receiver<()>) {
        loop {
            tokio::select! {
                job = self.next() => match job {
                    Ok(Some(job)) => tracing::info!("{job}"),
                    Ok(None) => break,
                    Err(error) => tracing::error!("{error}"),
                },
                _ = &mut stop => break,
            }
        }
    }

    async fn next(&mut self) -> Result<Option<String>, sqlx::Error> {
        loop {
            let Some(job) = self.jobs.recv().await else { return Ok(None) };
            let done = sqlx::query("select 1 from done where name = $1").bind(&job).execute(&self.pool).await?;
            if done.rows_affected() == 0 {
                return Ok(Some(job));
            }
        }
    }
}

fn start(relay: Relay, stop: oneshot::Receiver<()>) {
    tokio::spawn(relay.run(stop));
}
