//! The arms only wait; what they took is worked on in the bodies, which are never dropped.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

async fn run(
    listener: TcpListener,
    mut lines: mpsc::Receiver<String>,
    mut settings: watch::Receiver<bool>,
    mut to: TcpStream,
) -> std::io::Result<()> {
    let mut every = tokio::time::interval(Duration::from_secs(5));
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            line = lines.recv() => {
                let Some(line) = line else { return Ok(()) };
                to.write_all(line.as_bytes()).await?;
            }
            accepted = listener.accept() => {
                let (mut peer, _) = accepted?;
                peer.write_all(b"welcome").await?;
            }
            _ = settings.changed() => to.flush().await?,
            _ = every.tick() => to.write_all(b"ping").await?,
        }
    }
}
