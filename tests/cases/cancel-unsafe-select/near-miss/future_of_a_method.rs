//! Futures of methods that wait before they take, and a size that is asked for after a write was cut short.

use std::collections::VecDeque;
use std::future::Future;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub struct Job {
    name: String,
}

pub struct Slow {
    queue: VecDeque<Job>,
    pending: Option<Job>,
}

impl Slow {
    fn next(&mut self) -> impl Future<Output = Option<Job>> + Send {
        async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            self.queue.pop_front()
        }
    }

    async fn peeked(&mut self) -> Option<Job> {
        if self.pending.is_none() {
            self.pending = self.queue.pop_front();
        }
        let wait = self.pending.as_ref()?.name.len();
        tokio::time::sleep(Duration::from_millis(wait as u64)).await;
        self.pending.take()
    }
}

pub async fn run(mut slow: Slow, mut commands: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            job = slow.next() => tracing::info!("{}", job.is_some()),
            job = slow.peeked() => tracing::info!("{}", job.is_some()),
            Some(command) = commands.recv() => tracing::info!("{command}"),
        }
    }
}

pub struct Peer {
    stream: TcpStream,
    sent: u64,
}

impl Peer {
    async fn say(&mut self, text: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(text).await
    }

    fn sent(&self) -> u64 {
        self.sent
    }
}

async fn checked(text: &[u8]) -> std::io::Result<()> {
    tokio::fs::write("said", text).await
}

pub async fn say(mut peer: Peer, text: &[u8]) -> u64 {
    let said = tokio::try_join!(peer.say(text), checked(text));
    tracing::info!("{said:?}");
    peer.sent()
}
