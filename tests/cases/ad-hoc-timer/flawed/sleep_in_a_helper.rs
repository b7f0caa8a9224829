//! A helper or a block begins by sleeping: every other event drops that sleep too, and begins it anew.
use std::time::Duration;

use tokio::sync::mpsc;

const PERIOD: Duration = Duration::from_secs(30);

pub struct Journal {
    lines: Vec<String>,
    period: Duration,
}

async fn pause() {
    tokio::time::sleep(Duration::from_secs(2)).await; //~ related: begins anew here
}

fn a_while() -> tokio::time::Sleep {
    tokio::time::sleep(PERIOD)
}

async fn again_and_again() {
    rest().await;
    tracing::info!("rested");
}

async fn rest() {
    pause().await;
}

impl Journal {
    async fn flush(&mut self) {
        tokio::fs::write("journal", self.lines.concat()).await.ok();
        self.lines.clear();
    }

    async fn until_due(&self) {
        tokio::time::sleep(self.period).await;
    }

    pub async fn by_a_helper(mut self, mut lines: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                line = lines.recv() => match line {
                    Some(line) => self.lines.push(line),
                    None => return,
                },
                () = pause() => self.flush().await, //~ ad-hoc-timer: each of them drops the sleep of 2 s
            }
        }
    }

    pub async fn by_what_it_returns(mut self, mut lines: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                Some(line) = lines.recv() => self.lines.push(line),
                () = a_while() => self.flush().await, //~ ad-hoc-timer: stops while other events keep coming
            }
        }
    }

    pub async fn two_deep(mut self, mut lines: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                Some(line) = lines.recv() => self.lines.push(line),
                () = again_and_again() => self.flush().await, //~ ad-hoc-timer: stops while other events keep coming
            }
        }
    }

    pub async fn as_long_as_it_is_set(mut self, mut lines: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                Some(line) = lines.recv() => self.lines.push(line),
                () = self.until_due() => self.flush().await, //~ ad-hoc-timer: stops while other events keep coming
            }
        }
    }

    pub async fn in_a_block(mut self, mut lines: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                Some(line) = lines.recv() => self.lines.push(line),
                () = async { tokio::time::sleep(Duration::from_secs(5)).await } => { //~ ad-hoc-timer: drops the sleep of 5 s
                    self.flush().await;
                }
            }
        }
    }
}
