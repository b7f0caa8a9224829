//! Locks that end before the await, and the runtime's own.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub struct Cache {
    entries: Arc<Mutex<HashMap<u64, String>>>,
    slow: tokio::sync::Mutex<HashMap<u64, String>>,
}

impl Cache {
    pub async fn get(&self, key: u64) -> String {
        if let Some(known) = self.entries.lock().unwrap().get(&key).cloned() {
            return known;
        }
        let made = make(key).await;
        self.entries.lock().unwrap().insert(key, made.clone());
        made
    }

    pub async fn scoped(&self, key: u64) -> usize {
        let size = {
            let entries = self.entries.lock().unwrap();
            entries.len()
        };
        make(key).await;
        let entries = self.entries.lock().unwrap();
        let now = entries.len();
        drop(entries);
        make(key).await;
        size + now
    }

    /// What `lock` gave is opened by a second variable, which the end of the block drops.
    pub async fn in_two_steps(&self, key: u64) -> String {
        let size = {
            let locked = self.entries.lock();
            let entries = locked.unwrap_or_else(std::sync::PoisonError::into_inner);
            entries.len()
        };
        make(key + size as u64).await
    }

    /// The way out of the block drops the guard.
    pub async fn left_early(&self, key: u64) -> String {
        let known = 'known: {
            let entries = self.entries.lock().unwrap();
            let Some(known) = entries.get(&key) else {
                break 'known None;
            };
            Some(known.len())
        };
        match known {
            Some(size) => size.to_string(),
            None => make(key).await,
        }
    }

    /// So does the end of the loop.
    pub async fn searched(&self, keys: &[u64]) -> String {
        let mut found = 0;
        for key in keys {
            let entries = self.entries.lock().unwrap();
            if entries.contains_key(key) {
                found = *key;
                break;
            }
        }
        make(found).await
    }

    pub async fn slowly(&self, key: u64) -> String {
        let mut entries = self.slow.lock().await;
        let made = make(key).await;
        entries.insert(key, made.clone());
        made
    }
}

pub struct Turns {
    one: Arc<tokio::sync::Semaphore>,
}

impl Turns {
    /// What waits for a permit of the runtime's own is a future like any other.
    pub async fn next(&self, key: u64) -> String {
        let turn = self.one.acquire();
        let _permit = turn.await;
        make(key).await
    }
}

async fn make(key: u64) -> String {
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    key.to_string()
}
