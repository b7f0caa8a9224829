//! The loop asks through a handle's method, two calls down; who answers sends to a peer.
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};

pub enum Request {
    Publish(Vec<u8>, oneshot::Sender<bool>),
}

#[derive(Clone)]
pub struct Publisher {
    requests: mpsc::UnboundedSender<Request>,
}

impl Publisher {
    pub async fn publish(&self, text: Vec<u8>) -> bool {
        let (done, answer) = oneshot::channel();
        let request = Request::Publish(text, done);
        if self.requests.send(request).is_err() { //~ related: it asks
            return false;
        }
        answer.await.unwrap_or(false) //~ related: and waits here for the reply
    }
}

pub fn start(peer: TcpStream, incoming: mpsc::Receiver<Vec<u8>>) {
    let (requests, inbox) = mpsc::unbounded_channel();
    let relay = Relay { publisher: Publisher { requests } };
    drop((tokio::spawn(write(peer, inbox)), tokio::spawn(relay.run(incoming))));
}

async fn write(mut peer: TcpStream, mut inbox: mpsc::UnboundedReceiver<Request>) {
    while let Some(Request::Publish(text, done)) = inbox.recv().await {
        let sent = push(&mut peer, &text).await;
        if done.send(sent).is_err() {
            tracing::debug!("gone");
        }
    }
}

async fn push(peer: &mut TcpStream, text: &[u8]) -> bool {
    peer.write_all(text).await.is_ok() //~ related: waits for a peer here
}

struct Relay {
    publisher: Publisher,
}

impl Relay {
    async fn run(self, mut incoming: mpsc::Receiver<Vec<u8>>) {
        while let Some(text) = incoming.recv().await {
            self.forward(text).await; //~ related: comes here
        }
    }

    async fn forward(&self, text: Vec<u8>) {
        if !self.publisher.publish(text).await { //~ call-without-timeout: waits here for the loop in
            tracing::warn!("not sent");
        }
    }
}
