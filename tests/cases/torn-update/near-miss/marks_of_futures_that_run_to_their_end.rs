//! Marks over an await that nobody cuts short, that a guard takes back, or that nobody asks.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;

async fn fetch(id: u64) -> String {
    tokio::time::sleep(Duration::from_millis(id)).await;
    id.to_string()
}

struct Fetcher {
    going: Mutex<HashSet<u64>>,
    busy: AtomicBool,
    served: AtomicU64,
}

struct Going<'a>(&'a Fetcher, u64);

impl Drop for Going<'_> {
    fn drop(&mut self) {
        self.0.going.lock().unwrap().remove(&self.1);
    }
}

impl Fetcher {
    // Only the task below runs it, and nobody aborts that.
    async fn once(&self, id: u64) -> Option<String> {
        if !self.going.lock().unwrap().insert(id) {
            return None;
        }
        let text = fetch(id).await;
        self.going.lock().unwrap().remove(&id);
        Some(text)
    }

    async fn guarded(&self, id: u64) -> Option<String> {
        if !self.going.lock().unwrap().insert(id) {
            return None;
        }
        let _going = Going(self, id);
        let text = fetch(id).await;
        self.going.lock().unwrap().remove(&id);
        Some(text)
    }

    async fn waits_first(&self, id: u64) -> Option<String> {
        let text = fetch(id).await;
        if self.busy.swap(true, Ordering::SeqCst) {
            return None;
        }
        tracing::info!("{text}");
        self.busy.store(false, Ordering::SeqCst);
        Some(text)
    }

    // A number that is only shown.
    async fn shown(&self, id: u64) -> String {
        self.served.fetch_add(1, Ordering::SeqCst);
        let text = fetch(id).await;
        self.served.fetch_sub(1, Ordering::SeqCst);
        text
    }
}

async fn run(fetcher: Arc<Fetcher>, mut ids: mpsc::Receiver<u64>) {
    while let Some(id) = ids.recv().await {
        fetcher.once(id).await;
    }
}

pub async fn start(ids: mpsc::Receiver<u64>, fetcher: Arc<Fetcher>) {
    let task = tokio::spawn(run(fetcher.clone(), ids));
    let limit = Duration::from_secs(1);
    let _ = tokio::time::timeout(limit, fetcher.guarded(1)).await;
    let _ = tokio::time::timeout(limit, fetcher.waits_first(1)).await;
    let _ = tokio::time::timeout(limit, fetcher.shown(1)).await;
    if let Err(error) = task.await {
        tracing::error!("{error}");
    }
}
