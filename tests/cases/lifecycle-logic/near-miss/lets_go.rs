//! Aborting, cancelling, telling the owner, removing one's own file.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub struct Guard {
    task: JoinHandle<()>,
    stop: CancellationToken,
    freed: mpsc::UnboundedSender<u64>,
    wake: Arc<Notify>,
    file: PathBuf,
    id: u64,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.stop.cancel();
        self.task.abort();
        self.wake.notify_one();
        let _ = self.freed.send(self.id);
        let _ = std::fs::remove_file(&self.file);
    }
}

/// Undoes what was begun.
pub struct Snapshot {
    store: rusqlite::Connection,
    kept: bool,
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if !self.kept {
            let _ = self.store.execute("delete from snapshots", []);
        }
    }
}

/// Makes room for others before it blocks.
pub struct Socket {
    runtime: tokio::runtime::Handle,
}

impl Drop for Socket {
    fn drop(&mut self) {
        tokio::task::block_in_place(|| self.runtime.block_on(async {}));
    }
}

pub struct Worker;

impl Worker {
    /// No `Drop`, though the name is the same.
    pub fn drop(self) -> JoinHandle<()> {
        tokio::spawn(async {})
    }
}
