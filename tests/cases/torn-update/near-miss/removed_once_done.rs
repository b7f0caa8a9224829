//! Each item stays in the queue until it is done with; awaits come before both changes.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc;

pub struct Outbox {
    pending: Vec<String>,
    owners: HashMap<u64, String>,
    names: HashMap<u64, String>,
    to: mpsc::Sender<String>,
}

impl Outbox {
    pub async fn flush(&mut self) {
        while let Some(name) = self.pending.last().cloned() {
            if self.to.send(name).await.is_err() {
                return;
            }
            self.pending.pop();
        }
    }

    async fn add(&mut self, id: u64, owner: String, name: String) {
        if self.to.send(name.clone()).await.is_err() {
            tracing::warn!("nobody listens");
        }
        self.owners.insert(id, owner);
        self.names.insert(id, name);
    }

    async fn run(&mut self, mut ids: mpsc::Receiver<u64>) {
        while let Some(id) = ids.recv().await {
            let adding = self.add(id, "a".to_owned(), "b".to_owned());
            if tokio::time::timeout(Duration::from_secs(1), adding).await.is_err() {
                tracing::warn!("late");
            }
        }
    }
}
