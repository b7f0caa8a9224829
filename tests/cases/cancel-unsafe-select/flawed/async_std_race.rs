//! async-std's `race` drops the one that is slower.

use async_std::channel::Receiver;
use async_std::prelude::*;
use async_std::sync::{Arc, Mutex};
use async_std::task;
use std::time::Duration;

struct Reading {
    id: u64,
}

async fn take(rx: &Receiver<Reading>, total: &Arc<Mutex<Vec<Reading>>>) -> Option<u64> {
    let reading = rx.recv().await.ok()?;
    let id = reading.id;
    total.lock().await.push(reading);
    Some(id)
}

async fn tick() -> Option<u64> {
    task::sleep(Duration::from_secs(1)).await;
    None
}

pub async fn collect(rx: Receiver<Reading>, total: Arc<Mutex<Vec<Reading>>>) {
    loop {
        let _ = take(&rx, &total).race(tick()).await; //~ cancel-unsafe-select
    }
}
