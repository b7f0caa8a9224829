//! A runtime's `block_on` outside of any runtime: on a thread of its own, on the pool, or after a look.
use tokio::runtime::{Handle, Runtime};

pub async fn pooled() -> u64 {
    let handle = Handle::current();
    let work = tokio::task::spawn_blocking(move || handle.block_on(apply(1)));
    work.await.unwrap_or_default()
}

pub async fn in_place() -> u64 {
    tokio::task::block_in_place(|| Handle::current().block_on(apply(2)))
}

pub fn threaded(runtime: Runtime) -> std::thread::JoinHandle<u64> {
    std::thread::spawn(move || runtime.block_on(apply(3)))
}

pub async fn looked() -> u64 {
    wherever()
}

fn wherever() -> u64 {
    match Handle::try_current() {
        Ok(handle) => tokio::task::block_in_place(|| handle.block_on(apply(4))),
        Err(_) => Runtime::new().map_or(0, |runtime| runtime.block_on(apply(4))),
    }
}

async fn apply(limit: u64) -> u64 {
    tokio::time::sleep(std::time::Duration::from_millis(limit)).await;
    limit
}
