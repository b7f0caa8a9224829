//! What is spawned tidies memory, through helpers too; tests spawn in another way than the program.

use std::sync::Arc;

use tokio::sync::RwLock;

#[derive(Default)]
struct Slot {
    file: Option<String>,
}

fn clean(slot: &mut Slot) {
    slot.file = None;
}

struct Handle {
    slot: Arc<RwLock<Slot>>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        let slot = self.slot.clone();
        tokio::spawn(async move {
            let mut slot = slot.write().await;
            clean(&mut slot);
        });
    }
}

struct Logged {
    id: u64,
    runtime: tokio::runtime::Handle,
}

impl Drop for Logged {
    fn drop(&mut self) {
        let id = self.id;
        self.runtime.spawn(async move { tracing::info!("{id}") });
    }
}

static RUNTIME: std::sync::LazyLock<tokio::runtime::Runtime> =
    std::sync::LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());

struct Layer {
    path: String,
}

impl Layer {
    fn spawn(path: String) {
        #[cfg(test)]
        tokio::spawn(async move { tokio::fs::remove_file(&path).await });
        #[cfg(not(test))]
        RUNTIME.spawn(async move { tokio::fs::remove_file(&path).await });
    }
}

impl Drop for Layer {
    fn drop(&mut self) {
        Self::spawn(std::mem::take(&mut self.path));
    }
}
