//! Tasks that were aborted or told to end, and joins at the end.
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

pub async fn aborted(worker: JoinHandle<()>) -> u64 {
    worker.abort();
    let _ = worker.await;
    rest().await
}

pub async fn told(stop: oneshot::Sender<()>, worker: JoinHandle<()>) -> u64 {
    stop.send(()).ok();
    let _ = worker.await;
    rest().await
}

pub struct Pool {
    workers: JoinSet<()>,
}

impl Pool {
    pub async fn shut_down(&mut self) {
        self.workers.abort_all();
        while let Some(_) = self.workers.join_next().await {}
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.workers.abort_all();
    }
}

/// Nothing in it can panic or fail.
pub async fn short() -> u64 {
    let counted = tokio::spawn(async {
        tokio::task::yield_now().await;
    });
    let _ = counted.await;
    rest().await
}

async fn rest() -> u64 {
    tokio::task::yield_now().await;
    7
}
