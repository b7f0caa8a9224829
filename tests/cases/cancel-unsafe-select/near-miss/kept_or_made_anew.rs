//! What is sent is made for the send, or kept for the next turn; what is drained by a deadline is a copy.

use std::time::Duration;

use tokio::sync::{mpsc, watch};

async fn beat(to: mpsc::Sender<String>, mut settings: watch::Receiver<u64>) {
    loop {
        tokio::select! {
            sent = to.send("alive".to_owned()) => {
                if sent.is_err() {
                    return;
                }
            }
            _ = settings.changed() => tracing::info!("{}", *settings.borrow()),
        }
    }
}

async fn with_a_permit(mut from: mpsc::Receiver<String>, to: mpsc::Sender<String>, mut settings: watch::Receiver<u64>) {
    let mut held: Option<String> = None;
    loop {
        tokio::select! {
            line = from.recv(), if held.is_none() => match line {
                Some(line) => held = Some(line),
                None => return,
            },
            permit = to.reserve(), if held.is_some() => {
                let (Ok(permit), Some(line)) = (permit, held.take()) else { return };
                permit.send(line);
            }
            _ = settings.changed() => tracing::info!("{}", *settings.borrow()),
        }
    }
}

async fn copies(mut from: mpsc::Receiver<String>, to: mpsc::Sender<String>, mut stop: watch::Receiver<bool>) {
    while let Some(line) = from.recv().await {
        tokio::select! {
            sent = to.send(line.clone()) => {
                if sent.is_err() {
                    return;
                }
            }
            _ = stop.changed() => return,
        }
        tracing::info!("{line}");
    }
}

async fn nothing_came(from: &mut mpsc::Receiver<String>, to: &mpsc::Sender<String>) -> Option<String> {
    match from.try_recv().ok() {
        Some(line) => Some(line),
        None => {
            to.reserve().await.ok()?;
            from.recv().await
        }
    }
}

async fn waits(mut from: mpsc::Receiver<String>, to: mpsc::Sender<String>) {
    loop {
        let next = nothing_came(&mut from, &to);
        if let Ok(Some(line)) = tokio::time::timeout(Duration::from_secs(1), next).await {
            tracing::info!("{line}");
        }
    }
}

struct Peer {
    done: Option<tokio::task::JoinHandle<()>>,
}

impl Peer {
    async fn end(&mut self) {
        if let Some(done) = self.done.take()
            && done.await.is_err()
        {
            tracing::warn!("a peer that panicked");
        }
    }
}

async fn end_all(peers: &mut Vec<Peer>) {
    for peer in peers {
        if tokio::time::timeout(Duration::from_secs(1), peer.end()).await.is_err() {
            tracing::warn!("a peer that goes on");
        }
    }
}
