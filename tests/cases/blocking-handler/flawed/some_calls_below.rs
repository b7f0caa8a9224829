//! A sleep two calls below the handler, in helpers that only it uses, and a peer that is waited for as long as it likes.
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};

pub enum Request {
    Print(String),
    Count(oneshot::Sender<usize>),
}

pub struct Tray {
    printed: usize,
}

pub fn open(inbox: mpsc::Receiver<Request>) {
    drop(tokio::spawn(Tray { printed: 0 }.run(inbox)));
}

impl Tray {
    async fn run(mut self, mut inbox: mpsc::Receiver<Request>) {
        while let Some(request) = inbox.recv().await {
            match request {
                Request::Print(sheet) => {
                    self.print(&sheet).await;
                    tracing::info!("{:?}", paper_left().await.ok());
                }
                Request::Count(reply) => drop(reply.send(self.printed)),
            }
        }
    }

    async fn print(&mut self, sheet: &str) {
        tracing::info!("{sheet}");
        warm_up().await;
        self.printed += 1;
    }
}

async fn warm_up() {
    tokio::time::sleep(Duration::from_secs(3)).await; //~ blocking-handler: while this process sleeps here
}

async fn paper_left() -> std::io::Result<u64> {
    let mut status = TcpStream::connect("printer:631").await?; //~ blocking-handler: waits without a deadline
    status.read_u64().await
}
