//! Where taking failed there is an error to tell, and nothing that could be lost.

use tokio::sync::{mpsc, watch};

pub struct Job {
    id: u64,
}

pub struct Failed;

pub struct Queue {
    jobs: mpsc::Receiver<Job>,
}

impl Queue {
    async fn pull(&mut self) -> Result<Option<Job>, Failed> {
        match self.jobs.recv().await {
            Some(job) if job.id == 0 => Err(Failed),
            Some(job) => Ok(Some(job)),
            None => Ok(None),
        }
    }

    async fn reopen(&mut self) {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }

    async fn turn(&mut self) {
        let mut failed = Ok(());
        match self.pull().await {
            Ok(Some(job)) => {
                tracing::info!("{}", job.id);
                return;
            }
            Ok(None) => {}
            Err(error) => failed = Err(error),
        }
        self.reopen().await;
        if let Err(error) = failed {
            tell(error);
        }
    }
}

fn tell(_: Failed) {}

async fn work(mut queue: Queue, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = queue.turn() => {}
            _ = stop.changed() => tracing::info!("asked"),
        }
    }
}
