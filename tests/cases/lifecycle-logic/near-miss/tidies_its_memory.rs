//! What a task that a `drop` starts would have put right ends with the program anyway: low confidence.
use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};

/// A place in a queue, given back.
pub struct Permit {
    freed: mpsc::Sender<()>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let freed = self.freed.clone();
        drop(tokio::spawn(async move { freed.send(()).await }));
    }
}

pub struct Session {
    id: u64,
    sessions: Arc<Mutex<HashMap<u64, String>>>,
}

impl Drop for Session {
    fn drop(&mut self) {
        let (id, sessions) = (self.id, self.sessions.clone());
        tokio::spawn(async move {
            sessions.lock().await.remove(&id);
        });
    }
}
