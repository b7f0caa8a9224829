//! Arms of a `select!` that are ready in every turn from some moment on.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

pub async fn drains_after_the_end(token: CancellationToken, mut jobs: mpsc::Receiver<u64>) {
    let mut stopping = false;
    loop {
        tokio::select! {
            _ = token.cancelled() => { //~ unbounded-restart: once the token is cancelled
                stopping = true;
            }
            job = jobs.recv() => match job {
                Some(job) => println!("{job} {stopping}"),
                None => return,
            },
        }
    }
}

struct Worker {
    token: CancellationToken,
    jobs: mpsc::Receiver<u64>,
}

impl Worker {
    async fn run(mut self) {
        loop {
            tokio::select! {
                biased;
                () = self.token.cancelled() => tracing::info!("asked to stop"), //~ unbounded-restart: once the token is cancelled
                Some(job) = self.jobs.recv() => println!("{job}"),
            }
        }
    }
}

pub fn start(token: CancellationToken, jobs: mpsc::Receiver<u64>) {
    tokio::spawn(Worker { token, jobs }.run());
}

pub async fn flushes_once(mut jobs: mpsc::Receiver<u64>) {
    let flush = sleep(Duration::from_secs(5));
    tokio::pin!(flush);
    let mut held = Vec::new();
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => held.push(job),
                None => return,
            },
            _ = &mut flush => held.clear(), //~ unbounded-restart: once this sleep is over
        }
    }
}

pub async fn boxed(mut jobs: mpsc::Receiver<u64>) {
    let mut warn = Box::pin(sleep(Duration::from_secs(60)));
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
            _ = &mut warn => tracing::warn!("still running"), //~ unbounded-restart: once this sleep is over
        }
    }
}

pub async fn deadline_stays(mut jobs: mpsc::Receiver<u64>, limit: Duration) {
    let deadline = Instant::now() + limit;
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
            _ = sleep_until(deadline) => tracing::warn!("too late"), //~ unbounded-restart: once this moment has passed
        }
    }
}
