//! The handle is looked at, but only once everything else has ended.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

async fn persist(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("update channels set saved = now()").execute(pool).await?;
    Ok(())
}

async fn persist_for_ever(pool: sqlx::PgPool, stop: Arc<AtomicBool>) -> Result<(), sqlx::Error> {
    while !stop.load(Ordering::Acquire) {
        persist(&pool).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn read_commands() {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    loop {
        match lines.next_line().await {
            Ok(Some(line)) => tracing::info!("{line}"),
            _ => break,
        }
    }
}

pub async fn after_the_prompt(pool: sqlx::PgPool) {
    let stop = Arc::new(AtomicBool::new(false));
    let persister = tokio::spawn(persist_for_ever(pool, Arc::clone(&stop))); //~ orphan-task: the first error here ends this task
    read_commands().await;
    stop.store(true, Ordering::Release);
    persister.await.unwrap().unwrap();
}

pub struct Sender {
    queue: mpsc::Sender<u64>,
    stopping: Arc<AtomicBool>,
    pool: sqlx::PgPool,
    worker: Mutex<Option<JoinHandle<Result<(), sqlx::Error>>>>,
}

impl Sender {
    pub async fn start(&self) {
        let handle = tokio::spawn(persist_for_ever(self.pool.clone(), Arc::clone(&self.stopping))); //~ orphan-task: the first error here ends this task
        *self.worker.lock().await = Some(handle);
    }

    pub async fn stop(&self) {
        self.interrupt();
        if let Some(worker) = self.worker.lock().await.take() {
            if let Err(error) = worker.await {
                tracing::error!("could not stop: {error}");
            }
        }
    }

    fn interrupt(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    pub fn queue(&self) -> mpsc::Sender<u64> {
        self.queue.clone()
    }
}

pub struct Flusher {
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Flusher {
    pub fn new(path: std::path::PathBuf) -> Self {
        let thread = std::thread::spawn(move || { //~ orphan-task: a failure here panics and ends this thread
            loop {
                std::fs::write(&path, "alive").unwrap();
                std::thread::sleep(Duration::from_secs(1));
            }
        });
        Self { thread: Some(thread) }
    }
}

impl Drop for Flusher {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// `saver` is a crate that is not in view.
pub async fn code_out_of_view(path: String) {
    let saver = tokio::spawn(saver::save_for_ever(path)); //~ orphan-task: joined only at the very end
    read_commands().await;
    saver.await.unwrap().unwrap();
}
