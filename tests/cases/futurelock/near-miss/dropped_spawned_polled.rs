//! The future is dropped, spawned or polled to its end before the task waits; it has its own scope; it
//! takes another lock; both only read; the wait has a deadline.
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, RwLock};

async fn add(ledger: Arc<Mutex<u64>>) {
    *ledger.lock().await += 1;
}

async fn pause() {
    tokio::time::sleep(Duration::from_millis(500)).await;
}

pub async fn owned_by_the_select(ledger: Arc<Mutex<u64>>) {
    tokio::select! {
        () = add(ledger.clone()) => {}
        () = pause() => add(ledger.clone()).await,
    }
}

pub async fn dropped(ledger: Arc<Mutex<u64>>) {
    let mut first = Box::pin(add(ledger.clone()));
    tokio::select! {
        () = &mut first => {}
        () = pause() => {
            drop(first);
            add(ledger).await;
        }
    }
}

pub async fn spawned(ledger: Arc<Mutex<u64>>) {
    let mut first = tokio::spawn(add(ledger.clone()));
    tokio::select! {
        result = &mut first => {
            if result.is_err() {
                tracing::warn!("failed");
            }
        }
        () = pause() => {
            add(ledger).await;
            if first.await.is_err() {
                tracing::warn!("failed");
            }
        }
    }
}

pub async fn polled_first(ledger: Arc<Mutex<u64>>) {
    let mut first = Box::pin(add(ledger.clone()));
    tokio::select! {
        () = &mut first => {}
        () = pause() => {
            first.await;
            add(ledger).await;
        }
    }
}

pub async fn in_a_scope(ledger: Arc<Mutex<u64>>) {
    {
        let mut first = Box::pin(add(ledger.clone()));
        tokio::select! {
            () = &mut first => {}
            () = pause() => tracing::warn!("slow"),
        }
    }
    add(ledger).await;
}

pub async fn another_lock(ledger: Arc<Mutex<u64>>, other: Arc<Mutex<u64>>) {
    let mut first = Box::pin(add(ledger));
    tokio::select! {
        () = &mut first => {}
        () = pause() => add(other).await,
    }
}

async fn look(index: Arc<RwLock<u64>>) -> u64 {
    *index.read().await
}

pub async fn both_read(index: Arc<RwLock<u64>>) -> u64 {
    let mut first = Box::pin(look(index.clone()));
    tokio::select! {
        value = &mut first => value,
        () = pause() => look(index).await,
    }
}

pub async fn in_time(ledger: Arc<Mutex<u64>>) {
    let mut first = Box::pin(add(ledger.clone()));
    tokio::select! {
        () = &mut first => {}
        () = pause() => {
            if tokio::time::timeout(Duration::from_secs(1), add(ledger)).await.is_err() {
                tracing::warn!("busy");
            }
        }
    }
}
