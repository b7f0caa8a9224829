//! The length is another one in every turn, the helper waits for something else first, or the arm has a guard.
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

pub struct Journal {
    lines: Vec<String>,
    delay: Duration,
    due: Instant,
}

async fn pause(length: Duration) {
    tokio::time::sleep(length).await;
}

async fn wait_for(lines: &mut mpsc::Receiver<String>) {
    lines.recv().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
}

impl Journal {
    async fn flush(&mut self) {
        tokio::fs::write("journal", self.lines.concat()).await.ok();
        self.lines.clear();
        self.delay *= 2;
    }

    async fn until_due(&self) {
        tokio::time::sleep(self.due.saturating_duration_since(Instant::now())).await;
    }

    pub async fn what_is_left(mut self, mut lines: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                Some(line) = lines.recv() => self.lines.push(line),
                () = self.until_due() => self.flush().await,
            }
        }
    }

    pub async fn longer_and_longer(mut self, mut lines: mpsc::Receiver<String>) {
        let mut delay = Duration::from_secs(1);
        loop {
            tokio::select! {
                Some(line) = lines.recv() => self.lines.push(line),
                () = pause(delay) => {
                    self.flush().await;
                    delay *= 2;
                }
            }
        }
    }

    pub async fn only_while_empty(mut self, mut lines: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                Some(line) = lines.recv() => self.lines.push(line),
                () = pause(Duration::from_secs(5)), if self.lines.is_empty() => self.flush().await,
            }
        }
    }

    pub async fn something_else_first(mut self, mut lines: mpsc::Receiver<String>, mut other: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                Some(line) = lines.recv() => self.lines.push(line),
                () = wait_for(&mut other) => self.flush().await,
            }
        }
    }
}
