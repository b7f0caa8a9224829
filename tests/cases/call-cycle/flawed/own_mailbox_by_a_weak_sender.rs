//! A loop puts what failed back into its own mailbox, which it reaches by a weak sender.
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub struct Job {
    pub id: u64,
    pub tries: u8,
}

pub struct Worker {
    jobs: mpsc::Receiver<Job>,
    again: mpsc::WeakSender<Job>,
    pool: sqlx::PgPool,
}

impl Worker {
    pub fn start(pool: sqlx::PgPool) -> (mpsc::Sender<Job>, JoinHandle<()>) {
        let (sender, jobs) = mpsc::channel(16);
        let worker = Self { jobs, again: sender.downgrade(), pool };
        (sender, tokio::spawn(worker.run()))
    }

    async fn put_back(&self, job: Job) {
        match self.again.upgrade() {
            Some(again) => {
                if again.send(job).await.is_err() { //~ call-cycle: waits for room in its own mailbox
                    tracing::error!("the job is lost");
                }
            }
            None => tracing::error!("closing, the job is given up"),
        }
    }

    async fn run(mut self) {
        while let Some(job) = self.jobs.recv().await {
            let done = sqlx::query("update jobs set done = true where id = $1").bind(job.id as i64).execute(&self.pool).await;
            if let Err(error) = done {
                tracing::warn!(%error, job.id, "once more");
                self.put_back(Job { tries: job.tries + 1, ..job }).await;
            }
        }
    }
}
