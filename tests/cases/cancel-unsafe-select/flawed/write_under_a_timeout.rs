//! The timeout stops a write in the middle of a frame, and the next frame follows it.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

async fn forward(mut stream: TcpStream, mut frames: mpsc::Receiver<Vec<u8>>) {
    while let Some(frame) = frames.recv().await {
        let written = tokio::time::timeout(Duration::from_secs(1), stream.write_all(&frame)).await; //~ cancel-unsafe-select: when the timeout fires
        if written.is_err() {
            tracing::warn!("slow peer");
        }
    }
}
