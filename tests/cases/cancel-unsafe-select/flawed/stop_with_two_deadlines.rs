//! The outer deadline drops the stop of a plugin that has taken its task out and not aborted it yet.

use std::sync::Mutex;
use std::time::Duration;

use tokio::process::Child;
use tokio::task::JoinHandle;

struct Plugin {
    supervisor: Mutex<Option<JoinHandle<()>>>,
}

impl Plugin {
    async fn stop(&self) {
        let supervisor = self.supervisor.lock().unwrap().take(); //~ related: taken out of
        if let Some(mut handle) = supervisor
            && tokio::time::timeout(Duration::from_secs(5), &mut handle).await.is_err()
        {
            handle.abort(); //~ related: it would have been made to end here
        }
    }
}

async fn stop_all(plugins: &[Plugin]) {
    for plugin in plugins {
        let stopped = tokio::time::timeout(Duration::from_secs(3), plugin.stop()).await; //~ cancel-unsafe-select: runs on without an owner when the timeout fires
        if stopped.is_err() {
            tracing::warn!("a plugin that does not stop");
        }
    }
}

struct Worker {
    child: tokio::sync::Mutex<Option<Child>>,
}

impl Worker {
    async fn stop(&self) {
        let Some(mut child) = self.child.lock().await.take() else { return }; //~ related: taken out of
        if tokio::time::timeout(Duration::from_secs(5), child.wait()).await.is_err() {
            let _ = child.kill().await; //~ related: it would have been made to end here
        }
    }
}

async fn restart(worker: &Worker) {
    if tokio::time::timeout(Duration::from_secs(3), worker.stop()).await.is_err() { //~ cancel-unsafe-select: runs on without an owner when the timeout fires
        tracing::warn!("a worker that does not stop");
    }
}
