//! Watchers are told what changes.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::Failure;

pub fn start(tasks: &mut JoinSet<Result<(), Failure>>, listener: TcpListener, changes: broadcast::Sender<i64>) {
    let watchers = Arc::new(Watchers::default());
    tasks.spawn(accept(listener, watchers.clone()));
    tasks.spawn(watchers.clone().tell(changes.subscribe()));
    tasks.spawn(watchers.keep_alive());
}

#[derive(Default)]
struct Watchers {
    connections: Mutex<Vec<TcpStream>>,
}

async fn accept(listener: TcpListener, watchers: Arc<Watchers>) -> Result<(), Failure> {
    loop {
        let (stream, peer) = listener.accept().await?;
        tracing::info!("{peer} watches");
        watchers.connections.lock().push(stream);
    }
}

impl Watchers {
    async fn tell(self: Arc<Self>, mut changes: broadcast::Receiver<i64>) -> Result<(), Failure> {
        loop {
            let lease = changes.recv().await?;
            self.write(&lease.to_be_bytes()).await;
        }
    }

    async fn keep_alive(self: Arc<Self>) -> Result<(), Failure> {
        let mut beat = interval(Duration::from_secs(10));
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            beat.tick().await;
            self.write(b"still here").await;
        }
    }

    /// Those that do not read are dropped.
    async fn write(&self, text: &[u8]) {
        let connections = std::mem::take(&mut *self.connections.lock());
        for mut connection in connections {
            let written = timeout(Duration::from_secs(1), connection.write_all(text)).await;
            if matches!(written, Ok(Ok(()))) {
                self.connections.lock().push(connection);
            }
        }
    }
}
