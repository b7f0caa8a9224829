//! A deadline in the process, in the helper, around the call, in the framework's call, or on the side
//! that answers.
use std::time::Duration;

use otp_runtime::mailbox::{Address, Reply};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

const LIMIT: Duration = Duration::from_secs(5);

pub struct Fetch(pub oneshot::Sender<u64>);
pub struct Slow(pub oneshot::Sender<u64>);

#[derive(Clone)]
pub struct Fetcher {
    requests: mpsc::UnboundedSender<Fetch>,
}

impl Fetcher {
    async fn fetch(&self) -> Option<u64> {
        let (reply, answer) = oneshot::channel();
        self.requests.send(Fetch(reply)).ok()?;
        answer.await.ok()
    }
}

pub fn start(peer: TcpStream, other: TcpStream, ticks: [mpsc::Receiver<()>; 3]) {
    let (requests, inbox) = mpsc::unbounded_channel();
    let (slow, limited) = mpsc::channel(8);
    let fetcher = Fetcher { requests };
    let [first, second, third] = ticks;
    drop((
        tokio::spawn(fetch(peer, inbox)),
        tokio::spawn(answer_in_time(other, limited)),
        tokio::spawn(around(first, fetcher.clone())),
        tokio::spawn(in_the_loop(second, fetcher.requests)),
        tokio::spawn(on_the_other_side(third, slow)),
    ));
}

async fn fetch(mut peer: TcpStream, mut inbox: mpsc::UnboundedReceiver<Fetch>) {
    while let Some(Fetch(reply)) = inbox.recv().await {
        if let Ok(price) = peer.read_u64().await {
            drop(reply.send(price));
        }
    }
}

async fn answer_in_time(mut peer: TcpStream, mut inbox: mpsc::Receiver<Slow>) {
    while let Some(Slow(reply)) = inbox.recv().await {
        match timeout(LIMIT, peer.read_u64()).await {
            Ok(Ok(price)) => drop(reply.send(price)),
            _ => return,
        }
    }
}

async fn around(mut ticks: mpsc::Receiver<()>, fetcher: Fetcher) {
    while ticks.recv().await.is_some() {
        if let Ok(Some(price)) = timeout(LIMIT, fetcher.fetch()).await {
            tracing::info!("{price}");
        }
    }
}

async fn in_the_loop(mut ticks: mpsc::Receiver<()>, requests: mpsc::UnboundedSender<Fetch>) {
    while ticks.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        if requests.send(Fetch(reply)).is_err() {
            return;
        }
        match timeout(LIMIT, answer).await {
            Ok(Ok(price)) => tracing::info!("{price}"),
            Ok(Err(_)) => return,
            Err(_) => tracing::warn!("late"),
        }
    }
}

async fn on_the_other_side(mut ticks: mpsc::Receiver<()>, slow: mpsc::Sender<Slow>) {
    while ticks.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        if slow.send(Slow(reply)).await.is_err() {
            return;
        }
        if let Ok(price) = answer.await {
            tracing::info!("{price}");
        }
    }
}

pub struct Ask(pub Reply<u64>);

pub async fn framework(mut ticks: mpsc::Receiver<()>, address: Address<Ask>) {
    while ticks.recv().await.is_some() {
        if let Ok(price) = address.call(LIMIT, Ask).await {
            tracing::info!("{price}");
        }
    }
}
