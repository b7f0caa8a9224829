//! A slow request keeps the heartbeat waiting; then all of them go out at once.

use std::time::Duration;

use tokio::sync::mpsc;

async fn run(mut jobs: mpsc::Receiver<String>, beats: mpsc::Sender<()>) {
    let mut every = tokio::time::interval(Duration::from_secs(1)); //~ ad-hoc-timer: all fire at once
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => {
                if let Err(error) = reqwest::get(job).await { //~ related: the loop waits here
                    tracing::warn!("{error}");
                }
            }
            _ = every.tick() => { //~ related: it ticks here
                let _ = beats.try_send(());
            }
        }
    }
}
