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

    pub async fn slowly(&self, key: u64) -> String {
        let mut entries = self.slow.lock().await;
        let made = make(key).await;
        entries.insert(key, made.clone());
        made
    }
}

async fn make(key: u64) -> String {
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    key.to_string()
}
