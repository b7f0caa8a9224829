//! Each client gets an outbox without a bound, which is emptied at the pace of its connection and filled by all.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

#[derive(Clone, Default)]
pub struct Hub {
    clients: Arc<Mutex<HashMap<u64, mpsc::UnboundedSender<String>>>>,
}

impl Hub {
    pub fn enter(&self, id: u64) -> mpsc::UnboundedReceiver<String> {
        let (outbox, lines) = mpsc::unbounded_channel(); //~ unbounded-mailbox: grows without a bound
        self.clients.lock().unwrap().insert(id, outbox);
        lines
    }

    pub fn say(&self, line: &str) {
        for outbox in self.clients.lock().unwrap().values() {
            if outbox.send(line.to_owned()).is_err() { //~ related: a message is put in here
                tracing::debug!("a client that left");
            }
        }
    }
}

async fn write(mut lines: mpsc::UnboundedReceiver<String>, mut stream: tokio::net::tcp::OwnedWriteHalf) {
    while let Some(line) = lines.recv().await { //~ related: the consumer takes one here
        if stream.write_all(line.as_bytes()).await.is_err() { //~ related: waits here for something outside
            return;
        }
    }
}

async fn client(id: u64, stream: TcpStream, hub: Hub) {
    let (read, half) = stream.into_split();
    let writer = tokio::spawn(write(hub.enter(id), half));
    let mut lines = BufReader::new(read).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        hub.say(&line);
    }
    writer.abort();
}

async fn serve(listener: TcpListener) -> std::io::Result<()> {
    let hub = Hub::default();
    let mut clients = tokio::task::JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await?;
        clients.spawn(client(1, stream, hub.clone()));
        while clients.try_join_next().is_some() {}
    }
}
