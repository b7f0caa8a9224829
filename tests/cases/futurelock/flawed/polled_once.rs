//! A boxed future is polled once and parked.
use std::sync::Arc;

use futures::poll;
use tokio::sync::Mutex;

async fn push(values: Arc<Mutex<Vec<u64>>>) {
    values.lock().await.push(1);
}

pub async fn start(values: Arc<Mutex<Vec<u64>>>) -> usize {
    let mut first = Box::pin(push(values.clone()));
    if poll!(&mut first).is_ready() {
        return 1;
    }
    let count = values.lock().await.len(); //~ futurelock: waits for a lock
    first.await;
    count
}
