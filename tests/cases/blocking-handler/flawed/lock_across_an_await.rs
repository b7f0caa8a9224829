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

async fn make(key: u64) -> String {
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    key.to_string()
}
