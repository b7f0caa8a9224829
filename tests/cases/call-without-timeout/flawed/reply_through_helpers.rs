//! The reply is awaited by a helper, asked for by one, sent by one, in a block, or comes on a channel with one place.
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};

pub struct Fetch(oneshot::Sender<u64>);
pub struct Depth(mpsc::Sender<u64>);

pub fn start(peer: TcpStream, other: TcpStream, ticks: [mpsc::Receiver<()>; 5]) {
    let (requests, inbox) = mpsc::channel(8);
    let (depths, deep) = mpsc::channel(8);
    let [first, second, third, fourth, fifth] = ticks;
    drop((
        tokio::spawn(fetch(peer, inbox)),
        tokio::spawn(measure(other, deep)),
        tokio::spawn(awaits_in_a_helper(first, requests.clone())),
        tokio::spawn(asks_in_a_helper(second, requests.clone())),
        tokio::spawn(sends_in_a_helper(third, requests.clone())),
        tokio::spawn(awaits_in_a_block(fourth, requests)),
        tokio::spawn(one_place(fifth, depths)),
    ));
}

async fn fetch(mut peer: TcpStream, mut inbox: mpsc::Receiver<Fetch>) {
    while let Some(Fetch(reply)) = inbox.recv().await {
        let Ok(price) = peer.read_u64().await else { return }; //~ related: waits for a peer here
        drop(reply.send(price));
    }
}

async fn measure(mut peer: TcpStream, mut inbox: mpsc::Receiver<Depth>) {
    while let Some(Depth(reply)) = inbox.recv().await {
        let Ok(depth) = peer.read_u64().await else { return }; //~ related: waits for a peer here
        if reply.send(depth).await.is_err() {
            return;
        }
    }
}

async fn awaits_in_a_helper(mut ticks: mpsc::Receiver<()>, requests: mpsc::Sender<Fetch>) {
    while ticks.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        if requests.try_send(Fetch(reply)).is_err() { //~ call-without-timeout: waits here for
            return;
        }
        tracing::info!("{}", the_price(answer).await.unwrap_or_default()); //~ related: waits here for the reply
    }
}

async fn the_price(answer: oneshot::Receiver<u64>) -> Option<u64> {
    match answer.await {
        Ok(price) => Some(price),
        Err(error) => {
            tracing::warn!("{error}");
            None
        }
    }
}

async fn asks_in_a_helper(mut ticks: mpsc::Receiver<()>, requests: mpsc::Sender<Fetch>) {
    while ticks.recv().await.is_some() {
        let Some(answer) = ask(&requests) else { return }; //~ related: asks it here
        let _ = answer.await;
    }
}

fn ask(requests: &mpsc::Sender<Fetch>) -> Option<oneshot::Receiver<u64>> {
    let (reply, answer) = oneshot::channel();
    requests.try_send(Fetch(reply)).ok()?;
    Some(answer)
}

async fn sends_in_a_helper(mut ticks: mpsc::Receiver<()>, requests: mpsc::Sender<Fetch>) {
    while ticks.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        request(&requests, reply).await; //~ related: asks it here
        if let Ok(price) = answer.await {
            tracing::info!("{price}");
        }
    }
}

async fn request(requests: &mpsc::Sender<Fetch>, reply: oneshot::Sender<u64>) {
    if requests.send(Fetch(reply)).await.is_err() {
        tracing::warn!("nobody fetches");
    }
}

async fn awaits_in_a_block(mut ticks: mpsc::Receiver<()>, requests: mpsc::Sender<Fetch>) {
    while ticks.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        if requests.try_send(Fetch(reply)).is_err() { //~ related: asks it here
            return;
        }
        let price = async move { answer.await.unwrap_or_default() };
        tracing::info!("{}", price.await);
    }
}

async fn one_place(mut ticks: mpsc::Receiver<()>, requests: mpsc::Sender<Depth>) {
    while ticks.recv().await.is_some() {
        let (reply, mut answer) = mpsc::channel(1);
        if requests.send(Depth(reply)).await.is_err() { //~ call-without-timeout: waits here for
            return;
        }
        tracing::info!("{:?}", answer.recv().await);
    }
}
