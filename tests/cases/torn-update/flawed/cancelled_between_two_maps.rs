//! The deadline may end the update between its two halves.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc;

struct Table {
    owners: HashMap<u64, String>,
    names: HashMap<u64, String>,
    log: mpsc::Sender<u64>,
}

impl Table {
    async fn add(&mut self, id: u64, owner: String, name: String) {
        self.owners.insert(id, owner); //~ related: is changed here
        if self.log.send(id).await.is_err() { //~ related: may be dropped while it waits
            tracing::warn!("nobody reads the log");
        }
        self.names.insert(id, name); //~ related: the counterpart
    }

    async fn run(&mut self, mut ids: mpsc::Receiver<u64>) {
        while let Some(id) = ids.recv().await {
            let adding = self.add(id, "a".to_owned(), "b".to_owned());
            if tokio::time::timeout(Duration::from_secs(1), adding).await.is_err() { //~ torn-update: dropped half-way
                tracing::warn!("late");
            }
        }
    }
}
