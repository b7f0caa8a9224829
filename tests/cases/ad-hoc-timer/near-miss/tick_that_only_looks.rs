//! Another arm is slow, but the tick does nothing that could be done too often.

use std::time::Duration;

use tokio::sync::mpsc;

async fn run(mut jobs: mpsc::Receiver<String>) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    let mut done = 0_u64;
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => {
                if let Err(error) = reqwest::get(job).await {
                    tracing::warn!("{error}");
                }
                done += 1;
            }
            _ = every.tick() => tracing::info!("{done}"),
        }
    }
}
