//! Asking until somebody else is done, without ever waiting, keeps a thread of the runtime to itself.
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

use futures::channel::oneshot;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::task::JoinHandle;

#[derive(Default)]
pub struct Tasks(Vec<oneshot::Receiver<()>>);

impl Tasks {
    fn reap(&mut self) {
        for mut done in self.0.drain(..) {
            while done.try_recv() == Ok(None) {}
        }
    }
}

/// On one thread no task that is waited for here will ever run.
pub async fn reaps(mut tasks: Tasks, mut ticks: mpsc::Receiver<()>) {
    while ticks.recv().await.is_some() {
        tasks.reap(); //~ blocking-handler: asks again and again
    }
}

pub async fn next(inbox: &mut mpsc::Receiver<u32>) -> Option<u32> {
    loop {
        match inbox.try_recv() { //~ blocking-handler: asks again and again
            Ok(item) => return Some(item),
            Err(TryRecvError::Empty) => continue,
            Err(TryRecvError::Disconnected) => return None,
        }
    }
}

pub async fn finished(task: JoinHandle<()>) {
    while !task.is_finished() {} //~ blocking-handler: asks again and again
    tracing::info!("done");
}

pub async fn told(flag: Arc<AtomicBool>) {
    while !flag.load(Ordering::Acquire) {} //~ blocking-handler: asks again and again
    tracing::info!("go");
}

pub async fn adds(counts: Arc<Mutex<Vec<u64>>>, count: u64) {
    free(&counts).push(count); //~ blocking-handler: asks again and again
}

fn free(counts: &Mutex<Vec<u64>>) -> MutexGuard<'_, Vec<u64>> {
    loop {
        match counts.try_lock() {
            Ok(free) => return free,
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Poisoned(error)) => return error.into_inner(),
        }
    }
}
