//! The client of a transport that others write, behind a trait: who calls it through the trait has the
//! deadline. The trait that is called inside is known in full.
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

pub trait Transport: Send + 'static {
    fn push(&mut self, raw: String) -> impl Future<Output = bool> + Send;
}

pub trait Service {
    fn call(&self, raw: String) -> impl Future<Output = Option<bool>> + Send;
}

pub struct Client {
    requests: mpsc::UnboundedSender<(String, oneshot::Sender<bool>)>,
}

impl Service for Client {
    async fn call(&self, raw: String) -> Option<bool> {
        let (reply, answer) = oneshot::channel();
        self.requests.send((raw, reply)).ok()?;
        answer.await.ok()
    }
}

pub fn start<T: Transport>(transport: T) -> Client {
    let (requests, inbox) = mpsc::unbounded_channel();
    drop(tokio::spawn(run(transport, inbox)));
    Client { requests }
}

async fn run<T: Transport>(mut transport: T, mut inbox: mpsc::UnboundedReceiver<(String, oneshot::Sender<bool>)>) {
    while let Some((raw, reply)) = inbox.recv().await {
        let sent = transport.push(raw).await;
        drop(reply.send(sent));
    }
}

pub async fn ask<S: Service>(service: &S) -> Option<bool> {
    tokio::time::timeout(Duration::from_secs(60), service.call("ping".to_owned())).await.ok()?
}
