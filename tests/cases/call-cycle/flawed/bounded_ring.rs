//! Two loops whose bounded channels form a ring: with both full, each waits for room in the other's.
use tokio::sync::mpsc;

pub struct Job(pub u64);
pub struct Done(pub u64);

pub fn start() {
    let (jobs, todo) = mpsc::channel(16);
    let (done, finished) = mpsc::channel(16);
    drop(tokio::spawn(plan(finished, jobs)));
    drop(tokio::spawn(work(todo, done)));
}

async fn plan(mut finished: mpsc::Receiver<Done>, jobs: mpsc::Sender<Job>) {
    while let Some(done) = finished.recv().await {
        for next in 0..done.0 {
            if jobs.send(Job(next)).await.is_err() { //~ call-cycle: once a mailbox between them is full
                return;
            }
        }
    }
}

async fn work(mut todo: mpsc::Receiver<Job>, done: mpsc::Sender<Done>) {
    while let Some(job) = todo.recv().await {
        report(&done, job).await;
    }
}

async fn report(done: &mpsc::Sender<Done>, job: Job) {
    if done.send(Done(job.0)).await.is_err() { //~ related: waits here for room
        tracing::warn!("the planner is gone");
    }
}
