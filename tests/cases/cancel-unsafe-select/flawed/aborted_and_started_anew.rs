//! A worker is aborted in the midst of a job, and its successor takes the next one.

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
        self.worker = Some(tokio::spawn(async move { //~ related: it runs as this task, which is aborted
            loop {
                let job = jobs.lock().await.recv().await; //~ related: taken out of `jobs` here
                let Some(job) = job else { return };
                store(&job).await; //~ cancel-unsafe-select: what was taken out of `jobs` is lost when the task is aborted
                tracing::info!("{}", job.id);
            }
        }));
    }

    fn reload(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.abort();
        }
        self.start();
    }
}

async fn store(job: &Job) {
    tokio::time::sleep(std::time::Duration::from_secs(job.id as u64)).await;
}
