//! A helper that waits for several sources, or with a deadline, has nothing in hand while it waits.

use std::time::Duration;

use tokio::sync::mpsc;

struct Job(String);

async fn either(urgent: &mut mpsc::Receiver<Job>, normal: &mut mpsc::Receiver<Job>) -> Option<Job> {
    let job = tokio::select! {
        job = urgent.recv() => job?,
        job = normal.recv() => job?,
    };
    Some(job)
}

async fn soon(jobs: &mut mpsc::Receiver<Job>) -> Option<Job> {
    tokio::time::timeout(Duration::from_secs(1), jobs.recv()).await.ok()?
}

async fn later(jobs: &mut mpsc::Receiver<Job>) -> Option<Job> {
    let next = jobs.recv();
    next.await
}

async fn work(mut urgent: mpsc::Receiver<Job>, mut normal: mpsc::Receiver<Job>, mut ticks: mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            Some(job) = either(&mut urgent, &mut normal) => tracing::info!("{}", job.0),
            Some(()) = ticks.recv() => tracing::info!("tick"),
        }
        tokio::select! {
            Some(job) = soon(&mut urgent) => tracing::info!("{}", job.0),
            Some(job) = later(&mut normal) => tracing::info!("{}", job.0),
            Some(()) = ticks.recv() => tracing::info!("tick"),
        }
    }
}
