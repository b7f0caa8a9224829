//! A race drops the loser, which has taken a job.

use std::pin::pin;

use tokio::sync::mpsc;

struct Job(String);

async fn pass_on(jobs: &mut mpsc::Receiver<Job>, to: &mpsc::Sender<Job>) -> bool {
    let Some(job) = jobs.recv().await else { return false }; //~ related: taken out of
    to.send(job).await.is_ok() //~ related: held by this future alone
}

async fn run(mut jobs: mpsc::Receiver<Job>, to: mpsc::Sender<Job>, mut ticks: mpsc::Receiver<()>) {
    loop {
        let passed = pin!(pass_on(&mut jobs, &to));
        let tick = pin!(ticks.recv());
        futures::future::select(passed, tick).await; //~ cancel-unsafe-select: another future wins
    }
}
