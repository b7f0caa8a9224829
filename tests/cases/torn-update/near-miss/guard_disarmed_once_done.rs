//! Guards that are disarmed once their work is done, or whose `Drop` only tells of a mistake.

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
}

impl Reading {
    pub async fn release(mut self) {
        end_read(&self.paths).await;
        self.paths.clear();
    }

    pub async fn in_one_step(mut self) {
        let mut readers = READERS.write().await;
        for path in std::mem::take(&mut self.paths) {
            readers.remove(&path);
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let paths = std::mem::take(&mut self.paths);
        let task = self.runtime.spawn(async move { end_read(&paths).await });
        tracing::info!("{:?} ends them", task.id());
    }
}

pub struct Session {
    closed: bool,
    paths: Vec<String>,
}

impl Session {
    pub async fn close(mut self) {
        self.closed = true;
        end_read(&self.paths).await;
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if !self.closed {
            tracing::warn!("dropped without being closed");
        }
    }
}
