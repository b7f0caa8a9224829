//! A worker over some executor puts what failed back into its own queue.
use tokio::sync::mpsc;

pub trait Executor: Send + Sync + 'static {
    fn exec(&self, job: &Job) -> bool;
}

pub struct Shell;

impl Executor for Shell {
    fn exec(&self, job: &Job) -> bool {
        job.0 > 3
    }
}

pub struct Job(pub u64);

pub struct Worker<E> {
    jobs: mpsc::Receiver<Job>,
    again: mpsc::Sender<Job>,
    executor: E,
}

impl<E: Executor> Worker<E> {
    pub fn launch(executor: E) -> mpsc::Sender<Job> {
        let (tx, jobs) = mpsc::channel(16);
        let worker = Self { jobs, again: tx.clone(), executor };
        drop(tokio::spawn(worker.run()));
        tx
    }

    async fn run(mut self) {
        while let Some(job) = self.jobs.recv().await {
            if !self.executor.exec(&job) {
                self.requeue(job).await;
            }
        }
    }

    async fn requeue(&self, job: Job) {
        if let Err(error) = self.again.send(job).await { //~ call-cycle: the loop in `Worker::run` waits for room in its own mailbox
            tracing::warn!("{error}");
        }
    }
}

pub fn start() -> mpsc::Sender<Job> {
    Worker::launch(Shell)
}
