//! An address of the same kind may be another process's; a pair of channels for both directions may
//! lead either way; what two processes take from is not known to be one's own.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};
use tokio::sync::mpsc;

pub struct Ask(pub u64);

pub struct Node {
    parent: Option<ActorRef<Node>>,
}

impl Actor for Node {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Message<Ask> for Node {
    type Reply = u64;

    async fn handle(&mut self, ask: Ask, _: &mut Context<Self, u64>) -> u64 {
        match &self.parent {
            Some(parent) => parent.ask(ask).await.unwrap_or(0),
            None => ask.0,
        }
    }
}

pub struct Duplex {
    out: mpsc::Sender<Vec<u8>>,
    back: mpsc::Receiver<Vec<u8>>,
}

impl Duplex {
    async fn send(&self, data: Vec<u8>) -> bool {
        self.out.send(data).await.is_ok()
    }

    async fn recv(&mut self) -> Option<Vec<u8>> {
        self.back.recv().await
    }
}

pub fn pair() -> (Duplex, Duplex) {
    let (left, from_left) = mpsc::channel(1);
    let (right, from_right) = mpsc::channel(1);
    (Duplex { out: left, back: from_right }, Duplex { out: right, back: from_left })
}

pub fn start() -> Duplex {
    let (ours, theirs) = pair();
    drop(tokio::spawn(serve(theirs)));
    ours
}

async fn serve(mut duplex: Duplex) {
    while let Some(data) = duplex.recv().await {
        if !duplex.send(data).await {
            return;
        }
    }
}
