//! A lock of the standard library that is held at an await.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub struct Cache {
    entries: Arc<Mutex<HashMap<u64, String>>>,
}

impl Cache {
    pub async fn get(&self, key: u64) -> String {
        let mut entries = self.entries.lock().unwrap(); //~ blocking-handler: this lock is held while the future waits
        if let Some(known) = entries.get(&key) {
            return known.clone();
        }
        let made = make(key).await;
        entries.insert(key, made.clone());
        made
    }
}

impl Cache {
    pub async fn in_two_steps(&self, key: u64) -> String {
        let locked = self.entries.lock(); //~ blocking-handler: this lock is held while the future waits
        let mut entries = locked.unwrap_or_else(std::sync::PoisonError::into_inner);
        let made = make(key).await; //~ related: `entries` is still held at this await
        entries.insert(key, made.clone());
        made
    }
}

async fn make(key: u64) -> String {
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    key.to_string()
}
