//! A guard is emptied before its work is done by hand: dropped in between, its `Drop` finds nothing to do.

use std::collections::HashMap;

use tokio::runtime::Handle;
use tokio::sync::RwLock;

static READERS: std::sync::LazyLock<RwLock<HashMap<String, u64>>> = std::sync::LazyLock::new(Default::default);

async fn end_read(paths: &[String]) {
    let mut readers = READERS.write().await;
    for path in paths {
        readers.remove(path);
    }
}

pub struct Reading {
    runtime: Handle,
    paths: Vec<String>,
    done: bool,
}

impl Reading {
    pub async fn release(mut self) {
        let paths = std::mem::take(&mut self.paths); //~ torn-update: what the `Drop` of this value would do
        end_read(&paths).await; //~ related: may be dropped while this waits
    }
}

impl Drop for Reading {
    fn drop(&mut self) { //~ related: which would have done it
        if self.paths.is_empty() || self.done {
            return;
        }
        let paths = std::mem::take(&mut self.paths);
        let task = self.runtime.spawn(async move { end_read(&paths).await });
        tracing::info!("{:?} ends them", task.id());
    }
}

pub struct Lease {
    runtime: Handle,
    name: String,
    held: bool,
}

async fn give_back(name: String) {
    READERS.write().await.remove(&name);
}

impl Lease {
    pub async fn end(mut self) {
        self.held = false; //~ torn-update: what the `Drop` of this value would do
        give_back(self.name.clone()).await; //~ related: may be dropped while this waits
    }
}

impl Drop for Lease {
    fn drop(&mut self) { //~ related: which would have done it
        if self.held {
            let name = std::mem::take(&mut self.name);
            let task = self.runtime.spawn(give_back(name));
            tracing::info!("{:?} gives it back", task.id());
        }
    }
}
