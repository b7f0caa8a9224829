//! What is going on is marked, waited for, and struck out: whoever drops the future leaves the mark.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::RwLock;

async fn fetch(id: u64) -> String {
    tokio::time::sleep(Duration::from_millis(id)).await;
    id.to_string()
}

#[derive(Default)]
struct Entry {
    waiting: Vec<u64>,
}

pub struct Fetcher {
    going: Mutex<HashSet<u64>>,
    entries: RwLock<HashMap<u64, Entry>>,
    busy: AtomicBool,
    open: AtomicU64,
    most: u64,
}

impl Fetcher {
    pub async fn once(&self, id: u64) -> Option<String> {
        if !self.going.lock().unwrap().insert(id) { //~ torn-update: the key stays in `self.going`
            return None;
        }
        let text = fetch(id).await; //~ related: the future may be dropped while it waits here
        self.going.lock().unwrap().remove(&id); //~ related: it would leave here
        Some(text)
    }

    async fn enter(&self, id: u64) {
        self.entries.write().await.insert(id, Entry::default());
    }

    async fn alternative(&self, id: u64) {
        if let Some(entry) = self.entries.write().await.get_mut(&id) {
            entry.waiting.retain(|other| *other != id);
        }
    }

    async fn complete(&self, id: &u64) {
        if let Some(entry) = self.entries.write().await.remove(id) {
            tracing::info!("{} waited", entry.waiting.len());
        }
    }

    pub async fn is_going(&self, id: u64) -> bool {
        self.entries.read().await.contains_key(&id)
    }

    pub async fn by_helpers(&self, id: u64) -> String {
        self.enter(id).await; //~ torn-update: the key stays in `self.entries`
        self.alternative(id).await; //~ related: the future may be dropped while it waits here
        let text = fetch(id).await;
        self.complete(&id).await; //~ related: it would leave here
        text
    }

    async fn alone(&self, id: u64) -> Option<String> {
        if self.busy.swap(true, Ordering::SeqCst) { //~ torn-update: `self.busy` stays true
            return None;
        }
        let text = fetch(id).await; //~ related: the future may be dropped while it waits here
        self.busy.store(false, Ordering::SeqCst); //~ related: it would be set back here
        Some(text)
    }

    async fn counted(&self, id: u64) -> Option<String> {
        if self.open.load(Ordering::SeqCst) > self.most {
            return None;
        }
        self.open.fetch_add(1, Ordering::SeqCst); //~ torn-update: never counted back
        let text = fetch(id).await; //~ related: the future may be dropped while it waits here
        self.open.fetch_sub(1, Ordering::SeqCst); //~ related: it would be counted down here
        Some(text)
    }

    async fn one_below(&self, id: u64) -> Option<String> {
        self.counted(id).await //~ related: which polls it through this call
    }
}

pub async fn with_a_deadline(fetcher: &Fetcher, id: u64) -> Option<String> {
    let alone = tokio::time::timeout(Duration::from_secs(1), fetcher.alone(id)).await; //~ related: when the time is over
    let counted = tokio::select! {
        text = fetcher.one_below(id) => text, //~ related: when another arm is ready first
        () = tokio::time::sleep(Duration::from_secs(1)) => None,
    };
    alone.ok().flatten().or(counted)
}
