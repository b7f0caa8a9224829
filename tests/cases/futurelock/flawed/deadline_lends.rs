//! A deadline over a borrowed future: when it is over the future is still there, and may have the lock.
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

pub async fn store(cache: Arc<Mutex<Vec<u64>>>, value: u64) {
    let writes = cache.clone();
    let mut write = Box::pin(async move {
        let mut values = writes.lock().await;
        values.push(value);
    });
    if tokio::time::timeout(Duration::from_secs(1), &mut write).await.is_err() { //~ related: stands still from now on
        tracing::warn!("{} values before", cache.lock().await.len()); //~ futurelock: waits for a lock
        write.await;
    }
}
