//! A loop that only a timer drives asks through a handle; who answers serves requests in a `select!`.
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};

pub struct Check(pub oneshot::Sender<bool>);

pub struct Checker {
    requests: mpsc::Sender<Check>,
}

impl Checker {
    pub async fn check(&self) -> bool {
        let (reply, answer) = oneshot::channel();
        if self.requests.send(Check(reply)).await.is_err() {
            return false;
        }
        answer.await.unwrap_or(false) //~ related: and waits here
    }
}

pub fn start(address: String, stop: mpsc::Receiver<()>) {
    let (requests, inbox) = mpsc::channel(8);
    drop((tokio::spawn(serve(address, inbox, stop)), tokio::spawn(watch(Checker { requests }))));
}

async fn serve(address: String, mut inbox: mpsc::Receiver<Check>, mut stop: mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            check = inbox.recv() => match check {
                Some(Check(reply)) => {
                    let up = TcpStream::connect(&address).await.is_ok(); //~ related: waits for a peer here
                    drop(reply.send(up));
                }
                None => return,
            },
            _ = stop.recv() => return,
        }
    }
}

async fn watch(checker: Checker) {
    let mut ticks = tokio::time::interval(Duration::from_secs(10));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if !checker.check().await { //~ call-without-timeout: this loop waits
            tracing::warn!("down");
        }
    }
}
