//! The worker is aborted where everything ends.

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

struct Job {
    id: i64,
}

struct Pool {
    jobs: Arc<Mutex<mpsc::Receiver<Job>>>,
    worker: Option<JoinHandle<()>>,
}

impl Pool {
    fn start(&mut self) {
        let jobs = self.jobs.clone();
        self.worker = Some(tokio::spawn(async move {
            loop {
                let job = jobs.lock().await.recv().await;
                let Some(job) = job else { return };
                store(&job).await;
                tracing::info!("{}", job.id);
            }
        }));
    }

    fn close(mut self) {
        if let Some(worker) = self.worker.take() {
            worker.abort();
        }
    }
}

async fn store(job: &Job) {
    tokio::time::sleep(std::time::Duration::from_secs(job.id as u64)).await;
}
