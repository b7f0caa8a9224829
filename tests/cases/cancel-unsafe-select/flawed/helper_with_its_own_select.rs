//! The helper's own `select!` is fine; what it does after it is not, for the one who drops the helper.

use tokio::sync::mpsc;

struct Job(String);

async fn either(
    urgent: &mut mpsc::Receiver<Job>,
    normal: &mut mpsc::Receiver<Job>,
    log: &mpsc::Sender<String>,
) -> Option<Job> {
    let job = tokio::select! {
        job = urgent.recv() => job?, //~ related: taken out of
        job = normal.recv() => job?,
    };
    if log.send("took one".to_owned()).await.is_err() { //~ related: held by this future alone
        tracing::warn!("nobody reads the log");
    }
    Some(job)
}

async fn work(
    mut urgent: mpsc::Receiver<Job>,
    mut normal: mpsc::Receiver<Job>,
    log: mpsc::Sender<String>,
    mut ticks: mpsc::Receiver<()>,
) {
    loop {
        tokio::select! {
            job = either(&mut urgent, &mut normal, &log) => match job { //~ cancel-unsafe-select
                Some(job) => tracing::info!("{}", job.0),
                None => return,
            },
            Some(()) = ticks.recv() => tracing::info!("tick"),
        }
    }
}
