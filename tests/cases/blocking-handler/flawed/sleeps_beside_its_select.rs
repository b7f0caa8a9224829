//! A loop that sleeps outside its `select!`, while its other events wait.
use std::time::Duration;
use tokio::sync::mpsc;

pub struct Job(pub u64);

pub fn start(mut jobs: mpsc::Receiver<Job>, mut urgent: mpsc::Receiver<Job>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                Some(job) = jobs.recv() => {
                    if !done(job).await {
                        tokio::time::sleep(Duration::from_secs(5)).await; //~ blocking-handler: while this process sleeps
                    }
                }
                Some(job) = urgent.recv() => {
                    done(job).await;
                }
                else => break,
            }
        }
    })
}

async fn done(job: Job) -> bool {
    job.0 > 0
}
