//! The read has a deadline of its own, but it is the other arm that cuts it short.

use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

async fn idle(mut stream: TcpStream, mut news: mpsc::Receiver<u64>) -> std::io::Result<()> {
    let mut word = [0; 4];
    loop {
        tokio::select! {
            read = tokio::time::timeout(Duration::from_secs(60), stream.read_exact(&mut word)) => { //~ cancel-unsafe-select: when another arm
                read??;
                if &word == b"DONE" {
                    return Ok(());
                }
            }
            Some(news) = news.recv() => tracing::info!("{news}"),
        }
    }
}
