//! An idle timeout, a deadline that counts down, a backoff, a sleep made before the loop, and work
//! that follows every event.

use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};

async fn idle(mut jobs: mpsc::Receiver<u64>, out: mpsc::Sender<u64>) {
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => tracing::info!("{job}"),
            _ = tokio::time::sleep(Duration::from_secs(5)) => {
                let _ = out.send(1).await;
                return;
            }
        }
    }
}

async fn counts_down(mut jobs: mpsc::Receiver<u64>, pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut begun = Instant::now();
    loop {
        let left = Duration::from_secs(5).saturating_sub(begun.elapsed());
        tokio::select! {
            Some(job) = jobs.recv() => tracing::info!("{job}"),
            _ = tokio::time::sleep(left) => {
                sqlx::query("delete from sessions where expired").execute(&pool).await?;
                begun = Instant::now();
            }
        }
    }
}

async fn pinned(mut jobs: mpsc::Receiver<u64>, pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let sleep = tokio::time::sleep(Duration::from_secs(5));
    tokio::pin!(sleep);
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => tracing::info!("{job}"),
            _ = &mut sleep => {
                sqlx::query("delete from sessions where expired").execute(&pool).await?;
                sleep.as_mut().reset(tokio::time::Instant::now() + Duration::from_secs(5));
            }
        }
    }
}

async fn after_every_event(mut stop: watch::Receiver<bool>, pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    while !*stop.borrow() {
        sqlx::query("delete from sessions where expired").execute(&pool).await?;
        tokio::select! {
            _ = tokio::time::sleep(Duration::from_secs(5)) => {}
            _ = stop.changed() => {}
        }
    }
    Ok(())
}
