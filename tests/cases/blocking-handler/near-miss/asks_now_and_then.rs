//! Taking all that is there, asking a number of times, waiting between two questions.
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

pub async fn drains(inbox: &mut mpsc::Receiver<u32>) -> u32 {
    let mut sum = 0;
    while let Ok(item) = inbox.try_recv() {
        sum += item;
    }
    while inbox.try_recv().is_ok() {}
    while inbox.try_recv() == Ok(0) {}
    loop {
        match inbox.try_recv() {
            Ok(item) => sum += item,
            Err(_) => break,
        }
    }
    sum
}

pub async fn waits_between(inbox: &mut mpsc::Receiver<u32>, task: JoinHandle<()>) -> Option<u32> {
    while !task.is_finished() {
        if let Ok(item) = inbox.try_recv() {
            return Some(item);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    None
}

pub async fn lets_others_run(done: &AtomicBool) {
    while !done.load(Ordering::Acquire) {
        tokio::task::yield_now().await;
    }
}

pub async fn some_times(lock: &Mutex<u64>) -> bool {
    let mut attempts = 0;
    while attempts < 3 {
        if lock.try_lock().is_ok() {
            return true;
        }
        attempts += 1;
    }
    false
}

pub async fn counts(total: &AtomicU64) {
    let mut known = total.load(Ordering::Relaxed);
    while let Err(now) = total.compare_exchange(known, known + 1, Ordering::AcqRel, Ordering::Relaxed) {
        known = now;
    }
}

pub async fn works_meanwhile(inbox: &mut mpsc::Receiver<u32>, work: &mut Vec<u64>) {
    while let Some(item) = work.pop() {
        if inbox.try_recv().is_err() {
            tracing::info!("{item}");
        }
    }
}

/// A thread of its own, for a moment.
pub fn on_a_thread(done: std::sync::Arc<AtomicBool>) {
    std::thread::spawn(move || while !done.load(Ordering::Acquire) {});
}
