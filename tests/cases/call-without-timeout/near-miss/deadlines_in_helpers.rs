//! The helper that waits sets a deadline, or a block that waits is under one; what stays open from request to request
//! is no reply.
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

const LIMIT: Duration = Duration::from_secs(5);

pub struct Fetch(oneshot::Sender<u64>);
pub struct Subscribe(mpsc::Sender<u64>);

pub fn start(peer: TcpStream, other: TcpStream, ticks: [mpsc::Receiver<()>; 4]) {
    let (requests, inbox) = mpsc::channel(8);
    let (subscriptions, subscribers) = mpsc::channel(8);
    let [first, second, third, fourth] = ticks;
    drop((
        tokio::spawn(fetch(peer, inbox)),
        tokio::spawn(publish(other, subscribers)),
        tokio::spawn(in_the_helper(first, requests.clone())),
        tokio::spawn(around_a_block(second, requests.clone())),
        tokio::spawn(beside(third, requests)),
        tokio::spawn(subscribed(fourth, subscriptions)),
    ));
}

async fn fetch(mut peer: TcpStream, mut inbox: mpsc::Receiver<Fetch>) {
    while let Some(Fetch(reply)) = inbox.recv().await {
        let Ok(price) = peer.read_u64().await else { return };
        drop(reply.send(price));
    }
}

async fn publish(mut peer: TcpStream, mut inbox: mpsc::Receiver<Subscribe>) {
    while let Some(Subscribe(prices)) = inbox.recv().await {
        while let Ok(price) = peer.read_u64().await {
            if prices.send(price).await.is_err() {
                break;
            }
        }
    }
}

async fn in_the_helper(mut ticks: mpsc::Receiver<()>, requests: mpsc::Sender<Fetch>) {
    while ticks.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        if requests.try_send(Fetch(reply)).is_err() {
            return;
        }
        tracing::info!("{:?}", in_time(answer).await);
    }
}

async fn in_time(answer: oneshot::Receiver<u64>) -> Option<u64> {
    timeout(LIMIT, answer).await.ok()?.ok()
}

async fn around_a_block(mut ticks: mpsc::Receiver<()>, requests: mpsc::Sender<Fetch>) {
    while ticks.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        if requests.try_send(Fetch(reply)).is_err() {
            return;
        }
        let price = timeout(LIMIT, async { answer.await.unwrap_or_default() }).await;
        tracing::info!("{price:?}");
    }
}

async fn beside(mut ticks: mpsc::Receiver<()>, requests: mpsc::Sender<Fetch>) {
    while ticks.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        if requests.try_send(Fetch(reply)).is_err() {
            return;
        }
        tokio::select! {
            price = answer => tracing::info!("{price:?}"),
            stop = ticks.recv() => if stop.is_none() {
                return;
            },
        }
    }
}

async fn subscribed(mut ticks: mpsc::Receiver<()>, requests: mpsc::Sender<Subscribe>) {
    while ticks.recv().await.is_some() {
        let (news, mut prices) = mpsc::channel(8);
        if requests.send(Subscribe(news)).await.is_err() {
            return;
        }
        while let Some(price) = prices.recv().await {
            tracing::info!("{price}");
        }
    }
}
