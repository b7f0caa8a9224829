//! A limit on a wait that no periodic work hangs on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc as sync;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::{timeout, timeout_at};

async fn write(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("update leases set until = now()").execute(pool).await?;
    Ok(())
}

pub async fn idle_for_too_long(mut jobs: mpsc::Receiver<u64>, pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    loop {
        match timeout(Duration::from_secs(5), jobs.recv()).await {
            Ok(Some(job)) => println!("{job}"),
            Ok(None) => return Ok(()),
            Err(_) => {
                write(&pool).await?;
                return Ok(());
            }
        }
    }
}

pub fn looks_at_a_flag(jobs: sync::Receiver<u64>, stop: &AtomicBool) {
    loop {
        match jobs.recv_timeout(Duration::from_millis(100)) {
            Ok(job) => println!("{job}"),
            Err(sync::RecvTimeoutError::Timeout) => {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
            }
            Err(sync::RecvTimeoutError::Disconnected) => return,
        }
    }
}

pub async fn until_a_moment(mut jobs: mpsc::Receiver<u64>, pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut due = tokio::time::Instant::now() + Duration::from_secs(5);
    loop {
        match timeout_at(due, jobs.recv()).await {
            Ok(Some(job)) => println!("{job}"),
            Ok(None) => return Ok(()),
            Err(_) => {
                write(&pool).await?;
                due = tokio::time::Instant::now() + Duration::from_secs(5);
            }
        }
    }
}

pub fn what_is_left(jobs: sync::Receiver<u64>, mut held: Vec<u64>) {
    let mut due = Instant::now() + Duration::from_secs(5);
    loop {
        let left = due.saturating_duration_since(Instant::now());
        match jobs.recv_timeout(left) {
            Ok(job) => held.push(job),
            Err(sync::RecvTimeoutError::Timeout) => {
                held.clear();
                due = Instant::now() + Duration::from_secs(5);
            }
            Err(sync::RecvTimeoutError::Disconnected) => return,
        }
    }
}

pub fn after_each_turn(jobs: sync::Receiver<u64>, mut held: Vec<u64>) {
    let mut last = Instant::now();
    loop {
        match jobs.recv_timeout(Duration::from_secs(1)) {
            Ok(job) => held.push(job),
            Err(sync::RecvTimeoutError::Timeout) => {}
            Err(sync::RecvTimeoutError::Disconnected) => return,
        }
        if last.elapsed() > Duration::from_secs(1) {
            held.clear();
            last = Instant::now();
        }
    }
}

struct Batch {
    held: Vec<u64>,
    out: mpsc::Sender<Vec<u64>>,
}

impl Batch {
    async fn flush(&mut self) {
        let _ = self.out.send(std::mem::take(&mut self.held)).await;
    }

    pub async fn when_full_or_quiet(mut self, mut jobs: mpsc::Receiver<u64>) {
        loop {
            match timeout(Duration::from_secs(1), jobs.recv()).await {
                Ok(Some(job)) => {
                    self.held.push(job);
                    if self.held.len() >= 100 {
                        self.flush().await;
                    }
                }
                Ok(None) => return,
                Err(_) => self.flush().await,
            }
        }
    }
}

pub fn start(jobs: mpsc::Receiver<u64>, out: mpsc::Sender<Vec<u64>>) {
    tokio::spawn(Batch { held: Vec::new(), out }.when_full_or_quiet(jobs));
}
