//! Notices of a crash that nobody looks at.
use tokio::task::{JoinHandle, JoinSet};

pub async fn one(worker: JoinHandle<()>) -> u64 {
    let _ = worker.await; //~ swallowed-crash: when a task panics the notice is dropped here
    rest().await
}

pub async fn asked(worker: JoinHandle<Result<u64, String>>) -> u64 {
    worker.await.ok(); //~ swallowed-crash: when a task fails or panics
    rest().await
}

pub async fn all(mut workers: JoinSet<()>) -> u64 {
    while let Some(_) = workers.join_next().await {} //~ swallowed-crash: the notice is dropped here
    rest().await
}

pub async fn listed(workers: Vec<JoinHandle<()>>) -> u64 {
    futures::future::join_all(workers).await; //~ swallowed-crash: when one of these tasks panics
    rest().await
}

async fn rest() -> u64 {
    tokio::task::yield_now().await;
    7
}
