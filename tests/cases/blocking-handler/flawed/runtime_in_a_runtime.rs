//! A runtime's own `block_on` looks where it is, and panics inside a runtime.
use std::sync::Arc;

use tokio::runtime::{Handle, Runtime};
use tokio::task::JoinHandle;

pub struct Node {
    limit: u64,
}

impl Node {
    pub async fn promote(self: &Arc<Self>) {
        let this = self.clone();
        tokio::spawn(async move { this.promoted().await });
    }

    async fn promoted(&self) -> u64 {
        self.reconfigure() //~ blocking-handler: inside a runtime this panics with "cannot start a runtime from within a runtime", and its task ends
    }

    /// At first start this runs on a thread of its own.
    pub fn reconfigure(&self) -> u64 {
        let rt = Handle::current();
        rt.block_on(apply(self.limit)) //~ related: this panics there
    }
}

pub async fn asked(runtime: Arc<Runtime>) -> u64 {
    runtime.block_on(apply(1)) //~ blocking-handler: cannot start a runtime from within a runtime
}

pub fn started(handle: Handle) -> JoinHandle<u64> {
    tokio::spawn(async move {
        handle.block_on(apply(2)) //~ blocking-handler: cannot start a runtime from within a runtime
    })
}

/// Polled by a runtime's `block_on` alone, which is no better.
pub fn facade(runtime: &Runtime) -> u64 {
    runtime.block_on(twice())
}

async fn twice() -> u64 {
    Handle::current().block_on(apply(3)) //~ blocking-handler: cannot start a runtime from within a runtime
}

async fn apply(limit: u64) -> u64 {
    tokio::time::sleep(std::time::Duration::from_millis(limit)).await;
    limit
}
